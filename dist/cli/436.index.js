export const id = 436;
export const ids = [436];
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

/***/ 10436:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readCompose: () => (/* binding */ readCompose)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/js/backup-set/commands.js
var commands = __webpack_require__(29217);
// EXTERNAL MODULE: ./lib/js/errors.js
var errors = __webpack_require__(80396);
// EXTERNAL MODULE: ./lib/js/record.js
var record = __webpack_require__(14030);
;// CONCATENATED MODULE: ./lib/js/engine/compose-model.js

/**
 * What a Compose file declares.
 * @param content as parsed from the YAML that Compose has written, or from the file itself
 * @param fallbackProject for a file without a name of its own
 */
function composeModel(content, fallbackProject) {
    const root = (0,record/* asRecord */.q)(content);
    const name = typeof root.name === 'string' && !root.name.includes('$') ? root.name : fallbackProject;
    const volumes = Object.entries((0,record/* asRecord */.q)(root.volumes)).map(([key, value]) => {
        const volume = (0,record/* asRecord */.q)(value);
        return {
            key,
            name: typeof volume.name === 'string' && !volume.name.includes('$') ? volume.name : undefined,
            driver: typeof volume.driver === 'string' ? volume.driver : undefined,
            driverOptions: labelsOf(volume.driver_opts),
            external: volume.external === true || (typeof volume.external === 'object' && volume.external !== null),
            labels: labelsOf(volume.labels),
            xBackup: volume['x-backup']
        };
    });
    const raw = (0,record/* asRecord */.q)(root.services);
    const own = Object.entries(raw).map(([name, value]) => declaredService(name, (0,record/* asRecord */.q)(value)));
    const services = own.map((service) => withBorrowed(service, own, (0,record/* asRecord */.q)(raw[service.name]).volumes_from));
    return { project: name, volumes, services, xBackup: root['x-backup'] };
}
/** The mounts of other services that `volumes_from` asks for. */
function withBorrowed(service, services, from) {
    const borrowed = asList(from).flatMap((text) => {
        const [name, mode] = String(text).split(':');
        const mounts = services.find((one) => one.name === name)?.mounts ?? [];
        return mounts.map((mount) => ({ ...mount, readOnly: mount.readOnly || mode === 'ro' }));
    });
    const free = borrowed.filter(({ type, target }) => type !== 'tmpfs' && !service.mounts.some((mount) => mount.target === target));
    return free.length === 0 ? service : { ...service, mounts: [...service.mounts, ...free] };
}
function declaredService(name, service) {
    const memory = asList(service.tmpfs).map((text) => ({
        type: 'tmpfs',
        source: undefined,
        target: String(text).split(':')[0] ?? '',
        readOnly: false
    }));
    return {
        name,
        image: typeof service.image === 'string' ? service.image : undefined,
        profiles: asList(service.profiles).map(String),
        mounts: [...asList(service.volumes).map(declaredMount), ...memory],
        command: asList(service.command).map(String),
        environment: Object.fromEntries(Object.entries(labelsOf(service.environment)).filter(([variable, text]) => text.startsWith('/') || variable === 'KC_DB')),
        xBackup: service['x-backup']
    };
}
/** Compose writes the long form; in a file that was read without it `source:target:options` may stand. */
function declaredMount(value) {
    if (typeof value === 'string') {
        const [source = '', target, options = ''] = value.split(':');
        const readOnly = options.split(',').includes('ro');
        if (target === undefined)
            return { type: 'volume', source: undefined, target: source, readOnly: false };
        return { type: /^[./~]/.test(source) ? 'bind' : 'volume', source, target, readOnly };
    }
    const mount = (0,record/* asRecord */.q)(value);
    const type = ['volume', 'bind', 'tmpfs'].find((one) => one === mount.type);
    return {
        type: type ?? 'other',
        source: typeof mount.source === 'string' && mount.source !== '' ? mount.source : undefined,
        target: String(mount.target ?? ''),
        readOnly: mount.read_only === true
    };
}
function asList(value) {
    if (value === undefined || value === null)
        return [];
    return Array.isArray(value) ? value : [value];
}
/** Labels stand as a mapping, or as a list of `name=value`. */
function labelsOf(value) {
    if (!Array.isArray(value))
        return Object.fromEntries(Object.entries((0,record/* asRecord */.q)(value)).map(([name, text]) => [name, text === null ? '' : String(text)]));
    return Object.fromEntries(value.map(String).map((text) => {
        const cut = text.indexOf('=');
        return cut === -1 ? [text, ''] : [text.slice(0, cut), text.slice(cut + 1)];
    }));
}

;// CONCATENATED MODULE: ./lib/js/engine/compose.js






/**
 * What the Compose file declares, as Compose itself resolves it. The YAML output is read, because the JSON output drops
 * every `x-` field (facts of Compose 2.40 and 5.0). Its text is never logged: it may hold secrets.
 *
 * @returns `undefined` when no file was named and none is found
 * @throws BackupError `bad-input` for a named file that is not there, `compose-failed` with what Compose said
 */
