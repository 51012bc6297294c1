import type { RetentionTable } from '../inputs/settings.ts'

/** From the label conventions of the original scripts. */
export const defaultRetention: RetentionTable = { critical: 30, high: 14, medium: 30, low: 7 }

interface Kept {
  readonly priority: string
  readonly retentionDays?: number | undefined
}

/** The longest that any of them asks for: by its own label, else by its priority. */
export function retentionOf(volumes: readonly Kept[], table: RetentionTable): number {
  const byPriority: Readonly<Record<string, number>> = table
  return Math.max(
    1,
    ...volumes.map(({ priority, retentionDays }) => retentionDays ?? byPriority[priority] ?? 1)
  )
}
