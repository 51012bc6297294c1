import { mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import type { Report } from '../../src/report/report.ts'
import {
  allVolumes,
  asRoot,
  docker,
  fill,
  fillWithNoise,
  mountpoint,
  Room,
  snapshot,
  stateOf
} from '../support/docker.ts'
import { cli, startCli, until } from '../support/doors.ts'
import { validate } from '../support/validate.ts'

describe('the cycle', () => {
  it('proves that volumes restore, with the times of each step, and leaves them and the engine as they were', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await fill(volume, { a: 'x', 'folder/b': 'y' })
    const [before, volumes] = [await snapshot(volume), await allVolumes()]
    const { code, report, check } = await validate(['--checks', 'cycle', '--volumes', volume])
    expect(check('cycle.equal')).toMatchObject({
      outcome: 'passed',
      looked: 4,
      startedAt: expect.any(String)
    })
    expect(report.phases?.map(({ name }) => name)).toEqual([`copy ${volume}`])
    expect(code).toBe(0)
    expect(await snapshot(volume)).toBe(before)
    expect(await allVolumes()).toEqual(volumes)
  })

  it('reports entry by entry what came back other than it was, with both values', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await fill(volume, { a: 'first in the archive' })
    await fillWithNoise(volume, 150_000_000)
    const root = await mountpoint(volume)
    await asRoot('chmod', '0640', join(root, 'a'))
    const { ended } = startCli(['validate', '--json', '--checks', 'cycle', '--volumes', volume])
    // Between the unpacking of the first file and the comparison, while the large one is unpacked.
    let stage = ''
    await until('the restored file is there', async () => {
      stage = await docker('volume', 'ls', '--quiet', '--filter', 'label=org.volume-backup.purpose=cycle')
      return (
        stage !== '' &&
        (await asRoot('stat', '-c', '%a', join(await mountpoint(stage), 'a')).catch(() => '')) === '640\n'
      )
    })
    await asRoot('chmod', '0606', join(await mountpoint(stage), 'a'))
    const { code, stdout } = await ended
    const [check] = (JSON.parse(stdout) as Report).checks
    expect(check).toMatchObject({
      id: 'cycle.equal',
      outcome: 'failed',
      looked: 3,
      detail: expect.stringContaining('is not what was backed up: a: mode 0640 → 0606'),
      differences: [{ path: 'a', kind: 'changed', fields: ['mode 0640 → 0606'] }]
    })
    expect(code).toBe(4)
    expect(await docker('volume', 'ls', '--quiet', '--filter', `name=${stage}`)).toBe('')
  })

  it('lets a service run that a killed one has left paused, and removes its folder and volumes', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await fillWithNoise(volume, 150_000_000)
    const container = await room.container(volume, 'while true; do sleep 0.1; done')
    const words = ['validate', '--checks', 'cycle', '--volumes', volume]
    const TMPDIR = mkdtempSync(join(room.folder, 'tmp-'))
    const { child, ended } = startCli(words, { env: { TMPDIR } })
    await until('the service is paused', async () => (await stateOf(container)) === 'paused')
    child.kill('SIGKILL')
    await ended
    expect(readdirSync(TMPDIR)).toEqual([expect.stringMatching(/^volume-backup-cycle-/)])
    expect(await stateOf(container)).toBe('paused')
    // Its helper notices by itself that nobody is there any more.
    await until(
      'no run is active',
      async () => (await docker('ps', '--quiet', '--filter', 'label=org.volume-backup.run')) === ''
    )
    const next = await cli(words, { env: { TMPDIR } })
    expect(next.stderr).toContain('running again: ')
    expect(next.stderr).toMatch(/removed \S+volume-backup-cycle-\w+ of run \w+, which was killed/)
    expect(next.code).toBe(0)
    expect(await stateOf(container)).toBe('running')
    expect(readdirSync(TMPDIR)).toEqual([])
    expect(await docker('volume', 'ls', '--quiet', '--filter', 'label=org.volume-backup.purpose=cycle')).toBe(
      ''
    )
  })
})
