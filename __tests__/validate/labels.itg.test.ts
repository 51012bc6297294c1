import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { docker, Room, volumeExists } from '../support/docker.ts'
import { cli } from '../support/doors.ts'

interface Finding {
  readonly severity: string
  readonly subject: string
  readonly message: string
  readonly hint: string
}

interface Report {
  readonly checks: readonly { id: string; outcome: string; looked: number; findings: readonly Finding[] }[]
  readonly error?: { readonly code: string; readonly message: string }
}

const tag = `vbtest-declares:${process.env.VBTEST_RUN}`
const high = { backup: 'high', description: 'Rows' }

/** A stack of one service and one volume that exists with these labels. */
class SmallStack extends Room {
  get file(): string {
    return join(this.folder, 'compose.yml')
  }

  async make(word: string, labels: Record<string, string> = high): Promise<string> {
    return this.volume(word, {
      'com.docker.compose.project': this.name,
      'com.docker.compose.volume': word,
      ...labels
    })
  }

  declare(target: string, volume = 'labels: {backup: high, description: Rows}', more = ''): void {
    writeFileSync(
      this.file,
      `name: ${this.name}
services:
  db:
    image: ${tag}
    network_mode: none
    volumes: ["rows:${target}"]
    ${more}
volumes:
  rows: {name: ${this.volumeName('rows')}, ${volume}}
`
    )
  }

  async validate(...flags: string[]): Promise<{ code: number; report: Report; stderr: string }> {
    const { code, stdout, stderr } = await cli([
      ...['validate', '--checks', 'labels', '--compose-file', this.file],
      ...['--backup-dir', this.backups, '--json', ...flags]
    ])
    return { code, report: JSON.parse(stdout) as Report, stderr }
  }
}

/** `id severity subject` of everything found. */
function told({ checks }: Report): readonly string[] {
  return checks.flatMap(({ id, findings = [] }) =>
    findings.map(({ severity, subject }) => `${id} ${severity} ${subject}`)
  )
}

function findingOf({ checks }: Report): Finding {
  const found = checks.flatMap(({ findings = [] }) => findings)[0]
  if (!found) throw new Error('nothing was found')
  return found
}

describe('validate --checks labels', () => {
  beforeAll(() => {
    // An image without a single file is enough to declare something.
    execFileSync('sh', [
      '-c',
      `tar -c -T /dev/null | docker import --change 'VOLUME /data/db' --change 'LABEL org.volume-backup.test=image-${process.env.VBTEST_RUN}' - ${tag}`
    ])
  })
  afterAll(async () => {
    await docker('image', 'rm', tag).catch(() => undefined)
  })

  it('passes a stack whose file and volumes agree, and says what it looked at', async () => {
    await using stack = new SmallStack()
    await stack.make('rows')
    stack.declare('/data/db')
    const { code, report } = await stack.validate()
    expect(told(report)).toEqual([])
    expect(report.checks.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id)).toEqual([
      'labels.priority',
      'labels.description',
      'labels.words',
      'labels.drift',
      'labels.exists',
      'labels.undeclared',
      'labels.kind',
      'labels.bind',
      'labels.anonymous',
      'labels.data-path'
    ])
    expect(code).toBe(0)
  })

  it('fails on a label that differs from the live one, explains the trap, and changes nothing', async () => {
    await using stack = new SmallStack()
    const name = await stack.make('rows', { backup: 'low', description: 'Rows' })
    stack.declare('/data/db')
    const before = await docker('volume', 'inspect', name)
    const { code, report } = await stack.validate()
    expect(code).toBe(4)
    expect(told(report)).toEqual(['labels.drift error rows'])
    expect(findingOf(report).message).toContain('says backup=high, the live volume backup=low')
    expect(findingOf(report).hint).toMatch(/up -y.*without asking.*x-backup.*docker compose create, restore/)
    expect(await docker('volume', 'inspect', name)).toBe(before)

    // The way out that it names.
    stack.declare('/data/db', 'labels: {backup: low, description: Rows}, x-backup: high')
    const after = await stack.validate()
    expect(told(after.report)).toEqual(['labels.contradiction warning rows'])
    expect(after.code).toBe(0)
    expect((await stack.validate('--strict')).code).toBe(4)
  })

  it('reports an unknown word instead of stopping at it', async () => {
    await using stack = new SmallStack()
    await stack.make('rows', {})
    stack.declare('/data/db', 'x-backup: {priority: hgh, description: Rows}')
    const { code, report } = await stack.validate()
    expect(code).toBe(4)
    expect(told(report)).toEqual(['labels.priority error rows'])
    expect(findingOf(report).message).toContain('did you mean high?')
  })

  it.each([
    ['beside it', '/data/other', 'service db has an anonymous volume at /data/db'],
    ['above it', '/data', 'the anonymous one is put on top of it']
  ])('fails when the image declares a data path and the volume is mounted %s', async (_, target, text) => {
    await using stack = new SmallStack()
    const name = await stack.make('rows')
    stack.declare(target)
    const { code, report } = await stack.validate()
    expect(code).toBe(4)
    expect(told(report)).toEqual(['labels.anonymous error db'])
    expect(findingOf(report).message).toContain(text)

    // The engine does what the finding says.
    const id = await docker('create', '--volume', `${name}:${target}`, tag, 'x')
    const mounts = await docker('inspect', '--format', '{{range .Mounts}}{{.Destination}} {{end}}', id)
    await docker('rm', '--volumes', id)
    expect(mounts.trim().split(' ').sort()).toEqual([target, '/data/db'].sort())
  })

  it('fails when the data that x-backup names is outside of every mount', async () => {
    await using stack = new SmallStack()
    await stack.make('rows')
    stack.declare('/data/db', undefined, 'x-backup: {paths: [/data/rows.sqlite]}')
    const { code, report } = await stack.validate()
    expect(code).toBe(4)
    expect(told(report)).toEqual(['labels.data-path error db'])
    expect(findingOf(report).message).toMatch(
      /\/data\/rows\.sqlite.*outside of every mount.*rows at \/data\/db/
    )
  })

  it('fails on a volume of the project that the file does not declare, unless it need not be kept', async () => {
    await using stack = new SmallStack()
    await stack.make('rows')
    await stack.make('cache', { backup: 'none', description: 'Cache' })
    stack.declare('/data/db')
    expect((await stack.validate()).code).toBe(0)
    await stack.make('old')
    const { code, report } = await stack.validate()
    expect(code).toBe(4)
    expect(told(report)).toEqual(['labels.undeclared error old'])
  })

  it('fails on a declared volume that is gone while the rest of the project is there, and makes none', async () => {
    await using stack = new SmallStack()
    stack.declare('/data/db')
    const fresh = await stack.validate()
    expect(fresh.code).toBe(0)
    expect(fresh.report.checks.find(({ id }) => id === 'labels.exists')?.outcome).toBe('skipped')
    const other = await stack.make('other', { backup: 'none' })
    await stack.container(other, 'sleep 60', ['--label', `com.docker.compose.project=${stack.name}`])
    const { code, report } = await stack.validate()
    expect(code).toBe(4)
    expect(told(report)).toEqual(['labels.exists error rows'])
    expect(await volumeExists(stack.volumeName('rows'))).toBe(false)
  })

  it('cannot be made without the engine, and says so', async () => {
    await using stack = new SmallStack()
    stack.declare('/data/db')
    const { code, stdout } = await cli(
      ['validate', '--checks', 'labels', '--compose-file', stack.file, '--backup-dir', stack.backups],
      { env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } }
    )
    expect(stdout).toContain('could not be made')
    expect(code).toBe(1)
  })
})
