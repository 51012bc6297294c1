import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Whereabouts } from '../backup-set/commands.ts'
import { formatManifest, type Manifest, parseManifest } from '../backup-set/manifest.ts'
import { manifestName, readableManifestName, sumsName } from '../backup-set/naming.ts'
import { formatReadable } from '../backup-set/readable.ts'
import type { Draft, Published } from '../stores/store.ts'
import { checksumLines } from './volume.ts'

/**
 * Writes manifest, readable manifest and checksums beside the archives, and makes the draft a backup.
 */
export async function publish(manifest: Manifest, draft: Draft, where: Whereabouts): Promise<Published> {
  const { backupId } = manifest
  const text = formatManifest(manifest)
  // What cannot be read again is no backup.
  parseManifest(text, manifestName(backupId))
  const readable = formatReadable(manifest, where)
  const sums = [
    ...checksumLines(manifest.volumes),
    `${sha256(readable)}  ${readableManifestName(backupId)}`,
    `${sha256(text)}  ${manifestName(backupId)}`
  ]
  await writeFile(join(draft.folder, readableManifestName(backupId)), readable, { mode: 0o600 })
  await writeFile(join(draft.folder, sumsName(backupId)), `${sums.join('\n')}\n`, { mode: 0o600 })
  const files = manifest.volumes.flatMap(({ archive, index }) => [archive.file, index.file])
  return draft.publish([...files, readableManifestName(backupId), sumsName(backupId)], {
    name: manifestName(backupId),
    text
  })
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
