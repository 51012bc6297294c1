import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { asRoot, mountpoint, Room } from '../support/docker.ts'
import { backUp, type Validated, validate } from '../support/validate.ts'

describe('the spot check of two backups', () => {
  let room: Room
  let volume = ''
  let first = ''
  beforeEach(async () => {
    room = new Room()
    volume = await room.volume()
    await script('for n in $(seq 40); do yes "line $n" | head -c 6000 >file$n.txt; done')
    first = await backUp(room.backups, volume)
  })
  afterEach(() => room[Symbol.asyncDispose]())

  async function script(text: string): Promise<void> {
    await asRoot('sh', '-ec', `cd "$1"; ${text}`, 'sh', await mountpoint(volume))
  }

  async function again(...flags: string[]): Promise<Validated> {
    await backUp(room.backups, volume, '--shrink-alarm', '100', '--allow-empty', 'true')
    return validate(['--checks', 'spot', '--backup-dir', room.backups, ...flags])
  }

  it('passes when little has changed, and says what', async () => {
    await script('echo more >>file1.txt; echo new >new.txt; rm file2.txt; touch file3.txt')
    const { code, of } = await again()
    expect(of('spot.change')).toEqual([
      expect.stringMatching(
        new RegExp(
          `^passed .*since ${first}: 41 → 41 entries, .*, 1 changed, 1 added, 1 removed of 40 files, compressed to \\d+ % → \\d+ %$`
        )
      )
    ])
    expect(code).toBe(0)
  })

  it.each<[string, string, RegExp]>([
    [
      'most of it is gone',
      'rm file[1-3]*.txt',
      /^failed .*error: \S+: entries shrank by \d+ % \(41 before, \d+ now\), more than 60 %/
    ],
    [
      'all files have changed',
      'for f in *.txt; do echo x >>$f; done',
      /^failed .*error: \S+: 100 % of the files differ, more than 90 %: 40 changed/
    ],
    [
      'all is as if it were encrypted',
      'for f in *.txt; do head -c 6000 /dev/urandom >$f; done',
      /error: \S+: compresses to \d+ % of its size, before to \d+ %/
    ],
    [
      'all has a new ending',
      'for f in *.txt; do mv $f $f.locked; done',
      /error: \S+: 40 files of 40 came back with the new ending \.locked/
    ]
  ])('fails when %s', async (_, change, words) => {
    await script(change)
    const { code, of } = await again()
    expect(of('spot.change').join('\n')).toMatch(words)
    expect(code).toBe(4)
  })

  it('warns of growth, within the limits that are given', async () => {
    await script('head -c 3000000 /dev/zero >big')
    const { code, of } = await again('--spot-limits', 'changed=100,entropy=100')
    expect(of('spot.change')).toEqual([
      expect.stringMatching(/^warned .*warning: \S+: content grew by 1250 % .*, more than 300 %$/)
    ])
    expect(code).toBe(0)
    const wider = await validate([
      ...['--checks', 'spot', '--backup-dir', room.backups, '--spot-limits', 'growth=1300']
    ])
    expect(wider.of('spot.change')).toEqual([expect.stringMatching(/^passed/)])
  })

  it('compares the chosen backup with the one before it, and skips a volume that has none', async () => {
    const single = await validate(['--checks', 'spot', '--backup-dir', room.backups])
    expect(single.of('spot.change')).toEqual([expect.stringMatching(/^skipped .*no earlier backup of it/)])
    expect(single.code).toBe(4)
    await script('rm file*')
    const second = await backUp(room.backups, volume, '--shrink-alarm', '100', '--allow-empty', 'true')
    await again()
    const chosen = await validate(['--checks', 'spot', '--backup-dir', room.backups, '--backup-id', second])
    expect(chosen.of('spot.change')).toEqual([
      expect.stringContaining(`of ${second} | since ${first}: 41 → 1 entry`)
    ])
    const newest = await validate(['--checks', 'spot', '--backup-dir', room.backups])
    expect(newest.of('spot.change')).toEqual([expect.stringContaining(`since ${second}: 1 → 1 entry`)])
  })

  it('fails when the index to compare with is damaged', async () => {
    rmSync(join(room.backups, `${volume}-${first}.index.ndjson.gz`))
    const { code, of } = await again()
    expect(of('spot.change')).toEqual([expect.stringMatching(/^failed .*index.ndjson.gz is missing in /)])
    expect(code).toBe(4)
  })
})
