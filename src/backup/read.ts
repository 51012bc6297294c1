import { checkAborted, onAbort } from '../abort.ts'
import type { ManifestVolume } from '../backup-set/manifest.ts'
import type { Engine, VolumeUser } from '../engine/engine.ts'
import { runLabel } from '../engine/labels.ts'
import type { VolumeBytes } from '../engine/volume-bytes.ts'
import { BackupError, messageOf } from '../errors.ts'
import type { BackupSettings } from '../inputs/settings.ts'
import { consistencyOf, refuseOtherRuns } from '../quiesce/plan.ts'
import { holdContainers } from '../quiesce/run.ts'
import type { Report } from '../report/report.ts'
import { formatBytes, formatDuration, plural } from '../report/units.ts'
import type { Ports } from '../run-context.ts'
import type { Stack } from '../stack.ts'
import type { Draft } from '../stores/store.ts'
import { noteRun } from './dead-runs.ts'
import type { BackupPlan } from './plan.ts'
import { archiveVolume } from './volume.ts'

/** A set in the making. */
export interface SetRequest {
  readonly settings: BackupSettings
  readonly ports: Ports
  readonly engine: Engine
  readonly stack: Stack
  readonly users: readonly VolumeUser[]
  readonly plan: BackupPlan
  readonly draft: Draft
  readonly warnings: string[]
}

/**
 * Archives the chosen volumes into the draft while their writers stand still.
 * @throws BackupError with everybody running again
 */
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
  const forget = onAbort(ports.signal, () => bytes.close())
  try {
    checkAborted(ports.signal)
    requireTool(settings, bytes)
    // A restore that began since the first look finds our helper, or we find its lock.
    refuseOtherRuns(await engine.volumeUsers(chosen.map(({ name }) => name)), 'backup')
    ports.host.debug(`bytes travel by ${bytes.transport}`)
    const heldAt = ports.now().toISOString()
    await noteRun(draft.folder, engine, ports, plan.hold.steps)
    const hold = await holdContainers(engine, ports.host, plan.hold.steps, ports.signal)
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
    } catch (error) {
      throw await blameDaemon(engine, error)
    } finally {
      ports.host.progress(undefined)
      await hold.release()
      await noteRun(draft.folder, engine, ports, [])
    }
    const containers = plan.hold.steps.map(({ name }) => name)
    return {
      volumes,
      held: {
        mode: settings.quiesce,
        ...(containers.length > 0 ? { startedAt: heldAt } : {}),
        ms: Math.round(performance.now() - hold.since),
        containers
      }
    }
  } finally {
    forget()
    await bytes.close()
  }
}

/** Whatever broke: when the daemon is away, that is why. */
async function blameDaemon(engine: Engine, error: unknown): Promise<unknown> {
  const answer = await engine.activeRuns().catch((failure: unknown) => failure)
  if (!(answer instanceof BackupError) || answer.code !== 'docker-unavailable') return error
  return new BackupError('docker-unavailable', `the daemon went away in the middle: ${messageOf(error)}`, {
    hint: 'nothing was kept of this backup; see the log of the daemon',
    cause: error
  })
}

function requireTool({ compression }: SetRequest['settings'], { hasZstd }: VolumeBytes): void {
  if (compression === 'zstd' && !hasZstd)
    throw new BackupError('not-supported', 'this machine has no zstd program', {
      hint: 'install the package zstd or choose compression gzip'
    })
}

/** Somebody let a held container run, or started a new one: the copy may not be of one point in time. */
async function noteDisturbance(
  request: SetRequest,
  disturbed: readonly string[],
  volumes: ManifestVolume[],
  warnings: string[]
): Promise<void> {
  const known = new Set(request.plan.hold.steps.map(({ id }) => id))
  const { settings, stack, engine } = request
  const held = stack.selection.volumes.filter(({ quiesce }) => (quiesce ?? settings.quiesce) !== 'none')
  const names = new Set(held.map(({ name }) => name))
  const now = await engine.volumeUsers([...names])
  const newcomers = now
    .filter(
      ({ id, isSelf, status, labels, mounts }) =>
        !known.has(id) &&
        !isSelf &&
        status.state === 'running' &&
        labels[runLabel] === undefined &&
        mounts.some(({ volume, writable }) => writable && names.has(volume))
    )
    .map(({ name }) => name)
  const all = [...disturbed, ...newcomers]
  if (all.length === 0) return
  warnings.push(
    `running during the copy although they were to stand still: ${all.join(', ')}; the set is only as good as a live copy`
  )
  for (const volume of volumes) if (names.has(volume.name)) volume.consistency = 'live'
}
