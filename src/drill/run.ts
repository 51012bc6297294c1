import { rm } from 'node:fs/promises'
import { checkAborted } from '../abort.ts'
import { makeScratch } from '../backup/scratch.ts'
import type { Engine } from '../engine/engine.ts'
import { BackupError, messageOf } from '../errors.ts'
import type { Check, DrillReport } from '../report/report.ts'
import { formatDuration } from '../report/units.ts'
import type { PlacedCommand } from '../selection/verify.ts'
import { removeRun } from '../validate/throw-aways.ts'
import { type Checker, noStack, type Validation } from '../validate/validation.ts'
import { type DrillData, findData } from './data.ts'
import { type Layout, layOut, planCheck, planStack, refusalOf } from './layout.ts'
import { restoreAside } from './restore.ts'
import { masked, secretsOf } from './secrets.ts'
import { startServices } from './start.ts'
import { runVerify, verifyCommands } from './verify.ts'

/**
 * Starts the stack on copies of its volumes, beside the running one and apart from it, and asks it whether it is well.
 * Everything that it makes is removed on every way out.
 */
export const drillChecker: Checker = {
  reasonToSkip: async (validation) => {
    const reason = await noStack(validation)
    if (reason !== undefined) return reason
    return (await validation.reading()) === undefined ? 'there is no Compose file to start' : undefined
  },
  check: async (validation) => {
    const { ports } = validation
    const reading = await validation.reading()
    if (reading?.resolved === undefined)
      throw new BackupError(
        'not-supported',
        `a drill needs the whole Compose file: ${reading?.warnings.join('; ') || 'there is none'}`,
        {
          hint: 'name it with compose-file, set its variables, and install Compose v2 or newer'
        }
      )
    const secrets = await secretsOf(reading.resolved, ports.environment)
    const clean = (text: string): string => masked(text, secrets)
    const commands = verifyCommands(reading.model, clean)
    const engine = await validation.workplace()
    const stack = await planStack(validation, engine, reading.resolved, commands)
    const refusal = refusalOf(stack)
    if (refusal) return { checks: [refusal] }
    const folder = await makeScratch(engine, ports, 'drill')
    try {
      const data = await findData(validation, folder)
      const layout = await layOut(
        validation,
        engine,
        stack,
        { resolved: reading.resolved, model: reading.model },
        data,
        folder
      )
      const begun = ports.now()
      const plan = planCheck(layout, data)
      const found = {
        warnings: data.warnings,
        ...(data.held ? { held: data.held } : {}),
        ...(data.backupId === undefined ? {} : { backupId: data.backupId })
      }
      // Nothing was started: there is nothing to tell of a drill.
      if (plan.outcome === 'failed') return { ...found, checks: [plan] }
      const { checks, drill } = await new Drill(validation, engine, data, layout, clean).run(commands)
      return {
        ...found,
        checks: [plan, ...checks],
        drill: {
          source: data.source,
          ...(data.backupId === undefined ? {} : { backupId: data.backupId }),
          recoveryPointMs: begun.getTime() - data.madeAt.getTime(),
          services: [],
          ...drill
        }
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

interface DrillResult {
  readonly checks: readonly Check[]
  readonly drill: Partial<DrillReport>
}

/** Whether they would run on such data proves nothing any more. */
const notStarted: Check = {
  name: 'drill',
  id: 'drill.health',
  subject: 'the services',
  outcome: 'skipped',
  looked: 0,
  detail: 'not started: the restored data did not pass its verification'
}

class Drill {
  readonly #validation: Validation
  readonly #engine: Engine
  readonly #data: DrillData
  readonly #layout: Layout
  readonly #clean: (text: string) => string
  readonly #checks: Check[] = []

  constructor(
    validation: Validation,
    engine: Engine,
    data: DrillData,
    layout: Layout,
    clean: (text: string) => string
  ) {
    this.#validation = validation
    this.#engine = engine
    this.#data = data
    this.#layout = layout
    this.#clean = clean
  }

  async run(commands: readonly PlacedCommand[]): Promise<DrillResult> {
    const { host } = this.#validation.ports
    const begun = performance.now()
    let drill: Partial<DrillReport> = {}
    try {
      if (!(await this.#step(() => this.#restore()))) return this.#result(drill)
      const atRest = commands.filter(({ way }) => way === 'run')
      if (!(await this.#step(() => this.#verify(atRest)))) {
        this.#checks.push(notStarted)
        return this.#result(drill)
      }
      const started = await this.#step(async () => {
        const { checks, services } = await startServices(this.#request(commands))
        drill = { services }
        return checks
      })
      if (!started) return this.#result(drill)
      drill = { ...drill, recoveryTimeMs: Math.round(performance.now() - begun) }
      host.info(`recovered in ${formatDuration(performance.now() - begun)}`)
      await this.#step(() => this.#verify(commands.filter(({ way }) => way === 'exec')))
      return this.#result(drill)
    } finally {
      await this.#remove()
    }
  }

  #result(drill: Partial<DrillReport>): DrillResult {
    return { checks: this.#checks, drill }
  }

  /** @returns whether all that it looked at is well */
  async #step(deed: () => Promise<readonly Check[]>): Promise<boolean> {
    const { ports } = this.#validation
    checkAborted(ports.signal)
    const checks = await deed()
    this.#checks.push(...checks)
    return checks.every(({ outcome }) => outcome !== 'failed')
  }

  async #restore(): Promise<readonly Check[]> {
    const { layout, data } = { layout: this.#layout, data: this.#data }
    return restoreAside({ ports: this.#validation.ports, engine: this.#engine, data, layout })
  }

  async #verify(commands: readonly PlacedCommand[]): Promise<readonly Check[]> {
    const { ports, settings } = this.#validation
    const checks: Check[] = []
    for (const command of commands) {
      checkAborted(ports.signal)
      const check = await runVerify(command, {
        compose: this.#layout.compose,
        timeoutSeconds: settings.drill.healthTimeoutSeconds,
        now: ports.now,
        signal: ports.signal,
        clean: this.#clean
      })
      ports.host.info(`verify ${check.subject}: ${check.detail}`)
      checks.push(check)
    }
    return checks
  }

  #request(commands: readonly PlacedCommand[]): Parameters<typeof startServices>[0] {
    const { ports, settings } = this.#validation
    return {
      engine: this.#engine,
      ports,
      layout: this.#layout,
      timeoutSeconds: settings.drill.healthTimeoutSeconds,
      verified: new Set(commands.map(({ service }) => service)),
      clean: this.#clean
    }
  }

  async #remove(): Promise<void> {
    const { host, runId } = this.#validation.ports
    const { compose, volumes } = this.#layout
    // Images that it built, and anonymous volumes, only Compose knows; it must come to its end also when told to stop.
    const down = await compose.run(
      ['down', '--volumes', '--remove-orphans', '--rmi', 'local', '--timeout', '1'],
      120
    )
    if (down.exitCode !== 0)
      host.warn(`Compose could not take the drill down: ${this.#clean(down.output).trim()}`)
    await removeRun(this.#engine, runId, [...volumes.keys()]).catch((error: unknown) =>
      host.warn(`the drill has left things, the next validation removes them: ${messageOf(error)}`)
    )
  }
}
