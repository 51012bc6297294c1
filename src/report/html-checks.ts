import {
  type Content,
  facts,
  folded,
  html,
  icon,
  lines,
  listed,
  type Markup,
  rest,
  section,
  type Tone
} from './html-parts.ts'
import { type Check, countChecks, type Finding } from './report.ts'
import { formatDuration, plural } from './units.ts'

const tones = { passed: 'good', warned: 'warn', failed: 'bad', skipped: 'skip' } as const satisfies Record<
  Check['outcome'],
  Tone
>

interface Numbered {
  readonly check: Check
  readonly number: number
}

/** The numbered checks, those of a name together. */
export function checkList(checks: readonly Check[]): Content {
  if (checks.length === 0) return undefined
  const numbered = checks.map((check, at) => ({ check, number: at + 1 })).slice(0, 1000)
  const names = [...new Set(numbered.map(({ check }) => check.name))]
  return section(
    'Checks',
    html`<p class="count">${countChecks(checks)}</p>`,
    names.map((name) =>
      group(
        name,
        numbered.filter(({ check }) => check.name === name)
      )
    ),
    rest(checks.length)
  )
}

function group(name: string, checks: readonly Numbered[]): Markup {
  return html`<h3>${name}</h3>\n<ol class="checks">\n${checks.map(one)}</ol>\n`
}

function one({ check, number }: Numbered): Markup {
  const { id, subject, outcome, looked, detail, durationMs } = check
  const counted = looked > 0 ? `${looked.toLocaleString('en-US')} looked at` : 'nothing looked at'
  const took = durationMs === undefined ? '' : ` · ${formatDuration(durationMs)}`
  return html`<li value="${number}" class="${tones[outcome]}">
<p class="number" aria-hidden="true">${number}</p>
<p class="outcome">${icon(tones[outcome])}${outcome}</p>
<div class="what"><p><strong>${subject}</strong></p><p class="detail">${lines(detail)}</p>${more(check)}</div>
<p class="small"><code>${id}</code> <span>${counted}${took}</span></p></li>\n`
}

function more({ outcome, findings = [], evidence = [], differences = [] }: Check): Content {
  const open = outcome === 'failed'
  return [
    findings.length > 0
      ? folded(
          plural(findings.length, 'finding'),
          html`<ul class="findings">${listed(findings, finding)}</ul>${rest(findings.length)}`,
          open || outcome === 'warned'
        )
      : undefined,
    differences.length > 0
      ? folded(
          plural(differences.length, 'difference'),
          html`<ul class="paths">${listed(
            differences,
            ({ path, kind, fields }) =>
              html`<li><span class="kind">${kind}</span> <code>${path}</code>${fields.length > 0 ? ` differs in ${fields.join(', ')}` : ''}</li>`
          )}</ul>${rest(differences.length)}`,
          open
        )
      : undefined,
    evidence.length > 0
      ? folded(
          `Evidence: ${plural(evidence.length, 'line')}`,
          html`<pre>${listed(evidence, (line) => html`${lines(line)}\n`)}</pre>${rest(evidence.length)}`,
          open
        )
      : undefined
  ]
}

function finding({ severity, subject, message, hint }: Finding): Markup {
  return html`<li><span class="severity ${severity === 'error' ? 'bad' : 'warn'}">${severity}</span> <strong>${subject}</strong><p>${lines(message)}</p>${facts('todo', [['What to do', lines(hint)]])}</li>\n`
}
