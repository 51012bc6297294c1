import {
  type Content,
  folded,
  formatTime,
  html,
  listed,
  type Markup,
  rest,
  section,
  table
} from './html-parts.ts'
import { bars, drawing, fixed } from './html-svg.ts'
import type { Check, Report } from './report.ts'
import { formatChange, type SizePoint, type SizeSeries, sizeSeries } from './sizes.ts'
import { type Span, spanGroups, timelineOf } from './timeline.ts'
import { formatBytes, formatDuration, plural } from './units.ts'

const mostPoints = 60
const mostBars = 80

/** One small chart for each volume, on its own scale: what matters is how each one goes on. */
export function sizesOverTime(report: Report): Content {
  const series = sizeSeries(report).filter(({ points }) => points.length > 1)
  if (series.length === 0) return undefined
  return section(
    'Sizes over time',
    html`<div class="charts">${listed(series, sizeChart)}</div>`,
    rest(series.length)
  )
}

function sizeChart({ key, points: all }: SizeSeries, number: number): Markup {
  const points = all.slice(-mostPoints)
  const [first, before, last] = [points[0], points.at(-2), points.at(-1)]
  if (!first || !before || !last) return html``
  const change = formatChange(last.contentBytes, before.contentBytes, formatBytes)
  return html`<figure><figcaption><strong>${key}</strong><span>${formatBytes(last.contentBytes)} <small>${change}</small></span></figcaption>
${drawing(
  `size-${number}`,
  { width: 300, height: 96 },
  {
    title: `Content of ${key}`,
    description: `${plural(points.length, 'backup')}, from ${formatBytes(first.contentBytes)} on ${formatTime(first.at)} to ${formatBytes(last.contentBytes)} on ${formatTime(last.at)}`
  },
  sizeLine(points, first, last)
)}${folded('Figures', sizeTable(key, all))}</figure>\n`
}

function sizeLine(points: readonly SizePoint[], first: SizePoint, last: SizePoint): Content {
  const most = Math.max(1, ...points.map(({ contentBytes }) => contentBytes))
  const [left, right, top, bottom] = [5, 295, 8, 74]
  const times = points.map(({ at }) => Date.parse(at))
  const [start, end] = [Math.min(...times), Math.max(...times)]
  const place = ({ contentBytes }: SizePoint, at: number): readonly [number, number] => [
    left +
      (end > start ? ((times[at] ?? start) - start) / (end - start) : at / (points.length - 1)) *
        (right - left),
    bottom - (contentBytes / most) * (bottom - top)
  ]
  const places = points.map(place)
  const path = places.map(([x, y]) => `${fixed(x)},${fixed(y)}`).join(' ')
  return [
    html`<polygon class="area" points="${left},${bottom} ${path} ${right},${bottom}"/><line class="base" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/><polyline class="line" points="${path}"/>`,
    places.map(([x, y]) => html`<circle class="point" cx="${fixed(x)}" cy="${fixed(y)}" r="2.6"/>`),
    html`<text class="tick" x="${left}" y="92">${first.at.slice(0, 10)}</text><text class="tick" x="${right}" y="92" text-anchor="end">${last.at.slice(0, 10)}</text>`
  ]
}

function sizeTable(key: string, points: readonly SizePoint[]): Markup {
  return table(
    `Sizes of ${key}`,
    [
      { title: 'Backup', cell: ({ backupId }: SizePoint) => backupId },
      { title: 'Entries', kind: 'number', cell: ({ entries }) => entries.toLocaleString('en-US') },
      { title: 'Content', kind: 'number', cell: ({ contentBytes }) => formatBytes(contentBytes) },
      { title: 'Archive', kind: 'number', cell: ({ archiveBytes }) => formatBytes(archiveBytes) }
    ],
    points.toReversed()
  )
}

