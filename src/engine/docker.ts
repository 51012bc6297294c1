import type { Duplex } from 'node:stream'
import type Docker from 'dockerode'
import { BackupError, messageOf } from '../errors.ts'
import type { LiveVolume } from '../selection/model.ts'
import { type EngineAddress, type Environment, findAddresses, hasSocket } from './address.ts'
import type {
  ContainerStatus,
  Engine,
  EngineInfo,
  HelperContainer,
  HelperProcess,
  HelperSpec,
  VolumeUser
} from './engine.ts'
import { demultiplex, TextTail } from './frames.ts'

/**
 * Connects to the first daemon that answers.
 * @throws BackupError `docker-unavailable` that lists every place that was tried, and how each one failed.
 */
export async function connectDocker(env: Environment): Promise<Engine> {
  const tried: string[] = []
  const { default: Client } = await import('dockerode')
  for (const address of await findAddresses(env)) {
    if (!(await hasSocket(address))) {
      tried.push(`${address.display}: no such socket`)
      continue
    }
    try {
      const client = new Client(clientOptions(address))
      const version = await withTimeout(client.version(), 15_000)
      return new DockerEngine(client, {
        address: address.display,
        version: version.Version,
        apiVersion: version.ApiVersion,
        os: version.Os,
        architecture: version.Arch
      })
    } catch (error) {
      tried.push(`${address.display}: ${messageOf(error)}`)
    }
  }
  throw new BackupError(
    'docker-unavailable',
    `no Docker daemon answers; tried:\n${tried.map((line) => `  ${line}`).join('\n')}`,
    {
      hint: 'start Docker, or set DOCKER_HOST to where it listens; if permission was denied, join the group "docker" or use sudo'
    }
  )
}

function clientOptions(address: EngineAddress): Docker.DockerOptions {
  if (address.socketPath) return { socketPath: address.socketPath }
  return {
    host: address.host ?? 'localhost',
    port: address.port ?? 2375,
    protocol: address.tls ? 'https' : 'http',
    ...(address.tls ?? {})
  }
}

class DockerEngine implements Engine {
  readonly info: EngineInfo
  readonly #client: Docker

  constructor(client: Docker, info: EngineInfo) {
    this.#client = client
    this.info = info
  }

