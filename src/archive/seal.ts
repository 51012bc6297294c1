import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { BackupError, messageOf } from '../errors.ts'
import type { Compression } from '../inputs/settings.ts'
import { decoder, isUndecodable } from './decode.ts'
import { TarReader } from './entries.ts'
import type { Entry } from './entry.ts'
import { gzipMembers } from './gzip.ts'

export interface SealRequest {
  /**
   * For gzip a plain tar, which is compressed here and copied piece by piece. Else bytes in their final form, the
   * pieces of which must stay as they are.
   */
  readonly source: AsyncIterable<Buffer>
  readonly compression: Compression
  readonly level: number
  /** Gets every piece of the archive in order, to put it where it is kept. */
  readonly store: (piece: Buffer) => Promise<void>
  /** Gets the entries that each piece of tar completed, and is awaited. */
  readonly onEntries: (entries: readonly Entry[]) => Promise<void>
  readonly onProgress: (tarBytes: number) => void
  readonly signal: AbortSignal
}

/** What is known of an archive after every stored byte of it was decoded and read. Digests are hex. */
export interface Sealed {
  readonly sizeBytes: number
  readonly sha256: string
  readonly tarBytes: number
  readonly tarSha256: string
  readonly entries: number
}

/**
 * The one place where the order of a backup's bytes stands: tar, compress, store and digest, decode, read. The entries
 * handed on are read back from the very bytes that are stored, so the index describes what lies on disk, not what was
 * meant. Largest buffers: those of `gzipMembers` or of `decoder`, and the source's own pieces.
 *
 * @throws BackupError `archive-refused` when the stream is cut short or is no sound tar.
 */
export async function seal(request: SealRequest): Promise<Sealed> {
  const archiveHash = createHash('sha256')
  const tarHash = createHash('sha256')
  const entries: Entry[] = []
  const reader = new TarReader('own', (entry) => entries.push(entry))
  let sizeBytes = 0

  async function* stored(): AsyncGenerator<Buffer> {
    const isGzip = request.compression === 'gzip'
    for await (const piece of isGzip ? gzipMembers(request.source, request.level) : request.source) {
      archiveHash.update(piece)
      sizeBytes += piece.length
      await request.store(piece)
      yield piece
    }
  }
  const read = async (tar: AsyncIterable<Buffer>): Promise<void> => {
    for await (const piece of tar) {
      tarHash.update(piece)
      reader.push(piece)
      await request.onEntries(entries.splice(0))
      request.onProgress(reader.bytes)
    }
  }
  try {
    await pipeline(stored, decoder(request.compression), read, { signal: request.signal })
  } catch (error) {
    if (!isUndecodable(error)) throw error
    throw new BackupError('archive-refused', `what was stored cannot be decoded: ${messageOf(error)}`, {
      hint: 'back up again; when it fails again, look for faults of this machine, of its disk above all',
      cause: error
    })
  }
  reader.finish()
  return {
    sizeBytes,
    sha256: archiveHash.digest('hex'),
    tarBytes: reader.bytes,
    tarSha256: tarHash.digest('hex'),
    entries: reader.entries
  }
}
