import { checkAborted } from '../abort.ts'
import { indexLines } from '../archive/index-lines.ts'
import { bareHex, type Manifest, type ManifestVolume } from '../backup-set/manifest.ts'
import { messageOf } from '../errors.ts'
import type { Check } from '../report/report.ts'
import { formatBytes, plural } from '../report/units.ts'
import type { Store } from '../stores/store.ts'
import { outcomeOf } from './findings.ts'
import { compressedShare, describeChanges, judgeSpot } from './spot-limits.ts'
import { timed } from './timed.ts'
import { compareIndexes, type TreeChanges } from './tree-changes.ts'
import type { Checker, Validation } from './validation.ts'

export const spotChecker: Checker = {
  reasonToSkip: async (validation) => {
    const count = (await validation.backups()).length
    return count > 1
      ? undefined
      : `${plural(count, 'backup')} in ${validation.ports.store.location}: it takes two to compare`
  },
  check: async (validation) => {
    const { ports, settings } = validation
    const { backupId } = settings
    const wanted = backupId === 'all' || /^\d{1,4}$/.test(backupId) ? 'latest' : backupId
    // Read before the older ones: a remote store holds one backup at a time.
    const manifest = await validation.readBackup(wanted)
    const older = await olderBackups(manifest, validation)
    const checks: Check[] = []
    for (const volume of manifest.volumes) {
      checkAborted(ports.signal)
      checks.push(await timed(ports, () => checkVolume(volume, manifest, older, validation)))
    }
    return { checks }
  }
}

interface Older {
  readonly manifest: Manifest
  readonly isLocal: boolean
}

/** So many manifests of a remote store are fetched at most to find a volume's backup before. */
const fetched = 3

/** Backups of before, newest first. */
async function olderBackups(
  { backupId, volumes }: Manifest,
  validation: Validation
): Promise<readonly Older[]> {
  const stored = await validation.backups()
  const name = stored.find((one) => one.backupId === backupId)?.remote?.name
  const before = stored.filter(
    (one) => one.backupId < backupId && one.remote?.name === name && (one.manifest || one.remote)
  )
  const found: Older[] = []
  const missing = new Set(volumes.map((volume) => volume.name))
  let fetches = 0
  for (const { manifest, reference, problem } of before) {
    if (missing.size === 0) break
    if (!manifest && (problem !== undefined || ++fetches > fetched)) continue
    const known = manifest ?? (await readOrWarn(reference, validation))
    if (!known) continue
    found.push({ manifest: known, isLocal: manifest !== undefined })
    for (const volume of known.volumes) missing.delete(volume.name)
  }
  return found
}

async function readOrWarn(reference: string, validation: Validation): Promise<Manifest | undefined> {
  const { ports } = validation
  try {
    return await validation.readBackup(reference)
  } catch (error) {
    checkAborted(ports.signal)
    ports.host.warn(`not compared with backup ${reference}: ${messageOf(error)}`)
    return undefined
  }
}

async function checkVolume(
  volume: ManifestVolume,
  { backupId }: Manifest,
  older: readonly Older[],
  { settings, ports }: Validation
): Promise<Check> {
  const check = { name: 'spot', id: 'spot.change', subject: `${volume.key} of ${backupId}` }
  const [last] = older.flatMap(({ manifest, isLocal }) => {
    const before = manifest.volumes.find(({ name }) => name === volume.name)
    return before ? [{ before, isLocal, id: manifest.backupId }] : []
  })
  if (!last)
    return {
      ...check,
      outcome: 'skipped',
      looked: 0,
      detail: 'there is no earlier backup of it to compare with'
    }
  const { before, isLocal, id } = last
  try {
    const changes = isLocal
      ? await compareIndexes(linesOf(before, ports.store), linesOf(volume, ports.store))
      : undefined
    const findings = judgeSpot(before, volume, changes, settings.spotLimits)
    return {
      ...check,
      outcome: outcomeOf(volume.entries, findings),
      looked: volume.entries,
      detail: `since ${id}: ${describe(before, volume, changes)}`,
      ...(findings.length > 0 ? { findings } : {})
    }
  } catch (error) {
    checkAborted(ports.signal)
    return { ...check, outcome: 'failed', looked: 0, detail: messageOf(error) }
  }
}

function linesOf({ index }: ManifestVolume, store: Store): AsyncIterable<readonly string[]> {
  return indexLines(index.file, store.bytes(index.file), bareHex(index.sha256))
}

function describe(before: ManifestVolume, after: ManifestVolume, changes: TreeChanges | undefined): string {
  const [from, to] = [compressedShare(before), compressedShare(after)]
  return [
    `${before.entries} → ${plural(after.entries, 'entry', 'entries')}`,
    `${formatBytes(before.contentBytes)} → ${formatBytes(after.contentBytes)}`,
    changes ? describeChanges(changes) : 'by the manifests alone, the files were not compared',
    ...(from === undefined || to === undefined || before.archive.compression !== after.archive.compression
      ? []
      : [`compressed to ${Math.round(from)} % → ${Math.round(to)} %`])
  ].join(', ')
}
