import { describe, expect, it } from '@jest/globals'
import { BackupError } from '../../src/errors.ts'
import { fields } from '../../src/inputs/fields.ts'
import { formatHelp } from '../../src/inputs/help.ts'
import { type CommandLine, parseActionInputs, parseCommandLine } from '../../src/inputs/parse.ts'

function parse(...argv: string[]): CommandLine {
  return parseCommandLine(argv, { cwd: '/stack', backupDirDefault: undefined })
}

function problems(deed: () => unknown): readonly string[] {
  try {
    deed()
  } catch (error) {
    if (error instanceof BackupError && error.code === 'bad-input')
      return error.message.split('\n').map((line) => line.replace(/^- /, ''))
    throw error
  }
  return []
}

describe('a flag without its value', () => {
  it.each<[string[], string]>([
    [['restore', '--restore-all', '', '--yes'], '--restore-all needs a value'],
    [['restore', '--restore-all=', '--yes'], '--restore-all needs a value'],
    [['restore', '--restore-all', ' ', '--yes'], '--restore-all needs a value'],
    [['backup', '--backup-dir', ''], '--backup-dir needs a value'],
    [['backup', '--priority'], '--priority needs a value'],
    [
      ['backup', '--backup-dir', '--dry-run'],
      '--backup-dir needs a value, and "--dry-run" looks like a flag'
    ],
    [['backup', '--backup-dir', '--all'], '--backup-dir needs a value'],
    [['show', ''], 'BACKUP-ID is empty'],
    [['restore', '', 'x.tar.gz'], 'VOLUME is empty'],
    [['restore', 'data', ' '], 'ARCHIVE is empty']
  ])('is refused, and never taken for the default: %j', (argv, problem) => {
    expect(problems(() => parse(...argv))).toEqual([expect.stringContaining(problem)])
  })

  it('may begin with a dash behind an equals sign', () => {
    expect(parse('backup', '--backup-dir=--odd')).toMatchObject({ settings: { backupDir: '/stack/--odd' } })
  })
})

describe('a flag that takes no value', () => {
  it.each(['--force=no', '--force=false', '--yes=no', '--json=false', '--quiet=0', '--force='])(
    'is refused with one: %s',
    (flag) => {
      const [name] = flag.split('=')
      expect(problems(() => parse('restore', '--restore-all', 'latest', flag))).toEqual([
        `${name} takes no value`
      ])
    }
  )

  it('is refused with one: --all=false', () => {
    expect(problems(() => parse('backup', '--all=false'))).toEqual(['--all takes no value'])
  })

  it.each([[['--force']], [['--yes']], [['--force', '--yes']], [['--confirm', 'yes']]])(
    'confirms a restore: %j',
    (flags) => {
      expect(parse('restore', '--restore-all', 'latest', ...flags)).toMatchObject({
        settings: { confirmed: true }
      })
    }
  )
})

describe('flags that contradict each other', () => {
  it.each<[string[], string]>([
    [['backup', '--all', '--priority', 'critical'], '--all and --priority exclude each other'],
    [['backup', '--priority', 'critical', '--all'], '--all and --priority exclude each other'],
    [['backup', '--priority', 'low', '--priority', 'high'], '--priority is given twice'],
    [
      ['restore', '--restore-all', 'latest', '--backup-id', '20260101-020000'],
      '--restore-all and --backup-id exclude each other'
    ],
    [['restore', 'data', 'x.tar.gz', '--priority', 'low'], 'priority does not go with a single archive'],
    [['restore', 'data', 'x.tar.gz', '--all'], 'priority does not go with a single archive'],
    [['restore', 'data=high', 'x.tar.gz'], 'archive needs the name of exactly one volume in volumes'],
    [['restore', '!data', 'x.tar.gz'], 'archive needs the name of exactly one volume in volumes'],
    [['restore', 'dat*', 'x.tar.gz'], 'archive needs the name of exactly one volume in volumes'],
    [['restore', 'a,b', 'x.tar.gz'], 'archive needs the name of exactly one volume in volumes']
  ])('are refused: %j', (argv, problem) => {
    expect(problems(() => parse(...argv))).toEqual([problem])
  })
})

describe('a flag that is not one of the command', () => {
  it.each<[string[], string]>([
    [['backup', '--confirm', 'yes'], '--confirm does not belong to backup but to restore'],
    [['backup', '--force'], '--force does not belong to backup but to restore'],
    [['restore', '--strict'], '--strict does not belong to restore but to backup, validate'],
    [['list', '--all'], '--all does not belong to list but to backup, restore, validate']
  ])('is told from an unknown one: %j', (argv, problem) => {
    expect(problems(() => parse(...argv))).toEqual([problem])
  })

  it.each(['constructor', '__proto__', 'toString', 'hasOwnProperty'])(
    'is unknown even when every object has its name: --%s',
    (name) => {
      expect(problems(() => parse('restore', '--restore-all', 'latest', `--${name}`))).toEqual([
        expect.stringContaining(`unknown flag "--${name}"`)
      ])
    }
  )
})

