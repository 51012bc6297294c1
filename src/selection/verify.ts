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

/**
 * The `verify` of an `x-backup`: a command or a list of them. A command is a shell line, or a mapping with `service` or
 * `run` (a service of the Compose file) and `command`.
 * @returns `undefined` where it is none of these
 */
export function readVerify(value: unknown): readonly VerifyCommand[] | undefined {
  const list: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value]
  const commands = list.map(readCommand)
  return commands.includes(undefined) ? undefined : commands.filter((one) => one !== undefined)
}

function readCommand(value: unknown): VerifyCommand | undefined {
  if (typeof value === 'string')
    return value.trim() === '' ? undefined : { title: value, way: 'exec', service: undefined, command: value }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const known: Readonly<Record<string, unknown>> = { ...value }
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
