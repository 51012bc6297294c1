import { describe, expect, it } from '@jest/globals'
import { BackupError } from '../../src/errors.ts'
import type { Priority, VolumePattern } from '../../src/inputs/settings.ts'
import type { DeclaredVolume, LiveVolume, Selection } from '../../src/selection/model.ts'
import { selectVolumes } from '../../src/selection/select.ts'

type Labels = Readonly<Record<string, string>>

/** A volume with the engine's labels of a Compose project. */
function live(key: string, labels: Labels = {}, project = 'app', name = `${project}_${key}`): LiveVolume {
  return bare(name, {
    'com.docker.compose.project': project,
    'com.docker.compose.volume': key,
    ...labels
  })
}

function bare(name: string, labels: Labels = {}): LiveVolume {
  return { name, driver: 'local', options: {}, labels }
}

function declared(key: string, xBackup?: unknown, rest: Partial<DeclaredVolume> = {}): DeclaredVolume {
  return {
    key,
    name: `app_${key}`,
    external: false,
    driver: undefined,
    driverOptions: {},
    labels: {},
    xBackup,
    ...rest
  }
}

interface Case {
  readonly patterns?: readonly string[]
  readonly declared?: readonly DeclaredVolume[]
  readonly live: readonly LiveVolume[]
  readonly project?: string | undefined
}

function select({ patterns = [], declared: volumes, live: found, project }: Case): Selection {
  return selectVolumes({
    patterns: patterns.map((text): VolumePattern => {
      const [pattern = '', priority] = text.replace(/^!/, '').split('=')
      return { pattern, exclude: text.startsWith('!'), priority: priority as Priority | undefined }
    }),
    priorities: ['critical', 'high'],
    compose: volumes && { project: 'app', volumes, services: [], xBackup: undefined },
    project,
    live: found
  })
}

const inApp = (request: Case): Selection => select({ project: 'app', ...request })

const told = ({ volumes }: Selection): readonly string[] =>
  volumes.map(({ key, name, priority, prioritySource }) => `${key} ${name} ${priority} ${prioritySource}`)

const reasons = ({ leftOut }: Selection): readonly string[] =>
  leftOut.map(({ key, reason }) => `${key} ${reason}`)

function failure(deed: () => unknown): BackupError {
  try {
    deed()
  } catch (error) {
    if (error instanceof BackupError) return error
    throw error
  }
  throw new Error('no error')
}

describe('what the sources say of one volume', () => {
  it.each<[string, unknown, Labels, Labels, string]>([
    ['a label when x-backup has no priority', { exclude: ['tmp'] }, {}, { backup: 'critical' }, 'live-label'],
    ['a declared label likewise', { description: 'd' }, { backup: 'critical' }, {}, 'compose-label'],
    ['x-backup when it has one', { priority: 'critical' }, { backup: 'low' }, { backup: 'low' }, 'x-backup']
  ])('takes the priority from %s', (_, xBackup, declaredLabels, liveLabels, source) => {
    const selection = inApp({
      declared: [declared('pg', xBackup, { labels: declaredLabels })],
      live: [live('pg', liveLabels)]
    })
    expect(told(selection)).toEqual([`pg app_pg critical ${source}`])
  })

  it('is put together item by item, the first that answers', () => {
    const [volume] = inApp({
      declared: [
        declared(
          'pg',
          { priority: 'high', exclude: ['tmp', 'cache/*'] },
          { labels: { 'backup.retention-days': '14', description: 'declared' } }
        )
      ],
      live: [live('pg', { 'backup.restore-order': '7', 'backup.retention-days': '99', description: 'live' })]
    }).volumes
    expect(volume).toMatchObject({
      priority: 'high',
      exclude: ['tmp', 'cache/*'],
      retentionDays: 14,
      restoreOrder: 7,
      description: 'declared'
    })
  })

  it('may be a word of YAML that is no text', () => {
    const selection = inApp({
      declared: [declared('run', false), declared('pg', 'high')],
      live: [live('run'), live('pg')]
    })
    expect(reasons(selection)).toEqual(['run priority-none'])
  })
})

