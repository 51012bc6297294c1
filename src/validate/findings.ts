import type { Check, Finding } from '../report/report.ts'

/** The worst finding counts; with nothing looked at nothing has passed. */
export function outcomeOf(looked: number, findings: readonly Finding[]): Check['outcome'] {
  if (findings.some(({ severity }) => severity === 'error') || looked === 0) return 'failed'
  return findings.length > 0 ? 'warned' : 'passed'
}
