import { describe, expect, it } from '@jest/globals'
import { backupIds, unpublished } from '../../src/backup-set/naming.ts'

const [one, two, three, four] = ['20260101-000001', '20260101-000002', '20260101-000003', '20260101-000004']
const names = [
  `backup-manifest-${one}.json`,
  `SHA256SUMS-${one}`,
  `data-${one}.index.ndjson.gz`,
  // Lost its manifest.
  `SHA256SUMS-${two}`,
  `data-${two}.tar.gz`,
  // Is being published, or its publication was killed.
  `.partial-${three}`,
  `SHA256SUMS-${three}`,
  `backup-manifest-${three}.txt`,
  `data-${three}.index.ndjson.gz`,
  `data-${three}.tar.zst`,
  `notes-on-${three}.md`,
  // Of the original script.
  `data-${four}.tar.gz`,
  `backup-manifest-${four}.txt`
]

describe('the backups of a folder', () => {
  it('are those with a manifest and those that have lost it, but not one that is just being published', () => {
    expect(backupIds(names)).toEqual([two, one])
    expect(backupIds(names.filter((name) => !name.startsWith('.partial-')))).toEqual([three, two, one])
  })

  it('leave behind, when killed while they are published, the files that were moved already', () => {
    expect(unpublished(names, `.partial-${three}`)).toEqual([
      `SHA256SUMS-${three}`,
      `backup-manifest-${three}.txt`,
      `data-${three}.index.ndjson.gz`,
      `data-${three}.tar.zst`
    ])
    expect(unpublished([...names, `backup-manifest-${three}.json`], `.partial-${three}`)).toEqual([])
    expect(unpublished(names, '.partial-../x')).toEqual([])
  })
})
