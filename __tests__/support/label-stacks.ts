import { parse } from 'yaml'
import { composeModel } from '../../src/engine/compose-model.ts'
import type { VolumeUser } from '../../src/engine/engine.ts'
import type { VolumePattern } from '../../src/inputs/settings.ts'
import type { Check } from '../../src/report/report.ts'
import type { ComposeModel, LiveVolume } from '../../src/selection/model.ts'
import { planLabelChecks } from '../../src/validate/labels/plan.ts'

type Labels = Readonly<Record<string, string>>

/** What is there besides the file: by default every declared volume, as Compose would make it. */
export interface World {
  readonly live?: 'none' | Readonly<Record<string, Labels | undefined>>
  readonly extra?: readonly LiveVolume[]
  readonly containers?: readonly VolumeUser[]
  /** By image. */
  readonly images?: Readonly<Record<string, readonly string[]>>
  readonly files?: readonly string[]
  readonly patterns?: readonly VolumePattern[]
}

export const anonymousName = '0123456789abcdef'.repeat(4)
/** The word that Compose keeps its hash of the configuration under. */
const hash = { 'com.docker.compose.config-hash': 'f00' }

export function checksOf(yaml: string, world: World = {}): readonly Check[] {
  const compose = composeModel(parse(yaml, { merge: true }), 'app')
  const images = compose.services.flatMap(({ name, image }): [string, readonly string[]][] => {
    const volumes = world.images?.[image ?? `app-${name}`]
    return volumes ? [[name, volumes]] : []
  })
  return planLabelChecks({
    project: 'app',
    compose,
    patterns: world.patterns ?? [],
    live: [...liveVolumes(compose, world.live ?? {}), ...(world.extra ?? [])],
    containers: world.containers ?? [],
    imageVolumes: new Map(images),
    hostFiles: new Set(world.files)
  })
}

function liveVolumes({ volumes }: ComposeModel, live: NonNullable<World['live']>): readonly LiveVolume[] {
  if (live === 'none') return []
  return volumes
    .filter(({ key }) => !(key in live) || live[key] !== undefined)
    .map(({ key, name, external, driver, driverOptions, labels }) => ({
      name: name ?? (external ? key : `app_${key}`),
      driver: driver ?? 'local',
      options: driverOptions,
      labels: {
        ...(external
          ? {}
          : { 'com.docker.compose.project': 'app', 'com.docker.compose.volume': key, ...hash }),
        ...(live[key] ?? labels)
      }
    }))
}

export function volume(name: string, labels: Labels = {}, rest: Partial<LiveVolume> = {}): LiveVolume {
  return {
    name: `app_${name}`,
    driver: 'local',
    options: {},
    labels: { 'com.docker.compose.project': 'app', 'com.docker.compose.volume': name, ...labels },
    ...rest
  }
}

export function container(service: string, mounts: Record<string, string>): VolumeUser {
  return {
    id: service,
    name: `app-${service}-1`,
    status: { state: 'running', health: 'none', exitCode: 0 },
    image: 'acme/db',
    imageId: 'sha256:1',
    user: '',
    labels: { 'com.docker.compose.service': service },
    stopTimeoutSeconds: undefined,
    mounts: Object.entries(mounts).map(([destination, name]) => ({
      volume: name,
      destination,
      writable: true
    })),
    autoRemove: false,
    isSelf: false,
    otherMounts: []
  }
}

/** `id severity subject: message`, of all rules together. */
export function told(checks: readonly Check[]): readonly string[] {
  return checks.flatMap(({ id, findings = [] }) =>
    findings.map(({ severity, subject, message }) => `${id} ${severity} ${subject}: ${message}`)
  )
}

export function checkOf(checks: readonly Check[], id: string): Check {
  const found = checks.find((check) => check.id === id)
  if (!found) throw new Error(`no check ${id}`)
  return found
}

/** One service on one volume, with pieces to exchange. */
export function one(volumeText: string, service = 'volumes: [pg:/data]', more = ''): string {
  return `
services:
  db:
    image: acme/db
    ${service.replaceAll('\n', '\n    ')}
${more}
volumes:
  pg: ${volumeText}
`
}

export const good = '{x-backup: {priority: high, description: Rows}}'
export const goodLabels = '{labels: {backup: high, description: Rows}}'
export const liveLow = { backup: 'low', description: 'Rows' }

export interface Case {
  /** Ends the title: what is wrong. */
  readonly wrong: string
  readonly rule: string
  readonly yaml: string
  readonly world?: World
  /** All findings of all rules, in order: texts that they hold, the first the severity and the subject. */
  readonly expected: readonly (readonly string[])[]
  /** The same without the fault. */
  readonly twin: { readonly yaml: string; readonly world?: World }
}
