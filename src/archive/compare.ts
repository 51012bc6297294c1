import { createHash } from 'node:crypto'
import { type IndexLine, pathOfLine } from '../backup-set/index.ts'
import { BackupError } from '../errors.ts'
import { changedFields } from './changed-fields.ts'
import { comparePaths, shown } from './paths.ts'

export interface Difference {
  /** Escaped for people. */
  readonly path: string
  readonly kind: 'missing' | 'extra' | 'changed'
  /** For `changed`: what differs, from what to what: `mode 0600 → 0644`. */
  readonly fields: readonly string[]
}

/** Gets every difference as the two entries; one of them is missing where there is none. */
export type DifferenceSink = (expected: IndexLine | undefined, actual: IndexLine | undefined) => void

export interface Comparison {
  readonly entries: number
  readonly differences: number
  readonly counts: Readonly<Record<Difference['kind'], number>>
  /** The first of them, at most `keptDifferences`. */
  readonly first: readonly Difference[]
  /** sha256 over all lines that were read, each with its newline: the tree digest. */
  readonly treeSha256: string
}

const keptDifferences = 50

/**
 * Compares the entries of a tree, as they are read, with the lines of an index. Both come in the same order, so only as
 * much is held as one piece of tar brings; lines that are equal are not even parsed.
 */
export class IndexComparison {
  readonly #expected: AsyncIterator<readonly string[]> | undefined
  readonly #tree = createHash('sha256')
  readonly #first: Difference[] = []
  readonly #counts = { missing: 0, extra: 0, changed: 0 }
  readonly #sink: DifferenceSink | undefined
  #queue: readonly string[] = []
  #at = 0
  #entries = 0

  /** @param expected batches of lines in tree order; absent: nothing to compare with, only counts and digests. */
  constructor(expected: AsyncIterable<readonly string[]> | undefined, sink?: DifferenceSink) {
    this.#sink = sink
    this.#expected = expected?.[Symbol.asyncIterator]()
  }

  async advance(lines: readonly string[]): Promise<void> {
    for (const line of lines) {
      this.#entries++
      this.#tree.update(line).update('\n')
      if (this.#expected) await this.#match(line)
    }
  }

  async finish(): Promise<Comparison> {
    for (let line = await this.#peek(); line !== undefined; line = await this.#peek()) {
      this.#note(parse(line), undefined)
      this.#at++
    }
    const { missing, extra, changed } = this.#counts
    return {
      entries: this.#entries,
      differences: missing + extra + changed,
      counts: { missing, extra, changed },
      first: this.#first,
      treeSha256: this.#tree.digest('hex')
    }
  }

  async #match(actual: string): Promise<void> {
    for (;;) {
      const expected = this.#at < this.#queue.length ? this.#queue[this.#at] : await this.#peek()
      if (expected === actual) {
        this.#at++
        return
      }
      const found = parse(actual)
      if (expected === undefined) return this.#note(undefined, found)
      const wanted = parse(expected)
      const order = comparePaths(pathOfLine(wanted), pathOfLine(found))
      if (order > 0) return this.#note(undefined, found)
      this.#at++
      if (order === 0) return this.#note(wanted, found)
      this.#note(wanted, undefined)
    }
  }

  async #peek(): Promise<string | undefined> {
    while (this.#at >= this.#queue.length) {
      const next = await this.#expected?.next()
      if (next === undefined || next.done) return undefined
      this.#queue = next.value
      this.#at = 0
    }
    return this.#queue[this.#at]
  }

  #note(expected: IndexLine | undefined, actual: IndexLine | undefined): void {
    const kind = expected === undefined ? 'extra' : actual === undefined ? 'missing' : 'changed'
    this.#counts[kind]++
    this.#sink?.(expected, actual)
    const either = expected ?? actual
    if (this.#first.length >= keptDifferences || !either) return
    const fields = expected && actual ? changedFields(expected, actual) : []
    this.#first.push({ path: shown(pathOfLine(either)), kind, fields })
  }
}

/** `a/b: mode 0600 → 0644; c missing` and the like, for a message. */
export function describeDifferences(comparison: Comparison): string {
  const shownOnes = comparison.first
    .slice(0, 5)
    .map(({ path, kind, fields }) =>
      kind === 'changed' ? `${path}: ${fields.join(', ')}` : `${path} ${kind}`
    )
  const more = comparison.differences - shownOnes.length
  return `${shownOnes.join('; ')}${more > 0 ? `; and ${more} more` : ''}`
}

/** The comparison that an error is about, if it is about one. */
export function comparisonOf(error: unknown): Comparison | undefined {
  return error instanceof BackupError && isComparison(error.cause) ? error.cause : undefined
}

function isComparison(value: unknown): value is Comparison {
  return typeof value === 'object' && value !== null && 'first' in value && 'treeSha256' in value
}

function parse(line: string): IndexLine {
  // Lines are made by formatEntry, or come from an index whose digest the manifest holds.
  return JSON.parse(line) as IndexLine
}
