import { basename, dirname } from 'node:path'
import type { Dialect } from '../archive/entries.ts'
import type { Entry } from '../archive/entry.ts'
import { canonicalLines, indexLines } from '../archive/index-lines.ts'
import { verifyArchive } from '../archive/open.ts'
import { commandLine } from '../backup-set/commands.ts'
import { foreignSets } from '../backup-set/foreign.ts'
import { bareHex, type Manifest, type ManifestVolume } from '../backup-set/manifest.ts'
import { parseArchiveName } from '../backup-set/naming.ts'
import { BackupError } from '../errors.ts'
import type { Compression, RestoreSource } from '../inputs/settings.ts'
import type { LiveVolume } from '../selection/model.ts'
import { nearestNames } from '../selection/nearest.ts'
import type { Store } from '../stores/store.ts'

/** One archive that is to become a volume. */
export interface RestoreItem {
  readonly key: string
  readonly file: string
  readonly compression: Compression
  readonly dialect: Dialect
  /** How names stand in the archive. */
  readonly layout: 'volume' | 'dot'
  readonly sizeBytes: number
  /** Space that the content needs, roughly. */
  readonly neededBytes: number
  readonly restoreOrder: number | undefined
  /** The volume as it was when it was backed up. */
  readonly recorded: LiveVolume | undefined
  readonly redactedOptions: readonly string[]
  readonly manifestVolume: ManifestVolume | undefined
  /** The entries to expect, in tree order; can be asked for again and again. */
  index(): AsyncIterable<readonly string[]>
}

export interface OpenedSource {
  readonly backupId: string
  readonly project: string | undefined
  readonly manifest: Manifest | undefined
  readonly items: readonly RestoreItem[]
  readonly warnings: readonly string[]
}

/**
 * Finds what is to be restored. An archive without a manifest (of the original
 * backup script) is read to its end here, since nothing else vouches for it.
 *
 * @param openFolder a store on a folder, for an archive that is named by its path
 * @param project whose latest backup is meant
 * @throws BackupError `backup-unknown`, `backup-damaged`, `archive-refused`, `bad-input`
 */
export async function openSource(
  source: RestoreSource,
  store: Store,
  openFolder: (folder: string) => Store,
  project: string | undefined,
  signal: AbortSignal
): Promise<{ store: Store; source: OpenedSource }> {
  if (source.kind === 'set') return { store, source: await openSet(source.backupId, store, project, signal) }
  const folder = openFolder(dirname(source.archive))
  await requireThere(source.archive, folder)
  return {
    store: folder,
    source: await openArchiveFile(source, folder, signal)
  }
}

async function openSet(
  backupId: string,
  store: Store,
  project: string | undefined,
  signal: AbortSignal
): Promise<OpenedSource> {
  const old = foreignSets(await store.fileNames()).get(backupId) ?? []
  if (old.length > 0) {
    const items: RestoreItem[] = []
    for (const name of old) items.push(await foreignItem(name, store, signal))
    return { backupId, project: undefined, manifest: undefined, items, warnings: [foreignWarning] }
  }
  const manifest = await store.read(backupId, project)
  return { ...fromManifest(manifest, store, manifest.volumes), warnings: [] }
}

/** @throws BackupError `backup-unknown` with the nearest names of that folder */
async function requireThere(archive: string, store: Store): Promise<void> {
  const names = await store.fileNames()
  const name = basename(archive)
  if (names.includes(name)) return
  const archives = names.filter((one) => parseArchiveName(one) !== undefined)
  const near = nearestNames(name, archives)
  throw new BackupError('backup-unknown', `there is no archive ${archive}`, {
    hint:
      archives.length === 0
        ? `there is no archive at all in ${store.location}`
        : `nearest there: ${(near.length > 0 ? near : archives.slice(-3)).join(', ')}`
  })
}

