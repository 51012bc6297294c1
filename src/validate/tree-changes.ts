import { IndexComparison } from '../archive/compare.ts'
import type { IndexLine } from '../backup-set/index.ts'

/** What became of the files of a volume from one backup to the next. What only got another time is not counted. */
export interface TreeChanges {
  readonly filesBefore: number
  readonly changed: number
  readonly added: number
  readonly removed: number
  /** Many files that came back under their name with one ending more that no file had before. */
  readonly renamed: { readonly ending: string; readonly files: number } | undefined
}

type Lines = AsyncIterable<readonly string[]>

/** Of so many removed files the names are kept, to know them again. */
const keptNames = 100_000
/** What rotates or packs logs adds these. */
const usualEnding = /^\.(\d+|gz|bz2|xz|zst|zip|old|bak|orig|tmp)$/

/** Compares two indexes piece by piece. Largest buffers: one piece of each, and the names of removed files. */
export async function compareIndexes(before: Lines, after: Lines): Promise<TreeChanges> {
  const endingsBefore = new Set<string>()
  let filesBefore = 0
  async function* looked(): AsyncGenerator<readonly string[]> {
    for await (const lines of before) {
      for (const line of lines) {
        if (!isFileLine(line)) continue
        filesBefore++
        const ending = /"path":"[^"]*(\.[^."/\\]{1,32})","type"/.exec(line)?.[1]
        if (ending !== undefined) endingsBefore.add(ending)
      }
      yield lines
    }
  }
  const tally = new Tally()
  const comparison = new IndexComparison(looked(), (expected, actual) => tally.note(expected, actual))
  for await (const lines of after) await comparison.advance(lines)
  await comparison.finish()
  const { changed, added, removed } = tally
  return { filesBefore, changed, added, removed, renamed: tally.renamed(endingsBefore, filesBefore) }
}

/** Keys stand in a fixed order, so the line need not be parsed. */
function isFileLine(line: string): boolean {
  return line.includes('","type":"file","mode":"')
}

class Tally {
  changed = 0
  added = 0
  removed = 0
  readonly #gone = new Set<string>()
  readonly #endings = new Map<string, number>()

  note(before: IndexLine | undefined, after: IndexLine | undefined): void {
    const wasFile = before?.type === 'file'
    const isFile = after?.type === 'file'
    if (wasFile && isFile) {
      if (!sameButTime(before, after)) this.changed++
      return
    }
    if (wasFile) {
      this.removed++
      if (before.path !== undefined && this.#gone.size < keptNames) this.#gone.add(before.path)
    }
    if (isFile) {
      this.added++
      this.#noteEnding(after.path ?? '')
    }
  }

  /** A name comes after every name that it begins with, so the removed one is known by now. */
  #noteEnding(path: string): void {
    const match = /^(.+)(\.[^./]{1,32})$/s.exec(path)
    const [, name = '', ending = ''] = match ?? []
    if (this.#gone.has(name) && !usualEnding.test(ending))
      this.#endings.set(ending, (this.#endings.get(ending) ?? 0) + 1)
  }

  renamed(endingsBefore: ReadonlySet<string>, filesBefore: number): TreeChanges['renamed'] {
    const [most] = [...this.#endings]
      .filter(([ending]) => !endingsBefore.has(ending))
      .sort(([, a], [, b]) => b - a)
    if (!most || most[1] < 5 || most[1] < filesBefore / 5) return undefined
    return { ending: most[0], files: most[1] }
  }
}

function sameButTime(before: IndexLine, after: IndexLine): boolean {
  return JSON.stringify({ ...before, mtimeNs: '' }) === JSON.stringify({ ...after, mtimeNs: '' })
}
