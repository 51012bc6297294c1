import type { SparseDigest } from './sparse.ts'

export type EntryType = 'file' | 'directory' | 'symlink' | 'hardlink' | 'fifo' | 'character' | 'block'

/** One entry of a volume. Paths are bytes, relative to the volume's root; the root itself is `.`. */
export interface Entry {
  readonly path: Buffer
  readonly type: EntryType
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly mtimeNs: string
  /** Files only: apparent size in bytes. */
  readonly size?: number
  readonly digest?: SparseDigest
  /** Symlinks: the text. Hard links: the path of the earlier name. */
  readonly link?: Buffer
  readonly device?: readonly [major: number, minor: number]
  readonly xattrs: ReadonlyMap<string, Buffer>
}
