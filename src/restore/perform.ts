import { rm } from 'node:fs/promises'
import { checkAborted, onAbort } from '../abort.ts'
import { makeScratch } from '../backup/scratch.ts'
import type { Engine, VolumeUser } from '../engine/engine.ts'
import { createsLabel, ownVolume, rollbackOfLabel, runLabel, stoppedLabel } from '../engine/labels.ts'
import type { VolumeBytes } from '../engine/volume-bytes.ts'
import { BackupError, messageOf, toBackupError } from '../errors.ts'
import type { RestoreSettings } from '../inputs/settings.ts'
import { waitHealthy } from '../quiesce/health.ts'
import { isRunning, planStop, refuseOtherRuns } from '../quiesce/plan.ts'
import { holdContainers } from '../quiesce/run.ts'
import type { Ports } from '../run-context.ts'
import type { Store } from '../stores/store.ts'
import { creatingMarkOf, EarlierRuns, markOf } from './earlier-runs.ts'
import { isExchanged, type RestoreTarget, refuseRunning } from './plan.ts'
import { requireSpace, stageArchive } from './stage.ts'
import { type SwapStep, swapVolumes } from './swap.ts'

/** What a restore has made in Docker so far, so that every way out removes it. */
export class RestoreRun {
  readonly #settings: RestoreSettings
  readonly #ports: Ports
  readonly #engine: Engine
  readonly #store: Store
  readonly #targets: readonly RestoreTarget[]
  readonly #creatingMark: string
  /** Removed in every case. */
  readonly #stages = new Map<RestoreTarget, string>()
  /** Volumes of the user's that did not exist before; removed on failure. */
  readonly #created: string[] = []
  readonly #rollbacks = new Map<RestoreTarget, string>()
  /** While it is `exchanging`, volumes may be neither old nor new; from `exchanged` on nothing is undone. */
  #state: 'untouched' | 'exchanging' | 'exchanged' = 'untouched'

  constructor(
    settings: RestoreSettings,
    ports: Ports,
    engine: Engine,
    store: Store,
    targets: readonly RestoreTarget[]
  ) {
    this.#settings = settings
    this.#ports = ports
    this.#engine = engine
    this.#store = store
    this.#targets = targets
    this.#creatingMark = creatingMarkOf(ports.runId)
  }

