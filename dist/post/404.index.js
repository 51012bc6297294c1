export const id = 404;
export const ids = [404];
export const modules = {

/***/ 10404:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  GitHubArtifacts: () => (/* binding */ GitHubArtifacts)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./node_modules/@actions/artifact/lib/artifact.js + 356 modules
var artifact = __webpack_require__(65495);
// EXTERNAL MODULE: ./lib/js/errors.js
var errors = __webpack_require__(80396);
;// CONCATENATED MODULE: ./lib/js/stores/artifact-service.js

/** The client's errors have many shapes, and an empty message when the storage says 403. */
function storeError(what, cause) {
    if (cause instanceof errors/* BackupError */.hj)
        return cause;
    const { status, text } = describe(cause);
    if (status === 410)
        return new errors/* BackupError */.hj('backup-expired', `could not ${what}: it has expired`, {
            hint: 'the artifact is deleted; use another backup',
            cause
        });
    const say = (code, hint) => new errors/* BackupError */.hj(code, `could not ${what}: ${text}`, { hint, cause });
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
    const words = [(0,errors/* messageOf */.bD)(cause).trim(), facts.name, facts.code, status].filter((word) => word !== undefined && word !== '' && word !== 'Error');
    return { status, text: words.join(', ') || 'no reason is given' };
}

// EXTERNAL MODULE: external "node:diagnostics_channel"
var external_node_diagnostics_channel_ = __webpack_require__(53053);
;// CONCATENATED MODULE: ./lib/js/stores/unbroken.js

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
    (0,external_node_diagnostics_channel_.subscribe)(answers, watch);
    process.once('beforeExit', giveUp);
    try {
        return await Promise.race([deed, broken]);
    }
    finally {
        (0,external_node_diagnostics_channel_.unsubscribe)(answers, watch);
        process.off('beforeExit', giveUp);
    }
}

;// CONCATENATED MODULE: ./lib/js/stores/artifact.js






/** The service of GitHub Actions, by way of its own client. */
class GitHubArtifacts {
    #client = new artifact/* DefaultArtifactClient */.t9();
    async upload(name, files, folder, retentionDays) {
        try {
            const { id, size, digest } = await unbroken(this.#client.uploadArtifact(name, files.map((file) => (0,external_node_path_.join)(folder, file)), folder, 
            // The archives are compressed already.
            { compressionLevel: 0, retentionDays }));
            if (id === undefined || digest === undefined)
                throw new Error('the service gave it no id');
            return { name, id, sizeBytes: size ?? 0, digest: `sha256:${digest}` };
        }
        catch (error) {
            throw storeError(`upload artifact ${name}`, error);
        }
    }
    async download({ id, what, folder, digest, origin }) {
        const [owner = '', repository = ''] = origin?.repository.split('/') ?? [];
        for (let attempt = 1;; attempt++) {
            try {
                await empty(folder);
                const { digestMismatch } = await unbroken(this.#client.downloadArtifact(id, {
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
                    throw new errors/* BackupError */.hj('backup-damaged', `${what} does not have the digest ${digest}`, {
                        hint: 'it was changed or damaged where it is stored: use another backup'
                    });
                return;
            }
            catch (error) {
                await empty(folder);
                const failure = storeError(`download ${what}`, error);
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
            return await unbroken(deed());
        }
        catch (error) {
            const failure = storeError(what, error);
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
    await (0,promises_.mkdir)(folder, { recursive: true, mode: 0o700 });
    for (const name of await (0,promises_.readdir)(folder))
        await (0,promises_.rm)((0,external_node_path_.join)(folder, name), { recursive: true, force: true });
}


/***/ })

};
