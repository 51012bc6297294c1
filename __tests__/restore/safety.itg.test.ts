import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type EditableManifest, type EditableVolume, withManifest } from '../support/backup-files.ts'
import {
  allVolumes,
  contentOf,
  differences,
  docker,
  fill,
  fillWithNoise,
  Room,
  snapshot,
  volumeExists
} from '../support/docker.ts'
import { ActionStep, cli, startCli, until } from '../support/doors.ts'

interface Listed {
  readonly backupId: string
}

describe('a restore that is killed while volumes are exchanged', () => {
  const room = new Room()
  let volume = ''
  beforeAll(async () => {
    volume = await room.volume()
    await fill(volume, { file: 'of the backup' })
    await fillWithNoise(volume, 50_000_000)
    expect((await cli(['backup', '--volumes', volume, '--backup-dir', room.backups])).code).toBe(0)
    await fill(volume, { file: 'precious' })
  })
  afterAll(() => room[Symbol.asyncDispose]())

  it('never costs the content from before it, however often one tries again', async () => {
    const id = await room.container(volume, 'while true; do sleep 1; done')
    const service = (await docker('inspect', '--format', '{{.Name}}', id)).slice(1)
    const words = [
      ...['restore', '--restore-all', 'latest', '--backup-dir', room.backups, '--force'],
      ...['--running-services', 'stop', '--stop-timeout', '1']
    ]
    const TMPDIR = mkdtempSync(join(room.folder, 'tmp-'))
    const { child, ended } = startCli(words, { env: { TMPDIR } })
    let [said, removal] = ['', '']
    child.stderr?.on('data', (text: string) => {
      said += text
    })
    // The mark of the exchange is there before the first file goes.
    await exchangeBegins()
    child.kill('SIGKILL')
    await ended
    const rollback = /kept in volume (\S+),/.exec(said)?.[1] ?? ''
    expect(await contentOf(rollback, 'file')).toBe('precious')
    expect(readdirSync(TMPDIR)).toEqual([expect.stringMatching(/^volume-backup-restore-/)])

    // The daemon ends helper and lock when the process is gone.
    await until('nothing of it runs', async () => (await helpers()) === '')
    const backup = await cli([
      ...['backup', '--volumes', volume, '--allow-empty', 'true'],
      ...['--backup-dir', join(room.folder, 'after')]
    ])
    expect(backup.stderr).toMatch(/error \(in-use\): restore \w+ did not finish/)
    expect(backup.stderr).toMatch(new RegExp(`docker run .*${rollback}:/from.*${volume}:/to`))
    expect(backup.stderr).toContain(`it had stopped services: docker start ${service}\n`)
    expect(backup.code).toBe(5)
    expect(existsSync(join(room.folder, 'after'))).toBe(false)
    const cycle = await cli(['validate', '--checks', 'cycle', '--volumes', volume])
    expect(cycle.stdout + cycle.stderr).toMatch(/restore \w+ did not finish/)
    expect(cycle.code).toBe(5)
    const planned = await cli([...words, '--dry-run', 'true'])
    expect(planned.stderr).toContain(`${volume} in ${rollback}`)
    for (let attempt = 0; attempt < 3; attempt++) {
      const again = await cli(words, { env: { TMPDIR } })
      expect(readdirSync(TMPDIR)).toEqual([])
      expect(again.stderr.includes(`${volume} in ${rollback}`)).toBe(attempt === 0)
      expect(again.code).toBe(0)
      expect(await contentOf(volume, 'file')).toBe('of the backup')
      expect(await contentOf(rollback, 'file')).toBe('precious')
      if (attempt === 0) removal = /stays until you say: (.*)/.exec(again.stderr)?.[1] ?? ''
    }
    const whole = await cli(['backup', '--volumes', volume, '--backup-dir', join(room.folder, 'after')])
    expect(whole.code).toBe(0)
    execFileSync('sh', ['-c', removal], { stdio: 'pipe' })
    const runId = rollback.split('-').at(-2) ?? 'none'
    expect((await allVolumes()).filter((name) => name.includes(runId))).toEqual([])
  })

  it('before the exchange leaves the volume as it was, and the next one tidies up', async () => {
    await fill(volume, { file: 'precious' })
    const words = ['restore', '--restore-all', 'latest', '--backup-dir', room.backups, '--force']
    const { child, ended } = startCli(words)
    await until('the old content is copied', async () =>
      (await allVolumes()).some((name) => name.startsWith('volume-backup-rollback-'))
    )
    child.kill('SIGKILL')
    await ended
    expect(await contentOf(volume, 'file')).toBe('precious')
    await until('nothing of it runs', async () => (await helpers()) === '')
    const again = await cli([...words, '--keep-rollback', 'false'])
    expect(again.stderr).not.toContain('did not finish')
    expect(again.code).toBe(0)
    expect((await allVolumes()).filter((name) => /^volume-backup-(stage|exchange)-/.test(name))).toEqual([])
  })

  it('by a signal brings the old content back, also when that comes in the last exchange', async () => {
    await fill(volume, { file: 'precious' })
    const words = ['restore', '--restore-all', 'latest', '--backup-dir', room.backups, '--force']
    const { child, ended } = startCli(words)
    await exchangeBegins()
    child.kill('SIGINT')
    const { code, stderr } = await ended
    expect(stderr).toContain('the old content is back')
    expect(code).toBe(130)
    expect(await contentOf(volume, 'file')).toBe('precious')
  })
})

