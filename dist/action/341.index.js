export const id = 341;
export const ids = [341];
export const modules = {

/***/ 93341:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectDocker: () => (/* binding */ connectDocker)
});

// EXTERNAL MODULE: ./lib/js/errors.js
var errors = __webpack_require__(80396);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
;// CONCATENATED MODULE: ./lib/js/engine/address.js





const run = (0,external_node_util_.promisify)(external_node_child_process_.execFile);
/**
 * Every place where a daemon may listen, in the docker client's own order: DOCKER_HOST, the chosen context, the default
 * socket, then the sockets of a rootless engine and of Docker Desktop. When the user chose one, only that is tried.
 *
 * @throws BackupError `docker-unavailable` for an address that cannot be used.
 */
async function findAddresses(env) {
    if (env.DOCKER_HOST)
        return [await parseAddress(env.DOCKER_HOST, env, 'DOCKER_HOST')];
    const context = await chosenContext(env);
    if (context)
        return [await parseAddress(context.host, env, `context ${context.name}`)];
    const sockets = [
        '/var/run/docker.sock',
        ...(env.XDG_RUNTIME_DIR ? [(0,external_node_path_.join)(env.XDG_RUNTIME_DIR, 'docker.sock')] : []),
        ...(env.HOME
            ? [(0,external_node_path_.join)(env.HOME, '.docker/run/docker.sock'), (0,external_node_path_.join)(env.HOME, '.docker/desktop/docker.sock')]
            : [])
    ];
    return sockets.map((socketPath) => ({ display: `unix://${socketPath}`, socketPath }));
}
/** Whether there is a socket file at all: tells "no daemon" from "a daemon that does not answer". */
async function hasSocket(address) {
    if (!address.socketPath)
        return true;
    return (0,promises_.stat)(address.socketPath).then((found) => found.isSocket(), () => false);
}
async function chosenContext(env) {
    const name = env.DOCKER_CONTEXT ?? (await configuredContext(env));
    if (!name || name === 'default')
        return undefined;
    try {
        const { stdout } = await run('docker', [
            'context',
            'inspect',
            name,
            '--format',
            '{{.Endpoints.docker.Host}}'
        ]);
        return { name, host: stdout.trim() };
    }
    catch (cause) {
        throw new errors/* BackupError */.hj('docker-unavailable', `the docker context ${JSON.stringify(name)} cannot be read`, {
            hint: `see "docker context ls", or set DOCKER_HOST`,
            cause
        });
    }
}
async function configuredContext(env) {
    const folder = env.DOCKER_CONFIG ?? (env.HOME ? (0,external_node_path_.join)(env.HOME, '.docker') : undefined);
    if (!folder)
        return undefined;
    try {
        const config = JSON.parse(await (0,promises_.readFile)((0,external_node_path_.join)(folder, 'config.json'), 'utf8'));
        const name = typeof config === 'object' && config !== null && 'currentContext' in config
            ? config.currentContext
            : undefined;
        return typeof name === 'string' ? name : undefined;
    }
    catch {
        return undefined;
    }
}
async function parseAddress(text, env, origin) {
    const display = `${text.replace(/\/\/[^/@]*@/, '//')} (${origin})`;
    const [scheme, rest = ''] = text.includes('://') ? text.split('://', 2) : ['tcp', text];
    if (scheme === 'unix' && rest.startsWith('/'))
        return { display, socketPath: rest };
    if (scheme === 'tcp' || scheme === 'http' || scheme === 'https') {
        const url = URL.canParse(`http://${rest}`) ? new URL(`http://${rest}`) : undefined;
        const secure = scheme === 'https' || env.DOCKER_TLS_VERIFY === '1' || url?.port === '2376';
        if (url?.hostname) {
            return {
                display,
                host: url.hostname,
                port: Number(url.port || (secure ? 2376 : 2375)),
                ...(secure ? { tls: await readCertificates(env) } : {})
            };
        }
    }
    throw new errors/* BackupError */.hj('docker-unavailable', `the address ${display} is not one this program can use`, {
        hint: 'unix:///path and tcp://host:port work; for an ssh host forward its socket: ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock HOST, then DOCKER_HOST=unix:///tmp/docker.sock'
    });
}
async function readCertificates(env) {
    const folder = env.DOCKER_CERT_PATH ?? (0,external_node_path_.join)(env.HOME ?? '/', '.docker');
    try {
        const [ca, cert, key] = await Promise.all(['ca.pem', 'cert.pem', 'key.pem'].map((name) => (0,promises_.readFile)((0,external_node_path_.join)(folder, name))));
        if (ca && cert && key)
            return { ca, cert, key };
        throw new Error('a certificate is missing');
    }
    catch (cause) {
        throw new errors/* BackupError */.hj('docker-unavailable', `the certificates for the daemon cannot be read from ${folder}`, {
            hint: 'set DOCKER_CERT_PATH to the folder of ca.pem, cert.pem and key.pem',
            cause
        });
    }
}

