import { foreignSets } from './backup-set/foreign.ts'
import type { Manifest } from './backup-set/manifest.ts'
import { formatReadable } from './backup-set/readable.ts'
import type { ListSettings, ShowSettings } from './inputs/settings.ts'
import { formatAge, formatBytes, formatTable, oneLine } from './report/units.ts'
import type { Ports } from './run-context.ts'
import type { RemoteFacts, Store, StoredBackup } from './stores/store.ts'

/** What `list` and `show` print. Closes the store. */
export async function formatStored(
  settings: ListSettings | ShowSettings,
  { store, readCompose }: Pick<Ports, 'store' | 'readCompose'>,
  json: boolean
): Promise<string> {
  try {
    if (settings.operation === 'list') return await formatList(store, json)
    const { backupId, stack } = settings
    // Only the word means something else in another stack.
    const reading = backupId.startsWith('latest')
      ? await readCompose(stack).catch(() => undefined)
      : undefined
    const manifest = await store.read(backupId, reading?.model.project ?? stack.projectName)
    return formatShow(manifest, store, json)
  } finally {
    await store.close()
  }
}

/** The backups of a store, newest first. */
async function formatList(store: Store, json: boolean): Promise<string> {
  const backups = await store.list()
  const foreign = [...foreignSets(await store.fileNames())].sort().reverse()
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
    const others = foreign.map(([backupId, files]) => ({ backupId, originalScript: true, files }))
    return `${JSON.stringify([...rows, ...others], null, 2)}\n`
  }
  const left = (await store.unfinished(new Date())).map(
    (path) => `${oneLine(path)} is left of a backup that was killed; the next backup looks after it\n`
  )
  if (backups.length === 0 && foreign.length === 0) return `no backup in ${store.location}\n${left.join('')}`
  if (backups.some(({ remote }) => remote)) return formatRemote(backups)
  const rows = backups.map(({ backupId, manifest, problem }) => [
    backupId,
    oneLine(manifest?.project ?? '-'),
    manifest ? formatBytes(sizeOf(manifest.volumes)) : '-',
    manifest ? manifest.volumes.map(({ key }) => key).join(' ') : oneLine(`DAMAGED: ${problem ?? ''}`)
  ])
  const others = foreign.map(([backupId, files]) => [
    backupId,
    '-',
    '-',
    `original script: ${files.map(oneLine).join(' ')}`
  ])
  const sorted = [...rows, ...others].sort(([a = ''], [b = '']) => (a < b ? 1 : a > b ? -1 : 0))
  return `${formatTable([['BACKUP', 'PROJECT', 'SIZE', 'VOLUMES'], ...sorted]).join('\n')}\n${left.join('')}`
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
function formatShow(manifest: Manifest, store: Store, json: boolean): string {
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