describe('a restore that is killed while it fills a volume that did not exist', () => {
  const room = new Room()
  let volume = ''
  beforeAll(async () => {
    volume = await room.volume()
    await fill(volume, { file: 'of the backup' })
    await fillWithNoise(volume, 50_000_000)
    expect((await cli(['backup', '--volumes', volume, '--backup-dir', room.backups])).code).toBe(0)
  })
  afterAll(() => room[Symbol.asyncDispose]())

  it.each(['restores over', 'removes'])('marks it, until somebody %s it', async (deed) => {
    execFileSync('docker', ['volume', 'rm', volume], { stdio: 'pipe' })
    const words = ['restore', '--restore-all', 'latest', '--backup-dir', room.backups, '--force']
    const { child, ended } = startCli(words)
    await until('the new volume is there', () => volumeExists(volume))
    child.kill('SIGKILL')
    await ended
    await until('nothing of it runs', async () => (await helpers()) === '')
    const backup = await cli([
      ...['backup', '--volumes', volume, '--allow-empty', 'true'],
      ...['--backup-dir', join(room.folder, 'half')]
    ])
    expect(backup.stderr).toMatch(
      new RegExp(
        `error \\(in-use\\): restore \\w+ did not finish: ${volume} may be incomplete; nothing was backed up`
      )
    )
    expect(backup.stderr).toContain(
      `restore again, or remove what did not exist before it, unless something came into it since: docker volume rm ${volume}\n`
    )
    expect(backup.code).toBe(5)
    expect((await cli(['validate', '--checks', 'cycle', '--volumes', volume])).code).toBe(5)
    if (deed === 'removes') execFileSync('docker', ['volume', 'rm', volume], { stdio: 'pipe' })
    const again = await cli([...words, '--keep-rollback', 'false'])
    expect(again.stderr.includes(`${volume} may be incomplete`)).toBe(deed !== 'removes')
    expect(again.code).toBe(0)
    expect(await contentOf(volume, 'file')).toBe('of the backup')
    expect(
      (await allVolumes()).filter((name) => /^volume-backup-(stage|creating|rollback)-/.test(name))
    ).toEqual([])
    const whole = await cli(['backup', '--volumes', volume, '--backup-dir', join(room.folder, 'whole')])
    expect(whole.code).toBe(0)
  })

  it('is told of by the post step, which removes no volume of the user', async () => {
    execFileSync('docker', ['volume', 'rm', volume], { stdio: 'pipe' })
    using step = new ActionStep({ mode: 'restore', 'backup-dir': room.backups, confirm: 'yes' })
    const { child, ended } = step.start('action')
    await until('the new volume is there', () => volumeExists(volume))
    child.kill('SIGKILL')
    await ended
    const post = await step.post()
    expect(post.code).toBe(1)
    expect(post.stdout).toContain(`did not finish: ${volume} may be incomplete`)
    expect(await volumeExists(volume)).toBe(true)
    const removal = /once all is well: (docker volume rm \$\([^)]*\))/.exec(post.stdout)?.[1] ?? 'false'
    execFileSync('sh', ['-c', removal], { stdio: 'pipe' })
    expect((await allVolumes()).filter((name) => /^volume-backup-(stage|creating)-/.test(name))).toEqual([])
  })
})

