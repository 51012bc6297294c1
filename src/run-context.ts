import type { ComposeReading } from './engine/compose.ts'
import type { ComposeProject } from './engine/compose-project.ts'
import type { Engine } from './engine/engine.ts'
import type { ShareMode, VolumeBytes, VolumeMount } from './engine/volume-bytes.ts'
import type { CommandResult, Host } from './host/host.ts'
import type { StackSettings } from './inputs/settings.ts'
import type { Store } from './stores/store.ts'

/** Everything from outside that an operation needs; made by the doors, replaced in tests. */
export interface Ports {
  readonly host: Host
  readonly store: Store
  readonly runId: string
  readonly hostName: string
  readonly now: () => Date
  readonly signal: AbortSignal
  readonly shareMode: ShareMode
  /** Of this process. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** @throws BackupError `docker-unavailable` */
  connect(): Promise<Engine>
  /** @throws BackupError `compose-failed`; `undefined` when there is no Compose file to read. */
  readCompose(stack: StackSettings): Promise<ComposeReading | undefined>
  /** A local store on another folder. */
  openStore(folder: string): Store
  /** @returns what ends the lock. @throws BackupError `in-use` when another restore is under way */
  lockRestore(engine: Engine, volumes: readonly string[]): Promise<() => Promise<void>>
  /** Shows other runs that this one is at work. @returns what ends it */
  showPresence(engine: Engine): Promise<() => Promise<void>>
  /**
   * Waits until no other run holds containers of these projects still. @returns what ends the turn
   * @throws BackupError `in-use` when that takes too long
   */
  takeTurn(engine: Engine, names: readonly string[]): Promise<() => Promise<void>>
  /** A Compose project of ours; see `compose-project.ts`. */
  openComposeProject(engine: Engine, file: string, project: string, folder: string): ComposeProject
  openBytes(engine: Engine, volumes: readonly VolumeMount[], shareFolder: string): Promise<VolumeBytes>
  /** Runs this program's own command line with nobody to ask, and waits for its end however that comes. */
  command(args: readonly string[], cwd: string): Promise<CommandResult>
  /** A running container that looks like a service on this volume. @returns what ends it */
  occupy(engine: Engine, volume: string): Promise<() => Promise<void>>
}
