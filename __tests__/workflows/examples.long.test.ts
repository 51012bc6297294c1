import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
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

const called = 'OWNER/volume-backup-action/.github/workflows'

/**
 * A workflow of this project, started by hand instead of called, with a job that tells its result: the program does not go
 * on in the caller after a called workflow that failed.
 */
function telling(name: string, last: string): string {
  const text = readFileSync(join(root, '.github/workflows', name), 'utf8')
  const { on, jobs, ...rest } = parse(
    text.replaceAll('uses: $/', 'uses: OWNER/volume-backup-action@COMMIT')
  ) as {
    on: { workflow_call: { inputs: object; outputs: Record<string, { value: string }> } }
    jobs: object
  }
  const value = on.workflow_call.outputs.result?.value.replace('jobs.', 'needs.')
  const tell = {
    needs: last,
    if: 'always()',
    'runs-on': 'ubuntu-latest',
    steps: [{ run: `echo "the result is ${value}"` }]
  }
  // JSON is YAML.
  return JSON.stringify({
    ...rest,
    on: { workflow_dispatch: { inputs: on.workflow_call.inputs } },
    jobs: { ...jobs, tell }
  })
}

const validate = `on: workflow_dispatch
jobs:
  validate:
    uses: ${called}/validate.yml@COMMIT
    secrets:
      token: \${{ secrets.OTHER }}
    with:
      name: wiki
      repository: ${repository}
      workflow: backup.yml
  tell:
    needs: validate
    runs-on: ubuntu-latest
    steps:
      - run: echo "validation said \${{ needs.validate.outputs.result }}"
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
      '.github/workflows/backup-result.yml': telling('backup.yml', 'verify'),
      '.github/workflows/restore-result.yml': telling('restore.yml', 'restore'),
      '.github/workflows/validate.yml': validate,
      'shop/compose.yml': stack('shop', image),
      'wiki/compose.yml': stack('wiki', image),
      'scripts/up.sh': 'docker compose --file "$STACK/compose.yml" up --detach --wait\n',
      'scripts/verify.sh': 'docker compose --file shop/compose.yml exec -T app cat /data/line\n',
      'scripts/fail.sh': 'exit 1\n'
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
    expect(stdout).toMatch(/8 checks: 8 passed, 0 failed/)
  })

  it('restores one of them, found by name, under its running services, and verifies it there', async () => {
    const compose = ['compose', '--file', join(act.workspace, 'shop/compose.yml')]
    await docker(...compose, 'exec', '-T', 'app', 'sh', '-c', 'echo damaged > /data/line')
    const run = github.addRun({ id: 12, repository, event: 'workflow_dispatch' })
    const { code, stdout } = await act.run('restore.yml', github, run, {
      event: 'workflow_dispatch',
      args: ['--input', 'stack=shop', '--input', 'backup-id=latest-verified']
    })
    expect(code === 0 ? '' : stdout.slice(-6000)).toBe('')
    expect(stdout).toContain('data of shop')
    expect(await docker(...compose, 'exec', '-T', 'app', 'cat', '/data/line')).toBe('data of shop')
  })

  it.each([
    ['failed', 'when one of two stacks was not backed up, though all that arrived is whole', 'gone', 1],
    ['success', 'when both were', 'wiki', 0]
  ])('has the result %s of a backup %s', async (result, _, other, status) => {
    const run = github.addRun({ id: 20 + status, repository, event: 'workflow_dispatch' })
    const stacks = ['shop', other].map((name) => ({ name, 'compose-file': `${name}/compose.yml` }))
    const { code, stdout } = await act.run('backup-result.yml', github, run, {
      event: 'workflow_dispatch',
      args: ['--input', `stacks=${JSON.stringify(stacks)}`]
    })
    expect(stdout).toContain('Success - Main Read every byte of every backup of this run')
    expect(stdout).toContain(`the result is ${result}\n`)
    expect(code).toBe(status)
  })

  it.each([
    ['failed', 'whose verification fails', 'scripts/fail.sh', 1],
    ['success', 'that is verified', 'scripts/verify.sh', 0],
    ['success', 'that nothing verifies', '', 0]
  ])('has the result %s of a restore %s', async (result, _, verify, status) => {
    const run = github.addRun({ id: 30 + status, repository, event: 'workflow_dispatch' })
    const inputs = {
      environment: 'production',
      name: 'shop',
      'run-id': '11',
      'compose-file': 'shop/compose.yml',
      'running-services': 'stop',
      verify
    }
    const { code, stdout } = await act.run('restore-result.yml', github, run, {
      event: 'workflow_dispatch',
      args: Object.entries(inputs).flatMap(([name, value]) => ['--input', `${name}=${value}`])
    })
    expect(stdout).toContain('Success - Main Restore')
    expect(stdout).toContain(`the result is ${result}\n`)
    expect(code).toBe(status)
  })

  it('validates a backup of another repository, by a token for it', async () => {
    github.addRepository('owner/other')
    const run = github.addRun({ id: 15, repository: 'owner/other', event: 'workflow_dispatch' })
    const { code, stdout } = await act.run('validate.yml', github, run, {
      event: 'workflow_dispatch',
      args: ['--secret', 'GITHUB_TOKEN=not-for-it', '--secret', `OTHER=${github.token}`]
    })
    expect(code === 0 ? '' : stdout.slice(-6000)).toBe('')
    expect(stdout).toContain('validation said success')
  })

  it('proves in a pull request that its volumes come back', async () => {
    await down('shop')
    const run = github.addRun({ id: 13, repository, event: 'pull_request' })
    const { code, stdout } = await act.run('persistence.yml', github, run, { event: 'pull_request' })
    expect(code === 0 ? '' : stdout.slice(-6000)).toBe('')
    expect(stdout).toMatch(/1 checks: 1 passed|1 check: 1 passed/)
  })
})
