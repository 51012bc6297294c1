import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { BackupError } from '../errors.ts'
import { type Field, fields, type Operation } from './fields.ts'
import { formatUsage } from './help.ts'
import { badInput, unknown } from './problems.ts'
import type { Settings } from './settings.ts'
import { settingsOf } from './values.ts'

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
  const mode = get('mode')
  const problems: string[] = []
  if (!modes.includes(mode))
    problems.push(mode === '' ? `mode is missing; legal: ${modes.join(', ')}` : unknown('mode', mode, modes))
  const given = new Map<string, string>()
  for (const field of fields) {
    const value = get(field.name).trim()
    if (value === '') continue
    // The runner hands over defaults as if they were given: only another value is the user's.
    const belongs = field.operations.some((one) => one === (modes.includes(mode) ? mode : 'backup'))
    if (!belongs && value !== field.default && modes.includes(mode))
      problems.push(`${field.name} does not belong to mode ${mode}`)
    if (belongs) given.set(field.name, value)
  }
  if (!modes.includes(mode))
    throw badInput([...problems, ...problemsOf('backup', given, workspace)], 'see the inputs in the README')
  if (given.has('archive') && given.get('backup-id') === 'latest') given.delete('backup-id')
  return settingsOf(mode as Operation, given, {
    cwd: workspace,
    problems,
    hint: 'see the inputs in the README'
  })
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
      `\n${formatUsage()}`
    )
  }
  if (rest.includes('--help') || rest.includes('-h')) return { kind: 'help', operation }
  if (operation === 'restore' && rest.length === 0)
    throw badInput(
      ['restore needs VOLUME ARCHIVE, or --restore-all BACKUP-ID'],
      `\n${formatUsage(operation)}`
    )
  return parseOperation(operation, rest, context)
}

function parseOperation(
  operation: Operation,
  argv: readonly string[],
  context: { cwd: string; backupDirDefault: string | undefined }
): CommandLine {
  const own = fields.filter((field) => field.operations.includes(operation))
  const problems: string[] = []
  const given = new Map<string, string>()
  const display = { quiet: false, json: false }
  const positionals: string[] = []
  const { tokens } = parseArgs({
    args: withBooleanValues(argv, own),
    options: optionsOf(own),
    strict: false,
    allowPositionals: true,
    tokens: true
  })
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    if (token.name === 'quiet' || token.name === 'json') display[token.name] = true
    else takeFlag(operation, own, token, given, problems)
  }
  if (given.has('all')) {
    if (given.has('priority')) problems.push('--all and --priority exclude each other')
    given.set('priority', 'all')
    given.delete('all')
  }
  takePositionals(operation, positionals, given, problems)
  if (!given.has('backup-dir') && context.backupDirDefault) given.set('backup-dir', context.backupDirDefault)
  const hint = `volume-backup ${operation} --help shows what there is`
  return {
    kind: 'run',
    settings: settingsOf(operation, given, { cwd: context.cwd, problems, hint }),
    display
  }
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
}

/** Flags of the original scripts, and what they stand for. */
const aliases: Readonly<Record<string, readonly [name: string, value: string | undefined]>> = {
  force: ['confirm', 'yes'],
  yes: ['confirm', 'yes'],
  'restore-all': ['backup-id', undefined]
}

function takeFlag(
  operation: Operation,
  own: readonly Field[],
  token: OptionToken,
  given: Map<string, string>,
  problems: string[]
): void {
  const isAlias = operation === 'restore' && token.name in aliases
  const [name = token.name, fixed] = isAlias ? (aliases[token.name] ?? []) : []
  const value = fixed ?? token.value
  const hasAll = name === 'all' && own.some((field) => field.name === 'priority')
  if (!hasAll && !own.some((field) => field.name === name)) {
    const names = [
      ...own.map((field) => field.name),
      ...(operation === 'restore' ? Object.keys(aliases) : []),
      'all',
      'quiet',
      'json',
      'help'
    ]
    problems.push(
      unknown(
        'flag',
        token.rawName,
        names.map((word) => `--${word}`)
      )
    )
    return
  }
  if (hasAll) given.set('all', 'true')
  else if (value === undefined) problems.push(`${token.rawName} needs a value`)
  else if (given.has(name))
    problems.push(`${token.rawName} is given twice${isAlias ? ` (it stands for --${name})` : ''}`)
  else given.set(name, value)
}

function takePositionals(
  operation: Operation,
  positionals: readonly string[],
  given: Map<string, string>,
  problems: string[]
): void {
  if (operation === 'show') {
    if (positionals.length > 1) problems.push(`show takes one BACKUP-ID, not ${positionals.length}`)
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
  if (positionals.length !== 2 || !volume || !archive)
    problems.push(`restore takes VOLUME and ARCHIVE, not ${positionals.length} words`)
  else if (given.has('volumes') || given.has('archive'))
    problems.push('VOLUME ARCHIVE excludes --volumes and --archive')
  else {
    given.set('volumes', volume)
    given.set('archive', archive)
  }
}

function optionsOf(own: readonly Field[]): Record<string, { type: 'string' | 'boolean' }> {
  const strings = [...own.map(({ name }) => name), 'restore-all']
  return Object.fromEntries([
    ...strings.map((name) => [name, { type: 'string' as const }]),
    ...['all', 'force', 'yes', 'quiet', 'json'].map((name) => [name, { type: 'boolean' as const }])
  ])
}

/** `--strict` alone means true: a boolean flag needs no value, but may have one. */
function withBooleanValues(argv: readonly string[], own: readonly Field[]): string[] {
  const booleans = new Set(own.filter(({ kind }) => kind === 'boolean').map(({ name }) => `--${name}`))
  return argv.flatMap((word, at) =>
    booleans.has(word) && !/^(true|false)$/.test(argv[at + 1] ?? '') ? [`${word}=true`] : [word]
  )
}

function problemsOf(
  operation: Operation,
  given: ReadonlyMap<string, string>,
  cwd: string
): readonly string[] {
  try {
    settingsOf(operation, given, { cwd: resolve(cwd), problems: [], hint: '' })
    return []
  } catch (error) {
    return error instanceof BackupError
      ? error.message.split('\n').map((line) => line.replace(/^- /, ''))
      : []
  }
}
