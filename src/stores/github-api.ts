import { setTimeout as delay } from 'node:timers/promises'
import { BackupError, messageOf } from '../errors.ts'

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
  readonly #base: string
  readonly #token: string | undefined

  constructor(base: string, token: string | undefined) {
    this.#base = base.replace(/\/+$/, '')
    this.#token = token
  }

  async repository(name: string): Promise<RepositoryFacts> {
    const found = await this.#get<{
      id: number
      full_name: string
      private: boolean
      visibility?: string
      default_branch: string
    }>(`/repos/${name}`)
    return {
      id: found.id,
      fullName: found.full_name,
      isPrivate: found.private && found.visibility !== 'public',
      defaultBranch: found.default_branch
    }
  }

  async run(repository: string, id: number): Promise<RunFacts> {
    const found = await this.#get<{
      id: number
      event: string
      path: string
      head_branch: string | null
      repository: { full_name: string }
      head_repository: { full_name: string } | null
    }>(`/repos/${repository}/actions/runs/${id}`)
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
      const { artifacts } = await this.#get<{ artifacts: readonly ListedArtifact[] }>(
        `/repos/${repository}/${path}?per_page=100&page=${page}`
      )
      yield* artifacts.map((one) => factsOf(one, runId))
      if (artifacts.length < 100) return
    }
  }

  async #get<Answer>(path: string): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#ask(path)
      if (answer instanceof Response) {
        if (answer.ok) return (await answer.json()) as Answer
        const again = answer.status === 429 || answer.status >= 500 || isThrottled(answer)
        if (!again || attempt === attempts) throw refusal(path, answer, this.#token !== undefined)
        await answer.body?.cancel()
        await delay(waitOf(answer, attempt))
        continue
      }
      if (attempt === attempts)
        throw new BackupError('store-unavailable', `GitHub does not answer ${path}: ${messageOf(answer)}`, {
          hint: 'try again later; nothing was changed',
          cause: answer
        })
      await delay(waitOf(undefined, attempt))
    }
  }

  /** @returns the answer, or why there was none */
  async #ask(path: string): Promise<unknown> {
    try {
      return await fetch(`${this.#base}${path}`, {
        headers: {
          accept: 'application/vnd.github+json',
          'x-github-api-version': '2022-11-28',
          'user-agent': 'volume-backup-action',
          ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` })
        },
        signal: AbortSignal.timeout(30_000)
      })
    } catch (error) {
      return error instanceof Error ? (error.cause ?? error) : error
    }
  }
}

const attempts = 4

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

/** The service answers 403, too, when it has had enough. */
function isThrottled({ status, headers }: Response): boolean {
  return status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0')
}

function waitOf(answer: Response | undefined, attempt: number): number {
  const told = Number(answer?.headers.get('retry-after'))
  return told > 0 ? Math.min(told, 60) * 1000 : 500 * 2 ** attempt
}

function refusal(path: string, { status }: Response, hasToken: boolean): BackupError {
  if (status === 401 || status === 403 || status === 404) {
    const reason =
      status === 404
        ? 'does not exist, or the token may not see it'
        : hasToken
          ? 'the token may not read it'
          : 'no token is given'
    return new BackupError('store-forbidden', `GitHub refuses ${path} with status ${status}: ${reason}`, {
      hint: 'give the job "permissions: actions: read", and input github-token (GITHUB_TOKEN for the command line) for another repository'
    })
  }
  return new BackupError('store-unavailable', `GitHub answers ${path} with status ${status}`, {
    hint: 'try again later; nothing was changed'
  })
}
