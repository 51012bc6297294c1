import type { ManifestVolume } from '../backup-set/manifest.ts'
import type { SpotLimits } from '../inputs/settings.ts'
import type { Finding } from '../report/report.ts'
import { formatBytes, plural } from '../report/units.ts'
import type { TreeChanges } from './tree-changes.ts'

export type Spotted = Pick<ManifestVolume, 'key' | 'entries' | 'contentBytes' | 'tar'> & {
  readonly archive: Pick<ManifestVolume['archive'], 'sizeBytes' | 'compression'>
}

/** Less than this is noise: a log that begins, a database of one file. */
const floors = {
  growthBytes: 1024 * 1024,
  growthEntries: 100,
  changedFiles: 10,
  entropyBytes: 64 * 1024
} as const

/**
 * How a volume differs from its backup before, beyond the limits. Loss and what encryption looks like are errors; to
 * grow loses nothing, and is a warning.
 * @param changes `undefined` where only the manifests are at hand
 */
export function judgeSpot(
  before: Spotted,
  after: Spotted,
  changes: TreeChanges | undefined,
  limits: SpotLimits
): readonly Finding[] {
  return [
    ...judgeSize(before, after, limits),
    ...(changes ? judgeChanges(after.key, changes, limits) : []),
    ...judgeEntropy(before, after, limits)
  ]
}

function judgeSize(before: Spotted, after: Spotted, limits: SpotLimits): readonly Finding[] {
  const counts = [
    { what: 'entries', from: before.entries, to: after.entries, floor: floors.growthEntries, show: String },
    {
      what: 'content',
      from: before.contentBytes,
      to: after.contentBytes,
      floor: floors.growthBytes,
      show: formatBytes
    }
  ]
  return counts.flatMap(({ what, from, to, floor, show }): Finding[] => {
    const told = `${show(from)} before, ${show(to)} now`
    if (from > to && percentOf(from - to, from) > limits.shrink)
      return [
        finding(
          'error',
          after.key,
          `${what} shrank by ${percentOf(from - to, from)} % (${told}), more than ${limits.shrink} %`,
          'look what is gone before older backups are deleted; if it is meant, raise shrink in spot-limits'
        )
      ]
    if (to - from >= floor && percentOf(to - from, from) > limits.growth)
      return [
        finding(
          'warning',
          after.key,
          `${what} grew by ${from === 0 ? 'all of it' : `${percentOf(to - from, from)} %`} (${told}), more than ${limits.growth} %`,
          'look what has come; if it is meant, raise growth in spot-limits'
        )
      ]
    return []
  })
}

function judgeChanges(key: string, changes: TreeChanges, limits: SpotLimits): readonly Finding[] {
  const differing = changes.changed + changes.added + changes.removed
  const share = percentOf(differing, changes.filesBefore + changes.added)
  const { renamed } = changes
  return [
    ...(differing >= floors.changedFiles && share > limits.changed
      ? [
          finding(
            'error',
            key,
            `${share} % of the files differ, more than ${limits.changed} %: ${describeChanges(changes)}`,
            'programs that encrypt for ransom change every file; if it is meant, raise changed in spot-limits'
          )
        ]
      : []),
    ...(renamed
      ? [
          finding(
            'error',
            key,
            `${plural(renamed.files, 'file')} of ${changes.filesBefore} came back with the new ending ${renamed.ending}`,
            'programs that encrypt for ransom rename what they have encrypted: look at the files before older backups are deleted'
          )
        ]
      : [])
  ]
}

/** Encrypted data does not compress. */
function judgeEntropy(before: Spotted, after: Spotted, limits: SpotLimits): readonly Finding[] {
  const [from, to] = [compressedShare(before), compressedShare(after)]
  if (from === undefined || to === undefined || before.archive.compression !== after.archive.compression)
    return []
  if (Math.min(before.contentBytes, after.contentBytes) < floors.entropyBytes) return []
  if (Math.round(to - from) <= limits.entropy) return []
  return [
    finding(
      'error',
      after.key,
      `compresses to ${Math.round(to)} % of its size, before to ${Math.round(from)} %, more than ${limits.entropy} points up`,
      'encrypted data does not compress: look at the files before older backups are deleted; if it is meant, raise entropy in spot-limits'
    )
  ]
}

/** In percent of the tar; nothing for a tar that was not compressed. */
export function compressedShare({ archive, tar }: Spotted): number | undefined {
  return archive.compression === 'none' || tar.sizeBytes === 0
    ? undefined
    : (archive.sizeBytes / tar.sizeBytes) * 100
}

export function describeChanges({ changed, added, removed, filesBefore }: TreeChanges): string {
  return `${changed} changed, ${added} added, ${removed} removed of ${plural(filesBefore, 'file')}`
}

function percentOf(part: number, whole: number): number {
  if (part === 0) return 0
  return whole === 0 ? Number.POSITIVE_INFINITY : Math.round((part / whole) * 100)
}

function finding(severity: Finding['severity'], key: string, message: string, hint: string): Finding {
  return { severity, subject: key, message: `${key}: ${message}`, hint }
}
