import { promisify } from 'node:util'
import zlib from 'node:zlib'
import type { Transform } from 'node:stream'
import { PassThrough } from 'node:stream'
import { BackupError } from '../errors.ts'
import type { Compression } from '../inputs/settings.ts'

const gzip = promisify(zlib.gzip)
const deflateRaw = promisify(zlib.deflateRaw)

const memberBytes = 1024 * 1024
const sampleBytes = 16 * 1024
/** Blocks under compression at a time: keeps the thread pool busy while one is being stored. */
const inFlight = 6

/**
 * Compresses a tar to gzip on all cores: each 1 MiB becomes a gzip member of its own, made on libuv's pool, in order;
 * RFC 1952 section 2.2 lets members follow each other, so every gzip reads the result. Members that two samples show to be
 * incompressible are stored. Largest buffer: seven blocks of 1 MiB and their results.
 */
export async function* gzipMembers(source: AsyncIterable<Buffer>, level: number): AsyncGenerator<Buffer> {
  const pending: Promise<Buffer>[] = []
  try {
    for await (const block of blocksOf(source, memberBytes)) {
      pending.push(gzipMember(block, level))
      if (pending.length >= inFlight) yield await (pending.shift() as Promise<Buffer>)
    }
    while (pending.length > 0) yield await (pending.shift() as Promise<Buffer>)
  } finally {
    await Promise.allSettled(pending)
  }
}

async function gzipMember(block: Buffer, level: number): Promise<Buffer> {
  return gzip(block, { level: (await isIncompressible(block)) ? 0 : level, chunkSize: memberBytes + 1024 })
}

async function isIncompressible(block: Buffer): Promise<boolean> {
  if (block.length < 4 * sampleBytes) return false
  const third = Math.floor(block.length / 3)
  const samples = [block.subarray(third, third + sampleBytes), block.subarray(2 * third, 2 * third + sampleBytes)]
  const sizes = await Promise.all(samples.map(async (sample) => (await deflateRaw(sample, { level: 1 })).length))
  return sizes.every((size) => size > sampleBytes * 0.98)
}

async function* blocksOf(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let pieces: Buffer[] = []
  let length = 0
  for await (const chunk of source) {
    let rest = chunk
    while (length + rest.length >= size) {
      const cut = size - length
      yield Buffer.concat([...pieces, rest.subarray(0, cut)], size)
      rest = rest.subarray(cut)
      pieces = []
      length = 0
    }
    if (rest.length > 0) {
      pieces.push(rest)
      length += rest.length
    }
  }
  if (length > 0) yield Buffer.concat(pieces, length)
}

/**
 * A stream that decodes stored bytes to tar.
 * @throws BackupError `not-supported` for zstd on a Node.js without it (before 22.15 and 23.8).
 */
export function decoder(compression: Compression): Transform {
  switch (compression) {
    case 'gzip':
      return zlib.createGunzip({ chunkSize: memberBytes })
    case 'zstd':
      requireZstd()
      return zlib.createZstdDecompress({ chunkSize: memberBytes })
    case 'none':
      return new PassThrough({ highWaterMark: memberBytes })
  }
}

/** @throws BackupError `not-supported` */
export function requireZstd(): void {
  if (typeof zlib.createZstdDecompress === 'function') return
  throw new BackupError('not-supported', `zstd needs Node.js 24, this is ${process.version}`, {
    hint: 'run with Node.js 24 or choose compression gzip or none'
  })
}
