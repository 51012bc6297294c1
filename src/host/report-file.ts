import { access, constants, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { BackupError, messageOf } from '../errors.ts'
import type { ReportFiles } from '../inputs/settings.ts'
import { formatJson } from '../report/json.ts'
import type { Report } from '../report/report.ts'

const inputs = { json: 'report-file', html: 'report-html', junit: 'report-junit' } as const
const forms = Object.keys(inputs) as readonly (keyof ReportFiles)[]

/**
 * Looks before the run whether its reports will find a place.
 * @throws BackupError `bad-input`
 */
export async function requireReportPlaces(files: ReportFiles): Promise<void> {
  for (const form of forms) await requirePlace(inputs[form], files[form])
}

async function requirePlace(input: string, path: string | undefined): Promise<void> {
  if (path === undefined) return
  try {
    const found = await stat(path).catch(() => undefined)
    if (found?.isDirectory()) throw new Error('it is a folder')
    if (!found && !(await stat(dirname(path))).isDirectory()) throw new Error(`${dirname(path)} is no folder`)
    await access(found ? path : dirname(path), constants.W_OK)
  } catch (cause) {
    throw new BackupError('bad-input', `${input} ${path} cannot be written: ${messageOf(cause)}`, {
      hint: 'name a file in a folder that exists',
      cause
    })
  }
}

/** @throws BackupError `write-failed` */
export async function writeReports(files: ReportFiles, report: Report): Promise<void> {
  for (const form of forms) {
    const path = files[form]
    if (path === undefined) continue
    try {
      await writeFile(path, await textOf(form, report), { mode: 0o600 })
    } catch (cause) {
      throw new BackupError(
        'write-failed',
        `the ${report.operation} ended with ${report.result}, but its report could not be written: ${messageOf(cause)}`,
        { hint: `choose another ${inputs[form]}`, cause }
      )
    }
  }
}

/** The larger forms are loaded when somebody wants them. */
async function textOf(form: keyof ReportFiles, report: Report): Promise<string> {
  if (form === 'html') return (await import('../report/html.ts')).formatHtml(report)
  if (form === 'junit') return (await import('../report/junit.ts')).formatJUnit(report)
  return formatJson(report)
}
