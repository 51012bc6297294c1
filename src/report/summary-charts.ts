import type { Report } from './report.ts'
import { sizeSeries } from './sizes.ts'
import { spanGroups, timelineOf } from './timeline.ts'
import { formatBytes, formatDuration } from './units.ts'

const mostBars = 50
const mostSeries = 8
const mostPoints = 40
const units = [
  { name: 'GiB', bytes: 2 ** 30 },
  { name: 'MiB', bytes: 2 ** 20 },
  { name: 'KiB', bytes: 2 ** 10 }
]

/** When services stood still, and what took how long, as a chart; the tables have the same figures. */
export function timelineChart(report: Report): readonly string[] {
  const spans = timelineOf(report)
  if (spans.length === 0 || spans.length > mostBars) return []
  return [
    '```mermaid',
    'gantt',
    '  dateFormat x',
    '  axisFormat %M:%S.%L',
    ...spans.flatMap(({ group, name, startMs, durationMs }, at) => {
      const head = spans[at - 1]?.group === group ? [] : [`  section ${spanGroups[group]}`]
      const tag = group === 'held' ? 'crit, ' : ''
      const end = startMs + Math.max(1, Math.round(durationMs))
      return [...head, `  ${plainWord(name)} ${formatDuration(durationMs)} :${tag}${startMs}, ${end}`]
    }),
    '```',
    ''
  ]
}

/** The largest volumes over the last backups, one line each; the table has the same figures. */
export function sizesChart(report: Report): readonly string[] {
  const series = sizeSeries(report)
  const dates = [...new Set(series.flatMap(({ points }) => points.map(({ backupId }) => backupId)))]
    .sort()
    .slice(-mostPoints)
  // A line needs a value everywhere.
  const whole = series
    .map(({ key, points }) => ({
      key,
      values: dates.map((id) => points.find(({ backupId }) => backupId === id))
    }))
    .flatMap(({ key, values }) => {
      const bytes = values.flatMap((point) => (point ? [point.contentBytes] : []))
      return bytes.length === dates.length ? [{ key, bytes }] : []
    })
    .toSorted((a, b) => (b.bytes.at(-1) ?? 0) - (a.bytes.at(-1) ?? 0))
    .slice(0, mostSeries)
  if (dates.length < 2 || whole.length === 0) return []
  const most = Math.max(...whole.flatMap(({ bytes }) => bytes))
  const unit = units.find(({ bytes }) => most >= bytes) ?? { name: 'bytes', bytes: 1 }
  const inUnit = (bytes: number): string => (bytes / unit.bytes).toFixed(2)
  return [
    '```mermaid',
    'xychart-beta',
    '  title "Content over time, the largest on top"',
    `  x-axis [${dates.map((id) => `"${plainWord(id.slice(4, 8)).replace(/^(\d\d)(\d\d)$/, '$1-$2')}"`).join(', ')}]`,
    `  y-axis "${unit.name}" 0 --> ${inUnit(Math.max(most, 1) * 1.05)}`,
    ...whole.map(({ bytes }) => `  line [${bytes.map(inUnit).join(', ')}]`),
    '```',
    '',
    '| Volume | First | Last |',
    '| --- | ---: | ---: |',
    ...whole.map(
      ({ key, bytes }) =>
        `| ${plainWord(key)} | ${formatBytes(bytes[0] ?? 0)} | ${formatBytes(bytes.at(-1) ?? 0)} |`
    ),
    ''
  ]
}

/** The chart's own marks would end it, and one syntax error costs the whole chart. */
function plainWord(text: string): string {
  return text.replace(/[^\w. -]/g, ' ')
}
