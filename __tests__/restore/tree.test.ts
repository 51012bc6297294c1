import { describe, expect, it } from '@jest/globals'
import { comparisonOf } from '../../src/archive/compare.ts'
import { TarReader } from '../../src/archive/entries.ts'
import { formatEntry } from '../../src/backup-set/index.ts'
import type { VolumeBytes } from '../../src/engine/volume-bytes.ts'
import { verifyTree } from '../../src/restore/tree.ts'
import { sampleTar } from '../../src/validate/sample-tar.ts'

async function* only<Item>(item: Item): AsyncGenerator<Item> {
  yield item
}

/** A volume that holds what a tar says. */
function holding(tar: Buffer): VolumeBytes {
  return {
    read: async () => ({
      bytes: only(tar),
      stored: false,
      finished: async () => ({ notCaptured: [], changed: [], warnings: [] })
    })
  } as unknown as VolumeBytes
}

function linesOf(tar: Buffer): string[] {
  const lines: string[] = []
  const reader = new TarReader('own', (entry) => lines.push(formatEntry(entry)))
  reader.push(tar)
  reader.finish()
  return lines
}

const original = sampleTar('note')

async function differencesOf(expected: readonly string[]): Promise<unknown> {
  const request = {
    bytes: holding(original),
    volume: 'v',
    expected: only(expected),
    onProgress: () => undefined
  }
  try {
    return await verifyTree(request, 'the copy')
  } catch (error) {
    return { error: String(error), first: comparisonOf(error)?.first }
  }
}

describe('a tree that was restored', () => {
  const lines = linesOf(original)

  it('is fine when each entry is as it was', async () => {
    expect(await differencesOf(lines)).toMatchObject({ entries: lines.length, differences: 0 })
  })

  it('tells entry by entry what differs, the old value and the new one', async () => {
    const changed = lines.map((line) => {
      const entry = JSON.parse(line) as Record<string, unknown>
      if (entry.path === 'secret.key')
        return JSON.stringify({ ...entry, mode: '0644', uid: 0, mtimeNs: '1700000000000000001' })
      if (entry.path === 'large') return JSON.stringify({ ...entry, size: 7, sha256: '0'.repeat(64) })
      if (entry.path === 'latest') return JSON.stringify({ ...entry, link: 'elsewhere' })
      return line
    })
    expect(await differencesOf(changed)).toEqual({
      error: expect.stringContaining(
        'the copy is not what was backed up: large: size 7 → 480000, content; latest: link elsewhere'
      ),
      first: [
        { path: 'large', kind: 'changed', fields: ['size 7 → 480000', 'content'] },
        {
          path: 'latest',
          kind: 'changed',
          fields: ['link elsewhere → a\\040folder/na\\303\\257ve\\040name']
        },
        {
          path: 'secret.key',
          kind: 'changed',
          fields: [
            'mode 0644 → 0600',
            'uid 0 → 1000',
            'mtime 2023-11-14T22:13:20.000000001Z → 2023-11-14T22:13:20.000000000Z'
          ]
        }
      ]
    })
  })

  it('is wrong when an entry is too few or too many', async () => {
    const [root = '', folder = '', ...rest] = lines
    expect(await differencesOf([root, ...rest])).toMatchObject({
      first: [{ path: 'a\\040folder', kind: 'extra' }]
    })
    const more = folder.replace('a folder', 'a')
    expect(await differencesOf([root, more, folder, ...rest])).toMatchObject({
      first: [{ path: 'a', kind: 'missing' }]
    })
  })
})
