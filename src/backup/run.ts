import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkAborted } from '../abort.ts'
import { requireZstd } from '../archive/compress.ts'
import { restoreSetCommand, showCommand } from '../backup-set/commands.ts'
import { formatManifest, formatVersion, type Manifest, type ManifestVolume } from '../backup-set/manifest.ts'
import { manifestName, readableManifestName, sumsName } from '../backup-set/naming.ts'
import { formatReadable } from '../backup-set/readable.ts'
import type { Engine, VolumeUser } from '../engine/engine.ts'
import { runLabel } from '../engine/labels.ts'
import { BackupError, messageOf } from '../errors.ts'
import { generator } from '../generator.ts'
import type { BackupSettings } from '../inputs/settings.ts'
import { consistencyOf } from '../quiesce/plan.ts'
import { holdContainers } from '../quiesce/run.ts'
import type { Outcome, Report, VolumeReport } from '../report/report.ts'
import { formatBytes, formatDuration, plural } from '../report/units.ts'
import type { Ports } from '../run-context.ts'
import { findStack, type Stack } from '../stack.ts'
import type { Draft } from '../stores/store.ts'
import { type BackupPlan, judgeSizes, planBackup } from './plan.ts'
import { archiveVolume, checksumLines } from './volume.ts'

/** Backs up the chosen volumes as one set. What it throws has left nothing behind and everybody running. */
export async function runBackup(settings: BackupSettings, ports: Ports): Promise<Outcome> {
  if (settings.compression === 'zstd') requireZstd()
  const engine = await ports.connect()
  const stack = await findStack(settings, ports, engine, settings.priority ?? ['critical', 'high'])
  const users = await engine.volumeUsers(stack.selection.volumes.map(({ name }) => name))
  const plan = planBackup(settings, stack.selection, users)
  const warnings = [...stack.warnings, ...plan.warnings]
  for (const warning of warnings) ports.host.warn(warning)
  if (settings.dryRun) return describePlan(settings, ports, stack, plan, warnings)

  const draft = await ports.store.begin(ports.now)
  ports.host.remember('draft', draft.folder)
  try {
    return await makeSet({ settings, ports, engine, stack, users, plan, draft, warnings })
  } finally {
    await draft.discard()
  }
}

interface SetRequest {
  readonly settings: BackupSettings
  readonly ports: Ports
  readonly engine: Engine
  readonly stack: Stack
  readonly users: readonly VolumeUser[]
  readonly plan: BackupPlan
  readonly draft: Draft
  readonly warnings: string[]
}

async function makeSet(request: SetRequest): Promise<Outcome> {
  const { settings, ports, stack, plan, draft, warnings } = request
  const { volumes, held } = await readVolumes(request)
  judgeSizes(settings, volumes, await lastManifest(ports))
  judgeLosses(settings, volumes, warnings)
  for (const warning of warnings.slice(stack.warnings.length + plan.warnings.length)) ports.host.warn(warning)
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
  const path = await publish(request, manifest)
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
    manifest: path,
    verified: true,
    volumes: volumes.map(describeVolume),
    leftOut: stack.selection.leftOut,
    held,
    checks: [],
    warnings,
    guidance: [
      `look at it:    ${showCommand(draft.backupId, ports.store.location)}`,
      `bring it back: ${restoreSetCommand(draft.backupId, { folder: ports.store.location, stack: settings.stack })}`
    ]
  }
}

export async function readVolumes(
  request: SetRequest
): Promise<{ volumes: ManifestVolume[]; held: NonNullable<Report['held']> }> {
  const { settings, ports, engine, stack, users, plan, draft, warnings } = request
  const chosen = stack.selection.volumes
  // Everything that can fail without touching a service comes first; the services stand still only for the copy.
  const bytes = await ports.openBytes(
    engine,
    chosen.map(({ name, exclude }) => ({ name, writable: false, exclude })),
    draft.folder
  )
  try {
    checkAborted(ports.signal)
    ports.host.debug(`bytes travel by ${bytes.transport}`)
    const hold = await holdContainers(engine, ports.host, plan.hold.steps)
    const volumes: ManifestVolume[] = []
    try {
      for (const volume of chosen) {
        checkAborted(ports.signal)
        const made = await archiveVolume({
          settings,
          volume,
          users,
          consistency: consistencyOf(volume.name, users, plan.hold.steps),
          draft,
          bytes,
          onProgress: (tarBytes) => ports.host.progress(`${volume.key}: ${formatBytes(tarBytes)}`),
          now: ports.now,
          signal: ports.signal
        })
        ports.host.progress(undefined)
        ports.host.info(
          `${volume.key}: ${plural(made.entries, 'entry', 'entries')}, ${formatBytes(made.contentBytes)} in ${made.archive.sizeBytes} bytes (${made.archive.file}), ${made.consistency}, ${formatDuration(made.durationMs)}`
        )
        volumes.push(made)
      }
      await noteDisturbance(request, await hold.disturbed(), volumes, warnings)
    } finally {
      ports.host.progress(undefined)
      await hold.release()
    }
    const containers = plan.hold.steps.map(({ name }) => name)
    return { volumes, held: { mode: settings.quiesce, ms: performance.now() - hold.since, containers } }
  } finally {
    await bytes.close()
  }
}

