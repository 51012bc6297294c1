import { hostname } from 'node:os'
import type Docker from 'dockerode'
import type { LiveVolume } from '../selection/model.ts'
import type { ContainerStatus, VolumeUser } from './engine.ts'

export function liveVolume(found: Docker.VolumeInspectInfo | Docker.VolumeCreateResponse): LiveVolume {
  return {
    name: found.Name,
    driver: found.Driver,
    options: found.Options ?? {},
    labels: found.Labels ?? {},
    mountpoint: found.Mountpoint
  }
}

export function volumeUser(found: Docker.ContainerInspectInfo): VolumeUser {
  return {
    id: found.Id,
    name: found.Name.replace(/^\//, ''),
    status: containerStatus(found),
    image: found.Config.Image,
    imageId: found.Image,
    user: found.Config.User,
    labels: found.Config.Labels ?? {},
    stopTimeoutSeconds: stopTimeout(found.Config),
    autoRemove: found.HostConfig.AutoRemove === true,
    // The host name of a container is the first twelve digits of its id, unless it was given another.
    isSelf: found.Id.slice(0, 12) === hostname(),
    mounts: found.Mounts.filter((mount) => mount.Type === 'volume').map((mount) => ({
      volume: mount.Name ?? '',
      destination: mount.Destination,
      writable: mount.RW
    })),
    otherMounts: found.Mounts.filter((mount) => mount.Type !== 'volume').map((mount) => ({
      type: mount.Type ?? '',
      source: mount.Source,
      destination: mount.Destination,
      writable: mount.RW
    }))
  }
}

/** In the API since 1.25, not in the library's types. */
function stopTimeout(config: object): number | undefined {
  return 'StopTimeout' in config && typeof config.StopTimeout === 'number' ? config.StopTimeout : undefined
}

export function containerStatus(found: Docker.ContainerInspectInfo): ContainerStatus {
  const health = found.State.Health?.Status
  return {
    state: found.State.Status as ContainerStatus['state'],
    health: health === 'starting' || health === 'healthy' || health === 'unhealthy' ? health : 'none',
    exitCode: found.State.ExitCode
  }
}

/** A log as text: without a terminal the daemon puts eight bytes of header before each piece (see `frames.ts`). */
export function logText(raw: Buffer, isTerminal: boolean): string {
  if (isTerminal) return raw.toString('utf8')
  const pieces: Buffer[] = []
  for (let at = 0; at + 8 <= raw.length; ) {
    const length = raw.readUInt32BE(at + 4)
    pieces.push(raw.subarray(at + 8, at + 8 + length))
    at += 8 + length
  }
  return Buffer.concat(pieces).toString('utf8')
}
