import { createHash, type Hash } from 'node:crypto'
import { blockSize, refuse } from './header.ts'

/** Up to this many bytes of holes a sparse file has an ordinary sha256 over its whole content. */
const maxHashedHoles = 256 * 1024 * 1024
const zeros = Buffer.alloc(1024 * 1024)
const compareUnit = 4096

export interface SparseDigest {
  /** Over the whole content, or over the non-zero blocks where the holes are too many to hash. */
  readonly kind: 'sha256' | 'sparseSha256'
  readonly hex: string
}

/**
 * Reads the data of one sparse member (GNU format 1.0: a decimal map, padded to a block, then the extents) and digests
 * the file's content. The digest does not depend on where the holes lie, only on the content, so that a file system
 * that places them differently still compares equal: with few holes it is the plain sha256; with many, the sha256 over
 * (offset, bytes) of each 4 KiB block that is not all zero.
 *
 * Largest buffer: the map, at most 16 MiB (refused above), and one block.
 */
export class SparseContent {
  readonly #realSize: number
  readonly #storedSize: number
  readonly #hash: Hash = createHash('sha256')
  #mapText: Buffer = Buffer.alloc(0)
  #map: readonly (readonly [offset: number, length: number])[] | undefined
  #plain = true
  #extent = 0
  #extentAt = 0
  #hashedTo = 0
  #pending: Buffer = Buffer.alloc(0)
  #pendingOffset = 0

  constructor(realSize: number, storedSize: number) {
    this.#realSize = realSize
    this.#storedSize = storedSize
  }

  push(chunk: Buffer): void {
    let data = chunk
    if (this.#map === undefined) {
      this.#mapText = Buffer.concat([this.#mapText, chunk])
      if (this.#mapText.length > 16 * 1024 * 1024) refuse('a sparse file has an absurd map')
      const parsed = parseMap(this.#mapText)
      if (parsed === undefined) return
      this.#check(parsed.map, parsed.bytes)
      this.#map = parsed.map
      this.#plain = this.#realSize - parsed.map.reduce((sum, [, length]) => sum + length, 0) <= maxHashedHoles
      data = this.#mapText.subarray(parsed.bytes)
      this.#mapText = Buffer.alloc(0)
    }
    this.#content(data)
  }

  finish(): SparseDigest {
    if (this.#map === undefined) refuse('a sparse file has no complete map')
    if (this.#plain) {
      this.#zeros(this.#realSize - this.#hashedTo)
      return { kind: 'sha256', hex: this.#hash.digest('hex') }
    }
    this.#flushBlock()
    return { kind: 'sparseSha256', hex: this.#hash.digest('hex') }
  }

  /** Only maps that every reader takes alike: in order, whole blocks but for the file's end, ending where the file ends. */
  #check(map: readonly (readonly [number, number])[], mapBytes: number): void {
    let end = 0
    let stored = mapBytes
    for (const [offset, length] of map) {
      if (offset < end || offset + length > this.#realSize)
        refuse('a sparse file has a map that overlaps or leaves the file')
      if (length % blockSize !== 0 && offset + length !== this.#realSize)
        refuse('a sparse file has a map with a part of a block')
      end = offset + length
      stored += length
    }
    if (end !== this.#realSize) refuse('a sparse file has a map that does not end where the file ends')
    if (stored !== this.#storedSize) refuse('a sparse file has a map that does not match its data')
  }

  #content(chunk: Buffer): void {
    let data = chunk
    while (data.length > 0) {
      while (this.#map?.[this.#extent]?.[1] === 0) this.#extent++
      const [offset, length] =
        this.#map?.[this.#extent] ?? refuse('a sparse file has more data than its map says')
      const part = data.subarray(0, length - this.#extentAt)
      this.#at(offset + this.#extentAt, part)
      this.#extentAt += part.length
      data = data.subarray(part.length)
      if (this.#extentAt === length) {
        this.#extent++
        this.#extentAt = 0
      }
    }
  }

  #at(offset: number, part: Buffer): void {
    if (this.#plain) {
      this.#zeros(offset - this.#hashedTo)
      this.#hash.update(part)
      this.#hashedTo = offset + part.length
      return
    }
    let rest = part
    let position = offset
    while (rest.length > 0) {
      const block = position - (position % compareUnit)
      if (block !== this.#pendingOffset) {
        this.#flushBlock()
        this.#pendingOffset = block
      }
      const inBlock = position - block
      const piece = rest.subarray(0, compareUnit - inBlock)
      this.#pending = Buffer.concat([this.#pending, zeros.subarray(0, inBlock - this.#pending.length), piece])
      position += piece.length
      rest = rest.subarray(piece.length)
    }
  }

  #flushBlock(): void {
    const length = this.#pending.length
    if (length > 0 && !this.#pending.equals(zeros.subarray(0, length))) {
      const offset = Buffer.alloc(8)
      offset.writeBigUInt64LE(BigInt(this.#pendingOffset))
      this.#hash
        .update(offset)
        .update(this.#pending)
        .update(zeros.subarray(0, compareUnit - length))
    }
    this.#pending = Buffer.alloc(0)
  }

  #zeros(count: number): void {
    for (let left = count; left > 0; left -= zeros.length)
      this.#hash.update(zeros.subarray(0, Math.min(left, zeros.length)))
    this.#hashedTo += Math.max(count, 0)
  }
}

/** `undefined` while the map is not yet complete. */
function parseMap(bytes: Buffer): { map: (readonly [number, number])[]; bytes: number } | undefined {
  let at = 0
  const next = (): number | undefined => {
    const end = bytes.indexOf(0x0a, at)
    if (end === -1) {
      if (bytes.length - at > 20) refuse('a sparse file has a malformed map')
      return undefined
    }
    const digits = bytes.toString('latin1', at, end)
    const value = /^[0-9]{1,16}$/.test(digits) ? Number(digits) : Number.NaN
    if (!Number.isSafeInteger(value)) refuse('a sparse file has a malformed map')
    at = end + 1
    return value
  }
  const count = next()
  if (count === undefined) return undefined
  if (count > 1_000_000) refuse('a sparse file has an absurd map')
  const map: (readonly [number, number])[] = []
  for (let i = 0; i < count; i++) {
    const offset = next()
    const length = next()
    if (offset === undefined || length === undefined) return undefined
    map.push([offset, length])
  }
  const padded = Math.ceil(at / blockSize) * blockSize
  return bytes.length < padded ? undefined : { map, bytes: padded }
}