  /** @returns the rollback copies that were kept, by the name of the volume whose old content they hold */
  async run(): Promise<ReadonlyMap<string, string>> {
    const folder = await makeScratch(this.#engine, this.#ports, 'restore')
    let stopped: readonly VolumeUser[] = []
    try {
      await this.#stageAll(folder).catch((error: unknown) => {
        throw unchanged(error)
      })
      stopped = await this.#exchangeAll(folder)
    } catch (error) {
      if (this.#state === 'untouched' && (await this.#remove(this.#created)))
        await this.#remove([this.#creatingMark])
      throw error
    } finally {
      await this.#removeStages()
      // Of an exchange that was neither finished nor undone, the copies are the only place where the old content is.
      if (this.#state === 'untouched') await this.#remove([...this.#rollbacks.values()])
      await rm(folder, { recursive: true, force: true })
    }
    // Copies go last: until the services are healthy nobody knows which one is needed.
    await waitHealthy(this.#engine, stopped, this.#settings.healthTimeoutSeconds, this.#ports)
    const earlier = new EarlierRuns(this.#engine, this.#ports)
    if (this.#settings.keepRollback) await earlier.removeRollbacks(this.#rollbacks)
    else await this.#remove([...this.#rollbacks.values()])
    await earlier.settle(this.#targets.map(({ name }) => name))
    if (!this.#settings.keepRollback) return new Map()
    return new Map([...this.#rollbacks].map(([{ name }, rollback]) => [name, rollback]))
  }

  async #stageAll(folder: string): Promise<void> {
    const { host, runId, signal } = this.#ports
    await this.#markCreated()
    for (const [number, target] of this.#targets.entries()) {
      checkAborted(signal)
      if (target.create) {
        await this.#engine.createVolume(target.create)
        this.#created.push(target.name)
        if (!isExchanged(target)) continue
      }
      const stage = `volume-backup-stage-${runId}-${number}`
      this.#stages.set(target, stage)
      await this.#engine.createVolume(ownVolume(stage, runId, 'stage'))
    }
    const volumes = this.#targets.map((target) => this.#stages.get(target) ?? target.name)
    const bytes = await this.#ports.openBytes(
      this.#engine,
      volumes.map((name) => ({ name, writable: true })),
      folder
    )
    const forget = onAbort(signal, () => bytes.close())
    try {
      const needed = this.#targets.reduce((sum, { item }) => sum + item.neededBytes, 0)
      await requireSpace(bytes, volumes[0] ?? '', needed, 'the restore')
      for (const target of this.#targets) {
        await stageArchive({
          item: target.item,
          store: this.#store,
          bytes,
          volume: this.#stages.get(target) ?? target.name,
          host,
          signal
        })
      }
      await bytes.settle()
    } finally {
      forget()
      await bytes.close()
    }
  }

  /** @returns those who were stopped meanwhile and run again */
  async #exchangeAll(folder: string): Promise<readonly VolumeUser[]> {
    const { host, runId, signal } = this.#ports
    const existing = this.#targets.filter(isExchanged)
    if (existing.length === 0) {
      this.#state = 'exchanged'
      await this.#remove([this.#creatingMark])
      return []
    }
    const users = await this.#strangers()
    refuseOtherRuns(users, 'restore')
    if (this.#settings.runningServices === 'refuse') refuseRunning(users)
    const steps: SwapStep[] = []
    for (const [number, target] of existing.entries()) {
      const rollback = `volume-backup-rollback-${runId}-${number}`
      this.#rollbacks.set(target, rollback)
      await this.#engine.createVolume(
        ownVolume(rollback, runId, 'rollback', { [rollbackOfLabel]: target.name })
      )
      steps.push({ target, stage: this.#stages.get(target) ?? '', rollback })
    }
    const mounts = steps.flatMap(({ target, stage, rollback }) => [
      { name: stage, writable: false },
      { name: target.name, writable: true },
      { name: rollback, writable: true }
    ])
    const marker = markOf(runId)
    const openBytes = (): Promise<VolumeBytes> => this.#ports.openBytes(this.#engine, mounts, folder)
    const hold = await holdContainers(
      this.#engine,
      host,
      planStop(users, this.#settings.stopTimeoutSeconds),
      signal
    )
    try {
      // Somebody may have started a service while the others were being stopped.
      refuseRunning(await this.#strangers())
      await swapVolumes({
        steps,
        openBytes,
        mark: async () => {
          this.#state = 'exchanging'
          const stopped = users.filter(isRunning).map(({ name }) => name)
          await this.#engine.createVolume(
            ownVolume(marker, runId, 'exchange', { [stoppedLabel]: stopped.join(' ') })
          )
        },
        unmark: async () => {
          this.#state = 'untouched'
          await this.#remove([marker])
        },
        host,
        folder,
        signal
      })
      this.#state = 'exchanged'
      // This mark goes last: with anything else and without it, a kill would look like one before the exchange, and cost
      // the copies.
      if ((await this.#removeStages()) && (await this.#remove([this.#creatingMark])))
        await this.#remove([marker])
    } catch (error) {
      // Services must not start on a volume that is neither old nor new.
      if (this.#state === 'exchanging') throw error
      await hold.release().catch((failure: unknown) => host.error(messageOf(failure)))
      throw error
    }
    await hold.release()
    return users.filter(isRunning)
  }

  /** Before the first of them is there, so that a kill leaves none that nobody knows for what it is. */
  async #markCreated(): Promise<void> {
    const names = this.#targets.flatMap(({ create }) => create?.name ?? [])
    if (names.length === 0) return
    const labels = { [createsLabel]: names.join(' ') }
    await this.#engine.createVolume(ownVolume(this.#creatingMark, this.#ports.runId, 'creating', labels))
  }

  /** The users of the targets that this run has not made itself. */
  async #strangers(): Promise<readonly VolumeUser[]> {
    const users = await usersOf(this.#engine, this.#targets)
    return users.filter(({ labels }) => labels[runLabel] !== this.#ports.runId)
  }

  /** @returns whether none is left */
  async #removeStages(): Promise<boolean> {
    const stages = [...this.#stages.values()]
    this.#stages.clear()
    return this.#remove(stages)
  }

  /** @returns whether none is left */
  async #remove(names: readonly string[]): Promise<boolean> {
    let complete = true
    for (const name of names) {
      await this.#engine.removeVolume(name).catch((error: unknown) => {
        complete = false
        this.#ports.host.warn(`volume ${name} is left behind: ${messageOf(error)}`)
      })
    }
    return complete
  }
}

/** Who reads of a failed restore wants to know this first. */
function unchanged(error: unknown): BackupError {
  const { code, message, hint, cause } = toBackupError(error)
  const promise = 'nothing was changed'
  if (hint?.includes(promise)) return toBackupError(error)
  return new BackupError(code, message, { hint: hint ? `${hint}; ${promise}` : promise, cause })
}

export async function usersOf(
  engine: Engine,
  targets: readonly RestoreTarget[]
): Promise<readonly VolumeUser[]> {
  return engine.volumeUsers(targets.filter(({ create }) => !create).map(({ name }) => name))
}
