import { describe, expect, it } from '@jest/globals'
import { judgeSpot, type Spotted } from '../../src/validate/spot-limits.ts'
import type { TreeChanges } from '../../src/validate/tree-changes.ts'

const limits = { growth: 300, shrink: 60, changed: 90, entropy: 30 }
const mebi = 1024 * 1024

function volume(
  entries: number,
  contentBytes: number,
  share = 0.5,
  compression: 'gzip' | 'none' = 'gzip'
): Spotted {
  const tarBytes = contentBytes + 10_240
  return {
    key: 'data',
    entries,
    contentBytes,
    tar: { sizeBytes: tarBytes, sha256: '' },
    archive: { sizeBytes: Math.round(tarBytes * share), compression }
  }
}

const calm: TreeChanges = { filesBefore: 100, changed: 3, added: 1, removed: 1, renamed: undefined }

function judge(before: Spotted, after: Spotted, changes: TreeChanges | undefined = calm): readonly string[] {
  return judgeSpot(before, after, changes, limits).map(
    ({ severity, message }) =>
      `${severity} ${message.replace(/^data: (.*?) \(.*$/, '$1').replace(/, more than.*/, '')}`
  )
}

describe('what differs from the backup before', () => {
  it.each<[string, Spotted, Spotted, readonly string[]]>([
    ['nothing', volume(100, mebi), volume(100, mebi), []],
    ['as many entries less as may be', volume(100, mebi), volume(40, mebi), []],
    ['one entry less than may be', volume(100, mebi), volume(39, mebi), ['error entries shrank by 61 %']],
    ['too few bytes', volume(100, 100), volume(100, 20), ['error content shrank by 80 %']],
    [
      'nothing left',
      volume(100, mebi),
      volume(1, 0),
      ['error entries shrank by 99 %', 'error content shrank by 100 %']
    ],
    ['as much growth as may be', volume(100, mebi), volume(400, 4 * mebi), []],
    [
      'more growth',
      volume(100, mebi),
      volume(500, 5 * mebi),
      ['warning entries grew by 400 %', 'warning content grew by 400 %']
    ],
    ['much growth of next to nothing', volume(2, 10), volume(90, 10_000), []],
    ['growth from nothing', volume(1, 0), volume(2, 9 * mebi), ['warning content grew by all of it']],
    ['as many points as may be', volume(100, mebi, 0.2), volume(100, mebi, 0.5), []],
    [
      'more points',
      volume(100, mebi, 0.2),
      volume(100, mebi, 0.51),
      ['error data: compresses to 51 % of its size, before to 20 %']
    ],
    ['more points of next to nothing', volume(3, 500, 0.1), volume(3, 500, 0.9), []],
    ['another compression', volume(100, mebi, 0.2, 'gzip'), volume(100, mebi, 1, 'none'), []],
    ['no compression', volume(100, mebi, 0.2, 'none'), volume(100, mebi, 1, 'none'), []]
  ])('is judged: %s', (_, before, after, expected) => {
    expect(judge(before, after)).toEqual(expected)
  })

  it.each<[string, Partial<TreeChanges>, readonly string[]]>([
    ['as many files as may', { changed: 90, added: 0, removed: 0 }, []],
    ['more of them', { changed: 91, added: 0, removed: 0 }, ['error data: 91 % of the files differ']],
    [
      'changed, added and removed ones together',
      { changed: 40, removed: 55, added: 60 },
      ['error data: 97 % of the files differ']
    ],
    ['all of very few', { filesBefore: 4, changed: 4, added: 0, removed: 0 }, []],
    [
      'files with a new ending',
      { renamed: { ending: '.locked', files: 30 } },
      ['error data: 30 files of 100 came back with the new ending .locked']
    ]
  ])('counts files: %s', (_, changes, expected) => {
    expect(judge(volume(100, mebi), volume(100, mebi), { ...calm, ...changes })).toEqual(expected)
  })

  it('says nothing of files where only the manifests are at hand', () => {
    expect(judgeSpot(volume(100, mebi), volume(100, mebi), undefined, limits)).toEqual([])
  })
})
