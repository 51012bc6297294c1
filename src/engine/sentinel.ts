import type { Engine, HelperContainer, HelperSpec } from './engine.ts'
import { ensureHelperImage } from './helper-image.ts'

/**
 * Starts a container that does nothing but be there, and ends together with this process, however that ends.
 * @throws BackupError `in-use` when one of that name is there
 */
export async function startSentinel(
  engine: Engine,
  request: Pick<HelperSpec, 'name' | 'labels'> & {
    readonly pathVariable: string
    readonly mounts?: HelperSpec['mounts']
  }
): Promise<HelperContainer> {
  const { pathVariable, mounts = [], ...named } = request
  const image = await ensureHelperImage(engine, pathVariable)
  return engine.startHelper({
    ...named,
    image: image.tag,
    command: ['/bin/sh', '-c', 'cat >/dev/null'],
    environment: {},
    capabilities: [],
    mounts,
    share: undefined
  })
}
