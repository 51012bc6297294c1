import { escapeMarkdown } from './markdown.ts'
import type { Report, VolumeReport } from './report.ts'
import { formatChange } from './sizes.ts'
import { sizesChart, timelineChart } from './summary-charts.ts'
import { checkTable, drillTable } from './summary-checks.ts'
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
    ...checkTable(report),
    ...drillTable(report),
    ...timelineChart(report),
    ...sizesChart(report),
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
  return `${formatBytes(contentBytes)} (${formatChange(contentBytes, before.contentBytes, formatBytes)})`
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
