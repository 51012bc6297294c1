import { appendFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as core from '@actions/core'
import type { CommonSettings, ReportFiles } from '../inputs/settings.ts'
import type { HoldStep } from '../quiesce/plan.ts'
import type { Report } from '../report/report.ts'
import { formatSummary } from '../report/summary.ts'
import { oneLine, ownLine } from '../report/units.ts'
import type { Host } from './host.ts'

/** Speaks to a GitHub job. Foreign text is cleaned of everything that the runner could take for a command. */
export function githubHost(): Host {
  let lastLine = performance.now()
  return {
    info: (text) => {
      for (const line of text.split('\n')) core.info(ownLine(line))
    },
    warn: (text) => core.warning(text.split('\n').map(ownLine).join('\n')),
    error: (text) => core.error(text.split('\n').map(ownLine).join('\n')),
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

/** All that action.yml promises, in every case: a later step that asks for one must not get that of an earlier one. */
export const outputNames = [
  'result',
  'backup-id',
  'volumes',
  'size-bytes',
  'duration-ms',
  'manifest',
  'report',
  'report-html',
  'report-junit',
  'artifact-id',
  'artifact-url',
  'artifact-digest',
  'verified',
  'recovery-time-ms',
  'recovery-point-ms',
  'error-code'
] as const

/** Where the reports of a job go that nobody has named a place for. */
export function reportFilesOf(
  { reportFiles, operation }: Pick<CommonSettings, 'reportFiles'> & { readonly operation: string },
  runId: string,
  env: Readonly<Record<string, string | undefined>>
): ReportFiles {
  const place = (ending: string): string =>
    join(env.RUNNER_TEMP || tmpdir(), `volume-backup-report-${runId}${ending}`)
  return {
    json: reportFiles.json ?? place('.json'),
    html: reportFiles.html ?? place('.html'),
    junit: reportFiles.junit ?? (operation === 'validate' ? place('.xml') : undefined)
  }
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
  for (const name of outputNames) core.setOutput(name, outputs[name] ?? '')
  if (summaryFile) await appendFile(summaryFile, formatSummary(report))
  if (report.result === 'success') return
  if (report.result === 'partial') {
    core.warning('some volumes were skipped, see the warnings; strict makes this an error')
    return
  }
  // One annotation for each thing that needs a person; GitHub shows ten of a kind.
  const failed = report.checks.filter(({ outcome }) => outcome === 'failed')
  for (const { id, subject, detail, findings = [] } of failed.slice(0, shownAnnotations)) {
    const todo = findings.find(({ severity }) => severity === 'error')
    core.error(oneLine(`${id} of ${subject}: ${detail}${todo ? ` (${todo.hint})` : ''}`))
  }
  if (failed.length > shownAnnotations)
    core.error(`and ${failed.length - shownAnnotations} more checks failed, see the summary`)
  annotate(report.error ?? { code: 'check-failed', message: 'checks failed' })
}

/** Of ten; the last ones say how many more there are, and what became of the run. */
const shownAnnotations = 8

/** For a run that did not come to a report: what later steps ask for, and the red line. */
export function fail(error: NonNullable<Report['error']>): void {
  const known: Readonly<Record<string, string>> = {
    result: 'failed',
    verified: 'false',
    'error-code': error.code
  }
  for (const name of outputNames) core.setOutput(name, known[name] ?? '')
  annotate(error)
}

function annotate({ code, message, hint }: NonNullable<Report['error']>): void {
  const lines = [`${message} (${code})`, ...(hint === undefined ? [] : [hint])]
  core.setFailed(lines.join('\n').split('\n').map(ownLine).join('\n'))
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

/** Artifacts that were begun and belong to no whole backup. */
export function recallArtifacts(): readonly string[] {
  const text = core.getState('artifacts')
  return text === '' ? [] : (JSON.parse(text) as string[])
}

export function recall(key: string): string | undefined {
  const text = core.getState(key)
  const value: unknown = text === '' ? undefined : JSON.parse(text)
  return typeof value === 'string' && value !== '' ? value : undefined
}
