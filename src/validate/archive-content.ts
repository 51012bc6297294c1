import { checkAborted } from '../abort.ts'
import { comparisonOf } from '../archive/compare.ts'
import { verifyArchive } from '../archive/open.ts'
import { bareHex, type ManifestVolume } from '../backup-set/manifest.ts'
import { isOfStore, messageOf } from '../errors.ts'
import type { Check } from '../report/report.ts'
import { formatBytes, plural } from '../report/units.ts'
import { manifestItem } from '../restore/source.ts'
import type { Ports } from '../run-context.ts'
import type { Store } from '../stores/store.ts'

/** Whether an archive is there, has its size and digests, decodes to its end and equals its index. */
export async function checkContent(
  volume: ManifestVolume,
  backupId: string,
  store: Store,
  { host, signal }: Pick<Ports, 'host' | 'signal'>
): Promise<Check> {
  const item = manifestItem(volume, store)
  const check = { name: 'archives', id: 'archives.content', subject: `${volume.key} of ${backupId}` }
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
    return {
      ...check,
      outcome: comparison.entries > 0 ? 'passed' : 'failed',
      looked: comparison.entries,
      detail: `${plural(comparison.entries, 'entry', 'entries')} decoded and equal to the index, ${formatBytes(volume.archive.sizeBytes)} read`
    }
  } catch (error) {
    checkAborted(signal)
    if (isOfStore(error)) throw error
    const compared = comparisonOf(error)
    return {
      ...check,
      outcome: 'failed',
      looked: compared?.entries ?? 0,
      detail: messageOf(error),
      findings: [
        {
          severity: 'error',
          subject: volume.key,
          message: `${volume.key} cannot be restored from ${item.file}`,
          hint: 'use another backup; backup-id all tells which are whole. If they all lie on one disk, look at that disk'
        }
      ],
      ...(compared ? { differences: compared.first } : {})
    }
  } finally {
    host.progress(undefined)
  }
}
