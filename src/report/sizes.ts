import type { Report } from './report.ts'

export interface SizePoint {
  readonly backupId: string
  readonly at: string
  readonly contentBytes: number
  readonly archiveBytes: number
  readonly entries: number
}

/** The sizes of one volume over time, oldest first. */
export interface SizeSeries {
  readonly key: string
  readonly points: readonly SizePoint[]
}

/** From the backups of the past and from the run itself, where it made one. */
export function sizeSeries(report: Report): readonly SizeSeries[] {
  const series = new Map<string, SizePoint[]>()
  const add = (key: string, point: SizePoint): void => {
    series.set(key, [...(series.get(key) ?? []), point])
  }
  for (const { backupId, createdAt, volumes } of report.history ?? [])
    for (const { key, contentBytes, archiveBytes, entries } of volumes)
      add(key, { backupId, at: createdAt, contentBytes, archiveBytes, entries })
  const { backupId, startedAt, operation } = report
  const known = report.history?.some((point) => point.backupId === backupId) ?? false
  if (operation !== 'backup' || backupId === undefined || known) return listed(series)
  for (const { key, contentBytes, archiveBytes, entries } of report.volumes)
    if (contentBytes !== undefined && archiveBytes !== undefined)
      add(key, { backupId, at: startedAt, contentBytes, archiveBytes, entries: entries ?? 0 })
  return listed(series)
}

/** `+50 %`, `−3 %`, `same size`; in bytes where there was nothing before. */
export function formatChange(now: number, before: number, inBytes: (bytes: number) => string): string {
  const change = now - before
  if (change === 0) return 'same size'
  const sign = change < 0 ? '−' : '+'
  if (before === 0) return `${sign}${inBytes(change)}`
  return `${sign}${Math.abs(Math.round((change / before) * 100))} %`
}

function listed(series: ReadonlyMap<string, readonly SizePoint[]>): readonly SizeSeries[] {
  return [...series].map(([key, points]) => ({ key, points }))
}
