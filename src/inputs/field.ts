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
  /** No flag: a secret, which every process of the machine could read there, or of no use outside of a job. */
  readonly actionOnly?: boolean
  /** What stands behind the flag in the help. */
  readonly placeholder: string
}

export const everywhere: readonly Operation[] = ['backup', 'restore', 'validate', 'list', 'show']
export const runs: readonly Operation[] = ['backup', 'restore', 'validate']
export const readers: readonly Operation[] = ['restore', 'validate', 'list', 'show']
export const copies: readonly Operation[] = ['backup', 'validate']

export function text(
  name: string,
  description: string,
  placeholder: string,
  operations: readonly Operation[],
  kind: Field['kind'] = 'text'
): Field {
  return { name, kind, default: '', description, operations, placeholder }
}

export function word(
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

export function integer(
  name: string,
  range: readonly [number, number],
  fallback: string,
  description: string,
  operations: readonly Operation[]
): Field {
  return { name, kind: 'integer', range, default: fallback, description, operations, placeholder: 'N' }
}

export function boolean(
  name: string,
  fallback: string,
  description: string,
  operations: readonly Operation[]
): Field {
  return { name, kind: 'boolean', default: fallback, description, operations, placeholder: 'true|false' }
}
