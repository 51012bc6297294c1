import { createHash } from 'node:crypto'
import { type IndexLine, pathOfLine } from '../backup-set/index.ts'
import { comparePaths, shown } from './paths.ts'

export interface Difference {
  /** Escaped for people. */
  readonly path: string
  readonly kind: 'missing' | 'extra' | 'changed'
  /** For `changed`: which members of the entry differ. */
  readonly fields: readonly string[]
}

export interface Comparison {
  readonly entries: number
  readonly differences: number
  /** The first of them, at most `keptDifferences`. */
  readonly first: readonly Difference[]
  /** sha256 over all lines that were read, each with its newline: the tree digest. */
  readonly treeSha256: string
}

export const keptDifferences = 50

/**
 * Compares the entries of a tree, as they are read, with the lines of an index. Both come in the same order, so only as
 * much is held as one piece of tar brings; lines that are equal are not even parsed.
 */
export class IndexComparison {
  readonly #expected: AsyncIterator<readonly string[]> | undefined
  readonly #tree = createHash('sha256')
  readonly #first: Difference[] = []
  #queue: readonly string[] = []
  #at = 0
  #entries = 0
  #differences = 0

  /** @param expected batches of lines in tree order; absent: nothing to compare with, only counts and digests. */
  constructor(expected: AsyncIterable<readonly string[]> | undefined) {
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
      this.#note({ path: pathIn(line), kind: 'missing', fields: [] })
      this.#at++
    }
    return {
      entries: this.#entries,
      differences: this.#differences,
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
      const order =
        expected === undefined ? 1 : comparePaths(pathOfLine(parse(expected)), pathOfLine(parse(actual)))
      if (order > 0 || expected === undefined)
        return this.#note({ path: pathIn(actual), kind: 'extra', fields: [] })
      this.#at++
      if (order === 0)
        return this.#note({
          path: pathIn(actual),
          kind: 'changed',
          fields: changedFields(parse(expected), parse(actual))
        })
      this.#note({ path: pathIn(expected), kind: 'missing', fields: [] })
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

  #note(difference: Difference): void {
    this.#differences++
    if (this.#first.length < keptDifferences) this.#first.push(difference)
  }
}

/** `path: mode 0600 became 0644` and the like, for a message. */
export function describeDifferences(comparison: Comparison): string {
  const shownOnes = comparison.first
    .slice(0, 5)
    .map(
      ({ path, kind, fields }) => `${path} ${kind === 'changed' ? `differs in ${fields.join(', ')}` : kind}`
    )
  const more = comparison.differences - shownOnes.length
  return `${shownOnes.join('; ')}${more > 0 ? `; and ${more} more` : ''}`
}

function changedFields(expected: IndexLine, actual: IndexLine): string[] {
  const a = new Map(Object.entries(expected))
  const b = new Map(Object.entries(actual))
  const names = new Set([...a.keys(), ...b.keys()])
  return [...names].filter((name) => JSON.stringify(a.get(name)) !== JSON.stringify(b.get(name)))
}

function pathIn(line: string): string {
  return shown(pathOfLine(parse(line)))
}

function parse(line: string): IndexLine {
  // Lines are made by formatEntry, or come from an index whose digest the manifest holds.
  return JSON.parse(line) as IndexLine
}
