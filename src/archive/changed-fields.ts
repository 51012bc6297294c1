import type { IndexLine } from '../backup-set/index.ts'
import { shown } from './paths.ts'

/** What differs between two states of an entry, for people: `mode 0600 → 0644`, `content`. */
export function changedFields(before: IndexLine, after: IndexLine): readonly string[] {
  const values = [
    change('type', before.type, after.type),
    change('mode', before.mode, after.mode),
    change('uid', before.uid, after.uid),
    change('gid', before.gid, after.gid),
    change('mtime', shownTime(before.mtimeNs), shownTime(after.mtimeNs)),
    change('size', before.size, after.size),
    change('link', linkOf(before), linkOf(after)),
    change('device', before.device?.join(':'), after.device?.join(':'))
  ].filter((text) => text !== undefined)
  const names = [
    ...(differ(contentOf(before), contentOf(after)) ? ['content'] : []),
    ...changedXattrs(before.xattrs ?? {}, after.xattrs ?? {})
  ]
  // Two ways to write the same thing still are two things.
  return values.length + names.length > 0 ? [...values, ...names] : ['how it is written in the index']
}

function change(name: string, before: unknown, after: unknown): string | undefined {
  return differ(before, after) ? `${name} ${before ?? 'none'} → ${after ?? 'none'}` : undefined
}

function changedXattrs(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>
): string[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names
    .filter((name) => before[name] !== after[name])
    .map((name) => `attribute ${shown(Buffer.from(name))}`)
}

function contentOf({ sha256, sparseSha256 }: IndexLine): string | undefined {
  return sha256 ?? sparseSha256
}

function linkOf({ link, linkBase64 }: IndexLine): string | undefined {
  if (linkBase64 !== undefined) return shown(Buffer.from(linkBase64, 'base64'))
  return link === undefined ? undefined : shown(Buffer.from(link))
}

function differ(before: unknown, after: unknown): boolean {
  return before !== after
}

/** With all nine digits behind the second: what a restore loses is often there. */
function shownTime(mtimeNs: string): string {
  if (!/^-?\d+$/.test(mtimeNs)) return mtimeNs
  const nanoseconds = BigInt(mtimeNs)
  const rest = ((nanoseconds % second) + second) % second
  const time = new Date(Number((nanoseconds - rest) / 1_000_000n))
  if (Number.isNaN(time.getTime())) return mtimeNs
  return `${time.toISOString().slice(0, -5)}.${String(rest).padStart(9, '0')}Z`
}

const second = 1_000_000_000n
