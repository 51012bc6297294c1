import { setTimeout as delay } from 'node:timers/promises'
import { BackupError, messageOf } from './errors.ts'

const attempts = 4

export interface RestOptions {
  readonly base: string
  readonly token: string | undefined
  /** What to do when the token may not do it. */
  readonly hint: string
}

/** Calls of GitHub's REST interface, with patience where it asks for some. */
export class GitHubRest {
  readonly #options: RestOptions

  constructor(options: RestOptions) {
    this.#options = { ...options, base: options.base.replace(/\/+$/, '') }
  }

  /**
   * The answer is as GitHub documents it; it is not checked.
   * @throws BackupError `store-forbidden`, `store-unavailable`
   */
  async call<Answer>(method: 'GET' | 'POST' | 'PATCH', path: string, body?: object): Promise<Answer> {
    for (let attempt = 1; ; attempt++) {
      const answer = await this.#ask(method, path, body)
      if (answer instanceof Response) {
        if (answer.ok) return (await answer.json()) as Answer
        if (attempt === attempts || !isWorthAnother(method, answer))
          throw this.#refusal(method, path, answer.status)
        await answer.body?.cancel()
        await delay(waitOf(answer, attempt))
        continue
      }
      if (attempt === attempts || method === 'POST')
        throw new BackupError('store-unavailable', `GitHub does not answer ${path}: ${messageOf(answer)}`, {
          hint: 'try again later; nothing was changed',
          cause: answer
        })
      await delay(waitOf(undefined, attempt))
    }
  }

  /** @returns the answer, or why there was none */
  async #ask(method: string, path: string, body: object | undefined): Promise<unknown> {
    const { base, token } = this.#options
    try {
      return await fetch(`${base}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        headers: {
          accept: 'application/vnd.github+json',
          'x-github-api-version': '2022-11-28',
          'user-agent': 'volume-backup-action',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` })
        },
        signal: AbortSignal.timeout(30_000)
      })
    } catch (error) {
      return error instanceof Error ? (error.cause ?? error) : error
    }
  }

  #refusal(method: string, path: string, status: number): BackupError {
    if (status !== 401 && status !== 403 && status !== 404)
      return new BackupError('store-unavailable', `GitHub answers ${path} with status ${status}`, {
        hint: 'try again later; nothing was changed'
      })
    const reason =
      status === 404
        ? 'does not exist, or the token may not see it'
        : this.#options.token === undefined
          ? 'no token is given'
          : method === 'GET'
            ? 'the token may not read it'
            : 'the token may not write it'
    return new BackupError('store-forbidden', `GitHub refuses ${path} with status ${status}: ${reason}`, {
      hint: this.#options.hint
    })
  }
}

/** What was asked to make something may have made it before it failed: only a refusal for haste is repeated. */
function isWorthAnother(method: string, answer: Response): boolean {
  const { status } = answer
  return status === 429 || isThrottled(answer) || (status >= 500 && method !== 'POST')
}

/** The service answers 403, too, when it has had enough. */
function isThrottled({ status, headers }: Response): boolean {
  return status === 403 && (headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0')
}

function waitOf(answer: Response | undefined, attempt: number): number {
  const told = Number(answer?.headers.get('retry-after'))
  return told > 0 ? Math.min(told, 60) * 1000 : 500 * 2 ** attempt
}
