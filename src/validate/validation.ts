import { sweepScratch } from '../backup/scratch.ts'
import type { Manifest } from '../backup-set/manifest.ts'
import type { Engine } from '../engine/engine.ts'
import type { CheckName, ValidateSettings } from '../inputs/settings.ts'
import type { Check, DrillReport, HistoryPoint, Outcome, Phase } from '../report/report.ts'
import type { Ports } from '../run-context.ts'
import { findStack, type Stack } from '../stack.ts'
import { sweepThrowAways } from './throw-aways.ts'

/** What a check has found out. */
export interface Checked {
  readonly checks: readonly Check[]
  readonly warnings?: readonly string[]
  readonly held?: NonNullable<Outcome['held']>
  readonly drill?: DrillReport
  /** The backup that was looked at; of several the newest. */
  readonly backupId?: string
  readonly history?: readonly HistoryPoint[]
  readonly phases?: readonly Phase[]
}

/** One of the checks that can be asked for. */
export interface Checker {
  /** Why it has nothing to look at; `undefined` when it has. Asked only where nobody has asked for it by name. */
  reasonToSkip(validation: Validation): Promise<string | undefined>
  /** Findings are returned; what is thrown is a check that could not be made. */
  check(validation: Validation): Promise<Checked>
}

/** A validation under way: what several checks need is found out once. */
export class Validation {
  readonly settings: ValidateSettings
  readonly ports: Ports
  readonly #checkers: Readonly<Record<CheckName, Checker>>
  readonly #results = new Map<CheckName, Promise<Checked>>()
  #engine: Promise<Engine> | undefined
  #place: Promise<() => Promise<void>> | undefined
  #stack: Promise<Stack> | undefined
  #reading: ReturnType<Ports['readCompose']> | undefined
  #backups: ReturnType<Ports['store']['list']> | undefined

  constructor(settings: ValidateSettings, ports: Ports, checkers: Readonly<Record<CheckName, Checker>>) {
    this.settings = settings
    this.ports = ports
    this.#checkers = checkers
  }

  engine(): Promise<Engine> {
    this.#engine ??= this.ports.connect()
    return this.#engine
  }

  /** The engine for checks that make volumes: others see that this run is at work, and what killed ones left is gone. */
  async workplace(): Promise<Engine> {
    const engine = await this.engine()
    const { ports } = this
    this.#place ??= ports.showPresence(engine).then(async (leave) => {
      await sweepThrowAways(engine, ports.host, ports.runId)
      await sweepScratch(engine, ports)
      return leave
    })
    await this.#place
    return engine
  }

  async close(): Promise<void> {
    const leave = await this.#place?.catch(() => undefined)
    await leave?.()
  }

  /** The stack and its chosen volumes. @throws what `findStack` throws */
  stack(): Promise<Stack> {
    this.#stack ??= this.engine().then((engine) =>
      findStack(this.settings, this.ports, engine, this.settings.priority ?? ['critical', 'high'], true)
    )
    return this.#stack
  }

  /** The Compose file; `undefined` when there is none. @throws BackupError `bad-input`, `compose-failed` */
  reading(): ReturnType<Ports['readCompose']> {
    this.#reading ??= this.ports.readCompose(this.settings.stack)
    return this.#reading
  }

  /** @throws BackupError `backup-unknown`, `backup-damaged` */
  async readBackup(reference: string): Promise<Manifest> {
    return this.ports.store.read(reference, await this.project())
  }

  /** As far as anything says. */
  async project(): Promise<string | undefined> {
    return (await this.reading().catch(() => undefined))?.model.project ?? this.settings.stack.projectName
  }

  /** Whether one of the store may be of this project: of artifacts nobody knows before they are fetched. */
  async hasOwnBackup(): Promise<boolean> {
    const project = await this.project()
    const backups = await this.backups()
    return backups.some(({ manifest }) => (manifest?.project ?? project) === project || project === undefined)
  }

  /** Those of the store, newest first. */
  backups(): ReturnType<Ports['store']['list']> {
    this.#backups ??= this.ports.store.list()
    return this.#backups
  }

  /** Whether a Compose file, a project or volumes say which stack is meant. */
  async hasStack(): Promise<boolean> {
    const { stack, volumes } = this.settings
    return stack.projectName !== undefined || volumes.length > 0 || (await this.reading()) !== undefined
  }

  /** Runs a check, once however often it is asked for. */
  result(name: CheckName): Promise<Checked> {
    const running = this.#results.get(name) ?? this.#checkers[name].check(this)
    this.#results.set(name, running)
    return running
  }
}

/** For checks of the live stack. */
export async function noStack(validation: Validation): Promise<string | undefined> {
  if (await validation.hasStack()) return undefined
  return `there is no Compose file in ${validation.settings.stack.workingDirectory}, and neither a project nor volumes are named`
}
