import type { Transform } from 'node:stream'
import { PassThrough } from 'node:stream'
import { promisify } from 'node:util'
import zlib from 'node:zlib'
import { BackupError } from '../errors.ts'
import type { Compression } from '../inputs/settings.ts'

const gzip = promisify(zlib.gzip)
const gunzip = promisify<Buffer, zlib.ZlibOptions, Buffer>(zlib.gunzip)
const deflateRaw = promisify(zlib.deflateRaw)

const memberBytes = 1024 * 1024
const sampleBytes = 16 * 1024
/** Blocks at work at a time: keeps the thread pool busy while one is being stored. */
const inFlight = 6
/** Room for a whole member in one piece, so that the library neither grows nor joins its output. */
const outputBytes = memberBytes + 16 * 1024

/** One gzip member, and what its very bytes decode to. */
export interface GzipMember {
  readonly stored: Buffer
  /** Valid until the next member is asked for. */
  readonly decoded: Buffer
}

/**
 * Compresses a tar to gzip on all cores: each 1 MiB becomes a gzip member of its own, made and decoded again on libuv's
 * pool, handed on in order; RFC 1952 section 2.2 lets members follow each other, so every gzip reads the result. Members
 * that two samples show to be incompressible are stored. Largest buffers: seven blocks of 1 MiB and their results.
 */
export async function* gzipMembers(source: AsyncIterable<Buffer>, level: number): AsyncGenerator<GzipMember> {
  const pending: Promise<GzipMember>[] = []
  try {
    for await (const block of blocksOf(source, memberBytes)) {
      pending.push(gzipMember(block, level))
      const first = pending.length >= inFlight ? pending.shift() : undefined
      if (first) yield await first
    }
    for (let next = pending.shift(); next; next = pending.shift()) yield await next
  } finally {
    await Promise.allSettled(pending)
  }
}

async function gzipMember(block: Buffer, level: number): Promise<GzipMember> {
  const stored = await gzip(block, {
    level: (await isIncompressible(block)) ? 0 : level,
    chunkSize: outputBytes
  })
  return { stored, decoded: await gunzip(stored, { chunkSize: outputBytes }) }
}

async function isIncompressible(block: Buffer): Promise<boolean> {
  if (block.length < 4 * sampleBytes) return false
  const third = Math.floor(block.length / 3)
  const samples = [
    block.subarray(third, third + sampleBytes),
    block.subarray(2 * third, 2 * third + sampleBytes)
  ]
  const sizes = await Promise.all(
    samples.map(async (sample) => (await deflateRaw(sample, { level: 1 })).length)
  )
  return sizes.every((size) => size > sampleBytes * 0.98)
}

async function* blocksOf(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let block = Buffer.allocUnsafe(size)
  let length = 0
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length; ) {
      const taken = chunk.copy(block, length, at)
      at += taken
      length += taken
      if (length < size) continue
      yield block
      block = Buffer.allocUnsafe(size)
      length = 0
    }
  }
  if (length > 0) yield block.subarray(0, length)
}

/**
 * Decodes a few pieces ahead; an object each, since a stream of bytes would join them, copying all. Largest
 * buffers: four pieces of 1 MiB, one at work, 2 MiB of input.
 */
const ahead = {
  chunkSize: memberBytes,
  readableObjectMode: true,
  readableHighWaterMark: 4,
  writableHighWaterMark: 2 * memberBytes
}

/**
 * A stream that decodes stored bytes to tar.
 * @throws BackupError `not-supported` for zstd on a Node.js without it (before 22.15 and 23.8).
 */
export function decoder(compression: Compression): Transform {
  switch (compression) {
    case 'gzip':
      return zlib.createGunzip(ahead)
    case 'zstd':
      requireZstd()
      return zlib.createZstdDecompress(ahead)
    case 'none':
      return new PassThrough(ahead)
  }
}

/** @throws BackupError `not-supported` */
export function requireZstd(): void {
  if (typeof zlib.createZstdDecompress === 'function') return
  throw new BackupError('not-supported', `zstd needs Node.js 24, this is ${process.version}`, {
    hint: 'run with Node.js 24 or choose compression gzip or none'
  })
}