describe('words in lists', () => {
  it.each(['nne', 'none', 'required', 'optional'])('never offer none as a priority to choose: %s', (word) => {
    const [problem] = problems(() => parse('backup', '--priority', word))
    expect(problem).toContain(word)
    expect(problem).not.toMatch(/legal: .*none|did you mean "none"/)
  })

  it('may give none to a single volume, which leaves it out on purpose', () => {
    expect(parse('backup', '--volumes', 'cache=none')).toMatchObject({
      settings: { volumes: [{ pattern: 'cache', exclude: false, priority: 'none' }] }
    })
  })

  it.each(['a=critical=x', 'a=', '=high', '!', '!a=high', 'a=required'])(
    'are refused when they are no choice of a volume: %s',
    (word) => {
      expect(problems(() => parse('backup', '--volumes', word))).toHaveLength(1)
    }
  )

  it('choose each priority once, most important first', () => {
    expect(parse('backup', '--priority', 'low,critical,low')).toMatchObject({
      settings: { priority: ['critical', 'low'] }
    })
  })
})

describe('a mode that nobody knows', () => {
  it('hides no other problem, whichever mode the input belongs to', () => {
    const inputs = new Map([
      ['mode', 'bakup'],
      ['priority', 'hgih'],
      ['checks', 'cylce'],
      ['keep-rollback', 'no'],
      ['health-timeout', '3days'],
      ['confirm', 'y'],
      ['backup-id', 'newest'],
      ['repository', 'no-slash'],
      ['retention-days', 'high=never'],
      ['drill-images', 'web'],
      ['spot-limits', 'growth=much'],
      ['volumes', 'a;b']
    ])
    const told = problems(() => parseActionInputs((name) => inputs.get(name) ?? '', '/workspace'))
    expect(told).toHaveLength(inputs.size)
    for (const value of [...inputs.values()]) expect(told.join('\n')).toContain(`"${value}"`)
  })
})

describe('a mode of the command line', () => {
  it.each(['list', 'show'])('is none of the action: %s', (mode) => {
    expect(problems(() => parseActionInputs((name) => (name === 'mode' ? mode : ''), '/workspace'))).toEqual([
      expect.stringContaining(`unknown mode "${mode}"`)
    ])
  })
})

describe('an archive in the action', () => {
  const restore = (inputs: Readonly<Record<string, string>>): unknown => {
    const all = new Map([
      ...fields.map((field) => [field.name, field.default] as const),
      ...Object.entries({ mode: 'restore', archive: 'a.tar.gz', volumes: 'data', ...inputs })
    ])
    return parseActionInputs((name) => all.get(name) ?? '', '/workspace')
  }

  it('goes with the backup-id that the runner fills in', () => {
    expect(restore({})).toMatchObject({
      source: { kind: 'archive', volume: 'data', archive: '/workspace/a.tar.gz' },
      volumes: []
    })
  })

  it('does not go with one that the user gives', () => {
    expect(problems(() => restore({ 'backup-id': '20260101-020000' }))).toEqual([
      'archive and backup-id exclude each other'
    ])
  })
})

describe('flags for the display', () => {
  it.each([
    [[], { quiet: false, json: false }],
    [['--quiet'], { quiet: true, json: false }],
    [['--json'], { quiet: false, json: true }],
    [['--json', '--quiet', '--json'], { quiet: true, json: true }]
  ])('are apart from the settings: %j', (flags, display) => {
    expect(parse('list', ...flags)).toMatchObject({ kind: 'run', display })
  })
})

describe('the version', () => {
  it.each([[['--version']], [['version']], [['backup', '--version']]])('is asked for by %j', (argv) => {
    expect(parse(...argv)).toEqual({ kind: 'version' })
  })
})

describe('the help', () => {
  it.each([
    [['--help'], undefined],
    [['-h'], undefined],
    [['help', 'restore'], 'restore'],
    [['backup', '-h'], 'backup'],
    [['restore', '--help'], 'restore'],
    [['backup', '--help', '--priority', 'wrong'], 'backup']
  ] as const)('is asked for by %j', (argv, operation) => {
    expect(parse(...argv)).toEqual({ kind: 'help', operation })
  })

  it.each([
    ['backup', ['--all', '--quiet', '--json', '--help', '--version', 'BACKUP_DIR']],
    ['restore', ['--restore-all BACKUP-ID', '--force', '--yes', '--all', '--keep-rollback true|false']],
    ['validate', ['--all', '--checks LIST']]
  ] as const)('of %s names %j too', (operation, words) => {
    for (const word of words) expect(formatHelp(operation)).toContain(word)
  })

  it('of one command keeps silent about the flags of another', () => {
    for (const field of fields.filter(({ operations }) => !operations.includes('list')))
      expect(formatHelp('list')).not.toContain(`--${field.name} `)
    expect(formatHelp('list')).not.toContain('--force')
  })

  it('shows the examples of the original scripts', () => {
    expect(formatHelp('backup')).toContain('volume-backup backup --all --backup-dir /mnt/backups')
    expect(formatHelp('restore')).toContain('volume-backup restore --restore-all 20260101-020000')
  })

  it('in general lists the commands, in 100 columns', () => {
    const text = formatHelp()
    for (const name of ['backup', 'restore', 'validate', 'list', 'show']) expect(text).toContain(`  ${name} `)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
  })

  it('is pointed at by every refusal', () => {
    for (const argv of [[], ['bakup'], ['restore'], ['backup', '--nonsense']]) {
      let hint: string | undefined
      try {
        parse(...argv)
      } catch (error) {
        hint = error instanceof BackupError ? error.hint : undefined
      }
      expect(hint).toContain('--help')
    }
  })
})
