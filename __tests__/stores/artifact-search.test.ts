import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { ArtifactSearch, type Wanted } from '../../src/stores/artifact-search.ts'
import type { ArtifactService, FoundArtifact } from '../../src/stores/artifact-service.ts'
import { GitHubApi } from '../../src/stores/github-api.ts'
import type { Run } from '../support/github/model.ts'
import { GitHubStandIn } from '../support/github/service.ts'

const repository = 'owner/stack'
const fork: Partial<Run> = { headRepository: 'stranger/stack' }
let github: GitHubStandIn
let warnings: string[]

beforeEach(async () => {
  github = await GitHubStandIn.start()
  github.addRepository(repository)
  warnings = []
})
afterEach(() => github[Symbol.asyncDispose]())

function put(runId: number, name: string, facts: Partial<Run> = {}): void {
  if (!github.state.runs.has(runId)) github.addRun({ id: runId, repository, ...facts })
  github.state.artifacts.push({
    id: github.state.artifacts.length + 1,
    name,
    runId,
    attempt: 1,
    repository,
    createdAt: '2026-01-01T00:00:00Z',
    expiresAt: '2026-02-01T00:00:00Z',
    expired: false,
    blob: '',
    mimeType: 'application/zip',
    size: 1,
    digest: '',
    finalized: true
  })
}

function search(wanted: Partial<Wanted> = {}, ownRun?: number): ArtifactSearch {
  const list = async (): Promise<readonly FoundArtifact[]> =>
    github.state.artifacts
      .filter(({ runId }) => runId === ownRun)
      .map(({ id, name, size, digest, createdAt }) => ({ id, name, sizeBytes: size, digest, createdAt }))
  const api = new GitHubApi(
    github.env(github.addRun({ id: 1, repository })).GITHUB_API_URL ?? '',
    github.token
  )
  const any = { runId: undefined, prefix: undefined, workflow: undefined, branch: undefined }
  return new ArtifactSearch(
    { repository, ...any, ...wanted },
    { repository, runId: ownRun },
    api,
    async () => ({ list }) as unknown as ArtifactService,
    (text) => warnings.push(text)
  )
}

const asked = (path: RegExp): number => github.log.filter((line) => path.test(line)).length

describe('a search among artifacts', () => {
  it.each(['20260101-000000', 'app/20260101-000000'])('finds %s behind 6,000 others', async (id) => {
    put(11, 'app-20260101-000000-critical')
    put(11, 'app-20260101-000000-manifest')
    for (let at = 0; at < 6000; at++) put(12, `other-${at}`)
    const found = await search({ prefix: 'app' }).find(id)
    expect(found).toMatchObject({ backupId: '20260101-000000', runId: 11 })
    expect([...found.artifacts.keys()].sort()).toEqual(['critical', 'manifest'])
    expect(github.log.length).toBeLessThan(8)
  })

  it('finds the latest behind 1,500 others, and says when it cannot look any further', async () => {
    put(11, 'app-20260101-000000-manifest')
    for (let at = 0; at < 1500; at++) put(12, `other-${at}`)
    expect(await search().find('latest')).toMatchObject({ runId: 11 })
    expect(warnings).toEqual([])
    for (let at = 0; at < 4000; at++) put(12, `other-${at}`)
    await expect(search().find('latest')).rejects.toMatchObject({ code: 'backup-unknown' })
    expect(warnings).toEqual([expect.stringContaining('more artifacts than are looked at (5000)')])
  })

  it('asks once for a run, however many backups it forged, and goes on to the good one', async () => {
    put(11, 'app-20260101-000000-manifest')
    for (let at = 10; at < 60; at++) put(12, `app-299901${at}-000000-manifest`, fork)
    expect(await search().find('latest')).toMatchObject({ runId: 11 })
    expect(asked(/runs\/12 /)).toBe(1)
  })

  it('takes the good one where a stranger forged the same id', async () => {
    put(11, 'app-20260101-000000-manifest')
    put(12, 'app-20260101-000000-manifest', fork)
    for (const prefix of ['app', undefined])
      expect(await search({ prefix }).find('20260101-000000')).toMatchObject({ runId: 11 })
  })

  it.each<[string, Partial<Wanted>, string]>([
    ['another workflow', { workflow: 'other.yml' }, 'source-refused'],
    ['another branch', { branch: 'release' }, 'backup-unknown'],
    ['another workflow and its run-id', { workflow: 'other.yml', runId: 11 }, 'source-refused']
  ])('judges the backups of its own run, too, with %s', async (_, wanted, code) => {
    put(11, 'app-20260101-000000-manifest')
    expect(await search({}, 11).find('20260101-000000')).toMatchObject({ runId: undefined })
    await expect(search(wanted, 11).find('20260101-000000')).rejects.toMatchObject({ code })
    expect(await search({ workflow: 'backup.yml', branch: 'main' }, 11).find('latest')).toMatchObject({
      runId: 11
    })
  })

  it('finds older backups by id where its own run has one, too', async () => {
    put(11, 'app-20260101-000000-manifest')
    put(12, 'app-20260102-000000-manifest')
    expect(await search({}, 12).find('20260101-000000')).toMatchObject({ runId: 11 })
    expect(await search({}, 12).find('latest')).toMatchObject({ backupId: '20260102-000000' })
  })

  it('compares with those of its own name, of this run first, and passes over what it cannot trust', async () => {
    put(11, 'app-20260101-000000-manifest')
    put(12, 'other-20260102-000000-manifest')
    put(13, 'app-20260103-000000-manifest', fork)
    put(14, 'app-20260104-000000-manifest')
    put(15, 'app-20260105-000000-manifest')
    for (const one of github.state.artifacts) one.expired = one.runId === 14
    const found: (number | undefined)[] = []
    for await (const { runId } of search({}, 15).earlier('app')) found.push(runId)
    expect(found).toEqual([undefined, 11])
    expect(warnings).toEqual([expect.stringContaining('backup 20260103-000000 is passed over')])
  })
})
