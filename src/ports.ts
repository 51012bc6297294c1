import { randomBytes } from 'node:crypto'
import { hostname } from 'node:os'
import type { Environment } from './engine/address.ts'
import { openComposeProject } from './engine/compose-project.ts'
import { BackupError, toBackupError } from './errors.ts'
import type { Host } from './host/host.ts'
import type { CommonSettings } from './inputs/settings.ts'
import type { Ports } from './run-context.ts'
import { LocalStore } from './stores/local.ts'
import { openStore } from './stores/open.ts'

/** The real world for a run. Heavy parts are loaded when they are first needed. */
export async function openPorts(
  settings: CommonSettings,
  host: Host,
  env: Environment,
  signal: AbortSignal
): Promise<Ports> {
  const runId = randomBytes(6).toString('hex')
  const shareMode = env.VOLUME_BACKUP_TRANSPORT === 'attach' ? 'attach' : 'auto'
  return {
    host,
    store: await openStore(settings, env, runId, signal, host),
    runId,
    hostName: hostname(),
    now: () => new Date(),
    signal,
    shareMode,
    environment: env,
    connect: async () => (await import('./engine/docker.ts')).connectDocker(env),
    readCompose: async (stack) => (await import('./engine/compose.ts')).readCompose(stack, env),
    openStore: (folder) => new LocalStore(folder),
    lockRestore: async (engine, volumes) => {
      const { lockRestore } = await import('./engine/restore-lock.ts')
      return lockRestore(engine, {
        volumes,
        runId,
        pathVariable: env.PATH ?? '',
        warn: (text) => host.warn(text)
      })
    },
    showPresence: async (engine) => {
      const { showPresence } = await import('./engine/presence.ts')
      return showPresence(engine, {
        runId,
        pathVariable: env.PATH ?? '',
        warn: (text) => host.warn(text)
      })
    },
    takeTurn: async (engine, names) => {
      const { takeTurn } = await import('./engine/turn.ts')
      return takeTurn(engine, {
        names,
        runId,
        pathVariable: env.PATH ?? '',
        signal,
        info: (text) => host.info(text),
        warn: (text) => host.warn(text),
        progress: (text) => host.progress(text)
      })
    },
    openComposeProject: (engine, file, project, folder) =>
      openComposeProject({ file, project, folder, address: engine.info.address }, env),
    openBytes: async (engine, volumes, shareFolder) => {
      const { openTarHelper } = await import('./engine/open-tar-helper.ts')
      return openTarHelper(engine, {
        volumes,
        shareFolder,
        shareMode,
        runId,
        pathVariable: env.PATH ?? '',
        warn: (text) => host.warn(text)
      })
    },
    command: async (args, cwd) =>
      (await import('./host/own-command.ts')).runOwnCommand(args, { cwd, env, signal }),
    occupy: async (engine, volume) => {
      const { occupyVolume } = await import('./engine/occupy.ts')
      return occupyVolume(engine, { volume, runId, pathVariable: env.PATH ?? '' })
    }
  }
}

/**
 * Turns the signals of a terminal, a service manager or a cancelled job into one abort; work in progress is undone and
 * the run ends by itself. Later signals change nothing: the undoing has begun.
 */
export function abortOnSignals(host: Host): AbortSignal {
  const controller = new AbortController()
  const abort = (signal: NodeJS.Signals): void => {
    if (controller.signal.aborted) {
      host.warn(`${signal} received again: still undoing; ended by force, it would stay half done`)
      return
    }
    host.progress(undefined)
    host.warn(`${signal} received: undoing what is half done`)
    const code = signal === 'SIGTERM' ? 'terminated' : 'interrupted'
    controller.abort(
      new BackupError(code, `the run was ended by ${signal}`, {
        hint: 'nothing half-made was kept; run it again'
      })
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, abort)
  // What nobody foresaw must not end the process before everything held runs again.
  const unforeseen = (error: unknown): void => {
    host.debug(error instanceof Error ? (error.stack ?? error.message) : String(error))
    controller.abort(toBackupError(error))
  }
  process.on('uncaughtException', unforeseen)
  process.on('unhandledRejection', unforeseen)
  return controller.signal
}
