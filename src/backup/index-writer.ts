import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { Entry } from '../archive/entry.ts'
import { formatEntry } from '../backup-set/index.ts'

export interface WrittenIndex {
  readonly sizeBytes: number
  readonly sha256: string
  readonly treeSha256: string
  /** Sum of the files' apparent sizes. */
  readonly contentBytes: number
}

/** Writes the index of one volume while its archive is read, 0600. Largest buffer: one batch of lines. */
export class IndexWriter {
  readonly #gzip = createGzip({ level: 4 })
  readonly #tree = createHash('sha256')
  readonly #stored = createHash('sha256')
  readonly #done: Promise<void>
  #sizeBytes = 0
  #contentBytes = 0

  constructor(path: string) {
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600 })
    this.#gzip.on('data', (piece: Buffer) => {
      this.#stored.update(piece)
      this.#sizeBytes += piece.length
    })
    this.#done = pipeline(this.#gzip, file)
    // Whoever adds or finishes is told.
    this.#done.catch(() => undefined)
  }

  async add(entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) this.#contentBytes += entry.size ?? 0
    await this.addLines(entries.map(formatEntry))
  }

  async addLines(lines: readonly string[]): Promise<void> {
    if (lines.length === 0) return
    const text = `${lines.join('\n')}\n`
    this.#tree.update(text)
    if (!this.#gzip.write(text)) await Promise.race([once(this.#gzip, 'drain'), this.#done])
  }

  async finish(): Promise<WrittenIndex> {
    this.#gzip.end()
    await this.#done
    return {
      sizeBytes: this.#sizeBytes,
      sha256: this.#stored.digest('hex'),
      treeSha256: this.#tree.digest('hex'),
      contentBytes: this.#contentBytes
    }
  }

  abandon(): void {
    this.#gzip.destroy()
  }
}
