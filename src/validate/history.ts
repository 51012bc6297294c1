import type { HistoryPoint } from '../report/report.ts'
import type { StoredBackup } from '../stores/store.ts'

const mostPoints = 30

/** The sizes of the last backups of a project, oldest first, as far as their manifests are at hand. */
export function historyOf(
  backups: readonly StoredBackup[],
  project: string | undefined
): readonly HistoryPoint[] {
  return backups
    .flatMap(({ manifest }) => (manifest && manifest.project === project ? [manifest] : []))
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
