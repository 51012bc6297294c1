import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { docker, fillWithNoise, Room, readJson, shellImage, stateOf } from '../support/docker.ts'
import { cli } from '../support/doors.ts'

describe('two backups of the same volumes at once', () => {
  it('come one after the other, both with their services paused', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await fillWithNoise(volume, 200_000_000)
    const container = await room.container(volume, 'while true; do echo x > /data/x; sleep 0.1; done')
    for (let round = 0; round < 4; round++) {
      const folders = ['one', 'two'].map((word) => join(room.folder, `${word}-${round}`))
      const runs = await Promise.all(
        folders.map((folder) => cli(['backup', '--volumes', volume, '--backup-dir', folder]))
      )
      expect(runs.map(({ code, stderr }) => (code === 0 ? '' : stderr))).toEqual(['', ''])
      expect(runs.map(({ stderr }) => stderr).join('')).toContain(
        'another backup of volumes without project is under way: waiting until it has ended'
      )
      for (const folder of folders) {
        const manifest = readdirSync(folder).find((name) => /^backup-manifest-.*json$/.test(name)) ?? ''
        expect(readJson(join(folder, manifest)).volumes).toMatchObject([{ consistency: 'paused' }])
      }
      expect(await stateOf(container)).toBe('running')
    }
    const turns = await docker('ps', '--all', '--quiet', '--filter', 'name=volume-backup-turn-')
    expect(turns).toBe('')
  })
})

it('takes its turn although a dead container still has the name', async () => {
  await using room = new Room()
  const volume = await room.volume()
  await fillWithNoise(volume, 1000)
  const label = `org.volume-backup.test=${room.name}`
  const name = 'volume-backup-turn-volumes.without.project'
  const words = ['--network', 'none', '--label', label, '--name', name]
  await docker('run', ...words, '--label', 'org.volume-backup', await shellImage(), '/bin/sh', '-c', 'true')
  expect((await cli(['backup', '--volumes', volume, '--backup-dir', room.backups])).code).toBe(0)

  const strange = await docker('run', ...words, '--detach', await shellImage(), '/bin/sh', '-c', 'true')
  await docker('wait', strange.trim())
  const refused = await cli(['backup', '--volumes', volume, '--backup-dir', room.backups])
  expect(refused.stderr).toContain(`error (docker-failed): a container named ${name} is there, and not of`)
  expect(await stateOf(strange.trim())).toBe('exited')
})
