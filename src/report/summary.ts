import { cappedMarkdown, escapeMarkdown, foldedMarkdown, markdownTable, resultMarks } from './markdown.ts'
import { countChecks, type Report, type VolumeReport } from './report.ts'
import { formatChange } from './sizes.ts'
import { sizesChart, timelineChart } from './summary-charts.ts'
import { formatAge, formatBytes, formatDuration, plural } from './units.ts'

/** GitHub drops a summary of more than 1024 KiB whole. */
const maxBytes = 900 * 1024

/** The job summary: what happened, volume by volume, in Markdown; foreign names escaped. */
export function formatSummary(report: Report): string {
  const lines = [
    `## ${resultMarks[report.result]} Volume ${report.operation}${report.dryRun ? ' (dry run)' : ''}: ${report.result}`,
    '',
    ...facts(report),
    ...problem(report),
    ...volumeTable(report.volumes),
    ...checkTable(report),
    ...findings(report),
    ...drill(report),
    ...sizesChart(report),
    ...timelineChart(report),
    ...list('Warnings', report.warnings),
    ...list(
      'Left out',
      report.leftOut.map(({ key, reason }) => `${key}: ${reason}`)
    ),
    ...(report.guidance.length > 0
      ? ['', '```text', ...report.guidance.map((line) => line.replaceAll('`', "'")), '```']
      : [])
  ]
  return cappedMarkdown(lines, maxBytes, 'a summary may not be larger than 1 MiB')
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
    report.verified ? 'every stored byte decoded again and compared' : 'nothing was verified'
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
  const rows = volumes.map((volume) => [
    `${escapeMarkdown(volume.key)}${volume.description ? `<br><sub>${escapeMarkdown(volume.description)}</sub>` : ''}`,
    volume.priority ?? '',
    volume.outcome,
    volume.entries?.toLocaleString('en-US') ?? '',
    content(volume),
    volume.archiveBytes === undefined ? '' : formatBytes(volume.archiveBytes),
    volume.consistency ?? '',
    volume.durationMs === undefined ? '' : formatDuration(volume.durationMs)
  ])
  const columns = ['Volume', 'Priority', 'Outcome', 'Entries:', 'Content:', 'Archive:', 'Copied', 'Took:']
  return markdownTable(columns, rows)
}

/** With the change since the last backup of the volume. */
function content({ contentBytes, before }: VolumeReport): string {
  if (contentBytes === undefined) return ''
  if (!before) return formatBytes(contentBytes)
  return `${formatBytes(contentBytes)} (${formatChange(contentBytes, before.contentBytes, formatBytes)})`
}

const marks = { passed: '✅', warned: '⚠️', failed: '❌', skipped: '➖' } as const

function checkTable({ checks }: Report): readonly string[] {
  if (checks.length === 0) return []
  const rows = checks.map(({ name, subject, outcome, detail }, at) => [
    String(at + 1),
    name,
    escapeMarkdown(subject),
    `${marks[outcome]} ${outcome}`,
    escapeMarkdown(detail)
  ])
  return [countChecks(checks), '', ...markdownTable(['#:', 'Check', 'Of', 'Result', 'Detail'], rows)]
}

/** What a person should look at, and what to do about it. */
function findings({ checks }: Report): readonly string[] {
  const all = checks.flatMap((check) => (check.findings ?? []).map((finding) => ({ check, finding })))
  if (all.length === 0) return []
  const rows = all.map(({ check, finding: { severity, subject, message, hint } }) => [
    `${severity === 'error' ? '❌' : '⚠️'} ${severity}`,
    check.id,
    escapeMarkdown(subject),
    escapeMarkdown(message),
    escapeMarkdown(hint)
  ])
  const open = all.some(({ finding }) => finding.severity === 'error')
  const columns = ['Severity', 'Check', 'Of', 'What', 'What to do']
  return foldedMarkdown(plural(all.length, 'finding'), markdownTable(columns, rows), open)
}

function drill(report: Report): readonly string[] {
  if (!report.drill) return []
  const { services, recoveryTimeMs, recoveryPointMs, source } = report.drill
  const rows = services.map(({ name, image, state, health, readyMs }) => [
    ...[name, image, state, health].map(escapeMarkdown),
    readyMs === undefined ? 'never' : formatDuration(readyMs)
  ])
  const age = recoveryPointMs === undefined ? '' : ` · age of the data: **${formatAge(recoveryPointMs)}**`
  const time = recoveryTimeMs === undefined ? 'never healthy' : formatDuration(recoveryTimeMs)
  return [
    `### Drill on copies of ${source === 'backup' ? 'a backup' : 'the live volumes'}`,
    '',
    `recovery time: **${time}**${age}`,
    '',
    ...markdownTable(['Service', 'Image', 'State', 'Health', 'Ready after:'], rows)
  ]
}

function list(title: string, items: readonly string[]): readonly string[] {
  const lines = items.map((item) => `- ${escapeMarkdown(item)}`)
  return foldedMarkdown(`${title} (${items.length})`, lines, true)
}
