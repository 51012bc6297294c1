import type { Check, Report } from '../../src/report/report.ts'
import { cli } from './doors.ts'

export interface Validated {
  readonly code: number
  readonly report: Report
  /** The checks of an id, told in one line each: outcome, subject, detail and findings. */
  of(id: string): readonly string[]
  check(id: string, subject?: string): Check
}

/** Runs `validate` and reads its report. */
export async function validate(args: readonly string[], options: { cwd?: string } = {}): Promise<Validated> {
  const { code, stdout, stderr } = await cli(['validate', '--json', ...args], options)
  const report = JSON.parse(stdout) as Report
  if (report.checks === undefined) throw new Error(stdout + stderr)
  return {
    code,
    report,
    of: (id) =>
      report.checks
        .filter((check) => check.id === id)
        .map(({ outcome, subject, detail, findings = [] }) =>
          [
            outcome,
            subject,
            detail,
            ...findings.map(({ severity, message }) => `${severity}: ${message}`)
          ].join(' | ')
        ),
    check: (id, subject = '') => {
      const found = report.checks.find((check) => check.id === id && check.subject.includes(subject))
      if (!found) throw new Error(`no check ${id} in ${JSON.stringify(report.checks)}`)
      return found
    }
  }
}

/** Makes a backup of volumes. @returns its id */
export async function backUp(folder: string, volumes: string, ...flags: string[]): Promise<string> {
  const { code, stdout, stderr } = await cli([
    ...['backup', '--json', '--backup-dir', folder, '--volumes', volumes, ...flags]
  ])
  if (code !== 0) throw new Error(stdout + stderr)
  return (JSON.parse(stdout) as { backupId: string }).backupId
}
