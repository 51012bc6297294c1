import { resolve } from 'node:path'
import { backupIdPattern } from '../backup-set/naming.ts'
import type { Operation } from './field.ts'
import { fields } from './fields.ts'
import { badInput } from './problems.ts'
import { Reader } from './reader.ts'
import type {
  CheckName,
  CommonSettings,
  Compression,
  DrillSettings,
  QuiesceMode,
  RestoreSource,
  Settings,
  StoreKind,
  StoreSettings,
  VolumePattern
} from './settings.ts'

export interface ParseContext {
  readonly cwd: string
  /** What is wrong already. */
  readonly problems: readonly string[]
  readonly hint: string
}

/** Texts to settings. @throws BackupError `bad-input` that lists everything that is wrong */
export function settingsOf(
  operation: Operation,
  given: ReadonlyMap<string, string>,
  context: ParseContext
): Settings {
  const problems = [...context.problems]
  const read = new Reader(given, problems)
  const settings = build(operation, read, context.cwd, problems)
  if (problems.length > 0) throw badInput(problems, context.hint)
  return settings
}

/** What is wrong with the texts one by one, whatever they are for. */
export function problemsOf(given: ReadonlyMap<string, string>): readonly string[] {
  const problems: string[] = []
  const read = new Reader(given, problems)
  for (const { name, kind } of fields) {
    if (name === 'priority') read.priorities()
    else if (name === 'volumes') read.volumes()
    else if (kind === 'word') read.word(name)
    else if (kind === 'words') read.words(name)
    else if (kind === 'boolean') read.boolean(name)
    else if (kind === 'integer') read.optionalInteger(name)
  }
  storeOf(read, problems)
  copyOf(read, problems)
  read.images()
  read.spotLimits()
  validatedIdOf(read, problems)
  // Some were looked at twice.
  return [...new Set(problems)]
}

function build(operation: Operation, read: Reader, cwd: string, problems: string[]): Settings {
  const common = commonOf(read, cwd, problems)
  switch (operation) {
    case 'backup':
      return {
        ...common,
        operation,
        ...copyOf(read, problems),
        allowEmpty: read.boolean('allow-empty'),
        shrinkAlarmPercent: read.integer('shrink-alarm')
      }
    case 'restore':
      return {
        ...common,
        operation,
        source: sourceOf(read, common, cwd, problems),
        volumes: read.text('archive') === undefined ? common.volumes : [],
        runningServices: read.text('running-services') === 'stop' ? 'stop' : 'refuse',
        confirmed: read.word('confirm') === 'yes',
        keepRollback: read.boolean('keep-rollback'),
        stopTimeoutSeconds: read.integer('stop-timeout'),
        healthTimeoutSeconds: read.integer('health-timeout')
      }
    case 'validate':
      return {
        ...common,
        operation,
        ...copyOf(read, problems),
        checks: read.words('checks') as readonly CheckName[] | undefined,
        backupId: validatedIdOf(read, problems),
        drill: {
          source: read.word('drill-source') as DrillSettings['source'],
          images: read.images(),
          healthTimeoutSeconds: read.integer('health-timeout')
        },
        spotLimits: read.spotLimits(),
        comment: read.boolean('comment')
      }
    case 'list':
      return { ...common, operation }
    case 'show':
      return { ...common, operation, backupId: idOf(read, problems) }
  }
}

function commonOf(read: Reader, cwd: string, problems: string[]): CommonSettings {
  const workingDirectory = resolve(cwd, read.text('working-directory') ?? '.')
  // The working directory says where the stack is, not where the user is.
  const pathOf = (name: string): string | undefined => {
    const path = read.text(name)
    return path === undefined ? undefined : resolve(cwd, path)
  }
  return {
    stack: {
      composeFiles: read.list('compose-file'),
      projectName: read.text('project-name'),
      workingDirectory
    },
    volumes: read.volumes(),
    priority: read.priorities(),
    backupDir: resolve(cwd, read.text('backup-dir') ?? './backups'),
    store: storeOf(read, problems),
    strict: read.boolean('strict'),
    dryRun: read.boolean('dry-run'),
    reportFiles: {
      json: pathOf('report-file'),
      html: pathOf('report-html'),
      junit: pathOf('report-junit')
    }
  }
}

function storeOf(read: Reader, problems: string[]): StoreSettings {
  const repository = read.text('repository')
  if (repository !== undefined && !/^[\w.-]+\/[\w.-]+$/.test(repository))
    problems.push(`repository is ${JSON.stringify(repository)}: it is written OWNER/NAME`)
  const digest = read.text('artifact-digest')?.replace(/^sha256:/, '')
  if (digest !== undefined && !/^[0-9a-f]{64}$/.test(digest))
    problems.push('artifact-digest is no sha256: it has 64 digits, as in the output of the backup')
  return {
    kind: (read.word('store') ?? 'local') as StoreKind,
    artifactName: read.text('artifact-name'),
    runId: read.optionalInteger('run-id'),
    repository,
    token: read.text('github-token'),
    workflow: read.text('workflow'),
    branch: read.text('branch'),
    artifactDigest: digest === undefined ? undefined : `sha256:${digest}`,
    retentionDays: read.retention(),
    allowUnencryptedUpload: read.boolean('allow-unencrypted-upload'),
    allowCriticalCache: read.boolean('allow-critical-cache')
  }
}

function copyOf(
  read: Reader,
  problems: string[]
): { compression: Compression; compressionLevel: number; quiesce: QuiesceMode; stopTimeoutSeconds: number } {
  const compression = (read.word('compression') ?? 'gzip') as Compression
  const level = read.optionalInteger('compression-level')
  if (compression === 'none' && level !== undefined)
    problems.push('compression-level has no meaning with compression none')
  if (compression === 'gzip' && level !== undefined && level > 9)
    problems.push(`compression-level ${level} is out of range for gzip: 1 to 9`)
  return {
    compression,
    compressionLevel: level ?? (compression === 'gzip' ? 4 : 3),
    quiesce: (read.word('quiesce') ?? 'pause') as QuiesceMode,
    stopTimeoutSeconds: read.integer('stop-timeout')
  }
}

function sourceOf(read: Reader, common: CommonSettings, cwd: string, problems: string[]): RestoreSource {
  const archive = read.text('archive')
  if (archive === undefined) return { kind: 'set', backupId: idOf(read, problems) }
  const [volume] = common.volumes
  if (common.volumes.length !== 1 || !volume || !isPlainName(volume))
    problems.push('archive needs the name of exactly one volume in volumes')
  if (common.priority !== undefined) problems.push('priority does not go with a single archive')
  if (read.text('backup-id') !== undefined) problems.push('archive and backup-id exclude each other')
  return { kind: 'archive', volume: volume?.pattern ?? '', archive: resolve(cwd, archive) }
}

function isPlainName({ pattern, exclude, priority }: VolumePattern): boolean {
  return !exclude && priority === undefined && !/[*?]/.test(pattern)
}

/** A validation also takes several. */
function validatedIdOf(read: Reader, problems: string[]): string {
  return /^(all|[1-9]\d{0,3})$/.exec(read.text('backup-id') ?? '')?.[0] ?? idOf(read, problems)
}

function idOf(read: Reader, problems: string[]): string {
  const id = read.text('backup-id') ?? 'latest'
  if (id !== 'latest' && id !== 'latest-verified' && !backupIdPattern.test(id))
    problems.push(
      `backup id ${JSON.stringify(id)} is neither latest nor latest-verified nor of the form YYYYMMDD-HHMMSS`
    )
  return id
}
