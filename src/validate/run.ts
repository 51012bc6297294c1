import { requireZstd } from '../archive/compress.ts'
import { BackupError, messageOf } from '../errors.ts'
import { generator } from '../generator.ts'
import type { CheckName, ValidateSettings } from '../inputs/settings.ts'
import type { Check, Outcome } from '../report/report.ts'
import type { Ports } from '../run-context.ts'
import { findStack } from '../stack.ts'
import { checkArchives } from './archives.ts'
import { checkCycle } from './cycle.ts'

/** Runs the chosen checks and counts them. Looking at nothing is a failure, not a success. */
export async function runValidate(settings: ValidateSettings, ports: Ports): Promise<Outcome> {
  if (settings.compression === 'zstd') requireZstd()
  const { host } = ports
  const checks: Check[] = []
  const warnings: string[] = []
  let project: string | undefined
  let held: Outcome['held']
  for (const name of await applicable(settings, ports)) {
    if (name === 'archives') {
      for (const backup of await chosenBackups(settings.backupId, ports)) {
        const found = await host.group(`check archives of ${backup}`, () => checkArchives(backup, ports))
        checks.push(...found)
        if (found.every(({ outcome }) => outcome === 'passed')) await noteVerified(backup, found, ports)
      }
      continue
    }
    const engine = await ports.connect()
    const stack = await findStack(settings, ports, engine, settings.priority ?? ['critical', 'high'])
    project = stack.project
    const result = await host.group('check cycle', () => checkCycle(settings, ports, engine, stack))
    checks.push(...result.checks)
    warnings.push(...stack.warnings, ...result.warnings)
    held = result.held
  }
  for (const warning of warnings) host.warn(warning)
  const failed = checks.filter(({ outcome }) => outcome === 'failed')
  const looked = checks.reduce((sum, check) => sum + check.looked, 0)
  return {
    reportVersion: '1.0',
    operation: 'validate',
    result: failed.length > 0 || looked === 0 ? 'failed' : 'success',
    dryRun: false,
    runId: ports.runId,
    ...(project === undefined ? {} : { project }),
    ...(held === undefined ? {} : { held }),
    location: ports.store.location,
    verified: failed.length === 0 && looked > 0,
    volumes: [],
    leftOut: [],
    checks,
    warnings,
    ...(failed.length > 0
      ? {
          error: {
            code: 'check-failed',
            message: `${failed.length} of ${checks.length} checks failed: ${failed.map(({ name, subject }) => `${name} of ${subject}`).join(', ')}`
          }
        }
      : {}),
    guidance: []
  }
}

/** One, or all that the store has; none at all is for the checks to tell. */
async function chosenBackups(backupId: string, { store }: Ports): Promise<readonly string[]> {
  if (backupId !== 'all') return [backupId]
  const all = (await store.list()).map(({ reference }) => reference)
  return all.length > 0 ? all : ['latest']
}

/** For `latest-verified`. A store that takes no notes changes nothing about the backup. */
async function noteVerified(backupId: string, checks: readonly Check[], ports: Ports): Promise<void> {
  try {
    const { backupId: id } = await ports.store.read(backupId)
    const evidence = { backupId: id, verifiedAt: ports.now().toISOString(), checks, generator }
    await ports.store.markVerified(id, `${JSON.stringify(evidence, null, 2)}\n`)
  } catch (error) {
    ports.host.warn(`the backup is whole, but that could not be noted: ${messageOf(error)}`)
  }
}

/** Without `checks`, all that apply: the archives when there is a backup, the cycle when there is a stack. */
async function applicable(settings: ValidateSettings, ports: Ports): Promise<readonly CheckName[]> {
  if (settings.dryRun)
    throw new BackupError('bad-input', 'validate has no dry run: it changes nothing anyway')
  if (settings.checks) return settings.checks
  const names: CheckName[] = []
  if ((await ports.store.list()).length > 0 || settings.backupId !== 'latest') names.push('archives')
  if (
    settings.stack.projectName !== undefined ||
    settings.volumes.length > 0 ||
    (await ports.readCompose(settings.stack))
  )
    names.push('cycle')
  if (names.length > 0) return names
  throw new BackupError(
    'nothing-selected',
    `there is nothing to validate: no backup in ${ports.store.location}, no Compose file in ${settings.stack.workingDirectory}`,
    {
      hint: 'name the folder with --backup-dir or the stack with --compose-file, --project-name or --volumes'
    }
  )
}