;// CONCATENATED MODULE: ./lib/js/engine/docker-calls.js

/** @throws BackupError `docker-failed` with what the daemon answered, `docker-unavailable` when it did not answer */
async function call(what, ask, hint) {
    try {
        return await ask();
    }
    catch (cause) {
        if (cause instanceof errors/* BackupError */.hj)
            throw cause;
        const answered = statusOf(cause) !== undefined;
        throw new errors/* BackupError */.hj(answered ? 'docker-failed' : 'docker-unavailable', answered
            ? `the daemon could not ${what}: ${reasonOf(cause)}`
            : `the daemon went away while it was to ${what}: ${reasonOf(cause)}`, { cause, ...(hint === undefined ? {} : { hint }) });
    }
}
async function unlessMissing(what, ask) {
    return unlessStatus(404, what, ask);
}
/** Starting what runs and stopping what stands answers 304, which the library throws. */
async function unlessUnchanged(what, ask) {
    await unlessStatus(304, what, ask);
}
async function unlessStatus(status, what, ask) {
    return call(what, async () => {
        try {
            return await ask();
        }
        catch (error) {
            if (statusOf(error) === status)
                return undefined;
            throw error;
        }
    });
}
/** A name that is taken; the error as `call` throws it. */
function isConflict(error) {
    return error instanceof errors/* BackupError */.hj && statusOf(error.cause) === 409;
}
function isMissing(error) {
    return statusOf(error) === 404;
}
function statusOf(error) {
    return typeof error === 'object' && error !== null && 'statusCode' in error
        ? Number(error.statusCode)
        : undefined;
}
function reasonOf(error) {
    const body = typeof error === 'object' && error !== null && 'json' in error ? error.json : undefined;
    const text = typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : (0,errors/* messageOf */.bD)(error);
    // The daemon repeats the options of a mount, passwords too.
    return text.replace(/([\w-]*(?:pass|secret|token|credential)[\w-]*\s*[=:]\s*)[^\s,;"']+/gi, '$1***');
}
async function withTimeout(promise, milliseconds) {
    let timer;
    const late = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds / 1000} s`)), milliseconds);
    });
    try {
        return await Promise.race([promise, late]);
    }
    finally {
        clearTimeout(timer);
    }
}

// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(58500);
;// CONCATENATED MODULE: ./lib/js/engine/frames.js

/**
 * Takes apart the daemon's multiplexed stream: 8 bytes of header (stream number, three zeros, length big-endian), then
 * the bytes (Docker Engine API, "Attach to a container", stream format). Gives the standard output on; standard error
 * goes to `onStderr`. A stream that ends inside a frame was cut off and throws.
 */
async function* demultiplex(stream, onStderr) {
    let header = Buffer.alloc(0);
    let left = 0;
    let isError = false;
    for await (const chunk of stream) {
        let at = 0;
        while (at < chunk.length) {
            if (left === 0) {
                const piece = chunk.subarray(at, at + 8 - header.length);
                at += piece.length;
                header = header.length === 0 ? piece : Buffer.concat([header, piece]);
                if (header.length < 8)
                    break;
                isError = header[0] === 2;
                left = header.readUInt32BE(4);
                header = Buffer.alloc(0);
                continue;
            }
            const body = chunk.subarray(at, at + left);
            at += body.length;
            left -= body.length;
            if (isError)
                onStderr(body);
            else
                yield body;
        }
    }
    if (left > 0 || header.length > 0)
        throw new errors/* BackupError */.hj('read-failed', 'the connection to the daemon was cut off in mid-stream');
}
/** Keeps what a process says, to its last word: what it says decides whether its work is any good. */
class Messages {
    #limit = 16 * 1024 * 1024;
    #pieces = [];
    #length = 0;
    /** @throws BackupError `read-failed` when a message would be lost */
    add(piece) {
        this.#pieces.push(Buffer.from(piece));
        this.#length += piece.length;
        if (this.#length > this.#limit)
            throw new errors/* BackupError */.hj('read-failed', 'tar has more to complain about than can be looked through', {
                hint: 'that many files change, or cannot be read; use quiesce pause or stop'
            });
    }
    text() {
        return Buffer.concat(this.#pieces).toString('utf8');
    }
}

// EXTERNAL MODULE: ./lib/js/engine/labels.js
var labels = __webpack_require__(72619);
// EXTERNAL MODULE: ./lib/js/engine/share.js
var share = __webpack_require__(17521);
;// CONCATENATED MODULE: ./lib/js/engine/docker-helper.js






function helperOptions(spec) {
    return {
        ...(spec.name === undefined ? {} : { name: spec.name }),
        Image: spec.image,
        Cmd: [...spec.command],
        Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
        Labels: { ...spec.labels },
        // A daemon that stops need not wait for it: what it does is undone or done again.
        StopTimeout: 1,
        OpenStdin: true,
        // The daemon closes the input when this process goes away, however it ends: the helper then ends itself.
        StdinOnce: true,
        AttachStdin: true,
        AttachStdout: true,
        AttachStderr: true,
        HostConfig: {
            AutoRemove: true,
            NetworkMode: 'none',
            ReadonlyRootfs: true,
            CapDrop: ['ALL'],
            CapAdd: [...spec.capabilities],
            SecurityOpt: ['no-new-privileges'],
            LogConfig: { Type: 'none', Config: {} },
            Mounts: [
                ...spec.mounts.map((mount) => ({
                    Type: 'volume',
                    Source: mount.volume,
                    Target: mount.target,
                    ReadOnly: !mount.writable,
                    VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } }
                })),
                ...(spec.share
                    ? [{ Type: 'bind', Source: spec.share.folder, Target: spec.share.target, ReadOnly: false }]
                    : [])
            ]
        }
    };
}
/** @throws BackupError `in-use` when a container of that name runs already */
async function startHelper(client, spec) {
    const container = await createHelper(client, spec);
    try {
        const connection = await container.attach({
            stream: true,
            stdin: true,
            stdout: true,
            stderr: true,
            hijack: true
        });
        const gone = container.wait({ condition: 'removed' });
        gone.catch(() => undefined);
        await call('start the helper container', () => container.start());
        return new DockerHelper(container, connection, gone);
    }
    catch (error) {
        await container.remove({ force: true }).catch(() => undefined);
        throw error;
    }
}
async function createHelper(client, spec) {
    for (let attempt = 1;; attempt++) {
        try {
            return await call('create the helper container', () => client.createContainer(helperOptions(spec)));
        }
        catch (error) {
            if (spec.name === undefined || !isConflict(error))
                throw error;
            const other = client.getContainer(spec.name);
            const found = await unlessMissing('look at the other container', () => other.inspect());
            const age = found ? Date.now() - Date.parse(found.Created) : 0;
            const starting = found?.State.Status === 'created' && age < startPatienceMs;
            if (found?.State.Running || starting || attempt === 3)
                throw new errors/* BackupError */.hj('in-use', `a container named ${spec.name} is at work already`, { cause: error });
            if (found && found.Config.Labels[labels/* ownerLabel */.Wb] === undefined)
                throw new errors/* BackupError */.hj('docker-failed', `a container named ${spec.name} is there, and not of this program`, {
                    hint: `give it another name: docker rename ${spec.name} NAME`,
                    cause: error
                });
            // It is about to go; one that was never started, or that the daemon forgot to remove, would stay forever.
            if (found?.State.Status !== 'created' && attempt === 1)
                await (0,external_node_timers_promises_.setTimeout)(1000);
            else
                await other.remove().catch(() => undefined);
        }
    }
}
/** On a machine at its limit a container takes its time to start. */
const startPatienceMs = 60_000;
class DockerHelper {
    #container;
    #connection;
    #gone;
    output;
    constructor(container, connection, gone) {
        this.#container = container;
        this.#connection = connection;
        this.#gone = gone;
        // A helper that goes away shows on its output, and a lost connection in what is asked next.
        connection.on('error', () => undefined);
        // One stream of lines for both: the helper writes everything to its standard output.
        this.output = demultiplex(connection, () => undefined);
    }
    get id() {
        return this.#container.id;
    }
    get input() {
        return this.#connection;
    }
    async run(command, input) {
        const exec = await call('start a process in the helper', () => this.#container.exec({
            Cmd: [...command],
            AttachStdin: input !== undefined,
            AttachStdout: true,
            AttachStderr: true
        }));
        const stream = await call('start a process in the helper', () => exec.start({ hijack: true, stdin: input !== undefined }));
        const stderr = new Messages();
        const feeding = input ? feed(stream, input) : Promise.resolve();
        feeding.catch((error) => stream.destroy(error));
        return {
            stdout: demultiplex(stream, (piece) => stderr.add(piece)),
            finished: async () => {
                await feeding;
                const { ExitCode, Running } = await call('ask for the end of a process in the helper', () => exec.inspect());
                return { exitCode: Running || ExitCode === null ? 137 : ExitCode, stderr: stderr.text() };
            }
        };
    }
    async remove(force) {
        this.#connection.end();
        if (!(await this.#goneWithin(force ? 50 : 5_000)))
            await removeForGood(this.#container);
        this.#connection.destroy();
    }
    async #goneWithin(milliseconds) {
        return withTimeout(this.#gone, milliseconds).then(() => true, () => false);
    }
}
/** Its volumes can be removed only once it is gone, whoever removes it; the daemon may be away for a moment. */
async function removeForGood(container) {
    const deadline = performance.now() + 20_000;
    for (;;) {
        const failure = await container.remove({ force: true, v: true }).then(() => undefined, reasonToStay);
        if (failure === '')
            return;
        if (performance.now() > deadline)
            throw new errors/* BackupError */.hj('helper-failed', `the helper container does not go away (${failure ?? 'no reason is given'}): docker rm --force ${container.id}`);
        await (0,external_node_timers_promises_.setTimeout)(100);
    }
}
/** Empty when it is gone already. */
function reasonToStay(error) {
    return isMissing(error) ? '' : (0,errors/* messageOf */.bD)(error);
}
async function feed(stream, input) {
    const room = (0,share/* roomIn */.Lp)(stream);
    for await (const piece of input) {
        if (!stream.write(piece))
            await room();
        if (stream.destroyed)
            throw new errors/* BackupError */.hj('write-failed', 'the helper went away while it was written to');
    }
    stream.end();
}

;// CONCATENATED MODULE: ./lib/js/engine/docker-images.js

async function importImage(client, tag, rootTar, labels) {
    const [repo, name] = tag.split(':');
    const changes = `LABEL ${Object.entries(labels)
        .map(([key, value]) => `${key}=${value}`)
        .join(' ')}`;
    await call(`import image ${tag}`, async () => {
        const progress = await client.importImage(rootTar, { repo, tag: name, changes });
        await new Promise((resolve, reject) => {
            client.modem.followProgress(progress, (error) => (error ? reject(error) : resolve()));
        });
    });
}
/** Those in use by a run beside this one stay; a later run removes them. */
async function removeImages(client, label, keep) {
    const images = await call('list the images', () => client.listImages({ filters: { label: [label] } }));
    for (const image of images) {
        if (keep !== undefined && image.RepoTags?.includes(keep))
            continue;
        // In use by a run beside this one: it stays, and a later run removes it.
        await client
            .getImage(image.Id)
            .remove()
            .catch(() => undefined);
    }
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
;// CONCATENATED MODULE: ./lib/js/engine/docker-inspect.js

function liveVolume(found) {
    return {
        name: found.Name,
        driver: found.Driver,
        options: found.Options ?? {},
        labels: found.Labels ?? {},
        mountpoint: found.Mountpoint
    };
}
function volumeUser(found) {
    return {
        id: found.Id,
        name: found.Name.replace(/^\//, ''),
        status: containerStatus(found),
        image: found.Config.Image,
        imageId: found.Image,
        user: found.Config.User,
        labels: found.Config.Labels ?? {},
        stopTimeoutSeconds: stopTimeout(found.Config),
        autoRemove: found.HostConfig.AutoRemove === true,
        // The host name of a container is the first twelve digits of its id, unless it was given another.
        isSelf: found.Id.slice(0, 12) === (0,external_node_os_.hostname)(),
        mounts: found.Mounts.filter((mount) => mount.Type === 'volume').map((mount) => ({
            volume: mount.Name ?? '',
            destination: mount.Destination,
            writable: mount.RW
        })),
        otherMounts: found.Mounts.filter((mount) => mount.Type !== 'volume').map((mount) => ({
            type: mount.Type ?? '',
            source: mount.Source,
            destination: mount.Destination,
            writable: mount.RW
        }))
    };
}
/** In the API since 1.25, not in the library's types. */
function stopTimeout(config) {
    return 'StopTimeout' in config && typeof config.StopTimeout === 'number' ? config.StopTimeout : undefined;
}
function containerStatus(found) {
    const health = found.State.Health?.Status;
    return {
        state: found.State.Status,
        health: health === 'starting' || health === 'healthy' || health === 'unhealthy' ? health : 'none',
        exitCode: found.State.ExitCode
    };
}
/** A log as text: without a terminal the daemon puts eight bytes of header before each piece (see `frames.ts`). */
function logText(raw, isTerminal) {
    if (isTerminal)
        return raw.toString('utf8');
    const pieces = [];
    for (let at = 0; at + 8 <= raw.length;) {
        const length = raw.readUInt32BE(at + 4);
        pieces.push(raw.subarray(at + 8, at + 8 + length));
        at += 8 + length;
    }
    return Buffer.concat(pieces).toString('utf8');
}

;// CONCATENATED MODULE: ./lib/js/engine/docker.js







/**
 * Connects to the first daemon that answers.
 * @throws BackupError `docker-unavailable` that lists every place that was tried, and how each one failed.
 */
async function connectDocker(env) {
    const tried = [];
    const { default: Client } = await Promise.all(/* import() */[__webpack_require__.e(830), __webpack_require__.e(40)]).then(__webpack_require__.t.bind(__webpack_require__, 39040, 19));
    for (const address of await findAddresses(env)) {
        if (!(await hasSocket(address))) {
            tried.push(`${address.display}: no such socket`);
            continue;
        }
        try {
            const client = new Client(clientOptions(address));
            const version = await withTimeout(client.version(), 15_000);
            return new DockerEngine(client, {
                address: address.display,
                version: version.Version,
                apiVersion: version.ApiVersion,
                os: version.Os,
                architecture: version.Arch
            });
        }
        catch (error) {
            tried.push(`${address.display}: ${(0,errors/* messageOf */.bD)(error)}`);
        }
    }
    throw new errors/* BackupError */.hj('docker-unavailable', `no Docker daemon answers; tried:\n${tried.map((line) => `  ${line}`).join('\n')}`, {
        hint: 'start Docker, or set DOCKER_HOST to where it listens; if permission was denied, join the group "docker" or use sudo'
    });
}
function clientOptions(address) {
    if (address.socketPath)
        return { socketPath: address.socketPath };
    return {
        host: address.host ?? 'localhost',
        port: address.port ?? 2375,
        protocol: address.tls ? 'https' : 'http',
        ...(address.tls ?? {})
    };
}
class DockerEngine {
    info;
    #client;
    constructor(client, info) {
        this.#client = client;
        this.info = info;
    }
    async listVolumes() {
        const { Volumes } = await call('list the volumes', () => this.#client.listVolumes());
        return (Volumes ?? []).map(liveVolume).sort((a, b) => (a.name < b.name ? -1 : 1));
    }
    async inspectVolume(name) {
        const found = await unlessMissing(`look at volume ${name}`, () => this.#client.getVolume(name).inspect());
        return found && liveVolume(found);
    }
    async createVolume(volume) {
        // The daemon answers "created" for a name that exists and changes nothing (moby/moby#16068): look before and after.
        if (await this.inspectVolume(volume.name)) {
            throw new errors/* BackupError */.hj('docker-failed', `volume ${volume.name} exists already`, {
                hint: 'it was left as it is'
            });
        }
        await call(`create volume ${volume.name}`, () => this.#client.createVolume({
            Name: volume.name,
            Driver: volume.driver,
            DriverOpts: { ...volume.options },
            Labels: { ...volume.labels }
        }), volume.driver === 'local'
            ? undefined
            : `its driver is ${volume.driver}: install that, or create a volume of this name with another one first`);
        const made = await this.inspectVolume(volume.name);
        if (!made || !sameRecord(made.labels, volume.labels) || !sameRecord(made.options, volume.options)) {
            throw new errors/* BackupError */.hj('docker-failed', `volume ${volume.name} came out with other labels or options than asked for`, {
                hint: 'somebody else may have created it at the same moment; look at "docker volume inspect"'
            });
        }
    }
    async removeVolume(name) {
        await unlessMissing(`remove volume ${name}`, () => this.#client.getVolume(name).remove());
    }
    async volumeUsers(names) {
        if (names.length === 0)
            return [];
        const wanted = new Set(names);
        const users = await this.#containers({ volume: [...names] });
        // The filter also matches a mount's destination: believe only the names of the mounts.
        return users.filter(({ mounts }) => mounts.some(({ volume }) => wanted.has(volume)));
    }
    async projectContainers(project) {
        return this.#containers({ label: [`com.docker.compose.project=${project}`] });
    }
    async #containers(filters) {
        const listed = await call('list the containers', () => this.#client.listContainers({ all: true, filters }));
        const users = [];
        for (const { Id } of listed) {
            const found = await unlessMissing(`look at container ${Id}`, () => this.#client.getContainer(Id).inspect());
            if (found)
                users.push(volumeUser(found));
        }
        return users.sort((a, b) => (a.name < b.name ? -1 : 1));
    }
    async containerState(id) {
        const found = await unlessMissing(`look at container ${id}`, () => this.#client.getContainer(id).inspect());
        return found && containerStatus(found);
    }
    async pauseContainer(id) {
        try {
            await call(`pause container ${id}`, () => this.#client.getContainer(id).pause());
        }
        catch (error) {
            if (!isConflict(error))
                throw error;
            throw new errors/* BackupError */.hj('in-use', (0,errors/* messageOf */.bD)(error), { cause: error });
        }
    }
    async unpauseContainer(id) {
        await call(`unpause container ${id}`, () => this.#client.getContainer(id).unpause());
    }
    async stopContainer(id, timeoutSeconds) {
        await unlessUnchanged(`stop container ${id}`, () => this.#client.getContainer(id).stop({ t: timeoutSeconds }));
    }
    async startContainer(id) {
        await unlessUnchanged(`start container ${id}`, () => this.#client.getContainer(id).start());
    }
    async containerSays(id, lines) {
        const container = this.#client.getContainer(id);
        const found = await unlessMissing(`look at container ${id}`, () => container.inspect());
        const raw = await unlessMissing(`read the log of container ${id}`, () => container.logs({ stdout: true, stderr: true, tail: lines }));
        return {
            log: raw === undefined ? '' : logText(raw, found?.Config.Tty === true),
            health: found?.State.Health?.Log.at(-1)?.Output ?? ''
        };
    }
    async removeNetworksOf(runId) {
        const found = await call('list the networks', () => this.#client.listNetworks({ filters: { label: [`${labels/* runLabel */.Az}=${runId}`] } }));
        for (const { Id } of found)
            await unlessMissing(`remove network ${Id}`, () => this.#client.getNetwork(Id).remove());
    }
    async imageVolumes(image) {
        const found = await unlessMissing(`look at image ${image}`, () => this.#client.getImage(image).inspect());
        return found && Object.keys(found.Config.Volumes ?? {});
    }
    async hasImage(tag) {
        return ((await unlessMissing(`look at image ${tag}`, () => this.#client.getImage(tag).inspect())) !== undefined);
    }
    async importImage(tag, rootTar, labels) {
        await importImage(this.#client, tag, rootTar, labels);
    }
    async removeImages(label, keep) {
        await removeImages(this.#client, label, keep);
    }
    async activeRuns() {
        const running = await call('list the containers', () => this.#client.listContainers({ filters: { label: [labels/* runLabel */.Az] } }));
        const helpers = running.filter(({ Labels }) => /^(helper|lock)$/.test(Labels[labels/* purposeLabel */.ZC] ?? ''));
        return new Set(helpers.map(({ Labels }) => Labels[labels/* runLabel */.Az] ?? ''));
    }
    async removeContainersOf(runId) {
        const found = await call('list the containers', () => this.#client.listContainers({ all: true, filters: { label: [`${labels/* runLabel */.Az}=${runId}`] } }));
        // What shows that a run is at work ends together with its process.
        const others = found.filter(({ Labels, State }) => Labels[labels/* purposeLabel */.ZC] !== 'lock' || State !== 'running');
        for (const { Id } of others)
            await removeForGood(this.#client.getContainer(Id));
        return others.map(({ Id, Names }) => Names[0]?.slice(1) ?? Id);
    }
    async startHelper(spec) {
        for (const { volume } of spec.mounts) {
            // Mounting a name that does not exist would create an empty volume.
            if (!(await this.inspectVolume(volume)))
                throw new errors/* BackupError */.hj('volume-missing', `volume ${volume} does not exist (any more)`);
        }
        return startHelper(this.#client, spec);
    }
}
function sameRecord(a, b) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].every((key) => a[key] === b[key]);
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
