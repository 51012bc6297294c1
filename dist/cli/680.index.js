export const id = 680;
export const ids = [680];
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

/***/ 74182:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ requireOwnEvent),
/* harmony export */   t: () => (/* binding */ isOwnEvent)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(80396);

/**
 * What may start a run that touches backups: events that need write access, or whose run has no more rights than the
 * code that it runs. Every other one, also those that there will be, lets strangers start a run with the rights of the
 * repository, or hands on a run of theirs (`workflow_run`).
 */
const ownEvents = [
    'schedule',
    'workflow_dispatch',
    'repository_dispatch',
    'push',
    'pull_request',
    'merge_group',
    'release'
];
function isOwnEvent(event) {
    return ownEvents.includes(event);
}
/**
 * @param event of this very run; `undefined` outside of GitHub Actions
 * @throws BackupError `source-refused` when it lets strangers choose what happens in the run
 */
function requireOwnEvent(event) {
    if (!event || isOwnEvent(event))
        return;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .BackupError */ .hj('source-refused', `backups are not touched in a run that was started by ${event}: it may have the rights of this repository although strangers start it`, { hint: `use one of ${ownEvents.join(', ')}; a workflow that is called has the event of its caller` });
}


/***/ }),

/***/ 91680:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  abortOnSignals: () => (/* binding */ abortOnSignals),
  openPorts: () => (/* binding */ openPorts)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: ./lib/js/abort.js
var abort = __webpack_require__(61565);
// EXTERNAL MODULE: ./lib/js/errors.js
var errors = __webpack_require__(80396);
;// CONCATENATED MODULE: ./lib/js/engine/compose-project.js



/**
 * @param address of the daemon as it was found, since the docker command looks in fewer places
 * @param folder what relative paths of the Compose file are relative to
 */
function openComposeProject(request, env) {
    const { file, project, folder, address } = request;
    const base = [
        'compose',
        '--ansi',
        'never',
        '--progress',
        'quiet',
        '-f',
        file,
        '-p',
        project,
        '--project-directory',
        folder
    ];
    const host = /^unix:\S+$/.exec(address)?.[0];
    return {
        run: (words, timeoutSeconds, signal) => new Promise((resolve) => {
            const child = (0,external_node_child_process_.execFile)('docker', [...base, ...words], {
                cwd: folder,
                env: { ...env, ...(host === undefined ? {} : { DOCKER_HOST: host }) },
                timeout: timeoutSeconds * 1000,
                maxBuffer: 16 * 1024 * 1024
            }, (error, stdout, stderr) => {
                forget();
                const output = `${stdout}${stderr}`;
                if (!error)
                    return resolve({ exitCode: 0, output });
                if (error.killed)
                    return resolve({ exitCode: 124, output });
                const code = Number((0,errors/* codeOf */.$N)(error));
                resolve(Number.isInteger(code)
                    ? { exitCode: code, output }
                    : { exitCode: 127, output: (0,errors/* messageOf */.bD)(error) });
            });
            // Told to end, it is waited for: what it makes meanwhile must be there to be removed.
            const forget = signal
                ? (0,abort/* onAbort */.u)(signal, async () => {
                    child.kill('SIGTERM');
                    setTimeout(() => child.kill('SIGKILL'), endPatienceMs).unref();
                })
                : () => undefined;
        })
    };
}
const endPatienceMs = 10_000;

// EXTERNAL MODULE: ./lib/js/stores/local.js + 4 modules
var stores_local = __webpack_require__(80475);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./lib/js/stores/artifact-names.js


/**
 * A backup is one artifact for each priority, since each has its own retention, and one for the manifest, the last.
 * `verified` is the mark that a validation leaves.
 */
const artifactParts = ['critical', 'high', 'medium', 'low', 'manifest', 'verified'];
function formatArtifactName({ prefix, backupId, part }) {
    return `${prefix}-${backupId}-${part}`;
}
/**
 * The names that an artifact may have, in the order in which they are tried: a name whose upload broke off stays taken,
 * and what it was taken for is listed nowhere.
 */
function formatArtifactNames(name) {
    return [formatArtifactName(name), `${formatArtifactName(name)}-2`];
}
/** First word of the names of what a stack keeps. */
function prefixOf(artifactName, project) {
    return artifactPrefix(artifactName ?? project ?? 'volumes');
}
/** `undefined` for artifacts that are not of a backup. */
function parseArtifactName(name) {
    const match = /^(.+)-(\d{8}-\d{6})-([a-z]+)(?:-2)?$/.exec(name);
    const part = artifactParts.find((one) => one === match?.[3]);
    if (!match?.[1] || !match[2] || !part)
        return undefined;
    return { prefix: match[1], backupId: match[2], part };
}
/**
 * Makes a prefix of any words; artifact names may not hold `" : < > | * ? \ /`, CR and LF. Words that differ give
 * prefixes that differ: where something had to go, a digest of the whole stands at the end.
 * @throws BackupError `bad-input` when nothing is left
 */
function artifactPrefix(words) {
    const plain = words.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
    const prefix = plain === '' || plain === words
        ? plain
        : `${plain}-${(0,external_node_crypto_.createHash)('sha256').update(words).digest('hex').slice(0, 8)}`;
    if (prefix === '' || prefix.length > 100)
        throw new errors/* BackupError */.hj('bad-input', `artifact-name ${JSON.stringify(words)} gives no name of an artifact`, {
            hint: 'use letters, digits, dots and dashes, 100 at most'
        });
    return prefix;
}

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
;// CONCATENATED MODULE: ./lib/js/stores/github-api.js


