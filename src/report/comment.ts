import { cappedMarkdown, escapeMarkdown, foldedMarkdown, markdownTable, resultMarks } from './markdown.ts'
import { countChecks, type Report } from './report.ts'
import { formatChange, sizeSeries } from './sizes.ts'
import { formatAge, formatBytes, formatDuration, plural } from './units.ts'

/** GitHub takes 65,536 characters; a comment that long is read by nobody anyway. */
const maxBytes = 60_000

/** By which a later run finds the comment of an earlier one. */
export function commentMarker(name: string): string {
  return `<!-- volume-backup-action ${name.replace(/[^\w.-]+/g, '-').replace(/-{2,}/g, '-')} -->`
}

/** The result for a pull request: what reviewers ask, in a screenful. */
export function formatComment(report: Report, name: string, runUrl: string | undefined): string {
  const head = [
    commentMarker(name),
    `### ${resultMarks[report.result]} Volume validation of ${escapeMarkdown(name)}: ${report.result}`,
    '',
    [countChecks(report.checks), ...drillFacts(report), ...(runUrl ? [`[the run](${runUrl})`] : [])].join(
      ' · '
    ),
    '',
    ...(report.error && !report.checks.some(({ outcome }) => outcome === 'failed')
      ? [`> **${escapeMarkdown(report.error.code)}**: ${escapeMarkdown(report.error.message)}`, '']
      : [])
  ]
  return cappedMarkdown(
    [...head, ...failures(report), ...services(report), ...sizes(report)],
    maxBytes,
    'a comment may not be that long'
  )
}

function drillFacts({ drill, history, startedAt }: Report): readonly string[] {
  const last = history?.at(-1)?.createdAt
  const age =
    drill?.recoveryPointMs ?? (last === undefined ? undefined : Date.parse(startedAt) - Date.parse(last))
  const time = drill?.recoveryTimeMs === undefined ? 'never healthy' : formatDuration(drill.recoveryTimeMs)
  return [
    ...(drill ? [`recovery time **${time}**`] : []),
    ...(age === undefined || Number.isNaN(age) ? [] : [`backup **${formatAge(age)}** old`])
  ]
}

function failures({ checks }: Report): readonly string[] {
  const failed = checks.filter(({ outcome }) => outcome === 'failed')
  if (failed.length === 0) return []
  return [
    `**${plural(failed.length, 'check')} failed:**`,
    '',
    ...failed.flatMap(({ id, subject, detail, findings = [] }) => [
      `- ${id} of ${escapeMarkdown(subject)}: ${escapeMarkdown(detail)}`,
      ...findings.map(({ message, hint }) => `  - ${escapeMarkdown(message)} – _${escapeMarkdown(hint)}_`)
    ]),
    ''
  ]
}

function services({ drill }: Report): readonly string[] {
  const rows = (drill?.services ?? []).map(({ name, health, state, readyMs }) => [
    ...[name, state, health].map(escapeMarkdown),
    readyMs === undefined ? 'never' : formatDuration(readyMs)
  ])
  return markdownTable(['Service', 'State', 'Health', 'Ready after:'], rows)
}

function sizes(report: Report): readonly string[] {
  const rows = sizeSeries(report).flatMap(({ key, points }) => {
    const [before, last] = [points.at(-2), points.at(-1)]
    if (!last) return []
    const change = before ? formatChange(last.contentBytes, before.contentBytes, formatBytes) : 'new'
    return [[escapeMarkdown(key), formatBytes(last.contentBytes), change]]
  })
  return foldedMarkdown('Sizes of the volumes', markdownTable(['Volume', 'Content:', 'Change:'], rows))
}
