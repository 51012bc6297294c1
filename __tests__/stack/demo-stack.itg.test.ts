import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  allVolumes,
  asRoot,
  differences,
  docker,
  mountpoint,
  readJson,
  shellImage,
  snapshot,
  stateOf,
  tree
} from '../support/docker.ts'
import { ActionStep, cli, onTerminal, placesOf, until } from '../support/doors.ts'
import { composeFile, DemoStack, declared, demoImage } from '../support/stack.ts'

interface Manifest {
  backupId: string
  createdAt: string
  host: string
  volumes: {
    key: string
    name: string
    priority: string
    description: string
    consistency: string
    entries: number
    startedAt: string
    users: { container: string; service: string; image: string }[]
    archive: { file: string; sizeBytes: number }
    notCaptured: { reason: string }[]
  }[]
  leftOut: { key: string; reason: string }[]
}

async function backup(stack: DemoStack, ...flags: string[]): Promise<Manifest> {
  const { code, stdout, stderr } = await cli(['backup', ...stack.flags, '--json', ...flags])
  if (code !== 0) throw new Error(stdout + stderr)
  return readJson((JSON.parse(stdout) as { manifest: string }).manifest) as unknown as Manifest
}

// Stories on one running stack: bringing it up costs more than all of them together.
describe('the demo stack', () => {
  const stack = new DemoStack()
  beforeAll(() => stack.up())
  afterAll(() => stack[Symbol.asyncDispose]())

  it('has all seven volumes with description, priority and driver local (S37, S38, S39)', async () => {
    const volumes = JSON.parse(await docker('volume', 'inspect', ...(await stack.volumes()))) as {
      Driver: string
      Labels: Record<string, string>
    }[]
    expect(
      Object.fromEntries(volumes.map(({ Labels }) => [Labels['com.docker.compose.volume'], Labels.backup]))
    ).toEqual(declared)
    for (const { Driver, Labels } of volumes) {
      expect(Labels.description).toMatch(/\w/)
      expect(Driver).toBe('local')
    }
  })

  it('is backed up by default in its three critical and high volumes, in that order (S1-S3, S9, S12, S48)', async () => {
    const manifest = await backup(stack)
    expect(manifest.volumes.map(({ key }) => key)).toEqual([
      'sigul_server_data',
      'sigul_bridge_nss',
      'sigul_server_nss'
    ])
    expect(manifest.volumes.map(({ priority }) => priority)).toEqual(['critical', 'high', 'high'])
    expect(new Set(manifest.volumes.map(({ consistency }) => consistency))).toEqual(new Set(['paused']))
    expect(manifest.volumes[0]?.description).toBe('Signing database and GnuPG keys')
    const files = readdirSync(stack.backups).filter((name) => name.includes(manifest.backupId))
    expect(files.filter((name) => name.endsWith('.tar.gz')).sort()).toEqual(
      manifest.volumes.map(({ key }) => `${key}-${manifest.backupId}.tar.gz`).sort()
    )
    for (const { archive } of manifest.volumes) {
      expect(readFileSync(join(stack.backups, archive.file)).length).toBe(archive.sizeBytes)
    }
  })

  it('says each volume in order of priority, lets the services go, is done; every size is that of the file (S9, S17, S21, S85)', async () => {
    const { code, stderr } = await cli(['backup', ...stack.flags, '--all'])
    expect(code).toBe(0)
    const id = /backup (\S+) is complete/.exec(stderr)?.[1] ?? ''
    const manifest = readJson(join(stack.backups, `backup-manifest-${id}.json`)) as unknown as Manifest
    const readable = readFileSync(join(stack.backups, `backup-manifest-${id}.txt`), 'utf8')
    const said = [...stderr.matchAll(/^(\w+): [\d,]+ entr\S+ .* in (\d+) bytes \((\S+)\)/gm)]
    const inOrder = ['sigul_server_data', 'sigul_bridge_nss', 'sigul_server_nss', 'sigul_server_logs']
    expect(said.map(([, key]) => key)).toEqual([...inOrder, 'sigul_bridge_data', 'sigul_bridge_logs'])
    const steps = [said.at(-1)?.[0] ?? '', 'running again: ', `backup ${id} is complete`]
    expect(placesOf(stderr, steps)).not.toContain(-1)
    for (const [, key, bytes, file = ''] of said) {
      const size = statSync(join(stack.backups, file)).size
      const recorded = manifest.volumes.find((volume) => volume.key === key)
      expect([key, Number(bytes), recorded?.archive]).toEqual([
        key,
        size,
        expect.objectContaining({ file, sizeBytes: size })
      ])
      expect(readable).toMatch(new RegExp(`^${key} .* ${size} B +${file}$`, 'm'))
    }
  })

  it('takes exactly the volumes of a level that is named (S9)', async () => {
    const { volumes } = await backup(stack, '--priority', 'high')
    expect(volumes.map(({ key }) => key)).toEqual(['sigul_bridge_nss', 'sigul_server_nss'])
  })

  it('leaves an audit trail: when, where, and who used the volumes (S88)', async () => {
    const from = Date.now()
    const manifest = await backup(stack)
    const times = [manifest.createdAt, ...manifest.volumes.map(({ startedAt }) => startedAt)].map(Date.parse)
    expect(Math.min(...times)).toBeGreaterThanOrEqual(from)
    expect(Math.max(...times)).toBeLessThanOrEqual(Date.now())
    expect(manifest.host).toBe(hostname())
    const data = manifest.volumes.find(({ key }) => key === 'sigul_server_data')
    expect(data?.users).toEqual([
      expect.objectContaining({
        container: `${stack.project}-sigul-server-1`,
        service: 'sigul-server',
        image: demoImage
      })
    ])
    expect((await cli(['show', manifest.backupId, '--backup-dir', stack.backups])).stdout).toContain(
      `made ${manifest.createdAt} on ${hostname()}`
    )
  })

  it('is backed up whole with --all, but for the transient volume, which is named (S4-S7, S13, S94)', async () => {
    const manifest = await backup(stack, '--all')
    expect(manifest.volumes.map(({ key }) => key).sort()).toEqual(
      Object.keys(declared)
        .filter((key) => declared[key] !== 'none')
        .sort()
    )
    expect(manifest.leftOut).toEqual([{ key: 'sigul_server_run', reason: 'priority-none' }])
  })

  it('is left running, every service, after a backup (S100)', async () => {
    await backup(stack)
    for (const service of ['sigul-server', 'sigul-bridge']) {
      const container = `${stack.project}-${service}-1`
      expect(await stateOf(container)).toBe('running')
      // The engine calls a container unhealthy from its pause to its next health check.
      const health = () => docker('inspect', '--format', '{{.State.Health.Status}}', container)
      await until(`${service} is healthy`, async () => (await health()) === 'healthy')
    }
  })

  it('is not restored while it runs, and nobody is asked (S26, S31, S34, S50, S91, S96)', async () => {
    const { backupId } = await backup(stack)
    const { code, stderr } = await cli(['restore', '--restore-all', backupId, ...stack.flags, '--force'])
    expect(code).toBe(5)
    expect(stderr).toContain(`${stack.project}-sigul-server-1`)
    expect(stderr).toContain('hint: stop them first (docker compose stop)')
    const asked = await onTerminal(['restore', '--restore-all', backupId, ...stack.flags], 'yes\n')
    expect(asked.code).toBe(5)
    expect(asked.said).toContain('error (in-use)')
    expect(asked.said).not.toContain('Type yes')
  })

  it('runs through the action bundle with inputs, outputs and a summary, which tells what each volume is (S17, S40, S88, S89)', async () => {
    using step = new ActionStep({
      mode: 'backup',
      'compose-file': composeFile,
      'project-name': stack.project,
      'backup-dir': stack.backups,
      priority: 'all'
    })
    const { ended, outputs, summary } = await step.run()
    expect(ended.code).toBe(0)
    expect(outputs).toMatchObject({ result: 'success', verified: 'true', 'error-code': '' })
    expect(JSON.parse(outputs.volumes ?? '')).toHaveLength(6)
    const report = readJson(outputs.report ?? '') as unknown as {
      volumes: { key: string; description: string; archiveFile: string; archiveBytes: number }[]
    }
    const sizes = report.volumes.map(({ archiveFile }) => statSync(join(stack.backups, archiveFile)).size)
    expect(report.volumes.map(({ archiveBytes }) => archiveBytes)).toEqual(sizes)
    expect(Number(outputs['size-bytes'])).toBe(sizes.reduce((sum, size) => sum + size, 0))
    const shown = await cli(['show', outputs['backup-id'] ?? '', '--backup-dir', stack.backups])
    for (const { key, description } of report.volumes) {
      expect(description).toMatch(/\w \w/)
      expect(summary).toMatch(new RegExp(`\\| ${key}<br><sub>${description}</sub> \\| \\w+ \\| archived \\|`))
      expect(shown.stdout).toContain(`${key}: ${description}`)
    }
    expect(report).toMatchObject({ result: 'success', backupId: outputs['backup-id'] })
    const refused = new ActionStep({
      mode: 'restore',
      'compose-file': composeFile,
      'project-name': stack.project,
      'backup-dir': stack.backups,
      confirm: 'yes'
    })
    const run = await refused.run()
    refused[Symbol.dispose]()
    expect(run.ended.code).toBe(1)
    expect(run.outputs).toMatchObject({ result: 'failed', 'error-code': 'in-use' })
    expect(run.ended.stdout).toContain('::error::')
  })

  it('proves by the cycle check that its live volumes restore, and keeps running (S61)', async () => {
    const before = await docker(
      'ps',
      '--quiet',
      '--filter',
      `label=com.docker.compose.project=${stack.project}`
    )
    const { code, stdout } = await cli(['validate', '--checks', 'cycle', ...stack.flags])
    expect(stdout).toMatch(/3 checks: 3 passed, 0 failed, 0 skipped/)
    expect(code).toBe(0)
    expect(
      await docker('ps', '--quiet', '--filter', `label=com.docker.compose.project=${stack.project}`)
    ).toBe(before)
  })

  it('lives again after everything was destroyed: key, certificates, rows, labels, and a silent Compose (S1-S3, S24, S31, S73-S76, S83, S84)', async () => {
    const key = await stack.query('SELECT fingerprint FROM keys')
    await stack.compose('stop', '--timeout', '5')
    const rows = await stack.rows()
    const { backupId } = await backup(stack, '--all')
    await stack.compose('down', '--volumes', '--timeout', '5')
    expect(await stack.volumes()).toEqual([])

    const restored = await cli(['restore', '--restore-all', backupId, ...stack.flags, '--force'])
    expect(restored.code).toBe(0)
    const order = [...restored.stderr.matchAll(/^(\w+): [\d,]+ entr(?:y|ies) unpacked and compared/gm)].map(
      ([, name]) => name
    )
    expect(order).toEqual([
      'sigul_server_nss',
      'sigul_bridge_nss',
      'sigul_server_data',
      'sigul_bridge_data',
      'sigul_server_logs',
      'sigul_bridge_logs'
    ])
    expect(
      placesOf(restored.stdout, [
        `docker compose -f ${composeFile} -p ${stack.project} up -d`,
        `docker compose -f ${composeFile} -p ${stack.project} ps`
      ])
    ).not.toContain(-1)

    expect(await stack.rows()).toBe(rows)
    const verified = await stack.verify()
    expect(verified).not.toContain('FAIL')
    expect(verified).toContain('17 checks, 0 failed')
    expect(verified).toContain('ok    bridge: password opens the key of the authority')

    const said = await stack.compose('up', '--detach', '--wait', '--wait-timeout', '240')
    expect(said).not.toMatch(/already exists|recreate|warn/i)
    expect(await stack.query('SELECT fingerprint FROM keys')).toBe(key)
    const highest = Number(/\|(\d+)/.exec(rows)?.[1])
    expect(Number(await stack.query('SELECT max(id) FROM users'))).toBeGreaterThanOrEqual(highest)
    expect(await stack.query('PRAGMA integrity_check')).toBe('ok')
    const log = '/var/log/sigul/server/sigul_server.log'
    expect(await stack.exec('sigul-server', 'cat', log)).toContain(`created key ${key}`)
    expect(await stack.exec('sigul-bridge', 'cat', '/var/log/sigul/bridge/sigul_bridge.log')).toMatch(
      /heartbeat/
    )
    const labels = JSON.parse(await docker('volume', 'inspect', ...(await stack.volumes()))) as {
      Labels: Record<string, string>
    }[]
    expect(
      Object.fromEntries(labels.map(({ Labels }) => [Labels['com.docker.compose.volume'], Labels.backup]))
    ).toEqual(declared)
  })

  it('is kept safe for maintenance, and one damaged volume is brought back with the application (S81, S82)', async () => {
    const key = await stack.query('SELECT fingerprint FROM keys')
    await stack.compose('down', '--timeout', '5')
    const rows = await stack.rows()
    const saved = await cli(['backup', ...stack.flags, '--all', '--json'])
    expect(saved.code).toBe(0)
    const { backupId, held } = JSON.parse(saved.stdout) as {
      backupId: string
      held: { containers: string[] }
    }
    expect(held.containers).toEqual([])
    const folder = ['--backup-dir', stack.backups]
    const keys = Object.keys(declared).filter((name) => declared[name] !== 'none')
    const listed = (await cli(['list', ...folder])).stdout.split('\n').find((line) => line.includes(backupId))
    const shown = (await cli(['show', backupId, ...folder])).stdout
    for (const name of keys) {
      expect(listed).toContain(name)
      expect(shown).toContain(`${name}-${backupId}.tar.gz`)
    }

    // Intact for SQLite, so only who knows what belongs in it sees the loss.
    await stack.loseRows()
    const lost = await stack.verify()
    expect(lost).toContain('ok    data: database is intact')
    expect(lost).toContain('FAIL  data: each user has one access, none is lost')
    expect(lost).toMatch(/17 checks, 1 failed/)
    const database = join(await mountpoint(stack.volume('sigul_server_data')), 'server.sqlite')
    await asRoot('dd', 'if=/dev/urandom', `of=${database}`, 'bs=4096', 'seek=1', 'count=2', 'conv=notrunc')
    expect(await stack.verify()).toContain('FAIL  data: database is intact')

    const archive = join(stack.backups, `sigul_server_data-${backupId}.tar.gz`)
    const restored = await cli(['restore', 'sigul_server_data', archive, ...stack.flags, '--force'])
    expect(restored.stderr).toContain('sigul_server_data: exchanged and compared')
    expect(restored.code).toBe(0)
    expect(await stack.rows()).toBe(rows)
    expect(await stack.verify()).toContain('17 checks, 0 failed')
    await stack.compose('up', '--detach', '--wait', '--wait-timeout', '240')
    expect(await stack.query('SELECT fingerprint FROM keys')).toBe(key)
    expect(await stack.query('PRAGMA integrity_check')).toBe('ok')
    for (const service of ['server', 'bridge']) {
      const log = `/var/log/sigul/${service}/sigul_${service}.log`
      expect(await stack.exec(`sigul-${service}`, 'cat', log)).toMatch(/\w/)
    }
  })

  it('goes through the nine steps of the original validation, one after the other (S80)', async () => {
    const folder = join(stack.folder, 'test backup')
    const flags = ['--compose-file', composeFile, '--project-name', stack.project, '--backup-dir', folder]
    const started = (): Promise<string> =>
      docker(
        'inspect',
        '--format',
        '{{.Id}} {{.State.StartedAt}} {{.State.Status}}',
        `${stack.project}-sigul-server-1`
      )
    const before = [await started(), await allVolumes()]
    expect((await cli(['validate', '--checks', 'cycle', ...flags])).code).toBe(0)
    for (const command of ['backup', 'restore'])
      expect((await cli([command, '--help'])).stdout).toContain(`usage: volume-backup ${command}`)
    for (const name of await stack.volumes()) {
      const labels = await docker(
        'volume',
        'inspect',
        '--format',
        '{{.Labels.backup}}: {{.Labels.description}}',
        name
      )
      expect(labels).toMatch(/^(critical|high|medium|low|none): \w/)
    }
    const made = await cli(['backup', ...flags, '--json'])
    expect(made.code).toBe(0)
    const { backupId } = JSON.parse(made.stdout) as { backupId: string }
    expect(readdirSync(folder).filter((name) => name.endsWith('.tar.gz'))).toHaveLength(3)
    expect((await cli(['list', '--backup-dir', folder])).stdout).toContain(backupId)
    expect((await cli(['show', backupId, '--backup-dir', folder])).stdout).toContain(
      `volume-backup restore --restore-all ${backupId}`
    )
    const refused = await onTerminal(
      ['restore', '--restore-all', backupId, ...flags, '--running-services', 'stop'],
      'no\n'
    )
    expect(
      placesOf(refused.said, ['will be REPLACED', 'Type yes to go on', 'error (not-confirmed)'])
    ).not.toContain(-1)
    expect(refused.code).toBe(5)
    rmSync(folder, { recursive: true })
    expect([await started(), await allVolumes()]).toEqual(before)
  })

  it('is restored in place from the older of two sets, with the services stopped and started by the restore (S10, S86)', async () => {
    const older = await backup(stack)
    const rows = Number(await stack.query('SELECT max(id) FROM users'))
    await backup(stack)
    const { code, stderr } = await cli([
      'restore',
      '--restore-all',
      older.backupId,
      ...stack.flags,
      '--force',
      '--running-services',
      'stop',
      '--keep-rollback',
      'false'
    ])
    expect(stderr).toContain('running again')
    expect(code).toBe(0)
    const after = Number(await stack.query('SELECT count(*) FROM users WHERE id > 1'))
    expect(after).toBeGreaterThan(0)
    expect(Number(await stack.query('SELECT max(id) FROM users'))).toBeGreaterThanOrEqual(rows - 20)
    expect(
      await docker('inspect', '--format', '{{.State.Health.Status}}', `${stack.project}-sigul-server-1`)
    ).toBe('healthy')
  })

  it('skips a declared volume that does not exist with a warning, result partial, and strict makes that an error (S16, S94)', async () => {
    const file = join(stack.folder, 'more.yml')
    writeFileSync(
      file,
      'volumes:\n  not_there:\n    labels: {backup: high, description: x}\nservices:\n  later:\n    image: none\n    profiles: [later]\n    volumes: ["not_there:/x"]\n'
    )
    const flags = [
      '--compose-file',
      `${composeFile},${file}`,
      '--project-name',
      stack.project,
      '--backup-dir',
      stack.backups
    ]
    const partial = await cli(['backup', ...flags])
    expect(partial.stderr).toMatch(/warning: .*not_there/)
    expect(partial.code).toBe(3)
    const again = await cli(['backup', ...flags, '--json'])
    expect(again.code).toBe(3)
    const report = JSON.parse(again.stdout) as {
      result: string
      backupId: string
      volumes: { key: string; outcome: string; archiveFile: string }[]
      leftOut: { key: string; reason: string }[]
    }
    expect(report.result).toBe('partial')
    expect(report.leftOut).toContainEqual(
      expect.objectContaining({ key: 'not_there', reason: 'not-created' })
    )
    expect(report.volumes.map(({ key, outcome }) => [key, outcome])).toEqual(
      ['sigul_server_data', 'sigul_bridge_nss', 'sigul_server_nss'].map((key) => [key, 'archived'])
    )
    expect(report.volumes.filter(({ archiveFile }) => !existsSync(join(stack.backups, archiveFile)))).toEqual(
      []
    )
    const files = report.volumes.map(({ archiveFile }) => archiveFile).sort()
    expect(files).toEqual(
      readdirSync(stack.backups)
        .filter((name) => name.endsWith(`${report.backupId}.tar.gz`))
        .sort()
    )
    const strict = await cli(['backup', ...flags, '--strict', 'true'])
    expect(strict.stderr).toContain('error (volume-missing): declared but not created: not_there')
    expect(strict.code).toBe(1)
  })

  it('can be restored from its readable manifest with docker and tar alone, copied word by word (S11)', async () => {
    const manifest = await backup(stack, '--all')
    const text = readFileSync(join(stack.backups, `backup-manifest-${manifest.backupId}.txt`), 'utf8')
    const commands =
      (text.split('The volume has to be new or empty.')[1] ?? '')
        .split('Details, digests')[0]
        ?.replaceAll(' IMAGE ', ` ${await shellImage()} `) ?? ''
    const renamed = commands.replaceAll(`${stack.project}_`, `${stack.project}x_`)
    const copies = manifest.volumes.map(({ key }) => `${stack.project}x_${key}`)
    try {
      execFileSync('bash', ['-euo', 'pipefail', '-c', renamed], { cwd: stack.backups, stdio: 'pipe' })
      for (const { key, archive } of manifest.volumes) {
        const folder = join(stack.folder, key)
        await asRoot(
          'sh',
          '-c',
          'mkdir "$2" && tar -x -C "$2" -p --numeric-owner --acls --xattrs --xattrs-include="*" -f "$1"',
          'sh',
          join(stack.backups, archive.file),
          folder
        )
        const expected = await tree('snapshot', join(folder, 'volume'))
        expect(differences(expected, await snapshot(`${stack.project}x_${key}`))).toBe('')
        await asRoot('rm', '-rf', folder)
      }
    } finally {
      for (const name of copies) await docker('volume', 'rm', name).catch(() => undefined)
    }
  })
})
