import { afterEach, describe, expect, it } from '@jest/globals'
import { Act } from '../support/act.ts'
import { docker } from '../support/docker.ts'
import type { Ended } from '../support/doors.ts'
import type { Run } from '../support/github/model.ts'
import { GitHubStandIn, type StandInOptions } from '../support/github/service.ts'

const repository = 'owner/stack'
const project = 'sigul-cycle'

describe('the cycle workflow', () => {
  let github: GitHubStandIn
  let run: Run
  afterEach(async () => {
    await github[Symbol.asyncDispose]()
    // Whatever a red run has left.
    for (const [list, remove] of [
      [
        ['ps', '--all', '--quiet'],
        ['rm', '--force']
      ],
      [
        ['volume', 'ls', '--quiet'],
        ['volume', 'rm']
      ]
    ] as const) {
      const found = await docker(...list, '--filter', `label=com.docker.compose.project=${project}`)
      for (const one of found.split('\n').filter(Boolean)) await docker(...remove, one)
    }
  })

  async function act(options: StandInOptions = {}): Promise<Ended> {
    github = await GitHubStandIn.start(options)
    github.addRepository(repository)
    run = github.addRun({ id: 1, repository })
    using program = new Act()
    return await program.run('cycle.yml', github, run)
  }

  it('is green: what one job has backed up, another one brings back, and what must fail fails', async () => {
    const { code, stdout } = await act()
    expect(code === 0 ? '' : stdout.slice(-5000)).toBe('')
    expect(stdout.match(/Job succeeded/g)).toHaveLength(3)
    expect(stdout).toMatch(/key [0-9A-F]{40}, authority [0-9a-f]{16}, users up to \d+/)
    expect(stdout).toContain('Success - Main Each failed, for its own reason, and the stack is well')
    // Of the two volumes in the artifact, the one that was damaged, and not the other one.
    expect(stdout).toMatch(/changed a byte of (sigul_server_nss-\d{8}-\d{6}\.tar\.gz) in artifact/)
    const said = /.*\(backup-damaged\)/.exec(stdout)?.[0] ?? ''
    expect(said).toMatch(/sigul_server_nss-\d{8}-\d{6}\.tar\.gz/)
    expect(said).not.toContain('sigul_bridge_nss')
    expect(stdout).toContain(
      'Success - Main It failed, no byte of the stack has changed, and the stack starts'
    )
  })

  it('is red when a byte of an archive changes where it is stored, and names the volume', async () => {
    const { code, stdout } = await act({ tamper: { artifact: '-critical', when: 'read' } })
    expect(code).toBe(1)
    expect(stdout).toContain('Success - Main Back up')
    expect(stdout).toContain('Failure - Main Is the backup whole?')
    expect(stdout).toMatch(
      /artifact sigul-cycle-\d{8}-\d{6}-critical \(sigul_server_data\) does not have the digest/
    )
    expect(stdout).not.toContain('Run Main Restore')
  })
})