/** Somebody let a held container run, or started a new one: the copy may not be of one point in time. */
async function noteDisturbance(
  request: SetRequest,
  disturbed: readonly string[],
  volumes: ManifestVolume[],
  warnings: string[]
): Promise<void> {
  const known = new Set(request.users.map(({ id }) => id))
  const names = new Set(volumes.map(({ name }) => name))
  const now = request.settings.quiesce === 'none' ? [] : await request.engine.volumeUsers([...names])
  const newcomers = now
    .filter(
      ({ id, status, labels, mounts }) =>
        !known.has(id) &&
        status.state === 'running' &&
        labels[runLabel] === undefined &&
        mounts.some(({ writable }) => writable)
    )
    .map(({ name }) => name)
  const all = [...disturbed, ...newcomers]
  if (all.length === 0) return
  warnings.push(
    `running during the copy although they were to stand still: ${all.join(', ')}; the set is only as good as a live copy`
  )
  for (const volume of volumes) volume.consistency = 'live'
}

function judgeLosses(settings: BackupSettings, volumes: readonly ManifestVolume[], warnings: string[]): void {
  const changed = volumes.filter(({ changedWhileRead }) => changedWhileRead.length > 0)
  const lost = volumes.filter(({ notCaptured }) => notCaptured.length > 0)
  for (const { key, changedWhileRead } of changed) {
    warnings.push(
      `${key}: changed while read: ${changedWhileRead.slice(0, 5).join(', ')}${changedWhileRead.length > 5 ? ` and ${changedWhileRead.length - 5} more` : ''}`
    )
  }
  for (const { key, notCaptured } of lost) {
    warnings.push(
      `${key}: not captured: ${notCaptured
        .slice(0, 5)
        .map(({ path, reason }) => `${path} (${reason})`)
        .join(', ')}${notCaptured.length > 5 ? ` and ${notCaptured.length - 5} more` : ''}`
    )
  }
  for (const { key, consistency } of volumes)
    if (consistency === 'live') warnings.push(`${key}: copied while services could write to it`)
  for (const { key, warnings: said } of volumes) warnings.push(...said.map((line) => `${key}: ${line}`))
  if (!settings.strict) return
  if (changed.length > 0)
    throw new BackupError(
      'source-changed',
      `files changed while they were read (strict): ${changed.map(({ key }) => key).join(', ')}`,
      { hint: 'use quiesce pause or stop' }
    )
  if (lost.length > 0) {
    throw new BackupError(
      'not-captured',
      `not everything can be captured (strict): ${lost.map(({ key, notCaptured }) => `${key} (${notCaptured.length})`).join(', ')}`,
      {
        hint: 'sockets hold no data; exclude them in x-backup, or do not set strict'
      }
    )
  }
  if (volumes.some(({ consistency }) => consistency === 'live') && settings.quiesce !== 'none') {
    throw new BackupError('source-changed', 'services ran during the copy (strict)', {
      hint: 'find out who starts them, then try again'
    })
  }
}

async function lastManifest(ports: Ports): Promise<Manifest | undefined> {
  return ports.store.read('latest').catch((error: unknown) => {
    if (!(error instanceof BackupError) || error.code !== 'backup-unknown')
      ports.host.warn(`the last backup cannot be compared with: ${messageOf(error)}`)
    return undefined
  })
}

async function publish({ draft, settings, ports }: SetRequest, manifest: Manifest): Promise<string> {
  const { backupId } = manifest
  const text = formatManifest(manifest)
  const readable = formatReadable(manifest, { folder: ports.store.location, stack: settings.stack })
  const sums = [
    ...checksumLines(manifest.volumes),
    `${sha256(readable)}  ${readableManifestName(backupId)}`,
    `${sha256(text)}  ${manifestName(backupId)}`
  ]
  await writeFile(join(draft.folder, readableManifestName(backupId)), readable, { mode: 0o600 })
  await writeFile(join(draft.folder, sumsName(backupId)), `${sums.join('\n')}\n`, { mode: 0o600 })
  const files = manifest.volumes.flatMap(({ archive, index }) => [archive.file, index.file])
  return draft.publish([...files, readableManifestName(backupId), sumsName(backupId)], {
    name: manifestName(backupId),
    text
  })
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

function describeVolume(volume: ManifestVolume): VolumeReport {
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
    durationMs: volume.durationMs,
    notes: volume.notCaptured.map(({ path, reason }) => `not captured: ${path} (${reason})`).slice(0, 20)
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
