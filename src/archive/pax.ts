import { refuse } from './header.ts'

/** What the extended header says about the entry that follows it. Absent members: nothing was said. */
export interface PaxRecords {
  readonly path?: Buffer
  readonly linkpath?: Buffer
  readonly size?: number
  readonly uid?: number
  readonly gid?: number
  /** Nanoseconds since 1970, a decimal integer, perhaps negative. */
  readonly mtimeNs?: string
  /** GNU sparse format 1.0: real name and size; the map stands before the data. */
  readonly sparse?: { readonly name: Buffer; readonly realSize: number }
  /** Names as latin1: each character is one byte. */
  readonly xattrs: ReadonlyMap<string, Buffer>
}

/** A larger extended header is refused: 64 KiB an xattr is the kernel's limit, a path has 4 KiB. */
export const maxPaxBytes = 1024 * 1024

/** @throws BackupError `archive-refused` for malformed, doubled or unknown records: whoever reads on would be guessing. */
export function parsePax(body: Buffer): PaxRecords {
  const raw = new Map<string, Buffer>()
  for (let at = 0; at < body.length; ) {
    const space = body.indexOf(0x20, at)
    const digits = space === -1 ? '' : body.toString('latin1', at, space)
    const length = /^[1-9][0-9]{0,6}$/.test(digits) ? Number(digits) : 0
    const end = at + length
    if (length === 0 || end > body.length || body[end - 1] !== 0x0a)
      refuse('an extended header has a malformed record')
    const equals = body.indexOf(0x3d, space)
    if (equals === -1 || equals >= end) refuse('an extended header has a record without a key')
    // latin1 keeps the bytes of a key that is not UTF-8; an attribute's name may be any bytes.
    const key = body.toString('latin1', space + 1, equals)
    if (raw.has(key)) refuse(`an extended header names ${JSON.stringify(key)} twice`)
    raw.set(key, body.subarray(equals + 1, end - 1))
    at = end
  }
  return interpret(raw)
}

const ignoredKeys = new Set([
  'uname',
  'gname',
  'atime',
  'ctime',
  'comment',
  'SCHILY.acl.access',
  'SCHILY.acl.default'
])
const xattrPrefix = 'SCHILY.xattr.'

function interpret(raw: ReadonlyMap<string, Buffer>): PaxRecords {
  const xattrs = new Map<string, Buffer>()
  for (const [key, value] of raw) {
    if (key.startsWith(xattrPrefix)) {
      const name = decodeXattrName(key.slice(xattrPrefix.length))
      if (name === '' || name.includes('\0') || xattrs.has(name))
        refuse('an extended attribute has an impossible name')
      xattrs.set(name, Buffer.from(value))
    } else if (!ignoredKeys.has(key) && !(key in readers))
      refuse(`an extended header has the unknown key ${JSON.stringify(key)}`)
  }
  return {
    ...readOne(raw, 'path', 'path', readers.path),
    ...readOne(raw, 'linkpath', 'linkpath', readers.linkpath),
    ...readOne(raw, 'size', 'size', readers.size),
    ...readOne(raw, 'uid', 'uid', readers.uid),
    ...readOne(raw, 'gid', 'gid', readers.gid),
    ...readOne(raw, 'mtime', 'mtimeNs', readers.mtime),
    ...readSparse(raw),
    xattrs
  }
}

const readers = {
  path: pathOf,
  linkpath: pathOf,
  size: integerOf,
  uid: integerOf,
  gid: integerOf,
  mtime: nanosecondsOf,
  'GNU.sparse.major': integerOf,
  'GNU.sparse.minor': integerOf,
  'GNU.sparse.name': pathOf,
  'GNU.sparse.realsize': integerOf
}

function readOne<Name extends string, Value>(
  raw: ReadonlyMap<string, Buffer>,
  key: string,
  name: Name,
  read: (value: Buffer, key: string) => Value
): { [name in Name]?: Value } {
  const value = raw.get(key)
  return value === undefined ? {} : ({ [name]: read(value, key) } as { [name in Name]: Value })
}

function readSparse(raw: ReadonlyMap<string, Buffer>): Pick<PaxRecords, 'sparse'> {
  const major = raw.get('GNU.sparse.major')
  const minor = raw.get('GNU.sparse.minor')
  const name = raw.get('GNU.sparse.name')
  const realSize = raw.get('GNU.sparse.realsize')
  if (!major && !minor && !name && !realSize) return {}
  if (major?.toString() !== '1' || minor?.toString() !== '0' || !name || !realSize) {
    refuse('a sparse file is not stored in format 1.0')
  }
  return { sparse: { name: pathOf(name), realSize: integerOf(realSize, 'GNU.sparse.realsize') } }
}

function pathOf(value: Buffer): Buffer {
  if (value.length === 0 || value.includes(0))
    refuse('an extended header has an empty path or one with a NUL byte')
  return Buffer.from(value)
}

function integerOf(value: Buffer, key: string): number {
  const digits = value.toString('latin1')
  const result = /^(?:0|[1-9][0-9]{0,15})$/.test(digits) ? Number(digits) : Number.NaN
  if (!Number.isSafeInteger(result)) refuse(`an extended header has a malformed number (${key})`)
  return result
}

/** Decimal seconds with up to nine decimals, as GNU tar writes them, to whole nanoseconds. */
function nanosecondsOf(value: Buffer): string {
  const match = /^(-?)([0-9]{1,18})(?:\.([0-9]{1,9}))?$/.exec(value.toString('latin1'))
  if (!match) refuse('an extended header has a malformed time')
  const [, sign = '', seconds = '', fraction = ''] = match
  return nanoseconds(sign + seconds, fraction)
}

export function nanoseconds(seconds: string, fraction = ''): string {
  const joined = seconds + fraction.padEnd(9, '0')
  return seconds.startsWith('-') || seconds.startsWith('0') ? BigInt(joined).toString() : joined
}

/** GNU tar escapes `=` and `%` in attribute names (tar 1.28 and later). */
function decodeXattrName(name: string): string {
  return name.replace(/%3D/g, '=').replace(/%25/g, '%')
}