describe('two restores at once', () => {
  const room = new Room()
  afterAll(() => room[Symbol.asyncDispose]())

  it('are one: the other is refused, and every rollback copy that is named exists', async () => {
    const volume = await room.volume()
    await fill(volume, { file: 'old' })
    await fillWithNoise(volume, 100_000_000)
    await cli(['backup', '--volumes', volume, '--backup-dir', room.backups])
    const words = ['restore', '--restore-all', 'latest', '--backup-dir', room.backups, '--force', '--json']
    const runs = await Promise.all([cli(words), cli(words)])
    const refused = runs.filter(({ code }) => code === 5)
    expect(runs.map(({ code }) => code).sort()).toEqual([0, 5])
    expect(refused[0]?.stderr).toMatch(/another restore is under way|a restore of these volumes is under way/)
    const done = runs.find(({ code }) => code === 0)
    const report = JSON.parse(done?.stdout ?? '') as { volumes: { rollbackCopy: string }[] }
    for (const { rollbackCopy } of report.volumes) expect(await volumeExists(rollbackCopy)).toBe(true)

    // One that is at work has not been killed.
    const { ended } = startCli(words)
    await exchangeBegins()
    const second = await cli(words)
    expect(second.stderr).toContain('is under way')
    expect(second.stderr).not.toContain('did not finish')
    expect((await ended).code).toBe(0)
  })

  it('do not meet a backup: it is refused while the volumes are exchanged', async () => {
    const volume = await room.volume('busy')
    const lock = await room.container(volume, 'sleep 60', [
      '--label',
      'org.volume-backup.run=other',
      '--label',
      'org.volume-backup.purpose=lock'
    ])
    const { code, stderr } = await cli(['backup', '--volumes', volume, '--backup-dir', room.backups])
    expect(stderr).toContain('a restore of these volumes is under way (run other); nothing was changed')
    expect(code).toBe(5)
    expect(await docker('inspect', '--format', '{{.State.Status}}', lock)).toBe('running')
  })
})

describe('a volume that is a folder of the host', () => {
  const room = new Room()
  const host = join(room.folder, 'host')
  afterAll(() => room[Symbol.asyncDispose]())

  it('is backed up, and never created again by a restore: the manifest must not choose folders', async () => {
    mkdirSync(host)
    writeFileSync(join(host, 'f'), 'v1')
    const volume = await bound()
    expect((await cli(['backup', '--volumes', volume, '--backup-dir', room.backups])).code).toBe(0)
    await docker('volume', 'rm', volume)
    writeFileSync(join(host, 'f'), 'newer')
    writeFileSync(join(host, 'g'), 'more')
    const words = ['restore', '--restore-all', 'latest', '--backup-dir', room.backups, '--force']
    for (const dry of ['true', 'false']) {
      const { code, stderr } = await cli([...words, '--dry-run', dry])
      expect(stderr).toContain(`would be folders of this host: ${volume} (${host})`)
      expect(stderr).toContain('docker volume create --driver local')
      expect(code).toBe(1)
    }
    expect([readFileSync(join(host, 'f'), 'utf8'), readdirSync(host)]).toEqual(['newer', ['f', 'g']])
    expect(await volumeExists(volume)).toBe(false)

    // Made by hand, it is replaced like any other, its content kept aside.
    await bound()
    const done = await cli([...words, '--json'])
    expect(done.code).toBe(0)
    const [restored] = (JSON.parse(done.stdout) as { volumes: { rollbackCopy: string }[] }).volumes
    expect([readFileSync(join(host, 'f'), 'utf8'), readdirSync(host)]).toEqual(['v1', ['f']])
    expect(await contentOf(restored?.rollbackCopy ?? '', 'g')).toBe('more')
  })

  it('cannot hold its own backups: they would go together with it', async () => {
    const volume = await bound()
    await docker('volume', 'inspect', volume)
    const inside = join(host, 'backups')
    const refused = await cli(['backup', '--volumes', volume, '--backup-dir', inside])
    expect(refused.stderr).toContain(`the folder ${inside} lies inside of volume ${volume}`)
    expect([refused.code, existsSync(inside)]).toEqual([2, false])
    execFileSync('cp', ['-r', room.backups, inside])
    const before = readdirSync(host)
    const restore = await cli(['restore', '--restore-all', 'latest', '--backup-dir', inside, '--force'])
    expect(restore.stderr).toContain(`the folder ${inside} lies inside of volume ${volume}`)
    expect([restore.code, readdirSync(host)]).toEqual([2, before])
  })

  async function bound(): Promise<string> {
    const name = room.adopt(room.volumeName('bound'))
    const options = ['type=none', 'o=bind', `device=${host}`].flatMap((option) => ['--opt', option])
    return docker('volume', 'create', ...options, name)
  }
})

