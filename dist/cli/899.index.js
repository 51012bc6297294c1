export const id = 899;
export const ids = [899];
export const modules = {

/***/ 66844:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ ensureHelperImage)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(31421);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(77598);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(51455);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(48161);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(76760);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(57975);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(80396);
/* harmony import */ var _labels_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(72619);
/* harmony import */ var _programs_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(44649);









const run = (0,node_util__WEBPACK_IMPORTED_MODULE_5__.promisify)(node_child_process__WEBPACK_IMPORTED_MODULE_0__.execFile);
const neededTools = ['sh', 'tar', 'find', 'cp', 'cat', 'df', 'du', 'sync'];
const machineOf = {
    x64: 'amd64',
    arm64: 'arm64',
    arm: 'arm',
    ia32: '386',
    ppc64: 'ppc64le',
    s390x: 's390x',
    riscv64: 'riscv64'
};
/**
 * Makes sure that the daemon has the helper image: this machine's own tar, its few companions and their libraries,
 * imported without a registry, tagged by content. It has no passwd file, so that archives hold numbers, not names.
 * It stays for the next run; images of other content are removed.
 *
 * @throws BackupError `not-supported` when this machine cannot provide it, `docker-failed` when the import fails.
 */
async function ensureHelperImage(engine, pathVariable) {
    if (engine.info.os !== 'linux' ||
        process.platform !== 'linux' ||
        machineOf[process.arch] !== engine.info.architecture) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .BackupError */ .hj('not-supported', `the daemon runs on ${engine.info.os}/${engine.info.architecture}, this program on ${process.platform}/${process.arch}`, { hint: 'run on a Linux machine of the same architecture as the daemon' });
    }
    const path = (0,_programs_js__WEBPACK_IMPORTED_MODULE_7__/* .completePath */ .h)(pathVariable);
    const tools = await findTools(path);
    const files = await withLibraries(tools, path);
    const tag = `volume-backup-helper:${await contentHash(files)}`;
    if (!(await engine.hasImage(tag))) {
        await importFiles(engine, tag, files, path);
        await engine.removeImages(`${_labels_js__WEBPACK_IMPORTED_MODULE_8__/* .purposeLabel */ .ZC}=helper`, tag);
    }
    return { tag, hasZstd: tools.has('zstd') };
}
async function findTools(path) {
    const tools = new Map();
    for (const name of [...neededTools, 'zstd']) {
        const found = await findInPath(name, path);
        if (found)
            tools.set(name, found);
    }
    const missing = neededTools.filter((name) => !tools.has(name));
    const version = missing.length > 0 ? '' : (await run(tools.get('tar') ?? 'tar', ['--version'])).stdout;
    if (missing.length > 0 || !version.includes('GNU tar')) {
        const what = missing.length > 0 ? `lacks ${missing.join(', ')}` : 'has a tar that is not GNU tar';
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_6__/* .BackupError */ .hj('not-supported', `this machine ${what}`, {
            hint: 'install the packages tar, findutils and coreutils'
        });
    }
    return tools;
}
async function findInPath(name, path) {
    for (const folder of path.split(':')) {
        const found = folder.startsWith('/')
            ? await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.realpath)((0,node_path__WEBPACK_IMPORTED_MODULE_4__.join)(folder, name)).catch(() => undefined)
            : undefined;
        if (found)
            return found;
    }
    return undefined;
}
/** Path in the image to path on this machine. */
async function withLibraries(tools, path) {
    const files = new Map();
    for (const [name, file] of tools)
        files.set(`/bin/${name}`, file);
    // ldd exits 1 for a static program; what it printed is then empty of paths.
    const listed = await run('ldd', [...tools.values()], { env: { PATH: path } }).catch((error) => ({
        stdout: error.stdout ?? ''
    }));
    for (const line of listed.stdout.split('\n')) {
        const library = /(?:=> |^\s+)(\/\S+) \(0x/.exec(line)?.[1];
        if (library)
            files.set(library, library);
    }
    return files;
}
async function contentHash(files) {
    const hash = (0,node_crypto__WEBPACK_IMPORTED_MODULE_1__.createHash)('sha256');
    for (const [target, source] of [...files].sort())
        hash.update(`${target}\0`).update(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.readFile)(source));
    return hash.digest('hex').slice(0, 16);
}
async function importFiles(engine, tag, files, path) {
    const root = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_4__.join)((0,node_os__WEBPACK_IMPORTED_MODULE_3__.tmpdir)(), 'volume-backup-image-'));
    try {
        for (const [target, source] of files) {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_4__.join)(root, (0,node_path__WEBPACK_IMPORTED_MODULE_4__.dirname)(target)), { recursive: true });
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.copyFile)(source, (0,node_path__WEBPACK_IMPORTED_MODULE_4__.join)(root, target));
        }
        // Mount points have to exist, the root is read-only.
        for (const folder of ['share', 'v', 'proc', 'dev', 'sys', 'etc'])
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.mkdir)((0,node_path__WEBPACK_IMPORTED_MODULE_4__.join)(root, folder), { recursive: true });
        const tar = (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawn)('tar', ['-C', root, '--owner=0', '--group=0', '--numeric-owner', '-c', '.'], {
            env: { PATH: path },
            stdio: ['ignore', 'pipe', 'inherit']
        });
        const ended = new Promise((resolve, reject) => {
            tar.once('error', reject);
            tar.once('close', (code) => code === 0 ? resolve() : reject(new Error(`tar ended with status ${code}`)));
        });
        await Promise.all([
            engine.importImage(tag, tar.stdout, { [_labels_js__WEBPACK_IMPORTED_MODULE_8__/* .ownerLabel */ .Wb]: 'true', [_labels_js__WEBPACK_IMPORTED_MODULE_8__/* .purposeLabel */ .ZC]: 'helper' }),
            ended
        ]);
    }
    finally {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_2__.rm)(root, { recursive: true, force: true });
    }
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

