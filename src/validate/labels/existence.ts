import type { Finding } from '../../report/report.ts'
import { type Candidate, composeProject, rivalOf } from '../../selection/candidates.ts'
import { isAnonymous, notCreatedWarning, rivalWarning, shortName } from '../../selection/messages.ts'
import { labelNames, readMetadata } from '../../selection/metadata.ts'
import { nearestNames } from '../../selection/nearest.ts'
import {
  eachVolume,
  error,
  type Found,
  noVolumes,
  ownVolumes,
  type Rule,
  type Subjects,
  warning
} from './rule.ts'

/** Of a project that is there, every declared volume has to be there too. */
export const checkExists: Rule = (subjects) => {
  const { compose, project, live, containers, volumes } = subjects
  const own = volumes.filter(({ declared }) => declared && !declared.external)
  const ofProject = live.some(({ labels }) => project !== undefined && labels[composeProject] === project)
  const isThere = containers.length > 0 || ofProject || own.some((volume) => volume.live)
  const nothing = compose
    ? `nothing of project ${project} exists yet, neither containers nor volumes`
    : 'there is no Compose file that declares volumes'
  if (own.length === 0) return eachVolume([], compose ? noVolumes : nothing, () => [])
  return eachVolume(isThere ? own : [], nothing, (volume) => [
    missing(volume, subjects),
    rival(volume, subjects)
  ])
}

function missing({ key, declared, live }: Candidate, { services }: Subjects): Finding | undefined {
  if (live || readMetadata(declared, live).priority === 'none') return undefined
  const message = notCreatedWarning(key, false)
  const users = services.filter(({ mounts }) =>
    mounts.some(({ type, source }) => type === 'volume' && source === key)
  )
  // Compose creates what the services need that it starts, and nothing else.
  if (users.every(({ onDemand }) => onDemand))
    return warning(
      key,
      `${message}: ${users.length === 0 ? 'no service mounts it' : 'only services on demand mount it'}`,
      users.length === 0 ? 'remove it from the file, or mount it' : 'fine if they have never been started'
    )
  return error(
    key,
    message,
    `used by ${users.map(({ name }) => name).join(', ')}: "docker compose up --detach" creates it empty. If it held data, restore it from a backup`
  )
}

function rival(volume: Candidate, subjects: Subjects): Finding | undefined {
  const other = rivalOf(volume, { ...subjects, priorities: [] })
  if (!volume.live || !other) return undefined
  return warning(
    volume.key,
    rivalWarning(volume.key, volume.live, other),
    `look which of the two holds the data, then remove the other or name the right one in the Compose file`
  )
}

/** Left behind by an older Compose file, or mounted by something that nobody has written down. */
export const checkUndeclared: Rule = ({ compose, project, volumes }): Found => {
  if (!compose) return eachVolume([], 'there is no Compose file that declares volumes', () => [])
  const here = volumes.filter(({ live, inStack }) => live && inStack && !isAnonymous(live.name))
  const unused = compose.volumes
    .map(({ key }) => key)
    .filter((key) => !volumes.some((one) => one.declared?.key === key && one.live))
  return eachVolume(here, `no volume of project ${project} exists yet`, ({ key, declared, live }) => {
    if (declared || readMetadata(undefined, live).priority === 'none') return []
    const near = nearestNames(key, unused)
    return [
      error(
        key,
        `volume ${shortName(live?.name ?? key)} is of project ${project} but declared nowhere${near.length > 0 ? `; was it renamed to ${near.join(' or ')}?` : ''}`,
        'declare it with a priority and a description; if its data is not needed, back it up once and remove it'
      )
    ]
  })
}

export const checkExternal: Rule = ({ volumes }) =>
  eachVolume(
    volumes.filter(({ declared }) => declared?.external),
    'no volume is external',
    ({ key, declared, live }) => {
      if (!live)
        return [
          error(
            key,
            `external volume ${declared?.name ?? key} does not exist`,
            'Compose does not create external volumes: create it with its labels (docker volume create --label backup=… --label description=…), or restore it'
          )
        ]
      const says =
        declared?.xBackup !== undefined || labelNames.some((name) => live.labels[name] !== undefined)
      if (says) return []
      return [
        warning(
          key,
          `external volume ${live.name} is not managed by Compose and has no label about its backup`,
          `say it in the Compose file, under ${key}: "x-backup: {priority: …, description: …}"`
        )
      ]
    }
  )

/** Volumes that are something else than a folder of the engine. */
export const checkKind: Rule = (subjects) =>
  eachVolume(ownVolumes(subjects), noVolumes, ({ key, declared, live }) => {
    const driver = live?.driver ?? declared?.driver ?? 'local'
    const options = { ...declared?.driverOptions, ...live?.options }
    if (driver !== 'local')
      return [
        warning(
          key,
          `volume ${shortName(key)} has the driver ${driver}: where its data lies, and whether a restore gets it back there, is up to that plugin`,
          'prove it: volume-backup validate --checks cycle --volumes NAME'
        )
      ]
    const type = (options.type ?? '').toLowerCase()
    if (type === 'tmpfs') {
      if (readMetadata(declared, live).priority === 'none') return []
      return [
        error(
          key,
          `volume ${shortName(key)} is in memory (type tmpfs): its data is gone when its last container stops`,
          'give it the priority none, or make it a real volume'
        )
      ]
    }
    if (/^(nfs|nfs4|cifs|smb3?|smbfs)$/.test(type))
      return [
        warning(
          key,
          `volume ${shortName(key)} is a share of another machine (${type}): does the store of the backups share its fate?`,
          'keep the backups on another machine than that share'
        )
      ]
    const isFolder = (options.o ?? '').split(',').some((word) => /^r?bind$/.test(word))
    if (!isFolder) return []
    return [
      warning(
        key,
        `volume ${shortName(key)} is the folder ${options.device ?? ''} of the host in disguise (o=bind)`,
        'whoever removes or moves that folder takes the data along; a plain volume has no such second owner'
      )
    ]
  })
