import { GitHubRest } from '../github-rest.ts'

export interface RepositoryFacts {
  readonly id: number
  readonly fullName: string
  readonly isPrivate: boolean
  readonly defaultBranch: string
}

/** An artifact as the service lists it, whoever uploaded it. */
export interface ArtifactFacts {
  readonly id: number
  readonly name: string
  readonly sizeBytes: number
  /** `sha256:…`, where the service knows it. */
  readonly digest: string | undefined
  readonly createdAt: string
  readonly expiresAt: string | undefined
  readonly expired: boolean
  readonly runId: number
  readonly branch: string | undefined
}

export interface RunFacts {
  readonly id: number
  readonly event: string
  readonly branch: string | undefined
  /** `.github/workflows/backup.yml` */
  readonly workflow: string
  readonly repository: string
  /** Where the code of the run came from; `undefined` when that repository is gone. */
  readonly headRepository: string | undefined
}

/** 100 to a page. More would cost the hourly quota of a repository, and a backup that old has expired. */
const mostPages = 10

/** The few calls of the REST interface that backups need. */
export class GitHubApi {
  readonly #rest: GitHubRest

  constructor(base: string, token: string | undefined) {
    this.#rest = new GitHubRest({
      base,
      token,
      hint: 'give the job "permissions: actions: read", and input github-token (GITHUB_TOKEN for the command line) for another repository'
    })
  }

  async repository(name: string): Promise<RepositoryFacts> {
    const found = await this.#rest.call<{
      id: number
      full_name: string
      private: boolean
      visibility?: string
      default_branch: string
    }>('GET', `/repos/${name}`)
    return {
      id: found.id,
      fullName: found.full_name,
      isPrivate: found.private && found.visibility !== 'public',
      defaultBranch: found.default_branch
    }
  }

  async run(repository: string, id: number): Promise<RunFacts> {
    const found = await this.#rest.call<{
      id: number
      event: string
      path: string
      head_branch: string | null
      repository: { full_name: string }
      head_repository: { full_name: string } | null
    }>('GET', `/repos/${repository}/actions/runs/${id}`)
    return {
      id: found.id,
      event: found.event,
      branch: found.head_branch ?? undefined,
      workflow: found.path.split('@')[0] ?? found.path,
      repository: found.repository.full_name,
      headRepository: found.head_repository?.full_name
    }
  }

  /** Newest first: those of a run, or of the whole repository. */
  async *artifacts(repository: string, runId: number | undefined): AsyncGenerator<ArtifactFacts> {
    const path = runId === undefined ? 'actions/artifacts' : `actions/runs/${runId}/artifacts`
    for (let page = 1; page <= mostPages; page++) {
      const { artifacts } = await this.#rest.call<{ artifacts: readonly ListedArtifact[] }>(
        'GET',
        `/repos/${repository}/${path}?per_page=100&page=${page}`
      )
      yield* artifacts.map((one) => factsOf(one, runId))
      if (artifacts.length < 100) return
    }
  }
}

interface ListedArtifact {
  readonly id: number
  readonly name: string
  readonly size_in_bytes: number
  readonly digest?: string | null
  readonly created_at: string
  readonly expires_at?: string | null
  readonly expired: boolean
  readonly workflow_run?: { readonly id: number; readonly head_branch?: string | null } | null
}

function factsOf(one: ListedArtifact, runId: number | undefined): ArtifactFacts {
  return {
    id: one.id,
    name: one.name,
    sizeBytes: one.size_in_bytes,
    digest: one.digest ?? undefined,
    createdAt: one.created_at,
    expiresAt: one.expires_at ?? undefined,
    expired: one.expired,
    runId: one.workflow_run?.id ?? runId ?? 0,
    branch: one.workflow_run?.head_branch ?? undefined
  }
}
