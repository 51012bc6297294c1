import { open, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Draft, Published } from './store.ts'

/** A folder beside the backups whose files are moved there all at once. */
export class LocalDraft implements Draft {
  readonly backupId: string
  readonly folder: string
  readonly #target: string

  constructor(target: string, folder: string, backupId: string) {
    this.#target = target
    this.folder = folder
    this.backupId = backupId
  }

  async publish(
    files: readonly string[],
    manifest: { readonly name: string; readonly text: string }
  ): Promise<Published> {
    await writeFile(join(this.folder, manifest.name), manifest.text, { flag: 'wx', mode: 0o600 })
    // All at once: the file system commits them together.
    await Promise.all([...files, manifest.name].map((name) => syncPath(join(this.folder, name))))
    const published: string[] = []
    try {
      for (const name of [...files, manifest.name]) {
        // The manifest makes the backup: everything else has to be on the disk, under its name, before it.
        if (name === manifest.name) await syncPath(this.#target)
        await rename(join(this.folder, name), join(this.#target, name))
        published.push(name)
      }
      await syncPath(this.#target)
    } catch (error) {
      await Promise.all(published.map((name) => rm(join(this.#target, name), { force: true })))
      throw error
    }
    await this.discard()
    return { manifest: join(this.#target, manifest.name), artifacts: [] }
  }

  async discard(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true })
  }
}

/** Waits until a file, or the names in a folder, are on the disk. */
async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
