import type { Manifest } from '../backup-set/manifest.ts'

/** Where backups lie. A backup without a manifest does not exist. */
export interface Store {
  /** For messages. */
  readonly location: string

  /** Newest first. Damaged manifests are named, not hidden. */
  list(): Promise<readonly StoredBackup[]>

  /**
   * @param backupId an id or `latest`
   * @throws BackupError `backup-unknown` with the ids that there are, `backup-damaged`
   */
  read(backupId: string): Promise<Manifest>

  /** Every file and folder in it, by name. */
  fileNames(): Promise<readonly string[]>
  /** The bytes of one file of a backup. @throws BackupError `backup-damaged` when it is not there */
  bytes(fileName: string): AsyncIterable<Buffer>
  /** @throws BackupError `backup-damaged` when it is not there */
  sizeBytes(fileName: string): Promise<number>

  /** Paths of what backups have left that were killed. */
  unfinished(now: Date): Promise<readonly string[]>

  /** Begins a backup with an id that nobody has. */
  begin(now: () => Date): Promise<Draft>
}

export interface StoredBackup {
  readonly backupId: string
  readonly manifest: Manifest | undefined
  /** Why the manifest could not be read. */
  readonly problem: string | undefined
}

/** A backup in the making: a private folder (0700) whose files become the backup all together, or vanish. */
export interface Draft {
  readonly backupId: string
  /** Absolute; on the same file system as the store. */
  readonly folder: string
  /**
   * Syncs the files and moves them to their place, the manifest last.
   * @param manifest its file name and text
   * @returns the manifest's path
   */
  publish(
    files: readonly string[],
    manifest: { readonly name: string; readonly text: string }
  ): Promise<string>
  /** Removes the folder and all in it. May be called after `publish`, and twice. */
  discard(): Promise<void>
}
