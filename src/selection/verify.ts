import type { ComposeModel } from './model.ts'
import { didYouMean } from './nearest.ts'

/** A command that says whether restored data is any good. */
export interface VerifyCommand {
  readonly title: string
  /** `exec`: inside the running service; `run`: in a throw-away container of it, before any service starts. */
  readonly way: 'exec' | 'run'
  /** `undefined`: the service that mounts the volume. */
  readonly service: string | undefined
  /** A shell line, or a program with its arguments; `undefined` with `run`: the service's own command. */
  readonly command: string | readonly string[] | undefined
}

/** A command with the service that it is for. */
export type PlacedCommand = VerifyCommand & { readonly service: string }

export interface VerifyProblem {
  /** Of the volume or service, or the Compose file. */
  readonly subject: string
  readonly problem: string
  readonly hint: string
}

const stackKeys = ['verify']

/**
 * What a Compose file says how to verify: in its own `x-backup`, and in that of each volume and service. Problems name no
 * command: it may hold a secret by now.
 */
export function readVerifyOfStack(model: ComposeModel): {
  readonly commands: readonly PlacedCommand[]
  readonly problems: readonly VerifyProblem[]
} {
  const commands: PlacedCommand[] = []
  const problems: VerifyProblem[] = shapeProblems(model.xBackup)
  const services = model.services.map(({ name }) => name)
  for (const { subject, whose, xBackup, own } of owners(model)) {
    const read = readVerify(isMapping(xBackup) ? xBackup.verify : undefined)
    const tell = (problem: string, hint: string): void => void problems.push({ subject, problem, hint })
    if (read === undefined)
      tell(
        `the x-backup of ${whose} has a verify that is not understood`,
        'legal are a shell line, {service, command} and {run, command}, or a list of them'
      )
    for (const command of read ?? []) {
      const service = command.service ?? own
      const hint = `write {service: NAME, command: …}; it has ${services.join(', ')}`
      if (service === undefined) tell(`a verify of ${whose} does not say in which service it is to run`, hint)
      else if (services.includes(service)) commands.push({ ...command, service })
      else tell(`a verify of ${whose} is for service ${service}, which the Compose file does not have`, hint)
    }
  }
  return { commands, problems }
}

/** @returns whose `x-backup` there is, and the service that a command there is for which names none */
function owners(model: ComposeModel): readonly {
  readonly subject: string
  readonly whose: string
  readonly xBackup: unknown
  readonly own: string | undefined
}[] {
  const { xBackup, volumes, services } = model
  return [
    { subject: 'the Compose file', whose: 'the Compose file', xBackup, own: undefined },
    ...volumes.map(({ key, ...volume }) => ({
      subject: key,
      whose: `volume ${key}`,
      xBackup: volume.xBackup,
      own: userOf(key, model)
    })),
    ...services.map(({ name, ...service }) => ({
      subject: name,
      whose: `service ${name}`,
      xBackup: service.xBackup,
      own: name
    }))
  ]
}

function shapeProblems(xBackup: unknown): VerifyProblem[] {
  const hint = 'at the top of the Compose file stands "x-backup: {verify: …}" and nothing else'
  const subject = 'the Compose file'
  if (xBackup === undefined) return []
  if (!isMapping(xBackup))
    return [{ subject, problem: `the x-backup of ${subject} is ${JSON.stringify(xBackup)}`, hint }]
  return Object.keys(xBackup)
    .filter((key) => !stackKeys.includes(key))
    .map((key) => ({
      subject,
      problem: `the x-backup of ${subject} has an unknown key ${JSON.stringify(key)}${didYouMean(key, stackKeys)}`,
      hint
    }))
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function userOf(volume: string, { services }: ComposeModel): string | undefined {
  const users = services.filter(({ mounts }) =>
    mounts.some(({ type, source }) => type === 'volume' && source === volume)
  )
  return (users.find(({ profiles }) => profiles.length === 0) ?? users[0])?.name
}

/**
 * The `verify` of an `x-backup`: a command or a list of them. A command is a shell line, or a mapping with `service` or
 * `run` (a service of the Compose file) and `command`.
 * @returns `undefined` where it is none of these
 */
function readVerify(value: unknown): readonly VerifyCommand[] | undefined {
  const list: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value]
  const commands = list.map(readCommand)
  return commands.includes(undefined) ? undefined : commands.filter((one) => one !== undefined)
}

function readCommand(value: unknown): VerifyCommand | undefined {
  if (typeof value === 'string')
    return value.trim() === '' ? undefined : { title: value, way: 'exec', service: undefined, command: value }
  if (!isMapping(value)) return undefined
  const known = value
  if (Object.keys(known).some((key) => !['title', 'service', 'run', 'command'].includes(key)))
    return undefined
  const way = typeof known.run === 'string' ? 'run' : 'exec'
  const service = way === 'run' ? known.run : known.service
  const command = readWords(known.command)
  if (typeof service !== 'string' || (known.run !== undefined && known.service !== undefined))
    return undefined
  if (command === null || (command === undefined && way === 'exec')) return undefined
  const said = command === undefined ? '' : ` ${typeof command === 'string' ? command : command.join(' ')}`
  const title = typeof known.title === 'string' ? known.title : `${service}:${said || ' its own command'}`
  return { title, way, service, command }
}

/** `null` for what is no command. */
function readWords(value: unknown): string | readonly string[] | undefined | null {
  if (value === undefined) return undefined
  if (typeof value === 'string') return value.trim() === '' ? null : value
  const words = Array.isArray(value) ? value.filter((word) => typeof word === 'string') : []
  return Array.isArray(value) && words.length > 0 && words.length === value.length ? words : null
}
