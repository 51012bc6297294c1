import { describe, expect, it } from '@jest/globals'
import type { ContainerStatus } from '../../src/engine/engine.ts'
import type { HoldStep } from '../../src/quiesce/plan.ts'
import { releaseContainers } from '../../src/quiesce/run.ts'

type State = ContainerStatus['state']

/** A container whose state changes at each look; the last one stays until it is started. */
function container(...states: readonly State[]) {
  const deeds: string[] = []
  const left = [...states]
  const status = (state: State): ContainerStatus => ({ state, health: 'none', exitCode: 0 })
  return {
    deeds,
    said: [] as string[],
    containerState: async () => status(left.length > 1 ? (left.shift() ?? 'dead') : (left[0] ?? 'dead')),
    unpauseContainer: async () => void deeds.push('unpause'),
    startContainer: async () => {
      deeds.push('start')
      left.splice(0, left.length, 'running')
    }
  }
}

const held: HoldStep = { id: 'x', name: 'shop', deed: 'stop', timeoutSeconds: 30 }

async function release(engine: ReturnType<typeof container>, step: HoldStep): Promise<readonly string[]> {
  await releaseContainers(engine, { info: (text) => void engine.said.push(text) }, [step])
  return engine.deeds
}

describe('letting containers go', () => {
  it('starts one that the daemon is still stopping when it has ended, not before', async () => {
    const engine = container('running', 'running', 'exited')
    expect(await release(engine, { ...held, stopAskedAt: Date.now() })).toEqual(['start'])
    expect(engine.said[0]).toContain('shop is still being stopped')
  })

  it('gives up waiting for a stop that the daemon has forgotten', async () => {
    const engine = container('running')
    expect(await release(engine, { ...held, stopAskedAt: Date.now() - 60_000 })).toEqual([])
    expect(engine.said).toEqual(['running again: shop'])
  })

  it('leaves one alone that nobody has asked to stop yet', async () => {
    expect(await release(container('running'), held)).toEqual([])
  })

  it('starts what stands still, and lets go what is paused', async () => {
    expect(await release(container('exited'), held)).toEqual(['start'])
    expect(await release(container('paused'), { ...held, deed: 'pause' })).toEqual(['unpause'])
  })
})
