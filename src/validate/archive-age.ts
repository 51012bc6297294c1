import type { Manifest } from '../backup-set/manifest.ts'
import type { Check } from '../report/report.ts'
import { plural } from '../report/units.ts'
import { judgeAges } from './ages.ts'
import { outcomeOf } from './findings.ts'
import type { Validation } from './validation.ts'

/** See `judgeAges`. Of a remote store only the manifest that was fetched anyway is looked at. */
export async function checkAges(newest: Manifest, validation: Validation): Promise<Check> {
  const { settings, ports } = validation
  const stored = await validation.backups()
  const local = stored.flatMap(({ manifest }) => (manifest ? [manifest] : []))
  const newer = local.length > 0 ? [] : stored.filter(({ backupId }) => backupId > newest.backupId)
  const check = { name: 'archives', id: 'archives.age', subject: ports.store.location }
  if (newer.length > 0)
    return {
      ...check,
      outcome: 'skipped',
      looked: 0,
      detail: `backup ${newest.backupId} is not the newest one, and others would have to be downloaded`
    }
  const backups = local.length > 0 ? local : [newest]
  const { looked, findings } = judgeAges(backups, settings.store.retentionDays, ports.now().getTime())
  const errors = findings.filter(({ severity }) => severity === 'error')
  return {
    ...check,
    outcome: outcomeOf(looked, findings),
    looked,
    detail:
      errors.length > 0
        ? `${errors.length} of ${plural(looked, 'volume')} without a backup young enough`
        : `the newest backup of each of ${plural(looked, 'volume')} is younger than it is kept, ${plural(backups.length, 'backup')} looked at`,
    ...(findings.length > 0 ? { findings } : {})
  }
}
