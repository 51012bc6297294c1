import { setTimeout as delay } from 'node:timers/promises'
import { checkAborted } from '../abort.ts'
import type { Engine, VolumeUser } from '../engine/engine.ts'
import { BackupError } from '../errors.ts'
import type { Ports } from '../run-context.ts'

/** @throws BackupError `restart-failed` naming who is not healthy in time */
export async function waitHealthy(
  engine: Engine,
  containers: readonly VolumeUser[],
  timeoutSeconds: number,
  ports: Pick<Ports, 'host' | 'signal'>
): Promise<void> {
  const end = performance.now() + timeoutSeconds * 1000
  for (;;) {
    const waiting: string[] = []
    for (const { id, name } of containers) {
      const now = await engine.containerState(id)
      // A one-shot service that runs to its end has done its part.
      const fine =
        now &&
        (now.health === 'healthy' ||
          (now.health === 'none' &&
            (now.state === 'running' || (now.state === 'exited' && now.exitCode === 0))))
      if (!fine)
        waiting.push(
          `${name} (${now ? `${now.state}${now.health === 'none' ? '' : `, ${now.health}`}` : 'gone'})`
        )
    }
    ports.host.progress(waiting.length > 0 ? `waiting for ${waiting.join(', ')}` : undefined)
    if (waiting.length === 0) return
    if (performance.now() > end) {
      throw new BackupError(
        'restart-failed',
        `not healthy after ${timeoutSeconds} s: ${waiting.join(', ')}`,
        {
          hint: 'the volumes hold what was backed up, every entry was compared; look at "docker compose logs". The rollback copies are named in the log'
        }
      )
    }
    checkAborted(ports.signal)
    await delay(500)
  }
}
