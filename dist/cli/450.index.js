export const id = 450;
export const ids = [450];
export const modules = {

/***/ 30450:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   composeModel: () => (/* binding */ composeModel),
/* harmony export */   readCompose: () => (/* binding */ readCompose)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(80396);



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
    const first = await runDocker(base, stack.workingDirectory);
    if (first.exitCode === 0) {
        const model = await parseConfig(first.stdout);
        return { model: await withUnused(model, stack, files, env), warnings: [] };
    }
    if (/is not a docker command|unknown command|unknown shorthand flag: 'f'|ENOENT/.test(first.stderr))
        return readWithoutCompose(stack, files, env);
    // Variables that only a deployment sets must not stop a backup: names and labels seldom depend on them.
    const second = await runDocker([...base, '--no-interpolate'], stack.workingDirectory);
    if (second.exitCode === 0) {
        return {
            model: await parseConfig(second.stdout),
            warnings: ['the Compose file was read without its variables: some are not set here']
        };
    }
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .BackupError */ .hj('compose-failed', `Compose cannot read ${files.join(', ') || 'its file'}: ${lastLines(first.stderr)}`, {
        hint: `see "docker compose config" in ${stack.workingDirectory}`
    });
}
/** `undefined`: there is none; empty: Compose finds it by itself. */
async function composeFiles(stack, env) {
    const named = stack.composeFiles.map((file) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(stack.workingDirectory, file));
    const missing = [];
    for (const file of named)
        if (!(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(file).catch(() => undefined))?.isFile())
            missing.push(file);
    if (missing.length > 0) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .BackupError */ .hj('bad-input', `there is no Compose file ${missing.join(', ')}`, {
            hint: 'name it with --compose-file (input compose-file)'
        });
    }
    if (named.length > 0)
        return named;
    if (env.COMPOSE_FILE)
        return [];
    const present = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(stack.workingDirectory).catch((cause) => {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .BackupError */ .hj('bad-input', `the working directory ${stack.workingDirectory} cannot be read: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(cause)}`, { cause });
    });
    if (present.some((name) => /^(docker-)?compose\.ya?ml$/.test(name)))
        return [];
    const others = present.filter((name) => /^(docker-)?compose\.[^.]+\.ya?ml$/.test(name) && !/override/.test(name));
    return others.length === 1 ? others.map((name) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(stack.workingDirectory, name)) : undefined;
}
async function runDocker(args, cwd) {
    const { getExecOutput } = await __webpack_require__.e(/* import() */ 955).then(__webpack_require__.bind(__webpack_require__, 41955));
    try {
        return await getExecOutput('docker', [...args], { cwd, silent: true, ignoreReturnCode: true });
    }
    catch (error) {
        return { exitCode: 127, stdout: '', stderr: `ENOENT ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error)}` };
    }
}
/** Compose leaves out the volumes that no service uses; one that has data is backed up all the same. */
async function withUnused(model, stack, files, env) {
    const { parse } = await __webpack_require__.e(/* import() */ 815).then(__webpack_require__.t.bind(__webpack_require__, 38815, 19));
    const found = new Map(model.volumes.map((volume) => [volume.key, volume]));
    for (const file of files.length > 0 ? files : defaultFiles(stack, env)) {
        const text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(file, 'utf8').catch(() => undefined);
        if (text === undefined)
            continue;
        for (const volume of composeModel(parse(text, { merge: true, logLevel: 'silent' }), '').volumes)
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
    return names.map((name) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(stack.workingDirectory, name));
}
async function parseConfig(text) {
    const { parse } = await __webpack_require__.e(/* import() */ 815).then(__webpack_require__.t.bind(__webpack_require__, 38815, 19));
    return composeModel(parse(text, { merge: true, logLevel: 'silent' }), '');
}
/** Without the plugin: one file, as it stands. Compose's own rules for its name and the project's are kept. */
async function readWithoutCompose(stack, files, env) {
    const { parse } = await __webpack_require__.e(/* import() */ 815).then(__webpack_require__.t.bind(__webpack_require__, 38815, 19));
    for (const file of files.length > 0 ? files : defaultFiles(stack, env)) {
        const text = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(file, 'utf8').catch(() => undefined);
        if (text === undefined)
            continue;
        const chosen = stack.projectName ?? env.COMPOSE_PROJECT_NAME;
        const model = composeModel(parse(text, { merge: true, logLevel: 'silent' }), normalize((0,node_path__WEBPACK_IMPORTED_MODULE_1__.basename)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.resolve)(file, '..'))));
        return {
            // The name that was asked for counts before the one in the file, as for Compose.
            model: { ...model, project: chosen ?? model.project },
            warnings: [
                'docker has no Compose plugin: the file was read without it (no variables, no extends, no second file)'
            ]
        };
    }
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .BackupError */ .hj('compose-failed', 'docker has no Compose plugin and the Compose file cannot be read', {
        hint: 'install Compose v2, or choose volumes by name with --volumes (input volumes)'
    });
}
function composeModel(content, fallbackProject) {
    const root = asRecord(content);
    const name = typeof root.name === 'string' && !root.name.includes('$') ? root.name : fallbackProject;
    const volumes = Object.entries(asRecord(root.volumes)).map(([key, value]) => {
        const volume = asRecord(value);
        return {
            key,
            name: typeof volume.name === 'string' && !volume.name.includes('$') ? volume.name : undefined,
            external: volume.external === true || (typeof volume.external === 'object' && volume.external !== null),
            labels: labelsOf(volume.labels),
            xBackup: volume['x-backup']
        };
    });
    return { project: name, volumes };
}
/** Labels stand as a mapping, or as a list of `name=value`. */
function labelsOf(value) {
    if (!Array.isArray(value))
        return Object.fromEntries(Object.entries(asRecord(value)).map(([name, text]) => [name, text === null ? '' : String(text)]));
    return Object.fromEntries(value.map(String).map((text) => {
        const cut = text.indexOf('=');
        return cut === -1 ? [text, ''] : [text.slice(0, cut), text.slice(cut + 1)];
    }));
}
function asRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? value
        : {};
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


/***/ })

};
