import { readFile } from 'node:fs/promises'
import { messageOf } from '../errors.ts'
import type { ValidateSettings } from '../inputs/settings.ts'
import { asRecord } from '../record.ts'
import { commentMarker, formatComment } from '../report/comment.ts'
import type { Report } from '../report/report.ts'
import type { Host } from './host.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Keeps one comment on the pull request up to date: the one with our mark is changed, and only where there is none a new
 * one is written. What goes wrong is a warning: the result of the run is not in it.
 */
export async function comment(
  report: Report,
  settings: Pick<ValidateSettings, 'store'>,
  host: Pick<Host, 'info' | 'warn'>,
  env: Environment
): Promise<void> {
  try {
    const number = await pullRequest(env)
    if (number === undefined) return host.info('no pull request to comment on')
    const name = settings.store.artifactName ?? report.project ?? 'volumes'
    const ask = caller(settings.store.token ?? env.GITHUB_TOKEN, env)
    const issue = `/repos/${env.GITHUB_REPOSITORY}/issues`
    const own = await findOwn(ask, `${issue}/${number}/comments`, commentMarker(name))
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = env
    const url = server && run ? `${server}/${repository}/actions/runs/${run}` : undefined
    const body = { body: formatComment(report, name, url) }
    if (own === undefined) await ask('POST', `${issue}/${number}/comments`, body)
    else await ask('PATCH', `${issue}/comments/${own}`, body)
  } catch (error) {
    // GitHub does not show what a token may not see.
    const mayNot = error instanceof Refused && [401, 403, 404].includes(error.status)
    const advice = mayNot
      ? '; the job needs "permissions: pull-requests: write", which pull requests of forks never have'
      : ''
    host.warn(`the pull request gets no comment: ${messageOf(error)}${advice}`)
  }
}

class Refused extends Error {
  readonly status: number

  constructor(message: string, status: number) {
    super(message)
    this.status = status
  }
}

type Ask = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: object) => Promise<unknown>

function caller(token: string | undefined, env: Environment): Ask {
  const base = (env.GITHUB_API_URL || 'https://api.github.com').replace(/\/+$/, '')
  return async (method, path, body) => {
    const answer = await fetch(`${base}${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        'user-agent': 'volume-backup-action',
        ...(token ? { authorization: `Bearer ${token}` } : {})
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal: AbortSignal.timeout(30_000)
    })
    if (!answer.ok)
      throw new Refused(`GitHub answers ${method} ${path} with status ${answer.status}`, answer.status)
    return answer.json()
  }
}

/** The event of a pull request tells its number. */
async function pullRequest({ GITHUB_EVENT_PATH: path }: Environment): Promise<number | undefined> {
  if (!path) return undefined
  const event = asRecord(JSON.parse(await readFile(path, 'utf8')))
  const number = asRecord(event.pull_request).number
  return typeof number === 'number' ? number : undefined
}

async function findOwn(ask: Ask, path: string, marker: string): Promise<number | undefined> {
  for (let page = 1; page <= mostPages; page++) {
    const found = await ask('GET', `${path}?per_page=100&page=${page}`)
    const comments = Array.isArray(found) ? found.map(asRecord) : []
    // Anybody may copy the mark into a comment of theirs, which cannot be changed: only those of a bot are ours.
    const own = comments.find(
      ({ body, user }) => asRecord(user).type === 'Bot' && String(body).startsWith(marker)
    )
    if (typeof own?.id === 'number') return own.id
    if (comments.length < 100) return undefined
  }
  return undefined
}

const mostPages = 20
