export const id = 324;
export const ids = [324];
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

/***/ 89324:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openTarHelper: () => (/* binding */ openTarHelper)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./lib/js/engine/helper-image.js
var helper_image = __webpack_require__(66844);
// EXTERNAL MODULE: ./lib/js/errors.js
var errors = __webpack_require__(80396);
;// CONCATENATED MODULE: ./lib/js/engine/helper-jobs.js

/** Gives the helper one job at a time and sorts its answers; the language is described in `helper-script.ts`. */
class HelperJobs {
    #input;
    #running;
    #ended;
    #count = 0;
    constructor(container) {
        this.#input = container.input;
        this.#listen(container.output).catch(() => undefined);
    }
    get busy() {
        return this.#running !== undefined;
    }
    /** Words must be free of blanks and newlines. */
    start(verb, ...words) {
        if (this.#running)
            throw new errors/* BackupError */.hj('internal', 'the helper has a job already');
        const id = ++this.#count;
        let open = () => undefined;
        const opened = new Promise((resolve) => {
            open = resolve;
        });
        const finished = new Promise((done, fail) => {
            if (this.#ended)
                return fail(this.#ended);
            this.#running = { id, lines: [], open, done, fail };
            this.#input.write(`${[id, verb, ...words].join(' ')}\n`);
        });
        finished.catch(() => undefined);
        return { opened, finished };
    }
    async #listen(output) {
        let rest = '';
        try {
            for await (const piece of output) {
                // latin1 keeps bytes apart from each other: tar has escaped whatever is not ASCII.
                const lines = (rest + piece.toString('latin1')).split('\n');
                rest = lines.pop() ?? '';
                for (const line of lines)
                    this.#line(line);
            }
        }
        finally {
            this.#ended = new errors/* BackupError */.hj('helper-failed', 'the helper container ended before its work was done', {
                hint: 'was it killed, or did the daemon stop? see "docker events" and the daemon\'s log, then run it again'
            });
            this.#running?.fail(this.#ended);
            this.#running = undefined;
        }
    }
    #line(line) {
        const job = this.#running;
        if (!job)
            return;
        const end = /^=(\d+) (\d+)$/.exec(line);
        if (end && Number(end[1]) === job.id) {
            this.#running = undefined;
            job.done({ status: Number(end[2]), lines: job.lines });
            return;
        }
        if (line === '!open')
            job.open();
        else
            job.lines.push(line);
    }
}

;// CONCATENATED MODULE: ./lib/js/engine/helper-script.js
/**
 * The shell program in the helper. Volumes are mounted at `/v/NUMBER/volume`, so that every name in an archive begins
 * with `volume/` and the root's own owner, mode and time are in it.
 *
 * `serve` reads one job a line (`ID VERB ARGUMENTS`) from its input until that is closed, and answers on its output with
 * the messages of the tools, `!open` once both ends of a pipe are held, `!exit NAME STATUS` for each tool of a pipeline,
 * and `=ID STATUS` at the end of the job. Other verbs do one job, with the bytes on standard input or output.
 * Arguments are numbers and words of ours; patterns of the user arrive in the environment, never as program text.
 */
