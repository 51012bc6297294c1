import { checkAborted } from '../abort.ts'
import type { Manifest } from '../backup-set/manifest.ts'
import { isOfStore, messageOf, toBackupError } from '../errors.ts'
import { generator } from '../generator.ts'
import type { Check } from '../report/report.ts'
import { plural } from '../report/units.ts'
import type { Ports } from '../run-context.ts'
import { checkAges } from './archive-age.ts'
import { checkContent } from './archive-content.ts'
import { checkComplete } from './archive-set.ts'
import { checkSpace } from './archive-space.ts'
import { historyOf } from './history.ts'
import { timed } from './timed.ts'
import type { Checker, Validation } from './validation.ts'

export const archivesChecker: Checker = {
  reasonToSkip: async (validation) =>
    (await validation.backups()).length > 0 || validation.settings.backupId !== 'latest'
      ? undefined
      : `there is no backup in ${validation.ports.store.location}`,
  check: async (validation) => {
    const { ports } = validation
    const checks: Check[] = []
    let newest: Manifest | undefined
    for (const reference of await chosenBackups(validation)) {
      checkAborted(ports.signal)
      const { manifest, checks: found } = await checkBackup(reference, validation)
      checks.push(...found)
      newest ??= manifest
      // By its id: meanwhile `latest` may be another one.
      if (manifest && found.every(({ outcome }) => outcome === 'passed' || outcome === 'warned'))
        await noteVerified(manifest.backupId, found, ports)
    }
    if (newest) {
      const first = newest
      checks.push(await timed(ports, () => checkAges(first, validation)))
      checks.push(await timed(ports, () => checkSpace(first, validation)))
    }
    const history = historyOf(await validation.backups(), newest?.project)
    return {
      checks,
      ...(newest ? { backupId: newest.backupId } : {}),
      ...(history.length > 0 ? { history } : {})
    }
  }
}

/** References for `store.read`: one, all that the store has, or so many of the newest. None at all is for the check to tell. */
async function chosenBackups(validation: Validation): Promise<readonly string[]> {
  const { backupId } = validation.settings
  if (backupId !== 'all' && !/^\d{1,4}$/.test(backupId)) return [backupId]
  // What has expired on its day, or comes from a stranger, is no fault of the others.
  const usable = (await validation.backups()).filter(
    ({ remote, problem }) => !remote || problem === undefined
  )
  const all = usable.map(({ reference }) => reference)
  return all.length > 0 ? all.slice(0, backupId === 'all' ? undefined : Number(backupId)) : ['latest']
}

/** For `latest-verified`. A store that takes no notes changes nothing about the backup. */
async function noteVerified(id: string, checks: readonly Check[], { store, ...ports }: Ports): Promise<void> {
  try {
    const evidence = { backupId: id, verifiedAt: ports.now().toISOString(), checks, generator }
    await store.markVerified(id, `${JSON.stringify(evidence, null, 2)}\n`)
  } catch (error) {
    ports.host.warn(`the backup is whole, but that could not be noted: ${messageOf(error)}`)
  }
}

/** Reads every byte of a backup: one check for the manifest, one for each volume, one for the set. */
async function checkBackup(
  reference: string,
  validation: Validation
): Promise<{ manifest: Manifest | undefined; checks: readonly Check[] }> {
  const { ports } = validation
  let manifest: Manifest | undefined
  const first = await timed(ports, async (): Promise<Check> => {
    try {
      manifest = await validation.readBackup(reference)
    } catch (error) {
      checkAborted(ports.signal)
      if (isOfStore(error)) throw error
      return notFound(reference, error)
    }
    return {
      name: 'archives',
      id: 'archives.manifest',
      subject: `manifest of ${manifest.backupId}`,
      outcome: 'passed',
      looked: 1,
      detail: `${plural(manifest.volumes.length, 'volume')}, made ${manifest.createdAt}`
    }
  })
  if (!manifest) return { manifest, checks: [first] }
  const checks: Check[] = [first]
  const set = manifest
  for (const volume of set.volumes) {
    checkAborted(ports.signal)
    checks.push(await timed(ports, () => checkContent(volume, set.backupId, ports.store, ports)))
  }
  // Last, since a remote store has brought all its files only now.
  checks.push(await timed(ports, () => checkComplete(set, ports.store)))
  return { manifest, checks }
}

/** "No backup" is an answer to "is the backup whole?", and not the one anybody wants. */
function notFound(reference: string, error: unknown): Check {
  const { message, hint, code } = toBackupError(error)
  const damaged = code === 'backup-damaged'
  return {
    name: 'archives',
    id: damaged ? 'archives.manifest' : 'archives.found',
    subject: `${damaged ? 'manifest of' : 'backup'} ${reference}`,
    outcome: 'failed',
    looked: 0,
    detail: message,
    findings: [{ severity: 'error', subject: reference, message, hint: hint ?? 'use another backup' }]
  }
}
