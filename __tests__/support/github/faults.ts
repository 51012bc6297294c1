/**
 * Ways in which a service fails. `cut` ends the connection in the middle of a body, `short` ends a body early with a
 * length that fits, `lost` does what was asked and then breaks the connection, `garbage` is no JSON.
 */
export const faultKinds = [
  'reset',
  '500',
  '503',
  '429',
  'stall',
  'cut',
  'short',
  'flip',
  '403',
  'lost',
  'garbage'
] as const
export type FaultKind = (typeof faultKinds)[number]

export interface FaultPlan {
  readonly seed: number
  /** Share of the requests that fail, 0 to 1. */
  readonly rate: number
  readonly kinds: readonly FaultKind[]
  /** The requests that may fail, as `METHOD /path`; `undefined`: all. */
  readonly only?: RegExp
  /** So that every run comes to an end. */
  readonly most: number
}

/** The same seed gives the same faults, request by request. */
export function faults(plan: FaultPlan | undefined): (method: string, path: string) => FaultKind | undefined {
  if (!plan) return () => undefined
  const next = random(plan.seed)
  let left = plan.most
  return (method, path) => {
    const [draw, choice] = [next(), next()]
    if (left === 0 || draw >= plan.rate) return undefined
    const fitting = plan.kinds.filter((one) => fits(one, method, path))
    const kind =
      plan.only?.test(`${method} ${path}`) === false
        ? undefined
        : fitting[Math.floor(choice * fitting.length)]
    if (kind === undefined) return undefined
    left -= 1
    return kind
  }
}

function fits(kind: FaultKind, method: string, path: string): boolean {
  const isBlob = path.startsWith('/blob/')
  if (kind === 'short' || kind === 'flip' || kind === '403') return isBlob && method === 'GET'
  if (kind === 'cut') return !isBlob || method === 'GET'
  return kind !== 'garbage' || !isBlob
}

/** Multiply with carry: small, and the same on every machine. */
function random(seed: number): () => number {
  let [low, high] = [seed >>> 0 || 1, 0x9e3779b9]
  return () => {
    const product = BigInt(low) * 0xffff_da61n + BigInt(high)
    low = Number(product & 0xffff_ffffn)
    high = Number(product >> 32n)
    return ((low ^ high) >>> 0) / 2 ** 32
  }
}
