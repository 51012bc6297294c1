import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { fields } from '../../src/inputs/fields.ts'
import { allVolumes, docker, fill, Room, snapshot } from '../support/docker.ts'
import { cli, startCli, until } from '../support/doors.ts'
import { validate } from '../support/validate.ts'

/** A stack of one service and two volumes; the labels are those of the file and of the volumes. */
async function stack(room: Room, priority: string | undefined): Promise<{ folder: string; volume: string }> {
  const folder = join(room.folder, 'stack')
  mkdirSync(folder)
  const labels = priority === undefined ? '' : `labels: {backup: ${priority}, description: the data}`
  writeFileSync(
    join(folder, 'compose.yml'),
    `name: ${room.name}\nservices: {app: {image: none, volumes: ["data:/data"]}}\nvolumes: {data: {${labels}}}\n`
  )
  const volume = await room.volume('data', {
    'com.docker.compose.project': room.name,
    'com.docker.compose.volume': 'data',
    ...(priority === undefined ? {} : { backup: priority, description: 'the data' })
  })
  await fill(volume, { file: 'of the user' })
  return { folder, volume }
}

/** Of the check of the labels, which has tests of its own. */
const byLabels = [9, 11, 17, 18]

describe('the acceptance', () => {
  it('answers the twenty questions of a healthy stack, and leaves it and the engine as they were', async () => {
    await using room = new Room()
    const { folder, volume } = await stack(room, 'critical')
    const [before, volumes] = [await snapshot(volume), await allVolumes()]
    const { code, report, check } = await validate(['--checks', 'acceptance'], { cwd: folder })
    expect(report.checks.map(({ id }) => id)).toEqual(
      Array.from({ length: 20 }, (_, at) => `acceptance.${String(at + 1).padStart(2, '0')}`)
    )
    const tried = report.checks.filter((_, at) => !byLabels.includes(at + 1))
    expect(tried.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    expect(tried.filter(({ looked, evidence = [] }) => looked === 0 || evidence.length === 0)).toEqual([])
    expect(check('acceptance.06').detail).toBe('data, and 0 of priority high')
    expect(check('acceptance.04').evidence).toContain(
      `yes: lists all ${fields.filter(({ operations, actionOnly }) => operations.includes('backup') && !actionOnly).length} flags`
    )
    expect(check('acceptance.08').evidence?.join('\n')).toMatch(
      /--force: exit code 5, says "\(in-use\)"\n.*each of 10 entries is as before/
    )
    expect(check('acceptance.19').detail).toBe(
      '20 entries deleted, restored and equal in content, mode, owner and time'
    )
    expect(code).toBe(0)
    expect(await snapshot(volume)).toBe(before)
    expect(await allVolumes()).toEqual(volumes)
    expect(await docker('ps', '--all', '--quiet', '--filter', 'label=org.volume-backup')).toBe('')
  })

  it.each<[string, string | undefined, string, RegExp, number]>([
    ['fails when no volume has a priority', undefined, 'failed failed', /no critical volume is declared/, 4],
    ['warns when none is critical', 'high', 'warned skipped', /nothing says what must not be lost/, 0]
  ])('%s', async (_, priority, outcomes, words, status) => {
    await using room = new Room()
    const { folder } = await stack(room, priority)
    const { code, report, check } = await validate(['--checks', 'acceptance'], { cwd: folder })
    expect(`${check('acceptance.06').outcome} ${check('acceptance.10').outcome}`).toBe(outcomes)
    const others = report.checks.filter(({ id }) => !/[.](06|10)$/.test(id))
    const failed = others.flatMap(({ outcome, id }) => (outcome === 'failed' ? [Number(id.slice(-2))] : []))
    expect(failed.filter((number) => !byLabels.includes(number))).toEqual([])
    expect(report.checks.map(({ detail }) => detail).join('\n')).toMatch(words)
    expect(code).toBe(status)
  })

  it('fails when the critical volume does not exist', async () => {
    await using room = new Room()
    const { folder, volume } = await stack(room, 'critical')
    await docker('volume', 'rm', volume)
    const { check, code } = await validate(['--checks', 'acceptance'], { cwd: folder })
    expect(check('acceptance.06')).toMatchObject({
      outcome: 'failed',
      detail: expect.stringContaining('not-created')
    })
    expect(check('acceptance.10')).toMatchObject({
      outcome: 'passed',
      evidence: ['yes: data is critical and declared in the Compose file']
    })
    expect(code).toBe(4)
    expect(await allVolumes()).not.toContain(volume)
  })

  it('fails when the critical volume is not declared', async () => {
    await using room = new Room()
    const { folder } = await stack(room, 'critical')
    writeFileSync(
      join(folder, 'compose.yml'),
      `name: ${room.name}\nservices: {app: {image: none}}\nvolumes: {other: {labels: {backup: low}}}\n`
    )
    const { check } = await validate(['--checks', 'acceptance'], { cwd: folder })
    expect(check('acceptance.10').detail).toBe('data is critical and not declared in the Compose file')
    expect(check('acceptance.10').outcome).toBe('failed')
  })

  it('has nothing to try without a daemon, and says that Docker is why', async () => {
    await using room = new Room()
    const { folder } = await stack(room, 'critical')
    const { stdout, code } = await cli(['validate', '--json', '--checks', 'acceptance'], {
      cwd: folder,
      env: { DOCKER_HOST: 'unix:///nowhere.sock' }
    })
    const { checks } = JSON.parse(stdout) as { checks: { outcome: string }[] }
    expect(checks.map(({ outcome }) => outcome)).toEqual(
      Array.from({ length: 20 }, (_, at) => (at === 11 ? 'failed' : 'skipped'))
    )
    expect(code).toBe(4)
  })

  it('leaves nothing behind when it is told to end', async () => {
    await using room = new Room()
    const { folder } = await stack(room, 'critical')
    const volumes = await allVolumes()
    const { child, ended } = startCli(['validate', '--checks', 'acceptance'], { cwd: folder })
    const mine = ['--quiet', '--filter', 'label=org.volume-backup.purpose=acceptance']
    // In the middle of a restore over the volume that this container uses.
    await until('the volume is in use', async () => (await docker('ps', ...mine)) !== '')
    child.kill('SIGTERM')
    expect((await ended).code).toBe(143)
    expect(await allVolumes()).toEqual(volumes)
    await until(
      'no container is left',
      async () => (await docker('ps', '--all', ...mine.slice(0, 2), 'label=org.volume-backup')) === ''
    )
  })

  it('removes what a killed one has left', async () => {
    await using room = new Room()
    const { folder } = await stack(room, 'critical')
    const volumes = await allVolumes()
    const { child, ended } = startCli(['validate', '--checks', 'acceptance'], { cwd: folder })
    await until('its volumes are there', async () => (await allVolumes()).length >= volumes.length + 2)
    child.kill('SIGKILL')
    await ended
    expect((await allVolumes()).length).toBeGreaterThan(volumes.length)
    const next = await cli(['validate', '--checks', 'acceptance'], { cwd: folder })
    expect(next.stderr).toMatch(
      /removed what validation \w+ had left, which was killed: volume-backup-acceptance-/
    )
    expect(await allVolumes()).toEqual(volumes)
  })
})
