import type { Engine } from './engine.ts'
import { ensureHelperImage } from './helper-image.ts'
import { acceptanceLabels } from './labels.ts'

/** Runs a container on a volume that ends together with this process. @returns what ends it */
export async function occupyVolume(
  engine: Engine,
  request: { readonly volume: string; readonly runId: string; readonly pathVariable: string }
): Promise<() => Promise<void>> {
  const image = await ensureHelperImage(engine, request.pathVariable)
  const container = await engine.startHelper({
    image: image.tag,
    command: ['/bin/sh', '-c', 'cat >/dev/null'],
    environment: {},
    labels: acceptanceLabels(request.runId),
    capabilities: [],
    mounts: [{ volume: request.volume, target: '/v/0', writable: true }],
    share: undefined
  })
  return () => container.remove(false)
}
