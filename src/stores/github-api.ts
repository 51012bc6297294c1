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

/** 100 to a page. More would cost the hourly quota of a repository. */
export const mostPages = 50

/** The few calls of the REST interface that backups need. */
export class GitHubApi {
  readonly #base: string
  readonly #token: string | undefined

  readonly #times: Times

  constructor(base: string, token: string | undefined, times: Times = { patienceMs: 30_000, pauseMs: 500 }) {
    this.#times = times
    this.#base = base.replace(/\/+$/, '')
    this.#token = token
  }

  async repository(name: string): Promise<RepositoryFacts> {
    return this.#get(`/repos/${name}`, (found: ToldRepository) => ({
      id: found.id,
      fullName: found.full_name,
      isPrivate: found.private && found.visibility !== 'public',
      defaultBranch: found.default_branch
    }))
  }

  async run(repository: string, id: number): Promise<RunFacts> {
    return this.#get(`/repos/${repository}/actions/runs/${id}`, (found: ToldRun) => ({
      id: found.id,
      event: found.event,
      branch: found.head_branch ?? undefined,
      workflow: found.path.split('@')[0] ?? found.path,
      repository: found.repository.full_name,
      headRepository: found.head_repository?.full_name
    }))
  }

  /**
   * Newest first: those of a run, or of the whole repository.
   * @param name those of this name alone
   * @returns at its end, whether that were all
   */
  async *artifacts(
    repository: string,
    runId: number | undefined,
    name?: string
  ): AsyncGenerator<ArtifactFacts, boolean> {
    const path = runId === undefined ? 'actions/artifacts' : `actions/runs/${runId}/artifacts`
    const filter = name === undefined ? '' : `&name=${encodeURIComponent(name)}`
    for (let page = 1; page <= mostPages; page++) {
      const found = await this.#get(
        `/repos/${repository}/${path}?per_page=100&page=${page}${filter}`,
        ({ artifacts }: { artifacts: readonly ToldArtifact[] }) => artifacts.map((one) => factsOf(one, runId))
      )
      yield* found
      if (found.length < 100) return true
    }
    return false
  }

  async #get<Told, Facts>(path: string, read: (told: Told) => Facts): Promise<Facts> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#ask(path, read)
      if ('facts' in answer) return answer.facts
      if (attempt === attempts || !answer.again) throw answer.failure
      await delay(answer.waitMs ?? this.#times.pauseMs * 2 ** attempt)
    }
  }

  /** One try. An answer that breaks off, or is not what was asked for, is as good as none. */
  async #ask<Told, Facts>(path: string, read: (told: Told) => Facts): Promise<Asked<Facts>> {
    try {
      const answer = await fetch(`${this.#base}${path}`, {
        headers: {
          accept: 'application/vnd.github+json',
          'x-github-api-version': '2022-11-28',
          'user-agent': 'volume-backup-action',
          ...(this.#token === undefined ? {} : { authorization: `Bearer ${this.#token}` })
        },
        signal: AbortSignal.timeout(this.#times.patienceMs)
      })
      if (answer.ok) return { facts: read((await answer.json()) as Told) }
      await answer.body?.cancel()
      return {
        failure: refusal(path, answer, this.#token !== undefined),
        again: answer.status >= 500 || isThrottled(answer),
        waitMs: waitOf(answer)
      }
    } catch (error) {
      const cause = error instanceof Error ? (error.cause ?? error) : error
      const failure = new BackupError(
        'store-unavailable',
        `GitHub does not answer ${path}: ${messageOf(cause)}`,
        { hint: 'try again later; nothing was changed', cause }
      )
      return { failure, again: true, waitMs: undefined }
    }
  }
}

type Asked<Facts> =
  | { readonly facts: Facts }
  | { readonly failure: BackupError; readonly again: boolean; readonly waitMs: number | undefined }

export interface Times {
  /** For one answer, to its last byte. */
  readonly patienceMs: number
  /** Doubled with each try. */
  readonly pauseMs: number
}

const attempts = 4

interface ToldRepository {
  readonly id: number
  readonly full_name: string
  readonly private: boolean
  readonly visibility?: string
  readonly default_branch: string
}

interface ToldRun {
  readonly id: number
  readonly event: string
  readonly path: string
  readonly head_branch: string | null
  readonly repository: { readonly full_name: string }
  readonly head_repository: { readonly full_name: string } | null
}

interface ToldArtifact {
  readonly id: number
  readonly name: string
  readonly size_in_bytes: number
  readonly digest?: string | null
  readonly created_at: string
  readonly expires_at?: string | null
  readonly expired: boolean
  readonly workflow_run?: { readonly id: number; readonly head_branch?: string | null } | null
}

function factsOf(one: ToldArtifact, runId: number | undefined): ArtifactFacts {
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
  return (
    status === 429 ||
    (status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0'))
  )
}

function waitOf({ headers }: Response): number | undefined {
  const told = Number(headers.get('retry-after'))
  return told > 0 ? Math.min(told, 60) * 1000 : undefined
}

function refusal(path: string, answer: Response, hasToken: boolean): BackupError {
  const { status } = answer
  if (isThrottled(answer))
    return new BackupError('store-unavailable', `GitHub answers no more requests for now: ${path}`, {
      hint: 'the hourly limit of the token or the repository is used up: try again in an hour'
    })
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
