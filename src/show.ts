import { formatReadable } from './backup-set/readable.ts'
import { formatAge, formatBytes, formatTable, oneLine } from './report/units.ts'
import type { RemoteFacts, Store, StoredBackup } from './stores/store.ts'

/** The backups of a store, newest first. */
export async function formatList(store: Store, json: boolean): Promise<string> {
  const backups = await store.list()
  if (json) {
    const rows = backups.map(({ backupId, manifest, problem, remote }) => ({
      backupId,
      ...(problem === undefined ? {} : { problem }),
      ...remote,
      ...(manifest
        ? {
            createdAt: manifest.createdAt,
            project: manifest.project,
            volumes: manifest.volumes.map(({ key }) => key),
            sizeBytes: sizeOf(manifest.volumes)
          }
        : {})
    }))
    return `${JSON.stringify(rows, null, 2)}\n`
  }
  if (backups.length === 0) return `no backup in ${store.location}\n`
  if (backups.some(({ remote }) => remote)) return formatRemote(backups)
  const rows = backups.map(({ backupId, manifest, problem }) => [
    backupId,
    oneLine(manifest?.project ?? '-'),
    manifest ? formatBytes(sizeOf(manifest.volumes)) : '-',
    manifest ? manifest.volumes.map(({ key }) => key).join(' ') : oneLine(`DAMAGED: ${problem ?? ''}`)
  ])
  return `${formatTable([['BACKUP', 'PROJECT', 'SIZE', 'VOLUMES'], ...rows]).join('\n')}\n`
}

/** What the service tells without a download. */
function formatRemote(backups: readonly StoredBackup[]): string {
  const rows = backups.flatMap(({ backupId, problem, remote }) =>
    remote
      ? [
          [
            backupId,
            oneLine(remote.name),
            formatBytes(remote.sizeBytes),
            formatAge(Date.now() - Date.parse(remote.createdAt)),
            remote.expired ? 'expired' : (remote.expiresAt?.slice(0, 10) ?? '-'),
            remote.verified ? 'yes' : oneLine(refusal(problem, remote))
          ]
        ]
      : []
  )
  return `${formatTable([['BACKUP', 'NAME', 'SIZE', 'AGE', 'EXPIRES', 'VERIFIED'], ...rows]).join('\n')}\n`
}

function refusal(problem: string | undefined, { expired }: RemoteFacts): string {
  return problem === undefined || expired ? '-' : `REFUSED: ${problem}`
}

/** One backup, as its readable manifest shows it, made anew from the manifest itself. */
export async function formatShow(store: Store, backupId: string, json: boolean): Promise<string> {
  const manifest = await store.read(backupId)
  return json
    ? `${JSON.stringify(manifest, null, 2)}\n`
    : formatReadable(manifest, {
        folder: store.location,
        remote: store.remote,
        stack: undefined
      })
}

function sizeOf(volumes: readonly { readonly archive: { readonly sizeBytes: number } }[]): number {
  return volumes.reduce((sum, { archive }) => sum + archive.sizeBytes, 0)
}
