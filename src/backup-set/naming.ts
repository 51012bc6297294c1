import type { Compression } from '../inputs/settings.ts'

/** `YYYYMMDD-HHMMSS`, UTC. Sorts by time as text. */
export const backupIdPattern = /^\d{8}-\d{6}$/

export function formatBackupId(time: Date): string {
  return time.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
}

const archiveSuffix: Readonly<Record<Compression, string>> = {
  gzip: '.tar.gz',
  zstd: '.tar.zst',
  none: '.tar'
}

export function archiveName(key: string, backupId: string, compression: Compression): string {
  return `${key}-${backupId}${archiveSuffix[compression]}`
}

export function indexName(key: string, backupId: string): string {
  return `${key}-${backupId}.index.ndjson.gz`
}

export function manifestName(backupId: string): string {
  return `backup-manifest-${backupId}.json`
}

export function readableManifestName(backupId: string): string {
  return `backup-manifest-${backupId}.txt`
}

export function sumsName(backupId: string): string {
  return `SHA256SUMS-${backupId}`
}

/** The mark that a validation leaves beside a backup. */
export function verifiedName(backupId: string): string {
  return `backup-verified-${backupId}.json`
}

/** The backup id in the name of a manifest, or `undefined` for any other file. */
export function backupIdOfManifest(fileName: string): string | undefined {
  return /^backup-manifest-(\d{8}-\d{6})\.json$/.exec(fileName)?.[1]
}

export interface ArchiveNameParts {
  readonly key: string
  readonly backupId: string
  readonly compression: Compression
}

/** Takes an archive's file name apart; `undefined` when it is not named as a backup's archive. */
export function parseArchiveName(fileName: string): ArchiveNameParts | undefined {
  const match = /^(.+)-(\d{8}-\d{6})\.tar(\.gz|\.zst|)$/.exec(fileName)
  if (!match?.[1] || !match[2]) return undefined
  const compression = match[3] === '.gz' ? 'gzip' : match[3] === '.zst' ? 'zstd' : 'none'
  return { key: match[1], backupId: match[2], compression }
}

/** When a backup began; not a number for an id that is no time. */
export function timeOfBackupId(backupId: string): number {
  const parts = /^(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})$/.exec(backupId)?.slice(1) ?? []
  const [year, month, day, hour, minute, second] = parts
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

/** Newest first; also of those that have lost their manifest, but not of one that is just being published. */
export function backupIds(names: readonly string[]): readonly string[] {
  const ids = names.flatMap((name) => backupIdOfManifest(name) ?? [])
  const lost = names.flatMap((name) => ownFile.exec(name)?.slice(1).find(Boolean) ?? [])
  const known = lost.filter((id) => !names.includes(partialName(id)))
  return [...new Set([...ids, ...known])].sort().reverse()
}

const ownFile = /^SHA256SUMS-(\d{8}-\d{6})$|-(\d{8}-\d{6})\.index\.ndjson\.gz$/

/** What only this program writes beside a manifest. */
export function ownFiles(names: readonly string[], backupId: string): readonly string[] {
  return names.filter((name) => name.includes(backupId) && ownFile.test(name))
}

/** The folder of a backup in the making. */
export function partialName(backupId: string): string {
  return `.partial-${backupId}`
}

/** Files of a backup that a killed publication has moved to their place already; none when the manifest is there. */
export function unpublished(names: readonly string[], partial: string): readonly string[] {
  const id = /^\.partial-(\d{8}-\d{6})$/.exec(partial)?.[1]
  if (id === undefined || names.includes(manifestName(id))) return []
  return names.filter(
    (name) =>
      [sumsName(id), readableManifestName(id)].includes(name) ||
      name.endsWith(`-${id}.index.ndjson.gz`) ||
      parseArchiveName(name)?.backupId === id
  )
}
