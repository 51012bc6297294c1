import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { checkAborted } from '../abort.ts'
import type { Compression } from '../inputs/settings.ts'
import { decoder, gzipMembers } from './compress.ts'
import { TarReader } from './entries.ts'
import type { Entry } from './entry.ts'

/** What hands the bytes over: a plain tar that is still to be compressed, or bytes already in their final form. */
export type SourceForm = 'tar' | 'final'

export interface SealRequest {
  /** What is to become gzip is copied piece by piece; pieces of anything else must stay as they are. */
  readonly source: AsyncIterable<Buffer>
  readonly form: SourceForm
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

  const keep = async (piece: Buffer): Promise<void> => {
    archiveHash.update(piece)
    sizeBytes += piece.length
    await request.store(piece)
  }
  const read = async (tar: Buffer): Promise<void> => {
    tarHash.update(tar)
    reader.push(tar)
    await request.onEntries(entries.splice(0))
    request.onProgress(reader.bytes)
  }
  if (request.form === 'tar' && request.compression === 'gzip') {
    for await (const { stored, decoded } of gzipMembers(request.source, request.level)) {
      checkAborted(request.signal)
      await keep(stored)
      await read(decoded)
    }
  } else await keepAndDecode(request, keep, read)
  reader.finish()
  return {
    sizeBytes,
    sha256: archiveHash.digest('hex'),
    tarBytes: reader.bytes,
    tarSha256: tarHash.digest('hex'),
    entries: reader.entries
  }
}

async function keepAndDecode(
  { source, compression, signal }: SealRequest,
  keep: (piece: Buffer) => Promise<void>,
  read: (tar: Buffer) => Promise<void>
): Promise<void> {
  async function* kept(): AsyncGenerator<Buffer> {
    for await (const piece of source) {
      await keep(piece)
      yield piece
    }
  }
  const readAll = async (tar: AsyncIterable<Buffer>): Promise<void> => {
    for await (const chunk of tar) await read(chunk)
  }
  await pipeline(kept, decoder(compression), readAll, { signal })
}
