import { resolve } from 'node:path'
import { type Field, fields, type Operation } from './fields.ts'
import { badInput, unknown } from './problems.ts'
import type {
  CheckName,
  CommonSettings,
  Compression,
  Priority,
  QuiesceMode,
  RestoreSource,
  Settings,
  VolumePattern
} from './settings.ts'
import { priorities } from './settings.ts'

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

function build(operation: Operation, read: Reader, cwd: string, problems: string[]): Settings {
  const common = commonOf(read, cwd)
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
        backupId: idOf(read, problems)
      }
    case 'list':
      return { ...common, operation }
    case 'show':
      return { ...common, operation, backupId: idOf(read, problems) }
  }
}

function commonOf(read: Reader, cwd: string): CommonSettings {
  const workingDirectory = resolve(cwd, read.text('working-directory') ?? '.')
  const reportFile = read.text('report-file')
  read.word('store')
  return {
    stack: {
      composeFiles: read.list('compose-file'),
      projectName: read.text('project-name'),
      workingDirectory
    },
    volumes: read.volumes(),
    priority: read.priorities(),
    backupDir: resolve(workingDirectory, read.text('backup-dir') ?? './backups'),
    strict: read.boolean('strict'),
    dryRun: read.boolean('dry-run'),
    reportFile: reportFile === undefined ? undefined : resolve(workingDirectory, reportFile)
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
  if (common.volumes.length !== 1 || !volume || volume.exclude || /[*?]/.test(volume.pattern))
    problems.push('archive needs the name of exactly one volume in volumes')
  if (read.text('backup-id') !== undefined) problems.push('archive and backup-id exclude each other')
  return { kind: 'archive', volume: volume?.pattern ?? '', archive: resolve(cwd, archive) }
}

function idOf(read: Reader, problems: string[]): string {
  const id = read.text('backup-id') ?? 'latest'
  if (id !== 'latest' && !/^\d{8}-\d{6}$/.test(id))
    problems.push(`backup id ${JSON.stringify(id)} is neither latest nor of the form YYYYMMDD-HHMMSS`)
  return id
}

/** Reads the texts of one call by the table of fields and collects what is wrong with them. */
class Reader {
  readonly #given: ReadonlyMap<string, string>
  readonly #problems: string[]

  constructor(given: ReadonlyMap<string, string>, problems: string[]) {
    this.#given = given
    this.#problems = problems
  }

  text(name: string): string | undefined {
    const value = this.#given.get(name)?.trim()
    return value === '' ? undefined : value
  }

  list(name: string): readonly string[] {
    // Newlines or commas part the items; empty ones and comments are skipped.
    const lines = (this.#given.get(name) ?? '').split('\n').map((line) => line.replace(/(^|\s)#.*$/, ''))
    return lines
      .flatMap((line) => line.split(','))
      .map((word) => word.trim())
      .filter((word) => word !== '')
  }

  word(name: string): string | undefined {
    const value = this.text(name)
    const legal = fieldOf(name).legal ?? []
    if (value !== undefined && !legal.includes(value)) {
      this.#problems.push(
        name === 'confirm'
          ? `confirm must be the word yes, not ${JSON.stringify(value)}`
          : unknown(name, value, legal)
      )
    }
    return value
  }

  words(name: string): readonly string[] | undefined {
    const words = this.list(name)
    const legal = fieldOf(name).legal ?? []
    for (const word of words) if (!legal.includes(word)) this.#problems.push(unknown(name, word, legal))
    return words.length === 0 ? undefined : words
  }

  priorities(): readonly Priority[] | undefined {
    const words = this.words('priority')
    if (words?.includes('none'))
      this.#problems.push('priority none cannot be chosen: such volumes are never archived')
    if (words?.includes('all')) return priorities.filter((priority) => priority !== 'none')
    return words as readonly Priority[] | undefined
  }

  boolean(name: string): boolean {
    const value = this.text(name) ?? fieldOf(name).default
    if (value !== 'true' && value !== 'false')
      this.#problems.push(`${name} is ${JSON.stringify(value)}: legal are true and false`)
    return value === 'true'
  }

  integer(name: string): number {
    return this.optionalInteger(name) ?? Number(fieldOf(name).default)
  }

  optionalInteger(name: string): number | undefined {
    const value = this.text(name)
    if (value === undefined) return undefined
    const [least, most] = fieldOf(name).range ?? [0, Number.MAX_SAFE_INTEGER]
    const number = /^\d{1,9}$/.test(value) ? Number(value) : Number.NaN
    if (!(number >= least && number <= most))
      this.#problems.push(
        `${name} is ${JSON.stringify(value)}: legal are whole numbers from ${least} to ${most}`
      )
    return number
  }

  volumes(): readonly VolumePattern[] {
    return this.list('volumes').map((word) => {
      const exclude = word.startsWith('!')
      const [pattern = '', priority] = (exclude ? word.slice(1) : word).split('=', 2)
      if (!/^[\w.*?-]+$/.test(pattern))
        this.#problems.push(`volumes: ${JSON.stringify(word)} is no name or pattern of a volume`)
      if (exclude && priority !== undefined)
        this.#problems.push(`volumes: ${JSON.stringify(word)} leaves out and gives a priority at once`)
      if (priority !== undefined && !(priorities as readonly string[]).includes(priority))
        this.#problems.push(`volumes: ${unknown('priority', priority, priorities)}`)
      return { pattern, exclude, priority: priority as Priority | undefined }
    })
  }
}

function fieldOf(name: string): Field {
  const field = fields.find((one) => one.name === name)
  if (!field) throw new Error(`no field ${name}`)
  return field
}
