import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FaultKind } from './faults.ts'

/** Storage of signed addresses: one file a blob, never held in memory. */
export class Blobs {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
    mkdirSync(folder, { recursive: true })
  }

  create(): string {
    return randomBytes(16).toString('hex')
  }

  path(blob: string): string {
    return join(this.#folder, blob.replace(/[^0-9a-f]/g, ''))
  }

  async put(blob: string, url: URL, request: IncomingMessage): Promise<number> {
    const kind = url.searchParams.get('comp')
    if (kind === 'blocklist') {
      await this.#join(blob, await textOf(request))
    } else {
      const block = kind === 'block' ? `.${hex(url.searchParams.get('blockid') ?? '')}` : ''
      await pipeline(request, createWriteStream(`${this.path(blob)}${block}.new`))
      // A block counts once it has arrived whole.
      renameSync(`${this.path(blob)}${block}.new`, `${this.path(blob)}${block}`)
    }
    return 201
  }

  /** In the order of the list, not in that of arrival. */
  async #join(blob: string, xml: string): Promise<void> {
    const target = createWriteStream(this.path(blob)).setMaxListeners(0)
    for (const [, id = ''] of xml.matchAll(/<Latest>([^<]*)<\/Latest>/g)) {
      const block = `${this.path(blob)}.${hex(id)}`
      await pipeline(createReadStream(block), target, { end: false })
      await rm(block)
    }
    await new Promise<void>((resolve) => target.end(resolve))
  }

  async get(
    blob: string,
    url: URL,
    request: IncomingMessage,
    response: ServerResponse,
    fault: { readonly kind: FaultKind | undefined; readonly stallMs: number }
  ): Promise<void> {
    const { size } = statSync(this.path(blob))
    const range = /bytes=(\d+)-(\d*)/.exec(
      String(request.headers.range ?? request.headers['x-ms-range'] ?? '')
    )
    const [from, to] = [Number(range?.[1] ?? 0), Math.min(size, Number(range?.[2] || size - 1) + 1)]
    const sent = fault.kind === 'short' ? Math.floor((to - from) / 2) : to - from
    response.writeHead(range ? 206 : 200, {
      'content-length': String(sent),
      'content-type': url.searchParams.get('type') ?? 'application/octet-stream',
      'content-disposition': `attachment; filename="${url.searchParams.get('name') ?? 'blob'}"`,
      'accept-ranges': 'bytes',
      etag: '"0x1"',
      'last-modified': new Date().toUTCString(),
      'x-ms-blob-type': 'BlockBlob',
      ...(range ? { 'content-range': `bytes ${from}-${to - 1}/${size}` } : {})
    })
    if (request.method === 'HEAD' || sent === 0) {
      response.end()
      return
    }
    const bytes = createReadStream(this.path(blob), { start: from, end: from + sent - 1 })
    await pipeline(bytes, damage(fault, sent, response), response).catch(() => undefined)
  }

  async digest(blob: string): Promise<string> {
    const hash = createHash('sha256')
    for await (const piece of createReadStream(this.path(blob))) hash.update(piece as Buffer)
    return `sha256:${hash.digest('hex')}`
  }

  /** Changes one byte in the middle. */
  async flip(blob: string, at?: number): Promise<void> {
    const file = await open(this.path(blob), 'r+')
    const offset = at ?? Math.floor(statSync(this.path(blob)).size / 2)
    const { buffer } = await file.read(Buffer.alloc(1), 0, 1, offset)
    buffer[0] = (buffer[0] ?? 0) ^ 1
    await file.write(buffer, 0, 1, offset)
    await file.close()
  }
}

function damage(
  { kind, stallMs }: { readonly kind: FaultKind | undefined; readonly stallMs: number },
  length: number,
  response: ServerResponse
): Transform {
  let seen = 0
  return new Transform({
    transform(piece: Buffer, _encoding, done) {
      const half = Math.floor(length / 2)
      const meets = seen <= half && half < seen + piece.length
      const start = seen
      seen += piece.length
      if (!meets || kind === undefined || kind === 'short') return done(null, piece)
      if (kind === 'flip') {
        const copy = Buffer.from(piece)
        copy[half - start] = (copy[half - start] ?? 0) ^ 1
        return done(null, copy)
      }
      if (kind === 'stall') {
        setTimeout(() => done(null, piece), stallMs).unref()
        return
      }
      response.write(piece.subarray(0, half - start), () => response.destroy())
    }
  })
}

export async function textOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('utf8')
}

function hex(text: string): string {
  return Buffer.from(text).toString('hex')
}
