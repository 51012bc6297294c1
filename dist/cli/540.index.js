export const id = 540;
export const ids = [540];
export const modules = {

/***/ 88848:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ storeError)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(80396);

/** The client's errors have many shapes, and an empty message when the storage says 403. */
function storeError(what, cause) {
    if (cause instanceof _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .BackupError */ .hj)
        return cause;
    const { status, text } = describe(cause);
    if (status === 410)
        return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .BackupError */ .hj('backup-expired', `could not ${what}: it has expired`, {
            hint: 'the artifact is deleted; use another backup',
            cause
        });
    const say = (code, hint) => new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .BackupError */ .hj(code, `could not ${what}: ${text}`, { hint, cause });
    if (status === 409 || /\(409\)|already exists|conflict/i.test(text))
        return say('artifact-exists', 'this run has an artifact of that name: give each backup its own artifact-name');
    if (/quota|storage limit|billing/i.test(text))
        return say('store-quota', 'delete artifacts or shorten retention-days; GitHub counts the space anew every 6 to 12 hours');
    if (status === 401 ||
        status === 403 ||
        /\((401|403)\)|forbidden|unauthorized|ACTIONS_RUNTIME_TOKEN/i.test(text))
        return say('store-forbidden', 'artifacts can be used in a job of GitHub Actions alone; those of other runs need "permissions: actions: read"');
    return say('store-unavailable', 'try again later; the services run, and nothing half-uploaded counts as a backup');
}
function describe(cause) {
    const facts = typeof cause === 'object' && cause !== null ? cause : {};
    // The client's own libraries do not agree on the word.
    const status = [facts.statusCode, facts.status].find((word) => typeof word === 'number');
    const words = [(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageOf */ .bD)(cause).trim(), facts.name, facts.code, status].filter((word) => word !== undefined && word !== '' && word !== 'Error');
    return { status, text: words.join(', ') || 'no reason is given' };
}


/***/ }),

/***/ 39540:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CacheStore: () => (/* binding */ CacheStore)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var _actions_cache__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(18091);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(80396);
/* harmony import */ var _own_event_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(74182);
/* harmony import */ var _artifact_service_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(88848);
/* harmony import */ var _local_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(80475);
/* harmony import */ var _privacy_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(85710);
/* harmony import */ var _unbroken_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(76146);








/**
 * The cache of GitHub Actions: for small fixtures that pull requests need, such as a seeded database. Entries vanish when
 * they are not used for a week or space runs out, and every workflow of the repository can read them.
 */
