import { existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { asRoot, docker, mountpoint, Room, stateOf, tree } from '../support/docker.ts'
import { ActionStep, cli, startCli, until } from '../support/doors.ts'

const writer = 'while true; do echo x >> /data/log; sleep 0.05; done'

async function busyRoom(): Promise<{ room: Room; volume: string; container: string }> {
  const room = new Room()
  const volume = await room.volume()
  await tree('fill', await mountpoint(volume), '--kind', 'mixed', '--bytes', String(192 * 1024 * 1024))
  const container = await room.container(volume, writer)
  return { room, volume, container }
}

function leftOvers(room: Room): readonly string[] {
  return existsSync(room.backups) ? readdirSync(room.backups) : []
}

async function helperOf(volume: string): Promise<string> {
  return docker(
    'ps',
    '--quiet',
    '--filter',
    'label=org.volume-backup.purpose=helper',
    '--filter',
    `volume=${volume}`
  )
}

describe('a backup that is interrupted', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'by %s lets the services run, keeps nothing, and says so by its exit code',
    async (signal) => {
      const { room, volume, container } = await busyRoom()
      await using _ = room
      const { child, ended } = startCli(['backup', '--backup-dir', room.backups, '--volumes', volume])
      await until('the service is paused', async () => (await stateOf(container)) === 'paused')
      child.kill(signal)
      const { code, stderr } = await ended
      expect(code).toBe(signal === 'SIGINT' ? 130 : 143)
      expect(stderr).toContain(`${signal} received`)
      expect(await stateOf(container)).toBe('running')
      expect(leftOvers(room)).toEqual([])
      expect(await helperOf(volume)).toBe('')
    }
  )

  it('by a kill of the job is undone by the post step', async () => {
    const { room, volume, container } = await busyRoom()
    await using _ = room
    using step = new ActionStep({ mode: 'backup', 'backup-dir': room.backups, volumes: volume })
    const { child, ended } = step.start('action')
    await until('the service is paused', async () => (await stateOf(container)) === 'paused')
    child.kill('SIGKILL')
    await ended
    expect(await stateOf(container)).toBe('paused')
    const post = await step.post()
    expect(post.code).toBe(0)
    expect(post.stdout).toContain('running again')
    expect(await stateOf(container)).toBe('running')
    expect(leftOvers(room)).toEqual([])
    await until('the helper has ended by itself', async () => (await helperOf(volume)) === '')
  })

  it('by a kill outside of a job is undone by the next one, at once', async () => {
    const { room, volume, container } = await busyRoom()
    await using _ = room
    const words = ['backup', '--backup-dir', room.backups, '--volumes', volume]
    const { child, ended } = startCli(words)
    await until('the service is paused', async () => (await stateOf(container)) === 'paused')
    const listed = await cli(['list', '--backup-dir', room.backups])
    expect(listed.stdout).toContain('no backup in')
    child.kill('SIGKILL')
    await ended
    expect(await stateOf(container)).toBe('paused')
    await until('the helper has ended by itself', async () => (await helperOf(volume)) === '')
    const [partial = ''] = leftOvers(room)
    const old = new Date(Date.now() - 3_600_000)
    for (const name of readdirSync(join(room.backups, partial)))
      utimesSync(join(room.backups, partial, name), old, old)
    utimesSync(join(room.backups, partial), old, old)
    expect((await cli(['list', '--backup-dir', room.backups])).stdout).toContain(
      `${partial} is left of a backup that was killed`
    )
    const next = await cli([...words, '--json'])
    expect(next.code).toBe(0)
    expect(JSON.parse(next.stdout)).toMatchObject({ volumes: [{ consistency: 'paused' }], warnings: [] })
    expect(await stateOf(container)).toBe('running')
    expect(leftOvers(room).filter((name) => name.startsWith('.partial'))).toEqual([])
  })

  it('by a kill, leaves alone what a run on another machine may have', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await asRoot('sh', '-c', 'echo x > "$1/x"', 'sh', await mountpoint(volume))
    const container = await room.container(volume, writer)
    const id = await docker('inspect', '--format', '{{.Id}}', container)
    await docker('pause', container)
    const partial = join(room.backups, '.partial-20200101-000000')
    mkdirSync(partial, { recursive: true })
    const held = [{ id, name: 'writer', deed: 'pause', timeoutSeconds: 60 }]
    writeFileSync(
      join(partial, 'run.json'),
      JSON.stringify({ runId: 'x', host: 'elsewhere', engine: 'e', held })
    )
    expect((await cli(['backup', '--backup-dir', room.backups, '--volumes', volume])).code).toBe(0)
    expect(await stateOf(container)).toBe('paused')
    expect(existsSync(partial)).toBe(true)
  })

  it('by the death of its helper is an error, with the services running and no backup', async () => {
    const { room, volume, container } = await busyRoom()
    await using _ = room
    const { ended } = startCli(['backup', '--backup-dir', room.backups, '--volumes', volume])
    await until('the service is paused', async () => (await stateOf(container)) === 'paused')
    await docker('kill', await helperOf(volume))
    const { code, stderr } = await ended
    expect(code).toBe(1)
    expect(stderr).toMatch(/error \((helper-failed|read-failed)\)/)
    expect(await stateOf(container)).toBe('running')
    expect(leftOvers(room)).toEqual([])
  })
})