async function readCompose(stack, env) {
    const files = await composeFiles(stack, env);
    if (files === undefined)
        return undefined;
    const names = files.flatMap((file) => ['-f', file]);
    const project = stack.projectName ? ['-p', stack.projectName] : [];
    const base = ['compose', ...names, ...project, '--profile', '*', 'config'];
    const docker = (args) => runDocker(args, stack.workingDirectory, env);
    const first = await docker(base);
    if (first.exitCode === 0) {
        const content = await parseYaml(first.stdout);
        return {
            model: await withUnused(composeModel(content, ''), stack, files, env),
            resolved: (0,record/* asRecord */.q)(content),
            warnings: []
        };
    }
    // What docker says to a word that it does not know differs from release to release.
    if ((await docker(['compose', 'version'])).exitCode !== 0)
        return readWithoutCompose(stack, files, env);
    // Variables that only a deployment sets must not stop a backup: names and labels seldom depend on them.
    const second = await docker([...base, '--no-interpolate']);
    if (second.exitCode === 0) {
        return {
            model: composeModel(await parseYaml(second.stdout), ''),
            resolved: undefined,
            warnings: ['the Compose file was read without its variables: some are not set here']
        };
    }
    throw new errors/* BackupError */.hj('compose-failed', `Compose cannot read ${files.join(', ') || 'its file'}: ${lastLines(first.stderr)}`, {
        hint: `see "docker compose ${(0,commands/* commandLine */.ay)([...names, 'config'])}" in ${stack.workingDirectory}`
    });
}
/** `undefined`: there is none; empty: Compose finds it by itself. */
async function composeFiles(stack, env) {
    const named = stack.composeFiles.map((file) => (0,external_node_path_.resolve)(stack.workingDirectory, file));
    const missing = [];
    for (const file of named)
        if (!(await (0,promises_.stat)(file).catch(() => undefined))?.isFile())
            missing.push(file);
    if (missing.length > 0) {
        throw new errors/* BackupError */.hj('bad-input', `there is no Compose file ${missing.join(', ')}`, {
            hint: 'name it with --compose-file (input compose-file)'
        });
    }
    if (named.length > 0)
        return named;
    if (env.COMPOSE_FILE)
        return [];
    const present = await (0,promises_.readdir)(stack.workingDirectory).catch((cause) => {
        throw new errors/* BackupError */.hj('bad-input', `the working directory ${stack.workingDirectory} cannot be read: ${(0,errors/* messageOf */.bD)(cause)}`, { cause });
    });
    if (present.some((name) => /^(docker-)?compose\.ya?ml$/.test(name)))
        return [];
    const others = present.filter((name) => /^(docker-)?compose\.[^.]+\.ya?ml$/.test(name) && !/override/.test(name));
    return others.length === 1 ? others.map((name) => (0,external_node_path_.resolve)(stack.workingDirectory, name)) : undefined;
}
async function runDocker(args, cwd, env) {
    const { getExecOutput } = await __webpack_require__.e(/* import() */ 955).then(__webpack_require__.bind(__webpack_require__, 41955));
    try {
        const docker = await findDocker(env);
        return await getExecOutput(docker, [...args], { cwd, silent: true, ignoreReturnCode: true });
    }
    catch (error) {
        return { exitCode: 127, stdout: '', stderr: `ENOENT ${(0,errors/* messageOf */.bD)(error)}` };
    }
}
/** The library finds it too, but tells standard output of every folder of PATH that it may not look into. */
async function findDocker({ PATH }) {
    for (const folder of (PATH ?? '').split(':')) {
        const path = (0,external_node_path_.join)(folder || '.', 'docker');
        const usable = await (0,promises_.access)(path, promises_.constants.X_OK).then(async () => (await (0,promises_.stat)(path)).isFile(), () => false);
        if (usable)
            return (0,external_node_path_.resolve)(path);
    }
    throw new Error('there is no docker program');
}
/** Compose leaves out the volumes that no service uses; one that has data is backed up all the same. */
async function withUnused(model, stack, files, env) {
    const found = new Map(model.volumes.map((volume) => [volume.key, volume]));
    for (const file of files.length > 0 ? files : defaultFiles(stack, env)) {
        const text = await (0,promises_.readFile)(file, 'utf8').catch(() => undefined);
        if (text === undefined)
            continue;
        for (const volume of composeModel(await parseYaml(text), '').volumes)
            if (!found.has(volume.key))
                found.set(volume.key, volume);
    }
    return { ...model, volumes: [...found.values()] };
}
/** Where Compose looks by itself, in its order. */
function defaultFiles(stack, env) {
    const names = env.COMPOSE_FILE
        ? env.COMPOSE_FILE.split(env.COMPOSE_PATH_SEPARATOR || ':')
        : ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml'];
    return names.map((name) => (0,external_node_path_.resolve)(stack.workingDirectory, name));
}
async function parseYaml(text) {
    const { parse } = await __webpack_require__.e(/* import() */ 815).then(__webpack_require__.t.bind(__webpack_require__, 38815, 19));
    return parse(text, { merge: true, logLevel: 'silent' });
}
/** Without the plugin: one file, as it stands. Compose's own rules for its name and the project's are kept. */
async function readWithoutCompose(stack, files, env) {
    for (const file of files.length > 0 ? files : defaultFiles(stack, env)) {
        const text = await (0,promises_.readFile)(file, 'utf8').catch(() => undefined);
        if (text === undefined)
            continue;
        const chosen = stack.projectName ?? env.COMPOSE_PROJECT_NAME;
        const model = composeModel(await parseYaml(text), normalize((0,external_node_path_.basename)((0,external_node_path_.resolve)(file, '..'))));
        return {
            // The name that was asked for counts before the one in the file, as for Compose.
            model: { ...model, project: chosen ?? model.project },
            resolved: undefined,
            warnings: [
                'docker has no Compose plugin: the file was read without it (no variables, no extends, no second file)'
            ]
        };
    }
    throw new errors/* BackupError */.hj('compose-failed', 'docker has no Compose plugin and the Compose file cannot be read', {
        hint: 'install Compose v2, or choose volumes by name with --volumes (input volumes)'
    });
}
function normalize(name) {
    return name
        .toLowerCase()
        .replace(/[^a-z0-9_-]/g, '')
        .replace(/^[_-]+/, '');
}
function lastLines(text) {
    return text.trim().split('\n').slice(-3).join('; ');
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


/***/ })

};
