import { type Field, fields, type Operation } from './fields.ts'

const usages: Readonly<Record<Operation, string>> = {
  backup: 'volume-backup backup [--all | --priority LIST] [--backup-dir DIR]',
  restore:
    'volume-backup restore VOLUME ARCHIVE [--force]\n       volume-backup restore --restore-all BACKUP-ID [--backup-dir DIR] [--force]',
  validate: 'volume-backup validate [--checks LIST] [--backup-dir DIR]',
  list: 'volume-backup list [--backup-dir DIR]',
  show: 'volume-backup show BACKUP-ID [--backup-dir DIR]'
}

const purposes: Readonly<Record<Operation, string>> = {
  backup:
    'Archives the chosen volumes of a Compose stack as one set, with a manifest; services are paused meanwhile.',
  restore:
    'Replaces the content of volumes by that of a backup. All is staged and compared before anything is touched.',
  validate: 'Proves that a backup is whole (archives), or that the live volumes restore (cycle).',
  list: 'Lists the backups in the folder, newest first.',
  show: 'Shows one backup: its volumes, warnings, and ways to restore it.'
}

const examples: Readonly<Record<Operation, readonly string[]>> = {
  backup: [
    'volume-backup backup',
    'volume-backup backup --all',
    'volume-backup backup --backup-dir /mnt/backups',
    'volume-backup backup --all --backup-dir /mnt/backups'
  ],
  restore: [
    'volume-backup restore sigul_server_data backups/sigul_server_data-20260101-020000.tar.gz',
    'volume-backup restore --restore-all 20260101-020000',
    'volume-backup restore sigul_server_data backups/sigul_server_data-20260101-020000.tar.gz --force'
  ],
  validate: [
    'volume-backup validate',
    'volume-backup validate --checks archives --backup-id 20260101-020000'
  ],
  list: ['volume-backup list --backup-dir /mnt/backups'],
  show: ['volume-backup show latest']
}

const shortcuts: Readonly<Partial<Record<Operation, readonly (readonly [string, string])[]>>> = {
  backup: [['--all', 'The same as --priority all: critical, high, medium and low.']],
  validate: [['--all', 'The same as --priority all.']],
  restore: [
    ['--restore-all BACKUP-ID', 'The whole set, in disaster order. The same as --backup-id.'],
    ['--force, --yes', 'No question. The same as --confirm yes. Running services are refused all the same.']
  ]
}

const display: readonly (readonly [string, string])[] = [
  ['--json', 'The result as JSON on standard output, nothing else.'],
  ['--quiet', 'Warnings and errors only.'],
  ['--help', 'This text.']
]

export function formatUsage(operation?: Operation): string {
  if (operation) return `usage: ${usages[operation]}`
  return ['usage: volume-backup COMMAND [FLAG...]', '', ...commandLines()].join('\n')
}

/** At most 100 columns. */
export function formatHelp(operation: Operation | undefined): string {
  if (!operation) {
    const lines = [
      'Back up, restore and validate the volumes of a Docker Compose stack.',
      '',
      formatUsage(),
      '',
      'volume-backup COMMAND --help shows the flags of a command.',
      exitCodes
    ]
    return `${lines.join('\n')}\n`
  }
  const own = fields.filter((field) => field.operations.includes(operation))
  return `${[
    ...wrap(purposes[operation], 0),
    '',
    formatUsage(operation),
    '',
    'flags:',
    ...[...(shortcuts[operation] ?? []), ...own.map(flagOf), ...display].flatMap(([flag, text]) => [
      `  ${flag}`,
      ...wrap(text, 6)
    ]),
    '',
    'examples:',
    ...examples[operation].map((line) => `  ${line}`),
    '',
    exitCodes
  ].join('\n')}\n`
}

const exitCodes = `exit codes: 0 done, 1 failed, 2 wrong usage, 3 partly done, 4 verification failed,
5 refused or not confirmed (nothing changed), 130 and 143 ended by a signal, after cleaning up`

function commandLines(): readonly string[] {
  return Object.entries(purposes).flatMap(([name, text]) => {
    const [first = '', ...more] = wrap(text, 0, 86)
    return [`  ${name.padEnd(10)}${first}`, ...more.map((line) => `            ${line}`)]
  })
}

function flagOf(field: Field): readonly [string, string] {
  const value = field.kind === 'boolean' ? '' : ` ${field.placeholder}`
  return [
    `--${field.name}${value}`,
    field.default === '' ? field.description : `${field.description} Default: ${field.default}.`
  ]
}

function wrap(text: string, indent: number, width = 98): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= width - indent)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines.map((line) => ' '.repeat(indent) + line)
}
