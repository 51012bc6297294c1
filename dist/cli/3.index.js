export const id = 3;
export const ids = [3];
export const modules = {

/***/ 61565:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ onAbort),
/* harmony export */   w: () => (/* binding */ checkAborted)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(80396);

/** @throws the signal's reason, a BackupError `interrupted` or `terminated`, when the run was told to end. */
function checkAborted(signal) {
    if (!signal.aborted)
        return;
    throw signal.reason instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .BackupError */ .hj
        ? signal.reason
        : new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .BackupError */ .hj('interrupted', 'the run was interrupted');
}
/**
 * Breaks off what does not look at the signal itself.
 * @param deed its failure shows where the broken work is awaited
 * @returns what forgets the deed again
 */
function onAbort(signal, deed) {
    const listener = () => {
        deed().catch(() => undefined);
    };
    signal.addEventListener('abort', listener, { once: true });
    return () => signal.removeEventListener('abort', listener);
}


/***/ }),

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

/***/ 20910:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L_: () => (/* binding */ formatManifest),
/* harmony export */   Ms: () => (/* binding */ redactOptions),
/* harmony export */   Ng: () => (/* binding */ parseManifest),
/* harmony export */   c_: () => (/* binding */ bareHex),
/* harmony export */   gV: () => (/* binding */ prefixed),
/* harmony export */   qh: () => (/* binding */ formatVersion)
/* harmony export */ });
/* unused harmony export manifestSchema */
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(38816);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(80396);
/* harmony import */ var _inputs_settings_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(43104);
/* harmony import */ var _naming_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(26075);




/** Raised in its first part when an older program could misread the file. */
const formatVersion = '1.0';
const sha256 = zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().regex(/^sha256:[0-9a-f]{64}$/);
const fileName = zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().regex(/^(?!\.\.?$)[a-zA-Z0-9_.][a-zA-Z0-9_.-]*$/);
const count = zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig().int().nonnegative();
/** As the daemon takes them (Docker Engine API, names of volumes). */
const volumeName = zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/);
/** As Compose takes them (Compose specification, `volumes`); a leading dash would look like an option. */
const volumeKey = zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()
    .regex(/^[a-zA-Z0-9._][a-zA-Z0-9._-]*$/)
    .refine((key) => key !== '.' && key !== '..');
const textMap = zod__WEBPACK_IMPORTED_MODULE_2__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP());
const volumeSchema = zod__WEBPACK_IMPORTED_MODULE_2__/* .looseObject */ ._H3({
    key: volumeKey,
    name: volumeName,
    priority: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(_inputs_settings_js__WEBPACK_IMPORTED_MODULE_3__/* .priorities */ .vx),
    prioritySource: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    description: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().optional(),
    restoreOrder: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig().optional(),
    retentionDays: zod__WEBPACK_IMPORTED_MODULE_2__/* .number */ .aig().optional(),
    driver: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    options: textMap,
    /** Options whose values were left out because they are secrets: the volume cannot be created again from here. */
    redactedOptions: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
    labels: textMap,
    users: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .looseObject */ ._H3({
        container: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
        service: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().optional(),
        image: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
        imageId: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
        user: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()
    })),
    consistency: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(['stopped', 'paused', 'live']),
    entries: count,
    contentBytes: count,
    archive: zod__WEBPACK_IMPORTED_MODULE_2__/* .looseObject */ ._H3({
        file: fileName,
        sizeBytes: count,
        sha256,
        compression: zod__WEBPACK_IMPORTED_MODULE_2__/* ["enum"] */ .k5n(_inputs_settings_js__WEBPACK_IMPORTED_MODULE_3__/* .compressions */ .MG),
        level: count
    }),
    tar: zod__WEBPACK_IMPORTED_MODULE_2__/* .looseObject */ ._H3({ sizeBytes: count, sha256 }),
    index: zod__WEBPACK_IMPORTED_MODULE_2__/* .looseObject */ ._H3({ file: fileName, sizeBytes: count, sha256 }),
    treeSha256: sha256,
    notCaptured: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .looseObject */ ._H3({ path: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), reason: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP() })),
    excluded: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
    changedWhileRead: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
    warnings: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()),
    startedAt: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    durationMs: count
});
const manifestSchema = zod__WEBPACK_IMPORTED_MODULE_2__/* .looseObject */ ._H3({
    formatVersion: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    generator: zod__WEBPACK_IMPORTED_MODULE_2__/* .looseObject */ ._H3({ name: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), version: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP() }),
    backupId: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().regex(_naming_js__WEBPACK_IMPORTED_MODULE_1__/* .backupIdPattern */ .OO),
    createdAt: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    project: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP().optional(),
    host: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
    engine: zod__WEBPACK_IMPORTED_MODULE_2__/* .looseObject */ ._H3({
        version: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
        apiVersion: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
        os: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(),
        architecture: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()
    }),
    quiesce: zod__WEBPACK_IMPORTED_MODULE_2__/* .looseObject */ ._H3({ mode: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), heldMs: count, containers: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP()) }),
    volumes: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(volumeSchema).min(1),
    leftOut: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .looseObject */ ._H3({ key: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP(), reason: zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP() })),
    warnings: zod__WEBPACK_IMPORTED_MODULE_2__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_2__/* .string */ .YjP())
})
    .meta({
    title: 'Manifest of volume-backup-action',
    description: 'What a backup holds: its volumes, their archives and indexes with sizes and digests.'
});
function formatManifest(manifest) {
    return `${JSON.stringify(manifest, null, 2)}\n`;
}
/**
 * Reads a manifest; unknown members of the same major version are kept.
 * @throws BackupError `backup-damaged` when it is not one, or was made by a newer program.
 */
function parseManifest(text, origin) {
    const content = parseJson(text, origin);
    const version = typeof content === 'object' && content !== null && 'formatVersion' in content
        ? String(content.formatVersion)
        : '';
    if (/^\d+\.\d+$/.test(version) && version.split('.')[0] !== formatVersion.split('.')[0]) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .BackupError */ .hj('backup-damaged', `${origin} has format version ${version}, this program reads ${formatVersion}`, {
            hint: 'use the release of this program that made it'
        });
    }
    const parsed = manifestSchema.safeParse(content);
    if (!parsed.success) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .BackupError */ .hj('backup-damaged', `${origin} is not a sound manifest: ${describeIssues(parsed.error)}`, { hint: 'use another backup' });
    }
    requireDistinct(parsed.data, origin);
    return parsed.data;
}
function describeIssues({ issues }) {
    const shown = issues.slice(0, 3).map(({ path, message }) => `${path.join('.')}: ${message}`);
    return `${shown.join('; ')}${issues.length > 3 ? `; and ${issues.length - 3} more` : ''}`;
}
function parseJson(text, origin) {
    try {
        return JSON.parse(text);
    }
    catch (cause) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .BackupError */ .hj('backup-damaged', `${origin} is not JSON`, { hint: 'use another backup', cause });
    }
}
function requireDistinct(manifest, origin) {
    const used = manifest.volumes.flatMap(({ key, name, archive, index }) => [
        `key ${key}`,
        `name ${name}`,
        `file ${archive.file}`,
        `file ${index.file}`
    ]);
    const doubled = used.find((word, at) => used.indexOf(word) !== at);
    if (doubled)
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .BackupError */ .hj('backup-damaged', `${origin} names the ${doubled} twice`, {
            hint: 'use another backup'
        });
}
function prefixed(hex) {
    return `sha256:${hex}`;
}
function bareHex(digest) {
    return digest.replace(/^sha256:/, '');
}
const secretOption = /((?:^|,)\s*[^,=]*(?:pass|secret|token|credential)[^,=]*=)[^,]*/gi;
/** Driver options without the values of secrets (as in `o=username=a,password=b` of a CIFS mount). */
function redactOptions(options) {
    const redacted = [];
    const entries = Object.entries(options).map(([name, value]) => {
        const shown = /pass|secret|token|credential/i.test(name) ? '***' : value.replace(secretOption, '$1***');
        if (shown !== value)
            redacted.push(name);
        return [name, shown];
    });
    return { options: Object.fromEntries(entries), redacted };
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

/***/ 72619:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Az: () => (/* binding */ runLabel),
/* harmony export */   Ed: () => (/* binding */ createsLabel),
/* harmony export */   Mb: () => (/* binding */ stoppedLabel),
/* harmony export */   Up: () => (/* binding */ acceptanceLabel),
/* harmony export */   Wb: () => (/* binding */ ownerLabel),
/* harmony export */   ZC: () => (/* binding */ purposeLabel),
/* harmony export */   ct: () => (/* binding */ ownLabels),
/* harmony export */   di: () => (/* binding */ acceptanceLabels),
/* harmony export */   pQ: () => (/* binding */ ownVolume),
/* harmony export */   uj: () => (/* binding */ rollbackOfLabel)
/* harmony export */ });
/** What we make in Docker carries these labels; nothing without them is ever removed. */
const ownerLabel = 'org.volume-backup';
const runLabel = 'org.volume-backup.run';
const purposeLabel = 'org.volume-backup.purpose';
/** On what stands for the user's own in an acceptance: with a run label it would not be taken for that. */
const acceptanceLabel = 'org.volume-backup.acceptance';
/** On a rollback copy: the volume whose old content it holds. */
const rollbackOfLabel = 'org.volume-backup.rollback-of';
/** On the mark of an exchange: the containers that were stopped for it. */
const stoppedLabel = 'org.volume-backup.stopped';
/** On the mark of new volumes: their names. */
const createsLabel = 'org.volume-backup.creates';
function ownLabels(runId, purpose) {
    return { [ownerLabel]: 'true', [runLabel]: runId, [purposeLabel]: purpose };
}
/** A volume of ours, for `createVolume`. */
function ownVolume(name, runId, purpose, labels = {}) {
    return { name, driver: 'local', options: {}, labels: { ...ownLabels(runId, purpose), ...labels } };
}
function acceptanceLabels(runId) {
    return { [ownerLabel]: 'true', [acceptanceLabel]: runId, [purposeLabel]: 'acceptance' };
}


/***/ }),

/***/ 14030:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   q: () => (/* binding */ asRecord)
/* harmony export */ });
/** A mapping of parsed YAML or JSON; empty for anything else. */
function asRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? value
        : {};
}


/***/ }),

/***/ 63003:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  exitCodeOfReport: () => (/* binding */ exitCodeOfReport),
  run: () => (/* binding */ run)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
// EXTERNAL MODULE: ./lib/js/errors.js
var errors = __webpack_require__(80396);
;// CONCATENATED MODULE: ./lib/js/archive/decode.js



const pieceBytes = 1024 * 1024;
/**
 * Decodes a few pieces ahead; an object each, since a stream of bytes would join them, copying all. Largest
 * buffers: four pieces of 1 MiB, one at work, 2 MiB of input.
 */
const ahead = {
    chunkSize: pieceBytes,
    readableObjectMode: true,
    readableHighWaterMark: 4,
    writableHighWaterMark: 2 * pieceBytes
};
/**
 * A stream that decodes stored bytes to tar.
 * @throws BackupError `not-supported` for zstd on a Node.js without it (before 22.15 and 23.8).
 */
function decoder(compression) {
    switch (compression) {
        case 'gzip':
            return external_node_zlib_.createGunzip(ahead);
        case 'zstd':
            requireZstd();
            return external_node_zlib_.createZstdDecompress(ahead);
        case 'none':
            return new external_node_stream_.PassThrough(ahead);
    }
}
/** Whether a decoder failed because of the bytes that it got, and not for want of memory. */
function isUndecodable(error) {
    return /^(Z_(?!MEM_)|ZSTD_(?!error_memory_)|ERR_ZSTD)/.test((0,errors/* codeOf */.$N)(error));
}
/** @throws BackupError `not-supported` */
function requireZstd() {
    if (typeof external_node_zlib_.createZstdDecompress === 'function')
        return;
    throw new errors/* BackupError */.hj('not-supported', `zstd needs Node.js 24, this is ${process.version}`, {
        hint: 'run with Node.js 24 or choose compression gzip or none'
    });
}

// EXTERNAL MODULE: ./lib/js/backup-set/commands.js
var commands = __webpack_require__(29217);
// EXTERNAL MODULE: ./lib/js/backup-set/manifest.js
var backup_set_manifest = __webpack_require__(20910);
// EXTERNAL MODULE: ./lib/js/generator.js
var generator = __webpack_require__(45926);
// EXTERNAL MODULE: ./lib/js/engine/labels.js
var engine_labels = __webpack_require__(72619);
;// CONCATENATED MODULE: ./lib/js/quiesce/plan.js


/**
 * Who has to stand still so that a copy of the volumes is consistent: everybody who runs and can write to one of them.
 * Containers that are paused, stopped or only read are left alone.
 * @throws BackupError `in-use` for one that would be removed when it stops
 * @param modes how each volume wants its writers held, by the engine's name; of several the strongest counts
 */
function planHold(modes, users, stopTimeoutSeconds) {
    const deedOf = (user) => {
        const wanted = user.mounts.filter(({ writable }) => writable).map(({ volume }) => modes.get(volume));
        return strongestFirst.find((mode) => wanted.includes(mode)) ?? 'none';
    };
    const writers = users.filter((user) => isActive(user) && deedOf(user) !== 'none');
    const others = writers.filter(({ isSelf }) => !isSelf);
    refuseRemoved(others.filter((user) => deedOf(user) === 'stop'), 'end them first, or copy with quiesce pause or none');
    return {
        steps: inStopOrder(others.filter(({ status }) => status.state === 'running')).map((user) => step(user, deedOf(user) === 'stop' ? 'stop' : 'pause', stopTimeoutSeconds)),
        warnings: [
            ...writers
                .filter(({ isSelf }) => isSelf)
                .map(({ name }) => `${name} runs this program and cannot be held: its volumes are copied live`),
            ...others
                .filter(({ status }) => status.state === 'restarting')
                .map(({ name }) => `${name} keeps restarting and cannot be held: its volumes are copied live`),
            ...users
                .filter(({ status }) => status.state === 'paused')
                .map(({ name }) => `${name} is paused, and not by this run, so it stays so: docker unpause ${name}`)
        ]
    };
}
const strongestFirst = ['stop', 'pause'];
/**
 * Everybody who runs and mounts one of the volumes, readers too, stopped: their files are about to be exchanged.
 * @throws BackupError `in-use` for one that cannot be stopped and started again
 */
function planStop(users, stopTimeoutSeconds) {
    const self = users.find((user) => user.isSelf && isRunning(user));
    if (self)
        throw new errors/* BackupError */.hj('in-use', `${self.name} runs this program and uses the volumes; nothing was changed`, {
            hint: 'run it where the volumes are not mounted'
        });
    refuseRemoved(users.filter(isRunning), 'end them first');
    return inStopOrder(users.filter(isRunning)).map((user) => step(user, 'stop', stopTimeoutSeconds));
}
function refuseRemoved(users, hint) {
    const names = users.filter(({ autoRemove }) => autoRemove).map(({ name }) => name);
    if (names.length === 0)
        return;
    throw new errors/* BackupError */.hj('in-use', `containers that would be gone for good if they were stopped (docker run --rm): ${names.join(', ')}; nothing was changed`, { hint });
}
/**
 * Runs of this program beside this one. A backup may read what another one reads; nobody may read or write what a
 * restore exchanges.
 * @throws BackupError `in-use`
 */
function refuseOtherRuns(users, deed) {
    const others = users.filter(({ labels, mounts }) => labels[engine_labels/* runLabel */.Az] !== undefined &&
        (deed === 'restore' || labels[engine_labels/* purposeLabel */.ZC] === 'lock' || mounts.some(({ writable }) => writable)));
    const [other] = others;
    if (!other)
        return;
    const what = others.some(({ labels, mounts }) => labels[engine_labels/* purposeLabel */.ZC] === 'lock' || mounts.some((one) => one.writable))
        ? 'a restore'
        : 'a backup';
    throw new errors/* BackupError */.hj('in-use', `${what} of these volumes is under way (run ${other.labels[engine_labels/* runLabel */.Az]}); nothing was changed`, { hint: 'wait for it to end: docker ps --filter label=org.volume-backup' });
}
/** Paused containers run too: they go on where they stood, with open files. */
function isRunning(user) {
    return isActive(user) || user.status.state === 'paused';
}
/** The level a volume's copy reached, as it goes into the manifest. */
function consistencyOf(volume, users, held) {
    const writers = users.filter((user) => isRunning(user) && user.mounts.some((mount) => mount.volume === volume && mount.writable));
    const deeds = writers.map((user) => user.status.state === 'paused' ? 'pause' : held.find(({ id }) => id === user.id)?.deed);
    if (deeds.includes(undefined))
        return 'live';
    return deeds.includes('pause') ? 'paused' : 'stopped';
}
function isActive(user) {
    return user.status.state === 'running' || user.status.state === 'restarting';
}
function step(user, deed, stopTimeoutSeconds) {
    return {
        id: user.id,
        name: user.name,
        deed,
        timeoutSeconds: Math.max(user.stopTimeoutSeconds ?? 0, stopTimeoutSeconds)
    };
}
/** Dependents first, by the label in which Compose keeps `depends_on`; else by name. */
function inStopOrder(users) {
    const ordered = [];
    const visiting = new Set();
    const visit = (user) => {
        if (ordered.includes(user) || visiting.has(user))
            return;
        visiting.add(user);
        for (const other of users)
            if (dependsOn(other, user))
                visit(other);
        ordered.push(user);
    };
    for (const user of users)
        visit(user);
    return ordered;
}
function dependsOn(user, other) {
    const service = other.labels['com.docker.compose.service'];
    const sameProject = user.labels['com.docker.compose.project'] === other.labels['com.docker.compose.project'];
    const needs = (user.labels['com.docker.compose.depends_on'] ?? '')
        .split(',')
        .map((word) => word.split(':')[0]);
    return sameProject && service !== undefined && needs.includes(service);
}

// EXTERNAL MODULE: ./lib/js/report/units.js
var units = __webpack_require__(31285);
// EXTERNAL MODULE: ./lib/js/backup-set/readable.js
var backup_set_readable = __webpack_require__(59891);
;// CONCATENATED MODULE: ./lib/js/restore/leftovers.js




/**
 * A run that ends well leaves at most rollback copies; staged volumes and the marks tell of one that did not.
 * @param ownRun is at work, not left over
 */
function leftovers(volumes, ownRun) {
    const unfinished = volumes.filter(({ labels }) => /^(stage|creating|exchange)$/.test(labels[engine_labels/* purposeLabel */.ZC] ?? ''));
    const runs = new Set(unfinished.map(({ labels }) => labels[engine_labels/* runLabel */.Az] ?? ''));
    runs.delete(ownRun);
    return [...runs].map((runId) => leftoversOf(volumes, runId));
}
function leftoversOf(volumes, runId) {
    const own = volumes.filter(({ labels }) => labels[engine_labels/* runLabel */.Az] === runId || labels[engine_labels/* acceptanceLabel */.Up] === runId);
    const made = (purpose) => own.filter(({ labels }) => labels[engine_labels/* purposeLabel */.ZC] === purpose);
    const names = new Set(volumes.map(({ name }) => name));
    return {
        runId,
        exchanging: made('exchange').length > 0,
        rollbacks: made('rollback').map(({ name, labels }) => ({ name, of: labels[engine_labels/* rollbackOfLabel */.uj] ?? '' })),
        created: made('creating')
            .flatMap(({ labels }) => namesIn(labels[engine_labels/* createsLabel */.Ed]))
            .filter((name) => names.has(name)),
        stopped: made('exchange').flatMap(({ labels }) => namesIn(labels[engine_labels/* stoppedLabel */.Mb])),
        others: ['stage', 'creating', 'exchange', 'settled', 'cycle', 'drill', 'acceptance']
            .flatMap(made)
            .map(({ name }) => name)
    };
}
function namesIn(label) {
    return label?.match(/[\w.-]+/g) ?? [];
}
/** For those of the volumes that such a restore was exchanging or creating. */
function warningsOf(left, volumes) {
    return left.filter((one) => halvesOf(one).some((name) => volumes.includes(name))).map(describe);
}
/** The user's volumes that may be incomplete. */
function halvesOf({ exchanging, rollbacks, created }) {
    return [...(exchanging ? rollbacks.map(({ of }) => of) : []), ...created];
}
/**
 * A copy of them would be taken for the newest backup, and a check of them for one of the application's data.
 * @param live all volumes
 * @param meant those that are to be copied
 * @param consequence `nothing was backed up` and the like
 * @throws BackupError `in-use`
 */
function refuseHalfRestored(live, meant, ownRun, consequence) {
    const half = leftovers(live, ownRun).find((one) => {
        const halves = halvesOf(one);
        return meant.some(({ name }) => halves.includes(name));
    });
    if (!half)
        return;
    throw new errors/* BackupError */.hj('in-use', `${notFinished(half)}; ${consequence}`, {
        hint: [
            ...(half.exchanging
                ? [
                    'restore again, or copy the old content back, IMAGE being any image with GNU tar (debian:stable-slim):',
                    ...half.rollbacks.map(({ name, of }) => (0,backup_set_readable/* copyBackCommand */.CK)(name, of))
                ]
                : []),
            ...(half.created.length > 0 ? [`restore again, or ${removeCreated(half)}`] : []),
            `once all is well, remove what it has left: ${removeCommand(half.runId)}`,
            ...startAgain(half)
        ].join('\n')
    });
}
function describe(left) {
    const { runId, exchanging, rollbacks, created } = left;
    const kept = rollbacks.map(({ name, of }) => `${of} in ${name}`).join(', ');
    const ways = [
        ...(exchanging ? [`the content from before it is kept: ${kept}. Restore again, or copy it back`] : []),
        ...(created.length > 0 ? [`restore again, or ${removeCreated(left)}`] : [])
    ];
    const text = [notFinished(left), ...ways, `once all is well: ${removeCommand(runId)}`].join('; ');
    return [text, ...startAgain(left)].join('\n');
}
function notFinished(left) {
    return `restore ${left.runId} did not finish: ${halvesOf(left).join(', ')} may be incomplete`;
}
function removeCreated({ created }) {
    return `remove what did not exist before it, unless something came into it since: docker volume rm ${created.join(' ')}`;
}
/** Short, however many volumes there are. */
function removeCommand(runId) {
    const filter = (0,commands/* commandLine */.ay)(['docker', 'volume', 'ls', '--quiet', '--filter', `label=${engine_labels/* runLabel */.Az}=${runId}`]);
    return `docker volume rm $(${filter})`;
}
function startAgain({ stopped }) {
    return stopped.length === 0 ? [] : [`it had stopped services: docker start ${stopped.join(' ')}`];
}

// EXTERNAL MODULE: ./lib/js/inputs/settings.js
var inputs_settings = __webpack_require__(43104);
;// CONCATENATED MODULE: ./lib/js/selection/glob.js
/** Whether a name fits a pattern of `*` (any run of characters) and `?` (one character); everything else is literal. */
function matchesGlob(pattern, name) {
    const expression = pattern
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.');
    return new RegExp(`^${expression}$`, 's').test(name);
}

// EXTERNAL MODULE: ./lib/js/selection/nearest.js
var nearest = __webpack_require__(58676);
;// CONCATENATED MODULE: ./lib/js/selection/paths.js

const pathProblem = 'x-backup: paths is no list of absolute paths without ".."';
const serviceKeys = ['paths', 'verify'];
/** Of a service only `paths` is read here; `verify` has a reader of its own. */
function readServiceExtension(value) {
    if (value === undefined)
        return { paths: undefined, problems: [] };
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        return {
            paths: undefined,
            problems: [`x-backup is ${JSON.stringify(value)}: legal under a service is a mapping`]
        };
    const given = 'paths' in value ? value.paths : undefined;
    const paths = readPaths(given);
    const unknown = Object.keys(value)
        .filter((key) => !serviceKeys.includes(key))
        .map((key) => `x-backup: unknown key ${JSON.stringify(key)}${(0,nearest/* didYouMean */.a)(key, serviceKeys)}; legal under a service: ${serviceKeys.join(', ')}`);
    return {
        paths: given === undefined ? undefined : paths,
        problems: [...unknown, ...(paths === undefined ? [pathProblem] : [])]
    };
}
/** A path, or a list of them, without the ends that do not count; `undefined` for anything else. */
function readPaths(value) {
    if (value === undefined)
        return [];
    const list = Array.isArray(value) ? value : [value];
    const paths = list.filter((one) => typeof one === 'string' && isAbsolutePath(one));
    return paths.length === list.length ? paths.map(cleanPath) : undefined;
}
/** `/a//b/./c/` as `/a/b/c`. */
function cleanPath(path) {
    return `/${path
        .split('/')
        .filter((part) => part !== '' && part !== '.')
        .join('/')}`;
}
/** Where a machine shows its devices, its state, and the sockets of what runs on it. */
const systemFolders = ['/dev', '/proc', '/run', '/sys', '/var/run'];
function isOfSystem(path) {
    return systemFolders.some((folder) => isWithin(path, folder));
}
/** Whether a path is a folder or something below it; both clean. */
function isWithin(path, folder) {
    return path === folder || path.startsWith(`${folder}/`);
}
function isAbsolutePath(text) {
    return text.startsWith('/') && !text.split('/').includes('..') && !/[\n\0]/.test(text);
}

;// CONCATENATED MODULE: ./lib/js/selection/metadata.js



const synonyms = new Map([
    ['required', 'high'],
    ['optional', 'low'],
    ['not_required', 'none'],
    ['no', 'none'],
    ['false', 'none']
]);
const knownKeys = [
    'priority',
    'description',
    'quiesce',
    'restore-order',
    'retention-days',
    'exclude',
    'paths',
    'verify'
];
/** The labels that mean something here. */
const labelNames = [
    'backup',
    'description',
    'backup.quiesce',
    'backup.restore-order',
    'backup.retention-days'
];
/** Each item comes from the first source that has it: x-backup, the declared labels, the labels of the live volume. */
function readMetadata(declared, live) {
    const xBackup = extensionValues(declared?.xBackup);
    const sources = [
        ['x-backup', xBackup],
        ['compose-label', labelValues(declared?.labels ?? {})],
        ['live-label', labelValues(live?.labels ?? {})]
    ];
    const find = (key) => {
        const found = sources.find(([, values]) => values[key] !== undefined);
        return found && { source: found[0], value: found[1][key] };
    };
    const problems = shapeProblems(declared?.xBackup, xBackup);
    const priorityProblems = [];
    const { priority, word } = readPriority(find('priority'), priorityProblems);
    const paths = readPaths(find('paths')?.value);
    if (paths === undefined)
        problems.push(pathProblem);
    return {
        priority,
        source: find('priority')?.source,
        word,
        description: readText('description', find('description'), problems),
        restoreOrder: readNumber('restore-order', find('restore-order'), problems),
        retentionDays: readNumber('retention-days', find('retention-days'), problems),
        quiesce: readQuiesce(find('quiesce'), problems),
        exclude: readExclude(find('exclude'), problems),
        paths: paths ?? [],
        priorityProblems,
        problems
    };
}
/** A mapping, or a word alone for the priority. */
function extensionValues(value) {
    if (isMapping(value))
        return value;
    return value === null || Array.isArray(value) ? {} : { priority: value };
}
function labelValues(labels) {
    return {
        priority: labels.backup,
        description: labels.description,
        quiesce: labels['backup.quiesce'],
        'restore-order': labels['backup.restore-order'],
        'retention-days': labels['backup.retention-days']
    };
}
function shapeProblems(value, values) {
    if (value === null || Array.isArray(value))
        return [`x-backup is ${JSON.stringify(value)}: legal are a priority, or a mapping`];
    return Object.keys(values)
        .filter((key) => !knownKeys.includes(key))
        .map((key) => `x-backup: unknown key ${JSON.stringify(key)}${(0,nearest/* didYouMean */.a)(key, knownKeys)}; legal: ${knownKeys.join(', ')}`);
}
function readPriority(answer, problems) {
    if (answer === undefined)
        return { priority: undefined, word: undefined };
    const origin = answer.source === 'x-backup' ? 'x-backup' : 'label backup';
    if (typeof answer.value === 'object') {
        problems.push(`${origin}: priority is ${JSON.stringify(answer.value)}; legal: ${inputs_settings/* priorities */.vx.join(', ')}`);
        return { priority: undefined, word: undefined };
    }
    // YAML reads a bare no or false as a boolean.
    const word = String(answer.value).trim();
    const priority = inputs_settings/* priorities */.vx.find((one) => one === word) ?? synonyms.get(word);
    if (priority === undefined)
        problems.push(`${origin}: unknown priority ${JSON.stringify(word)}${(0,nearest/* didYouMean */.a)(word, inputs_settings/* priorities */.vx)}; legal: ${inputs_settings/* priorities */.vx.join(', ')}`);
    return { priority, word: word === priority ? undefined : word };
}
function readQuiesce(answer, problems) {
    const mode = inputs_settings/* quiesceModes */.A2.find((word) => word === answer?.value);
    if (answer !== undefined && mode === undefined)
        problems.push(`${originOf(answer)}: unknown quiesce ${JSON.stringify(answer.value)}; legal: ${inputs_settings/* quiesceModes */.A2.join(', ')}`);
    return mode;
}
function readText(key, answer, problems) {
    if (answer === undefined)
        return undefined;
    if (typeof answer.value === 'string')
        return answer.value;
    problems.push(`${originOf(answer)}: ${key} is ${JSON.stringify(answer.value)}, which is no text`);
    return undefined;
}
function readNumber(key, answer, problems) {
    if (answer === undefined)
        return undefined;
    if (typeof answer.value !== 'object' && /^\d{1,6}$/.test(String(answer.value)))
        return Number(answer.value);
    problems.push(`${originOf(answer)}: ${key} ${JSON.stringify(answer.value)} is no whole number`);
    return undefined;
}
function readExclude(answer, problems) {
    const patterns = texts(answer?.value)?.filter((text) => !/[\n\0]/.test(text));
    if (patterns && patterns.length === texts(answer?.value)?.length)
        return patterns;
    problems.push('x-backup: exclude is no list of patterns');
    return [];
}
/** A text, or a list of them; `undefined` for anything else. */
function texts(value) {
    if (value === undefined)
        return [];
    const list = Array.isArray(value) ? value : [value];
    const found = list.filter((one) => typeof one === 'string' && one !== '');
    return found.length === list.length ? found : undefined;
}
function originOf({ source }) {
    return source === 'x-backup' ? 'x-backup' : 'label';
}
function isMapping(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./lib/js/selection/messages.js



/** Says what was looked at, so that the mistake shows. */
function nothingChosen({ priorities: wanted, project, live }, leftOut, allExternal) {
    const absent = leftOut.length > 0 && leftOut.every(({ reason }) => reason === 'not-created');
    const seen = leftOut.map(({ key, reason }) => `${shortName(key)} (${reason})`).join(', ');
    const where = project === undefined ? '' : ` in project ${project}`;
    return new errors/* BackupError */.hj('nothing-selected', `no volume${where} is chosen; looked at ${leftOut.length}${seen === '' ? '' : `: ${seen}`}`, {
        hint: absent
            ? allExternal
                ? 'all are declared as external: make them (docker volume create NAME), or look at "docker volume ls" for their right names'
                : 'the volumes do not exist yet: start the stack once (docker compose up --detach)'
            : leftOut.length === 0 && project !== undefined
                ? projectHint(project, live)
                : `chosen are priorities ${wanted.join(', ')}: label the volumes, or use --all, --priority or --volumes (inputs priority and volumes)`
    });
}
function projectHint(project, live) {
    const projects = [
        ...new Set(live.flatMap(({ labels }) => labels['com.docker.compose.project'] ?? []))
    ].sort();
    const near = (0,nearest/* nearestNames */.L)(project, projects);
    if (near.length > 0)
        return `did you mean project ${near.join(' or ')}?`;
    return projects.length === 0
        ? 'no volume of this engine is of a Compose project: name the volumes with --volumes (input volumes)'
        : `projects with volumes on this engine: ${projects.join(', ')}`;
}
function synonymWarning(key, { source, word, priority }) {
    return word === undefined
        ? undefined
        : `volume ${shortName(key)}: ${source} ${JSON.stringify(word)} is taken for ${priority}`;
}
function noPriorityWarning(key, chosen) {
    const consequence = chosen ? 'backed up as high because it is named' : 'not backed up';
    return `volume ${shortName(key)} has no priority and is ${consequence}: give it x-backup or a label, or name it in volumes`;
}
function notCreatedWarning(key, external) {
    return external
        ? `volume ${key} is declared as external but does not exist: skipped`
        : `volume ${key} is declared but does not exist yet: skipped`;
}
function rivalWarning(key, live, rival) {
    return `volume ${key}: ${shortName(live.name)} has its labels and is taken, but the Compose file means ${shortName(rival.name)}: if the containers use that one, name it in volumes`;
}
/** Labels of a volume that exists cannot change, and the way that Compose offers loses data. */
function driftWarning(declared, live) {
    const differing = labelNames.filter((name) => declared.labels[name] !== undefined && declared.labels[name] !== live.labels[name]);
    if (differing.length === 0)
        return undefined;
    const wanted = differing.map((name) => `${name}=${oneLine(declared.labels[name])}`);
    const found = differing.map((name) => live.labels[name] === undefined ? `has no label ${name}` : `${name}=${oneLine(live.labels[name])}`);
    return `volume ${declared.key}: the Compose file says ${wanted.join(', ')}, the live volume ${found.join(', ')}; the Compose file counts. Labels of a volume that exists cannot change: do not let Compose recreate it, that deletes its data`;
}
/** Anonymous volumes have 64 digits for a name. */
function shortName(name) {
    return isAnonymous(name) ? `${name.slice(0, 12)}…` : name;
}
function isAnonymous(name) {
    return /^[0-9a-f]{64}$/.test(name);
}
function oneLine(text) {
    return JSON.stringify(text ?? '').slice(1, -1);
}

;// CONCATENATED MODULE: ./lib/js/selection/candidates.js




const composeProject = 'com.docker.compose.project';
const composeVolume = 'com.docker.compose.volume';
const ownRun = 'org.volume-backup.run';
/** Real names come from the engine's labels, never from a guessed prefix. */
function findCandidates(request) {
    const { patterns, compose, project } = request;
    const live = strangers(request);
    const declared = (compose?.volumes ?? []).map((volume) => ({
        key: volume.key,
        declared: volume,
        live: liveOf(volume, project, live),
        inStack: true
    }));
    const undeclared = live
        .filter((one) => project !== undefined && one.labels[composeProject] === project)
        .filter((one) => !declared.some((candidate) => candidate.live === one))
        .map((one) => ({ ...candidateOf(one), inStack: true }));
    const stack = [...declared, ...undeclared];
    const wanted = patterns.filter((pattern) => !pattern.exclude && !stack.some((candidate) => fits(pattern, candidate)));
    const others = live
        .filter((one) => !stack.some((candidate) => candidate.live === one))
        .map(candidateOf)
        .filter((candidate) => wanted.some((pattern) => mayMean(pattern, candidate, project)));
    return [...stack, ...others];
}
/** Whether a pattern means a candidate. Globs stay within the project, if there is one. */
function mayMean(pattern, candidate, project) {
    return fits(pattern, candidate) && (candidate.inStack || project === undefined || !isGlob(pattern));
}
function isGlob({ pattern }) {
    return /[*?]/.test(pattern);
}
/** @throws BackupError `volume-unknown` that lists every pattern that means nothing, with the nearest names */
function requireKnown(request, candidates) {
    const { patterns, project } = request;
    const live = strangers(request);
    const unknown = patterns.filter((pattern) => !candidates.some((candidate) => mayMean(pattern, candidate, project)) &&
        // What is not of the stack is left out already.
        !(pattern.exclude &&
            (request.mayExcludeUnknown || live.some((one) => mayMean(pattern, candidateOf(one), project)))));
    if (unknown.length === 0)
        return;
    const names = [...new Set([...candidates.flatMap(namesOf), ...live.map(({ name }) => name)])].filter((name) => !isAnonymous(name));
    const told = unknown.map(({ pattern }) => {
        const near = (0,nearest/* nearestNames */.L)(pattern, names);
        return `${JSON.stringify(pattern)}${near.length === 0 ? '' : ` (did you mean ${near.join(' or ')}?)`}`;
    });
    throw new errors/* BackupError */.hj('volume-unknown', `there is no volume ${told.join(', ')}; nothing was created`, {
        hint: `volumes of this stack: ${candidates.map(({ key }) => shortName(key)).join(', ') || 'none'}; all of the engine: docker volume ls`
    });
}
/** A volume of the declared name that is not the one with the labels: perhaps the containers use that one. */
function rivalOf(candidate, request) {
    const name = candidate.declared?.name;
    if (candidate.live === undefined || name === candidate.live.name)
        return undefined;
    return strangers(request).find((one) => one.name === name);
}
/** All but what this program made itself. */
function strangers({ live }) {
    return live.filter(({ labels }) => labels[ownRun] === undefined);
}
/** The volume of the engine that a declared one means: its labels count before its name, unless it is external. */
function liveOf({ key, name, external }, project, live) {
    const named = live.find((one) => one.name === (name ?? (external ? key : undefined)));
    if (external)
        return named;
    const labelled = live.filter(({ labels }) => project !== undefined && labels[composeProject] === project && labels[composeVolume] === key);
    return labelled.find((one) => one === named) ?? labelled[0] ?? named;
}
function candidateOf(live) {
    return { key: live.labels[composeVolume] ?? live.name, declared: undefined, live, inStack: false };
}
function fits({ pattern }, candidate) {
    return namesOf(candidate).some((name) => matchesGlob(pattern, name));
}
function namesOf({ key, declared, live, inStack }) {
    return [
        ...(inStack ? [key] : []),
        ...(live ? [live.name] : []),
        ...(declared?.name === undefined ? [] : [declared.name])
    ];
}

;// CONCATENATED MODULE: ./lib/js/selection/select.js





/**
 * Chooses the volumes of a run and says of every other one why not. Real names come from the engine's labels, never from
 * a guessed prefix.
 *
 * @throws BackupError `bad-input` for unknown words (all at once), `volume-unknown` for names that fit nothing,
 * `nothing-selected`
 */
function selectVolumes(request) {
    const candidates = findCandidates(request);
    requireKnown(request, candidates);
    const judged = candidates.map((candidate) => judge(candidate, request));
    requireUnderstood(judged);
    const decided = judged.map((one) => ({ one, reason: reasonToLeaveOut(one, request) }));
    const chosen = inOrder(decided.flatMap(({ one, reason }) => reason === undefined && one.live ? [{ ...one, live: one.live }] : []));
    const doubles = chosen.filter((one, at) => chosen.findIndex(({ live }) => live === one.live) < at);
    const leftOut = [
        ...decided.flatMap(({ one, reason }) => (reason === undefined ? [] : [leaveOut(one, reason)])),
        ...doubles.map((one) => leaveOut(one, 'excluded'))
    ];
    if (chosen.length === 0)
        throw nothingChosen(request, leftOut, judged.length > 0 && judged.every(({ declared }) => declared?.external));
    const volumes = chosen.filter((one) => !doubles.includes(one)).map((one) => select_describe(one, request));
    return {
        volumes: inOrder(distinctKeys(volumes, candidates)),
        leftOut,
        warnings: [
            ...decided.flatMap(({ one, reason }) => select_warningsOf(one, reason, request)),
            ...doubles.map((one) => doubleWarning(one, chosen))
        ]
    };
}
function judge(candidate, { patterns, project }) {
    const meaning = patterns.filter((pattern) => mayMean(pattern, candidate, project));
    const naming = meaning.filter(({ exclude }) => !exclude);
    // An exact name says more than a glob, and a priority more than none.
    const inWeight = [...naming.filter((one) => !isGlob(one)), ...naming.filter(isGlob)];
    const named = inWeight.find(({ priority }) => priority !== undefined) ?? inWeight[0];
    const metadata = readMetadata(candidate.declared, candidate.live);
    return {
        ...candidate,
        metadata,
        named,
        excluded: meaning.some(({ exclude }) => exclude),
        priority: named?.priority ?? metadata.priority
    };
}
function requireUnderstood(judged) {
    const problems = judged
        .filter(({ excluded }) => !excluded)
        .flatMap(({ key, metadata, named }) => [...(named?.priority === undefined ? metadata.priorityProblems : []), ...metadata.problems].map((problem) => `- volume ${shortName(key)}: ${problem}`));
    if (problems.length === 0)
        return;
    throw new errors/* BackupError */.hj('bad-input', `what is said about volumes is not understood:\n${problems.join('\n')}`, { hint: 'see "Which volumes" in the README' });
}
function reasonToLeaveOut({ excluded, named, priority, live }, request) {
    if (excluded)
        return 'excluded';
    if (priority === 'none')
        return 'priority-none';
    if (!named) {
        if (priority === undefined)
            return 'no-priority';
        if (request.patterns.some(({ exclude }) => !exclude))
            return 'excluded';
        if (!request.priorities.includes(priority))
            return 'priority-not-chosen';
    }
    return live ? undefined : 'not-created';
}
function leaveOut(one, reason) {
    return { key: one.key, name: one.live?.name ?? one.declared?.name, priority: one.priority, reason };
}
function select_warningsOf(one, reason, request) {
    const { key, declared, live, metadata, named, priority, excluded, inStack } = one;
    if (excluded)
        return [];
    const rival = rivalOf(one, request);
    return [
        named?.priority === undefined ? synonymWarning(key, metadata) : undefined,
        declared && live ? driftWarning(declared, live) : undefined,
        live && rival ? rivalWarning(key, live, rival) : undefined,
        inStack && priority === undefined ? noPriorityWarning(key, named !== undefined) : undefined,
        reason === 'not-created' ? notCreatedWarning(key, declared?.external === true) : undefined
    ].filter((warning) => warning !== undefined);
}
function doubleWarning(one, chosen) {
    const first = chosen.find(({ live }) => live === one.live);
    return `volume ${one.key} is the same as ${first?.key}: both are ${shortName(one.live.name)}, taken once`;
}
function select_describe({ key, live, named, metadata, inStack }, request) {
    const given = named?.priority;
    return {
        key,
        name: live.name,
        project: live.labels[composeProject] ?? (inStack ? request.project : undefined),
        // Named by hand and labelled nowhere: whoever names it wants it kept.
        priority: given ?? metadata.priority ?? 'high',
        prioritySource: given === undefined ? (metadata.source ?? 'input') : 'input',
        description: metadata.description,
        restoreOrder: metadata.restoreOrder,
        retentionDays: metadata.retentionDays,
        quiesce: metadata.quiesce,
        exclude: metadata.exclude,
        live
    };
}
/** Keys name files: where two volumes have the same one, the engine's name stands for the one outside of the stack. */
function distinctKeys(volumes, candidates) {
    const place = ({ live }) => candidates.findIndex((one) => one.live === live);
    const used = new Set();
    return [...volumes]
        .sort((a, b) => place(a) - place(b))
        .map((volume) => {
        const choices = [volume.key, volume.name, `${volume.name}.${volume.key}`];
        const key = choices.find((one) => !used.has(one)) ?? volume.name;
        used.add(key);
        return { ...volume, key };
    });
}
function inOrder(volumes) {
    const rank = ({ priority }) => inputs_settings/* priorities */.vx.indexOf(priority ?? 'high');
    return [...volumes].sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
}

;// CONCATENATED MODULE: ./lib/js/stack.js


/** @throws BackupError `bad-input` when nothing says which stack, or what `selectVolumes` throws */
async function findStack(settings, ports, engine, chosen, mayExcludeUnknown = false) {
    const reading = await ports.readCompose(settings.stack);
    const project = reading?.model.project ?? settings.stack.projectName;
    if (project === undefined && settings.volumes.length === 0) {
        throw new errors/* BackupError */.hj('bad-input', `there is no Compose file in ${settings.stack.workingDirectory}, and neither a project nor volumes are named`, {
            hint: 'run in the folder of the Compose file, or use --compose-file, --project-name or --volumes (inputs of the same names)'
        });
    }
    const live = await engine.listVolumes();
    const selection = selectVolumes({
        patterns: settings.volumes,
        priorities: chosen,
        compose: reading?.model,
        project,
        live,
        mayExcludeUnknown
    });
    return { project, compose: reading?.model, live, selection, warnings: reading?.warnings ?? [] };
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./node_modules/zod/v4/classic/schemas.js + 17 modules
var schemas = __webpack_require__(38816);
// EXTERNAL MODULE: ./lib/js/backup-set/naming.js
var naming = __webpack_require__(26075);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./lib/js/abort.js
var abort = __webpack_require__(61565);
;// CONCATENATED MODULE: ./lib/js/quiesce/run.js



/**
 * Holds containers still. What is to be undone is noted before it is done, so that the post step finds it even after a
 * kill. If one cannot be held, those before it are let go and the error is thrown.
 */
async function holdContainers(engine, host, steps, signal) {
    const since = performance.now();
    /** What is to be undone: what somebody else holds still is not ours. */
    let noted = steps;
    host.remember('held', noted);
    let released;
    const release = () => {
        released ??= releaseContainers(engine, host, noted).then(() => host.remember('held', []));
        return released;
    };
    const stop = async (step) => {
        const others = noted;
        noted = noted.map((one) => (one.id === step.id ? { ...one, stopAskedAt: Date.now() } : one));
        host.remember('held', noted);
        const elapsedSeconds = await stopOne(engine, step);
        noted = others;
        host.remember('held', noted);
        await requireStopped(engine, host, step, elapsedSeconds);
    };
    try {
        // Pausing all at once gives the whole set one point in time; stopping keeps the order of dependence.
        const failures = new Map();
        await Promise.all(steps
            .filter(({ deed }) => deed === 'pause')
            .map((step) => engine.pauseContainer(step.id).catch((error) => failures.set(step, error))));
        // Only when none is on its way any more can those that came through be undone.
        noted = steps.filter((step) => !isInUse(failures.get(step)));
        if (noted.length < steps.length)
            host.remember('held', noted);
        for (const [step, error] of failures)
            throw cannotPause(step, error);
        for (const step of steps) {
            (0,abort/* checkAborted */.w)(signal);
            if (step.deed === 'stop')
                await stop(step);
        }
        (0,abort/* checkAborted */.w)(signal);
    }
    catch (error) {
        await release().catch((failure) => host.error((0,errors/* messageOf */.bD)(failure)));
        throw error;
    }
    return { since, release, disturbed: () => disturbed(engine, steps) };
}
function isInUse(error) {
    return error instanceof errors/* BackupError */.hj && error.code === 'in-use';
}
/** Says the name; the daemon says 64 digits. */
function cannotPause({ id, name }, error) {
    const { code, message, hint } = (0,errors/* toBackupError */.uy)(error);
    const advice = isInUse(error)
        ? 'it was paused or stopped by somebody else in the last moment, another run perhaps: try again when that has ended'
        : 'quiesce stop, or none, does without pausing';
    return new errors/* BackupError */.hj(code, `${name} cannot be held still: ${message.replaceAll(id, name)}`, {
        hint: hint ?? advice,
        cause: error
    });
}
/**
 * Undoes the steps from the end; idempotent, so that the post step can do it again. A daemon that is away (it restarts,
 * say) is waited for.
 * @throws BackupError `restart-failed`
 */
async function releaseContainers(engine, host, steps) {
    const failures = [];
    const deadline = performance.now() + daemonPatienceMs;
    for (const step of [...steps].reverse()) {
        const failure = await releaseOne(engine, host, step, deadline);
        if (failure !== undefined)
            failures.push(`${step.name} ${failure}`);
    }
    if (failures.length > 0) {
        const away = failures.some((failure) => failure.includes('the daemon went away'));
        const why = away ? `the daemon went away and was not back within ${daemonPatienceMs / 1000} s; ` : '';
        throw new errors/* BackupError */.hj('restart-failed', `${why}containers do not run again: ${failures.join('; ')}`, {
            hint: `start them by hand: docker unpause NAME, docker start NAME, or docker compose up -d (${steps.map(({ name }) => name).join(' ')})`
        });
    }
    if (steps.length > 0)
        host.info(`running again: ${steps.map(({ name }) => name).join(', ')}`);
}
const daemonPatienceMs = 30_000;
/** From the end of the time-out until the daemon has killed a container. */
const killPatienceMs = 10_000;
/** @returns why it does not run; `undefined` when it does */
async function releaseOne(engine, host, step, deadline) {
    const { id, deed } = step;
    for (;;) {
        try {
            await stopOver(engine, host, step);
            const status = await engine.containerState(id);
            if (!status)
                return 'is gone';
            if (status.state === 'paused')
                await engine.unpauseContainer(id);
            else if (status.state !== 'running' && status.state !== 'restarting') {
                // A paused container that now stands still was ended by somebody else, or by the end of the daemon.
                if (deed === 'pause')
                    return `is ${status.state}, it was paused by us and stopped by somebody else`;
                await engine.startContainer(id);
                const now = await engine.containerState(id);
                if (now?.state === 'exited' && now.exitCode !== 0)
                    return `ended at once with code ${now.exitCode}`;
            }
            return undefined;
        }
        catch (error) {
            const away = error instanceof errors/* BackupError */.hj && error.code === 'docker-unavailable';
            if (!away || performance.now() > deadline)
                return `(${(0,errors/* messageOf */.bD)(error)})`;
            await (0,external_node_timers_promises_.setTimeout)(500);
        }
    }
}
/**
 * The daemon goes on with a stop when the one who asked for it is gone, and kills in the end: what still runs meanwhile
 * must not be taken for let go.
 */
async function stopOver(engine, host, { id, name, stopAskedAt, timeoutSeconds }) {
    if (stopAskedAt === undefined)
        return;
    const end = stopAskedAt + timeoutSeconds * 1000 + killPatienceMs;
    for (let told = false; Date.now() < end; told = true) {
        if ((await engine.containerState(id))?.state !== 'running')
            return;
        if (!told)
            host.info(`${name} is still being stopped; it is started again when it has ended`);
        await (0,external_node_timers_promises_.setTimeout)(200);
    }
}
/** @returns how long it took */
async function stopOne(engine, { id, timeoutSeconds }) {
    // Stopping a paused container would kill it: it cannot handle the signal.
    if ((await engine.containerState(id))?.state === 'paused')
        await engine.unpauseContainer(id);
    const started = performance.now();
    await engine.stopContainer(id, timeoutSeconds);
    return (performance.now() - started) / 1000;
}
async function requireStopped(engine, host, { id, name, timeoutSeconds }, elapsedSeconds) {
    const status = await engine.containerState(id);
    if (status?.state === 'running' || status?.state === 'restarting') {
        throw new errors/* BackupError */.hj('docker-failed', `container ${name} was stopped but runs again`, {
            hint: 'something restarts it; stop that first'
        });
    }
    // A service that is ended by SIGKILL on its own wish has the same exit code, at once.
    if (status?.exitCode === 137 && elapsedSeconds >= timeoutSeconds)
        host.warn(`${name} did not stop within ${timeoutSeconds} s and was killed: its files may look as after a power cut`);
}
async function disturbed(engine, steps) {
    const names = [];
    for (const { id, name, deed } of steps) {
        const state = (await engine.containerState(id))?.state;
        if (deed === 'pause' ? state !== 'paused' : state === 'running' || state === 'restarting')
            names.push(name);
    }
    return names;
}

;// CONCATENATED MODULE: ./lib/js/backup/dead-runs.js






/** In the draft's folder: who makes it, and whom it holds still meanwhile. */
const fileName = 'run.json';
const noteSchema = schemas/* object */.Ikc({
    runId: schemas/* string */.YjP(),
    host: schemas/* string */.YjP(),
    /** Runs of another daemon cannot be seen from here. */
    engine: schemas/* string */.YjP(),
    held: schemas/* array */.YOg(schemas/* object */.Ikc({
        id: schemas/* string */.YjP(),
        name: schemas/* string */.YjP(),
        deed: schemas/* enum */.k5n(['pause', 'stop']),
        timeoutSeconds: schemas/* number */.aig()
    }))
});
/** Notes before the deed what the next backup has to undo, should this run be killed. */
async function noteRun(folder, engine, { runId, hostName }, held) {
    const text = JSON.stringify({ runId, host: hostName, engine: engine.info.address, held });
    await (0,promises_.writeFile)((0,external_node_path_.join)(folder, `${fileName}.new`), text, { mode: 0o600 });
    await (0,promises_.rename)((0,external_node_path_.join)(folder, `${fileName}.new`), (0,external_node_path_.join)(folder, fileName));
}
/**
 * Lets the containers run that killed backups have left standing still, and removes what they have left in the store.
 * @returns warnings about what may be of a run that nobody here can see
 */
async function finishDeadRuns(engine, ports) {
    const { host, hostName, store, now } = ports;
    const old = await store.unfinished(now());
    const all = await store.unfinished(endOfTime);
    // In this order: whoever has a folder is seen at work.
    const active = await engine.activeRuns();
    const warnings = [];
    for (const path of all) {
        const note = await readNote(path);
        const seen = note?.host === hostName && note.engine === engine.info.address;
        if (!note || !seen) {
            if (old.includes(path))
                warnings.push(`${path} is left of a backup that was killed; remove it: rm -r ${path}`);
            continue;
        }
        // Before a backup holds anybody it may have no helper yet.
        const dead = !active.has(note.runId) && (note.held.length > 0 || old.includes(path));
        if (!dead)
            continue;
        host.info(`${path} is left of a backup that was killed: undoing what it has left`);
        await releaseContainers(engine, host, note.held).catch((error) => {
            warnings.push(`a killed backup had held them: ${(0,errors/* messageOf */.bD)(error)}`);
        });
        // Killed while it published, it has moved files to their place; without a manifest they are no backup.
        const names = await (0,promises_.readdir)((0,external_node_path_.dirname)(path));
        for (const name of (0,naming/* unpublished */.OW)(names, (0,external_node_path_.basename)(path)))
            await (0,promises_.rm)((0,external_node_path_.join)((0,external_node_path_.dirname)(path), name), { force: true });
        await (0,promises_.rm)(path, { recursive: true, force: true });
        host.info(`removed ${path}`);
    }
    return warnings;
}
/** The latest that a date can be: whatever there is is older. */
const endOfTime = new Date(8.64e15);
/** What a folder says of the run that made it; `undefined` when that is nothing. */
async function readNote(folder) {
    const path = (0,external_node_path_.join)(folder, fileName);
    if (!(await (0,promises_.stat)(path).catch(() => undefined))?.isFile())
        return undefined;
    try {
        return noteSchema.parse(JSON.parse(await (0,promises_.readFile)(path, 'utf8')));
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./lib/js/backup/judge.js

/**
 * What the copy does not hold, as warnings; under `strict` an error.
 * @throws BackupError `source-changed`, `not-captured`
 */
function judgeLosses(settings, volumes, warnings) {
    const changed = volumes.filter(({ changedWhileRead }) => changedWhileRead.length > 0);
    const lost = volumes.filter(({ notCaptured }) => notCaptured.length > 0);
    for (const { key, changedWhileRead } of changed) {
        warnings.push(`${key}: changed while read: ${changedWhileRead.slice(0, 5).join(', ')}${changedWhileRead.length > 5 ? ` and ${changedWhileRead.length - 5} more` : ''}`);
    }
    for (const { key, notCaptured } of lost) {
        warnings.push(`${key}: not captured: ${notCaptured
            .slice(0, 5)
            .map(({ path, reason }) => `${path} (${reason})`)
            .join(', ')}${notCaptured.length > 5 ? ` and ${notCaptured.length - 5} more` : ''}`);
    }
    for (const { key, consistency } of volumes)
        if (consistency === 'live')
            warnings.push(`${key}: copied while services could write to it`);
    for (const { key, warnings: said } of volumes)
        warnings.push(...said.map((line) => `${key}: ${line}`));
    if (!settings.strict)
        return;
    if (changed.length > 0)
        throw new errors/* BackupError */.hj('source-changed', `files changed while they were read (strict): ${changed.map(({ key }) => key).join(', ')}`, { hint: 'use quiesce pause or stop' });
    if (lost.length > 0) {
        throw new errors/* BackupError */.hj('not-captured', `not everything can be captured (strict): ${lost.map(({ key, notCaptured }) => `${key} (${notCaptured.length})`).join(', ')}`, {
            hint: 'sockets hold no data; exclude them in x-backup, or do not set strict'
        });
    }
    if (volumes.some(({ consistency }) => consistency === 'live') && settings.quiesce !== 'none') {
        throw new errors/* BackupError */.hj('source-changed', 'services ran during the copy (strict)', {
            hint: 'find out who starts them, then try again'
        });
    }
}

;// CONCATENATED MODULE: ./lib/js/backup/plan.js


/** @throws BackupError `volume-missing` under `strict`, `not-supported` for a volume whose content vanishes with its last user */
function planBackup(settings, selection, users) {
    const missing = selection.leftOut.filter(({ reason }) => reason === 'not-created').map(({ key }) => key);
    if (settings.strict && missing.length > 0) {
        throw new errors/* BackupError */.hj('volume-missing', `declared but not created: ${missing.join(', ')}`, {
            hint: 'start the stack once, leave the volume out with !name, or do not set strict'
        });
    }
    const inMemory = selection.volumes.filter(({ live }) => live.options.type === 'tmpfs').map(({ key }) => key);
    if (inMemory.length > 0) {
        throw new errors/* BackupError */.hj('not-supported', `volumes in memory (tmpfs) cannot be backed up: ${inMemory.join(', ')}`, {
            hint: 'their content is gone when the last container stops; label them backup=none'
        });
    }
    const modes = new Map(selection.volumes.map(({ name, quiesce }) => [name, quiesce ?? settings.quiesce]));
    const hold = planHold(modes, users, settings.stopTimeoutSeconds);
    return { hold, missing, warnings: [...selection.warnings, ...hold.warnings] };
}
/**
 * Whether what was read can be what the user wants to keep.
 * @throws BackupError `volume-empty`, `volume-shrunk` naming every such volume
 */
function judgeSizes(settings, volumes, last) {
    const empty = volumes.filter(({ priority, entries }) => (priority === 'critical' || priority === 'high') && entries <= 1);
    if (empty.length > 0 && !settings.allowEmpty) {
        throw new errors/* BackupError */.hj('volume-empty', `volumes of priority critical or high are empty: ${empty.map(({ key }) => key).join(', ')}`, {
            hint: 'is this the right volume, did the service ever write to it? if it may be empty, set allow-empty'
        });
    }
    const shrunk = volumes.flatMap((volume) => {
        const before = last.get(volume.name);
        const lost = before
            ? Math.max(lostPercent(before.entries, volume.entries), lostPercent(before.contentBytes, volume.contentBytes))
            : 0;
        return before && settings.shrinkAlarmPercent < 100 && lost > settings.shrinkAlarmPercent
            ? [
                `${volume.key} lost ${Math.floor(lost)} % since ${before.backupId} (${before.entries} entries, ${before.contentBytes} bytes; now ${volume.entries}, ${volume.contentBytes})`
            ]
            : [];
    });
    if (shrunk.length > 0) {
        throw new errors/* BackupError */.hj('volume-shrunk', `less than the last backup holds: ${shrunk.join('; ')}`, {
            hint: 'if that is right, raise shrink-alarm (100 switches it off); the older backups are untouched'
        });
    }
}
function lostPercent(before, now) {
    return before === 0 ? 0 : ((before - now) / before) * 100;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:stream/promises"
var external_node_stream_promises_ = __webpack_require__(46466);
;// CONCATENATED MODULE: ./lib/js/archive/header.js

const blockSize = 512;
function refuse(why) {
    throw new errors/* BackupError */.hj('archive-refused', `the archive is refused: ${why}`, {
        hint: 'use another backup; nothing was extracted from this one into a volume of yours'
    });
}
/** @throws BackupError `archive-refused` when the checksum, the magic or a number is wrong. */
function parseHeader(block) {
    if (checksumOf(block) !== octal(block, 148, 8, 'checksum'))
        refuse('a header has a wrong checksum');
    const magic = block.toString('latin1', 257, 265);
    const gnu = magic === 'ustar  \0';
    if (!gnu && magic !== 'ustar\x0000')
        refuse('a header is not of the POSIX or GNU tar format');
    const flag = block[156];
    const prefix = gnu ? nothing : header_text(block, 345, 155);
    const name = header_text(block, 0, 100);
    return {
        name: prefix.length === 0 ? name : Buffer.concat([prefix, slash, name]),
        mode: octal(block, 100, 8, 'mode') & 0o7777,
        uid: number(block, 108, 8, 'uid'),
        gid: number(block, 116, 8, 'gid'),
        size: number(block, 124, 12, 'size'),
        mtime: number(block, 136, 12, 'mtime', true),
        typeflag: flag === 0 || flag === undefined ? '0' : String.fromCharCode(flag),
        linkname: header_text(block, 157, 100),
        device: [number(block, 329, 8, 'device major'), number(block, 337, 8, 'device minor')],
        gnu
    };
}
function isZeroBlock(block) {
    return block.equals(zeroBlock);
}
const zeroBlock = Buffer.alloc(blockSize);
const slash = Buffer.from('/');
const nothing = Buffer.alloc(0);
const checksumField = 8 * 0x20;
function checksumOf(block) {
    let sum = checksumField;
    for (let i = 0; i < 148; i++)
        sum += block[i] ?? 0;
    for (let i = 156; i < blockSize; i++)
        sum += block[i] ?? 0;
    return sum;
}
function header_text(block, start, length) {
    if (block[start] === 0)
        return nothing;
    const end = block.indexOf(0, start);
    return Buffer.from(block.subarray(start, end === -1 || end > start + length ? start + length : end));
}
/** Blanks, digits, then blanks or NULs to the end of the field. Byte by byte: text for each number is slow. */
function octal(block, start, length, what) {
    const end = start + length;
    let at = start;
    let value = 0;
    while (at < end && block[at] === 0x20)
        at++;
    for (; at < end && isOctalDigit(block[at]); at++)
        value = value * 8 + (block[at] ?? 0) - 0x30;
    for (; at < end; at++)
        if (block[at] !== 0x20 && block[at] !== 0)
            refuse(`a header has a malformed number (${what})`);
    return value;
}
function isOctalDigit(byte = 0) {
    return byte >= 0x30 && byte <= 0x37;
}
function number(block, start, length, what, mayBeNegative = false) {
    const first = block[start] ?? 0;
    if ((first & 0x80) === 0)
        return octal(block, start, length, what);
    let value = BigInt(first & 0x40 ? first | ~0xff : first & 0x7f);
    for (let i = 1; i < length; i++)
        value = (value << 8n) | BigInt(block[start + i] ?? 0);
    if (value < 0n && !mayBeNegative)
        refuse(`a header has a negative number (${what})`);
    const result = Number(value);
    if (!Number.isSafeInteger(result))
        refuse(`a header has an absurd number (${what})`);
    return result;
}

;// CONCATENATED MODULE: ./lib/js/archive/sparse.js


/** Up to this many bytes of holes a sparse file has an ordinary sha256 over its whole content. */
const maxHashedHoles = 256 * 1024 * 1024;
const zeros = Buffer.alloc(1024 * 1024);
const compareUnit = 4096;
/**
 * Reads the data of one sparse member (GNU format 1.0: a decimal map, padded to a block, then the extents) and digests
 * the file's content. The digest does not depend on where the holes lie, only on the content, so that a file system
 * that places them differently still compares equal: with few holes it is the plain sha256; with many, the sha256 over
 * (offset, bytes) of each 4 KiB block that is not all zero.
 *
 * Largest buffer: the map, at most 16 MiB (refused above), and one block.
 */
class SparseContent {
    #realSize;
    #storedSize;
    #hash = (0,external_node_crypto_.createHash)('sha256');
    #mapText = Buffer.alloc(0);
    #map;
    #plain = true;
    #extent = 0;
    #extentAt = 0;
    #hashedTo = 0;
    #pending = Buffer.alloc(0);
    #pendingOffset = 0;
    constructor(realSize, storedSize) {
        this.#realSize = realSize;
        this.#storedSize = storedSize;
    }
    push(chunk) {
        let data = chunk;
        if (this.#map === undefined) {
            this.#mapText = Buffer.concat([this.#mapText, chunk]);
            if (this.#mapText.length > 16 * 1024 * 1024)
                refuse('a sparse file has an absurd map');
            const parsed = parseMap(this.#mapText);
            if (parsed === undefined)
                return;
            this.#check(parsed.map, parsed.bytes);
            this.#map = parsed.map;
            this.#plain = this.#realSize - parsed.map.reduce((sum, [, length]) => sum + length, 0) <= maxHashedHoles;
            data = this.#mapText.subarray(parsed.bytes);
            this.#mapText = Buffer.alloc(0);
        }
        this.#content(data);
    }
    finish() {
        if (this.#map === undefined)
            refuse('a sparse file has no complete map');
        if (this.#plain) {
            this.#zeros(this.#realSize - this.#hashedTo);
            return { kind: 'sha256', hex: this.#hash.digest('hex') };
        }
        this.#flushBlock();
        return { kind: 'sparseSha256', hex: this.#hash.digest('hex') };
    }
    /** Only maps that every reader takes alike: in order, whole blocks but for the file's end, ending where the file ends. */
    #check(map, mapBytes) {
        let end = 0;
        let stored = mapBytes;
        for (const [offset, length] of map) {
            if (offset < end || offset + length > this.#realSize)
                refuse('a sparse file has a map that overlaps or leaves the file');
            if (length % blockSize !== 0 && offset + length !== this.#realSize)
                refuse('a sparse file has a map with a part of a block');
            end = offset + length;
            stored += length;
        }
        if (end !== this.#realSize)
            refuse('a sparse file has a map that does not end where the file ends');
        if (stored !== this.#storedSize)
            refuse('a sparse file has a map that does not match its data');
    }
    #content(chunk) {
        let data = chunk;
        while (data.length > 0) {
            while (this.#map?.[this.#extent]?.[1] === 0)
                this.#extent++;
            const [offset, length] = this.#map?.[this.#extent] ?? refuse('a sparse file has more data than its map says');
            const part = data.subarray(0, length - this.#extentAt);
            this.#at(offset + this.#extentAt, part);
            this.#extentAt += part.length;
            data = data.subarray(part.length);
            if (this.#extentAt === length) {
                this.#extent++;
                this.#extentAt = 0;
            }
        }
    }
    #at(offset, part) {
        if (this.#plain) {
            this.#zeros(offset - this.#hashedTo);
            this.#hash.update(part);
            this.#hashedTo = offset + part.length;
            return;
        }
        let rest = part;
        let position = offset;
        while (rest.length > 0) {
            const block = position - (position % compareUnit);
            if (block !== this.#pendingOffset) {
                this.#flushBlock();
                this.#pendingOffset = block;
            }
            const inBlock = position - block;
            const piece = rest.subarray(0, compareUnit - inBlock);
            this.#pending = Buffer.concat([this.#pending, zeros.subarray(0, inBlock - this.#pending.length), piece]);
            position += piece.length;
            rest = rest.subarray(piece.length);
        }
    }
    #flushBlock() {
        const length = this.#pending.length;
        if (length > 0 && !this.#pending.equals(zeros.subarray(0, length))) {
            const offset = Buffer.alloc(8);
            offset.writeBigUInt64LE(BigInt(this.#pendingOffset));
            this.#hash
                .update(offset)
                .update(this.#pending)
                .update(zeros.subarray(0, compareUnit - length));
        }
        this.#pending = Buffer.alloc(0);
    }
    #zeros(count) {
        for (let left = count; left > 0; left -= zeros.length)
            this.#hash.update(zeros.subarray(0, Math.min(left, zeros.length)));
        this.#hashedTo += Math.max(count, 0);
    }
}
/** `undefined` while the map is not yet complete. */
function parseMap(bytes) {
    let at = 0;
    const next = () => {
        const end = bytes.indexOf(0x0a, at);
        if (end === -1) {
            if (bytes.length - at > 20)
                refuse('a sparse file has a malformed map');
            return undefined;
        }
        const digits = bytes.toString('latin1', at, end);
        const value = /^[0-9]{1,16}$/.test(digits) ? Number(digits) : Number.NaN;
        if (!Number.isSafeInteger(value))
            refuse('a sparse file has a malformed map');
        at = end + 1;
        return value;
    };
    const count = next();
    if (count === undefined)
        return undefined;
    if (count > 1_000_000)
        refuse('a sparse file has an absurd map');
    const map = [];
    for (let i = 0; i < count; i++) {
        const offset = next();
        const length = next();
        if (offset === undefined || length === undefined)
            return undefined;
        map.push([offset, length]);
    }
    const padded = Math.ceil(at / blockSize) * blockSize;
    return bytes.length < padded ? undefined : { map, bytes: padded };
}

;// CONCATENATED MODULE: ./lib/js/archive/members.js


class Collected {
    #pieces = [];
    #done;
    constructor(done) {
        this.#done = done;
    }
    push(piece) {
        this.#pieces.push(Buffer.from(piece));
    }
    finish() {
        this.#done(Buffer.concat(this.#pieces));
    }
}
class PlainEntry {
    #entry;
    constructor(entry) {
        this.#entry = entry;
    }
    push() { }
    finish() {
        return this.#entry;
    }
}
class DenseFile {
    #entry;
    #size;
    #hash;
    #hex;
    constructor(entry, size) {
        this.#entry = entry;
        this.#size = size;
    }
    push(piece) {
        if (piece.length === this.#size) {
            this.#hex = (0,external_node_crypto_.hash)('sha256', piece);
            return;
        }
        this.#hash ??= (0,external_node_crypto_.createHash)('sha256');
        this.#hash.update(piece);
    }
    finish() {
        const hex = this.#hex ?? this.#hash?.digest('hex') ?? emptySha256;
        return { ...this.#entry, size: this.#size, digest: { kind: 'sha256', hex } };
    }
}
const emptySha256 = (0,external_node_crypto_.hash)('sha256', '');
class SparseFile {
    #entry;
    #realSize;
    #content;
    constructor(entry, realSize, stored) {
        this.#entry = entry;
        this.#realSize = realSize;
        this.#content = new SparseContent(realSize, stored);
    }
    push(piece) {
        this.#content.push(piece);
    }
    finish() {
        return { ...this.#entry, size: this.#realSize, digest: this.#content.finish() };
    }
}

;// CONCATENATED MODULE: ./lib/js/archive/paths.js

const rootPath = Buffer.from('.');
/**
 * Archives of our own are in tar's `--sort=name` order: each directory before what is in it, names in byte order. That
 * order proves in constant memory that no member comes twice and that each lies in a directory that came before it.
 */
function ownRules() {
    let previous;
    const openDirectories = [];
    const files = new PathSet();
    return {
        allowsGnuNames: false,
        layout: () => 'volume',
        acceptRaw(name) {
            if (!name.toString('latin1').startsWith('volume'))
                refuse(`a header has a name outside the volume (${shown(name)})`);
        },
        accept(name, type) {
            const path = belowTop(name, 'volume', type);
            if (previous === undefined && (!path.equals(rootPath) || type !== 'directory'))
                refuse('it does not begin with the root of a volume');
            if (previous !== undefined && comparePaths(previous, path) >= 0)
                refuse(`a member comes twice or out of order (${shown(path)})`);
            previous = path;
            if (!path.equals(rootPath)) {
                const parent = parentOf(path);
                while (openDirectories.length > 0 && !openDirectories.at(-1)?.equals(parent))
                    openDirectories.pop();
                if (openDirectories.length === 0)
                    refuse(`a member lies below something that is not a directory (${shown(path)})`);
            }
            if (type === 'directory')
                openDirectories.push(path);
            else if (type !== 'hardlink')
                files.add(path);
            return path;
        },
        acceptTarget(linkname, path) {
            const target = belowTop(linkname, 'volume', 'hardlink');
            if (!files.has(target))
                refuse(`a hard link names no earlier member (${shown(path)})`);
            return target;
        }
    };
}
/** Other tars have no order to rely on: every member is remembered, about 150 bytes each. */
function foreignRules() {
    const seen = new Map();
    let layout;
    return {
        allowsGnuNames: true,
        layout: () => layout ?? 'volume',
        acceptRaw: () => undefined,
        accept(name, type) {
            layout ??= /^volume(\/|$)/.test(name.toString('latin1')) ? 'volume' : 'dot';
            const path = belowTop(name, layout, type);
            if (seen.size === 0 && (!path.equals(rootPath) || type !== 'directory'))
                refuse('it does not begin with the root of a volume');
            const text = path.toString('latin1');
            if (seen.has(text))
                refuse(`a member comes twice (${shown(path)})`);
            if (!path.equals(rootPath) && seen.get(parentOf(path).toString('latin1')) !== 'directory') {
                refuse(`a member lies below something that is not a directory (${shown(path)})`);
            }
            seen.set(text, type);
            return path;
        },
        acceptTarget(linkname, path) {
            const target = belowTop(linkname, layout ?? 'volume', 'hardlink');
            const found = seen.get(target.toString('latin1'));
            if (found === undefined || found === 'directory' || target.equals(path))
                refuse(`a hard link names no earlier member (${shown(path)})`);
            return target;
        }
    };
}
/** Byte order in which a directory comes before all that is in it: `/` counts as lower than any other byte. */
function comparePaths(a, b) {
    if (a.equals(rootPath) || b.equals(rootPath))
        return Number(b.equals(rootPath)) - Number(a.equals(rootPath));
    const length = Math.min(a.length, b.length);
    for (let i = 0; i < length; i++) {
        const x = a[i] ?? 0;
        const y = b[i] ?? 0;
        if (x !== y)
            return (x === 0x2f ? 0 : x) - (y === 0x2f ? 0 : y);
    }
    return a.length - b.length;
}
/**
 * Which paths came, as 53-bit hashes: 16 to 32 bytes each, so that millions of files fit. A false "yes" is as good as
 * impossible by accident; by intent it gives a link that the tar which extracts cannot make.
 */
class PathSet {
    #slots = new Float64Array(1024);
    #count = 0;
    add(path) {
        if (this.#count * 2 > this.#slots.length)
            this.#grow();
        this.#count += this.#insert(hashOf(path));
    }
    has(path) {
        const hash = hashOf(path);
        return this.#slots[this.#find(hash)] === hash;
    }
    #insert(hash) {
        const at = this.#find(hash);
        if (this.#slots[at] === hash)
            return 0;
        this.#slots[at] = hash;
        return 1;
    }
    #find(hash) {
        let at = hash % this.#slots.length;
        while (this.#slots[at] !== 0 && this.#slots[at] !== hash)
            at = (at + 1) % this.#slots.length;
        return at;
    }
    #grow() {
        const old = this.#slots;
        this.#slots = new Float64Array(old.length * 2);
        for (const hash of old)
            if (hash !== 0)
                this.#insert(hash);
    }
}
/** FNV-1a twice with different starts, 53 bits of the two; never 0. */
function hashOf(path) {
    let low = 0x811c9dc5;
    let high = 0x01000193;
    for (const byte of path) {
        low = Math.imul(low ^ byte, 0x01000193);
        high = Math.imul(high ^ byte, 0x85ebca6b);
    }
    return (high >>> 11) * 2 ** 32 + (low >>> 0) || 1;
}
function belowTop(name, layout, type) {
    if (name.includes(0))
        refuse('a name has a NUL byte');
    let end = name.length;
    if (end > 1 && name[end - 1] === 0x2f) {
        if (type !== 'directory')
            refuse(`a name that is no directory ends with a slash (${shown(name)})`);
        end--;
    }
    const top = layout === 'volume' ? 'volume' : '.';
    const text = name.toString('latin1', 0, end);
    if (text === top)
        return rootPath;
    if (!text.startsWith(`${top}/`))
        refuse(`a name lies outside the volume (${shown(name)})`);
    const relative = text.slice(top.length + 1);
    if (relative.length > 4096)
        refuse('a path is longer than 4096 bytes');
    for (const component of relative.split('/')) {
        if (component === '' || component === '.' || component === '..')
            refuse(`a name is not in its plain form (${shown(name)})`);
        if (component.length > 255)
            refuse('a name has a component longer than 255 bytes');
    }
    return Buffer.from(relative, 'latin1');
}
function parentOf(path) {
    const cut = path.lastIndexOf(0x2f);
    return cut === -1 ? rootPath : path.subarray(0, cut);
}
/** A foreign name for a message: printable ASCII only, and short. */
function shown(name) {
    const text = name
        .toString('latin1')
        .replace(/[^\x21-\x7e]/g, (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`);
    return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

;// CONCATENATED MODULE: ./lib/js/archive/pax.js

/** A larger extended header is refused: 64 KiB an xattr is the kernel's limit, a path has 4 KiB. */
const maxPaxBytes = 1024 * 1024;
/** @throws BackupError `archive-refused` for malformed, doubled or unknown records: whoever reads on would be guessing. */
function parsePax(body) {
    const raw = new Map();
    for (let at = 0; at < body.length;) {
        const space = body.indexOf(0x20, at);
        const digits = space === -1 ? '' : body.toString('latin1', at, space);
        const length = /^[1-9][0-9]{0,6}$/.test(digits) ? Number(digits) : 0;
        const end = at + length;
        if (length === 0 || end > body.length || body[end - 1] !== 0x0a)
            refuse('an extended header has a malformed record');
        const equals = body.indexOf(0x3d, space);
        if (equals === -1 || equals >= end)
            refuse('an extended header has a record without a key');
        // latin1 keeps the bytes of a key that is not UTF-8; an attribute's name may be any bytes.
        const key = body.toString('latin1', space + 1, equals);
        if (raw.has(key))
            refuse(`an extended header names ${JSON.stringify(key)} twice`);
        raw.set(key, body.subarray(equals + 1, end - 1));
        at = end;
    }
    return interpret(raw);
}
const ignoredKeys = new Set([
    'uname',
    'gname',
    'atime',
    'ctime',
    'comment',
    'SCHILY.acl.access',
    'SCHILY.acl.default'
]);
const xattrPrefix = 'SCHILY.xattr.';
function interpret(raw) {
    const xattrs = new Map();
    for (const [key, value] of raw) {
        if (key.startsWith(xattrPrefix)) {
            const name = decodeXattrName(key.slice(xattrPrefix.length));
            if (name === '' || name.includes('\0') || xattrs.has(name))
                refuse('an extended attribute has an impossible name');
            xattrs.set(name, Buffer.from(value));
        }
        else if (!ignoredKeys.has(key) && !(key in readers))
            refuse(`an extended header has the unknown key ${JSON.stringify(key)}`);
    }
    return {
        ...readOne(raw, 'path', 'path', readers.path),
        ...readOne(raw, 'linkpath', 'linkpath', readers.linkpath),
        ...readOne(raw, 'size', 'size', readers.size),
        ...readOne(raw, 'uid', 'uid', readers.uid),
        ...readOne(raw, 'gid', 'gid', readers.gid),
        ...readOne(raw, 'mtime', 'mtimeNs', readers.mtime),
        ...readSparse(raw),
        xattrs
    };
}
const readers = {
    path: pathOf,
    linkpath: pathOf,
    size: integerOf,
    uid: integerOf,
    gid: integerOf,
    mtime: nanosecondsOf,
    'GNU.sparse.major': integerOf,
    'GNU.sparse.minor': integerOf,
    'GNU.sparse.name': pathOf,
    'GNU.sparse.realsize': integerOf
};
function readOne(raw, key, name, read) {
    const value = raw.get(key);
    return value === undefined ? {} : { [name]: read(value, key) };
}
function readSparse(raw) {
    const major = raw.get('GNU.sparse.major');
    const minor = raw.get('GNU.sparse.minor');
    const name = raw.get('GNU.sparse.name');
    const realSize = raw.get('GNU.sparse.realsize');
    if (!major && !minor && !name && !realSize)
        return {};
    if (major?.toString() !== '1' || minor?.toString() !== '0' || !name || !realSize) {
        refuse('a sparse file is not stored in format 1.0');
    }
    return { sparse: { name: pathOf(name), realSize: integerOf(realSize, 'GNU.sparse.realsize') } };
}
function pathOf(value) {
    if (value.length === 0 || value.includes(0))
        refuse('an extended header has an empty path or one with a NUL byte');
    return Buffer.from(value);
}
function integerOf(value, key) {
    const digits = value.toString('latin1');
    const result = /^(?:0|[1-9][0-9]{0,15})$/.test(digits) ? Number(digits) : Number.NaN;
    if (!Number.isSafeInteger(result))
        refuse(`an extended header has a malformed number (${key})`);
    return result;
}
/** Decimal seconds with up to nine decimals, as GNU tar writes them, to whole nanoseconds. */
function nanosecondsOf(value) {
    const match = /^(-?)([0-9]{1,18})(?:\.([0-9]{1,9}))?$/.exec(value.toString('latin1'));
    if (!match)
        refuse('an extended header has a malformed time');
    const [, sign = '', seconds = '', fraction = ''] = match;
    return nanoseconds(sign + seconds, fraction);
}
function nanoseconds(seconds, fraction = '') {
    const joined = seconds + fraction.padEnd(9, '0');
    return seconds.startsWith('-') || seconds.startsWith('0') ? BigInt(joined).toString() : joined;
}
/** GNU tar escapes `=` and `%` in attribute names (tar 1.28 and later). */
function decodeXattrName(name) {
    return name.replace(/%3D/g, '=').replace(/%25/g, '%');
}

;// CONCATENATED MODULE: ./lib/js/archive/entries.js




/**
 * A push parser that reads a whole tar, digests every file and refuses what must not be extracted: whatever a second
 * parser (the tar that extracts) could read differently. After `finish` the archive is known to be complete.
 *
 * Largest buffer: one extended header (1 MiB) or one sparse map (16 MiB); chunks of any size are welcome.
 */
class TarReader {
    #onEntry;
    #rules;
    #digested;
    #state = 'header';
    #block = Buffer.alloc(0);
    #left = 0;
    #padding = 0;
    #pax;
    #gnuName;
    #gnuLink;
    #sink;
    #entries = 0;
    #bytes = 0;
    /** @param content whether files are digested; without, the structure alone is read, at a fraction of the cost */
    constructor(dialect, onEntry, content = 'digested') {
        this.#onEntry = onEntry;
        this.#digested = content === 'digested';
        this.#rules = dialect === 'own' ? ownRules() : foreignRules();
    }
    /** Entries read so far, the root included. */
    get entries() {
        return this.#entries;
    }
    /** Bytes of tar read so far. */
    get bytes() {
        return this.#bytes;
    }
    /** How names are written: under `volume/`, or relative to `.`; known after the first entry. */
    get layout() {
        return this.#rules.layout();
    }
    push(chunk) {
        this.#bytes += chunk.length;
        let at = 0;
        while (at < chunk.length) {
            if (this.#state === 'body') {
                at = this.#body(chunk, at);
                continue;
            }
            const wanted = blockSize - this.#block.length;
            const piece = chunk.subarray(at, at + wanted);
            at += piece.length;
            const block = this.#block.length === 0 ? piece : Buffer.concat([this.#block, piece]);
            if (block.length < blockSize) {
                this.#block = Buffer.from(block);
                return;
            }
            this.#block = Buffer.alloc(0);
            this.#header(block);
        }
    }
    /** @throws BackupError `archive-refused` unless the end-of-archive mark was read and at least the root entry with it. */
    finish() {
        if (this.#state !== 'end' || this.#block.length > 0)
            refuse('it is cut short (no end-of-archive mark)');
        if (this.#entries === 0)
            refuse('it holds no entry, not even the root of a volume');
    }
    #header(block) {
        const zero = isZeroBlock(block);
        if (this.#state === 'end') {
            if (!zero)
                refuse('there is data behind its end');
            return;
        }
        if (this.#state === 'zero') {
            if (!zero)
                refuse('it goes on after a single zero block');
            this.#state = 'end';
            return;
        }
        if (zero) {
            if (this.#pax || this.#gnuName || this.#gnuLink)
                refuse('an extended header has no entry');
            this.#state = 'zero';
            return;
        }
        this.#open(parseHeader(block));
        this.#padding = (blockSize - (this.#left % blockSize)) % blockSize;
        this.#state = 'body';
        if (this.#left === 0)
            this.#close();
    }
    #open(header) {
        if (header.typeflag === 'x')
            this.#openPax(header);
        else if (header.typeflag === 'L' || header.typeflag === 'K')
            this.#openGnuName(header);
        else
            this.#openEntry(header);
    }
    #openEntry(header) {
        const entry = this.#describe(header);
        const stored = this.#storedSize(header);
        if (entry.type !== 'file' && stored !== 0)
            refuse(`an entry of type ${entry.type} has data`);
        const sparse = this.#pax?.sparse;
        this.#pax = undefined;
        this.#gnuName = undefined;
        this.#gnuLink = undefined;
        this.#left = stored;
        this.#sink =
            entry.type !== 'file'
                ? new PlainEntry(entry)
                : sparse
                    ? new SparseFile(entry, sparse.realSize, stored)
                    : this.#digested
                        ? new DenseFile(entry, stored)
                        : new PlainEntry({ ...entry, size: stored });
    }
    /** Readers differ on which of two sizes counts: one may only stand where the other cannot. */
    #storedSize(header) {
        const size = this.#pax?.size;
        if (size === undefined)
            return header.size;
        if (size <= maxHeaderSize || (header.size !== 0 && header.size !== size))
            refuse('an entry has two sizes');
        return size;
    }
    #openPax(header) {
        if (this.#pax || this.#gnuName || this.#gnuLink)
            refuse('two extended headers follow each other');
        if (header.size > maxPaxBytes)
            refuse('an extended header is larger than 1 MiB');
        this.#left = header.size;
        this.#sink = new Collected((body) => {
            this.#pax = parsePax(body);
        });
    }
    #openGnuName(header) {
        if (!this.#rules.allowsGnuNames || !header.gnu)
            refuse(`an entry has the unknown type ${JSON.stringify(header.typeflag)}`);
        if (this.#pax || (header.typeflag === 'L' ? this.#gnuName : this.#gnuLink))
            refuse('two extended headers follow each other');
        if (header.size > 64 * 1024)
            refuse('a long name is longer than 64 KiB');
        this.#left = header.size;
        this.#sink = new Collected((body) => {
            const name = body.at(-1) === 0 ? body.subarray(0, -1) : body;
            if (header.typeflag === 'L')
                this.#gnuName = name;
            else
                this.#gnuLink = name;
        });
    }
    #describe(header) {
        const type = entryTypes[header.typeflag] ??
            refuse(`an entry has the unknown type ${JSON.stringify(header.typeflag)}`);
        const pax = this.#pax;
        if (pax?.sparse && type !== 'file')
            refuse('an entry that is no file claims to be sparse');
        this.#rules.acceptRaw(header.name);
        // GNU tar gives a sparse file a second name, which readers that do not know its format would take.
        if (pax?.sparse && pax.path)
            this.#rules.acceptRaw(pax.path);
        if (pax?.sparse && pax.path && /(^|\/)\.\.(\/|$)/.test(pax.path.toString('latin1')))
            refuse('a sparse file has a second name outside the volume');
        const name = pax?.sparse?.name ?? pax?.path ?? this.#gnuName ?? header.name;
        const linkname = pax?.linkpath ?? this.#gnuLink ?? header.linkname;
        const path = this.#rules.accept(name, type);
        return {
            path,
            type,
            mode: header.mode,
            uid: checkedId(pax?.uid ?? header.uid),
            gid: checkedId(pax?.gid ?? header.gid),
            mtimeNs: pax?.mtimeNs ?? nanoseconds(String(header.mtime)),
            ...(type === 'symlink' ? { link: checkedTarget(linkname) } : {}),
            ...(type === 'hardlink' ? { link: this.#rules.acceptTarget(linkname, path) } : {}),
            ...(type === 'character' || type === 'block' ? { device: checkedDevice(header.device) } : {}),
            xattrs: pax?.xattrs ?? noXattrs
        };
    }
    #body(chunk, start) {
        let at = start;
        if (this.#left > 0) {
            const piece = chunk.subarray(at, at + this.#left);
            this.#sink?.push(piece);
            this.#left -= piece.length;
            at += piece.length;
            if (this.#left === 0)
                this.#close();
            return at;
        }
        const skipped = Math.min(this.#padding, chunk.length - at);
        this.#padding -= skipped;
        if (this.#padding === 0)
            this.#state = 'header';
        return at + skipped;
    }
    #close() {
        const entry = this.#sink?.finish();
        this.#sink = undefined;
        if (this.#padding === 0)
            this.#state = 'header';
        if (!entry)
            return;
        this.#entries++;
        this.#onEntry(entry);
    }
}
/** What eleven octal digits can say. */
const maxHeaderSize = 8 * 1024 ** 3 - 1;
const noXattrs = new Map();
const entryTypes = {
    '0': 'file',
    '1': 'hardlink',
    '2': 'symlink',
    '3': 'character',
    '4': 'block',
    '5': 'directory',
    '6': 'fifo',
    '7': 'file'
};
/** 4294967295 is no id: chown takes it for "leave as it is". */
function checkedId(id) {
    return id < 2 ** 32 - 1 ? id : refuse(`an owner or group has the impossible number ${id}`);
}
function checkedDevice(device) {
    const [major, minor] = device;
    return major < 2 ** 12 && minor < 2 ** 20 ? device : refuse('a device has an impossible number');
}
function checkedTarget(text) {
    if (text.length === 0 || text.length > 4096)
        refuse('a symlink has an empty target or one longer than 4096 bytes');
    return text;
}

;// CONCATENATED MODULE: ./lib/js/archive/gzip.js

const memberBytes = 1024 * 1024;
const sampleBytes = 16 * 1024;
/** Members at work at a time: keeps the thread pool busy while one is being stored. */
const inFlight = 6;
/**
 * Compresses a tar to gzip on all cores: each 1 MiB becomes a gzip member of its own, made on libuv's pool and handed on
 * in order; RFC 1952 section 2.2 lets members follow each other, so every gzip reads the result. Members that two
 * samples show to be incompressible are stored. Largest buffers: for each of six makers a block of 1 MiB, its result, and
 * 2 MiB of room for the next ones.
 */
async function* gzipMembers(source, level) {
    const makers = [];
    const pending = [];
    let turn = 0;
    const current = () => (makers[turn % inFlight] ??= new MemberMaker(level));
    const begin = () => {
        const member = current().make();
        // It may fail before its turn to be awaited has come.
        member.catch(() => undefined);
        pending.push(member);
        turn++;
    };
    try {
        for await (const piece of source) {
            for (let at = 0; at < piece.length;) {
                at += current().fill(piece, at);
                if (!current().isFull)
                    continue;
                begin();
                // The next maker in turn is that of the first one pending.
                const first = pending.length === inFlight ? pending.shift() : undefined;
                if (first)
                    yield* await first;
            }
        }
        if (!current().isEmpty)
            begin();
        for (let next = pending.shift(); next; next = pending.shift())
            yield* await next;
    }
    finally {
        await Promise.allSettled(pending);
        for (const maker of makers)
            maker.close();
    }
}
/** Every write becomes a whole result, in objects: a stream of bytes would join those of a result, copying all. */
const wholeWrites = {
    flush: external_node_zlib_.constants.Z_FINISH,
    chunkSize: memberBytes,
    readableObjectMode: true,
    readableHighWaterMark: 4
};
/** Compresses one piece after the other, each by itself. */
class Compressor {
    #stream;
    #fail = () => undefined;
    constructor(stream) {
        this.#stream = stream;
        // A write that fails at work is never called back.
        this.#stream.on('error', (error) => this.#fail(error));
    }
    compress(bytes) {
        return new Promise((resolve, reject) => {
            this.#fail = reject;
            this.#stream.write(bytes, (error) => {
                if (error)
                    return reject(error);
                const pieces = [];
                for (let piece = this.#stream.read(); piece; piece = this.#stream.read())
                    pieces.push(piece);
                this.#stream.reset();
                resolve(pieces);
            });
        });
    }
    close() {
        this.#stream.destroy();
    }
}
/**
 * Makes one member after the other with the same block and the same compressors: with new ones for each, collecting
 * their memory took a ninth of all the time.
 */
class MemberMaker {
    #block = Buffer.allocUnsafe(memberBytes);
    #length = 0;
    #store = new Compressor(external_node_zlib_.createGzip({ ...wholeWrites, level: 0 }));
    #sample = new Compressor(external_node_zlib_.createDeflateRaw({ ...wholeWrites, chunkSize: sampleBytes, level: 1 }));
    #deflate;
    constructor(level) {
        // A tenth quicker than the default of 8, and smaller: it makes fewer tables of codes.
        this.#deflate = new Compressor(external_node_zlib_.createGzip({ ...wholeWrites, level, memLevel: 9 }));
    }
    get isEmpty() {
        return this.#length === 0;
    }
    get isFull() {
        return this.#length === memberBytes;
    }
    /** Copies what there is room for; returns how many bytes that were. */
    fill(piece, from) {
        const taken = piece.copy(this.#block, this.#length, from);
        this.#length += taken;
        return taken;
    }
    /** Empties the block, which must not be filled again before the member is made. */
    async make() {
        const block = this.#block.subarray(0, this.#length);
        this.#length = 0;
        return ((await this.#isIncompressible(block)) ? this.#store : this.#deflate).compress(block);
    }
    async #isIncompressible(block) {
        if (block.length < 4 * sampleBytes)
            return false;
        const third = Math.floor(block.length / 3);
        for (const from of [third, 2 * third]) {
            const sample = await this.#sample.compress(block.subarray(from, from + sampleBytes));
            if (Buffer.concat(sample).length <= sampleBytes * 0.98)
                return false;
        }
        return true;
    }
    close() {
        for (const compressor of [this.#deflate, this.#store, this.#sample])
            compressor.close();
    }
}

;// CONCATENATED MODULE: ./lib/js/archive/seal.js






/**
 * The one place where the order of a backup's bytes stands: tar, compress, store and digest, decode, read. The entries
 * handed on are read back from the very bytes that are stored, so the index describes what lies on disk, not what was
 * meant. Largest buffers: those of `gzipMembers` or of `decoder`, and the source's own pieces.
 *
 * @throws BackupError `archive-refused` when the stream is cut short or is no sound tar.
 */
async function seal(request) {
    const archiveHash = (0,external_node_crypto_.createHash)('sha256');
    const tarHash = (0,external_node_crypto_.createHash)('sha256');
    const entries = [];
    const reader = new TarReader('own', (entry) => entries.push(entry));
    let sizeBytes = 0;
    async function* stored() {
        const isGzip = request.compression === 'gzip';
        for await (const piece of isGzip ? gzipMembers(request.source, request.level) : request.source) {
            archiveHash.update(piece);
            sizeBytes += piece.length;
            await request.store(piece);
            yield piece;
        }
    }
    const read = async (tar) => {
        for await (const piece of tar) {
            tarHash.update(piece);
            reader.push(piece);
            await request.onEntries(entries.splice(0));
            request.onProgress(reader.bytes);
        }
    };
    try {
        await (0,external_node_stream_promises_.pipeline)(stored, decoder(request.compression), read, { signal: request.signal });
    }
    catch (error) {
        if (!isUndecodable(error))
            throw error;
        throw new errors/* BackupError */.hj('archive-refused', `what was stored cannot be decoded: ${(0,errors/* messageOf */.bD)(error)}`, {
            hint: 'back up again; when it fails again, look for faults of this machine, of its disk above all',
            cause: error
        });
    }
    reader.finish();
    return {
        sizeBytes,
        sha256: archiveHash.digest('hex'),
        tarBytes: reader.bytes,
        tarSha256: tarHash.digest('hex'),
        entries: reader.entries
    };
}

// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(78474);
// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
;// CONCATENATED MODULE: ./lib/js/backup-set/index.js

function formatEntry(entry) {
    return JSON.stringify({
        ...textOrBase64('path', entry.path),
        type: entry.type,
        mode: entry.mode.toString(8).padStart(4, '0'),
        uid: entry.uid,
        gid: entry.gid,
        mtimeNs: entry.mtimeNs,
        ...(entry.size === undefined ? {} : { size: entry.size }),
        ...(entry.digest === undefined ? {} : { [entry.digest.kind]: entry.digest.hex }),
        ...(entry.link === undefined ? {} : textOrBase64('link', entry.link)),
        ...(entry.device === undefined ? {} : { device: entry.device }),
        ...(entry.xattrs.size === 0 ? {} : { xattrs: sortedXattrs(entry.xattrs) })
    });
}
function pathOfLine(line) {
    return line.pathBase64 === undefined
        ? Buffer.from(line.path ?? '.')
        : Buffer.from(line.pathBase64, 'base64');
}
function textOrBase64(name, bytes) {
    return (0,external_node_buffer_.isUtf8)(bytes) ? { [name]: bytes.toString('utf8') } : { [`${name}Base64`]: bytes.toString('base64') };
}
function sortedXattrs(xattrs) {
    const names = [...xattrs.keys()].sort();
    return Object.fromEntries(names.map((name) => [shownXattrName(name), (xattrs.get(name) ?? Buffer.alloc(0)).toString('base64')]));
}
/** As text where it is UTF-8; a byte of another name, and the percent sign itself, as `%` and two digits. */
function shownXattrName(name) {
    const bytes = Buffer.from(name, 'latin1');
    const escaped = (text, pattern) => text.replace(pattern, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`);
    return (0,external_node_buffer_.isUtf8)(bytes) ? escaped(bytes.toString('utf8'), /%/g) : escaped(name, /[%\x80-\xff]/g);
}

;// CONCATENATED MODULE: ./lib/js/backup/index-writer.js






/** Writes the index of one volume while its archive is read, 0600. Largest buffer: one batch of lines. */
class IndexWriter {
    #gzip = (0,external_node_zlib_.createGzip)({ level: 4 });
    #tree = (0,external_node_crypto_.createHash)('sha256');
    #stored = (0,external_node_crypto_.createHash)('sha256');
    #done;
    #sizeBytes = 0;
    #contentBytes = 0;
    constructor(path) {
        const file = (0,external_node_fs_.createWriteStream)(path, { flags: 'wx', mode: 0o600 });
        this.#gzip.on('data', (piece) => {
            this.#stored.update(piece);
            this.#sizeBytes += piece.length;
        });
        this.#done = (0,external_node_stream_promises_.pipeline)(this.#gzip, file);
        // Whoever adds or finishes is told.
        this.#done.catch(() => undefined);
    }
    async add(entries) {
        for (const entry of entries)
            this.#contentBytes += entry.size ?? 0;
        await this.addLines(entries.map(formatEntry));
    }
    async addLines(lines) {
        if (lines.length === 0)
            return;
        const text = `${lines.join('\n')}\n`;
        this.#tree.update(text);
        if (!this.#gzip.write(text))
            await Promise.race([(0,external_node_events_.once)(this.#gzip, 'drain'), this.#done]);
    }
    async finish() {
        this.#gzip.end();
        await this.#done;
        return {
            sizeBytes: this.#sizeBytes,
            sha256: this.#stored.digest('hex'),
            treeSha256: this.#tree.digest('hex'),
            contentBytes: this.#contentBytes
        };
    }
    abandon() {
        this.#gzip.destroy();
    }
}

;// CONCATENATED MODULE: ./lib/js/backup/volume.js







/**
 * Writes the archive and the index of one volume into the draft.
 * @throws BackupError when the volume could not be read whole or the archive does not decode to a sound tar
 */
async function archiveVolume(request) {
    const { volume, draft, settings } = request;
    const startedAt = request.now();
    const archive = (0,naming/* archiveName */.uv)(volume.key, draft.backupId, settings.compression);
    const index = (0,naming/* indexName */.mo)(volume.key, draft.backupId);
    const writer = new IndexWriter((0,external_node_path_.join)(draft.folder, index));
    try {
        const { sealed, outcome } = await storeArchive(request, archive, writer);
        const written = await writer.finish();
        return volume_describe(request, { archive, index, sealed, outcome, written, startedAt });
    }
    catch (error) {
        writer.abandon();
        throw error;
    }
}
async function storeArchive(request, archive, writer) {
    const { volume, draft, bytes, settings } = request;
    const part = 'archive.part';
    const format = settings.compression === 'zstd' ? 'zstd' : 'tar';
    const read = await bytes.read(volume.name, format, settings.compressionLevel, 
    // Without a part file pieces do not last: good enough for gzip alone, which copies them.
    settings.compression === 'gzip' ? undefined : part);
    const file = await (0,promises_.open)((0,external_node_path_.join)(draft.folder, part), read.stored ? 'r+' : 'wx', 0o600);
    const flusher = new Flusher(file);
    let sourceEnded = false;
    async function* watched() {
        try {
            yield* read.bytes;
        }
        catch (error) {
            sourceEnded = true;
            throw error;
        }
        sourceEnded = true;
    }
    try {
        const sealed = await seal({
            source: watched(),
            compression: settings.compression,
            level: settings.compressionLevel,
            store: async (piece) => {
                // A write into the page cache is quick; on the thread pool it would wait behind blocks that are being compressed.
                if (!read.stored)
                    writeAll(file.fd, piece);
                flusher.wrote(piece.length);
            },
            onEntries: (entries) => writer.add(entries),
            onProgress: request.onProgress,
            signal: request.signal
        }).catch(async (error) => {
            // What tar says explains a stream that was cut short better than the cut itself.
            if (!request.signal.aborted && sourceEnded)
                await read.finished();
            throw error;
        });
        const outcome = await read.finished();
        await flusher.finish();
        await (0,promises_.rename)((0,external_node_path_.join)(draft.folder, part), (0,external_node_path_.join)(draft.folder, archive));
        return { sealed, outcome };
    }
    finally {
        await file.close();
    }
}
/** Gets a growing file to the disk while it is written, so that little is left to wait for at its end. */
class Flusher {
    #file;
    #unflushed = 0;
    #flushing;
    /** The kernel tells of a failed write-back once: a later flush may succeed without the bytes. */
    #failure;
    constructor(file) {
        this.#file = file;
    }
    wrote(bytes) {
        this.#unflushed += bytes;
        if (this.#flushing || this.#unflushed < flushBytes)
            return;
        this.#unflushed = 0;
        this.#flushing = this.#file
            .datasync()
            .catch((error) => {
            this.#failure ??= error;
        })
            .finally(() => {
            this.#flushing = undefined;
        });
    }
    /**
     * What is left is flushed when the backup is published: the services need not wait for it.
     * @throws what the disk said to bytes that it did not take
     */
    async finish() {
        await this.#flushing;
        if (this.#failure !== undefined)
            throw this.#failure;
    }
}
const flushBytes = 64 * 1024 * 1024;
function writeAll(fd, piece) {
    for (let at = 0; at < piece.length;)
        at += (0,external_node_fs_.writeSync)(fd, piece, at);
}
function volume_describe(request, made) {
    const { volume, settings } = request;
    const { options, redacted } = (0,backup_set_manifest/* redactOptions */.Ms)(volume.live.options);
    return {
        key: volume.key,
        name: volume.name,
        priority: volume.priority,
        prioritySource: volume.prioritySource,
        ...(volume.description === undefined ? {} : { description: volume.description }),
        ...(volume.restoreOrder === undefined ? {} : { restoreOrder: volume.restoreOrder }),
        ...(volume.retentionDays === undefined ? {} : { retentionDays: volume.retentionDays }),
        driver: volume.live.driver,
        options,
        redactedOptions: redacted,
        labels: { ...volume.live.labels },
        users: request.users
            .filter(({ mounts }) => mounts.some((mount) => mount.volume === volume.name))
            .map(describeUser),
        consistency: request.consistency,
        entries: made.sealed.entries,
        contentBytes: made.written.contentBytes,
        archive: {
            file: made.archive,
            sizeBytes: made.sealed.sizeBytes,
            sha256: (0,backup_set_manifest/* prefixed */.gV)(made.sealed.sha256),
            compression: settings.compression,
            level: settings.compression === 'none' ? 0 : settings.compressionLevel
        },
        tar: { sizeBytes: made.sealed.tarBytes, sha256: (0,backup_set_manifest/* prefixed */.gV)(made.sealed.tarSha256) },
        index: { file: made.index, sizeBytes: made.written.sizeBytes, sha256: (0,backup_set_manifest/* prefixed */.gV)(made.written.sha256) },
        treeSha256: (0,backup_set_manifest/* prefixed */.gV)(made.written.treeSha256),
        notCaptured: made.outcome.notCaptured.map(({ path, reason }) => ({ path, reason })),
        excluded: [...volume.exclude],
        changedWhileRead: [...made.outcome.changed],
        warnings: [...made.outcome.warnings],
        startedAt: made.startedAt.toISOString(),
        durationMs: Math.max(0, request.now().getTime() - made.startedAt.getTime())
    };
}
function describeUser(user) {
    const service = user.labels['com.docker.compose.service'];
    return {
        container: user.name,
        ...(service === undefined ? {} : { service }),
        image: user.image,
        imageId: user.imageId,
        user: user.user
    };
}
function checksumLines(volumes) {
    return volumes.flatMap(({ archive, index }) => [
        `${(0,backup_set_manifest/* bareHex */.c_)(archive.sha256)}  ${archive.file}`,
        `${(0,backup_set_manifest/* bareHex */.c_)(index.sha256)}  ${index.file}`
    ]);
}

;// CONCATENATED MODULE: ./lib/js/backup/publish.js







/**
 * Writes manifest, readable manifest and checksums beside the archives, and makes the draft a backup.
 */
async function publish(manifest, draft, where) {
    const { backupId } = manifest;
    const text = (0,backup_set_manifest/* formatManifest */.L_)(manifest);
    // What cannot be read again is no backup.
    (0,backup_set_manifest/* parseManifest */.Ng)(text, (0,naming/* manifestName */.vS)(backupId));
    const readable = (0,backup_set_readable/* formatReadable */.S9)(manifest, where);
    const sums = [
        ...checksumLines(manifest.volumes),
        `${sha256(readable)}  ${(0,naming/* readableManifestName */.TW)(backupId)}`,
        `${sha256(text)}  ${(0,naming/* manifestName */.vS)(backupId)}`
    ];
    await (0,promises_.writeFile)((0,external_node_path_.join)(draft.folder, (0,naming/* readableManifestName */.TW)(backupId)), readable, { mode: 0o600 });
    await (0,promises_.writeFile)((0,external_node_path_.join)(draft.folder, (0,naming/* sumsName */.ge)(backupId)), `${sums.join('\n')}\n`, { mode: 0o600 });
    const files = manifest.volumes.flatMap(({ archive, index }) => [archive.file, index.file]);
    return draft.publish([...files, (0,naming/* readableManifestName */.TW)(backupId), (0,naming/* sumsName */.ge)(backupId)], {
        name: (0,naming/* manifestName */.vS)(backupId),
        text
    });
}
function sha256(text) {
    return (0,external_node_crypto_.createHash)('sha256').update(text).digest('hex');
}

;// CONCATENATED MODULE: ./lib/js/backup/read.js








/**
 * Archives the chosen volumes into the draft while their writers stand still.
 * @throws BackupError with everybody running again
 */
async function readVolumes(request) {
    const { settings, ports, engine, stack, users, plan, draft, warnings } = request;
    const chosen = stack.selection.volumes;
    // Everything that can fail without touching a service comes first; the services stand still only for the copy.
    const bytes = await ports.openBytes(engine, chosen.map(({ name, exclude }) => ({ name, writable: false, exclude })), draft.folder);
    const forget = (0,abort/* onAbort */.u)(ports.signal, () => bytes.close());
    try {
        (0,abort/* checkAborted */.w)(ports.signal);
        requireTool(settings, bytes);
        // A restore that began since the first look finds our helper, or we find its lock.
        refuseOtherRuns(await engine.volumeUsers(chosen.map(({ name }) => name)), 'backup');
        ports.host.debug(`bytes travel by ${bytes.transport}`);
        const heldAt = ports.now().toISOString();
        await noteRun(draft.folder, engine, ports, plan.hold.steps);
        const hold = await holdContainers(engine, ports.host, plan.hold.steps, ports.signal);
        const volumes = [];
        try {
            for (const volume of chosen) {
                (0,abort/* checkAborted */.w)(ports.signal);
                const made = await archiveVolume({
                    settings,
                    volume,
                    users,
                    consistency: consistencyOf(volume.name, users, plan.hold.steps),
                    draft,
                    bytes,
                    onProgress: (tarBytes) => ports.host.progress(`${volume.key}: ${(0,units/* formatBytes */.z3)(tarBytes)}`),
                    now: ports.now,
                    signal: ports.signal
                });
                ports.host.progress(undefined);
                ports.host.info(`${volume.key}: ${(0,units/* plural */.LS)(made.entries, 'entry', 'entries')}, ${(0,units/* formatBytes */.z3)(made.contentBytes)} in ${made.archive.sizeBytes} bytes (${made.archive.file}), ${made.consistency}, ${(0,units/* formatDuration */.a3)(made.durationMs)}`);
                volumes.push(made);
            }
            await noteDisturbance(request, await hold.disturbed(), volumes, warnings);
        }
        catch (error) {
            throw await blameDaemon(engine, error);
        }
        finally {
            ports.host.progress(undefined);
            await hold.release();
            await noteRun(draft.folder, engine, ports, []);
        }
        const containers = plan.hold.steps.map(({ name }) => name);
        return {
            volumes,
            held: {
                mode: settings.quiesce,
                ...(containers.length > 0 ? { startedAt: heldAt } : {}),
                ms: Math.round(performance.now() - hold.since),
                containers
            }
        };
    }
    finally {
        forget();
        await bytes.close();
    }
}
/** Whatever broke: when the daemon is away, that is why. */
async function blameDaemon(engine, error) {
    const answer = await engine.activeRuns().catch((failure) => failure);
    if (!(answer instanceof errors/* BackupError */.hj) || answer.code !== 'docker-unavailable')
        return error;
    return new errors/* BackupError */.hj('docker-unavailable', `the daemon went away in the middle: ${(0,errors/* messageOf */.bD)(error)}`, {
        hint: 'nothing was kept of this backup; see the log of the daemon',
        cause: error
    });
}
function requireTool({ compression }, { hasZstd }) {
    if (compression === 'zstd' && !hasZstd)
        throw new errors/* BackupError */.hj('not-supported', 'this machine has no zstd program', {
            hint: 'install the package zstd or choose compression gzip'
        });
}
/** Somebody let a held container run, or started a new one: the copy may not be of one point in time. */
async function noteDisturbance(request, disturbed, volumes, warnings) {
    const known = new Set(request.plan.hold.steps.map(({ id }) => id));
    const { settings, stack, engine } = request;
    const held = stack.selection.volumes.filter(({ quiesce }) => (quiesce ?? settings.quiesce) !== 'none');
    const names = new Set(held.map(({ name }) => name));
    const now = await engine.volumeUsers([...names]);
    const newcomers = now
        .filter(({ id, isSelf, status, labels, mounts }) => !known.has(id) &&
        !isSelf &&
        status.state === 'running' &&
        labels[engine_labels/* runLabel */.Az] === undefined &&
        mounts.some(({ volume, writable }) => writable && names.has(volume)))
        .map(({ name }) => name);
    const all = [...disturbed, ...newcomers];
    if (all.length === 0)
        return;
    warnings.push(`running during the copy although they were to stand still: ${all.join(', ')}; the set is only as good as a live copy`);
    for (const volume of volumes)
        if (names.has(volume.name))
            volume.consistency = 'live';
}

;// CONCATENATED MODULE: ./lib/js/backup/turn.js
/** No project can have this name: Compose takes no dots. A turn for each volume would cost a container each. */
const noProject = 'volumes.without.project';
/** Two that hold the same containers still would undo each other's pauses: the later one waits. */
async function takeTurn({ quiesce }, ports, engine, { selection }) {
    const held = selection.volumes.filter((volume) => (volume.quiesce ?? quiesce) !== 'none');
    const names = new Set(held.map(({ project }) => project ?? noProject));
    return names.size === 0 ? undefined : ports.takeTurn(engine, [...names]);
}

;// CONCATENATED MODULE: ./lib/js/backup/run.js
















/** Backs up the chosen volumes as one set. What it throws has left nothing behind and everybody running. */
async function runBackup(settings, ports) {
    if (settings.compression === 'zstd')
        requireZstd();
    const engine = await ports.connect();
    const stack = await findStack(settings, ports, engine, settings.priority ?? ['critical', 'high']);
    const endTurn = settings.dryRun ? undefined : await takeTurn(settings, ports, engine, stack);
    try {
        return await backUp(settings, ports, engine, stack, endTurn);
    }
    finally {
        await endTurn?.();
    }
}
async function backUp(settings, ports, engine, stack, endTurn) {
    const left = settings.dryRun ? [] : await finishDeadRuns(engine, ports);
    const users = await engine.volumeUsers(stack.selection.volumes.map(({ name }) => name));
    refuseOtherRuns(users, 'backup');
    const live = await engine.listVolumes();
    refuseHalfRestored(live, stack.selection.volumes, ports.runId, 'nothing was backed up');
    const chosen = new Set(stack.selection.volumes.map(({ name }) => name));
    await ports.store.refuseInside?.(live.filter(({ name }) => chosen.has(name)));
    const plan = planBackup(settings, stack.selection, users);
    const warnings = [...stack.warnings, ...plan.warnings, ...left];
    const shown = warnings.length;
    for (const warning of warnings)
        ports.host.warn(warning);
    await ports.store.admit(stack.selection);
    if (settings.dryRun)
        return describePlan(settings, ports, stack, plan, warnings);
    const draft = await ports.store.begin(ports.now);
    ports.host.remember('draft', draft.folder);
    try {
        await noteRun(draft.folder, engine, ports, []);
        return await makeSet({ settings, ports, engine, stack, users, plan, draft, warnings, shown, endTurn });
    }
    catch (error) {
        throw isFull(error) ? noRoom((0,external_node_path_.dirname)(draft.folder), error) : error;
    }
    finally {
        await draft.discard();
    }
}
function isFull(error) {
    return ['ENOSPC', 'EDQUOT'].includes((0,errors/* codeOf */.$N)(error));
}
function noRoom(folder, cause) {
    return new errors/* BackupError */.hj('no-space', `no space is left in ${folder}`, {
        hint: 'free some space or choose another backup-dir; nothing half-written was kept',
        cause
    });
}
async function makeSet(request) {
    const { settings, ports, stack, plan, draft, warnings, shown, endTurn } = request;
    const { volumes, held } = await readVolumes(request);
    // An upload takes its time, and nobody is held meanwhile.
    if (ports.store.remote)
        await endTurn?.();
    const before = await findBefore(volumes, stack.project, ports, warnings);
    try {
        judgeSizes(settings, volumes, before);
        judgeLosses(settings, volumes, warnings);
    }
    finally {
        for (const warning of warnings.slice(shown))
            ports.host.warn(warning);
    }
    const manifest = {
        formatVersion: backup_set_manifest/* formatVersion */.qh,
        generator: generator/* generator */.w,
        backupId: draft.backupId,
        createdAt: ports.now().toISOString(),
        ...(stack.project === undefined ? {} : { project: stack.project }),
        host: ports.hostName,
        engine: { ...request.engine.info },
        quiesce: { mode: settings.quiesce, heldMs: Math.round(held.ms), containers: [...held.containers] },
        volumes,
        leftOut: stack.selection.leftOut.map(({ key, reason }) => ({ key, reason })),
        warnings
    };
    const where = whereabouts(settings, ports, stack.project);
    const published = await publish(manifest, draft, where);
    ports.host.info(`backup ${draft.backupId} is complete: ${(0,units/* plural */.LS)(volumes.length, 'volume')} in ${ports.store.location}`);
    return {
        reportVersion: '1.0',
        operation: 'backup',
        result: plan.missing.length > 0 ? 'partial' : 'success',
        dryRun: false,
        runId: ports.runId,
        ...(stack.project === undefined ? {} : { project: stack.project }),
        backupId: draft.backupId,
        location: ports.store.location,
        manifest: published.manifest,
        ...(published.artifacts.length > 0 ? { artifacts: published.artifacts } : {}),
        verified: true,
        volumes: volumes.map((volume) => describeVolume(volume, before.get(volume.name))),
        leftOut: stack.selection.leftOut,
        held,
        checks: [],
        warnings,
        guidance: guidance(draft.backupId, where)
    };
}
function guidance(backupId, where) {
    const restore = (0,commands/* restoreSetCommand */.OU)(backupId, where);
    const show = (0,commands/* showCommand */.TB)(backupId, where);
    if (show === undefined)
        return ['bring it back, in a job:', ...restore.split('\n')];
    return [`look at it:    ${show}`, `bring it back: ${restore}`];
}
/** Said out in full: elsewhere, nothing of the environment that named the stack is there. */
function whereabouts({ stack }, { store }, project) {
    const remote = store.remote?.kind === 'artifact'
        ? { ...store.remote, artifactName: store.remote.artifactName ?? project }
        : store.remote;
    return {
        folder: store.location,
        remote,
        stack: { ...stack, projectName: stack.projectName ?? project }
    };
}
/** The newest backup of each volume: the last set may have been of others. */
async function findBefore(volumes, project, { store }, warnings) {
    const found = new Map();
    try {
        for await (const { backupId, volumes: known } of store.earlier(project, (text) => warnings.push(text))) {
            for (const { name, entries, contentBytes } of known)
                if (!found.has(name))
                    found.set(name, { backupId, entries, contentBytes });
            if (volumes.every(({ name }) => found.has(name)))
                break;
        }
    }
    catch (error) {
        warnings.push(`the last backup cannot be compared with: ${(0,errors/* messageOf */.bD)(error)}`);
    }
    return found;
}
function describePlan(settings, ports, stack, plan, warnings) {
    const { host } = ports;
    const { hold } = plan;
    host.info(`dry run: nothing is changed; the backup would go to ${ports.store.location} as ${settings.compression}`);
    for (const volume of stack.selection.volumes) {
        host.info(`would archive ${volume.key} (${volume.name}): ${volume.priority}, from ${volume.prioritySource}`);
    }
    for (const { key, reason } of stack.selection.leftOut)
        host.info(`would leave out ${key}: ${reason}`);
    for (const { name, deed } of hold.steps)
        host.info(`would ${deed} ${name} meanwhile`);
    return {
        reportVersion: '1.0',
        operation: 'backup',
        result: plan.missing.length > 0 ? 'partial' : 'success',
        dryRun: true,
        runId: ports.runId,
        ...(stack.project === undefined ? {} : { project: stack.project }),
        location: ports.store.location,
        verified: false,
        volumes: stack.selection.volumes.map(({ key, name, priority, description }) => ({
            key,
            name,
            priority,
            ...(description === undefined ? {} : { description }),
            outcome: 'planned',
            notes: []
        })),
        leftOut: stack.selection.leftOut,
        held: { mode: settings.quiesce, ms: 0, containers: hold.steps.map(({ name }) => name) },
        checks: [],
        warnings,
        guidance: []
    };
}
function describeVolume(volume, before) {
    return {
        key: volume.key,
        name: volume.name,
        priority: volume.priority,
        ...(volume.description === undefined ? {} : { description: volume.description }),
        outcome: 'archived',
        entries: volume.entries,
        contentBytes: volume.contentBytes,
        archiveFile: volume.archive.file,
        archiveBytes: volume.archive.sizeBytes,
        consistency: volume.consistency,
        startedAt: volume.startedAt,
        durationMs: volume.durationMs,
        ...(before ? { before: { backupId: before.backupId, contentBytes: before.contentBytes } } : {}),
        notes: volume.notCaptured.map(({ path, reason }) => `not captured: ${path} (${reason})`).slice(0, 20)
    };
}

// EXTERNAL MODULE: ./lib/js/report/report.js
var report = __webpack_require__(57450);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
;// CONCATENATED MODULE: ./lib/js/backup/scratch.js





/**
 * Makes a private folder for copies of volumes, in the folder for temporary files. It says whose it is, so that the next
 * run removes it should this one be killed.
 */
async function makeScratch(engine, ports, purpose) {
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)((0,external_node_os_.tmpdir)(), `volume-backup-${purpose}-`));
    ports.host.remember('draft', folder);
    await noteRun(folder, engine, ports, []);
    return folder;
}
const nameOfScratch = /^volume-backup-(restore|cycle|drill|acceptance|space)-[a-zA-Z0-9]{6}$/;
/** Removes the folders of runs that were killed, and lets the containers run that those were holding still. */
async function sweepScratch(engine, ports) {
    const { host, hostName, runId, openStore } = ports;
    const names = (await (0,promises_.readdir)((0,external_node_os_.tmpdir)())).filter((name) => nameOfScratch.test(name));
    for (const folder of names.map((name) => (0,external_node_path_.join)((0,external_node_os_.tmpdir)(), name))) {
        if (!(await isOurs(folder)))
            continue;
        const note = await readNote(folder);
        if (note?.host !== hostName || note.engine !== engine.info.address || note.runId === runId)
            continue;
        try {
            if ((await engine.activeRuns()).has(note.runId))
                continue;
            for (const warning of await finishDeadRuns(engine, { ...ports, store: openStore(folder) }))
                host.warn(warning);
            await (0,promises_.rm)(folder, { recursive: true, force: true });
            host.warn(`removed ${folder} of run ${note.runId}, which was killed`);
        }
        catch (error) {
            host.warn(`${folder} is left of run ${note.runId}, which was killed: ${(0,errors/* messageOf */.bD)(error)}`);
        }
    }
}
/** Anybody may make a folder there, or a link to one; what stands in a stranger's is not believed. */
async function isOurs(folder) {
    const found = await (0,promises_.lstat)(folder).catch(() => undefined);
    return found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o777) === 0o700;
}

;// CONCATENATED MODULE: ./lib/js/restore/earlier-runs.js



/** What earlier restores have left, and when it goes. Nobody else restores meanwhile. */
class EarlierRuns {
    #engine;
    #ports;
    constructor(engine, ports) {
        this.#engine = engine;
        this.#ports = ports;
    }
    /** Removes what was staged by restores that were killed before they changed anything. The last copy of anything is kept. */
    async tidy() {
        for (const left of await this.#unfinished())
            if (halvesOf(left).length === 0)
                await this.#removeAll(left);
    }
    /** Removes the copies that this run's own take the place of. @param own those, by their targets */
    async removeRollbacks(own) {
        const restored = new Set([...own.keys()].map(({ name }) => name));
        const current = new Set(own.values());
        const volumes = await this.#engine.listVolumes();
        // What a killed restore has copied may be the only place where that content is.
        const killed = new Set([
            ...leftovers(volumes, this.#ports.runId).map(({ runId }) => runId),
            ...volumes
                .filter(({ labels }) => labels[engine_labels/* purposeLabel */.ZC] === 'settled')
                .map(({ labels }) => labels[engine_labels/* runLabel */.Az] ?? '')
        ]);
        for (const { name, labels } of volumes) {
            if (labels[engine_labels/* purposeLabel */.ZC] === 'rollback' &&
                restored.has(labels[engine_labels/* rollbackOfLabel */.uj] ?? '') &&
                !killed.has(labels[engine_labels/* runLabel */.Az] ?? '') &&
                !current.has(name))
                await this.#remove(name);
        }
    }
    /**
     * Volumes that a killed restore has left half-done are whole again. Where it was exchanging, another mark takes the
     * place of the first, and the copies stay.
     */
    async settle(restored) {
        for (const left of await this.#unfinished()) {
            const halves = halvesOf(left);
            if (halves.length === 0 || !halves.every((name) => restored.includes(name)))
                continue;
            if (!left.exchanging)
                await this.#removeAll(left);
            else
                await this.#settleOne(left).catch((error) => this.#ports.host.warn(`restore ${left.runId} is still marked as not finished: ${(0,errors/* messageOf */.bD)(error)}`));
        }
    }
    async #removeAll({ others, rollbacks }) {
        for (const name of [...others, ...rollbacks.map((rollback) => rollback.name)])
            if (await this.#remove(name))
                this.#ports.host.info(`removed ${name}: a killed restore had left it, before it replaced anything`);
    }
    async #settleOne({ runId, others }) {
        const settled = `volume-backup-settled-${runId}`;
        if (!others.includes(settled))
            await this.#engine.createVolume((0,engine_labels/* ownVolume */.pQ)(settled, runId, 'settled'));
        // The mark goes last: with anything staged and no mark, a kill would look like one before the exchange.
        for (const name of others)
            if (name !== settled && name !== markOf(runId))
                await this.#engine.removeVolume(name);
        await this.#engine.removeVolume(markOf(runId));
        this.#ports.host.info(`the volumes of restore ${runId}, which did not finish, are whole again; what they held before it stays until you say: ${removeCommand(runId)}`);
    }
    async #unfinished() {
        return leftovers(await this.#engine.listVolumes(), this.#ports.runId);
    }
    async #remove(name) {
        try {
            await this.#engine.removeVolume(name);
            return true;
        }
        catch (error) {
            this.#ports.host.warn(`${name} is left of an earlier restore: ${(0,errors/* messageOf */.bD)(error)}`);
            return false;
        }
    }
}
/** The volume whose presence says that others are neither old nor new. */
function markOf(runId) {
    return `volume-backup-exchange-${runId}`;
}
/** The volume whose presence says that others, which did not exist before, are being filled. */
function creatingMarkOf(runId) {
    return `volume-backup-creating-${runId}`;
}

;// CONCATENATED MODULE: ./lib/js/quiesce/health.js



/** @throws BackupError `restart-failed` naming who is not healthy in time */
async function waitHealthy(engine, containers, timeoutSeconds, ports) {
    const end = performance.now() + timeoutSeconds * 1000;
    for (;;) {
        const waiting = [];
        for (const { id, name } of containers) {
            const now = await engine.containerState(id);
            // A one-shot service that runs to its end has done its part.
            const fine = now &&
                (now.health === 'healthy' ||
                    (now.health === 'none' &&
                        (now.state === 'running' || (now.state === 'exited' && now.exitCode === 0))));
            if (!fine)
                waiting.push(`${name} (${now ? `${now.state}${now.health === 'none' ? '' : `, ${now.health}`}` : 'gone'})`);
        }
        ports.host.progress(waiting.length > 0 ? `waiting for ${waiting.join(', ')}` : undefined);
        if (waiting.length === 0)
            return;
        if (performance.now() > end) {
            throw new errors/* BackupError */.hj('restart-failed', `not healthy after ${timeoutSeconds} s: ${waiting.join(', ')}`, {
                hint: 'the volumes hold what was backed up, every entry was compared; look at "docker compose logs". The rollback copies are named in the log'
            });
        }
        (0,abort/* checkAborted */.w)(ports.signal);
        await (0,external_node_timers_promises_.setTimeout)(500);
    }
}

;// CONCATENATED MODULE: ./lib/js/restore/plan.js





/**
 * Whether the target may have content before the restore: one that exists, or one whose options point to somewhere that
 * does, such as a share. It is staged aside and exchanged; any other one is filled directly.
 */
function isExchanged({ create }) {
    return create === undefined || Object.keys(create.options).length > 0;
}
/**
 * Which volumes get which archive, in the order in which they are restored.
 * @throws BackupError `nothing-selected`, `volume-unknown`, or `volume-missing` for volumes that would have to be
 * created but about which too little is known
 */
function planTargets(request) {
    const chosen = chooseItems(request);
    const project = request.compose?.project ?? request.projectName ?? request.source.project;
    const problems = [];
    const targets = (0,backup_set_readable/* inRestoreOrder */.Uv)(chosen).map((item) => {
        const existing = findLive(item, project, request);
        if (existing)
            return { item, name: existing.name, create: undefined };
        const create = specOf(item, project, request);
        if (!create)
            problems.push(item.key);
        return { item, name: create?.name ?? item.key, create };
    });
    if (problems.length > 0) {
        throw new errors/* BackupError */.hj('volume-missing', `volumes that do not exist and cannot be created as they were: ${problems.join(', ')}`, {
            hint: 'run in the folder of the Compose file, or start the stack once (docker compose up --no-start) so that they exist'
        });
    }
    refuseBinds(targets);
    const doubled = targets.find(({ name }, at) => targets.findIndex((other) => other.name === name) !== at);
    if (doubled)
        throw new errors/* BackupError */.hj('bad-input', `two archives would go into volume ${doubled.name}`, {
            hint: 'choose with --volumes'
        });
    return targets;
}
/**
 * A volume may be a folder of the host in disguise, and a manifest from elsewhere must not choose one.
 * @throws BackupError `volume-missing` with the commands that say yes to it
 */
function refuseBinds(targets) {
    const bound = targets.flatMap(({ create }) => (create && isBind(create.options) ? [create] : []));
    if (bound.length === 0)
        return;
    throw new errors/* BackupError */.hj('volume-missing', `volumes that do not exist would be folders of this host: ${bound.map(({ name, options }) => `${name} (${options.device})`).join(', ')}; nothing was changed`, {
        hint: `if that is what you want, create them and restore again:\n${bound.map(backup_set_readable/* createCommand */.gu).join('\n')}`
    });
}
/** Everything but a plain volume and a share of the network: overlays and devices lead to folders of the host, too. */
function isBind({ device, o, type }) {
    const isShare = /^(nfs4?|cifs|smb3)$/.test(type ?? '') && !/(^|,)r?bind(,|$)/.test(o ?? '');
    return !isShare && (device !== undefined || o !== undefined);
}
/** @throws BackupError `in-use` naming every container that runs on one of the volumes */
function refuseRunning(users) {
    const running = users.filter(isRunning);
    if (running.length === 0)
        return;
    throw new errors/* BackupError */.hj('in-use', `services use the volumes: ${running.map(({ name }) => name).join(', ')}; nothing was changed`, {
        hint: 'stop them first (docker compose stop), or let the restore do it with --running-services stop (input running-services)'
    });
}
function chooseItems({ source, patterns, priorities }) {
    const names = (item) => [
        item.key,
        ...(item.recorded ? [item.recorded.name] : [])
    ];
    const matches = (item, { pattern }) => names(item).some((name) => matchesGlob(pattern, name));
    const unknown = patterns.filter((pattern) => !source.items.some((item) => matches(item, pattern)));
    if (unknown.length > 0) {
        throw new errors/* BackupError */.hj('volume-unknown', `backup ${source.backupId} has no volume ${unknown.map(({ pattern }) => JSON.stringify(pattern)).join(', ')}`, {
            hint: `it has ${source.items.map(({ key }) => key).join(', ')}`
        });
    }
    const wanted = patterns.filter(({ exclude }) => !exclude);
    const unwanted = patterns.filter(({ exclude }) => exclude);
    const chosen = source.items.filter((item) => {
        if (unwanted.some((pattern) => matches(item, pattern)))
            return false;
        if (wanted.length > 0)
            return wanted.some((pattern) => matches(item, pattern));
        const priority = item.manifestVolume?.priority;
        return priorities === undefined || priority === undefined || priorities.includes(priority);
    });
    if (chosen.length > 0)
        return chosen;
    throw new errors/* BackupError */.hj('nothing-selected', `no volume of backup ${source.backupId} is chosen`, {
        hint: `it has ${source.items.map(({ key }) => key).join(', ')}`
    });
}
function findLive(item, project, { compose, live, source }) {
    const declared = compose?.volumes.find(({ key }) => key === item.key);
    const found = liveOf(declared ?? { key: item.key, name: undefined, external: false }, project, live);
    if (found || declared?.name !== undefined)
        return found;
    if (item.recorded && (project === undefined || project === source.project || !isOfProject(item.recorded))) {
        return live.find(({ name }) => name === item.recorded?.name);
    }
    return live.find(({ name }) => name === item.key || (project !== undefined && name === `${project}_${item.key}`));
}
function isOfProject(volume) {
    return volume.labels[composeProject] !== undefined;
}
/** The volume as it has to be created: as recorded, its Compose identity moved to the project it is restored into. */
function specOf(item, project, { compose }) {
    if (item.redactedOptions.length > 0)
        return undefined;
    const declared = compose?.volumes.find(({ key }) => key === item.key);
    const identity = project === undefined ? {} : { [composeProject]: project, [composeVolume]: item.key };
    const { recorded } = item;
    if (!recorded) {
        const name = declared?.name ?? (project === undefined ? undefined : `${project}_${item.key}`);
        return declared && !declared.external && name !== undefined
            ? { name, driver: 'local', options: {}, labels: { ...declared.labels, ...identity } }
            : undefined;
    }
    const moves = project !== undefined && isOfProject(recorded) && recorded.labels[composeProject] !== project;
    return {
        ...recorded,
        name: declared?.name ?? (moves ? `${project}_${item.key}` : recorded.name),
        labels: { ...(0,backup_set_readable/* restoredLabels */.cR)(recorded.labels), ...(moves ? identity : {}) }
    };
}

;// CONCATENATED MODULE: ./lib/js/archive/changed-fields.js

/** What differs between two states of an entry, for people: `mode 0600 → 0644`, `content`. */
function changedFields(before, after) {
    const values = [
        change('type', before.type, after.type),
        change('mode', before.mode, after.mode),
        change('uid', before.uid, after.uid),
        change('gid', before.gid, after.gid),
        change('mtime', shownTime(before.mtimeNs), shownTime(after.mtimeNs)),
        change('size', before.size, after.size),
        change('link', linkOf(before), linkOf(after)),
        change('device', before.device?.join(':'), after.device?.join(':'))
    ].filter((text) => text !== undefined);
    const names = [
        ...(differ(contentOf(before), contentOf(after)) ? ['content'] : []),
        ...changedXattrs(before.xattrs ?? {}, after.xattrs ?? {})
    ];
    // Two ways to write the same thing still are two things.
    return values.length + names.length > 0 ? [...values, ...names] : ['how it is written in the index'];
}
function change(name, before, after) {
    return differ(before, after) ? `${name} ${before ?? 'none'} → ${after ?? 'none'}` : undefined;
}
function changedXattrs(before, after) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names
        .filter((name) => before[name] !== after[name])
        .map((name) => `attribute ${shown(Buffer.from(name))}`);
}
function contentOf({ sha256, sparseSha256 }) {
    return sha256 ?? sparseSha256;
}
function linkOf({ link, linkBase64 }) {
    if (linkBase64 !== undefined)
        return shown(Buffer.from(linkBase64, 'base64'));
    return link === undefined ? undefined : shown(Buffer.from(link));
}
function differ(before, after) {
    return before !== after;
}
/** With all nine digits behind the second: what a restore loses is often there. */
function shownTime(mtimeNs) {
    if (!/^-?\d+$/.test(mtimeNs))
        return mtimeNs;
    const nanoseconds = BigInt(mtimeNs);
    const rest = ((nanoseconds % second) + second) % second;
    const time = new Date(Number((nanoseconds - rest) / 1000000n));
    if (Number.isNaN(time.getTime()))
        return mtimeNs;
    return `${time.toISOString().slice(0, -5)}.${String(rest).padStart(9, '0')}Z`;
}
const second = 1000000000n;

;// CONCATENATED MODULE: ./lib/js/archive/compare.js





const keptDifferences = 50;
/**
 * Compares the entries of a tree, as they are read, with the lines of an index. Both come in the same order, so only as
 * much is held as one piece of tar brings; lines that are equal are not even parsed.
 */
class IndexComparison {
    #expected;
    #tree = (0,external_node_crypto_.createHash)('sha256');
    #first = [];
    #counts = { missing: 0, extra: 0, changed: 0 };
    #sink;
    #queue = [];
    #at = 0;
    #entries = 0;
    /** @param expected batches of lines in tree order; absent: nothing to compare with, only counts and digests. */
    constructor(expected, sink) {
        this.#sink = sink;
        this.#expected = expected?.[Symbol.asyncIterator]();
    }
    async advance(lines) {
        for (const line of lines) {
            this.#entries++;
            this.#tree.update(line).update('\n');
            if (this.#expected)
                await this.#match(line);
        }
    }
    async finish() {
        for (let line = await this.#peek(); line !== undefined; line = await this.#peek()) {
            this.#note(parse(line), undefined);
            this.#at++;
        }
        const { missing, extra, changed } = this.#counts;
        return {
            entries: this.#entries,
            differences: missing + extra + changed,
            counts: { missing, extra, changed },
            first: this.#first,
            treeSha256: this.#tree.digest('hex')
        };
    }
    async #match(actual) {
        for (;;) {
            const expected = this.#at < this.#queue.length ? this.#queue[this.#at] : await this.#peek();
            if (expected === actual) {
                this.#at++;
                return;
            }
            const found = parse(actual);
            if (expected === undefined)
                return this.#note(undefined, found);
            const wanted = parse(expected);
            const order = comparePaths(pathOfLine(wanted), pathOfLine(found));
            if (order > 0)
                return this.#note(undefined, found);
            this.#at++;
            if (order === 0)
                return this.#note(wanted, found);
            this.#note(wanted, undefined);
        }
    }
    async #peek() {
        while (this.#at >= this.#queue.length) {
            const next = await this.#expected?.next();
            if (next === undefined || next.done)
                return undefined;
            this.#queue = next.value;
            this.#at = 0;
        }
        return this.#queue[this.#at];
    }
    #note(expected, actual) {
        const kind = expected === undefined ? 'extra' : actual === undefined ? 'missing' : 'changed';
        this.#counts[kind]++;
        this.#sink?.(expected, actual);
        const either = expected ?? actual;
        if (this.#first.length >= keptDifferences || !either)
            return;
        const fields = expected && actual ? changedFields(expected, actual) : [];
        this.#first.push({ path: shown(pathOfLine(either)), kind, fields });
    }
}
/** `a/b: mode 0600 → 0644; c missing` and the like, for a message. */
function describeDifferences(comparison) {
    const shownOnes = comparison.first
        .slice(0, 5)
        .map(({ path, kind, fields }) => kind === 'changed' ? `${path}: ${fields.join(', ')}` : `${path} ${kind}`);
    const more = comparison.differences - shownOnes.length;
    return `${shownOnes.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
/** The comparison that an error is about, if it is about one. */
function comparisonOf(error) {
    return error instanceof errors/* BackupError */.hj && isComparison(error.cause) ? error.cause : undefined;
}
function isComparison(value) {
    return typeof value === 'object' && value !== null && 'first' in value && 'treeSha256' in value;
}
function parse(line) {
    // Lines are made by formatEntry, or come from an index whose digest the manifest holds.
    return JSON.parse(line);
}

;// CONCATENATED MODULE: ./lib/js/archive/open.js







/**
 * Reads an archive to its end and hands on its tar, each piece only after it was parsed and found safe to extract.
 * Whoever takes the pieces must treat them as unproven until the generator has returned: digests and the index are
 * complete only then.
 *
 * @throws BackupError `backup-damaged` when a size, a digest or the index does not agree; `archive-refused` when it is
 * no sound tar or holds what must not be extracted.
 */
async function* openArchive(request) {
    const { expected, name } = request;
    const archiveHash = (0,external_node_crypto_.createHash)('sha256');
    const tarHash = (0,external_node_crypto_.createHash)('sha256');
    const whole = request.depth === 'content';
    const comparison = new IndexComparison(whole ? expected.index : undefined);
    const lines = [];
    const reader = new TarReader(request.dialect, (entry) => {
        request.onEntry?.(entry);
        if (whole)
            lines.push(formatEntry(entry));
    }, whole ? 'digested' : 'skipped');
    let sizeBytes = 0;
    async function* digested() {
        for await (const piece of request.bytes) {
            archiveHash.update(piece);
            sizeBytes += piece.length;
            yield piece;
        }
    }
    const decoded = decoder(request.compression);
    const feeding = (0,external_node_stream_promises_.pipeline)(digested, decoded, { signal: request.signal });
    // The same failure comes out of the loop below.
    feeding.catch(() => undefined);
    try {
        for await (const chunk of decoded) {
            if (whole)
                tarHash.update(chunk);
            reader.push(chunk);
            await comparison.advance(lines.splice(0));
            request.onProgress(reader.bytes);
            yield chunk;
        }
        await feeding;
    }
    catch (error) {
        throw damaged(name, error, request.signal);
    }
    finally {
        decoded.destroy();
    }
    reader.finish();
    const compared = await comparison.finish();
    // What is in the archive although it should not be says more than a digest.
    const cause = compared.differences > 0 ? compared : undefined;
    expect(name, 'size', expected.sizeBytes, sizeBytes, cause);
    expect(name, 'sha256', expected.sha256, archiveHash.digest('hex'), cause);
    expect(name, 'size of the tar', expected.tarBytes, reader.bytes, cause);
    if (!whole)
        return { layout: reader.layout, tarBytes: reader.bytes, comparison: compared };
    expect(name, 'sha256 of the tar', expected.tarSha256, tarHash.digest('hex'), cause);
    if (compared.differences > 0) {
        throw new errors/* BackupError */.hj('backup-damaged', `${name} does not agree with its index: ${describeDifferences(compared)}`, { hint: useAnother, cause: compared });
    }
    expect(name, 'tree digest', expected.treeSha256, compared.treeSha256);
    return { layout: reader.layout, tarBytes: reader.bytes, comparison: compared };
}
/** Reads an archive to its end without using its bytes. */
async function verifyArchive(request) {
    const archive = openArchive(request);
    for (;;) {
        const next = await archive.next();
        if (next.done)
            return next.value;
    }
}
const useAnother = 'the archive was damaged or exchanged after it was made; use another backup';
function expect(name, what, wanted, found, cause) {
    if (wanted === undefined || wanted === found)
        return;
    throw new errors/* BackupError */.hj('backup-damaged', `${name}: its ${what} is ${found}, the manifest says ${wanted}`, {
        hint: useAnother,
        cause
    });
}
function damaged(name, error, signal) {
    // What feeds a decoder that is at its end is aborted: bytes of another kind follow.
    const goesOn = error instanceof Error && error.name === 'AbortError' && !signal.aborted;
    if (!goesOn && !isUndecodable(error))
        return error;
    const why = goesOn ? 'something follows its end' : (0,errors/* messageOf */.bD)(error);
    return new errors/* BackupError */.hj('backup-damaged', `${name} cannot be decoded: ${why}`, {
        hint: useAnother,
        cause: error
    });
}

;// CONCATENATED MODULE: ./lib/js/restore/tree.js





/** Reads a whole volume, every byte of it, and compares each entry. @throws BackupError `read-failed` */
async function compareTree(request) {
    const comparison = new IndexComparison(request.expected);
    const lines = [];
    const reader = new TarReader('own', (entry) => lines.push(formatEntry(entry)));
    const read = await request.bytes.read(request.volume, 'tar', 0, undefined);
    try {
        for await (const chunk of read.bytes) {
            if (request.signal)
                (0,abort/* checkAborted */.w)(request.signal);
            reader.push(chunk);
            const done = lines.splice(0);
            await request.onLines?.(done);
            await comparison.advance(done);
            request.onProgress(reader.bytes);
        }
    }
    catch (error) {
        // What the helper is asked next has to wait for the end of this job.
        await read.finished().catch(() => undefined);
        throw error;
    }
    await read.finished();
    reader.finish();
    return comparison.finish();
}
/** @throws BackupError `verify-failed` with the comparison as its cause */
async function verifyTree(request, what) {
    const compared = await compareTree(request);
    if (compared.differences === 0 && compared.entries > 0)
        return compared;
    throw new errors/* BackupError */.hj('verify-failed', `${what} is not what was backed up: ${compared.entries === 0 ? 'it has no entry at all' : describeDifferences(compared)}`, { cause: compared });
}

;// CONCATENATED MODULE: ./lib/js/restore/stage.js






/**
 * Fills a fresh volume from an archive and compares every entry of it with the index. The archive is checked on the
 * way, each piece before it is handed to the tar that extracts; sizes and digests are complete when it is at its end.
 *
 * @returns how many entries were compared
 * @throws BackupError `backup-damaged`, `archive-refused`, `verify-failed`, `write-failed`, `no-space`
 */
async function stageArchive(request) {
    const { item, store, bytes, volume, host, signal } = request;
    const started = performance.now();
    (0,abort/* checkAborted */.w)(signal);
    const known = item.manifestVolume;
    const archive = openArchive({
        name: item.file,
        bytes: store.bytes(item.file),
        compression: item.compression,
        dialect: item.dialect,
        // Every file is read again below and compared with the index, so its bytes need no second digest here.
        depth: 'structure',
        expected: {
            sizeBytes: item.sizeBytes,
            ...(known ? { sha256: (0,backup_set_manifest/* bareHex */.c_)(known.archive.sha256), tarBytes: known.tar.sizeBytes } : {})
        },
        onProgress: (tarBytes) => host.progress(`${item.key}: ${(0,units/* formatBytes */.z3)(tarBytes)} unpacked`),
        signal
    });
    await bytes.write(volume, item.layout, archive);
    const compared = await verifyTree({
        bytes,
        volume,
        expected: item.index(),
        onProgress: (tarBytes) => host.progress(`${item.key}: ${(0,units/* formatBytes */.z3)(tarBytes)} compared`),
        signal
    }, `the staged copy of ${item.key}`);
    host.progress(undefined);
    host.info(`${item.key}: ${(0,units/* plural */.LS)(compared.entries, 'entry', 'entries')} unpacked and compared, ${(0,units/* formatDuration */.a3)(performance.now() - started)}`);
    return compared.entries;
}
/** @throws BackupError `no-space` with the figures, before anything is written */
async function requireSpace(bytes, volume, neededBytes, what) {
    const free = await bytes.freeBytes(volume);
    if (Number.isNaN(free) || free >= neededBytes)
        return;
    throw new errors/* BackupError */.hj('no-space', `${what} needs ${(0,units/* formatBytes */.z3)(neededBytes)} where the daemon keeps its volumes, ${(0,units/* formatBytes */.z3)(free)} are free`, {
        hint: 'free some space there; nothing was changed'
    });
}

;// CONCATENATED MODULE: ./lib/js/archive/index-lines.js






/**
 * The lines of a stored index, in batches; its digest is checked on the way.
 * @throws BackupError `backup-damaged`
 */
async function* indexLines(name, stored, sha256) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    async function* digested() {
        for await (const piece of stored) {
            hash.update(piece);
            yield piece;
        }
    }
    const text = (0,external_node_zlib_.createGunzip)({ chunkSize: 256 * 1024 });
    const feeding = (0,external_node_stream_promises_.pipeline)(digested, text);
    feeding.catch(() => undefined);
    let rest = '';
    try {
        text.setEncoding('utf8');
        for await (const piece of text) {
            const lines = (rest + piece).split('\n');
            rest = lines.pop() ?? '';
            yield lines;
        }
        await feeding;
    }
    catch (cause) {
        if (cause instanceof errors/* BackupError */.hj)
            throw cause;
        throw new errors/* BackupError */.hj('backup-damaged', `the index ${name} cannot be decoded: ${(0,errors/* messageOf */.bD)(cause)}`, {
            hint: 'use another backup',
            cause
        });
    }
    finally {
        text.destroy();
    }
    if (rest !== '' || hash.digest('hex') !== sha256) {
        throw new errors/* BackupError */.hj('backup-damaged', `the index ${name} is not the one that the manifest names`, {
            hint: 'use another backup'
        });
    }
}
/**
 * The lines of a foreign archive as our own reading of the extracted tree will give them: sorted, and of each group of
 * hard links the first name holds the content.
 */
function canonicalLines(entries) {
    const sorted = [...entries].sort((a, b) => comparePaths(a.path, b.path));
    const contentOf = new Map();
    for (const entry of entries) {
        const content = entry.type === 'hardlink' ? contentOf.get(entry.link?.toString('latin1') ?? '') : entry;
        if (content)
            contentOf.set(entry.path.toString('latin1'), content);
    }
    const firstName = new Map();
    return sorted.map((entry) => {
        const content = contentOf.get(entry.path.toString('latin1')) ?? entry;
        const first = firstName.get(content);
        if (first !== undefined)
            return formatEntry(asHardLink(entry.path, content, first));
        firstName.set(content, entry.path);
        return formatEntry({ ...content, path: entry.path });
    });
}
function asHardLink(path, { mode, uid, gid, mtimeNs, xattrs }, link) {
    return { path, type: 'hardlink', mode, uid, gid, mtimeNs, link, xattrs };
}

;// CONCATENATED MODULE: ./lib/js/restore/swap.js











/**
 * Exchanges the content of volumes for their staged content, in order. First every old content is copied and the copy
 * compared; then each volume is emptied, refilled and compared. If anything fails on the way, all volumes touched so far
 * get their old content back. The volumes themselves stay: labels, options and containers keep their references. After
 * an exchange that went well the mark stays too: it is for the caller to take away, once nothing staged is left.
 *
 * @throws BackupError with the cause, everything as before; `rollback-failed` when a volume could not be brought back,
 * naming it and the copy that holds its content
 */
async function swapVolumes(request) {
    const { steps, host, signal } = request;
    const notes = await (0,promises_.mkdtemp)((0,external_node_path_.join)(request.folder, 'old-'));
    const bytes = await request.openBytes();
    // What stays of a helper must not keep anybody from bringing the old content back.
    let closing;
    const close = () => {
        closing ??= bytes.close().catch((error) => host.warn((0,errors/* messageOf */.bD)(error)));
        return closing;
    };
    const touched = [];
    let marked = false;
    // Nothing of the user's has changed yet: a request to end need not wait for a long copy.
    const forget = (0,abort/* onAbort */.u)(signal, async () => marked || close());
    try {
        const kept = [];
        for (const [number, step] of steps.entries()) {
            (0,abort/* checkAborted */.w)(signal);
            kept.push(await keepOld(step, bytes, host, (0,external_node_path_.join)(notes, String(number)), signal));
        }
        await requireRoom(kept, bytes);
        (0,abort/* checkAborted */.w)(signal);
        marked = true;
        await request.mark();
        for (const one of kept) {
            touched.push(one);
            await exchange(one.step, bytes, host);
            // From the first delete on, a request to end is answered by bringing the old content back.
            (0,abort/* checkAborted */.w)(signal);
        }
    }
    catch (error) {
        await close();
        if (touched.length > 0) {
            host.warn(`the exchange failed, the old content is brought back: ${(0,errors/* messageOf */.bD)(error)}`);
            await rollBack(touched, request, error);
        }
        if (marked)
            await request.unmark();
        throw touched.length > 0 ? undone(error) : error;
    }
    finally {
        forget();
        await close();
        await (0,promises_.rm)(notes, { recursive: true, force: true }).catch((error) => host.warn((0,errors/* messageOf */.bD)(error)));
    }
}
async function keepOld(step, bytes, host, notes, signal) {
    const { target, rollback } = step;
    const started = performance.now();
    host.progress(`${target.item.key}: keeping the old content`);
    const oldBytes = await bytes.usedBytes(target.name);
    await requireSpace(bytes, rollback, oldBytes, `the copy of the old content of ${target.name}`);
    await bytes.copy(target.name, rollback);
    const writer = new IndexWriter(notes);
    await compareTree({
        bytes,
        volume: target.name,
        expected: undefined,
        onLines: (lines) => writer.addLines(lines),
        onProgress: () => undefined,
        signal
    }).catch((error) => {
        writer.abandon();
        throw error;
    });
    const { sha256 } = await writer.finish();
    const old = () => indexLines('of the old content', (0,external_node_fs_.createReadStream)(notes), sha256);
    await verifyTree({ bytes, volume: rollback, expected: old(), onProgress: () => undefined, signal }, `the copy of the old content of ${target.name}`);
    await bytes.settle();
    host.progress(undefined);
    host.info(`${target.item.key}: the old content is kept in volume ${rollback}, ${(0,units/* formatDuration */.a3)(performance.now() - started)}`);
    return { step, oldBytes, old };
}
/** Each volume is emptied before it is refilled: it needs room for what the new content is larger. */
async function requireRoom(kept, bytes) {
    let growth = 0;
    for (const { step, oldBytes } of kept) {
        const { target, stage } = step;
        growth += (await bytes.usedBytes(stage)) - oldBytes;
        await requireSpace(bytes, target.name, growth, `the new content of ${target.name}`);
    }
}
async function exchange({ target, stage }, bytes, host) {
    const started = performance.now();
    host.progress(`${target.item.key}: exchanging`);
    await bytes.wipe(target.name);
    await bytes.copy(stage, target.name);
    await verifyTree({ bytes, volume: target.name, expected: target.item.index(), onProgress: () => undefined }, `the restored volume ${target.name}`);
    await bytes.settle();
    host.progress(undefined);
    host.info(`${target.item.key}: exchanged and compared, ${(0,units/* formatDuration */.a3)(performance.now() - started)}`);
}
function undone(error) {
    const { code, message, hint } = (0,errors/* toBackupError */.uy)(error);
    return new errors/* BackupError */.hj(code, `${message}; the old content is back in every volume`, {
        ...(hint === undefined ? {} : { hint }),
        cause: error
    });
}
/** With a helper of its own: the first one may be what failed. */
async function rollBack(touched, { openBytes, host }, cause) {
    const failures = [];
    const commands = [];
    const bytes = await openBytes().catch((error) => (0,errors/* messageOf */.bD)(error));
    for (const { step, old } of [...touched].reverse()) {
        try {
            if (typeof bytes === 'string')
                throw new Error(bytes);
            // What cannot be removed or written may be as it was: the comparison decides.
            const note = (error) => host.warn((0,errors/* messageOf */.bD)(error));
            await bytes.wipe(step.target.name).catch(note);
            await bytes.copy(step.rollback, step.target.name).catch(note);
            await verifyTree({ bytes, volume: step.target.name, expected: old(), onProgress: () => undefined }, `the rolled-back volume ${step.target.name}`);
            await bytes.settle();
            host.info(`${step.target.item.key}: the old content is back`);
        }
        catch (error) {
            failures.push(`${step.target.name} (its old content is in volume ${step.rollback}): ${(0,errors/* messageOf */.bD)(error)}`);
            commands.push((0,backup_set_readable/* copyBackCommand */.CK)(step.rollback, step.target.name));
        }
    }
    if (typeof bytes !== 'string')
        await bytes.close().catch((error) => host.warn((0,errors/* messageOf */.bD)(error)));
    if (failures.length === 0)
        return;
    throw new errors/* BackupError */.hj('rollback-failed', `the restore failed (${(0,errors/* messageOf */.bD)(cause)}) and so did bringing back the old content of ${failures.join('; ')}`, {
        hint: `do not start the services; copy the old content back, IMAGE being any image with GNU tar (debian:stable-slim):\n${commands.join('\n')}`,
        cause
    });
}

;// CONCATENATED MODULE: ./lib/js/restore/perform.js












/** What a restore has made in Docker so far, so that every way out removes it. */
class RestoreRun {
    #settings;
    #ports;
    #engine;
    #store;
    #targets;
    #creatingMark;
    /** Removed in every case. */
    #stages = new Map();
    /** Volumes of the user's that did not exist before; removed on failure. */
    #created = [];
    #rollbacks = new Map();
    /** While it is `exchanging`, volumes may be neither old nor new; from `exchanged` on nothing is undone. */
    #state = 'untouched';
    constructor(settings, ports, engine, store, targets) {
        this.#settings = settings;
        this.#ports = ports;
        this.#engine = engine;
        this.#store = store;
        this.#targets = targets;
        this.#creatingMark = creatingMarkOf(ports.runId);
    }
    /** @returns the rollback copies that were kept, by the name of the volume whose old content they hold */
    async run() {
        const folder = await makeScratch(this.#engine, this.#ports, 'restore');
        let stopped = [];
        try {
            await this.#stageAll(folder).catch((error) => {
                throw unchanged(error);
            });
            stopped = await this.#exchangeAll(folder);
        }
        catch (error) {
            if (this.#state === 'untouched' && (await this.#remove(this.#created)))
                await this.#remove([this.#creatingMark]);
            throw error;
        }
        finally {
            await this.#removeStages();
            // Of an exchange that was neither finished nor undone, the copies are the only place where the old content is.
            if (this.#state === 'untouched')
                await this.#remove([...this.#rollbacks.values()]);
            await (0,promises_.rm)(folder, { recursive: true, force: true });
        }
        // Copies go last: until the services are healthy nobody knows which one is needed.
        await waitHealthy(this.#engine, stopped, this.#settings.healthTimeoutSeconds, this.#ports);
        const earlier = new EarlierRuns(this.#engine, this.#ports);
        if (this.#settings.keepRollback)
            await earlier.removeRollbacks(this.#rollbacks);
        else
            await this.#remove([...this.#rollbacks.values()]);
        await earlier.settle(this.#targets.map(({ name }) => name));
        if (!this.#settings.keepRollback)
            return new Map();
        return new Map([...this.#rollbacks].map(([{ name }, rollback]) => [name, rollback]));
    }
    async #stageAll(folder) {
        const { host, runId, signal } = this.#ports;
        await this.#markCreated();
        for (const [number, target] of this.#targets.entries()) {
            (0,abort/* checkAborted */.w)(signal);
            if (target.create) {
                await this.#engine.createVolume(target.create);
                this.#created.push(target.name);
                if (!isExchanged(target))
                    continue;
            }
            const stage = `volume-backup-stage-${runId}-${number}`;
            this.#stages.set(target, stage);
            await this.#engine.createVolume((0,engine_labels/* ownVolume */.pQ)(stage, runId, 'stage'));
        }
        const volumes = this.#targets.map((target) => this.#stages.get(target) ?? target.name);
        const bytes = await this.#ports.openBytes(this.#engine, volumes.map((name) => ({ name, writable: true })), folder);
        const forget = (0,abort/* onAbort */.u)(signal, () => bytes.close());
        try {
            const needed = this.#targets.reduce((sum, { item }) => sum + item.neededBytes, 0);
            await requireSpace(bytes, volumes[0] ?? '', needed, 'the restore');
            for (const target of this.#targets) {
                await stageArchive({
                    item: target.item,
                    store: this.#store,
                    bytes,
                    volume: this.#stages.get(target) ?? target.name,
                    host,
                    signal
                });
            }
            await bytes.settle();
        }
        finally {
            forget();
            await bytes.close();
        }
    }
    /** @returns those who were stopped meanwhile and run again */
    async #exchangeAll(folder) {
        const { host, runId, signal } = this.#ports;
        const existing = this.#targets.filter(isExchanged);
        if (existing.length === 0) {
            this.#state = 'exchanged';
            await this.#remove([this.#creatingMark]);
            return [];
        }
        const users = await this.#strangers();
        refuseOtherRuns(users, 'restore');
        if (this.#settings.runningServices === 'refuse')
            refuseRunning(users);
        const steps = [];
        for (const [number, target] of existing.entries()) {
            const rollback = `volume-backup-rollback-${runId}-${number}`;
            this.#rollbacks.set(target, rollback);
            await this.#engine.createVolume((0,engine_labels/* ownVolume */.pQ)(rollback, runId, 'rollback', { [engine_labels/* rollbackOfLabel */.uj]: target.name }));
            steps.push({ target, stage: this.#stages.get(target) ?? '', rollback });
        }
        const mounts = steps.flatMap(({ target, stage, rollback }) => [
            { name: stage, writable: false },
            { name: target.name, writable: true },
            { name: rollback, writable: true }
        ]);
        const marker = markOf(runId);
        const openBytes = () => this.#ports.openBytes(this.#engine, mounts, folder);
        const hold = await holdContainers(this.#engine, host, planStop(users, this.#settings.stopTimeoutSeconds), signal);
        try {
            // Somebody may have started a service while the others were being stopped.
            refuseRunning(await this.#strangers());
            await swapVolumes({
                steps,
                openBytes,
                mark: async () => {
                    this.#state = 'exchanging';
                    const stopped = users.filter(isRunning).map(({ name }) => name);
                    await this.#engine.createVolume((0,engine_labels/* ownVolume */.pQ)(marker, runId, 'exchange', { [engine_labels/* stoppedLabel */.Mb]: stopped.join(' ') }));
                },
                unmark: async () => {
                    this.#state = 'untouched';
                    await this.#remove([marker]);
                },
                host,
                folder,
                signal
            });
            this.#state = 'exchanged';
            // This mark goes last: with anything else and without it, a kill would look like one before the exchange, and cost
            // the copies.
            if ((await this.#removeStages()) && (await this.#remove([this.#creatingMark])))
                await this.#remove([marker]);
        }
        catch (error) {
            // Services must not start on a volume that is neither old nor new.
            if (this.#state === 'exchanging')
                throw error;
            await hold.release().catch((failure) => host.error((0,errors/* messageOf */.bD)(failure)));
            throw error;
        }
        await hold.release();
        return users.filter(isRunning);
    }
    /** Before the first of them is there, so that a kill leaves none that nobody knows for what it is. */
    async #markCreated() {
        const names = this.#targets.flatMap(({ create }) => create?.name ?? []);
        if (names.length === 0)
            return;
        const labels = { [engine_labels/* createsLabel */.Ed]: names.join(' ') };
        await this.#engine.createVolume((0,engine_labels/* ownVolume */.pQ)(this.#creatingMark, this.#ports.runId, 'creating', labels));
    }
    /** The users of the targets that this run has not made itself. */
    async #strangers() {
        const users = await usersOf(this.#engine, this.#targets);
        return users.filter(({ labels }) => labels[engine_labels/* runLabel */.Az] !== this.#ports.runId);
    }
    /** @returns whether none is left */
    async #removeStages() {
        const stages = [...this.#stages.values()];
        this.#stages.clear();
        return this.#remove(stages);
    }
    /** @returns whether none is left */
    async #remove(names) {
        let complete = true;
        for (const name of names) {
            await this.#engine.removeVolume(name).catch((error) => {
                complete = false;
                this.#ports.host.warn(`volume ${name} is left behind: ${(0,errors/* messageOf */.bD)(error)}`);
            });
        }
        return complete;
    }
}
/** Who reads of a failed restore wants to know this first. */
function unchanged(error) {
    const { code, message, hint, cause } = (0,errors/* toBackupError */.uy)(error);
    const promise = 'nothing was changed';
    if (hint?.includes(promise))
        return (0,errors/* toBackupError */.uy)(error);
    return new errors/* BackupError */.hj(code, message, { hint: hint ? `${hint}; ${promise}` : promise, cause });
}
async function usersOf(engine, targets) {
    return engine.volumeUsers(targets.filter(({ create }) => !create).map(({ name }) => name));
}

// EXTERNAL MODULE: ./lib/js/backup-set/foreign.js
var foreign = __webpack_require__(89239);
;// CONCATENATED MODULE: ./lib/js/restore/source.js









/**
 * Finds what is to be restored. An archive without a manifest (of the original
 * backup script) is read to its end here, since nothing else vouches for it.
 *
 * @param openFolder a store on a folder, for an archive that is named by its path
 * @param project whose latest backup is meant
 * @throws BackupError `backup-unknown`, `backup-damaged`, `archive-refused`, `bad-input`
 */
async function openSource(source, store, openFolder, project, signal) {
    if (source.kind === 'set')
        return { store, source: await openSet(source.backupId, store, project, signal) };
    const folder = openFolder((0,external_node_path_.dirname)(source.archive));
    await requireThere(source.archive, folder);
    return {
        store: folder,
        source: await openArchiveFile(source, folder, signal)
    };
}
async function openSet(backupId, store, project, signal) {
    const old = (0,foreign/* foreignSets */.g)(await store.fileNames()).get(backupId) ?? [];
    if (old.length > 0) {
        const items = [];
        for (const name of old)
            items.push(await foreignItem(name, store, signal));
        return { backupId, project: undefined, manifest: undefined, items, warnings: [foreignWarning] };
    }
    const manifest = await store.read(backupId, project);
    return { ...fromManifest(manifest, store, manifest.volumes), warnings: [] };
}
/** @throws BackupError `backup-unknown` with the nearest names of that folder */
async function requireThere(archive, store) {
    const names = await store.fileNames();
    const name = (0,external_node_path_.basename)(archive);
    if (names.includes(name))
        return;
    const archives = names.filter((one) => (0,naming/* parseArchiveName */.Lz)(one) !== undefined);
    const near = (0,nearest/* nearestNames */.L)(name, archives);
    throw new errors/* BackupError */.hj('backup-unknown', `there is no archive ${archive}`, {
        hint: archives.length === 0
            ? `there is no archive at all in ${store.location}`
            : `nearest there: ${(near.length > 0 ? near : archives.slice(-3)).join(', ')}`
    });
}
async function openArchiveFile({ volume, archive: path }, store, signal) {
    const name = (0,external_node_path_.basename)(path);
    const parts = (0,naming/* parseArchiveName */.Lz)(name);
    if (!parts) {
        throw new errors/* BackupError */.hj('bad-input', `${name} is not named as an archive of a backup`, {
            hint: 'archives are named VOLUME-YYYYMMDD-HHMMSS.tar.gz (or .tar.zst, .tar)'
        });
    }
    const backup = (await store.list()).find(({ backupId }) => backupId === parts.backupId);
    // What is wrong with it, and what to do about that, is told by reading it.
    if (backup?.problem)
        await store.read(parts.backupId);
    if (!backup?.manifest) {
        const item = await foreignItem(name, store, signal);
        requireSame(volume, path, item.key, undefined);
        return {
            backupId: parts.backupId,
            project: undefined,
            manifest: undefined,
            items: [item],
            warnings: [foreignWarning]
        };
    }
    const found = backup.manifest.volumes.find(({ archive }) => archive.file === name);
    if (!found)
        throw new errors/* BackupError */.hj('backup-damaged', `${name} is not in the manifest of backup ${parts.backupId}`, {
            hint: 'use the files as the backup wrote them'
        });
    requireSame(volume, path, found.key, found.name);
    return { ...fromManifest(backup.manifest, store, [found]), warnings: [] };
}
const foreignWarning = 'this backup has no manifest: its archives are read whole and compared after the restore, but nothing tells whether they are what was backed up';
/** An archive of the wrong volume destroys: the original script restored certificates into a log volume and said success. */
function requireSame(volume, path, key, name) {
    if (volume === key || volume === name || volume.endsWith(`_${key}`))
        return;
    throw new errors/* BackupError */.hj('bad-input', `${(0,external_node_path_.basename)(path)} holds volume ${key}, not ${volume}`, {
        hint: `to restore it, say: ${(0,commands/* commandLine */.ay)(['volume-backup', 'restore', key, path])}`
    });
}
function fromManifest(manifest, store, volumes) {
    return {
        backupId: manifest.backupId,
        project: manifest.project,
        manifest,
        items: volumes.map((volume) => manifestItem(volume, store))
    };
}
function manifestItem(volume, store) {
    return {
        key: volume.key,
        file: volume.archive.file,
        compression: volume.archive.compression,
        dialect: 'own',
        layout: 'volume',
        sizeBytes: volume.archive.sizeBytes,
        neededBytes: Math.min(volume.contentBytes, volume.tar.sizeBytes),
        restoreOrder: volume.restoreOrder,
        recorded: { name: volume.name, driver: volume.driver, options: volume.options, labels: volume.labels },
        redactedOptions: volume.redactedOptions,
        manifestVolume: volume,
        index: () => indexLines(volume.index.file, store.bytes(volume.index.file), (0,backup_set_manifest/* bareHex */.c_)(volume.index.sha256))
    };
}
async function foreignItem(name, store, signal) {
    const parts = (0,naming/* parseArchiveName */.Lz)(name);
    if (!parts)
        throw new errors/* BackupError */.hj('internal', `${name} is no archive's name`);
    const sizeBytes = await store.sizeBytes(name);
    if (sizeBytes === 0)
        throw new errors/* BackupError */.hj('backup-damaged', `${name} is empty`, { hint: 'use another backup' });
    const entries = [];
    const opened = await verifyArchive({
        name,
        bytes: store.bytes(name),
        compression: parts.compression,
        dialect: 'foreign',
        depth: 'content',
        expected: {},
        onEntry: (entry) => entries.push(entry),
        onProgress: () => undefined,
        signal
    });
    const lines = canonicalLines(entries);
    return {
        key: parts.key,
        file: name,
        compression: parts.compression,
        dialect: 'foreign',
        layout: opened.layout,
        sizeBytes,
        neededBytes: opened.tarBytes,
        restoreOrder: undefined,
        recorded: undefined,
        redactedOptions: [],
        manifestVolume: undefined,
        index: async function* () {
            yield lines;
        }
    };
}

;// CONCATENATED MODULE: ./lib/js/restore/run.js










/**
 * Restores a set, or one volume, without losing what was there: nothing of the user's is touched before everything is
 * staged and compared; a failure afterwards brings the old content back.
 */
async function runRestore(settings, ports) {
    const engine = await ports.connect();
    const reading = await ports.readCompose(settings.stack);
    const { store, source } = await openSource(settings.source, ports.store, ports.openStore, reading?.model.project ?? settings.stack.projectName, ports.signal);
    const live = await engine.listVolumes();
    const targets = planTargets({
        source,
        patterns: settings.volumes,
        priorities: settings.priority,
        compose: reading?.model,
        projectName: settings.stack.projectName,
        live
    });
    requireNamed(settings, targets);
    await store.refuseInside?.(live.filter((volume) => targets.some(({ name }) => name === volume.name)));
    const users = await usersOf(engine, targets);
    refuseOtherRuns(users, 'restore');
    const active = await engine.activeRuns();
    const halves = warningsOf(leftovers(live, ports.runId).filter(({ runId }) => !active.has(runId)), targets.map(({ name }) => name));
    const warnings = [...source.warnings, ...(reading?.warnings ?? []), ...halves];
    for (const warning of warnings)
        ports.host.warn(warning);
    if (settings.runningServices === 'stop')
        planStop(users, settings.stopTimeoutSeconds);
    await checkFiles(targets, store);
    announce(settings, ports, source, targets, users);
    if (settings.dryRun)
        return outcome(settings, ports, source, store, targets, warnings, new Map());
    if (settings.runningServices === 'refuse')
        refuseRunning(users);
    await requireConfirmation(settings, ports);
    const unlock = await ports.lockRestore(engine, targets.filter(({ create }) => !create).map(({ name }) => name));
    try {
        await sweepScratch(engine, ports);
        await new EarlierRuns(engine, ports).tidy();
        const rollbacks = await new RestoreRun(settings, ports, engine, store, targets).run();
        return outcome(settings, ports, source, store, targets, warnings, rollbacks);
    }
    finally {
        await unlock();
    }
}
/**
 * VOLUME on the command line says where the content goes, not only which archive is meant.
 * @throws BackupError `bad-input`
 */
function requireNamed({ source }, targets) {
    if (source.kind === 'set')
        return;
    const other = targets.find(({ item, name }) => source.volume !== item.key && source.volume !== name);
    if (other)
        throw new errors/* BackupError */.hj('bad-input', `${source.volume} was named, but ${other.item.file} belongs into ${other.name}; nothing was changed`, { hint: `name ${other.name}, or the project that you mean with --project-name` });
}
/**
 * Sizes first: a file that is missing or cut short is found in no time.
 * @throws BackupError `backup-damaged` that names all such files; what the store says where it cannot tell
 */
async function checkFiles(targets, store) {
    const problems = [];
    for (const { item } of targets) {
        const files = [
            [item.file, item.sizeBytes],
            ...(item.manifestVolume
                ? [[item.manifestVolume.index.file, item.manifestVolume.index.sizeBytes]]
                : [])
        ];
        for (const [file, expected] of files) {
            const found = await store.sizeBytes(file).catch((error) => {
                if (error instanceof errors/* BackupError */.hj && (0,errors/* codeOf */.$N)(error.cause) === 'ENOENT')
                    return undefined;
                throw error;
            });
            if (found !== expected)
                problems.push(found === undefined
                    ? `${file} is missing`
                    : `${file} has ${found} bytes, the manifest says ${expected}`);
        }
    }
    if (problems.length > 0)
        throw new errors/* BackupError */.hj('backup-damaged', `the backup is not complete: ${problems.join('; ')}`, {
            hint: 'use another backup; nothing was changed'
        });
}
function announce(settings, ports, source, targets, users) {
    const { host } = ports;
    const verb = settings.dryRun ? 'would be' : 'will be';
    host.info(`backup ${source.backupId}${source.manifest ? `, made ${source.manifest.createdAt} on ${source.manifest.host}` : ''}`);
    for (const { item, name, create } of targets) {
        host.info(`${name} ${verb} ${create ? 'created' : 'REPLACED: all that is in it now goes'}, from ${item.file} (${(0,units/* formatBytes */.z3)(item.sizeBytes)})`);
    }
    const running = users.filter(isRunning);
    if (running.length === 0)
        return;
    host.info(`${settings.runningServices === 'stop' ? `${verb} stopped meanwhile` : 'in the way, to be stopped first'}: ${running.map(({ name }) => name).join(', ')}`);
}
/** @throws BackupError `not-confirmed` */
async function requireConfirmation(settings, ports) {
    if (settings.confirmed)
        return;
    const answer = await ports.host.ask('This replaces the content of the volumes above. Type yes to go on: ');
    if (answer === 'yes')
        return;
    throw new errors/* BackupError */.hj('not-confirmed', answer === undefined
        ? 'a restore has to be confirmed and there is nobody to ask'
        : 'the restore was not confirmed; nothing was changed', {
        hint: 'answer with the word yes, or say --force (input confirm: yes)'
    });
}
function outcome(settings, ports, source, store, targets, warnings, rollbacks) {
    const kept = [...rollbacks.values()];
    const compose = (0,commands/* composeCommand */.ec)(settings.stack, process.cwd());
    return {
        reportVersion: '1.0',
        operation: 'restore',
        result: 'success',
        dryRun: settings.dryRun,
        runId: ports.runId,
        ...(source.project === undefined ? {} : { project: source.project }),
        backupId: source.backupId,
        location: store.location,
        verified: !settings.dryRun,
        volumes: targets.map(({ item, name }) => ({
            key: item.key,
            name,
            ...(item.manifestVolume
                ? {
                    priority: item.manifestVolume.priority,
                    ...(item.manifestVolume.description === undefined
                        ? {}
                        : { description: item.manifestVolume.description }),
                    entries: item.manifestVolume.entries,
                    contentBytes: item.manifestVolume.contentBytes
                }
                : {}),
            outcome: settings.dryRun ? 'planned' : 'restored',
            archiveFile: item.file,
            archiveBytes: item.sizeBytes,
            ...(rollbacks.has(name) ? { rollbackCopy: rollbacks.get(name) ?? '' } : {}),
            notes: item.manifestVolume ? [] : ['no manifest: compared with the archive itself']
        })),
        leftOut: [],
        checks: [],
        warnings,
        guidance: settings.dryRun
            ? []
            : [
                ...(settings.runningServices === 'refuse'
                    ? [
                        `start the services:   ${compose} up -d`,
                        `look at them:         ${compose} ps; ${compose} logs`
                    ]
                    : []),
                ...(kept.length > 0
                    ? [`the old content is kept; once all is well: docker volume rm ${kept.join(' ')}`]
                    : [])
            ]
    };
}

;// CONCATENATED MODULE: ./lib/js/validate/throw-aways.js


/** Removes what validations have left that were killed: throw-away things alone, of runs that are no more. */
async function sweepThrowAways(engine, host, ownRun) {
    const volumes = (await engine.listVolumes()).flatMap(({ name, labels }) => {
        const run = labels[engine_labels/* runLabel */.Az] ?? labels[engine_labels/* acceptanceLabel */.Up];
        return name.startsWith('volume-backup-') &&
            /^(drill|cycle|acceptance)$/.test(labels[engine_labels/* purposeLabel */.ZC] ?? '') &&
            run !== undefined
            ? [{ name, run }]
            : [];
    });
    const runs = new Set(volumes.map(({ run }) => run));
    if (runs.size === 0)
        return;
    // Asked for after the volumes: a run that is seen here without them has yet to make them.
    const active = await engine.activeRuns();
    for (const runId of runs) {
        if (runId === ownRun || active.has(runId))
            continue;
        const names = volumes.filter(({ run }) => run === runId).map(({ name }) => name);
        await removeRun(engine, runId, names).then(() => host.warn(`removed what validation ${runId} had left, which was killed: ${names.join(', ')}`), (error) => host.warn(`validation ${runId}, which was killed, has left things: ${(0,errors/* messageOf */.bD)(error)}`));
    }
}
/**
 * Containers first, for they hold the others.
 * @throws BackupError that names what cannot be removed, after all else is
 */
async function removeRun(engine, runId, volumes) {
    const failures = [];
    const attempt = (deed, command) => deed.catch((error) => {
        failures.push(`${(0,errors/* messageOf */.bD)(error)}${command === undefined ? '' : `: ${command}`}`);
    });
    await attempt(engine.removeContainersOf(runId));
    await attempt(engine.removeNetworksOf(runId));
    await attempt(engine.removeImages(`${engine_labels/* runLabel */.Az}=${runId}`));
    for (const name of volumes)
        await attempt(engine.removeVolume(name), `docker volume rm ${name}`);
    if (failures.length > 0)
        throw new errors/* BackupError */.hj('docker-failed', failures.join('; '));
}

;// CONCATENATED MODULE: ./lib/js/validate/validation.js



/** A validation under way: what several checks need is found out once. */
class Validation {
    settings;
    ports;
    #checkers;
    #results = new Map();
    #engine;
    #place;
    #stack;
    #reading;
    #backups;
    constructor(settings, ports, checkers) {
        this.settings = settings;
        this.ports = ports;
        this.#checkers = checkers;
    }
    engine() {
        this.#engine ??= this.ports.connect();
        return this.#engine;
    }
    /** The engine for checks that make volumes: others see that this run is at work, and what killed ones left is gone. */
    async workplace() {
        const engine = await this.engine();
        const { ports } = this;
        this.#place ??= ports.showPresence(engine).then(async (leave) => {
            await sweepThrowAways(engine, ports.host, ports.runId);
            await sweepScratch(engine, ports);
            return leave;
        });
        await this.#place;
        return engine;
    }
    async close() {
        const leave = await this.#place?.catch(() => undefined);
        await leave?.();
    }
    /** The stack and its chosen volumes. @throws what `findStack` throws */
    stack() {
        this.#stack ??= this.engine().then((engine) => findStack(this.settings, this.ports, engine, this.settings.priority ?? ['critical', 'high'], true));
        return this.#stack;
    }
    /** The Compose file; `undefined` when there is none. @throws BackupError `bad-input`, `compose-failed` */
    reading() {
        this.#reading ??= this.ports.readCompose(this.settings.stack);
        return this.#reading;
    }
    /** @throws BackupError `backup-unknown`, `backup-damaged` */
    async readBackup(reference) {
        return this.ports.store.read(reference, await this.project());
    }
    /** As far as anything says. */
    async project() {
        return (await this.reading().catch(() => undefined))?.model.project ?? this.settings.stack.projectName;
    }
    /** Whether one of the store may be of this project: of artifacts nobody knows before they are fetched. */
    async hasOwnBackup() {
        const project = await this.project();
        const backups = await this.backups();
        return backups.some(({ manifest }) => (manifest?.project ?? project) === project || project === undefined);
    }
    /** Those of the store, newest first. */
    backups() {
        this.#backups ??= this.ports.store.list();
        return this.#backups;
    }
    /** Whether a Compose file, a project or volumes say which stack is meant. */
    async hasStack() {
        const { stack, volumes } = this.settings;
        return stack.projectName !== undefined || volumes.length > 0 || (await this.reading()) !== undefined;
    }
    /** Runs a check, once however often it is asked for. */
    result(name) {
        const running = this.#results.get(name) ?? this.#checkers[name].check(this);
        this.#results.set(name, running);
        return running;
    }
}
/** For checks of the live stack. */
async function noStack(validation) {
    if (await validation.hasStack())
        return undefined;
    return `there is no Compose file in ${validation.settings.stack.workingDirectory}, and neither a project nor volumes are named`;
}

;// CONCATENATED MODULE: ./lib/js/validate/live-copy.js





/**
 * Archives the live volumes into a private folder, as a backup does, but publishes nothing.
 * @param folder absolute; whoever made it removes it
 */
async function copyLive(validation, folder) {
    const { ports } = validation;
    const settings = {
        ...validation.settings,
        operation: 'backup',
        strict: false,
        allowEmpty: true,
        shrinkAlarmPercent: 100
    };
    const stack = await validation.stack();
    const engine = await validation.engine();
    const endTurn = await takeTurn(settings, ports, engine, stack);
    try {
        const users = await engine.volumeUsers(stack.selection.volumes.map(({ name }) => name));
        refuseOtherRuns(users, 'backup');
        const live = await engine.listVolumes();
        const consequence = 'what is in them now is not worth a check';
        refuseHalfRestored(live, stack.selection.volumes, ports.runId, consequence);
        const plan = planBackup(settings, stack.selection, users);
        const warnings = [...plan.warnings];
        const draft = await ports.openStore(folder).begin(ports.now);
        const request = { settings, ports, engine, stack, users, plan, draft, warnings };
        const { volumes, held } = await readVolumes(request);
        return { volumes, store: ports.openStore(draft.folder), folder: draft.folder, held, warnings };
    }
    finally {
        await endTurn?.();
    }
}

;// CONCATENATED MODULE: ./lib/js/drill/data.js



/** @param folder private; for a copy of the live volumes. @throws BackupError `backup-unknown` and what a backup throws */
async function findData(validation, folder) {
    const { settings, ports } = validation;
    const source = settings.drill.source ??
        (settings.backupId !== 'latest' || (await validation.hasOwnBackup()) ? 'backup' : 'live');
    if (source === 'live') {
        const { volumes, store, held, warnings } = await copyLive(validation, folder);
        const items = volumes.map((volume) => manifestItem(volume, store));
        const madeAt = new Date(Math.min(...volumes.map(({ startedAt }) => Date.parse(startedAt))));
        return { source, madeAt, store, items, held, warnings };
    }
    const isOne = /^(latest.*|\d{8}-\d{6})$/.test(settings.backupId);
    const manifest = await validation.readBackup(isOne ? settings.backupId : 'latest');
    const excluded = settings.volumes.filter(({ exclude }) => exclude).map(({ pattern }) => pattern);
    const times = manifest.volumes.map(({ startedAt }) => Date.parse(startedAt)).filter((time) => time > 0);
    return {
        source,
        backupId: manifest.backupId,
        madeAt: new Date(Math.min(Date.parse(manifest.createdAt), ...times)),
        store: ports.store,
        items: manifest.volumes
            .filter(({ key, name }) => !excluded.some((pattern) => [key, name].some((one) => matchesGlob(pattern, one))))
            .map((volume) => manifestItem(volume, ports.store)),
        warnings: []
    };
}

// EXTERNAL MODULE: ./lib/js/record.js
var record = __webpack_require__(14030);
;// CONCATENATED MODULE: ./lib/js/drill/path-kinds.js



/**
 * What the bind mounts of all services point to.
 * @param address of the daemon
 */
async function pathKinds(resolved, address) {
    const mounts = Object.values((0,record/* asRecord */.q)(resolved.services)).flatMap((service) => {
        const { volumes } = (0,record/* asRecord */.q)(service);
        return Array.isArray(volumes) ? volumes.map(record/* asRecord */.q) : [];
    });
    const kinds = new Map();
    for (const { type, source } of mounts) {
        if (type !== 'bind' || typeof source !== 'string')
            continue;
        kinds.set(source, await pathKind(source, address.replace(/^unix:\/\//, '')));
    }
    return kinds;
}
/** @param socket of the daemon, wherever that is */
async function pathKind(path, socket) {
    const real = await (0,promises_.realpath)(path).catch(() => undefined);
    const found = real === undefined ? undefined : await (0,promises_.stat)(real).catch(() => undefined);
    if (real === undefined || !found)
        return 'missing';
    if (found.isFile())
        return 'file';
    if (found.isSocket())
        return 'socket';
    if (!found.isDirectory())
        return 'other';
    const open = [...systemFolders, socket, await (0,promises_.realpath)(socket).catch(() => socket)];
    return isOfSystem(real) || open.some((one) => isWithin(one, real === '/' ? '' : real))
        ? 'machine'
        : 'folder';
}

;// CONCATENATED MODULE: ./lib/js/drill/mounts.js

/** The mounts of a service on the drill's own volumes; of the host only what it can read and not change. */
function planMounts(service, declared, request) {
    const plans = (Array.isArray(declared) ? declared : []).map((value) => planMount(service, (0,record/* asRecord */.q)(value), request));
    return {
        mounts: plans.flatMap(({ mounts }) => mounts),
        volumes: plans.flatMap(({ volumes }) => volumes),
        notes: plans.flatMap(({ notes }) => notes),
        problems: plans.flatMap(({ problems }) => problems)
    };
}
const mounts_nothing = { mounts: [], volumes: [], notes: [], problems: [] };
function planMount(service, mount, request) {
    const source = typeof mount.source === 'string' ? mount.source : '';
    if (mount.type === 'tmpfs' || (mount.type === 'volume' && source === ''))
        return { ...mounts_nothing, mounts: [mount] };
    if (mount.type === 'volume')
        return onVolume(mount, source, request);
    const kind = mount.type === 'bind' ? request.pathKind(source) : 'other';
    const refuse = (what) => ({
        ...mounts_nothing,
        problems: [
            {
                subject: service,
                message: `service ${service} mounts ${source || String(mount.type)}, ${what}`,
                hint: 'give the drill a second Compose file that overrides this mount: compose-file, a list'
            }
        ]
    });
    if (kind === 'missing')
        return refuse('which does not exist here');
    // Read-only does not keep anybody from speaking to a socket.
    if (kind === 'machine' && mount.read_only === true)
        return refuse('which leads to sockets, devices or the state of this machine');
    if (kind !== 'file' && kind !== 'folder' && kind !== 'machine')
        return refuse('which leads out of the drill: a socket, a device or a kind of mount of its own');
    if (kind !== 'file' && mount.read_only !== true) {
        const plan = onVolume({ type: 'volume', target: mount.target }, source, request);
        return {
            ...plan,
            notes: [
                `service ${service}: ${source} is a folder of the host that it could write to: empty in the drill`
            ]
        };
    }
    const notes = mount.read_only === true ? [] : [`service ${service}: ${source} of the host is read-only in the drill`];
    return { ...mounts_nothing, mounts: [{ ...mount, read_only: true, bind: { create_host_path: false } }], notes };
}
function onVolume(mount, key, { volumeName }) {
    return { ...mounts_nothing, mounts: [{ ...mount, source: volumeName(key) }], volumes: [key] };
}

;// CONCATENATED MODULE: ./lib/js/drill/service.js

/** What a service may say as it likes: it does that inside of the drill. */
const kept = new Set([
    'attach blkio_config build cap_add cap_drop cgroup command configs cpu_count cpu_percent cpu_period cpu_quota',
    'cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset depends_on dns dns_opt dns_search domainname entrypoint',
    'environment expose extra_hosts gpus group_add healthcheck hostname image init ipc isolation links mem_limit',
    'mem_reservation mem_swappiness memswap_limit network_mode networks oom_kill_disable oom_score_adj pid pids_limit',
    'platform post_start pre_stop profiles read_only runtime secrets security_opt shm_size stdin_open stop_grace_period',
    'stop_signal storage_opt sysctls tmpfs tty ulimits user userns_mode uts volumes volumes_from working_dir'
].flatMap((line) => line.split(' ')));
/** Left out: it would clash with the user's stack, speak to programs that look after it, or outlive the drill. */
const leftOut = new Set([
    'annotations cgroup_parent container_name deploy develop env_file external_links label_file labels logging',
    'mac_address models ports pull_policy restart scale'
].flatMap((line) => line.split(' ')));
/** Docker's own choice, and what reaches no further than the container. */
const capabilities = new Set([
    'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID IPC_LOCK KILL LEASE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST',
    'NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT SYS_NICE SYS_RESOURCE'
].flatMap((line) => line.split(' ')));
/** What a build may say; the rest reaches out of it or names images of the user's. */
const keptOfBuild = new Set([
    'additional_contexts args cache_from context dockerfile dockerfile_inline extra_hosts isolation network no_cache',
    'platforms pull secrets shm_size target ulimits'
].flatMap((line) => line.split(' ')));
/** Whether "up" would build it: what is there is taken, unless the service says otherwise. */
function isBuilt(name, { build, image, pull_policy }, { images, localImages }) {
    if (build === undefined || images.has(name))
        return false;
    return pull_policy === 'build' || typeof image !== 'string' || !localImages.has(image);
}
/**
 * The service where it can do no harm.
 * @param mounts those of the drill
 * @param builtAs the drill's own name for an image that one of the services builds
 */
function drilledService(name, service, mounts, builtAs, request) {
    const { images, labels } = request;
    const resources = (0,record/* asRecord */.q)(service.deploy).resources;
    return {
        ...Object.fromEntries(Object.entries(service).filter(([key]) => kept.has(key) && key !== 'build' && key !== 'image')),
        ...imageOf(service, images.get(name), builtAs, isBuilt(name, service, request), labels),
        ...(resources === undefined ? {} : { deploy: { resources } }),
        ...(service.networks === undefined ? {} : { networks: withoutAddresses(service.networks) }),
        volumes: mounts,
        labels: { ...labels },
        restart: 'no'
    };
}
function imageOf({ image, build, pull_policy }, given, builtAs, isBuiltHere, labels) {
    const own = typeof image === 'string' && given === undefined ? builtAs.get(image) : undefined;
    if (isBuiltHere) {
        const build_ = Object.entries((0,record/* asRecord */.q)(build)).filter(([key]) => keptOfBuild.has(key));
        return {
            ...(own === undefined ? {} : { image: own }),
            build: { ...Object.fromEntries(build_), labels: { ...labels } },
            pull_policy: 'build'
        };
    }
    if (own !== undefined)
        return { image: own, pull_policy: 'never' };
    return { image: given ?? image, pull_policy: pull_policy === 'never' ? 'never' : 'missing' };
}
/** In the place of one that nobody starts: it stays in the file, for others may depend on it. */
function idleService({ image, profiles }) {
    return {
        image: typeof image === 'string' ? image : 'none',
        pull_policy: 'never',
        scale: 0,
        ...(profiles === undefined ? {} : { profiles })
    };
}
function withoutAddresses(networks) {
    return Object.fromEntries(Object.entries((0,record/* asRecord */.q)(networks)).map(([name, value]) => {
        const { aliases } = (0,record/* asRecord */.q)(value);
        return [name, aliases === undefined ? {} : { aliases }];
    }));
}
/** Whether any container of it is to run. */
function wantsToRun(service) {
    return service.scale !== 0 && (0,record/* asRecord */.q)(service.deploy).replicas !== 0;
}
/** Whether it is meant to run for good: then an end with 0 is none that it came to by itself. */
function isLasting({ restart }) {
    return restart === 'always' || restart === 'unless-stopped';
}
/** A service that may change this machine, or speak to what runs on it, is not started from a backup or a pull request. */
function dangersOf(name, service) {
    const reasons = [
        ...(service.privileged === true ? ['runs privileged'] : []),
        ...(asList(service.post_start).some((hook) => (0,record/* asRecord */.q)(hook).privileged === true)
            ? ['has a privileged post_start']
            : []),
        ...dangersOfBuild((0,record/* asRecord */.q)(service.build)),
        ...['pid', 'ipc', 'uts', 'userns_mode', 'cgroup', 'network_mode']
            .filter((key) => !isClosed(key, service[key]))
            .map((key) => `has ${key}: ${service[key]}`),
        ...(asList(service.devices).length > 0 ? ['uses devices of the host'] : []),
        ...(asList(service.device_cgroup_rules).length > 0 ? ['uses devices of the host'] : []),
        ...asList(service.cap_add)
            .filter((one) => !capabilities.has(String(one).toUpperCase().replace(/^CAP_/, '')))
            .map((one) => `has capability ${one}`),
        ...asList(service.security_opt)
            .filter((one) => /^systempaths[=:]unconfined$/.test(String(one)))
            .map((one) => `has security_opt ${one}`),
        ...asList(service.volumes_from)
            .map(String)
            .filter((one) => one.startsWith('container:'))
            .map((one) => `takes volumes from another ${one.replace(':', ' ')}`),
        ...(service.use_api_socket === true ? ['speaks to the daemon (use_api_socket)'] : []),
        ...unknownKeys(service).map((key) => `has ${key}, of which a drill does not know what it does outside`)
    ];
    return [...new Set(reasons)].map((reason) => ({
        subject: name,
        message: `service ${name} ${reason}: a drill could change this machine or the running stack`,
        hint: 'give the drill a second Compose file that overrides it: compose-file, a list'
    }));
}
function dangersOfBuild({ privileged, entitlements, network }) {
    return [
        ...(privileged === true || asList(entitlements).length > 0 ? ['is built privileged'] : []),
        ...(network === 'host' ? ['is built in the network of the host'] : [])
    ];
}
/** Of networks "bridge" and names of others are open, too. */
function isClosed(key, value) {
    const text = typeof value === 'string' ? value : '';
    return key === 'network_mode' ? /^(none|service:.*|)$/.test(text) : !/^(host$|container:)/.test(text);
}
const judged = ['cap_add', 'device_cgroup_rules', 'devices', 'privileged', 'use_api_socket'];
function unknownKeys(service) {
    return Object.entries(service)
        .filter(([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0))
        .map(([key]) => key)
        .filter((key) => !kept.has(key) && !leftOut.has(key) && !judged.includes(key) && !key.startsWith('x-'));
}
function asList(value) {
    return Array.isArray(value) ? value : [];
}

;// CONCATENATED MODULE: ./lib/js/drill/plan.js



/** The same stack, where it can do no harm: other names, no ports, closed networks, other volumes. */
function planDrill(request) {
    const { resolved, project, labels } = request;
    const declared = Object.entries((0,record/* asRecord */.q)(resolved.services)).map(([name, value]) => [name, (0,record/* asRecord */.q)(value)]);
    const problems = [];
    const started = declared.filter(([, service]) => service.profiles === undefined && wantsToRun(service));
    const startedNames = started.map(([name]) => name);
    const notes = declared
        .filter(([, service]) => !wantsToRun(service))
        .map(([name]) => `service ${name} is scaled to 0: not started`);
    const isIdle = (name) => !startedNames.includes(name) && !request.asked.has(name);
    const builtAs = new Map();
    for (const [name, service] of declared)
        if (typeof service.image === 'string' && !isIdle(name) && isBuilt(name, service, request))
            builtAs.set(service.image, `${project}-image-${builtAs.size}`);
    const volumes = new Map();
    const services = declared.map(([name, service]) => {
        if (isIdle(name))
            return [name, idleService(service)];
        problems.push(...dangersOf(name, service));
        const mounts = planMounts(name, service.volumes, request);
        problems.push(...mounts.problems);
        notes.push(...mounts.notes);
        for (const key of mounts.volumes)
            volumes.set(request.volumeName(key), key);
        const drilled = drilledService(name, service, mounts.mounts, builtAs, request);
        return [name, wantsToRun(service) ? drilled : { ...drilled, scale: 0 }];
    });
    const networks = Object.entries((0,record/* asRecord */.q)(resolved.networks)).map(([name, value]) => {
        if ((0,record/* asRecord */.q)(value).external)
            notes.push(`network ${name} is external: the drill has an empty one of its own`);
        return [name, { internal: true, labels: { ...labels } }];
    });
    return {
        compose: {
            name: project,
            services: Object.fromEntries(services),
            networks: Object.fromEntries(networks),
            // Made before Compose is called, so that it neither names nor removes them.
            volumes: Object.fromEntries([...volumes.keys()].map((name) => [name, { external: true, name }])),
            ...(resolved.secrets === undefined ? {} : { secrets: resolved.secrets }),
            ...(resolved.configs === undefined ? {} : { configs: resolved.configs })
        },
        volumes,
        services: startedNames,
        lasting: new Set(started.filter(([, service]) => isLasting(service)).map(([name]) => name)),
        notes,
        problems
    };
}

;// CONCATENATED MODULE: ./lib/js/drill/layout.js








async function planStack({ ports, settings }, engine, resolved, commands) {
    const project = `volume-backup-drill-${ports.runId}`;
    const names = new Map();
    const volumeName = (key) => {
        const name = names.get(key) ?? `${project}-${names.size}`;
        names.set(key, name);
        return name;
    };
    const kinds = await pathKinds(resolved, engine.info.address);
    const plan = planDrill({
        resolved,
        project,
        labels: (0,engine_labels/* ownLabels */.ct)(ports.runId, 'drill'),
        images: settings.drill.images,
        asked: new Set(commands.filter(({ way }) => way === 'run').map(({ service }) => service)),
        localImages: await localImages(resolved, engine),
        volumeName,
        pathKind: (path) => kinds.get(path) ?? 'missing'
    });
    return { project, plan };
}
/** Why the stack cannot be started beside the user's without touching it; `undefined` when it can. */
function refusalOf({ plan: { services, problems } }) {
    const findings = [
        ...problems.map((problem) => ({ severity: 'error', ...problem })),
        ...(services.length === 0
            ? [
                {
                    severity: 'error',
                    subject: 'the Compose file',
                    message: 'no service would be started',
                    hint: 'name the right Compose file with compose-file, or set COMPOSE_PROFILES'
                }
            ]
            : [])
    ];
    if (findings.length === 0)
        return undefined;
    return {
        name: 'drill',
        id: 'drill.plan',
        subject: 'the Compose file',
        outcome: 'failed',
        looked: services.length,
        detail: `not started: ${findings.map(({ message }) => message).join('; ')}`,
        findings
    };
}
/** Writes the drill's Compose file, which may hold secrets, into a private folder, and says what its volumes are filled with. */
async function layOut({ ports, settings }, engine, { project, plan }, { resolved, model }, data, folder) {
    const realNames = new Map(Object.entries((0,record/* asRecord */.q)(resolved.volumes)).map(([key, value]) => [key, (0,record/* asRecord */.q)(value).name]));
    const itemOf = (key) => data.items.find((item) => item.key === key) ??
        data.items.find(({ recorded }) => recorded !== undefined && recorded.name === realNames.get(key));
    const volumes = new Map([...plan.volumes].map(([name, key]) => [name, itemOf(key)]));
    const used = new Set([...volumes.values()]);
    const file = (0,external_node_path_.join)(folder, 'compose.json');
    await (0,promises_.writeFile)(file, JSON.stringify(plan.compose), { mode: 0o600 });
    const { workingDirectory, composeFiles } = settings.stack;
    const base = composeFiles[0] === undefined ? workingDirectory : (0,external_node_path_.dirname)((0,external_node_path_.join)(workingDirectory, composeFiles[0]));
    const exists = await (0,promises_.stat)(base).then((found) => found.isDirectory(), () => false);
    return {
        folder,
        project,
        compose: ports.openComposeProject(engine, file, project, exists ? base : workingDirectory),
        volumes,
        services: plan.services,
        lasting: plan.lasting,
        notes: plan.notes,
        empty: [...plan.volumes.values()]
            .filter((key) => itemOf(key) === undefined)
            .map((key) => ({ key, matters: matters(priorityOf(key, model)) })),
        unused: data.items
            .filter((item) => !used.has(item))
            .map((item) => ({ item, declared: isDeclared(item, model), users: item.manifestVolume?.users ?? [] }))
            .filter(({ declared, users }) => !declared || users.length > 0)
            .map(({ item: { key, manifestVolume }, declared }) => ({
            key,
            matters: !declared && matters(manifestVolume?.priority)
        }))
    };
}
/** Then it is kept, though no service mounts it. */
function isDeclared({ key, recorded }, { volumes }) {
    return volumes.some((volume) => volume.key === key || (recorded && volume.name === recorded.name));
}
function matters(priority) {
    return priority === 'critical' || priority === 'high';
}
function priorityOf(key, { volumes }) {
    const declared = volumes.find((volume) => volume.key === key);
    return declared && readMetadata(declared, undefined).priority;
}
/** Of those that could be built as well. */
async function localImages(resolved, engine) {
    const found = new Set();
    for (const service of Object.values((0,record/* asRecord */.q)(resolved.services))) {
        const { image, build } = (0,record/* asRecord */.q)(service);
        if (typeof image === 'string' && build !== undefined && (await engine.hasImage(image)))
            found.add(image);
    }
    return found;
}
/** Whether the data and the Compose file are about the same volumes, and what is other than in the user's stack. */
function planCheck(layout, data) {
    const { services, notes, empty, unused } = layout;
    const what = data.source === 'live' ? 'the live volumes' : `backup ${data.backupId}`;
    const findings = [
        ...unused.map(({ key, matters }) => ({
            severity: matters ? 'error' : 'warning',
            subject: key,
            message: `volume ${key} of ${what} is in no service of the Compose file`,
            hint: `if it was renamed there, its data would be lost on the upgrade; if it is meant to go, leave it out: volumes !${key}`
        })),
        ...empty
            .filter(({ matters }) => matters)
            .map(({ key }) => ({
            severity: 'warning',
            subject: key,
            message: `volume ${key} starts empty: ${what} does not have it`,
            hint: 'if it is new, all is well; if it was renamed, its data would be lost on the upgrade'
        }))
    ];
    const failed = findings.some(({ severity }) => severity === 'error');
    return {
        name: 'drill',
        id: 'drill.plan',
        subject: what,
        outcome: failed ? 'failed' : findings.length > 0 ? 'warned' : 'passed',
        looked: services.length,
        detail: `${(0,units/* plural */.LS)(services.length, 'service')} on ${(0,units/* plural */.LS)(layout.volumes.size - empty.length, 'volume')} of ${what}${empty.length > 0 ? `; empty: ${empty.map(({ key }) => key).join(', ')}` : ''}`,
        evidence: notes,
        ...(findings.length > 0 ? { findings } : {})
    };
}

;// CONCATENATED MODULE: ./lib/js/drill/restore.js





/** Makes the drill's volumes and fills them; every entry is compared with its index. */
async function restoreAside(request) {
    const { ports, engine, layout } = request;
    for (const name of layout.volumes.keys()) {
        (0,abort/* checkAborted */.w)(ports.signal);
        await engine.createVolume((0,engine_labels/* ownVolume */.pQ)(name, ports.runId, 'drill'));
    }
    const startedAt = ports.now().toISOString();
    const begun = performance.now();
    const findings = [];
    const entries = await fill(request, findings);
    if (entries === 0 && findings.length === 0)
        findings.push({
            severity: 'error',
            subject: 'the volumes',
            message: 'there is nothing in it for the volumes of the Compose file',
            hint: 'is it the backup of this stack? "volume-backup show ID" tells what is in it'
        });
    const failed = findings.length > 0;
    return [
        {
            name: 'drill',
            id: 'drill.restore',
            subject: request.data.source === 'live' ? 'the live volumes' : `backup ${request.data.backupId}`,
            outcome: failed ? 'failed' : 'passed',
            looked: entries,
            detail: failed
                ? findings.map(({ message }) => message).join('; ')
                : `${(0,units/* plural */.LS)(entries, 'entry', 'entries')} restored into throw-away volumes and compared`,
            startedAt,
            durationMs: Math.round(performance.now() - begun),
            ...(failed ? { findings } : {})
        }
    ];
}
async function fill({ ports, data, layout, engine }, findings) {
    const { host, signal } = ports;
    const filled = [...layout.volumes].flatMap(([name, item]) => (item ? [{ name, item }] : []));
    const [first] = filled;
    if (!first)
        return 0;
    const bytes = await ports.openBytes(engine, filled.map(({ name }) => ({ name, writable: true })), layout.folder);
    const forget = (0,abort/* onAbort */.u)(signal, () => bytes.close());
    let entries = 0;
    try {
        const needed = filled.reduce((sum, { item }) => sum + item.neededBytes, 0);
        await requireSpace(bytes, first.name, needed, 'the drill');
        for (const { name, item } of filled) {
            (0,abort/* checkAborted */.w)(signal);
            try {
                entries += await stageArchive({ item, store: data.store, bytes, volume: name, host, signal });
            }
            catch (error) {
                (0,abort/* checkAborted */.w)(signal);
                findings.push({
                    severity: 'error',
                    subject: item.key,
                    message: `${item.key}: ${(0,errors/* messageOf */.bD)(error)}`,
                    hint: 'this backup does not restore: validate an older one with backup-id, and find out what damaged this one'
                });
                break;
            }
        }
    }
    finally {
        forget();
        await bytes.close();
    }
    return entries;
}

;// CONCATENATED MODULE: ./lib/js/drill/secrets.js


const secretName = /pass(word|wd|phrase|code)?(_|$)|pw(d)?(_|$)|secret|token|credential|(^|_|api|private|public|access|signing)key(s)?(_|$)|(^|_)(auth|jwt|salt|dsn|pin|licen[cs]e|encryption|private)(_|$)/i;
/** So short or so common that masking them would hide half of what is said. */
const isWord = /^.{0,3}$|^\d{1,5}$|^(true|false|none|null|auto|default|(dis|en)abled?|admin|trust|root|error|warn(ing)?|info|debug|trace)$/i;
/** Lines of files are often no secrets: braces, headings. */
const shortestLine = 8;
const passwordOfUrl = /(?<=[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/gi;
/**
 * What a program may print of the secrets that the Compose file gives it, longest first.
 * @param environment of this process: Compose takes secrets from there, too
 */
async function secretsOf(resolved, environment) {
    const values = Object.values((0,record/* asRecord */.q)(resolved.services)).flatMap((service) => Object.entries((0,record/* asRecord */.q)((0,record/* asRecord */.q)(service).environment)).flatMap(([name, value]) => {
        const text = value === null ? '' : String(value).replaceAll('$$', '$');
        return [...(secretName.test(name) ? linesOf(text, 4) : []), ...(text.match(passwordOfUrl) ?? [])];
    }));
    const contents = [];
    for (const part of ['secrets', 'configs']) {
        for (const one of Object.values((0,record/* asRecord */.q)(resolved[part]))) {
            const { content, file, environment: variable } = (0,record/* asRecord */.q)(one);
            if (typeof content === 'string')
                contents.push(...linesOf(content, shortestLine));
            if (typeof variable === 'string')
                contents.push(...linesOf(environment[variable] ?? '', 4));
            if (typeof file === 'string' && part === 'secrets')
                contents.push(...linesOf(await (0,promises_.readFile)(file, 'utf8').catch(() => ''), shortestLine));
        }
    }
    return [...new Set([...values, ...contents])]
        .filter((text) => !isWord.test(text))
        .sort((a, b) => b.length - a.length);
}
/** A text as a whole, and each of its lines that is no word of its own. */
function linesOf(text, shortest) {
    const lines = text.split('\n').map((line) => line.trim());
    return lines.length === 1 ? lines : [text.trim(), ...lines.filter(({ length }) => length >= shortest)];
}
function masked(text, secrets) {
    let clean = text;
    for (const secret of secrets)
        clean = clean.replaceAll(secret, '***');
    return clean
        .replace(passwordOfUrl, '***')
        .replace(/(-----BEGIN [^-]*PRIVATE KEY-----)[\s\S]*?(-----END|$)/g, '$1***$2');
}

;// CONCATENATED MODULE: ./lib/js/drill/services.js


/** A service without a health check has to keep running for as long: a database may read for a while before it gives up. */
const longestSteadyMs = 10_000;
/** Waits until every container of the project is well: healthy, or steady, or ended with 0. The first that fails ends it. */
async function waitForServices(engine, project, request, { host, signal }) {
    const ready = new Map();
    const seenRunning = new Map();
    const steadyMs = Math.min(longestSteadyMs, request.timeoutSeconds * 500);
    for (;;) {
        (0,abort/* checkAborted */.w)(signal);
        const now = performance.now();
        const all = (await engine.projectContainers(project)).filter(({ labels }) => labels['com.docker.compose.oneoff'] !== 'True');
        const states = all.map((one) => {
            if (one.status.state === 'running' && !seenRunning.has(one.id))
                seenRunning.set(one.id, now);
            const state = services_judge(one, now - (seenRunning.get(one.id) ?? now) >= steadyMs, request.lasting);
            if (state === 'ready' && !ready.has(one.id))
                ready.set(one.id, now - request.started);
            return { one, state };
        });
        const waiting = states.filter(({ state }) => state === 'waiting');
        host.progress(waiting.length > 0
            ? `waiting for ${waiting.map(({ one }) => `${serviceOf(one)} (${services_describe(one)})`).join(', ')}`
            : undefined);
        const late = (now - request.started) / 1000 > request.timeoutSeconds;
        const failed = states.filter(({ state }) => state === 'failed' || (late && !request.isOver && state === 'waiting'));
        if (waiting.length > 0 && failed.length === 0 && !request.isOver) {
            await (0,external_node_timers_promises_.setTimeout)(250);
            continue;
        }
        host.progress(undefined);
        return {
            services: all.map((one) => ({
                name: serviceOf(one),
                image: one.image,
                state: one.status.state === 'exited' ? `exited (${one.status.exitCode})` : one.status.state,
                health: one.status.health,
                ...(ready.has(one.id) ? { readyMs: Math.round(ready.get(one.id) ?? 0) } : {})
            })),
            failures: failed.map(({ one, state }) => ({
                service: serviceOf(one),
                id: one.id,
                reason: `${services_describe(one)}${state === 'failed' ? '' : ` after ${request.timeoutSeconds} s`}${endedWell(one) ? ', though it is to run for good (restart); a drill does not start it again' : ''}`
            })),
            unasked: all
                .filter(({ status }) => status.state === 'running' && status.health === 'none')
                .map(serviceOf)
        };
    }
}
function serviceOf({ labels, name }) {
    return labels['com.docker.compose.service'] ?? name;
}
function services_judge(user, isSteady, lasting) {
    const { status } = user;
    if (status.state === 'exited' || status.state === 'dead')
        return status.exitCode === 0 && !lasting.has(serviceOf(user)) ? 'ready' : 'failed';
    if (status.state !== 'running')
        return 'waiting';
    if (status.health === 'unhealthy')
        return 'failed';
    if (status.health === 'healthy')
        return 'ready';
    return status.health === 'none' && isSteady ? 'ready' : 'waiting';
}
function endedWell({ status }) {
    return status.state === 'exited' && status.exitCode === 0;
}
function services_describe({ status: { state, health, exitCode } }) {
    if (state === 'exited')
        return `ended with code ${exitCode}`;
    return health === 'none' ? state : `${state}, ${health}`;
}

;// CONCATENATED MODULE: ./lib/js/drill/start.js



/** Starts every service and waits until all are well; what those say that are not is the evidence. */
async function startServices(request) {
    const { engine, ports, layout, timeoutSeconds } = request;
    const startedAt = ports.now().toISOString();
    const started = performance.now();
    // Health is for us to look at: Compose's own waiting takes a service that has done its work for a failure.
    const up = await layout.compose.run(['up', '--detach', '--quiet-pull'], timeoutSeconds, ports.signal);
    (0,abort/* checkAborted */.w)(ports.signal);
    const result = await waitForServices(engine, layout.project, { timeoutSeconds, started, lasting: layout.lasting, isOver: up.exitCode !== 0 && up.exitCode !== 124 }, ports);
    const durationMs = Math.round(performance.now() - started);
    const missing = layout.services.filter((name) => !result.services.some((one) => one.name === name));
    const findings = [
        ...(up.exitCode === 124
            ? [
                {
                    severity: 'error',
                    subject: 'the services',
                    message: `Compose had not started them within ${timeoutSeconds} s; making and pulling images counts`,
                    hint: 'raise health-timeout, or pull and build before'
                }
            ]
            : []),
        ...result.failures.map(({ service, reason }) => ({
            severity: 'error',
            subject: service,
            message: `service ${service} is not well on the restored data: ${reason}`,
            hint: 'its last words are in the evidence; does this version read data of the one that made the backup?'
        })),
        ...missing.map((service) => ({
            severity: 'error',
            subject: service,
            message: `service ${service} was not started`,
            hint: 'what Compose said is in the evidence'
        })),
        ...result.unasked
            .filter((service) => !request.verified.has(service))
            .map((service) => ({
            severity: 'warning',
            subject: service,
            message: `service ${service} runs, but nothing asks whether it is well: it has neither a health check nor a verify command`,
            hint: 'add a healthcheck to the service, or a verify to x-backup'
        }))
    ];
    const failed = findings.some(({ severity }) => severity === 'error') || up.exitCode !== 0;
    const evidence = failed ? await lastWords(request, result.failures, up.output) : [];
    const ready = result.services.map(({ name, readyMs, state, health }) => `${name}: ${state}${health === 'none' ? '' : `, ${health}`}${readyMs === undefined ? '' : ` after ${(0,units/* formatDuration */.a3)(readyMs)}`}`);
    const check = {
        name: 'drill',
        id: 'drill.health',
        subject: 'the services',
        outcome: failed || result.services.length === 0 ? 'failed' : findings.length > 0 ? 'warned' : 'passed',
        looked: result.services.length,
        detail: failed
            ? findings
                .filter(({ severity }) => severity === 'error')
                .map(({ message }) => message)
                .join('; ') || `Compose could not start them: ${lastLine(request.clean(up.output))}`
            : `${(0,units/* plural */.LS)(result.services.length, 'service')} well after ${(0,units/* formatDuration */.a3)(durationMs)}`,
        evidence: [...ready, ...evidence],
        startedAt,
        durationMs,
        ...(findings.length > 0 ? { findings } : {})
    };
    return { checks: [check], services: result.services };
}
async function lastWords({ engine, layout, clean }, failures, composeSaid) {
    const said = clean(composeSaid).trimEnd().split('\n').filter(Boolean).slice(-10);
    const containers = (await engine.projectContainers(layout.project)).filter(({ id }) => failures.some((failure) => failure.id === id));
    const lines = said.map((line) => `compose | ${line}`);
    for (const container of containers) {
        const { log, health } = await engine.containerSays(container.id, 30);
        const name = serviceOf(container);
        for (const [what, text] of [
            ['log', log],
            ['health check', health]
        ])
            for (const line of clean(text).trimEnd().split('\n').filter(Boolean).slice(-30))
                lines.push(`${name} ${what} | ${line}`);
    }
    return lines;
}
function lastLine(text) {
    return text.trimEnd().split('\n').at(-1) ?? '';
}

;// CONCATENATED MODULE: ./lib/js/selection/verify.js

const stackKeys = ['verify'];
/**
 * What a Compose file says how to verify: in its own `x-backup`, and in that of each volume and service. Problems name no
 * command: it may hold a secret by now.
 */
function readVerifyOfStack(model) {
    const commands = [];
    const problems = verify_shapeProblems(model.xBackup);
    const services = model.services.map(({ name }) => name);
    for (const { subject, whose, xBackup, own } of owners(model)) {
        const read = readVerify(verify_isMapping(xBackup) ? xBackup.verify : undefined);
        const tell = (problem, hint) => void problems.push({ subject, problem, hint });
        if (read === undefined)
            tell(`the x-backup of ${whose} has a verify that is not understood`, 'legal are a shell line, {service, command} and {run, command}, or a list of them');
        for (const command of read ?? []) {
            const service = command.service ?? own;
            const hint = `write {service: NAME, command: …}; it has ${services.join(', ')}`;
            if (service === undefined)
                tell(`a verify of ${whose} does not say in which service it is to run`, hint);
            else if (services.includes(service))
                commands.push({ ...command, service });
            else
                tell(`a verify of ${whose} is for service ${service}, which the Compose file does not have`, hint);
        }
    }
    return { commands, problems };
}
/** @returns whose `x-backup` there is, and the service that a command there is for which names none */
function owners(model) {
    const { xBackup, volumes, services } = model;
    return [
        { subject: 'the Compose file', whose: 'the Compose file', xBackup, own: undefined },
        ...volumes.map(({ key, ...volume }) => ({
            subject: key,
            whose: `volume ${key}`,
            xBackup: volume.xBackup,
            own: userOf(key, model)
        })),
        ...services.map(({ name, ...service }) => ({
            subject: name,
            whose: `service ${name}`,
            xBackup: service.xBackup,
            own: name
        }))
    ];
}
function verify_shapeProblems(xBackup) {
    const hint = 'at the top of the Compose file stands "x-backup: {verify: …}" and nothing else';
    const subject = 'the Compose file';
    if (xBackup === undefined)
        return [];
    if (!verify_isMapping(xBackup))
        return [{ subject, problem: `the x-backup of ${subject} is ${JSON.stringify(xBackup)}`, hint }];
    return Object.keys(xBackup)
        .filter((key) => !stackKeys.includes(key))
        .map((key) => ({
        subject,
        problem: `the x-backup of ${subject} has an unknown key ${JSON.stringify(key)}${(0,nearest/* didYouMean */.a)(key, stackKeys)}`,
        hint
    }));
}
function verify_isMapping(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function userOf(volume, { services }) {
    const users = services.filter(({ mounts }) => mounts.some(({ type, source }) => type === 'volume' && source === volume));
    return (users.find(({ profiles }) => profiles.length === 0) ?? users[0])?.name;
}
/**
 * The `verify` of an `x-backup`: a command or a list of them. A command is a shell line, or a mapping with `service` or
 * `run` (a service of the Compose file) and `command`.
 * @returns `undefined` where it is none of these
 */
function readVerify(value) {
    const list = value === undefined ? [] : Array.isArray(value) ? value : [value];
    const commands = list.map(readCommand);
    return commands.includes(undefined) ? undefined : commands.filter((one) => one !== undefined);
}
function readCommand(value) {
    if (typeof value === 'string')
        return value.trim() === '' ? undefined : { title: value, way: 'exec', service: undefined, command: value };
    if (!verify_isMapping(value))
        return undefined;
    const known = value;
    if (Object.keys(known).some((key) => !['title', 'service', 'run', 'command'].includes(key)))
        return undefined;
    const way = typeof known.run === 'string' ? 'run' : 'exec';
    const service = way === 'run' ? known.run : known.service;
    const command = readWords(known.command);
    if (typeof service !== 'string' || (known.run !== undefined && known.service !== undefined))
        return undefined;
    if (command === null || (command === undefined && way === 'exec'))
        return undefined;
    const said = command === undefined ? '' : ` ${typeof command === 'string' ? command : command.join(' ')}`;
    const title = typeof known.title === 'string' ? known.title : `${service}:${said || ' its own command'}`;
    return { title, way, service, command };
}
/** `null` for what is no command. */
function readWords(value) {
    if (value === undefined)
        return undefined;
    if (typeof value === 'string')
        return value.trim() === '' ? null : value;
    const words = Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
    return Array.isArray(value) && words.length > 0 && words.length === value.length ? words : null;
}

;// CONCATENATED MODULE: ./lib/js/drill/verify.js




/**
 * What the Compose file says how to verify: in its own `x-backup`, and in that of each volume and service.
 * @param clean takes the secrets out of a title: Compose has put values in the place of variables there
 * @throws BackupError `bad-input` that names everything that is not understood
 */
function verifyCommands(model, clean) {
    const { commands, problems } = readVerifyOfStack(model);
    if (problems.length > 0)
        throw new errors/* BackupError */.hj('bad-input', problems.map(({ problem }) => problem).join('; '), {
            hint: [...new Set(problems.map(({ hint }) => hint))].join('; ')
        });
    return commands.map((command) => ({
        ...command,
        title: clean(unescaped(command.title)),
        command: unescapedWords(command.command)
    }));
}
async function runVerify(command, request) {
    const { compose, timeoutSeconds, signal } = request;
    const startedAt = request.now();
    const started = performance.now();
    const { exitCode, output } = await compose.run(wordsOf(command), timeoutSeconds, signal);
    (0,abort/* checkAborted */.w)(signal);
    const durationMs = Math.round(performance.now() - started);
    const lines = request.clean(output).trimEnd().split('\n').filter(Boolean);
    const ended = exitCode === 124 ? `did not end within ${timeoutSeconds} s` : `ended with code ${exitCode}`;
    return {
        name: 'drill',
        id: 'drill.verify',
        subject: command.title,
        outcome: exitCode === 0 ? 'passed' : 'failed',
        looked: 1,
        detail: `${command.way === 'run' ? 'a container of' : 'in'} ${command.service} ${exitCode === 0 ? 'says yes' : ended}, ${(0,units/* formatDuration */.a3)(durationMs)}`,
        evidence: lines.slice(-shownLines),
        startedAt: startedAt.toISOString(),
        durationMs,
        ...(exitCode === 0
            ? {}
            : {
                findings: [
                    {
                        severity: 'error',
                        subject: command.title,
                        message: `the command ${ended}${lines.length > 0 ? `: ${lastFailure(lines)}` : ''}`,
                        hint: 'the restored data is not what the application needs: look at its output in the report, then try an older backup'
                    }
                ]
            })
    };
}
const shownLines = 100;
/** The line that says most: one that speaks of a failure, else the last one. */
function lastFailure(lines) {
    return lines.find((line) => /\b(fail(ed)?|error|malformed|corrupt)\b/i.test(line)) ?? lines.at(-1) ?? '';
}
function wordsOf({ way, service, command }) {
    const words = command === undefined ? [] : typeof command === 'string' ? ['sh', '-c', command] : command;
    return way === 'run'
        ? ['run', '--rm', '--no-deps', '--no-TTY', service, ...words]
        : ['exec', '--no-TTY', service, ...words];
}
/** Compose writes each dollar sign twice, so that its output can be read again. */
function unescaped(text) {
    return text.replaceAll('$$', '$');
}
function unescapedWords(command) {
    return typeof command === 'string' ? unescaped(command) : command?.map(unescaped);
}

;// CONCATENATED MODULE: ./lib/js/drill/run.js













/**
 * Starts the stack on copies of its volumes, beside the running one and apart from it, and asks it whether it is well.
 * Everything that it makes is removed on every way out.
 */
const drillChecker = {
    reasonToSkip: async (validation) => {
        const reason = await noStack(validation);
        if (reason !== undefined)
            return reason;
        return (await validation.reading()) === undefined ? 'there is no Compose file to start' : undefined;
    },
    check: async (validation) => {
        const { ports } = validation;
        const reading = await validation.reading();
        if (reading?.resolved === undefined)
            throw new errors/* BackupError */.hj('not-supported', `a drill needs the whole Compose file: ${reading?.warnings.join('; ') || 'there is none'}`, {
                hint: 'name it with compose-file, set its variables, and install Compose v2 or newer'
            });
        const secrets = await secretsOf(reading.resolved, ports.environment);
        const clean = (text) => masked(text, secrets);
        const commands = verifyCommands(reading.model, clean);
        const engine = await validation.workplace();
        const stack = await planStack(validation, engine, reading.resolved, commands);
        const refusal = refusalOf(stack);
        if (refusal)
            return { checks: [refusal] };
        const folder = await makeScratch(engine, ports, 'drill');
        try {
            const data = await findData(validation, folder);
            const layout = await layOut(validation, engine, stack, { resolved: reading.resolved, model: reading.model }, data, folder);
            const begun = ports.now();
            const plan = planCheck(layout, data);
            const found = {
                warnings: data.warnings,
                ...(data.held ? { held: data.held } : {}),
                ...(data.backupId === undefined ? {} : { backupId: data.backupId })
            };
            // Nothing was started: there is nothing to tell of a drill.
            if (plan.outcome === 'failed')
                return { ...found, checks: [plan] };
            const { checks, drill } = await new Drill(validation, engine, data, layout, clean).run(commands);
            return {
                ...found,
                checks: [plan, ...checks],
                drill: {
                    source: data.source,
                    ...(data.backupId === undefined ? {} : { backupId: data.backupId }),
                    recoveryPointMs: begun.getTime() - data.madeAt.getTime(),
                    services: [],
                    ...drill
                }
            };
        }
        finally {
            await (0,promises_.rm)(folder, { recursive: true, force: true });
        }
    }
};
/** Whether they would run on such data proves nothing any more. */
const notStarted = {
    name: 'drill',
    id: 'drill.health',
    subject: 'the services',
    outcome: 'skipped',
    looked: 0,
    detail: 'not started: the restored data did not pass its verification'
};
class Drill {
    #validation;
    #engine;
    #data;
    #layout;
    #clean;
    #checks = [];
    constructor(validation, engine, data, layout, clean) {
        this.#validation = validation;
        this.#engine = engine;
        this.#data = data;
        this.#layout = layout;
        this.#clean = clean;
    }
    async run(commands) {
        const { host } = this.#validation.ports;
        const begun = performance.now();
        let drill = {};
        try {
            if (!(await this.#step(() => this.#restore())))
                return this.#result(drill);
            const atRest = commands.filter(({ way }) => way === 'run');
            if (!(await this.#step(() => this.#verify(atRest)))) {
                this.#checks.push(notStarted);
                return this.#result(drill);
            }
            const started = await this.#step(async () => {
                const { checks, services } = await startServices(this.#request(commands));
                drill = { services };
                return checks;
            });
            if (!started)
                return this.#result(drill);
            drill = { ...drill, recoveryTimeMs: Math.round(performance.now() - begun) };
            host.info(`recovered in ${(0,units/* formatDuration */.a3)(performance.now() - begun)}`);
            await this.#step(() => this.#verify(commands.filter(({ way }) => way === 'exec')));
            return this.#result(drill);
        }
        finally {
            await this.#remove();
        }
    }
    #result(drill) {
        return { checks: this.#checks, drill };
    }
    /** @returns whether all that it looked at is well */
    async #step(deed) {
        const { ports } = this.#validation;
        (0,abort/* checkAborted */.w)(ports.signal);
        const checks = await deed();
        this.#checks.push(...checks);
        return checks.every(({ outcome }) => outcome !== 'failed');
    }
    async #restore() {
        const { layout, data } = { layout: this.#layout, data: this.#data };
        return restoreAside({ ports: this.#validation.ports, engine: this.#engine, data, layout });
    }
    async #verify(commands) {
        const { ports, settings } = this.#validation;
        const checks = [];
        for (const command of commands) {
            (0,abort/* checkAborted */.w)(ports.signal);
            const check = await runVerify(command, {
                compose: this.#layout.compose,
                timeoutSeconds: settings.drill.healthTimeoutSeconds,
                now: ports.now,
                signal: ports.signal,
                clean: this.#clean
            });
            ports.host.info(`verify ${check.subject}: ${check.detail}`);
            checks.push(check);
        }
        return checks;
    }
    #request(commands) {
        const { ports, settings } = this.#validation;
        return {
            engine: this.#engine,
            ports,
            layout: this.#layout,
            timeoutSeconds: settings.drill.healthTimeoutSeconds,
            verified: new Set(commands.map(({ service }) => service)),
            clean: this.#clean
        };
    }
    async #remove() {
        const { host, runId } = this.#validation.ports;
        const { compose, volumes } = this.#layout;
        // Images that it built, and anonymous volumes, only Compose knows; it must come to its end also when told to stop.
        const down = await compose.run(['down', '--volumes', '--remove-orphans', '--rmi', 'local', '--timeout', '1'], 120);
        if (down.exitCode !== 0)
            host.warn(`Compose could not take the drill down: ${this.#clean(down.output).trim()}`);
        await removeRun(this.#engine, runId, [...volumes.keys()]).catch((error) => host.warn(`the drill has left things, the next validation removes them: ${(0,errors/* messageOf */.bD)(error)}`));
    }
}

// EXTERNAL MODULE: ./lib/js/inputs/fields.js + 2 modules
var fields = __webpack_require__(19228);
;// CONCATENATED MODULE: ./lib/js/validate/timed.js
/** A check with when it began and how long it took. */
async function timed({ now }, make) {
    const startedAt = now().toISOString();
    const started = performance.now();
    const made = await make();
    return { ...made, startedAt, durationMs: Math.round(performance.now() - started) };
}

;// CONCATENATED MODULE: ./lib/js/validate/answers.js



/** The questions of the original validation script, by number, in our words. */
const questions = [
    'the backup command is there and starts',
    'the restore command is there and starts',
    'both run from another folder',
    'the help of backup lists every flag',
    'the help of restore lists every flag',
    'the plan takes the critical volumes, as their labels say',
    'a restore without "yes" changes nothing',
    'a restore over a volume in use is refused',
    'every volume says its priority and what it is',
    'the critical volumes are declared',
    'the data lies in named volumes',
    'Docker answers',
    'a backup ends well and its archives are there',
    'the manifest agrees with the archives',
    'wrong arguments are refused with a reason',
    'a missing archive is named and nothing is touched',
    'the declared volumes exist',
    'each live volume has its labels',
    'make, back up, delete, restore, compare',
    'the written procedure names every volume'
];
/** Collects the answers; a question that throws has failed. */
class Answers {
    #ports;
    #checks = new Map();
    constructor(ports) {
        this.#ports = ports;
    }
    async ask(number, answer) {
        const { signal } = this.#ports;
        (0,abort/* checkAborted */.w)(signal);
        const made = await timed(this.#ports, () => answer().catch((error) => {
            (0,abort/* checkAborted */.w)(signal);
            return { outcome: 'failed', looked: 1, detail: (0,errors/* messageOf */.bD)(error) };
        }));
        const check = { ...headOf(number), ...made };
        this.#checks.set(number, check);
        return check;
    }
    /** By number; what was not asked is skipped. */
    all(reason) {
        return questions.map((_, at) => this.#checks.get(at + 1) ?? { ...headOf(at + 1), outcome: 'skipped', looked: 0, detail: reason });
    }
}
function headOf(number) {
    const digits = String(number).padStart(2, '0');
    return { name: 'acceptance', id: `acceptance.${digits}`, subject: questions[number - 1] ?? digits };
}
/** Passed when all of it is so, and there is any. */
function answerOf(proofs, detail) {
    const wrong = proofs.filter(({ holds }) => !holds);
    return {
        outcome: wrong.length === 0 && proofs.length > 0 ? 'passed' : 'failed',
        looked: proofs.length,
        detail: wrong.length === 0 ? detail : wrong.map(({ line }) => line).join('; '),
        evidence: proofs.map(({ holds, line }) => `${holds ? 'yes' : 'NO'}: ${line}`)
    };
}
function skipped(detail) {
    return { outcome: 'skipped', looked: 0, detail };
}

;// CONCATENATED MODULE: ./lib/js/validate/archive-content.js







/** Whether an archive is there, has its size and digests, decodes to its end and equals its index. */
async function checkContent(volume, backupId, store, { host, signal }) {
    const item = manifestItem(volume, store);
    const check = { name: 'archives', id: 'archives.content', subject: `${volume.key} of ${backupId}` };
    try {
        const { comparison } = await verifyArchive({
            name: item.file,
            bytes: store.bytes(item.file),
            compression: item.compression,
            dialect: 'own',
            depth: 'content',
            expected: {
                sizeBytes: volume.archive.sizeBytes,
                sha256: (0,backup_set_manifest/* bareHex */.c_)(volume.archive.sha256),
                tarBytes: volume.tar.sizeBytes,
                tarSha256: (0,backup_set_manifest/* bareHex */.c_)(volume.tar.sha256),
                treeSha256: (0,backup_set_manifest/* bareHex */.c_)(volume.treeSha256),
                index: item.index()
            },
            onProgress: (tarBytes) => host.progress(`${volume.key}: ${(0,units/* formatBytes */.z3)(tarBytes)} read`),
            signal
        });
        return {
            ...check,
            outcome: comparison.entries > 0 ? 'passed' : 'failed',
            looked: comparison.entries,
            detail: `${(0,units/* plural */.LS)(comparison.entries, 'entry', 'entries')} decoded and equal to the index, ${(0,units/* formatBytes */.z3)(volume.archive.sizeBytes)} read`
        };
    }
    catch (error) {
        (0,abort/* checkAborted */.w)(signal);
        if ((0,errors/* isOfStore */.te)(error))
            throw error;
        const compared = comparisonOf(error);
        return {
            ...check,
            outcome: 'failed',
            looked: compared?.entries ?? 0,
            detail: (0,errors/* messageOf */.bD)(error),
            findings: [
                {
                    severity: 'error',
                    subject: volume.key,
                    message: `${volume.key} cannot be restored from ${item.file}`,
                    hint: 'use another backup; backup-id all tells which are whole. If they all lie on one disk, look at that disk'
                }
            ],
            ...(compared ? { differences: compared.first } : {})
        };
    }
    finally {
        host.progress(undefined);
    }
}

;// CONCATENATED MODULE: ./lib/js/validate/findings.js
/** The worst finding counts; with nothing looked at nothing has passed. */
function outcomeOf(looked, findings) {
    if (findings.some(({ severity }) => severity === 'error') || looked === 0)
        return 'failed';
    return findings.length > 0 ? 'warned' : 'passed';
}

;// CONCATENATED MODULE: ./lib/js/validate/archive-set.js







/**
 * Whether the set is complete: every file of the manifest is there with its size, the checksums name the same files with
 * the same digests, no file of the set is a stranger, and no volume was left out without a reason.
 */
async function checkComplete(manifest, store) {
    const { backupId, volumes } = manifest;
    const findings = [
        ...(await missingFiles(manifest, store)),
        ...(await compareSums(manifest, store)),
        ...(await archive_set_strangers(manifest, store)),
        ...(await exposedFiles(manifest, store)),
        ...unexplained(manifest)
    ];
    const looked = volumes.length * 2 + 3;
    return {
        name: 'archives',
        id: 'archives.complete',
        subject: `backup ${backupId}`,
        outcome: outcomeOf(looked, findings),
        looked,
        detail: findings.length === 0
            ? `${(0,units/* plural */.LS)(looked, 'file')} there, with the sizes and digests of the manifest and of ${(0,naming/* sumsName */.ge)(backupId)}`
            : `${findings
                .map(({ message }) => message)
                .slice(0, 3)
                .join('; ')}${findings.length > 3 ? `; and ${findings.length - 3} more` : ''}`,
        ...(findings.length > 0 ? { findings } : {})
    };
}
const archive_set_useAnother = 'use another backup, or bring back the files as the backup wrote them';
function wrong(subject, message) {
    return { severity: 'error', subject, message, hint: archive_set_useAnother };
}
async function missingFiles({ volumes }, store) {
    const findings = [];
    for (const { file, sizeBytes } of volumes.flatMap(({ archive, index }) => [archive, index])) {
        const found = await store.sizeBytes(file).catch(ifDamaged);
        if (found === undefined)
            findings.push(wrong(file, `${file} is missing`));
        else if (found !== sizeBytes)
            findings.push(wrong(file, `${file} has ${found} bytes, the manifest says ${sizeBytes}`));
    }
    return findings;
}
/** The manifest's own digests were compared with the files' bytes; here the checksums are compared with the manifest. */
async function compareSums(manifest, store) {
    const { backupId, volumes } = manifest;
    const sums = (0,naming/* sumsName */.ge)(backupId);
    const text = await textOf(sums, store);
    if (text === undefined)
        return [wrong(sums, `${sums} is missing`)];
    const expected = new Map(checksumLines(volumes).map(parseLine));
    for (const name of [(0,naming/* manifestName */.vS)(backupId), (0,naming/* readableManifestName */.TW)(backupId)]) {
        const found = await textOf(name, store);
        expected.set(name, found === undefined ? '' : (0,external_node_crypto_.createHash)('sha256').update(found).digest('hex'));
    }
    const listed = new Map(text.split('\n').filter(Boolean).map(parseLine));
    const findings = [...expected].flatMap(([name, digest]) => {
        if (digest === '')
            return [wrong(name, `${name} is missing`)];
        if (listed.get(name) === digest)
            return [];
        return [
            wrong(name, listed.has(name) ? `${sums} has another digest for ${name}` : `${sums} does not list ${name}`)
        ];
    });
    const unknown = [...listed.keys()].filter((name) => !expected.has(name));
    return [
        ...findings,
        ...unknown.map((name) => wrong(name, `${sums} lists ${name}, which the manifest does not name`))
    ];
}
function parseLine(line) {
    return [line.slice(66), line.slice(0, 64)];
}
async function archive_set_strangers({ backupId, volumes }, store) {
    const known = new Set([
        ...volumes.flatMap(({ archive, index }) => [archive.file, index.file]),
        (0,naming/* manifestName */.vS)(backupId),
        (0,naming/* readableManifestName */.TW)(backupId),
        (0,naming/* sumsName */.ge)(backupId),
        (0,naming/* verifiedName */.GJ)(backupId)
    ]);
    const own = (await store.fileNames()).filter((name) => name.includes(backupId) && !name.startsWith('.'));
    return own
        .filter((name) => !known.has(name))
        .map((name) => wrong(name, `${name} bears the id of the backup, but the manifest does not name it`));
}
async function exposedFiles({ backupId, volumes }, store) {
    const files = [
        ...volumes.flatMap(({ archive, index }) => [archive.file, index.file]),
        (0,naming/* manifestName */.vS)(backupId)
    ];
    const exposed = (await store.exposed?.(files)) ?? [];
    const [first] = exposed;
    if (first === undefined)
        return [];
    return [
        {
            severity: 'warning',
            subject: `backup ${backupId}`,
            message: `every user of this machine can read or replace ${exposed.length === 1 ? first : `${exposed.length} files of the backup, such as ${first}`}`,
            hint: `were they copied? close the folder, ${(0,commands/* commandLine */.ay)(['chmod', '700', store.location])}, or the files, chmod 600`
        }
    ];
}
function unexplained({ leftOut }) {
    return leftOut.flatMap(({ key, reason }) => {
        if (reason === 'no-priority')
            return [
                {
                    severity: 'warning',
                    subject: key,
                    message: `volume ${key} is not in the backup, and nobody has said that it need not be`,
                    hint: 'give it a priority: x-backup or label backup, none if nothing in it counts'
                }
            ];
        if (reason === 'not-created')
            return [
                {
                    severity: 'warning',
                    subject: key,
                    message: `volume ${key} is not in the backup: it was declared, but did not exist`,
                    hint: 'start the stack once and back it up again, or remove the declaration'
                }
            ];
        return [];
    });
}
async function textOf(name, store) {
    const pieces = [];
    try {
        for await (const piece of store.bytes(name))
            pieces.push(piece);
    }
    catch (error) {
        return ifDamaged(error);
    }
    return Buffer.concat(pieces).toString('utf8');
}
/** Not there is a finding; a store that does not answer is none. */
function ifDamaged(error) {
    if (error instanceof errors/* BackupError */.hj && error.code === 'backup-damaged')
        return undefined;
    throw error instanceof Error ? error : new Error((0,errors/* messageOf */.bD)(error));
}

;// CONCATENATED MODULE: ./lib/js/validate/acceptance-commands.js







/**
 * What the commands say and make: help, plans, a backup and its manifest.
 * @returns the backup's manifest, if there is one
 */
async function askCommands(answers, trial) {
    const backup = ['backup', '--volumes', trial.volumes.join(','), '--backup-dir'];
    const dryRun = ['--dry-run', 'true'];
    await answers.ask(1, () => succeeds(trial, [...backup, trial.backups, ...dryRun], 'would archive'));
    await answers.ask(4, () => helps(trial, 'backup'));
    await answers.ask(5, () => helps(trial, 'restore'));
    let manifest;
    await answers.ask(13, async () => {
        const args = [...backup, trial.backups];
        const ended = proofOf(args, await trial.command(...args), 0, '');
        const archives = (await trial.store.fileNames()).filter((name) => (0,naming/* parseArchiveName */.Lz)(name));
        const proofs = [
            ended,
            {
                holds: archives.length === trial.volumes.length,
                line: `${(0,units/* plural */.LS)(archives.length, 'archive')} for ${(0,units/* plural */.LS)(trial.volumes.length, 'volume')}`
            }
        ];
        for (const name of archives) {
            const bytes = await trial.store.sizeBytes(name);
            proofs.push({ holds: bytes > 0, line: `${name} has ${bytes} bytes` });
        }
        return answerOf(proofs, `exit code 0, ${(0,units/* plural */.LS)(archives.length, 'archive')}`);
    });
    await answers.ask(14, async () => {
        const found = await trial.store.read('latest');
        manifest = found;
        return manifestAgrees(trial, found);
    });
    if (!manifest)
        return undefined;
    const found = manifest;
    const restore = ['restore', '--restore-all', found.backupId, '--backup-dir'];
    await answers.ask(2, () => succeeds(trial, [...restore, trial.backups, ...dryRun], 'would be REPLACED'));
    await answers.ask(3, async () => {
        const proofs = [];
        for (const [words, text] of [
            [backup, 'would archive'],
            [restore, 'would be REPLACED']
        ]) {
            const args = [...words, `../${trial.backups}`, ...dryRun];
            proofs.push(proofOf(args, await trial.ports.command(args, `${trial.folder}/another folder`), 0, text));
        }
        return answerOf(proofs, 'both end with exit code 0');
    });
    await answers.ask(20, () => procedureNames(trial, found));
    return manifest;
}
async function succeeds(trial, args, text) {
    return answerOf([proofOf(args, await trial.command(...args), 0, text)], 'ends with exit code 0');
}
/** Whether a command ended with this code and said this. */
function proofOf(args, { code, stdout, stderr }, wanted, text) {
    const holds = code === wanted && (stdout + stderr).includes(text);
    const shown = (0,commands/* commandLine */.ay)(['volume-backup', ...args]);
    if (holds)
        return { holds, line: `${shown}: exit code ${code}${text === '' ? '' : `, says "${text}"`}` };
    const [said = 'nothing'] = `${stderr}\n${stdout}`.split('\n').filter((line) => /error|hint/.test(line));
    const missing = code === wanted ? `does not say "${text}"` : `exit code ${code} instead of ${wanted}`;
    return { holds, line: `${shown}: ${missing}; it says: ${said}` };
}
async function helps(trial, operation) {
    const args = [operation, '--help'];
    const ended = await trial.command(...args);
    const flags = fields/* fields */.O
        .filter(({ operations, actionOnly }) => operations.includes(operation) && !actionOnly)
        .map(({ name }) => `--${name}`);
    const listed = new Set(ended.stdout.match(/^ {2}--[\w-]+/gm)?.map((flag) => flag.trim()));
    const missing = flags.filter((flag) => !listed.has(flag));
    return answerOf([
        proofOf(args, ended, 0, 'usage:'),
        {
            holds: missing.length === 0 && flags.length > 0,
            line: missing.length === 0 ? `lists all ${flags.length} flags` : `does not list ${missing.join(', ')}`
        }
    ], `exit code 0, all ${flags.length} flags`);
}
async function manifestAgrees(trial, manifest) {
    const checks = [await checkComplete(manifest, trial.store)];
    for (const volume of manifest.volumes)
        checks.push(await checkContent(volume, manifest.backupId, trial.store, trial.ports));
    const named = trial.volumes.every((name) => manifest.volumes.some((volume) => volume.name === name));
    return answerOf([
        { holds: named, line: `the manifest ${named ? 'names' : 'does not name'} ${trial.volumes.join(', ')}` },
        ...checks.map(({ subject, outcome, detail }) => ({
            holds: outcome === 'passed',
            line: `${subject}: ${detail}`
        }))
    ], `${(0,units/* plural */.LS)(manifest.volumes.length, 'archive')} read to the end and equal to the manifest`);
}
async function procedureNames(trial, { backupId, volumes }) {
    const name = (0,naming/* readableManifestName */.TW)(backupId);
    const pieces = [];
    for await (const piece of trial.store.bytes(name))
        pieces.push(piece);
    const text = Buffer.concat(pieces).toString('utf8');
    const wanted = [
        `restore --restore-all ${backupId}`,
        ...volumes.flatMap(({ key, archive }) => [`restore ${key} `, archive.file])
    ];
    const proofs = wanted.map((words) => ({
        holds: text.includes(words),
        line: `${name} ${text.includes(words) ? 'says' : 'does not say'} "${words.trim()}"`
    }));
    return answerOf(proofs, `${name} says how to restore each of ${(0,units/* plural */.LS)(volumes.length, 'volume')}`);
}

;// CONCATENATED MODULE: ./lib/js/validate/acceptance-restores.js




/** Restores that must be refused, and the one that must not. */
async function askRestores(answers, trial, manifest) {
    const [first] = trial.volumes;
    const set = ['restore', '--restore-all', manifest.backupId, '--backup-dir', trial.backups];
    await answers.ask(7, () => isRefused(trial, manifest, set, 5, '(not-confirmed)'));
    await answers.ask(8, async () => {
        const release = await trial.ports.occupy(trial.engine, first);
        try {
            return await isRefused(trial, manifest, [...set, '--force'], 5, '(in-use)');
        }
        finally {
            await release();
        }
    });
    await answers.ask(15, () => refusesArguments(trial, first));
    await answers.ask(16, () => {
        const missing = (0,naming/* archiveName */.uv)(first, '20000101-000000', 'gzip');
        const args = ['restore', first, `${trial.backups}/${missing}`, '--force'];
        return isRefused(trial, manifest, args, 2, missing);
    });
    await answers.ask(19, () => fullCycle(trial, manifest, [...set, '--force']));
}
async function isRefused(trial, manifest, args, code, text) {
    const ended = proofOf(args, await trial.command(...args), code, text);
    const untouched = sameAs(manifest, await trial.compare(manifest), 'is as before');
    return answerOf([ended, ...untouched], `exit code ${code}, and every entry of the volumes is as before`);
}
async function refusesArguments(trial, volume) {
    const wrong = [
        [['restore', '--backup-dir', trial.backups], '(bad-input)'],
        [['restore', volume, '--backup-dir', trial.backups], '(bad-input)'],
        [['restore', '--restore-all', '--force'], '(bad-input)'],
        [['restore', '--restore-all', '20000101-000000', '--backup-dir', trial.backups], '(backup-unknown)'],
        [['restore', '--no-such-flag'], '(bad-input)']
    ];
    const proofs = [];
    for (const [args, text] of wrong)
        proofs.push(proofOf(args, await trial.command(...args), 2, text));
    return answerOf(proofs, `exit code 2 with the reason in ${proofs.length} cases`);
}
async function fullCycle(trial, manifest, args) {
    const { engine } = trial;
    const proofs = [];
    for (const { name } of manifest.volumes) {
        await engine.removeVolume(name);
        const gone = (await engine.inspectVolume(name)) === undefined;
        proofs.push({ holds: gone, line: `${name} is ${gone ? 'deleted' : 'still there'}` });
    }
    const restored = proofOf(args, await trial.command(...args), 0, '');
    proofs.push(restored);
    // To look at volumes that are not there would make them.
    if (!restored.holds)
        return answerOf(proofs, '');
    proofs.push(...sameAs(manifest, await trial.compare(manifest), 'is what was backed up'));
    for (const { name, labels } of manifest.volumes) {
        const found = (await engine.inspectVolume(name))?.labels ?? {};
        const same = Object.entries(labels).every(([key, value]) => found[key] === value);
        proofs.push({ holds: same, line: `${name} has ${same ? '' : 'lost '}its labels` });
    }
    const entries = manifest.volumes.reduce((sum, volume) => sum + volume.entries, 0);
    return answerOf(proofs, `${entries} entries deleted, restored and equal in content, mode, owner and time`);
}
function sameAs({ volumes }, compared, words) {
    return volumes.map(({ name, entries }, at) => {
        const comparison = compared[at];
        const holds = comparison?.differences === 0 && comparison.entries === entries && entries > 1;
        return {
            holds,
            line: holds
                ? `${name}: each of ${entries} entries ${words}`
                : `${name} differs: ${comparison ? describeDifferences(comparison) : 'not read'}`
        };
    });
}

;// CONCATENATED MODULE: ./lib/js/validate/acceptance-stack.js



/** What is asked of the user's own stack; it is only looked at. */
async function askStack(answers, validation) {
    await answers.ask(6, async () => planTakesCritical(await validation.stack()));
    await answers.ask(9, () => fromLabels(validation, ['labels.priority', 'labels.description']));
    await answers.ask(10, () => criticalDeclared(validation));
    await answers.ask(11, () => fromLabels(validation, ['labels.data-path', 'labels.bind', 'labels.anonymous']));
    await answers.ask(17, () => fromLabels(validation, ['labels.exists', 'labels.external']));
    await answers.ask(18, () => fromLabels(validation, ['labels.drift']));
}
function planTakesCritical({ selection }) {
    const taken = selection.volumes.filter(({ priority }) => priority === 'critical' || priority === 'high');
    const critical = taken.filter(({ priority }) => priority === 'critical');
    const missing = selection.leftOut.filter(({ priority }) => priority === 'critical');
    if (critical.length + missing.length === 0 && taken.length > 0)
        return noneCritical(taken.length);
    const proofs = [
        ...taken.map(({ key, name, priority, prioritySource }) => ({
            holds: true,
            line: `${key} (${name}) is ${priority}, from ${prioritySource}`
        })),
        ...missing.map(({ key, reason }) => ({
            holds: false,
            line: `${key} is critical and not taken: ${reason}`
        })),
        ...(critical.length + missing.length === 0
            ? [{ holds: false, line: 'no volume of the stack is critical: nothing says what must not be lost' }]
            : [])
    ];
    return answerOf(proofs, `${critical.map(({ key }) => key).join(', ')}, and ${taken.length - critical.length} of priority high`);
}
/** It may be right: then nothing of the stack is as dear as that. */
function noneCritical(looked) {
    const detail = 'no volume of the stack is critical: nothing says what must not be lost';
    const hint = 'give what cannot be made again the priority critical: signing keys, databases';
    return {
        outcome: 'warned',
        looked,
        detail,
        findings: [{ severity: 'warning', subject: 'the stack', message: detail, hint }]
    };
}
/** Whether they exist is another question. */
async function criticalDeclared(validation) {
    const compose = (await validation.reading())?.model;
    if (!compose)
        return skipped('there is no Compose file that could declare them');
    const live = await (await validation.engine()).listVolumes();
    const candidates = findCandidates({ patterns: [], priorities: [], compose, project: compose.project, live });
    const critical = candidates.filter((candidate) => readMetadata(candidate.declared, candidate.live).priority === 'critical');
    const proofs = critical.map(({ key, declared }) => ({
        holds: declared !== undefined,
        line: `${key} is critical and ${declared ? '' : 'not '}declared in the Compose file`
    }));
    if (proofs.length === 0) {
        const someHigh = candidates.some(({ declared, live: found }) => readMetadata(declared, found).priority === 'high');
        if (someHigh)
            return skipped('no volume is critical, see 6');
        return answerOf([{ holds: false, line: 'no critical volume is declared' }], '');
    }
    return answerOf(proofs, critical.map(({ key }) => key).join(', '));
}
const severity = ['skipped', 'passed', 'warned', 'failed'];
/**
 * What the check of the labels has found out; it is made once, whoever asks.
 * @param ids the first is what the question is about: where that had nothing to look at, the others do not answer it
 */
async function fromLabels(validation, ids) {
    const { checks } = await validation.result('labels');
    const own = checks.filter(({ id }) => ids.includes(id));
    if (own.length === 0)
        return skipped(`the check of the labels has nothing on this: ${ids.join(', ')}`);
    const main = own.find(({ id }) => id === ids[0]);
    if (main?.outcome === 'skipped' && !own.some(({ outcome }) => outcome === 'failed' || outcome === 'warned'))
        return skipped(main.detail);
    const outcome = severity.findLast((one) => own.some((check) => check.outcome === one)) ?? 'skipped';
    const worst = own.filter((check) => check.outcome === outcome);
    const findings = own.flatMap((check) => check.findings ?? []);
    return {
        outcome,
        looked: own.reduce((sum, { looked }) => sum + looked, 0),
        detail: worst.map(({ subject, detail }) => `${subject}: ${detail}`).join('; '),
        evidence: own.map(({ id, subject, outcome: one, detail }) => `${one}: ${id} of ${subject}: ${detail}`),
        ...(findings.length > 0 ? { findings } : {})
    };
}

;// CONCATENATED MODULE: ./lib/js/validate/sample-tar.js
/** In the order of our own archives. */
function samples(note) {
    return [
        { path: '', type: '5', mode: 0o2751 },
        { path: 'a folder/', type: '5', mode: 0o1777, owner: 1000 },
        { path: 'a folder/naïve name', type: '0', mode: 0o604, owner: 1000, content: 'x' },
        { path: 'closed', type: '0', mode: 0o000, content: 'nobody may read this\n' },
        { path: 'empty', type: '0', mode: 0o444 },
        {
            path: 'large',
            type: '0',
            mode: 0o640,
            owner: 65_534,
            content: 'a line of a larger file\n'.repeat(20_000)
        },
        { path: 'latest', type: '2', mode: 0o777, link: 'a folder/naïve name' },
        { path: 'note', type: '0', mode: 0o600, content: note },
        { path: 'program', type: '0', mode: 0o4755, content: '#!/bin/sh\n' },
        { path: 'secret.key', type: '0', mode: 0o600, owner: 1000, content: 'not a real key\n' }
    ];
}
/** A tar of the samples under `volume/`. @param note the content of one file, so that two volumes differ */
function sampleTar(note) {
    return Buffer.concat([...samples(note).flatMap(blocksOf), Buffer.alloc(1024)]);
}
function blocksOf({ path, type, mode, owner = 0, content = '', link = '' }) {
    const body = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(`volume/${path}`, 0);
    header.write(sample_tar_octal(mode, 8), 100);
    header.write(sample_tar_octal(owner, 8), 108);
    header.write(sample_tar_octal(owner, 8), 116);
    header.write(sample_tar_octal(body.length, 12), 124);
    header.write(sample_tar_octal(1_700_000_000, 12), 136);
    header.write(' '.repeat(8), 148);
    header.write(type, 156);
    header.write(link, 157);
    header.write('ustar\u000000', 257);
    header.write(sample_tar_octal(header.reduce((sum, byte) => sum + byte, 0), 7), 148);
    return [header, body, Buffer.alloc((512 - (body.length % 512)) % 512)];
}
/** As digits and a zero byte in so many bytes. */
function sample_tar_octal(value, bytes) {
    return `${value.toString(8).padStart(bytes - 1, '0')}\0`;
}

;// CONCATENATED MODULE: ./lib/js/validate/trial.js









/** Two throw-away volumes and a folder to try the command line on; nothing of the user's. */
class Trial {
    engine;
    ports;
    folder;
    /** By its name from inside of the folder, as people write it. */
    backups = 'backups';
    volumes;
    constructor(engine, ports, folder) {
        this.engine = engine;
        this.ports = ports;
        this.folder = folder;
        const name = `volume-backup-acceptance-${ports.runId}`;
        this.volumes = [`${name}-1`, `${name}-2`];
    }
    /** @throws BackupError with nothing left */
    static async open(engine, ports) {
        const folder = await makeScratch(engine, ports, 'acceptance');
        const trial = new Trial(engine, ports, folder);
        try {
            await (0,promises_.mkdir)((0,external_node_path_.join)(folder, 'another folder'));
            await trial.#fill();
            return trial;
        }
        catch (error) {
            await trial.close();
            throw error;
        }
    }
    get store() {
        return this.ports.openStore((0,external_node_path_.join)(this.folder, this.backups));
    }
    async command(...args) {
        return this.ports.command(args, this.folder);
    }
    async #fill() {
        for (const [at, name] of this.volumes.entries())
            await this.engine.createVolume({
                name,
                driver: 'local',
                options: {},
                labels: {
                    ...(0,engine_labels/* acceptanceLabels */.di)(this.ports.runId),
                    backup: at === 0 ? 'critical' : 'high',
                    description: 'throw-away data of an acceptance'
                }
            });
        await this.#reading(true, async (bytes) => {
            for (const name of this.volumes) {
                await bytes.write(name, 'volume', only(sampleTar(`this is ${name}\n`)));
                await bytes.settle();
            }
        });
    }
    /** Every entry of the volumes, as they are now, with those of a backup. */
    async compare({ volumes }) {
        return this.#reading(false, async (bytes) => {
            const compared = [];
            for (const volume of volumes)
                compared.push(await compareTree({
                    bytes,
                    volume: volume.name,
                    expected: manifestItem(volume, this.store).index(),
                    onProgress: () => undefined,
                    signal: this.ports.signal
                }));
            return compared;
        });
    }
    /** The helper is gone again afterwards: no restore goes on beside it. */
    async #reading(writable, deed) {
        const mounts = this.volumes.map((name) => ({ name, writable }));
        const bytes = await this.ports.openBytes(this.engine, mounts, this.folder);
        const forget = (0,abort/* onAbort */.u)(this.ports.signal, () => bytes.close());
        try {
            return await deed(bytes);
        }
        finally {
            forget();
            await bytes.close();
        }
    }
    async close() {
        for (const name of this.volumes)
            await this.engine
                .removeVolume(name)
                .catch((error) => this.ports.host.warn(`volume ${name} is left behind: ${(0,errors/* messageOf */.bD)(error)}`));
        await (0,promises_.rm)(this.folder, { recursive: true, force: true });
    }
}
async function* only(piece) {
    yield piece;
}

;// CONCATENATED MODULE: ./lib/js/validate/acceptance.js







/**
 * The twenty checks of the original validation script, each with the meaning that its title promises. What changes
 * something is tried by the real command line on throw-away volumes.
 */
const acceptanceChecker = {
    reasonToSkip: noStack,
    check: async (validation) => {
        const { ports } = validation;
        const answers = new Answers(ports);
        const engine = await askEngine(answers, validation);
        if (!engine)
            return { checks: answers.all('no Docker daemon answers, see 12') };
        await askStack(answers, validation);
        const trial = await Trial.open(engine, ports);
        try {
            const manifest = await askCommands(answers, trial);
            if (manifest)
                await askRestores(answers, trial, manifest);
        }
        finally {
            await trial.close();
        }
        const checks = answers.all('the trial has no backup to go on with, see 13 and 14');
        ports.host.info(`acceptance: ${(0,report/* countChecks */.l)(checks)}`);
        return { checks };
    }
};
async function askEngine(answers, validation) {
    let found;
    await answers.ask(12, async () => {
        found = await validation.workplace();
        const { address, version, apiVersion, os, architecture } = found.info;
        const line = `Docker ${version}, API ${apiVersion}, ${os}/${architecture}`;
        return answerOf([{ holds: version !== '' && apiVersion !== '', line: `${line}, at ${address}` }], line);
    });
    return found;
}

// EXTERNAL MODULE: ./lib/js/backup-set/retention.js
var retention = __webpack_require__(84901);
;// CONCATENATED MODULE: ./lib/js/validate/ages.js



const dayMs = 24 * 60 * 60 * 1000;
/**
 * Whether the newest backup of each volume is younger than the days that it is to be kept: else whoever deletes by the
 * table deletes the last copy. Older backups may be past their days, which is only said.
 */
function judgeAges(backups, table, now) {
    const newest = new Map();
    const newestFirst = [...backups].sort((a, b) => (a.backupId < b.backupId ? 1 : -1));
    for (const { backupId, volumes } of newestFirst)
        for (const volume of volumes)
            if (!newest.has(volume.name))
                newest.set(volume.name, { volume, backupId });
    const errors = [...newest.values()].flatMap(({ volume, backupId }) => {
        const days = (0,retention/* retentionOf */.e)([volume], table);
        if (ages_isWithin(backupId, days, now))
            return [];
        return [
            {
                severity: 'error',
                subject: volume.key,
                message: `the newest backup of ${volume.key}, ${backupId}, is ${ageOf(backupId, now)} old, and ${volume.priority} backups are kept for ${(0,units/* plural */.LS)(days, 'day')}: whoever deletes by that deletes the last copy`,
                hint: 'back it up now and see why no newer backup was made; if the volume is gone for good, keep this backup elsewhere'
            }
        ];
    });
    return { looked: newest.size, findings: [...errors, ...superfluous(newestFirst, newest, table, now)] };
}
/** Backups of which every volume is past its days and has a newer backup. */
function superfluous(backups, newest, table, now) {
    const past = backups.filter(({ backupId, volumes }) => volumes.every((volume) => newest.get(volume.name)?.backupId !== backupId &&
        !ages_isWithin(backupId, (0,retention/* retentionOf */.e)([volume], table), now)));
    const oldest = past.at(-1);
    if (!oldest)
        return [];
    return [
        {
            severity: 'warning',
            subject: oldest.backupId,
            message: `${(0,units/* plural */.LS)(past.length, 'backup is', 'backups are')} past the days to be kept, the oldest ${oldest.backupId}; each volume has a newer one`,
            hint: 'delete them when you need the space, or raise retention-days'
        }
    ];
}
function ages_isWithin(backupId, days, now) {
    // An id that is no time is no proof of youth.
    return now - (0,naming/* timeOfBackupId */.s2)(backupId) <= days * dayMs;
}
function ageOf(backupId, now) {
    const time = (0,naming/* timeOfBackupId */.s2)(backupId);
    return Number.isNaN(time) ? 'of no known time' : (0,units/* formatAge */.nV)(now - time);
}

;// CONCATENATED MODULE: ./lib/js/validate/archive-age.js



/** See `judgeAges`. Of a remote store only the manifest that was fetched anyway is looked at. */
async function checkAges(newest, validation) {
    const { settings, ports } = validation;
    const stored = await validation.backups();
    const local = stored.flatMap(({ manifest }) => (manifest ? [manifest] : []));
    const newer = local.length > 0 ? [] : stored.filter(({ backupId }) => backupId > newest.backupId);
    const check = { name: 'archives', id: 'archives.age', subject: ports.store.location };
    if (newer.length > 0)
        return {
            ...check,
            outcome: 'skipped',
            looked: 0,
            detail: `backup ${newest.backupId} is not the newest one, and others would have to be downloaded`
        };
    const backups = local.length > 0 ? local : [newest];
    const { looked, findings } = judgeAges(backups, settings.store.retentionDays, ports.now().getTime());
    const errors = findings.filter(({ severity }) => severity === 'error');
    return {
        ...check,
        outcome: outcomeOf(looked, findings),
        looked,
        detail: errors.length > 0
            ? `${errors.length} of ${(0,units/* plural */.LS)(looked, 'volume')} without a backup young enough`
            : `the newest backup of each of ${(0,units/* plural */.LS)(looked, 'volume')} is younger than it is kept, ${(0,units/* plural */.LS)(backups.length, 'backup')} looked at`,
        ...(findings.length > 0 ? { findings } : {})
    };
}

;// CONCATENATED MODULE: ./lib/js/validate/archive-space.js







/**
 * Whether a restore of this backup would find enough space where the daemon keeps its volumes: for its content, and for
 * a rollback copy of what the volumes hold now.
 */
async function checkSpace(manifest, validation) {
    const { ports } = validation;
    const check = { name: 'archives', id: 'archives.space', subject: `restore of ${manifest.backupId}` };
    try {
        const engine = await validation.workplace();
        const { free, held, targets } = await measure(manifest, engine, ports);
        const content = manifest.volumes.reduce((sum, volume) => sum + manifestItem(volume, ports.store).neededBytes, 0);
        const needed = content + held;
        if (Number.isNaN(free))
            return { ...check, outcome: 'skipped', looked: 0, detail: 'the daemon does not tell how much is free' };
        const enough = free >= needed;
        return {
            ...check,
            outcome: enough ? 'passed' : 'failed',
            looked: manifest.volumes.length,
            detail: `needs ${(0,units/* formatBytes */.z3)(needed)} (content ${(0,units/* formatBytes */.z3)(content)}, copies of ${(0,units/* plural */.LS)(targets, 'existing volume')} ${(0,units/* formatBytes */.z3)(held)}), ${(0,units/* formatBytes */.z3)(free)} are free`,
            ...(enough
                ? {}
                : {
                    findings: [
                        {
                            severity: 'error',
                            subject: manifest.backupId,
                            message: `a restore would lack ${(0,units/* formatBytes */.z3)(needed - free)} where the daemon keeps its volumes`,
                            hint: 'free some space there'
                        }
                    ]
                })
        };
    }
    catch (error) {
        (0,abort/* checkAborted */.w)(ports.signal);
        const [first = ''] = (0,errors/* messageOf */.bD)(error).split('\n');
        return { ...check, outcome: 'skipped', looked: 0, detail: `it cannot be measured here: ${first}` };
    }
}
/** By a throw-away volume of our own and the targets, which are only read. */
async function measure({ volumes }, engine, ports) {
    const live = new Set((await engine.listVolumes()).map(({ name }) => name));
    const targets = volumes.map(({ name }) => name).filter((name) => live.has(name));
    const probe = `volume-backup-space-${ports.runId}`;
    const folder = await makeScratch(engine, ports, 'space');
    try {
        await engine.createVolume((0,engine_labels/* ownVolume */.pQ)(probe, ports.runId, 'cycle'));
        const mounts = [{ name: probe, writable: true }, ...targets.map((name) => ({ name, writable: false }))];
        const bytes = await ports.openBytes(engine, mounts, folder);
        const forget = (0,abort/* onAbort */.u)(ports.signal, () => bytes.close());
        try {
            let held = 0;
            for (const name of targets)
                held += await bytes.usedBytes(name);
            return { free: await bytes.freeBytes(probe), held, targets: targets.length };
        }
        finally {
            forget();
            await bytes.close();
        }
    }
    finally {
        await engine
            .removeVolume(probe)
            .catch((error) => ports.host.warn(`volume ${probe} is left behind: ${(0,errors/* messageOf */.bD)(error)}`));
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
}

;// CONCATENATED MODULE: ./lib/js/validate/history.js
const mostPoints = 30;
/** The sizes of the last backups of a project, oldest first, as far as their manifests are at hand. */
function historyOf(backups, project) {
    return backups
        .flatMap(({ manifest }) => (manifest && manifest.project === project ? [manifest] : []))
        .slice(0, mostPoints)
        .reverse()
        .map(({ backupId, createdAt, volumes }) => ({
        backupId,
        createdAt,
        volumes: volumes.map(({ key, entries, contentBytes, archive }) => ({
            key,
            entries,
            contentBytes,
            archiveBytes: archive.sizeBytes
        }))
    }));
}

;// CONCATENATED MODULE: ./lib/js/validate/archives.js










const archivesChecker = {
    reasonToSkip: async (validation) => (await validation.backups()).length > 0 || validation.settings.backupId !== 'latest'
        ? undefined
        : `there is no backup in ${validation.ports.store.location}`,
    check: async (validation) => {
        const { ports } = validation;
        const checks = [];
        let newest;
        for (const reference of await chosenBackups(validation)) {
            (0,abort/* checkAborted */.w)(ports.signal);
            const { manifest, checks: found } = await checkBackup(reference, validation);
            checks.push(...found);
            newest ??= manifest;
            // By its id: meanwhile `latest` may be another one.
            if (manifest && found.every(({ outcome }) => outcome === 'passed' || outcome === 'warned'))
                await noteVerified(manifest.backupId, found, ports);
        }
        if (newest) {
            const first = newest;
            checks.push(await timed(ports, () => checkAges(first, validation)));
            checks.push(await timed(ports, () => checkSpace(first, validation)));
        }
        const history = historyOf(await validation.backups(), newest?.project);
        return {
            checks,
            ...(newest ? { backupId: newest.backupId } : {}),
            ...(history.length > 0 ? { history } : {})
        };
    }
};
/** References for `store.read`: one, all that the store has, or so many of the newest. None at all is for the check to tell. */
async function chosenBackups(validation) {
    const { backupId } = validation.settings;
    if (backupId !== 'all' && !/^\d{1,4}$/.test(backupId))
        return [backupId];
    // What has expired on its day, or comes from a stranger, is no fault of the others.
    const usable = (await validation.backups()).filter(({ remote, problem }) => !remote || problem === undefined);
    const all = usable.map(({ reference }) => reference);
    return all.length > 0 ? all.slice(0, backupId === 'all' ? undefined : Number(backupId)) : ['latest'];
}
/** For `latest-verified`. A store that takes no notes changes nothing about the backup. */
async function noteVerified(id, checks, { store, ...ports }) {
    try {
        const evidence = { backupId: id, verifiedAt: ports.now().toISOString(), checks, generator: generator/* generator */.w };
        await store.markVerified(id, `${JSON.stringify(evidence, null, 2)}\n`);
    }
    catch (error) {
        ports.host.warn(`the backup is whole, but that could not be noted: ${(0,errors/* messageOf */.bD)(error)}`);
    }
}
/** Reads every byte of a backup: one check for the manifest, one for each volume, one for the set. */
async function checkBackup(reference, validation) {
    const { ports } = validation;
    let manifest;
    const first = await timed(ports, async () => {
        try {
            manifest = await validation.readBackup(reference);
        }
        catch (error) {
            (0,abort/* checkAborted */.w)(ports.signal);
            if ((0,errors/* isOfStore */.te)(error))
                throw error;
            return notFound(reference, error);
        }
        return {
            name: 'archives',
            id: 'archives.manifest',
            subject: `manifest of ${manifest.backupId}`,
            outcome: 'passed',
            looked: 1,
            detail: `${(0,units/* plural */.LS)(manifest.volumes.length, 'volume')}, made ${manifest.createdAt}`
        };
    });
    if (!manifest)
        return { manifest, checks: [first] };
    const checks = [first];
    const set = manifest;
    for (const volume of set.volumes) {
        (0,abort/* checkAborted */.w)(ports.signal);
        checks.push(await timed(ports, () => checkContent(volume, set.backupId, ports.store, ports)));
    }
    // Last, since a remote store has brought all its files only now.
    checks.push(await timed(ports, () => checkComplete(set, ports.store)));
    return { manifest, checks };
}
/** "No backup" is an answer to "is the backup whole?", and not the one anybody wants. */
function notFound(reference, error) {
    const { message, hint, code } = (0,errors/* toBackupError */.uy)(error);
    const damaged = code === 'backup-damaged';
    return {
        name: 'archives',
        id: damaged ? 'archives.manifest' : 'archives.found',
        subject: `${damaged ? 'manifest of' : 'backup'} ${reference}`,
        outcome: 'failed',
        looked: 0,
        detail: message,
        findings: [{ severity: 'error', subject: reference, message, hint: hint ?? 'use another backup' }]
    };
}

;// CONCATENATED MODULE: ./lib/js/validate/cycle.js












/**
 * Proves that the live volumes can be backed up and restored: archives them into a private folder, restores each into a
 * throw-away volume, compares every entry, and removes all of it. Nothing of the user's changes.
 */
const cycleChecker = {
    reasonToSkip: noStack,
    check: async (validation) => {
        const { ports } = validation;
        const stack = await validation.stack();
        const engine = await validation.workplace();
        const folder = await makeScratch(engine, ports, 'cycle');
        try {
            const { volumes, held, warnings, ...copy } = await copyLive(validation, folder);
            const checks = await cycle_restoreAside(volumes, ports, engine, copy.folder);
            return {
                checks,
                held,
                warnings: [...stack.warnings, ...warnings],
                phases: volumes.map(copying)
            };
        }
        finally {
            await (0,promises_.rm)(folder, { recursive: true, force: true });
        }
    }
};
async function cycle_restoreAside(volumes, ports, engine, folder) {
    const { host, runId, signal } = ports;
    const aside = volumes.map((_, number) => `volume-backup-cycle-${runId}-${number}`);
    const made = [];
    const checks = [];
    try {
        for (const name of aside) {
            await engine.createVolume((0,engine_labels/* ownVolume */.pQ)(name, runId, 'cycle'));
            made.push(name);
        }
        const bytes = await ports.openBytes(engine, aside.map((name) => ({ name, writable: true })), folder);
        const forget = (0,abort/* onAbort */.u)(signal, () => bytes.close());
        try {
            await requireSpace(bytes, aside[0] ?? '', volumes.reduce((sum, { contentBytes, tar }) => sum + Math.min(contentBytes, tar.sizeBytes), 0), 'the cycle');
            for (const [number, volume] of volumes.entries()) {
                (0,abort/* checkAborted */.w)(signal);
                const name = aside[number] ?? '';
                checks.push(await timed(ports, () => cycleOne(volume, ports, bytes, name, folder)));
            }
        }
        finally {
            forget();
            await bytes.close();
        }
    }
    finally {
        for (const name of made)
            await engine
                .removeVolume(name)
                .catch((error) => host.warn(`volume ${name} is left behind: ${(0,errors/* messageOf */.bD)(error)}`));
    }
    return checks;
}
async function cycleOne(volume, ports, bytes, name, folder) {
    const store = ports.openStore(folder);
    const subject = volume.name;
    try {
        const entries = await stageArchive({
            item: manifestItem(volume, store),
            store,
            bytes,
            volume: name,
            host: ports.host,
            signal: ports.signal
        });
        const missing = volume.notCaptured.length;
        const detail = `${(0,units/* plural */.LS)(entries, 'entry', 'entries')}, ${(0,units/* formatBytes */.z3)(volume.contentBytes)} backed up, restored and equal${missing > 0 ? `; not captured: ${missing}` : ''}`;
        return {
            name: 'cycle',
            id: 'cycle.equal',
            subject,
            outcome: entries > 0 ? 'passed' : 'failed',
            looked: entries,
            detail
        };
    }
    catch (error) {
        (0,abort/* checkAborted */.w)(ports.signal);
        const compared = comparisonOf(error);
        return {
            name: 'cycle',
            id: 'cycle.equal',
            subject,
            outcome: 'failed',
            looked: compared?.entries ?? 0,
            detail: (0,errors/* messageOf */.bD)(error),
            ...(compared ? { differences: compared.first } : {})
        };
    }
}
function copying({ key, startedAt, durationMs }) {
    return { name: `copy ${key}`, startedAt, durationMs };
}

;// CONCATENATED MODULE: ./lib/js/validate/labels/rule.js

function error(subject, message, hint) {
    return { severity: 'error', subject, message, hint };
}
function warning(subject, message, hint) {
    return { severity: 'warning', subject, message, hint };
}
/** Looks at each of some volumes. */
function eachVolume(volumes, nothing, look) {
    const findings = volumes.flatMap(look).filter((finding) => finding !== undefined);
    return { looked: volumes.length, noun: ['volume', 'volumes'], findings, nothing };
}
/** Without a Compose file whatever the project has; else what the file declares: the rest has a rule of its own. */
function ownVolumes({ compose, volumes }) {
    return volumes.filter(({ declared, live }) => (compose ? declared : live && !isAnonymous(live.name)));
}
const noVolumes = 'there are no volumes: the Compose file declares none';

;// CONCATENATED MODULE: ./lib/js/validate/labels/existence.js





/** Of a project that is there, every declared volume has to be there too. */
const checkExists = (subjects) => {
    const { compose, project, live, containers, volumes } = subjects;
    const own = volumes.filter(({ declared }) => declared && !declared.external);
    const ofProject = live.some(({ labels }) => project !== undefined && labels[composeProject] === project);
    const isThere = containers.length > 0 || ofProject || own.some((volume) => volume.live);
    const nothing = compose
        ? `nothing of project ${project} exists yet, neither containers nor volumes`
        : 'there is no Compose file that declares volumes';
    if (own.length === 0)
        return eachVolume([], compose ? noVolumes : nothing, () => []);
    return eachVolume(isThere ? own : [], nothing, (volume) => [
        missing(volume, subjects),
        rival(volume, subjects)
    ]);
};
function missing({ key, declared, live }, { services }) {
    if (live || readMetadata(declared, live).priority === 'none')
        return undefined;
    const message = notCreatedWarning(key, false);
    const users = services.filter(({ mounts }) => mounts.some(({ type, source }) => type === 'volume' && source === key));
    // Compose creates what the services need that it starts, and nothing else.
    if (users.every(({ onDemand }) => onDemand))
        return warning(key, `${message}: ${users.length === 0 ? 'no service mounts it' : 'only services on demand mount it'}`, users.length === 0 ? 'remove it from the file, or mount it' : 'fine if they have never been started');
    return error(key, message, `used by ${users.map(({ name }) => name).join(', ')}: "docker compose up --detach" creates it empty. If it held data, restore it from a backup`);
}
function rival(volume, subjects) {
    const other = rivalOf(volume, { ...subjects, priorities: [] });
    if (!volume.live || !other)
        return undefined;
    return warning(volume.key, rivalWarning(volume.key, volume.live, other), `look which of the two holds the data, then remove the other or name the right one in the Compose file`);
}
/** Left behind by an older Compose file, or mounted by something that nobody has written down. */
const checkUndeclared = ({ compose, project, volumes }) => {
    if (!compose)
        return eachVolume([], 'there is no Compose file that declares volumes', () => []);
    const here = volumes.filter(({ live, inStack }) => live && inStack && !isAnonymous(live.name));
    const unused = compose.volumes
        .map(({ key }) => key)
        .filter((key) => !volumes.some((one) => one.declared?.key === key && one.live));
    return eachVolume(here, `no volume of project ${project} exists yet`, ({ key, declared, live }) => {
        if (declared || readMetadata(undefined, live).priority === 'none')
            return [];
        const near = (0,nearest/* nearestNames */.L)(key, unused);
        return [
            error(key, `volume ${shortName(live?.name ?? key)} is of project ${project} but declared nowhere${near.length > 0 ? `; was it renamed to ${near.join(' or ')}?` : ''}`, 'declare it with a priority and a description; if its data is not needed, back it up once and remove it')
        ];
    });
};
const checkExternal = ({ volumes }) => eachVolume(volumes.filter(({ declared }) => declared?.external), 'no volume is external', ({ key, declared, live }) => {
    if (!live)
        return [
            error(key, `external volume ${declared?.name ?? key} does not exist`, 'Compose does not create external volumes: create it with its labels (docker volume create --label backup=… --label description=…), or restore it')
        ];
    const says = declared?.xBackup !== undefined || labelNames.some((name) => live.labels[name] !== undefined);
    if (says)
        return [];
    return [
        warning(key, `external volume ${live.name} is not managed by Compose and has no label about its backup`, `say it in the Compose file, under ${key}: "x-backup: {priority: …, description: …}"`)
    ];
});
/** Volumes that are something else than a folder of the engine. */
const checkKind = (subjects) => eachVolume(ownVolumes(subjects), noVolumes, ({ key, declared, live }) => {
    const driver = live?.driver ?? declared?.driver ?? 'local';
    const options = { ...declared?.driverOptions, ...live?.options };
    if (driver !== 'local')
        return [
            warning(key, `volume ${shortName(key)} has the driver ${driver}: where its data lies, and whether a restore gets it back there, is up to that plugin`, 'prove it: volume-backup validate --checks cycle --volumes NAME')
        ];
    const type = (options.type ?? '').toLowerCase();
    if (type === 'tmpfs') {
        if (readMetadata(declared, live).priority === 'none')
            return [];
        return [
            error(key, `volume ${shortName(key)} is in memory (type tmpfs): its data is gone when its last container stops`, 'give it the priority none, or make it a real volume')
        ];
    }
    if (/^(nfs|nfs4|cifs|smb3?|smbfs)$/.test(type))
        return [
            warning(key, `volume ${shortName(key)} is a share of another machine (${type}): does the store of the backups share its fate?`, 'keep the backups on another machine than that share')
        ];
    const isFolder = (options.o ?? '').split(',').some((word) => /^r?bind$/.test(word));
    if (!isFolder)
        return [];
    return [
        warning(key, `volume ${shortName(key)} is the folder ${options.device ?? ''} of the host in disguise (o=bind)`, 'whoever removes or moves that folder takes the data along; a plain volume has no such second owner')
    ];
});

;// CONCATENATED MODULE: ./lib/js/validate/labels/data-folders.js

const rows = [
    // 18 and newer keep it in /var/lib/postgresql/18/docker: a mount of the parent is right for all of them.
    { names: 'postgres postgis pgvector timescaledb', paths: '/var/lib/postgresql/data', variable: 'PGDATA' },
    { names: 'timescaledb-ha', paths: '/home/postgres/pgdata', variable: 'PGDATA' },
    {
        names: 'mysql mysql-server mariadb percona percona-server',
        paths: '/var/lib/mysql',
        flag: flag('--datadir')
    },
    {
        names: 'mongo mongodb-community-server percona-server-mongodb',
        paths: '/data/db',
        flag: flag('--dbpath')
    },
    { names: 'redis redis-stack redis-stack-server valkey keydb', paths: '/data', flag: flag('--dir') },
    { names: 'elasticsearch', paths: '/usr/share/elasticsearch/data' },
    { names: 'opensearch', paths: '/usr/share/opensearch/data' },
    { names: 'influxdb', paths: '/var/lib/influxdb2|/var/lib/influxdb|/var/lib/influxdb3' },
    { names: 'grafana grafana-oss grafana-enterprise', paths: '/var/lib/grafana', variable: 'GF_PATHS_DATA' },
    { names: 'prometheus', paths: '/prometheus', flag: flag('--storage.tsdb.path') },
    { names: 'loki', paths: '/loki' },
    { names: 'rabbitmq', paths: '/var/lib/rabbitmq', variable: 'RABBITMQ_MNESIA_BASE' },
    { names: 'vault', paths: '/vault/file|/vault/data|/vault/raft', configured: true, unless: /(^| )-dev\b/ },
    { names: 'openbao', paths: '/openbao/file|/openbao/data', configured: true, unless: /(^| )-dev\b/ },
    { names: 'consul', paths: '/consul/data', flag: flag('-data-dir') },
    {
        names: 'etcd',
        paths: '/etcd-data|/etcd_data|/var/lib/etcd',
        configured: true,
        variable: 'ETCD_DATA_DIR',
        flag: flag('--data-dir')
    },
    {
        names: 'minio',
        paths: '/data|/export|/mnt/data',
        configured: true,
        flag: /\bserver (?:-\S+ )*(\/\S+)/,
        unless: /\{\d/
    },
    { names: 'gitea forgejo', paths: '/data|/var/lib/gitea' },
    { names: 'nextcloud wordpress', paths: '/var/www/html' },
    { names: 'keycloak', paths: '/opt/keycloak/data', unless: /(--db|KC_DB)[= ](?!dev)/ },
    { names: 'clickhouse-server', paths: '/var/lib/clickhouse' },
    { names: 'cassandra', paths: '/var/lib/cassandra' },
    { names: 'couchdb', paths: '/opt/couchdb/data' },
    { names: 'neo4j', paths: '/data' },
    { names: 'cockroach', paths: '/cockroach/cockroach-data', flag: flag('--store') },
    { names: 'jenkins', paths: '/var/jenkins_home' },
    { names: 'nexus3', paths: '/nexus-data' },
    { names: 'registry', paths: '/var/lib/registry' },
    { names: 'gitlab-ce gitlab-ee', paths: '/var/opt/gitlab' },
    { names: 'ghost', paths: '/var/lib/ghost/content' }
];
/** Where a well-known image keeps its data; `undefined` for any other image. */
function dataFolders({ image, command, environment }) {
    const name = imageName(image);
    const row = rows.find(({ names }) => names.split(' ').includes(name));
    if (row === undefined || isRepackaged(image))
        return undefined;
    const line = command.join(' ');
    const variables = Object.entries(environment).map(([key, value]) => `${key}=${value}`);
    if (row.unless?.test([...variables, line].join('\n')))
        return undefined;
    const moved = row.flag?.exec(line)?.[1] ?? (row.variable === undefined ? undefined : environment[row.variable]);
    return { paths: (moved ?? row.paths).split('|').map(cleanPath), byRelease: !row.configured };
}
/** `db.example:5000/library/postgres:17@sha256:…` is `postgres`. */
function imageName(image) {
    const path = image.replace(/@.*$/, '');
    return (path.split('/').at(-1) ?? '').replace(/:.*$/, '');
}
/** Publishers that put the data of the same programs elsewhere. */
function isRepackaged(image) {
    return /(^|\/)(bitnami|bitnamilegacy|linuxserver)\//.test(image);
}
function flag(name) {
    return new RegExp(`(?:^| )${name.replaceAll('.', '\\.')}(?:=| )(/\\S+)`);
}

;// CONCATENATED MODULE: ./lib/js/validate/labels/services.js


/** @param imageVolumes by service: the paths that its image declares, where the engine has it */
function describeServices(services, imageVolumes) {
    return services.map((service) => labels_services_describe(service, imageVolumes.get(service.name)));
}
function labels_services_describe(service, declaredByImage) {
    const { name, image, command = [], environment = {} } = service;
    const own = service.mounts.map(({ type, source, target, readOnly }) => ({
        type: type === 'volume' && source === undefined ? 'anonymous' : type,
        source,
        target: cleanPath(target),
        readOnly,
        ofImage: false
    }));
    const volumes = (declaredByImage ?? []).map(cleanPath);
    // The engine asks for the very path: a mount of the parent does not stop it from putting a volume on top.
    const added = volumes
        .filter((path) => !own.some(({ target }) => target === path))
        .map((target) => ({ type: 'anonymous', source: undefined, target, readOnly: false, ofImage: true }));
    const said = readServiceExtension(service.xBackup).paths;
    const table = image === undefined ? undefined : dataFolders({ image, command, environment });
    return {
        name,
        image,
        onDemand: service.profiles.length > 0,
        mounts: [...own, ...added],
        dataPaths: dataPathsOf(image ?? 'its image', said, table, volumes),
        isKnown: said ? 'said' : table && 'table',
        hasImage: declaredByImage !== undefined
    };
}
/** What the service says counts first, then what is known of the image, then what the image declares. */
function dataPathsOf(image, said, table, volumes) {
    if (said)
        return said.map((path) => ({ paths: [path], origin: 'which its x-backup names' }));
    if (!table)
        return volumes.map((path) => ({ paths: [path], origin: `which ${image} declares as a volume` }));
    // Of several releases the image tells which one it is.
    const declared = table.paths.filter((path) => table.byRelease && volumes.some((folder) => isWithin(path, folder)));
    return [{ paths: declared.length > 0 ? declared : table.paths, origin: `where ${image} keeps it` }];
}
/** The mount that a path lies in: the deepest counts. */
function mountOf(path, mounts) {
    return mounts
        .filter(({ target }) => isWithin(path, target))
        .reduce((deepest, mount) => (deepest && deepest.target.length > mount.target.length ? deepest : mount), undefined);
}

;// CONCATENATED MODULE: ./lib/js/validate/labels/mounts.js






const noServices = 'there is no Compose file that declares services';
/** Folders of the host in the place of volumes: no backup of volumes has them. */
const checkBinds = ({ compose, services, hostFiles }) => {
    const binds = services.flatMap((service) => service.mounts.filter(({ type }) => type === 'bind').map((mount) => ({ service, mount })));
    const findings = binds.flatMap(({ service, mount }) => {
        const { source = '', target, readOnly } = mount;
        if (readOnly || isNoFolder(source, hostFiles))
            return [];
        const data = service.dataPaths.find(({ paths }) => paths.some((path) => mountOf(path, service.mounts) === mount));
        const bind = `service ${service.name} mounts the folder ${source} of the host at ${target}`;
        if (!data)
            return [
                warning(service.name, `${bind} and can write there: no backup of volumes has it`, 'mount a named volume, or read-only (:ro) if the service only reads')
            ];
        return [
            error(service.name, `${bind}, where its data is (${dataText(data)}): no backup of volumes has it`, 'mount a named volume there and copy the data into it once')
        ];
    });
    const looked = services.reduce((sum, { mounts }) => sum + mounts.filter(({ ofImage }) => !ofImage).length, 0);
    return {
        looked,
        noun: ['mount', 'mounts'],
        findings,
        nothing: compose ? 'no service mounts anything' : noServices
    };
};
/** Sockets and single files, and what the system shows of itself. */
function isNoFolder(source, hostFiles) {
    return hostFiles.has(source) || source.endsWith('.sock') || isOfSystem(source);
}
/** Volumes without a name: the next container gets another one. */
const checkAnonymous = (subjects) => {
    const { compose, services, containers } = subjects;
    const findings = services.flatMap((service) => service.mounts
        .filter(({ type }) => type === 'anonymous')
        .flatMap((mount) => anonymousFinding(service, mount) ?? []));
    const unknown = services.filter(({ hasImage }) => !hasImage).length;
    return {
        looked: services.length + containers.length,
        noun: ['service or container', 'services and containers'],
        findings: [...findings, ...liveAnonymous(subjects)],
        nothing: compose ? 'the Compose file declares no services, and there are no containers' : noServices,
        ...(unknown > 0
            ? {
                note: `${(0,units/* plural */.LS)(unknown, 'image is', 'images are')} not known to the engine, so neither are the volumes declared there`
            }
            : {})
    };
};
function anonymousFinding(service, mount) {
    const { name, image, mounts, dataPaths, isKnown, onDemand } = service;
    const isData = dataPaths
        .filter(({ paths }) => !paths.some((path) => mountOf(path, mounts)?.type === 'volume'))
        .some(({ paths }) => paths.some((path) => isWithin(path, mount.target) || isWithin(mount.target, path)));
    // Whoever says where the data of a service is has been told about the rest of the image.
    if (mount.ofImage && isKnown === 'said' && !isData)
        return undefined;
    const parent = mountOf(mount.target, mounts.filter(({ type }) => type === 'volume'));
    const covered = parent === undefined
        ? ''
        : `; volume ${parent.source} at ${parent.target} does not help: the anonymous one is put on top of it`;
    const message = mount.ofImage
        ? `service ${name} has an anonymous volume at ${mount.target}, which ${image ?? 'its image'} declares and no mount names${covered}`
        : `service ${name} mounts an anonymous volume at ${mount.target}${covered}`;
    const nothingKept = mount.ofImage
        ? ', or if the service keeps nothing, say so under it: "x-backup: {paths: []}"'
        : '';
    const hint = `mount a named volume exactly at ${mount.target} (it may have the priority none)${nothingKept}. An anonymous one is in no backup, and lost with the next "docker compose down"`;
    const harmless = onDemand || (mount.ofImage && isKnown === 'table' && !isData);
    return harmless ? warning(name, message, hint) : error(name, message, hint);
}
/** Those of containers that the file says nothing about. */
function liveAnonymous({ containers, services }) {
    return containers.flatMap(({ name, labels, mounts }) => {
        const service = services.find((one) => one.name === labels['com.docker.compose.service']);
        return mounts
            .filter(({ volume }) => isAnonymous(volume))
            .filter(({ destination }) => !service?.mounts.some(({ target }) => target === destination))
            .filter(() => service?.isKnown !== 'said')
            .map(({ volume, destination }) => error(service?.name ?? name, `container ${name} has the anonymous volume ${shortName(volume)} at ${destination}`, 'mount a named volume there; to keep what is in it, copy it out before the container is removed'));
    });
}
/** Data that no mount holds goes with the container. */
const checkDataPaths = (subjects) => {
    const { compose, services, volumes } = subjects;
    const notKept = new Set(volumes
        .filter(({ declared, live }) => readMetadata(declared, live).priority === 'none')
        .map(({ key }) => key));
    const ofServices = services.flatMap((service) => service.dataPaths.map((data) => dataPathFinding(service, data, notKept)));
    const ofVolumes = volumes.flatMap((volume) => readMetadata(volume.declared, volume.live).paths.map((path) => volumePathFinding(volume, path, services)));
    const all = [...ofServices, ...ofVolumes];
    return {
        looked: all.length,
        noun: ['data path', 'data paths'],
        findings: all.filter((finding) => finding !== undefined),
        nothing: compose
            ? 'no data path is known: the engine has no image that declares one, no image is well known, and no x-backup names paths'
            : noServices
    };
};
/** @param notKept keys of the volumes with the priority none */
function dataPathFinding({ name, mounts, isKnown }, data, notKept) {
    const holding = data.paths.map((path) => mountOf(path, mounts));
    const source = holding.find((mount) => mount?.type === 'volume')?.source ?? '';
    // Where nobody has said that there is data to keep, the priority says that there is none.
    if (isKnown === 'said' && notKept.has(source))
        return error(name, `service ${name}: its data at ${dataText(data)}, lies in volume ${source} of priority none: it is in no backup`, `give volume ${source} a priority that is backed up; if there is nothing to keep, say so: "x-backup: {paths: []}"`);
    // Binds and anonymous volumes have rules of their own.
    if (holding.some((mount) => mount && mount.type !== 'tmpfs'))
        return undefined;
    const memory = holding.find((mount) => mount);
    const where = memory
        ? `lies in memory (tmpfs at ${memory.target})`
        : `lies outside of every mount${besides(data.paths[0] ?? '', mounts)}`;
    return error(name, `service ${name}: its data at ${dataText(data)}, ${where}: it is gone with the container`, `mount a named volume at that path or at a folder above it. If the data is elsewhere, say so under the service: "x-backup: {paths: [/its/path]}"; if there is none to keep: "x-backup: {paths: []}"`);
}
/** The volumes that were meant to hold it: those below it, and those beside it. */
function besides(path, mounts) {
    const folder = path.slice(0, path.lastIndexOf('/'));
    const near = mounts.filter(({ type, target }) => type === 'volume' && (isWithin(target, path) || (folder !== '' && isWithin(target, folder))));
    if (near.length === 0)
        return '';
    const told = near.map(({ source, target }) => `${source} at ${target}`);
    return ` (${near.length === 1 ? 'volume' : 'volumes'} ${told.join(', ')}: below or beside that path, so the data is not in there)`;
}
function volumePathFinding({ key }, path, services) {
    const users = services.filter(({ mounts }) => mounts.some(({ type, source }) => type === 'volume' && source === key));
    if (users.some(({ mounts }) => mountOf(path, mounts)?.source === key))
        return undefined;
    const targets = users.flatMap(({ name, mounts }) => mounts.filter(({ source }) => source === key).map(({ target }) => `${target} of ${name}`));
    const where = targets.length === 0 ? 'no service mounts it' : `it is mounted at ${targets.join(', ')}`;
    return error(key, `volume ${key} does not hold ${path}, which its x-backup names: ${where}`, `mount the volume at ${path} or at a folder above it, or correct the path in x-backup`);
}
function dataText({ paths, origin }) {
    return `${paths.join(' or ')}, ${origin}`;
}

;// CONCATENATED MODULE: ./lib/js/validate/labels/words.js






const configHash = 'com.docker.compose.config-hash';
const checkPriorities = (subjects) => eachVolume(ownVolumes(subjects), noVolumes, (volume) => {
    const { key, declared, live } = volume;
    const naming = subjects.patterns.filter((pattern) => mayMean(pattern, volume, subjects.project));
    if (naming.some(({ priority }) => priority !== undefined))
        return [];
    const metadata = readMetadata(declared, live);
    const taken = metadata.priority && synonymWarning(key, metadata);
    return [
        ...metadata.priorityProblems.map((problem) => error(key, `volume ${shortName(key)}: ${problem}`, 'correct the word; until then no backup is made')),
        metadata.source === undefined ? lacking(volume, naming.length > 0) : undefined,
        taken === undefined
            ? undefined
            : warning(key, taken, `write ${metadata.priority} if that is what is meant`)
    ];
});
function lacking({ key, inStack }, named) {
    const told = inStack ? error : warning;
    return told(key, noPriorityWarning(shortName(key), named), `in the Compose file, under ${shortName(key)}: "x-backup: {priority: high, description: …}"; "none" for what need not be kept`);
}
const checkDescriptions = (subjects) => eachVolume(ownVolumes(subjects), noVolumes, ({ key, declared, live, inStack }) => {
    const { description, problems } = readMetadata(declared, live);
    // A description that is no text is told with the other words.
    if (description?.trim() || problems.some((problem) => problem.includes(': description is')))
        return [];
    const told = inStack ? error : warning;
    return [
        told(key, `volume ${shortName(key)} has no description: whoever restores it has to guess what it holds`, 'add "description" to its x-backup, or a label "description" before the volume is created')
    ];
});
/** Everything else that is said about backups, of volumes and of services. */
const checkWords = (subjects) => {
    const { compose } = subjects;
    const volumes = eachVolume(ownVolumes(subjects), noVolumes, ({ key, declared, live }) => readMetadata(declared, live).problems.map((problem) => error(key, `volume ${shortName(key)}: ${problem}`, 'see "Which volumes" in the README')));
    const services = (compose?.services ?? []).filter(({ xBackup }) => xBackup !== undefined);
    const wrong = services.flatMap(({ name, xBackup }) => readServiceExtension(xBackup).problems.map((problem) => error(name, `service ${name}: ${problem}`, 'under a service stands "x-backup: {paths: [/where/its/data/is]}"')));
    const verify = compose ? readVerifyOfStack(compose).problems : [];
    const ofVerify = verify.map(({ subject, problem, hint }) => error(subject, problem, hint));
    return {
        ...volumes,
        looked: volumes.looked + services.length,
        noun: ['volume or service', 'volumes and services'],
        findings: [...volumes.findings, ...wrong, ...ofVerify]
    };
};
/** Two sources that say different things: the first counts, but somebody believes the other. */
const checkContradictions = ({ volumes }) => eachVolume(volumes.filter(({ declared }) => declared?.xBackup !== undefined), 'no volume has x-backup: nothing can contradict it', ({ key, declared, live }) => (declared ? contradictions(key, declared, live) : []));
function contradictions(key, declared, live) {
    const extension = readMetadata({ ...declared, labels: {} }, undefined);
    const label = readMetadata({ ...declared, xBackup: undefined }, undefined);
    const found = readMetadata(undefined, live);
    return comparable.flatMap(({ item, labelName, read }) => {
        const [says, declaredSays, liveSays] = [read(extension), read(label), read(found)];
        const other = declaredSays ?? liveSays;
        if (says === undefined || other === undefined || says === other)
            return [];
        const message = `volume ${key}: x-backup says ${item} ${says}, its label ${labelName} says ${other}; x-backup counts`;
        // A label that the volume was created with has to stay in the file, or Compose offers to recreate the volume.
        const stays = live?.labels[labelName] !== undefined && (declaredSays ?? liveSays) === liveSays;
        return stays
            ? [
                warning(key, message, `the live volume has that label, and it cannot be changed: leave it as it is, or make the two agree the way labels can be changed: ${newLabels(live.name)}`)
            ]
            : [error(key, message, 'remove one of the two')];
    });
}
const comparable = [
    { item: 'priority', labelName: 'backup', read: ({ priority }) => priority },
    { item: 'quiesce', labelName: 'backup.quiesce', read: ({ quiesce }) => quiesce },
    { item: 'restore-order', labelName: 'backup.restore-order', read: ({ restoreOrder }) => restoreOrder },
    {
        item: 'retention-days',
        labelName: 'backup.retention-days',
        read: ({ retentionDays }) => retentionDays
    }
];
/** The trap: Compose keeps a hash of a volume's configuration, labels included, and offers to recreate what differs. */
const checkDrift = (subjects) => eachVolume(subjects.volumes.filter(({ declared, live }) => declared && live && !declared.external), 'no declared volume exists, so there are no live labels to compare', (volume) => [driftOf(volume)]);
function driftOf({ key, declared, live }) {
    if (!declared || !live)
        return undefined;
    const drift = driftWarning(declared, live);
    const trapped = live.labels[configHash] === undefined ? [] : trappedLabels(declared, live);
    if (drift === undefined && trapped.length === 0)
        return undefined;
    const message = drift ??
        `volume ${key}: its labels in the Compose file are not those it was created with (${trapped.join(', ')}). Labels of a volume that exists cannot change: do not let Compose recreate it, that deletes its data`;
    return error(key, message, `"docker compose up" may offer to recreate the volume ("data will be lost"), and "docker compose up -y" does so without asking. Safe: put the labels in the file back to those of the live volume and write "x-backup: {priority: …, description: …}" under it, which Compose does not compare. Or change the labels for good: ${newLabels(live.name)}`);
}
function trappedLabels(declared, live) {
    const names = new Set([...Object.keys(declared.labels), ...Object.keys(live.labels)]);
    return [...names].filter((name) => !name.startsWith('com.docker.') &&
        // A variable that is not resolved says nothing.
        !declared.labels[name]?.includes('$') &&
        declared.labels[name] !== live.labels[name]);
}
function newLabels(name) {
    return `back up, docker compose down, docker volume rm ${name}, docker compose create, restore`;
}

;// CONCATENATED MODULE: ./lib/js/validate/labels/plan.js






const rules = [
    { id: 'labels.priority', title: 'volumes have a known priority', rule: checkPriorities },
    { id: 'labels.description', title: 'volumes have a description', rule: checkDescriptions },
    { id: 'labels.words', title: 'what is said about backups is understood', rule: checkWords },
    { id: 'labels.contradiction', title: 'x-backup and labels agree', rule: checkContradictions },
    { id: 'labels.drift', title: 'declared and live labels agree', rule: checkDrift },
    { id: 'labels.exists', title: 'declared volumes exist', rule: checkExists },
    { id: 'labels.undeclared', title: 'volumes of the project are declared', rule: checkUndeclared },
    { id: 'labels.external', title: 'external volumes exist', rule: checkExternal },
    { id: 'labels.kind', title: 'volumes are plain ones', rule: checkKind },
    { id: 'labels.bind', title: 'no folder of the host stands for a volume', rule: checkBinds },
    { id: 'labels.anonymous', title: 'volumes have a name', rule: checkAnonymous },
    { id: 'labels.data-path', title: 'data lies in volumes', rule: checkDataPaths }
];
/**
 * What a stack says about its volumes, and whether it is true: one check for each rule.
 * @throws BackupError `volume-unknown` for a name in `volumes` that fits nothing
 */
function planLabelChecks(facts) {
    const { patterns, compose, project, live } = facts;
    const request = {
        patterns,
        compose,
        project,
        live,
        priorities: [],
        mayExcludeUnknown: true
    };
    const candidates = findCandidates(request);
    requireKnown(request, candidates);
    const excluding = patterns.filter(({ exclude }) => exclude);
    const volumes = candidates.filter((candidate) => !excluding.some((pattern) => mayMean(pattern, candidate, project)));
    const subjects = {
        ...facts,
        volumes,
        services: describeServices(compose?.services ?? [], facts.imageVolumes)
    };
    return rules.map(({ id, title, rule }) => plan_judge(id, project ?? 'volumes', title, rule(subjects)));
}
function plan_judge(id, subject, title, found) {
    const { looked, noun, findings, nothing, note } = found;
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    const warnings = findings.length - errors;
    const check = { name: 'labels', id, subject, looked, findings };
    if (looked === 0 && findings.length === 0)
        return { ...check, outcome: 'skipped', detail: `${title}: ${nothing}` };
    const counts = [
        ...(errors > 0 ? [(0,units/* plural */.LS)(errors, 'error')] : []),
        ...(warnings > 0 ? [(0,units/* plural */.LS)(warnings, 'warning')] : []),
        ...(findings.length === 0 ? ['nothing found'] : [])
    ];
    const detail = `${title}: looked at ${(0,units/* plural */.LS)(looked, ...noun)}, ${counts.join(', ')}${note === undefined ? '' : `; ${note}`}`;
    return { ...check, outcome: plan_outcomeOf(errors, warnings), detail };
}
function plan_outcomeOf(errors, warnings) {
    if (errors > 0)
        return 'failed';
    return warnings > 0 ? 'warned' : 'passed';
}

;// CONCATENATED MODULE: ./lib/js/validate/labels.js



/** What the stack says about its volumes, against what is there. Reads only. */
const labelsChecker = {
    reasonToSkip: noStack,
    check: async (validation) => {
        const { stack, volumes } = validation.settings;
        const reading = await validation.reading();
        const engine = await validation.engine();
        const compose = reading?.model;
        const project = compose?.project ?? stack.projectName;
        const containers = project === undefined ? [] : await engine.projectContainers(project);
        const checks = planLabelChecks({
            project,
            compose,
            patterns: volumes,
            live: await engine.listVolumes(),
            containers,
            imageVolumes: compose ? await volumesOfImages(engine, compose, containers) : new Map(),
            hostFiles: compose ? await filesAmong(compose) : new Set()
        });
        return { checks, warnings: reading?.warnings ?? [] };
    }
};
async function volumesOfImages(engine, { project, services }, containers) {
    const found = new Map();
    for (const service of services) {
        for (const image of imagesOf(service, project, containers)) {
            const volumes = await engine.imageVolumes(image);
            if (volumes === undefined)
                continue;
            found.set(service.name, volumes);
            break;
        }
    }
    return found;
}
/** What the file names, what Compose calls what it has built, what the container runs; the first that is there counts. */
function imagesOf({ name, image }, project, containers) {
    const running = containers.find(({ labels }) => labels['com.docker.compose.service'] === name);
    // A variable that could not be resolved is no name of an image.
    const named = image?.includes('$') ? undefined : (image ?? `${project}-${name}`);
    return [named, running?.imageId].filter((one) => one !== undefined);
}
/** Binds of single files need no volume. What is not on this machine may be a folder of the engine's. */
async function filesAmong({ services }) {
    const binds = services.flatMap(({ mounts }) => mounts.filter(({ type }) => type === 'bind'));
    const files = new Set();
    for (const { source } of binds) {
        if (source === undefined)
            continue;
        const found = await (0,promises_.stat)(source).catch(() => undefined);
        if (found && !found.isDirectory())
            files.add(source);
    }
    return files;
}

;// CONCATENATED MODULE: ./lib/js/validate/spot-limits.js

/** Less than this is noise: a log that begins, a database of one file. */
const floors = {
    growthBytes: 1024 * 1024,
    growthEntries: 100,
    changedFiles: 10,
    entropyBytes: 64 * 1024
};
/**
 * How a volume differs from its backup before, beyond the limits. Loss and what encryption looks like are errors; to
 * grow loses nothing, and is a warning.
 * @param changes `undefined` where only the manifests are at hand
 */
function judgeSpot(before, after, changes, limits) {
    return [
        ...judgeSize(before, after, limits),
        ...(changes ? judgeChanges(after.key, changes, limits) : []),
        ...judgeEntropy(before, after, limits)
    ];
}
function judgeSize(before, after, limits) {
    const counts = [
        { what: 'entries', from: before.entries, to: after.entries, floor: floors.growthEntries, show: String },
        {
            what: 'content',
            from: before.contentBytes,
            to: after.contentBytes,
            floor: floors.growthBytes,
            show: units/* formatBytes */.z3
        }
    ];
    return counts.flatMap(({ what, from, to, floor, show }) => {
        const told = `${show(from)} before, ${show(to)} now`;
        if (from > to && percentOf(from - to, from) > limits.shrink)
            return [
                finding('error', after.key, `${what} shrank by ${percentOf(from - to, from)} % (${told}), more than ${limits.shrink} %`, 'look what is gone before older backups are deleted; if it is meant, raise shrink in spot-limits')
            ];
        if (to - from >= floor && percentOf(to - from, from) > limits.growth)
            return [
                finding('warning', after.key, `${what} grew by ${from === 0 ? 'all of it' : `${percentOf(to - from, from)} %`} (${told}), more than ${limits.growth} %`, 'look what has come; if it is meant, raise growth in spot-limits')
            ];
        return [];
    });
}
function judgeChanges(key, changes, limits) {
    const differing = changes.changed + changes.added + changes.removed;
    const share = percentOf(differing, changes.filesBefore + changes.added);
    const { renamed } = changes;
    return [
        ...(differing >= floors.changedFiles && share > limits.changed
            ? [
                finding('error', key, `${share} % of the files differ, more than ${limits.changed} %: ${describeChanges(changes)}`, 'programs that encrypt for ransom change every file; if it is meant, raise changed in spot-limits')
            ]
            : []),
        ...(renamed
            ? [
                finding('error', key, `${(0,units/* plural */.LS)(renamed.files, 'file')} of ${changes.filesBefore} came back with the new ending ${renamed.ending}`, 'programs that encrypt for ransom rename what they have encrypted: look at the files before older backups are deleted')
            ]
            : [])
    ];
}
/** Encrypted data does not compress. */
function judgeEntropy(before, after, limits) {
    const [from, to] = [compressedShare(before), compressedShare(after)];
    if (from === undefined || to === undefined || before.archive.compression !== after.archive.compression)
        return [];
    if (Math.min(before.contentBytes, after.contentBytes) < floors.entropyBytes)
        return [];
    if (Math.round(to - from) <= limits.entropy)
        return [];
    return [
        finding('error', after.key, `compresses to ${Math.round(to)} % of its size, before to ${Math.round(from)} %, more than ${limits.entropy} points up`, 'encrypted data does not compress: look at the files before older backups are deleted; if it is meant, raise entropy in spot-limits')
    ];
}
/** In percent of the tar; nothing for a tar that was not compressed. */
function compressedShare({ archive, tar }) {
    return archive.compression === 'none' || tar.sizeBytes === 0
        ? undefined
        : (archive.sizeBytes / tar.sizeBytes) * 100;
}
function describeChanges({ changed, added, removed, filesBefore }) {
    return `${changed} changed, ${added} added, ${removed} removed of ${(0,units/* plural */.LS)(filesBefore, 'file')}`;
}
function percentOf(part, whole) {
    if (part === 0)
        return 0;
    return whole === 0 ? Number.POSITIVE_INFINITY : Math.round((part / whole) * 100);
}
function finding(severity, key, message, hint) {
    return { severity, subject: key, message: `${key}: ${message}`, hint };
}

;// CONCATENATED MODULE: ./lib/js/validate/tree-changes.js

/** Of so many removed files the names are kept, to know them again. */
const keptNames = 100_000;
/** What rotates or packs logs adds these. */
const usualEnding = /^\.(\d+|gz|bz2|xz|zst|zip|old|bak|orig|tmp)$/;
/** Compares two indexes piece by piece. Largest buffers: one piece of each, and the names of removed files. */
async function compareIndexes(before, after) {
    const endingsBefore = new Set();
    let filesBefore = 0;
    async function* looked() {
        for await (const lines of before) {
            for (const line of lines) {
                if (!isFileLine(line))
                    continue;
                filesBefore++;
                const ending = /"path":"[^"]*(\.[^."/\\]{1,32})","type"/.exec(line)?.[1];
                if (ending !== undefined)
                    endingsBefore.add(ending);
            }
            yield lines;
        }
    }
    const tally = new Tally();
    const comparison = new IndexComparison(looked(), (expected, actual) => tally.note(expected, actual));
    for await (const lines of after)
        await comparison.advance(lines);
    await comparison.finish();
    const { changed, added, removed } = tally;
    return { filesBefore, changed, added, removed, renamed: tally.renamed(endingsBefore, filesBefore) };
}
/** Keys stand in a fixed order, so the line need not be parsed. */
function isFileLine(line) {
    return line.includes('","type":"file","mode":"');
}
class Tally {
    changed = 0;
    added = 0;
    removed = 0;
    #gone = new Set();
    #endings = new Map();
    note(before, after) {
        const wasFile = before?.type === 'file';
        const isFile = after?.type === 'file';
        if (wasFile && isFile) {
            if (!sameButTime(before, after))
                this.changed++;
            return;
        }
        if (wasFile) {
            this.removed++;
            if (before.path !== undefined && this.#gone.size < keptNames)
                this.#gone.add(before.path);
        }
        if (isFile) {
            this.added++;
            this.#noteEnding(after.path ?? '');
        }
    }
    /** A name comes after every name that it begins with, so the removed one is known by now. */
    #noteEnding(path) {
        const match = /^(.+)(\.[^./]{1,32})$/s.exec(path);
        const [, name = '', ending = ''] = match ?? [];
        if (this.#gone.has(name) && !usualEnding.test(ending))
            this.#endings.set(ending, (this.#endings.get(ending) ?? 0) + 1);
    }
    renamed(endingsBefore, filesBefore) {
        const [most] = [...this.#endings]
            .filter(([ending]) => !endingsBefore.has(ending))
            .sort(([, a], [, b]) => b - a);
        if (!most || most[1] < 5 || most[1] < filesBefore / 5)
            return undefined;
        return { ending: most[0], files: most[1] };
    }
}
function sameButTime(before, after) {
    return JSON.stringify({ ...before, mtimeNs: '' }) === JSON.stringify({ ...after, mtimeNs: '' });
}

;// CONCATENATED MODULE: ./lib/js/validate/spot.js









const spotChecker = {
    reasonToSkip: async (validation) => {
        const count = (await validation.backups()).length;
        return count > 1
            ? undefined
            : `${(0,units/* plural */.LS)(count, 'backup')} in ${validation.ports.store.location}: it takes two to compare`;
    },
    check: async (validation) => {
        const { ports, settings } = validation;
        const { backupId } = settings;
        const wanted = backupId === 'all' || /^\d{1,4}$/.test(backupId) ? 'latest' : backupId;
        // Read before the older ones: a remote store holds one backup at a time.
        const manifest = await validation.readBackup(wanted);
        const older = await olderBackups(manifest, validation);
        const checks = [];
        for (const volume of manifest.volumes) {
            (0,abort/* checkAborted */.w)(ports.signal);
            checks.push(await timed(ports, () => checkVolume(volume, manifest, older, validation)));
        }
        return { checks };
    }
};
/** So many manifests of a remote store are fetched at most to find a volume's backup before. */
const fetched = 3;
/** Backups of before, newest first. */
async function olderBackups({ backupId, volumes }, validation) {
    const stored = await validation.backups();
    const name = stored.find((one) => one.backupId === backupId)?.remote?.name;
    const before = stored.filter((one) => one.backupId < backupId && one.remote?.name === name && (one.manifest || one.remote));
    const found = [];
    const missing = new Set(volumes.map((volume) => volume.name));
    let fetches = 0;
    for (const { manifest, reference, problem } of before) {
        if (missing.size === 0)
            break;
        if (!manifest && (problem !== undefined || ++fetches > fetched))
            continue;
        const known = manifest ?? (await readOrWarn(reference, validation));
        if (!known)
            continue;
        found.push({ manifest: known, isLocal: manifest !== undefined });
        for (const volume of known.volumes)
            missing.delete(volume.name);
    }
    return found;
}
async function readOrWarn(reference, validation) {
    const { ports } = validation;
    try {
        return await validation.readBackup(reference);
    }
    catch (error) {
        (0,abort/* checkAborted */.w)(ports.signal);
        ports.host.warn(`not compared with backup ${reference}: ${(0,errors/* messageOf */.bD)(error)}`);
        return undefined;
    }
}
async function checkVolume(volume, { backupId }, older, { settings, ports }) {
    const check = { name: 'spot', id: 'spot.change', subject: `${volume.key} of ${backupId}` };
    const [last] = older.flatMap(({ manifest, isLocal }) => {
        const before = manifest.volumes.find(({ name }) => name === volume.name);
        return before ? [{ before, isLocal, id: manifest.backupId }] : [];
    });
    if (!last)
        return {
            ...check,
            outcome: 'skipped',
            looked: 0,
            detail: 'there is no earlier backup of it to compare with'
        };
    const { before, isLocal, id } = last;
    try {
        const changes = isLocal
            ? await compareIndexes(spot_linesOf(before, ports.store), spot_linesOf(volume, ports.store))
            : undefined;
        const findings = judgeSpot(before, volume, changes, settings.spotLimits);
        return {
            ...check,
            outcome: outcomeOf(volume.entries, findings),
            looked: volume.entries,
            detail: `since ${id}: ${spot_describe(before, volume, changes)}`,
            ...(findings.length > 0 ? { findings } : {})
        };
    }
    catch (error) {
        (0,abort/* checkAborted */.w)(ports.signal);
        return { ...check, outcome: 'failed', looked: 0, detail: (0,errors/* messageOf */.bD)(error) };
    }
}
function spot_linesOf({ index }, store) {
    return indexLines(index.file, store.bytes(index.file), (0,backup_set_manifest/* bareHex */.c_)(index.sha256));
}
function spot_describe(before, after, changes) {
    const [from, to] = [compressedShare(before), compressedShare(after)];
    return [
        `${before.entries} → ${(0,units/* plural */.LS)(after.entries, 'entry', 'entries')}`,
        `${(0,units/* formatBytes */.z3)(before.contentBytes)} → ${(0,units/* formatBytes */.z3)(after.contentBytes)}`,
        changes ? describeChanges(changes) : 'by the manifests alone, the files were not compared',
        ...(from === undefined || to === undefined || before.archive.compression !== after.archive.compression
            ? []
            : [`compressed to ${Math.round(from)} % → ${Math.round(to)} %`])
    ].join(', ');
}

;// CONCATENATED MODULE: ./lib/js/validate/checkers.js






/** Every check by its name. */
const checkers = {
    labels: labelsChecker,
    archives: archivesChecker,
    spot: spotChecker,
    cycle: cycleChecker,
    drill: drillChecker,
    acceptance: acceptanceChecker
};

;// CONCATENATED MODULE: ./lib/js/validate/known-inputs.js


/**
 * Looks, before anything is done, whether there is what the inputs name. Whatever else is wrong is for the checks to tell.
 * @throws BackupError `backup-unknown`, `volume-unknown`, `bad-input`
 */
async function requireKnownInputs(validation, checks) {
    const { backupId, volumes, drill } = validation.settings;
    const some = (...names) => names.some((name) => checks.includes(name));
    if (some('archives', 'spot', 'drill') && /^\d{8}-/.test(backupId))
        await validation.readBackup(backupId).catch(known_inputs_only('backup-unknown'));
    if (some('labels', 'cycle', 'acceptance') && volumes.length > 0)
        await validation.stack().catch(known_inputs_only('volume-unknown'));
    if (some('drill'))
        await requireServices([...drill.images.keys()], validation);
}
async function requireServices(named, validation) {
    if (named.length === 0)
        return;
    const model = (await validation.reading())?.model;
    const known = model?.services.map(({ name }) => name) ?? [];
    const unknown = named.filter((name) => !known.includes(name));
    if (unknown.length > 0)
        throw new errors/* BackupError */.hj('bad-input', `drill-images: the Compose file has no service ${unknown.map((name) => `${name}${(0,nearest/* didYouMean */.a)(name, known)}`).join(', ')}`, { hint: `it has ${known.join(', ') || 'none'}` });
}
function known_inputs_only(code) {
    return (error) => {
        if (error instanceof errors/* BackupError */.hj && error.code === code)
            throw error;
    };
}

;// CONCATENATED MODULE: ./lib/js/validate/run.js








/** Runs the chosen checks and counts them. Looking at nothing is a failure, not a success. */
async function runValidate(settings, ports) {
    if (settings.dryRun)
        throw new errors/* BackupError */.hj('bad-input', 'validate has no dry run: it changes nothing anyway');
    if (settings.compression === 'zstd')
        requireZstd();
    const validation = new Validation(settings, ports, checkers);
    const skipped = settings.checks ? [] : await reasonsToSkip(validation);
    const names = inputs_settings/* checkNames */.LN.filter((name) => settings.checks?.includes(name) ?? !skipped.some((check) => check.name === name));
    if (names.length === 0)
        throw nothingToValidate(settings, ports);
    const results = [];
    const failures = [];
    try {
        await requireKnownInputs(validation, names);
        for (const name of names)
            results.push(await makeCheck(validation, name, failures));
    }
    finally {
        await validation.close();
    }
    const project = await validation.project();
    return run_outcome(settings, ports, [...results, { checks: skipped }], failures, project);
}
/** @param failures gets what the check could not be made for: the others may still find something out */
async function makeCheck(validation, name, failures) {
    const { host, signal } = validation.ports;
    (0,abort/* checkAborted */.w)(signal);
    try {
        return await host.group(`check ${name}`, () => validation.result(name));
    }
    catch (thrown) {
        (0,abort/* checkAborted */.w)(signal);
        const failure = (0,errors/* toBackupError */.uy)(thrown);
        failures.push(failure);
        return { checks: [impossible(name, failure)] };
    }
}
function run_outcome(settings, ports, results, failures, project) {
    const checks = results.flatMap((result) => result.checks).map((check) => strictly(check, settings.strict));
    const warnings = [...new Set(results.flatMap((result) => result.warnings ?? []))];
    for (const warning of warnings)
        ports.host.warn(warning);
    const looked = checks.reduce((sum, check) => sum + check.looked, 0);
    const error = errorOf(checks, failures, looked);
    const backupId = results.find((result) => result.backupId)?.backupId;
    const held = results.find((result) => result.held)?.held;
    const drill = results.find((result) => result.drill)?.drill;
    const history = results.find((result) => result.history)?.history;
    return {
        reportVersion: '1.0',
        operation: 'validate',
        result: error ? 'failed' : 'success',
        dryRun: false,
        runId: ports.runId,
        ...(project === undefined ? {} : { project }),
        ...(backupId === undefined ? {} : { backupId }),
        ...(held ? { held } : {}),
        ...(drill ? { drill } : {}),
        ...(history ? { history } : {}),
        phases: results.flatMap((result) => result.phases ?? []),
        location: ports.store.location,
        verified: error === undefined && checks.some(isProof),
        volumes: [],
        leftOut: [],
        checks,
        warnings,
        ...(error ? { error: (0,report/* describeError */.U)(error) } : {}),
        guidance: []
    };
}
/** Whether it has read every byte of something that is stored. */
function isProof({ id, outcome }) {
    return /^(archives\.content|cycle\.equal|drill\.restore)$/.test(id) && outcome === 'passed';
}
/** What a check has found counts more than that another one could not be made. */
function errorOf(checks, failures, looked) {
    const failed = checks.filter(({ outcome }) => outcome === 'failed');
    const found = failed.filter(({ looked: count, findings }) => count > 0 || findings !== undefined);
    if (found.length === 0 && failures[0])
        return failures[0];
    if (failed.length > 0)
        return new errors/* BackupError */.hj('check-failed', `${failed.length} of ${checks.length} checks failed: ${failed.map(({ id, subject }) => `${id} of ${subject}`).join(', ')}`);
    return looked === 0
        ? new errors/* BackupError */.hj('check-failed', 'the checks looked at nothing, so nothing is proven')
        : undefined;
}
/** Under `strict` what a person should know about is a failure. */
function strictly(check, strict) {
    return strict && check.outcome === 'warned' ? { ...check, outcome: 'failed' } : check;
}
function impossible(name, { message, hint }) {
    return {
        name,
        id: `${name}.possible`,
        subject: 'the check itself',
        outcome: 'failed',
        looked: 0,
        detail: `could not be made: ${message}${hint === undefined ? '' : ` (${hint})`}`
    };
}
async function reasonsToSkip(validation) {
    const skipped = [];
    for (const name of inputs_settings/* checkNames */.LN) {
        const reason = await checkers[name].reasonToSkip(validation);
        if (reason === undefined)
            continue;
        skipped.push({
            name,
            id: `${name}.possible`,
            subject: 'the check itself',
            outcome: 'skipped',
            looked: 0,
            detail: reason
        });
    }
    return skipped;
}
function nothingToValidate({ stack }, { store }) {
    return new errors/* BackupError */.hj('nothing-selected', `there is nothing to validate: no backup in ${store.location}, no Compose file in ${stack.workingDirectory}`, {
        hint: 'name the folder with --backup-dir or the stack with --compose-file, --project-name or --volumes'
    });
}

;// CONCATENATED MODULE: ./lib/js/run.js





/** The program: settings in, report out. Never throws; a failure is in the report. */
async function run(settings, ports) {
    const startedAt = ports.now();
    const started = performance.now();
    const outcome = await perform(settings, ports).catch((error) => failed(settings, ports, error));
    ports.host.progress(undefined);
    await ports.store.close().catch((error) => ports.host.warn((0,errors/* messageOf */.bD)(error)));
    return {
        ...outcome,
        startedAt: startedAt.toISOString(),
        durationMs: Math.round(performance.now() - started)
    };
}
/** The exit code of the command line, see the README. */
function exitCodeOfReport(report) {
    if (report.result === 'success')
        return 0;
    if (report.result === 'partial')
        return 3;
    return (0,errors/* exitCodeOf */.FO)((report.error?.code ?? 'check-failed'));
}
async function perform(settings, ports) {
    switch (settings.operation) {
        case 'backup':
            return runBackup(settings, ports);
        case 'restore':
            return runRestore(settings, ports);
        case 'validate':
            return runValidate(settings, ports);
    }
}
function failed(settings, ports, thrown) {
    // Once the run was told to end, whatever broke afterwards is a consequence; only a failed undo matters more.
    const own = thrown instanceof errors/* BackupError */.hj && (thrown.code === 'rollback-failed' || thrown.code === 'restart-failed');
    const error = ports.signal.aborted && !own ? (0,errors/* toBackupError */.uy)(ports.signal.reason) : (0,errors/* toBackupError */.uy)(thrown);
    ports.host.debug(thrown instanceof Error ? (thrown.stack ?? (0,errors/* messageOf */.bD)(thrown)) : (0,errors/* messageOf */.bD)(thrown));
    return {
        reportVersion: '1.0',
        operation: settings.operation,
        result: 'failed',
        dryRun: settings.dryRun,
        runId: ports.runId,
        location: ports.store.location,
        verified: false,
        volumes: [],
        leftOut: [],
        checks: [],
        warnings: [],
        error: (0,report/* describeError */.U)(error),
        guidance: []
    };
}


/***/ })

};
