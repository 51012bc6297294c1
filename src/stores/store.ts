import type { RemotePlace } from '../backup-set/commands.ts'
import type { Manifest } from '../backup-set/manifest.ts'
import type { LiveVolume } from '../selection/model.ts'

/** Where backups lie. A backup without a manifest does not exist. */
export interface Store {
  /** For messages. */
  readonly location: string
  /** How the backup that was made or read is found from elsewhere; `undefined` for a folder, which `location` then is. */
  readonly remote?: RemotePlace

  /** Newest first. Damaged manifests are named, not hidden. */
  list(): Promise<readonly StoredBackup[]>

  /**
   * @param backupId an id, `latest`, `latest-verified`, or the reference of a listed backup
   * @param project whose latest is meant, in a folder where backups of several projects lie together; `undefined`: any.
   * Elsewhere names tell them apart.
   * @throws BackupError `backup-unknown` with the ids that there are, `backup-damaged`
   */
  read(backupId: string, project?: string): Promise<Manifest>

  /**
   * Manifests of earlier backups that this stack's next one is compared with, newest first; perhaps not all.
   * @param project names the backups where nothing else does
   * @param warn told of those that cannot be read
   */
  earlier(project: string | undefined, warn: (text: string) => void): AsyncIterable<Manifest>

  /** Every file and folder in it, by name. */
  fileNames(): Promise<readonly string[]>
  /** The bytes of one file of a backup. @throws BackupError `backup-damaged` when it is not there */
  bytes(fileName: string): AsyncIterable<Buffer>
  /** @throws BackupError `backup-damaged`, with ENOENT as its cause, when it is not there; what the store says when it cannot tell */
  sizeBytes(fileName: string): Promise<number>

  /** Those of these files that every user of this machine can read, or put others in their place; absent where the files are not this machine's. */
  exposed?(fileNames: readonly string[]): Promise<readonly string[]>

  /**
   * Absent where the files are not this machine's.
   * @param volumes that are to be backed up here, or filled from here
   * @throws BackupError `bad-input` when this place is inside of one of them
   */
  refuseInside?(volumes: readonly LiveVolume[]): Promise<void>

  /**
   * Looks whether these volumes may be kept here at all, before anything is touched.
   * @throws BackupError `upload-refused`, `source-refused`
   */
  admit(upload: Upload): Promise<void>

  /** Paths of what backups have left that were killed. */
  unfinished(now: Date): Promise<readonly string[]>

  /** Begins a backup with an id that nobody has. */
  begin(now: () => Date): Promise<Draft>

  /** Notes that a backup was read and found whole, for `latest-verified`. */
  markVerified(backupId: string, evidence: string): Promise<void>

  /** Removes what was brought here from elsewhere. */
  close(): Promise<void>
}

export interface Upload {
  readonly volumes: readonly { readonly key: string; readonly priority: string }[]
}

export interface StoredBackup {
  readonly backupId: string
  /** Means this one, even where two stacks have a backup with the same id. */
  readonly reference: string
  readonly manifest: Manifest | undefined
  /** Why it cannot be used. */
  readonly problem: string | undefined
  /** Of a backup whose manifest lies elsewhere and was not fetched. */
  readonly remote?: RemoteFacts
}

export interface RemoteFacts {
  readonly name: string
  readonly createdAt: string
  readonly expiresAt: string | undefined
  readonly sizeBytes: number
  readonly expired: boolean
  readonly verified: boolean
}

export interface Published {
  /** Path of the manifest. */
  readonly manifest: string
  /** What was uploaded, the manifest last; nothing for a local store. */
  readonly artifacts: readonly PublishedArtifact[]
}

export interface PublishedArtifact {
  readonly name: string
  readonly id: number
  readonly sizeBytes: number
  readonly digest: string
}

/** A backup in the making: a private folder (0700) whose files become the backup all together, or vanish. */
export interface Draft {
  readonly backupId: string
  /** Absolute; on the same file system as the store. */
  readonly folder: string
  /**
   * Syncs the files and moves them to their place, the manifest last.
   * @param manifest its file name and text
   */
  publish(
    files: readonly string[],
    manifest: { readonly name: string; readonly text: string }
  ): Promise<Published>
  /** Removes the folder and all in it. May be called after `publish`, and twice. */
  discard(): Promise<void>
}
