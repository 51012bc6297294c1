import { dirname } from 'node:path'
import { requireZstd } from '../archive/decode.ts'
import { restoreSetCommand, showCommand, type Whereabouts } from '../backup-set/commands.ts'
import { formatVersion, type Manifest, type ManifestVolume } from '../backup-set/manifest.ts'
import type { Engine } from '../engine/engine.ts'
import { BackupError, codeOf, messageOf } from '../errors.ts'
import { generator } from '../generator.ts'
import type { BackupSettings } from '../inputs/settings.ts'
import { refuseOtherRuns } from '../quiesce/plan.ts'
import type { Outcome, VolumeReport } from '../report/report.ts'
import { plural } from '../report/units.ts'
import { refuseHalfRestored } from '../restore/leftovers.ts'
import type { Ports } from '../run-context.ts'
import { findStack, type Stack } from '../stack.ts'
import { finishDeadRuns, noteRun } from './dead-runs.ts'
import { judgeLosses } from './judge.ts'
import { type BackupPlan, type Before, judgeSizes, planBackup } from './plan.ts'
import { publish } from './publish.ts'
import { readVolumes, type SetRequest } from './read.ts'
import { takeTurn } from './turn.ts'

/** May be called twice. */
type EndTurn = (() => Promise<void>) | undefined

/** Backs up the chosen volumes as one set. What it throws has left nothing behind and everybody running. */
export async function runBackup(settings: BackupSettings, ports: Ports): Promise<Outcome> {
  if (settings.compression === 'zstd') requireZstd()
  const engine = await ports.connect()
  const stack = await findStack(settings, ports, engine, settings.priority ?? ['critical', 'high'])
  const endTurn = settings.dryRun ? undefined : await takeTurn(settings, ports, engine, stack)
  try {
    return await backUp(settings, ports, engine, stack, endTurn)
  } finally {
    await endTurn?.()
  }
}

async function backUp(
  settings: BackupSettings,
  ports: Ports,
  engine: Engine,
  stack: Stack,
  endTurn: EndTurn
): Promise<Outcome> {
  const left = settings.dryRun ? [] : await finishDeadRuns(engine, ports)
  const users = await engine.volumeUsers(stack.selection.volumes.map(({ name }) => name))
  refuseOtherRuns(users, 'backup')
  const live = await engine.listVolumes()
  refuseHalfRestored(live, stack.selection.volumes, ports.runId, 'nothing was backed up')
  const chosen = new Set(stack.selection.volumes.map(({ name }) => name))
  await ports.store.refuseInside?.(live.filter(({ name }) => chosen.has(name)))
  const plan = planBackup(settings, stack.selection, users)
  const warnings = [...stack.warnings, ...plan.warnings, ...left]
  const shown = warnings.length
  for (const warning of warnings) ports.host.warn(warning)
  await ports.store.admit(stack.selection)
  if (settings.dryRun) return describePlan(settings, ports, stack, plan, warnings)

  const draft = await ports.store.begin(ports.now)
  ports.host.remember('draft', draft.folder)
  try {
    await noteRun(draft.folder, engine, ports, [])
    return await makeSet({ settings, ports, engine, stack, users, plan, draft, warnings, shown, endTurn })
  } catch (error) {
    throw isFull(error) ? noRoom(dirname(draft.folder), error) : error
  } finally {
    await draft.discard()
  }
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(codeOf(error))
}

function noRoom(folder: string, cause: unknown): BackupError {
  return new BackupError('no-space', `no space is left in ${folder}`, {
    hint: 'free some space or choose another backup-dir; nothing half-written was kept',
    cause
  })
}

async function makeSet(
  request: SetRequest & { readonly shown: number; readonly endTurn: EndTurn }
): Promise<Outcome> {
  const { settings, ports, stack, plan, draft, warnings, shown, endTurn } = request
  const { volumes, held } = await readVolumes(request)
  // An upload takes its time, and nobody is held meanwhile.
  if (ports.store.remote) await endTurn?.()
  const before = await findBefore(volumes, stack.project, ports, warnings)
  try {
    judgeSizes(settings, volumes, before)
    judgeLosses(settings, volumes, warnings)
  } finally {
    for (const warning of warnings.slice(shown)) ports.host.warn(warning)
  }
  const manifest: Manifest = {
    formatVersion,
    generator,
    backupId: draft.backupId,
    createdAt: ports.now().toISOString(),
    ...(stack.project === undefined ? {} : { project: stack.project }),
    host: ports.hostName,
    engine: { ...request.engine.info },
    quiesce: { mode: settings.quiesce, heldMs: Math.round(held.ms), containers: [...held.containers] },
    volumes,
    leftOut: stack.selection.leftOut.map(({ key, reason }) => ({ key, reason })),
    warnings
  }
  const where = whereabouts(settings, ports, stack.project)
  const published = await publish(manifest, draft, where)
  ports.host.info(
    `backup ${draft.backupId} is complete: ${plural(volumes.length, 'volume')} in ${ports.store.location}`
  )
  return {
    reportVersion: '1.0',
    operation: 'backup',
    result: plan.missing.length > 0 ? 'partial' : 'success',
    dryRun: false,
    runId: ports.runId,
    ...(stack.project === undefined ? {} : { project: stack.project }),
    backupId: draft.backupId,
    location: ports.store.location,
    manifest: published.manifest,
    ...(published.artifacts.length > 0 ? { artifacts: published.artifacts } : {}),
    verified: true,
    volumes: volumes.map((volume) => describeVolume(volume, before.get(volume.name))),
    leftOut: stack.selection.leftOut,
    held,
    checks: [],
    warnings,
    guidance: guidance(draft.backupId, where)
  }
}

