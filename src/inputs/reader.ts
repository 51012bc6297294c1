import { defaultRetention } from '../backup-set/retention.ts'
import type { Field } from './field.ts'
import { fields } from './fields.ts'
import { unknown } from './problems.ts'
import {
  type Priority,
  priorities,
  type RetentionTable,
  type SpotLimits,
  type VolumePattern
} from './settings.ts'

/** Reads the texts of one call by the table of fields and collects what is wrong with them. */
export class Reader {
  readonly #given: ReadonlyMap<string, string>
  readonly #problems: string[]

  constructor(given: ReadonlyMap<string, string>, problems: string[]) {
    this.#given = given
    this.#problems = problems
  }

  text(name: string): string | undefined {
    const value = this.#given.get(name)?.trim()
    return value === '' ? undefined : value
  }

  list(name: string): readonly string[] {
    // Newlines or commas part the items; empty ones and comments are skipped.
    const lines = (this.#given.get(name) ?? '').split('\n').map((line) => line.replace(/(^|\s)#.*$/, ''))
    return lines
      .flatMap((line) => line.split(','))
      .map((word) => word.trim())
      .filter((word) => word !== '')
  }

  word(name: string): string | undefined {
    const value = this.text(name)
    const legal = fieldOf(name).legal ?? []
    if (value !== undefined && !legal.includes(value)) {
      this.#problems.push(
        name === 'confirm'
          ? `confirm must be the word yes, not ${JSON.stringify(value)}`
          : unknown(name, value, legal)
      )
    }
    return value
  }

  words(name: string): readonly string[] | undefined {
    const words = this.list(name)
    const legal = fieldOf(name).legal ?? []
    for (const word of words) if (!legal.includes(word)) this.#problems.push(unknown(name, word, legal))
    return words.length === 0 ? undefined : words
  }

  priorities(): readonly Priority[] | undefined {
    const words = this.list('priority')
    const legal = fieldOf('priority').legal ?? []
    for (const word of words) {
      if (word === 'none')
        this.#problems.push('priority none cannot be chosen: such volumes are never archived')
      else if (!legal.includes(word)) this.#problems.push(unknown('priority', word, legal))
    }
    if (words.length === 0) return undefined
    return priorities.filter(
      (priority) => words.includes(priority) || (words.includes('all') && priority !== 'none')
    )
  }

  boolean(name: string): boolean {
    const value = this.text(name) ?? fieldOf(name).default
    if (value !== 'true' && value !== 'false')
      this.#problems.push(`${name} is ${JSON.stringify(value)}: legal are true and false`)
    return value === 'true'
  }

  integer(name: string): number {
    return this.optionalInteger(name) ?? Number(fieldOf(name).default)
  }

  optionalInteger(name: string): number | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const [least, most] = fieldOf(name).range ?? [0, Number.MAX_SAFE_INTEGER]
    const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN
    if (!(number >= least && number <= most))
      this.#problems.push(
        `${name} is ${JSON.stringify(value)}: legal are whole numbers from ${least} to ${most}`
      )
    return number
  }

  /** The table of days; what is not named keeps its default. */
  retention(): RetentionTable {
    const table = { ...defaultRetention }
    for (const word of this.list('retention-days')) {
      const [name, days = '', ...more] = word.split('=').map((part) => part.trim())
      const priority = priorities.find((one) => one === name)
      if (priority === undefined || priority === 'none' || more.length > 0 || !/^[1-9]\d{0,3}$/.test(days))
        this.#problems.push(
          `retention-days: ${JSON.stringify(word)} is not of the form PRIORITY=DAYS, with a priority of critical, high, medium, low`
        )
      else table[priority] = Number(days)
    }
    return table
  }

  images(): ReadonlyMap<string, string> {
    const pairs = this.list('drill-images').map((word) => {
      const [service = '', image = ''] = word.split(/=(.*)/s)
      // An image of that form could be taken for an option.
      if (!/^[\w.-]+$/.test(service) || !/^[\w][\w.:/@-]*$/.test(image))
        this.#problems.push(`drill-images: ${JSON.stringify(word)} is not of the form SERVICE=IMAGE`)
      return [service, image] as const
    })
    return new Map(pairs)
  }

  /** What is not named keeps its default. */
  spotLimits(): SpotLimits {
    const limits = { growth: 0, shrink: 0, changed: 0, entropy: 0 }
    for (const word of [...fieldOf('spot-limits').default.split(','), ...this.list('spot-limits')]) {
      const [name = '', percent = ''] = word.split(/=(.*)/s).map((part) => part.trim())
      if (!(name in limits) || !/^\d{1,6}$/.test(percent))
        this.#problems.push(
          `spot-limits: ${JSON.stringify(word)} is not of the form NAME=PERCENT, with a name of ${Object.keys(limits).join(', ')}`
        )
      else limits[name as keyof SpotLimits] = Number(percent)
    }
    return limits
  }

  volumes(): readonly VolumePattern[] {
    return this.list('volumes').map((word) => {
      const exclude = word.startsWith('!')
      const [pattern = '', given, ...more] = (exclude ? word.slice(1) : word).split('=')
      const priority = priorities.find((one) => one === given)
      if (more.length > 0 || !/^[\w.*?-]+$/.test(pattern))
        this.#problems.push(`volumes: ${JSON.stringify(word)} is no name or pattern of a volume`)
      else if (exclude && given !== undefined)
        this.#problems.push(`volumes: ${JSON.stringify(word)} leaves out and gives a priority at once`)
      else if (given !== undefined && priority === undefined)
        this.#problems.push(`volumes: ${unknown('priority', given, priorities)}`)
      return { pattern, exclude, priority }
    })
  }
}

function fieldOf(name: string): Field {
  const field = fields.find((one) => one.name === name)
  if (!field) throw new Error(`no field ${name}`)
  return field
}
