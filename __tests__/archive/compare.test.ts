import { describe, expect, it } from '@jest/globals'
import { IndexComparison } from '../../src/archive/compare.ts'
import { comparePaths } from '../../src/archive/paths.ts'

const line = (path: string, extra: Record<string, unknown> = {}): string =>
  JSON.stringify({ path, type: 'file', mode: '0644', uid: 0, gid: 0, mtimeNs: '1', size: 1, ...extra })

async function* batches(...lines: readonly string[]): AsyncGenerator<readonly string[]> {
  for (const one of lines) yield [one]
}

async function compare(expected: readonly string[], actual: readonly string[]): Promise<unknown> {
  const comparison = new IndexComparison(batches(...expected))
  await comparison.advance(actual)
  const { differences, first } = await comparison.finish()
  return [differences, ...first.map(({ path, kind, fields }) => [path, kind, ...fields].join(' '))]
}

const [a, b, c] = [line('a'), line('b'), line('c')]

describe('comparing a tree with its index', () => {
  it.each<[string, string[], string[], unknown[]]>([
    ['equal trees', [a, b, c], [a, b, c], [0]],
    ['an entry too few in the middle', [a, b, c], [a, c], [1, 'b missing']],
    ['an entry too few at the end', [a, b, c], [a, b], [1, 'c missing']],
    ['an entry too many at the start', [b, c], [a, b, c], [1, 'a extra']],
    ['an entry too many at the end', [a], [a, b], [1, 'b extra']],
    [
      'another mode and another size',
      [a, b],
      [a, line('b', { mode: '0600', size: 2 })],
      [1, 'b changed mode 0644 → 0600 size 1 → 2']
    ],
    ['an attribute more', [a], [line('a', { xattrs: { 'user.x': '' } })], [1, 'a changed attribute user.x']],
    ['nothing where something was', [a, b], [], [2, 'a missing', 'b missing']]
  ])('tells of %s', async (_, expected, actual, result) => {
    expect(await compare(expected, actual)).toEqual(result)
  })
})

describe('the order of paths', () => {
  it('puts a directory before what is in it, and that before a name that goes on with a lower byte', () => {
    const sorted = ['.', 'a', 'a/b', 'a/b/c', 'a b', 'a-b', 'a.b', 'ab', 'b']
    const shuffled = [...sorted].reverse().map((path) => Buffer.from(path))
    expect(shuffled.sort(comparePaths).map(String)).toEqual(sorted)
  })
})
