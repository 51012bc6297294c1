export const id = 526;
export const ids = [526];
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

/***/ 85526:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   GitHubArtifacts: () => (/* binding */ GitHubArtifacts)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _actions_artifact__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(67458);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(80396);
/* harmony import */ var _artifact_service_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(88848);
/* harmony import */ var _unbroken_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(76146);






/** The service of GitHub Actions, by way of its own client. */
class GitHubArtifacts {
    #client = new _actions_artifact__WEBPACK_IMPORTED_MODULE_2__/* .DefaultArtifactClient */ .t9();
    async upload(name, files, folder, retentionDays) {
        try {
            const { id, size, digest } = await (0,_unbroken_js__WEBPACK_IMPORTED_MODULE_5__/* .unbroken */ .D)(this.#client.uploadArtifact(name, files.map((file) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, file)), folder, 
            // The archives are compressed already.
            { compressionLevel: 0, retentionDays }));
            if (id === undefined || digest === undefined)
                throw new Error('the service gave it no id');
            return { name, id, sizeBytes: size ?? 0, digest: `sha256:${digest}` };
        }
        catch (error) {
            throw (0,_artifact_service_js__WEBPACK_IMPORTED_MODULE_4__/* .storeError */ .g)(`upload artifact ${name}`, error);
        }
    }
    async download({ id, what, folder, digest, origin }) {
        const [owner = '', repository = ''] = origin?.repository.split('/') ?? [];
        for (let attempt = 1;; attempt++) {
            try {
                await empty(folder);
                const { digestMismatch } = await (0,_unbroken_js__WEBPACK_IMPORTED_MODULE_5__/* .unbroken */ .D)(this.#client.downloadArtifact(id, {
                    path: folder,
                    ...(digest === undefined ? {} : { expectedHash: digest }),
                    ...(origin === undefined
                        ? {}
                        : {
                            findBy: {
                                token: origin.token,
                                workflowRunId: origin.runId,
                                repositoryOwner: owner,
                                repositoryName: repository
                            }
                        })
                }));
                // The client only mentions it.
                if (digestMismatch)
                    throw new _errors_js__WEBPACK_IMPORTED_MODULE_3__/* .BackupError */ .hj('backup-damaged', `${what} does not have the digest ${digest}`, {
                        hint: 'it was changed or damaged where it is stored: use another backup'
                    });
                return;
            }
            catch (error) {
                await empty(folder);
                const failure = (0,_artifact_service_js__WEBPACK_IMPORTED_MODULE_4__/* .storeError */ .g)(`download ${what}`, error);
                if (attempt === 2 || !isTransient(failure))
                    throw failure;
            }
        }
    }
    async list() {
        const { artifacts } = await twice('list the artifacts of this run', () => this.#client.listArtifacts());
        return artifacts.map(({ id, name, size, digest, createdAt }) => ({
            id,
            name,
            sizeBytes: size,
            digest,
            createdAt: createdAt?.toISOString() ?? ''
        }));
    }
    async remove(name) {
        return twice(`remove artifact ${name}`, () => this.#client.deleteArtifact(name).then(() => true, (error) => {
            if (error instanceof Error && error.name === 'ArtifactNotFoundError')
                return false;
            throw error;
        }));
    }
}
async function twice(what, deed) {
    for (let attempt = 1;; attempt++) {
        try {
            return await (0,_unbroken_js__WEBPACK_IMPORTED_MODULE_5__/* .unbroken */ .D)(deed());
        }
        catch (error) {
            const failure = (0,_artifact_service_js__WEBPACK_IMPORTED_MODULE_4__/* .storeError */ .g)(what, error);
            if (attempt === 2 || !isTransient(failure))
                throw failure;
        }
    }
}
/** What another try can mend: bytes can be damaged on their way, too. */
function isTransient({ code }) {
    return code === 'store-unavailable' || code === 'backup-damaged';
}
async function empty(folder) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(folder, { recursive: true, mode: 0o700 });
    for (const name of await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)(folder))
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, name), { recursive: true, force: true });
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
