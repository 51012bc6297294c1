import { type Check, countChecks, type Report } from './report.ts'
import { formatBytes, formatDuration, formatTable, oneLine, ownLine } from './units.ts'

/** The result for a terminal: a table, the checks with their counts, what to do next. */
export function formatText(report: Report): string {
  return [...volumeTable(report), ...checkList(report), ...report.guidance, verdict(report)].join('\n')
}

/** What is wrong and what to do about it. */
export function formatProblem({ code, message, hint }: NonNullable<Report['error']>): string {
  const [first = '', ...more] = message.split('\n')
  // Several problems stand below each other.
  const lines = more.length > 0 ? [`error (${code}):`, first, ...more] : [`error (${code}): ${first}`]
  const advice = hint === undefined ? [] : `hint: ${hint}`.split('\n')
  return `${[...lines, ...advice].map(ownLine).join('\n')}\n`
}

export function verdict(report: Report): string {
  const what = report.dryRun ? `${report.operation} (dry run)` : report.operation
  const id = report.backupId === undefined ? '' : ` ${report.backupId}`
  return `${what}${id}: ${report.result} in ${formatDuration(report.durationMs)}`
}

function volumeTable({ volumes }: Report): readonly string[] {
  if (volumes.length === 0) return []
  const rows = volumes.map((volume) => [
    oneLine(volume.key),
    volume.priority ?? '-',
    volume.outcome,
    volume.entries === undefined ? '-' : String(volume.entries),
    volume.contentBytes === undefined ? '-' : formatBytes(volume.contentBytes),
    volume.archiveBytes === undefined ? '-' : formatBytes(volume.archiveBytes),
    volume.consistency ?? '-'
  ])
  return formatTable([['VOLUME', 'PRIORITY', 'OUTCOME', 'ENTRIES', 'CONTENT', 'ARCHIVE', 'COPIED'], ...rows])
}

function checkList({ checks }: Report): readonly string[] {
  if (checks.length === 0) return []
  return [
    ...checks.flatMap((check, at) => [checkLine(check, at), ...findingLines(check)]),
    countChecks(checks)
  ]
}

function checkLine({ outcome, name, subject, detail }: Check, at: number): string {
  return `${String(at + 1).padStart(3)} ${outcome.padEnd(7)} ${name}: ${oneLine(subject)}: ${oneLine(detail)}`
}

/** Below their check, where its subject begins. */
function findingLines({ findings = [] }: Check): readonly string[] {
  const indent = ' '.repeat(12)
  return findings.flatMap(({ severity, subject, message, hint }) => [
    `${indent}${severity}: ${oneLine(subject)}: ${oneLine(message)}`,
    `${indent}hint: ${ownLine(hint)}`
  ])
}
