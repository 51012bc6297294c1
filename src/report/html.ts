import { differencesChart, sizesOverTime, timeline } from './html-charts.ts'
import { checkList } from './html-checks.ts'
import {
  type Content,
  facts,
  formatTime,
  html,
  icon,
  lines,
  listed,
  type Markup,
  raw,
  rest,
  section,
  type Tone
} from './html-parts.ts'
import { style } from './html-style.ts'
import { drillResult, leftOut, volumeTable } from './html-tables.ts'
import type { Report } from './report.ts'
import { formatAge, formatBytes, formatDuration, plural } from './units.ts'

const nouns = { backup: 'backup', restore: 'restore', validate: 'validation' } as const
const endings = {
  backup: { success: 'is complete', partial: 'is incomplete', failed: 'failed' },
  restore: { success: 'is complete', partial: 'is incomplete', failed: 'failed' },
  validate: { success: 'passed', partial: 'passed in part', failed: 'failed' }
} as const
const tones = { success: 'good', partial: 'warn', failed: 'bad' } as const satisfies Record<
  Report['result'],
  Tone
>

/** A page that stands alone: no script, nothing loaded from anywhere, fit for the screen, for paper and for an archive. */
export function formatHtml(report: Report): string {
  const title = `The ${nouns[report.operation]} ${endings[report.operation][report.result]}${report.dryRun ? ' (dry run)' : ''}`
  const name = report.project ?? report.backupId
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="volume-backup-action">
<title>${name ? `${name}: ` : ''}${title}</title>
<style>${raw(style)}</style>
</head>
<body class="${tones[report.result]}">
${head(report, title)}<main>
${problem(report)}${guidance(report)}${warnings(report)}${checkList(report.checks)}${differencesChart(report.checks)}${drillResult(report.drill)}${volumeTable(report.volumes)}${sizesOverTime(report)}${timeline(report)}${leftOut(report)}</main>
<footer><p>Run ${report.runId} · report ${report.reportVersion} of volume-backup-action</p></footer>
</body>
</html>
`.markup
}

function head(report: Report, title: string): Markup {
  const { project, backupId, location, startedAt, durationMs, held, verified } = report
  return html`<header>
<p class="kind">Volume ${nouns[report.operation]} report</p>
<h1>${icon(tones[report.result])}<span>${title}</span></h1>
<p class="lead">${lead(report)}</p>
${figures(report)}${facts('facts', [
  ['Project', project],
  ['Backup', backupId],
  ['Store', location],
  ['Began', formatTime(startedAt)],
  ['Took', formatDuration(durationMs)],
  [
    'Services held',
    held && held.containers.length > 0 ? `${held.containers.join(', ')} (${held.mode})` : undefined
  ],
  ['Proof', verified ? 'every stored byte decoded again and compared' : 'nothing was verified']
])}</header>
`
}

function lead(report: Report): string {
  if (report.checks.length > 0) return verdictOf(report.checks)
  if (report.volumes.length === 0) return 'No volume was reached.'
  return `${plural(report.volumes.length, 'volume')}, ${formatBytes(sum(report, 'contentBytes'))} of content`
}

function verdictOf(checks: Report['checks']): string {
  const count = (outcome: string): number => checks.filter((check) => check.outcome === outcome).length
  if (count('failed') > 0) return `${count('failed')} of ${plural(checks.length, 'check')} failed.`
  if (count('warned') > 0) return `Nothing failed, and ${plural(count('warned'), 'remark')} should be read.`
  return count('skipped') > 0 ? 'Nothing failed; some checks were skipped.' : 'Every check passed.'
}

/** What people ask for first, in large. */
function figures(report: Report): Content {
  const { checks, drill, held, volumes } = report
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length
  const stood = held && held.containers.length > 0 ? formatDuration(held.ms) : undefined
  return facts('figures', [
    ['Checks passed', checks.length > 0 ? html`${passed}<small> of ${checks.length}</small>` : undefined],
    [
      'Recovery time',
      drill
        ? drill.recoveryTimeMs === undefined
          ? 'never healthy'
          : formatDuration(drill.recoveryTimeMs)
        : undefined
    ],
    ['Age of the data', drill?.recoveryPointMs === undefined ? undefined : formatAge(drill.recoveryPointMs)],
    ['Volumes', volumes.length > 0 ? volumes.length : undefined],
    ['Content', volumes.length > 0 ? formatBytes(sum(report, 'contentBytes')) : undefined],
    [
      'Archives',
      volumes.some(({ archiveBytes }) => archiveBytes !== undefined)
        ? formatBytes(sum(report, 'archiveBytes'))
        : undefined
    ],
    ['Downtime', stood]
  ])
}

function sum({ volumes }: Report, member: 'contentBytes' | 'archiveBytes'): number {
  return volumes.reduce((total, volume) => total + (volume[member] ?? 0), 0)
}

function problem({ error }: Report): Content {
  if (!error) return undefined
  return html`<section class="problem"><h2>What went wrong</h2><p>${lines(error.message)}</p>${facts('todo', [
    ['What to do', error.hint === undefined ? undefined : lines(error.hint)],
    ['Code', html`<code>${error.code}</code>`]
  ])}</section>\n`
}

function guidance({ guidance: texts }: Report): Content {
  if (texts.length === 0) return undefined
  return section(
    'What to do next',
    html`<pre>${listed(texts, (text) => html`${lines(text)}\n`)}</pre>`,
    rest(texts.length)
  )
}

function warnings({ warnings: texts }: Report): Content {
  if (texts.length === 0) return undefined
  return section(
    'Warnings',
    html`<ul class="warnings">${listed(texts, (text) => html`<li>${lines(text)}</li>\n`)}</ul>`,
    rest(texts.length)
  )
}
