import type { Engine } from './engine/engine.ts'
import { BackupError } from './errors.ts'
import type { CommonSettings, Priority } from './inputs/settings.ts'
import type { Ports } from './run-context.ts'
import type { ComposeModel, LiveVolume, Selection } from './selection/model.ts'
import { selectVolumes } from './selection/select.ts'

/** The stack that a run is about, and the volumes of it that were chosen. */
export interface Stack {
  readonly project: string | undefined
  readonly compose: ComposeModel | undefined
  readonly live: readonly LiveVolume[]
  readonly selection: Selection
  readonly warnings: readonly string[]
}

/** @throws BackupError `bad-input` when nothing says which stack, or what `selectVolumes` throws */
export async function findStack(
  settings: CommonSettings,
  ports: Ports,
  engine: Engine,
  chosen: readonly Priority[],
  mayExcludeUnknown = false
): Promise<Stack> {
  const reading = await ports.readCompose(settings.stack)
  const project = reading?.model.project ?? settings.stack.projectName
  if (project === undefined && settings.volumes.length === 0) {
    throw new BackupError(
      'bad-input',
      `there is no Compose file in ${settings.stack.workingDirectory}, and neither a project nor volumes are named`,
      {
        hint: 'run in the folder of the Compose file, or use --compose-file, --project-name or --volumes (inputs of the same names)'
      }
    )
  }
  const live = await engine.listVolumes()
  const selection = selectVolumes({
    patterns: settings.volumes,
    priorities: chosen,
    compose: reading?.model,
    project,
    live,
    mayExcludeUnknown
  })
  return { project, compose: reading?.model, live, selection, warnings: reading?.warnings ?? [] }
}
