import { setTimeout as delay } from 'node:timers/promises'
import { checkAborted } from '../abort.ts'
import type { Engine, VolumeUser } from '../engine/engine.ts'
import type { DrillReport } from '../report/report.ts'
import type { Ports } from '../run-context.ts'

export interface ServicesResult {
  readonly services: DrillReport['services']
  /** Those that did not get there, with the reason. */
  readonly failures: readonly { readonly service: string; readonly id: string; readonly reason: string }[]
  /** Running services that nothing asks whether they are well. */
  readonly unasked: readonly string[]
}

/** A service without a health check has to keep running for as long: a database may read for a while before it gives up. */
const longestSteadyMs = 10_000

/** Waits until every container of the project is well: healthy, or steady, or ended with 0. The first that fails ends it. */
export async function waitForServices(
  engine: Engine,
  project: string,
  request: {
    readonly timeoutSeconds: number
    readonly started: number
    /** Services that are not meant to end. */
    readonly lasting: ReadonlySet<string>
    /** Compose has given up before the time was over: nothing more will come. */
    readonly isOver: boolean
  },
  { host, signal }: Pick<Ports, 'host' | 'signal'>
): Promise<ServicesResult> {
  const ready = new Map<string, number>()
  const seenRunning = new Map<string, number>()
  const steadyMs = Math.min(longestSteadyMs, request.timeoutSeconds * 500)
  for (;;) {
    checkAborted(signal)
    const now = performance.now()
    const all = (await engine.projectContainers(project)).filter(
      ({ labels }) => labels['com.docker.compose.oneoff'] !== 'True'
    )
    const states = all.map((one) => {
      if (one.status.state === 'running' && !seenRunning.has(one.id)) seenRunning.set(one.id, now)
      const state = judge(one, now - (seenRunning.get(one.id) ?? now) >= steadyMs, request.lasting)
      if (state === 'ready' && !ready.has(one.id)) ready.set(one.id, now - request.started)
      return { one, state }
    })
    const waiting = states.filter(({ state }) => state === 'waiting')
    host.progress(
      waiting.length > 0
        ? `waiting for ${waiting.map(({ one }) => `${serviceOf(one)} (${describe(one)})`).join(', ')}`
        : undefined
    )
    const late = (now - request.started) / 1000 > request.timeoutSeconds
    const failed = states.filter(
      ({ state }) => state === 'failed' || (late && !request.isOver && state === 'waiting')
    )
    if (waiting.length > 0 && failed.length === 0 && !request.isOver) {
      await delay(250)
      continue
    }
    host.progress(undefined)
    return {
      services: all.map((one) => ({
        name: serviceOf(one),
        image: one.image,
        state: one.status.state === 'exited' ? `exited (${one.status.exitCode})` : one.status.state,
        health: one.status.health,
        ...(ready.has(one.id) ? { readyMs: Math.round(ready.get(one.id) ?? 0) } : {})
      })),
      failures: failed.map(({ one, state }) => ({
        service: serviceOf(one),
        id: one.id,
        reason: `${describe(one)}${state === 'failed' ? '' : ` after ${request.timeoutSeconds} s`}${endedWell(one) ? ', though it is to run for good (restart); a drill does not start it again' : ''}`
      })),
      unasked: all
        .filter(({ status }) => status.state === 'running' && status.health === 'none')
        .map(serviceOf)
    }
  }
}

export function serviceOf({ labels, name }: VolumeUser): string {
  return labels['com.docker.compose.service'] ?? name
}

function judge(
  user: VolumeUser,
  isSteady: boolean,
  lasting: ReadonlySet<string>
): 'ready' | 'waiting' | 'failed' {
  const { status } = user
  if (status.state === 'exited' || status.state === 'dead')
    return status.exitCode === 0 && !lasting.has(serviceOf(user)) ? 'ready' : 'failed'
  if (status.state !== 'running') return 'waiting'
  if (status.health === 'unhealthy') return 'failed'
  if (status.health === 'healthy') return 'ready'
  return status.health === 'none' && isSteady ? 'ready' : 'waiting'
}

function endedWell({ status }: VolumeUser): boolean {
  return status.state === 'exited' && status.exitCode === 0
}

function describe({ status: { state, health, exitCode } }: VolumeUser): string {
  if (state === 'exited') return `ended with code ${exitCode}`
  return health === 'none' ? state : `${state}, ${health}`
}
