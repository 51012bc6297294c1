import { asRecord } from '../record.ts'
import type { ComposeModel, DeclaredMount, DeclaredService, DeclaredVolume } from '../selection/model.ts'

/**
 * What a Compose file declares.
 * @param content as parsed from the YAML that Compose has written, or from the file itself
 * @param fallbackProject for a file without a name of its own
 */
export function composeModel(content: unknown, fallbackProject: string): ComposeModel {
  const root = asRecord(content)
  const name = typeof root.name === 'string' && !root.name.includes('$') ? root.name : fallbackProject
  const volumes = Object.entries(asRecord(root.volumes)).map(([key, value]): DeclaredVolume => {
    const volume = asRecord(value)
    return {
      key,
      name: typeof volume.name === 'string' && !volume.name.includes('$') ? volume.name : undefined,
      driver: typeof volume.driver === 'string' ? volume.driver : undefined,
      driverOptions: labelsOf(volume.driver_opts),
      external: volume.external === true || (typeof volume.external === 'object' && volume.external !== null),
      labels: labelsOf(volume.labels),
      xBackup: volume['x-backup']
    }
  })
  const raw = asRecord(root.services)
  const own = Object.entries(raw).map(([name, value]) => declaredService(name, asRecord(value)))
  const services = own.map((service) => withBorrowed(service, own, asRecord(raw[service.name]).volumes_from))
  return { project: name, volumes, services, xBackup: root['x-backup'] }
}

/** The mounts of other services that `volumes_from` asks for. */
function withBorrowed(
  service: DeclaredService,
  services: readonly DeclaredService[],
  from: unknown
): DeclaredService {
  const borrowed = asList(from).flatMap((text) => {
    const [name, mode] = String(text).split(':')
    const mounts = services.find((one) => one.name === name)?.mounts ?? []
    return mounts.map((mount) => ({ ...mount, readOnly: mount.readOnly || mode === 'ro' }))
  })
  const free = borrowed.filter(
    ({ type, target }) => type !== 'tmpfs' && !service.mounts.some((mount) => mount.target === target)
  )
  return free.length === 0 ? service : { ...service, mounts: [...service.mounts, ...free] }
}

function declaredService(name: string, service: Readonly<Record<string, unknown>>): DeclaredService {
  const memory = asList(service.tmpfs).map(
    (text): DeclaredMount => ({
      type: 'tmpfs',
      source: undefined,
      target: String(text).split(':')[0] ?? '',
      readOnly: false
    })
  )
  return {
    name,
    image: typeof service.image === 'string' ? service.image : undefined,
    profiles: asList(service.profiles).map(String),
    mounts: [...asList(service.volumes).map(declaredMount), ...memory],
    command: asList(service.command).map(String),
    environment: Object.fromEntries(
      Object.entries(labelsOf(service.environment)).filter(
        ([variable, text]) => text.startsWith('/') || variable === 'KC_DB'
      )
    ),
    xBackup: service['x-backup']
  }
}

/** Compose writes the long form; in a file that was read without it `source:target:options` may stand. */
function declaredMount(value: unknown): DeclaredMount {
  if (typeof value === 'string') {
    const [source = '', target, options = ''] = value.split(':')
    const readOnly = options.split(',').includes('ro')
    if (target === undefined) return { type: 'volume', source: undefined, target: source, readOnly: false }
    return { type: /^[./~]/.test(source) ? 'bind' : 'volume', source, target, readOnly }
  }
  const mount = asRecord(value)
  const type = ['volume', 'bind', 'tmpfs'].find((one) => one === mount.type) as
    | DeclaredMount['type']
    | undefined
  return {
    type: type ?? 'other',
    source: typeof mount.source === 'string' && mount.source !== '' ? mount.source : undefined,
    target: String(mount.target ?? ''),
    readOnly: mount.read_only === true
  }
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

/** Labels stand as a mapping, or as a list of `name=value`. */
function labelsOf(value: unknown): Record<string, string> {
  if (!Array.isArray(value))
    return Object.fromEntries(
      Object.entries(asRecord(value)).map(([name, text]) => [name, text === null ? '' : String(text)])
    )
  return Object.fromEntries(
    value.map(String).map((text) => {
      const cut = text.indexOf('=')
      return cut === -1 ? [text, ''] : [text.slice(0, cut), text.slice(cut + 1)]
    })
  )
}