/** 100 to a page. More would cost the hourly quota of a repository. */
const mostPages = 50;
/** The few calls of the REST interface that backups need. */
class GitHubApi {
    #base;
    #token;
    #times;
    constructor(base, token, times = { patienceMs: 30_000, pauseMs: 500 }) {
        this.#times = times;
        this.#base = base.replace(/\/+$/, '');
        this.#token = token;
    }
    async repository(name) {
        return this.#get(`/repos/${name}`, (found) => ({
            id: found.id,
            fullName: found.full_name,
            isPrivate: found.private && found.visibility !== 'public',
            defaultBranch: found.default_branch
        }));
    }
    async run(repository, id) {
        return this.#get(`/repos/${repository}/actions/runs/${id}`, (found) => ({
            id: found.id,
            event: found.event,
            branch: found.head_branch ?? undefined,
            workflow: found.path.split('@')[0] ?? found.path,
            repository: found.repository.full_name,
            headRepository: found.head_repository?.full_name
        }));
    }
    /**
     * Newest first: those of a run, or of the whole repository.
     * @param name those of this name alone
     * @returns at its end, whether that were all
     */
    async *artifacts(repository, runId, name) {
        const path = runId === undefined ? 'actions/artifacts' : `actions/runs/${runId}/artifacts`;
        const filter = name === undefined ? '' : `&name=${encodeURIComponent(name)}`;
        for (let page = 1; page <= mostPages; page++) {
            const found = await this.#get(`/repos/${repository}/${path}?per_page=100&page=${page}${filter}`, ({ artifacts }) => artifacts.map((one) => factsOf(one, runId)));
            yield* found;
            if (found.length < 100)
                return true;
        }
        return false;
    }
    async #get(path, read) {
        for (let attempt = 1;; attempt++) {
            const answer = await this.#ask(path, read);
            if ('facts' in answer)
                return answer.facts;
            if (attempt === attempts || !answer.again)
                throw answer.failure;
            await (0,promises_.setTimeout)(answer.waitMs ?? this.#times.pauseMs * 2 ** attempt);
        }
    }
    /** One try. An answer that breaks off, or is not what was asked for, is as good as none. */
    async #ask(path, read) {
        try {
            const answer = await fetch(`${this.#base}${path}`, {
                headers: {
                    accept: 'application/vnd.github+json',
                    'x-github-api-version': '2022-11-28',
                    'user-agent': 'volume-backup-action',
                    ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` })
                },
                signal: AbortSignal.timeout(this.#times.patienceMs)
            });
            if (answer.ok)
                return { facts: read((await answer.json())) };
            await answer.body?.cancel();
            return {
                failure: refusal(path, answer, this.#token !== undefined),
                again: answer.status >= 500 || isThrottled(answer),
                waitMs: waitOf(answer)
            };
        }
        catch (error) {
            const cause = error instanceof Error ? (error.cause ?? error) : error;
            const failure = new errors/* BackupError */.hj('store-unavailable', `GitHub does not answer ${path}: ${(0,errors/* messageOf */.bD)(cause)}`, { hint: 'try again later; nothing was changed', cause });
            return { failure, again: true, waitMs: undefined };
        }
    }
}
const attempts = 4;
function factsOf(one, runId) {
    return {
        id: one.id,
        name: one.name,
        sizeBytes: one.size_in_bytes,
        digest: one.digest ?? undefined,
        createdAt: one.created_at,
        expiresAt: one.expires_at ?? undefined,
        expired: one.expired,
        runId: one.workflow_run?.id ?? runId ?? 0,
        branch: one.workflow_run?.head_branch ?? undefined
    };
}
/** The service answers 403, too, when it has had enough. */
function isThrottled({ status, headers }) {
    return (status === 429 ||
        (status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0')));
}
function waitOf({ headers }) {
    const told = Number(headers.get('retry-after'));
    return told > 0 ? Math.min(told, 60) * 1000 : undefined;
}
function refusal(path, answer, hasToken) {
    const { status } = answer;
    if (isThrottled(answer))
        return new errors/* BackupError */.hj('store-unavailable', `GitHub answers no more requests for now: ${path}`, {
            hint: 'the hourly limit of the token or the repository is used up: try again in an hour'
        });
    if (status === 401 || status === 403 || status === 404) {
        const reason = status === 404
            ? 'does not exist, or the token may not see it'
            : hasToken
                ? 'the token may not read it'
                : 'no token is given';
        return new errors/* BackupError */.hj('store-forbidden', `GitHub refuses ${path} with status ${status}: ${reason}`, {
            hint: 'give the job "permissions: actions: read", and input github-token (GITHUB_TOKEN for the command line) for another repository'
        });
    }
    return new errors/* BackupError */.hj('store-unavailable', `GitHub answers ${path} with status ${status}`, {
        hint: 'try again later; nothing was changed'
    });
}

// EXTERNAL MODULE: ./lib/js/own-event.js
var own_event = __webpack_require__(74182);
;// CONCATENATED MODULE: ./lib/js/stores/provenance.js

/**
 * Says why the artifacts of a run must not be restored. The artifacts of pull requests from forks lie in the list of the
 * base repository, so their names prove nothing.
 */
function distrust(run, expected) {
    if (!same(run.repository, expected.repository))
        return `run ${run.id} is one of ${run.repository}`;
    if (run.headRepository === undefined || !same(run.headRepository, run.repository))
        return `run ${run.id} ran the code of ${run.headRepository ?? 'a repository that is gone'}, a fork`;
    if (!(0,own_event/* isOwnEvent */.t)(run.event))
        return `run ${run.id} was started by ${run.event}, which strangers may do`;
    if (expected.workflow !== undefined && !isWorkflow(run.workflow, expected.workflow))
        return `run ${run.id} is one of workflow ${run.workflow}, not of ${expected.workflow}`;
    if (expected.branch !== undefined && run.branch !== expected.branch)
        return `run ${run.id} is one of branch ${run.branch ?? '(none)'}, not of ${expected.branch}`;
    return undefined;
}
function isWorkflow(path, wanted) {
    return path === wanted || path === `.github/workflows/${wanted}`;
}
/** GitHub does not tell case apart in names of owners and repositories. */
function same(one, other) {
    return one.toLowerCase() === other.toLowerCase();
}

;// CONCATENATED MODULE: ./lib/js/stores/remote-backup.js

/**
 * Puts the artifacts of each backup together: those that have a manifest, newest first; trusted or not.
 * @param prefix of the names that count; `undefined`: all
 */
function groupBackups(found, prefix) {
    const named = found.flatMap((one) => {
        const name = parseArtifactName(one.name);
        const wanted = prefix === undefined || name?.prefix === prefix;
        return name && wanted ? [{ ...one, ...name, stem: `${name.prefix} ${name.backupId}` }] : [];
    });
    const groups = new Map();
    for (const one of named) {
        if (one.part === 'verified')
            continue;
        const key = `${one.stem} ${one.runId}`;
        const group = groups.get(key);
        groups.set(key, {
            prefix: one.prefix,
            backupId: one.backupId,
            runId: one.runId,
            createdAt: group?.createdAt ?? one.createdAt,
            expiresAt: earlier(group?.expiresAt, one.expiresAt),
            expired: one.part === 'manifest' ? one.expired : (group?.expired ?? false),
            artifacts: new Map([...(group?.artifacts ?? []), [one.part, one]]),
            verifiedBy: named
                .filter(({ part, stem, expired }) => part === 'verified' && stem === one.stem && !expired)
                .map(({ runId }) => runId),
            sizeBytes: (group?.sizeBytes ?? 0) + one.sizeBytes
        });
    }
    return [...groups.values()]
        .filter(({ artifacts }) => artifacts.has('manifest'))
        .sort((a, b) => (a.backupId < b.backupId ? 1 : -1));
}
function earlier(one, other) {
    return one === undefined || other === undefined ? (one ?? other) : one < other ? one : other;
}

;// CONCATENATED MODULE: ./lib/js/stores/artifact-search.js





/** Looks for backups among the artifacts of this run, of another one, or of a repository. */
class ArtifactSearch {
    #wanted;
    #job;
    #api;
    #service;
    #warn;
    #doubts = new Map();
    constructor(wanted, job, api, service, warn) {
        this.#wanted = wanted;
        this.#job = job;
        this.#api = api;
        this.#service = service;
        this.#warn = warn;
    }
    /** Those that have a manifest, newest first; trusted or not. */
    async all() {
        const own = await this.#ownRun();
        return own.length > 0 ? own : this.#elsewhere();
    }
    /** Those of one name in this run and before it, newest first, as far as they can be read and trusted. */
    async *earlier(prefix) {
        const own = (await this.#ownRun()).filter((one) => one.prefix === prefix);
        const ownIds = own.map(({ backupId }) => backupId);
        const others = (await this.#elsewhere()).filter((one) => one.prefix === prefix && !ownIds.includes(one.backupId));
        for (const one of [...own, ...others]) {
            if (one.expired)
                continue;
            const reason = await this.doubt(one);
            if (reason === undefined)
                yield one;
            else
                this.#warn(`backup ${one.backupId} is passed over: ${reason}`);
        }
    }
    /**
     * Warns of each newer backup that is passed over.
     * @param backupId an id, with or without its prefix, `latest` or `latest-verified`
     * @throws BackupError `backup-unknown`, `backup-expired`, `source-refused`, `bad-input` when two stacks may be meant
     */
    async find(backupId) {
        const named = await this.#named(backupId);
        const fitting = named.filter((one) => backupId !== 'latest-verified' || one.verifiedBy.length > 0);
        const prefixes = [...new Set(fitting.map(({ prefix }) => prefix))];
        if (prefixes.length > 1)
            throw new errors/* BackupError */.hj('bad-input', `backups of several stacks are there: ${prefixes.join(', ')}`, {
                hint: 'say which one with artifact-name'
            });
        const alive = fitting.filter(({ expired }) => !expired);
        let refused;
        for (const one of alive) {
            const unproven = backupId === 'latest-verified' && !(await this.isVerified(one));
            const reason = (await this.doubt(one)) ?? (unproven ? 'the runs that validated it are not to be trusted' : undefined);
            if (reason === undefined)
                return one;
            refused ??= reason;
            if (isWord(backupId))
                this.#warn(`backup ${one.backupId} is passed over: ${reason}`);
        }
        if (refused !== undefined && !isWord(backupId))
            throw new errors/* BackupError */.hj('source-refused', `backup ${backupId} is refused: ${refused}`, {
                hint: 'name the run, workflow or branch that it is to come from: inputs run-id, workflow, branch'
            });
        throw this.#nothing(backupId, named, fitting.length > 0 && alive.length === 0);
    }
    /** Why a backup must not be restored; asked once for each run. */
    async doubt({ runId }) {
        return this.#distrust(runId);
    }
    /** Whether a run that is to be trusted found it whole. */
    async isVerified({ verifiedBy }) {
        for (const runId of verifiedBy)
            if ((await this.#distrust(runId)) === undefined)
                return true;
        return false;
    }
    #nothing(backupId, named, expired) {
        const { repository, runId } = this.#wanted;
        const where = `${repository}${runId === undefined ? '' : `, run ${runId}`}`;
        if (expired)
            return new errors/* BackupError */.hj('backup-expired', `backup ${backupId} of ${where} has expired`, {
                hint: 'the artifacts are deleted; a longer retention-days helps the next one'
            });
        return new errors/* BackupError */.hj('backup-unknown', named.length > 0
            ? `no backup ${backupId} of ${where} can be used (${named
                .map((one) => one.backupId)
                .slice(0, 5)
                .join(', ')} found)`
            : `there is no backup ${backupId} among the artifacts of ${where}`, { hint: 'volume-backup list --store artifact --repository OWNER/NAME shows all' });
    }
    async #named(backupId) {
        const isMeant = (one) => isWord(backupId) || [one.backupId, `${one.prefix}/${one.backupId}`].includes(backupId);
        const own = (await this.#ownRun()).filter(isMeant);
        if (own.length > 0)
            return own;
        const [id = '', prefix = this.#wanted.prefix] = backupId.split('/').reverse();
        if (isWord(backupId) || prefix === undefined || this.#wanted.runId !== undefined)
            return (await this.#elsewhere()).filter(isMeant);
        return this.#byName(prefix, id);
    }
    /** However many artifacts lie before it. */
    async #byName(prefix, backupId) {
        const found = [];
        for (const name of formatArtifactNames({ prefix, backupId, part: 'manifest' }))
            found.push(...(await this.#artifacts(undefined, name)));
        // Whoever floods the list with forged ones must not make this long.
        for (const runId of new Set(found.map((one) => one.runId)))
            if ((await this.#distrust(runId)) === undefined)
                found.push(...(await this.#artifacts(runId)));
        return groupBackups(found, prefix).filter((one) => one.backupId === backupId);
    }
    async #ownRun() {
        const { repository, runId, prefix, workflow, branch } = this.#wanted;
        const isOwn = repository === this.#job.repository && (runId === undefined || runId === this.#job.runId);
        // Where somebody says what it has to come from, this run is judged as all others are.
        const isJudged = workflow !== undefined || branch !== undefined;
        if (!isOwn || isJudged || this.#job.runId === undefined)
            return [];
        const found = await (await this.#service()).list();
        const more = { expired: false, expiresAt: undefined, runId: undefined, branch: undefined };
        return groupBackups(found.map((one) => ({ ...one, ...more })), prefix);
    }
    async #elsewhere() {
        return groupBackups(await this.#artifacts(this.#wanted.runId), this.#wanted.prefix);
    }
    /** Of the wanted branch alone. */
    async #artifacts(runId, name) {
        const { repository } = this.#wanted;
        const branch = this.#wanted.branch ??
            (runId === undefined ? (await this.#api.repository(repository)).defaultBranch : undefined);
        const listing = this.#api.artifacts(repository, runId, name);
        const found = [];
        for (;;) {
            const step = await listing.next();
            if (!step.done) {
                if (branch === undefined || step.value.branch === branch)
                    found.push(step.value);
                continue;
            }
            if (!step.value)
                this.#warn(`${repository} has more artifacts than are looked at (${mostPages * 100}): name a backup by backup-id and artifact-name, or its run by run-id, to find an older one`);
            return found;
        }
    }
    async #distrust(runId) {
        if (runId === undefined)
            return undefined;
        const judged = this.#doubts.get(runId) ?? this.#judge(runId);
        this.#doubts.set(runId, judged);
        return judged;
    }
    async #judge(runId) {
        const { repository, workflow, branch } = this.#wanted;
        return distrust(await this.#api.run(repository, runId), { repository, workflow, branch });
    }
}
function isWord(backupId) {
    return backupId.startsWith('latest');
}

// EXTERNAL MODULE: external "node:fs/promises"
var external_node_fs_promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./lib/js/backup-set/naming.js
var naming = __webpack_require__(26075);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: ./lib/js/backup-set/manifest.js
var backup_set_manifest = __webpack_require__(20910);
// EXTERNAL MODULE: ./lib/js/backup-set/retention.js
var retention = __webpack_require__(84901);
;// CONCATENATED MODULE: ./lib/js/stores/take-back.js

/**
 * Removes artifacts that belong to no whole backup.
 * @param names of those that may be there
 * @returns those that are left, each with a warning
 */
async function takeBack(names, service, say) {
    const left = [];
    for (const name of names) {
        try {
            if (await service.remove(name))
                say.info(`removed artifact ${name}, which belongs to no whole backup`);
        }
        catch (error) {
            left.push(name);
            say.warn(`artifact ${name} is left behind: ${(0,errors/* messageOf */.bD)(error)}`);
        }
    }
    return left;
}

;// CONCATENATED MODULE: ./lib/js/stores/artifact-draft.js











/** A backup in the making that becomes artifacts: one for each priority, then the manifest, without which it is none. */
class ArtifactDraft {
    backupId;
    folder;
    #local;
    #options;
    /** Names of what may be there. */
    #begun = new Set();
    constructor(local, options) {
        this.#local = local;
        this.#options = options;
        this.backupId = local.backupId;
        this.folder = local.folder;
    }
    async publish(files, manifest) {
        const parsed = (0,backup_set_manifest/* parseManifest */.Ng)(manifest.text, manifest.name);
        const prefix = prefixOf(this.#options.artifactName, parsed.project);
        const service = await this.#options.service();
        const { manifest: path } = await this.#local.publish(files, manifest);
        const uploaded = [];
        try {
            for (const parcel of this.#parcels(parsed, [...files, manifest.name])) {
                (0,abort/* checkAborted */.w)(this.#options.signal);
                const artifact = await this.#upload(service, prefix, parcel);
                uploaded.push(artifact);
                await this.#compare(service, artifact, parcel.files);
            }
            this.#options.remember([]);
        }
        catch (error) {
            this.#options.remember(await takeBack(this.#begun, service, this.#options));
            await (0,external_node_fs_promises_.rm)(path, { force: true });
            throw error;
        }
        finally {
            // On the runner they would lie around unencrypted for as long as the job takes.
            for (const file of files)
                await (0,external_node_fs_promises_.rm)((0,external_node_path_.join)(this.#options.folder, file), { force: true });
        }
        return { manifest: path, artifacts: uploaded };
    }
    async discard() {
        await this.#local.discard();
    }
    #parcels({ volumes }, files) {
        const parts = ['critical', 'high', 'medium', 'low'].flatMap((part) => {
            const own = volumes.filter(({ priority }) => priority === part);
            if (own.length === 0)
                return [];
            return [{ part, files: own.flatMap(({ archive, index }) => [archive.file, index.file]), volumes: own }];
        });
        const placed = new Set(parts.flatMap((part) => part.files));
        const wanted = parts.map((part) => (0,retention/* retentionOf */.e)(part.volumes, this.#options.retentionDays));
        const limit = this.#options.retentionLimit;
        if (wanted.some((days) => days > limit))
            this.#options.warn(`retention-days ${Math.max(...wanted)} is more than this repository allows: artifacts are kept for ${limit} days`);
        return [
            ...parts.map(({ part, files: own }, at) => ({
                part,
                files: own,
                days: Math.min(wanted[at] ?? limit, limit)
            })),
            {
                part: 'manifest',
                files: files.filter((file) => !placed.has(file)),
                days: Math.min(Math.max(...wanted), limit)
            }
        ];
    }
    /** A second try goes under another name: the first may be taken by what broke off. */
    async #upload(service, prefix, { part, files, days }) {
        const { folder, remember, signal, warn, pauseMs = 3000 } = this.#options;
        const [first, second] = formatArtifactNames({ prefix, backupId: this.backupId, part });
        try {
            return await this.#send(first, () => service.upload(first, files, folder, days));
        }
        catch (error) {
            const failure = (0,errors/* toBackupError */.uy)(error);
            if (failure.code !== 'store-unavailable')
                throw failure;
            (0,abort/* checkAborted */.w)(signal);
            warn(`${failure.message}; trying once more`);
            // It may be there whole, with the answer lost.
            if ((await takeBack([first], service, this.#options)).length > 0)
                throw failure;
        }
        this.#begun.delete(first);
        remember([...this.#begun]);
        await (0,promises_.setTimeout)(pauseMs, undefined, { signal }).catch(() => (0,abort/* checkAborted */.w)(signal));
        return this.#send(second, () => service.upload(second, files, folder, days));
    }
    async #send(name, upload) {
        this.#begun.add(name);
        this.#options.remember([...this.#begun]);
        try {
            return await upload();
        }
        catch (error) {
            // It is somebody else's.
            if ((0,errors/* toBackupError */.uy)(error).code === 'artifact-exists')
                this.#begun.delete(name);
            throw error;
        }
    }
    /** Reads back what the service has: an upload can succeed with a file missing. */
    async #compare(service, { id, name, digest }, files) {
        const returned = (0,external_node_path_.join)(this.#options.folder, `.returned-${this.backupId}`);
        try {
            await service.download({ id, what: `artifact ${name}`, folder: returned, digest, origin: undefined });
            const found = (await (0,external_node_fs_promises_.readdir)(returned)).sort();
            const same = found.join('\n') === [...files].sort().join('\n');
            if (same && (await this.#areEqual(files, returned)))
                return;
            throw new errors/* BackupError */.hj('verify-failed', `artifact ${name} came back other than it was sent`, {
                hint: 'run the backup again; the artifact is removed'
            });
        }
        finally {
            await (0,external_node_fs_promises_.rm)(returned, { recursive: true, force: true });
        }
    }
    /** One after the other: each takes a buffer, and there may be hundreds. */
    async #areEqual(files, returned) {
        for (const file of files)
            if ((await hash((0,external_node_path_.join)(returned, file))) !== (await hash((0,external_node_path_.join)(this.#options.folder, file))))
                return false;
        return true;
    }
}
async function hash(path) {
    const digest = (0,external_node_crypto_.createHash)('sha256');
    for await (const piece of (0,external_node_fs_.createReadStream)(path, { highWaterMark: 1024 * 1024 }))
        digest.update(piece);
    return digest.digest('hex');
}

;// CONCATENATED MODULE: ./lib/js/stores/expired-parts.js


/** Names all that is gone, not only what was asked for first. */
function expiredParts({ backupId, artifacts }, manifest) {
    const volumes = manifest?.volumes ?? [];
    const parts = artifactParts.filter((part) => volumes.some(({ priority }) => priority === part));
    const isGone = (part) => artifacts.get(part)?.expired !== false;
    const gone = parts.filter(isGone).map((part) => {
        const keys = volumes.filter(({ priority }) => priority === part).map(({ key }) => key);
        return `the ${part} volumes (${keys.join(', ')})`;
    });
    const left = parts.filter((part) => !isGone(part)).join(',');
    return new errors/* BackupError */.hj('backup-expired', `${gone.join(' and ')} of backup ${backupId} have expired`, {
        hint: left === '' ? 'use another backup' : `restore the rest with --priority ${left} (input priority)`
    });
}

// EXTERNAL MODULE: ./lib/js/stores/privacy.js
var privacy = __webpack_require__(85710);
;// CONCATENATED MODULE: ./lib/js/stores/artifact-store.js










/** Each costs a download; a volume that was in none of them is new. */
const mostCompared = 10;
/** Artifacts of GitHub Actions. Files lie in a private folder of the job on their way there and back. */
class ArtifactStore {
    location;
    #options;
    #opened;
    constructor(options) {
        this.#options = options;
        this.location = `artifacts of ${options.repository}`;
    }
    get remote() {
        const { repository, runId, artifactName, checkout } = this.#options;
        const backup = this.#opened?.backup;
        return {
            kind: 'artifact',
            repository,
            runId: backup?.runId ?? runId,
            artifactName: backup?.prefix ?? artifactName,
            checkout
        };
    }
    async admit(upload) {
        (0,own_event/* requireOwnEvent */.M)(this.#options.event);
        await (0,privacy/* requirePrivate */.N)(upload, this.#options);
    }
    async list() {
        const { search } = this.#options;
        const listed = [];
        for (const backup of await search.all()) {
            const { backupId, prefix, createdAt, expiresAt, expired, sizeBytes } = backup;
            const doubt = expired ? undefined : await search.doubt(backup);
            const verified = !expired && doubt === undefined && (await search.isVerified(backup));
            listed.push({
                backupId,
                reference: `${prefix}/${backupId}`,
                manifest: undefined,
                problem: expired ? 'expired' : doubt,
                remote: { name: prefix, createdAt, expiresAt, sizeBytes, expired, verified }
            });
        }
        return listed;
    }
    async *earlier(project, warn) {
        const { artifactName, search } = this.#options;
        let left = mostCompared;
        for await (const backup of search.earlier(prefixOf(artifactName, project))) {
            if (left === 0)
                return;
            left -= 1;
            const manifest = await this.#open(backup, []).catch((error) => {
                warn(`not compared with backup ${backup.backupId}: ${(0,errors/* messageOf */.bD)(error)}`);
                return undefined;
            });
            if (manifest)
                yield manifest;
        }
    }
    async read(backupId) {
        (0,own_event/* requireOwnEvent */.M)(this.#options.event);
        if (this.#opened?.names.includes(backupId))
            return this.#opened.manifest;
        return this.#open(await this.#options.search.find(backupId), [backupId]);
    }
    async #open(backup, askedBy) {
        await this.close();
        const folder = (0,external_node_path_.join)(this.#options.folder, `from-${backup.runId ?? 'this-run'}-${backup.backupId}`);
        const here = new stores_local/* LocalStore */.V(folder);
        await this.#bring(backup, 'manifest', folder);
        const manifest = await here.read(backup.backupId);
        const names = [...askedBy, backup.backupId, `${backup.prefix}/${backup.backupId}`];
        this.#opened = { names, backup, manifest, here, parts: new Map() };
        return manifest;
    }
    async fileNames() {
        return this.#opened ? this.#opened.here.fileNames() : [];
    }
    async *bytes(fileName) {
        yield* (await this.#holder(fileName)).bytes(fileName);
    }
    async sizeBytes(fileName) {
        return (await this.#holder(fileName)).sizeBytes(fileName);
    }
    async unfinished() {
        // The folder is this run's own.
        return [];
    }
    async begin(now) {
        const local = new stores_local/* LocalStore */.V(this.#options.folder);
        return new ArtifactDraft(await local.begin(now), this.#options);
    }
    async markVerified(backupId, evidence) {
        const { folder, service, retentionDays } = this.#options;
        if (!this.#opened?.names.includes(backupId))
            return;
        const file = (0,naming/* verifiedName */.GJ)(backupId);
        await (0,external_node_fs_promises_.writeFile)((0,external_node_path_.join)(folder, file), evidence, { mode: 0o600 });
        const name = formatArtifactName({
            prefix: this.#opened.backup.prefix,
            backupId,
            part: 'verified'
        });
        const days = Math.max(...Object.values(retentionDays));
        try {
            await (await service()).upload(name, [file], folder, days);
        }
        catch (error) {
            // An earlier check of this run has left it.
            if ((0,errors/* toBackupError */.uy)(error).code !== 'artifact-exists')
                throw error;
        }
        finally {
            await (0,external_node_fs_promises_.rm)((0,external_node_path_.join)(folder, file), { force: true });
        }
    }
    async close() {
        if (this.#opened)
            await (0,external_node_fs_promises_.rm)(this.#opened.here.location, { recursive: true, force: true });
        this.#opened = undefined;
        // A manifest that was uploaded stays for the steps that follow; the post step removes it.
        await (0,external_node_fs_promises_.rmdir)(this.#options.folder).catch(() => undefined);
    }
    /** Makes sure that the artifact with the file is here. */
    async #holder(fileName) {
        const opened = this.#opened;
        const volume = opened?.manifest.volumes.find(({ archive, index }) => archive.file === fileName || index.file === fileName);
        // What came with the manifest is here.
        if (opened && !volume && (await opened.here.fileNames()).includes(fileName))
            return opened.here;
        if (!opened || !volume)
            throw new errors/* BackupError */.hj('backup-damaged', `${fileName} is no file of the backup that was opened`);
        const part = volume.priority;
        const bringing = opened.parts.get(part) ?? this.#bring(opened.backup, part, opened.here.location);
        opened.parts.set(part, bringing);
        await bringing;
        return opened.here;
    }
    /** Downloads one artifact beside those that are here already. What its files hold is for the reader to compare. */
    async #bring(backup, part, folder) {
        const artifact = backup.artifacts.get(part);
        if (!artifact)
            throw new errors/* BackupError */.hj('backup-damaged', `backup ${backup.backupId} has no artifact for its ${part} volumes`, { hint: 'it was deleted, or has expired: use another backup' });
        if (artifact.expired)
            throw expiredParts(backup, this.#opened?.manifest);
        const arrival = (0,external_node_path_.join)(this.#options.folder, `.arriving-${backup.backupId}-${part}`);
        try {
            const service = await this.#options.service();
            await service.download({
                id: artifact.id,
                what: this.#describe(backup, part),
                folder: arrival,
                digest: this.#digestOf(artifact, part),
                origin: this.#originOf(backup)
            });
            await new stores_local/* LocalStore */.V(folder).prepare();
            for (const name of await (0,external_node_fs_promises_.readdir)(arrival)) {
                const path = (0,external_node_path_.join)(arrival, name);
                if (!(await (0,external_node_fs_promises_.lstat)(path)).isFile())
                    throw new errors/* BackupError */.hj('backup-damaged', `artifact ${artifact.id} holds ${name}, which is no file`);
                await (0,external_node_fs_promises_.chmod)(path, 0o600);
                await (0,external_node_fs_promises_.rename)(path, (0,external_node_path_.join)(folder, name));
            }
        }
        finally {
            await (0,external_node_fs_promises_.rm)(arrival, { recursive: true, force: true });
        }
    }
    #describe({ prefix, backupId }, part) {
        const volumes = this.#opened?.manifest.volumes.filter(({ priority }) => priority === part) ?? [];
        const names = volumes.map(({ key }) => key).join(', ');
        return `artifact ${formatArtifactName({ prefix, backupId, part })}${names === '' ? '' : ` (${names})`}`;
    }
    #originOf({ runId }) {
        if (runId === undefined)
            return undefined;
        const { repository, token } = this.#options;
        if (token === undefined)
            throw new errors/* BackupError */.hj('store-forbidden', `artifacts of another run of ${repository} need a token`, {
                hint: 'input github-token, or the variable GITHUB_TOKEN, with "actions: read"'
            });
        return { repository, runId, token };
    }
    /** The service's word is as good as the service; a digest that the user knows from elsewhere is better. */
    #digestOf(artifact, part) {
        const { digest } = this.#options;
        if (digest === undefined || part !== 'manifest')
            return artifact.digest;
        if (artifact.digest === undefined || artifact.digest === digest)
            return digest;
        throw new errors/* BackupError */.hj('source-refused', `the manifest's artifact has ${artifact.digest}, not ${digest}`, {
            hint: 'it is not the backup that was meant, or somebody changed it'
        });
    }
}