const helperScript = `
set -u
flushing=
export LC_ALL=C PATH=/bin

# In records as large as a pipe is: tar's own are of 10 KiB, and so is then every read and every write.
create() {
  eval "excluded=\\\${EXCLUDE_$1-}"
  printf '%s' "$excluded" | tar -c --blocking-factor=128 -C "/v/$1" --format=posix \\
    --pax-option='exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime' --sort=name --sparse --numeric-owner \\
    --acls --xattrs --xattrs-include='*' --xattrs-exclude=security.selinux --quoting-style=escape \\
    --anchored --wildcards --wildcards-match-slash --exclude-from=- volume
}

# VOLUME FORMAT LEVEL
pack() {
  if [ "$2" = zstd ]; then
    { create "$1"; echo "!exit tar $?" >&2; } | zstd -q -c -T0 "-$3" --check
    echo "!exit zstd $?" >&2
  else
    create "$1"
    echo "!exit tar $?" >&2
  fi
}

# VOLUME LAYOUT
unpack() {
  where=/v/$1
  [ "$2" = dot ] && where=/v/$1/volume
  # From a pipe it would read 10 KiB at a time, and write as little.
  tar -x --read-full-records --blocking-factor=512 -C "$where" --numeric-owner --same-owner --preserve-permissions --acls --xattrs --xattrs-include='*' --quoting-style=escape
  status=$?
  echo "!exit tar $status" >&2
  cat >/dev/null
}

# Gives the root of VOLUME the plain attributes of a folder of the image: what comes in would take its group and its
# default ACL, and modes that are set before then are not as they were.
bare() {
  tar -c -C / --format=posix --no-recursion --mode=0755 --transform='s,.*,volume,' bin |
    tar -x -C "/v/$1" --numeric-owner --same-owner --preserve-permissions --acls
}

# Begins to write what was changed to the disk; settle waits for it.
flush() {
  sync -f "$1" &
  flushing="$flushing $!"
}

settle() {
  for process in $flushing; do wait "$process" || return; done
  flushing=
}

job() {
  verb=$1
  shift
  case $verb in
    probe) cat /share/probe >/share/echo ;;
    pack-file) pack "$1" "$2" "$3" >"/share/$4" ;;
    pack-pipe) exec 5>/share/pipe; echo '!open'; pack "$1" "$2" "$3" >&5; exec 5>&- ;;
    pack) pack "$1" "$2" "$3" ;;
    unpack-pipe) exec 5</share/pipe; echo '!open'; unpack "$1" "$2" <&5; exec 5<&-; flush "/v/$1/volume" ;;
    unpack) unpack "$1" "$2"; sync -f "/v/$1/volume" ;;
    copy) bare "$2" && cp -a "/v/$1/volume/." "/v/$2/volume/" && flush "/v/$2/volume" ;;
    settle) settle ;;
    wipe) find "/v/$1/volume" -mindepth 1 -xdev -delete ;;
    free) df -PB1 "/v/$1/volume" ;;
    used) du -sxB1 "/v/$1/volume" ;;
    *) echo "unknown verb $verb" >&2; false ;;
  esac
}

if [ "$1" != serve ]; then
  job "$@"
  exit $?
fi
while read -r id line; do
  job $line 2>&1
  echo "=$id $?"
done
`;

// EXTERNAL MODULE: ./lib/js/engine/labels.js
var labels = __webpack_require__(72619);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: ./lib/js/engine/share.js
var share = __webpack_require__(17521);
;// CONCATENATED MODULE: ./lib/js/engine/tar-messages.js

const notCapturedPatterns = [
    [/^tar: volume\/(.*): socket ignored$/, 'socket'],
    [/^tar: volume\/(.*): door ignored$/, 'door'],
    [/^tar: volume\/(.*): Unknown file type; file ignored$/, 'unknown file type']
];
const changedPattern = /^tar: volume\/?(.*): (?:file changed as we read it|File removed before we read it)$/;
const lossPattern = /^tar: (volume.*): (File shrank by .*|Cannot .*|Read error.*)$/;
const noise = /^tar: Exiting with failure status|^tar: Total bytes/;
/**
 * Reads the messages and exit statuses of the tools that made an archive.
 *
 * GNU tar exits 0 when all is well, 1 when files changed while they were read, 2 on fatal errors. A file that shrank is
 * padded with zeros and exits 1: the archive is whole but holds invented bytes, so it is treated as fatal here.
 *
 * @throws BackupError `read-failed` when the archive is not a true copy.
 */
