import { afterEach, describe, expect, it } from '@jest/globals'
import { BackupError } from '../../src/errors.ts'
import { GitHubApi } from '../../src/stores/github-api.ts'
import type { FaultKind } from '../support/github/faults.ts'
import type { Answer } from '../support/github/model.ts'
import { GitHubStandIn, type StandInOptions } from '../support/github/service.ts'

const repository = 'owner/stack'
let github: GitHubStandIn

async function start(options: StandInOptions): Promise<GitHubApi> {
  github = await GitHubStandIn.start(options)
  github.addRepository(repository)
  const { GITHUB_API_URL = '' } = github.env(github.addRun({ id: 1, repository }))
  return new GitHubApi(GITHUB_API_URL, github.token, { patienceMs: 300, pauseMs: 1 })
}

/** The first requests fail, the others do not. */
function first(count: number, fault: FaultKind | Answer): NonNullable<StandInOptions['fail']> {
  let asked = 0
  return () => {
    asked += 1
    return asked <= count ? fault : undefined
  }
}

async function failureOf(deed: Promise<unknown>): Promise<BackupError> {
  const thrown: unknown = await deed.then(
    () => undefined,
    (error: unknown) => error
  )
  if (thrown instanceof BackupError) return thrown
  throw new Error('no BackupError', { cause: thrown })
}

const limited = { status: 403, json: {}, headers: { 'x-ratelimit-remaining': '0' } }

describe('the answers of GitHub', () => {
  afterEach(() => github[Symbol.asyncDispose]())

  it.each<FaultKind | Answer>([
    'reset',
    'cut',
    'garbage',
    'lost',
    'stall',
    limited,
    { status: 200, json: {} },
    { status: 500 },
    { status: 503 }
  ])('are asked for again after %j', async (fault) => {
    const options = { stallMs: 5000 }
    const api = await start({ ...options, fail: first(2, fault) })
    expect(await api.run(repository, 1)).toMatchObject({ id: 1, repository })
    await github[Symbol.asyncDispose]()
    const never = await start({ ...options, fail: first(Number.POSITIVE_INFINITY, fault) })
    expect(await failureOf(never.run(repository, 1))).toMatchObject({ code: 'store-unavailable' })
  })

  it('that tell of the limit of requests are not taken for a missing right', async () => {
    const api = await start({ fail: first(9, limited) })
    expect((await failureOf(api.repository(repository))).message).toContain('no more requests for now')
  })

  it.each([401, 403, 404])('with status %d are final', async (status) => {
    const api = await start({ fail: first(1, { status, json: {} }) })
    expect(await failureOf(api.repository(repository))).toMatchObject({ code: 'store-forbidden' })
    expect(github.log).toHaveLength(1)
  })
})
