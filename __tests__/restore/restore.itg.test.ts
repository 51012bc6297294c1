import { existsSync, readdirSync, renameSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import {
  allVolumes,
  asRoot,
  contentOf,
  differences,
  docker,
  fill,
  mountpoint,
  Room,
  readJson,
  shellImage,
  snapshot,
  stateOf,
  tree,
  volumeExists
} from '../support/docker.ts'
import { cli, startCli, until } from '../support/doors.ts'

async function backedUp(room: Room, volume: string, ...flags: string[]): Promise<string> {
  const { code, stdout, stderr } = await cli([
    'backup',
    '--backup-dir',
    room.backups,
    '--volumes',
    volume,
    '--json',
    ...flags
  ])
  if (code !== 0) throw new Error(stdout + stderr)
  return (JSON.parse(stdout) as { backupId: string }).backupId
}

function restoreAll(room: Room, id: string, ...flags: string[]): ReturnType<typeof cli> {
  return cli(['restore', '--restore-all', id, '--backup-dir', room.backups, ...flags])
}

describe('a restore that must not happen', () => {
  it('is refused while a service runs on the volume, with nothing changed', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await fill(volume, { a: 'old' })
    const id = await backedUp(room, volume)
    await fill(volume, { a: 'new' })
    const service = await room.container(volume, 'while true; do sleep 1; done')
    const volumesBefore = await allVolumes()
    const refused = await restoreAll(room, id, '--force')
    expect(refused.code).toBe(5)
    expect(refused.stderr).toContain('error (in-use): services use the volumes')
    expect(await contentOf(volume, 'a')).toBe('new')
    expect(await stateOf(service)).toBe('running')
    expect(await allVolumes()).toEqual(volumesBefore)
  })

  it('is refused without a confirmation', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await fill(volume, { a: 'old' })
    const id = await backedUp(room, volume)
    await fill(volume, { a: 'new' })
    const refused = await restoreAll(room, id)
    expect(refused.code).toBe(5)
    expect(refused.stderr).toContain('REPLACED: all that is in it now goes')
    expect(refused.stderr).toContain('error (not-confirmed)')
    expect(await contentOf(volume, 'a')).toBe('new')
  })

  it('changes nothing as a dry run, and says what it would do', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await fill(volume, { a: 'old' })
    const id = await backedUp(room, volume)
    await fill(volume, { a: 'new' })
    const volumesBefore = await allVolumes()
    const plan = await restoreAll(room, id, '--dry-run')
    expect(plan.code).toBe(0)
    expect(plan.stderr).toContain(`${volume} would be REPLACED`)
    expect(await contentOf(volume, 'a')).toBe('new')
    expect(await allVolumes()).toEqual(volumesBefore)
  })

  const damages: readonly (readonly [string, (archive: string, folder: string) => void])[] = [
    ['cut short', (archive) => truncateSync(archive, 700)],
    ['empty', (archive) => truncateSync(archive, 0)],
    ['missing', (archive) => renameSync(archive, `${archive}.away`)],
    ['of another type', (archive) => writeFileSync(archive, 'this is no archive\n'.repeat(40))]
  ]
  it.each(damages)('is refused when the archive is %s (S28)', async (_, damage) => {
    await using room = new Room()
    const volume = await room.volume()
    await tree('fill', await mountpoint(volume), '--kind', 'small', '--files', '20')
    const id = await backedUp(room, volume)
    await fill(volume, { a: 'new' })
    const before = await snapshot(volume)
    const volumesBefore = await allVolumes()
    damage(join(room.backups, `${volume}-${id}.tar.gz`), room.backups)
    const refused = await restoreAll(room, id, '--force')
    expect(refused.code).toBe(4)
    expect(refused.stderr).toMatch(/error \(backup-damaged\).*\nhint: .*nothing was changed\n/)
    expect(differences(before, await snapshot(volume))).toBe('')
    expect(await allVolumes()).toEqual(volumesBefore)
  })

  it('is refused when two archives of the set were exchanged', async () => {
    await using room = new Room()
    const [one, two] = [await room.volume('one'), await room.volume('two')]
    await fill(one, { a: 'content of one' })
    await fill(two, { a: 'content of two' })
    const id = await backedUp(room, `${one},${two}`)
    const [first, second] = [
      join(room.backups, `${one}-${id}.tar.gz`),
      join(room.backups, `${two}-${id}.tar.gz`)
    ]
    renameSync(first, `${first}.tmp`)
    renameSync(second, first)
    renameSync(`${first}.tmp`, second)
    const refused = await restoreAll(room, id, '--force')
    expect(refused.code).toBe(4)
    expect(await contentOf(one, 'a')).toBe('content of one')
    expect(await contentOf(two, 'a')).toBe('content of two')
  })

  it.each<[string, (room: Room) => string[], (room: Room) => string]>([
    [
      'an archive',
      (room) => [room.volumeName(), join(room.backups, `${room.volumeName()}-20010101-020304.tar.gz`)],
      (room) => `there is no archive ${room.backups}/${room.volumeName()}-20010101-020304.tar.gz\n`
    ],
    [
      'a backup',
      () => ['--restore-all', '20010101-020304'],
      (room) => `there is no backup "20010101-020304" in ${room.backups}`
    ]
  ])('is refused by name for %s that is not there (S92, S95)', async (_, words, problem) => {
    await using room = new Room()
    const volume = await room.volume()
    await fill(volume, { a: 'old' })
    const id = await backedUp(room, volume)
    const before = [await snapshot(volume), await allVolumes()]
    const { code, stderr } = await cli(['restore', ...words(room), '--backup-dir', room.backups, '--force'])
    expect(stderr).toContain(`error (backup-unknown): ${problem(room)}`)
    expect(stderr).toMatch(new RegExp(`hint: nearest.*: .*${id}`))
    expect(code).toBe(2)
    expect([await snapshot(volume), await allVolumes()]).toEqual(before)
  })

  it('leaves a report that tells when, what and why (S88)', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await fill(volume, { a: 'old' })
    const id = await backedUp(room, volume)
    await room.container(volume, 'while true; do sleep 1; done')
    const file = join(room.folder, 'report.json')
    const from = Date.now()
    const { code } = await restoreAll(room, id, '--force', '--report-file', file)
    expect(code).toBe(5)
    const report = readJson(file)
    expect(report).toMatchObject({
      operation: 'restore',
      result: 'failed',
      verified: false,
      volumes: [],
      location: room.backups,
      error: { code: 'in-use', hint: expect.stringContaining('docker compose stop') }
    })
    const startedAt = Date.parse(String(report.startedAt))
    expect(startedAt).toBeGreaterThanOrEqual(from)
    expect(startedAt).toBeLessThanOrEqual(Date.now())
  })

  it('is refused for an archive of another volume', async () => {
    await using room = new Room()
    const [one, two] = [await room.volume('one'), await room.volume('two')]
    await fill(one, { a: '1' })
    await fill(two, { a: '2' })
    const id = await backedUp(room, one)
    const refused = await cli(['restore', two, join(room.backups, `${one}-${id}.tar.gz`), '--force'])
    expect(refused.code).toBe(2)
    expect(refused.stderr).toContain(`holds volume ${one}, not ${two}`)
    const path = join(room.backups, `${one}-${id}.tar.gz`)
    expect(refused.stderr).toContain(`to restore it, say: volume-backup restore ${one} ${path}`)
    const missing = await cli(['restore', one, path.replace('.tar', '1.tar'), '--force'])
    expect(missing.stderr).toContain(`error (backup-unknown): there is no archive`)
    expect(missing.code).toBe(2)
    const near = await cli(['restore', one, join(room.backups, `${one}x-${id}.tar.gz`), '--force'])
    expect(near.stderr).toContain(`nearest there: ${one}-${id}.tar.gz`)
    expect(await contentOf(two, 'a')).toBe('2')
  })
})

