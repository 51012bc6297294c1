import { describe, expect, it } from '@jest/globals'
import { BackupError, exitCodeOf } from '../../src/errors.ts'
import { fields } from '../../src/inputs/fields.ts'
import { formatHelp } from '../../src/inputs/help.ts'
import { parseActionInputs, parseCommandLine } from '../../src/inputs/parse.ts'
import type { Settings } from '../../src/inputs/settings.ts'

function commandLine(...argv: string[]): Settings {
  const parsed = parseCommandLine(argv, { cwd: '/stack', backupDirDefault: undefined })
  if (parsed.kind !== 'run') throw new Error(`not a run but ${parsed.kind}`)
  return parsed.settings
}

function action(inputs: Record<string, string>): Settings {
  // The runner gives every input its default.
  const defaults = new Map(fields.map((field) => [field.name, field.default]))
  return parseActionInputs((name) => inputs[name] ?? defaults.get(name) ?? '', '/workspace')
}

function problems(deed: () => unknown): string {
  try {
    deed()
  } catch (error) {
    if (error instanceof BackupError) return `${error.code} ${exitCodeOf(error.code)}: ${error.message}`
    throw error
  }
  return 'no error'
}

describe('the command line', () => {
  it('means the critical and high volumes, gzip 4 and pause when it says nothing', () => {
    expect(commandLine('backup')).toMatchObject({
      operation: 'backup',
      priority: undefined,
      backupDir: '/stack/backups',
      compression: 'gzip',
      compressionLevel: 4,
      quiesce: 'pause',
      shrinkAlarmPercent: 60,
      strict: false
    })
  })

  it.each<[string[], object]>([
    [['backup', '--all'], { priority: ['critical', 'high', 'medium', 'low'] }],
    [['backup', '--priority', 'critical,low'], { priority: ['critical', 'low'] }],
    [['backup', '--backup-dir', '/mnt/backups'], { backupDir: '/mnt/backups' }],
    [['backup', '--backup-dir', 'a b'], { backupDir: '/stack/a b' }],
    [['backup', '--working-directory', 'app'], { backupDir: '/stack/backups' }],
    [
      ['backup', '--working-directory', 'app', '--backup-dir', 'b', '--report-file', 'r.json'],
      {
        backupDir: '/stack/b',
        reportFiles: { json: '/stack/r.json' },
        stack: { workingDirectory: '/stack/app' }
      }
    ],
    [['backup', '--strict'], { strict: true }],
    [['backup', '--strict', 'false'], { strict: false }],
    [['backup', '--compression', 'zstd'], { compression: 'zstd', compressionLevel: 3 }],
    [
      ['backup', '--volumes', 'a=critical, b*,!c'],
      {
        volumes: [
          { pattern: 'a', exclude: false, priority: 'critical' },
          { pattern: 'b*', exclude: false, priority: undefined },
          { pattern: 'c', exclude: true, priority: undefined }
        ]
      }
    ],
    [
      ['restore', 'data', 'backups/data-20260101-020000.tar.gz', '--force'],
      {
        source: { kind: 'archive', volume: 'data', archive: '/stack/backups/data-20260101-020000.tar.gz' },
        confirmed: true,
        runningServices: 'refuse'
      }
    ],
    [
      ['restore', '--restore-all', '20260101-020000'],
      { source: { kind: 'set', backupId: '20260101-020000' }, confirmed: false }
    ],
    [
      ['restore', '--restore-all', 'latest', '--yes', '--running-services', 'stop'],
      { confirmed: true, runningServices: 'stop' }
    ],
    [['show', '20260101-020000'], { operation: 'show', backupId: '20260101-020000' }]
  ])('understands %j', (argv, expected) => {
    expect(commandLine(...argv)).toMatchObject(expected)
  })

  it('takes BACKUP_DIR for a default, which the flag overrules', () => {
    const context = { cwd: '/stack', backupDirDefault: '/from/environment' }
    expect(parseCommandLine(['backup'], context)).toMatchObject({
      settings: { backupDir: '/from/environment' }
    })
    expect(parseCommandLine(['backup', '--backup-dir', '/flag'], context)).toMatchObject({
      settings: { backupDir: '/flag' }
    })
  })

  it.each<[string[], RegExp]>([
    [[], /no command is given/],
    [['bakup'], /unknown command "bakup": did you mean "backup"\?/],
    [['restore'], /restore needs VOLUME ARCHIVE, or --restore-all BACKUP-ID/],
    [['restore', 'data'], /restore takes VOLUME and ARCHIVE, not 1 word$/],
    [['restore', '--restore-all'], /--restore-all needs a value/],
    [['restore', 'data', 'x.tar.gz', '--restore-all', '20260101-020000'], /exclude each other/],
    [['restore', '--restore-all', '2026'], /neither latest nor latest-verified nor of the form/],
    [['backup', '--all', '--priority', 'high'], /--all and --priority exclude each other/],
    [['backup', '--priority', 'critcal'], /unknown priority "critcal": did you mean "critical"\?/],
    [['backup', '--priority', 'none'], /priority none cannot be chosen/],
    [['backup', '--priority', 'required'], /unknown priority "required"/],
    [['backup', '--backup-dri', 'x'], /unknown flag "--backup-dri": did you mean "--backup-dir"\?/],
    [
      ['backup', '--stop-timeout', '3days'],
      /stop-timeout is "3days": legal are whole numbers from 1 to 3600/
    ],
    [['backup', '--stop-timeout', '0'], /from 1 to 3600/],
    [['backup', '--compression', 'none', '--compression-level', '3'], /no meaning with compression none/],
    [['backup', '--compression-level', '10'], /out of range for gzip: 1 to 9/],
    [['backup', '--strict=yes'], /strict is "yes": legal are true and false/],
    [['backup', '--store', 's3'], /unknown store "s3"; legal: local/],
    [['backup', '--volumes', 'a;b'], /no name or pattern of a volume/],
    [['restore', '--restore-all', 'latest', '--confirm', 'Yes'], /confirm must be the word yes, not "Yes"/],
    [['validate', '--checks', 'everything'], /unknown checks "everything"/],
    [['list', 'x'], /list takes flags only/]
  ])('refuses %j as wrong usage', (argv, message) => {
    const told = problems(() => commandLine(...argv))
    expect(told).toMatch(/^bad-input 2: /)
    expect(told).toMatch(message)
  })

  it('names everything that is wrong at once', () => {
    const told = problems(() =>
      commandLine('backup', '--priority', 'hgih', '--quiesce', 'sleep', '--shrink-alarm', '0', 'word')
    )
    for (const part of [/hgih/, /sleep/, /shrink-alarm/, /"word"/]) expect(told).toMatch(part)
  })
})

