import { chmod, lstat, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RemotePlace } from '../backup-set/commands.ts'
import type { Manifest } from '../backup-set/manifest.ts'
import { verifiedName } from '../backup-set/naming.ts'
import { BackupError, messageOf, toBackupError } from '../errors.ts'
import { requireOwnEvent } from '../own-event.ts'
import { ArtifactDraft, type DraftOptions } from './artifact-draft.ts'
import { type ArtifactPart, formatArtifactName, prefixOf } from './artifact-names.ts'
import type { ArtifactSearch } from './artifact-search.ts'
import type { ArtifactOrigin } from './artifact-service.ts'
import { expiredParts } from './expired-parts.ts'
import { LocalStore } from './local.ts'
import { type Privacy, requirePrivate } from './privacy.ts'
import type { RemoteBackup } from './remote-backup.ts'
import type { Draft, Store, StoredBackup, Upload } from './store.ts'

export interface ArtifactStoreOptions extends DraftOptions, Privacy {
  readonly repository: string
  /** The run whose artifacts these are, as far as it is known. */
  readonly runId: number | undefined
  /** Folder of the job's checkout. */
  readonly checkout: string | undefined
  readonly token: string | undefined
  /** What started this run of GitHub Actions. */
  readonly event: string | undefined
  /** `sha256:…` of the artifact that holds the manifest; `undefined`: any. */
  readonly digest: string | undefined
  readonly search: ArtifactSearch
}

/** Each costs a download; a volume that was in none of them is new. */
const mostCompared = 10

/** What has been brought here of one backup. */
interface Opened {
  /** What it may be asked for by. */
  readonly names: readonly string[]
  readonly backup: RemoteBackup
  readonly manifest: Manifest
  readonly here: LocalStore
  readonly parts: Map<ArtifactPart, Promise<void>>
}

/** Artifacts of GitHub Actions. Files lie in a private folder of the job on their way there and back. */
export class ArtifactStore implements Store {
  readonly location: string
  readonly #options: ArtifactStoreOptions
  #opened: Opened | undefined

  constructor(options: ArtifactStoreOptions) {
    this.#options = options
    this.location = `artifacts of ${options.repository}`
  }

  get remote(): RemotePlace {
    const { repository, runId, artifactName, checkout } = this.#options
    const backup = this.#opened?.backup
    return {
      kind: 'artifact',
      repository,
      runId: backup?.runId ?? runId,
      artifactName: backup?.prefix ?? artifactName,
      checkout
    }
  }

  async admit(upload: Upload): Promise<void> {
    requireOwnEvent(this.#options.event)
    await requirePrivate(upload, this.#options)
  }

  async list(): Promise<readonly StoredBackup[]> {
    const { search } = this.#options
    const listed: StoredBackup[] = []
    for (const backup of await search.all()) {
      const { backupId, prefix, createdAt, expiresAt, expired, sizeBytes } = backup
      const doubt = expired ? undefined : await search.doubt(backup)
      const verified = !expired && doubt === undefined && (await search.isVerified(backup))
      listed.push({
        backupId,
        reference: `${prefix}/${backupId}`,
        manifest: undefined,
        problem: expired ? 'expired' : doubt,
        remote: { name: prefix, createdAt, expiresAt, sizeBytes, expired, verified }
      })
    }
    return listed
  }

  async *earlier(project: string | undefined, warn: (text: string) => void): AsyncGenerator<Manifest> {
    const { artifactName, search } = this.#options
    let left = mostCompared
    for await (const backup of search.earlier(prefixOf(artifactName, project))) {
      if (left === 0) return
      left -= 1
      const manifest = await this.#open(backup, []).catch((error: unknown) => {
        warn(`not compared with backup ${backup.backupId}: ${messageOf(error)}`)
        return undefined
      })
      if (manifest) yield manifest
    }
  }

