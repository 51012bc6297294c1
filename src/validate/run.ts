import { checkAborted } from '../abort.ts'
import { requireZstd } from '../archive/decode.ts'
import { BackupError, toBackupError } from '../errors.ts'
import { type CheckName, checkNames, type ValidateSettings } from '../inputs/settings.ts'
import { type Check, describeError, type Outcome } from '../report/report.ts'
import type { Ports } from '../run-context.ts'
import { checkers } from './checkers.ts'
import { requireKnownInputs } from './known-inputs.ts'
import { type Checked, Validation } from './validation.ts'

/** Runs the chosen checks and counts them. Looking at nothing is a failure, not a success. */
export async function runValidate(settings: ValidateSettings, ports: Ports): Promise<Outcome> {
  if (settings.dryRun)
    throw new BackupError('bad-input', 'validate has no dry run: it changes nothing anyway')
  if (settings.compression === 'zstd') requireZstd()
  const validation = new Validation(settings, ports, checkers)
  const skipped = settings.checks ? [] : await reasonsToSkip(validation)
  const names = checkNames.filter(
    (name) => settings.checks?.includes(name) ?? !skipped.some((check) => check.name === name)
  )
  if (names.length === 0) throw nothingToValidate(settings, ports)
  const results: Checked[] = []
  const failures: BackupError[] = []
  try {
    await requireKnownInputs(validation, names)
    for (const name of names) results.push(await makeCheck(validation, name, failures))
  } finally {
    await validation.close()
  }
  const project = await validation.project()
  return outcome(settings, ports, [...results, { checks: skipped }], failures, project)
}

/** @param failures gets what the check could not be made for: the others may still find something out */
async function makeCheck(validation: Validation, name: CheckName, failures: BackupError[]): Promise<Checked> {
  const { host, signal } = validation.ports
  checkAborted(signal)
  try {
    return await host.group(`check ${name}`, () => validation.result(name))
  } catch (thrown) {
    checkAborted(signal)
    const failure = toBackupError(thrown)
    failures.push(failure)
    return { checks: [impossible(name, failure)] }
  }
}

function outcome(
  settings: ValidateSettings,
  ports: Ports,
  results: readonly Checked[],
  failures: readonly BackupError[],
  project: string | undefined
): Outcome {
  const checks = results.flatMap((result) => result.checks).map((check) => strictly(check, settings.strict))
  const warnings = [...new Set(results.flatMap((result) => result.warnings ?? []))]
  for (const warning of warnings) ports.host.warn(warning)
  const looked = checks.reduce((sum, check) => sum + check.looked, 0)
  const error = errorOf(checks, failures, looked)
  const backupId = results.find((result) => result.backupId)?.backupId
  const held = results.find((result) => result.held)?.held
  const drill = results.find((result) => result.drill)?.drill
  const history = results.find((result) => result.history)?.history
  return {
    reportVersion: '1.0',
    operation: 'validate',
    result: error ? 'failed' : 'success',
    dryRun: false,
    runId: ports.runId,
    ...(project === undefined ? {} : { project }),
    ...(backupId === undefined ? {} : { backupId }),
    ...(held ? { held } : {}),
    ...(drill ? { drill } : {}),
    ...(history ? { history } : {}),
    phases: results.flatMap((result) => result.phases ?? []),
    location: ports.store.location,
    verified: error === undefined && checks.some(isProof),
    volumes: [],
    leftOut: [],
    checks,
    warnings,
    ...(error ? { error: describeError(error) } : {}),
    guidance: []
  }
}

/** Whether it has read every byte of something that is stored. */
function isProof({ id, outcome }: Check): boolean {
  return /^(archives\.content|cycle\.equal|drill\.restore)$/.test(id) && outcome === 'passed'
}

/** What a check has found counts more than that another one could not be made. */
function errorOf(
  checks: readonly Check[],
  failures: readonly BackupError[],
  looked: number
): BackupError | undefined {
  const failed = checks.filter(({ outcome }) => outcome === 'failed')
  const found = failed.filter(({ looked: count, findings }) => count > 0 || findings !== undefined)
  if (found.length === 0 && failures[0]) return failures[0]
  if (failed.length > 0)
    return new BackupError(
      'check-failed',
      `${failed.length} of ${checks.length} checks failed: ${failed.map(({ id, subject }) => `${id} of ${subject}`).join(', ')}`
    )
  return looked === 0
    ? new BackupError('check-failed', 'the checks looked at nothing, so nothing is proven')
    : undefined
}

/** Under `strict` what a person should know about is a failure. */
function strictly(check: Check, strict: boolean): Check {
  return strict && check.outcome === 'warned' ? { ...check, outcome: 'failed' } : check
}

function impossible(name: CheckName, { message, hint }: BackupError): Check {
  return {
    name,
    id: `${name}.possible`,
    subject: 'the check itself',
    outcome: 'failed',
    looked: 0,
    detail: `could not be made: ${message}${hint === undefined ? '' : ` (${hint})`}`
  }
}

async function reasonsToSkip(validation: Validation): Promise<readonly Check[]> {
  const skipped: Check[] = []
  for (const name of checkNames) {
    const reason = await checkers[name].reasonToSkip(validation)
    if (reason === undefined) continue
    skipped.push({
      name,
      id: `${name}.possible`,
      subject: 'the check itself',
      outcome: 'skipped',
      looked: 0,
      detail: reason
    })
  }
  return skipped
}

function nothingToValidate({ stack }: ValidateSettings, { store }: Ports): BackupError {
  return new BackupError(
    'nothing-selected',
    `there is nothing to validate: no backup in ${store.location}, no Compose file in ${stack.workingDirectory}`,
    {
      hint: 'name the folder with --backup-dir or the stack with --compose-file, --project-name or --volumes'
    }
  )
}
