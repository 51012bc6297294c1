import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Act } from '../support/act.ts'
import { docker, repository as root, shellImage } from '../support/docker.ts'
import { GitHubStandIn } from '../support/github/service.ts'

const repository = 'owner/stack'

/** One service that keeps a line in a volume; what it says is what the volume holds. */
const stack = (name: string, image: string): string => `name: vbtest-${name}
services:
  app:
    image: ${image}
    pull_policy: never
    network_mode: none
    init: true
    command: [sh, -c, "[ -e /data/line ] || echo data of ${name} > /data/line; while true; do sleep 1; done"]
    volumes: ["data:/data"]
volumes:
  data:
    labels: {backup: critical, description: Data of ${name}}
`

describe('a repository that uses the workflows', () => {
  let github: GitHubStandIn
  let act: Act
  beforeAll(async () => {
    const image = await shellImage()
    const example = (name: string): string => readFileSync(join(root, 'examples/workflows', name), 'utf8')
    act = new Act({
      '.github/workflows/backup.yml': example('backup.yml'),
      '.github/workflows/restore.yml': example('restore.yml'),
      '.github/workflows/persistence.yml': example('persistence.yml'),
      'shop/compose.yml': stack('shop', image),
      'wiki/compose.yml': stack('wiki', image),
      'scripts/up.sh': 'docker compose --file "$STACK/compose.yml" up --detach --wait\n',
      'scripts/verify.sh': 'docker compose --file shop/compose.yml exec -T app cat /data/line\n'
    })
    github = await GitHubStandIn.start()
    github.addRepository(repository)
  })
  afterAll(async () => {
    for (const name of ['shop', 'wiki']) await down(name)
    act[Symbol.dispose]()
    await github[Symbol.asyncDispose]()
  })

  async function down(name: string): Promise<void> {
    const label = `label=com.docker.compose.project=vbtest-${name}`
    for (const id of (await docker('ps', '--all', '--quiet', '--filter', label)).split('\n').filter(Boolean))
      await docker('rm', '--force', id)
    for (const id of (await docker('volume', 'ls', '--quiet', '--filter', label)).split('\n').filter(Boolean))
      await docker('volume', 'rm', id)
    const kept = `label=org.volume-backup.rollback-of=vbtest-${name}_data`
    for (const id of (await docker('volume', 'ls', '--quiet', '--filter', kept)).split('\n').filter(Boolean))
      await docker('volume', 'rm', id)
  }

  it('backs up two stacks every night, and reads both back on another runner', async () => {
    const run = github.addRun({ id: 11, repository, event: 'schedule' })
    const { code, stdout } = await act.run('backup.yml', github, run, { event: 'workflow_dispatch' })
    expect(code === 0 ? '' : stdout.slice(-6000)).toBe('')
    const names = github.state.artifacts.map(({ name }) => name.replace(/\d{8}-\d{6}/, 'ID')).sort()
    expect(names).toEqual(
      ['shop', 'wiki'].flatMap((name) =>
        ['critical', 'manifest', 'verified'].map((part) => `${name}-ID-${part}`)
      )
    )
    expect(stdout).toMatch(/4 checks: 4 passed, 0 failed/)
  })

  it('restores one of them, found by name, when its volume is gone', async () => {
    await down('shop')
    const run = github.addRun({ id: 12, repository, event: 'workflow_dispatch' })
    const { code, stdout } = await act.run('restore.yml', github, run, {
      event: 'workflow_dispatch',
      args: ['--input', 'stack=shop', '--input', 'backup-id=latest-verified']
    })
    // Nothing runs yet: the first try of the verification fails, and the restore with it.
    expect(stdout).toContain('Success - Main Restore')
    expect(stdout).toContain('Failure - Main Verify')
    expect(code).toBe(1)
    await docker('compose', '--file', join(act.workspace, 'shop/compose.yml'), 'up', '--detach', '--wait')
    const again = await act.run('restore.yml', github, run, {
      event: 'workflow_dispatch',
      args: ['--input', 'stack=shop', '--input', 'backup-id=latest-verified']
    })
    expect(again.code === 0 ? '' : again.stdout.slice(-6000)).toBe('')
    expect(again.stdout).toContain('data of shop')
  })

  it('proves in a pull request that its volumes come back', async () => {
    await down('shop')
    const run = github.addRun({ id: 13, repository, event: 'pull_request' })
    const { code, stdout } = await act.run('persistence.yml', github, run, { event: 'pull_request' })
    expect(code === 0 ? '' : stdout.slice(-6000)).toBe('')
    expect(stdout).toMatch(/1 checks: 1 passed|1 check: 1 passed/)
  })
})