/** What took how long, and how long services stood still for it. */
export function timeline(report: Report): Content {
  const spans = timelineOf(report)
  if (spans.length === 0) return undefined
  const shown = spans.slice(0, mostBars)
  const held = spans.find(({ group }) => group === 'held')
  const most = Math.max(...spans.map(({ startMs, durationMs }) => startMs + durationMs))
  const description = `${plural(spans.length, 'span')} within ${formatDuration(most)}${held ? `; ${held.name} for ${formatDuration(held.durationMs)}` : ''}`
  return section(
    'Timeline',
    html`<figure class="wide">${scroll(
      'Timeline of the run',
      bars('timeline', { title: 'Timeline of the run', description }, shown.map(spanBar), {
        most,
        format: formatTick
      })
    )}${folded('Figures', spanTable(spans))}</figure>`
  )
}

function spanBar(
  { group, name, startMs, durationMs }: Span,
  at: number,
  all: readonly Span[]
): Parameters<typeof bars>[2][number] {
  return {
    label: name,
    note: formatDuration(durationMs),
    parts: [{ start: startMs, length: durationMs, look: `bar ${group}` }],
    group: all[at - 1]?.group === group ? undefined : spanGroups[group]
  }
}

function spanTable(spans: readonly Span[]): Markup {
  return table(
    'Timeline of the run',
    [
      { title: 'What', kind: 'name', cell: ({ name }: Span) => name },
      { title: 'Kind', cell: ({ group }) => spanGroups[group] },
      { title: 'Began after', kind: 'number', cell: ({ startMs }) => formatDuration(startMs) },
      { title: 'Took', kind: 'number', cell: ({ durationMs }) => formatDuration(durationMs) }
    ],
    spans
  )
}

/** Of the entries that a comparison names, by kind. */
export function differencesChart(checks: readonly Check[]): Content {
  const rows = checks.flatMap(({ subject, differences = [] }) => {
    const count = (kind: string): number => differences.filter((one) => one.kind === kind).length
    const counted = { subject, missing: count('missing'), extra: count('extra'), changed: count('changed') }
    return differences.length > 0 ? [counted] : []
  })
  if (rows.length === 0) return undefined
  const most = Math.max(...rows.map(({ missing, extra, changed }) => missing + extra + changed))
  const words = {
    title: 'Entries that differ',
    description: rows.map((row) => `${row.subject}: ${counts(row)}`).join('; ')
  }
  const chart = bars(
    'differences',
    words,
    rows.slice(0, mostBars).map((row) => ({
      label: row.subject,
      note: counts(row),
      parts: [
        { start: 0, length: row.missing, look: 'bar missing' },
        { start: row.missing, length: row.extra, look: 'bar extra' },
        { start: row.missing + row.extra, length: row.changed, look: 'bar changed' }
      ].filter(({ length }) => length > 0)
    })),
    { most, format: (value) => (Number.isInteger(value) ? String(value) : '') }
  )
  const figures = table(
    'Entries that differ',
    [
      { title: 'Of', kind: 'name', cell: ({ subject }: (typeof rows)[number]) => subject },
      { title: 'Missing', kind: 'number', cell: ({ missing }) => missing },
      { title: 'Extra', kind: 'number', cell: ({ extra }) => extra },
      { title: 'Changed', kind: 'number', cell: ({ changed }) => changed }
    ],
    rows
  )
  return section(
    'Differences',
    html`<figure class="wide">${scroll('Entries that differ', chart)}${folded('Figures', figures)}</figure>`
  )
}

function counts(row: { readonly missing: number; readonly extra: number; readonly changed: number }): string {
  return (['missing', 'extra', 'changed'] as const)
    .filter((kind) => row[kind] > 0)
    .map((kind) => `${row[kind]} ${kind}`)
    .join(', ')
}

export function scroll(label: string, content: Content): Markup {
  return html`<div class="scroll" role="region" aria-label="${label}" tabindex="0">${content}</div>`
}

export function formatTick(ms: number): string {
  return ms === 0
    ? '0'
    : ms < 1000
      ? `${Math.round(ms)} ms`
      : formatDuration(ms).replace('.0 s', ' s').replace(' 0 s', '')
}
