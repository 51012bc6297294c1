import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { contentOf, docker, fill, mountpoint, Room, shellImage } from '../support/docker.ts'
import { ActionStep, cli, startCli, until } from '../support/doors.ts'

interface Report {
  readonly result: string
  readonly error?: { readonly code: string }
  readonly checks: readonly {
    id: string
    outcome: string
    subject: string
    detail: string
    evidence?: readonly string[]
    findings?: readonly { subject: string; message: string; hint: string }[]
  }[]
  readonly drill?: {
    readonly source: string
    readonly recoveryTimeMs?: number
    readonly recoveryPointMs?: number
    readonly services: readonly { name: string; health: string; image: string }[]
  }
}

// One stack that runs all the time: whatever happens in a drill must not be seen here.
describe('a drill', () => {
  const room = new Room()
  const folder = join(room.folder, 'stack')
  let before = ''

  const compose = (...words: string[]) =>
    docker('compose', '--project-directory', folder, '-f', join(folder, 'compose.yml'), ...words)
  const validate = async (...flags: string[]): Promise<{ code: number; report: Report; stderr: string }> => {
    const { code, stdout, stderr } = await cli(
      ['validate', '--checks', 'drill', '--json', '--backup-dir', room.backups, ...flags],
      { cwd: folder }
    )
    return { code, report: JSON.parse(stdout) as Report, stderr }
  }

  /** Everything of the engine: what it has, and in which state since when. */
  async function inventory(): Promise<string> {
    const containers = (await docker('ps', '--all', '--quiet', '--no-trunc'))
      .split('\n')
      .filter(Boolean)
      .sort()
    const networks = (await docker('network', 'ls', '--quiet', '--no-trunc'))
      .split('\n')
      .filter(Boolean)
      .sort()
    const inspected = JSON.parse(await docker('inspect', ...containers)) as Record<string, unknown>[]
    return JSON.stringify(
      {
        containers: inspected.map(({ Id, State, Mounts, NetworkSettings, Config, HostConfig }) => {
          // Its own checks go on meanwhile.
          const { Health: _, ...state } = State as Record<string, unknown>
          const mounts = (Mounts as { Destination: string }[]).sort((a, b) =>
            a.Destination < b.Destination ? -1 : 1
          )
          return { Id, state, mounts, NetworkSettings, Config, HostConfig }
        }),
        networks: JSON.parse(await docker('network', 'inspect', ...networks)),
        volumes: (await docker('volume', 'ls', '--quiet')).split('\n').sort()
      },
      null,
      1
    )
  }

  beforeAll(async () => {
    mkdirSync(folder)
    writeFileSync(join(folder, 'settings.conf'), 'colour=blue\n')
    writeFileSync(
      join(folder, 'compose.yml'),
      `name: ${room.name}
x-backup:
  verify:
    - {title: the data is whole, run: checker}
services:
  app:
    image: ${await shellImage()}
    container_name: ${room.name}-the-app
    init: true
    command: [sh, -c, 'cat /data/version && [ -s /etc/settings.conf ] && echo "key $$API_KEY" && sleep 1000']
    environment: {API_KEY: not-for-the-log}
    networks: {back: {ipv4_address: 10.231.7.9}}
    ports: ['127.0.0.1::80']
    volumes: ['data:/data', './settings.conf:/etc/settings.conf', 'scratch:/scratch']
    labels: {org.volume-backup.test: ${room.name}}
    healthcheck:
      test: [CMD, sh, -c, '[ "$$(cat /data/version)" = 1 ] || { echo "schema is $$(cat /data/version)"; exit 1; }']
      interval: 300ms
      retries: 2
  checker:
    image: ${await shellImage()}
    profiles: [on-demand]
    network_mode: none
    command: [sh, -c, 'echo "key $$API_KEY, price 5$$"; [ "$$(cat /data/sum)" = "$$(cat /data/version)" ]']
    environment: {API_KEY: not-for-the-log}
    volumes: ['data:/data:ro']
networks:
  back:
    ipam: {config: [{subnet: 10.231.7.0/24}]}
    labels: {org.volume-backup.test: ${room.name}}
volumes:
  data: {labels: {backup: critical, description: d, org.volume-backup.test: ${room.name}}}
  scratch: {labels: {backup: none, description: s, org.volume-backup.test: ${room.name}}}
`
    )
    await compose('create')
    await fill(`${room.name}_data`, { version: '1\n', sum: '1\n' })
    await compose('up', '--detach', '--wait')
    expect((await cli(['backup', '--backup-dir', room.backups], { cwd: folder })).code).toBe(0)
    before = await inventory()
  })
  afterAll(async () => {
    await compose('down', '--volumes', '--timeout', '1').catch(() => undefined)
    await room[Symbol.asyncDispose]()
  })

  it('starts the stack on its backup beside the running one, asks it, and leaves no trace of itself', async () => {
    const { code, report } = await validate()
    expect(report.checks.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'drill.plan passed',
      'drill.restore passed',
      'drill.verify passed',
      'drill.health passed'
    ])
    expect(code).toBe(0)
    expect(report.checks[2]?.evidence).toEqual(['key ***, price 5$'])
    expect(report.drill).toMatchObject({
      source: 'backup',
      services: [{ name: 'app', health: 'healthy' }]
    })
    expect(report.drill?.recoveryTimeMs).toBeGreaterThan(0)
    expect(report.drill?.recoveryPointMs).toBeGreaterThan(0)
    expect(await inventory()).toBe(before)
  })

  it('fails with the evidence when the application cannot live on the data, whatever the archive says', async () => {
    await compose('stop')
    await fill(`${room.name}_data`, { version: '2\n', sum: '2\n' })
    await cli(['backup', '--backup-dir', room.backups], { cwd: folder })
    await fill(`${room.name}_data`, { version: '1\n', sum: '1\n' })
    await compose('start')
    await until('the stack is healthy', async () =>
      (await docker('ps', '--filter', 'health=healthy', '--format', '{{.Names}}')).includes(room.name)
    )
    before = await inventory()
    const { code, report } = await validate()
    expect(code).toBe(4)
    expect(report.error?.code).toBe('check-failed')
    const [, restored, verified, health] = report.checks
    expect([restored?.outcome, verified?.outcome, health?.outcome]).toEqual(['passed', 'passed', 'failed'])
    expect(health?.evidence?.join('\n')).toContain('app health check | schema is 2')
    expect(health?.evidence?.join('\n')).toContain('app log | key ***')
    expect(report.drill).not.toHaveProperty('recoveryTimeMs')
    expect(await inventory()).toBe(before)
  })

  it('does not even start the services when the data fails its verification', async () => {
    await fill(`${room.name}_data`, { sum: '3\n' })
    const { code, report } = await validate('--drill-source', 'live')
    await fill(`${room.name}_data`, { sum: '1\n' })
    expect(code).toBe(4)
    expect(report.checks.slice(-2).map(({ id, outcome }) => `${id} ${outcome}`)).toEqual([
      'drill.verify failed',
      'drill.health skipped'
    ])
    expect(report.checks.at(-2)?.findings?.[0]).toMatchObject({
      message: expect.stringContaining('ended with code 1'),
      hint: expect.stringContaining('older backup')
    })
  })

  it('takes copies of the live volumes when told to, and another image for a service', async () => {
    const { code, report } = await validate(
      '--drill-source',
      'live',
      '--drill-images',
      `app=${room.name}:gone`
    )
    expect(code).toBe(4)
    expect(report.drill?.source).toBe('live')
    expect(report.checks.find(({ id }) => id === 'drill.verify')?.outcome).toBe('passed')
    expect(report.checks.find(({ id }) => id === 'drill.health')?.detail).toMatch(/app was not started/)
    expect(await contentOf(`${room.name}_data`, 'version')).toBe('1\n')
    expect((await validate('--drill-source', 'live')).code).toBe(0)
    const state = JSON.parse(before) as { volumes: string[] }
    expect((JSON.parse(await inventory()) as typeof state).volumes).toEqual(state.volumes)
  })

  describe('of a Compose file that a pull request changes', () => {
    const changed = (yaml: string, ...flags: string[]): ReturnType<typeof validate> => {
      writeFileSync(join(folder, 'change.yml'), yaml)
      return validate('--compose-file', 'compose.yml,change.yml', ...flags)
    }
    const renamed = (...flags: string[]): ReturnType<typeof validate> => {
      const text = readFileSync(join(folder, 'compose.yml'), 'utf8')
      writeFileSync(
        join(folder, 'renamed.yml'),
        text.replaceAll('data:/data', 'renamed:/data').replace('  data: {labels', '  renamed: {labels')
      )
      return validate('--compose-file', 'renamed.yml', ...flags)
    }

    it('fails when a volume with data is in no service any more, before anything starts', async () => {
      const { code, report } = await renamed()
      expect(report.checks.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(['drill.plan failed'])
      expect(report.checks[0]?.findings).toMatchObject([
        { severity: 'error', subject: 'data', hint: expect.stringContaining('lost on the upgrade') },
        { severity: 'warning', subject: 'renamed', message: expect.stringContaining('starts empty') }
      ])
      expect(report.drill).toBeUndefined()
      expect(code).toBe(4)
    })

    it('goes on without it when that is what is meant', async () => {
      const { report } = await renamed('--volumes', '!data')
      expect(report.checks[0]).toMatchObject({ id: 'drill.plan', outcome: 'warned' })
      expect(report.checks.length).toBeGreaterThan(1)
    })

    it('fails when a service that is meant to run for good ends, even with 0', async () => {
      const { code, report } = await changed(
        'services: {app: {command: [sh, -c, exit 0], restart: unless-stopped, healthcheck: {disable: true}}}'
      )
      expect(report.checks.at(-1)).toMatchObject({
        id: 'drill.health',
        detail: expect.stringContaining('service app is not well on the restored data: ended with code 0')
      })
      expect(code).toBe(4)
    })

    it('fails when a service that nothing asks ends after a while', async () => {
      const { code, report } = await changed(
        'services: {app: {command: [sh, -c, sleep 5; exit 7], healthcheck: {disable: true}}}'
      )
      expect(report.checks.at(-1)).toMatchObject({
        id: 'drill.health',
        detail: expect.stringContaining('service app is not well on the restored data: ended with code 7')
      })
      expect(code).toBe(4)
    })

    it('is refused before the live volumes are touched when a service could reach out of the drill', async () => {
      const { code, report } = await changed(
        'services: {app: {privileged: true, networks: !reset null, network_mode: bridge}}',
        '--drill-source',
        'live'
      )
      expect(report.checks.map(({ id, outcome }) => `${id} ${outcome}`)).toEqual(['drill.plan failed'])
      expect(report.checks[0]?.findings).toHaveLength(2)
      expect(report).not.toHaveProperty('held')
      expect(code).toBe(4)
    })
  })

  it.each([
    [['--backup-id', '20200101-000000'], /error \(backup-unknown\)/],
    [['--volumes', 'nosuch'], /error \(volume-unknown\)/],
    [
      ['--drill-images', 'ap=x:1'],
      /error \(bad-input\): drill-images: the Compose file has no service ap, did you mean app\?/
    ]
  ])('is refused before any check when there is not what the inputs name: %j', async (flags, problem) => {
    const { code, stdout, stderr } = await cli(
      ['validate', '--checks', 'labels,archives,cycle,drill', '--backup-dir', room.backups, ...flags],
      { cwd: folder }
    )
    expect(stderr).toMatch(problem)
    expect(stdout + stderr).not.toContain('check ')
    expect(code).toBe(2)
  })

  it('runs in a job, and its outputs tell how long a recovery takes and how old the data was', async () => {
    using step = new ActionStep({
      mode: 'validate',
      checks: 'drill',
      'compose-file': join(folder, 'compose.yml'),
      'backup-dir': room.backups,
      'drill-source': 'live'
    })
    const { ended, outputs } = await step.run()
    expect(ended.code).toBe(0)
    expect(outputs.result).toBe('success')
  })

  it('is ended by a signal and leaves nothing; what a killed one has left the next one removes', async () => {
    const args = ['validate', '--checks', 'drill', '--drill-source', 'live', '--backup-dir', room.backups]
    const drillVolumes = () =>
      docker('volume', 'ls', '--quiet', '--filter', 'label=org.volume-backup.purpose=drill')
    const state = JSON.parse(before) as { volumes: string[] }
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const { child, ended } = startCli(args, { cwd: folder })
      await until('its containers are there', async () =>
        (await docker('ps', '--filter', 'name=volume-backup-drill', '--format', '{{.Names}}')).includes('app')
      )
      child.kill(signal)
      const { code } = await ended
      if (signal === 'SIGINT') expect(code).toBe(130)
      else {
        expect(await drillVolumes()).not.toBe('')
        const next = await validate('--drill-source', 'live')
        expect(next.stderr).toMatch(/removed what validation \w+ had left/)
        expect(next.code).toBe(0)
      }
      expect(await drillVolumes()).toBe('')
      expect((JSON.parse(await inventory()) as typeof state).volumes).toEqual(state.volumes)
      expect(await docker('ps', '--all', '--filter', 'name=volume-backup-drill', '--quiet')).toBe('')
      expect(await docker('network', 'ls', '--filter', 'name=volume-backup-drill', '--quiet')).toBe('')
    }
    expect(await mountpoint(`${room.name}_data`)).not.toBe('')
  })
})
