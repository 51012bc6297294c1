import { access, constants, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { BackupError, messageOf } from '../errors.ts'
import type { ReportFiles } from '../inputs/settings.ts'
import type { Report } from '../report/report.ts'

const inputs = { json: 'report-file', html: 'report-html', junit: 'report-junit' } as const
const kinds = ['json', 'html', 'junit'] as const
/** Loaded when they are needed: most runs of the command line write none. */
const formats = {
  json: async () => (await import('../report/json.ts')).formatJson,
  html: async () => (await import('../report/html.ts')).formatHtml,
  junit: async () => (await import('../report/junit.ts')).formatJUnit
} as const satisfies Record<keyof ReportFiles, () => Promise<(report: Report) => string>>

/** Where the action puts what nobody has given a place; JUnit is about checks. */
export function withDefaults(
  files: ReportFiles,
  { folder, runId, checks }: { readonly folder: string; readonly runId: string; readonly checks: boolean }
): ReportFiles {
  const place = (ending: string): string => join(folder, `volume-backup-report-${runId}.${ending}`)
  return {
    json: files.json ?? place('json'),
    html: files.html ?? place('html'),
    junit: files.junit ?? (checks ? place('xml') : undefined)
  }
}

/**
 * Looks before the run whether its reports will find a place.
 * @throws BackupError `bad-input`
 */
export async function requireReportPlaces(files: ReportFiles): Promise<void> {
  for (const kind of kinds) {
    const path = files[kind]
    if (path !== undefined) await requirePlace(inputs[kind], path)
  }
  const given = kinds.flatMap((kind) => files[kind] ?? [])
  if (new Set(given).size < given.length)
    throw new BackupError('bad-input', 'two reports would be written into one file', {
      hint: `give ${Object.values(inputs).join(', ')} a file each`
    })
}

async function requirePlace(input: string, path: string): Promise<void> {
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

/** Each one, even where another failed. @throws BackupError `write-failed` */
export async function writeReports(files: ReportFiles, report: Report): Promise<void> {
  const failures: string[] = []
  for (const kind of kinds) {
    const path = files[kind]
    if (path === undefined) continue
    try {
      const format = await formats[kind]()
      await writeFile(path, format(report), { mode: 0o600 })
    } catch (cause) {
      failures.push(`${inputs[kind]} ${path}: ${messageOf(cause)}`)
    }
  }
  if (failures.length > 0)
    throw new BackupError(
      'write-failed',
      `the ${report.operation} ended with ${report.result}, but its report could not be written: ${failures.join('; ')}`,
      { hint: `choose another file for ${Object.values(inputs).join(', ')}` }
    )
}
