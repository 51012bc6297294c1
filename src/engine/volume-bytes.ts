import type { TarOutcome } from './tar-messages.ts'

/**
 * The way to the bytes of a set of volumes. One implementation today, a helper container with tar; the daemon's archive
 * endpoint can stand beside it.
 */
export interface VolumeBytes {
  /** How bytes travel: through a folder that this machine and the helper share, or over the daemon's connection. */
  readonly transport: 'shared-folder' | 'attach'
  /** Whether `read` can hand over zstd. */
  readonly hasZstd: boolean

  /**
   * Reads a whole volume as one tar under `volume/`, in sorted order.
   * @param partFile a name inside the shared folder: if the way allows it, the bytes are stored there while they are handed over.
   * Without one, each piece is valid only until the next one is asked for.
   */
  read(volume: string, format: ReadFormat, level: number, partFile: string | undefined): Promise<VolumeRead>

  /**
   * Extracts a plain tar over a volume and begins to flush it to the disk, see `settle`; the bytes must have been
   * checked before they are handed in.
   * @throws BackupError `write-failed`, `no-space`
   */
  write(volume: string, layout: 'volume' | 'dot', tar: AsyncIterable<Buffer>): Promise<void>

  /** Copies everything of one volume over another, the root's attributes included, and begins to flush it. */
  copy(from: string, to: string): Promise<void>
  /** Waits until all that was written is on the disk. */
  settle(): Promise<void>
  /** Deletes everything in a volume. */
  wipe(volume: string): Promise<void>
  freeBytes(volume: string): Promise<number>
  /** Bytes on disk. */
  usedBytes(volume: string): Promise<number>

  /** Ends the helper, at once if it is at work. May be called twice. */
  close(): Promise<void>
}

export type ReadFormat = 'tar' | 'zstd'

/** `attach` is for tests and for daemons whose folders cannot be trusted to be ours. */
export type ShareMode = 'auto' | 'attach'

export interface VolumeMount {
  readonly name: string
  readonly writable: boolean
  /** Patterns of paths inside the volume to leave out when reading. */
  readonly exclude?: readonly string[]
}

export interface VolumeRead {
  readonly bytes: AsyncIterable<Buffer>
  /** The bytes lie already in the part file. */
  readonly stored: boolean
  /**
   * To be awaited after `bytes` was read to its end.
   * @throws BackupError `read-failed` when the bytes are not a true copy of the volume.
   */
  finished(): Promise<TarOutcome>
}
