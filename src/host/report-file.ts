import { access, constants, open, stat, writeFile } from 'node:fs/promises'
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
  for (const [at, form] of forms.entries()) {
    const path = files[form]
    const same = path === undefined ? undefined : forms.slice(at + 1).find((other) => files[other] === path)
    // Into /dev/null go all of them.
    const found = same && path ? await stat(path).catch(() => undefined) : undefined
    if (same && (!found || found.isFile()))
      throw new BackupError('bad-input', `${inputs[form]} and ${inputs[same]} are both ${files[form]}`, {
        hint: 'name a file for each'
      })
  }
  for (const form of forms) await requirePlace(inputs[form], files[form])
}

async function requirePlace(input: string, path: string | undefined): Promise<void> {
  if (path === undefined) return
  try {
    const found = await stat(path).catch(() => undefined)
    if (found?.isDirectory()) throw new Error('it is a folder')
    if (!found && !(await stat(dirname(path))).isDirectory()) throw new Error(`${dirname(path)} is no folder`)
    await access(found ? path : dirname(path), constants.W_OK)
    if (found?.isFile() && found.size > 0 && !(await isReport(path)))
      throw new Error('it is there already, and no report of this program')
  } catch (cause) {
    throw new BackupError('bad-input', `${input} ${path} cannot be written: ${messageOf(cause)}`, {
      hint: 'name a new file, in a folder that exists',
      cause
    })
  }
}

/** By what each of the three forms begins with. */
async function isReport(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0)
    const start = buffer.subarray(0, bytesRead).toString('utf8')
    return /^(<!doctype html>[\s\S]*<meta name="generator" content="volume-backup-action">|<\?xml [\s\S]*<testsuites?\b|\{\s*"reportVersion")/i.test(
      start
    )
  } finally {
    await file.close()
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
