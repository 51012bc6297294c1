import type { Report } from './report.ts'

/** Something that took a part of the run. */
export interface Span {
  readonly group: 'held' | 'phase' | 'volume' | 'check'
  readonly name: string
  /** Since the first span began. */
  readonly startMs: number
  readonly durationMs: number
}

interface Timed {
  readonly group: Span['group']
  readonly name: string
  readonly startedAt: string | undefined
  readonly durationMs: number | undefined
}

/** When services stood still and what took how long, in groups, each by its start; only what has both times. */
export function timelineOf(report: Report): readonly Span[] {
  const { held, phases = [], volumes, checks } = report
  const timed: readonly Timed[] = [
    ...(held && held.containers.length > 0
      ? [
          {
            group: 'held' as const,
            name: `${held.containers.length} held`,
            startedAt: held.startedAt,
            durationMs: held.ms
          }
        ]
      : []),
    ...phases.map(({ name, startedAt, durationMs }) => ({
      group: 'phase' as const,
      name,
      startedAt,
      durationMs
    })),
    ...volumes.map(({ key, startedAt, durationMs }) => ({
      group: 'volume' as const,
      name: key,
      startedAt,
      durationMs
    })),
    ...checks.map(({ name, subject, startedAt, durationMs }) => ({
      group: 'check' as const,
      name: `${name}: ${subject}`,
      startedAt,
      durationMs
    }))
  ]
  const spans = timed.flatMap(({ group, name, startedAt, durationMs }) => {
    const at = startedAt === undefined ? Number.NaN : Date.parse(startedAt)
    return Number.isNaN(at) || durationMs === undefined ? [] : [{ group, name, startMs: at, durationMs }]
  })
  const zero = Math.min(...spans.map(({ startMs }) => startMs))
  return spans.map((span) => ({ ...span, startMs: span.startMs - zero }))
}

export const spanGroups = {
  held: 'Services held',
  phase: 'Steps',
  volume: 'Volumes',
  check: 'Checks'
} as const satisfies Record<Span['group'], string>
