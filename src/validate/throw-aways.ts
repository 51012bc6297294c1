import type { Engine } from '../engine/engine.ts'
import { purposeLabel, runLabel } from '../engine/labels.ts'
import { messageOf } from '../errors.ts'
import type { Host } from '../host/host.ts'

/** Removes what validations have left that were killed: throw-away things alone, of runs that are no more. */
export async function sweepThrowAways(engine: Engine, host: Host, ownRun: string): Promise<void> {
  const volumes = (await engine.listVolumes()).filter(
    ({ labels }) =>
      /^(drill|cycle|acceptance)$/.test(labels[purposeLabel] ?? '') && labels[runLabel] !== undefined
  )
  const runs = new Set(volumes.map(({ labels }) => labels[runLabel] ?? ''))
  if (runs.size === 0) return
  // Asked for after the volumes: a run that is seen here without them has yet to make them.
  const active = await engine.activeRuns()
  for (const runId of runs) {
    if (runId === ownRun || active.has(runId)) continue
    const names = volumes.filter(({ labels }) => labels[runLabel] === runId).map(({ name }) => name)
    await removeRun(engine, runId, names).then(
      () => host.warn(`removed what validation ${runId} had left, which was killed: ${names.join(', ')}`),
      (error: unknown) =>
        host.warn(`validation ${runId}, which was killed, has left things: ${messageOf(error)}`)
    )
  }
}

/** Containers first, for they hold the others. */
export async function removeRun(engine: Engine, runId: string, volumes: readonly string[]): Promise<void> {
  await engine.removeContainersOf(runId)
  await engine.removeNetworksOf(runId)
  for (const name of volumes) await engine.removeVolume(name)
}
