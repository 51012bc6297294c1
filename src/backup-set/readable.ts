import { formatBytes, formatTable } from '../report/units.ts'
import { commandLine, restoreOneCommand, restoreSetCommand, type Whereabouts } from './commands.ts'
import type { Manifest, ManifestVolume } from './manifest.ts'
import { manifestName, sumsName } from './naming.ts'

/** The manifest for people: what is there, what is not, and three ways to bring it back. */
export function formatReadable(manifest: Manifest, where: Whereabouts): string {
  const { backupId, volumes } = manifest
  const lines = [
    `Backup ${backupId} (UTC)${manifest.project ? ` of project ${manifest.project}` : ''}`,
    `made ${manifest.createdAt} on ${manifest.host}, Docker ${manifest.engine.version}, ${manifest.generator.name} ${manifest.generator.version}`,
    '',
    ...table(volumes),
    '',
    ...section('Warnings', manifest.warnings),
    ...section(
      'Left out',
      manifest.leftOut.map(({ key, reason }) => `${key}: ${reason}`)
    ),
    'These files hold whatever the volumes hold, keys and passwords too: keep them private. What the services need besides',
    'them (passwords in the environment, files outside the volumes) is not in here.',
    '',
    `Restore the set with this tool, ${whereToRun(where)} (the services have to be stopped):`,
    '',
    ...indented(restoreSetCommand(backupId, where)),
    '',
    'Restore one volume with this tool:',
    '',
    ...volumes.flatMap(({ key, archive }) => indented(restoreOneCommand(backupId, key, archive.file, where))),
    '',
    'Restore with docker and tar alone, in the folder of this file, in this order, services stopped. IMAGE is any image',
    'with GNU tar, for example debian:stable-slim. The volume has to be new or empty.',
    '',
    `  sha256sum -c ${sumsName(backupId)}`,
    ...inRestoreOrder(volumes).flatMap(restoreByHand),
    '',
    `Details, digests and the list of every file: ${manifestName(backupId)} and the *.index.ndjson.gz beside it.`
  ]
  // Names and labels come from elsewhere: they must not move the cursor of whoever looks at this.
  return `${lines.map(withoutControls).join('\n')}\n`
}

function whereToRun({ remote }: Whereabouts): string {
  if (remote?.kind === 'cache') return 'in a job'
  return remote ? 'in a checkout of the repository, with a token in GITHUB_TOKEN' : 'from any folder'
}

function indented(lines: string): readonly string[] {
  return lines.split('\n').map((line) => `  ${line}`)
}

function withoutControls(line: string): string {
  return line.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ')
}

/** By `restoreOrder`; those without one after those with, certificate databases, data, then logs, as their names tell. */
export function inRestoreOrder<Volume extends Pick<ManifestVolume, 'key' | 'restoreOrder'>>(
  volumes: readonly Volume[]
): readonly Volume[] {
  const rank = (volume: Volume): number => volume.restoreOrder ?? 1000 + guessedRank(volume.key)
  return [...volumes].sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1))
}

function guessedRank(key: string): number {
  if (/nss|cert|pki|tls/i.test(key)) return 10
  return /log/i.test(key) ? 90 : 50
}

function table(volumes: readonly ManifestVolume[]): readonly string[] {
  const rows = [
    ['volume', 'priority', 'copied', 'entries', 'content', 'archive', 'file'],
    ...volumes.map((volume) => [
      volume.key,
      volume.priority,
      volume.consistency,
      String(volume.entries),
      formatBytes(volume.contentBytes),
      `${volume.archive.sizeBytes} B`,
      volume.archive.file
    ])
  ]
  return [
    ...formatTable(rows),
    '',
    ...volumes
      .filter(({ description }) => description)
      .map(({ key, description }) => `${key}: ${description}`)
  ]
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${title}:`, ...lines.map((line) => `  - ${line}`), '']
}

const decoders = { gzip: 'gzip -dc', zstd: 'zstd -dc', none: 'cat' } as const

function restoreByHand(volume: ManifestVolume): readonly string[] {
  const into = commandLine([
    'docker',
    'run',
    '--rm',
    '-i',
    '--network',
    'none',
    '--log-driver',
    'none',
    '--user',
    '0',
    '--entrypoint',
    'tar',
    '-v',
    `${volume.name}:/v/volume`
  ])
  return [
    `  ${createCommand(volume)}`,
    `  ${decoders[volume.archive.compression]} ${commandLine([volume.archive.file])} | ${into} IMAGE \\`,
    "    -x -C /v --numeric-owner --same-owner -p --acls --xattrs --xattrs-include='*'"
  ]
}

const everything = ['--numeric-owner', '--acls', '--xattrs', "--xattrs-include='*'"].join(' ')

/** Makes a volume equal to another one, with nothing but docker and an image that has GNU tar. */
export function copyBackCommand(from: string, to: string): string {
  const script = [
    'find /to/volume -mindepth 1 -xdev -delete',
    'chmod 0755 /to/volume',
    `tar -c -C /from --format=posix --sparse ${everything} volume | tar -x -C /to --same-owner -p ${everything}`
  ].join(' && ')
  const mounts = ['-v', `${from}:/from/volume:ro`, '-v', `${to}:/to/volume`]
  const run = ['docker', 'run', '--rm', '--network', 'none', '--user', '0', '--entrypoint', 'sh', ...mounts]
  return `${commandLine(run)} IMAGE ${commandLine(['-c', script])}`
}

/** Makes a volume as it was. */
export function createCommand(
  volume: Pick<ManifestVolume, 'name' | 'driver' | 'options' | 'labels'>
): string {
  const labels = Object.entries(restoredLabels(volume.labels)).flatMap(([name, value]) => [
    '--label',
    `${name}=${value}`
  ])
  const options = Object.entries(volume.options).flatMap(([name, value]) => ['--opt', `${name}=${value}`])
  return commandLine([
    'docker',
    'volume',
    'create',
    '--driver',
    volume.driver,
    ...options,
    ...labels,
    volume.name
  ])
}

/**
 * The labels that a volume gets when it is made again. Compose accepts a volume without its config hash silently; with
 * one that no longer fits it offers to delete the data. The label of a run would make the volume one of its throw-aways.
 */
export function restoredLabels(labels: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).filter(
      ([name]) => name !== 'com.docker.compose.config-hash' && name !== 'org.volume-backup.run'
    )
  )
}
