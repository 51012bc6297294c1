import { rm } from 'node:fs/promises'
import { restoreCache, saveCache } from '@actions/cache'
import type { RemotePlace } from '../backup-set/commands.ts'
import type { Manifest } from '../backup-set/manifest.ts'
import { BackupError, messageOf } from '../errors.ts'
import { requireOwnEvent } from '../own-event.ts'
import { storeError } from './artifact-service.ts'
import { LocalStore } from './local.ts'
import { type Privacy, requirePrivate } from './privacy.ts'
import type { Draft, Published, Store, StoredBackup, Upload } from './store.ts'
import { unbroken } from './unbroken.ts'

export interface CacheStoreOptions extends Privacy {
  /** Absolute; the same in every job, since the service takes it for part of the name. */
  readonly folder: string
  readonly prefix: string
  /** Folder of the job's checkout. */
  readonly checkout: string | undefined
  readonly event: string | undefined
  readonly allowCritical: boolean
}

/**
 * The cache of GitHub Actions: for small fixtures that pull requests need, such as a seeded database. Entries vanish when
 * they are not used for a week or space runs out, and every workflow of the repository can read them.
 */
export class CacheStore implements Store {
  readonly location: string
  readonly remote: RemotePlace
  readonly #options: CacheStoreOptions
  readonly #here: LocalStore
  #brought: Promise<void> | undefined
  #before: readonly StoredBackup[] = []

  constructor(options: CacheStoreOptions) {
    this.#options = options
    this.#here = new LocalStore(options.folder)
    this.location = `cache volume-backup-${options.prefix}`
    this.remote = { kind: 'cache', artifactName: options.prefix, checkout: options.checkout }
  }

  async admit(upload: Upload): Promise<void> {
    requireOwnEvent(this.#options.event)
    await requirePrivate(upload, this.#options)
    const critical = upload.volumes.filter(({ priority }) => priority === 'critical').map(({ key }) => key)
    if (critical.length === 0 || this.#options.allowCritical) return
    throw new BackupError(
      'upload-refused',
      `${critical.join(', ')} would go into the cache, which forgets what is not used and which every workflow can read`,
      {
        hint: 'use store: artifact for volumes of priority critical, or set allow-critical-cache: true for test data'
      }
    )
  }

  async list(): Promise<readonly StoredBackup[]> {
    await this.#bring('latest').catch((error: unknown) => {
      if (!(error instanceof BackupError) || error.code !== 'backup-unknown') throw error
    })
    return this.#here.list()
  }

  async *earlier(): AsyncGenerator<Manifest> {
    for (const { manifest } of this.#before) if (manifest) yield manifest
  }

  async read(backupId: string): Promise<Manifest> {
    await this.#bring(backupId)
    return this.#here.read(backupId)
  }

  async fileNames(): Promise<readonly string[]> {
    return this.#here.fileNames()
  }

  bytes(fileName: string): AsyncIterable<Buffer> {
    return this.#here.bytes(fileName)
  }

  async sizeBytes(fileName: string): Promise<number> {
    return this.#here.sizeBytes(fileName)
  }

  async unfinished(): Promise<readonly string[]> {
    return []
  }

  async begin(now: () => Date): Promise<Draft> {
    this.#before = await this.list().catch((error: unknown) => {
      this.#options.warn(`the last backup cannot be compared with: ${messageOf(error)}`)
      return []
    })
    // An entry is the folder as it is: nothing of an earlier one may be in it.
    await this.close()
    const draft = await this.#here.begin(now)
    const { folder, prefix } = this.#options
    return {
      backupId: draft.backupId,
      folder: draft.folder,
      discard: () => draft.discard(),
      publish: async (files, manifest): Promise<Published> => {
        const published = await draft.publish(files, manifest)
        await save(folder, keyOf(prefix, draft.backupId))
        return published
      }
    }
  }

  async markVerified(): Promise<void> {
    // An entry cannot be changed.
  }

  async close(): Promise<void> {
    this.#brought = undefined
    await rm(this.#options.folder, { recursive: true, force: true })
  }

  /** @throws BackupError `backup-unknown`, `store-unavailable` */
  async #bring(backupId: string): Promise<void> {
    this.#brought ??= this.#restore(backupId)
    await this.#brought
  }

  async #restore(backupId: string): Promise<void> {
    requireOwnEvent(this.#options.event)
    const { folder, prefix } = this.#options
    await this.#here.prepare()
    const any = backupId.startsWith('latest')
    const found = await unbroken(
      restoreCache(
        [folder],
        any ? `${keyOf(prefix, '')}?` : keyOf(prefix, backupId),
        any ? [keyOf(prefix, '')] : []
      )
    ).catch((error: unknown) => {
      throw storeError(`read the cache ${keyOf(prefix, backupId)}`, error)
    })
    if (found === undefined)
      throw new BackupError('backup-unknown', `the cache has no backup ${backupId} of ${prefix}`, {
        hint: 'caches are kept for a week without use, and for the branch they were made on and those made from it'
      })
  }
}

function keyOf(prefix: string, backupId: string): string {
  return `volume-backup-${prefix}-${backupId}`
}

/** The client swallows its errors: only what is there afterwards counts. */
async function save(folder: string, key: string): Promise<void> {
  const id = await unbroken(saveCache([folder], key)).catch((error: unknown) => {
    throw storeError(`write the cache ${key}`, error)
  })
  const found = id < 0 ? undefined : await unbroken(restoreCache([folder], key, [], { lookupOnly: true }))
  if (found === key) return
  throw new BackupError('store-unavailable', `the cache did not take ${key}`, {
    hint: 'the warnings above say why: a full cache, a token without rights, or a service that is down'
  })
}
