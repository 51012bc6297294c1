export const id = 0;
export const ids = [0];
export const modules = {

/***/ 910:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L_: () => (/* binding */ formatManifest),
/* harmony export */   Ms: () => (/* binding */ redactOptions),
/* harmony export */   Ng: () => (/* binding */ parseManifest),
/* harmony export */   c_: () => (/* binding */ bareHex),
/* harmony export */   gV: () => (/* binding */ prefixed),
/* harmony export */   qh: () => (/* binding */ formatVersion)
/* harmony export */ });
/* harmony import */ var zod__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8816);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(396);
/* harmony import */ var _inputs_settings_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3104);



/** Raised in its first part when an older program could misread the file. */
const formatVersion = '1.0';
const sha256 = zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().regex(/^sha256:[0-9a-f]{64}$/);
const fileName = zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().regex(/^[a-zA-Z0-9_][a-zA-Z0-9_.-]*$/);
const count = zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig().int().nonnegative();
/** As the daemon takes them: https://docs.docker.com/reference/api/engine (names of volumes). */
const volumeName = zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/);
const textMap = zod__WEBPACK_IMPORTED_MODULE_1__/* .record */ .g1P(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP());
const volumeSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .looseObject */ ._H3({
    key: volumeName,
    name: volumeName,
    priority: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(_inputs_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .priorities */ .vx),
    prioritySource: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    description: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().optional(),
    restoreOrder: zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig().optional(),
    retentionDays: zod__WEBPACK_IMPORTED_MODULE_1__/* .number */ .aig().optional(),
    driver: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    options: textMap,
    /** Options whose values were left out because they are secrets: the volume cannot be created again from here. */
    redactedOptions: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()),
    labels: textMap,
    users: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .looseObject */ ._H3({
        container: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        service: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().optional(),
        image: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        imageId: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        user: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
    })),
    consistency: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(['stopped', 'paused', 'live']),
    entries: count,
    contentBytes: count,
    archive: zod__WEBPACK_IMPORTED_MODULE_1__/* .looseObject */ ._H3({
        file: fileName,
        sizeBytes: count,
        sha256,
        compression: zod__WEBPACK_IMPORTED_MODULE_1__/* ["enum"] */ .k5n(_inputs_settings_js__WEBPACK_IMPORTED_MODULE_2__/* .compressions */ .MG),
        level: count
    }),
    tar: zod__WEBPACK_IMPORTED_MODULE_1__/* .looseObject */ ._H3({ sizeBytes: count, sha256 }),
    index: zod__WEBPACK_IMPORTED_MODULE_1__/* .looseObject */ ._H3({ file: fileName, sizeBytes: count, sha256 }),
    treeSha256: sha256,
    notCaptured: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .looseObject */ ._H3({ path: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), reason: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() })),
    excluded: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()),
    changedWhileRead: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()),
    warnings: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()),
    startedAt: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    durationMs: count
});
const manifestSchema = zod__WEBPACK_IMPORTED_MODULE_1__/* .looseObject */ ._H3({
    formatVersion: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    generator: zod__WEBPACK_IMPORTED_MODULE_1__/* .looseObject */ ._H3({ name: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), version: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() }),
    backupId: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().regex(/^\d{8}-\d{6}$/),
    createdAt: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    project: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP().optional(),
    host: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
    engine: zod__WEBPACK_IMPORTED_MODULE_1__/* .looseObject */ ._H3({
        version: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        apiVersion: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        os: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(),
        architecture: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()
    }),
    quiesce: zod__WEBPACK_IMPORTED_MODULE_1__/* .looseObject */ ._H3({ mode: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), heldMs: count, containers: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP()) }),
    volumes: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(volumeSchema).min(1),
    leftOut: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .looseObject */ ._H3({ key: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP(), reason: zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP() })),
    warnings: zod__WEBPACK_IMPORTED_MODULE_1__/* .array */ .YOg(zod__WEBPACK_IMPORTED_MODULE_1__/* .string */ .YjP())
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

