import { describe, expect, it } from '@jest/globals'
import { BackupError } from '../../src/errors.ts'
import type { Priority, VolumePattern } from '../../src/inputs/settings.ts'
import type { DeclaredVolume, LiveVolume, Selection } from '../../src/selection/model.ts'
import { nearestNames } from '../../src/selection/nearest.ts'
import { selectVolumes } from '../../src/selection/select.ts'

const usual: readonly Priority[] = ['critical', 'high']

function live(key: string, labels: Record<string, string> = {}, project = 'app'): LiveVolume {
  return {
    name: `${project}_${key}`,
    driver: 'local',
    options: {},
    labels: { 'com.docker.compose.project': project, 'com.docker.compose.volume': key, ...labels }
  }
}

function declared(key: string, rest: Partial<DeclaredVolume> = {}): DeclaredVolume {
  return {
    key,
    name: `app_${key}`,
    external: false,
    driver: undefined,
    driverOptions: {},
    labels: {},
    xBackup: undefined,
    ...rest
  }
}

function pattern(text: string): VolumePattern {
  const [name = '', priority] = text.replace(/^!/, '').split('=')
  return { pattern: name, exclude: text.startsWith('!'), priority: priority as Priority | undefined }
}

function select(request: {
  patterns?: string[]
  priorities?: readonly Priority[]
  declared?: DeclaredVolume[]
  live: LiveVolume[]
  project?: string
}): Selection {
  return selectVolumes({
    patterns: (request.patterns ?? []).map(pattern),
    priorities: request.priorities ?? usual,
    compose: request.declared && {
      project: 'app',
      volumes: request.declared,
      services: [],
      xBackup: undefined
    },
    project: 'project' in request ? request.project : 'app',
    live: request.live
  })
}

const names = ({ volumes }: Selection): readonly string[] =>
  volumes.map(({ key, priority, prioritySource }) => `${key} ${priority} ${prioritySource}`)

function failure(deed: () => unknown): BackupError {
  try {
    deed()
  } catch (error) {
    if (error instanceof BackupError) return error
    throw error
  }
  throw new Error('no error')
}

