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
  const services = Object.entries(asRecord(root.services)).map(([name, value]) =>
    declaredService(name, asRecord(value))
  )
  return { project: name, volumes, services, xBackup: root['x-backup'] }
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
