import { createCommand, inRestoreOrder, restoredLabels } from '../backup-set/readable.ts'
import type { VolumeUser } from '../engine/engine.ts'
import { BackupError } from '../errors.ts'
import type { Priority, VolumePattern } from '../inputs/settings.ts'
import { isRunning } from '../quiesce/plan.ts'
import { composeProject, composeVolume, liveOf } from '../selection/candidates.ts'
import { matchesGlob } from '../selection/glob.ts'
import type { ComposeModel, LiveVolume } from '../selection/model.ts'
import type { OpenedSource, RestoreItem } from './source.ts'

/** One volume of the user's that is to get the content of an archive. */
export interface RestoreTarget {
  readonly item: RestoreItem
  /** The engine's name. */
  readonly name: string
  /** `undefined`: the volume exists and is refilled in place. */
  readonly create: LiveVolume | undefined
}

/**
 * Whether the target may have content before the restore: one that exists, or one whose options point to somewhere that
 * does, such as a share. It is staged aside and exchanged; any other one is filled directly.
 */
export function isExchanged({ create }: RestoreTarget): boolean {
  return create === undefined || Object.keys(create.options).length > 0
}

export interface TargetRequest {
  readonly source: OpenedSource
  readonly patterns: readonly VolumePattern[]
  readonly priorities: readonly Priority[] | undefined
  readonly compose: ComposeModel | undefined
  readonly projectName: string | undefined
  readonly live: readonly LiveVolume[]
}

/**
 * Which volumes get which archive, in the order in which they are restored.
 * @throws BackupError `nothing-selected`, `volume-unknown`, or `volume-missing` for volumes that would have to be
 * created but about which too little is known
 */
export function planTargets(request: TargetRequest): readonly RestoreTarget[] {
  const chosen = chooseItems(request)
  const project = request.compose?.project ?? request.projectName ?? request.source.project
  const problems: string[] = []
  const targets = inRestoreOrder(chosen).map((item): RestoreTarget => {
    const existing = findLive(item, project, request)
    if (existing) return { item, name: existing.name, create: undefined }
    const create = specOf(item, project, request)
    if (!create) problems.push(item.key)
    return { item, name: create?.name ?? item.key, create }
  })
  if (problems.length > 0) {
    throw new BackupError(
      'volume-missing',
      `volumes that do not exist and cannot be created as they were: ${problems.join(', ')}`,
      {
        hint: 'run in the folder of the Compose file, or start the stack once (docker compose up --no-start) so that they exist'
      }
    )
  }
  refuseBinds(targets)
  const doubled = targets.find(({ name }, at) => targets.findIndex((other) => other.name === name) !== at)
  if (doubled)
    throw new BackupError('bad-input', `two archives would go into volume ${doubled.name}`, {
      hint: 'choose with --volumes'
    })
  return targets
}

/**
 * A volume may be a folder of the host in disguise, and a manifest from elsewhere must not choose one.
 * @throws BackupError `volume-missing` with the commands that say yes to it
 */
function refuseBinds(targets: readonly RestoreTarget[]): void {
  const bound = targets.flatMap(({ create }) => (create && isBind(create.options) ? [create] : []))
  if (bound.length === 0) return
  throw new BackupError(
    'volume-missing',
    `volumes that do not exist would be folders of this host: ${bound.map(({ name, options }) => `${name} (${options.device})`).join(', ')}; nothing was changed`,
    {
      hint: `if that is what you want, create them and restore again:\n${bound.map(createCommand).join('\n')}`
    }
  )
}

/** Everything but a plain volume and a share of the network: overlays and devices lead to folders of the host, too. */
function isBind({ device, o, type }: Readonly<Record<string, string>>): boolean {
  const isShare = /^(nfs4?|cifs|smb3)$/.test(type ?? '') && !/(^|,)r?bind(,|$)/.test(o ?? '')
  return !isShare && (device !== undefined || o !== undefined)
}

/** @throws BackupError `in-use` naming every container that runs on one of the volumes */
export function refuseRunning(users: readonly VolumeUser[]): void {
  const running = users.filter(isRunning)
  if (running.length === 0) return
  throw new BackupError(
    'in-use',
    `services use the volumes: ${running.map(({ name }) => name).join(', ')}; nothing was changed`,
    {
      hint: 'stop them first (docker compose stop), or let the restore do it with --running-services stop (input running-services)'
    }
  )
}

function chooseItems({ source, patterns, priorities }: TargetRequest): readonly RestoreItem[] {
  const names = (item: RestoreItem): readonly string[] => [
    item.key,
    ...(item.recorded ? [item.recorded.name] : [])
  ]
  const matches = (item: RestoreItem, { pattern }: VolumePattern): boolean =>
    names(item).some((name) => matchesGlob(pattern, name))
  const unknown = patterns.filter((pattern) => !source.items.some((item) => matches(item, pattern)))
  if (unknown.length > 0) {
    throw new BackupError(
      'volume-unknown',
      `backup ${source.backupId} has no volume ${unknown.map(({ pattern }) => JSON.stringify(pattern)).join(', ')}`,
      {
        hint: `it has ${source.items.map(({ key }) => key).join(', ')}`
      }
    )
  }
  const wanted = patterns.filter(({ exclude }) => !exclude)
  const unwanted = patterns.filter(({ exclude }) => exclude)
  const chosen = source.items.filter((item) => {
    if (unwanted.some((pattern) => matches(item, pattern))) return false
    if (wanted.length > 0) return wanted.some((pattern) => matches(item, pattern))
    const priority = item.manifestVolume?.priority
    return priorities === undefined || priority === undefined || priorities.includes(priority)
  })
  if (chosen.length > 0) return chosen
  throw new BackupError('nothing-selected', `no volume of backup ${source.backupId} is chosen`, {
    hint: `it has ${source.items.map(({ key }) => key).join(', ')}`
  })
}

function findLive(
  item: RestoreItem,
  project: string | undefined,
  { compose, live, source }: TargetRequest
): LiveVolume | undefined {
  const declared = compose?.volumes.find(({ key }) => key === item.key)
  const found = liveOf(declared ?? { key: item.key, name: undefined, external: false }, project, live)
  if (found || declared?.name !== undefined) return found
  if (item.recorded && (project === undefined || project === source.project || !isOfProject(item.recorded))) {
    return live.find(({ name }) => name === item.recorded?.name)
  }
  return live.find(
    ({ name }) => name === item.key || (project !== undefined && name === `${project}_${item.key}`)
  )
}

function isOfProject(volume: LiveVolume): boolean {
  return volume.labels[composeProject] !== undefined
}

/** The volume as it has to be created: as recorded, its Compose identity moved to the project it is restored into. */
function specOf(
  item: RestoreItem,
  project: string | undefined,
  { compose }: TargetRequest
): LiveVolume | undefined {
  if (item.redactedOptions.length > 0) return undefined
  const declared = compose?.volumes.find(({ key }) => key === item.key)
  const identity = project === undefined ? {} : { [composeProject]: project, [composeVolume]: item.key }
  const { recorded } = item
  if (!recorded) {
    const name = declared?.name ?? (project === undefined ? undefined : `${project}_${item.key}`)
    return declared && !declared.external && name !== undefined
      ? { name, driver: 'local', options: {}, labels: { ...declared.labels, ...identity } }
      : undefined
  }
  const moves = project !== undefined && isOfProject(recorded) && recorded.labels[composeProject] !== project
  return {
    ...recorded,
    name: declared?.name ?? (moves ? `${project}_${item.key}` : recorded.name),
    labels: { ...restoredLabels(recorded.labels), ...(moves ? identity : {}) }
  }
}
