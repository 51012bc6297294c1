import type { EntryType } from './entry.ts'
import { refuse } from './header.ts'

/** Which names an archive may hold. All state that grows with the archive is in the implementation. */
export interface PathRules {
  readonly allowsGnuNames: boolean
  layout(): 'volume' | 'dot'
  /** The name in the plain header, which a reader without PAX would take. @throws BackupError `archive-refused` */
  acceptRaw(name: Buffer): void
  /** The path relative to the volume's root (`.` for the root). @throws BackupError `archive-refused` */
  accept(name: Buffer, type: EntryType): Buffer
  /** The path of the earlier member that a hard link names. @throws BackupError `archive-refused` */
  acceptTarget(linkname: Buffer, path: Buffer): Buffer
}

const rootPath = Buffer.from('.')

/**
 * Archives of our own are in tar's `--sort=name` order: each directory before what is in it, names in byte order. That
 * order proves in constant memory that no member comes twice and that each lies in a directory that came before it.
 */
export function ownRules(): PathRules {
  let previous: Buffer | undefined
  const openDirectories: Buffer[] = []
  const files = new PathSet()
  return {
    allowsGnuNames: false,
    layout: () => 'volume',
    acceptRaw(name) {
      if (!name.toString('latin1').startsWith('volume'))
        refuse(`a header has a name outside the volume (${shown(name)})`)
    },
    accept(name, type) {
      const path = belowTop(name, 'volume', type)
      if (previous === undefined && (!path.equals(rootPath) || type !== 'directory'))
        refuse('it does not begin with the root of a volume')
      if (previous !== undefined && comparePaths(previous, path) >= 0)
        refuse(`a member comes twice or out of order (${shown(path)})`)
      previous = path
      if (!path.equals(rootPath)) {
        const parent = parentOf(path)
        while (openDirectories.length > 0 && !openDirectories.at(-1)?.equals(parent)) openDirectories.pop()
        if (openDirectories.length === 0)
          refuse(`a member lies below something that is not a directory (${shown(path)})`)
      }
      if (type === 'directory') openDirectories.push(path)
      else if (type !== 'hardlink') files.add(path)
      return path
    },
    acceptTarget(linkname, path) {
      const target = belowTop(linkname, 'volume', 'hardlink')
      if (!files.has(target)) refuse(`a hard link names no earlier member (${shown(path)})`)
      return target
    }
  }
}

/** Other tars have no order to rely on: every member is remembered, about 150 bytes each. */
export function foreignRules(): PathRules {
  const seen = new Map<string, EntryType>()
  let layout: 'volume' | 'dot' | undefined
  return {
    allowsGnuNames: true,
    layout: () => layout ?? 'volume',
    acceptRaw: () => undefined,
    accept(name, type) {
      layout ??= /^volume(\/|$)/.test(name.toString('latin1')) ? 'volume' : 'dot'
      const path = belowTop(name, layout, type)
      if (seen.size === 0 && (!path.equals(rootPath) || type !== 'directory'))
        refuse('it does not begin with the root of a volume')
      const text = path.toString('latin1')
      if (seen.has(text)) refuse(`a member comes twice (${shown(path)})`)
      if (!path.equals(rootPath) && seen.get(parentOf(path).toString('latin1')) !== 'directory') {
        refuse(`a member lies below something that is not a directory (${shown(path)})`)
      }
      seen.set(text, type)
      return path
    },
    acceptTarget(linkname, path) {
      const target = belowTop(linkname, layout ?? 'volume', 'hardlink')
      const found = seen.get(target.toString('latin1'))
      if (found === undefined || found === 'directory' || target.equals(path))
        refuse(`a hard link names no earlier member (${shown(path)})`)
      return target
    }
  }
}

/** Byte order in which a directory comes before all that is in it: `/` counts as lower than any other byte. */
export function comparePaths(a: Buffer, b: Buffer): number {
  if (a.equals(rootPath) || b.equals(rootPath)) return Number(b.equals(rootPath)) - Number(a.equals(rootPath))
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const x = a[i] ?? 0
    const y = b[i] ?? 0
    if (x !== y) return (x === 0x2f ? 0 : x) - (y === 0x2f ? 0 : y)
  }
  return a.length - b.length
}

/**
 * Which paths came, as 53-bit hashes: 16 to 32 bytes each, so that millions of files fit. A false "yes" is as good as
 * impossible by accident; by intent it gives a link that the tar which extracts cannot make.
 */
class PathSet {
  #slots = new Float64Array(1024)
  #count = 0

  add(path: Buffer): void {
    if (this.#count * 2 > this.#slots.length) this.#grow()
    this.#count += this.#insert(hashOf(path))
  }

  has(path: Buffer): boolean {
    const hash = hashOf(path)
    return this.#slots[this.#find(hash)] === hash
  }

  #insert(hash: number): number {
    const at = this.#find(hash)
    if (this.#slots[at] === hash) return 0
    this.#slots[at] = hash
    return 1
  }

  #find(hash: number): number {
    let at = hash % this.#slots.length
    while (this.#slots[at] !== 0 && this.#slots[at] !== hash) at = (at + 1) % this.#slots.length
    return at
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Float64Array(old.length * 2)
    for (const hash of old) if (hash !== 0) this.#insert(hash)
  }
}

/** FNV-1a twice with different starts, 53 bits of the two; never 0. */
function hashOf(path: Buffer): number {
  let low = 0x811c9dc5
  let high = 0x01000193
  for (const byte of path) {
    low = Math.imul(low ^ byte, 0x01000193)
    high = Math.imul(high ^ byte, 0x85ebca6b)
  }
  return (high >>> 11) * 2 ** 32 + (low >>> 0) || 1
}

function belowTop(name: Buffer, layout: 'volume' | 'dot', type: EntryType): Buffer {
  if (name.includes(0)) refuse('a name has a NUL byte')
  let end = name.length
  if (end > 1 && name[end - 1] === 0x2f) {
    if (type !== 'directory') refuse(`a name that is no directory ends with a slash (${shown(name)})`)
    end--
  }
  const top = layout === 'volume' ? 'volume' : '.'
  const text = name.toString('latin1', 0, end)
  if (text === top) return rootPath
  if (!text.startsWith(`${top}/`)) refuse(`a name lies outside the volume (${shown(name)})`)
  const relative = text.slice(top.length + 1)
  if (relative.length > 4096) refuse('a path is longer than 4096 bytes')
  for (const component of relative.split('/')) {
    if (component === '' || component === '.' || component === '..')
      refuse(`a name is not in its plain form (${shown(name)})`)
    if (component.length > 255) refuse('a name has a component longer than 255 bytes')
  }
  return Buffer.from(relative, 'latin1')
}

function parentOf(path: Buffer): Buffer {
  const cut = path.lastIndexOf(0x2f)
  return cut === -1 ? rootPath : path.subarray(0, cut)
}

/** A foreign name for a message: printable ASCII only, and short. */
export function shown(name: Buffer): string {
  const text = name
    .toString('latin1')
    .replace(/[^\x21-\x7e]/g, (byte) => `\\${byte.charCodeAt(0).toString(8).padStart(3, '0')}`)
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}
