import type { Engine } from './engine.ts'
import { ownLabels } from './labels.ts'
import { startSentinel } from './sentinel.ts'

/**
 * Shows other runs that this one is at work, by a container that ends together with this process, however that ends.
 * @returns what ends it
 */
export async function showPresence(
  engine: Engine,
  request: { readonly runId: string; readonly pathVariable: string; readonly warn: (text: string) => void }
): Promise<() => Promise<void>> {
  const { pathVariable } = request
  const container = await startSentinel(engine, { labels: ownLabels(request.runId, 'lock'), pathVariable })
  return () => container.remove(false).catch((error: Error) => request.warn(error.message))
}
