import type Docker from 'dockerode'
import { BackupError, messageOf } from '../errors.ts'
import type { LiveVolume } from '../selection/model.ts'
import { type EngineAddress, type Environment, findAddresses, hasSocket } from './address.ts'
import { call, isConflict, unlessMissing, unlessUnchanged, withTimeout } from './docker-calls.ts'
import { removeForGood, startHelper } from './docker-helper.ts'
import { importImage, removeImages } from './docker-images.ts'
import { containerStatus, liveVolume, logText, volumeUser } from './docker-inspect.ts'
import type {
  ContainerStatus,
  Engine,
  EngineInfo,
  HelperContainer,
  HelperSpec,
  VolumeUser
} from './engine.ts'
import { purposeLabel, runLabel } from './labels.ts'

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
    await call(
      `create volume ${volume.name}`,
      () =>
        this.#client.createVolume({
          Name: volume.name,
          Driver: volume.driver,
          DriverOpts: { ...volume.options },
          Labels: { ...volume.labels }
        }),
      volume.driver === 'local'
        ? undefined
        : `its driver is ${volume.driver}: install that, or create a volume of this name with another one first`
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
    const wanted = new Set(names)
    const users = await this.#containers({ volume: [...names] })
    // The filter also matches a mount's destination: believe only the names of the mounts.
    return users.filter(({ mounts }) => mounts.some(({ volume }) => wanted.has(volume)))
  }

  async projectContainers(project: string): Promise<readonly VolumeUser[]> {
    return this.#containers({ label: [`com.docker.compose.project=${project}`] })
  }

  async #containers(filters: Record<string, string[]>): Promise<readonly VolumeUser[]> {
    const listed = await call('list the containers', () =>
      this.#client.listContainers({ all: true, filters })
    )
    const users: VolumeUser[] = []
    for (const { Id } of listed) {
      const found = await unlessMissing(`look at container ${Id}`, () =>
        this.#client.getContainer(Id).inspect()
      )
      if (found) users.push(volumeUser(found))
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
    try {
      await call(`pause container ${id}`, () => this.#client.getContainer(id).pause())
    } catch (error) {
      if (!isConflict(error)) throw error
      throw new BackupError('in-use', messageOf(error), { cause: error })
    }
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

  async containerSays(id: string, lines: number): Promise<{ log: string; health: string }> {
    const container = this.#client.getContainer(id)
    const found = await unlessMissing(`look at container ${id}`, () => container.inspect())
    const raw = await unlessMissing(`read the log of container ${id}`, () =>
      container.logs({ stdout: true, stderr: true, tail: lines })
    )
    return {
      log: raw === undefined ? '' : logText(raw, found?.Config.Tty === true),
      health: found?.State.Health?.Log.at(-1)?.Output ?? ''
    }
  }

  async removeNetworksOf(runId: string): Promise<void> {
    const found = await call('list the networks', () =>
      this.#client.listNetworks({ filters: { label: [`${runLabel}=${runId}`] } })
    )
    for (const { Id } of found)
      await unlessMissing(`remove network ${Id}`, () => this.#client.getNetwork(Id).remove())
  }

  async imageVolumes(image: string): Promise<readonly string[] | undefined> {
    const found = await unlessMissing(`look at image ${image}`, () => this.#client.getImage(image).inspect())
    return found && Object.keys(found.Config.Volumes ?? {})
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
    await importImage(this.#client, tag, rootTar, labels)
  }

  async removeImages(label: string, keep?: string): Promise<void> {
    await removeImages(this.#client, label, keep)
  }

  async activeRuns(): Promise<ReadonlySet<string>> {
    const running = await call('list the containers', () =>
      this.#client.listContainers({ filters: { label: [runLabel] } })
    )
    const helpers = running.filter(({ Labels }) => /^(helper|lock)$/.test(Labels[purposeLabel] ?? ''))
    return new Set(helpers.map(({ Labels }) => Labels[runLabel] ?? ''))
  }

  async removeContainersOf(runId: string): Promise<readonly string[]> {
    const found = await call('list the containers', () =>
      this.#client.listContainers({ all: true, filters: { label: [`${runLabel}=${runId}`] } })
    )
    // What shows that a run is at work ends together with its process.
    const others = found.filter(({ Labels, State }) => Labels[purposeLabel] !== 'lock' || State !== 'running')
    for (const { Id } of others) await removeForGood(this.#client.getContainer(Id))
    return others.map(({ Id, Names }) => Names[0]?.slice(1) ?? Id)
  }

  async startHelper(spec: HelperSpec): Promise<HelperContainer> {
    for (const { volume } of spec.mounts) {
      // Mounting a name that does not exist would create an empty volume.
      if (!(await this.inspectVolume(volume)))
        throw new BackupError('volume-missing', `volume ${volume} does not exist (any more)`)
    }
    return startHelper(this.#client, spec)
  }
}

function sameRecord(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => a[key] === b[key])
}
