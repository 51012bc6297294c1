export const id = 26;
export const ids = [26];
export const modules = {

/***/ 29217:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KE: () => (/* binding */ restoreOneCommand),
/* harmony export */   OU: () => (/* binding */ restoreSetCommand),
/* harmony export */   TB: () => (/* binding */ showCommand),
/* harmony export */   ay: () => (/* binding */ commandLine),
/* harmony export */   ec: () => (/* binding */ composeCommand)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);

/** `undefined` where no command can look: only jobs can read the cache. */
function showCommand(backupId, where) {
    return where.remote?.kind === 'cache'
        ? undefined
        : commandLine(['volume-backup', 'show', backupId, ...storeFlags(where)]);
}
/** A command line, or the step of a job where only that can do it. */
function restoreSetCommand(backupId, where) {
    return restoreCommand(backupId, undefined, where);
}
function restoreOneCommand(backupId, key, file, where) {
    if (where.remote)
        return restoreCommand(backupId, key, where);
    return commandLine([
        'volume-backup',
        'restore',
        key,
        `${where.folder}/${file}`,
        ...flags(stackInputs(where))
    ]);
}
function restoreCommand(backupId, key, where) {
    const chosen = key === undefined ? [] : [['volumes', key]];
    if (where.remote?.kind === 'cache')
        return step([
            ['mode', 'restore'],
            ['store', 'cache'],
            ['artifact-name', where.remote.artifactName],
            ['backup-id', backupId],
            ...chosen,
            ...stackInputs(where),
            ['confirm', 'yes']
        ]);
    return commandLine([
        ...['volume-backup', 'restore', '--restore-all', backupId],
        ...flags(chosen),
        ...storeFlags(where),
        ...flags(stackInputs(where))
    ]);
}
/** Compose on that stack, for someone who stands in that folder. */
function composeCommand(stack, folder) {
    const files = stack.composeFiles.flatMap((file) => ['-f', (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(stack.workingDirectory, file)]);
    const elsewhere = files.length === 0 && stack.workingDirectory !== folder;
    return commandLine([
        'docker',
        'compose',
        ...files,
        ...(elsewhere ? ['--project-directory', stack.workingDirectory] : []),
        ...(stack.projectName ? ['-p', stack.projectName] : [])
    ]);
}
/** Words as a shell takes them back apart: any POSIX one, or bash where a word has newlines or the like. */
function commandLine(words) {
    return words.map(quoted).join(' ');
}
/** What would be lost in a line, or would move the cursor of whoever looks at it. */
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
function quoted(word) {
    if (/^[\w@%+=:,./-]+$/.test(word))
        return word;
    if (word.search(controls) === -1)
        return `'${word.replaceAll("'", "'\\''")}'`;
    const escaped = word
        .replace(/[\\']/g, '\\$&')
        .replace(controls, (letter) => letter === '\n' ? '\\n' : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
    return `$'${escaped}'`;
}
function flags(inputs) {
    return inputs.flatMap(([name, value]) => [`--${name}`, value]);
}
function step(inputs) {
    const lines = inputs.map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`);
    return ['- uses: OWNER/volume-backup-action@COMMIT', '  with:', ...lines].join('\n');
}
function storeFlags({ folder, remote }) {
    if (remote?.kind !== 'artifact')
        return ['--backup-dir', folder];
    const { repository, runId, artifactName } = remote;
    return flags([
        ['store', 'artifact'],
        ['repository', repository],
        ...(runId === undefined ? [] : [['run-id', String(runId)]]),
        ...(artifactName === undefined ? [] : [['artifact-name', artifactName]])
    ]);
}
function stackInputs({ stack, remote }) {
    if (!stack)
        return [];
    const place = (path) => fromCheckout(path, remote?.checkout);
    const files = stack.composeFiles.map((file) => place((0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(stack.workingDirectory, file)));
    const folder = place(stack.workingDirectory);
    return [
        ...(files.length > 0 ? [['compose-file', files.join(',')]] : []),
        ...(files.length === 0 && folder !== '.' ? [['working-directory', folder]] : []),
        ...(stack.projectName ? [['project-name', stack.projectName]] : [])
    ];
}
/** A path of the runner says nothing elsewhere, unless it lies outside of the checkout. */
function fromCheckout(path, checkout) {
    if (checkout === undefined)
        return path;
    const inside = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.relative)(checkout, path);
    if (inside === '')
        return '.';
    return inside.startsWith('..') || (0,node_path__WEBPACK_IMPORTED_MODULE_0__.isAbsolute)(inside) ? path : inside;
}


/***/ }),

/***/ 89239:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ foreignSets)
/* harmony export */ });
/* harmony import */ var _naming_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(26075);

/** Archives of the original script by their stamp: no manifest of ours ever named them, and no index lies beside them. */
function foreignSets(names) {
    const sets = new Map();
    for (const name of names) {
        const id = (0,_naming_js__WEBPACK_IMPORTED_MODULE_0__/* .parseArchiveName */ .Lz)(name)?.backupId;
        if (id !== undefined)
            sets.set(id, [...(sets.get(id) ?? []), name]);
    }
    for (const id of sets.keys()) {
        const ours = names.some((name) => name.includes(id) && !name.endsWith('.tar.gz') && name !== `backup-manifest-${id}.txt`);
        if (ours)
            sets.delete(id);
    }
    return sets;
}


/***/ }),

/***/ 59891:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CK: () => (/* binding */ copyBackCommand),
/* harmony export */   S9: () => (/* binding */ formatReadable),
/* harmony export */   Uv: () => (/* binding */ inRestoreOrder),
/* harmony export */   cR: () => (/* binding */ restoredLabels),
/* harmony export */   gu: () => (/* binding */ createCommand)
/* harmony export */ });
/* harmony import */ var _report_units_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(31285);
/* harmony import */ var _commands_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(29217);
/* harmony import */ var _naming_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(26075);



/** The manifest for people: what is there, what is not, and three ways to bring it back. */
function formatReadable(manifest, where) {
    const { backupId, volumes } = manifest;
    const lines = [
        `Backup ${backupId} (UTC)${manifest.project ? ` of project ${manifest.project}` : ''}`,
        `made ${manifest.createdAt} on ${manifest.host}, Docker ${manifest.engine.version}, ${manifest.generator.name} ${manifest.generator.version}`,
        '',
        ...table(volumes),
        '',
        ...section('Warnings', manifest.warnings),
        ...section('Left out', manifest.leftOut.map(({ key, reason }) => `${key}: ${reason}`)),
        'These files hold whatever the volumes hold, keys and passwords too: keep them private. What the services need besides',
        'them (passwords in the environment, files outside the volumes) is not in here.',
        '',
        `Restore the set with this tool, ${whereToRun(where)} (the services have to be stopped):`,
        '',
        ...indented((0,_commands_js__WEBPACK_IMPORTED_MODULE_0__/* .restoreSetCommand */ .OU)(backupId, where)),
        '',
        'Restore one volume with this tool:',
        '',
        ...volumes.flatMap(({ key, archive }) => indented((0,_commands_js__WEBPACK_IMPORTED_MODULE_0__/* .restoreOneCommand */ .KE)(backupId, key, archive.file, where))),
        '',
        'Restore with docker and tar alone, in the folder of this file, in this order, services stopped. IMAGE is any image',
        'with GNU tar, for example debian:stable-slim. The volume has to be new or empty.',
        '',
        `  sha256sum -c ${(0,_naming_js__WEBPACK_IMPORTED_MODULE_1__/* .sumsName */ .ge)(backupId)}`,
        ...inRestoreOrder(volumes).flatMap(restoreByHand),
        '',
        `Details, digests and the list of every file: ${(0,_naming_js__WEBPACK_IMPORTED_MODULE_1__/* .manifestName */ .vS)(backupId)} and the *.index.ndjson.gz beside it.`
    ];
    // Names and labels come from elsewhere: they must not move the cursor of whoever looks at this.
    return `${lines.map(withoutControls).join('\n')}\n`;
}
function whereToRun({ remote }) {
    if (remote?.kind === 'cache')
        return 'in a job';
    return remote ? 'in a checkout of the repository, with a token in GITHUB_TOKEN' : 'from any folder';
}
function indented(lines) {
    return lines.split('\n').map((line) => `  ${line}`);
}
function withoutControls(line) {
    return line.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ');
}
/** By `restoreOrder`; those without one after those with, certificate databases, data, then logs, as their names tell. */
function inRestoreOrder(volumes) {
    const rank = (volume) => volume.restoreOrder ?? 1000 + guessedRank(volume.key);
    return [...volumes].sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
}
function guessedRank(key) {
    if (/nss|cert|pki|tls/i.test(key))
        return 10;
    return /log/i.test(key) ? 90 : 50;
}
function table(volumes) {
    const rows = [
        ['volume', 'priority', 'copied', 'entries', 'content', 'archive', 'file'],
        ...volumes.map((volume) => [
            volume.key,
            volume.priority,
            volume.consistency,
            String(volume.entries),
            (0,_report_units_js__WEBPACK_IMPORTED_MODULE_2__/* .formatBytes */ .z3)(volume.contentBytes),
            `${volume.archive.sizeBytes} B`,
            volume.archive.file
        ])
    ];
    return [
        ...(0,_report_units_js__WEBPACK_IMPORTED_MODULE_2__/* .formatTable */ .ku)(rows),
        '',
        ...volumes
            .filter(({ description }) => description)
            .map(({ key, description }) => `${key}: ${description}`)
    ];
}
function section(title, lines) {
    return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  - ${line}`), ''];
}
const decoders = { gzip: 'gzip -dc', zstd: 'zstd -dc', none: 'cat' };
function restoreByHand(volume) {
    const into = (0,_commands_js__WEBPACK_IMPORTED_MODULE_0__/* .commandLine */ .ay)([
        'docker',
        'run',
        '--rm',
        '-i',
        '--network',
        'none',
        '--log-driver',
        'none',
        '--user',
        '0',
        '--entrypoint',
        'tar',
        '-v',
        `${volume.name}:/v/volume`
    ]);
    return [
        `  ${createCommand(volume)}`,
        `  ${decoders[volume.archive.compression]} ${(0,_commands_js__WEBPACK_IMPORTED_MODULE_0__/* .commandLine */ .ay)([volume.archive.file])} | ${into} IMAGE \\`,
        "    -x -C /v --numeric-owner --same-owner -p --acls --xattrs --xattrs-include='*'"
    ];
}
const everything = ['--numeric-owner', '--acls', '--xattrs', "--xattrs-include='*'"].join(' ');
/** Makes a volume equal to another one, with nothing but docker and an image that has GNU tar. */
function copyBackCommand(from, to) {
    const script = [
        'find /to/volume -mindepth 1 -xdev -delete',
        'chmod 0755 /to/volume',
        `tar -c -C /from --format=posix --sparse ${everything} volume | tar -x -C /to --same-owner -p ${everything}`
    ].join(' && ');
    const mounts = ['-v', `${from}:/from/volume:ro`, '-v', `${to}:/to/volume`];
    const run = ['docker', 'run', '--rm', '--network', 'none', '--user', '0', '--entrypoint', 'sh', ...mounts];
    return `${(0,_commands_js__WEBPACK_IMPORTED_MODULE_0__/* .commandLine */ .ay)(run)} IMAGE ${(0,_commands_js__WEBPACK_IMPORTED_MODULE_0__/* .commandLine */ .ay)(['-c', script])}`;
}
/** Makes a volume as it was. */
function createCommand(volume) {
    const labels = Object.entries(restoredLabels(volume.labels)).flatMap(([name, value]) => [
        '--label',
        `${name}=${value}`
    ]);
    const options = Object.entries(volume.options).flatMap(([name, value]) => ['--opt', `${name}=${value}`]);
    return (0,_commands_js__WEBPACK_IMPORTED_MODULE_0__/* .commandLine */ .ay)([
        'docker',
        'volume',
        'create',
        '--driver',
        volume.driver,
        ...options,
        ...labels,
        volume.name
    ]);
}
/**
 * The labels that a volume gets when it is made again. Compose accepts a volume without its config hash silently; with
 * one that no longer fits it offers to delete the data. The label of a run would make the volume one of its throw-aways.
 */
function restoredLabels(labels) {
    return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== 'com.docker.compose.config-hash' && name !== 'org.volume-backup.run'));
}