  async listVolumes(): Promise<readonly LiveVolume[]> {
    const { Volumes } = await call('list the volumes', () => this.#client.listVolumes())
    return (Volumes ?? []).map(liveVolume).sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  async inspectVolume(name: string): Promise<LiveVolume | undefined> {
    const found = await unlessMissing(`look at volume ${name}`, () => this.#client.getVolume(name).inspect())
    return found && liveVolume(found)
  }

  async createVolume(volume: LiveVolume): Promise<void> {
    // The daemon answers "created" for a name that exists and changes nothing (moby/moby#16068): look before and after.
    if (await this.inspectVolume(volume.name)) {
      throw new BackupError('docker-failed', `volume ${volume.name} exists already`, {
        hint: 'it was left as it is'
      })
    }
    await call(`create volume ${volume.name}`, () =>
      this.#client.createVolume({
        Name: volume.name,
        Driver: volume.driver,
        DriverOpts: { ...volume.options },
        Labels: { ...volume.labels }
      })
    )
    const made = await this.inspectVolume(volume.name)
    if (!made || !sameRecord(made.labels, volume.labels) || !sameRecord(made.options, volume.options)) {
      throw new BackupError(
        'docker-failed',
        `volume ${volume.name} came out with other labels or options than asked for`,
        {
          hint: 'somebody else may have created it at the same moment; look at "docker volume inspect"'
        }
      )
    }
  }

  async removeVolume(name: string): Promise<void> {
    await unlessMissing(`remove volume ${name}`, () => this.#client.getVolume(name).remove())
  }

  async volumeUsers(names: readonly string[]): Promise<readonly VolumeUser[]> {
    if (names.length === 0) return []
    const listed = await call('list the containers', () =>
      this.#client.listContainers({ all: true, filters: { volume: [...names] } })
    )
    const wanted = new Set(names)
    const users: VolumeUser[] = []
    for (const { Id } of listed) {
      const found = await unlessMissing(`look at container ${Id}`, () =>
        this.#client.getContainer(Id).inspect()
      )
      // The filter also matches a mount's destination: believe only the names of the mounts.
      if (found?.Mounts.some((mount) => mount.Type === 'volume' && wanted.has(mount.Name ?? '')))
        users.push(volumeUser(found))
    }
    return users.sort((a, b) => (a.name < b.name ? -1 : 1))
  }

  async containerState(id: string): Promise<ContainerStatus | undefined> {
    const found = await unlessMissing(`look at container ${id}`, () =>
      this.#client.getContainer(id).inspect()
    )
    return found && containerStatus(found)
  }

  async pauseContainer(id: string): Promise<void> {
    await call(`pause container ${id}`, () => this.#client.getContainer(id).pause())
  }

  async unpauseContainer(id: string): Promise<void> {
    await call(`unpause container ${id}`, () => this.#client.getContainer(id).unpause())
  }

  async stopContainer(id: string, timeoutSeconds: number): Promise<void> {
    await unlessUnchanged(`stop container ${id}`, () =>
      this.#client.getContainer(id).stop({ t: timeoutSeconds })
    )
  }

  async startContainer(id: string): Promise<void> {
    await unlessUnchanged(`start container ${id}`, () => this.#client.getContainer(id).start())
  }

  async hasImage(tag: string): Promise<boolean> {
    return (
      (await unlessMissing(`look at image ${tag}`, () => this.#client.getImage(tag).inspect())) !== undefined
    )
  }

  async importImage(
    tag: string,
    rootTar: NodeJS.ReadableStream,
    labels: Readonly<Record<string, string>>
  ): Promise<void> {
    const [repo, name] = tag.split(':')
    const changes = `LABEL ${Object.entries(labels)
      .map(([key, value]) => `${key}=${value}`)
      .join(' ')}`
    await call(`import image ${tag}`, async () => {
      const progress = await this.#client.importImage(rootTar, { repo, tag: name, changes })
      await new Promise<void>((resolve, reject) => {
        this.#client.modem.followProgress(progress, (error) => (error ? reject(error) : resolve()))
      })
    })
  }

  async removeImages(label: string, keep: string): Promise<void> {
    const images = await call('list the images', () =>
      this.#client.listImages({ filters: { label: [label] } })
    )
    for (const image of images) {
      if (image.RepoTags?.includes(keep)) continue
      // In use by a run beside this one: it stays, and a later run removes it.
      await this.#client
        .getImage(image.Id)
        .remove()
        .catch(() => undefined)
    }
  }

  async startHelper(spec: HelperSpec): Promise<HelperContainer> {
    for (const { volume } of spec.mounts) {
      // Mounting a name that does not exist would create an empty volume.
      if (!(await this.inspectVolume(volume)))
        throw new BackupError('volume-missing', `volume ${volume} does not exist (any more)`)
    }
    const container = await call('create the helper container', () =>
      this.#client.createContainer(helperOptions(spec))
    )
    try {
      const connection = await container.attach({
        stream: true,
        stdin: true,
        stdout: true,
        stderr: true,
        hijack: true
      })
      const gone = container.wait({ condition: 'removed' })
      gone.catch(() => undefined)
      await call('start the helper container', () => container.start())
      return new DockerHelper(container, connection as Duplex, gone)
    } catch (error) {
      await container.remove({ force: true }).catch(() => undefined)
      throw error
    }
  }
}

function helperOptions(spec: HelperSpec): Docker.ContainerCreateOptions {
  return {
    Image: spec.image,
    Cmd: [...spec.command],
    Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
    Labels: { ...spec.labels },
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
          Type: 'volume' as const,
          Source: mount.volume,
          Target: mount.target,
          ReadOnly: !mount.writable,
          VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } }
        })),
        ...(spec.share
          ? [{ Type: 'bind' as const, Source: spec.share.folder, Target: spec.share.target, ReadOnly: false }]
          : [])
      ]
    }
  }
}

class DockerHelper implements HelperContainer {
  readonly #container: Docker.Container
  readonly #connection: Duplex
  readonly #gone: Promise<unknown>
  readonly output: AsyncIterable<Buffer>

  constructor(container: Docker.Container, connection: Duplex, gone: Promise<unknown>) {
    this.#container = container
    this.#connection = connection
    this.#gone = gone
    // One stream of lines for both: the helper writes everything to its standard output.
    this.output = demultiplex(connection, () => undefined)
  }

  get id(): string {
    return this.#container.id
  }

  get input(): NodeJS.WritableStream {
    return this.#connection
  }

