import { planBackup } from '../backup/plan.ts'
import { readVolumes } from '../backup/read.ts'
import { takeTurn } from '../backup/turn.ts'
import type { ManifestVolume } from '../backup-set/manifest.ts'
import type { BackupSettings } from '../inputs/settings.ts'
import { refuseOtherRuns } from '../quiesce/plan.ts'
import type { Outcome } from '../report/report.ts'
import { refuseHalfRestored } from '../restore/leftovers.ts'
import type { Store } from '../stores/store.ts'
import type { Validation } from './validation.ts'

export interface LiveCopy {
  readonly volumes: readonly ManifestVolume[]
  /** Where the archives lie. */
  readonly store: Store
  readonly folder: string
  readonly held: NonNullable<Outcome['held']>
  readonly warnings: readonly string[]
}

/**
 * Archives the live volumes into a private folder, as a backup does, but publishes nothing.
 * @param folder absolute; whoever made it removes it
 */
export async function copyLive(validation: Validation, folder: string): Promise<LiveCopy> {
  const { ports } = validation
  const settings: BackupSettings = {
    ...validation.settings,
    operation: 'backup',
    strict: false,
    allowEmpty: true,
    shrinkAlarmPercent: 100
  }
  const stack = await validation.stack()
  const engine = await validation.engine()
  const endTurn = await takeTurn(settings, ports, engine, stack)
  try {
    const users = await engine.volumeUsers(stack.selection.volumes.map(({ name }) => name))
    refuseOtherRuns(users, 'backup')
    const live = await engine.listVolumes()
    const consequence = 'what is in them now is not worth a check'
    refuseHalfRestored(live, stack.selection.volumes, ports.runId, consequence)
    const plan = planBackup(settings, stack.selection, users)
    const warnings = [...plan.warnings]
    const draft = await ports.openStore(folder).begin(ports.now)
    const request = { settings, ports, engine, stack, users, plan, draft, warnings }
    const { volumes, held } = await readVolumes(request)
    return { volumes, store: ports.openStore(draft.folder), folder: draft.folder, held, warnings }
  } finally {
    await endTurn?.()
  }
}
