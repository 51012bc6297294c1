/** What the user asked for, checked and typed. Made by `parse.ts` only. */

export const priorities = ['critical', 'high', 'medium', 'low', 'none'] as const
export type Priority = (typeof priorities)[number]

export const compressions = ['gzip', 'zstd', 'none'] as const
export type Compression = (typeof compressions)[number]

export const quiesceModes = ['pause', 'stop', 'none'] as const
export type QuiesceMode = (typeof quiesceModes)[number]

/** In the order in which they run. */
export const checkNames = ['labels', 'archives', 'spot', 'cycle', 'drill', 'acceptance'] as const
export type CheckName = (typeof checkNames)[number]

/** One word of the `volumes` input: a name or glob, perhaps with a priority, perhaps leaving out. */
export interface VolumePattern {
  readonly pattern: string
  readonly exclude: boolean
  readonly priority: Priority | undefined
}

export interface StackSettings {
  /** As given; empty means: as Compose finds it. */
  readonly composeFiles: readonly string[]
  readonly projectName: string | undefined
  /** Absolute. */
  readonly workingDirectory: string
}

/** Days that backups are kept, by priority. */
export type RetentionTable = Readonly<Record<Exclude<Priority, 'none'>, number>>

export const storeKinds = ['local', 'artifact', 'cache'] as const
export type StoreKind = (typeof storeKinds)[number]

/** Where backups are kept; all but `kind` is for artifacts and the cache. */
export interface StoreSettings {
  readonly kind: StoreKind
  /** First word of the names of artifacts. */
  readonly artifactName: string | undefined
  readonly runId: number | undefined
  /** `owner/name` */
  readonly repository: string | undefined
  readonly token: string | undefined
  readonly workflow: string | undefined
  readonly branch: string | undefined
  readonly artifactDigest: string | undefined
  readonly retentionDays: RetentionTable
  readonly allowUnencryptedUpload: boolean
  readonly allowCriticalCache: boolean
}

export interface CommonSettings {
  readonly stack: StackSettings
  readonly volumes: readonly VolumePattern[]
  /** `undefined`: not given; backup and the cycle check then take critical and high, a restore takes the whole set. */
  readonly priority: readonly Priority[] | undefined
  /** Absolute path of the local store. */
  readonly backupDir: string
  readonly store: StoreSettings
  readonly strict: boolean
  readonly dryRun: boolean
  readonly reportFiles: ReportFiles
}

/** Where to write the report, absolute paths; `undefined`: nowhere, or where the door puts it. */
export interface ReportFiles {
  readonly json: string | undefined
  readonly html: string | undefined
  readonly junit: string | undefined
}

export interface BackupSettings extends CommonSettings {
  readonly operation: 'backup'
  readonly compression: Compression
  readonly compressionLevel: number
  readonly quiesce: QuiesceMode
  readonly stopTimeoutSeconds: number
  readonly allowEmpty: boolean
  /** Percent of entries or bytes that may vanish since the last backup before it is an error; 100 switches it off. */
  readonly shrinkAlarmPercent: number
}

/** What to restore: one volume from one archive file, or a set by its id (`latest` allowed). */
export type RestoreSource =
  | { readonly kind: 'archive'; readonly volume: string; readonly archive: string }
  | { readonly kind: 'set'; readonly backupId: string }

export interface RestoreSettings extends CommonSettings {
  readonly operation: 'restore'
  readonly source: RestoreSource
  readonly runningServices: 'refuse' | 'stop'
  /** The user has said `yes` (input `confirm`, `--yes`, `--force`). */
  readonly confirmed: boolean
  readonly keepRollback: boolean
  readonly stopTimeoutSeconds: number
  readonly healthTimeoutSeconds: number
}

export interface ValidateSettings extends CommonSettings {
  readonly operation: 'validate'
  /** `undefined`: all that apply. */
  readonly checks: readonly CheckName[] | undefined
  /** An id, `latest`, `latest-verified`, `all`, or a number of the newest. */
  readonly backupId: string
  readonly compression: Compression
  readonly compressionLevel: number
  readonly quiesce: QuiesceMode
  readonly stopTimeoutSeconds: number
  readonly drill: DrillSettings
  readonly spotLimits: SpotLimits
  /** Keep one comment on the pull request up to date. */
  readonly comment: boolean
}

/** How the stack is started on copies of its volumes. */
export interface DrillSettings {
  /** Where the volumes come from; `undefined`: a backup if there is one, else the live volumes. */
  readonly source: 'backup' | 'live' | undefined
  /** Service to image, instead of the one in the Compose file. */
  readonly images: ReadonlyMap<string, string>
  readonly healthTimeoutSeconds: number
}

/** Percent by which a volume may differ from its backup before. */
export interface SpotLimits {
  readonly growth: number
  readonly shrink: number
  /** Of its entries: changed, added and removed. */
  readonly changed: number
  /** Points by which the compressed share may rise: encrypted data does not compress. */
  readonly entropy: number
}

export interface ListSettings extends CommonSettings {
  readonly operation: 'list'
}

export interface ShowSettings extends CommonSettings {
  readonly operation: 'show'
  readonly backupId: string
}

export type Settings = BackupSettings | RestoreSettings | ValidateSettings | ListSettings | ShowSettings
