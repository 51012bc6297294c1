import type { LiveVolume } from '../selection/model.ts'

/** The Docker daemon in plain data. Implemented by `docker.ts`; names, ids and bytes only, no library types. */
export interface Engine {
  readonly info: EngineInfo

  listVolumes(): Promise<readonly LiveVolume[]>
  /** `undefined` when there is no such volume. Never creates one. */
  inspectVolume(name: string): Promise<LiveVolume | undefined>
  /**
   * Creates a volume that does not exist.
   * @throws BackupError `docker-failed` when it exists, or when the daemon made something else of it.
   */
  createVolume(volume: LiveVolume): Promise<void>
  /** Removes a volume; one that is gone already is fine. */
  removeVolume(name: string): Promise<void>

  /** Every container, running or not, that mounts one of these volumes by name. */
  volumeUsers(names: readonly string[]): Promise<readonly VolumeUser[]>
  /** Every container of a Compose project, running or not. */
  projectContainers(project: string): Promise<readonly VolumeUser[]>
  /** `undefined` when the container is gone. */
  containerState(id: string): Promise<ContainerStatus | undefined>
  /** @throws BackupError `in-use` when it stands still already, by somebody else's doing */
  pauseContainer(id: string): Promise<void>
  unpauseContainer(id: string): Promise<void>
  /** Stops by signal, kills after the time-out. Stopping a stopped container is fine. */
  stopContainer(id: string, timeoutSeconds: number): Promise<void>
  startContainer(id: string): Promise<void>

  /** The runs that are at work now: each has a helper that ends with its process, however that ends. */
  activeRuns(): Promise<ReadonlySet<string>>
  /** Removes, at once, the containers that a run has made, but for those that show that it is at work. */
  removeContainersOf(runId: string): Promise<readonly string[]>

  /** The last lines of what a container has said, and of its health check if it has one. */
  containerSays(id: string, lines: number): Promise<{ readonly log: string; readonly health: string }>
  /** Removes the networks that a run has made. */
  removeNetworksOf(runId: string): Promise<void>

  /** The paths that an image declares as volumes; `undefined` when the daemon does not have it. */
  imageVolumes(image: string): Promise<readonly string[] | undefined>
  hasImage(tag: string): Promise<boolean>
  /** Makes an image from a plain tar of its root folder. */
  importImage(
    tag: string,
    rootTar: NodeJS.ReadableStream,
    labels: Readonly<Record<string, string>>
  ): Promise<void>
  /** Removes images by label, except the one with the tag `keep`; those in use stay. */
  removeImages(label: string, keep?: string): Promise<void>

  /**
   * Creates and starts a container that lives as long as its standard input is held open.
   * @throws BackupError `in-use` when a container of that name runs already
   */
  startHelper(spec: HelperSpec): Promise<HelperContainer>
}

export interface EngineInfo {
  /** Where it was found, for messages: never holds a secret. */
  readonly address: string
  readonly version: string
  readonly apiVersion: string
  readonly os: string
  readonly architecture: string
}

export interface ContainerStatus {
  readonly state: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'
  readonly health: 'none' | 'starting' | 'healthy' | 'unhealthy'
  readonly exitCode: number
}

export interface VolumeUser {
  readonly id: string
  readonly name: string
  readonly status: ContainerStatus
  readonly image: string
  /** Digest of the image's content. */
  readonly imageId: string
  /** The `user` the container runs as; empty for the image's default. */
  readonly user: string
  readonly labels: Readonly<Record<string, string>>
  readonly stopTimeoutSeconds: number | undefined
  /** The daemon removes it as soon as it stands still (`docker run --rm`). */
  readonly autoRemove: boolean
  /** This program runs in it. */
  readonly isSelf: boolean
  readonly mounts: readonly {
    readonly volume: string
    readonly destination: string
    readonly writable: boolean
  }[]
  /** Mounts that are no volumes: folders of the host and memory. */
  readonly otherMounts: readonly {
    readonly type: string
    readonly source: string
    readonly destination: string
    readonly writable: boolean
  }[]
}

export interface HelperMount {
  readonly volume: string
  /** Absolute path inside the helper. */
  readonly target: string
  readonly writable: boolean
}

export interface HelperSpec {
  /** Two of one name cannot be. */
  readonly name?: string
  readonly image: string
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  readonly capabilities: readonly string[]
  readonly mounts: readonly HelperMount[]
  /** A folder of this machine to share, if the daemon can see it. */
  readonly share: { readonly folder: string; readonly target: string } | undefined
}

export interface HelperContainer {
  readonly id: string
  readonly input: NodeJS.WritableStream
  /** Standard output and error of the main process, as they come. */
  readonly output: AsyncIterable<Buffer>
  /** A second process in the container, its bytes over the daemon's connection. */
  run(command: readonly string[], input: AsyncIterable<Buffer> | undefined): Promise<HelperProcess>
  /** Ends the container, at once if forced, and waits until it is gone. May be called twice. */
  remove(force: boolean): Promise<void>
}

export interface HelperProcess {
  readonly stdout: AsyncIterable<Buffer>
  /** Settles once `stdout` has been read to its end. */
  finished(): Promise<{ readonly exitCode: number; readonly stderr: string }>
}
