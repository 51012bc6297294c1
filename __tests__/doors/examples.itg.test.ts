import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { allVolumes, contentOf, fill, Room, repository } from '../support/docker.ts'
import { ActionStep, cli, onTerminal, placesOf } from '../support/doors.ts'

const command = join(repository, 'dist/cli/index.js')

// A project of three volumes whose containers are gone: what an operator has after "docker compose down".
describe('the examples of the original scripts', () => {
  const room = new Room()
  const project = room.name
  const keys = {
    sigul_server_data: 'critical',
    sigul_server_nss: 'high',
    sigul_server_logs: 'medium',
    sigul_server_run: 'none'
  }

  beforeAll(async () => {
    const volumes = Object.entries(keys).map(
      ([key, priority]) => `  ${key}:\n    labels: {backup: ${priority}, description: Data of ${key}}`
    )
    writeFileSync(
      join(room.folder, 'docker-compose.sigul.yml'),
      `name: ${project}\nservices:\n  one:\n    image: none\n    volumes: [${Object.keys(keys)
        .map((key) => `"${key}:/v/${key}"`)
        .join(', ')}]\nvolumes:\n${volumes.join('\n')}\n`
    )
    for (const [key, priority] of Object.entries(keys)) {
      const labels = {
        'com.docker.compose.project': project,
        'com.docker.compose.volume': key,
        backup: priority
      }
      const made = await room.volume(key, labels)
      expect(made).toBe(`${room.name}-${key}`)
      await fill(made, { file: `content of ${key}` })
    }
  })
  afterAll(() => room[Symbol.asyncDispose]())

  const here = (): { cwd: string } => ({ cwd: room.folder })
  const archives = (folder: string, id: string): readonly string[] =>
    readdirSync(join(room.folder, folder))
      .filter((name) => name.includes(id) && name.endsWith('.tar.gz'))
      .sort()

  it.each<[string, string[], string, number]>([
    ['backup (S12, S18, S19, S22)', [], 'backups', 2],
    ['backup --all (S13)', ['--all'], 'backups', 3],
    [
      'backup --backup-dir DIR that does not exist, with a blank (S14)',
      ['--backup-dir', 'mnt/my backups'],
      'mnt/my backups',
      2
    ],
    ['backup --all --backup-dir DIR', ['--all', '--backup-dir', './mnt/all'], 'mnt/all', 3]
  ])('%s', async (_, flags, folder, count) => {
    const { code, stdout } = await cli(['backup', ...flags, '--json'], here())
    expect(code).toBe(0)
    const { backupId } = JSON.parse(stdout) as { backupId: string }
    expect(backupId).toMatch(/^\d{8}-\d{6}$/)
    expect(archives(folder, backupId)).toHaveLength(count)
    expect(existsSync(join(room.folder, folder, `backup-manifest-${backupId}.txt`))).toBe(true)
  })

  it('restore VOLUME ARCHIVE --force, restore --restore-all ID --force, list and show (S23, S24, S27, S35)', async () => {
    const { stdout } = await cli(['backup', '--json'], here())
    const { backupId } = JSON.parse(stdout) as { backupId: string }
    const name = `${room.name}-sigul_server_data`
    await fill(name, { file: 'damaged', later: 'x' })
    // The very form of the original documents, which there destroyed the volume.
    const one = await cli(
      ['restore', 'sigul_server_data', `backups/sigul_server_data-${backupId}.tar.gz`, '--force'],
      here()
    )
    expect(one.code).toBe(0)
    expect(await contentOf(name, 'file')).toBe('content of sigul_server_data')
    await fill(name, { file: 'damaged again' })
    expect((await cli(['restore', '--restore-all', backupId, '--force'], here())).code).toBe(0)
    expect(await contentOf(name, 'file')).toBe('content of sigul_server_data')
    expect((await cli(['list'], here())).stdout).toContain(backupId)
    expect((await cli(['show', backupId], here())).stdout).toContain('sha256sum -c')
  })

  it.each([
    [['--help'], ['usage: volume-backup COMMAND', 'backup', 'restore', 'validate', 'list', 'show']],
    [
      ['backup', '--help'],
      ['usage: volume-backup backup', '--all', '--backup-dir', 'Default: ./backups']
    ],
    [
      ['restore', '--help'],
      ['usage: volume-backup restore VOLUME ARCHIVE [--force]', '--restore-all BACKUP-ID', '--force']
    ]
  ])('%j prints the help and does nothing (S20, S33)', async (words, texts) => {
    const { code, stdout, stderr } = await cli(words, here())
    expect(texts.filter((text) => !stdout.replace(/\s+/g, ' ').includes(text))).toEqual([])
    expect(stdout).toContain('exit codes: 0 done')
    expect([code, stderr]).toEqual([0, ''])
  })

  it.each([
    [[], 'no command is given', 'usage: volume-backup COMMAND'],
    [['restore'], 'restore needs VOLUME ARCHIVE', 'usage: volume-backup restore VOLUME ARCHIVE']
  ])('%j, without arguments, prints the usage and fails (S33)', async (words, problem, usage) => {
    const { code, stdout, stderr } = await cli(words, here())
    expect(placesOf(stderr, [problem, usage, '--help'])).not.toContain(-1)
    expect([code, stdout]).toEqual([2, ''])
  })

  it('a cron line: an empty environment and a change of directory (S78)', () => {
    const line = 'cd "$1" && exec "$2" "$3" backup --backup-dir mnt/cron'
    const text = execFileSync(
      'env',
      [
        '-i',
        'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
        `HOME=${process.env.HOME ?? '/'}`,
        ...(process.env.DOCKER_HOST ? [`DOCKER_HOST=${process.env.DOCKER_HOST}`] : []),
        '/bin/sh',
        '-c',
        line,
        'sh',
        room.folder,
        process.execPath,
        command
      ],
      { encoding: 'utf8', stdio: 'pipe' }
    )
    expect(text).toMatch(/backup \d{8}-\d{6}: success/)
  })

  it.each([
    ['no', false],
    ['', false],
    ['Yes', false],
    ['\u0004', false],
    ['yes', true]
  ])(
    'on a terminal, the answer %j restores: %s, in this order (S25, S32, S34, S36, S87, S90, S93)',
    async (answer, restores) => {
      const name = `${room.name}-sigul_server_data`
      await fill(name, { file: 'newer' })
      const before = await allVolumes()
      const { code, said } = await onTerminal(
        [
          ...['restore', '--restore-all', 'latest', '--volumes', 'sigul_server_data'],
          ...['--keep-rollback', 'false']
        ],
        answer === '\u0004' ? answer : `${answer}\n`,
        room.folder
      )
      const steps = [
        'REPLACED: all that is in it now goes',
        'Type yes to go on',
        ...(restores
          ? ['unpacked and compared', 'old content is kept', 'exchanged and compared', 'start the services']
          : ['error (not-confirmed)'])
      ]
      expect(placesOf(said, steps)).not.toContain(-1)
      expect(said.includes('unpacked')).toBe(restores)
      expect(code).toBe(restores ? 0 : 5)
      expect(await contentOf(name, 'file')).toBe(restores ? 'content of sigul_server_data' : 'newer')
      expect(await allVolumes()).toEqual(before)
    }
  )

  it('names the file and the way on when the folder cannot be used (S15, S97)', async () => {
    writeFileSync(join(room.folder, 'a-file'), '')
    const { code, stderr } = await cli(['backup', '--backup-dir', 'a-file'], here())
    expect(stderr).toMatch(/error \(folder-unusable\): the folder .*a-file cannot be/)
    expect(stderr).toContain('hint: a part of this path is a file: choose another with --backup-dir')
    expect(code).toBe(1)
  })

  it.each([
    ['nowhere/report.json', /report-file .*nowhere\/report.json cannot be written: ENOENT/],
    ['.', /report-file .* cannot be written: it is a folder/],
    [
      'docker-compose.sigul.yml',
      /report-file .*sigul.yml cannot be written: it is there already, and no report/
    ]
  ])('refuses a place for the report that cannot be: %s', async (place, problem) => {
    const { code, stderr } = await cli(
      ['backup', '--backup-dir', 'no-report', '--report-file', place],
      here()
    )
    expect(stderr).toMatch(problem)
    expect(code).toBe(2)
    expect(existsSync(join(room.folder, 'no-report'))).toBe(false)
  })

  it('writes a report over one of before, but not two into one file', async () => {
    const words = ['validate', '--checks', 'labels']
    for (const round of [1, 2]) {
      await cli(
        [...words, '--report-file', 'r.json', '--report-html', 'r.html', '--report-junit', 'r.xml'],
        here()
      )
      expect([round, readFileSync(join(room.folder, 'r.xml'), 'utf8')]).toEqual([
        round,
        expect.stringContaining('<testsuites')
      ])
    }
    const same = await cli([...words, '--report-html', 'r.html', '--report-junit', 'r.html'], here())
    expect(same.stderr).toContain('report-html and report-junit are both')
    expect(same.code).toBe(2)
    expect(readFileSync(join(room.folder, 'r.html'), 'utf8')).toMatch(/^<!doctype html>/)
  })

  it('says where it looked when there is no daemon (S15)', async () => {
    const { code, stderr } = await cli(['backup'], {
      ...here(),
      env: { DOCKER_HOST: 'unix:///nonexistent/docker.sock' }
    })
    expect(stderr).toContain('unix:///nonexistent/docker.sock (DOCKER_HOST): no such socket')
    expect(code).toBe(1)
  })

  it('asks for a stack when there is no Compose file, and knows one that is missing', async () => {
    const empty = join(room.folder, 'empty')
    mkdirSync(empty)
    const none = await cli(['backup'], { cwd: empty })
    expect(none.stderr).toContain('there is no Compose file in')
    expect(none.code).toBe(2)
    const missing = await cli(['backup', '--compose-file', 'not-there.yml'], here())
    expect(missing.stderr).toContain('there is no Compose file')
    expect(missing.code).toBe(2)
  })

  it('finds the volumes of a project by its name alone', async () => {
    const empty = join(room.folder, 'elsewhere')
    mkdirSync(empty)
    const { code, stdout } = await cli(['backup', '--project-name', project, '--json'], { cwd: empty })
    expect(code).toBe(0)
    expect((JSON.parse(stdout) as { volumes: { key: string }[] }).volumes.map(({ key }) => key)).toEqual([
      'sigul_server_data',
      'sigul_server_nss'
    ])
  })

  it('fails an action with every problem in one annotation, and leaves outputs for later steps', async () => {
    using step = new ActionStep({ mode: 'backup', priority: 'critcal', quiesce: 'sleep' })
    const { ended } = await step.run()
    expect(ended.code).toBe(1)
    expect(ended.stdout).toMatch(/::error::.*critcal.*%0A.*sleep/)
  })

  it('keeps an existing folder of backups as it is', async () => {
    const folder = join(room.folder, 'shared')
    mkdirSync(folder)
    chmodSync(folder, 0o750)
    expect((await cli(['backup', '--backup-dir', 'shared'], here())).code).toBe(0)
    expect(execFileSync('stat', ['-c', '%a', folder], { encoding: 'utf8' }).trim()).toBe('750')
  })

  it('keeps two backups of one moment apart', async () => {
    const [one, two] = await Promise.all([
      cli(['backup', '--backup-dir', 'twice', '--json'], here()),
      cli(['backup', '--backup-dir', 'twice', '--json'], here())
    ])
    const ids = [one, two].map(({ stdout }) => (JSON.parse(stdout) as { backupId: string }).backupId)
    expect(new Set(ids).size).toBe(2)
    expect([one?.code, two?.code]).toEqual([0, 0])
    for (const id of ids) expect(archives('twice', id)).toHaveLength(2)
  })
})
