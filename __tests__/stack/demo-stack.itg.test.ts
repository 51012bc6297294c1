import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  asRoot,
  differences,
  docker,
  readJson,
  shellImage,
  snapshot,
  stateOf,
  tree
} from '../support/docker.ts'
import { ActionStep, cli, until } from '../support/doors.ts'
import { composeFile, DemoStack, declared } from '../support/stack.ts'

interface Manifest {
  backupId: string
  volumes: {
    key: string
    name: string
    priority: string
    description: string
    consistency: string
    entries: number
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

  it('is not restored while it runs (S26, S50, S91, S96)', async () => {
    const { backupId } = await backup(stack)
    const { code, stderr } = await cli(['restore', '--restore-all', backupId, ...stack.flags, '--force'])
    expect(code).toBe(5)
    expect(stderr).toContain(`${stack.project}-sigul-server-1`)
  })

  it('runs through the action bundle with inputs, outputs and a summary', async () => {
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
    expect(Number(outputs['size-bytes'])).toBeGreaterThan(1000)
    expect(summary).toMatch(/\| sigul_server_data<br>.* \| critical \| archived \|/)
    expect(readJson(outputs.report ?? '')).toMatchObject({
      result: 'success',
      backupId: outputs['backup-id']
    })
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

  it('lives again after everything was destroyed: key, certificates, rows, labels, and a silent Compose (S24, S73-S76, S83, S84)', async () => {
    const key = await stack.query('SELECT fingerprint FROM keys')
    const rows = Number(await stack.query('SELECT max(id) FROM users'))
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
    expect(restored.stdout).toContain(`docker compose -f ${composeFile} -p ${stack.project} up -d`)

    const said = await stack.compose('up', '--detach', '--wait', '--wait-timeout', '240')
    expect(said).not.toMatch(/already exists|recreate|warn/i)
    expect(await stack.query('SELECT fingerprint FROM keys')).toBe(key)
    expect(Number(await stack.query('SELECT max(id) FROM users'))).toBeGreaterThanOrEqual(rows)
    expect(await stack.query('PRAGMA integrity_check')).toBe('ok')
    const labels = JSON.parse(await docker('volume', 'inspect', ...(await stack.volumes()))) as {
      Labels: Record<string, string>
    }[]
    expect(
      Object.fromEntries(labels.map(({ Labels }) => [Labels['com.docker.compose.volume'], Labels.backup]))
    ).toEqual(declared)
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
