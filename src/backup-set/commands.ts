import { resolve } from 'node:path'
import type { StackSettings } from '../inputs/settings.ts'

/** Where a backup lies and which stack it belongs to, for commands that work from every folder. */
export interface Whereabouts {
  readonly folder: string
  /** `owner/name`, when the backup is artifacts of it. */
  readonly repository?: string | undefined
  readonly stack: StackSettings | undefined
}

export function showCommand(backupId: string, where: Whereabouts): string {
  return commandLine(['volume-backup', 'show', backupId, ...storeFlags(where)])
}

export function restoreSetCommand(backupId: string, where: Whereabouts): string {
  return commandLine([
    'volume-backup',
    'restore',
    '--restore-all',
    backupId,
    ...storeFlags(where),
    ...stackFlags(where.stack)
  ])
}

export function restoreOneCommand(
  key: string,
  file: string,
  { folder, repository, stack }: Whereabouts
): string {
  // What was downloaded from a repository lies wherever the reader has put it.
  const path = repository === undefined ? `${folder}/${file}` : file
  return commandLine(['volume-backup', 'restore', key, path, ...stackFlags(stack)])
}

/** Words as a POSIX shell takes them back apart. */
export function commandLine(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ')
}

function storeFlags({ folder, repository }: Whereabouts): readonly string[] {
  return repository === undefined
    ? ['--backup-dir', folder]
    : ['--store', 'artifact', '--repository', repository]
}

function stackFlags(stack: StackSettings | undefined): readonly string[] {
  if (!stack) return []
  const files = stack.composeFiles.map((file) => resolve(stack.workingDirectory, file))
  return [
    ...(files.length > 0
      ? ['--compose-file', files.join(',')]
      : ['--working-directory', stack.workingDirectory]),
    ...(stack.projectName ? ['--project-name', stack.projectName] : [])
  ]
}
