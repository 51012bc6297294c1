import { afterAll, describe, expect, it } from '@jest/globals'
import { contentOf, differences, fill, fillWithNoise, Room, snapshot } from '../support/docker.ts'
import { ActionStep } from '../support/doors.ts'
import { type FaultKind, type FaultPlan, faultKinds } from '../support/github/faults.ts'
import { GitHubStandIn } from '../support/github/service.ts'

const repository = 'owner/stack'
/** What may come of a service that fails; anything else is a mistake of the program. */
const ownCodes = ['', 'artifact-exists', 'backup-damaged', 'store-unavailable']

interface Plan extends Omit<FaultPlan, 'seed'> {
  readonly stallMs?: number
}

/** The seventh, eighth and ninth of ten meet what the client notices late, each where that is not half a minute. */
function planOf(seed: number): Plan {
  if (seed % 10 === 7) return { kinds: ['stall'], only: /^PUT /, rate: 0.3, most: 1, stallMs: 60_000 }
  if (seed % 10 === 8)
    return { kinds: ['reset', 'cut'], only: /(POST|GET) \/(twirp|repos)/, rate: 0.1, most: 2 }
  if (seed % 10 === 9) return { kinds: ['reset', 'lost'], only: /^(PUT|GET) \/blob/, rate: 0.3, most: 2 }
  // A body of data that is cut costs the client half a minute.
  if (seed % 20 === 6) return { kinds: ['cut'], only: /^GET \/blob/, rate: 1, most: 1 }
  if (seed % 10 === 3 || seed % 10 === 5)
    return { kinds: ['short', 'flip', '403'], only: /^GET \/blob/, rate: 0.6, most: 2 }
  const kinds = faultKinds.filter((kind) => !['stall', 'cut', 'reset'].includes(kind))
  return { kinds, rate: 0.1, most: 3 }
}

describe('a service that fails now and then', () => {
  const room = new Room()
  afterAll(() => room[Symbol.asyncDispose]())

  it('costs a clear error at most, never a wrong byte: 100 seeds', async () => {
    const results: string[] = []
    const met = new Map<FaultKind, number>()
    const seeds = Array.from({ length: 100 }, (_, at) => at + 1)
    // Most of the time is spent waiting; but one restore runs at a time on an engine.
    let restores: Promise<unknown> = Promise.resolve()
    const alone = <Result>(deed: () => Promise<Result>): Promise<Result> => {
      const mine = restores.then(deed)
      restores = mine.catch(() => undefined)
      return mine
    }
    const lane = async (name: string): Promise<void> => {
      const volume = await room.volume(name)
      await fillWithNoise(volume, 1_000_000)
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        const { stallMs = 100, ...plan } = planOf(seed)
        await using github = await GitHubStandIn.start({ faults: { seed, ...plan }, stallMs })
        github.addRepository(repository)
        await fill(volume, { file: `content ${seed}` })
        const words = { mode: 'backup', volumes: `${volume}=critical`, 'artifact-name': 'app' }
        const backup = await act(github, 1, words)
        results.push(backup)
        if (backup === '' && seed % 3 === 0) results.push(await alone(() => restored(github, volume, seed)))
        else if (backup === '') results.push(await act(github, 2, { mode: 'validate', checks: 'archives' }))
        for (const [kind, count] of github.kindsMet) met.set(kind, (met.get(kind) ?? 0) + count)
      }
    }
    await Promise.all(['one', 'two', 'three', 'four', 'five'].map(lane))
    process.stdout.write(`results: ${counted(results)}\nfaults: ${JSON.stringify([...met])}\n`)
    expect(results.filter((code) => !ownCodes.includes(code))).toEqual([])
    // A test of failures alone would prove nothing, and neither would one of none.
    expect(results.filter((code) => code === '').length).toBeGreaterThan(100)
    expect(faultKinds.filter((kind) => (met.get(kind) ?? 0) < 5)).toEqual([])
  })

  /** The volume holds what was backed up, or what it held before. */
  async function restored(github: GitHubStandIn, volume: string, seed: number): Promise<string> {
    await fill(volume, { file: 'changed' })
    const before = await snapshot(volume)
    const code = await act(github, 2, { mode: 'restore', confirm: 'yes', 'keep-rollback': 'false' })
    if (code === '') expect(await contentOf(volume, 'file')).toBe(`content ${seed}`)
    else expect(differences(before, await snapshot(volume))).toBe('')
    return code
  }

  async function act(github: GitHubStandIn, id: number, inputs: Record<string, string>): Promise<string> {
    const run = github.addRun({ id, repository })
    const env = { ...github.env(run), ACTIONS_ARTIFACT_UPLOAD_TIMEOUT_MS: '1000' }
    using step = new ActionStep({ 'github-token': github.token, ...inputs }, env)
    const { outputs, ended } = await step.run()
    if (outputs['error-code']) process.stdout.write(`${ended.stdout.match(/::error::.*/)?.[0] ?? ''}\n`)
    expect(outputs.result).toMatch(/^(success|failed)$/)
    return outputs['error-code'] ?? 'none'
  }
})

function counted(words: readonly string[]): string {
  const unique = [...new Set(words)]
  return unique.map((word) => `${word || 'success'} ${words.filter((one) => one === word).length}`).join(', ')
}

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