function judgeTar(volume, lines) {
    const notCaptured = [];
    const changed = [];
    const warnings = [];
    const losses = [];
    let failed = true;
    for (const line of lines) {
        const exit = /^!exit (\w+) (\d+)$/.exec(line);
        if (exit) {
            const tolerable = exit[1] === 'tar' ? 1 : 0;
            failed = exit[1] === 'tar' ? Number(exit[2]) > tolerable : failed || Number(exit[2]) > tolerable;
            continue;
        }
        const known = notCapturedPatterns.find(([pattern]) => pattern.test(line));
        if (known)
            notCaptured.push({ path: known[0].exec(line)?.[1] ?? '', reason: known[1] });
        else if (changedPattern.test(line))
            changed.push(changedPattern.exec(line)?.[1] || '.');
        else if (lossPattern.test(line))
            losses.push(line.slice('tar: '.length));
        else if (line !== '' && !noise.test(line))
            warnings.push(line);
    }
    if (failed || losses.length > 0)
        throw lossError(volume, losses.length > 0 ? losses : warnings);
    return { notCaptured, changed, warnings };
}
function lossError(volume, reasons) {
    const shown = reasons.slice(0, 5).join('; ') || 'the helper ended early';
    if (reasons.some((line) => /No space left|Disk quota exceeded|Wrote only \d+ of/.test(line)))
        return new errors/* BackupError */.hj('no-space', `no space is left for the archive of volume ${volume}: ${shown}`, {
            hint: 'free some space or choose another backup-dir; nothing half-written was kept'
        });
    const more = reasons.length > 5 ? ` (and ${reasons.length - 5} more)` : '';
    return new errors/* BackupError */.hj('read-failed', `volume ${volume} could not be read whole: ${shown}${more}`, {
        hint: 'nothing was kept of this backup; with quiesce pause or stop files cannot change while they are read'
    });
}
/** @throws BackupError `write-failed`, `no-space` unless the tar that extracts ended well */
function judgeUnpack(volume, status, lines) {
    const tarStatus = lines
        .map((line) => /^!exit tar (\d+)$/.exec(line)?.[1])
        .find((found) => found !== undefined);
    if (status === 0 && tarStatus === '0')
        return;
    const said = lines.filter((line) => line !== '' && !line.startsWith('!') && !/^tar: Exiting with failure/.test(line));
    const noSpace = said.some((line) => /No space left/.test(line));
    throw new errors/* BackupError */.hj(noSpace ? 'no-space' : 'write-failed', `volume ${volume} could not be filled: ${said.slice(0, 5).join('; ') || 'the helper ended early'}`, {
        hint: noSpace ? 'free space where the daemon keeps its volumes' : 'the volume of yours was not touched'
    });
}

;// CONCATENATED MODULE: ./lib/js/engine/tar-helper.js







