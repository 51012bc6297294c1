import { checkAborted } from '../abort.ts'
import { openArchive } from '../archive/open.ts'
import { bareHex } from '../backup-set/manifest.ts'
import type { VolumeBytes } from '../engine/volume-bytes.ts'
import { BackupError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { formatBytes, formatDuration, plural } from '../report/units.ts'
import type { Store } from '../stores/store.ts'
import type { RestoreItem } from './source.ts'
import { verifyTree } from './tree.ts'

export interface StageRequest {
  readonly item: RestoreItem
  readonly store: Store
  readonly bytes: VolumeBytes
  /** The fresh, empty volume to fill. */
  readonly volume: string
  readonly host: Host
  readonly signal: AbortSignal
}

/**
 * Fills a fresh volume from an archive and compares every entry of it with the index. The archive is checked on the
 * way, each piece before it is handed to the tar that extracts; sizes and digests are complete when it is at its end.
 *
 * @returns how many entries were compared
 * @throws BackupError `backup-damaged`, `archive-refused`, `verify-failed`, `write-failed`, `no-space`
 */
export async function stageArchive(request: StageRequest): Promise<number> {
  const { item, store, bytes, volume, host, signal } = request
  const started = performance.now()
  checkAborted(signal)
  const known = item.manifestVolume
  const archive = openArchive({
    name: item.file,
    bytes: store.bytes(item.file),
    compression: item.compression,
    dialect: item.dialect,
    // Every file is read again below and compared with the index, so its bytes need no second digest here.
    depth: 'structure',
    expected: {
      sizeBytes: item.sizeBytes,
      ...(known ? { sha256: bareHex(known.archive.sha256), tarBytes: known.tar.sizeBytes } : {})
    },
    onProgress: (tarBytes) => host.progress(`${item.key}: ${formatBytes(tarBytes)} unpacked`),
    signal
  })
  await bytes.write(volume, item.layout, archive)
  const compared = await verifyTree(
    {
      bytes,
      volume,
      expected: item.index(),
      onProgress: (tarBytes) => host.progress(`${item.key}: ${formatBytes(tarBytes)} compared`),
      signal
    },
    `the staged copy of ${item.key}`
  )
  host.progress(undefined)
  host.info(
    `${item.key}: ${plural(compared.entries, 'entry', 'entries')} unpacked and compared, ${formatDuration(performance.now() - started)}`
  )
  return compared.entries
}

/** @throws BackupError `no-space` with the figures, before anything is written */
export async function requireSpace(
  bytes: VolumeBytes,
  volume: string,
  neededBytes: number,
  what: string
): Promise<void> {
  const free = await bytes.freeBytes(volume)
  if (Number.isNaN(free) || free >= neededBytes) return
  throw new BackupError(
    'no-space',
    `${what} needs ${formatBytes(neededBytes)} where the daemon keeps its volumes, ${formatBytes(free)} are free`,
    {
      hint: 'free some space there; nothing was changed'
    }
  )
}
