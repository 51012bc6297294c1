import { escapeMarkdown } from './markdown.ts'
import type { Report } from './report.ts'
import { formatChange, sizeSeries } from './sizes.ts'
import { checkTable, drillTable } from './summary-checks.ts'
import { formatBytes } from './units.ts'

/** GitHub takes 65,536 characters. */
const maxLength = 60_000

/** How our comment is found again. */
export function commentMarker(name: string): string {
  return `<!-- volume-backup-action ${name.replace(/[^\w.-]+/g, '-')} -->`
}

/** What a reviewer wants to know before the merge, in one comment. */
export function formatComment(report: Report, name: string): string {
  const verdict =
    report.result === 'success'
      ? '✅ The stack lives on the old data'
      : '❌ The stack does not live on the old data'
  const subject = report.drill
    ? verdict
    : `${report.result === 'success' ? '✅' : '❌'} Validation of volumes`
  const lines = [
    commentMarker(name),
    `### ${subject}: ${escapeMarkdown(name)}`,
    '',
    ...drillTable(report),
    ...sizes(report),
    ...checkTable(report)
  ]
  const text = lines.join('\n')
  return text.length <= maxLength
    ? text
    : `${text.slice(0, text.lastIndexOf('\n', maxLength))}\n\nThe rest is in the summary of the job.`
}

function sizes(report: Report): readonly string[] {
  const rows = sizeSeries(report).flatMap(({ key, points }) => {
    const [now, before] = [points.at(-1), points.at(-2)]
    if (!now) return []
    const change = before ? formatChange(now.contentBytes, before.contentBytes, formatBytes) : 'first one'
    return [`| ${escapeMarkdown(key)} | ${formatBytes(now.contentBytes)} | ${change} |`]
  })
  return rows.length === 0
    ? []
    : ['| Volume | Content | Since the backup before |', '| --- | ---: | --- |', ...rows, '']
}
