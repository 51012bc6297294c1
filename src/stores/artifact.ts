import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DefaultArtifactClient } from '@actions/artifact'
import { BackupError } from '../errors.ts'
import {
  type ArtifactService,
  type DownloadRequest,
  type FoundArtifact,
  storeError,
  type UploadedArtifact
} from './artifact-service.ts'
import { unbroken } from './unbroken.ts'

/** The service of GitHub Actions, by way of its own client. */
export class GitHubArtifacts implements ArtifactService {
  readonly #client = new DefaultArtifactClient()

  async upload(
    name: string,
    files: readonly string[],
    folder: string,
    retentionDays: number
  ): Promise<UploadedArtifact> {
    try {
      const { id, size, digest } = await unbroken(
        this.#client.uploadArtifact(
          name,
          files.map((file) => join(folder, file)),
          folder,
          // The archives are compressed already.
          { compressionLevel: 0, retentionDays }
        )
      )
      if (id === undefined || digest === undefined) throw new Error('the service gave it no id')
      return { name, id, sizeBytes: size ?? 0, digest: `sha256:${digest}` }
    } catch (error) {
      throw storeError(`upload artifact ${name}`, error)
    }
  }

  async download({ id, what, folder, digest, origin }: DownloadRequest): Promise<void> {
    const [owner = '', repository = ''] = origin?.repository.split('/') ?? []
    for (let attempt = 1; ; attempt++) {
      try {
        await empty(folder)
        const { digestMismatch } = await unbroken(
          this.#client.downloadArtifact(id, {
            path: folder,
            ...(digest === undefined ? {} : { expectedHash: digest }),
            ...(origin === undefined
              ? {}
              : {
                  findBy: {
                    token: origin.token,
                    workflowRunId: origin.runId,
                    repositoryOwner: owner,
                    repositoryName: repository
                  }
                })
          })
        )
        // The client only mentions it.
        if (digestMismatch)
          throw new BackupError('backup-damaged', `${what} does not have the digest ${digest}`, {
            hint: 'it was changed or damaged where it is stored: use another backup'
          })
        return
      } catch (error) {
        await empty(folder)
        const failure = storeError(`download ${what}`, error)
        if (attempt === 2 || !isTransient(failure)) throw failure
      }
    }
  }

  async list(): Promise<readonly FoundArtifact[]> {
    const { artifacts } = await twice('list the artifacts of this run', () => this.#client.listArtifacts())
    return artifacts.map(({ id, name, size, digest, createdAt }) => ({
      id,
      name,
      sizeBytes: size,
      digest,
      createdAt: createdAt?.toISOString() ?? ''
    }))
  }

  async remove(name: string): Promise<boolean> {
    return twice(`remove artifact ${name}`, () =>
      this.#client.deleteArtifact(name).then(
        () => true,
        (error: unknown) => {
          if (error instanceof Error && error.name === 'ArtifactNotFoundError') return false
          throw error
        }
      )
    )
  }
}

async function twice<Result>(what: string, deed: () => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await unbroken(deed())
    } catch (error) {
      const failure = storeError(what, error)
      if (attempt === 2 || !isTransient(failure)) throw failure
    }
  }
}

/** What another try can mend: bytes can be damaged on their way, too. */
function isTransient({ code }: BackupError): boolean {
  return code === 'store-unavailable' || code === 'backup-damaged'
}

async function empty(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true, force: true })
}