describe('a restore that cannot end well', () => {
  const room = new Room()

  it('for want of room in its target is seen before that is emptied', async () => {
    const volume = await room.volume('small')
    await fillWithNoise(volume, 50_000_000)
    expect((await cli(['backup', '--volumes', volume, '--backup-dir', room.backups])).code).toBe(0)
    await docker('volume', 'rm', volume)
    const options = ['type=tmpfs', 'device=tmpfs', 'o=size=30m'].flatMap((option) => ['--opt', option])
    await docker('volume', 'create', ...options, room.adopt(volume))
    const words = ['restore', '--restore-all', 'latest', '--backup-dir', room.backups, '--force']
    const { code, stderr } = await cli(words)
    expect(stderr).toMatch(
      new RegExp(`error \\(no-space\\): the new content of ${volume} needs .* 30.0 MiB are free`)
    )
    expect(stderr).not.toContain('the exchange failed')
    expect(code).toBe(1)
  })
  const volumes: string[] = []
  let id = ''
  beforeAll(async () => {
    for (const word of ['one', 'two']) {
      volumes.push(await room.volume(word))
      await fill(room.volumeName(word), { file: 'of the backup', other: 'x' })
    }
    const flags = ['--volumes', volumes.join(','), '--backup-dir', room.backups]
    const { stdout } = await cli(['backup', ...flags, '--json'])
    id = (JSON.parse(stdout) as Listed).backupId
  })
  afterAll(() => room[Symbol.asyncDispose]())

  const restore = (...flags: string[]): ReturnType<typeof cli> =>
    cli(['restore', '--restore-all', id, '--backup-dir', room.backups, '--force', ...flags])
  const changing = (change: (volume: EditableVolume) => object) => (manifest: EditableManifest) => ({
    ...manifest,
    volumes: manifest.volumes.map((one) =>
      one.name === room.volumeName('two') ? { ...one, ...change(one) } : one
    )
  })

  // Every digest is right: only the comparison with what was unpacked can tell.
  it('is seen after the unpacking when one line of an index is wrong, and changes nothing (S30)', async () => {
    await fill(room.volumeName('two'), { file: 'newer' })
    const before = [await snapshot(room.volumeName('one')), await snapshot(room.volumeName('two'))]
    const existing = await allVolumes()
    const index = join(room.backups, `${room.volumeName('two')}-${id}.index.ndjson.gz`)
    const sound = readFileSync(index)
    const lines = gunzipSync(sound).toString()
    const wrong = lines.replace(/("sha256":"[^"]*)[0-9a-f]{4}"/, '$1beef"')
    expect(wrong).not.toBe(lines)
    const sealed = gzipSync(wrong)
    writeFileSync(index, sealed)
    try {
      const { length: sizeBytes } = sealed
      const changed = { sizeBytes, sha256: `sha256:${createHash('sha256').update(sealed).digest('hex')}` }
      await withManifest(
        room.backups,
        id,
        changing(({ index }) => ({ index: { ...index, ...changed } })),
        async () => {
          const { code, stderr } = await restore()
          expect(stderr).toMatch(
            /error \(verify-failed\): the staged copy of \S+two is not what was backed up: .*file/
          )
          expect(code).toBe(4)
        }
      )
    } finally {
      writeFileSync(index, sound)
    }
    expect(differences(before[0] ?? '', await snapshot(room.volumeName('one')))).toBe('')
    expect(differences(before[1] ?? '', await snapshot(room.volumeName('two')))).toBe('')
    expect(await allVolumes()).toEqual(existing)
    // With the index as it was the same backup restores: it was the line.
    expect((await restore('--keep-rollback', 'false')).code).toBe(0)
  })

  it('names the volume and the driver that the daemon does not have, and creates nothing (S39)', async () => {
    for (const name of volumes) await docker('volume', 'rm', name)
    const existing = await allVolumes()
    await withManifest(
      room.backups,
      id,
      changing(() => ({ driver: 'not-there' })),
      async () => {
        const { code, stderr } = await restore()
        expect(stderr).toMatch(
          new RegExp(`error \\(docker-failed\\): .*create volume ${room.volumeName('two')}: .*not-there`)
        )
        expect(stderr).toContain('hint: its driver is not-there: install that')
        expect(code).toBe(1)
      }
    )
    expect(await allVolumes()).toEqual(existing)
    expect((await restore()).code).toBe(0)
    expect(await contentOf(room.volumeName('two'), 'file')).toBe('of the backup')
  })
})

