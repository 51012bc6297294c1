import { afterAll, describe, expect, it } from '@jest/globals'
import { contentOf, differences, fill, fillWithNoise, Room, snapshot, stateOf } from '../support/docker.ts'
import { ActionStep } from '../support/doors.ts'
import { type FaultKind, faultKinds } from '../support/github/faults.ts'
import { GitHubStandIn } from '../support/github/service.ts'

const repository = 'owner/stack'
const ownCodes = [
  'backup-damaged',
  'verify-failed',
  'store-unavailable',
  'store-forbidden',
  'backup-unknown',
  'artifact-exists'
]

describe('a service that fails now and then', () => {
  const room = new Room()
  afterAll(() => room[Symbol.asyncDispose]())

  it('costs a clear error at most, never a wrong byte: 100 faults', async () => {
    const volume = await room.volume()
    await fillWithNoise(volume, 20_000_000)
    const writer = await room.container(volume, 'while true; do sleep 1; done')
    const results: string[] = []
    let met = 0
    // Those that the client only notices after half a minute come a few times.
    const quick = faultKinds.filter((kind) => !['stall', 'cut', 'reset'].includes(kind))
    for (let seed = 1; met < 100; seed++) {
      const kinds: readonly FaultKind[] = seed % 8 === 0 ? ['cut', 'reset'] : quick
      const most = seed % 8 === 0 ? 2 : 12
      await using github = await GitHubStandIn.start({ faults: { seed, rate: 0.3, kinds, most } })
      github.addRepository(repository)
      await fill(volume, { file: `content ${seed}` })
      const backup = await act(github, 1, {
        mode: 'backup',
        volumes: `${volume}=critical`,
        'artifact-name': 'app'
      })
      results.push(backup)
      if (backup === '') {
        await fill(volume, { file: 'changed' })
        const before = await snapshot(volume)
        const restore = await act(github, 2, {
          ...{ mode: 'restore', confirm: 'yes', 'backup-id': 'latest', 'keep-rollback': 'false' },
          ...{ 'running-services': 'stop', 'stop-timeout': '1' }
        })
        results.push(restore)
        if (restore === '') expect(await contentOf(volume, 'file')).toBe(`content ${seed}`)
        else expect(differences(before, await snapshot(volume))).toBe('')
      }
      expect(await stateOf(writer)).toBe('running')
      met += github.faultsMet
    }
    expect(results.filter((code) => code !== '' && !ownCodes.includes(code))).toEqual([])
    // A test of failures alone would prove nothing.
    expect(results.filter((code) => code === '').length).toBeGreaterThan(5)
  })

  async function act(github: GitHubStandIn, id: number, inputs: Record<string, string>): Promise<string> {
    const run = github.addRun({ id, repository })
    using step = new ActionStep({ 'github-token': github.token, ...inputs }, github.env(run))
    const { outputs } = await step.run()
    expect(outputs.result).toMatch(/^(success|failed)$/)
    return outputs['error-code'] ?? 'none'
  }
})

describe('a backup of 2 GiB', () => {
  const room = new Room()
  afterAll(() => room[Symbol.asyncDispose]())

  it('goes there and comes back in less than 400 MiB of memory', async () => {
    const volume = await room.volume()
    await fillWithNoise(volume, 2 * 1024 ** 3)
    const before = await snapshot(volume)
    await using github = await GitHubStandIn.start()
    github.addRepository(repository)
    const peaks: number[] = []
    for (const [id, inputs] of [
      [1, { mode: 'backup', volumes: `${volume}=critical`, compression: 'none', 'artifact-name': 'app' }],
      [2, { mode: 'restore', confirm: 'yes', 'keep-rollback': 'false' }]
    ] as const) {
      using step = new ActionStep(
        { 'github-token': github.token, ...inputs },
        github.env(github.addRun({ id, repository }))
      )
      const { result, peakMiB } = await step.measure()
      expect(result.outputs).toMatchObject({ result: 'success' })
      peaks.push(peakMiB)
      if (id === 1) await fill(volume, { noise: 'damaged' })
    }
    expect(differences(before, await snapshot(volume))).toBe('')
    process.stdout.write(`peak memory of backup and restore: ${peaks.map(Math.round).join(', ')} MiB\n`)
    expect(Math.max(...peaks)).toBeLessThan(400)
  })
})