  async run(command: readonly string[], input: AsyncIterable<Buffer> | undefined): Promise<HelperProcess> {
    const exec = await call('start a process in the helper', () =>
      this.#container.exec({
        Cmd: [...command],
        AttachStdin: input !== undefined,
        AttachStdout: true,
        AttachStderr: true
      })
    )
    const stream = await call('start a process in the helper', () =>
      exec.start({ hijack: true, stdin: input !== undefined })
    )
    const stderr = new TextTail()
    const feeding = input ? feed(stream, input) : Promise.resolve()
    feeding.catch(() => stream.destroy())
    return {
      stdout: demultiplex(stream, (piece) => stderr.add(piece)),
      finished: async () => {
        await feeding
        const { ExitCode, Running } = await call('ask for the end of a process in the helper', () =>
          exec.inspect()
        )
        return { exitCode: Running || ExitCode === null ? 137 : ExitCode, stderr: stderr.text() }
      }
    }
  }

  async remove(force: boolean): Promise<void> {
    this.#connection.end()
    const ended = await withTimeout(this.#gone, force ? 50 : 5_000).then(
      () => true,
      () => false
    )
    if (!ended)
      await unlessMissing('remove the helper container', () => this.#container.remove({ force: true })).catch(
        ignoreRemoving
      )
    this.#connection.destroy()
  }
}

async function feed(stream: Duplex, input: AsyncIterable<Buffer>): Promise<void> {
  for await (const piece of input) {
    if (!stream.write(piece)) {
      await new Promise<void>((resolve, reject) => {
        stream.once('drain', resolve)
        stream.once('close', () =>
          reject(new BackupError('write-failed', 'the helper went away while it was written to'))
        )
      })
    }
  }
  stream.end()
}

function liveVolume(found: Docker.VolumeInspectInfo | Docker.VolumeCreateResponse): LiveVolume {
  return { name: found.Name, driver: found.Driver, options: found.Options ?? {}, labels: found.Labels ?? {} }
}

function volumeUser(found: Docker.ContainerInspectInfo): VolumeUser {
  return {
    id: found.Id,
    name: found.Name.replace(/^\//, ''),
    status: containerStatus(found),
    image: found.Config.Image,
    imageId: found.Image,
    user: found.Config.User,
    labels: found.Config.Labels ?? {},
    stopTimeoutSeconds: stopTimeout(found.Config),
    mounts: found.Mounts.filter((mount) => mount.Type === 'volume').map((mount) => ({
      volume: mount.Name ?? '',
      destination: mount.Destination,
      writable: mount.RW
    }))
  }
}

/** In the API since 1.25, not in the library's types. */
function stopTimeout(config: object): number | undefined {
  return 'StopTimeout' in config && typeof config.StopTimeout === 'number' ? config.StopTimeout : undefined
}

function containerStatus(found: Docker.ContainerInspectInfo): ContainerStatus {
  const health = found.State.Health?.Status
  return {
    state: found.State.Status as ContainerStatus['state'],
    health: health === 'starting' || health === 'healthy' || health === 'unhealthy' ? health : 'none',
    exitCode: found.State.ExitCode
  }
}

async function call<Result>(what: string, ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask()
  } catch (cause) {
    throw cause instanceof BackupError
      ? cause
      : new BackupError('docker-failed', `the daemon could not ${what}: ${reasonOf(cause)}`, { cause })
  }
}

async function unlessMissing<Result>(what: string, ask: () => Promise<Result>): Promise<Result | undefined> {
  return unlessStatus(404, what, ask)
}

/** Starting what runs and stopping what stands answers 304, which the library throws. */
async function unlessUnchanged(what: string, ask: () => Promise<unknown>): Promise<void> {
  await unlessStatus(304, what, ask)
}

async function unlessStatus<Result>(
  status: number,
  what: string,
  ask: () => Promise<Result>
): Promise<Result | undefined> {
  return call(what, async () => {
    try {
      return await ask()
    } catch (error) {
      if (statusOf(error) === status) return undefined
      throw error
    }
  })
}

function ignoreRemoving(error: unknown): void {
  if (!/already in progress|is not running/.test(messageOf(error))) throw error
}

function statusOf(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'statusCode' in error
    ? Number(error.statusCode)
    : undefined
}

function reasonOf(error: unknown): string {
  const body: unknown =
    typeof error === 'object' && error !== null && 'json' in error ? error.json : undefined
  return typeof body === 'object' && body !== null && 'message' in body
    ? String(body.message)
    : messageOf(error)
}

function sameRecord(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => a[key] === b[key])
}

async function withTimeout<Result>(promise: Promise<Result>, milliseconds: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds / 1000} s`)), milliseconds)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