describe('what a backup folder may hold', () => {
  const room = new Room()
  let id = ''
  beforeAll(async () => {
    const volume = await room.volume()
    await fill(volume, { file: 'x' })
    const { stdout } = await cli(['backup', '--volumes', volume, '--backup-dir', room.backups, '--json'])
    id = (JSON.parse(stdout) as Listed).backupId
  })
  afterAll(() => room[Symbol.asyncDispose]())

  it('is never taken for an archive of the original script when its manifest is gone', async () => {
    const manifest = join(room.backups, `backup-manifest-${id}.json`)
    const text = readFileSync(manifest)
    rmSync(manifest)
    const archive = join(room.backups, `${room.volumeName()}-${id}.tar.gz`)
    const { code, stderr } = await cli(['restore', room.volumeName(), archive, '--force'])
    const lost = /the manifest of backup \S+ is missing in .*index\.ndjson\.gz/
    expect(stderr).toMatch(lost)
    expect(code).toBe(4)
    // Nor is an older one taken in its place.
    const latest = await cli(['restore', '--restore-all', 'latest', '--backup-dir', room.backups, '--force'])
    expect(latest.stderr).toMatch(lost)
    expect(latest.code).toBe(4)
    expect((await cli(['list', '--backup-dir', room.backups])).stdout).toMatch(/DAMAGED: the manifest of/)
    const validated = await cli(['validate', '--checks', 'archives', '--backup-dir', room.backups])
    expect(validated.stdout).toMatch(lost)
    expect(validated.code).toBe(4)
    writeFileSync(manifest, text)
  })

  it('may be of several projects: the latest is that of the own one', async () => {
    await using two = new Room()
    const projects = ['one', 'two'].map((word) => `${two.name}-${word}`)
    const volumes: string[] = []
    for (const project of projects) {
      const labels = {
        'com.docker.compose.project': project,
        'com.docker.compose.volume': 'data',
        backup: 'high'
      }
      const volume = await two.volume(project.slice(-3), labels)
      volumes.push(volume)
      await fill(volume, { of: project })
      const words = ['backup', '--project-name', project, '--backup-dir', two.backups]
      expect((await cli(words)).code).toBe(0)
      await fill(volume, { of: 'nobody' })
    }
    const restore = (project: string): ReturnType<typeof cli> =>
      cli([
        'restore',
        '--restore-all',
        'latest',
        '--project-name',
        project,
        '--backup-dir',
        two.backups,
        '--force'
      ])
    const other = await restore(`${two.name}-three`)
    expect(other.stderr).toMatch(
      /error \(backup-unknown\): there is no latest backup of project \S+-three in/
    )
    expect(other.code).toBe(2)
    expect((await restore(projects[0] ?? '')).code).toBe(0)
    expect(await contentOf(volumes[0] ?? '', 'of')).toBe(projects[0])
    expect(await contentOf(volumes[1] ?? '', 'of')).toBe('nobody')
    const validated = await cli([
      'validate',
      '--checks',
      'archives',
      '--project-name',
      projects[0] ?? '',
      '--backup-dir',
      two.backups,
      '--json'
    ])
    expect(JSON.parse(validated.stdout)).toMatchObject({ project: projects[0], result: 'success' })
    expect(validated.stdout).toContain(`${volumes[0]}`)
  })

  it.each<[string, string, (path: string) => void]>([
    ['a changed manifest', 'backup-manifest-ID.json', (path) => appendFileSync(path, ' ')],
    ['a changed manifest for people', 'backup-manifest-ID.txt', (path) => appendFileSync(path, ' ')],
    ['no manifest for people', 'backup-manifest-ID.txt', (path) => rmSync(path)],
    ['no checksums', 'SHA256SUMS-ID', (path) => rmSync(path)],
    ['empty checksums', 'SHA256SUMS-ID', (path) => writeFileSync(path, '')]
  ])('is found out: %s', async (_, file, damage) => {
    const name = file.replace('ID', id)
    const path = join(room.backups, name)
    const text = readFileSync(path)
    damage(path)
    try {
      const restored = await cli(['restore', '--restore-all', id, '--backup-dir', room.backups, '--force'])
      expect(restored.stderr).toMatch(new RegExp(`error \\(backup-damaged\\): .*${name}`))
      expect(restored.code).toBe(4)
      const validated = await cli(['validate', '--checks', 'archives', '--backup-dir', room.backups])
      expect(validated.stdout).toContain(name)
      expect(validated.code).toBe(4)
    } finally {
      writeFileSync(path, text)
    }
  })

  it('is not waited for when it is a pipe', async () => {
    const pipe = join(room.backups, 'backup-manifest-20990101-000000.json')
    execFileSync('mkfifo', [pipe])
    try {
      const listed = await cli(['list', '--backup-dir', room.backups])
      expect(listed.stdout).toMatch(/20990101-000000 .*DAMAGED: .*is not a file/)
      const restored = await cli(['restore', '--restore-all', 'latest', '--backup-dir', room.backups])
      expect(restored.stderr).toContain('error (backup-damaged)')
      expect(restored.code).toBe(4)
    } finally {
      rmSync(pipe)
    }
  })

  it.each([
    ['project', '\u001b[31mred', /^BACKUP/],
    ['host', '\u001b]0;title\u0007', /^BACKUP/]
  ])('cannot steer a terminal by its %s', async (member, value, listed) => {
    await withManifest(
      room.backups,
      id,
      (manifest) => ({ ...manifest, [member]: value }),
      async () => {
        for (const words of [['list'], ['show', id]]) {
          const { stdout } = await cli([...words, '--backup-dir', room.backups])
          expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/)
          if (words[0] === 'list') expect(stdout).toMatch(listed)
        }
      }
    )
  })

  it.each(['../../x', 'a\n::error::boo', '-rf', ''])('has no volume of the name %j', async (key) => {
    const renamed = (manifest: EditableManifest) => ({
      ...manifest,
      volumes: manifest.volumes.map((one) => ({ ...one, key }))
    })
    await withManifest(room.backups, id, renamed, async () => {
      const { code, stderr } = await cli([
        'restore',
        '--restore-all',
        id,
        '--backup-dir',
        room.backups,
        '--force'
      ])
      expect(stderr).toContain('is not a sound manifest: volumes.0.key')
      expect(code).toBe(4)
      expect((await cli(['list', '--backup-dir', room.backups])).stdout).toContain('DAMAGED')
    })
  })
})

async function exchangeBegins(): Promise<void> {
  await until('the exchange begins', async () =>
    (await allVolumes()).some((name) => name.startsWith('volume-backup-exchange-'))
  )
}

async function helpers(): Promise<string> {
  return docker('ps', '--all', '--quiet', '--filter', 'label=org.volume-backup.run')
}