;// CONCATENATED MODULE: ./lib/js/stores/scratch.js




/** Where a runner keeps what does not outlive the job. */
function temporaryFolder(env) {
    return env.RUNNER_TEMP || (0,external_node_os_.tmpdir)();
}
/** Private to a run: its files on their way to or from artifacts. */
function scratchFolder(env, runId) {
    return (0,external_node_path_.join)(temporaryFolder(env), `volume-backup-${runId}`);
}
/** Removes what a step that was ended has left, and says so. */
async function removeFolders(paths, host) {
    for (const path of new Set(paths)) {
        if (path === undefined || !existsSync(path))
            continue;
        await rm(path, { recursive: true, force: true });
        host.info(`removed ${path}, which the main step had left`);
    }
}

;// CONCATENATED MODULE: ./lib/js/stores/open.js








/**
 * The store that the settings name.
 * @param runId names the folder where files lie on their way
 * @throws BackupError `bad-input`
 */
async function openStore(settings, env, runId, signal, host) {
    const { store, stack } = settings;
    const warn = (text) => host.warn(text);
    if (store.kind === 'local')
        return new stores_local/* LocalStore */.V(settings.backupDir);
    const token = store.token || env.GITHUB_TOKEN || undefined;
    const api = new GitHubApi(env.GITHUB_API_URL || 'https://api.github.com', token);
    const { allowUnencryptedUpload } = store;
    if (store.kind === 'cache') {
        const { CacheStore } = await Promise.all(/* import() */[__webpack_require__.e(955), __webpack_require__.e(830), __webpack_require__.e(371), __webpack_require__.e(91), __webpack_require__.e(540)]).then(__webpack_require__.bind(__webpack_require__, 39540));
        const prefix = prefixOf(store.artifactName, stack.projectName);
        return new CacheStore({
            folder: (0,external_node_path_.join)(temporaryFolder(env), 'volume-backup-cache', prefix),
            prefix,
            checkout: env.GITHUB_WORKSPACE,
            event: env.GITHUB_EVENT_NAME,
            allowCritical: store.allowCriticalCache,
            repository: env.GITHUB_REPOSITORY,
            api,
            allowUnencryptedUpload,
            warn
        });
    }
    const job = {
        repository: env.GITHUB_REPOSITORY,
        runId: env.ACTIONS_RUNTIME_TOKEN ? Number(env.GITHUB_RUN_ID) : undefined
    };
    const repository = store.repository ?? job.repository;
    if (repository === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository))
        throw new errors/* BackupError */.hj('bad-input', 'store artifact needs a repository, as OWNER/NAME', {
            hint: 'it runs in a job of GitHub Actions, or with --repository OWNER/NAME; --store local keeps backups in a folder'
        });
    let client;
    const service = () => {
        client ??= Promise.all(/* import() */[__webpack_require__.e(955), __webpack_require__.e(830), __webpack_require__.e(371), __webpack_require__.e(458), __webpack_require__.e(526)]).then(__webpack_require__.bind(__webpack_require__, 85526)).then(({ GitHubArtifacts }) => new GitHubArtifacts());
        return client;
    };
    const { artifactName, runId: wantedRun, workflow, branch } = store;
    const prefix = artifactName === undefined ? undefined : artifactPrefix(artifactName);
    return new ArtifactStore({
        folder: scratchFolder(env, runId),
        repository,
        runId: wantedRun ?? job.runId,
        checkout: env.GITHUB_WORKSPACE,
        token,
        event: env.GITHUB_EVENT_NAME,
        digest: store.artifactDigest,
        artifactName,
        retentionDays: store.retentionDays,
        retentionLimit: Number(env.GITHUB_RETENTION_DAYS) || 90,
        allowUnencryptedUpload,
        api,
        service,
        search: new ArtifactSearch({ repository, runId: wantedRun, prefix, workflow, branch }, job, api, service, warn),
        signal,
        info: (text) => host.info(text),
        warn,
        remember: (names) => host.remember('artifacts', names)
    });
}

