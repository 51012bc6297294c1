import { parseArgs } from 'node:util'
import type { Field, Operation } from './field.ts'
import { fields } from './fields.ts'
import { unknown } from './problems.ts'

/** A flag of the command line that stands for an input. */
export interface Shortcut {
  readonly name: string
  /** The input. */
  readonly field: string
  /** What the flag gives; `undefined`: the flag takes a value. */
  readonly value: string | undefined
  readonly placeholder: string
  readonly description: string
  readonly operations: readonly Operation[]
}

/** In the words of the original scripts. */
export const shortcuts: readonly Shortcut[] = [
  {
    name: 'all',
    field: 'priority',
    value: 'all',
    placeholder: '',
    description: 'The same as --priority all: critical, high, medium and low.',
    operations: ['backup', 'restore', 'validate']
  },
  {
    name: 'restore-all',
    field: 'backup-id',
    value: undefined,
    placeholder: 'BACKUP-ID',
    description: 'The whole set, in disaster order. The same as --backup-id.',
    operations: ['restore']
  },
  {
    name: 'force',
    field: 'confirm',
    value: 'yes',
    placeholder: '',
    description: 'No question. The same as --confirm yes. Running services are refused all the same.',
    operations: ['restore']
  },
  {
    name: 'yes',
    field: 'confirm',
    value: 'yes',
    placeholder: '',
    description: 'The same as --force.',
    operations: ['restore']
  }
]

/** Flags that no input stands behind; `--help` has the short form `-h`. */
export const displayFlags: readonly (readonly [name: string, description: string])[] = [
  ['json', 'The result as JSON on standard output, nothing else.'],
  ['quiet', 'Warnings and errors only.'],
  ['help', 'This text; -h for short.'],
  ['version', 'The version of the program.']
]

export interface Flags {
  /** Texts by the name of the input, and of the display flags. */
  readonly given: ReadonlyMap<string, string>
  readonly positionals: readonly string[]
  readonly problems: readonly string[]
}

interface Flag {
  readonly name: string
  readonly target: string
  /** What it gives without being told. */
  readonly fixed: string | undefined
  readonly operations: readonly Operation[] | undefined
}

const flags: readonly Flag[] = [
  ...fields
    .filter(({ actionOnly }) => !actionOnly)
    .map(({ name, operations }) => ({ name, target: name, fixed: undefined, operations })),
  ...shortcuts.map(({ name, field, value, operations }) => ({
    name,
    target: field,
    fixed: value,
    operations
  })),
  ...displayFlags.map(([name]) => ({ name, target: name, fixed: 'true', operations: undefined }))
]

/** Sorts the words behind a command. What a flag means is not looked at here. */
export function readFlags(operation: Operation, argv: readonly string[]): Flags {
  const { tokens } = parseArgs({
    args: withBooleanValues(argv),
    options: Object.fromEntries(
      flags.map(({ name, fixed }) => [name, { type: fixed === undefined ? 'string' : 'boolean' } as const])
    ),
    strict: false,
    allowPositionals: true,
    tokens: true
  })
  const taken = new Map<string, { readonly value: string; readonly flag: Flag }>()
  const positionals: string[] = []
  const problems: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const flag = flags.find(({ name }) => token.rawName === `--${name}`)
    const problem =
      flag === undefined
        ? unknown('flag', token.rawName, namesFor(operation))
        : (problemOf(flag, operation, token, argv[token.index + 1]) ??
          conflict(flag, taken.get(flag.target)?.flag))
    if (problem !== undefined) problems.push(problem)
    // A flag with a problem counts as given, so that nobody asks for it as well.
    if (flag && !taken.has(flag.target))
      taken.set(flag.target, { value: problem === undefined ? (flag.fixed ?? token.value ?? '') : '', flag })
  }
  return {
    given: new Map([...taken].map(([target, { value }]) => [target, value])),
    positionals,
    problems
  }
}

/** `--strict` alone means true: a boolean flag needs no value, but may have one. */
function withBooleanValues(argv: readonly string[]): string[] {
  const booleans = new Set(fields.filter(isBoolean).map(({ name }) => `--${name}`))
  return argv.map((word, at) =>
    booleans.has(word) && !/^(true|false)$/.test(argv[at + 1] ?? '') ? `${word}=true` : word
  )
}

function isBoolean({ kind }: Field): boolean {
  return kind === 'boolean'
}

function namesFor(operation: Operation): readonly string[] {
  return flags
    .filter(({ operations }) => operations?.includes(operation) ?? true)
    .map(({ name }) => `--${name}`)
}

function problemOf(
  flag: Flag,
  operation: Operation,
  token: { readonly value?: string | undefined; readonly inlineValue?: boolean | undefined },
  next: string | undefined
): string | undefined {
  const name = `--${flag.name}`
  if (flag.operations && !flag.operations.includes(operation))
    return `${name} does not belong to ${operation} but to ${flag.operations.join(', ')}`
  if (flag.fixed !== undefined) return token.value === undefined ? undefined : `${name} takes no value`
  // An empty value is most often a variable that was not set: its default could be the wrong backup.
  if (token.value === undefined || token.value.trim() === '') return `${name} needs a value`
  if (!token.inlineValue && token.value.startsWith('-'))
    return `${name} needs a value, and ${JSON.stringify(next)} looks like a flag: if it is none, write ${name}=${next}`
  return undefined
}

/** Two flags for one input; two that give the same by themselves, like `--force --yes`, do no harm. */
function conflict(flag: Flag, earlier: Flag | undefined): string | undefined {
  if (earlier === undefined) return undefined
  if (flag.fixed !== undefined && flag.fixed === earlier.fixed) return undefined
  if (flag === earlier) return `--${flag.name} is given twice`
  const [first, second] = flags.indexOf(earlier) > flags.indexOf(flag) ? [earlier, flag] : [flag, earlier]
  return `--${first.name} and --${second.name} exclude each other`
}
