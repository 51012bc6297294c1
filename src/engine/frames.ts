import { BackupError } from '../errors.ts'

/**
 * Takes apart the daemon's multiplexed stream: 8 bytes of header (stream number, three zeros, length big-endian), then
 * the bytes (Docker Engine API, "Attach to a container", stream format). Gives the standard output on; standard error
 * goes to `onStderr`. A stream that ends inside a frame was cut off and throws.
 */
export async function* demultiplex(
  stream: AsyncIterable<Buffer>,
  onStderr: (piece: Buffer) => void
): AsyncGenerator<Buffer> {
  let header: Buffer = Buffer.alloc(0)
  let left = 0
  let isError = false
  for await (const chunk of stream) {
    let at = 0
    while (at < chunk.length) {
      if (left === 0) {
        const piece = chunk.subarray(at, at + 8 - header.length)
        at += piece.length
        header = header.length === 0 ? piece : Buffer.concat([header, piece])
        if (header.length < 8) break
        isError = header[0] === 2
        left = header.readUInt32BE(4)
        header = Buffer.alloc(0)
        continue
      }
      const body = chunk.subarray(at, at + left)
      at += body.length
      left -= body.length
      if (isError) onStderr(body)
      else yield body
    }
  }
  if (left > 0 || header.length > 0)
    throw new BackupError('read-failed', 'the connection to the daemon was cut off in mid-stream')
}

/** Keeps what a process says, to its last word: what it says decides whether its work is any good. */
export class Messages {
  readonly #limit = 16 * 1024 * 1024
  readonly #pieces: Buffer[] = []
  #length = 0

  /** @throws BackupError `read-failed` when a message would be lost */
  add(piece: Buffer): void {
    this.#pieces.push(Buffer.from(piece))
    this.#length += piece.length
    if (this.#length > this.#limit)
      throw new BackupError('read-failed', 'tar has more to complain about than can be looked through', {
        hint: 'that many files change, or cannot be read; use quiesce pause or stop'
      })
  }

  text(): string {
    return Buffer.concat(this.#pieces).toString('utf8')
  }
}
