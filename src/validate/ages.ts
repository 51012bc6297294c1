import type { Manifest } from '../backup-set/manifest.ts'
import { timeOfBackupId } from '../backup-set/naming.ts'
import { retentionOf } from '../backup-set/retention.ts'
import type { RetentionTable } from '../inputs/settings.ts'
import type { Finding } from '../report/report.ts'
import { formatAge, plural } from '../report/units.ts'

type Volume = Pick<Manifest['volumes'][number], 'key' | 'name' | 'priority' | 'retentionDays'>

/** What is needed of a manifest. */
export interface Dated {
  readonly backupId: string
  readonly volumes: readonly Volume[]
}

export interface Ages {
  /** Volumes looked at. */
  readonly looked: number
  readonly findings: readonly Finding[]
}

const dayMs = 24 * 60 * 60 * 1000

/**
 * Whether the newest backup of each volume is younger than the days that it is to be kept: else whoever deletes by the
 * table deletes the last copy. Older backups may be past their days, which is only said.
 */
export function judgeAges(backups: readonly Dated[], table: RetentionTable, now: number): Ages {
  const newest = new Map<string, { readonly volume: Volume; readonly backupId: string }>()
  const newestFirst = [...backups].sort((a, b) => (a.backupId < b.backupId ? 1 : -1))
  for (const { backupId, volumes } of newestFirst)
    for (const volume of volumes) if (!newest.has(volume.name)) newest.set(volume.name, { volume, backupId })
  const errors = [...newest.values()].flatMap(({ volume, backupId }): Finding[] => {
    const days = retentionOf([volume], table)
    if (isWithin(backupId, days, now)) return []
    return [
      {
        severity: 'error',
        subject: volume.key,
        message: `the newest backup of ${volume.key}, ${backupId}, is ${ageOf(backupId, now)} old, and ${volume.priority} backups are kept for ${plural(days, 'day')}: whoever deletes by that deletes the last copy`,
        hint: 'back it up now and see why no newer backup was made; if the volume is gone for good, keep this backup elsewhere'
      }
    ]
  })
  return { looked: newest.size, findings: [...errors, ...superfluous(newestFirst, newest, table, now)] }
}

/** Backups of which every volume is past its days and has a newer backup. */
function superfluous(
  backups: readonly Dated[],
  newest: ReadonlyMap<string, { readonly backupId: string }>,
  table: RetentionTable,
  now: number
): readonly Finding[] {
  const past = backups.filter(({ backupId, volumes }) =>
    volumes.every(
      (volume) =>
        newest.get(volume.name)?.backupId !== backupId &&
        !isWithin(backupId, retentionOf([volume], table), now)
    )
  )
  const oldest = past.at(-1)
  if (!oldest) return []
  return [
    {
      severity: 'warning',
      subject: oldest.backupId,
      message: `${plural(past.length, 'backup is', 'backups are')} past the days to be kept, the oldest ${oldest.backupId}; each volume has a newer one`,
      hint: 'delete them when you need the space, or raise retention-days'
    }
  ]
}

function isWithin(backupId: string, days: number, now: number): boolean {
  // An id that is no time is no proof of youth.
  return now - timeOfBackupId(backupId) <= days * dayMs
}

function ageOf(backupId: string, now: number): string {
  const time = timeOfBackupId(backupId)
  return Number.isNaN(time) ? 'of no known time' : formatAge(now - time)
}
