import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import { contentOf, fill, fillWithNoise, Room, stateOf } from '../support/docker.ts'
import { ActionStep, until } from '../support/doors.ts'
import type { FaultKind } from '../support/github/faults.ts'
import type { Answer, Run } from '../support/github/model.ts'
import { GitHubStandIn, type StandInOptions } from '../support/github/service.ts'

const repository = 'owner/stack'
let github: GitHubStandIn
let run: Run

async function start(options: StandInOptions = {}): Promise<void> {
  github = await GitHubStandIn.start(options)
  github.addRepository(repository)
  run = github.addRun({ id: 1001, repository })
}

type Inputs = Readonly<Record<string, string>>

async function act(inputs: Inputs, env: Inputs = {}, inRun = run): ReturnType<ActionStep['run']> {
  using step = new ActionStep({ 'github-token': github.token, ...inputs }, { ...github.env(inRun), ...env })
  return await step.run()
}

/** Names of the whole artifacts, without the id. */
function whole(): readonly string[] {
  return github.state.artifacts
    .filter(({ finalized }) => finalized)
    .map(({ name }) => name.replace(/\d{8}-\d{6}/, 'ID'))
}

/** Lets some of the requests that fit fail, counted from 0. */
function some(
  method: string,
  path: RegExp,
  which: readonly number[],
  fault: FaultKind | Answer
): StandInOptions {
  let met = -1
  return {
    stallMs: 60_000,
    fail: (asked, at) => {
      if (asked !== method || !path.test(at)) return undefined
      met += 1
      return which.includes(met) ? fault : undefined
    }
  }
}

/** An upload is two requests here: its block, and the list of blocks. */
function from(first: number): readonly number[] {
  return Array.from({ length: 20 }, (_, at) => first + at)
}

describe('an upload', () => {
  const room = new Room()
  let data = ''
  let logs = ''
  let writer = ''
  beforeAll(async () => {
    data = await room.volume('data')
    logs = await room.volume('logs')
    await fill(data, { file: 'content' })
    await fillWithNoise(data, 1_000_000)
    await fill(logs, { line: 'one' })
    writer = await room.container(data, 'while true; do sleep 1; done')
  })
  afterAll(() => room[Symbol.asyncDispose]())
  afterEach(() => github[Symbol.asyncDispose]())

  const backup = (): Inputs => ({
    mode: 'backup',
    'artifact-name': 'app',
    volumes: `${data}=critical,${logs}=low`
  })
  const restore = {
    ...{ mode: 'restore', confirm: 'yes', 'keep-rollback': 'false' },
    ...{ 'running-services': 'stop', 'stop-timeout': '1' }
  }

  it.each<[string, StandInOptions]>([
    ['429 for a block', some('PUT', /blob/, [0], { status: 429 })],
    ['503 for all tries of a block', some('PUT', /blob/, [0, 1, 2, 3], { status: 503 })],
    ['an answer that breaks off', some('POST', /CreateArtifact/, [0], 'cut')],
    ['a lost answer at its end', some('POST', /FinalizeArtifact/, [0], 'lost')]
  ])('is tried once more after %s, and what was half there goes', async (_, options) => {
    await start(options)
    const made = await act(backup())
    expect(made.outputs).toMatchObject({ result: 'success' })
    expect(made.ended.stdout).toContain('trying once more')
    expect(whole()).toEqual(['app-ID-critical-2', 'app-ID-low', 'app-ID-manifest'])
    await fill(data, { file: 'damaged' })
    const back = await act(restore, {}, github.addRun({ id: 1002, repository }))
    expect(back.outputs).toMatchObject({ result: 'success' })
    expect(await contentOf(data, 'file')).toBe('content')
  })

  it.each<[string, StandInOptions, Inputs]>([
    ['fails', some('PUT', /blob/, from(2), { status: 429 }), {}],
    ['loses its answer', some('POST', /FinalizeArtifact/, [1, 2], 'lost'), {}],
    ['stalls', some('PUT', /blob/, from(2), 'stall'), { ACTIONS_ARTIFACT_UPLOAD_TIMEOUT_MS: '500' }]
  ])('that %s twice ends the backup, and takes back what was whole', async (_, options, env) => {
    await start(options)
    const { outputs, ended } = await act(backup(), env)
    expect(outputs).toMatchObject({ result: 'failed', 'error-code': 'store-unavailable' })
    expect(ended.stdout).toMatch(/removed artifact app-[\d-]+-critical,/)
    expect(whole()).toEqual([])
    expect(await stateOf(writer)).toBe('running')
  })

  it('under a name that exists fails, and leaves the other backup whole', async () => {
    await start()
    await act({ ...backup(), volumes: `${logs}=low` })
    const other = github.artifact(/low$/)
    // Whatever second the next one begins in.
    for (let second = 0; second < 60; second++) {
      const id = new Date(Date.now() + second * 1000).toISOString().replace(/[-:]/g, '').slice(0, 15)
      const name = `app-${id.replace('T', '-')}-low`
      if (name !== other.name) github.state.artifacts.push({ ...other, id: other.id + 1000 + second, name })
    }
    const before = whole()
    const { outputs } = await act(backup())
    expect(outputs).toMatchObject({ result: 'failed', 'error-code': 'artifact-exists' })
    expect(whole()).toEqual(before)
  })

  it('says that the repository keeps artifacts for less than was asked for', async () => {
    await start()
    const { outputs, ended } = await act(
      { ...backup(), 'retention-days': 'critical=30,low=3' },
      { GITHUB_RETENTION_DAYS: '5' }
    )
    expect(outputs.result).toBe('success')
    expect(ended.stdout).toContain('retention-days 30 is more than this repository allows')
    expect(
      github.state.artifacts.map(({ expiresAt }) =>
        Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000)
      )
    ).toEqual([5, 3, 5])
  })

  it('of another repository and branch comes back where both are named', async () => {
    await start()
    github.addRepository('owner/other', { id: 2 })
    const there = github.addRun({ id: 2001, repository: 'owner/other', branch: 'release' })
    const made = await act(backup(), {}, there)
    await fill(data, { file: 'damaged' })
    const back = await act({ ...restore, repository: 'owner/other', branch: 'release' })
    expect(back.outputs).toMatchObject({ result: 'success', 'backup-id': made.outputs['backup-id'] })
    expect(await contentOf(data, 'file')).toBe('content')
  })

  it('of the mark of a validation is no trouble the second time', async () => {
    await start()
    await act(backup())
    for (const _ of [1, 2]) {
      const { outputs, ended } = await act({ mode: 'validate', checks: 'archives' })
      expect(outputs.result).toBe('success')
      expect(ended.stdout).not.toMatch(/::warning|could not be noted/)
    }
    expect(whole().filter((name) => name.endsWith('verified'))).toHaveLength(1)
  })

  it('that is killed is undone by the post step, which says what it removed', async () => {
    await start(some('PUT', /blob/, from(2), 'stall'))
    using step = new ActionStep({ 'github-token': github.token, ...backup() }, github.env(run))
    const { child, ended } = step.start('action')
    await until('the second upload begins', () => whole().length === 1 && github.faultsMet > 0)
    child.kill('SIGKILL')
    await ended
    const { code, stdout } = await step.post()
    expect(code).toBe(0)
    expect(stdout).toMatch(/removed artifact app-[\d-]+-critical,/)
    expect(stdout).toMatch(/removed \S+\/volume-backup-\S+, which the main step had left/)
    expect(whole()).toEqual([])
    expect(await stateOf(writer)).toBe('running')
  })
})
