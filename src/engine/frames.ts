import { BackupError } from '../errors.ts'

/**
 * Takes apart the daemon's multiplexed stream: 8 bytes of header (stream number, three zeros, length big-endian), then
 * the bytes (Docker Engine API, "Attach to a container", stream format). Gives the standard output on; standard error
 * is collected, at most its last 256 KiB. A stream that ends inside a frame was cut off and throws.
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

/** Keeps the tail of what a process says. */
export class TextTail {
  readonly #limit = 256 * 1024
  #pieces: Buffer[] = []
  #length = 0

  add(piece: Buffer): void {
    this.#pieces.push(Buffer.from(piece))
    this.#length += piece.length
    while (this.#length > this.#limit && this.#pieces.length > 1)
      this.#length -= this.#pieces.shift()?.length ?? 0
  }

  text(): string {
    return Buffer.concat(this.#pieces).toString('utf8')
  }
}