describe('what cannot be understood', () => {
  it.each(['constructor', 'toString', '__proto__', 'Critical', '', 'daily'])(
    'is a priority that nobody knows: "%s"',
    (word) => {
      const error = failure(() =>
        inApp({ live: [live('pg', { backup: word }), live('b', { backup: 'high' })] })
      )
      expect(error.code).toBe('bad-input')
      expect(error.message).toContain(`volume pg: label backup: unknown priority ${JSON.stringify(word)}`)
      expect(error.message).toContain('legal: critical, high, medium, low, none')
    }
  )

  it.each<[string, unknown, string]>([
    ['nothing', null, 'x-backup is null'],
    ['a list', ['critical'], 'x-backup is ["critical"]'],
    ['a number', 3, 'x-backup: unknown priority "3"'],
    ['an empty priority', { priority: null }, 'priority is null'],
    ['a list of priorities', { priority: ['critical'] }, 'priority is ["critical"]'],
    ['an unknown key', { priority: 'high', quiece: 'stop' }, 'unknown key "quiece", did you mean quiesce?'],
    ['the name of a method', { priority: 'high', valueOf: 1 }, 'unknown key "valueOf"'],
    ['an unknown way to quiesce', { priority: 'high', quiesce: 'sleep' }, 'unknown quiesce "sleep"'],
    ['a description that is no text', { priority: 'high', description: { a: 1 } }, 'description is {"a":1}'],
    ['an order that is no number', { priority: 'high', 'restore-order': 'first' }, 'restore-order "first"'],
    ['a broken number', { priority: 'high', 'retention-days': 1.5 }, 'retention-days 1.5'],
    ['exclusions that are no texts', { priority: 'high', exclude: [1] }, 'exclude is no list of patterns']
  ])('is told with the volume: %s', (_, xBackup, problem) => {
    const error = failure(() => inApp({ declared: [declared('pg', xBackup)], live: [live('pg')] }))
    expect(error.code).toBe('bad-input')
    expect(error.message).toContain(`volume pg: x-backup`)
    expect(error.message).toContain(problem)
  })

  it('takes what is right', () => {
    const xBackup = {
      priority: 'high',
      description: 'd',
      quiesce: 'stop',
      'restore-order': 3,
      'retention-days': '30',
      exclude: 'tmp',
      verify: ['pg_isready']
    }
    const [volume] = inApp({ declared: [declared('pg', xBackup)], live: [live('pg')] }).volumes
    expect(volume).toMatchObject({ restoreOrder: 3, retentionDays: 30, exclude: ['tmp'], description: 'd' })
  })

  it.each<[string, readonly string[], string[]]>([
    ['gives a priority', ['pg=critical'], ['pg app_pg critical input']],
    ['leaves the volume out', ['!pg'], ['b app_b high live-label']]
  ])('does not matter where the input %s', (_, patterns, expected) => {
    const volumes = [live('pg', { backup: 'daily' }), live('b', { backup: 'high' })]
    expect(told(inApp({ patterns, live: volumes }))).toEqual(expected)
  })

  it('does not matter where another source has answered before', () => {
    const selection = inApp({
      declared: [declared('pg', 'critical')],
      live: [live('pg', { backup: 'daily' })]
    })
    expect(told(selection)).toEqual(['pg app_pg critical x-backup'])
  })
})

describe('a volume that is named', () => {
  it('does not silence the warning about another without a priority', () => {
    const selection = inApp({
      patterns: ['pg'],
      live: [live('pg', { backup: 'critical' }), live('x'), live('run', { backup: 'none' })]
    })
    expect(reasons(selection)).toEqual(['x no-priority', 'run priority-none'])
    expect(selection.warnings).toEqual([expect.stringContaining('volume x has no priority')])
  })

  it('without a priority anywhere is kept as high, with a warning', () => {
    const selection = inApp({ patterns: ['pg'], live: [live('pg')] })
    expect(told(selection)).toEqual(['pg app_pg high input'])
    expect(selection.warnings).toEqual([expect.stringContaining('volume pg has no priority')])
  })

  it('by its exact name has the priority of a glob when it has none itself', () => {
    const selection = inApp({ patterns: ['pg', 'p*=critical'], live: [live('pg')] })
    expect(told(selection)).toEqual(['pg app_pg critical input'])
  })

  it('with a priority leaves nothing to say about the word on its label', () => {
    const selection = inApp({ patterns: ['pg=critical'], live: [live('pg', { backup: 'required' })] })
    expect(selection.volumes[0]).toMatchObject({ priority: 'critical' })
    expect(selection.warnings).toEqual([])
  })

  it('by the name it would have is not unknown before it is created', () => {
    const selection = inApp({
      patterns: ['app_later', 'pg'],
      declared: [declared('later', 'high'), declared('pg', 'high')],
      live: [live('pg')]
    })
    expect(reasons(selection)).toEqual(['later not-created'])
  })

  it('of no project needs no priority', () => {
    const selection = inApp({ patterns: ['alone'], live: [bare('alone')] })
    expect(told(selection)).toEqual(['alone alone high input'])
    expect(selection.warnings).toEqual([])
  })

  it('is left out without a word when the input says so', () => {
    const selection = inApp({ patterns: ['!x'], live: [live('pg', { backup: 'critical' }), live('x')] })
    expect(reasons(selection)).toEqual(['x excluded'])
    expect(selection.warnings).toEqual([])
  })

  it.each([[['*=low', 'pg=critical']], [['pg=critical', '*=low']]])(
    'by its exact name counts before a glob: %j',
    (patterns) => {
      const selection = inApp({ patterns, live: [live('pg'), live('b')] })
      expect(told(selection)).toEqual(['pg app_pg critical input', 'b app_b low input'])
    }
  )
})