describe('choosing volumes', () => {
  it('takes critical and high by default, most important first, and says why not the others', () => {
    const selection = select({
      live: [
        live('cache', { backup: 'low' }),
        live('b', { backup: 'high' }),
        live('run', { backup: 'none' }),
        live('a', { backup: 'critical' }),
        live('bare')
      ]
    })
    expect(names(selection)).toEqual(['a critical live-label', 'b high live-label'])
    expect(selection.leftOut.map(({ key, reason }) => `${key} ${reason}`)).toEqual([
      'cache priority-not-chosen',
      'run priority-none',
      'bare no-priority'
    ])
    expect(selection.warnings).toEqual([expect.stringContaining('volume bare has no priority')])
  })

  it('believes the input before x-backup, that before a declared label, that before the live label (S41)', () => {
    const volume = live('v', { backup: 'low' })
    const all: readonly Priority[] = ['critical', 'high', 'medium', 'low']
    expect(names(select({ priorities: all, live: [volume] }))).toEqual(['v low live-label'])
    expect(
      names(
        select({
          priorities: all,
          live: [volume],
          declared: [declared('v', { labels: { backup: 'medium' } })]
        })
      )
    ).toEqual(['v medium compose-label'])
    expect(
      names(
        select({
          priorities: all,
          live: [volume],
          declared: [declared('v', { labels: { backup: 'medium' }, xBackup: { priority: 'high' } })]
        })
      )
    ).toEqual(['v high x-backup'])
    expect(
      names(
        select({
          priorities: all,
          live: [volume],
          declared: [declared('v', { xBackup: 'high' })],
          patterns: ['v=critical']
        })
      )
    ).toEqual(['v critical input'])
  })

  it.each<[string, Priority]>([
    ['required', 'high'],
    ['optional', 'low'],
    ['not_required', 'none'],
    ['no', 'none'],
    ['false', 'none']
  ])('takes the word %s for %s and says so', (word, priority) => {
    const selection = select({
      priorities: ['high', 'low'],
      live: [live('v', { backup: word }), live('w', { backup: 'high' })]
    })
    const found =
      selection.volumes.find(({ key }) => key === 'v')?.priority ??
      selection.leftOut.find(({ key }) => key === 'v')?.priority
    expect(found).toBe(priority)
    expect(selection.warnings.join()).toContain(`"${word}" is taken for ${priority}`)
  })

  it('refuses words that nobody knows, all of them at once, with the legal ones', () => {
    const error = failure(() =>
      select({
        live: [live('v', { backup: 'critcal' }), live('w', { backup: 'x' })],
        declared: [declared('z', { xBackup: { prio: 1 } })]
      })
    )
    expect(error.code).toBe('bad-input')
    for (const part of ['volume v', '"critcal", did you mean critical?', 'volume w', 'unknown key "prio"'])
      expect(error.message).toContain(part)
  })

  it.each<[string, string[], string[]]>([
    ['a key', ['a'], ['a']],
    ['a real name', ['app_b'], ['b']],
    ['a glob', ['app_*'], ['a', 'b']],
    ['a question mark', ['?'], ['a', 'b']],
    ['everything but one', ['!b'], ['a']],
    ['a glob but one, in whatever order', ['!a', '*'], ['b']]
  ])('understands %s', (_, patterns, keys) => {
    const selection = select({
      patterns,
      live: [
        live('a', { backup: 'high' }),
        live('b', { backup: 'critical' }),
        live('a', { backup: 'high' }, 'other')
      ]
    })
    expect(selection.volumes.map(({ key }) => key).sort()).toEqual(keys)
  })

  it('takes a volume that is named even when its priority is not chosen, but never one of priority none', () => {
    const volumes = [live('a', { backup: 'low' }), live('b', { backup: 'none' })]
    expect(names(select({ patterns: ['a', 'b'], live: volumes }))).toEqual(['a low live-label'])
  })

  it('takes a volume of another project by its exact name only', () => {
    const volumes = [live('a', { backup: 'high' }), live('x', { backup: 'high' }, 'other')]
    expect(names(select({ patterns: ['other_x'], live: volumes }))).toEqual(['x high live-label'])
    expect(failure(() => select({ patterns: ['other_*'], live: volumes })).code).toBe('volume-unknown')
  })

  it('gives two volumes of one key different keys', () => {
    const volumes = [live('a', { backup: 'high' }), live('a', { backup: 'high' }, 'other')]
    expect(select({ patterns: ['a', 'other_a'], live: volumes }).volumes.map(({ key }) => key)).toEqual([
      'a',
      'other_a'
    ])
  })

  it('knows nothing of a prefix: only labels tell whose a volume is', () => {
    const stranger: LiveVolume = {
      name: 'app_stranger',
      driver: 'local',
      options: {},
      labels: { backup: 'high' }
    }
    expect(names(select({ live: [live('a', { backup: 'high' }), stranger] }))).toEqual(['a high live-label'])
  })

  it('finds an external volume by its name', () => {
    const outside: LiveVolume = { name: 'outside', driver: 'local', options: {}, labels: {} }
    expect(
      names(
        select({
          live: [outside],
          declared: [declared('v', { external: true, name: 'outside', xBackup: 'critical' })]
        })
      )
    ).toEqual(['v critical x-backup'])
  })

  it('skips a declared volume that does not exist, with a warning', () => {
    const selection = select({
      live: [live('a', { backup: 'high' })],
      declared: [
        declared('a', { labels: { backup: 'high' } }),
        declared('later', { labels: { backup: 'high' } })
      ]
    })
    expect(selection.leftOut).toEqual([
      { key: 'later', name: 'app_later', priority: 'high', reason: 'not-created' }
    ])
    expect(selection.warnings).toEqual(['volume later is declared but does not exist yet: skipped'])
  })

  it('warns where the file and the live volume disagree, and of the way that loses data (S42)', () => {
    const selection = select({
      live: [live('a', { backup: 'low' })],
      declared: [declared('a', { labels: { backup: 'high' } })]
    })
    expect(names(selection)).toEqual(['a high compose-label'])
    expect(selection.warnings.join()).toMatch(
      /says backup=high, the live volume backup=low.*deletes its data/
    )
  })

  it('never takes what this program made itself', () => {
    const own = live('stage', { backup: 'critical', 'org.volume-backup.run': 'x' })
    expect(names(select({ live: [own, live('a', { backup: 'high' })] }))).toEqual(['a high live-label'])
  })

  it('fails when nothing is chosen, telling what it looked at', () => {
    const error = failure(() => select({ live: [live('a', { backup: 'low' })] }))
    expect(error.code).toBe('nothing-selected')
    expect(error.message).toContain('looked at 1: a (priority-not-chosen)')
  })

  it('names the nearest projects of the engine where the project has no volume', () => {
    const error = failure(() =>
      select({ project: 'shopp', live: [live('a', {}, 'shop'), live('a', {}, 'blog')] })
    )
    expect(error).toMatchObject({ code: 'nothing-selected', hint: 'did you mean project shop?' })
    const far = failure(() =>
      select({ project: 'xyz', live: [live('a', {}, 'shop'), live('a', {}, 'blog')] })
    )
    expect(far.hint).toBe('projects with volumes on this engine: blog, shop')
  })

  it('does not ask to start the stack for volumes that are made outside of it', () => {
    const outside = declared('a', { external: true, xBackup: 'high' })
    const error = failure(() => select({ declared: [outside], live: [] }))
    expect(error.code).toBe('nothing-selected')
    expect(error.hint).toMatch(/^all are declared as external: make them/)
  })

  it('names the nearest volumes for a name that does not exist', () => {
    const error = failure(() =>
      select({
        patterns: ['pgdata', 'rediss'],
        live: [live('redis'), { name: 'app_pgdata', driver: 'local', options: {}, labels: {} }]
      })
    )
    expect(error.code).toBe('volume-unknown')
    expect(error.message).toContain('"pgdata" (did you mean app_pgdata?)')
    expect(error.message).toMatch(/"rediss" \(did you mean .*redis/)
  })
})

describe('the nearest names', () => {
  it('are those few edits away or containing the word, never more than three', () => {
    expect(nearestNames('critcal', ['critical', 'high', 'low'])).toEqual(['critical'])
    expect(nearestNames('zzz', ['critical', 'high'])).toEqual([])
    expect(nearestNames('data', ['a_data', 'b_data', 'c_data', 'd_data'])).toHaveLength(3)
  })
})
