import { type Priority, priorities } from '../inputs/settings.ts'
import { nearestNames } from './nearest.ts'

/** What the Compose file or the labels of a volume say about its backup. */
export interface Metadata {
  readonly priority: Priority | undefined
  /** The word as found, when it was taken for another. */
  readonly word: string | undefined
  readonly description: string | undefined
  readonly restoreOrder: number | undefined
  readonly retentionDays: number | undefined
  readonly exclude: readonly string[]
  readonly problems: readonly string[]
}

const synonyms: Readonly<Record<string, Priority>> = {
  required: 'high',
  optional: 'low',
  not_required: 'none',
  no: 'none',
  false: 'none'
}
const quiesceWords = ['pause', 'stop', 'none']
const knownKeys = [
  'priority',
  'description',
  'quiesce',
  'restore-order',
  'retention-days',
  'exclude',
  'verify'
]

/** `undefined` when the labels say nothing about a priority. */
export function fromLabels(labels: Readonly<Record<string, string>>): Metadata | undefined {
  if (labels.backup === undefined) return undefined
  return read(
    {
      priority: labels.backup,
      description: labels.description,
      quiesce: labels['backup.quiesce'],
      'restore-order': labels['backup.restore-order'],
      'retention-days': labels['backup.retention-days']
    },
    'label backup'
  )
}

/** @param value a mapping, or a word alone for the priority */
export function fromExtension(value: unknown): Metadata | undefined {
  if (value === undefined) return undefined
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return read(value as Record<string, unknown>, 'x-backup')
  return read({ priority: value }, 'x-backup')
}

function read(values: Readonly<Record<string, unknown>>, origin: string): Metadata {
  const problems: string[] = []
  for (const key of Object.keys(values)) {
    if (!knownKeys.includes(key))
      problems.push(`${origin}: unknown key ${JSON.stringify(key)}; legal: ${knownKeys.join(', ')}`)
  }
  // YAML reads a bare no or false as a boolean.
  const word = values.priority === undefined ? undefined : String(values.priority).trim()
  const priority = word === undefined ? undefined : (priorities.find((one) => one === word) ?? synonyms[word])
  if (word !== undefined && priority === undefined) {
    const near = nearestNames(word, priorities)[0]
    problems.push(
      `${origin}: unknown priority ${JSON.stringify(word)}${near === undefined ? '' : `, did you mean ${near}?`} legal: ${priorities.join(', ')}`
    )
  }
  if (values.quiesce !== undefined && !quiesceWords.includes(String(values.quiesce))) {
    problems.push(
      `${origin}: unknown quiesce ${JSON.stringify(values.quiesce)}; legal: ${quiesceWords.join(', ')}`
    )
  }
  return {
    priority,
    word: word === priority ? undefined : word,
    description:
      values.description === undefined || values.description === null
        ? undefined
        : String(values.description),
    restoreOrder: wholeNumber(values, 'restore-order', origin, problems),
    retentionDays: wholeNumber(values, 'retention-days', origin, problems),
    exclude: patterns(values.exclude, origin, problems),
    problems
  }
}

function wholeNumber(
  values: Readonly<Record<string, unknown>>,
  key: string,
  origin: string,
  problems: string[]
): number | undefined {
  const value = values[key]
  if (value === undefined || value === null) return undefined
  if (/^\d{1,6}$/.test(String(value))) return Number(value)
  problems.push(`${origin}: ${key} ${JSON.stringify(value)} is no whole number`)
  return undefined
}

function patterns(value: unknown, origin: string, problems: string[]): readonly string[] {
  if (value === undefined || value === null) return []
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const texts = list.filter(
    (one): one is string => typeof one === 'string' && one !== '' && !/[\n\0]/.test(one)
  )
  if (texts.length < list.length) problems.push(`${origin}: exclude is no list of patterns`)
  return texts
}
