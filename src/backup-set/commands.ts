import { resolve } from 'node:path'
import type { StackSettings } from '../inputs/settings.ts'

/** Where a backup lies and which stack it belongs to, for commands that work from every folder. */
export interface Whereabouts {
  readonly folder: string
  readonly stack: StackSettings | undefined
}

export function showCommand(backupId: string, folder: string): string {
  return commandLine(['volume-backup', 'show', backupId, '--backup-dir', folder])
}

export function restoreSetCommand(backupId: string, { folder, stack }: Whereabouts): string {
  return commandLine([
    'volume-backup',
    'restore',
    '--restore-all',
    backupId,
    '--backup-dir',
    folder,
    ...stackFlags(stack)
  ])
}

export function restoreOneCommand(key: string, file: string, { folder, stack }: Whereabouts): string {
  return commandLine(['volume-backup', 'restore', key, `${folder}/${file}`, ...stackFlags(stack)])
}

/** Words as a POSIX shell takes them back apart. */
export function commandLine(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ')
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
