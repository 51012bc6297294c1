import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { formatEntry } from '../backup-set/index.ts'
import { BackupError, messageOf } from '../errors.ts'
import type { Compression } from '../inputs/settings.ts'
import { type Comparison, describeDifferences, IndexComparison } from './compare.ts'
import { decoder, isUndecodable } from './decode.ts'
import { type Dialect, TarReader } from './entries.ts'
import type { Entry } from './entry.ts'

/** What a manifest says of an archive; what is absent cannot be checked. */
export interface ExpectedArchive {
  readonly sizeBytes?: number
  readonly sha256?: string
  readonly tarBytes?: number
  readonly tarSha256?: string
  readonly treeSha256?: string
  readonly index?: AsyncIterable<readonly string[]>
}

export interface OpenRequest {
  /** For messages: the archive's file name. */
  readonly name: string
  readonly bytes: AsyncIterable<Buffer>
  readonly compression: Compression
  readonly dialect: Dialect
  readonly expected: ExpectedArchive
  /**
   * `structure` leaves out what costs most, the digests of the tar and of its files: for who compares every file that
   * comes out of it anyway.
   */
  readonly depth: 'content' | 'structure'
  readonly onEntry?: (entry: Entry) => void
  readonly onProgress: (tarBytes: number) => void
  readonly signal: AbortSignal
}

export interface Opened {
  readonly layout: 'volume' | 'dot'
  readonly tarBytes: number
  readonly comparison: Comparison
}

/**
 * Reads an archive to its end and hands on its tar, each piece only after it was parsed and found safe to extract.
 * Whoever takes the pieces must treat them as unproven until the generator has returned: digests and the index are
 * complete only then.
 *
 * @throws BackupError `backup-damaged` when a size, a digest or the index does not agree; `archive-refused` when it is
 * no sound tar or holds what must not be extracted.
 */
export async function* openArchive(request: OpenRequest): AsyncGenerator<Buffer, Opened> {
  const { expected, name } = request
  const archiveHash = createHash('sha256')
  const tarHash = createHash('sha256')
  const whole = request.depth === 'content'
  const comparison = new IndexComparison(whole ? expected.index : undefined)
  const lines: string[] = []
  const reader = new TarReader(
    request.dialect,
    (entry) => {
      request.onEntry?.(entry)
      if (whole) lines.push(formatEntry(entry))
    },
    whole ? 'digested' : 'skipped'
  )
  let sizeBytes = 0
  async function* digested(): AsyncGenerator<Buffer> {
    for await (const piece of request.bytes) {
      archiveHash.update(piece)
      sizeBytes += piece.length
      yield piece
    }
  }
  const decoded = decoder(request.compression)
  const feeding = pipeline(digested, decoded, { signal: request.signal })
  // The same failure comes out of the loop below.
  feeding.catch(() => undefined)
  try {
    for await (const chunk of decoded as AsyncIterable<Buffer>) {
      if (whole) tarHash.update(chunk)
      reader.push(chunk)
      await comparison.advance(lines.splice(0))
      request.onProgress(reader.bytes)
      yield chunk
    }
    await feeding
  } catch (error) {
    throw damaged(name, error, request.signal)
  } finally {
    decoded.destroy()
  }
  reader.finish()
  const compared = await comparison.finish()
  // What is in the archive although it should not be says more than a digest.
  const cause = compared.differences > 0 ? compared : undefined
  expect(name, 'size', expected.sizeBytes, sizeBytes, cause)
  expect(name, 'sha256', expected.sha256, archiveHash.digest('hex'), cause)
  expect(name, 'size of the tar', expected.tarBytes, reader.bytes, cause)
  if (!whole) return { layout: reader.layout, tarBytes: reader.bytes, comparison: compared }
  expect(name, 'sha256 of the tar', expected.tarSha256, tarHash.digest('hex'), cause)
  if (compared.differences > 0) {
    throw new BackupError(
      'backup-damaged',
      `${name} does not agree with its index: ${describeDifferences(compared)}`,
      { hint: useAnother, cause: compared }
    )
  }
  expect(name, 'tree digest', expected.treeSha256, compared.treeSha256)
  return { layout: reader.layout, tarBytes: reader.bytes, comparison: compared }
}

/** Reads an archive to its end without using its bytes. */
export async function verifyArchive(request: OpenRequest): Promise<Opened> {
  const archive = openArchive(request)
  for (;;) {
    const next = await archive.next()
    if (next.done) return next.value
  }
}

const useAnother = 'the archive was damaged or exchanged after it was made; use another backup'

function expect(
  name: string,
  what: string,
  wanted: string | number | undefined,
  found: string | number,
  cause?: Comparison
): void {
  if (wanted === undefined || wanted === found) return
  throw new BackupError('backup-damaged', `${name}: its ${what} is ${found}, the manifest says ${wanted}`, {
    hint: useAnother,
    cause
  })
}

function damaged(name: string, error: unknown, signal: AbortSignal): unknown {
  // What feeds a decoder that is at its end is aborted: bytes of another kind follow.
  const goesOn = error instanceof Error && error.name === 'AbortError' && !signal.aborted
  if (!goesOn && !isUndecodable(error)) return error
  const why = goesOn ? 'something follows its end' : messageOf(error)
  return new BackupError('backup-damaged', `${name} cannot be decoded: ${why}`, {
    hint: useAnother,
    cause: error
  })
}
