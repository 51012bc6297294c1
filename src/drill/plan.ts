import { asRecord } from '../record.ts'
import { nearestNames } from '../selection/nearest.ts'
import type { DrillPlan, DrillRequest, Problem } from './model.ts'
import { planMounts } from './mounts.ts'

/** What is left out: it would clash with the user's stack, reach outside, or outlive the drill. */
const leftOut = [
  'container_name',
  'ports',
  'restart',
  'logging',
  'external_links',
  'mac_address',
  'cgroup_parent',
  'develop',
  'x-backup'
]
const dangerousCapabilities =
  /^(CAP_)?(ALL|SYS_ADMIN|SYS_MODULE|SYS_RAWIO|SYS_BOOT|SYS_TIME|BPF|SYS_PTRACE)$/i

/** The same stack, where it can do no harm: other names, no ports, closed networks, other volumes. */
export function planDrill(request: DrillRequest): DrillPlan {
  const { resolved, project, labels } = request
  const declared = Object.entries(asRecord(resolved.services)).map(
    ([name, value]) => [name, asRecord(value)] as const
  )
  const problems: Problem[] = [
    ...unknownImages(
      request,
      declared.map(([name]) => name)
    )
  ]
  const notes: string[] = []
  const volumes = new Map<string, string>()
  const services = declared.map(([name, service]) => {
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
    services: declared.filter(([, { profiles }]) => profiles === undefined).map(([name]) => name),
    notes,
    problems
  }
}

function drilledService(
  name: string,
  service: Readonly<Record<string, unknown>>,
  mounts: readonly unknown[],
  { images, labels }: DrillRequest
): Readonly<Record<string, unknown>> {
  const kept = Object.entries(service).filter(([key]) => !leftOut.includes(key))
  const image = images.get(name)
  return {
    ...Object.fromEntries(image === undefined ? kept : kept.filter(([key]) => key !== 'build')),
    ...(image === undefined ? {} : { image }),
    ...(service.networks === undefined ? {} : { networks: withoutAddresses(service.networks) }),
    volumes: mounts,
    labels: { ...asRecord(service.labels), ...labels },
    restart: 'no'
  }
}

function withoutAddresses(networks: unknown): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(asRecord(networks)).map(([name, value]) => {
      const { aliases } = asRecord(value)
      return [name, aliases === undefined ? {} : { aliases }]
    })
  )
}

function unknownImages({ images }: DrillRequest, services: readonly string[]): readonly Problem[] {
  return [...images.keys()]
    .filter((name) => !services.includes(name))
    .map((name) => ({
      subject: name,
      message: `drill-images names service ${name}, which the Compose file does not have`,
      hint: `it has ${nearestNames(name, services)[0] ?? services.join(', ')}`
    }))
}

/** A service that may change this machine itself is not started from a backup or a pull request. */
function dangersOf(name: string, service: Readonly<Record<string, unknown>>): readonly Problem[] {
  const capabilities = Array.isArray(service.cap_add) ? service.cap_add.map(String) : []
  const outside = ['network_mode', 'pid', 'ipc', 'uts', 'userns_mode', 'cgroup'].filter((key) =>
    /^(host|container:)/.test(String(service[key] ?? ''))
  )
  const others = Array.isArray(service.volumes_from) ? service.volumes_from.map(String) : []
  const reasons = [
    ...(service.privileged === true ? ['runs privileged'] : []),
    ...outside.map((key) => `has ${key}: ${service[key]}`),
    ...(Array.isArray(service.devices) && service.devices.length > 0 ? ['uses devices of the host'] : []),
    ...capabilities.filter((one) => dangerousCapabilities.test(one)).map((one) => `has capability ${one}`),
    ...others
      .filter((one) => one.startsWith('container:'))
      .map((one) => `takes volumes from another ${one.replace(':', ' ')}`)
  ]
  return reasons.map((reason) => ({
    subject: name,
    message: `service ${name} ${reason}: a drill could change this machine or the running stack`,
    hint: 'give the drill a second Compose file that overrides it: compose-file, a list'
  }))
}
