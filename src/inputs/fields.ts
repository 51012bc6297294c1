import { boolean, copies, everywhere, type Field, integer, readers, runs, text, word } from './field.ts'
import { compressions, priorities, quiesceModes, storeKinds } from './settings.ts'
import { validateFields } from './validate-fields.ts'

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
  text(
    'backup-dir',
    'Folder of the local store, made with mode 0700 if it does not exist. Default: ./backups.',
    'DIR',
    everywhere
  ),
  word(
    'store',
    storeKinds,
    '',
    'Where backups are kept: local, artifact or cache. Default: local; in the action artifact, unless backup-dir or archive is given.',
    everywhere
  ),
  text(
    'artifact-name',
    'First word of the names of artifacts or of the cache. Default: the project; reading, any one.',
    'NAME',
    everywhere
  ),
  integer(
    'run-id',
    [1, Number.MAX_SAFE_INTEGER],
    '',
    'Run whose artifacts to use. Default: this run if it has backups, else the newest of the repository.',
    readers
  ),
  text(
    'repository',
    'Repository whose artifacts to use, as OWNER/NAME. Default: that of the run.',
    'OWNER/NAME',
    readers
  ),
  text(
    'branch',
    'Branch whose runs may give backups. Default: the default branch, or any with run-id.',
    'NAME',
    readers
  ),
  text('workflow', 'File name of the workflow whose runs may give backups. Default: any.', 'FILE', readers),
  text(
    'artifact-digest',
    'Digest that the artifact of the manifest must have, the output artifact-digest of the backup. Default: any.',
    'SHA256',
    readers
  ),
  {
    ...text('github-token', 'Token that may read artifacts and the repository.', 'TOKEN', everywhere),
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an expression of GitHub's, for action.yml
    default: '${{ github.token }}',
    actionOnly: true
  },
  {
    ...text(
      'retention-days',
      'Days that artifacts are kept, by priority, a list; as far as the repository allows.',
      'LIST',
      ['backup', 'validate'],
      'list'
    ),
    default: 'critical=30,high=14,medium=30,low=7'
  },
  boolean(
    'allow-unencrypted-upload',
    'false',
    'Upload critical and high volumes of a repository that is, or may be, public.',
    ['backup']
  ),
  boolean('allow-critical-cache', 'false', 'Put critical volumes into the cache.', ['backup']),
  {
    ...text(
      'backup-id',
      'Backup to restore or validate: an id, latest or latest-verified; validate also takes all, or a number of the newest.',
      'ID',
      ['restore', 'validate']
    ),
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
  integer('health-timeout', [1, 3600], '180', 'Seconds that started services get to become healthy.', [
    'restore',
    'validate'
  ]),
  boolean('dry-run', 'false', 'Say what would happen and change nothing.', ['backup', 'restore']),
  ...validateFields,
  boolean(
    'strict',
    'false',
    'Make an error of what is otherwise a warning: a skipped volume, something not captured, a file that changed.',
    copies
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
  ),
  text(
    'report-html',
    'Where to write the report as a page. Default of the action: a file in the temporary folder of the job.',
    'FILE',
    runs
  ),
  text(
    'report-junit',
    'Where to write the checks as JUnit XML. Default of the action: a file in the temporary folder of the job.',
    'FILE',
    ['validate']
  )
]
