import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { fill, Room } from '../support/docker.ts'
import { ActionStep, cli } from '../support/doors.ts'
import { GitHubStandIn } from '../support/github/service.ts'

describe('the comment on a pull request', () => {
  const room = new Room()
  const event = join(room.folder, 'event.json')
  let github: GitHubStandIn

  beforeAll(async () => {
    github = await GitHubStandIn.start()
    github.addRepository('owner/shop')
    const volume = await room.volume('data')
    await fill(volume, { 'a @team': 'x' })
    mkdirSync(room.backups, { mode: 0o700 })
    writeFileSync(event, JSON.stringify({ pull_request: { number: 7 } }))
    await cli(['backup', '--volumes', `${volume}=high`, '--backup-dir', room.backups])
  })
  afterAll(async () => {
    await github[Symbol.asyncDispose]()
    await room[Symbol.asyncDispose]()
  })

  const validate = async (more: Record<string, string> = {}): Promise<string> => {
    const run = github.addRun({ id: 5, repository: 'owner/shop', event: 'pull_request' })
    using step = new ActionStep(
      {
        mode: 'validate',
        checks: 'archives',
        'backup-dir': room.backups,
        'artifact-name': 'shop',
        comment: 'true',
        'github-token': github.token,
        ...more
      },
      { ...github.env(run), GITHUB_EVENT_PATH: event }
    )
    const { ended, outputs } = await step.run()
    expect(outputs.result).toBe('success')
    expect(outputs['report-html']).toMatch(/\.html$/)
    expect(outputs['report-junit']).toMatch(/\.xml$/)
    return ended.stdout
  }

  it('is written once, then kept up to date', async () => {
    await validate()
    await validate()
    expect(github.state.comments).toHaveLength(1)
    const [comment] = github.state.comments
    expect(comment?.issue).toBe(7)
    expect(comment?.body).toMatch(/^<!-- volume-backup-action shop -->\n### ✅/)
    expect(comment?.body).toContain('5 checks: 5 passed')
  })

  it('is a warning where the token may not write, and changes nothing about the result', async () => {
    const before = github.state.comments[0]?.body
    expect(await validate({ 'github-token': '' })).toMatch(/::warning::.*pull-requests: write/)
    expect(github.state.comments[0]?.body).toBe(before)
  })
})
