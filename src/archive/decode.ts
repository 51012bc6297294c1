import type { Transform } from 'node:stream'
import { PassThrough } from 'node:stream'
import zlib from 'node:zlib'
import { BackupError, codeOf } from '../errors.ts'
import type { Compression } from '../inputs/settings.ts'

const pieceBytes = 1024 * 1024

/**
 * Decodes a few pieces ahead; an object each, since a stream of bytes would join them, copying all. Largest
 * buffers: four pieces of 1 MiB, one at work, 2 MiB of input.
 */
const ahead = {
  chunkSize: pieceBytes,
  readableObjectMode: true,
  readableHighWaterMark: 4,
  writableHighWaterMark: 2 * pieceBytes
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

/** Whether a decoder failed because of the bytes that it got, and not for want of memory. */
export function isUndecodable(error: unknown): boolean {
  return /^(Z_(?!MEM_)|ZSTD_(?!error_memory_)|ERR_ZSTD)/.test(codeOf(error))
}

/** @throws BackupError `not-supported` */
export function requireZstd(): void {
  if (typeof zlib.createZstdDecompress === 'function') return
  throw new BackupError('not-supported', `zstd needs Node.js 24, this is ${process.version}`, {
    hint: 'run with Node.js 24 or choose compression gzip or none'
  })
}
