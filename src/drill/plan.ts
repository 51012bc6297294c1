import { asRecord } from '../record.ts'
import type { DrillPlan, DrillRequest, Problem } from './model.ts'
import { planMounts } from './mounts.ts'
import { dangersOf, drilledService, idleService, isBuilt, isLasting, wantsToRun } from './service.ts'

/** The same stack, where it can do no harm: other names, no ports, closed networks, other volumes. */
export function planDrill(request: DrillRequest): DrillPlan {
  const { resolved, project, labels } = request
  const declared = Object.entries(asRecord(resolved.services)).map(
    ([name, value]) => [name, asRecord(value)] as const
  )
  const problems: Problem[] = []
  const started = declared.filter(([, service]) => service.profiles === undefined && wantsToRun(service))
  const startedNames = started.map(([name]) => name)
  const notes = declared
    .filter(([, service]) => !wantsToRun(service))
    .map(([name]) => `service ${name} is scaled to 0: not started`)
  const isIdle = (name: string): boolean => !startedNames.includes(name) && !request.asked.has(name)
  const builtAs = new Map<string, string>()
  for (const [name, service] of declared)
    if (typeof service.image === 'string' && !isIdle(name) && isBuilt(name, service, request))
      builtAs.set(service.image, `${project}-image-${builtAs.size}`)
  const volumes = new Map<string, string>()
  const services = declared.map(([name, service]) => {
    if (isIdle(name)) return [name, idleService(service)] as const
    problems.push(...dangersOf(name, service))
    const mounts = planMounts(name, service.volumes, request)
    problems.push(...mounts.problems)
    notes.push(...mounts.notes)
    for (const key of mounts.volumes) volumes.set(request.volumeName(key), key)
    const drilled = drilledService(name, service, mounts.mounts, builtAs, request)
    return [name, wantsToRun(service) ? drilled : { ...drilled, scale: 0 }] as const
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
    services: startedNames,
    lasting: new Set(started.filter(([, service]) => isLasting(service)).map(([name]) => name)),
    notes,
    problems
  }
}
