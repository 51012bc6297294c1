import { writeSync } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { type Sealed, seal } from '../archive/seal.ts'
import { bareHex, type ManifestVolume, prefixed, redactOptions } from '../backup-set/manifest.ts'
import { archiveName, indexName } from '../backup-set/naming.ts'
import type { VolumeUser } from '../engine/engine.ts'
import type { TarOutcome } from '../engine/tar-messages.ts'
import type { ReadFormat, VolumeBytes } from '../engine/volume-bytes.ts'
import type { BackupSettings } from '../inputs/settings.ts'
import type { Consistency } from '../quiesce/plan.ts'
import type { SelectedVolume } from '../selection/model.ts'
import type { Draft } from '../stores/store.ts'
import { IndexWriter, type WrittenIndex } from './index-writer.ts'

export interface ArchiveRequest {
  readonly settings: Pick<BackupSettings, 'compression' | 'compressionLevel'>
  readonly volume: SelectedVolume
  readonly users: readonly VolumeUser[]
  readonly consistency: Consistency
  readonly draft: Draft
  readonly bytes: VolumeBytes
  readonly onProgress: (tarBytes: number) => void
  readonly now: () => Date
  readonly signal: AbortSignal
}

/**
 * Writes the archive and the index of one volume into the draft.
 * @throws BackupError when the volume could not be read whole or the archive does not decode to a sound tar
 */
export async function archiveVolume(request: ArchiveRequest): Promise<ManifestVolume> {
  const { volume, draft, settings } = request
  const startedAt = request.now()
  const archive = archiveName(volume.key, draft.backupId, settings.compression)
  const index = indexName(volume.key, draft.backupId)
  const writer = new IndexWriter(join(draft.folder, index))
  try {
    const { sealed, outcome } = await storeArchive(request, archive, writer)
    const written = await writer.finish()
    return describe(request, { archive, index, sealed, outcome, written, startedAt })
  } catch (error) {
    writer.abandon()
    throw error
  }
}

async function storeArchive(
  request: ArchiveRequest,
  archive: string,
  writer: IndexWriter
): Promise<{ sealed: Sealed; outcome: TarOutcome }> {
  const { volume, draft, bytes, settings } = request
  const part = 'archive.part'
  const format: ReadFormat = settings.compression === 'zstd' ? 'zstd' : 'tar'
  const read = await bytes.read(
    volume.name,
    format,
    settings.compressionLevel,
    // Without a part file pieces do not last: good enough for gzip alone, which copies them.
    settings.compression === 'gzip' ? undefined : part
  )
  const file = await open(join(draft.folder, part), read.stored ? 'r+' : 'wx', 0o600)
  const flusher = new Flusher(file)
  let sourceEnded = false
  async function* watched(): AsyncGenerator<Buffer> {
    try {
      yield* read.bytes
    } catch (error) {
      sourceEnded = true
      throw error
    }
    sourceEnded = true
  }
  try {
    const sealed = await seal({
      source: watched(),
      compression: settings.compression,
      level: settings.compressionLevel,
      store: async (piece) => {
        // A write into the page cache is quick; on the thread pool it would wait behind blocks that are being compressed.
        if (!read.stored) writeAll(file.fd, piece)
        flusher.wrote(piece.length)
      },
      onEntries: (entries) => writer.add(entries),
      onProgress: request.onProgress,
      signal: request.signal
    }).catch(async (error: unknown) => {
      // What tar says explains a stream that was cut short better than the cut itself.
      if (!request.signal.aborted && sourceEnded) await read.finished()
      throw error
    })
    const outcome = await read.finished()
    await flusher.finish()
    await rename(join(draft.folder, part), join(draft.folder, archive))
    return { sealed, outcome }
  } finally {
    await file.close()
  }
}

/** Gets a growing file to the disk while it is written, so that little is left to wait for at its end. */
class Flusher {
  readonly #file: FileHandle
  #unflushed = 0
  #flushing: Promise<void> | undefined
  /** The kernel tells of a failed write-back once: a later flush may succeed without the bytes. */
  #failure: unknown

  constructor(file: FileHandle) {
    this.#file = file
  }

  wrote(bytes: number): void {
    this.#unflushed += bytes
    if (this.#flushing || this.#unflushed < flushBytes) return
    this.#unflushed = 0
    this.#flushing = this.#file
      .datasync()
      .catch((error: unknown) => {
        this.#failure ??= error
      })
      .finally(() => {
        this.#flushing = undefined
      })
  }

  /**
   * What is left is flushed when the backup is published: the services need not wait for it.
   * @throws what the disk said to bytes that it did not take
   */
  async finish(): Promise<void> {
    await this.#flushing
    if (this.#failure !== undefined) throw this.#failure
  }
}

const flushBytes = 64 * 1024 * 1024

function writeAll(fd: number, piece: Buffer): void {
  for (let at = 0; at < piece.length; ) at += writeSync(fd, piece, at)
}

interface Made {
  readonly archive: string
  readonly index: string
  readonly sealed: Sealed
  readonly outcome: TarOutcome
  readonly written: WrittenIndex
  readonly startedAt: Date
}

function describe(request: ArchiveRequest, made: Made): ManifestVolume {
  const { volume, settings } = request
  const { options, redacted } = redactOptions(volume.live.options)
  return {
    key: volume.key,
    name: volume.name,
    priority: volume.priority,
    prioritySource: volume.prioritySource,
    ...(volume.description === undefined ? {} : { description: volume.description }),
    ...(volume.restoreOrder === undefined ? {} : { restoreOrder: volume.restoreOrder }),
    ...(volume.retentionDays === undefined ? {} : { retentionDays: volume.retentionDays }),
    driver: volume.live.driver,
    options,
    redactedOptions: redacted,
    labels: { ...volume.live.labels },
    users: request.users
      .filter(({ mounts }) => mounts.some((mount) => mount.volume === volume.name))
      .map(describeUser),
    consistency: request.consistency,
    entries: made.sealed.entries,
    contentBytes: made.written.contentBytes,
    archive: {
      file: made.archive,
      sizeBytes: made.sealed.sizeBytes,
      sha256: prefixed(made.sealed.sha256),
      compression: settings.compression,
      level: settings.compression === 'none' ? 0 : settings.compressionLevel
    },
    tar: { sizeBytes: made.sealed.tarBytes, sha256: prefixed(made.sealed.tarSha256) },
    index: { file: made.index, sizeBytes: made.written.sizeBytes, sha256: prefixed(made.written.sha256) },
    treeSha256: prefixed(made.written.treeSha256),
    notCaptured: made.outcome.notCaptured.map(({ path, reason }) => ({ path, reason })),
    excluded: [...volume.exclude],
    changedWhileRead: [...made.outcome.changed],
    warnings: [...made.outcome.warnings],
    startedAt: made.startedAt.toISOString(),
    durationMs: Math.max(0, request.now().getTime() - made.startedAt.getTime())
  }
}

function describeUser(user: VolumeUser): ManifestVolume['users'][number] {
  const service = user.labels['com.docker.compose.service']
  return {
    container: user.name,
    ...(service === undefined ? {} : { service }),
    image: user.image,
    imageId: user.imageId,
    user: user.user
  }
}

export function checksumLines(volumes: readonly ManifestVolume[]): readonly string[] {
  return volumes.flatMap(({ archive, index }) => [
    `${bareHex(archive.sha256)}  ${archive.file}`,
    `${bareHex(index.sha256)}  ${index.file}`
  ])
}
