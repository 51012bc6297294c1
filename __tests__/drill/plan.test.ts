import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import type { PathKind } from '../../src/drill/model.ts'
import { pathKind } from '../../src/drill/path-kinds.ts'
import { planDrill } from '../../src/drill/plan.ts'
import { masked, secretsOf } from '../../src/drill/secrets.ts'
import { verifyCommands } from '../../src/drill/verify.ts'
import { composeModel } from '../../src/engine/compose-model.ts'
import { asRecord } from '../../src/record.ts'

const kinds: Readonly<Record<string, PathKind>> = {
  '/p/site.conf': 'file',
  '/p/data': 'folder',
  '/run': 'machine',
  '/var/run/docker.sock': 'socket',
  '/dev/fuse': 'other'
}

function plan(stack: Record<string, unknown>, images: readonly (readonly [string, string])[] = []) {
  const names = new Map<string, string>()
  return planDrill({
    resolved: stack,
    project: 'drill-1',
    labels: { own: 'yes' },
    images: new Map(images),
    asked: new Set(['checker']),
    localImages: new Set(['here:1']),
    volumeName: (key) => {
      names.set(key, names.get(key) ?? `v${names.size}`)
      return names.get(key) ?? ''
    },
    pathKind: (path) => kinds[path] ?? 'missing'
  })
}

const service = (one: Record<string, unknown>) => plan({ services: { app: { image: 'i', ...one } } })
const drilled = (one: Record<string, unknown>) => {
  const { compose, problems } = service(one)
  expect(problems).toEqual([])
  return asRecord(asRecord(compose.services).app)
}