describe('a volume of another project', () => {
  const volumes = [live('data', { backup: 'high' }), live('data', { backup: 'high' }, 'other')]

  it.each<[string, readonly string[], string[]]>([
    ['is not meant by its key', ['data=critical', 'other_data=low'], ['app_data critical', 'other_data low']],
    ['is not left out by its key', ['!data', 'other_data'], ['other_data high']],
    ['is not reached by a glob', ['data', 'other_data', 'oth*=low'], []]
  ])('%s', (_, patterns, expected) => {
    if (expected.length === 0)
      return expect(failure(() => inApp({ patterns, live: volumes })).code).toBe('volume-unknown')
    return expect(
      inApp({ patterns, live: volumes }).volumes.map(({ name, priority }) => `${name} ${priority}`)
    ).toEqual(expected)
  })

  it('that is left out by its real name is no unknown volume', () => {
    expect(told(inApp({ patterns: ['!other_data'], live: volumes }))).toEqual([
      'data app_data high live-label'
    ])
  })

  it('is not taken beside the one of the project that has its name for a key', () => {
    const stray = bare('data')
    expect(told(inApp({ patterns: ['data'], live: [...volumes, stray] }))).toEqual([
      'data app_data high live-label'
    ])
  })

  it('leaves the key to the one of the project, even when it matters more', () => {
    const selection = inApp({ patterns: ['data=high', 'other_data=critical'], live: volumes })
    expect(told(selection)).toEqual(
      ['data app_data high input', 'other_data other_data critical input'].reverse()
    )
    expect(selection.volumes.map(({ project }) => project)).toEqual(['other', 'app'])
  })

  it('is of no project when it has no label', () => {
    const selection = inApp({ patterns: ['alone'], live: [bare('alone')] })
    expect(selection.volumes[0]?.project).toBeUndefined()
  })

  it('never shares a key, even when real names look like keys', () => {
    const keys = select({
      patterns: ['*'],
      live: [live('q_x', {}, 'r'), live('x', {}, 'p'), live('x', {}, 'q')]
    }).volumes.map(({ key }) => key)
    expect(keys).toHaveLength(3)
    expect(new Set(keys).size).toBe(3)
  })
})

describe('without a project', () => {
  const volumes = [live('pg', { backup: 'high' }), live('log', { backup: 'low' }), bare('alone')]

  it.each<[string, readonly string[], string[]]>([
    ['real names', ['alone', 'app_pg'], ['alone', 'app_pg']],
    ['globs', ['app_*'], ['app_log', 'app_pg']],
    ['globs but one', ['app_*', '!app_log'], ['app_pg']]
  ])('volumes are chosen by %s', (_, patterns, expected) => {
    const names = select({ patterns, live: volumes }).volumes.map(({ name }) => name)
    expect(names.toSorted((a, b) => a.localeCompare(b))).toEqual(expected)
  })

  it('nothing else is spoken of', () => {
    expect(select({ patterns: ['alone'], live: [...volumes, bare('another')] })).toMatchObject({
      leftOut: [],
      warnings: []
    })
  })

  it('nothing is chosen by leaving out alone', () => {
    expect(failure(() => select({ patterns: ['!alone'], live: volumes })).code).toBe('nothing-selected')
  })

  it('the key of a project is no name of a volume', () => {
    const error = failure(() => select({ patterns: ['pgdata'], live: [live('pgdata'), ...volumes] }))
    expect([error.code, error.message]).toEqual([
      'volume-unknown',
      expect.stringContaining('did you mean app_pgdata')
    ])
  })
})