/** The helper container as the way to the bytes of its volumes; see `volume-bytes.ts` for the contract. */
class TarHelper {
    transport;
    hasZstd;
    #container;
    #jobs;
    #numbers;
    #folder;
    #pathVariable;
    #warn;
    #pipe;
    constructor(container, jobs, request, hasZstd, shared) {
        this.#container = container;
        this.#jobs = jobs;
        this.#numbers = new Map(request.volumes.map(({ name }, number) => [name, number]));
        this.#folder = request.shareFolder;
        this.#pathVariable = request.pathVariable;
        this.#warn = request.warn;
        this.transport = shared ? 'shared-folder' : 'attach';
        this.hasZstd = hasZstd;
    }
    async read(volume, format, level, partFile) {
        const number = this.#number(volume);
        if (this.transport === 'attach')
            return this.#readAttached(volume, number, format, level);
        if (partFile !== undefined)
            return this.#readFile(volume, number, format, level, partFile);
        const path = await this.#sharedPipe();
        const pipe = (0,share/* readPipe */.hM)(path);
        const job = this.#jobs.start('pack-pipe', String(number), format, String(level));
        job.opened.then(pipe.release, pipe.release);
        job.finished.then(pipe.release, pipe.release);
        return {
            bytes: pipe.bytes,
            stored: false,
            finished: async () => judgeTar(volume, (await job.finished).lines)
        };
    }
    async write(volume, layout, tar) {
        const number = String(this.#number(volume));
        if (this.transport === 'attach') {
            const process = await this.#container.run(script('unpack', number, layout), tar);
            for await (const _ of process.stdout)
                ;
            const { exitCode, stderr } = await process.finished();
            return judgeUnpack(volume, exitCode, stderr.split('\n'));
        }
        const path = await this.#sharedPipe();
        const bothEnds = (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_RDWR | external_node_fs_.constants.O_NONBLOCK);
        const job = this.#jobs.start('unpack-pipe', number, layout);
        try {
            await (0,share/* writePipe */.yK)(path, bothEnds, tar, job);
        }
        catch (error) {
            // The next job has to wait for the end of this one.
            await job.finished.catch(() => undefined);
            throw error;
        }
        const { status, lines } = await job.finished;
        judgeUnpack(volume, status, lines);
    }
    async copy(from, to) {
        await this.#expect(`copy ${from} to ${to}`, 'copy', String(this.#number(from)), String(this.#number(to)));
    }
    async settle() {
        await this.#expect('flush the volumes to the disk', 'settle');
    }
    async wipe(volume) {
        await this.#expect(`empty ${volume}`, 'wipe', String(this.#number(volume)));
    }
    async freeBytes(volume) {
        const lines = await this.#expect(`ask for the free space of ${volume}`, 'free', String(this.#number(volume)));
        return Number(/\s(\d+)\s+\d+%\s/.exec(lines.join('\n'))?.[1] ?? Number.NaN);
    }
    async usedBytes(volume) {
        const lines = await this.#expect(`ask for the size of ${volume}`, 'used', String(this.#number(volume)));
        return Number(/^(\d+)\s/.exec(lines.at(-1) ?? '')?.[1] ?? Number.NaN);
    }
    async close() {
        await this.#container.remove(this.#jobs.busy).catch((error) => this.#warn((0,errors/* messageOf */.bD)(error)));
        if (this.#pipe)
            await (0,promises_.rm)(this.#pipe, { force: true });
    }
    async #readFile(volume, number, format, level, partFile) {
        // Made here, so that the file belongs to whoever runs this program and is 0600 from its first byte on.
        const file = await (0,promises_.open)((0,external_node_path_.join)(this.#folder, partFile), 'wx+', 0o600);
        const job = this.#jobs.start('pack-file', String(number), format, String(level), partFile);
        return {
            bytes: (0,share/* tailFile */.rj)(file, job.finished),
            stored: true,
            finished: async () => judgeTar(volume, (await job.finished).lines)
        };
    }
    async #readAttached(volume, number, format, level) {
        const process = await this.#container.run(script('pack', String(number), format, String(level)), undefined);
        return {
            bytes: process.stdout,
            stored: false,
            finished: async () => judgeTar(volume, (await process.finished()).stderr.split('\n'))
        };
    }
    async #sharedPipe() {
        this.#pipe ??= await (0,share/* makePipe */.ht)((0,external_node_path_.join)(this.#folder, 'pipe'), this.#pathVariable);
        return this.#pipe;
    }
    async #expect(what, verb, ...args) {
        const { status, lines } = await this.#jobs.start(verb, ...args).finished;
        if (status === 0)
            return lines;
        const said = lines
            .slice(-3)
            .join('; ')
            .replaceAll(/\/v\/\d+\/volume\//g, '');
        throw new errors/* BackupError */.hj(lines.some((line) => /No space left/.test(line)) ? 'no-space' : 'helper-failed', `the helper could not ${what}: ${said}`, lines.some((line) => /Operation not permitted/.test(line)) ? { hint: immutableHint } : {});
    }
    #number(volume) {
        const number = this.#numbers.get(volume);
        if (number === undefined)
            throw new errors/* BackupError */.hj('internal', `volume ${volume} is not mounted in the helper`);
        return number;
    }
}
/** The one thing that root cannot delete or write. */
const immutableHint = 'is that file immutable? lsattr shows it, chattr -i (or -a) on the host makes it like any other; then try again';
function script(...words) {
    return ['/bin/sh', '-c', helperScript, 'volume-helper', ...words];
}

;// CONCATENATED MODULE: ./lib/js/engine/open-tar-helper.js








/**
 * Starts one helper container for a set of volumes and proves whether it sees the shared folder: a random file is
 * written there, and the helper has to copy it. If it does, bytes go through that folder, else over the daemon's
 * connection.
 *
 * @throws BackupError `not-supported`, `helper-failed`, `docker-failed`
 */
async function openTarHelper(engine, request) {
    const image = await (0,helper_image/* ensureHelperImage */.y)(engine, request.pathVariable);
    if (request.shareMode === 'auto') {
        const shared = await startHelper(engine, image.tag, request, request.shareFolder).catch(() => undefined);
        if (shared) {
            const jobs = new HelperJobs(shared);
            if (await seesFolder(jobs, request.shareFolder))
                return new TarHelper(shared, jobs, request, image.hasZstd, true);
            await shared.remove(true);
        }
    }
    const plain = await startHelper(engine, image.tag, request, undefined);
    return new TarHelper(plain, new HelperJobs(plain), request, image.hasZstd, false);
}
async function startHelper(engine, image, request, folder) {
    const writes = request.volumes.some((volume) => volume.writable);
    return engine.startHelper({
        image,
        command: ['/bin/sh', '-c', helperScript, 'volume-helper', 'serve'],
        environment: Object.fromEntries(request.volumes.flatMap(({ exclude }, number) => exclude?.length ? [[`EXCLUDE_${number}`, excludeText(exclude)]] : [])),
        labels: (0,labels/* ownLabels */.ct)(request.runId, 'helper'),
        capabilities: writes
            ? ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'MKNOD', 'SETFCAP']
            : ['DAC_OVERRIDE'],
        mounts: request.volumes.map(({ name, writable }, number) => ({
            volume: name,
            target: `/v/${number}/volume`,
            writable
        })),
        share: folder === undefined ? undefined : { folder, target: '/share' }
    });
}
function excludeText(patterns) {
    return patterns.map((pattern) => `volume/${pattern.replace(/^\/+/, '')}\n`).join('');
}
async function seesFolder(jobs, folder) {
    const secret = (0,external_node_crypto_.randomBytes)(32).toString('hex');
    const [probe, echo] = [(0,external_node_path_.join)(folder, 'probe'), (0,external_node_path_.join)(folder, 'echo')];
    try {
        await (0,promises_.writeFile)(probe, secret, { mode: 0o600 });
        await (0,promises_.writeFile)(echo, '', { mode: 0o600 });
        await jobs.start('probe').finished;
        return (await (0,promises_.readFile)(echo, 'utf8')) === secret;
    }
    catch {
        return false;
    }
    finally {
        await Promise.all([(0,promises_.rm)(probe, { force: true }), (0,promises_.rm)(echo, { force: true })]);
    }
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

/***/ 17521:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Lp: () => (/* binding */ roomIn),
/* harmony export */   hM: () => (/* binding */ readPipe),
/* harmony export */   ht: () => (/* binding */ makePipe),
/* harmony export */   rj: () => (/* binding */ tailFile),
/* harmony export */   yK: () => (/* binding */ writePipe)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(31421);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73024);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(77030);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(58500);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(57975);
/* harmony import */ var _programs_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(44649);






