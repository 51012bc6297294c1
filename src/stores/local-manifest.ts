import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Manifest, parseManifest } from '../backup-set/manifest.ts'
import { manifestName, ownFiles, readableManifestName, sumsName } from '../backup-set/naming.ts'
import { parseSums } from '../backup-set/sums.ts'
import { BackupError, codeOf, messageOf } from '../errors.ts'
import type { Store } from './store.ts'

type Folder = Pick<Store, 'location' | 'fileNames'>

/**
 * Reads the manifest of a backup in a folder.
 * @throws BackupError `backup-damaged`, also when it is not what the checksums beside it say
 */
export async function readManifest(folder: Folder, backupId: string): Promise<Manifest> {
  const name = manifestName(backupId)
  const bytes = await whole(folder.location, name).catch(async (error: unknown) => {
    throw await lost(folder, backupId, error)
  })
  const manifest = parseManifest(bytes.toString('utf8'), name)
  if (manifest.backupId !== backupId) {
    throw new BackupError('backup-damaged', `${name} says it belongs to backup ${manifest.backupId}`, {
      hint: 'it was renamed; give it back its name'
    })
  }
  await requireUnchanged(folder.location, backupId, name, bytes)
  return manifest
}

/** Whoever has the other files has lost the manifest, or the backup never came to its end. */
async function lost(folder: Folder, backupId: string, error: unknown): Promise<unknown> {
  const names = await folder.fileNames()
  const name = manifestName(backupId)
  const others = ownFiles(names, backupId)
  if (names.includes(name) || others.length === 0) return error
  return new BackupError(
    'backup-damaged',
    `the manifest of backup ${backupId} is missing in ${folder.location}, but other files of it are there: ${others.slice(0, 3).join(', ')}`,
    {
      hint: `bring ${name} back to them; if that backup never came to its end, remove them; or use another backup`
    }
  )
}

/** The manifest vouches for everything else; the checksums vouch for the manifest. */
async function requireUnchanged(
  location: string,
  backupId: string,
  manifest: string,
  bytes: Buffer
): Promise<void> {
  const sums = parseSums((await whole(location, sumsName(backupId))).toString('utf8'))
  const readable = readableManifestName(backupId)
  const files = [
    [manifest, bytes],
    [readable, await whole(location, readable)]
  ] as const
  for (const [name, content] of files) {
    const listed = sums.get(name)
    if (listed === createHash('sha256').update(content).digest('hex')) continue
    throw new BackupError(
      'backup-damaged',
      listed === undefined
        ? `${sumsName(backupId)} does not list ${name}`
        : `${name} is not what ${sumsName(backupId)} lists: one of them was changed`,
      { hint: 'use another backup' }
    )
  }
}

async function whole(location: string, name: string): Promise<Buffer> {
  await sizeOfFile(location, name)
  return readFile(join(location, name)).catch((cause: unknown) => {
    throw unreadable(location, name, cause)
  })
}

/** @throws BackupError `backup-damaged` when there is no such file */
export async function sizeOfFile(location: string, name: string): Promise<number> {
  const found = await stat(join(location, name)).catch((cause: unknown) => {
    throw unreadable(location, name, cause)
  })
  if (!found.isFile()) throw new BackupError('backup-damaged', `${name} in ${location} is not a file`)
  return found.size
}

export function unreadable(location: string, name: string, cause: unknown): unknown {
  if (cause instanceof BackupError) return cause
  const problem =
    codeOf(cause) === 'ENOENT'
      ? `is missing in ${location}`
      : `in ${location} cannot be read: ${messageOf(cause)}`
  return new BackupError('backup-damaged', `${name} ${problem}`, { hint: 'use another backup', cause })
}
