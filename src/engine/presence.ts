import type { Engine } from './engine.ts'
import { ensureHelperImage } from './helper-image.ts'
import { ownLabels } from './labels.ts'

/**
 * Shows other runs that this one is at work, by a container that ends together with this process, however that ends.
 * @returns what ends it
 */
export async function showPresence(
  engine: Engine,
  request: { readonly runId: string; readonly pathVariable: string; readonly warn: (text: string) => void }
): Promise<() => Promise<void>> {
  const image = await ensureHelperImage(engine, request.pathVariable)
  const container = await engine.startHelper({
    image: image.tag,
    command: ['/bin/sh', '-c', 'cat >/dev/null'],
    environment: {},
    labels: ownLabels(request.runId, 'lock'),
    capabilities: [],
    mounts: [],
    share: undefined
  })
  return () => container.remove(false).catch((error: Error) => request.warn(error.message))
}
