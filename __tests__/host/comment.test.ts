import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { publishComment } from '../../src/host/comment.ts'
import { GitHubStandIn, type StandInOptions } from '../support/github/service.ts'
import { demoReport, failedReport, hostileReport } from '../support/reports.ts'

const folder = mkdtempSync(join(tmpdir(), 'vbtest-comment-'))
const event = join(folder, 'event.json')
let github: GitHubStandIn
let warnings: string[]

async function start(options: StandInOptions = {}): Promise<void> {
  github = await GitHubStandIn.start(options)
  github.addRepository('acme/stack')
  warnings = []
  writeFileSync(event, JSON.stringify({ pull_request: { number: 7 } }))
}

beforeEach(() => start())

afterEach(() => github[Symbol.asyncDispose]())
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function publish(report = demoReport(), more: { token?: string; name?: string } = {}): Promise<void> {
  const run = github.addRun({ id: 5, repository: 'acme/stack' })
  await publishComment(report, {
    env: { ...github.env(run), GITHUB_EVENT_PATH: event },
    token: github.token,
    name: 'sigul-demo',
    warn: (text) => warnings.push(text),
    ...more
  })
}

function bodies(): readonly string[] {
  return github.state.comments.map(({ body }) => body)
}

describe('the comment on a pull request', () => {
  it('says what reviewers ask', async () => {
    await publish()
    const [body = ''] = bodies()
    expect(bodies()).toHaveLength(1)
    expect(github.state.comments[0]?.issue).toBe(7)
    for (const text of [
      'sigul-demo: success',
      'recovery time **31.5 s**',
      'backup **2 hours** old',
      '| sigul-server | running | healthy | 19.8 s |',
      '| sigul_server_logs | 19.9 MiB | +60 % |',
      'https://github.com/acme/stack/actions/runs/5'
    ])
      expect(body).toContain(text)
    expect(warnings).toEqual([])
  })

  it('is one and the same for later runs, behind however many others', async () => {
    for (let id = 1001; id <= 1120; id++)
      github.state.comments.push({ id, repository: 'acme/stack', issue: 7, body: `hello ${id}` })
    await publish()
    await publish(failedReport())
    expect(bodies()).toHaveLength(121)
    expect(bodies()[120]).toContain('sigul-demo: failed')
    expect(bodies()[120]).toContain('run the same command in the drill yourself')
  })

  it('stands beside that of another stack', async () => {
    await publish()
    await publish(demoReport(), { name: 'other' })
    expect(bodies()).toHaveLength(2)
  })

  it('names the permission that a token lacks, and fails nothing', async () => {
    await publish(demoReport(), { token: github.readToken })
    expect(bodies()).toEqual([])
    expect(warnings).toEqual([expect.stringContaining('pull-requests: write')])
  })

  it('is not written twice when the answer to the first was lost', async () => {
    await github[Symbol.asyncDispose]()
    await start({ faults: { seed: 1, rate: 1, kinds: ['503'], most: 1, only: /^POST .*comments$/ } })
    await publish()
    expect(github.log.filter((line) => line.startsWith('POST'))).toHaveLength(1)
    expect(warnings).toEqual([expect.stringContaining('status 503')])
  })

  it('warns when the event names no pull request', async () => {
    writeFileSync(event, JSON.stringify({ ref: 'refs/heads/main' }))
    await publish()
    expect(bodies()).toEqual([])
    expect(warnings).toEqual([expect.stringContaining('no pull request')])
  })

  it('takes the number of a manual start and of a comment on a pull request, not that of an issue', async () => {
    for (const content of [
      { inputs: { 'pull-request': '8' } },
      { issue: { number: 9, pull_request: {} } },
      { issue: { number: 10 } }
    ]) {
      writeFileSync(event, JSON.stringify(content))
      await publish()
    }
    expect(github.state.comments.map(({ issue }) => issue)).toEqual([8, 9])
  })

  it('mentions nobody, is no markup and fits, whatever the names are', async () => {
    const report = hostileReport()
    await publish({ ...report, checks: Array.from({ length: 60 }, () => report.checks).flat() })
    const [body = ''] = bodies()
    expect(body.length).toBeLessThan(61_000)
    expect(body).not.toMatch(/@team|<script|<img|\]\(http:\/\/b/)
    expect(body).toMatch(/more lines are left out/)
  })
})
