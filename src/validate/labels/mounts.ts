import type { Finding } from '../../report/report.ts'
import { plural } from '../../report/units.ts'
import type { Candidate } from '../../selection/candidates.ts'
import { isAnonymous, shortName } from '../../selection/messages.ts'
import { readMetadata } from '../../selection/metadata.ts'
import { isOfSystem, isWithin } from '../../selection/paths.ts'
import { error, type Found, type Rule, type Subjects, warning } from './rule.ts'
import { type DataPath, type Mount, mountOf, type ServiceFacts } from './services.ts'

const noServices = 'there is no Compose file that declares services'

/** Folders of the host in the place of volumes: no backup of volumes has them. */
export const checkBinds: Rule = ({ compose, services, hostFiles }) => {
  const binds = services.flatMap((service) =>
    service.mounts.filter(({ type }) => type === 'bind').map((mount) => ({ service, mount }))
  )
  const findings = binds.flatMap(({ service, mount }): Finding[] => {
    const { source = '', target, readOnly } = mount
    if (readOnly || isNoFolder(source, hostFiles)) return []
    const data = service.dataPaths.find(({ paths }) =>
      paths.some((path) => mountOf(path, service.mounts) === mount)
    )
    const bind = `service ${service.name} mounts the folder ${source} of the host at ${target}`
    if (!data)
      return [
        warning(
          service.name,
          `${bind} and can write there: no backup of volumes has it`,
          'mount a named volume, or read-only (:ro) if the service only reads'
        )
      ]
    return [
      error(
        service.name,
        `${bind}, where its data is (${dataText(data)}): no backup of volumes has it`,
        'mount a named volume there and copy the data into it once'
      )
    ]
  })
  const looked = services.reduce(
    (sum, { mounts }) => sum + mounts.filter(({ ofImage }) => !ofImage).length,
    0
  )
  return {
    looked,
    noun: ['mount', 'mounts'],
    findings,
    nothing: compose ? 'no service mounts anything' : noServices
  }
}

/** Sockets and single files, and what the system shows of itself. */
function isNoFolder(source: string, hostFiles: ReadonlySet<string>): boolean {
  return hostFiles.has(source) || source.endsWith('.sock') || isOfSystem(source)
}

/** Volumes without a name: the next container gets another one. */
export const checkAnonymous: Rule = (subjects) => {
  const { compose, services, containers } = subjects
  const findings = services.flatMap((service) =>
    service.mounts
      .filter(({ type }) => type === 'anonymous')
      .flatMap((mount) => anonymousFinding(service, mount) ?? [])
  )
  const unknown = services.filter(({ hasImage }) => !hasImage).length
  return {
    looked: services.length + containers.length,
    noun: ['service or container', 'services and containers'],
    findings: [...findings, ...liveAnonymous(subjects)],
    nothing: compose ? 'the Compose file declares no services, and there are no containers' : noServices,
    ...(unknown > 0
      ? {
          note: `${plural(unknown, 'image is', 'images are')} not known to the engine, so neither are the volumes declared there`
        }
      : {})
  }
}

function anonymousFinding(service: ServiceFacts, mount: Mount): Finding | undefined {
  const { name, image, mounts, dataPaths, isKnown, onDemand } = service
  const isData = dataPaths
    .filter(({ paths }) => !paths.some((path) => mountOf(path, mounts)?.type === 'volume'))
    .some(({ paths }) => paths.some((path) => isWithin(path, mount.target) || isWithin(mount.target, path)))
  // Whoever says where the data of a service is has been told about the rest of the image.
  if (mount.ofImage && isKnown === 'said' && !isData) return undefined
  const parent = mountOf(
    mount.target,
    mounts.filter(({ type }) => type === 'volume')
  )
  const covered =
    parent === undefined
      ? ''
      : `; volume ${parent.source} at ${parent.target} does not help: the anonymous one is put on top of it`
  const message = mount.ofImage
    ? `service ${name} has an anonymous volume at ${mount.target}, which ${image ?? 'its image'} declares and no mount names${covered}`
    : `service ${name} mounts an anonymous volume at ${mount.target}${covered}`
  const nothingKept = mount.ofImage
    ? ', or if the service keeps nothing, say so under it: "x-backup: {paths: []}"'
    : ''
  const hint = `mount a named volume exactly at ${mount.target} (it may have the priority none)${nothingKept}. An anonymous one is in no backup, and lost with the next "docker compose down"`
  const harmless = onDemand || (mount.ofImage && isKnown === 'table' && !isData)
  return harmless ? warning(name, message, hint) : error(name, message, hint)
}

