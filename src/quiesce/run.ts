import { setTimeout as delay } from 'node:timers/promises'
import { checkAborted } from '../abort.ts'
import type { Engine } from '../engine/engine.ts'
import { BackupError, messageOf, toBackupError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import type { HoldStep } from './plan.ts'

/** Containers that stand still until `release`. */
export interface Hold {
  readonly since: number
  /** Those that no longer stand as they were left: somebody else let them run in between. */
  disturbed(): Promise<readonly string[]>
  /**
   * Lets everything run again that was held, tries each one, and looks whether it runs. May be called twice.
   * @throws BackupError `restart-failed` that names those that do not run, with the command to start them.
   */
  release(): Promise<void>
}

/**
 * Holds containers still. What is to be undone is noted before it is done, so that the post step finds it even after a
 * kill. If one cannot be held, those before it are let go and the error is thrown.
 */
export async function holdContainers(
  engine: Engine,
  host: Host,
  steps: readonly HoldStep[],
  signal: AbortSignal
): Promise<Hold> {
  const since = performance.now()
  /** What is to be undone: what somebody else holds still is not ours. */
  let noted = steps
  host.remember('held', noted)
  let released: Promise<void> | undefined
  const release = (): Promise<void> => {
    released ??= releaseContainers(engine, host, noted).then(() => host.remember('held', []))
    return released
  }
  const stop = async (step: HoldStep): Promise<void> => {
    const others = noted
    noted = noted.map((one) => (one.id === step.id ? { ...one, stopAskedAt: Date.now() } : one))
    host.remember('held', noted)
    const elapsedSeconds = await stopOne(engine, step)
    noted = others
    host.remember('held', noted)
    await requireStopped(engine, host, step, elapsedSeconds)
  }
  try {
    // Pausing all at once gives the whole set one point in time; stopping keeps the order of dependence.
    const failures = new Map<HoldStep, unknown>()
    await Promise.all(
      steps
        .filter(({ deed }) => deed === 'pause')
        .map((step) => engine.pauseContainer(step.id).catch((error: unknown) => failures.set(step, error)))
    )
    // Only when none is on its way any more can those that came through be undone.
    noted = steps.filter((step) => !isInUse(failures.get(step)))
    if (noted.length < steps.length) host.remember('held', noted)
    for (const [step, error] of failures) throw cannotPause(step, error)
    for (const step of steps) {
      checkAborted(signal)
      if (step.deed === 'stop') await stop(step)
    }
    checkAborted(signal)
  } catch (error) {
    await release().catch((failure: unknown) => host.error(messageOf(failure)))
    throw error
  }
  return { since, release, disturbed: () => disturbed(engine, steps) }
}

function isInUse(error: unknown): boolean {
  return error instanceof BackupError && error.code === 'in-use'
}

/** Says the name; the daemon says 64 digits. */
function cannotPause({ id, name }: HoldStep, error: unknown): BackupError {
  const { code, message, hint } = toBackupError(error)
  const advice = isInUse(error)
    ? 'it was paused or stopped by somebody else in the last moment, another run perhaps: try again when that has ended'
    : 'quiesce stop, or none, does without pausing'
  return new BackupError(code, `${name} cannot be held still: ${message.replaceAll(id, name)}`, {
    hint: hint ?? advice,
    cause: error
  })
}

/**
 * Undoes the steps from the end; idempotent, so that the post step can do it again. A daemon that is away (it restarts,
 * say) is waited for.
 * @throws BackupError `restart-failed`
 */
export async function releaseContainers(
  engine: Releaser,
  host: Pick<Host, 'info'>,
  steps: readonly HoldStep[]
): Promise<void> {
  const failures: string[] = []
  const deadline = performance.now() + daemonPatienceMs
  for (const step of [...steps].reverse()) {
    const failure = await releaseOne(engine, host, step, deadline)
    if (failure !== undefined) failures.push(`${step.name} ${failure}`)
  }
  if (failures.length > 0) {
    const away = failures.some((failure) => failure.includes('the daemon went away'))
    const why = away ? `the daemon went away and was not back within ${daemonPatienceMs / 1000} s; ` : ''
    throw new BackupError('restart-failed', `${why}containers do not run again: ${failures.join('; ')}`, {
      hint: `start them by hand: docker unpause NAME, docker start NAME, or docker compose up -d (${steps.map(({ name }) => name).join(' ')})`
    })
  }
  if (steps.length > 0) host.info(`running again: ${steps.map(({ name }) => name).join(', ')}`)
}

type Releaser = Pick<Engine, 'containerState' | 'unpauseContainer' | 'startContainer'>

const daemonPatienceMs = 30_000
/** From the end of the time-out until the daemon has killed a container. */
const killPatienceMs = 10_000

/** @returns why it does not run; `undefined` when it does */
async function releaseOne(
  engine: Releaser,
  host: Pick<Host, 'info'>,
  step: HoldStep,
  deadline: number
): Promise<string | undefined> {
  const { id, deed } = step
  for (;;) {
    try {
      await stopOver(engine, host, step)
      const status = await engine.containerState(id)
      if (!status) return 'is gone'
      if (status.state === 'paused') await engine.unpauseContainer(id)
      else if (status.state !== 'running' && status.state !== 'restarting') {
        // A paused container that now stands still was ended by somebody else, or by the end of the daemon.
        if (deed === 'pause') return `is ${status.state}, it was paused by us and stopped by somebody else`
        await engine.startContainer(id)
        const now = await engine.containerState(id)
        if (now?.state === 'exited' && now.exitCode !== 0) return `ended at once with code ${now.exitCode}`
      }
      return undefined
    } catch (error) {
      const away = error instanceof BackupError && error.code === 'docker-unavailable'
      if (!away || performance.now() > deadline) return `(${messageOf(error)})`
      await delay(500)
    }
  }
}

/**
 * The daemon goes on with a stop when the one who asked for it is gone, and kills in the end: what still runs meanwhile
 * must not be taken for let go.
 */
async function stopOver(
  engine: Releaser,
  host: Pick<Host, 'info'>,
  { id, name, stopAskedAt, timeoutSeconds }: HoldStep
): Promise<void> {
  if (stopAskedAt === undefined) return
  const end = stopAskedAt + timeoutSeconds * 1000 + killPatienceMs
  for (let told = false; Date.now() < end; told = true) {
    if ((await engine.containerState(id))?.state !== 'running') return
    if (!told) host.info(`${name} is still being stopped; it is started again when it has ended`)
    await delay(200)
  }
}

/** @returns how long it took */
async function stopOne(engine: Engine, { id, timeoutSeconds }: HoldStep): Promise<number> {
  // Stopping a paused container would kill it: it cannot handle the signal.
  if ((await engine.containerState(id))?.state === 'paused') await engine.unpauseContainer(id)
  const started = performance.now()
  await engine.stopContainer(id, timeoutSeconds)
  return (performance.now() - started) / 1000
}

async function requireStopped(
  engine: Engine,
  host: Host,
  { id, name, timeoutSeconds }: HoldStep,
  elapsedSeconds: number
): Promise<void> {
  const status = await engine.containerState(id)
  if (status?.state === 'running' || status?.state === 'restarting') {
    throw new BackupError('docker-failed', `container ${name} was stopped but runs again`, {
      hint: 'something restarts it; stop that first'
    })
  }
  // A service that is ended by SIGKILL on its own wish has the same exit code, at once.
  if (status?.exitCode === 137 && elapsedSeconds >= timeoutSeconds)
    host.warn(
      `${name} did not stop within ${timeoutSeconds} s and was killed: its files may look as after a power cut`
    )
}

async function disturbed(engine: Engine, steps: readonly HoldStep[]): Promise<readonly string[]> {
  const names: string[] = []
  for (const { id, name, deed } of steps) {
    const state = (await engine.containerState(id))?.state
    if (deed === 'pause' ? state !== 'paused' : state === 'running' || state === 'restarting')
      names.push(name)
  }
  return names
}
