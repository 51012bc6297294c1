import { stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { ComposeProject } from '../engine/compose-project.ts'
import type { Engine } from '../engine/engine.ts'
import { ownLabels } from '../engine/labels.ts'
import type { Priority } from '../inputs/settings.ts'
import { asRecord } from '../record.ts'
import type { Check } from '../report/report.ts'
import { plural } from '../report/units.ts'
import type { RestoreItem } from '../restore/source.ts'
import { readMetadata } from '../selection/metadata.ts'
import type { ComposeModel } from '../selection/model.ts'
import type { PlacedCommand } from '../selection/verify.ts'
import type { Validation } from '../validate/validation.ts'
import type { DrillData } from './data.ts'
import type { DrillPlan } from './model.ts'
import { pathKinds } from './path-kinds.ts'
import { planDrill } from './plan.ts'

/** The drill as it is laid out: its Compose project, and what its volumes are filled with. */
export interface Layout {
  /** Private to the drill. */
  readonly folder: string
  readonly project: string
  readonly compose: ComposeProject
  /** By the engine's name: the archive, or nothing for one that starts empty. */
  readonly volumes: ReadonlyMap<string, RestoreItem | undefined>
  readonly services: readonly string[]
  readonly lasting: ReadonlySet<string>
  readonly notes: readonly string[]
  /** Volumes of the Compose file that the data does not have. */
  readonly empty: readonly Doubtful[]
  /** Volumes of the data that no service mounts, though one did. */
  readonly unused: readonly Doubtful[]
}

export interface Doubtful {
  readonly key: string
  /** Its priority is critical or high, and nothing says that it is kept. */
  readonly matters: boolean
}

/** The stack as it would be started, before anything is copied for it. */
export interface PlannedStack {
  readonly project: string
  readonly plan: DrillPlan
}

export async function planStack(
  { ports, settings }: Validation,
  engine: Engine,
  resolved: Readonly<Record<string, unknown>>,
  commands: readonly PlacedCommand[]
): Promise<PlannedStack> {
  const project = `volume-backup-drill-${ports.runId}`
  const names = new Map<string, string>()
  const volumeName = (key: string): string => {
    const name = names.get(key) ?? `${project}-${names.size}`
    names.set(key, name)
    return name
  }
  const kinds = await pathKinds(resolved, engine.info.address)
  const plan = planDrill({
    resolved,
    project,
    labels: ownLabels(ports.runId, 'drill'),
    images: settings.drill.images,
    asked: new Set(commands.filter(({ way }) => way === 'run').map(({ service }) => service)),
    localImages: await localImages(resolved, engine),
    volumeName,
    pathKind: (path) => kinds.get(path) ?? 'missing'
  })
  return { project, plan }
}

/** Why the stack cannot be started beside the user's without touching it; `undefined` when it can. */
export function refusalOf({ plan: { services, problems } }: PlannedStack): Check | undefined {
  const findings = [
    ...problems.map((problem) => ({ severity: 'error' as const, ...problem })),
    ...(services.length === 0
      ? [
          {
            severity: 'error' as const,
            subject: 'the Compose file',
            message: 'no service would be started',
            hint: 'name the right Compose file with compose-file, or set COMPOSE_PROFILES'
          }
        ]
      : [])
  ]
  if (findings.length === 0) return undefined
  return {
    name: 'drill',
    id: 'drill.plan',
    subject: 'the Compose file',
    outcome: 'failed',
    looked: services.length,
    detail: `not started: ${findings.map(({ message }) => message).join('; ')}`,
    findings
  }
}

/** Writes the drill's Compose file, which may hold secrets, into a private folder, and says what its volumes are filled with. */
export async function layOut(
  { ports, settings }: Validation,
  engine: Engine,
  { project, plan }: PlannedStack,
  { resolved, model }: { readonly resolved: Readonly<Record<string, unknown>>; readonly model: ComposeModel },
  data: DrillData,
  folder: string
): Promise<Layout> {
  const realNames = new Map(
    Object.entries(asRecord(resolved.volumes)).map(([key, value]) => [key, asRecord(value).name])
  )
  const itemOf = (key: string): RestoreItem | undefined =>
    data.items.find((item) => item.key === key) ??
    data.items.find(({ recorded }) => recorded !== undefined && recorded.name === realNames.get(key))
  const volumes = new Map([...plan.volumes].map(([name, key]) => [name, itemOf(key)]))
  const used = new Set([...volumes.values()])
  const file = join(folder, 'compose.json')
  await writeFile(file, JSON.stringify(plan.compose), { mode: 0o600 })
  const { workingDirectory, composeFiles } = settings.stack
  const base =
    composeFiles[0] === undefined ? workingDirectory : dirname(join(workingDirectory, composeFiles[0]))
  const exists = await stat(base).then(
    (found) => found.isDirectory(),
    () => false
  )
  return {
    folder,
    project,
    compose: ports.openComposeProject(engine, file, project, exists ? base : workingDirectory),
    volumes,
    services: plan.services,
    lasting: plan.lasting,
    notes: plan.notes,
    empty: [...plan.volumes.values()]
      .filter((key) => itemOf(key) === undefined)
      .map((key) => ({ key, matters: matters(priorityOf(key, model)) })),
    unused: data.items
      .filter((item) => !used.has(item))
      .map((item) => ({ item, declared: isDeclared(item, model), users: item.manifestVolume?.users ?? [] }))
      .filter(({ declared, users }) => !declared || users.length > 0)
      .map(({ item: { key, manifestVolume }, declared }) => ({
        key,
        matters: !declared && matters(manifestVolume?.priority)
      }))
  }
}

/** Then it is kept, though no service mounts it. */
function isDeclared({ key, recorded }: RestoreItem, { volumes }: ComposeModel): boolean {
  return volumes.some((volume) => volume.key === key || (recorded && volume.name === recorded.name))
}

function matters(priority: Priority | undefined): boolean {
  return priority === 'critical' || priority === 'high'
}

function priorityOf(key: string, { volumes }: ComposeModel): Priority | undefined {
  const declared = volumes.find((volume) => volume.key === key)
  return declared && readMetadata(declared, undefined).priority
}

/** Of those that could be built as well. */
async function localImages(
  resolved: Readonly<Record<string, unknown>>,
  engine: Engine
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (const service of Object.values(asRecord(resolved.services))) {
    const { image, build } = asRecord(service)
    if (typeof image === 'string' && build !== undefined && (await engine.hasImage(image))) found.add(image)
  }
  return found
}

/** Whether the data and the Compose file are about the same volumes, and what is other than in the user's stack. */
export function planCheck(layout: Layout, data: DrillData): Check {
  const { services, notes, empty, unused } = layout
  const what = data.source === 'live' ? 'the live volumes' : `backup ${data.backupId}`
  const findings = [
    ...unused.map(({ key, matters }) => ({
      severity: matters ? ('error' as const) : ('warning' as const),
      subject: key,
      message: `volume ${key} of ${what} is in no service of the Compose file`,
      hint: `if it was renamed there, its data would be lost on the upgrade; if it is meant to go, leave it out: volumes !${key}`
    })),
    ...empty
      .filter(({ matters }) => matters)
      .map(({ key }) => ({
        severity: 'warning' as const,
        subject: key,
        message: `volume ${key} starts empty: ${what} does not have it`,
        hint: 'if it is new, all is well; if it was renamed, its data would be lost on the upgrade'
      }))
  ]
  const failed = findings.some(({ severity }) => severity === 'error')
  return {
    name: 'drill',
    id: 'drill.plan',
    subject: what,
    outcome: failed ? 'failed' : findings.length > 0 ? 'warned' : 'passed',
    looked: services.length,
    detail: `${plural(services.length, 'service')} on ${plural(layout.volumes.size - empty.length, 'volume')} of ${what}${empty.length > 0 ? `; empty: ${empty.map(({ key }) => key).join(', ')}` : ''}`,
    evidence: notes,
    ...(findings.length > 0 ? { findings } : {})
  }
}
