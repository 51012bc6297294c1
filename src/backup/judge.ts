import type { ManifestVolume } from '../backup-set/manifest.ts'
import { BackupError } from '../errors.ts'
import type { BackupSettings } from '../inputs/settings.ts'

/**
 * What the copy does not hold, as warnings; under `strict` an error.
 * @throws BackupError `source-changed`, `not-captured`
 */
export function judgeLosses(
  settings: BackupSettings,
  volumes: readonly ManifestVolume[],
  warnings: string[]
): void {
  const changed = volumes.filter(({ changedWhileRead }) => changedWhileRead.length > 0)
  const lost = volumes.filter(({ notCaptured }) => notCaptured.length > 0)
  for (const { key, changedWhileRead } of changed) {
    warnings.push(
      `${key}: changed while read: ${changedWhileRead.slice(0, 5).join(', ')}${changedWhileRead.length > 5 ? ` and ${changedWhileRead.length - 5} more` : ''}`
    )
  }
  for (const { key, notCaptured } of lost) {
    warnings.push(
      `${key}: not captured: ${notCaptured
        .slice(0, 5)
        .map(({ path, reason }) => `${path} (${reason})`)
        .join(', ')}${notCaptured.length > 5 ? ` and ${notCaptured.length - 5} more` : ''}`
    )
  }
  for (const { key, consistency } of volumes)
    if (consistency === 'live') warnings.push(`${key}: copied while services could write to it`)
  for (const { key, warnings: said } of volumes) warnings.push(...said.map((line) => `${key}: ${line}`))
  if (!settings.strict) return
  if (changed.length > 0)
    throw new BackupError(
      'source-changed',
      `files changed while they were read (strict): ${changed.map(({ key }) => key).join(', ')}`,
      { hint: 'use quiesce pause or stop' }
    )
  if (lost.length > 0) {
    throw new BackupError(
      'not-captured',
      `not everything can be captured (strict): ${lost.map(({ key, notCaptured }) => `${key} (${notCaptured.length})`).join(', ')}`,
      {
        hint: 'sockets hold no data; exclude them in x-backup, or do not set strict'
      }
    )
  }
  if (volumes.some(({ consistency }) => consistency === 'live') && settings.quiesce !== 'none') {
    throw new BackupError('source-changed', 'services ran during the copy (strict)', {
      hint: 'find out who starts them, then try again'
    })
  }
}
