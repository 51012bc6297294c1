import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { checkAborted } from '../abort.ts'
import type { Engine, VolumeUser } from '../engine/engine.ts'
import { ownLabels, purposeLabel, rollbackOfLabel } from '../engine/labels.ts'
import type { VolumeBytes } from '../engine/volume-bytes.ts'
import { BackupError, messageOf } from '../errors.ts'
import type { RestoreSettings } from '../inputs/settings.ts'
import { isRunning, planStop } from '../quiesce/plan.ts'
import { holdContainers } from '../quiesce/run.ts'
import type { Outcome } from '../report/report.ts'
import { formatBytes } from '../report/units.ts'
import type { Ports } from '../run-context.ts'
import type { Store } from '../stores/store.ts'
import { planTargets, type RestoreTarget, refuseRunning } from './plan.ts'
import { type OpenedSource, openSource } from './source.ts'
import { requireSpace, stageArchive } from './stage.ts'
import { type SwapStep, swapVolumes } from './swap.ts'

/**
 * Restores a set, or one volume, without losing what was there: nothing of the user's is touched before everything is
 * staged and compared; a failure afterwards brings the old content back.
 */
export async function runRestore(settings: RestoreSettings, ports: Ports): Promise<Outcome> {
  const engine = await ports.connect()
  const { store, source } = await openSource(settings.source, ports.store, ports.openStore, ports.signal)
  const reading = await ports.readCompose(settings.stack)
  const targets = planTargets({
    source,
    patterns: settings.volumes,
    priorities: settings.priority,
    compose: reading?.model,
    projectName: settings.stack.projectName,
    live: await engine.listVolumes()
  })
  const warnings = [...source.warnings, ...(reading?.warnings ?? [])]
  for (const warning of warnings) ports.host.warn(warning)
  const users = await usersOf(engine, targets)
  await checkFiles(targets, store)
  if (settings.runningServices === 'refuse' || settings.dryRun)
    announce(settings, ports, source, targets, users)
  if (settings.dryRun) return outcome(settings, ports, source, store, targets, warnings, new Map())
  if (settings.runningServices === 'refuse') refuseRunning(users)
  else announce(settings, ports, source, targets, users)
  await requireConfirmation(settings, ports)
  const rollbacks = await new RestoreRun(settings, ports, engine, store, targets).run()
  return outcome(settings, ports, source, store, targets, warnings, rollbacks)
}

