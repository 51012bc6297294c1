import { checkAborted } from '../abort.ts'
import { verifyArchive } from '../archive/open.ts'
import { bareHex } from '../backup-set/manifest.ts'
import { BackupError, messageOf, toBackupError } from '../errors.ts'
import { generator } from '../generator.ts'
import type { Check } from '../report/report.ts'
import { formatBytes, plural } from '../report/units.ts'
import { manifestItem } from '../restore/source.ts'
import type { Ports } from '../run-context.ts'
import type { Checker, Validation } from './validation.ts'

export const archivesChecker: Checker = {
  reasonToSkip: async (validation) =>
    (await validation.backups()).length > 0 || validation.settings.backupId !== 'latest'
      ? undefined
      : `there is no backup in ${validation.ports.store.location}`,
  check: async (validation) => {
    const checks: Check[] = []
    for (const backup of await chosenBackups(validation)) {
      const found = await checkArchives(backup, validation.ports)
      checks.push(...found)
      if (found.every(({ outcome }) => outcome === 'passed'))
        await noteVerified(backup, found, validation.ports)
    }
    return { checks }
  }
}

/** References for `store.read`: one, all that the store has, or so many of the newest. None at all is for the check to tell. */
async function chosenBackups(validation: Validation): Promise<readonly string[]> {
  const { backupId } = validation.settings
  if (backupId !== 'all' && !/^\d{1,4}$/.test(backupId)) return [backupId]
  const usable = (await validation.backups()).filter(
    ({ remote, problem }) => !remote || problem === undefined
  )
  const all = usable.map(({ reference }) => reference)
  return all.length > 0 ? all.slice(0, backupId === 'all' ? undefined : Number(backupId)) : ['latest']
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

/** A store that could not give the bytes says nothing about them. */
function isOfStore(error: unknown): boolean {
  return error instanceof BackupError && /^(store-|backup-expired$)/.test(error.code)
}

/**
 * Reads every byte of a backup: each archive is there, has its size and digests, decodes to its end and equals its
 * index. One check for each volume, one for the manifest.
 */
async function checkArchives(backupId: string, ports: Ports): Promise<readonly Check[]> {
  const { store, host, signal } = ports
  let manifest: Awaited<ReturnType<typeof store.read>>
  try {
    manifest = await store.read(backupId)
  } catch (error) {
    const failure = toBackupError(error)
    if (isOfStore(failure)) throw failure
    // "No backup" is an answer to "is the backup whole?", and not the one anybody wants.
    return [
      {
        name: 'archives',
        id: 'archives.found',
        subject: `backup ${backupId}`,
        outcome: 'failed',
        looked: 0,
        detail: failure.message
      }
    ]
  }
  const checks: Check[] = [
    {
      name: 'archives',
      id: 'archives.manifest',
      subject: `manifest of ${manifest.backupId}`,
      outcome: 'passed',
      looked: 1,
      detail: `${plural(manifest.volumes.length, 'volume')}, made ${manifest.createdAt}`
    }
  ]
  for (const volume of manifest.volumes) {
    checkAborted(signal)
    const item = manifestItem(volume, store)
    const subject = `${volume.key} of ${manifest.backupId}`
    try {
      const { comparison } = await verifyArchive({
        name: item.file,
        bytes: store.bytes(item.file),
        compression: item.compression,
        dialect: 'own',
        depth: 'content',
        expected: {
          sizeBytes: volume.archive.sizeBytes,
          sha256: bareHex(volume.archive.sha256),
          tarBytes: volume.tar.sizeBytes,
          tarSha256: bareHex(volume.tar.sha256),
          treeSha256: bareHex(volume.treeSha256),
          index: item.index()
        },
        onProgress: (tarBytes) => host.progress(`${volume.key}: ${formatBytes(tarBytes)} read`),
        signal
      })
      const detail = `${plural(comparison.entries, 'entry', 'entries')} decoded and equal to the index, ${formatBytes(volume.archive.sizeBytes)} read`
      checks.push({
        name: 'archives',
        id: 'archives.content',
        subject,
        outcome: comparison.entries > 0 ? 'passed' : 'failed',
        looked: comparison.entries,
        detail
      })
    } catch (error) {
      checkAborted(signal)
      if (isOfStore(error)) throw error
      checks.push({
        name: 'archives',
        id: 'archives.content',
        subject,
        outcome: 'failed',
        looked: 0,
        detail: messageOf(error)
      })
    }
    host.progress(undefined)
  }
  return checks
}
