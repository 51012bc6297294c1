import { checkAborted } from '../abort.ts'
import type { Engine } from '../engine/engine.ts'
import type { Check, DrillReport, Finding } from '../report/report.ts'
import { formatDuration, plural } from '../report/units.ts'
import type { Ports } from '../run-context.ts'
import type { Layout } from './layout.ts'
import { serviceOf, waitForServices } from './services.ts'

export interface StartRequest {
  readonly engine: Engine
  readonly ports: Ports
  readonly layout: Layout
  readonly timeoutSeconds: number
  /** Services that a verify command looks into. */
  readonly verified: ReadonlySet<string>
  /** Takes the secrets out of what a service says. */
  readonly clean: (text: string) => string
}

/** Starts every service and waits until all are well; what those say that are not is the evidence. */
export async function startServices(
  request: StartRequest
): Promise<{ checks: readonly Check[]; services: DrillReport['services'] }> {
  const { engine, ports, layout, timeoutSeconds } = request
  const startedAt = ports.now().toISOString()
  const started = performance.now()
  // Health is for us to look at: Compose's own waiting takes a service that has done its work for a failure.
  const up = await layout.compose.run(['up', '--detach', '--quiet-pull'], timeoutSeconds, ports.signal)
  checkAborted(ports.signal)
  const result = await waitForServices(
    engine,
    layout.project,
    { timeoutSeconds, started, lasting: layout.lasting, isOver: up.exitCode !== 0 && up.exitCode !== 124 },
    ports
  )
  const durationMs = Math.round(performance.now() - started)
  const missing = layout.services.filter((name) => !result.services.some((one) => one.name === name))
  const findings: Finding[] = [
    ...(up.exitCode === 124
      ? [
          {
            severity: 'error' as const,
            subject: 'the services',
            message: `Compose had not started them within ${timeoutSeconds} s; making and pulling images counts`,
            hint: 'raise health-timeout, or pull and build before'
          }
        ]
      : []),
    ...result.failures.map(
      ({ service, reason }): Finding => ({
        severity: 'error',
        subject: service,
        message: `service ${service} is not well on the restored data: ${reason}`,
        hint: 'its last words are in the evidence; does this version read data of the one that made the backup?'
      })
    ),
    ...missing.map(
      (service): Finding => ({
        severity: 'error',
        subject: service,
        message: `service ${service} was not started`,
        hint: 'what Compose said is in the evidence'
      })
    ),
    ...result.unasked
      .filter((service) => !request.verified.has(service))
      .map(
        (service): Finding => ({
          severity: 'warning',
          subject: service,
          message: `service ${service} runs, but nothing asks whether it is well: it has neither a health check nor a verify command`,
          hint: 'add a healthcheck to the service, or a verify to x-backup'
        })
      )
  ]
  const failed = findings.some(({ severity }) => severity === 'error') || up.exitCode !== 0
  const evidence = failed ? await lastWords(request, result.failures, up.output) : []
  const ready = result.services.map(
    ({ name, readyMs, state, health }) =>
      `${name}: ${state}${health === 'none' ? '' : `, ${health}`}${readyMs === undefined ? '' : ` after ${formatDuration(readyMs)}`}`
  )
  const check: Check = {
    name: 'drill',
    id: 'drill.health',
    subject: 'the services',
    outcome: failed || result.services.length === 0 ? 'failed' : findings.length > 0 ? 'warned' : 'passed',
    looked: result.services.length,
    detail: failed
      ? findings
          .filter(({ severity }) => severity === 'error')
          .map(({ message }) => message)
          .join('; ') || `Compose could not start them: ${lastLine(request.clean(up.output))}`
      : `${plural(result.services.length, 'service')} well after ${formatDuration(durationMs)}`,
    evidence: [...ready, ...evidence],
    startedAt,
    durationMs,
    ...(findings.length > 0 ? { findings } : {})
  }
  return { checks: [check], services: result.services }
}

async function lastWords(
  { engine, layout, clean }: StartRequest,
  failures: readonly { readonly service: string; readonly id: string }[],
  composeSaid: string
): Promise<readonly string[]> {
  const said = clean(composeSaid).trimEnd().split('\n').filter(Boolean).slice(-10)
  const containers = (await engine.projectContainers(layout.project)).filter(({ id }) =>
    failures.some((failure) => failure.id === id)
  )
  const lines: string[] = said.map((line) => `compose | ${line}`)
  for (const container of containers) {
    const { log, health } = await engine.containerSays(container.id, 30)
    const name = serviceOf(container)
    for (const [what, text] of [
      ['log', log],
      ['health check', health]
    ] as const)
      for (const line of clean(text).trimEnd().split('\n').filter(Boolean).slice(-30))
        lines.push(`${name} ${what} | ${line}`)
  }
  return lines
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? ''
}
