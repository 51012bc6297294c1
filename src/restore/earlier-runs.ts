import type { Engine } from '../engine/engine.ts'
import { ownVolume, purposeLabel, rollbackOfLabel, runLabel } from '../engine/labels.ts'
import { messageOf } from '../errors.ts'
import type { Ports } from '../run-context.ts'
import { halvesOf, type Leftovers, leftovers, removeCommand } from './leftovers.ts'
import type { RestoreTarget } from './plan.ts'

/** What earlier restores have left, and when it goes. Nobody else restores meanwhile. */
export class EarlierRuns {
  readonly #engine: Engine
  readonly #ports: Pick<Ports, 'host' | 'runId'>

  constructor(engine: Engine, ports: Pick<Ports, 'host' | 'runId'>) {
    this.#engine = engine
    this.#ports = ports
  }

  /** Removes what was staged by restores that were killed before they changed anything. The last copy of anything is kept. */
  async tidy(): Promise<void> {
    for (const left of await this.#unfinished()) if (halvesOf(left).length === 0) await this.#removeAll(left)
  }

  /** Removes the copies that this run's own take the place of. @param own those, by their targets */
  async removeRollbacks(own: ReadonlyMap<RestoreTarget, string>): Promise<void> {
    const restored = new Set([...own.keys()].map(({ name }) => name))
    const current = new Set(own.values())
    const volumes = await this.#engine.listVolumes()
    // What a killed restore has copied may be the only place where that content is.
    const killed = new Set([
      ...leftovers(volumes, this.#ports.runId).map(({ runId }) => runId),
      ...volumes
        .filter(({ labels }) => labels[purposeLabel] === 'settled')
        .map(({ labels }) => labels[runLabel] ?? '')
    ])
    for (const { name, labels } of volumes) {
      if (
        labels[purposeLabel] === 'rollback' &&
        restored.has(labels[rollbackOfLabel] ?? '') &&
        !killed.has(labels[runLabel] ?? '') &&
        !current.has(name)
      )
        await this.#remove(name)
    }
  }

  /**
   * Volumes that a killed restore has left half-done are whole again. Where it was exchanging, another mark takes the
   * place of the first, and the copies stay.
   */
  async settle(restored: readonly string[]): Promise<void> {
    for (const left of await this.#unfinished()) {
      const halves = halvesOf(left)
      if (halves.length === 0 || !halves.every((name) => restored.includes(name))) continue
      if (!left.exchanging) await this.#removeAll(left)
      else
        await this.#settleOne(left).catch((error: unknown) =>
          this.#ports.host.warn(`restore ${left.runId} is still marked as not finished: ${messageOf(error)}`)
        )
    }
  }

  async #removeAll({ others, rollbacks }: Leftovers): Promise<void> {
    for (const name of [...others, ...rollbacks.map((rollback) => rollback.name)])
      if (await this.#remove(name))
        this.#ports.host.info(`removed ${name}: a killed restore had left it, before it replaced anything`)
  }

  async #settleOne({ runId, others }: Leftovers): Promise<void> {
    const settled = `volume-backup-settled-${runId}`
    if (!others.includes(settled)) await this.#engine.createVolume(ownVolume(settled, runId, 'settled'))
    // The mark goes last: with anything staged and no mark, a kill would look like one before the exchange.
    for (const name of others)
      if (name !== settled && name !== markOf(runId)) await this.#engine.removeVolume(name)
    await this.#engine.removeVolume(markOf(runId))
    this.#ports.host.info(
      `the volumes of restore ${runId}, which did not finish, are whole again; what they held before it stays until you say: ${removeCommand(runId)}`
    )
  }

  async #unfinished(): Promise<readonly Leftovers[]> {
    return leftovers(await this.#engine.listVolumes(), this.#ports.runId)
  }

  async #remove(name: string): Promise<boolean> {
    try {
      await this.#engine.removeVolume(name)
      return true
    } catch (error) {
      this.#ports.host.warn(`${name} is left of an earlier restore: ${messageOf(error)}`)
      return false
    }
  }
}

/** The volume whose presence says that others are neither old nor new. */
export function markOf(runId: string): string {
  return `volume-backup-exchange-${runId}`
}

/** The volume whose presence says that others, which did not exist before, are being filled. */
export function creatingMarkOf(runId: string): string {
  return `volume-backup-creating-${runId}`
}