/***/ 6075:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lz: () => (/* binding */ parseArchiveName),
/* harmony export */   TW: () => (/* binding */ readableManifestName),
/* harmony export */   d8: () => (/* binding */ formatBackupId),
/* harmony export */   ge: () => (/* binding */ sumsName),
/* harmony export */   iF: () => (/* binding */ backupIdOfManifest),
/* harmony export */   mo: () => (/* binding */ indexName),
/* harmony export */   uv: () => (/* binding */ archiveName),
/* harmony export */   vS: () => (/* binding */ manifestName)
/* harmony export */ });
/* unused harmony exports backupIdPattern, archiveSuffix */
/** `YYYYMMDD-HHMMSS`, UTC. Sorts by time as text. */
const backupIdPattern = /^\d{8}-\d{6}$/;
function formatBackupId(time) {
    return time.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
}
const archiveSuffix = {
    gzip: '.tar.gz',
    zstd: '.tar.zst',
    none: '.tar'
};
function archiveName(key, backupId, compression) {
    return `${key}-${backupId}${archiveSuffix[compression]}`;
}
function indexName(key, backupId) {
    return `${key}-${backupId}.index.ndjson.gz`;
}
function manifestName(backupId) {
    return `backup-manifest-${backupId}.json`;
}
function readableManifestName(backupId) {
    return `backup-manifest-${backupId}.txt`;
}
function sumsName(backupId) {
    return `SHA256SUMS-${backupId}`;
}
/** The backup id in the name of a manifest, or `undefined` for any other file. */
function backupIdOfManifest(fileName) {
    return /^backup-manifest-(\d{8}-\d{6})\.json$/.exec(fileName)?.[1];
}
/** Takes an archive's file name apart; `undefined` when it is not named as a backup's archive. */
function parseArchiveName(fileName) {
    const match = /^(.+)-(\d{8}-\d{6})\.tar(\.gz|\.zst|)$/.exec(fileName);
    if (!match?.[1] || !match[2])
        return undefined;
    const compression = match[3] === '.gz' ? 'gzip' : match[3] === '.zst' ? 'zstd' : 'none';
    return { key: match[1], backupId: match[2], compression };
}


/***/ }),

/***/ 1000:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  abortOnSignals: () => (/* binding */ abortOnSignals),
  openPorts: () => (/* binding */ openPorts)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(8161);
// EXTERNAL MODULE: ./lib/js/errors.js
var errors = __webpack_require__(396);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./lib/js/backup-set/manifest.js
var backup_set_manifest = __webpack_require__(910);
// EXTERNAL MODULE: ./lib/js/backup-set/naming.js
var naming = __webpack_require__(6075);
// EXTERNAL MODULE: ./lib/js/selection/nearest.js
var nearest = __webpack_require__(8676);
;// CONCATENATED MODULE: ./lib/js/stores/local.js








