import { describe, expect, it } from '@jest/globals'
import { planTargets, type TargetRequest } from '../../src/restore/plan.ts'
import type { RestoreItem } from '../../src/restore/source.ts'
import type { DeclaredVolume, LiveVolume } from '../../src/selection/model.ts'

const identity = (project: string, key: string) => ({
  'com.docker.compose.project': project,
  'com.docker.compose.volume': key
})

function volume(name: string, labels: Record<string, string> = {}): LiveVolume {
  return { name, driver: 'local', options: {}, labels }
}

function declared(key: string, more: Partial<DeclaredVolume> = {}): DeclaredVolume {
  return {
    key,
    name: undefined,
    external: false,
    driver: undefined,
    driverOptions: {},
    labels: {},
    xBackup: undefined,
    ...more
  }
}

interface Place {
  readonly recorded?: LiveVolume
  readonly declared?: DeclaredVolume
  readonly live?: readonly LiveVolume[]
  readonly project?: string
}

function target({ recorded, declared: one, live = [], project = 'shop' }: Place) {
  const item = { key: 'data', recorded, redactedOptions: [] } as unknown as RestoreItem
  const [found] = planTargets({
    source: {
      backupId: '20260101-000000',
      project: 'shop',
      items: [item]
    } as unknown as TargetRequest['source'],
    patterns: [],
    priorities: undefined,
    compose: one && { project, volumes: [one], services: [], xBackup: undefined },
    projectName: project,
    live
  })
  return { name: found?.name, create: found?.create }
}

describe('the volume that an archive goes into', () => {
  const recorded = volume('shop_data', identity('shop', 'data'))

  it('is the one with the labels of the stack, whatever its name', () => {
    const live = [volume('shop_data'), volume('other', identity('shop', 'data'))]
    expect(target({ recorded, live })).toEqual({ name: 'other', create: undefined })
  })

  it('is of two with the labels the one of the declared name, as in a backup', () => {
    const live = [volume('old', identity('shop', 'data')), volume('new', identity('shop', 'data'))]
    expect(target({ recorded, declared: declared('data', { name: 'new' }), live }).name).toBe('new')
  })

  it('is, when declared external, the one of that name and no other', () => {
    const external = declared('data', { name: 'shared', external: true })
    const live = [volume('shop_data', identity('shop', 'data')), volume('shared')]
    expect(target({ recorded, declared: external, live })).toEqual({ name: 'shared', create: undefined })
    expect(target({ recorded, declared: external, live: live.slice(0, 1) }).create?.name).toBe('shared')
  })

  it('is made under the name that the Compose file gives it today', () => {
    const { create } = target({ recorded, declared: declared('data', { name: 'renamed' }) })
    expect(create).toEqual({ ...recorded, name: 'renamed' })
  })

  it('is made for another project with the identity of that one', () => {
    expect(target({ recorded, project: 'two' }).create).toEqual(volume('two_data', identity('two', 'data')))
  })

  it('is made without labels that would make it a throw-away of this program', () => {
    const marked = volume('shop_data', {
      ...recorded.labels,
      'com.docker.compose.config-hash': 'x',
      'org.volume-backup.run': 'x'
    })
    expect(target({ recorded: marked }).create).toEqual(recorded)
  })
})
