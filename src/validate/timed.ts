import type { Check } from '../report/report.ts'
import type { Ports } from '../run-context.ts'

/** A check with when it began and how long it took. */
export async function timed<Made extends Check | Omit<Check, 'name' | 'id' | 'subject'>>(
  { now }: Pick<Ports, 'now'>,
  make: () => Promise<Made>
): Promise<Made & Required<Pick<Check, 'startedAt' | 'durationMs'>>> {
  const startedAt = now().toISOString()
  const started = performance.now()
  const made = await make()
  return { ...made, startedAt, durationMs: Math.round(performance.now() - started) }
}
