import { createReadStream } from 'node:fs'
import { access, constants, readdir, realpath, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Manifest } from '../backup-set/manifest.ts'
import { backupIds, formatBackupId, partialName, verifiedName } from '../backup-set/naming.ts'
import { BackupError, codeOf, messageOf } from '../errors.ts'
import type { LiveVolume } from '../selection/model.ts'
import { nearestNames } from '../selection/nearest.ts'
import { claim, isOpenToAll, makeFolder, volumeAround } from './folders.ts'
import { LocalDraft } from './local-draft.ts'
import { readManifest, sizeOfFile, unreadable } from './local-manifest.ts'
import type { Draft, Store, StoredBackup } from './store.ts'

/** Of a folder: only owners remove what is in it. */
const sticky = 0o1000

/** A folder of this machine. Made 0700 when it does not exist; one that exists is left as it is. */
export class LocalStore implements Store {
  readonly location: string

  constructor(folder: string) {
    this.location = folder
  }

  async list(): Promise<readonly StoredBackup[]> {
    const ids = backupIds(await this.fileNames())
    const backups = ids.map(async (backupId): Promise<StoredBackup> => {
      try {
        return {
          backupId,
          reference: backupId,
          manifest: await readManifest(this, backupId),
          problem: undefined
        }
      } catch (error) {
        return { backupId, reference: backupId, manifest: undefined, problem: messageOf(error) }
      }
    })
    return Promise.all(backups)
  }

  async *earlier(_project: string | undefined, warn: (text: string) => void): AsyncGenerator<Manifest> {
    for (const { manifest, problem } of await this.list()) {
      if (problem !== undefined) warn(`not compared with a damaged backup: ${problem}`)
      if (manifest) yield manifest
    }
  }

  async read(backupId: string, project?: string): Promise<Manifest> {
    const names = await this.fileNames()
    const ids = backupIds(names)
    if (ids.includes(backupId)) return readManifest(this, backupId)
    const others: Manifest[] = []
    for (const id of ids) {
      const isMeant =
        backupId === 'latest' || (backupId === 'latest-verified' && names.includes(verifiedName(id)))
      if (!isMeant) continue
      const manifest = await readManifest(this, id).catch(async (error: unknown) => {
        throw await this.#withWhole(error, ids, project)
      })
      if (manifest.project === undefined || project === undefined || manifest.project === project)
        return manifest
      others.push(manifest)
    }
    const [other] = others
    if (other)
      throw new BackupError(
        'backup-unknown',
        `there is no ${backupId} backup of project ${project} in ${this.location}; that of project ${other.project} is ${other.backupId}`,
        { hint: 'if you mean that one, name its id' }
      )
    if (ids.length === 0) {
      throw new BackupError('backup-unknown', `there is no backup in ${this.location}`, {
        hint: 'name the folder with --backup-dir (input backup-dir)'
      })
    }
    throw new BackupError(
      'backup-unknown',
      `there is no backup ${JSON.stringify(backupId)} in ${this.location}`,
      {
        hint:
          backupId === 'latest-verified'
            ? '"volume-backup validate --checks archives" marks what it finds whole'
            : `nearest: ${nearestNames(backupId, ids).join(', ') || ids[0]}; "volume-backup list" shows all ${ids.length}`
      }
    )
  }

