import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { asRoot, docker, mountpoint } from '../support/docker.ts'
import { cli } from '../support/doors.ts'
import { DemoStack, demoImage } from '../support/stack.ts'

interface Report {
  readonly checks: readonly {
    id: string
    outcome: string
    evidence?: readonly string[]
    findings?: readonly { message: string; hint: string }[]
  }[]
}

// What an upgrade or a bad backup would do to the stack, seen before it happens.
describe('the drill of the demo stack', () => {
  const stack = new DemoStack()
  const other = new DemoStack()
  beforeAll(async () => {
    await stack.up()
  })
  afterAll(async () => {
    await stack[Symbol.asyncDispose]()
    await other[Symbol.asyncDispose]()
  })

  const drill = async (...flags: string[]): Promise<{ code: number; report: Report }> => {
    const { code, stdout, stderr } = await cli(
      ['validate', '--checks', 'drill', '--json', ...stack.flags, ...flags],
      { env: { DEMO_IMAGE: demoImage } }
    )
    if (stdout === '') throw new Error(stderr)
    return { code, report: JSON.parse(stdout) as Report }
  }
  const backup = async (): Promise<void> => {
    const { code, stderr } = await cli(['backup', '--all', ...stack.flags])
    if (code !== 0) throw new Error(stderr)
  }
  /** Changes the files of volumes while the stack stands, backs up, and puts everything back as it was. */
  const backupOf = async (keys: readonly string[], change: () => Promise<void>): Promise<void> => {
    await stack.compose('stop', '--timeout', '20')
    const kept = join(stack.folder, 'kept')
    for (const key of keys)
      await asRoot(
        'sh',
        '-c',
        'mkdir -p "$2" && cp -a "$1" "$2/"',
        'sh',
        await mountpoint(stack.volume(key)),
        join(kept, key)
      )
    try {
      await change()
      await backup()
    } finally {
      for (const key of keys)
        await asRoot(
          'sh',
          '-c',
          'find "$1" -mindepth 1 -delete && cp -a "$2/_data/." "$1/"',
          'sh',
          await mountpoint(stack.volume(key)),
          join(kept, key)
        )
      await asRoot('rm', '-rf', kept)
      await stack.compose('up', '--detach', '--wait', '--wait-timeout', '240')
    }
  }
  const said = (report: Report): string =>
    report.checks
      .flatMap(({ evidence = [], findings = [] }) => [...evidence, ...findings.map(({ message }) => message)])
      .join('\n')

  it('passes on a good backup, with the answers of the application as evidence', async () => {
    await backup()
    const { code, report } = await drill()
    expect(report.checks.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed', 'passed'])
    expect(code).toBe(0)
    expect(said(report)).toContain('server and bridge trust the same authority')
  })

  it('fails with two pages of the database overwritten', async () => {
    await backupOf(['sigul_server_data'], async () => {
      const file = join(await mountpoint(stack.volume('sigul_server_data')), 'server.sqlite')
      await asRoot('dd', 'if=/dev/urandom', `of=${file}`, 'bs=4096', 'seek=2', 'count=2', 'conv=notrunc')
    })
    const { code, report } = await drill()
    expect(code).toBe(4)
    expect(said(report)).toMatch(/malformed|database is intact|not a database/)
  })

  it('fails with the certificates of the server from another generation', async () => {
    await other.up()
    await other.compose('stop', '--timeout', '20')
    await backupOf(['sigul_server_nss'], async () => {
      const [from, to] = await Promise.all(
        [other, stack].map((one) => mountpoint(one.volume('sigul_server_nss')))
      )
      await asRoot(
        'sh',
        '-c',
        'find "$2" -mindepth 1 -delete && cp -a "$1/." "$2/"',
        'sh',
        from ?? '',
        to ?? ''
      )
    })
    const { code, report } = await drill()
    expect(code).toBe(4)
    expect(said(report)).toContain('FAIL  server and bridge trust the same authority')
  })

  it('fails with a new version of the image that cannot read the old data, and says what that one said', async () => {
    await backup()
    const image = `vbtest-upgrade-${stack.project}`
    const folder = join(stack.folder, 'image')
    execFileSync('mkdir', [folder])
    writeFileSync(
      join(folder, 'server.sh'),
      `#!/bin/sh
version=$(sqlite3 /var/lib/sigul/server.sqlite 'PRAGMA user_version')
[ "$version" = 2 ] || { echo "this version reads schema 2, the database has $version"; exit 7; }
`
    )
    writeFileSync(
      join(folder, 'Dockerfile'),
      `FROM ${demoImage}\nLABEL org.volume-backup.test=${stack.project}\nCOPY server.sh server.sh\n`
    )
    execFileSync('chmod', ['755', join(folder, 'server.sh')])
    await docker('build', '--quiet', '--network', 'none', '--tag', image, folder)
    try {
      const { code, report } = await drill('--drill-images', `sigul-server=${image}`)
      expect(code).toBe(4)
      expect(report.checks.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed', 'failed'])
      expect(said(report)).toContain('this version reads schema 2, the database has 0')
      expect((await drill()).code).toBe(0)
    } finally {
      await docker('image', 'rm', image)
    }
  })
})
