import { escapeMarkdown } from './markdown.ts'
import { type Check, countChecks, type Report } from './report.ts'
import { formatAge, formatDuration } from './units.ts'

const marks = { passed: '✅', warned: '⚠️', failed: '❌', skipped: '➖' } as const

export function checkTable({ checks }: Report): readonly string[] {
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
    '',
    ...checks.flatMap(details)
  ]
}

/** Folded, but for what failed: findings with what to do, differences, and what programs said. */
function details(check: Check): readonly string[] {
  const { findings = [], differences = [], evidence = [], outcome, name, subject } = check
  const failed = outcome === 'failed'
  if (findings.length === 0 && differences.length === 0 && !(failed && evidence.length > 0)) return []
  return [
    `<details${failed ? ' open' : ''}><summary>${marks[outcome]} ${name}: ${escapeMarkdown(subject)}</summary>`,
    '',
    ...findings.map(
      ({ severity, subject: whose, message, hint }) =>
        `- **${severity}** ${escapeMarkdown(whose)}: ${escapeMarkdown(message)}<br>→ ${escapeMarkdown(hint)}`
    ),
    ...differences.map(
      ({ path, kind, fields }) =>
        `- ${escapeMarkdown(path)}: ${kind}${fields.length > 0 ? `, ${escapeMarkdown(fields.join(', '))}` : ''}`
    ),
    ...(failed && evidence.length > 0
      ? ['', '```text', ...evidence.slice(-40).map((line) => line.replaceAll('`', "'")), '```']
      : []),
    '',
    '</details>',
    ''
  ]
}

export function drillTable({ drill }: Report): readonly string[] {
  if (!drill || drill.services.length === 0) return []
  const age = drill.recoveryPointMs === undefined ? 'unknown' : formatAge(drill.recoveryPointMs)
  const time = drill.recoveryTimeMs === undefined ? 'never healthy' : formatDuration(drill.recoveryTimeMs)
  return [
    `Drill on ${drill.source === 'live' ? 'copies of the live volumes' : `backup \`${drill.backupId}\``}: recovery time **${time}**, age of the data **${age}**`,
    '',
    '| Service | Image | State | Health | Ready after |',
    '| --- | --- | --- | --- | ---: |',
    ...drill.services.map(
      ({ name, image, state, health, readyMs }) =>
        `| ${escapeMarkdown(name)} | ${escapeMarkdown(image)} | ${escapeMarkdown(state)} | ${health} | ${readyMs === undefined ? 'never' : formatDuration(readyMs)} |`
    ),
    ''
  ]
}
