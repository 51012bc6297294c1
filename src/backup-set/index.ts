import { isUtf8 } from 'node:buffer'
import type { Entry } from '../archive/entry.ts'

/**
 * One line of an index: JSON, keys in this order, absent where they do not apply. Paths and link texts that are not
 * UTF-8 stand base64-coded under `pathBase64` and `linkBase64`. Equal entries give equal lines, byte for byte.
 */
export interface IndexLine {
  readonly path?: string
  readonly pathBase64?: string
  readonly type: Entry['type']
  /** Octal, four digits: `0644`. */
  readonly mode: string
  readonly uid: number
  readonly gid: number
  /** Nanoseconds since 1970. */
  readonly mtimeNs: string
  readonly size?: number
  readonly sha256?: string
  /** Files with more than 256 MiB of holes: sha256 over (offset as 8 bytes little-endian, bytes) of each 4 KiB block that is not zero. */
  readonly sparseSha256?: string
  readonly link?: string
  readonly linkBase64?: string
  readonly device?: readonly [number, number]
  /** Name to base64 value, sorted by name; bytes of a name that are not UTF-8 stand as `%` and two hexadecimal digits. */
  readonly xattrs?: Readonly<Record<string, string>>
}

export function formatEntry(entry: Entry): string {
  return JSON.stringify({
    ...textOrBase64('path', entry.path),
    type: entry.type,
    mode: entry.mode.toString(8).padStart(4, '0'),
    uid: entry.uid,
    gid: entry.gid,
    mtimeNs: entry.mtimeNs,
    ...(entry.size === undefined ? {} : { size: entry.size }),
    ...(entry.digest === undefined ? {} : { [entry.digest.kind]: entry.digest.hex }),
    ...(entry.link === undefined ? {} : textOrBase64('link', entry.link)),
    ...(entry.device === undefined ? {} : { device: entry.device }),
    ...(entry.xattrs.size === 0 ? {} : { xattrs: sortedXattrs(entry.xattrs) })
  })
}

export function pathOfLine(line: IndexLine): Buffer {
  return line.pathBase64 === undefined
    ? Buffer.from(line.path ?? '.')
    : Buffer.from(line.pathBase64, 'base64')
}

function textOrBase64(name: 'path' | 'link', bytes: Buffer): Record<string, string> {
  return isUtf8(bytes) ? { [name]: bytes.toString('utf8') } : { [`${name}Base64`]: bytes.toString('base64') }
}

function sortedXattrs(xattrs: ReadonlyMap<string, Buffer>): Record<string, string> {
  const names = [...xattrs.keys()].sort()
  return Object.fromEntries(
    names.map((name) => [shownXattrName(name), (xattrs.get(name) ?? Buffer.alloc(0)).toString('base64')])
  )
}

/** As text where it is UTF-8; a byte of another name, and the percent sign itself, as `%` and two digits. */
function shownXattrName(name: string): string {
  const bytes = Buffer.from(name, 'latin1')
  const escaped = (text: string, pattern: RegExp): string =>
    text.replace(pattern, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`)
  return isUtf8(bytes) ? escaped(bytes.toString('utf8'), /%/g) : escaped(name, /[%\x80-\xff]/g)
}