  async read(backupId: string): Promise<Manifest> {
    requireOwnEvent(this.#options.event)
    if (this.#opened?.names.includes(backupId)) return this.#opened.manifest
    return this.#open(await this.#options.search.find(backupId), [backupId])
  }

  async #open(backup: RemoteBackup, askedBy: readonly string[]): Promise<Manifest> {
    await this.close()
    const folder = join(this.#options.folder, `from-${backup.runId ?? 'this-run'}-${backup.backupId}`)
    const here = new LocalStore(folder)
    await this.#bring(backup, 'manifest', folder)
    const manifest = await here.read(backup.backupId)
    const names = [...askedBy, backup.backupId, `${backup.prefix}/${backup.backupId}`]
    this.#opened = { names, backup, manifest, here, parts: new Map() }
    return manifest
  }

  async fileNames(): Promise<readonly string[]> {
    return this.#opened ? this.#opened.here.fileNames() : []
  }

  async *bytes(fileName: string): AsyncGenerator<Buffer> {
    yield* (await this.#holder(fileName)).bytes(fileName)
  }

  async sizeBytes(fileName: string): Promise<number> {
    return (await this.#holder(fileName)).sizeBytes(fileName)
  }

  async unfinished(): Promise<readonly string[]> {
    // The folder is this run's own.
    return []
  }

  async begin(now: () => Date): Promise<Draft> {
    const local = new LocalStore(this.#options.folder)
    return new ArtifactDraft(await local.begin(now), this.#options)
  }

  async markVerified(backupId: string, evidence: string): Promise<void> {
    const { folder, service, retentionDays } = this.#options
    if (!this.#opened?.names.includes(backupId)) return
    const file = verifiedName(backupId)
    await writeFile(join(folder, file), evidence, { mode: 0o600 })
    const name = formatArtifactName({
      prefix: this.#opened.backup.prefix,
      backupId,
      part: 'verified'
    })
    const days = Math.max(...Object.values(retentionDays))
    try {
      await (await service()).upload(name, [file], folder, days)
    } catch (error) {
      // An earlier check of this run has left it.
      if (toBackupError(error).code !== 'artifact-exists') throw error
    } finally {
      await rm(join(folder, file), { force: true })
    }
  }

  async close(): Promise<void> {
    if (this.#opened) await rm(this.#opened.here.location, { recursive: true, force: true })
    this.#opened = undefined
    // A manifest that was uploaded stays for the steps that follow; the post step removes it.
    await rmdir(this.#options.folder).catch(() => undefined)
  }

  /** Makes sure that the artifact with the file is here. */
  async #holder(fileName: string): Promise<LocalStore> {
    const opened = this.#opened
    const volume = opened?.manifest.volumes.find(
      ({ archive, index }) => archive.file === fileName || index.file === fileName
    )
    // What came with the manifest is here.
    if (opened && !volume && (await opened.here.fileNames()).includes(fileName)) return opened.here
    if (!opened || !volume)
      throw new BackupError('backup-damaged', `${fileName} is no file of the backup that was opened`)
    const part = volume.priority as ArtifactPart
    const bringing = opened.parts.get(part) ?? this.#bring(opened.backup, part, opened.here.location)
    opened.parts.set(part, bringing)
    await bringing
    return opened.here
  }

  /** Downloads one artifact beside those that are here already. What its files hold is for the reader to compare. */
  async #bring(backup: RemoteBackup, part: ArtifactPart, folder: string): Promise<void> {
    const artifact = backup.artifacts.get(part)
    if (!artifact)
      throw new BackupError(
        'backup-damaged',
        `backup ${backup.backupId} has no artifact for its ${part} volumes`,
        { hint: 'it was deleted, or has expired: use another backup' }
      )
    if (artifact.expired) throw expiredParts(backup, this.#opened?.manifest)
    const arrival = join(this.#options.folder, `.arriving-${backup.backupId}-${part}`)
    try {
      const service = await this.#options.service()
      await service.download({
        id: artifact.id,
        what: this.#describe(backup, part),
        folder: arrival,
        digest: this.#digestOf(artifact, part),
        origin: this.#originOf(backup)
      })
      await new LocalStore(folder).prepare()
      for (const name of await readdir(arrival)) {
        const path = join(arrival, name)
        if (!(await lstat(path)).isFile())
          throw new BackupError('backup-damaged', `artifact ${artifact.id} holds ${name}, which is no file`)
        await chmod(path, 0o600)
        await rename(path, join(folder, name))
      }
    } finally {
      await rm(arrival, { recursive: true, force: true })
    }
  }

  #describe({ prefix, backupId }: RemoteBackup, part: ArtifactPart): string {
    const volumes = this.#opened?.manifest.volumes.filter(({ priority }) => priority === part) ?? []
    const names = volumes.map(({ key }) => key).join(', ')
    return `artifact ${formatArtifactName({ prefix, backupId, part })}${names === '' ? '' : ` (${names})`}`
  }

  #originOf({ runId }: RemoteBackup): ArtifactOrigin | undefined {
    if (runId === undefined) return undefined
    const { repository, token } = this.#options
    if (token === undefined)
      throw new BackupError('store-forbidden', `artifacts of another run of ${repository} need a token`, {
        hint: 'input github-token, or the variable GITHUB_TOKEN, with "actions: read"'
      })
    return { repository, runId, token }
  }

  /** The service's word is as good as the service; a digest that the user knows from elsewhere is better. */
  #digestOf(artifact: { readonly digest: string | undefined }, part: ArtifactPart): string | undefined {
    const { digest } = this.#options
    if (digest === undefined || part !== 'manifest') return artifact.digest
    if (artifact.digest === undefined || artifact.digest === digest) return digest
    throw new BackupError('source-refused', `the manifest's artifact has ${artifact.digest}, not ${digest}`, {
      hint: 'it is not the backup that was meant, or somebody changed it'
    })
  }
}
