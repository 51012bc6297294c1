import { setTimeout as delay } from 'node:timers/promises'
import { checkAborted } from '../abort.ts'
import { BackupError } from '../errors.ts'
import type { Engine, HelperContainer } from './engine.ts'
import { ownLabels } from './labels.ts'
import { startSentinel } from './sentinel.ts'

export interface TurnRequest {
  /** What one run at a time may hold still: projects. Dots stand for blanks in messages. */
  readonly names: readonly string[]
  readonly runId: string
  readonly pathVariable: string
  readonly signal: AbortSignal
  readonly info: (text: string) => void
  readonly warn: (text: string) => void
  readonly progress: (text: string | undefined) => void
}

/**
 * Waits until no other run holds containers of the same projects still. A turn is a container: the daemon lets one of
 * that name be, and it ends together with this process, however that ends.
 *
 * @returns what ends the turn
 * @throws BackupError `in-use` when the other one takes too long
 */
export async function takeTurn(engine: Engine, request: TurnRequest): Promise<() => Promise<void>> {
  const taken: HelperContainer[] = []
  const end = async (): Promise<void> => {
    for (const container of taken.splice(0))
      await container.remove(false).catch((error: Error) => request.warn(error.message))
  }
  try {
    // Always in the same order, so that two that need the same ones never wait for each other.
    for (const name of [...request.names].sort()) taken.push(await takeOne(engine, name, request))
    return end
  } catch (error) {
    await end()
    throw error
  }
}

async function takeOne(
  engine: Engine,
  name: string,
  { runId, pathVariable, signal, info, progress }: TurnRequest
): Promise<HelperContainer> {
  const deadline = performance.now() + patienceMinutes * 60_000
  const title = name.replaceAll('.', ' ')
  for (let attempt = 1; ; attempt++) {
    checkAborted(signal)
    try {
      const container = await startSentinel(engine, {
        name: `volume-backup-turn-${name}`,
        labels: ownLabels(runId, 'lock'),
        pathVariable
      })
      progress(undefined)
      return container
    } catch (error) {
      if (!(error instanceof BackupError) || error.code !== 'in-use') throw error
      if (performance.now() > deadline)
        throw new BackupError(
          'in-use',
          `another backup of ${title} is still under way after ${patienceMinutes} minutes; nothing was changed`,
          { hint: `wait for it to end; it holds the container volume-backup-turn-${name}`, cause: error }
        )
      if (attempt === 1) info(`another backup of ${title} is under way: waiting until it has ended`)
      progress(`waiting until another backup of ${title} has ended`)
      await delay(500)
    }
  }
}

const patienceMinutes = 60