const run = (0,node_util__WEBPACK_IMPORTED_MODULE_4__.promisify)(node_child_process__WEBPACK_IMPORTED_MODULE_0__.execFile);
const readBytes = 1024 * 1024;
/** Makes a named pipe that only its owner (and the helper) can open. */
async function makePipe(path, pathVariable) {
    await run('mkfifo', ['-m', '600', path], { env: { PATH: (0,_programs_js__WEBPACK_IMPORTED_MODULE_5__/* .completePath */ .h)(pathVariable) } });
    return path;
}
/**
 * Opens a pipe for reading without waiting for a writer. Until `release` is called a write end of our own is held, so
 * that the time before the helper opens its end does not look like the end of the stream. A piece is valid until the
 * next one is asked for; the pipe is closed once they have been.
 */
function readPipe(path) {
    const readEnd = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.openSync)(path, node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_RDONLY | node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_NONBLOCK);
    let writeEnd = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.openSync)(path, node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_WRONLY | node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_NONBLOCK);
    return {
        bytes: piecesOf(readEnd),
        release: () => {
            if (writeEnd !== undefined)
                (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.closeSync)(writeEnd);
            writeEnd = undefined;
        }
    };
}
/** What a pipe of Linux holds. */
const pipeBytes = 64 * 1024;
/** One in the hands of the reader, one waiting, one being filled. */
const slots = 3;
/** Reads into the same memory again and again: new memory for each piece makes the collector the most expensive part. */
async function* piecesOf(fd) {
    const memory = Buffer.allocUnsafe(slots * pipeBytes);
    const waiting = [];
    let slot = 0;
    let wake = () => undefined;
    const pipe = new node_net__WEBPACK_IMPORTED_MODULE_2__.Socket({
        fd,
        readable: true,
        writable: false,
        onread: {
            buffer: () => {
                slot = (slot + 1) % slots;
                return memory.subarray(slot * pipeBytes, (slot + 1) * pipeBytes);
            },
            callback: (length, { buffer, byteOffset }) => {
                waiting.push(Buffer.from(buffer, byteOffset, length));
                wake();
                return waiting.length < slots - 1;
            }
        }
    });
    // Thrown below, behind the pieces that came before it.
    pipe.on('error', () => undefined);
    pipe.on('close', () => wake());
    try {
        for (;;) {
            const piece = waiting.shift();
            if (piece)
                yield piece;
            else if (pipe.destroyed)
                break;
            else {
                pipe.resume();
                await new Promise((resolve) => {
                    wake = resolve;
                });
            }
        }
        if (pipe.errored)
            throw pipe.errored;
    }
    finally {
        pipe.destroy();
    }
}
/**
 * Writes a stream into a pipe that a job of the helper reads.
 * @param bothEnds the pipe opened for reading and writing, so that the helper's open does not wait; closed here.
 */