/***/ }),

/***/ 19026:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   formatStored: () => (/* binding */ formatStored)
/* harmony export */ });
/* harmony import */ var _backup_set_foreign_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(89239);
/* harmony import */ var _backup_set_readable_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(59891);
/* harmony import */ var _report_units_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(31285);



/** What `list` and `show` print. Closes the store. */
async function formatStored(settings, { store, readCompose }, json) {
    try {
        if (settings.operation === 'list')
            return await formatList(store, json);
        const { backupId, stack } = settings;
        // Only the word means something else in another stack.
        const reading = backupId.startsWith('latest')
            ? await readCompose(stack).catch(() => undefined)
            : undefined;
        const manifest = await store.read(backupId, reading?.model.project ?? stack.projectName);
        return formatShow(manifest, store, json);
    }
    finally {
        await store.close();
    }
}
/** The backups of a store, newest first. */
async function formatList(store, json) {
    const backups = await store.list();
    const foreign = [...(0,_backup_set_foreign_js__WEBPACK_IMPORTED_MODULE_0__/* .foreignSets */ .g)(await store.fileNames())].sort().reverse();
    if (json) {
        const rows = backups.map(({ backupId, manifest, problem, remote }) => ({
            backupId,
            ...(problem === undefined ? {} : { problem }),
            ...remote,
            ...(manifest
                ? {
                    createdAt: manifest.createdAt,
                    project: manifest.project,
                    volumes: manifest.volumes.map(({ key }) => key),
                    sizeBytes: sizeOf(manifest.volumes)
                }
                : {})
        }));
        const others = foreign.map(([backupId, files]) => ({ backupId, originalScript: true, files }));
        return `${JSON.stringify([...rows, ...others], null, 2)}\n`;
    }
    const left = (await store.unfinished(new Date())).map((path) => `${(0,_report_units_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(path)} is left of a backup that was killed; the next backup looks after it\n`);
    if (backups.length === 0 && foreign.length === 0)
        return `no backup in ${store.location}\n${left.join('')}`;
    if (backups.some(({ remote }) => remote))
        return formatRemote(backups);
    const rows = backups.map(({ backupId, manifest, problem }) => [
        backupId,
        (0,_report_units_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(manifest?.project ?? '-'),
        manifest ? (0,_report_units_js__WEBPACK_IMPORTED_MODULE_2__/* .formatBytes */ .z3)(sizeOf(manifest.volumes)) : '-',
        manifest ? manifest.volumes.map(({ key }) => key).join(' ') : (0,_report_units_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(`DAMAGED: ${problem ?? ''}`)
    ]);
    const others = foreign.map(([backupId, files]) => [
        backupId,
        '-',
        '-',
        `original script: ${files.map(_report_units_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN).join(' ')}`
    ]);
    const sorted = [...rows, ...others].sort(([a = ''], [b = '']) => (a < b ? 1 : a > b ? -1 : 0));
    return `${(0,_report_units_js__WEBPACK_IMPORTED_MODULE_2__/* .formatTable */ .ku)([['BACKUP', 'PROJECT', 'SIZE', 'VOLUMES'], ...sorted]).join('\n')}\n${left.join('')}`;
}
/** What the service tells without a download. */
function formatRemote(backups) {
    const rows = backups.flatMap(({ backupId, problem, remote }) => remote
        ? [
            [
                backupId,
                (0,_report_units_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(remote.name),
                (0,_report_units_js__WEBPACK_IMPORTED_MODULE_2__/* .formatBytes */ .z3)(remote.sizeBytes),
                (0,_report_units_js__WEBPACK_IMPORTED_MODULE_2__/* .formatAge */ .nV)(Date.now() - Date.parse(remote.createdAt)),
                remote.expired ? 'expired' : (remote.expiresAt?.slice(0, 10) ?? '-'),
                remote.verified ? 'yes' : (0,_report_units_js__WEBPACK_IMPORTED_MODULE_2__/* .oneLine */ .TN)(refusal(problem, remote))
            ]
        ]
        : []);
    return `${(0,_report_units_js__WEBPACK_IMPORTED_MODULE_2__/* .formatTable */ .ku)([['BACKUP', 'NAME', 'SIZE', 'AGE', 'EXPIRES', 'VERIFIED'], ...rows]).join('\n')}\n`;
}
function refusal(problem, { expired }) {
    return problem === undefined || expired ? '-' : `REFUSED: ${problem}`;
}
/** One backup, as its readable manifest shows it, made anew from the manifest itself. */
function formatShow(manifest, store, json) {
    return json
        ? `${JSON.stringify(manifest, null, 2)}\n`
        : (0,_backup_set_readable_js__WEBPACK_IMPORTED_MODULE_1__/* .formatReadable */ .S9)(manifest, {
            folder: store.location,
            remote: store.remote,
            stack: undefined
        });
}
function sizeOf(volumes) {
    return volumes.reduce((sum, { archive }) => sum + archive.sizeBytes, 0);
}


/***/ })

};
