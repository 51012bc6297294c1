import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { checkAborted } from '../abort.ts'
import { type Manifest, parseManifest } from '../backup-set/manifest.ts'
import { retentionOf } from '../backup-set/retention.ts'
import { BackupError, messageOf } from '../errors.ts'
import type { RetentionTable } from '../inputs/settings.ts'
import { type ArtifactPart, formatArtifactName, prefixOf } from './artifact-names.ts'
import type { ArtifactService, UploadedArtifact } from './artifact-service.ts'
import type { Draft, Published } from './store.ts'

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
  readonly warn: (text: string) => void
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
    const { manifest: path } = await this.#local.publish(files, manifest)
    const parsed = parseManifest(manifest.text, manifest.name)
    const prefix = prefixOf(this.#options.artifactName, parsed.project)
    const service = await this.#options.service()
    const uploaded: UploadedArtifact[] = []
    try {
      for (const { part, files: own, days } of this.#parcels(parsed, [...files, manifest.name])) {
        checkAborted(this.#options.signal)
        const name = formatArtifactName({ prefix, backupId: this.backupId, part })
        const artifact = await service.upload(name, own, this.#options.folder, days)
        uploaded.push(artifact)
        await this.#compare(service, artifact, own)
      }
    } catch (error) {
      await this.#takeBack(service, uploaded)
      throw error
    } finally {
      // On the runner they would lie around unencrypted for as long as the job takes.
      for (const { archive, index } of parsed.volumes)
        for (const file of [archive.file, index.file])
          await rm(join(this.#options.folder, file), { force: true })
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
      const hashes = same
        ? await Promise.all(
            files.map(
              async (file) =>
                (await hash(join(returned, file))) === (await hash(join(this.#options.folder, file)))
            )
          )
        : []
      if (same && hashes.every(Boolean)) return
      throw new BackupError('verify-failed', `artifact ${name} came back other than it was sent`, {
        hint: 'run the backup again; the artifact is removed'
      })
    } finally {
      await rm(returned, { recursive: true, force: true })
    }
  }

  async #takeBack(service: ArtifactService, uploaded: readonly UploadedArtifact[]): Promise<void> {
    for (const { name } of uploaded)
      await service
        .remove(name)
        .catch((error: unknown) => this.#options.warn(`artifact ${name} is left behind: ${messageOf(error)}`))
  }
}

async function hash(path: string): Promise<string> {
  const digest = createHash('sha256')
  for await (const piece of createReadStream(path, { highWaterMark: 1024 * 1024 }))
    digest.update(piece as Buffer)
  return digest.digest('hex')
}
