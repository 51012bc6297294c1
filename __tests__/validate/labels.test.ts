import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { planLabelChecks } from '../../src/validate/labels/plan.ts'
import { repository } from '../support/docker.ts'
import {
  anonymousName,
  checkOf,
  checksOf,
  container,
  good,
  goodLabels,
  liveLow,
  one,
  told,
  volume,
  type World
} from '../support/label-stacks.ts'
import { volumeCases } from './label-cases.ts'
import { mountCases } from './mount-cases.ts'

const two = `
services:
  db: {image: acme/db, volumes: ["pg:/data", "more:/more"]}
volumes:
  pg: {labels: {description: Rows}}
  more: {labels: {description: Rows}}
`

const all = [...volumeCases, ...mountCases]

describe('a stack is told that it has', () => {
  it.each(all)('$wrong', ({ rule, yaml, world, expected }) => {
    const checks = checksOf(yaml, world)
    const lines = told(checks)
    expect(lines).toEqual(expected.map(([head = '']) => expect.stringContaining(` ${head}: `)))
    for (const [at, texts] of expected.entries())
      for (const text of texts.slice(1)) expect(lines[at]).toContain(text)
    const check = checkOf(checks, `labels.${rule}`)
    expect(check.outcome).toBe(
      check.findings?.some(({ severity }) => severity === 'error') ? 'failed' : 'warned'
    )
    for (const { hint } of checks.flatMap(({ findings = [] }) => findings)) expect(hint).toMatch(/\w{3}/)
  })

  it.each(all)('nothing to be told about, without $wrong', ({ twin }) => {
    const checks = checksOf(twin.yaml, twin.world)
    expect(told(checks)).toEqual([])
    expect(checks.filter(({ outcome }) => outcome === 'passed').length).toBeGreaterThan(3)
  })

  it('something for each rule', () => {
    const ids = checksOf(one(good)).map(({ id }) => id)
    expect([...new Set(all.map(({ rule }) => `labels.${rule}`))].sort()).toEqual([...ids].sort())
  })
})

describe('nothing is found in a healthy stack', () => {
  const shop = `
services:
  web:
    build: .
    volumes: ["uploads:/srv/uploads", "./nginx.conf:/etc/nginx.conf:ro"]
    x-backup: {paths: [/srv/uploads/files]}
  worker: {build: ., volumes: ["uploads:/srv/uploads"]}
  db: {image: "postgres:17", volumes: ["pgdata:/var/lib/postgresql/data"]}
  cache: {image: "redis:7-alpine", volumes: ["redis:/data"]}
volumes:
  uploads: {labels: {backup: high, description: Files of customers}}
  pgdata: {labels: {backup: critical, description: Customer database}}
  redis: {labels: {backup: none, description: Cache}}
`
  const blog = `
services:
  wordpress: {image: "wordpress:6", volumes: [{type: volume, source: html, target: /var/www/html}]}
  db: {image: "mariadb:11", volumes: [{type: volume, source: db, target: /var/lib/mysql}]}
volumes:
  html: {labels: [backup=high, "description=Themes, uploads = files"]}
  db: {labels: [backup=critical, description=Posts]}
`
  const config = `
services:
  db:
    image: postgres:17
    volumes:
      - pg:/var/lib/postgresql/data
      - ./init:/docker-entrypoint-initdb.d:ro
      - {type: bind, source: /srv/conf, target: /etc/postgresql, read_only: true}
      - /var/run/docker.sock:/var/run/docker.sock
    tmpfs: [/tmp, /run]
volumes: {pg: ${good}}
`
  const auth = `
services:
  keycloak: {image: "quay.io/keycloak/keycloak:26", command: [start], environment: {KC_DB: postgres}}
  db: {image: "postgres:18", volumes: ["pg:/var/lib/postgresql"]}
volumes: {pg: ${good}}
`
  it.each<[string, string, World]>([
    ['demo', readFileSync(join(repository, 'examples/sigul-stack/docker-compose.sigul.yml'), 'utf8'), {}],
    [
      'web shop',
      shop,
      {
        images: {
          'postgres:17': ['/var/lib/postgresql/data'],
          'redis:7-alpine': ['/data'],
          'app-web': []
        }
      }
    ],
    [
      'blog, with labels as lists',
      blog,
      { images: { 'wordpress:6': ['/var/www/html'], 'mariadb:11': ['/var/lib/mysql'] } }
    ],
    ['x-backup on volumes that were created without labels', one(good), { live: { pg: {} } }],
    [
      'external volume with labels',
      one('{external: true, name: shared}'),
      { live: { pg: { backup: 'critical', description: 'Rows' } } }
    ],
    ['read-only configuration of the host', config, {}],
    ['identity server with its data in a database', auth, {}],
    [
      'images of a publisher with paths of its own',
      one(good, 'volumes: [pg:/bitnami/redis/data]').replace('acme/db', 'docker.io/bitnami/redis:7'),
      {}
    ],
    [
      'store of secrets that is configured to use another folder than the image declares',
      one(good, 'volumes: [pg:/vault/data]\ntmpfs: [/vault/logs, /vault/file]').replace(
        'acme/db',
        'hashicorp/vault:1.18'
      ),
      { images: { 'hashicorp/vault:1.18': ['/vault/logs', '/vault/file'] } }
    ],
    ['not yet started', shop, { live: 'none' }]
  ])('%s', (_, yaml, world) => {
    const checks = checksOf(yaml, world)
    expect(told(checks)).toEqual([])
    expect(checks.filter(({ outcome }) => outcome === 'failed' || outcome === 'warned')).toEqual([])
    expect(checks.reduce((sum, { looked }) => sum + looked, 0)).toBeGreaterThan(5)
  })
})

