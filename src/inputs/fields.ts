import { checkNames, compressions, priorities, quiesceModes } from './settings.ts'

export type Operation = 'backup' | 'restore' | 'validate' | 'list' | 'show'

/** One input of the action, which is also one flag of the command line. */
export interface Field {
  readonly name: string
  readonly kind: 'text' | 'word' | 'words' | 'list' | 'boolean' | 'integer'
  /** `word` and `words`: what may stand there. */
  readonly legal?: readonly string[]
  /** `integer`: smallest and largest. */
  readonly range?: readonly [number, number]
  /** Text of the default; empty for none. */
  readonly default: string
  /** First sentence what it does, then legal values, then conflicts. */
  readonly description: string
  readonly operations: readonly Operation[]
  /** What stands behind the flag in the help. */
  readonly placeholder: string
}

const everywhere: readonly Operation[] = ['backup', 'restore', 'validate', 'list', 'show']
const runs: readonly Operation[] = ['backup', 'restore', 'validate']
const copies: readonly Operation[] = ['backup', 'validate']

/** Every input but `mode`, which is the subcommand on the command line. action.yml, the flags and the README follow this table. */
export const fields: readonly Field[] = [
  text(
    'compose-file',
    'Compose files of the stack, a list. Default: as Compose finds them.',
    'FILE',
    runs,
    'list'
  ),
  text('project-name', 'Name of the Compose project. Default: as Compose finds it.', 'NAME', runs),
  text(
    'working-directory',
    'Folder in which to look for the Compose file. Default: the current one, in the action the workspace.',
    'DIR',
    runs
  ),
  {
    ...text(
      'priority',
      'Priorities to take, a list of critical, high, medium, low, or all. Default: critical,high; a restore takes the whole set.',
      'LIST',
      runs,
      'words'
    ),
    legal: [...priorities.filter((priority) => priority !== 'none'), 'all']
  },
  text(
    'volumes',
    'Volumes to take, a list of names or globs; name=critical gives a priority, !name leaves out. Default: by priority.',
    'LIST',
    runs,
    'list'
  ),
  {
    ...text(
      'backup-dir',
      'Folder of the local store, made with mode 0700 if it does not exist.',
      'DIR',
      everywhere
    ),
    default: './backups'
  },
  word('store', ['local'], 'local', 'Where backups are kept: local.', runs),
  {
    ...text('backup-id', 'Backup to restore or validate: an id, or latest.', 'ID', ['restore', 'validate']),
    default: 'latest'
  },
  text(
    'archive',
    'Archive file to restore into the one volume that volumes names. At most one of archive and backup-id.',
    'FILE',
    ['restore']
  ),
  word('compression', compressions, 'gzip', 'How archives are compressed: gzip, zstd or none.', copies),
  {
    ...text(
      'compression-level',
      'Level of the compression: gzip 1 to 9, zstd 1 to 19. Default: gzip 4, zstd 3.',
      'N',
      copies,
      'integer'
    ),
    range: [1, 19]
  },
  word(
    'quiesce',
    quiesceModes,
    'pause',
    'How the copy is made consistent: pause or stop the services that write, or none.',
    copies
  ),
  integer('stop-timeout', [1, 3600], '60', 'Seconds that a service gets to stop before it is killed.', runs),
  word(
    'running-services',
    ['refuse', 'stop'],
    'refuse',
    'What a restore does with services on its volumes: refuse, or stop and start them again.',
    ['restore']
  ),
  word('confirm', ['yes'], '', 'The word yes: a restore replaces what is in the volumes.', ['restore']),
  boolean('keep-rollback', 'true', 'Keep the old content of restored volumes until the next restore.', [
    'restore'
  ]),
  integer('health-timeout', [1, 3600], '180', 'Seconds that stopped services get to become healthy again.', [
    'restore'
  ]),
  boolean('dry-run', 'false', 'Say what would happen and change nothing.', ['backup', 'restore']),
  {
    ...text(
      'checks',
      'Checks to run, a list of archives, cycle. Default: all that apply.',
      'LIST',
      ['validate'],
      'words'
    ),
    legal: checkNames
  },
  boolean(
    'strict',
    'false',
    'Make an error of what is otherwise a warning: a skipped volume, something not captured, a file that changed.',
    ['backup']
  ),
  boolean('allow-empty', 'false', 'Allow volumes of priority critical or high to be empty.', ['backup']),
  integer(
    'shrink-alarm',
    [1, 100],
    '60',
    'Percent of entries or bytes that may be gone since the last backup; 100 switches the alarm off.',
    ['backup']
  ),
  text(
    'report-file',
    'Where to write the report as JSON. Default of the action: a file in the temporary folder of the job.',
    'FILE',
    runs
  )
]

function text(
  name: string,
  description: string,
  placeholder: string,
  operations: readonly Operation[],
  kind: Field['kind'] = 'text'
): Field {
  return { name, kind, default: '', description, operations, placeholder }
}

function word(
  name: string,
  legal: readonly string[],
  fallback: string,
  description: string,
  operations: readonly Operation[]
): Field {
  return {
    name,
    kind: 'word',
    legal,
    default: fallback,
    description,
    operations,
    placeholder: legal.join('|')
  }
}

function integer(
  name: string,
  range: readonly [number, number],
  fallback: string,
  description: string,
  operations: readonly Operation[]
): Field {
  return { name, kind: 'integer', range, default: fallback, description, operations, placeholder: 'N' }
}

function boolean(
  name: string,
  fallback: string,
  description: string,
  operations: readonly Operation[]
): Field {
  return { name, kind: 'boolean', default: fallback, description, operations, placeholder: 'true|false' }
}