describe('the inputs of the action', () => {
  it('give the same settings as the flags', () => {
    const flags = parseCommandLine(['backup', '--all', '--compression', 'zstd', '--strict'], {
      cwd: '/workspace',
      backupDirDefault: undefined
    })
    expect({
      kind: 'run',
      settings: action({
        mode: 'backup',
        priority: 'all',
        compression: 'zstd',
        strict: 'true',
        store: 'local',
        'github-token': ''
      }),
      display: { quiet: false, json: false }
    }).toEqual(flags)
  })

  it('keep backups in artifacts unless an archive or a folder is named; a token comes from the runner', () => {
    expect(action({ mode: 'backup', 'github-token': 'x' }).store).toMatchObject({
      kind: 'artifact',
      token: 'x'
    })
    expect(action({ mode: 'restore', archive: 'a.tar.gz', volumes: 'data' }).store.kind).toBe('local')
    expect(action({ mode: 'backup', 'backup-dir': './backups' })).toMatchObject({
      backupDir: '/workspace/backups',
      store: { kind: 'local' }
    })
    expect(problems(() => commandLine('list', '--github-token', 'x'))).toMatch(
      /unknown flag "--github-token"/
    )
  })

  it('read the days of retention, and keep the rest of the table', () => {
    expect(action({ mode: 'backup', 'retention-days': 'high=3\nlow=90' }).store.retentionDays).toEqual({
      critical: 30,
      high: 3,
      medium: 30,
      low: 90
    })
    expect(
      problems(() => action({ mode: 'backup', 'retention-days': 'high=0,none=3,high,low=1=2' })).split('\n')
    ).toHaveLength(4)
  })

  it('read lists from lines with comments', () => {
    expect(action({ mode: 'backup', volumes: '# databases\npg=critical\n\nredis # cache\n' })).toMatchObject({
      volumes: [
        { pattern: 'pg', exclude: false, priority: 'critical' },
        { pattern: 'redis', exclude: false, priority: undefined }
      ]
    })
  })

  it.each<[Record<string, string>, RegExp]>([
    [{}, /mode is missing/],
    [{ mode: 'delete' }, /unknown mode "delete"/],
    [{ mode: 'delete', priority: 'x' }, /unknown mode "delete"[\s\S]*unknown priority "x"/],
    [{ mode: 'backup', confirm: 'yes' }, /confirm does not belong to mode backup/],
    [{ mode: 'restore', compression: 'zstd' }, /compression does not belong to mode restore/],
    [{ mode: 'restore', archive: 'x.tar.gz' }, /archive needs the name of exactly one volume/],
    [{ mode: 'backup', strict: 'True' }, /strict is "True"/]
  ])('are refused: %j', (inputs, message) => {
    expect(problems(() => action(inputs))).toMatch(message)
  })

  it('do not confirm a restore by themselves', () => {
    expect(action({ mode: 'restore' })).toMatchObject({
      confirmed: false,
      source: { kind: 'set', backupId: 'latest' }
    })
    expect(action({ mode: 'restore', confirm: 'yes' })).toMatchObject({ confirmed: true })
  })
})

describe('the help', () => {
  it.each(['backup', 'restore', 'validate', 'list', 'show'] as const)(
    'of %s names each of its flags with its default, in 100 columns',
    (operation) => {
      const text = formatHelp(operation)
      const folded = text.replace(/\s+/g, ' ')
      for (const field of fields.filter(
        ({ operations, actionOnly }) => operations.includes(operation) && !actionOnly
      )) {
        expect(text).toContain(`--${field.name}`)
        if (field.default !== '') expect(folded).toContain(`Default: ${field.default}.`)
      }
      expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
    }
  )
})
