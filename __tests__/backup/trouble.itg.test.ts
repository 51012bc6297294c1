import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { asRoot, docker, fill, fillWithNoise, Room, repository, stateOf } from '../support/docker.ts'
import { ActionStep, cli } from '../support/doors.ts'

describe('a backup in trouble', () => {
  const room = new Room()
  let volume = ''
  let writer = ''
  beforeAll(async () => {
    volume = await room.volume()
    await fillWithNoise(volume, 6_000_000)
    writer = await room.container(volume, 'while true; do sleep 1; done')
  })
  afterAll(() => room[Symbol.asyncDispose]())

  it.each([
    ['none', 'pause'],
    ['none', 'stop'],
    ['gzip', 'pause'],
    ['zstd', 'pause']
  ])(
    'on a full disk, compression %s, quiesce %s: says so, and leaves nothing',
    async (compression, quiesce) => {
      const small = join(room.folder, `small-${compression}-${quiesce}`)
      mkdirSync(small)
      await asRoot('mount', '-t', 'tmpfs', '-o', 'size=2m,mode=0777', 'tmpfs', small)
      try {
        const { code, stderr } = await cli([
          ...['backup', '--volumes', volume, '--backup-dir', join(small, 'b')],
          ...['--compression', compression, '--quiesce', quiesce, '--stop-timeout', '1']
        ])
        expect(stderr).toMatch(
          /error \(no-space\): no space is left (in \S*small-|for the archive of volume )/
        )
        expect(code).toBe(1)
        expect(readdirSync(join(small, 'b'))).toEqual([])
        expect(await stateOf(writer)).toBe('running')
      } finally {
        await asRoot('umount', small)
      }
    }
  )

  it('goes on when nobody listens any more', async () => {
    const backups = join(room.folder, 'unheard')
    const command = [process.execPath, join(repository, 'dist/cli/index.js'), 'backup', '--volumes', volume]
    const child = spawn(
      'bash',
      ['-o', 'pipefail', '-c', '"$@" 2>&1 | true', 'bash', ...command, '--backup-dir', backups],
      { stdio: 'ignore' }
    )
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0)
    expect(readdirSync(backups)).toHaveLength(5)
    const full = spawn('bash', ['-c', '"$@" >/dev/full 2>&1', 'bash', ...command, '--backup-dir', backups], {
      stdio: 'ignore'
    })
    expect(await new Promise((resolve) => full.once('close', resolve))).toBe(1)
    expect(readdirSync(backups)).toHaveLength(10)
    expect(await stateOf(writer)).toBe('running')
  })

  it.each([['backup', '--json'], ['list']])('says so where its result has no room: %s', async (...words) => {
    const command = [process.execPath, join(repository, 'dist/cli/index.js'), ...words]
    const flags = [
      '--backup-dir',
      join(room.folder, 'no-room'),
      ...(words[0] === 'list' ? [] : ['--volumes', volume])
    ]
    const child = spawn('bash', ['-c', '"$@" >/dev/full', 'bash', ...command, ...flags], {
      stdio: ['ignore', 'ignore', 'pipe']
    })
    let said = ''
    child.stderr.on('data', (text: Buffer) => {
      said += text.toString()
    })
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(1)
    expect(said).toContain('error (write-failed): standard output cannot be written')
  })

  it('says nothing on standard output with --quiet when all is well', async () => {
    const backups = join(room.folder, 'quiet')
    const { code, stdout } = await cli(['backup', '--volumes', volume, '--backup-dir', backups, '--quiet'])
    expect([code, stdout]).toEqual([0, ''])
    const failed = await cli(['backup', '--volumes', 'no-such', '--backup-dir', backups, '--quiet'])
    expect(failed.stderr).toContain('error (volume-unknown)')
    expect(failed.code).toBe(2)
  })

  it('ends at once where no folder can be made', async () => {
    const { code, stderr } = await cli(['backup', '--volumes', volume, '--backup-dir', '/proc/x/y'])
    expect(stderr).toContain('error (folder-unusable): the folder /proc/x/y cannot be written')
    expect(code).toBe(1)
  })

  it('says which container was paused before, and what a killed run has left', async () => {
    const backups = join(room.folder, 'left')
    mkdirSync(join(backups, '.partial-20200101-000000'), { recursive: true })
    execFileSync('touch', ['-d', '1 hour ago', join(backups, '.partial-20200101-000000')])
    await docker('pause', writer)
    try {
      const { code, stderr } = await cli(['backup', '--volumes', volume, '--backup-dir', backups])
      expect(stderr).toMatch(/is paused, and not by this run, so it stays so: docker unpause/)
      expect(stderr).toContain('.partial-20200101-000000 is left of a backup that was killed')
      expect(code).toBe(0)
      expect(await stateOf(writer)).toBe('paused')
    } finally {
      await docker('unpause', writer)
    }
  })

  it('never shows a password that the daemon repeats', async () => {
    const share = room.adopt(room.volumeName('share'))
    const options = [
      'type=cifs',
      'device=//127.0.0.1/x',
      'o=addr=127.0.0.1,username=u,password=hunter2secret'
    ]
    await docker('volume', 'create', ...options.flatMap((option) => ['--opt', option]), share)
    const { code, stdout, stderr } = await cli([
      ...['backup', '--volumes', share, '--backup-dir', join(room.folder, 'share'), '--json']
    ])
    expect(stderr).toContain('error (docker-failed)')
    expect(stdout + stderr).toContain('password=***')
    expect(stdout + stderr).not.toContain('hunter2')
    expect(code).toBe(1)
  })

  it.each([
    [['bakcup', '--json']],
    [['backup', '--json', '--nope']],
    [['backup', '--json', '--report-file', '/no/r']]
  ])('answers in JSON whoever asked for it: %j', async (words) => {
    const { code, stdout } = await cli(words)
    expect(JSON.parse(stdout)).toMatchObject({ result: 'failed', error: { code: 'bad-input' } })
    expect(code).toBe(2)
  })

  it('leaves outputs for later steps when an input is wrong', async () => {
    using step = new ActionStep({ mode: 'bakcup' })
    expect((await step.run()).outputs).toMatchObject({ result: 'failed', 'error-code': 'bad-input' })
  })

  it('refuses a volume in memory by its name (S39)', async () => {
    const memory = room.adopt(room.volumeName('memory'))
    await docker('volume', 'create', '--opt', 'type=tmpfs', '--opt', 'device=tmpfs', memory)
    const backups = join(room.folder, 'memory')
    const { code, stderr } = await cli([
      ...['backup', '--volumes', `${volume},${memory}`, '--backup-dir', backups]
    ])
    expect(stderr).toContain(
      `error (not-supported): volumes in memory (tmpfs) cannot be backed up: ${memory}`
    )
    expect(code).toBe(1)
    expect(existsSync(backups)).toBe(false)
    expect(await stateOf(writer)).toBe('running')
  })

  it.each([
    ['no tar at all', '', 'this machine lacks sh, tar, find, cp, cat, df, du, sync'],
    ['another tar', 'echo "bsdtar 3.7.2"', 'this machine has a tar that is not GNU tar']
  ])('names what is missing for the helper, with %s, and holds nobody (S15)', async (_, tar, problem) => {
    const backups = join(room.folder, 'no-helper')
    const bin = join(room.folder, 'bin')
    for (const folder of [bin, backups]) mkdirSync(folder, { recursive: true })
    if (tar) writeFileSync(join(bin, 'tar'), `#!/bin/sh\n${tar}\n`, { mode: 0o755 })
    const words = ['backup', '--volumes', volume, '--backup-dir', backups]
    const env = [
      `PATH=${bin}`,
      ...(process.env.DOCKER_HOST ? [`DOCKER_HOST=${process.env.DOCKER_HOST}`] : [])
    ]
    const command = [process.execPath, join(repository, 'dist/cli/index.js'), ...words]
    // In a mount namespace of its own the machine's programs are out of sight.
    const hide = tar ? '' : '/usr/bin/mount -t tmpfs tmpfs /usr/bin && '
    const inside = ['/bin/sh', '-c', `${hide}exec "$@"`, 'sh', ...command]
    const failed = await asRoot('unshare', '--mount', 'env', '-i', ...env, ...inside).catch(
      (error: { code: number; stderr: string }) => error
    )
    if (typeof failed === 'string') throw new Error(failed)
    expect(failed.stderr).toContain(`error (not-supported): ${problem}`)
    expect(failed.stderr).toContain('hint: install the packages tar, findutils and coreutils')
    expect(failed.code).toBe(1)
    expect(readdirSync(backups)).toEqual([])
    expect(await stateOf(writer)).toBe('running')
  })

  it('needs no PATH, as under a unit that sets none: the usual places are enough (S78)', async () => {
    const images = await docker(
      'image',
      'ls',
      '--quiet',
      '--filter',
      'label=org.volume-backup.purpose=helper'
    )
    for (const id of new Set(images.split('\n').filter(Boolean)))
      await docker('image', 'rm', id).catch(() => undefined)
    const env = { PATH: '/nonexistent' }
    const flags = ['--backup-dir', join(room.folder, 'no-path')]
    const backup = await cli(['backup', '--volumes', volume, ...flags], { env })
    expect(backup.stderr).not.toContain('error')
    expect(backup.code).toBe(0)
  })

  it('takes volumes that no service uses, though Compose leaves them out', async () => {
    const stack = join(room.folder, 'stack')
    mkdirSync(stack)
    writeFileSync(
      join(stack, 'compose.yml'),
      `name: ${room.name}\nservices: {a: {image: none}}\nvolumes: {unused: {x-backup: critical}}\n`
    )
    const name = await room.volume('unused', {
      'com.docker.compose.project': room.name,
      'com.docker.compose.volume': 'unused'
    })
    const nothing = await cli(['backup'], { cwd: join(stack) })
    expect(nothing.stderr).toContain('volumes of priority critical or high are empty: unused')
    await fill(name, { file: 'x' })
    expect((await cli(['backup'], { cwd: stack })).code).toBe(0)
    await docker('volume', 'rm', name)
    const gone = await cli(['backup'], { cwd: stack })
    expect(gone.stderr).toContain('start the stack once')
    expect(gone.code).toBe(2)
  })
})
