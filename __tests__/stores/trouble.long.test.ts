import { statSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { contentOf, fill, fillWithNoise, Room } from '../support/docker.ts'
import { ActionStep, cli } from '../support/doors.ts'
import type { Answer, Run } from '../support/github/model.ts'
import { GitHubStandIn, type StandInOptions } from '../support/github/service.ts'

const repository = 'owner/stack'
let github: GitHubStandIn
let nextRun = 1000

async function start(options: StandInOptions = {}): Promise<void> {
  github = await GitHubStandIn.start(options)
  github.addRepository(repository)
}

function newRun(facts: Partial<Run> = {}): Run {
  nextRun += 1
  return github.addRun({ id: nextRun, repository, ...facts })
}

type Inputs = Readonly<Record<string, string>>

/** Ids are seconds. */
const nextSecond = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000))

async function act(inputs: Inputs, run = newRun(), env: Inputs = {}): ReturnType<ActionStep['run']> {
  using step = new ActionStep({ 'github-token': github.token, ...inputs }, { ...github.env(run), ...env })
  return await step.run()
}

describe('a backup in artifacts', () => {
  const room = new Room()
  let data = ''
  let logs = ''
  beforeAll(async () => {
    data = await room.volume('data')
    logs = await room.volume('logs')
    await fill(data, { file: 'content' })
    await fillWithNoise(data, 1_000_000)
    await fill(logs, { line: 'one' })
  })
  afterAll(() => room[Symbol.asyncDispose]())
  afterEach(() => github[Symbol.asyncDispose]())

  const both = (): Inputs => ({
    mode: 'backup',
    'artifact-name': 'app',
    volumes: `${data}=critical,${logs}=low`
  })
  const restore = { mode: 'restore', confirm: 'yes', 'keep-rollback': 'false' }

  it('gives back the parts that have not expired, and says which are gone', async () => {
    await start()
    const { outputs } = await act(both())
    const id = outputs['backup-id'] ?? ''
    const low = github.artifact(/low$/)
    low.expired = true
    low.expiresAt = '2020-02-02T00:00:00Z'
    const whole = await act({ ...restore, 'backup-id': id })
    expect(whole.outputs).toMatchObject({ result: 'failed', 'error-code': 'backup-expired' })
    expect(whole.ended.stdout).toContain(`the low volumes (${logs}) of backup ${id} have expired`)
    expect(whole.ended.stdout).toContain('restore the rest with --priority critical')
    const validated = await act({ mode: 'validate', checks: 'archives', 'backup-id': id })
    expect(validated.outputs).toMatchObject({ 'error-code': 'backup-expired' })

    await fill(data, { file: 'damaged' })
    const rest = await act({ ...restore, 'backup-id': 'latest', priority: 'critical' })
    expect(rest.outputs).toMatchObject({ result: 'success', 'backup-id': id })
    expect(await contentOf(data, 'file')).toBe('content')
    const env = { GITHUB_API_URL: github.env(newRun()).GITHUB_API_URL ?? '', GITHUB_TOKEN: github.token }
    const listed = await cli(['list', '--store', 'artifact', '--repository', repository], { env })
    expect(listed.stdout).toMatch(/ 2020-02-02 +-\n$/)
  })

  it.each<[string, Answer, string]>([
    [
      'says that it has expired',
      { status: 410, json: { message: 'Artifact has expired' } },
      'backup-expired'
    ],
    ['forbids it', { status: 403, json: { message: 'Resource not accessible' } }, 'store-forbidden'],
    ['is down', { status: 503, json: { message: 'Unavailable' } }, 'store-unavailable']
  ])('is not called damaged when the service %s', async (_, answer, code) => {
    // The manifest can be read, the archive cannot.
    await start({
      fail: (_, path) => (path.endsWith(`/${github.state.artifacts[0]?.id}/zip`) ? answer : undefined)
    })
    await act({ ...both(), volumes: `${data}=critical` })
    const restored = await act(restore)
    expect(restored.outputs).toMatchObject({ result: 'failed', 'error-code': code })
    const validated = await act({ mode: 'validate', checks: 'archives' })
    expect(validated.outputs).toMatchObject({ result: 'failed', 'error-code': code })
  })

  it('is compared with the last one of its name for each volume, whatever other stacks did since', async () => {
    await start()
    const words = { mode: 'backup', 'allow-empty': 'true' }
    const big = await room.volume('big')
    const deeds = [
      { 'artifact-name': 'app', volumes: `${big}=critical,${logs}=low` },
      { 'artifact-name': 'app', volumes: `${logs}=low` },
      { 'artifact-name': 'other', volumes: `${logs}=low` }
    ]
    await fillWithNoise(big, 500_000)
    for (const deed of deeds) {
      expect((await act({ ...words, ...deed })).outputs.result).toBe('success')
      await nextSecond()
    }
    // Even the newest of them cannot be read any more.
    await github.blobs.flip(github.artifact(/^app-.*manifest/).blob)
    await fillWithNoise(big, 100)
    const shrunk = await act({ ...words, 'artifact-name': 'app', volumes: `${big}=critical` })
    expect(shrunk.outputs).toMatchObject({ result: 'failed', 'error-code': 'volume-shrunk' })
    expect(shrunk.ended.stdout).toContain('not compared with backup')
    // Two stacks in one run are two names as well.
    const run = newRun()
    const other = { ...words, 'artifact-name': 'other', volumes: `${logs}=low` }
    expect((await act(other, run)).outputs.result).toBe('success')
    const again = await act({ ...words, 'artifact-name': 'app', volumes: `${big}=critical` }, run)
    expect(again.outputs).toMatchObject({ 'error-code': 'volume-shrunk' })
  })

  it('is compared with the last one in the cache, which does not grow with each', async () => {
    await start()
    using place = new ActionStep({})
    const words = { mode: 'backup', store: 'cache', 'artifact-name': 'seed', volumes: `${data}=low` }
    const env = { RUNNER_TEMP: place.folder }
    for (const bytes of [500_000, 400_000]) {
      await fillWithNoise(data, bytes)
      const made = await act(words, newRun(), env)
      expect(made.outputs.result).toBe('success')
      await nextSecond()
    }
    await act(
      { mode: 'validate', store: 'cache', 'artifact-name': 'seed', checks: 'archives' },
      newRun(),
      env
    )
    expect(sizesOfCaches()).toEqual([5, 4])
    await fillWithNoise(data, 100)
    expect((await act(words, newRun(), env)).outputs).toMatchObject({ 'error-code': 'volume-shrunk' })
  })

  it('that a stranger forged is listed as refused, and a mark of theirs proves nothing', async () => {
    await start()
    const { outputs } = await act({ ...both(), volumes: `${logs}=low` })
    const fork = newRun({ headRepository: 'stranger/stack', event: 'pull_request' })
    const [good] = [github.artifact(/manifest/)]
    const forged = (name: string): void => {
      github.state.artifacts.push({ ...good, id: github.state.nextId++, name, runId: fork.id })
    }
    forged(`app-${outputs['backup-id']}-verified`)
    forged('app-29990101-000000-manifest')
    const env = { GITHUB_API_URL: github.env(fork).GITHUB_API_URL ?? '', GITHUB_TOKEN: github.token }
    const { stdout } = await cli(['list', '--store', 'artifact', '--repository', repository], { env })
    const lines = stdout.trim().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[1]).toMatch(/^29990101-000000 .* REFUSED: run \d+ ran the code of stranger\/stack, a fork$/)
    expect(lines[2]).toMatch(/ -$/)
  })
})

function sizesOfCaches(): readonly number[] {
  return github.state.caches.map(({ blob }) => Math.round(statSync(github.blobs.path(blob)).size / 100_000))
}
