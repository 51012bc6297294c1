import { BackupError } from '../errors.ts'

/**
 * One 512-byte tar header, decoded but not judged. Layout: POSIX.1-2017 `pax`, "ustar Interchange Format"; base-256
 * numbers are GNU's and star's extension for what does not fit in octal.
 */
export interface Header {
  readonly name: Buffer
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly size: number
  readonly mtime: number
  /** The type flag as a character; NUL (old tar) is given as `0`. */
  readonly typeflag: string
  readonly linkname: Buffer
  readonly device: readonly [major: number, minor: number]
  readonly gnu: boolean
}

export const blockSize = 512

export function refuse(why: string): never {
  throw new BackupError('archive-refused', `the archive is refused: ${why}`, {
    hint: 'use another backup; nothing was extracted from this one into a volume of yours'
  })
}

/** @throws BackupError `archive-refused` when the checksum, the magic or a number is wrong. */
export function parseHeader(block: Buffer): Header {
  if (checksumOf(block) !== octal(block, 148, 8, 'checksum')) refuse('a header has a wrong checksum')
  const magic = block.toString('latin1', 257, 265)
  const gnu = magic === 'ustar  \0'
  if (!gnu && magic !== 'ustar\x0000') refuse('a header is not of the POSIX or GNU tar format')
  const flag = block[156]
  const prefix = gnu ? nothing : text(block, 345, 155)
  const name = text(block, 0, 100)
  return {
    name: prefix.length === 0 ? name : Buffer.concat([prefix, slash, name]),
    mode: octal(block, 100, 8, 'mode') & 0o7777,
    uid: number(block, 108, 8, 'uid'),
    gid: number(block, 116, 8, 'gid'),
    size: number(block, 124, 12, 'size'),
    mtime: number(block, 136, 12, 'mtime', true),
    typeflag: flag === 0 || flag === undefined ? '0' : String.fromCharCode(flag),
    linkname: text(block, 157, 100),
    device: [number(block, 329, 8, 'device major'), number(block, 337, 8, 'device minor')],
    gnu
  }
}

export function isZeroBlock(block: Buffer): boolean {
  return block.equals(zeroBlock)
}

const zeroBlock = Buffer.alloc(blockSize)
const slash = Buffer.from('/')
const nothing = Buffer.alloc(0)
const checksumField = 8 * 0x20

function checksumOf(block: Buffer): number {
  let sum = checksumField
  for (let i = 0; i < 148; i++) sum += block[i] ?? 0
  for (let i = 156; i < blockSize; i++) sum += block[i] ?? 0
  return sum
}

function text(block: Buffer, start: number, length: number): Buffer {
  if (block[start] === 0) return nothing
  const end = block.indexOf(0, start)
  return Buffer.from(block.subarray(start, end === -1 || end > start + length ? start + length : end))
}

/** Blanks, digits, then blanks or NULs to the end of the field. Byte by byte: text for each number is slow. */
function octal(block: Buffer, start: number, length: number, what: string): number {
  const end = start + length
  let at = start
  let value = 0
  while (at < end && block[at] === 0x20) at++
  for (; at < end && isOctalDigit(block[at]); at++) value = value * 8 + (block[at] ?? 0) - 0x30
  for (; at < end; at++)
    if (block[at] !== 0x20 && block[at] !== 0) refuse(`a header has a malformed number (${what})`)
  return value
}

function isOctalDigit(byte = 0): boolean {
  return byte >= 0x30 && byte <= 0x37
}

function number(block: Buffer, start: number, length: number, what: string, mayBeNegative = false): number {
  const first = block[start] ?? 0
  if ((first & 0x80) === 0) return octal(block, start, length, what)
  let value = BigInt(first & 0x40 ? first | ~0xff : first & 0x7f)
  for (let i = 1; i < length; i++) value = (value << 8n) | BigInt(block[start + i] ?? 0)
  if (value < 0n && !mayBeNegative) refuse(`a header has a negative number (${what})`)
  const result = Number(value)
  if (!Number.isSafeInteger(result)) refuse(`a header has an absurd number (${what})`)
  return result
}