describe('a restore', () => {
  it('brings back the very moment of its backup, the older as well as the newer (S10, S86)', async () => {
    await using room = new Room()
    const volume = await room.volume()
    const moments: { id: string; content: string }[] = []
    for (const version of ['v1', 'v2']) {
      await fill(volume, { file: version, [`only-in-${version}`]: version })
      moments.push({ content: await snapshot(volume), id: await backedUp(room, volume) })
      await asRoot('rm', join(await mountpoint(volume), `only-in-${version}`))
    }
    await fill(volume, { file: 'v3', 'only-in-v3': 'v3' })
    const [older, newer] = moments
    expect(differences(older?.content ?? '', newer?.content ?? '')).not.toBe('')
    for (const moment of [older, newer, older]) {
      expect((await restoreAll(room, moment?.id ?? '', '--force')).code).toBe(0)
      expect(differences(moment?.content ?? '', await snapshot(volume))).toBe('')
    }
  })

  it('of one volume empties it first, and says what to do next: what came after the backup is gone (S23, S29, S31, S40)', async () => {
    await using room = new Room()
    const volume = await room.volume('data', { description: 'kept', backup: 'critical' })
    await fill(volume, { 'dir/a': 'old' })
    const before = await snapshot(volume)
    const id = await backedUp(room, volume)
    await fill(volume, { 'dir/a': 'new', later: 'x' })
    const { code, stdout } = await cli([
      'restore',
      volume,
      join(room.backups, `${volume}-${id}.tar.gz`),
      '--force',
      '--json'
    ])
    expect(code).toBe(0)
    expect(differences(before, await snapshot(volume))).toBe('')
    const report = JSON.parse(stdout) as {
      volumes: { rollbackCopy: string; description: string }[]
      guidance: string[]
    }
    const rollback = report.volumes[0]?.rollbackCopy ?? ''
    expect(report.volumes[0]?.description).toBe('kept')
    expect(report.guidance).toEqual([
      'start the services:   docker compose up -d',
      'look at them:         docker compose ps; docker compose logs',
      `the old content is kept; once all is well: docker volume rm ${rollback}`
    ])
    expect(await contentOf(rollback, 'later')).toBe('x')
    expect(
      await docker('volume', 'inspect', '--format', '{{.Labels.description}} {{.Labels.backup}}', volume)
    ).toBe('kept critical')
  })

  it('works on a volume that a stopped container holds', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await fill(volume, { a: 'old' })
    const id = await backedUp(room, volume)
    const stopped = await room.container(volume, 'echo new > /data/a')
    await until('it has ended', async () => (await stateOf(stopped)) === 'exited')
    expect((await restoreAll(room, id, '--force')).code).toBe(0)
    expect(await contentOf(volume, 'a')).toBe('old')
    expect(await stateOf(stopped)).toBe('exited')
  })

  it('stops running services if told to, and starts exactly those again', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await fill(volume, { a: 'old' })
    const id = await backedUp(room, volume)
    await fill(volume, { a: 'new' })
    const running = await room.container(volume, 'trap exit TERM; while true; do sleep 0.1; done')
    const exited = await room.container(volume, 'true')
    await until('it has ended', async () => (await stateOf(exited)) === 'exited')
    expect((await restoreAll(room, id, '--force', '--running-services', 'stop')).code).toBe(0)
    expect(await contentOf(volume, 'a')).toBe('old')
    expect(await stateOf(running)).toBe('running')
    expect(await stateOf(exited)).toBe('exited')
  })

  it('and its backup work on a volume that an older Compose has made, which the newer one then uses (S99)', async () => {
    await using room = new Room()
    const volume = await room.volume('data', {
      'com.docker.compose.project': room.name,
      'com.docker.compose.version': '1.29.2',
      'com.docker.compose.volume': 'data'
    })
    await fill(volume, { a: 'of then' })
    const image = await shellImage()
    const service = `image: ${image}\n    pull_policy: never\n    network_mode: none\n    command: [sleep, "60"]`
    writeFileSync(
      join(room.folder, 'compose.yml'),
      `name: ${room.name}\nservices:\n  app:\n    ${service}\n    volumes: ["data:/data"]\n` +
        'volumes: {data: {name: ' +
        volume +
        ', x-backup: critical}}\n'
    )
    const here = { cwd: room.folder }
    const backup = await cli(['backup', '--json'], here)
    expect(backup.code).toBe(0)
    await fill(volume, { a: 'of now', b: 'x' })
    const { backupId } = JSON.parse(backup.stdout) as { backupId: string }
    expect((await cli(['restore', '--restore-all', backupId, '--force'], here)).code).toBe(0)
    const made = await docker('volume', 'inspect', '--format', '{{.CreatedAt}}', volume)
    await docker('compose', '--file', join(room.folder, 'compose.yml'), 'create')
    expect(await contentOf(volume, 'a')).toBe('of then')
    expect(await docker('volume', 'inspect', '--format', '{{.CreatedAt}}', volume)).toBe(made)
    await docker('compose', '--file', join(room.folder, 'compose.yml'), 'down')
  })

  it('creates a missing volume with its driver options and labels, but without the hash that Compose would distrust', async () => {
    await using room = new Room()
    const labels = {
      'com.docker.compose.project': room.name,
      'com.docker.compose.volume': 'data',
      'com.docker.compose.config-hash': 'abc',
      backup: 'high',
      description: 'a b'
    }
    const volume = await room.volume('data', labels)
    await fill(volume, { a: 'old' })
    const id = await backedUp(room, volume)
    await docker('volume', 'rm', volume)
    expect((await restoreAll(room, id, '--force')).code).toBe(0)
    const made = JSON.parse(await docker('volume', 'inspect', volume)) as {
      Labels: Record<string, string>
      Driver: string
    }[]
    const { 'com.docker.compose.config-hash': _, ...kept } = labels
    expect(made[0]?.Labels).toMatchObject(kept)
    expect(made[0]?.Labels).not.toHaveProperty('com.docker.compose.config-hash')
    expect(made[0]?.Driver).toBe('local')
  })

  it('brings the old content of every volume back when one cannot be exchanged', async () => {
    await using room = new Room()
    const [one, two] = [await room.volume('one'), await room.volume('two')]
    await fill(one, { a: 'first backup' })
    await tree('fill', await mountpoint(two), '--kind', 'mixed', '--bytes', String(128 * 1024 * 1024))
    const id = await backedUp(room, `${one},${two}`)
    await fill(one, { a: 'what came later' })
    await fill(two, { b: 'what came later' })
    const before = [await snapshot(one), await snapshot(two)]
    const { ended } = startCli(['restore', '--restore-all', id, '--backup-dir', room.backups, '--force'])
    // The first volume is exchanged when its new content shows; then the helper dies while it exchanges the second.
    await until(
      'the first volume is exchanged',
      async () => (await contentOf(one, 'a').catch(() => '')) === 'first backup'
    )
    await docker(
      'kill',
      await docker(
        'ps',
        '--quiet',
        '--filter',
        'label=org.volume-backup.purpose=helper',
        '--filter',
        `volume=${two}`
      )
    )
    const { code, stderr } = await ended
    expect(code).toBe(1)
    expect(stderr).toContain('the old content is brought back')
    expect(differences(before[0] ?? '', await snapshot(one))).toBe('')
    expect(differences(before[1] ?? '', await snapshot(two))).toBe('')
    expect((await allVolumes()).filter((name) => /volume-backup-(stage|rollback)/.test(name))).toEqual([])
  })

  it('leaves a volume as it was when it is interrupted', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await tree('fill', await mountpoint(volume), '--kind', 'mixed', '--bytes', String(128 * 1024 * 1024))
    const id = await backedUp(room, volume)
    await fill(volume, { later: 'x' })
    const before = await snapshot(volume)
    const { child, ended } = startCli([
      'restore',
      '--restore-all',
      id,
      '--backup-dir',
      room.backups,
      '--force'
    ])
    await until('it is staging', async () =>
      (await allVolumes()).some((name) => name.startsWith('volume-backup-stage'))
    )
    child.kill('SIGINT')
    expect((await ended).code).toBe(130)
    expect(differences(before, await snapshot(volume))).toBe('')
    expect((await allVolumes()).filter((name) => /volume-backup-(stage|rollback)/.test(name))).toEqual([])
  })
})

