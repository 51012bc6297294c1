import type { Engine } from './engine.ts'
import { acceptanceLabels } from './labels.ts'
import { startSentinel } from './sentinel.ts'

/** Runs a container on a volume that ends together with this process. @returns what ends it */
export async function occupyVolume(
  engine: Engine,
  request: { readonly volume: string; readonly runId: string; readonly pathVariable: string }
): Promise<() => Promise<void>> {
  const container = await startSentinel(engine, {
    labels: acceptanceLabels(request.runId),
    mounts: [{ volume: request.volume, target: '/v/0', writable: true }],
    pathVariable: request.pathVariable
  })
  return () => container.remove(false)
}
