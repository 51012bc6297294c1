import { describe, expect, it } from '@jest/globals'
import type { VolumeUser } from '../../src/engine/engine.ts'
import { planHold, refuseOtherRuns } from '../../src/quiesce/plan.ts'

function user(name: string, volumes: readonly string[], more: Partial<VolumeUser> = {}): VolumeUser {
  return {
    id: name,
    name,
    status: { state: 'running', health: 'none', exitCode: 0 },
    image: 'i',
    imageId: 'sha256:0',
    user: '',
    labels: {},
    stopTimeoutSeconds: undefined,
    mounts: volumes.map((volume) => ({ volume, destination: '/v', writable: true })),
    otherMounts: [],
    ...more
  }
}

describe('who stands still', () => {
  it('is held in the strongest way that one of its volumes asks for', () => {
    const modes = new Map([
      ['paused', 'pause'],
      ['stopped', 'stop'],
      ['live', 'none']
    ] as const)
    const { steps } = planHold(
      modes,
      [
        user('both', ['paused', 'stopped']),
        user('one', ['paused']),
        user('free', ['live']),
        user('other', ['x'])
      ],
      60
    )
    expect(steps.map(({ name, deed }) => `${name} ${deed}`).sort()).toEqual(['both stop', 'one pause'])
  })

  it('is nobody who only reads, and nobody who stands still already; both are told of', () => {
    const reader = user('reader', [], { mounts: [{ volume: 'v', destination: '/v', writable: false }] })
    const paused = user('asleep', ['v'], { status: { state: 'paused', health: 'none', exitCode: 0 } })
    const { steps, warnings } = planHold(new Map([['v', 'pause']]), [reader, paused], 60)
    expect(steps).toEqual([])
    expect(warnings).toEqual([expect.stringContaining('asleep is paused, and not by this run')])
  })
})

describe('another run on the same volumes', () => {
  const labels = { 'org.volume-backup.run': 'x' }
  const reading = user('helper', [], {
    labels,
    mounts: [{ volume: 'v', destination: '/v', writable: false }]
  })

  it('may back them up at the same time', () => {
    expect(() => refuseOtherRuns([reading], 'backup')).not.toThrow()
  })

  it.each([
    ['a restore', [user('helper', ['v'], { labels })], 'backup'],
    [
      'a restore between its steps',
      [{ ...reading, labels: { ...labels, 'org.volume-backup.purpose': 'lock' } }],
      'backup'
    ],
    ['a backup', [reading], 'restore']
  ] as const)('is refused: %s', (_, users, deed) => {
    expect(() => refuseOtherRuns(users, deed)).toThrow(/is under way \(run x\)/)
  })
})