/** Those of containers that the file says nothing about. */
function liveAnonymous({ containers, services }: Subjects): readonly Finding[] {
  return containers.flatMap(({ name, labels, mounts }) => {
    const service = services.find((one) => one.name === labels['com.docker.compose.service'])
    return mounts
      .filter(({ volume }) => isAnonymous(volume))
      .filter(({ destination }) => !service?.mounts.some(({ target }) => target === destination))
      .filter(() => service?.isKnown !== 'said')
      .map(({ volume, destination }) =>
        error(
          service?.name ?? name,
          `container ${name} has the anonymous volume ${shortName(volume)} at ${destination}`,
          'mount a named volume there; to keep what is in it, copy it out before the container is removed'
        )
      )
  })
}

/** Data that no mount holds goes with the container. */
export const checkDataPaths: Rule = (subjects) => {
  const { compose, services, volumes } = subjects
  const notKept = new Set(
    volumes
      .filter(({ declared, live }) => readMetadata(declared, live).priority === 'none')
      .map(({ key }) => key)
  )
  const ofServices = services.flatMap((service) =>
    service.dataPaths.map((data) => dataPathFinding(service, data, notKept))
  )
  const ofVolumes = volumes.flatMap((volume) =>
    readMetadata(volume.declared, volume.live).paths.map((path) => volumePathFinding(volume, path, services))
  )
  const all = [...ofServices, ...ofVolumes]
  return {
    looked: all.length,
    noun: ['data path', 'data paths'],
    findings: all.filter((finding) => finding !== undefined),
    nothing: compose
      ? 'no data path is known: the engine has no image that declares one, no image is well known, and no x-backup names paths'
      : noServices
  } satisfies Found
}

/** @param notKept keys of the volumes with the priority none */
function dataPathFinding(
  { name, mounts, isKnown }: ServiceFacts,
  data: DataPath,
  notKept: ReadonlySet<string>
): Finding | undefined {
  const holding = data.paths.map((path) => mountOf(path, mounts))
  const source = holding.find((mount) => mount?.type === 'volume')?.source ?? ''
  // Where nobody has said that there is data to keep, the priority says that there is none.
  if (isKnown === 'said' && notKept.has(source))
    return error(
      name,
      `service ${name}: its data at ${dataText(data)}, lies in volume ${source} of priority none: it is in no backup`,
      `give volume ${source} a priority that is backed up; if there is nothing to keep, say so: "x-backup: {paths: []}"`
    )
  // Binds and anonymous volumes have rules of their own.
  if (holding.some((mount) => mount && mount.type !== 'tmpfs')) return undefined
  const memory = holding.find((mount) => mount)
  const where = memory
    ? `lies in memory (tmpfs at ${memory.target})`
    : `lies outside of every mount${besides(data.paths[0] ?? '', mounts)}`
  return error(
    name,
    `service ${name}: its data at ${dataText(data)}, ${where}: it is gone with the container`,
    `mount a named volume at that path or at a folder above it. If the data is elsewhere, say so under the service: "x-backup: {paths: [/its/path]}"; if there is none to keep: "x-backup: {paths: []}"`
  )
}

/** The volumes that were meant to hold it: those below it, and those beside it. */
function besides(path: string, mounts: readonly Mount[]): string {
  const folder = path.slice(0, path.lastIndexOf('/'))
  const near = mounts.filter(
    ({ type, target }) =>
      type === 'volume' && (isWithin(target, path) || (folder !== '' && isWithin(target, folder)))
  )
  if (near.length === 0) return ''
  const told = near.map(({ source, target }) => `${source} at ${target}`)
  return ` (${near.length === 1 ? 'volume' : 'volumes'} ${told.join(', ')}: below or beside that path, so the data is not in there)`
}

function volumePathFinding(
  { key }: Candidate,
  path: string,
  services: readonly ServiceFacts[]
): Finding | undefined {
  const users = services.filter(({ mounts }) =>
    mounts.some(({ type, source }) => type === 'volume' && source === key)
  )
  if (users.some(({ mounts }) => mountOf(path, mounts)?.source === key)) return undefined
  const targets = users.flatMap(({ name, mounts }) =>
    mounts.filter(({ source }) => source === key).map(({ target }) => `${target} of ${name}`)
  )
  const where = targets.length === 0 ? 'no service mounts it' : `it is mounted at ${targets.join(', ')}`
  return error(
    key,
    `volume ${key} does not hold ${path}, which its x-backup names: ${where}`,
    `mount the volume at ${path} or at a folder above it, or correct the path in x-backup`
  )
}

function dataText({ paths, origin }: DataPath): string {
  return `${paths.join(' or ')}, ${origin}`
}
