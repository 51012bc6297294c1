import { sweepScratch } from '../backup/scratch.ts'
import { composeCommand } from '../backup-set/commands.ts'
import type { VolumeUser } from '../engine/engine.ts'
import { BackupError, codeOf } from '../errors.ts'
import type { RestoreSettings } from '../inputs/settings.ts'
import { isRunning, planStop, refuseOtherRuns } from '../quiesce/plan.ts'
import type { Outcome } from '../report/report.ts'
import { formatBytes } from '../report/units.ts'
import type { Ports } from '../run-context.ts'
import type { Store } from '../stores/store.ts'
import { EarlierRuns } from './earlier-runs.ts'
import { leftovers, warningsOf } from './leftovers.ts'
import { RestoreRun, usersOf } from './perform.ts'
import { planTargets, type RestoreTarget, refuseRunning } from './plan.ts'
import { type OpenedSource, openSource } from './source.ts'

/**
 * Restores a set, or one volume, without losing what was there: nothing of the user's is touched before everything is
 * staged and compared; a failure afterwards brings the old content back.
 */
export async function runRestore(settings: RestoreSettings, ports: Ports): Promise<Outcome> {
  const engine = await ports.connect()
  const reading = await ports.readCompose(settings.stack)
  const { store, source } = await openSource(
    settings.source,
    ports.store,
    ports.openStore,
    reading?.model.project ?? settings.stack.projectName,
    ports.signal
  )
  const live = await engine.listVolumes()
  const targets = planTargets({
    source,
    patterns: settings.volumes,
    priorities: settings.priority,
    compose: reading?.model,
    projectName: settings.stack.projectName,
    live
  })
  requireNamed(settings, targets)
  await store.refuseInside?.(live.filter((volume) => targets.some(({ name }) => name === volume.name)))
  const users = await usersOf(engine, targets)
  refuseOtherRuns(users, 'restore')
  const active = await engine.activeRuns()
  const halves = warningsOf(
    leftovers(live, ports.runId).filter(({ runId }) => !active.has(runId)),
    targets.map(({ name }) => name)
  )
  const warnings = [...source.warnings, ...(reading?.warnings ?? []), ...halves]
  for (const warning of warnings) ports.host.warn(warning)
  if (settings.runningServices === 'stop') planStop(users, settings.stopTimeoutSeconds)
  await checkFiles(targets, store)
  announce(settings, ports, source, targets, users)
  if (settings.dryRun) return outcome(settings, ports, source, store, targets, warnings, new Map())
  if (settings.runningServices === 'refuse') refuseRunning(users)
  await requireConfirmation(settings, ports)
  const unlock = await ports.lockRestore(
    engine,
    targets.filter(({ create }) => !create).map(({ name }) => name)
  )
  try {
    await sweepScratch(engine, ports)
    await new EarlierRuns(engine, ports).tidy()
    const rollbacks = await new RestoreRun(settings, ports, engine, store, targets).run()
    return outcome(settings, ports, source, store, targets, warnings, rollbacks)
  } finally {
    await unlock()
  }
}

/**
 * VOLUME on the command line says where the content goes, not only which archive is meant.
 * @throws BackupError `bad-input`
 */
function requireNamed({ source }: RestoreSettings, targets: readonly RestoreTarget[]): void {
  if (source.kind === 'set') return
  const other = targets.find(({ item, name }) => source.volume !== item.key && source.volume !== name)
  if (other)
    throw new BackupError(
      'bad-input',
      `${source.volume} was named, but ${other.item.file} belongs into ${other.name}; nothing was changed`,
      { hint: `name ${other.name}, or the project that you mean with --project-name` }
    )
}

/**
 * Sizes first: a file that is missing or cut short is found in no time.
 * @throws BackupError `backup-damaged` that names all such files; what the store says where it cannot tell
 */
