import type { Engine } from '../engine/engine.ts'
import { acceptanceLabel, purposeLabel, runLabel } from '../engine/labels.ts'
import { BackupError, messageOf } from '../errors.ts'
import type { Host } from '../host/host.ts'

/** Removes what validations have left that were killed: throw-away things alone, of runs that are no more. */
export async function sweepThrowAways(engine: Engine, host: Host, ownRun: string): Promise<void> {
  const volumes = (await engine.listVolumes()).flatMap(({ name, labels }) => {
    const run = labels[runLabel] ?? labels[acceptanceLabel]
    return name.startsWith('volume-backup-') &&
      /^(drill|cycle|acceptance)$/.test(labels[purposeLabel] ?? '') &&
      run !== undefined
      ? [{ name, run }]
      : []
  })
  const runs = new Set(volumes.map(({ run }) => run))
  if (runs.size === 0) return
  // Asked for after the volumes: a run that is seen here without them has yet to make them.
  const active = await engine.activeRuns()
  for (const runId of runs) {
    if (runId === ownRun || active.has(runId)) continue
    const names = volumes.filter(({ run }) => run === runId).map(({ name }) => name)
    await removeRun(engine, runId, names).then(
      () => host.warn(`removed what validation ${runId} had left, which was killed: ${names.join(', ')}`),
      (error: unknown) =>
        host.warn(`validation ${runId}, which was killed, has left things: ${messageOf(error)}`)
    )
  }
}

/**
 * Containers first, for they hold the others.
 * @throws BackupError that names what cannot be removed, after all else is
 */
export async function removeRun(engine: Engine, runId: string, volumes: readonly string[]): Promise<void> {
  const failures: string[] = []
  const attempt = (deed: Promise<unknown>, command?: string): Promise<unknown> =>
    deed.catch((error: unknown) => {
      failures.push(`${messageOf(error)}${command === undefined ? '' : `: ${command}`}`)
    })
  await attempt(engine.removeContainersOf(runId))
  await attempt(engine.removeNetworksOf(runId))
  await attempt(engine.removeImages(`${runLabel}=${runId}`))
  for (const name of volumes) await attempt(engine.removeVolume(name), `docker volume rm ${name}`)
  if (failures.length > 0) throw new BackupError('docker-failed', failures.join('; '))
}
