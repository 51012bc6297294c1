import { commandLine } from '../backup-set/commands.ts'
import { copyBackCommand } from '../backup-set/readable.ts'
import { acceptanceLabel, purposeLabel, rollbackOfLabel, runLabel, stoppedLabel } from '../engine/labels.ts'
import { BackupError } from '../errors.ts'
import type { LiveVolume } from '../selection/model.ts'
import type { Stack } from '../stack.ts'

/** The volumes that a restore has left which was killed. */
export interface Leftovers {
  readonly runId: string
  /** It was killed while it exchanged, or could not undo it: the copies hold the only old content. */
  readonly exchanging: boolean
  /** Copies of the old content, and the volumes that had it; partial ones unless it was exchanging. */
  readonly rollbacks: readonly { readonly name: string; readonly of: string }[]
  /** Containers that it had stopped. */
  readonly stopped: readonly string[]
  /** What else it has made. */
  readonly others: readonly string[]
}

/**
 * A run that ends well leaves at most rollback copies; staged volumes and the mark of the exchange tell of one that did
 * not.
 * @param ownRun is at work, not left over
 */
export function leftovers(volumes: readonly LiveVolume[], ownRun: string): readonly Leftovers[] {
  const unfinished = volumes.filter(({ labels }) => /^(stage|exchange)$/.test(labels[purposeLabel] ?? ''))
  const runs = new Set(unfinished.map(({ labels }) => labels[runLabel] ?? ''))
  runs.delete(ownRun)
  return [...runs].map((runId) => leftoversOf(volumes, runId))
}

export function leftoversOf(volumes: readonly LiveVolume[], runId: string): Leftovers {
  const own = volumes.filter(({ labels }) => labels[runLabel] === runId || labels[acceptanceLabel] === runId)
  const made = (purpose: string): readonly LiveVolume[] =>
    own.filter(({ labels }) => labels[purposeLabel] === purpose)
  return {
    runId,
    exchanging: made('exchange').length > 0,
    rollbacks: made('rollback').map(({ name, labels }) => ({ name, of: labels[rollbackOfLabel] ?? '' })),
    stopped: made('exchange').flatMap(({ labels }) => (labels[stoppedLabel] ?? '').match(/[\w.-]+/g) ?? []),
    others: ['stage', 'exchange', 'settled', 'cycle', 'drill', 'acceptance']
      .flatMap(made)
      .map(({ name }) => name)
  }
}

/** For those of the volumes that such a restore was exchanging. */
export function warningsOf(left: readonly Leftovers[], volumes: readonly string[]): readonly string[] {
  return left.filter((one) => concerns(one, volumes)).map(describe)
}

function concerns({ exchanging, rollbacks }: Leftovers, volumes: readonly string[]): boolean {
  return exchanging && rollbacks.some(({ of }) => volumes.includes(of))
}

/**
 * A copy of them would be taken for the newest backup, and a check of them for one of the application's data.
 * @param stack what is live, and which of it is meant
 * @param consequence `nothing was backed up` and the like
 * @throws BackupError `in-use`
 */
export function refuseHalfRestored(
  { live, selection }: Pick<Stack, 'live' | 'selection'>,
  ownRun: string,
  consequence: string
): void {
  const volumes = selection.volumes.map(({ name }) => name)
  const half = leftovers(live, ownRun).find((one) => concerns(one, volumes))
  if (!half) return
  const names = half.rollbacks.map(({ of }) => of).join(', ')
  throw new BackupError(
    'in-use',
    `restore ${half.runId} did not finish: ${names} may be incomplete; ${consequence}`,
    {
      hint: [
        'restore again, or copy the old content back, IMAGE being any image with GNU tar (debian:stable-slim):',
        ...half.rollbacks.map(({ name, of }) => copyBackCommand(name, of)),
        `once all is well, remove the copies and the mark: ${removeCommand(half.runId)}`,
        ...startAgain(half)
      ].join('\n')
    }
  )
}

export function describe(left: Leftovers): string {
  const { runId, rollbacks } = left
  const kept = rollbacks.map(({ name, of }) => `${of} in ${name}`).join(', ')
  const text = `restore ${runId} did not finish: ${rollbacks.map(({ of }) => of).join(', ')} may be incomplete; the content from before it is kept: ${kept}. Restore again, or copy it back; once all is well: ${removeCommand(runId)}`
  return [text, ...startAgain(left)].join('\n')
}

/** Short, however many volumes there are. */
export function removeCommand(runId: string): string {
  const filter = commandLine(['docker', 'volume', 'ls', '--quiet', '--filter', `label=${runLabel}=${runId}`])
  return `docker volume rm $(${filter})`
}

function startAgain({ stopped }: Leftovers): readonly string[] {
  return stopped.length === 0 ? [] : [`it had stopped services: docker start ${stopped.join(' ')}`]
}
