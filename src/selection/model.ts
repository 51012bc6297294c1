import type { Priority, QuiesceMode } from '../inputs/settings.ts'

/** A volume as the Compose file declares it. */
export interface DeclaredVolume {
  /** The name under `volumes:`. */
  readonly key: string
  /** The engine's name, as Compose resolved it; `undefined` when the file alone cannot tell. */
  readonly name: string | undefined
  readonly external: boolean
  /** `undefined`: the default, `local`. */
  readonly driver: string | undefined
  readonly driverOptions: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  /** The `x-backup` mapping, untouched; `undefined` when there is none. */
  readonly xBackup: unknown
}

export interface ComposeModel {
  readonly project: string
  readonly volumes: readonly DeclaredVolume[]
  readonly services: readonly DeclaredService[]
  /** The top-level `x-backup`, untouched. */
  readonly xBackup: unknown
}

/** A service as the Compose file declares it. */
export interface DeclaredService {
  readonly name: string
  /** `undefined` for one that is built. */
  readonly image: string | undefined
  /** It is started only when one of these is asked for. */
  readonly profiles: readonly string[]
  readonly mounts: readonly DeclaredMount[]
  readonly command?: readonly string[]
  /** Variables that hold an absolute path or name a kind of database; any other may be a secret. */
  readonly environment?: Readonly<Record<string, string>>
  /** The `x-backup` mapping of the service, untouched. */
  readonly xBackup: unknown
}

export interface DeclaredMount {
  readonly type: 'volume' | 'bind' | 'tmpfs' | 'other'
  /** Key of the volume, or path on the host; `undefined` for an anonymous volume and for memory. */
  readonly source: string | undefined
  /** Absolute path in the container. */
  readonly target: string
  readonly readOnly: boolean
}

/** A volume as the engine reports it. */
export interface LiveVolume {
  readonly name: string
  readonly driver: string
  readonly options: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  /** Where it lies on the machine of the daemon; unknown before it exists. */
  readonly mountpoint?: string
}

/** Where a volume's priority came from, first that answers wins. */
export type PrioritySource = 'input' | 'x-backup' | 'compose-label' | 'live-label'

/** A volume of the stack with all that is known about how to back it up. */
export interface SelectedVolume {
  /** Compose key where there is one, else the engine's name: names the files of the backup. Unique in a selection. */
  readonly key: string
  /** The engine's name. */
  readonly name: string
  readonly project: string | undefined
  readonly priority: Priority
  readonly prioritySource: PrioritySource
  readonly description: string | undefined
  readonly restoreOrder: number | undefined
  readonly retentionDays: number | undefined
  /** Its own way of being copied, which counts before that of the run. */
  readonly quiesce: QuiesceMode | undefined
  /** Patterns of paths inside the volume that are not archived. */
  readonly exclude: readonly string[]
  readonly live: LiveVolume
}

export interface LeftOutVolume {
  readonly key: string
  readonly name: string | undefined
  readonly priority: Priority | undefined
  readonly reason: 'priority-none' | 'priority-not-chosen' | 'excluded' | 'no-priority' | 'not-created'
}

export interface Selection {
  /** In order of priority, then key. */
  readonly volumes: readonly SelectedVolume[]
  readonly leftOut: readonly LeftOutVolume[]
  /** Lower-case sentences that name the volume. */
  readonly warnings: readonly string[]
}