async function archiveAsTheScript(room: Room, volume: string, name: string): Promise<void> {
  const mounts = ['--volume', `${volume}:/data:ro`, '--volume', `${room.folder}:/backup`]
  const tar = ['tar', 'czf', `/backup/${name}`, '-C', '/data', '.']
  await docker('run', '--rm', '--network', 'none', ...mounts, await shellImage(), ...tar)
}

describe('an archive of the original backup script', () => {
  it('is restored, compared with itself, and what cannot be proven is said', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await fill(volume, { 'dir/file': 'old', b: 'x' })
    const root = await mountpoint(volume)
    await asRoot(
      'sh',
      '-c',
      'cd "$1" && ln b a-link && ln -s dir/file symlink && chown 1000:1000 dir && chmod 700 dir && touch -d "2020-01-01 00:00:00" . dir dir/file b symlink -h',
      'sh',
      root
    )
    const before = await snapshot(volume)
    const archive = join(room.folder, `${volume}-20250101-020304.tar.gz`)
    await archiveAsTheScript(room, volume, `${volume}-20250101-020304.tar.gz`)
    expect(existsSync(archive)).toBe(true)
    const listed = await cli(['list', '--backup-dir', room.folder])
    expect(listed.stdout).toMatch(
      new RegExp(`20250101-020304 .*original script: ${volume}-20250101-020304.tar.gz`)
    )
    await fill(volume, { b: 'new', later: 'x' })
    const { code, stderr } = await cli(['restore', volume, archive, '--force', '--keep-rollback', 'false'])
    expect(stderr).toContain('no manifest')
    expect(code).toBe(0)
    expect(differences(before, await snapshot(volume))).toBe('')
  })

  it('comes back with its whole set, certificates first, into the volumes of the project (S98, S101)', async () => {
    await using room = new Room()
    const stamp = '20250101-020304'
    const keys = ['sigul_server_data', 'sigul_server_logs', 'sigul_server_nss']
    const before = new Map<string, string>()
    for (const key of keys) {
      const volume = await room.volume(key, {
        'com.docker.compose.project': room.name,
        'com.docker.compose.volume': key
      })
      await fill(volume, { [`${key}/file`]: `old ${key}` })
      // The script's tar keeps whole seconds.
      await asRoot('find', await mountpoint(volume), '-exec', 'touch', '-d', '2020-01-01', '{}', '+')
      before.set(volume, await snapshot(volume))
      await archiveAsTheScript(room, volume, `${key}-${stamp}.tar.gz`)
      await fill(volume, { [`${key}/file`]: 'new', later: 'x' })
    }
    writeFileSync(join(room.folder, `backup-manifest-${stamp}.txt`), `Backup Date: then\nBackup Mode: ALL\n`)
    const words = ['restore', '--restore-all', stamp, '--backup-dir', room.folder, '--force']
    const { code, stderr } = await cli([...words, '--project-name', room.name, '--keep-rollback', 'false'])
    expect(stderr).toContain('warning: this backup has no manifest')
    expect(code).toBe(0)
    const order = [...stderr.matchAll(/^(\w+): exchanged and compared/gm)].map(([, key]) => key)
    expect(order).toEqual(['sigul_server_nss', 'sigul_server_data', 'sigul_server_logs'])
    for (const [volume, content] of before) expect(differences(content, await snapshot(volume))).toBe('')
  })

  it('is refused when it is cut short', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await tree('fill', await mountpoint(volume), '--kind', 'small', '--files', '50')
    const name = `${volume}-20250101-020304.tar.gz`
    await archiveAsTheScript(room, volume, name)
    await asRoot('chmod', '666', join(room.folder, name))
    truncateSync(join(room.folder, name), 20_000)
    const before = await snapshot(volume)
    const { code, stderr } = await cli(['restore', volume, join(room.folder, name), '--force'])
    expect(code).toBe(4)
    expect(stderr).toContain('error (backup-damaged)')
    expect(differences(before, await snapshot(volume))).toBe('')
  })
})

describe('a volume', () => {
  it('is never created by a name that does not exist', async () => {
    await using room = new Room()
    const before = await allVolumes()
    const { code, stderr } = await cli([
      'backup',
      '--backup-dir',
      room.backups,
      '--volumes',
      `${room.name}-typo`
    ])
    expect(code).toBe(2)
    expect(stderr).toContain('volume-unknown')
    expect(await allVolumes()).toEqual(before)
    expect(await volumeExists(`${room.name}-typo`)).toBe(false)
    expect(existsSync(room.backups) ? readdirSync(room.backups) : []).toEqual([])
  })
})
