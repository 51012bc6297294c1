import type { LiveVolume } from '../selection/model.ts'

/** What we make in Docker carries these labels; nothing without them is ever removed. */
export const ownerLabel = 'org.volume-backup'
export const runLabel = 'org.volume-backup.run'
export const purposeLabel = 'org.volume-backup.purpose'
/** On what stands for the user's own in an acceptance: with a run label it would not be taken for that. */
export const acceptanceLabel = 'org.volume-backup.acceptance'
/** On a rollback copy: the volume whose old content it holds. */
export const rollbackOfLabel = 'org.volume-backup.rollback-of'

/** On the mark of an exchange: the containers that were stopped for it. */
export const stoppedLabel = 'org.volume-backup.stopped'

/** On the mark of new volumes: their names. */
export const createsLabel = 'org.volume-backup.creates'

/**
 * `creating` marks, by being there, that volumes which did not exist before are being filled; `exchange`, that volumes
 * are neither old nor new; `settled`, that they were once, and are whole again: the copies of that run are not for any
 * other run to remove.
 */
export type Purpose =
  | 'helper'
  | 'lock'
  | 'stage'
  | 'rollback'
  | 'creating'
  | 'exchange'
  | 'settled'
  | 'cycle'
  | 'drill'
  | 'acceptance'

export function ownLabels(runId: string, purpose: Purpose): Record<string, string> {
  return { [ownerLabel]: 'true', [runLabel]: runId, [purposeLabel]: purpose }
}

/** A volume of ours, for `createVolume`. */
export function ownVolume(
  name: string,
  runId: string,
  purpose: Purpose,
  labels: Readonly<Record<string, string>> = {}
): LiveVolume {
  return { name, driver: 'local', options: {}, labels: { ...ownLabels(runId, purpose), ...labels } }
}

export function acceptanceLabels(runId: string): Record<string, string> {
  return { [ownerLabel]: 'true', [acceptanceLabel]: runId, [purposeLabel]: 'acceptance' }
}
