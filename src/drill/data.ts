import type { Outcome } from '../report/report.ts'
import { manifestItem, type RestoreItem } from '../restore/source.ts'
import { matchesGlob } from '../selection/glob.ts'
import type { Store } from '../stores/store.ts'
import { copyLive } from '../validate/live-copy.ts'
import type { Validation } from '../validate/validation.ts'

/** What the drill's volumes are filled from. */
export interface DrillData {
  readonly source: 'backup' | 'live'
  readonly backupId?: string
  /** When the services last wrote what is in it. */
  readonly madeAt: Date
  readonly store: Store
  readonly items: readonly RestoreItem[]
  readonly held?: NonNullable<Outcome['held']>
  readonly warnings: readonly string[]
}

/** @param folder private; for a copy of the live volumes. @throws BackupError `backup-unknown` and what a backup throws */
export async function findData(validation: Validation, folder: string): Promise<DrillData> {
  const { settings, ports } = validation
  const source =
    settings.drill.source ??
    (settings.backupId !== 'latest' || (await validation.hasOwnBackup()) ? 'backup' : 'live')
  if (source === 'live') {
    const { volumes, store, held, warnings } = await copyLive(validation, folder)
    const items = volumes.map((volume) => manifestItem(volume, store))
    const madeAt = new Date(Math.min(...volumes.map(({ startedAt }) => Date.parse(startedAt))))
    return { source, madeAt, store, items, held, warnings }
  }
  const isOne = /^(latest.*|\d{8}-\d{6})$/.test(settings.backupId)
  const manifest = await validation.readBackup(isOne ? settings.backupId : 'latest')
  const excluded = settings.volumes.filter(({ exclude }) => exclude).map(({ pattern }) => pattern)
  const times = manifest.volumes.map(({ startedAt }) => Date.parse(startedAt)).filter((time) => time > 0)
  return {
    source,
    backupId: manifest.backupId,
    madeAt: new Date(Math.min(Date.parse(manifest.createdAt), ...times)),
    store: ports.store,
    items: manifest.volumes
      .filter(
        ({ key, name }) => !excluded.some((pattern) => [key, name].some((one) => matchesGlob(pattern, one)))
      )
      .map((volume) => manifestItem(volume, ports.store)),
    warnings: []
  }
}