/***/ 44649:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ completePath)
/* harmony export */ });
/** Where programs of this machine are looked for: also where they are on every system, whatever a unit or cron job sets. */
function completePath(pathVariable) {
    return [...pathVariable.split(':').filter((folder) => folder !== ''), '/usr/bin', '/bin'].join(':');
}


/***/ }),

/***/ 35144:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ startSentinel)
/* harmony export */ });
/* harmony import */ var _helper_image_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(66844);

/**
 * Starts a container that does nothing but be there, and ends together with this process, however that ends.
 * @throws BackupError `in-use` when one of that name is there
 */
async function startSentinel(engine, request) {
    const { pathVariable, mounts = [], ...named } = request;
    const image = await (0,_helper_image_js__WEBPACK_IMPORTED_MODULE_0__/* .ensureHelperImage */ .y)(engine, pathVariable);
    return engine.startHelper({
        ...named,
        image: image.tag,
        command: ['/bin/sh', '-c', 'cat >/dev/null'],
        environment: {},
        capabilities: [],
        mounts,
        share: undefined
    });
}


/***/ }),

/***/ 83899:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   takeTurn: () => (/* binding */ takeTurn)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(58500);
/* harmony import */ var _abort_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(61565);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(80396);
/* harmony import */ var _labels_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(72619);
/* harmony import */ var _sentinel_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(35144);





/**
 * Waits until no other run holds containers of the same projects still. A turn is a container: the daemon lets one of
 * that name be, and it ends together with this process, however that ends.
 *
 * @returns what ends the turn
 * @throws BackupError `in-use` when the other one takes too long
 */
async function takeTurn(engine, request) {
    const taken = [];
    const end = async () => {
        for (const container of taken.splice(0))
            await container.remove(false).catch((error) => request.warn(error.message));
    };
    try {
        // Always in the same order, so that two that need the same ones never wait for each other.
        for (const name of [...request.names].sort())
            taken.push(await takeOne(engine, name, request));
        return end;
    }
    catch (error) {
        await end();
        throw error;
    }
}
async function takeOne(engine, name, { runId, pathVariable, signal, info, progress }) {
    const deadline = performance.now() + patienceMinutes * 60_000;
    const title = name.replaceAll('.', ' ');
    for (let attempt = 1;; attempt++) {
        (0,_abort_js__WEBPACK_IMPORTED_MODULE_1__/* .checkAborted */ .w)(signal);
        try {
            const container = await (0,_sentinel_js__WEBPACK_IMPORTED_MODULE_3__/* .startSentinel */ .J)(engine, {
                name: `volume-backup-turn-${name}`,
                labels: (0,_labels_js__WEBPACK_IMPORTED_MODULE_4__/* .ownLabels */ .ct)(runId, 'lock'),
                pathVariable
            });
            progress(undefined);
            return container;
        }
        catch (error) {
            if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .BackupError */ .hj) || error.code !== 'in-use')
                throw error;
            if (performance.now() > deadline)
                throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .BackupError */ .hj('in-use', `another backup of ${title} is still under way after ${patienceMinutes} minutes; nothing was changed`, { hint: `wait for it to end; it holds the container volume-backup-turn-${name}`, cause: error });
            if (attempt === 1)
                info(`another backup of ${title} is under way: waiting until it has ended`);
            progress(`waiting until another backup of ${title} has ended`);
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(500);
        }
    }
}
const patienceMinutes = 60;


/***/ })

};