  /** Whoever asks for the latest and finds it damaged is told of the latest that is not. */
  async #withWhole(error: unknown, ids: readonly string[], project: string | undefined): Promise<unknown> {
    if (!(error instanceof BackupError)) return error
    for (const id of ids) {
      const manifest = await readManifest(this, id).catch(() => undefined)
      if (!manifest || (project !== undefined && (manifest.project ?? project) !== project)) continue
      const hint = `${error.hint ?? 'use another backup'}; the newest with a sound manifest is ${id}`
      return new BackupError(error.code, error.message, { hint, cause: error })
    }
    return error
  }

  async *bytes(fileName: string): AsyncGenerator<Buffer> {
    // Opening a pipe that nobody writes to would wait forever.
    await this.sizeBytes(fileName)
    try {
      yield* createReadStream(join(this.location, fileName), { highWaterMark: 1024 * 1024 })
    } catch (cause) {
      throw unreadable(this.location, fileName, cause)
    }
  }

  async sizeBytes(fileName: string): Promise<number> {
    return sizeOfFile(this.location, fileName)
  }

  async exposed(fileNames: readonly string[]): Promise<readonly string[]> {
    const folder = await realpath(this.location)
    if (!(await isOpenToAll(folder))) return []
    const open = (await stat(folder)).mode & (constants.S_IWOTH | sticky)
    if (open === constants.S_IWOTH) return fileNames
    const modes = await Promise.all(
      fileNames.map(async (name) => (await stat(join(this.location, name)).catch(() => undefined))?.mode ?? 0)
    )
    return fileNames.filter((_, at) => ((modes[at] ?? 0) & (constants.S_IROTH | constants.S_IWOTH)) !== 0)
  }

  async refuseInside(volumes: readonly LiveVolume[]): Promise<void> {
    const around = await volumeAround(this.location, volumes)
    if (around === undefined) return
    throw new BackupError(
      'bad-input',
      `the folder ${this.location} lies inside of volume ${around}: a backup of it would be lost together with it, and emptied by its own restore`,
      { hint: 'use a folder outside of it (--backup-dir, input backup-dir); nothing was changed' }
    )
  }

  async admit(): Promise<void> {
    // A folder of this machine takes whatever the machine has anyway.
  }

  async markVerified(backupId: string, evidence: string): Promise<void> {
    await writeFile(join(this.location, verifiedName(backupId)), evidence, { mode: 0o600 })
  }

  async close(): Promise<void> {
    // Nothing was brought here.
  }

  async begin(now: () => Date): Promise<Draft> {
    await this.prepare()
    for (;;) {
      const backupId = formatBackupId(now())
      const folder = join(this.location, partialName(backupId))
      const taken = (await this.fileNames()).some((name) => name.includes(backupId))
      if (!taken && (await claim(folder))) return new LocalDraft(this.location, folder, backupId)
      // Another backup has this second.
      await delay(250)
    }
  }

  async unfinished(now: Date): Promise<readonly string[]> {
    const partial = (await this.fileNames()).filter((name) => name.startsWith('.partial-'))
    const paths = partial.map((name) => join(this.location, name))
    const ages = await Promise.all(paths.map(async (path) => now.getTime() - (await lastChange(path))))
    return paths.filter((_, at) => (ages[at] ?? 0) > untouchedMs)
  }

  async fileNames(): Promise<readonly string[]> {
    return readdir(this.location).catch((cause: unknown) => {
      if (codeOf(cause) === 'ENOENT') return []
      throw unusable(`the folder ${this.location} cannot be read`, cause)
    })
  }

  /** Makes the folder. @throws BackupError `folder-unusable` */
  async prepare(): Promise<void> {
    try {
      await makeFolder(this.location)
      await access(this.location, constants.R_OK | constants.W_OK | constants.X_OK)
    } catch (cause) {
      throw unusable(`the folder ${this.location} cannot be written`, cause)
    }
  }
}

function unusable(what: string, cause: unknown): BackupError {
  const isFile = ['ENOTDIR', 'EEXIST'].includes(codeOf(cause))
  return new BackupError('folder-unusable', `${what}: ${messageOf(cause)}`, {
    hint: `${isFile ? 'a part of this path is a file:' : 'check its owner and mode, or'} choose another with --backup-dir (input backup-dir)`,
    cause
  })
}

/** A backup that is under way writes all the time. */
const untouchedMs = 5 * 60_000

async function lastChange(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const times = await Promise.all(
    [folder, ...names.map((name) => join(folder, name))].map((path) =>
      stat(path).then(
        ({ mtimeMs }) => mtimeMs,
        () => 0
      )
    )
  )
  return Math.max(...times)
}
