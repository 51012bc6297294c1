import { describe, expect, it } from '@jest/globals'
import type { VolumeUser } from '../../src/engine/engine.ts'
import { planHold, planStop, refuseOtherRuns } from '../../src/quiesce/plan.ts'

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
    autoRemove: false,
    isSelf: false,
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

describe('who cannot be held', () => {
  const removed = user('job', ['v'], { autoRemove: true })
  const self = user('runner', ['v'], { isSelf: true })

  it('is a container that would be gone when it stops; pausing it does no harm', () => {
    expect(() => planHold(new Map([['v', 'stop']]), [removed], 60)).toThrow(/gone for good.*: job; nothing/)
    expect(() => planStop([removed], 60)).toThrow(/gone for good.*: job; nothing/)
    expect(planHold(new Map([['v', 'pause']]), [removed], 60).steps).toHaveLength(1)
    expect(planStop([{ ...removed, status: { ...removed.status, state: 'exited' } }], 60)).toEqual([])
  })

  it('is the container that this program runs in', () => {
    const { steps, warnings } = planHold(new Map([['v', 'pause']]), [self], 60)
    expect(steps).toEqual([])
    expect(warnings).toEqual(['runner runs this program and cannot be held: its volumes are copied live'])
    expect(() => planStop([self], 60)).toThrow(/runner runs this program/)
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
