/** Ways in which a service fails. `cut` ends the connection, `short` ends a body early with a length that fits. */
export const faultKinds = ['reset', '500', '503', '429', 'stall', 'cut', 'short', 'flip', '403'] as const
export type FaultKind = (typeof faultKinds)[number]

export interface FaultPlan {
  readonly seed: number
  /** Share of the requests that fail, 0 to 1. */
  readonly rate: number
  readonly kinds: readonly FaultKind[]
  /** So that every run comes to an end. */
  readonly most: number
  /** Of `METHOD path`: the others are spared. */
  readonly only?: RegExp
}

/** The same seed gives the same faults, request by request. */
export function faults(plan: FaultPlan | undefined): (method: string, path: string) => FaultKind | undefined {
  if (!plan) return () => undefined
  const next = random(plan.seed)
  let left = plan.most
  return (method, path) => {
    if (plan.only && !plan.only.test(`${method} ${path}`)) return undefined
    const [draw, choice] = [next(), next()]
    if (left === 0 || draw >= plan.rate) return undefined
    const kind = plan.kinds[Math.floor(choice * plan.kinds.length)]
    const needsBody = kind === 'cut' || kind === 'short' || kind === 'flip' || kind === '403'
    if (kind === undefined || (needsBody && !(method === 'GET' && path.startsWith('/blob/'))))
      return undefined
    left -= 1
    return kind
  }
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
