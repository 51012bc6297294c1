import type { Field, Operation } from './field.ts'
import { fields } from './fields.ts'
import { displayFlags, shortcuts } from './flags.ts'

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

export function formatUsage(operation?: Operation): string {
  if (operation) return `usage: ${usages[operation]}`
  return ['usage: volume-backup COMMAND [FLAG...]', '', ...commandLines()].join('\n')
}

/** At most 100 columns. */
export function formatHelp(operation?: Operation): string {
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
  return `${[
    ...wrap(purposes[operation], 0),
    '',
    formatUsage(operation),
    '',
    'flags:',
    ...flagsOf(operation).flatMap(([flag, text]) => [`  --${flag}`, ...wrap(text, 6)]),
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

function flagsOf(operation: Operation): readonly (readonly [flag: string, text: string])[] {
  const belongs = ({ operations }: { operations: readonly Operation[] }): boolean =>
    operations.includes(operation)
  return [
    ...shortcuts
      .filter(belongs)
      .map(({ name, placeholder, description }) => [`${name} ${placeholder}`.trim(), description] as const),
    ...fields
      .filter((field) => belongs(field) && !field.actionOnly)
      .map((field) => [`${field.name} ${field.placeholder}`, textOf(field)] as const),
    ...displayFlags
  ]
}

function textOf(field: Field): string {
  const text = field.default === '' ? field.description : `${field.description} Default: ${field.default}.`
  if (field.name === 'repository') return `${text} Its token is taken from the variable GITHUB_TOKEN.`
  return field.name === 'backup-dir' ? `${text} The variable BACKUP_DIR gives another default.` : text
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
