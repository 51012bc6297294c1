import { describe, expect, it } from '@jest/globals'
import { compareIndexes } from '../../src/validate/tree-changes.ts'

const file = (path: string, sha256 = 'x', mtimeNs = '1'): string =>
  JSON.stringify({ path, type: 'file', mode: '0644', uid: 0, gid: 0, mtimeNs, size: 1, sha256 })
const folder = (path: string, mtimeNs = '1'): string =>
  JSON.stringify({ path, type: 'directory', mode: '0755', uid: 0, gid: 0, mtimeNs })
const names = (ending: string): string[] => [...'abcdefgh'].map((name) => file(`d/${name}${ending}`))

async function* batches(lines: readonly string[]): AsyncGenerator<readonly string[]> {
  for (let at = 0; at < lines.length; at += 3) yield lines.slice(at, at + 3)
}

function changes(before: readonly string[], after: readonly string[]) {
  return compareIndexes(batches(before), batches(after))
}

describe('the changes between two indexes', () => {
  it('are counted by files: changed, added, removed, without folders and without another time alone', async () => {
    const before = [folder('.'), file('a'), file('b'), file('c'), file('d')]
    const after = [folder('.', '2'), file('a', 'x', '9'), file('b', 'y'), file('d'), file('e'), folder('f')]
    expect(await changes(before, after)).toEqual({
      filesBefore: 4,
      changed: 1,
      added: 1,
      removed: 1,
      renamed: undefined
    })
  })

  it.each<[string, readonly string[], readonly string[], unknown]>([
    ['a new ending on all', names('.txt'), names('.txt.locked'), { ending: '.locked', files: 8 }],
    ['names without an ending before', names(''), names('.enc'), { ending: '.enc', files: 8 }],
    ['rotated logs', names('.log'), names('.log.1'), undefined],
    ['packed logs', names('.log'), names('.log.gz'), undefined],
    [
      'an ending that was there before',
      [...names('.txt'), file('d/z.locked')],
      names('.txt.locked'),
      undefined
    ],
    ['few of them', names('.txt').slice(0, 4), names('.txt.locked').slice(0, 4), undefined],
    ['other files', names('.txt'), [...'ijklmnop'].map((name) => file(`d/${name}.txt.locked`)), undefined]
  ])('show renamed files: %s', async (_, before, after, expected) => {
    expect((await changes(before, after)).renamed).toEqual(expected)
  })
})
