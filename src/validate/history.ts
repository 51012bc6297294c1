import type { HistoryPoint } from '../report/report.ts'
import type { StoredBackup } from '../stores/store.ts'

const mostPoints = 30

/** The sizes of the last backups, oldest first, as far as their manifests are at hand. */
export function historyOf(backups: readonly StoredBackup[]): readonly HistoryPoint[] {
  const manifests = backups.flatMap(({ manifest }) => (manifest ? [manifest] : []))
  return manifests
    .filter(({ project }) => project === manifests[0]?.project)
    .slice(0, mostPoints)
    .reverse()
    .map(({ backupId, createdAt, volumes }) => ({
      backupId,
      createdAt,
      volumes: volumes.map(({ key, entries, contentBytes, archive }) => ({
        key,
        entries,
        contentBytes,
        archiveBytes: archive.sizeBytes
      }))
    }))
}