describe('the stack of a drill', () => {
  it('has a project, networks and volumes of its own, and labels that tell whose it is', () => {
    const { compose, volumes, notes, services } = plan({
      name: 'shop',
      services: {
        app: {
          image: 'i',
          networks: { back: { ipv4_address: '10.1.1.2', aliases: ['db'] }, corp: null },
          volumes: [{ type: 'volume', source: 'data', target: '/d' }],
          labels: { 'traefik.enable': 'true' }
        },
        tool: { image: 'i', profiles: ['on-demand'] }
      },
      networks: {
        back: { name: 'shop_back', ipam: { config: [{ subnet: '10.1.1.0/24' }] } },
        corp: { name: 'corp', external: true }
      },
      volumes: { data: { name: 'shop_data' } }
    })
    expect(compose.name).toBe('drill-1')
    expect(compose.networks).toEqual({
      back: { internal: true, labels: { own: 'yes' } },
      corp: { internal: true, labels: { own: 'yes' } }
    })
    expect(compose.volumes).toEqual({ v0: { external: true, name: 'v0' } })
    expect(volumes).toEqual(new Map([['v0', 'data']]))
    expect(asRecord(compose.services).app).toMatchObject({
      networks: { back: { aliases: ['db'] }, corp: {} },
      volumes: [{ type: 'volume', source: 'v0', target: '/d' }],
      // Nothing that other programs of the machine look for.
      labels: { own: 'yes' }
    })
    expect(asRecord(asRecord(compose.services).app).labels).toEqual({ own: 'yes' })
    expect(services).toEqual(['app'])
    expect(notes.join()).toContain('network corp is external')
  })

  it('publishes nothing, takes no name that is in use and outlives nothing', () => {
    const app = drilled({
      container_name: 'shop-app',
      ports: [{ target: 80, published: '80' }],
      restart: 'always',
      logging: { driver: 'syslog' },
      mac_address: '02:42:ac:11:00:02'
    })
    for (const key of ['container_name', 'ports', 'logging', 'mac_address'])
      expect(app).not.toHaveProperty(key)
    expect(app.restart).toBe('no')
  })

  it('reads a file of the host but cannot write it, and has an empty volume for a folder', () => {
    const { compose, volumes, notes } = service({
      volumes: [
        { type: 'bind', source: '/p/site.conf', target: '/etc/site.conf' },
        { type: 'bind', source: '/p/data', target: '/data' },
        { type: 'bind', source: '/run', target: '/run' }
      ]
    })
    expect(asRecord(asRecord(compose.services).app).volumes).toEqual([
      {
        type: 'bind',
        source: '/p/site.conf',
        target: '/etc/site.conf',
        read_only: true,
        bind: { create_host_path: false }
      },
      { type: 'volume', source: 'v0', target: '/data' },
      { type: 'volume', source: 'v1', target: '/run' }
    ])
    expect([...volumes.values()]).toEqual(['/p/data', '/run'])
    expect(notes).toHaveLength(3)
  })

  it('uses the image that is given in place of its own, and builds nothing for it', () => {
    const { compose } = plan({ services: { db: { image: 'postgres:16', build: { context: '.' } } } }, [
      ['db', 'postgres:18']
    ])
    expect(asRecord(compose.services).db).toMatchObject({ image: 'postgres:18' })
    expect(asRecord(compose.services).db).not.toHaveProperty('build')
  })

  it('has what a service needs inside of it', () => {
    drilled({
      privileged: false,
      network_mode: 'service:db',
      cap_add: ['NET_ADMIN', 'cap_chown'],
      devices: [],
      command: null,
      healthcheck: { test: ['CMD', 'true'] },
      'x-mine': 1
    })
    expect(
      drilled({
        deploy: { resources: { limits: { memory: '1g' } }, placement: { max_replicas_per_node: 1 } }
      }).deploy
    ).toEqual({
      resources: { limits: { memory: '1g' } }
    })
  })

  it('takes an image that is there, and builds any other under a name of its own', () => {
    const build = { context: '.', tags: ['app:latest'], cache_to: ['type=registry'], args: { a: '1' } }
    expect(drilled({ image: 'here:1', build, pull_policy: 'always' })).toMatchObject({
      image: 'here:1',
      pull_policy: 'missing'
    })
    expect(drilled({ image: 'here:1', build })).not.toHaveProperty('build')
    expect(drilled({ pull_policy: 'never' }).pull_policy).toBe('never')
    const { compose } = plan({
      services: {
        web: { image: 'app:latest', build },
        worker: { image: 'app:latest' },
        fresh: { image: 'here:1', build, pull_policy: 'build' },
        nameless: { build }
      }
    })
    const own = { context: '.', args: { a: '1' }, labels: { own: 'yes' } }
    const { web, worker, fresh, nameless } = asRecord(compose.services)
    expect(asRecord(web)).toMatchObject({ image: 'drill-1-image-0' })
    expect([web, fresh, nameless].map((one) => asRecord(one).build)).toEqual([own, own, own])
    expect(asRecord(worker)).toMatchObject({ image: 'drill-1-image-0', pull_policy: 'never' })
    expect(asRecord(fresh)).toMatchObject({ image: 'drill-1-image-1' })
    expect(nameless).not.toHaveProperty('image')
  })

  it('does not start what is scaled to 0 or asked for by nobody, and knows who is not meant to end', () => {
    const volumes = [{ type: 'volume', source: 'data', target: '/d' }]
    const { services, lasting, notes, compose, problems } = plan({
      services: {
        none: { image: 'i', scale: 0, privileged: true },
        nobody: { image: 'i', deploy: { replicas: 0 } },
        debug: {
          image: 'i',
          profiles: ['debug'],
          volumes: [{ type: 'bind', source: '/run', read_only: true }]
        },
        checker: { image: 'i', scale: 0, volumes },
        job: { image: 'i' },
        app: { image: 'i', restart: 'unless-stopped' }
      }
    })
    expect(problems).toEqual([])
    expect(services).toEqual(['job', 'app'])
    expect(lasting).toEqual(new Set(['app']))
    expect(notes).toHaveLength(3)
    const { none, debug, checker } = asRecord(compose.services)
    expect(none).toEqual({ image: 'i', pull_policy: 'never', scale: 0 })
    expect(debug).toEqual({ image: 'i', pull_policy: 'never', scale: 0, profiles: ['debug'] })
    // A verify command runs it, so it has the data, and is judged.
    expect(checker).toMatchObject({ scale: 0, volumes: [{ source: 'v0' }] })
    expect(plan({ services: { checker: { image: 'i', scale: 0, pid: 'host' } } }).problems).toHaveLength(1)
  })

  it.each([
    ['runs privileged', { privileged: true }],
    ['is built privileged', { build: { context: '.', privileged: true } }],
    ['is built beside what listens here', { build: { context: '.', network: 'host' } }],
    ['shares the network of the host', { network_mode: 'host' }],
    ['shares the network of another container', { network_mode: 'container:shop-db-1' }],
    ['shares an open network', { network_mode: 'bridge' }],
    ['is in the network of the running stack', { network_mode: 'shop_default' }],
    ['sees the processes of the host', { pid: 'host' }],
    ['may use devices', { device_cgroup_rules: ['b 8:* rmw'] }],
    ['reads all files of the host', { cap_add: ['CAP_DAC_READ_SEARCH'] }],
    ['does something privileged later', { post_start: [{ command: 'x', privileged: true }] }],
    ['is given the daemon', { use_api_socket: true }],
    ['is run by a program of the host', { provider: { type: 'cloud' } }],
    ['says what nobody knows', { teleport: 'yes' }],
    ['sees the switches of the kernel', { security_opt: ['systempaths=unconfined'] }],
    ['uses a device', { devices: [{ source: '/dev/fuse', target: '/dev/fuse' }] }],
    ['may do everything', { cap_add: ['ALL'] }],
    ['may mount', { cap_add: ['SYS_ADMIN'] }],
    ['takes volumes from another container', { volumes_from: ['container:shop-db-1'] }],
    ['speaks to the daemon', { volumes: [{ type: 'bind', source: '/var/run/docker.sock', target: '/s' }] }],
    [
      'sees the folder of its socket',
      { volumes: [{ type: 'bind', source: '/run', target: '/r', read_only: true }] }
    ],
    ['mounts what is not there', { volumes: [{ type: 'bind', source: '/p/gone', target: '/g' }] }],
    ['mounts a device', { volumes: [{ type: 'bind', source: '/dev/fuse', target: '/g' }] }],
    ['mounts a pipe', { volumes: [{ type: 'npipe', source: '/x', target: '/g' }] }]
  ])('is not started when a service %s', (_title, one) => {
    const { problems } = service(one)
    expect(problems).toHaveLength(1)
    expect(problems[0]?.message).toContain('service app')
    expect(problems[0]?.hint).toMatch(/compose-file/)
  })
})

