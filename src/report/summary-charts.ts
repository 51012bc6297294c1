import type { Report } from './report.ts'
import { sizeSeries } from './sizes.ts'
import { spanGroups, timelineOf } from './timeline.ts'
import { formatDuration } from './units.ts'

const mostBars = 50

/** When services stood still, and what took how long; the tables have the same figures. */
export function timelineChart(report: Report): readonly string[] {
  const spans = timelineOf(report)
  if (spans.length === 0) return []
  // The longest say most; who stood still is always told.
  const shown = new Set(
    [...spans]
      .sort((a, b) => Number(b.group === 'held') - Number(a.group === 'held') || b.durationMs - a.durationMs)
      .slice(0, mostBars)
  )
  const groups = Object.entries(spanGroups).flatMap(([group, title]) => {
    const own = spans.filter((span) => span.group === group && shown.has(span))
    return own.length === 0
      ? []
      : [
          `  section ${title}`,
          ...own.map(({ name, startMs, durationMs }) => {
            const end = startMs + Math.max(1, Math.round(durationMs))
            return `  ${label(name)} ${formatDuration(durationMs)} :${group === 'held' ? 'crit, ' : ''}${startMs}, ${end}`
          })
        ]
  })
  return ['```mermaid', 'gantt', '  dateFormat x', '  axisFormat %M:%S.%L', ...groups, '```', '']
}

/** How the content of all volumes has grown, backup by backup. */
export function sizesChart(report: Report): readonly string[] {
  const totals = new Map<string, number>()
  for (const { points } of sizeSeries(report))
    for (const { backupId, contentBytes } of points)
      totals.set(backupId, (totals.get(backupId) ?? 0) + contentBytes)
  const ids = [...totals.keys()].sort().slice(-20)
  if (ids.length < 2) return []
  const mebibytes = ids.map((id) => ((totals.get(id) ?? 0) / 2 ** 20).toFixed(2))
  return [
    '```mermaid',
    'xychart-beta',
    '  title "Content of all volumes, MiB"',
    `  x-axis [${ids.map((id) => `"${id.slice(4, 8)} ${id.slice(9, 13)}"`).join(', ')}]`,
    '  y-axis "MiB"',
    `  bar [${mebibytes.join(', ')}]`,
    '```',
    ''
  ]
}

/** The chart's own marks and words would end it. */
function label(name: string): string {
  const clean = name.replace(/[^\w. -]/g, ' ')
  return /^(section|title|dateFormat|axisFormat|excludes|includes|click|todayMarker|end)\b/i.test(clean)
    ? `- ${clean}`
    : clean
}