;// CONCATENATED MODULE: ./lib/js/ports.js






/** The real world for a run. Heavy parts are loaded when they are first needed. */
async function openPorts(settings, host, env, signal) {
    const runId = (0,external_node_crypto_.randomBytes)(6).toString('hex');
    const shareMode = env.VOLUME_BACKUP_TRANSPORT === 'attach' ? 'attach' : 'auto';
    return {
        host,
        store: await openStore(settings, env, runId, signal, host),
        runId,
        hostName: (0,external_node_os_.hostname)(),
        now: () => new Date(),
        signal,
        shareMode,
        environment: env,
        connect: async () => (await __webpack_require__.e(/* import() */ 341).then(__webpack_require__.bind(__webpack_require__, 93341))).connectDocker(env),
        readCompose: async (stack) => (await __webpack_require__.e(/* import() */ 436).then(__webpack_require__.bind(__webpack_require__, 10436))).readCompose(stack, env),
        openStore: (folder) => new stores_local/* LocalStore */.V(folder),
        lockRestore: async (engine, volumes) => {
            const { lockRestore } = await __webpack_require__.e(/* import() */ 74).then(__webpack_require__.bind(__webpack_require__, 90074));
            return lockRestore(engine, {
                volumes,
                runId,
                pathVariable: env.PATH ?? '',
                warn: (text) => host.warn(text)
            });
        },
        showPresence: async (engine) => {
            const { showPresence } = await __webpack_require__.e(/* import() */ 593).then(__webpack_require__.bind(__webpack_require__, 23593));
            return showPresence(engine, {
                runId,
                pathVariable: env.PATH ?? '',
                warn: (text) => host.warn(text)
            });
        },
        takeTurn: async (engine, names) => {
            const { takeTurn } = await __webpack_require__.e(/* import() */ 899).then(__webpack_require__.bind(__webpack_require__, 83899));
            return takeTurn(engine, {
                names,
                runId,
                pathVariable: env.PATH ?? '',
                signal,
                info: (text) => host.info(text),
                warn: (text) => host.warn(text),
                progress: (text) => host.progress(text)
            });
        },
        openComposeProject: (engine, file, project, folder) => openComposeProject({ file, project, folder, address: engine.info.address }, env),
        openBytes: async (engine, volumes, shareFolder) => {
            const { openTarHelper } = await __webpack_require__.e(/* import() */ 324).then(__webpack_require__.bind(__webpack_require__, 89324));
            return openTarHelper(engine, {
                volumes,
                shareFolder,
                shareMode,
                runId,
                pathVariable: env.PATH ?? '',
                warn: (text) => host.warn(text)
            });
        },
        command: async (args, cwd) => (await __webpack_require__.e(/* import() */ 590).then(__webpack_require__.bind(__webpack_require__, 33590))).runOwnCommand(args, { cwd, env, signal }),
        occupy: async (engine, volume) => {
            const { occupyVolume } = await __webpack_require__.e(/* import() */ 361).then(__webpack_require__.bind(__webpack_require__, 46361));
            return occupyVolume(engine, { volume, runId, pathVariable: env.PATH ?? '' });
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
        if (controller.signal.aborted) {
            host.warn(`${signal} received again: still undoing; ended by force, it would stay half done`);
            return;
        }
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


/***/ }),

/***/ 80475:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  V: () => (/* binding */ LocalStore)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./lib/js/backup-set/naming.js
var naming = __webpack_require__(26075);
// EXTERNAL MODULE: ./lib/js/errors.js
var errors = __webpack_require__(80396);
// EXTERNAL MODULE: ./lib/js/selection/nearest.js
var nearest = __webpack_require__(58676);
;// CONCATENATED MODULE: ./lib/js/stores/folders.js


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
/** @returns whether it was not there before */
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
/** The first of the volumes that a folder of this machine lies in. */
async function volumeAround(folder, volumes) {
    const path = `${await realPath(folder)}${external_node_path_.sep}`;
    for (const { name, mountpoint, options } of volumes)
        for (const root of [mountpoint, options.device])
            if (root?.startsWith(external_node_path_.sep) && path.startsWith(`${await realPath(root)}${external_node_path_.sep}`))
                return name;
    return undefined;
}
/** Also of what does not exist yet. */
async function realPath(path) {
    return (0,promises_.realpath)(path).catch(async () => (0,external_node_path_.dirname)(path) === path ? path : (0,external_node_path_.join)(await realPath((0,external_node_path_.dirname)(path)), (0,external_node_path_.basename)(path)));
}
/** Whether every user of this machine can reach what is in a folder. @param folder its real path */
async function isOpenToAll(folder) {
    const { mode } = await (0,promises_.stat)(folder);
    if ((mode & promises_.constants.S_IXOTH) === 0)
        return false;
    return (0,external_node_path_.dirname)(folder) === folder || isOpenToAll((0,external_node_path_.dirname)(folder));
}

;// CONCATENATED MODULE: ./lib/js/stores/local-draft.js


/** A folder beside the backups whose files are moved there all at once. */
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
        return { manifest: (0,external_node_path_.join)(this.#target, manifest.name), artifacts: [] };
    }
    async discard() {
        await (0,promises_.rm)(this.folder, { recursive: true, force: true });
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

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./lib/js/backup-set/manifest.js
var backup_set_manifest = __webpack_require__(20910);
;// CONCATENATED MODULE: ./lib/js/backup-set/sums.js
/** Reads what `sha256sum` writes: file name to digest. Lines of another form say nothing. */
function parseSums(text) {
    const lines = [...text.matchAll(/^([0-9a-f]{64}) [ *](.+)$/gm)];
    return new Map(lines.map(([, digest = '', name = '']) => [name, digest]));
}

;// CONCATENATED MODULE: ./lib/js/stores/local-manifest.js







/**
 * Reads the manifest of a backup in a folder.
 * @throws BackupError `backup-damaged`, also when it is not what the checksums beside it say
 */
async function readManifest(folder, backupId) {
    const name = (0,naming/* manifestName */.vS)(backupId);
    const bytes = await whole(folder.location, name).catch(async (error) => {
        throw await lost(folder, backupId, error);
    });
    const manifest = (0,backup_set_manifest/* parseManifest */.Ng)(bytes.toString('utf8'), name);
    if (manifest.backupId !== backupId) {
        throw new errors/* BackupError */.hj('backup-damaged', `${name} says it belongs to backup ${manifest.backupId}`, {
            hint: 'it was renamed; give it back its name'
        });
    }
    await requireUnchanged(folder.location, backupId, name, bytes);
    return manifest;
}
/** Whoever has the other files has lost the manifest, or the backup never came to its end. */
async function lost(folder, backupId, error) {
    const names = await folder.fileNames();
    const name = (0,naming/* manifestName */.vS)(backupId);
    const others = (0,naming/* ownFiles */.aJ)(names, backupId);
    if (names.includes(name) || others.length === 0)
        return error;
    return new errors/* BackupError */.hj('backup-damaged', `the manifest of backup ${backupId} is missing in ${folder.location}, but other files of it are there: ${others.slice(0, 3).join(', ')}`, {
        hint: `bring ${name} back to them; if that backup never came to its end, remove them; or use another backup`
    });
}
/** The manifest vouches for everything else; the checksums vouch for the manifest. */
async function requireUnchanged(location, backupId, manifest, bytes) {
    const sums = parseSums((await whole(location, (0,naming/* sumsName */.ge)(backupId))).toString('utf8'));
    const readable = (0,naming/* readableManifestName */.TW)(backupId);
    const files = [
        [manifest, bytes],
        [readable, await whole(location, readable)]
    ];
    for (const [name, content] of files) {
        const listed = sums.get(name);
        if (listed === (0,external_node_crypto_.createHash)('sha256').update(content).digest('hex'))
            continue;
        throw new errors/* BackupError */.hj('backup-damaged', listed === undefined
            ? `${(0,naming/* sumsName */.ge)(backupId)} does not list ${name}`
            : `${name} is not what ${(0,naming/* sumsName */.ge)(backupId)} lists: one of them was changed`, { hint: 'use another backup' });
    }
}
async function whole(location, name) {
    await sizeOfFile(location, name);
    return (0,promises_.readFile)((0,external_node_path_.join)(location, name)).catch((cause) => {
        throw unreadable(location, name, cause);
    });
}
/** @throws BackupError `backup-damaged` when there is no such file */
async function sizeOfFile(location, name) {
    const found = await (0,promises_.stat)((0,external_node_path_.join)(location, name)).catch((cause) => {
        throw unreadable(location, name, cause);
    });
    if (!found.isFile())
        throw new errors/* BackupError */.hj('backup-damaged', `${name} in ${location} is not a file`);
    return found.size;
}
function unreadable(location, name, cause) {
    if (cause instanceof errors/* BackupError */.hj)
        return cause;
    const problem = (0,errors/* codeOf */.$N)(cause) === 'ENOENT'
        ? `is missing in ${location}`
        : `in ${location} cannot be read: ${(0,errors/* messageOf */.bD)(cause)}`;
    return new errors/* BackupError */.hj('backup-damaged', `${name} ${problem}`, { hint: 'use another backup', cause });
}

;// CONCATENATED MODULE: ./lib/js/stores/local.js










/** Of a folder: only owners remove what is in it. */
const sticky = 0o1000;
/** A folder of this machine. Made 0700 when it does not exist; one that exists is left as it is. */
class LocalStore {
    location;
    constructor(folder) {
        this.location = folder;
    }
    async list() {
        const ids = (0,naming/* backupIds */.lL)(await this.fileNames());
        const backups = ids.map(async (backupId) => {
            try {
                return {
                    backupId,
                    reference: backupId,
                    manifest: await readManifest(this, backupId),
                    problem: undefined
                };
            }
            catch (error) {
                return { backupId, reference: backupId, manifest: undefined, problem: (0,errors/* messageOf */.bD)(error) };
            }
        });
        return Promise.all(backups);
    }
    async *earlier(_project, warn) {
        for (const { manifest, problem } of await this.list()) {
            if (problem !== undefined)
                warn(`not compared with a damaged backup: ${problem}`);
            if (manifest)
                yield manifest;
        }
    }
    async read(backupId, project) {
        const names = await this.fileNames();
        const ids = (0,naming/* backupIds */.lL)(names);
        if (ids.includes(backupId))
            return readManifest(this, backupId);
        const others = [];
        for (const id of ids) {
            const isMeant = backupId === 'latest' || (backupId === 'latest-verified' && names.includes((0,naming/* verifiedName */.GJ)(id)));
            if (!isMeant)
                continue;
            const manifest = await readManifest(this, id).catch(async (error) => {
                throw await this.#withWhole(error, ids, project);
            });
            if (manifest.project === undefined || project === undefined || manifest.project === project)
                return manifest;
            others.push(manifest);
        }
        const [other] = others;
        if (other)
            throw new errors/* BackupError */.hj('backup-unknown', `there is no ${backupId} backup of project ${project} in ${this.location}; that of project ${other.project} is ${other.backupId}`, { hint: 'if you mean that one, name its id' });
        if (ids.length === 0) {
            throw new errors/* BackupError */.hj('backup-unknown', `there is no backup in ${this.location}`, {
                hint: 'name the folder with --backup-dir (input backup-dir)'
            });
        }
        throw new errors/* BackupError */.hj('backup-unknown', `there is no backup ${JSON.stringify(backupId)} in ${this.location}`, {
            hint: backupId === 'latest-verified'
                ? '"volume-backup validate --checks archives" marks what it finds whole'
                : `nearest: ${(0,nearest/* nearestNames */.L)(backupId, ids).join(', ') || ids[0]}; "volume-backup list" shows all ${ids.length}`
        });
    }
    /** Whoever asks for the latest and finds it damaged is told of the latest that is not. */
    async #withWhole(error, ids, project) {
        if (!(error instanceof errors/* BackupError */.hj))
            return error;
        for (const id of ids) {
            const manifest = await readManifest(this, id).catch(() => undefined);
            if (!manifest || (project !== undefined && (manifest.project ?? project) !== project))
                continue;
            const hint = `${error.hint ?? 'use another backup'}; the newest with a sound manifest is ${id}`;
            return new errors/* BackupError */.hj(error.code, error.message, { hint, cause: error });
        }
        return error;
    }
    async *bytes(fileName) {
        // Opening a pipe that nobody writes to would wait forever.
        await this.sizeBytes(fileName);
        try {
            yield* (0,external_node_fs_.createReadStream)((0,external_node_path_.join)(this.location, fileName), { highWaterMark: 1024 * 1024 });
        }
        catch (cause) {
            throw unreadable(this.location, fileName, cause);
        }
    }
    async sizeBytes(fileName) {
        return sizeOfFile(this.location, fileName);
    }
    async exposed(fileNames) {
        const folder = await (0,promises_.realpath)(this.location);
        if (!(await isOpenToAll(folder)))
            return [];
        const open = (await (0,promises_.stat)(folder)).mode & (promises_.constants.S_IWOTH | sticky);
        if (open === promises_.constants.S_IWOTH)
            return fileNames;
        const modes = await Promise.all(fileNames.map(async (name) => (await (0,promises_.stat)((0,external_node_path_.join)(this.location, name)).catch(() => undefined))?.mode ?? 0));
        return fileNames.filter((_, at) => ((modes[at] ?? 0) & (promises_.constants.S_IROTH | promises_.constants.S_IWOTH)) !== 0);
    }
    async refuseInside(volumes) {
        const around = await volumeAround(this.location, volumes);
        if (around === undefined)
            return;
        throw new errors/* BackupError */.hj('bad-input', `the folder ${this.location} lies inside of volume ${around}: a backup of it would be lost together with it, and emptied by its own restore`, { hint: 'use a folder outside of it (--backup-dir, input backup-dir); nothing was changed' });
    }
    async admit() {
        // A folder of this machine takes whatever the machine has anyway.
    }
    async markVerified(backupId, evidence) {
        await (0,promises_.writeFile)((0,external_node_path_.join)(this.location, (0,naming/* verifiedName */.GJ)(backupId)), evidence, { mode: 0o600 });
    }
    async close() {
        // Nothing was brought here.
    }
    async begin(now) {
        await this.prepare();
        for (;;) {
            const backupId = (0,naming/* formatBackupId */.d8)(now());
            const folder = (0,external_node_path_.join)(this.location, (0,naming/* partialName */.t4)(backupId));
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
    async fileNames() {
        return (0,promises_.readdir)(this.location).catch((cause) => {
            if ((0,errors/* codeOf */.$N)(cause) === 'ENOENT')
                return [];
            throw unusable(`the folder ${this.location} cannot be read`, cause);
        });
    }
    /** Makes the folder. @throws BackupError `folder-unusable` */
    async prepare() {
        try {
            await makeFolder(this.location);
            await (0,promises_.access)(this.location, promises_.constants.R_OK | promises_.constants.W_OK | promises_.constants.X_OK);
        }
        catch (cause) {
            throw unusable(`the folder ${this.location} cannot be written`, cause);
        }
    }
}
function unusable(what, cause) {
    const isFile = ['ENOTDIR', 'EEXIST'].includes((0,errors/* codeOf */.$N)(cause));
    return new errors/* BackupError */.hj('folder-unusable', `${what}: ${(0,errors/* messageOf */.bD)(cause)}`, {
        hint: `${isFile ? 'a part of this path is a file:' : 'check its owner and mode, or'} choose another with --backup-dir (input backup-dir)`,
        cause
    });
}
/** A backup that is under way writes all the time. */
const untouchedMs = 5 * 60_000;
async function lastChange(folder) {
    const names = await (0,promises_.readdir)(folder).catch(() => []);
    const times = await Promise.all([folder, ...names.map((name) => (0,external_node_path_.join)(folder, name))].map((path) => (0,promises_.stat)(path).then(({ mtimeMs }) => mtimeMs, () => 0)));
    return Math.max(...times);
}


/***/ }),

/***/ 85710:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N: () => (/* binding */ requirePrivate)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(80396);

/**
 * What GitHub keeps is as private as the repository.
 * @throws BackupError `upload-refused` for critical and high volumes of one that is, or may be, public
 */
async function requirePrivate({ volumes }, privacy) {
    const { repository, api, allowUnencryptedUpload, warn } = privacy;
    const sensitive = volumes.filter(({ priority }) => priority === 'critical' || priority === 'high');
    if (sensitive.length === 0)
        return;
    const visibility = repository === undefined
        ? 'unknown'
        : await api.repository(repository).then(({ isPrivate }) => (isPrivate ? 'private' : 'public'), () => 'unknown');
    if (visibility === 'private')
        return;
    const who = visibility === 'public'
        ? `${repository} is public: whoever is signed in to GitHub could download them`
        : `it cannot be learned whether ${repository ?? 'the repository'} is private: perhaps everybody could download them`;
    const what = `${sensitive.map(({ key }) => key).join(', ')} would be uploaded unencrypted, and ${who}`;
    if (allowUnencryptedUpload)
        return warn(what);
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .BackupError */ .hj('upload-refused', what, {
        hint: 'keep the backups elsewhere (store: local), leave those volumes out, or, if nothing in them is secret, set allow-unencrypted-upload: true; a token with "contents: read" shows that a repository is private'
    });
}


/***/ })

};
