import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { generator } from '../../src/generator.ts'
import { outputNames } from '../../src/host/github.ts'
import { fields } from '../../src/inputs/fields.ts'
import { repository } from '../support/docker.ts'

interface ActionFile {
  readonly inputs: Readonly<Record<string, { description: string; default?: string; required: boolean }>>
  readonly outputs: Readonly<Record<string, { description: string }>>
  readonly runs: Readonly<Record<string, string>>
}

const file = parse(readFileSync(join(repository, 'action.yml'), 'utf8')) as ActionFile
const readme = readFileSync(join(repository, 'README.md'), 'utf8')

/** The rows of the table between two marks of the README. */
function table(mark: string): readonly (readonly string[])[] {
  const text = readme.split(`<!-- ${mark} -->`)[1]?.split(`<!-- /${mark} -->`)[0] ?? ''
  const rows = text.trim().split('\n').slice(2)
  return rows.map((row) =>
    row
      .slice(2, -2)
      .split(' | ')
      .map((cell) => cell.trim().replace(/^`(.*)`$/, '$1'))
  )
}

describe('action.yml', () => {
  it('has mode and the inputs of the table, with the same words and defaults', () => {
    const { mode, ...inputs } = file.inputs
    expect(mode).toMatchObject({ required: true })
    expect(Object.entries(inputs).map(([name, input]) => [name, input.description, input.default])).toEqual(
      fields.map((field) => [field.name, field.description, field.default])
    )
  })

  it('promises the outputs that the program sets', () => {
    expect(Object.keys(file.outputs)).toEqual(outputNames)
  })

  it('runs on Node.js 24 what the build has made', () => {
    expect(file.runs).toEqual({
      using: 'node24',
      main: 'dist/action/index.js',
      post: 'dist/post/index.js',
      'post-if': 'always()'
    })
    for (const path of [file.runs.main ?? '', file.runs.post ?? ''])
      expect(existsSync(join(repository, path))).toBe(true)
  })
})

describe('the README', () => {
  it.each(readdirSync(join(repository, 'examples/workflows')))(
    'shows the example %s as it is tested',
    (name) => {
      const text = readFileSync(join(repository, 'examples/workflows', name), 'utf8')
      expect(readme).toContain(`\`\`\`yaml\n${text}\`\`\``)
    }
  )

  it('lists the inputs of action.yml and no others', () => {
    expect(table('inputs').map(([name]) => name)).toEqual(Object.keys(file.inputs))
    expect(
      table('inputs')
        .slice(1)
        .map(([, , fallback, description]) => [fallback, description])
    ).toEqual(fields.map((field) => [field.default, field.description]))
  })

  it('lists the outputs of action.yml and no others', () => {
    expect(table('outputs')).toEqual(
      Object.entries(file.outputs).map(([name, { description }]) => [name, description])
    )
  })

  it('explains messages that the program can print', () => {
    const sources = readdirSync(join(repository, 'src'), { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts')
    )
    const code = sources.map((name) => readFileSync(join(repository, 'src', name), 'utf8')).join('\n')
    const messages = [
      ...(readme.split('## Troubleshooting')[1]?.split('\n## ')[0] ?? '').matchAll(/^\| `([^`]+)` \|/gm)
    ].map(([, message]) => message ?? '')
    expect(messages.length).toBeGreaterThan(5)
    expect(messages.filter((message) => !code.includes(message))).toEqual([])
  })
})

describe('the README of the demo stack', () => {
  const folder = join(repository, 'examples/sigul-stack')
  const { services, volumes } = parse(readFileSync(join(folder, 'docker-compose.sigul.yml'), 'utf8'), {
    merge: true
  }) as {
    services: Record<string, { volumes: string[] }>
    volumes: Record<string, { labels: Record<string, string> }>
  }
  const rows = readFileSync(join(folder, 'README.md'), 'utf8')
    .split('\n')
    .filter((line) => /^\| `sigul_/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .map(([, volume = '', mount = '', lifecycle = '', priority = '', order = '']) => ({
      volume,
      mount,
      lifecycle,
      priority,
      order
    }))

  it('lists every volume with the mounts, priority and restore order of the Compose file (S8)', () => {
    expect(rows.map(({ volume }) => volume).sort()).toEqual(Object.keys(volumes).sort())
    for (const { volume, mount, priority, order } of rows) {
      const { backup, 'backup.restore-order': declared = '' } = volumes[volume]?.labels ?? {}
      expect([volume, priority, order]).toEqual([volume, backup, declared])
      const targets = Object.values(services).flatMap((service) =>
        service.volumes.map((text) => text.split(':')).filter(([name]) => name === volume)
      )
      expect([volume, ...new Set(targets.map(([, target]) => target))]).toEqual([volume, mount])
    }
  })

  it('gives each volume a lifecycle that fits its priority: what is not transient is saved by default (S8)', () => {
    const of = (lifecycle: string): string[] =>
      rows.filter((row) => row.lifecycle === lifecycle).map(({ volume }) => volume)
    expect(of('initialization').sort()).toEqual(['sigul_bridge_nss', 'sigul_server_nss'])
    expect(of('operational')).toEqual(['sigul_server_data'])
    expect(of('transient')).toHaveLength(rows.length - 3)
    for (const { volume, lifecycle, priority } of rows)
      expect([volume, /^(critical|high)$/.test(priority)]).toEqual([volume, lifecycle !== 'transient'])
  })
})

describe('the version', () => {
  it('in the manifests is that of the package', () => {
    expect(generator.version).toBe(
      (JSON.parse(readFileSync(join(repository, 'package.json'), 'utf8')) as { version: string }).version
    )
  })
})
