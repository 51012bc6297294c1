import { countChecks, type Report, type VolumeReport } from './report.ts'
import { formatBytes, formatDuration } from './units.ts'

/** GitHub drops a summary of more than 1024 KiB whole. */
const maxBytes = 900 * 1024

/** The job summary: what happened, volume by volume, in Markdown; foreign names escaped. */
export function formatSummary(report: Report): string {
  const lines = [
    `## ${symbol(report)} Volume ${report.operation}${report.dryRun ? ' (dry run)' : ''}: ${report.result}`,
    '',
    ...facts(report),
    ...problem(report),
    ...volumeTable(report.volumes),
    ...timeline(report),
    ...checkTable(report),
    ...list('Warnings', report.warnings),
    ...list(
      'Left out',
      report.leftOut.map(({ key, reason }) => `${key}: ${reason}`)
    ),
    ...(report.guidance.length > 0
      ? ['', '```text', ...report.guidance.map((line) => line.replaceAll('`', "'")), '```']
      : [])
  ]
  return capped(lines)
}

function symbol(report: Report): string {
  return report.result === 'success' ? '✅' : report.result === 'partial' ? '⚠️' : '❌'
}

function facts(report: Report): readonly string[] {
  const cells = [
    ...(report.backupId === undefined ? [] : [`backup \`${report.backupId}\``]),
    ...(report.project === undefined ? [] : [`project ${escapeMarkdown(report.project)}`]),
    `took ${formatDuration(report.durationMs)}`,
    ...(report.held && report.held.containers.length > 0
      ? [
          `${report.held.containers.length} containers held (${escapeMarkdown(report.held.mode)}) for ${formatDuration(report.held.ms)}`
        ]
      : []),
    report.verified ? 'every stored byte read back and compared' : 'nothing was verified'
  ]
  return [cells.join(' · '), '']
}

function problem({ error }: Report): readonly string[] {
  if (!error) return []
  return [
    `> **${escapeMarkdown(error.code)}**: ${escapeMarkdown(error.message)}`,
    ...(error.hint === undefined ? [] : ['>', `> ${escapeMarkdown(error.hint)}`]),
    ''
  ]
}

function volumeTable(volumes: readonly VolumeReport[]): readonly string[] {
  if (volumes.length === 0) return []
  return [
    '| Volume | Priority | Outcome | Entries | Content | Archive | Copied | Took |',
    '| --- | --- | --- | ---: | ---: | ---: | --- | ---: |',
    ...volumes.map((volume) => {
      const cells = [
        `${escapeMarkdown(volume.key)}${volume.description ? `<br><sub>${escapeMarkdown(volume.description)}</sub>` : ''}`,
        volume.priority ?? '',
        volume.outcome,
        volume.entries?.toLocaleString('en-US') ?? '',
        content(volume),
        volume.archiveBytes === undefined ? '' : formatBytes(volume.archiveBytes),
        volume.consistency ?? '',
        volume.durationMs === undefined ? '' : formatDuration(volume.durationMs)
      ]
      return `| ${cells.join(' | ')} |`
    }),
    ''
  ]
}

/** With the change since the last backup of the volume. */
function content({ contentBytes, before }: VolumeReport): string {
  if (contentBytes === undefined) return ''
  if (!before) return formatBytes(contentBytes)
  const change = contentBytes - before.contentBytes
  const percent = before.contentBytes === 0 ? undefined : Math.round((change / before.contentBytes) * 100)
  const sign = change < 0 ? '−' : '+'
  const told =
    change === 0
      ? 'same size'
      : `${sign}${percent === undefined ? formatBytes(change) : `${Math.abs(percent)} %`}`
  return `${formatBytes(contentBytes)} (${told})`
}

/** When services stood still, and what took how long, as a chart; the table has the same figures. */
function timeline({ held, volumes }: Report): readonly string[] {
  const bars = volumes.flatMap(({ key, startedAt, durationMs }) =>
    startedAt === undefined || durationMs === undefined
      ? []
      : [{ key, at: Date.parse(startedAt), durationMs }]
  )
  if (bars.length === 0 || bars.length > 50) return []
  const heldAt = held?.startedAt === undefined ? undefined : Date.parse(held.startedAt)
  const zero = Math.min(heldAt ?? Number.POSITIVE_INFINITY, ...bars.map(({ at }) => at))
  const bar = (name: string, tag: string, at: number, ms: number): string =>
    // The chart's own marks would end it.
    `  ${name.replace(/[^\w. -]/g, ' ')} ${formatDuration(ms)} :${tag}${at - zero}, ${at - zero + Math.max(1, Math.round(ms))}`
  return [
    '```mermaid',
    'gantt',
    '  dateFormat x',
    '  axisFormat %M:%S.%L',
    ...(held && heldAt !== undefined
      ? ['  section Services', bar(`${held.containers.length} held`, 'crit, ', heldAt, held.ms)]
      : []),
    '  section Volumes',
    ...bars.map(({ key, at, durationMs }) => bar(key, '', at, durationMs)),
    '```',
    ''
  ]
}

const marks = { passed: '✅', warned: '⚠️', failed: '❌', skipped: '➖' } as const

function checkTable({ checks }: Report): readonly string[] {
  if (checks.length === 0) return []
  return [
    countChecks(checks),
    '',
    '| # | Check | Of | Result | Detail |',
    '| ---: | --- | --- | --- | --- |',
    ...checks.map(
      (check, at) =>
        `| ${at + 1} | ${check.name} | ${escapeMarkdown(check.subject)} | ${marks[check.outcome]} ${check.outcome} | ${escapeMarkdown(check.detail)} |`
    ),
    ''
  ]
}

function list(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0
    ? []
    : [
        '',
        `<details open><summary>${title} (${items.length})</summary>`,
        '',
        ...items.map((item) => `- ${escapeMarkdown(item)}`),
        '',
        '</details>'
      ]
}

/** Foreign text in Markdown: no markup, no HTML, no mention, no line break. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // Inside of a word an underscore means nothing.
      .replace(/[\\`*{}[\]#+!|~@]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, (mark) => `&#${mark.charCodeAt(0)};`)
  )
}

function capped(lines: readonly string[]): string {
  let size = 0
  const kept: string[] = []
  for (const line of lines) {
    size += Buffer.byteLength(line) + 1
    if (size > maxBytes) {
      kept.push(
        '',
        `_${lines.length - kept.length} more lines are left out: a summary may not be larger than 1 MiB. The JSON report has them all._`
      )
      break
    }
    kept.push(line)
  }
  return `${kept.join('\n')}\n`
}
