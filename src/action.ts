import './shim.ts'
import { tmpdir } from 'node:os'
import { BackupError, toBackupError } from './errors.ts'
import { publishComment } from './host/comment.ts'
import { fail, githubHost, publish, readInput } from './host/github.ts'
import { requireReportPlaces, withDefaults, writeReports } from './host/report-file.ts'
import { parseActionInputs } from './inputs/parse.ts'
import { abortOnSignals, openPorts } from './ports.ts'
import { describeError } from './report/report.ts'
import { verdict } from './report/text.ts'
import { run } from './run.ts'

async function main(): Promise<void> {
  const settings = parseActionInputs(readInput, process.env.GITHUB_WORKSPACE ?? process.cwd())
  if (settings.operation === 'list' || settings.operation === 'show')
    throw new BackupError('bad-input', 'list and show belong to the command line')
  await requireReportPlaces(settings.reportFiles)
  const host = githubHost()
  const ports = await openPorts(settings, host, process.env, abortOnSignals(host))
  host.remember('run-id', ports.runId)
  const report = await run(settings, ports)
  // It has cleaned up after itself: nothing is left for the post step.
  host.remember('run-id', '')
  const files = withDefaults(settings.reportFiles, {
    folder: process.env.RUNNER_TEMP ?? tmpdir(),
    runId: ports.runId,
    checks: settings.operation === 'validate'
  })
  await writeReports(files, report)
  for (const line of report.guidance) host.info(line)
  host.info(verdict(report))
  if (settings.operation === 'validate' && settings.comment) {
    const name = settings.store.artifactName ?? report.project ?? 'volumes'
    const { token } = settings.store
    await publishComment(report, { env: process.env, token, name, warn: (text) => host.warn(text) })
  }
  await publish(report, files, process.env.GITHUB_STEP_SUMMARY)
}

try {
  await main()
} catch (thrown) {
  const error = toBackupError(thrown)
  fail(describeError(error))
}
// A connection kept alive by a library must not keep the job.
process.exit()
