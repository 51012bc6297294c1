import type { Engine } from '../engine/engine.ts'
import type { BackupSettings } from '../inputs/settings.ts'
import type { Ports } from '../run-context.ts'
import type { Stack } from '../stack.ts'

/** No project can have this name: Compose takes no dots. A turn for each volume would cost a container each. */
const noProject = 'volumes.without.project'

/** Two that hold the same containers still would undo each other's pauses: the later one waits. */
export async function takeTurn(
  { quiesce }: Pick<BackupSettings, 'quiesce'>,
  ports: Ports,
  engine: Engine,
  { selection }: Stack
): Promise<(() => Promise<void>) | undefined> {
  const held = selection.volumes.filter((volume) => (volume.quiesce ?? quiesce) !== 'none')
  const names = new Set(held.map(({ project }) => project ?? noProject))
  return names.size === 0 ? undefined : ports.takeTurn(engine, [...names])
}
