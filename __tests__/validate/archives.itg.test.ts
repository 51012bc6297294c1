import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync
} from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { backdate, edit, flip, renewSums } from '../support/backup-files.ts'
import { allVolumes, fill, Room } from '../support/docker.ts'
import { backUp, type Validated, validate } from '../support/validate.ts'

describe('the check of archives', () => {
  const room = new Room()
  const [one, two] = [room.volumeName('one'), room.volumeName('two')]
  let id = ''
  let copies = 0
  beforeAll(async () => {
    await room.volume('one', { backup: 'critical' })
    await room.volume('two', { backup: 'high' })
    await fill(one, { a: 'content of one', b: 'x'.repeat(5000) })
    await fill(two, { a: 'content of two', c: 'y'.repeat(5000) })
    id = await backUp(room.backups, `${one},${two}`)
  })
  afterAll(() => room[Symbol.asyncDispose]())

  /** A copy of the backup for a test to spoil. */
  function copy(): string {
    const folder = join(room.folder, `copy ${copies++}`)
    cpSync(room.backups, folder, { recursive: true })
    return folder
  }

  function check(folder: string, ...flags: string[]): Promise<Validated> {
    return validate(['--checks', 'archives', '--backup-dir', folder, ...flags])
  }

  it('passes a whole set, notes that, measures the space and leaves no volume behind', async () => {
    const folder = copy()
    const before = await allVolumes()
    const { code, report, of, check: find } = await check(folder)
    expect(of('archives.content')).toEqual([
      expect.stringMatching(/^passed .*-one of .*\| 3 entries decoded and equal to the index/),
      expect.stringMatching(/^passed .*-two of .*\| 3 entries decoded and equal to the index/)
    ])
    expect(of('archives.complete')).toEqual([expect.stringMatching(/^passed .*\| 7 files there/)])
    expect(of('archives.age')).toEqual([expect.stringMatching(/^passed .*each of 2 volumes is younger/)])
    expect(of('archives.space')).toEqual([
      expect.stringMatching(/^passed .*\| needs .* \(content .*, copies of 2 existing volumes .*are free$/)
    ])
    expect(report.checks.every(({ startedAt, durationMs }) => startedAt && durationMs !== undefined)).toBe(
      true
    )
    expect(find('archives.manifest').looked).toBe(1)
    expect(report.history).toEqual([
      {
        backupId: id,
        createdAt: expect.any(String),
        volumes: [one, two].map((key) => ({
          key,
          entries: 3,
          contentBytes: 5014,
          archiveBytes: expect.any(Number)
        }))
      }
    ])
    expect(existsSync(join(folder, `backup-verified-${id}.json`))).toBe(true)
    expect(await allVolumes()).toEqual(before)
    expect(code).toBe(0)
  })

  type Damage = (folder: string, file: (key: string, suffix: string) => string) => void
  const damages: readonly (readonly [string, Damage, id: string, words: RegExp])[] = [
    [
      'an index is missing',
      (_, file) => rmSync(file(one, 'index.ndjson.gz')),
      'archives.complete',
      /-one-\S+index.ndjson.gz is missing/
    ],
    [
      'an archive is missing',
      (_, file) => rmSync(file(two, 'tar.gz')),
      'archives.complete',
      /-two-\S+tar.gz is missing/
    ],
    [
      'an archive is missing',
      (_, file) => rmSync(file(two, 'tar.gz')),
      'archives.content',
      /-two-\S+tar.gz is missing/
    ],
    [
      'an archive is cut short',
      (_, file) => truncateSync(file(one, 'tar.gz'), 150),
      'archives.content',
      /-one.*cannot be decoded/
    ],
    [
      'an archive is cut short',
      (_, file) => truncateSync(file(one, 'tar.gz'), 150),
      'archives.complete',
      /has 150 bytes, the manifest says/
    ],
    ['a bit of an archive is flipped', (_, file) => flip(file(one, 'tar.gz')), 'archives.content', /-one/],
    [
      'a bit of an index is flipped',
      (_, file) => flip(file(one, 'index.ndjson.gz')),
      'archives.content',
      /the index .*-one/
    ],
    [
      'two archives are exchanged',
      (_, file) => {
        const [first, second] = [file(one, 'tar.gz'), file(two, 'tar.gz')]
        renameSync(first, `${first}.x`)
        renameSync(second, first)
        renameSync(`${first}.x`, second)
      },
      'archives.content',
      /-one .*-one-.*tar.gz (does not agree with its index|: its)|-one-.*tar.gz: its/
    ],
    [
      'the checksums are edited',
      (folder) =>
        edit(join(folder, `SHA256SUMS-${id}`), (text) =>
          text.replace(/^./, (digit) => (digit === '0' ? '1' : '0'))
        ),
      'archives.complete',
      /SHA256SUMS-\S+ has another digest for .*-one-/
    ],
    [
      'the checksums leave a file out',
      (folder) => edit(join(folder, `SHA256SUMS-${id}`), (text) => text.replace(/^.*\n/, '')),
      'archives.complete',
      /SHA256SUMS-\S+ does not list .*-one-/
    ],
    [
      'the checksums are missing',
      (folder) => rmSync(join(folder, `SHA256SUMS-${id}`)),
      'archives.manifest',
      /SHA256SUMS-\S+ is missing/
    ],
    [
      'the readable manifest is missing',
      (folder) => rmSync(join(folder, `backup-manifest-${id}.txt`)),
      'archives.manifest',
      /\.txt is missing/
    ],
    [
      'the manifest is edited',
      (folder) =>
        edit(join(folder, `backup-manifest-${id}.json`), (text) => text.replace('"critical"', '"low"')),
      'archives.manifest',
      /backup-manifest-\S+json is not what SHA256SUMS-\S+ lists/
    ],
    [
      'a volume is taken out of the manifest and the checksums are written anew',
      (folder) => {
        edit(join(folder, `backup-manifest-${id}.json`), (text) => {
          const manifest = JSON.parse(text) as { volumes: unknown[] }
          return JSON.stringify({ ...manifest, volumes: manifest.volumes.slice(0, 1) })
        })
        renewSums(folder, id)
      },
      'archives.complete',
      /SHA256SUMS-\S+ lists \S+-two-\S+, which the manifest does not name/
    ],
    [
      'the manifest is no manifest',
      (folder) => truncateSync(join(folder, `backup-manifest-${id}.json`), 90),
      'archives.manifest',
      /is not JSON/
    ],
    [
      'a foreign volume lies beside the others',
      (folder, file) => copyFileSync(file(one, 'tar.gz'), join(folder, `stranger-${id}.tar.gz`)),
      'archives.complete',
      /stranger-\S+ bears the id of the backup, but the manifest does not name it/
    ]
  ]
  it.each(damages)('fails when %s (%#)', async (_, damage, checkId, words) => {
    const folder = copy()
    damage(folder, (key, suffix) => join(folder, `${key}-${id}.${suffix}`))
    const { code, of, report } = await check(folder)
    expect(
      of(checkId)
        .filter((line) => line.startsWith('failed'))
        .join('\n')
    ).toMatch(words)
    expect(report.error?.code).toBe('check-failed')
    expect(code).toBe(4)
    expect(readdirSync(folder).filter((name) => name.includes('verified'))).toEqual([])
  })

  it('says entry by entry how an archive differs from its index', async () => {
    await using other = new Room()
    const volume = await other.volume()
    await fill(volume, { a: 'first', b: 'same' })
    const first = await backUp(other.backups, volume)
    await fill(volume, { a: 'other' })
    const second = await backUp(other.backups, volume)
    const [from, to] = [first, second].map((backup) => join(other.backups, `${volume}-${backup}.tar.gz`))
    copyFileSync(to ?? '', from ?? '')
    const { check: find } = await check(other.backups, '--backup-id', first)
    expect(find('archives.content')).toMatchObject({ outcome: 'failed', looked: 3 })
    expect(find('archives.content').differences).toContainEqual({
      path: 'a',
      kind: 'changed',
      fields: [expect.stringMatching(/^mtime \S+Z → \S+Z$/), 'content']
    })
  })

  it('fails when the newest backup of a volume is older than it is kept, and warns of older ones with a newer', async () => {
    const old = copy()
    backdate(old, id, '20200101-000000')
    const expired = await check(old, '--retention-days', 'critical=1')
    expect(expired.of('archives.complete')).toEqual([expect.stringMatching(/^passed/)])
    expect(expired.of('archives.age')).toEqual([
      expect.stringMatching(
        /^failed .*\| 2 of 2 volumes without .*error: the newest backup of \S+-one, 20200101-000000, is [\d,]+ days old, and critical backups are kept for 1 day: .*-two/
      )
    ])
    expect(expired.code).toBe(4)
    cpSync(room.backups, old, { recursive: true })
    const both = await check(old, '--backup-id', 'all')
    expect(both.of('archives.age')).toEqual([
      expect.stringMatching(
        /^warned .*warning: 1 backup is past the days to be kept, the oldest 20200101-000000/
      )
    ])
    expect(both.report.history?.map(({ backupId }) => backupId)).toEqual(['20200101-000000', id])
    expect(both.code).toBe(0)
  })

  it('warns of a volume that was left out and nobody said why', async () => {
    const folder = copy()
    edit(join(folder, `backup-manifest-${id}.json`), (text) =>
      text.replace(
        '"leftOut": []',
        '"leftOut": [{"key":"forgotten","reason":"no-priority"},{"key":"tmp","reason":"priority-none"}]'
      )
    )
    renewSums(folder, id)
    const { code, of } = await check(folder)
    expect(of('archives.complete')).toEqual([
      expect.stringMatching(
        /^warned .*\| warning: volume forgotten is not in the backup, and nobody has said that it need not be$/
      )
    ])
    expect(code).toBe(0)
  })

  it('warns of files that every user of the machine can read, not of those behind a closed folder', async () => {
    // Where every user can go, whatever TMPDIR says.
    const open = mkdtempSync('/tmp/vbtest-open-')
    try {
      cpSync(room.backups, open, { recursive: true })
      for (const name of readdirSync(open).filter((file) => file.startsWith(one)))
        chmodSync(join(open, name), 0o644)
      expect((await check(open)).of('archives.complete')).toEqual([expect.stringMatching(/^passed /)])
      chmodSync(open, 0o755)
      const { code, of } = await check(open)
      expect(of('archives.complete')).toEqual([
        expect.stringMatching(
          /^warned .*\| warning: every user of this machine can read or replace 2 files of the backup/
        )
      ])
      expect(code).toBe(0)
    } finally {
      rmSync(open, { recursive: true })
    }
  })

  it('skips the space when no daemon answers', async () => {
    const { cli } = await import('../support/doors.ts')
    const { stdout } = await cli(['validate', '--json', '--checks', 'archives', '--backup-dir', copy()], {
      env: { DOCKER_HOST: 'unix:///nowhere.sock' }
    })
    expect(JSON.parse(stdout)).toMatchObject({
      checks: expect.arrayContaining([
        expect.objectContaining({
          id: 'archives.space',
          outcome: 'skipped',
          detail: expect.stringContaining('no Docker daemon answers')
        })
      ])
    })
  })
})