describe('the volume that the engine has for a declared one', () => {
  it('is that with the labels of the project and the key, and another of the declared name is warned about', () => {
    const selection = inApp({
      declared: [declared('pg', 'high')],
      live: [bare('app_pg'), live('pg', {}, 'app', 'renamed')]
    })
    expect(told(selection)).toEqual(['pg renamed high x-backup'])
    expect(selection.warnings).toEqual([expect.stringMatching(/volume pg: .*renamed.*app_pg/)])
  })

  it('is that of the declared name when two have the labels', () => {
    const selection = inApp({
      declared: [declared('pg', 'high', { name: 'new' })],
      live: [live('pg', {}, 'app', 'old'), live('pg', {}, 'app', 'new')]
    })
    expect(told(selection)).toEqual(['pg new high x-backup'])
  })

  it('is that of the declared name when none has the labels', () => {
    const selection = inApp({ declared: [declared('pg', 'high')], live: [bare('app_pg')] })
    expect(told(selection)).toEqual(['pg app_pg high x-backup'])
    expect(selection.warnings).toEqual([])
  })

  it('is missed by its own words when it is external', () => {
    const selection = inApp({
      declared: [declared('pg', 'high'), declared('v', 'high', { external: true, name: 'outside' })],
      live: [live('pg')]
    })
    expect(selection.warnings).toEqual(['volume v is declared as external but does not exist: skipped'])
  })

  it('is found by the key when it is external and has no other name', () => {
    const selection = inApp({
      declared: [declared('shared', 'high', { external: true, name: undefined })],
      live: [bare('shared'), live('shared')]
    })
    expect(told(selection)).toEqual(['shared shared high x-backup'])
  })

  it('is taken once, at its highest priority, when two are declared with one name', () => {
    const selection = inApp({
      declared: [
        declared('a', 'high', { external: true, name: 'shared' }),
        declared('b', 'critical', { external: true, name: 'shared' })
      ],
      live: [bare('shared')]
    })
    expect(told(selection)).toEqual(['b shared critical x-backup'])
    expect(reasons(selection)).toEqual(['a excluded'])
    expect(selection.warnings).toEqual([expect.stringMatching(/volume a is the same as b/)])
  })
})

describe('labels that differ', () => {
  it.each<[string, Labels, Labels, RegExp | undefined]>([
    [
      'restore order',
      { 'backup.restore-order': '1' },
      { 'backup.restore-order': '2' },
      /restore-order=1.*=2/
    ],
    ['description', { description: 'new' }, { description: 'old' }, /description=new.*description=old/],
    ['text of two lines', { description: 'a' }, { description: 'b\nc' }, /description=b\\nc;/],
    ['nothing, one is only live', {}, { backup: 'high', description: 'd' }, undefined],
    ['nothing', { description: 'same' }, { description: 'same' }, undefined],
    ['a label of no concern', { team: 'a' }, { team: 'b' }, undefined]
  ])('are warned about: %s', (_, declaredLabels, liveLabels, warning) => {
    const { warnings } = inApp({
      declared: [declared('pg', 'high', { labels: declaredLabels })],
      live: [live('pg', liveLabels)]
    })
    expect(warnings).toEqual(warning ? [expect.stringMatching(warning)] : [])
  })
})

describe('names in messages', () => {
  const anonymous = '0123456789abcdef'.repeat(4)

  it('are short for anonymous volumes', () => {
    const error = failure(() => inApp({ live: [bare(anonymous, { 'com.docker.compose.project': 'app' })] }))
    expect(error.message).toContain('0123456789ab… (no-priority)')
    expect(error.message).not.toContain(anonymous)
  })

  it('never offer what this program made, nor anonymous volumes', () => {
    const error = failure(() =>
      inApp({
        patterns: ['stage', '0123456789abcdef'],
        live: [
          live('pg', { backup: 'high' }),
          bare('stage-1', { 'org.volume-backup.run': 'x' }),
          bare(anonymous)
        ]
      })
    )
    expect(`${error.message} ${error.hint}`).not.toMatch(/stage-1|did you mean/)
  })
})
