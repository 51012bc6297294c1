import { purposeLabel, rollbackOfLabel, runLabel } from '../engine/labels.ts'
import type { LiveVolume } from '../selection/model.ts'

/** What a restore left that was killed: it removes its staged volumes last, so those that are still there tell of it. */
export interface UnfinishedRestore {
  readonly runId: string
  readonly stages: readonly string[]
  /** Copies of the content from before it, and the volumes that had it. */
  readonly rollbacks: readonly { readonly name: string; readonly of: string }[]
}

/** @param ownRun is at work, not left over */
export function unfinishedRestores(
  volumes: readonly LiveVolume[],
  ownRun: string
): readonly UnfinishedRestore[] {
  const made = (purpose: string, runId?: string): readonly LiveVolume[] =>
    volumes.filter(
      ({ labels }) => labels[purposeLabel] === purpose && (runId === undefined || labels[runLabel] === runId)
    )
  const runs = new Set(made('stage').map(({ labels }) => labels[runLabel] ?? ''))
  runs.delete(ownRun)
  return [...runs].map((runId) => ({
    runId,
    stages: made('stage', runId).map(({ name }) => name),
    rollbacks: made('rollback', runId).map(({ name, labels }) => ({
      name,
      of: labels[rollbackOfLabel] ?? ''
    }))
  }))
}

/** For those of the volumes that such a restore was about to exchange. */
export function warningsOf(
  unfinished: readonly UnfinishedRestore[],
  volumes: readonly string[]
): readonly string[] {
  return unfinished.flatMap(({ runId, stages, rollbacks }) => {
    const own = rollbacks.filter(({ of }) => volumes.includes(of))
    if (own.length === 0) return []
    const kept = own.map(({ name, of }) => `${of} in ${name}`).join(', ')
    return [
      `restore ${runId} did not finish: ${own.map(({ of }) => of).join(', ')} may be incomplete; the content from before it is kept: ${kept}. Once all is well: docker volume rm ${[...own.map(({ name }) => name), ...stages].join(' ')}`
    ]
  })
}