class CacheStore {
    location;
    remote;
    #options;
    #here;
    #brought;
    #before = [];
    constructor(options) {
        this.#options = options;
        this.#here = new _local_js__WEBPACK_IMPORTED_MODULE_5__/* .LocalStore */ .V(options.folder);
        this.location = `cache volume-backup-${options.prefix}`;
        this.remote = { kind: 'cache', artifactName: options.prefix, checkout: options.checkout };
    }
    async admit(upload) {
        (0,_own_event_js__WEBPACK_IMPORTED_MODULE_3__/* .requireOwnEvent */ .M)(this.#options.event);
        await (0,_privacy_js__WEBPACK_IMPORTED_MODULE_6__/* .requirePrivate */ .N)(upload, this.#options);
        const critical = upload.volumes.filter(({ priority }) => priority === 'critical').map(({ key }) => key);
        if (critical.length === 0 || this.#options.allowCritical)
            return;
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .BackupError */ .hj('upload-refused', `${critical.join(', ')} would go into the cache, which forgets what is not used and which every workflow can read`, {
            hint: 'use store: artifact for volumes of priority critical, or set allow-critical-cache: true for test data'
        });
    }
    async list() {
        await this.#bring('latest').catch((error) => {
            if (!(error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .BackupError */ .hj) || error.code !== 'backup-unknown')
                throw error;
        });
        return this.#here.list();
    }
    async *earlier() {
        for (const { manifest } of this.#before)
            if (manifest)
                yield manifest;
    }
    async read(backupId) {
        await this.#bring(backupId);
        return this.#here.read(backupId);
    }
    async fileNames() {
        return this.#here.fileNames();
    }
    bytes(fileName) {
        return this.#here.bytes(fileName);
    }
    async sizeBytes(fileName) {
        return this.#here.sizeBytes(fileName);
    }
    async unfinished() {
        return [];
    }
    async begin(now) {
        this.#before = await this.list().catch((error) => {
            this.#options.warn(`the last backup cannot be compared with: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageOf */ .bD)(error)}`);
            return [];
        });
        // An entry is the folder as it is: nothing of an earlier one may be in it.
        await this.close();
        const draft = await this.#here.begin(now);
        const { folder, prefix } = this.#options;
        return {
            backupId: draft.backupId,
            folder: draft.folder,
            discard: () => draft.discard(),
            publish: async (files, manifest) => {
                const published = await draft.publish(files, manifest);
                await save(folder, keyOf(prefix, draft.backupId));
                return published;
            }
        };
    }
    async markVerified() {
        // An entry cannot be changed.
    }
    async close() {
        this.#brought = undefined;
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(this.#options.folder, { recursive: true, force: true });
    }
    /** @throws BackupError `backup-unknown`, `store-unavailable` */
    async #bring(backupId) {
        this.#brought ??= this.#restore(backupId);
        await this.#brought;
    }
    async #restore(backupId) {
        (0,_own_event_js__WEBPACK_IMPORTED_MODULE_3__/* .requireOwnEvent */ .M)(this.#options.event);
        const { folder, prefix } = this.#options;
        await this.#here.prepare();
        const any = backupId.startsWith('latest');
        const found = await (0,_unbroken_js__WEBPACK_IMPORTED_MODULE_7__/* .unbroken */ .D)((0,_actions_cache__WEBPACK_IMPORTED_MODULE_1__/* .restoreCache */ .P3)([folder], any ? `${keyOf(prefix, '')}?` : keyOf(prefix, backupId), any ? [keyOf(prefix, '')] : [])).catch((error) => {
            throw (0,_artifact_service_js__WEBPACK_IMPORTED_MODULE_4__/* .storeError */ .g)(`read the cache ${keyOf(prefix, backupId)}`, error);
        });
        if (found === undefined)
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .BackupError */ .hj('backup-unknown', `the cache has no backup ${backupId} of ${prefix}`, {
                hint: 'caches are kept for a week without use, and for the branch they were made on and those made from it'
            });
    }
}
function keyOf(prefix, backupId) {
    return `volume-backup-${prefix}-${backupId}`;
}
/** The client swallows its errors: only what is there afterwards counts. */
async function save(folder, key) {
    const id = await (0,_unbroken_js__WEBPACK_IMPORTED_MODULE_7__/* .unbroken */ .D)((0,_actions_cache__WEBPACK_IMPORTED_MODULE_1__/* .saveCache */ .Io)([folder], key)).catch((error) => {
        throw (0,_artifact_service_js__WEBPACK_IMPORTED_MODULE_4__/* .storeError */ .g)(`write the cache ${key}`, error);
    });
    const found = id < 0 ? undefined : await (0,_unbroken_js__WEBPACK_IMPORTED_MODULE_7__/* .unbroken */ .D)((0,_actions_cache__WEBPACK_IMPORTED_MODULE_1__/* .restoreCache */ .P3)([folder], key, [], { lookupOnly: true }));
    if (found === key)
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .BackupError */ .hj('store-unavailable', `the cache did not take ${key}`, {
        hint: 'the warnings above say why: a full cache, a token without rights, or a service that is down'
    });
}


/***/ }),

/***/ 76146:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ unbroken)
/* harmony export */ });
/* harmony import */ var node_diagnostics_channel__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(53053);

/** Node.js tells here of each answer whose head has come (diagnostics_channel, "HTTP"). */
const answers = 'http.client.response.finish';
/**
 * Waits for a client of GitHub's. They wait for the end of an answer even when its connection has broken, which then
 * never comes: the calls of the service are watched for that. Downloads and uploads of blobs they look after themselves.
 */
async function unbroken(deed) {
    let giveUp = () => undefined;
    const broken = new Promise((_, reject) => {
        giveUp = () => reject(new Error('the answer broke off'));
    });
    const watch = (message) => {
        const { request, response } = message;
        if (!request.path.startsWith('/twirp/'))
            return;
        response.once('close', () => {
            if (!response.complete)
                giveUp();
        });
    };
    (0,node_diagnostics_channel__WEBPACK_IMPORTED_MODULE_0__.subscribe)(answers, watch);
    process.once('beforeExit', giveUp);
    try {
        return await Promise.race([deed, broken]);
    }
    finally {
        (0,node_diagnostics_channel__WEBPACK_IMPORTED_MODULE_0__.unsubscribe)(answers, watch);
        process.off('beforeExit', giveUp);
    }
}


/***/ })

};
