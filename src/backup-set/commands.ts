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

/** Compose on that stack, for someone who stands in that folder. */
export function composeCommand(stack: StackSettings, folder: string): string {
  const files = stack.composeFiles.flatMap((file) => ['-f', resolve(stack.workingDirectory, file)])
  const elsewhere = files.length === 0 && stack.workingDirectory !== folder
  return commandLine([
    'docker',
    'compose',
    ...files,
    ...(elsewhere ? ['--project-directory', stack.workingDirectory] : []),
    ...(stack.projectName ? ['-p', stack.projectName] : [])
  ])
}

/** Words as a shell takes them back apart: any POSIX one, or bash where a word has newlines or the like. */
export function commandLine(words: readonly string[]): string {
  return words.map(quoted).join(' ')
}

/** What would be lost in a line, or would move the cursor of whoever looks at it. */
const controls = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  if (word.search(controls) === -1) return `'${word.replaceAll("'", "'\\''")}'`
  const escaped = word
    .replace(/[\\']/g, '\\$&')
    .replace(controls, (letter) =>
      letter === '\n' ? '\\n' : `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
    )
  return `$'${escaped}'`
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
