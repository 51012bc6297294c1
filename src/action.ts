import './shim.ts'
import { BackupError, toBackupError } from './errors.ts'
import { comment } from './host/comment.ts'
import { fail, githubHost, publish, readInput, reportFilesOf } from './host/github.ts'
import { requireReportPlaces, writeReports } from './host/report-file.ts'
import { parseActionInputs } from './inputs/parse.ts'
import { requireOwnEvent } from './own-event.ts'
import { abortOnSignals, openPorts } from './ports.ts'
import { describeError } from './report/report.ts'
import { verdict } from './report/text.ts'
import { run } from './run.ts'

async function main(): Promise<void> {
  requireOwnEvent(process.env.GITHUB_EVENT_NAME)
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
  const files = reportFilesOf(settings, ports.runId, process.env)
  await writeReports(files, report)
  for (const line of report.guidance) host.info(line)
  host.info(verdict(report))
  await publish(report, files, process.env.GITHUB_STEP_SUMMARY)
  if (settings.operation === 'validate' && settings.comment)
    await comment(report, settings, host, process.env)
}

try {
  await main()
} catch (thrown) {
  const error = toBackupError(thrown)
  fail(describeError(error))
}
// A connection kept alive by a library must not keep the job.
process.exit()
