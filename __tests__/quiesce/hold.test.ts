import { describe, expect, it } from '@jest/globals'
import type { ContainerStatus, Engine } from '../../src/engine/engine.ts'
import { BackupError } from '../../src/errors.ts'
import type { Host } from '../../src/host/host.ts'
import type { HoldStep } from '../../src/quiesce/plan.ts'
import { holdContainers } from '../../src/quiesce/run.ts'

const long = 'a'.repeat(64)

/** As much of the ports as holding needs, with what was done to it. */
function world(states: Record<string, ContainerStatus['state']>, exitCode = 0) {
  const deeds: string[] = []
  const warnings: string[] = []
  const held: (readonly string[])[] = []
  const engine = {
    containerState: async (id: string) => ({ state: states[id], health: 'none', exitCode }),
    pauseContainer: async (id: string) => {
      if (states[id] === 'paused')
        throw new BackupError('in-use', `the daemon could not pause: Container ${id} is already paused`)
      states[id] = 'paused'
    },
    unpauseContainer: async (id: string) => {
      deeds.push(`unpause ${id}`)
      states[id] = 'running'
    },
    stopContainer: async (id: string) => {
      states[id] = 'exited'
    }
  } as unknown as Engine
  const host = {
    info: () => undefined,
    warn: (text: string) => warnings.push(text),
    error: () => undefined,
    remember: (_: string, steps: readonly HoldStep[]) => held.push(steps.map(({ name }) => name))
  } as unknown as Host
  return { engine, host, deeds, warnings, held, states }
}

function step(id: string, name: string, deed: HoldStep['deed'] = 'pause'): HoldStep {
  return { id, name, deed, timeoutSeconds: 60 }
}

const { signal } = new AbortController()

describe('holding containers', () => {
  it('never undoes a pause of somebody else, and names who has it', async () => {
    const { engine, host, deeds, held } = world({ one: 'running', [long]: 'paused' })
    const holding = holdContainers(engine, host, [step('one', 'web'), step(long, 'database')], signal)
    await expect(holding).rejects.toMatchObject({
      code: 'in-use',
      message:
        'database cannot be held still: the daemon could not pause: Container database is already paused',
      hint: expect.stringContaining('somebody else')
    })
    expect(deeds).toEqual(['unpause one'])
    expect(held).toEqual([['web', 'database'], ['web'], []])
  })

  it('does not take a service that wants SIGKILL for one that would not stop', async () => {
    const { engine, host, warnings } = world({ one: 'running' }, 137)
    await holdContainers(engine, host, [step('one', 'web', 'stop')], signal)
    expect(warnings).toEqual([])
  })

  it('says so when a service had to be killed', async () => {
    const { engine, host, warnings } = world({ one: 'running' }, 137)
    await holdContainers(engine, host, [{ ...step('one', 'web', 'stop'), timeoutSeconds: 0 }], signal)
    expect(warnings).toEqual([expect.stringContaining('web did not stop within 0 s and was killed')])
  })
})
