import type { VolumeUser } from '../engine/engine.ts'
import { purposeLabel, runLabel } from '../engine/labels.ts'
import { BackupError } from '../errors.ts'
import type { QuiesceMode } from '../inputs/settings.ts'

/** One container to hold still, and how it goes on afterwards. */
export interface HoldStep {
  readonly id: string
  readonly name: string
  readonly deed: 'pause' | 'stop'
  readonly timeoutSeconds: number
  /** Set while the daemon is at stopping it, milliseconds since 1970: it goes on with that when nobody waits any more. */
  readonly stopAskedAt?: number
}

export interface HoldPlan {
  /** Dependents before what they depend on; undone from the end. */
  readonly steps: readonly HoldStep[]
  readonly warnings: readonly string[]
}

export type Consistency = 'stopped' | 'paused' | 'live'

/**
 * Who has to stand still so that a copy of the volumes is consistent: everybody who runs and can write to one of them.
 * Containers that are paused, stopped or only read are left alone.
 * @throws BackupError `in-use` for one that would be removed when it stops
 * @param modes how each volume wants its writers held, by the engine's name; of several the strongest counts
 */
export function planHold(
  modes: ReadonlyMap<string, QuiesceMode>,
  users: readonly VolumeUser[],
  stopTimeoutSeconds: number
): HoldPlan {
  const deedOf = (user: VolumeUser): QuiesceMode => {
    const wanted = user.mounts.filter(({ writable }) => writable).map(({ volume }) => modes.get(volume))
    return strongestFirst.find((mode) => wanted.includes(mode)) ?? 'none'
  }
  const writers = users.filter((user) => isActive(user) && deedOf(user) !== 'none')
  const others = writers.filter(({ isSelf }) => !isSelf)
  refuseRemoved(
    others.filter((user) => deedOf(user) === 'stop'),
    'end them first, or copy with quiesce pause or none'
  )
  return {
    steps: inStopOrder(others.filter(({ status }) => status.state === 'running')).map((user) =>
      step(user, deedOf(user) === 'stop' ? 'stop' : 'pause', stopTimeoutSeconds)
    ),
    warnings: [
      ...writers
        .filter(({ isSelf }) => isSelf)
        .map(({ name }) => `${name} runs this program and cannot be held: its volumes are copied live`),
      ...others
        .filter(({ status }) => status.state === 'restarting')
        .map(({ name }) => `${name} keeps restarting and cannot be held: its volumes are copied live`),
      ...users
        .filter(({ status }) => status.state === 'paused')
        .map(({ name }) => `${name} is paused, and not by this run, so it stays so: docker unpause ${name}`)
    ]
  }
}

const strongestFirst = ['stop', 'pause'] as const

/**
 * Everybody who runs and mounts one of the volumes, readers too, stopped: their files are about to be exchanged.
 * @throws BackupError `in-use` for one that cannot be stopped and started again
 */
export function planStop(users: readonly VolumeUser[], stopTimeoutSeconds: number): readonly HoldStep[] {
  const self = users.find((user) => user.isSelf && isRunning(user))
  if (self)
    throw new BackupError(
      'in-use',
      `${self.name} runs this program and uses the volumes; nothing was changed`,
      {
        hint: 'run it where the volumes are not mounted'
      }
    )
  refuseRemoved(users.filter(isRunning), 'end them first')
  return inStopOrder(users.filter(isRunning)).map((user) => step(user, 'stop', stopTimeoutSeconds))
}

function refuseRemoved(users: readonly VolumeUser[], hint: string): void {
  const names = users.filter(({ autoRemove }) => autoRemove).map(({ name }) => name)
  if (names.length === 0) return
  throw new BackupError(
    'in-use',
    `containers that would be gone for good if they were stopped (docker run --rm): ${names.join(', ')}; nothing was changed`,
    { hint }
  )
}

/**
 * Runs of this program beside this one. A backup may read what another one reads; nobody may read or write what a
 * restore exchanges.
 * @throws BackupError `in-use`
 */
export function refuseOtherRuns(users: readonly VolumeUser[], deed: 'backup' | 'restore'): void {
  const others = users.filter(
    ({ labels, mounts }) =>
      labels[runLabel] !== undefined &&
      (deed === 'restore' || labels[purposeLabel] === 'lock' || mounts.some(({ writable }) => writable))
  )
  const [other] = others
  if (!other) return
  const what = others.some(
    ({ labels, mounts }) => labels[purposeLabel] === 'lock' || mounts.some((one) => one.writable)
  )
    ? 'a restore'
    : 'a backup'
  throw new BackupError(
    'in-use',
    `${what} of these volumes is under way (run ${other.labels[runLabel]}); nothing was changed`,
    { hint: 'wait for it to end: docker ps --filter label=org.volume-backup' }
  )
}

/** Paused containers run too: they go on where they stood, with open files. */
export function isRunning(user: VolumeUser): boolean {
  return isActive(user) || user.status.state === 'paused'
}

/** The level a volume's copy reached, as it goes into the manifest. */
export function consistencyOf(
  volume: string,
  users: readonly VolumeUser[],
  held: readonly HoldStep[]
): Consistency {
  const writers = users.filter(
    (user) => isRunning(user) && user.mounts.some((mount) => mount.volume === volume && mount.writable)
  )
  const deeds = writers.map((user) =>
    user.status.state === 'paused' ? 'pause' : held.find(({ id }) => id === user.id)?.deed
  )
  if (deeds.includes(undefined)) return 'live'
  return deeds.includes('pause') ? 'paused' : 'stopped'
}

function isActive(user: VolumeUser): boolean {
  return user.status.state === 'running' || user.status.state === 'restarting'
}

function step(user: VolumeUser, deed: 'pause' | 'stop', stopTimeoutSeconds: number): HoldStep {
  return {
    id: user.id,
    name: user.name,
    deed,
    timeoutSeconds: Math.max(user.stopTimeoutSeconds ?? 0, stopTimeoutSeconds)
  }
}

/** Dependents first, by the label in which Compose keeps `depends_on`; else by name. */
function inStopOrder(users: readonly VolumeUser[]): readonly VolumeUser[] {
  const ordered: VolumeUser[] = []
  const visiting = new Set<VolumeUser>()
  const visit = (user: VolumeUser): void => {
    if (ordered.includes(user) || visiting.has(user)) return
    visiting.add(user)
    for (const other of users) if (dependsOn(other, user)) visit(other)
    ordered.push(user)
  }
  for (const user of users) visit(user)
  return ordered
}

function dependsOn(user: VolumeUser, other: VolumeUser): boolean {
  const service = other.labels['com.docker.compose.service']
  const sameProject = user.labels['com.docker.compose.project'] === other.labels['com.docker.compose.project']
  const needs = (user.labels['com.docker.compose.depends_on'] ?? '')
    .split(',')
    .map((word) => word.split(':')[0])
  return sameProject && service !== undefined && needs.includes(service)
}