async function openArchiveFile(
  { volume, archive: path }: Extract<RestoreSource, { kind: 'archive' }>,
  store: Store,
  signal: AbortSignal
): Promise<OpenedSource> {
  const name = basename(path)
  const parts = parseArchiveName(name)
  if (!parts) {
    throw new BackupError('bad-input', `${name} is not named as an archive of a backup`, {
      hint: 'archives are named VOLUME-YYYYMMDD-HHMMSS.tar.gz (or .tar.zst, .tar)'
    })
  }
  const backup = (await store.list()).find(({ backupId }) => backupId === parts.backupId)
  // What is wrong with it, and what to do about that, is told by reading it.
  if (backup?.problem) await store.read(parts.backupId)
  if (!backup?.manifest) {
    const item = await foreignItem(name, store, signal)
    requireSame(volume, path, item.key, undefined)
    return {
      backupId: parts.backupId,
      project: undefined,
      manifest: undefined,
      items: [item],
      warnings: [foreignWarning]
    }
  }
  const found = backup.manifest.volumes.find(({ archive }) => archive.file === name)
  if (!found)
    throw new BackupError('backup-damaged', `${name} is not in the manifest of backup ${parts.backupId}`, {
      hint: 'use the files as the backup wrote them'
    })
  requireSame(volume, path, found.key, found.name)
  return { ...fromManifest(backup.manifest, store, [found]), warnings: [] }
}

const foreignWarning =
  'this backup has no manifest: its archives are read whole and compared after the restore, but nothing tells whether they are what was backed up'

/** An archive of the wrong volume destroys: the original script restored certificates into a log volume and said success. */
function requireSame(volume: string, path: string, key: string, name: string | undefined): void {
  if (volume === key || volume === name || volume.endsWith(`_${key}`)) return
  throw new BackupError('bad-input', `${basename(path)} holds volume ${key}, not ${volume}`, {
    hint: `to restore it, say: ${commandLine(['volume-backup', 'restore', key, path])}`
  })
}

function fromManifest(
  manifest: Manifest,
  store: Store,
  volumes: readonly ManifestVolume[]
): Omit<OpenedSource, 'warnings'> {
  return {
    backupId: manifest.backupId,
    project: manifest.project,
    manifest,
    items: volumes.map((volume) => manifestItem(volume, store))
  }
}

export function manifestItem(volume: ManifestVolume, store: Store): RestoreItem {
  return {
    key: volume.key,
    file: volume.archive.file,
    compression: volume.archive.compression,
    dialect: 'own',
    layout: 'volume',
    sizeBytes: volume.archive.sizeBytes,
    neededBytes: Math.min(volume.contentBytes, volume.tar.sizeBytes),
    restoreOrder: volume.restoreOrder,
    recorded: { name: volume.name, driver: volume.driver, options: volume.options, labels: volume.labels },
    redactedOptions: volume.redactedOptions,
    manifestVolume: volume,
    index: () => indexLines(volume.index.file, store.bytes(volume.index.file), bareHex(volume.index.sha256))
  }
}

async function foreignItem(name: string, store: Store, signal: AbortSignal): Promise<RestoreItem> {
  const parts = parseArchiveName(name)
  if (!parts) throw new BackupError('internal', `${name} is no archive's name`)
  const sizeBytes = await store.sizeBytes(name)
  if (sizeBytes === 0)
    throw new BackupError('backup-damaged', `${name} is empty`, { hint: 'use another backup' })
  const entries: Entry[] = []
  const opened = await verifyArchive({
    name,
    bytes: store.bytes(name),
    compression: parts.compression,
    dialect: 'foreign',
    depth: 'content',
    expected: {},
    onEntry: (entry) => entries.push(entry),
    onProgress: () => undefined,
    signal
  })
  const lines = canonicalLines(entries)
  return {
    key: parts.key,
    file: name,
    compression: parts.compression,
    dialect: 'foreign',
    layout: opened.layout,
    sizeBytes,
    neededBytes: opened.tarBytes,
    restoreOrder: undefined,
    recorded: undefined,
    redactedOptions: [],
    manifestVolume: undefined,
    index: async function* () {
      yield lines
    }
  }
}
