import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { formatEntry } from '../backup-set/index.ts'
import { BackupError, messageOf } from '../errors.ts'
import type { Entry } from './entry.ts'
import { comparePaths } from './paths.ts'

/**
 * The lines of a stored index, in batches; its digest is checked on the way.
 * @throws BackupError `backup-damaged`
 */
export async function* indexLines(
  name: string,
  stored: AsyncIterable<Buffer>,
  sha256: string
): AsyncGenerator<readonly string[]> {
  const hash = createHash('sha256')
  async function* digested(): AsyncGenerator<Buffer> {
    for await (const piece of stored) {
      hash.update(piece)
      yield piece
    }
  }
  const text = createGunzip({ chunkSize: 256 * 1024 })
  const feeding = pipeline(digested, text)
  feeding.catch(() => undefined)
  let rest = ''
  try {
    text.setEncoding('utf8')
    for await (const piece of text as AsyncIterable<string>) {
      const lines = (rest + piece).split('\n')
      rest = lines.pop() ?? ''
      yield lines
    }
    await feeding
  } catch (cause) {
    if (cause instanceof BackupError) throw cause
    throw new BackupError('backup-damaged', `the index ${name} cannot be decoded: ${messageOf(cause)}`, {
      hint: 'use another backup',
      cause
    })
  } finally {
    text.destroy()
  }
  if (rest !== '' || hash.digest('hex') !== sha256) {
    throw new BackupError('backup-damaged', `the index ${name} is not the one that the manifest names`, {
      hint: 'use another backup'
    })
  }
}

/**
 * The lines of a foreign archive as our own reading of the extracted tree will give them: sorted, and of each group of
 * hard links the first name holds the content.
 */
export function canonicalLines(entries: readonly Entry[]): readonly string[] {
  const sorted = [...entries].sort((a, b) => comparePaths(a.path, b.path))
  const contentOf = new Map<string, Entry>()
  for (const entry of entries) {
    const content = entry.type === 'hardlink' ? contentOf.get(entry.link?.toString('latin1') ?? '') : entry
    if (content) contentOf.set(entry.path.toString('latin1'), content)
  }
  const firstName = new Map<Entry, Buffer>()
  return sorted.map((entry) => {
    const content = contentOf.get(entry.path.toString('latin1')) ?? entry
    const first = firstName.get(content)
    if (first !== undefined) return formatEntry(asHardLink(entry.path, content, first))
    firstName.set(content, entry.path)
    return formatEntry({ ...content, path: entry.path })
  })
}

function asHardLink(path: Buffer, { mode, uid, gid, mtimeNs, xattrs }: Entry, link: Buffer): Entry {
  return { path, type: 'hardlink', mode, uid, gid, mtimeNs, link, xattrs }
}
