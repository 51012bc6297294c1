import { appendFile } from 'node:fs/promises'
import * as core from '@actions/core'
import type { ReportFiles } from '../inputs/settings.ts'
import type { HoldStep } from '../quiesce/plan.ts'
import type { Report } from '../report/report.ts'
import { formatSummary } from '../report/summary.ts'
import { oneLine } from '../report/units.ts'
import type { Host } from './host.ts'

/** Speaks to a GitHub job. Foreign text is cleaned of everything that the runner could take for a command. */
export function githubHost(): Host {
  let lastLine = performance.now()
  return {
    info: (text) => {
      for (const line of text.split('\n')) core.info(oneLine(line))
    },
    warn: (text) => core.warning(text.split('\n').map(oneLine).join('\n')),
    error: (text) => core.error(text.split('\n').map(oneLine).join('\n')),
    debug: (text) => core.debug(text),
    group: (title, deed) => core.group(oneLine(title), deed),
    progress: (text) => {
      if (text === undefined || performance.now() - lastLine < 10_000) return
      lastLine = performance.now()
      core.info(oneLine(text))
    },
    remember: (key, value) => core.saveState(key, JSON.stringify(value)),
    ask: async () => undefined
  }
}

export function readInput(name: string): string {
  return core.getInput(name)
}

/** Outputs, summary and, for a failure, the red line. Sets the exit code. */
export async function publish(
  report: Report,
  files: ReportFiles,
  summaryFile: string | undefined
): Promise<void> {
  const outputs: Readonly<Record<string, string>> = {
    result: report.result,
    'backup-id': report.backupId ?? '',
    volumes: JSON.stringify(
      report.volumes.map(({ key, name, outcome, entries, contentBytes, archiveFile, archiveBytes }) => ({
        key,
        name,
        outcome,
        entries,
        contentBytes,
        archiveFile,
        archiveBytes
      }))
    ),
    'size-bytes': String(report.volumes.reduce((sum, { archiveBytes }) => sum + (archiveBytes ?? 0), 0)),
    'duration-ms': String(report.durationMs),
    manifest: report.manifest ?? '',
    report: files.json ?? '',
    'report-html': files.html ?? '',
    'report-junit': files.junit ?? '',
    'artifact-id': String(report.artifacts?.at(-1)?.id ?? ''),
    'artifact-url': artifactUrl(report.artifacts?.at(-1)?.id),
    'artifact-digest': report.artifacts?.at(-1)?.digest ?? '',
    verified: String(report.verified),
    'recovery-time-ms': String(report.drill?.recoveryTimeMs ?? ''),
    'recovery-point-ms': String(report.drill?.recoveryPointMs ?? ''),
    'error-code': report.error?.code ?? ''
  }
  for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value)
  if (summaryFile) await appendFile(summaryFile, formatSummary(report))
  if (report.result === 'success') return
  if (report.result === 'partial') {
    core.warning('some volumes were skipped, see the warnings; strict makes this an error')
    return
  }
  for (const text of annotationsOf(report)) core.error(text)
  annotate(report.error ?? { code: 'check-failed', message: 'checks failed' })
}

/** One for each thing that needs a person; GitHub shows ten of a kind, and the last one is for the run. */
export function annotationsOf({ checks }: Report): readonly string[] {
  const failed = checks.filter(({ outcome }) => outcome === 'failed')
  const most = failed.length > 9 ? 8 : 9
  const shown = failed.slice(0, most).map(({ name, subject, detail, findings = [] }) => {
    const hint = findings.find(({ severity }) => severity === 'error')?.hint
    return [`${name} of ${subject}: ${detail}`, ...(hint === undefined ? [] : [`hint: ${hint}`])]
      .map(oneLine)
      .join('\n')
  })
  const more = failed.length - shown.length
  return more > 0 ? [...shown, `and ${more} more checks failed: the report has them all`] : shown
}

/** For a run that did not come to a report: what later steps ask for, and the red line. */
export function fail(error: NonNullable<Report['error']>): void {
  core.setOutput('result', 'failed')
  core.setOutput('error-code', error.code)
  annotate(error)
}

function annotate({ code, message, hint }: NonNullable<Report['error']>): void {
  const lines = [`${message} (${code})`, ...(hint === undefined ? [] : [hint])]
  core.setFailed(lines.join('\n').split('\n').map(oneLine).join('\n'))
}

function artifactUrl(id: number | undefined): string {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID } = process.env
  return id === undefined
    ? ''
    : `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}/artifacts/${id}`
}

/** What the main step noted before it did it; empty when it ended well or noted nothing. */
export function recallHeld(): readonly HoldStep[] {
  const text = core.getState('held')
  return text === '' ? [] : (JSON.parse(text) as HoldStep[])
}

export function recall(key: string): string | undefined {
  const text = core.getState(key)
  const value: unknown = text === '' ? undefined : JSON.parse(text)
  return typeof value === 'string' && value !== '' ? value : undefined
}