const asItIs = (text: string): string => text

describe('what a path of the host is', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vbtest-paths-'))
  mkdirSync(join(folder, 'data'))
  writeFileSync(join(folder, 'file'), '')
  symlinkSync('/run', join(folder, 'link'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each<[PathKind, string]>([
    ['file', join(folder, 'file')],
    ['folder', join(folder, 'data')],
    ['missing', join(folder, 'gone')],
    ['other', '/dev/null'],
    ['machine', '/'],
    ['machine', '/var'],
    ['machine', '/run'],
    ['machine', join(folder, 'link')],
    ['machine', '/proc/self'],
    // Where the daemon listens, wherever that is.
    ['machine', folder]
  ])('%s: %s', async (kind, path) => {
    expect(await pathKind(path, join(folder, 'daemon.sock'))).toBe(kind)
  })
})

describe('what is said about verifying', () => {
  const model = (verify: unknown, ofVolume?: unknown) =>
    composeModel(
      {
        name: 'shop',
        'x-backup': { verify },
        services: {
          tool: { profiles: ['x'], volumes: [{ type: 'volume', source: 'data', target: '/d' }] },
          db: { volumes: [{ type: 'volume', source: 'data', target: '/d' }] }
        },
        volumes: { data: { 'x-backup': { priority: 'high', verify: ofVolume } } }
      },
      ''
    )

  it('is a command in a service or in a throw-away container; that of a volume is for the service that uses it', () => {
    const commands = verifyCommands(
      model([{ run: 'tool' }, { service: 'db', command: ['psql', '-c', 'select $$1'] }], 'test -s /d/x'),
      asItIs
    )
    expect(commands.map(({ way, service, command }) => [way, service, command])).toEqual([
      ['run', 'tool', undefined],
      ['exec', 'db', ['psql', '-c', 'select $1']],
      ['exec', 'db', 'test -s /d/x']
    ])
  })

  it.each([
    ['is no command', 7],
    ['has an unknown key', { servce: 'db', command: 'x' }],
    ['has both ways', { service: 'db', run: 'tool', command: 'x' }],
    ['is empty', { service: 'db', command: '' }],
    ['is for nobody', 'true'],
    ['is for a service that is not there', { service: 'dbs', command: 'x' }]
  ])('is refused when it %s', (_title, verify) => {
    expect(() => verifyCommands(model(verify), asItIs)).toThrow(/verify/)
    if (verify !== 'true') expect(() => verifyCommands(model(undefined, verify), asItIs)).toThrow(/verify/)
  })
})

describe('what programs say', () => {
  it('is shown without the secrets that the Compose file gives them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'vbtest-secrets-'))
    writeFileSync(join(folder, 'key'), 'of-a-file\n')
    const secrets = await secretsOf(
      {
        services: {
          db: {
            environment: {
              POSTGRES_PASSWORD: 'pa$$ss-word',
              DEBUG: 'verbose',
              API_KEY: 'yes',
              DATABASE_URL: 'postgres://app:of-a-url@db/x',
              DSN: 'postgres://app:of-a-dsn@db/x',
              KEYCLOAK_ADMIN: 'somebody',
              AUTH_LOG_LEVEL: 'error'
            }
          }
        },
        secrets: {
          s: { content: 'line-one\nline-two' },
          f: { file: join(folder, 'key') },
          e: { environment: 'GIVEN' }
        }
      },
      { GIVEN: 'of-environment' }
    )
    rmSync(folder, { recursive: true })
    expect(
      masked(
        'login pa$ss-word, line-two, of-a-file, of-environment, of-a-url, of-a-dsn, verbose, yes, somebody, error',
        secrets
      )
    ).toBe('login ***, ***, ***, ***, ***, ***, verbose, yes, somebody, error')
    expect(masked('no answer of redis://:other@cache:6379/0', [])).toBe(
      'no answer of redis://:***@cache:6379/0'
    )
    expect(masked('-----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----', [])).not.toContain(
      'MII'
    )
  })

  it('is masked in the title of a command, too', () => {
    const commands = verifyCommands(
      composeModel(
        { 'x-backup': { verify: { service: 'db', command: 'psql -W s3cret-word' } }, services: { db: {} } },
        ''
      ),
      (text) => masked(text, ['s3cret-word'])
    )
    expect(commands.map(({ title, command }) => [title, command])).toEqual([
      ['db: psql -W ***', 'psql -W s3cret-word']
    ])
  })
})
