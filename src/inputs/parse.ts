import type { Operation } from './field.ts'
import { fields } from './fields.ts'
import { readFlags } from './flags.ts'
import { formatUsage } from './help.ts'
import { badInput, unknown } from './problems.ts'
import type { Settings } from './settings.ts'
import { problemsOf, settingsOf } from './values.ts'

export interface Display {
  readonly quiet: boolean
  readonly json: boolean
}

export type CommandLine =
  | { readonly kind: 'help'; readonly operation: Operation | undefined }
  | { readonly kind: 'version' }
  | { readonly kind: 'run'; readonly settings: Settings; readonly display: Display }

const operations: readonly Operation[] = ['backup', 'restore', 'validate', 'list', 'show']
const modes: readonly string[] = ['backup', 'restore', 'validate']

/**
 * The inputs of the action.
 * @param get the text of an input, empty if it was not given
 * @throws BackupError `bad-input` that lists everything that is wrong
 */
export function parseActionInputs(get: (name: string) => string, workspace: string): Settings {
  const mode = get('mode').trim()
  const operation = operations.find((name) => name === mode && modes.includes(name))
  const problems: string[] = []
  if (operation === undefined)
    problems.push(mode === '' ? `mode is missing; legal: ${modes.join(', ')}` : unknown('mode', mode, modes))
  const given = new Map<string, string>()
  for (const field of fields) {
    const value = get(field.name).trim()
    if (value === '') continue
    // The runner hands over defaults as if they were given: only another value is the user's.
    const belongs = operation === undefined || field.operations.includes(operation)
    if (belongs) given.set(field.name, value)
    else if (value !== field.default) problems.push(`${field.name} does not belong to mode ${mode}`)
  }
  const hint = 'see the inputs in the README'
  if (operation === undefined) throw badInput([...problems, ...problemsOf(given)], hint)
  if (given.has('archive') && given.get('backup-id') === 'latest') given.delete('backup-id')
  // Whoever names a folder or a file means it.
  const local = given.has('archive') || given.has('backup-dir')
  if (!given.has('store')) given.set('store', local ? 'local' : 'artifact')
  return settingsOf(operation, given, { cwd: workspace, problems, hint })
}

/** @throws BackupError `bad-input` that lists everything that is wrong */
export function parseCommandLine(
  argv: readonly string[],
  context: { readonly cwd: string; readonly backupDirDefault: string | undefined }
): CommandLine {
  const [first, ...rest] = argv
  if (first === '--version' || first === 'version') return { kind: 'version' }
  if (first === '--help' || first === '-h' || first === 'help')
    return { kind: 'help', operation: operations.find((name) => name === rest[0]) }
  const operation = operations.find((name) => name === first)
  if (operation === undefined) {
    throw badInput(
      [first === undefined ? 'no command is given' : unknown('command', first, operations)],
      `\n${formatUsage()}\n\nvolume-backup --help shows more`
    )
  }
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', operation }
  if (rest.includes('--version')) return { kind: 'version' }
  if (operation === 'restore' && rest.length === 0)
    throw badInput(
      ['restore needs VOLUME ARCHIVE, or --restore-all BACKUP-ID'],
      `\n${formatUsage(operation)}\n\nvolume-backup restore --help shows more`
    )
  return parseOperation(operation, rest, context)
}

function parseOperation(
  operation: Operation,
  argv: readonly string[],
  context: { cwd: string; backupDirDefault: string | undefined }
): CommandLine {
  const flags = readFlags(operation, argv)
  const given = new Map(flags.given)
  const problems = [...flags.problems]
  // A word behind a flag that nobody knows may be its value.
  if (flags.problems.length === 0) takePositionals(operation, flags.positionals, given, problems)
  if (!given.has('backup-dir') && context.backupDirDefault) given.set('backup-dir', context.backupDirDefault)
  const hint = `volume-backup ${operation} --help shows what there is`
  return {
    kind: 'run',
    settings: settingsOf(operation, given, { cwd: context.cwd, problems, hint }),
    display: { quiet: given.has('quiet'), json: given.has('json') }
  }
}

function takePositionals(
  operation: Operation,
  positionals: readonly string[],
  given: Map<string, string>,
  problems: string[]
): void {
  if (operation === 'show') {
    if (positionals.length > 1) problems.push(`show takes one BACKUP-ID, not ${positionals.length}`)
    if (positionals[0]?.trim() === '') problems.push('BACKUP-ID is empty')
    given.set('backup-id', positionals[0] ?? 'latest')
    return
  }
  if (operation !== 'restore') {
    if (positionals.length > 0)
      problems.push(
        `${operation} takes flags only, not ${positionals.map((word) => JSON.stringify(word)).join(' ')}`
      )
    return
  }
  if (positionals.length === 0) {
    if (!given.has('backup-id') && !given.has('archive'))
      problems.push('restore needs VOLUME ARCHIVE, or --restore-all BACKUP-ID')
    return
  }
  if (given.has('backup-id')) problems.push('--restore-all and VOLUME ARCHIVE exclude each other')
  const [volume, archive] = positionals
  if (positionals.length !== 2 || volume === undefined || archive === undefined)
    problems.push(
      `restore takes VOLUME and ARCHIVE, not ${positionals.length} ${positionals.length === 1 ? 'word' : 'words'}`
    )
  else if (volume.trim() === '') problems.push('VOLUME is empty')
  else if (archive.trim() === '') problems.push('ARCHIVE is empty')
  else if (given.has('volumes') || given.has('archive'))
    problems.push('VOLUME ARCHIVE excludes --volumes and --archive')
  else {
    given.set('volumes', volume)
    given.set('archive', archive)
  }
}