async function writePipe(path, bothEnds, bytes, job) {
    const ended = job.finished.then(() => 'ended', () => 'ended');
    let pipe;
    try {
        if ((await Promise.race([job.opened, ended])) === 'ended')
            return;
        pipe = new node_net__WEBPACK_IMPORTED_MODULE_2__.Socket({
            fd: (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.openSync)(path, node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_WRONLY | node_fs__WEBPACK_IMPORTED_MODULE_1__.constants.O_NONBLOCK),
            readable: false,
            writable: true
        });
    }
    finally {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.closeSync)(bothEnds);
    }
    // A reader that went away is told by the job's own end, with its reasons.
    pipe.on('error', () => undefined);
    ended.then(() => pipe.destroy(), () => undefined);
    const room = roomIn(pipe);
    try {
        for await (const piece of bytes) {
            if (pipe.destroyed)
                return;
            if (!pipe.write(piece))
                await room();
        }
        if (pipe.destroyed)
            return;
        await new Promise((resolve) => pipe.once('close', resolve).end(() => pipe.destroy()));
    }
    finally {
        pipe.destroy();
    }
}
/** Waits until a stream takes more, or is closed. One listener for the life of the stream, however often it is asked. */
function roomIn(stream) {
    let wake = () => undefined;
    stream.on('drain', () => wake());
    stream.on('close', () => wake());
    return async () => {
        if (stream.destroyed || !stream.writableNeedDrain)
            return;
        await new Promise((resolve) => {
            wake = resolve;
        });
    };
}
/** Reads a file that grows until `writer` settles, then to its end. Closes the file. */
async function* tailFile(file, writer) {
    let writing = true;
    const stop = () => {
        writing = false;
    };
    const stopped = writer.then(stop, stop);
    try {
        for (;;) {
            const wasWriting = writing;
            const buffer = Buffer.allocUnsafe(readBytes);
            const { bytesRead } = await file.read(buffer, 0, readBytes, null);
            if (bytesRead > 0)
                yield buffer.subarray(0, bytesRead);
            else if (!wasWriting)
                return;
            else
                await Promise.race([(0,node_timers_promises__WEBPACK_IMPORTED_MODULE_3__.setTimeout)(5), stopped]);
        }
    }
    finally {
        await file.close();
    }
}


/***/ })

};
