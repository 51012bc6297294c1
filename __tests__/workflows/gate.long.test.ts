import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Act } from '../support/act.ts'
import { docker, Room, repository as root } from '../support/docker.ts'
import type { Ended } from '../support/doors.ts'
import type { Run } from '../support/github/model.ts'
import { GitHubStandIn } from '../support/github/service.ts'

const repository = 'owner/stack'
const project = 'vbtest-gate'
const label = `label=com.docker.compose.project=${project}`

/** A service that is healthy once it has understood what is in its volume. */
const stack = (image: string): string => `name: ${project}
services:
  app:
    image: ${image}
    pull_policy: never
    network_mode: none
    init: true
    healthcheck: {test: [CMD, sh, -c, "[ -e /tmp/ready ]"], interval: 500ms, retries: 240}
    volumes: ["data:/data"]
volumes:
  data:
    labels: {backup: critical, description: Data of the shop}
`
const serve = 'echo > /tmp/ready; while true; do sleep 1; done'

// One repository through its upgrades: the cases follow each other.
describe('the gate before an upgrade', () => {
  const room = new Room()
  const image = (version: number): string => `${room.name}:${version}`
  let github: GitHubStandIn
  let act: Act
  let base = ''
  beforeAll(async () => {
    const example = (name: string): string => readFileSync(join(root, 'examples/workflows', name), 'utf8')
    await makeImage(1, `[ -e /data/format ] || echo 1 > /data/format; ${serve}`)
    await makeImage(2, `read format < /data/format; [ "$format" = 1 ] || exit 3; ${serve}`)
    await makeImage(
      3,
      `[ -e /data/format ] || echo 3 > /data/format; read f < /data/format; [ "$f" = 3 ] || exit 3; ${serve}`
    )
    act = new Act({
      '.github/workflows/gate.yml': example('gate.yml'),
      '.github/workflows/backup.yml': example('backup.yml').replace(/,\n.*"wiki".*\]/, ']'),
      'shop/compose.yml': stack(image(1)),
      'scripts/up.sh': 'docker compose --file "$STACK/compose.yml" up --detach --wait\n'
    })
    github = await GitHubStandIn.start()
    github.addRepository(repository)
  })
  afterAll(async () => {
    await takeDown()
    for (const version of [1, 2, 3]) await docker('image', 'rm', '--force', image(version))
    act[Symbol.dispose]()
    await github[Symbol.asyncDispose]()
    await room[Symbol.asyncDispose]()
  })

  async function makeImage(version: number, script: string): Promise<void> {
    const container = await room.container(await room.volume(), 'true')
    await docker(
      'commit',
      '--change',
      `CMD ${JSON.stringify(['sh', '-c', script])}`,
      container,
      image(version)
    )
  }

  async function ofProject(kind: 'ps' | 'volume'): Promise<readonly string[]> {
    const words = kind === 'ps' ? ['ps', '--all'] : ['volume', 'ls']
    return (await docker(...words, '--quiet', '--filter', label)).split('\n').filter(Boolean)
  }

  async function takeDown(): Promise<void> {
    for (const id of await ofProject('ps')) await docker('rm', '--force', id)
    for (const id of await ofProject('volume')) await docker('volume', 'rm', id)
  }

  async function gate(run: Partial<Run> & { readonly id: number }): Promise<Ended> {
    const head = run.headRepository ?? repository
    const facts = { repository, event: 'pull_request', branch: 'upgrade', ...run }
    return act.run('gate.yml', github, github.addRun(facts), {
      event: 'pull_request',
      payload: {
        number: 7,
        pull_request: {
          number: 7,
          head: { ref: 'upgrade', repo: { full_name: head } },
          base: { ref: 'main', sha: base, repo: { full_name: repository } }
        },
        repository: { name: 'stack', full_name: repository, default_branch: 'main' }
      }
    })
  }

  const comments = (method: string): readonly string[] =>
    github.log.filter((line) => line.startsWith(method) && /\/issues\/(7\/)?comments/.test(line))

  it('refuses the code of a fork before it runs any of it', async () => {
    base = act.branch('upgrade', { 'shop/compose.yml': stack(image(2)) })
    const { code, stdout } = await gate({ id: 31, headRepository: 'stranger/stack' })
    expect(code).toBe(1)
    expect(stdout).toContain('the pull request comes from stranger/stack, a fork')
    expect(stdout).not.toContain('Main Drill on a backup')
    expect(await ofProject('ps')).toEqual([])
  })

  it('does not take over a stack that the runner has already', async () => {
    const data = await docker('volume', 'create', '--label', label.slice(6), `${project}_data`)
    const { code, stdout } = await gate({ id: 32 })
    expect(code).toBe(1)
    expect(stdout).toContain(`this runner has containers or volumes of project ${project}`)
    expect(await ofProject('volume')).toEqual([data])
    await takeDown()
  })

  it('is green, without any backup, when the new version reads what the base branch has written', async () => {
    const { code, stdout } = await gate({ id: 33 })
    expect(code === 0 ? '' : stdout.slice(-6000)).toBe('')
    expect(stdout).toContain('Success - Main Drill on the base stack')
    expect(comments('POST')).toHaveLength(1)
    expect([await ofProject('ps'), await ofProject('volume')]).toEqual([[], []])
  })

  it('is red when the new version cannot read the data of the backup, and keeps to its one comment', async () => {
    const nightly = github.addRun({ id: 34, repository, event: 'schedule' })
    act.branch('main-again', { 'shop/compose.yml': stack(image(1)) })
    expect((await act.run('backup.yml', github, nightly, { event: 'workflow_dispatch' })).code).toBe(0)
    await takeDown()
    act.branch('worse', { 'shop/compose.yml': stack(image(3)) })
    const { code, stdout } = await gate({ id: 35 })
    expect(code).toBe(1)
    expect(stdout).toContain('the stack of the pull request does not come up on the data')
    expect(stdout).not.toContain('Main Start the base stack')
    expect(comments('POST')).toHaveLength(1)
    expect(comments('PATCH').length).toBeGreaterThan(0)
  })

  it('is green when the new version reads the data of the backup', async () => {
    act.branch('better', { 'shop/compose.yml': stack(image(2)) })
    const { code, stdout } = await gate({ id: 36 })
    expect(code === 0 ? '' : stdout.slice(-6000)).toBe('')
    expect(stdout).not.toContain('Main Start the base stack')
    expect(comments('POST')).toHaveLength(1)
    expect(await ofProject('ps')).toEqual([])
  })
})
