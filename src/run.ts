import { runBackup } from './backup/run.ts'
import { BackupError, exitCodeOf, messageOf, toBackupError } from './errors.ts'
import type { BackupSettings, RestoreSettings, ValidateSettings } from './inputs/settings.ts'
import { describeError, type Outcome, type Report } from './report/report.ts'
import { runRestore } from './restore/run.ts'
import type { Ports } from './run-context.ts'
import { runValidate } from './validate/run.ts'

export type RunSettings = BackupSettings | RestoreSettings | ValidateSettings

/** The program: settings in, report out. Never throws; a failure is in the report. */
export async function run(settings: RunSettings, ports: Ports): Promise<Report> {
  const startedAt = ports.now()
  const started = performance.now()
  const outcome = await perform(settings, ports).catch((error: unknown) => failed(settings, ports, error))
  ports.host.progress(undefined)
  await ports.store.close().catch((error: unknown) => ports.host.warn(messageOf(error)))
  return {
    ...outcome,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(performance.now() - started)
  }
}

/** The exit code of the command line, see the README. */
export function exitCodeOfReport(report: Report): number {
  if (report.result === 'success') return 0
  if (report.result === 'partial') return 3
  return exitCodeOf((report.error?.code ?? 'check-failed') as Parameters<typeof exitCodeOf>[0])
}

async function perform(settings: RunSettings, ports: Ports): Promise<Outcome> {
  switch (settings.operation) {
    case 'backup':
      return runBackup(settings, ports)
    case 'restore':
      return runRestore(settings, ports)
    case 'validate':
      return runValidate(settings, ports)
  }
}

function failed(settings: RunSettings, ports: Ports, thrown: unknown): Outcome {
  // Once the run was told to end, whatever broke afterwards is a consequence; only a failed undo matters more.
  const own =
    thrown instanceof BackupError && (thrown.code === 'rollback-failed' || thrown.code === 'restart-failed')
  const error = ports.signal.aborted && !own ? toBackupError(ports.signal.reason) : toBackupError(thrown)
  ports.host.debug(thrown instanceof Error ? (thrown.stack ?? messageOf(thrown)) : messageOf(thrown))
  return {
    reportVersion: '1.0',
    operation: settings.operation,
    result: 'failed',
    dryRun: settings.dryRun,
    runId: ports.runId,
    location: ports.store.location,
    verified: false,
    volumes: [],
    leftOut: [],
    checks: [],
    warnings: [],
    error: describeError(error),
    guidance: []
  }
}
