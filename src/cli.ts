import './shim.ts'
import { exitCodeOf, toBackupError } from './errors.ts'
import { generator } from './generator.ts'
import { requireReportPlaces, writeReports } from './host/report-file.ts'
import { terminalHost, writeResult } from './host/terminal.ts'
import { formatHelp } from './inputs/help.ts'
import { parseCommandLine } from './inputs/parse.ts'
import { formatJson } from './report/json.ts'
import { describeError } from './report/report.ts'
import { formatProblem, formatText } from './report/text.ts'

async function main(): Promise<number> {
  const command = parseCommandLine(process.argv.slice(2), {
    cwd: process.cwd(),
    backupDirDefault: process.env.BACKUP_DIR
  })
  if (command.kind === 'help') return print(formatHelp(command.operation))
  if (command.kind === 'version') return print(`${generator.version}\n`)
  const { settings, display } = command
  const host = terminalHost({ quiet: display.quiet || display.json }, process.env)
  const { abortOnSignals, openPorts } = await import('./ports.ts')
  const ports = await openPorts(settings, host, process.env, abortOnSignals(host))
  if (settings.operation === 'list' || settings.operation === 'show') {
    const { formatStored } = await import('./show.ts')
    return print(await formatStored(settings, ports, display.json))
  }
  await requireReportPlaces(settings.reportFiles)
  const { exitCodeOfReport, run } = await import('./run.ts')
  const report = await run(settings, ports)
  // Problems go to standard error, whatever happens to the result on standard output.
  if (report.error) process.stderr.write(formatProblem(report.error))
  if (display.json) await print(formatJson(report))
  else if (!display.quiet || report.result !== 'success') await print(`${formatText(report)}\n`)
  await writeReports(settings.reportFiles, report)
  return exitCodeOfReport(report)
}

async function print(text: string): Promise<number> {
  await writeResult(text)
  return 0
}

let exitCode: number
try {
  exitCode = await main()
} catch (thrown) {
  const error = toBackupError(thrown)
  process.stderr.write(formatProblem(describeError(error)))
  // Whoever reads the result reads it as JSON in every case.
  if (process.argv.includes('--json'))
    await print(formatJson({ result: 'failed', error: describeError(error) })).catch(() => undefined)
  exitCode = exitCodeOf(error.code)
}
// A connection kept alive by a library must not keep the terminal.
process.exit(exitCode)
