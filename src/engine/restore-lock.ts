import { BackupError } from '../errors.ts'
import type { Engine } from './engine.ts'
import { ownLabels } from './labels.ts'
import { startSentinel } from './sentinel.ts'

/**
 * Holds the one place on an engine where volumes are exchanged. The lock is a container: the daemon lets one of that name
 * be, shows it as a user of the volumes, and ends it together with this process, however that ends.
 *
 * @param volumes that exist
 * @returns what gives the place up again
 * @throws BackupError `in-use` when another restore is under way
 */
export async function lockRestore(
  engine: Engine,
  request: {
    readonly volumes: readonly string[]
    readonly runId: string
    readonly pathVariable: string
    readonly warn: (text: string) => void
  }
): Promise<() => Promise<void>> {
  try {
    const lock = await startSentinel(engine, {
      name: 'volume-backup-restore',
      labels: ownLabels(request.runId, 'lock'),
      mounts: request.volumes.map((volume, number) => ({ volume, target: `/v/${number}`, writable: false })),
      pathVariable: request.pathVariable
    })
    return () => lock.remove(false).catch((error: Error) => request.warn(error.message))
  } catch (error) {
    if (!(error instanceof BackupError) || error.code !== 'in-use') throw error
    throw new BackupError('in-use', 'another restore is under way on this engine; nothing was changed', {
      hint: 'wait for it to end; it holds the container volume-backup-restore',
      cause: error
    })
  }
}
