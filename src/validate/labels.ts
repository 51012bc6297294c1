import { stat } from 'node:fs/promises'
import type { Engine, VolumeUser } from '../engine/engine.ts'
import type { ComposeModel, DeclaredService } from '../selection/model.ts'
import { planLabelChecks } from './labels/plan.ts'
import { type Checker, noStack } from './validation.ts'

/** What the stack says about its volumes, against what is there. Reads only. */
export const labelsChecker: Checker = {
  reasonToSkip: noStack,
  check: async (validation) => {
    const { stack, volumes } = validation.settings
    const reading = await validation.reading()
    const engine = await validation.engine()
    const compose = reading?.model
    const project = compose?.project ?? stack.projectName
    const containers = project === undefined ? [] : await engine.projectContainers(project)
    const checks = planLabelChecks({
      project,
      compose,
      patterns: volumes,
      live: await engine.listVolumes(),
      containers,
      imageVolumes: compose ? await volumesOfImages(engine, compose, containers) : new Map(),
      hostFiles: compose ? await filesAmong(compose) : new Set()
    })
    return { checks, warnings: reading?.warnings ?? [] }
  }
}

async function volumesOfImages(
  engine: Engine,
  { project, services }: ComposeModel,
  containers: readonly VolumeUser[]
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  for (const service of services) {
    for (const image of imagesOf(service, project, containers)) {
      const volumes = await engine.imageVolumes(image)
      if (volumes === undefined) continue
      found.set(service.name, volumes)
      break
    }
  }
  return found
}

/** What the file names, what Compose calls what it has built, what the container runs; the first that is there counts. */
function imagesOf(
  { name, image }: DeclaredService,
  project: string,
  containers: readonly VolumeUser[]
): readonly string[] {
  const running = containers.find(({ labels }) => labels['com.docker.compose.service'] === name)
  // A variable that could not be resolved is no name of an image.
  const named = image?.includes('$') ? undefined : (image ?? `${project}-${name}`)
  return [named, running?.imageId].filter((one) => one !== undefined)
}

/** Binds of single files need no volume. What is not on this machine may be a folder of the engine's. */
async function filesAmong({ services }: ComposeModel): Promise<ReadonlySet<string>> {
  const binds = services.flatMap(({ mounts }) => mounts.filter(({ type }) => type === 'bind'))
  const files = new Set<string>()
  for (const { source } of binds) {
    if (source === undefined) continue
    const found = await stat(source).catch(() => undefined)
    if (found && !found.isDirectory()) files.add(source)
  }
  return files
}