describe('what was looked at', () => {
  it('is counted', () => {
    const check = checkOf(checksOf(two, { live: { more: undefined } }), 'labels.exists')
    expect(check).toMatchObject({
      looked: 2,
      subject: 'app',
      detail: 'declared volumes exist: looked at 2 volumes, 1 error'
    })
  })

  it.each([
    ['labels.exists', one(good), { live: 'none' as const }, /nothing of project app exists yet/],
    ['labels.drift', one(good), { live: 'none' as const }, /no declared volume exists/],
    ['labels.external', one(good), {}, /no volume is external/],
    ['labels.data-path', one(good), {}, /no data path is known/],
    ['labels.priority', 'services: {web: {image: acme/web}}', {}, /declares none/],
    ['labels.bind', 'volumes: {}', {}, /no service mounts anything/]
  ])('is nothing, with the reason: %s', (id, yaml, world, reason) => {
    expect(checkOf(checksOf(yaml, world), id)).toMatchObject({
      outcome: 'skipped',
      looked: 0,
      detail: expect.stringMatching(reason)
    })
  })

  it('says how many images the engine does not have', () => {
    expect(checkOf(checksOf(one(good)), 'labels.anonymous').detail).toContain(
      '1 image is not known to the engine'
    )
  })

  it('leaves out the volumes that the input leaves out, and takes its priorities', () => {
    const patterns = [
      { pattern: 'p*', exclude: false, priority: 'high' as const },
      { pattern: 'more', exclude: true, priority: undefined }
    ]
    const yaml = two
    expect(told(checksOf(yaml, { patterns }))).toEqual([])
    expect(told(checksOf(yaml))).toHaveLength(2)
  })

  it('is not less than what the input names', () => {
    const patterns = [{ pattern: 'pgg', exclude: false, priority: undefined }]
    expect(() => checksOf(one(good), { patterns })).toThrow(/no volume "pgg" \(did you mean .*pg/)
  })

  it('is the project alone when there is no Compose file', () => {
    const checks = planLabelChecks({
      project: 'app',
      compose: undefined,
      patterns: [],
      live: [
        volume('a', { backup: 'high', description: 'A' }),
        volume('b', { backup: 'often' }),
        volume('x', {}, { name: anonymousName })
      ],
      containers: [container('db', { '/data': anonymousName })],
      imageVolumes: new Map(),
      hostFiles: new Set()
    })
    expect(told(checks)).toEqual([
      expect.stringContaining('labels.priority error b: volume b: label backup: unknown priority "often"'),
      expect.stringContaining('labels.description error b'),
      expect.stringContaining('labels.anonymous error app-db-1')
    ])
    expect(checkOf(checks, 'labels.undeclared').outcome).toBe('skipped')
  })

  it('is what the input names when there is no project either, which needs no labels', () => {
    const checks = planLabelChecks({
      project: undefined,
      compose: undefined,
      patterns: [{ pattern: 'app_pg', exclude: false, priority: undefined }],
      live: [volume('pg', {}, { labels: {} }), volume('other', { backup: 'often' })],
      containers: [],
      imageVolumes: new Map(),
      hostFiles: new Set()
    })
    expect(told(checks)).toEqual([
      expect.stringMatching(/labels.priority warning app_pg: .* backed up as high because it is named/),
      expect.stringContaining('labels.description warning app_pg')
    ])
  })
})

it('the label trap is explained with the safe ways out', () => {
  const { findings = [] } = checkOf(checksOf(one(goodLabels), { live: { pg: liveLow } }), 'labels.drift')
  expect(findings[0]?.hint).toMatch(/up -y/)
  expect(findings[0]?.hint).toMatch(/write "x-backup/)
  expect(findings[0]?.hint).toMatch(
    /back up, docker compose down, docker volume rm app_pg, docker compose create, restore/
  )
})

it('the way out is itself without an error', () => {
  const yaml = one(
    '{x-backup: {priority: high, description: Rows}, labels: {backup: low, description: Rows}}'
  )
  expect(told(checksOf(yaml, { live: { pg: liveLow } }))).toEqual([
    expect.stringContaining('labels.contradiction warning pg')
  ])
})