function guidance(backupId: string, where: Whereabouts): readonly string[] {
  const restore = restoreSetCommand(backupId, where)
  const show = showCommand(backupId, where)
  if (show === undefined) return ['bring it back, in a job:', ...restore.split('\n')]
  return [`look at it:    ${show}`, `bring it back: ${restore}`]
}

/** Said out in full: elsewhere, nothing of the environment that named the stack is there. */
function whereabouts({ stack }: BackupSettings, { store }: Ports, project: string | undefined): Whereabouts {
  const remote =
    store.remote?.kind === 'artifact'
      ? { ...store.remote, artifactName: store.remote.artifactName ?? project }
      : store.remote
  return {
    folder: store.location,
    remote,
    stack: { ...stack, projectName: stack.projectName ?? project }
  }
}

/** The newest backup of each volume: the last set may have been of others. */
async function findBefore(
  volumes: readonly ManifestVolume[],
  project: string | undefined,
  { store }: Ports,
  warnings: string[]
): Promise<ReadonlyMap<string, Before>> {
  const found = new Map<string, Before>()
  try {
    for await (const { backupId, volumes: known } of store.earlier(project, (text) => warnings.push(text))) {
      for (const { name, entries, contentBytes } of known)
        if (!found.has(name)) found.set(name, { backupId, entries, contentBytes })
      if (volumes.every(({ name }) => found.has(name))) break
    }
  } catch (error) {
    warnings.push(`the last backup cannot be compared with: ${messageOf(error)}`)
  }
  return found
}

function describePlan(
  settings: BackupSettings,
  ports: Ports,
  stack: Stack,
  plan: BackupPlan,
  warnings: string[]
): Outcome {
  const { host } = ports
  const { hold } = plan
  host.info(
    `dry run: nothing is changed; the backup would go to ${ports.store.location} as ${settings.compression}`
  )
  for (const volume of stack.selection.volumes) {
    host.info(
      `would archive ${volume.key} (${volume.name}): ${volume.priority}, from ${volume.prioritySource}`
    )
  }
  for (const { key, reason } of stack.selection.leftOut) host.info(`would leave out ${key}: ${reason}`)
  for (const { name, deed } of hold.steps) host.info(`would ${deed} ${name} meanwhile`)
  return {
    reportVersion: '1.0',
    operation: 'backup',
    result: plan.missing.length > 0 ? 'partial' : 'success',
    dryRun: true,
    runId: ports.runId,
    ...(stack.project === undefined ? {} : { project: stack.project }),
    location: ports.store.location,
    verified: false,
    volumes: stack.selection.volumes.map(({ key, name, priority, description }) => ({
      key,
      name,
      priority,
      ...(description === undefined ? {} : { description }),
      outcome: 'planned',
      notes: []
    })),
    leftOut: stack.selection.leftOut,
    held: { mode: settings.quiesce, ms: 0, containers: hold.steps.map(({ name }) => name) },
    checks: [],
    warnings,
    guidance: []
  }
}

function describeVolume(volume: ManifestVolume, before: Before | undefined): VolumeReport {
  return {
    key: volume.key,
    name: volume.name,
    priority: volume.priority,
    ...(volume.description === undefined ? {} : { description: volume.description }),
    outcome: 'archived',
    entries: volume.entries,
    contentBytes: volume.contentBytes,
    archiveFile: volume.archive.file,
    archiveBytes: volume.archive.sizeBytes,
    consistency: volume.consistency,
    startedAt: volume.startedAt,
    durationMs: volume.durationMs,
    ...(before ? { before: { backupId: before.backupId, contentBytes: before.contentBytes } } : {}),
    notes: volume.notCaptured.map(({ path, reason }) => `not captured: ${path} (${reason})`).slice(0, 20)
  }
}
