import type { Manifest } from '../backup-set/manifest.ts'
import { BackupError } from '../errors.ts'
import { type ArtifactPart, artifactParts } from './artifact-names.ts'
import type { RemoteBackup } from './remote-backup.ts'

/** Names all that is gone, not only what was asked for first. */
export function expiredParts(
  { backupId, artifacts }: RemoteBackup,
  manifest: Manifest | undefined
): BackupError {
  const volumes = manifest?.volumes ?? []
  const parts = artifactParts.filter((part) => volumes.some(({ priority }) => priority === part))
  const isGone = (part: ArtifactPart): boolean => artifacts.get(part)?.expired !== false
  const gone = parts.filter(isGone).map((part) => {
    const keys = volumes.filter(({ priority }) => priority === part).map(({ key }) => key)
    return `the ${part} volumes (${keys.join(', ')})`
  })
  const left = parts.filter((part) => !isGone(part)).join(',')
  return new BackupError('backup-expired', `${gone.join(' and ')} of backup ${backupId} have expired`, {
    hint: left === '' ? 'use another backup' : `restore the rest with --priority ${left} (input priority)`
  })
}
