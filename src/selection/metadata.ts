import { type Priority, priorities, type QuiesceMode, quiesceModes } from '../inputs/settings.ts'
import type { DeclaredVolume, LiveVolume, PrioritySource } from './model.ts'
import { didYouMean } from './nearest.ts'
import { pathProblem, readPaths } from './paths.ts'

export type MetadataSource = Exclude<PrioritySource, 'input'>

/** What the Compose file and the labels of a volume say about its backup. */
export interface Metadata {
  readonly priority: Priority | undefined
  readonly source: MetadataSource | undefined
  /** The word as found, when it was taken for another. */
  readonly word: string | undefined
  readonly description: string | undefined
  readonly restoreOrder: number | undefined
  readonly retentionDays: number | undefined
  readonly quiesce: QuiesceMode | undefined
  readonly exclude: readonly string[]
  /** Paths in the containers that have to lie in this volume. */
  readonly paths: readonly string[]
  /** What is wrong with the priority; of no concern where the input gives one. */
  readonly priorityProblems: readonly string[]
  readonly problems: readonly string[]
}

type Values = Readonly<Record<string, unknown>>

interface Answer {
  readonly value: unknown
  readonly source: MetadataSource
}

const synonyms: ReadonlyMap<string, Priority> = new Map([
  ['required', 'high'],
  ['optional', 'low'],
  ['not_required', 'none'],
  ['no', 'none'],
  ['false', 'none']
])
const knownKeys = [
  'priority',
  'description',
  'quiesce',
  'restore-order',
  'retention-days',
  'exclude',
  'paths',
  'verify'
]

/** The labels that mean something here. */
export const labelNames = [
  'backup',
  'description',
  'backup.quiesce',
  'backup.restore-order',
  'backup.retention-days'
]

/** Each item comes from the first source that has it: x-backup, the declared labels, the labels of the live volume. */
export function readMetadata(declared: DeclaredVolume | undefined, live: LiveVolume | undefined): Metadata {
  const xBackup = extensionValues(declared?.xBackup)
  const sources: readonly (readonly [MetadataSource, Values])[] = [
    ['x-backup', xBackup],
    ['compose-label', labelValues(declared?.labels ?? {})],
    ['live-label', labelValues(live?.labels ?? {})]
  ]
  const find = (key: string): Answer | undefined => {
    const found = sources.find(([, values]) => values[key] !== undefined)
    return found && { source: found[0], value: found[1][key] }
  }
  const problems = shapeProblems(declared?.xBackup, xBackup)
  const priorityProblems: string[] = []
  const { priority, word } = readPriority(find('priority'), priorityProblems)
  const paths = readPaths(find('paths')?.value)
  if (paths === undefined) problems.push(pathProblem)
  return {
    priority,
    source: find('priority')?.source,
    word,
    description: readText('description', find('description'), problems),
    restoreOrder: readNumber('restore-order', find('restore-order'), problems),
    retentionDays: readNumber('retention-days', find('retention-days'), problems),
    quiesce: readQuiesce(find('quiesce'), problems),
    exclude: readExclude(find('exclude'), problems),
    paths: paths ?? [],
    priorityProblems,
    problems
  }
}

/** A mapping, or a word alone for the priority. */
function extensionValues(value: unknown): Values {
  if (isMapping(value)) return value
  return value === null || Array.isArray(value) ? {} : { priority: value }
}

function labelValues(labels: Readonly<Record<string, string>>): Values {
  return {
    priority: labels.backup,
    description: labels.description,
    quiesce: labels['backup.quiesce'],
    'restore-order': labels['backup.restore-order'],
    'retention-days': labels['backup.retention-days']
  }
}

function shapeProblems(value: unknown, values: Values): string[] {
  if (value === null || Array.isArray(value))
    return [`x-backup is ${JSON.stringify(value)}: legal are a priority, or a mapping`]
  return Object.keys(values)
    .filter((key) => !knownKeys.includes(key))
    .map(
      (key) =>
        `x-backup: unknown key ${JSON.stringify(key)}${didYouMean(key, knownKeys)}; legal: ${knownKeys.join(', ')}`
    )
}

function readPriority(
  answer: Answer | undefined,
  problems: string[]
): { priority: Priority | undefined; word: string | undefined } {
  if (answer === undefined) return { priority: undefined, word: undefined }
  const origin = answer.source === 'x-backup' ? 'x-backup' : 'label backup'
  if (typeof answer.value === 'object') {
    problems.push(`${origin}: priority is ${JSON.stringify(answer.value)}; legal: ${priorities.join(', ')}`)
    return { priority: undefined, word: undefined }
  }
  // YAML reads a bare no or false as a boolean.
  const word = String(answer.value).trim()
  const priority = priorities.find((one) => one === word) ?? synonyms.get(word)
  if (priority === undefined)
    problems.push(
      `${origin}: unknown priority ${JSON.stringify(word)}${didYouMean(word, priorities)}; legal: ${priorities.join(', ')}`
    )
  return { priority, word: word === priority ? undefined : word }
}

function readQuiesce(answer: Answer | undefined, problems: string[]): QuiesceMode | undefined {
  const mode = quiesceModes.find((word) => word === answer?.value)
  if (answer !== undefined && mode === undefined)
    problems.push(
      `${originOf(answer)}: unknown quiesce ${JSON.stringify(answer.value)}; legal: ${quiesceModes.join(', ')}`
    )
  return mode
}

function readText(key: string, answer: Answer | undefined, problems: string[]): string | undefined {
  if (answer === undefined) return undefined
  if (typeof answer.value === 'string') return answer.value
  problems.push(`${originOf(answer)}: ${key} is ${JSON.stringify(answer.value)}, which is no text`)
  return undefined
}

function readNumber(key: string, answer: Answer | undefined, problems: string[]): number | undefined {
  if (answer === undefined) return undefined
  if (typeof answer.value !== 'object' && /^\d{1,6}$/.test(String(answer.value))) return Number(answer.value)
  problems.push(`${originOf(answer)}: ${key} ${JSON.stringify(answer.value)} is no whole number`)
  return undefined
}

function readExclude(answer: Answer | undefined, problems: string[]): readonly string[] {
  const patterns = texts(answer?.value)?.filter((text) => !/[\n\0]/.test(text))
  if (patterns && patterns.length === texts(answer?.value)?.length) return patterns
  problems.push('x-backup: exclude is no list of patterns')
  return []
}

/** A text, or a list of them; `undefined` for anything else. */
function texts(value: unknown): readonly string[] | undefined {
  if (value === undefined) return []
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const found = list.filter((one): one is string => typeof one === 'string' && one !== '')
  return found.length === list.length ? found : undefined
}

function originOf({ source }: Answer): string {
  return source === 'x-backup' ? 'x-backup' : 'label'
}

function isMapping(value: unknown): value is Values {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
