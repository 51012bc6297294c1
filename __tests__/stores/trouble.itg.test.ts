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
})
