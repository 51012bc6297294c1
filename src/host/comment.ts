import { readFile } from 'node:fs/promises'
import { BackupError, messageOf, toBackupError } from '../errors.ts'
import { GitHubRest } from '../github-rest.ts'
import { commentMarker, formatComment } from '../report/comment.ts'
import type { Report } from '../report/report.ts'

export interface CommentOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly token: string | undefined
  /** Tells the comments of several stacks on one pull request apart. */
  readonly name: string
  readonly warn: (text: string) => void
}

/** 100 to a page. */
const mostPages = 20

interface Listed {
  readonly id: number
  readonly body?: string | null
}

/** Keeps one comment on the pull request up to date. What goes wrong is a warning: the result of the run stands. */
export async function publishComment(report: Report, options: CommentOptions): Promise<void> {
  try {
    await publish(report, options)
  } catch (thrown) {
    const { message, code } = toBackupError(thrown)
    const hint =
      code === 'store-forbidden'
        ? '; give the job "permissions: pull-requests: write" (a pull request from a fork has a token that only reads)'
        : ''
    options.warn(`the comment on the pull request could not be written: ${message}${hint}`)
  }
}

async function publish(report: Report, { env, token, name, warn }: CommentOptions): Promise<void> {
  const number = await pullRequestNumber(env.GITHUB_EVENT_PATH)
  if (number === undefined)
    return warn('there is no pull request to comment on: the event of this run names none')
  const repository = env.GITHUB_REPOSITORY ?? ''
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new BackupError('bad-input', 'the repository is not known')
  const rest = new GitHubRest({
    base: env.GITHUB_API_URL || 'https://api.github.com',
    token: token || env.GITHUB_TOKEN || undefined,
    hint: 'give the job "permissions: pull-requests: write"'
  })
  const body = formatComment(report, name, runUrl(env))
  const own = await findOwn(rest, repository, number, commentMarker(name))
  if (own === undefined) await rest.call('POST', `/repos/${repository}/issues/${number}/comments`, { body })
  else await rest.call('PATCH', `/repos/${repository}/issues/comments/${own}`, { body })
}

async function findOwn(
  rest: GitHubRest,
  repository: string,
  number: number,
  marker: string
): Promise<number | undefined> {
  for (let page = 1; page <= mostPages; page++) {
    const comments = await rest.call<readonly Listed[]>(
      'GET',
      `/repos/${repository}/issues/${number}/comments?per_page=100&page=${page}`
    )
    const own = comments.find(({ body }) => body?.startsWith(marker))
    if (own) return own.id
    if (comments.length < 100) return undefined
  }
  return undefined
}

/** Of the pull request or issue that the event is about, or that a manual start names. */
async function pullRequestNumber(eventPath: string | undefined): Promise<number | undefined> {
  if (!eventPath) return undefined
  let event: unknown
  try {
    event = JSON.parse(await readFile(eventPath, 'utf8'))
  } catch (cause) {
    throw new BackupError('read-failed', `the event of the run cannot be read: ${messageOf(cause)}`, {
      cause
    })
  }
  const numbers = [
    member(member(event, 'pull_request'), 'number'),
    // Comments on a pull request are events of its issue.
    member(member(event, 'issue'), 'pull_request') ? member(member(event, 'issue'), 'number') : undefined,
    member(member(event, 'inputs'), 'pull-request')
  ].map(Number)
  return numbers.find((one) => Number.isSafeInteger(one) && one > 0)
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function runUrl({
  GITHUB_SERVER_URL: server,
  GITHUB_REPOSITORY: repository,
  GITHUB_RUN_ID: run
}: CommentOptions['env']): string | undefined {
  return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined
}