/** What a restore has made in Docker so far, so that every way out removes it. */
class RestoreRun {
  readonly #settings: RestoreSettings
  readonly #ports: Ports
  readonly #engine: Engine
  readonly #store: Store
  readonly #targets: readonly RestoreTarget[]
  /** Removed in every case. */
  readonly #stages = new Map<RestoreTarget, string>()
  /** Volumes of the user's that did not exist before; removed on failure. */
  readonly #created: string[] = []
  readonly #rollbacks = new Map<RestoreTarget, string>()
  /** Every volume has its new content, compared: from here on nothing is undone. */
  #exchanged = false

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
  }

  /** @returns the rollback copies that were kept, by the name of the volume whose old content they hold */
  async run(): Promise<ReadonlyMap<string, string>> {
    const folder = await mkdtemp(join(tmpdir(), 'volume-backup-'))
    let keepRollbacks = false
    let stopped: readonly VolumeUser[] = []
    try {
      await this.#stageAll(folder)
      stopped = await this.#exchangeAll(folder)
    } catch (error) {
      // After a failed roll-back the copies are the only place where the old content is.
      keepRollbacks = error instanceof BackupError && error.code === 'rollback-failed'
      if (!this.#exchanged) await this.#remove(this.#created)
      throw error
    } finally {
      if (this.#exchanged) keepRollbacks = this.#settings.keepRollback
      await this.#remove([...this.#stages.values()])
      if (!keepRollbacks) await this.#remove([...this.#rollbacks.values()])
      await rm(folder, { recursive: true, force: true })
    }
    if (keepRollbacks) await this.#removeOlderRollbacks()
    await waitHealthy(this.#engine, stopped, this.#settings.healthTimeoutSeconds, this.#ports)
    return keepRollbacks
      ? new Map([...this.#rollbacks].map(([{ name }, rollback]) => [name, rollback]))
      : new Map()
  }

  async #stageAll(folder: string): Promise<void> {
    const { host, runId, signal } = this.#ports
    for (const [number, target] of this.#targets.entries()) {
      checkAborted(signal)
      if (target.create) {
        await this.#engine.createVolume(target.create)
        this.#created.push(target.name)
        continue
      }
      const stage = `volume-backup-stage-${runId}-${number}`
      this.#stages.set(target, stage)
      await this.#engine.createVolume({
        name: stage,
        driver: 'local',
        options: {},
        labels: ownLabels(runId, 'stage')
      })
    }
    const volumes = this.#targets.map((target) => this.#stages.get(target) ?? target.name)
    const bytes = await this.#ports.openBytes(
      this.#engine,
      volumes.map((name) => ({ name, writable: true })),
      folder
    )
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
      await bytes.close()
    }
  }

  /** @returns those who were stopped meanwhile and run again */
  async #exchangeAll(folder: string): Promise<readonly VolumeUser[]> {
    const { host, runId, signal } = this.#ports
    const existing = this.#targets.filter(({ create }) => !create)
    if (existing.length === 0) {
      this.#exchanged = true
      return []
    }
    const users = await usersOf(this.#engine, this.#targets)
    if (this.#settings.runningServices === 'refuse') refuseRunning(users)
    const steps: SwapStep[] = []
    for (const [number, target] of existing.entries()) {
      const rollback = `volume-backup-rollback-${runId}-${number}`
      this.#rollbacks.set(target, rollback)
      await this.#engine.createVolume({
        name: rollback,
        driver: 'local',
        options: {},
        labels: { ...ownLabels(runId, 'rollback'), [rollbackOfLabel]: target.name }
      })
      steps.push({ target, stage: this.#stages.get(target) ?? '', rollback })
    }
    const mounts = steps.flatMap(({ target, stage, rollback }) => [
      { name: stage, writable: false },
      { name: target.name, writable: true },
      { name: rollback, writable: true }
    ])
    const openBytes = (): Promise<VolumeBytes> => this.#ports.openBytes(this.#engine, mounts, folder)
    const hold = await holdContainers(this.#engine, host, planStop(users, this.#settings.stopTimeoutSeconds))
    try {
      await swapVolumes({ steps, openBytes, host, folder, signal })
      this.#exchanged = true
    } catch (error) {
      // Services must not start on a volume that is neither old nor new.
      if (error instanceof BackupError && error.code === 'rollback-failed') throw error
      await hold.release().catch((failure: unknown) => host.error(messageOf(failure)))
      throw error
    }
    await hold.release()
    return users.filter(isRunning)
  }

  async #removeOlderRollbacks(): Promise<void> {
    const restored = new Set([...this.#rollbacks.keys()].map(({ name }) => name))
    const current = new Set(this.#rollbacks.values())
    for (const { name, labels } of await this.#engine.listVolumes()) {
      if (
        labels[purposeLabel] === 'rollback' &&
        restored.has(labels[rollbackOfLabel] ?? '') &&
        !current.has(name)
      )
        await this.#remove([name])
    }
  }

  async #remove(names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.#engine
        .removeVolume(name)
        .catch((error: unknown) =>
          this.#ports.host.warn(`volume ${name} is left behind: ${messageOf(error)}`)
        )
    }
  }
}

async function usersOf(engine: Engine, targets: readonly RestoreTarget[]): Promise<readonly VolumeUser[]> {
  return engine.volumeUsers(targets.filter(({ create }) => !create).map(({ name }) => name))
}

/** Sizes first: a file that is missing or cut short is found in no time. */
async function checkFiles(targets: readonly RestoreTarget[], store: Store): Promise<void> {
  const problems: string[] = []
  for (const { item } of targets) {
    const files = [
      [item.file, item.sizeBytes] as const,
      ...(item.manifestVolume
        ? [[item.manifestVolume.index.file, item.manifestVolume.index.sizeBytes] as const]
        : [])
    ]
    for (const [file, expected] of files) {
      const found = await store.sizeBytes(file).catch(() => undefined)
      if (found !== expected)
        problems.push(
          found === undefined
            ? `${file} is missing`
            : `${file} has ${found} bytes, the manifest says ${expected}`
        )
    }
  }
  if (problems.length > 0)
    throw new BackupError('backup-damaged', `the backup is not complete: ${problems.join('; ')}`, {
      hint: 'use another backup; nothing was changed'
    })
}

function announce(
  settings: RestoreSettings,
  ports: Ports,
  source: OpenedSource,
  targets: readonly RestoreTarget[],
  users: readonly VolumeUser[]
): void {
  const { host } = ports
  const verb = settings.dryRun ? 'would be' : 'will be'
  host.info(
    `backup ${source.backupId}${source.manifest ? `, made ${source.manifest.createdAt} on ${source.manifest.host}` : ''}`
  )
  for (const { item, name, create } of targets) {
    host.info(
      `${name} ${verb} ${create ? 'created' : 'REPLACED: all that is in it now goes'}, from ${item.file} (${formatBytes(item.sizeBytes)})`
    )
  }
  const running = users.filter(isRunning)
  if (running.length === 0) return
  host.info(
    `${settings.runningServices === 'stop' ? `${verb} stopped meanwhile` : 'in the way, to be stopped first'}: ${running.map(({ name }) => name).join(', ')}`
  )
}

/** @throws BackupError `not-confirmed` */
async function requireConfirmation(settings: RestoreSettings, ports: Ports): Promise<void> {
  if (settings.confirmed) return
  const answer = await ports.host.ask('This replaces the content of the volumes above. Type yes to go on: ')
  if (answer === 'yes') return
  throw new BackupError(
    'not-confirmed',
    answer === undefined
      ? 'a restore has to be confirmed and there is nobody to ask'
      : 'the restore was not confirmed; nothing was changed',
    {
      hint: 'answer with the word yes, or say --force (input confirm: yes)'
    }
  )
}

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
    for (const { id, name, status } of containers) {
      const now = await engine.containerState(id)
      // A one-shot service that runs to its end has done its part.
      const fine =
        now &&
        (now.health === 'healthy' ||
          (now.health === 'none' &&
            (now.state === status.state || (now.state === 'exited' && now.exitCode === 0))))
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

function outcome(
  settings: RestoreSettings,
  ports: Ports,
  source: OpenedSource,
  store: Store,
  targets: readonly RestoreTarget[],
  warnings: readonly string[],
  rollbacks: ReadonlyMap<string, string>
): Outcome {
  const kept = [...rollbacks.values()]
  return {
    reportVersion: '1.0',
    operation: 'restore',
    result: 'success',
    dryRun: settings.dryRun,
    runId: ports.runId,
    ...(source.project === undefined ? {} : { project: source.project }),
    backupId: source.backupId,
    location: store.location,
    verified: !settings.dryRun,
    volumes: targets.map(({ item, name }) => ({
      key: item.key,
      name,
      ...(item.manifestVolume
        ? {
            priority: item.manifestVolume.priority,
            entries: item.manifestVolume.entries,
            contentBytes: item.manifestVolume.contentBytes
          }
        : {}),
      outcome: settings.dryRun ? 'planned' : 'restored',
      archiveFile: item.file,
      archiveBytes: item.sizeBytes,
      ...(rollbacks.has(name) ? { rollbackCopy: rollbacks.get(name) ?? '' } : {}),
      notes: item.manifestVolume ? [] : ['no manifest: compared with the archive itself']
    })),
    leftOut: [],
    checks: [],
    warnings,
    guidance: settings.dryRun
      ? []
      : [
          ...(settings.runningServices === 'refuse'
            ? [
                'start the services:   docker compose up -d',
                'look at them:         docker compose ps; docker compose logs'
              ]
            : []),
          ...(kept.length > 0
            ? [`the old content is kept; once all is well: docker volume rm ${kept.join(' ')}`]
            : [])
        ]
  }
}
