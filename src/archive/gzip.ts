import type { Transform } from 'node:stream'
import zlib from 'node:zlib'

const memberBytes = 1024 * 1024
const sampleBytes = 16 * 1024
/** Members at work at a time: keeps the thread pool busy while one is being stored. */
const inFlight = 6

/**
 * Compresses a tar to gzip on all cores: each 1 MiB becomes a gzip member of its own, made on libuv's pool and handed on
 * in order; RFC 1952 section 2.2 lets members follow each other, so every gzip reads the result. Members that two
 * samples show to be incompressible are stored. Largest buffers: for each of six makers a block of 1 MiB, its result, and
 * 2 MiB of room for the next ones.
 */
export async function* gzipMembers(source: AsyncIterable<Buffer>, level: number): AsyncGenerator<Buffer> {
  const makers: MemberMaker[] = []
  const pending: Promise<readonly Buffer[]>[] = []
  let turn = 0
  const current = () => (makers[turn % inFlight] ??= new MemberMaker(level))
  const begin = () => {
    const member = current().make()
    // It may fail before its turn to be awaited has come.
    member.catch(() => undefined)
    pending.push(member)
    turn++
  }
  try {
    for await (const piece of source) {
      for (let at = 0; at < piece.length; ) {
        at += current().fill(piece, at)
        if (!current().isFull) continue
        begin()
        // The next maker in turn is that of the first one pending.
        const first = pending.length === inFlight ? pending.shift() : undefined
        if (first) yield* await first
      }
    }
    if (!current().isEmpty) begin()
    for (let next = pending.shift(); next; next = pending.shift()) yield* await next
  } finally {
    await Promise.allSettled(pending)
    for (const maker of makers) maker.close()
  }
}

/** Every write becomes a whole result, in objects: a stream of bytes would join those of a result, copying all. */
const wholeWrites = {
  flush: zlib.constants.Z_FINISH,
  chunkSize: memberBytes,
  readableObjectMode: true,
  readableHighWaterMark: 4
}

/** Compresses one piece after the other, each by itself. */
class Compressor {
  readonly #stream: Transform & zlib.ZlibReset
  #fail: (error: Error) => void = () => undefined

  constructor(stream: Transform) {
    this.#stream = stream as Transform & zlib.ZlibReset
    // A write that fails at work is never called back.
    this.#stream.on('error', (error) => this.#fail(error))
  }

  compress(bytes: Buffer): Promise<readonly Buffer[]> {
    return new Promise((resolve, reject) => {
      this.#fail = reject
      this.#stream.write(bytes, (error) => {
        if (error) return reject(error)
        const pieces: Buffer[] = []
        for (let piece = this.#stream.read(); piece; piece = this.#stream.read()) pieces.push(piece)
        this.#stream.reset()
        resolve(pieces)
      })
    })
  }

  close(): void {
    this.#stream.destroy()
  }
}

/**
 * Makes one member after the other with the same block and the same compressors: with new ones for each, collecting
 * their memory took a ninth of all the time.
 */
class MemberMaker {
  readonly #block = Buffer.allocUnsafe(memberBytes)
  #length = 0
  readonly #store = new Compressor(zlib.createGzip({ ...wholeWrites, level: 0 }))
  readonly #sample = new Compressor(
    zlib.createDeflateRaw({ ...wholeWrites, chunkSize: sampleBytes, level: 1 })
  )
  readonly #deflate: Compressor

  constructor(level: number) {
    // A tenth quicker than the default of 8, and smaller: it makes fewer tables of codes.
    this.#deflate = new Compressor(zlib.createGzip({ ...wholeWrites, level, memLevel: 9 }))
  }

  get isEmpty(): boolean {
    return this.#length === 0
  }

  get isFull(): boolean {
    return this.#length === memberBytes
  }

  /** Copies what there is room for; returns how many bytes that were. */
  fill(piece: Buffer, from: number): number {
    const taken = piece.copy(this.#block, this.#length, from)
    this.#length += taken
    return taken
  }

  /** Empties the block, which must not be filled again before the member is made. */
  async make(): Promise<readonly Buffer[]> {
    const block = this.#block.subarray(0, this.#length)
    this.#length = 0
    return ((await this.#isIncompressible(block)) ? this.#store : this.#deflate).compress(block)
  }

  async #isIncompressible(block: Buffer): Promise<boolean> {
    if (block.length < 4 * sampleBytes) return false
    const third = Math.floor(block.length / 3)
    for (const from of [third, 2 * third]) {
      const sample = await this.#sample.compress(block.subarray(from, from + sampleBytes))
      if (Buffer.concat(sample).length <= sampleBytes * 0.98) return false
    }
    return true
  }

  close(): void {
    for (const compressor of [this.#deflate, this.#store, this.#sample]) compressor.close()
  }
}
