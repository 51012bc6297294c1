import { asRecord } from '../record.ts'
import type { DrillRequest, Problem } from './model.ts'

export interface MountPlan {
  readonly mounts: readonly unknown[]
  /** Keys of volumes, and paths of folders that get an empty volume in their place. */
  readonly volumes: readonly string[]
  readonly notes: readonly string[]
  readonly problems: readonly Problem[]
}

/** The mounts of a service on the drill's own volumes; of the host only what it can read and not change. */
export function planMounts(service: string, declared: unknown, request: DrillRequest): MountPlan {
  const plans = (Array.isArray(declared) ? declared : []).map((value) =>
    planMount(service, asRecord(value), request)
  )
  return {
    mounts: plans.flatMap(({ mounts }) => mounts),
    volumes: plans.flatMap(({ volumes }) => volumes),
    notes: plans.flatMap(({ notes }) => notes),
    problems: plans.flatMap(({ problems }) => problems)
  }
}

const nothing = { mounts: [], volumes: [], notes: [], problems: [] }

function planMount(
  service: string,
  mount: Readonly<Record<string, unknown>>,
  request: DrillRequest
): MountPlan {
  const source = typeof mount.source === 'string' ? mount.source : ''
  if (mount.type === 'tmpfs' || (mount.type === 'volume' && source === ''))
    return { ...nothing, mounts: [mount] }
  if (mount.type === 'volume') return onVolume(mount, source, request)
  const kind = mount.type === 'bind' ? request.pathKind(source) : 'other'
  const refuse = (what: string): MountPlan => ({
    ...nothing,
    problems: [
      {
        subject: service,
        message: `service ${service} mounts ${source || String(mount.type)}, ${what}`,
        hint: 'give the drill a second Compose file that overrides this mount: compose-file, a list'
      }
    ]
  })
  if (kind === 'missing') return refuse('which does not exist here')
  // Read-only does not keep anybody from speaking to a socket.
  if (kind === 'machine' && mount.read_only === true)
    return refuse('which leads to sockets, devices or the state of this machine')
  if (kind !== 'file' && kind !== 'folder' && kind !== 'machine')
    return refuse('which leads out of the drill: a socket, a device or a kind of mount of its own')
  if (kind !== 'file' && mount.read_only !== true) {
    const plan = onVolume({ type: 'volume', target: mount.target }, source, request)
    return {
      ...plan,
      notes: [
        `service ${service}: ${source} is a folder of the host that it could write to: empty in the drill`
      ]
    }
  }
  const notes =
    mount.read_only === true ? [] : [`service ${service}: ${source} of the host is read-only in the drill`]
  return { ...nothing, mounts: [{ ...mount, read_only: true, bind: { create_host_path: false } }], notes }
}

function onVolume(
  mount: Readonly<Record<string, unknown>>,
  key: string,
  { volumeName }: DrillRequest
): MountPlan {
  return { ...nothing, mounts: [{ ...mount, source: volumeName(key) }], volumes: [key] }
}
