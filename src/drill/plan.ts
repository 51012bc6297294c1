import { asRecord } from '../record.ts'
import type { DrillPlan, DrillRequest, Problem } from './model.ts'
import { planMounts } from './mounts.ts'
import { dangersOf, drilledService, isLasting, wantsToRun } from './service.ts'

/** The same stack, where it can do no harm: other names, no ports, closed networks, other volumes. */
export function planDrill(request: DrillRequest): DrillPlan {
  const { resolved, project, labels } = request
  const declared = Object.entries(asRecord(resolved.services)).map(
    ([name, value]) => [name, asRecord(value)] as const
  )
  const problems: Problem[] = []
  const started = declared.filter(([, service]) => service.profiles === undefined && wantsToRun(service))
  const notes = declared
    .filter(([, service]) => !wantsToRun(service))
    .map(([name]) => `service ${name} is scaled to 0: not started`)
  const volumes = new Map<string, string>()
  const services = declared.map(([name, service]) => {
    // It stays in the file, for others may depend on it.
    if (!wantsToRun(service))
      return [name, { ...drilledService(name, service, [], request), scale: 0 }] as const
    problems.push(...dangersOf(name, service))
    const mounts = planMounts(name, service.volumes, request)
    problems.push(...mounts.problems)
    notes.push(...mounts.notes)
    for (const key of mounts.volumes) volumes.set(request.volumeName(key), key)
    return [name, drilledService(name, service, mounts.mounts, request)] as const
  })
  const networks = Object.entries(asRecord(resolved.networks)).map(([name, value]) => {
    if (asRecord(value).external)
      notes.push(`network ${name} is external: the drill has an empty one of its own`)
    return [name, { internal: true, labels: { ...labels } }] as const
  })
  return {
    compose: {
      name: project,
      services: Object.fromEntries(services),
      networks: Object.fromEntries(networks),
      // Made before Compose is called, so that it neither names nor removes them.
      volumes: Object.fromEntries([...volumes.keys()].map((name) => [name, { external: true, name }])),
      ...(resolved.secrets === undefined ? {} : { secrets: resolved.secrets }),
      ...(resolved.configs === undefined ? {} : { configs: resolved.configs })
    },
    volumes,
    services: started.map(([name]) => name),
    lasting: new Set(started.filter(([, service]) => isLasting(service)).map(([name]) => name)),
    notes,
    problems
  }
}
