import { access, constants, stat, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { BackupError, messageOf } from '../errors.ts'
import { formatJson } from '../report/json.ts'
import type { Report } from '../report/report.ts'

/**
 * Looks before the run whether its report will find a place.
 * @throws BackupError `bad-input`
 */
export async function requireReportPlace(path: string | undefined): Promise<void> {
  if (path === undefined) return
  try {
    const found = await stat(path).catch(() => undefined)
    if (found?.isDirectory()) throw new Error('it is a folder')
    if (!found && !(await stat(dirname(path))).isDirectory()) throw new Error(`${dirname(path)} is no folder`)
    await access(found ? path : dirname(path), constants.W_OK)
  } catch (cause) {
    throw new BackupError('bad-input', `report-file ${path} cannot be written: ${messageOf(cause)}`, {
      hint: 'name a file in a folder that exists',
      cause
    })
  }
}

/** @throws BackupError `write-failed` */
export async function writeReport(path: string, report: Report): Promise<void> {
  try {
    await writeFile(path, formatJson(report), { mode: 0o600 })
  } catch (cause) {
    throw new BackupError(
      'write-failed',
      `the ${report.operation} ended with ${report.result}, but its report could not be written: ${messageOf(cause)}`,
      { hint: 'choose another report-file', cause }
    )
  }
}