/** A folder of this machine. Made 0700 when it does not exist; one that exists is left as it is. */
class LocalStore {
    location;
    constructor(folder) {
        this.location = folder;
    }
    async list() {
        const ids = (await this.fileNames()).map(naming/* backupIdOfManifest */.iF).filter((id) => id !== undefined);
        const backups = ids
            .sort()
            .reverse()
            .map(async (backupId) => {
            try {
                return { backupId, manifest: await this.#manifest(backupId), problem: undefined };
            }
            catch (error) {
                return { backupId, manifest: undefined, problem: (0,errors/* messageOf */.bD)(error) };
            }
        });
        return Promise.all(backups);
    }
    async read(backupId) {
        const ids = (await this.fileNames())
            .map(naming/* backupIdOfManifest */.iF)
            .filter((id) => id !== undefined)
            .sort()
            .reverse();
        const wanted = backupId === 'latest' ? ids[0] : ids.find((id) => id === backupId);
        if (wanted !== undefined)
            return this.#manifest(wanted);
        if (ids.length === 0) {
            throw new errors/* BackupError */.hj('backup-unknown', `there is no backup in ${this.location}`, {
                hint: 'name the folder with --backup-dir (input backup-dir)'
            });
        }
        throw new errors/* BackupError */.hj('backup-unknown', `there is no backup ${JSON.stringify(backupId)} in ${this.location}`, {
            hint: `nearest: ${(0,nearest/* nearestNames */.L)(backupId, ids).join(', ') || ids[0]}; "volume-backup list" shows all ${ids.length}`
        });
    }
    async *bytes(fileName) {
        try {
            yield* (0,external_node_fs_.createReadStream)((0,external_node_path_.join)(this.location, fileName), { highWaterMark: 1024 * 1024 });
        }
        catch (cause) {
            throw unreadable(this.location, fileName, cause);
        }
    }
    async sizeBytes(fileName) {
        const found = await (0,promises_.stat)((0,external_node_path_.join)(this.location, fileName)).catch((cause) => {
            throw unreadable(this.location, fileName, cause);
        });
        if (!found.isFile())
            throw new errors/* BackupError */.hj('backup-damaged', `${fileName} in ${this.location} is not a file`);
        return found.size;
    }
    async begin(now) {
        await this.#usable();
        for (;;) {
            const backupId = (0,naming/* formatBackupId */.d8)(now());
            const folder = (0,external_node_path_.join)(this.location, `.partial-${backupId}`);
            const taken = (await this.fileNames()).some((name) => name.includes(backupId));
            if (!taken && (await claim(folder)))
                return new LocalDraft(this.location, folder, backupId);
            // Another backup has this second.
            await (0,external_node_timers_promises_.setTimeout)(250);
        }
    }
    async unfinished(now) {
        const partial = (await this.fileNames()).filter((name) => name.startsWith('.partial-'));
        const paths = partial.map((name) => (0,external_node_path_.join)(this.location, name));
        const ages = await Promise.all(paths.map(async (path) => now.getTime() - (await lastChange(path))));
        return paths.filter((_, at) => (ages[at] ?? 0) > untouchedMs);
    }
    async #manifest(backupId) {
        const name = (0,naming/* manifestName */.vS)(backupId);
        const text = await (0,promises_.readFile)((0,external_node_path_.join)(this.location, name), 'utf8').catch((cause) => {
            throw unreadable(this.location, name, cause);
        });
        const manifest = (0,backup_set_manifest/* parseManifest */.Ng)(text, name);
        if (manifest.backupId !== backupId) {
            throw new errors/* BackupError */.hj('backup-damaged', `${name} says it belongs to backup ${manifest.backupId}`, {
                hint: 'it was renamed; give it back its name'
            });
        }
        return manifest;
    }
    async fileNames() {
        return (0,promises_.readdir)(this.location).catch((cause) => {
            if ((0,errors/* codeOf */.$N)(cause) === 'ENOENT')
                return [];
            throw new errors/* BackupError */.hj('folder-unusable', `the folder ${this.location} cannot be read: ${(0,errors/* messageOf */.bD)(cause)}`, {
                hint: 'check its owner and mode, or choose another with --backup-dir (input backup-dir)',
                cause
            });
        });
    }
    async #usable() {
        try {
            await makeFolder(this.location);
            await (0,promises_.access)(this.location, promises_.constants.R_OK | promises_.constants.W_OK | promises_.constants.X_OK);
        }
        catch (cause) {
            throw new errors/* BackupError */.hj('folder-unusable', `the folder ${this.location} cannot be written: ${(0,errors/* messageOf */.bD)(cause)}`, {
                hint: 'check its owner and mode, or choose another with --backup-dir (input backup-dir)',
                cause
            });
        }
    }
}
class LocalDraft {
    backupId;
    folder;
    #target;
    constructor(target, folder, backupId) {
        this.#target = target;
        this.folder = folder;
        this.backupId = backupId;
    }
    async publish(files, manifest) {
        await (0,promises_.writeFile)((0,external_node_path_.join)(this.folder, manifest.name), manifest.text, { flag: 'wx', mode: 0o600 });
        // All at once: the file system commits them together.
        await Promise.all([...files, manifest.name].map((name) => syncPath((0,external_node_path_.join)(this.folder, name))));
        const published = [];
        try {
            for (const name of [...files, manifest.name]) {
                // The manifest makes the backup: everything else has to be on the disk, under its name, before it.
                if (name === manifest.name)
                    await syncPath(this.#target);
                await (0,promises_.rename)((0,external_node_path_.join)(this.folder, name), (0,external_node_path_.join)(this.#target, name));
                published.push(name);
            }
            await syncPath(this.#target);
        }
        catch (error) {
            await Promise.all(published.map((name) => (0,promises_.rm)((0,external_node_path_.join)(this.#target, name), { force: true })));
            throw error;
        }
        await this.discard();
        return (0,external_node_path_.join)(this.#target, manifest.name);
    }
    async discard() {
        await (0,promises_.rm)(this.folder, { recursive: true, force: true });
    }
}
/** A backup that is under way writes all the time. */
const untouchedMs = 5 * 60_000;
async function lastChange(folder) {
    const names = await (0,promises_.readdir)(folder).catch(() => []);
    const times = await Promise.all([folder, ...names.map((name) => (0,external_node_path_.join)(folder, name))].map((path) => (0,promises_.stat)(path).then(({ mtimeMs }) => mtimeMs, () => 0)));
    return Math.max(...times);
}
/** Not by Node's own `recursive`, which never ends where a folder cannot be made, as under /proc. */
async function makeFolder(path) {
    const found = await (0,promises_.stat)(path).catch(() => undefined);
    if (found?.isDirectory())
        return;
    if ((0,external_node_path_.dirname)(path) !== path)
        await makeFolder((0,external_node_path_.dirname)(path));
    await (0,promises_.mkdir)(path, { mode: 0o700 }).catch(async (error) => {
        if (!(await (0,promises_.stat)(path).catch(() => undefined))?.isDirectory())
            throw error;
    });
}
async function claim(folder) {
    try {
        await (0,promises_.mkdir)(folder, { mode: 0o700 });
        return true;
    }
    catch (error) {
        if (await (0,promises_.lstat)(folder).catch(() => undefined))
            return false;
        throw error;
    }
}
/** Waits until a file, or the names in a folder, are on the disk. */
async function syncPath(path) {
    const handle = await (0,promises_.open)(path, 'r');
    try {
        await handle.sync();
    }
    finally {
        await handle.close();
    }
}
function unreadable(folder, name, cause) {
    if (cause instanceof errors/* BackupError */.hj)
        return cause;
    return new errors/* BackupError */.hj('backup-damaged', `${name} in ${folder} cannot be read: ${(0,errors/* messageOf */.bD)(cause)}`, {
        hint: 'use another backup',
        cause
    });
}

;// CONCATENATED MODULE: ./lib/js/ports.js




/** The real world for a run. Heavy parts are loaded when they are first needed. */
function openPorts(settings, host, env, signal) {
    return {
        host,
        store: new LocalStore(settings.backupDir),
        runId: (0,external_node_crypto_.randomBytes)(6).toString('hex'),
        hostName: (0,external_node_os_.hostname)(),
        now: () => new Date(),
        signal,
        shareMode: env.VOLUME_BACKUP_TRANSPORT === 'attach' ? 'attach' : 'auto',
        connect: async () => (await __webpack_require__.e(/* import() */ 887).then(__webpack_require__.bind(__webpack_require__, 2887))).connectDocker(env),
        readCompose: async (stack) => (await __webpack_require__.e(/* import() */ 450).then(__webpack_require__.bind(__webpack_require__, 450))).readCompose(stack, env),
        openStore: (folder) => new LocalStore(folder),
        lockRestore: async function (engine, volumes) {
            const { lockRestore } = await __webpack_require__.e(/* import() */ 74).then(__webpack_require__.bind(__webpack_require__, 74));
            return lockRestore(engine, {
                volumes,
                runId: this.runId,
                pathVariable: env.PATH ?? '',
                warn: (text) => host.warn(text)
            });
        },
        openBytes: async function (engine, volumes, shareFolder) {
            const { openTarHelper } = await __webpack_require__.e(/* import() */ 8).then(__webpack_require__.bind(__webpack_require__, 4008));
            return openTarHelper(engine, {
                volumes,
                shareFolder,
                shareMode: this.shareMode,
                runId: this.runId,
                pathVariable: env.PATH ?? '',
                warn: (text) => this.host.warn(text)
            });
        }
    };
}
/**
 * Turns the signals of a terminal, a service manager or a cancelled job into one abort; work in progress is undone and
 * the run ends by itself. Later signals change nothing: the undoing has begun.
 */
function abortOnSignals(host) {
    const controller = new AbortController();
    const abort = (signal) => {
        if (controller.signal.aborted)
            return;
        host.progress(undefined);
        host.warn(`${signal} received: undoing what is half done`);
        const code = signal === 'SIGTERM' ? 'terminated' : 'interrupted';
        controller.abort(new errors/* BackupError */.hj(code, `the run was ended by ${signal}`, {
            hint: 'nothing half-made was kept; run it again'
        }));
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
        process.on(signal, abort);
    // What nobody foresaw must not end the process before everything held runs again.
    const unforeseen = (error) => {
        host.debug(error instanceof Error ? (error.stack ?? error.message) : String(error));
        controller.abort((0,errors/* toBackupError */.uy)(error));
    };
    process.on('uncaughtException', unforeseen);
    process.on('unhandledRejection', unforeseen);
    return controller.signal;
}


/***/ })

};
