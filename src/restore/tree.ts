import { checkAborted } from '../abort.ts'
import { type Comparison, describeDifferences, IndexComparison } from '../archive/compare.ts'
import { TarReader } from '../archive/entries.ts'
import { formatEntry } from '../backup-set/index.ts'
import type { VolumeBytes } from '../engine/volume-bytes.ts'
import { BackupError } from '../errors.ts'

export interface TreeRequest {
  readonly bytes: VolumeBytes
  /** The engine's name. */
  readonly volume: string
  readonly expected: AsyncIterable<readonly string[]> | undefined
  /** Gets every line that is read. */
  readonly onLines?: (lines: readonly string[]) => Promise<void>
  readonly onProgress: (tarBytes: number) => void
  /** Ends the reading; absent where a half-done exchange must be seen through. */
  readonly signal?: AbortSignal
}

/** Reads a whole volume, every byte of it, and compares each entry. @throws BackupError `read-failed` */
export async function compareTree(request: TreeRequest): Promise<Comparison> {
  const comparison = new IndexComparison(request.expected)
  const lines: string[] = []
  const reader = new TarReader('own', (entry) => lines.push(formatEntry(entry)))
  const read = await request.bytes.read(request.volume, 'tar', 0, undefined)
  try {
    for await (const chunk of read.bytes) {
      if (request.signal) checkAborted(request.signal)
      reader.push(chunk)
      const done = lines.splice(0)
      await request.onLines?.(done)
      await comparison.advance(done)
      request.onProgress(reader.bytes)
    }
  } catch (error) {
    // What the helper is asked next has to wait for the end of this job.
    await read.finished().catch(() => undefined)
    throw error
  }
  await read.finished()
  reader.finish()
  return comparison.finish()
}

/** @throws BackupError `verify-failed` with the comparison as its cause */
export async function verifyTree(request: TreeRequest, what: string): Promise<Comparison> {
  const compared = await compareTree(request)
  if (compared.differences === 0 && compared.entries > 0) return compared
  throw new BackupError(
    'verify-failed',
    `${what} is not what was backed up: ${compared.entries === 0 ? 'it has no entry at all' : describeDifferences(compared)}`,
    { cause: compared }
  )
}