describe('a file that shrinks while it is read', () => {
  it('makes the backup fail, whatever the strictness: zeros would stand where data was', async () => {
    await using room = new Room()
    const volume = await room.volume()
    const root = await mountpoint(volume)
    // 4 GiB of holes and data in turn cannot be read before the truncation.
    await asRoot('sh', '-c', 'head -c 600000000 /dev/urandom > "$1/a-shrinking"', 'sh', root)
    const { ended } = startCli([
      'backup',
      '--backup-dir',
      room.backups,
      '--volumes',
      volume,
      '--quiesce',
      'none',
      '--compression',
      'none'
    ])
    await until('the copy has begun', () => leftOvers(room).some((name) => name.startsWith('.partial')))
    await until(
      'bytes have come',
      async () =>
        Number(
          await asRoot(
            'sh',
            '-c',
            'cat "$1"/.partial-*/archive.part 2>/dev/null | head -c 1000000 | wc -c',
            'sh',
            room.backups
          )
        ) > 500_000
    )
    await asRoot('truncate', '--size', '1000', `${root}/a-shrinking`)
    const { code, stderr } = await ended
    expect(stderr).toContain('File shrank by')
    expect(code).toBe(1)
    expect(leftOvers(room)).toEqual([])
  })
})

describe('containers around a backup', () => {
  it('are paused only if they run and can write, and each is as it was afterwards', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await asRoot('sh', '-c', 'echo x > "$1/x"', 'sh', await mountpoint(volume))
    const running = await room.container(volume, writer)
    const pausedBefore = await room.container(volume, writer)
    await docker('pause', pausedBefore)
    const exited = await room.container(volume, 'exit 3')
    const reader = await docker(
      'run',
      '--detach',
      '--network',
      'none',
      '--init',
      '--label',
      `org.volume-backup.test=${room.name}`,
      '--volume',
      `${volume}:/data:ro`,
      await docker('inspect', '--format', '{{.Image}}', running),
      '/bin/sh',
      '-c',
      'while true; do sleep 1; done'
    ).catch(async () => room.container(volume, 'cat'))
    const { code, stdout } = await cli([
      'backup',
      '--backup-dir',
      room.backups,
      '--volumes',
      volume,
      '--json'
    ])
    expect(code).toBe(0)
    const report = JSON.parse(stdout) as {
      held: { containers: string[] }
      volumes: { consistency: string }[]
    }
    const name = await docker('inspect', '--format', '{{.Name}}', running)
    expect(report.held.containers).toEqual([name.slice(1)])
    expect(report.volumes[0]?.consistency).toBe('paused')
    expect(await stateOf(running)).toBe('running')
    expect(await stateOf(pausedBefore)).toBe('paused')
    expect(await stateOf(exited)).toBe('exited')
    expect(await stateOf(reader)).toBe('running')
  })

  it('are stopped and started again with quiesce stop', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await asRoot('sh', '-c', 'echo x > "$1/x"', 'sh', await mountpoint(volume))
    const running = await room.container(volume, writer)
    const startedBefore = await docker('inspect', '--format', '{{.State.StartedAt}}', running)
    const { code, stdout } = await cli([
      'backup',
      '--backup-dir',
      room.backups,
      '--volumes',
      volume,
      '--quiesce',
      'stop',
      '--stop-timeout',
      '2',
      '--json'
    ])
    expect(code).toBe(0)
    expect((JSON.parse(stdout) as { volumes: { consistency: string }[] }).volumes[0]?.consistency).toBe(
      'stopped'
    )
    expect(await stateOf(running)).toBe('running')
    expect(await docker('inspect', '--format', '{{.State.StartedAt}}', running)).not.toBe(startedBefore)
  })
})