async function checkFiles(targets: readonly RestoreTarget[], store: Store): Promise<void> {
  const problems: string[] = []
  for (const { item } of targets) {
    const files = [
      [item.file, item.sizeBytes] as const,
      ...(item.manifestVolume
        ? [[item.manifestVolume.index.file, item.manifestVolume.index.sizeBytes] as const]
        : [])
    ]
    for (const [file, expected] of files) {
      const found = await store.sizeBytes(file).catch((error: unknown) => {
        if (error instanceof BackupError && codeOf(error.cause) === 'ENOENT') return undefined
        throw error
      })
      if (found !== expected)
        problems.push(
          found === undefined
            ? `${file} is missing`
            : `${file} has ${found} bytes, the manifest says ${expected}`
        )
    }
  }
  if (problems.length > 0)
    throw new BackupError('backup-damaged', `the backup is not complete: ${problems.join('; ')}`, {
      hint: 'use another backup; nothing was changed'
    })
}

function announce(
  settings: RestoreSettings,
  ports: Ports,
  source: OpenedSource,
  targets: readonly RestoreTarget[],
  users: readonly VolumeUser[]
): void {
  const { host } = ports
  const verb = settings.dryRun ? 'would be' : 'will be'
  host.info(
    `backup ${source.backupId}${source.manifest ? `, made ${source.manifest.createdAt} on ${source.manifest.host}` : ''}`
  )
  for (const { item, name, create } of targets) {
    host.info(
      `${name} ${verb} ${create ? 'created' : 'REPLACED: all that is in it now goes'}, from ${item.file} (${formatBytes(item.sizeBytes)})`
    )
  }
  const running = users.filter(isRunning)
  if (running.length === 0) return
  host.info(
    `${settings.runningServices === 'stop' ? `${verb} stopped meanwhile` : 'in the way, to be stopped first'}: ${running.map(({ name }) => name).join(', ')}`
  )
}

/** @throws BackupError `not-confirmed` */
async function requireConfirmation(settings: RestoreSettings, ports: Ports): Promise<void> {
  if (settings.confirmed) return
  const answer = await ports.host.ask('This replaces the content of the volumes above. Type yes to go on: ')
  if (answer === 'yes') return
  throw new BackupError(
    'not-confirmed',
    answer === undefined
      ? 'a restore has to be confirmed and there is nobody to ask'
      : 'the restore was not confirmed; nothing was changed',
    {
      hint: 'answer with the word yes, or say --force (input confirm: yes)'
    }
  )
}

function outcome(
  settings: RestoreSettings,
  ports: Ports,
  source: OpenedSource,
  store: Store,
  targets: readonly RestoreTarget[],
  warnings: readonly string[],
  rollbacks: ReadonlyMap<string, string>
): Outcome {
  const kept = [...rollbacks.values()]
  const compose = composeCommand(settings.stack, process.cwd())
  return {
    reportVersion: '1.0',
    operation: 'restore',
    result: 'success',
    dryRun: settings.dryRun,
    runId: ports.runId,
    ...(source.project === undefined ? {} : { project: source.project }),
    backupId: source.backupId,
    location: store.location,
    verified: !settings.dryRun,
    volumes: targets.map(({ item, name }) => ({
      key: item.key,
      name,
      ...(item.manifestVolume
        ? {
            priority: item.manifestVolume.priority,
            ...(item.manifestVolume.description === undefined
              ? {}
              : { description: item.manifestVolume.description }),
            entries: item.manifestVolume.entries,
            contentBytes: item.manifestVolume.contentBytes
          }
        : {}),
      outcome: settings.dryRun ? 'planned' : 'restored',
      archiveFile: item.file,
      archiveBytes: item.sizeBytes,
      ...(rollbacks.has(name) ? { rollbackCopy: rollbacks.get(name) ?? '' } : {}),
      notes: item.manifestVolume ? [] : ['no manifest: compared with the archive itself']
    })),
    leftOut: [],
    checks: [],
    warnings,
    guidance: settings.dryRun
      ? []
      : [
          ...(settings.runningServices === 'refuse'
            ? [
                `start the services:   ${compose} up -d`,
                `look at them:         ${compose} ps; ${compose} logs`
              ]
            : []),
          ...(kept.length > 0
            ? [`the old content is kept; once all is well: docker volume rm ${kept.join(' ')}`]
            : [])
        ]
  }
}
