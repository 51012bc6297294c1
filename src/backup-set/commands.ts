import { isAbsolute, relative, resolve } from 'node:path'
import type { StackSettings } from '../inputs/settings.ts'

/** How the backups of a store that is no folder are found from elsewhere. */
export type RemotePlace =
  | {
      readonly kind: 'artifact'
      readonly repository: string
      /** The run that made them, since only those of the default branch are found without. */
      readonly runId: number | undefined
      readonly artifactName: string | undefined
      readonly checkout: string | undefined
    }
  | { readonly kind: 'cache'; readonly artifactName: string; readonly checkout: string | undefined }

/** Where a backup lies and which stack it belongs to. */
export interface Whereabouts {
  readonly folder: string
  /** Of a backup that is in no folder: commands are then for a checkout of the repository, wherever that is. */
  readonly remote?: RemotePlace | undefined
  readonly stack: StackSettings | undefined
}

/** `undefined` where no command can look: only jobs can read the cache. */
export function showCommand(backupId: string, where: Whereabouts): string | undefined {
  return where.remote?.kind === 'cache'
    ? undefined
    : commandLine(['volume-backup', 'show', backupId, ...storeFlags(where)])
}

/** A command line, or the step of a job where only that can do it. */
export function restoreSetCommand(backupId: string, where: Whereabouts): string {
  return restoreCommand(backupId, undefined, where)
}

export function restoreOneCommand(backupId: string, key: string, file: string, where: Whereabouts): string {
  if (where.remote) return restoreCommand(backupId, key, where)
  return commandLine([
    'volume-backup',
    'restore',
    key,
    `${where.folder}/${file}`,
    ...flags(stackInputs(where))
  ])
}

function restoreCommand(backupId: string, key: string | undefined, where: Whereabouts): string {
  const chosen: Inputs = key === undefined ? [] : [['volumes', key]]
  if (where.remote?.kind === 'cache')
    return step([
      ['mode', 'restore'],
      ['store', 'cache'],
      ['artifact-name', where.remote.artifactName],
      ['backup-id', backupId],
      ...chosen,
      ...stackInputs(where),
      ['confirm', 'yes']
    ])
  return commandLine([
    ...['volume-backup', 'restore', '--restore-all', backupId],
    ...flags(chosen),
    ...storeFlags(where),
    ...flags(stackInputs(where))
  ])
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

type Inputs = readonly (readonly [name: string, value: string])[]

function flags(inputs: Inputs): readonly string[] {
  return inputs.flatMap(([name, value]) => [`--${name}`, value])
}

function step(inputs: Inputs): string {
  const lines = inputs.map(([name, value]) => `    ${name}: ${JSON.stringify(value)}`)
  return ['- uses: OWNER/volume-backup-action@COMMIT', '  with:', ...lines].join('\n')
}

function storeFlags({ folder, remote }: Whereabouts): readonly string[] {
  if (remote?.kind !== 'artifact') return ['--backup-dir', folder]
  const { repository, runId, artifactName } = remote
  return flags([
    ['store', 'artifact'],
    ['repository', repository],
    ...(runId === undefined ? [] : [['run-id', String(runId)] as const]),
    ...(artifactName === undefined ? [] : [['artifact-name', artifactName] as const])
  ])
}

function stackInputs({ stack, remote }: Whereabouts): Inputs {
  if (!stack) return []
  const place = (path: string): string => fromCheckout(path, remote?.checkout)
  const files = stack.composeFiles.map((file) => place(resolve(stack.workingDirectory, file)))
  const folder = place(stack.workingDirectory)
  return [
    ...(files.length > 0 ? [['compose-file', files.join(',')] as const] : []),
    ...(files.length === 0 && folder !== '.' ? [['working-directory', folder] as const] : []),
    ...(stack.projectName ? [['project-name', stack.projectName] as const] : [])
  ]
}

/** A path of the runner says nothing elsewhere, unless it lies outside of the checkout. */
function fromCheckout(path: string, checkout: string | undefined): string {
  if (checkout === undefined) return path
  const inside = relative(checkout, path)
  if (inside === '') return '.'
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside
}
