import { readdirSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { contentOf, fill, fillWithNoise, Room, stateOf } from '../support/docker.ts'
import { ActionStep, cli, until } from '../support/doors.ts'
import type { Run } from '../support/github/model.ts'
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

async function act(inputs: Inputs, inRun: Run = run): ReturnType<ActionStep['run']> {
  using step = new ActionStep({ 'github-token': github.token, ...inputs }, github.env(inRun))
  const done = await step.run()
  // Archives never stay on the runner.
  const left = readdirSync(step.folder, { recursive: true }).filter((name) =>
    /\.tar(\.|$)/.test(String(name))
  )
  expect(left).toEqual([])
  // Of a backup its manifest does, for the steps that follow.
  const folders = readdirSync(step.folder).filter((name) => /^volume-backup-[0-9a-f]{12}$/.test(name))
  expect(folders).toHaveLength(done.outputs.manifest && inputs.store !== 'cache' ? 1 : 0)
  return done
}

describe('backups in artifacts', () => {
  const room = new Room()
  let data = ''
  let logs = ''
  let writer = ''
  beforeAll(async () => {
    data = await room.volume('data')
    logs = await room.volume('logs')
    await fill(data, { file: 'content' })
    await fillWithNoise(data, 3_000_000)
    await fill(logs, { line: 'one' })
    writer = await room.container(data, 'while true; do sleep 1; done')
  })
  afterAll(() => room[Symbol.asyncDispose]())
  beforeEach(async () => {
    await fill(data, { file: 'content' })
  })
  afterEach(() => github[Symbol.asyncDispose]())

  const backup = { mode: 'backup', 'artifact-name': 'app' }
  const volumes = (): Inputs => ({ volumes: `${data}=critical,${logs}=low` })
  const restore = (more: Inputs = {}): Inputs => ({
    mode: 'restore',
    confirm: 'yes',
    'running-services': 'stop',
    'stop-timeout': '1',
    'keep-rollback': 'false',
    ...more
  })

  it('are one for each priority, with its own days, then the manifest, and come back in another run', async () => {
    await start()
    const made = await act({ ...backup, ...volumes(), 'retention-days': 'critical=9,low=3' })
    expect(made.ended.stdout).toContain('is complete')
    expect(made.outputs).toMatchObject({ result: 'success', verified: 'true' })
    const id = made.outputs['backup-id'] ?? ''
    expect(github.state.artifacts.map(({ name }) => name)).toEqual([
      `app-${id}-critical`,
      `app-${id}-low`,
      `app-${id}-manifest`
    ])
    const days = github.state.artifacts.map(({ expiresAt }) =>
      Math.round((Date.parse(expiresAt) - Date.now()) / 86_400_000)
    )
    expect(days).toEqual([9, 3, 9])
    expect(made.outputs['artifact-digest']).toBe(github.artifact(/manifest/).digest)
    expect(made.outputs['artifact-url']).toContain(`/owner/stack/actions/runs/1001/artifacts/`)

    await fill(data, { file: 'damaged' })
    const later = github.addRun({ id: 1002, repository, event: 'workflow_dispatch' })
    const back = await act(
      restore({ 'backup-id': id, 'artifact-digest': made.outputs['artifact-digest'] ?? '' }),
      later
    )
    expect(back.ended.stdout).not.toContain('::error')
    expect(back.outputs).toMatchObject({ result: 'success', 'backup-id': id })
    expect(await contentOf(data, 'file')).toBe('content')
    expect(await stateOf(writer)).toBe('running')
  })

  it('are listed and shown by the command line, with age, expiry and whether they were validated', async () => {
    await start()
    const { outputs } = await act({ ...backup, ...volumes() })
    const id = outputs['backup-id'] ?? ''
    const env = { GITHUB_API_URL: github.env(run).GITHUB_API_URL ?? '', GITHUB_TOKEN: github.token }
    const flags = ['--store', 'artifact', '--repository', repository]
    expect((await cli(['list', ...flags], { env })).stdout).toMatch(
      new RegExp(
        `^BACKUP +NAME +SIZE +AGE +EXPIRES +VERIFIED\n${id} +app +\\S+ MiB +0 minutes +\\d{4}-\\d\\d-\\d\\d +-\n$`
      )
    )
    const later = github.addRun({ id: 1002, repository })
    expect(
      (await act({ mode: 'restore', confirm: 'yes', 'backup-id': 'latest-verified' }, later)).outputs
    ).toMatchObject({
      'error-code': 'backup-unknown'
    })
    const validated = await act({ mode: 'validate', checks: 'archives', 'backup-id': 'all' }, later)
    expect(validated.outputs).toMatchObject({ result: 'success' })
    expect((await cli(['list', ...flags], { env })).stdout).toMatch(/ yes\n$/)
    const found = await act(
      restore({ 'backup-id': 'latest-verified' }),
      github.addRun({ id: 1003, repository })
    )
    expect(found.outputs).toMatchObject({ result: 'success', 'backup-id': id })
    expect((await cli(['show', 'latest', ...flags], { env })).stdout).toContain(`Backup ${id}`)
  })

  it.each([
    ['flip', 'backup-damaged'],
    ['replace', 'archive-refused'],
    ['delete', 'backup-damaged']
  ])('that somebody changes (%s) never reach a volume', async (deed, code) => {
    await start()
    const { outputs } = await act({ ...backup, ...volumes() })
    const artifact = github.artifact(/critical/)
    if (deed === 'flip') await github.blobs.flip(artifact.blob)
    if (deed === 'delete') github.state.artifacts.splice(github.state.artifacts.indexOf(artifact), 1)
    if (deed === 'replace') {
      await github.blobs.flip(artifact.blob)
      artifact.digest = await github.blobs.digest(artifact.blob)
    }
    await fill(data, { file: 'untouched' })
    const later = github.addRun({ id: 1002, repository })
    const { outputs: refused, ended } = await act(restore({ 'backup-id': outputs['backup-id'] ?? '' }), later)
    expect(refused.result).toBe('failed')
    expect([code, 'backup-damaged', 'verify-failed']).toContain(refused['error-code'])
    expect(ended.code).toBe(1)
    expect(await contentOf(data, 'file')).toBe('untouched')
    expect(await stateOf(writer)).toBe('running')
  })

  it.each<[string, Partial<Run>, Inputs]>([
    ['a fork', { headRepository: 'stranger/stack', event: 'pull_request' }, {}],
    ['a repository that is gone', { headRepository: null }, {}],
    ['pull_request_target', { event: 'pull_request_target' }, {}],
    ['another workflow', { workflow: '.github/workflows/other.yml' }, { workflow: 'backup.yml' }]
  ])('of %s are refused by id, and passed over by latest', async (_, facts, inputs) => {
    await start()
    await act({ ...backup, ...volumes() })
    const good = github.artifact(/manifest/).name
    const bad = github.addRun({ id: 1005, repository, ...facts })
    for (const artifact of github.state.artifacts.slice()) {
      const name = artifact.name.replace(/\d{8}-\d{6}/, '29990101-000000')
      github.state.artifacts.push({ ...artifact, id: artifact.id + 500, name, runId: bad.id })
    }
    const later = github.addRun({ id: 1006, repository })
    const named = await act(restore({ 'backup-id': '29990101-000000', ...inputs }), later)
    expect(named.outputs).toMatchObject({ 'error-code': 'source-refused' })
    const latest = await act(restore({ ...inputs, 'dry-run': 'true' }), later)
    expect(latest.ended.stdout).toContain('backup 29990101-000000 is passed over')
    expect(good).toContain(latest.outputs['backup-id'] ?? '?')
  })

  it.each<[string, Inputs, string]>([
    ['another digest', { 'artifact-digest': '0'.repeat(64) }, 'source-refused'],
    ['a run without any', { 'run-id': '1002' }, 'backup-unknown'],
    ['another branch', { branch: 'release' }, 'backup-unknown'],
    ['another repository that nobody sees', { repository: 'owner/secret' }, 'store-forbidden'],
    ['a wrong token', { 'github-token': 'wrong' }, 'store-forbidden'],
    ['no token', { 'github-token': '' }, 'store-forbidden']
  ])('are not found, or refused, with %s', async (_, inputs, code) => {
    await start()
    await act({ ...backup, ...volumes() })
    const { outputs, ended } = await act(restore(inputs), github.addRun({ id: 1002, repository }))
    expect(outputs).toMatchObject({ result: 'failed', 'error-code': code })
    expect(ended.stdout).not.toContain('Error: undefined')
  })

  it('that have expired say so', async () => {
    await start()
    const { outputs } = await act({ ...backup, ...volumes() })
    for (const artifact of github.state.artifacts) artifact.expired = true
    const later = github.addRun({ id: 1002, repository })
    const back = await act(restore({ 'backup-id': outputs['backup-id'] ?? '' }), later)
    expect(back.outputs).toMatchObject({ 'error-code': 'backup-expired' })
  })

  it.each<[string, boolean | undefined, string, Inputs, string | undefined]>([
    ['a public repository', false, 'critical', {}, 'upload-refused'],
    ['a repository that cannot be seen', undefined, 'high', {}, 'upload-refused'],
    ['a public repository, allowed', false, 'critical', { 'allow-unencrypted-upload': 'true' }, undefined],
    ['a public repository, nothing sensitive', false, 'low', {}, undefined]
  ])('of %s', async (_, isPrivate, priority, inputs, code) => {
    await start()
    if (isPrivate === undefined) github.state.repositories.clear()
    else github.addRepository(repository, { isPrivate })
    const { outputs, ended } = await act({ ...backup, volumes: `${data}=${priority}`, ...inputs })
    expect(outputs['error-code']).toBe(code ?? '')
    if (code)
      expect(ended.stdout).toMatch(/(whoever is signed in to GitHub|perhaps everybody) could download them/)
    expect(github.state.artifacts.length > 0).toBe(code === undefined)
    expect(await stateOf(writer)).toBe('running')
  })

  it('are not touched by a run that strangers start', async () => {
    await start()
    const bad = github.addRun({ id: 1009, repository, event: 'pull_request_target' })
    for (const inputs of [{ ...backup, ...volumes() }, restore()]) {
      const { outputs } = await act(inputs, bad)
      expect(outputs).toMatchObject({ 'error-code': 'source-refused' })
    }
  })

  it('that do not fit into the quota fail, and what was uploaded before is taken back', async () => {
    await start({ quota: 1_000_000 })
    const { outputs, ended } = await act({ ...backup, ...volumes() })
    expect(outputs).toMatchObject({ result: 'failed', 'error-code': 'store-quota' })
    expect(ended.stdout).toContain('retention-days')
    expect(github.state.artifacts.filter(({ finalized }) => finalized)).toEqual([])
    expect(await stateOf(writer)).toBe('running')
  })

  it('that come back other than they were sent are none', async () => {
    await start({ tamper: { artifact: '-critical', when: 'complete' } })
    const { outputs } = await act({ ...backup, ...volumes() })
    expect(outputs['error-code']).toMatch(/backup-damaged|verify-failed/)
    expect(github.state.artifacts.some(({ name }) => name.endsWith('manifest'))).toBe(false)
  })

  it('may be made again in a second attempt, and by two stacks at once', async () => {
    await start()
    expect((await act({ ...backup, ...volumes() })).outputs).toMatchObject({ result: 'success' })
    const again = github.addRun({ ...run, attempt: 2 })
    const both = await Promise.all([
      act({ ...backup, volumes: `${data}=low` }, again),
      act({ ...backup, volumes: `${logs}=low`, 'artifact-name': 'other "stack": <1>' }, again)
    ])
    expect(both.map(({ outputs }) => outputs.result)).toEqual(['success', 'success'])
    expect(github.state.artifacts.at(-1)?.name).toMatch(/^[\w.-]+$/)
    const several = await act(restore(), again)
    expect(several.outputs).toMatchObject({ 'error-code': 'bad-input' })
    expect(several.ended.stdout).toContain('backups of several stacks are there')
  })
})

describe('a job that is cancelled while it uploads', () => {
  const room = new Room()
  afterAll(() => room[Symbol.asyncDispose]())
  afterEach(() => github[Symbol.asyncDispose]())

  // As the runner does it: SIGINT, after 7.5 s SIGTERM, after 2.5 s SIGKILL, then the post step.
  it('leaves services running, no backup and no file', async () => {
    const data = await room.volume('data')
    await fillWithNoise(data, 3_000_000)
    const writer = await room.container(data, 'while true; do sleep 1; done')
    await start({ faults: { seed: 1, rate: 1, kinds: ['stall'], most: 1000 }, stallMs: 60_000 })
    using step = new ActionStep(
      { 'github-token': github.token, mode: 'backup', volumes: `${data}=low` },
      github.env(run)
    )
    const { child, ended } = step.start('action')
    await until('the upload begins', () => github.faultsMet > 0)
    expect(await stateOf(writer)).toBe('running')
    child.kill('SIGINT')
    const kills = [7500, 10_000].map((ms, at) =>
      setTimeout(() => child.kill(at === 0 ? 'SIGTERM' : 'SIGKILL'), ms)
    )
    await ended
    for (const kill of kills) clearTimeout(kill)
    const { code, stdout } = await step.post()
    expect(code).toBe(0)
    expect(stdout).not.toContain('::error')
    expect(await stateOf(writer)).toBe('running')
    expect(github.state.artifacts.filter(({ finalized }) => finalized)).toEqual([])
    expect(readdirSync(step.folder).filter((name) => name.startsWith('volume-backup-'))).toEqual([])
  })
})

describe('backups in the cache', () => {
  const room = new Room()
  afterAll(() => room[Symbol.asyncDispose]())
  afterEach(() => github[Symbol.asyncDispose]())

  it('are for fixtures: critical volumes are refused, others come back', async () => {
    await start()
    const data = await room.volume('seed')
    await fill(data, { file: 'content' })
    using place = new ActionStep({})
    const env = { ...github.env(run), RUNNER_TEMP: place.folder, GITHUB_TOKEN: github.token }
    const inCache = async (inputs: Inputs): ReturnType<ActionStep['run']> => {
      using step = new ActionStep({ store: 'cache', 'artifact-name': 'fixture', ...inputs }, env)
      return await step.run()
    }
    const refused = await inCache({ mode: 'backup', volumes: `${data}=critical` })
    expect(refused.outputs).toMatchObject({ 'error-code': 'upload-refused' })
    expect(github.state.caches).toEqual([])
    const none = await inCache({ mode: 'restore', confirm: 'yes' })
    expect(none.outputs).toMatchObject({ 'error-code': 'backup-unknown' })

    const made = await inCache({ mode: 'backup', volumes: `${data}=high` })
    expect(made.ended.stdout).not.toContain('::error')
    expect(made.outputs).toMatchObject({ result: 'success' })
    await fill(data, { file: 'changed' })
    const back = await inCache({ mode: 'restore', confirm: 'yes', 'keep-rollback': 'false' })
    expect(back.outputs).toMatchObject({ result: 'success', 'backup-id': made.outputs['backup-id'] })
    expect(await contentOf(data, 'file')).toBe('content')
  })

  it.each<[string, boolean | undefined, string, Inputs, string]>([
    ['a public repository', false, 'high', {}, 'upload-refused'],
    ['a repository that cannot be seen', undefined, 'high', {}, 'upload-refused'],
    ['a public repository, allowed', false, 'high', { 'allow-unencrypted-upload': 'true' }, ''],
    ['a public repository, nothing sensitive', false, 'low', {}, '']
  ])('of %s are treated as artifacts are', async (_, isPrivate, priority, inputs, code) => {
    await start()
    if (isPrivate === undefined) github.state.repositories.clear()
    else github.addRepository(repository, { isPrivate })
    const data = await room.volume('private')
    await fill(data, { file: 'content' })
    const { outputs } = await act({
      ...{ mode: 'backup', store: 'cache', 'artifact-name': 'fixture', volumes: `${data}=${priority}` },
      ...inputs
    })
    expect(outputs['error-code']).toBe(code)
    expect(github.state.caches).toHaveLength(code === '' ? 1 : 0)
  })
})
