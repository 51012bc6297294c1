import { type Answer, type IssueComment, newId, type State } from './model.ts'

export interface CommentContext {
  readonly state: State
  readonly repository: string
  readonly body: Readonly<Record<string, unknown>>
}

/** The comments of issues and pull requests: listed by page, oldest first, made and changed. */
export function comments(
  method: string,
  path: string,
  url: URL,
  { state, repository, body }: CommentContext
): Answer {
  const text = String(body.body ?? '')
  if (text.length > 65_536)
    return { status: 422, json: { message: 'body is too long (maximum is 65536 characters)' } }
  const one = /^\/issues\/comments\/(\d+)$/.exec(path)
  if (one && method === 'PATCH') {
    const comment = state.comments.find(
      ({ id, repository: own }) => id === Number(one[1]) && own === repository
    )
    if (!comment) return { status: 404, json: { message: 'Not Found' } }
    comment.body = text
    return { status: 200, json: shown(comment) }
  }
  const issue = Number(/^\/issues\/(\d+)\/comments$/.exec(path)?.[1])
  if (Number.isNaN(issue)) return { status: 404, json: { message: 'Not Found' } }
  if (method === 'POST') {
    const comment = { id: newId(state), repository, issue, body: text }
    state.comments.push(comment)
    return { status: 201, json: shown(comment) }
  }
  const size = Number(url.searchParams.get('per_page') ?? 30)
  const page = Number(url.searchParams.get('page') ?? 1)
  const own = state.comments.filter((comment) => comment.repository === repository && comment.issue === issue)
  return { status: 200, json: own.slice((page - 1) * size, page * size).map(shown) }
}

function shown({ id, body }: IssueComment): object {
  return { id, body }
}
