import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { checkAborted } from '../abort.ts'
import { type Manifest, parseManifest } from '../backup-set/manifest.ts'
import { retentionOf } from '../backup-set/retention.ts'
import { BackupError, toBackupError } from '../errors.ts'
import type { RetentionTable } from '../inputs/settings.ts'
import { type ArtifactPart, formatArtifactNames, prefixOf } from './artifact-names.ts'
import type { ArtifactService, UploadedArtifact } from './artifact-service.ts'
import type { Draft, Published } from './store.ts'
import { takeBack } from './take-back.ts'

export interface DraftOptions {
  /** Absolute, private: where files lie on their way. */
  readonly folder: string
  /** First word of the artifacts' names; `undefined`: the project. */
  readonly artifactName: string | undefined
  readonly retentionDays: RetentionTable
  /** The most that the repository allows. */
  readonly retentionLimit: number
  readonly service: () => Promise<ArtifactService>
  readonly signal: AbortSignal
  readonly info: (text: string) => void
  readonly warn: (text: string) => void
  /** Keeps the names of artifacts that are no backup yet, for a post step that may have to remove them. */
  readonly remember: (names: readonly string[]) => void
  /** Before the second try of an upload. */
  readonly pauseMs?: number
}

interface Parcel {
  readonly part: ArtifactPart
  readonly files: readonly string[]
  readonly days: number
}

/** A backup in the making that becomes artifacts: one for each priority, then the manifest, without which it is none. */
export class ArtifactDraft implements Draft {
  readonly backupId: string
  readonly folder: string
  readonly #local: Draft
  readonly #options: DraftOptions
  /** Names of what may be there. */
  readonly #begun = new Set<string>()

  constructor(local: Draft, options: DraftOptions) {
    this.#local = local
    this.#options = options
    this.backupId = local.backupId
    this.folder = local.folder
  }

  async publish(
    files: readonly string[],
    manifest: { readonly name: string; readonly text: string }
  ): Promise<Published> {
    const parsed = parseManifest(manifest.text, manifest.name)
    const prefix = prefixOf(this.#options.artifactName, parsed.project)
    const service = await this.#options.service()
    const { manifest: path } = await this.#local.publish(files, manifest)
    const uploaded: UploadedArtifact[] = []
    try {
      for (const parcel of this.#parcels(parsed, [...files, manifest.name])) {
        checkAborted(this.#options.signal)
        const artifact = await this.#upload(service, prefix, parcel)
        uploaded.push(artifact)
        await this.#compare(service, artifact, parcel.files)
      }
      this.#options.remember([])
    } catch (error) {
      this.#options.remember(await takeBack(this.#begun, service, this.#options))
      await rm(path, { force: true })
      throw error
    } finally {
      // On the runner they would lie around unencrypted for as long as the job takes.
      for (const file of files) await rm(join(this.#options.folder, file), { force: true })
    }
    return { manifest: path, artifacts: uploaded }
  }

  async discard(): Promise<void> {
    await this.#local.discard()
  }

  #parcels({ volumes }: Manifest, files: readonly string[]): readonly Parcel[] {
    const parts = (['critical', 'high', 'medium', 'low'] as const).flatMap((part) => {
      const own = volumes.filter(({ priority }) => priority === part)
      if (own.length === 0) return []
      return [{ part, files: own.flatMap(({ archive, index }) => [archive.file, index.file]), volumes: own }]
    })
    const placed = new Set(parts.flatMap((part) => part.files))
    const wanted = parts.map((part) => retentionOf(part.volumes, this.#options.retentionDays))
    const limit = this.#options.retentionLimit
    if (wanted.some((days) => days > limit))
      this.#options.warn(
        `retention-days ${Math.max(...wanted)} is more than this repository allows: artifacts are kept for ${limit} days`
      )
    return [
      ...parts.map(({ part, files: own }, at) => ({
        part,
        files: own,
        days: Math.min(wanted[at] ?? limit, limit)
      })),
      {
        part: 'manifest',
        files: files.filter((file) => !placed.has(file)),
        days: Math.min(Math.max(...wanted), limit)
      }
    ]
  }

  /** A second try goes under another name: the first may be taken by what broke off. */
  async #upload(
    service: ArtifactService,
    prefix: string,
    { part, files, days }: Parcel
  ): Promise<UploadedArtifact> {
    const { folder, remember, signal, warn, pauseMs = 3000 } = this.#options
    const [first, second] = formatArtifactNames({ prefix, backupId: this.backupId, part })
    try {
      return await this.#send(first, () => service.upload(first, files, folder, days))
    } catch (error) {
      const failure = toBackupError(error)
      if (failure.code !== 'store-unavailable') throw failure
      checkAborted(signal)
      warn(`${failure.message}; trying once more`)
      // It may be there whole, with the answer lost.
      if ((await takeBack([first], service, this.#options)).length > 0) throw failure
    }
    this.#begun.delete(first)
    remember([...this.#begun])
    await delay(pauseMs, undefined, { signal }).catch(() => checkAborted(signal))
    return this.#send(second, () => service.upload(second, files, folder, days))
  }

  async #send(name: string, upload: () => Promise<UploadedArtifact>): Promise<UploadedArtifact> {
    this.#begun.add(name)
    this.#options.remember([...this.#begun])
    try {
      return await upload()
    } catch (error) {
      // It is somebody else's.
      if (toBackupError(error).code === 'artifact-exists') this.#begun.delete(name)
      throw error
    }
  }

  /** Reads back what the service has: an upload can succeed with a file missing. */
  async #compare(
    service: ArtifactService,
    { id, name, digest }: UploadedArtifact,
    files: readonly string[]
  ): Promise<void> {
    const returned = join(this.#options.folder, `.returned-${this.backupId}`)
    try {
      await service.download({ id, what: `artifact ${name}`, folder: returned, digest, origin: undefined })
      const found = (await readdir(returned)).sort()
      const same = found.join('\n') === [...files].sort().join('\n')
      if (same && (await this.#areEqual(files, returned))) return
      throw new BackupError('verify-failed', `artifact ${name} came back other than it was sent`, {
        hint: 'run the backup again; the artifact is removed'
      })
    } finally {
      await rm(returned, { recursive: true, force: true })
    }
  }

  /** One after the other: each takes a buffer, and there may be hundreds. */
  async #areEqual(files: readonly string[], returned: string): Promise<boolean> {
    for (const file of files)
      if ((await hash(join(returned, file))) !== (await hash(join(this.#options.folder, file)))) return false
    return true
  }
}

async function hash(path: string): Promise<string> {
  const digest = createHash('sha256')
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    digest.update(piece as Buffer)
  return digest.digest('hex')
}
