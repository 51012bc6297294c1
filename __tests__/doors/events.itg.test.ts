import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { ActionStep } from '../support/doors.ts'

const away = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' }
const modes: readonly Readonly<Record<string, string>>[] = [
  { mode: 'backup', 'backup-dir': 'kept' },
  { mode: 'restore', 'backup-dir': 'kept', confirm: 'yes' },
  { mode: 'validate', checks: 'cycle', volumes: 'x', 'backup-dir': 'kept' },
  { mode: 'validate', checks: 'archives' }
]

describe('the event that started the run', () => {
  it.each([
    'pull_request_target',
    'issue_comment',
    'issues',
    'discussion',
    'workflow_run',
    'fork',
    'an_event_of_tomorrow'
  ])('%s is refused in every mode, with its name and what to use instead', async (event) => {
    for (const inputs of modes) {
      using step = new ActionStep(inputs, { ...away, GITHUB_EVENT_NAME: event })
      const { ended, outputs } = await step.run()
      expect(outputs).toMatchObject({ result: 'failed', 'error-code': 'source-refused' })
      expect(ended.stdout).toContain(`started by ${event}:`)
      expect(ended.stdout).toContain('use one of schedule, workflow_dispatch, repository_dispatch, push')
      expect(existsSync(join(step.folder, 'kept'))).toBe(false)
    }
  })

  it.each([
    'schedule',
    'workflow_dispatch',
    'repository_dispatch',
    'push',
    'pull_request',
    'merge_group',
    'release'
  ])('%s is one that goes on to look for Docker', async (event) => {
    using step = new ActionStep(
      { mode: 'backup', 'backup-dir': 'kept', volumes: 'x' },
      { ...away, GITHUB_EVENT_NAME: event }
    )
    expect((await step.run()).outputs).toMatchObject({ 'error-code': 'docker-unavailable' })
  })
})
