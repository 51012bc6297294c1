import type { ManifestVolume } from '../backup-set/manifest.ts'
import type { VolumeUser } from '../engine/engine.ts'
import { BackupError } from '../errors.ts'
import type { BackupSettings } from '../inputs/settings.ts'
import { type HoldPlan, planHold } from '../quiesce/plan.ts'
import type { Selection } from '../selection/model.ts'

export interface BackupPlan {
  readonly hold: HoldPlan
  /** Declared volumes that do not exist yet. */
  readonly missing: readonly string[]
  readonly warnings: readonly string[]
}

type PlanSettings = Pick<BackupSettings, 'quiesce' | 'stopTimeoutSeconds' | 'strict'>

/** @throws BackupError `volume-missing` under `strict`, `not-supported` for a volume whose content vanishes with its last user */
export function planBackup(
  settings: PlanSettings,
  selection: Selection,
  users: readonly VolumeUser[]
): BackupPlan {
  const missing = selection.leftOut.filter(({ reason }) => reason === 'not-created').map(({ key }) => key)
  if (settings.strict && missing.length > 0) {
    throw new BackupError('volume-missing', `declared but not created: ${missing.join(', ')}`, {
      hint: 'start the stack once, leave the volume out with !name, or do not set strict'
    })
  }
  const inMemory = selection.volumes.filter(({ live }) => live.options.type === 'tmpfs').map(({ key }) => key)
  if (inMemory.length > 0) {
    throw new BackupError(
      'not-supported',
      `volumes in memory (tmpfs) cannot be backed up: ${inMemory.join(', ')}`,
      {
        hint: 'their content is gone when the last container stops; label them backup=none'
      }
    )
  }
  const modes = new Map(selection.volumes.map(({ name, quiesce }) => [name, quiesce ?? settings.quiesce]))
  const hold = planHold(modes, users, settings.stopTimeoutSeconds)
  return { hold, missing, warnings: [...selection.warnings, ...hold.warnings] }
}

/** What the newest backup of a volume says of it. */
export interface Before {
  readonly backupId: string
  readonly entries: number
  readonly contentBytes: number
}

type Measured = Pick<ManifestVolume, 'key' | 'name' | 'priority' | 'entries' | 'contentBytes'>

/**
 * Whether what was read can be what the user wants to keep.
 * @throws BackupError `volume-empty`, `volume-shrunk` naming every such volume
 */
export function judgeSizes(
  settings: Pick<BackupSettings, 'allowEmpty' | 'shrinkAlarmPercent'>,
  volumes: readonly Measured[],
  last: ReadonlyMap<string, Before>
): void {
  const empty = volumes.filter(
    ({ priority, entries }) => (priority === 'critical' || priority === 'high') && entries <= 1
  )
  if (empty.length > 0 && !settings.allowEmpty) {
    throw new BackupError(
      'volume-empty',
      `volumes of priority critical or high are empty: ${empty.map(({ key }) => key).join(', ')}`,
      {
        hint: 'is this the right volume, did the service ever write to it? if it may be empty, set allow-empty'
      }
    )
  }
  const shrunk = volumes.flatMap((volume) => {
    const before = last.get(volume.name)
    const lost = before
      ? Math.max(
          lostPercent(before.entries, volume.entries),
          lostPercent(before.contentBytes, volume.contentBytes)
        )
      : 0
    return before && settings.shrinkAlarmPercent < 100 && lost > settings.shrinkAlarmPercent
      ? [
          `${volume.key} lost ${Math.floor(lost)} % since ${before.backupId} (${before.entries} entries, ${before.contentBytes} bytes; now ${volume.entries}, ${volume.contentBytes})`
        ]
      : []
  })
  if (shrunk.length > 0) {
    throw new BackupError('volume-shrunk', `less than the last backup holds: ${shrunk.join('; ')}`, {
      hint: 'if that is right, raise shrink-alarm (100 switches it off); the older backups are untouched'
    })
  }
}

function lostPercent(before: number, now: number): number {
  return before === 0 ? 0 : ((before - now) / before) * 100
}
