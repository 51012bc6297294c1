import { commandLine } from '../backup-set/commands.ts'
import { copyBackCommand } from '../backup-set/readable.ts'
import {
  acceptanceLabel,
  createsLabel,
  purposeLabel,
  rollbackOfLabel,
  runLabel,
  stoppedLabel
} from '../engine/labels.ts'
import { BackupError } from '../errors.ts'
import type { LiveVolume } from '../selection/model.ts'

/** The volumes that a restore has left which was killed. */
export interface Leftovers {
  readonly runId: string
  /** It was killed while it exchanged, or could not undo it: the copies hold the only old content. */
  readonly exchanging: boolean
  /** Copies of the old content, and the volumes that had it; partial ones unless it was exchanging. */
  readonly rollbacks: readonly { readonly name: string; readonly of: string }[]
  /** Volumes that it has created and may not have filled, as far as they still exist. */
  readonly created: readonly string[]
  /** Containers that it had stopped. */
  readonly stopped: readonly string[]
  /** What else it has made. */
  readonly others: readonly string[]
}

/**
 * A run that ends well leaves at most rollback copies; staged volumes and the marks tell of one that did not.
 * @param ownRun is at work, not left over
 */
export function leftovers(volumes: readonly LiveVolume[], ownRun: string): readonly Leftovers[] {
  const unfinished = volumes.filter(({ labels }) =>
    /^(stage|creating|exchange)$/.test(labels[purposeLabel] ?? '')
  )
  const runs = new Set(unfinished.map(({ labels }) => labels[runLabel] ?? ''))
  runs.delete(ownRun)
  return [...runs].map((runId) => leftoversOf(volumes, runId))
}

export function leftoversOf(volumes: readonly LiveVolume[], runId: string): Leftovers {
  const own = volumes.filter(({ labels }) => labels[runLabel] === runId || labels[acceptanceLabel] === runId)
  const made = (purpose: string): readonly LiveVolume[] =>
    own.filter(({ labels }) => labels[purposeLabel] === purpose)
  const names = new Set(volumes.map(({ name }) => name))
  return {
    runId,
    exchanging: made('exchange').length > 0,
    rollbacks: made('rollback').map(({ name, labels }) => ({ name, of: labels[rollbackOfLabel] ?? '' })),
    created: made('creating')
      .flatMap(({ labels }) => namesIn(labels[createsLabel]))
      .filter((name) => names.has(name)),
    stopped: made('exchange').flatMap(({ labels }) => namesIn(labels[stoppedLabel])),
    others: ['stage', 'creating', 'exchange', 'settled', 'cycle', 'drill', 'acceptance']
      .flatMap(made)
      .map(({ name }) => name)
  }
}

function namesIn(label: string | undefined): readonly string[] {
  return label?.match(/[\w.-]+/g) ?? []
}

/** For those of the volumes that such a restore was exchanging or creating. */
export function warningsOf(left: readonly Leftovers[], volumes: readonly string[]): readonly string[] {
  return left.filter((one) => halvesOf(one).some((name) => volumes.includes(name))).map(describe)
}

/** The user's volumes that may be incomplete. */
export function halvesOf({ exchanging, rollbacks, created }: Leftovers): readonly string[] {
  return [...(exchanging ? rollbacks.map(({ of }) => of) : []), ...created]
}

/**
 * A copy of them would be taken for the newest backup, and a check of them for one of the application's data.
 * @param live all volumes
 * @param meant those that are to be copied
 * @param consequence `nothing was backed up` and the like
 * @throws BackupError `in-use`
 */
export function refuseHalfRestored(
  live: readonly LiveVolume[],
  meant: readonly { readonly name: string }[],
  ownRun: string,
  consequence: string
): void {
  const half = leftovers(live, ownRun).find((one) => {
    const halves = halvesOf(one)
    return meant.some(({ name }) => halves.includes(name))
  })
  if (!half) return
  throw new BackupError('in-use', `${notFinished(half)}; ${consequence}`, {
    hint: [
      ...(half.exchanging
        ? [
            'restore again, or copy the old content back, IMAGE being any image with GNU tar (debian:stable-slim):',
            ...half.rollbacks.map(({ name, of }) => copyBackCommand(name, of))
          ]
        : []),
      ...(half.created.length > 0 ? [`restore again, or ${removeCreated(half)}`] : []),
      `once all is well, remove what it has left: ${removeCommand(half.runId)}`,
      ...startAgain(half)
    ].join('\n')
  })
}

export function describe(left: Leftovers): string {
  const { runId, exchanging, rollbacks, created } = left
  const kept = rollbacks.map(({ name, of }) => `${of} in ${name}`).join(', ')
  const ways = [
    ...(exchanging ? [`the content from before it is kept: ${kept}. Restore again, or copy it back`] : []),
    ...(created.length > 0 ? [`restore again, or ${removeCreated(left)}`] : [])
  ]
  const text = [notFinished(left), ...ways, `once all is well: ${removeCommand(runId)}`].join('; ')
  return [text, ...startAgain(left)].join('\n')
}

function notFinished(left: Leftovers): string {
  return `restore ${left.runId} did not finish: ${halvesOf(left).join(', ')} may be incomplete`
}

function removeCreated({ created }: Leftovers): string {
  return `remove what did not exist before it, unless something came into it since: docker volume rm ${created.join(' ')}`
}

/** Short, however many volumes there are. */
export function removeCommand(runId: string): string {
  const filter = commandLine(['docker', 'volume', 'ls', '--quiet', '--filter', `label=${runLabel}=${runId}`])
  return `docker volume rm $(${filter})`
}

function startAgain({ stopped }: Leftovers): readonly string[] {
  return stopped.length === 0 ? [] : [`it had stopped services: docker start ${stopped.join(' ')}`]
}
