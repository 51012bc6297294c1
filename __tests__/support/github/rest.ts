import { comments } from './comments.ts'
import type { Answer, Artifact, Run, State } from './model.ts'
import { servedAs } from './twirp.ts'

export interface RestContext {
  readonly state: State
  /** Of the caller; `undefined` when it has none. */
  readonly token: string | undefined
  readonly goodToken: string
  readonly readToken: string
  readonly body: Readonly<Record<string, unknown>>
  readonly blobUrl: (blob: string, query: Readonly<Record<string, string>>) => string
}

/** The few calls of the REST interface that the program makes. */
export function rest(method: string, url: URL, context: RestContext): Answer {
  const { state, token, goodToken, readToken } = context
  const match = /^\/repos\/([^/]+\/[^/]+)(\/.*)?$/.exec(url.pathname)
  const repository = state.repositories.get(match?.[1]?.toLowerCase() ?? '')
  if (token !== undefined && token !== goodToken && token !== readToken) return told(401, 'Bad credentials')
  if (!repository || (repository.isPrivate && token === undefined)) return told(404, 'Not Found')
  const path = match?.[2] ?? ''
  if (method !== 'GET' && token !== goodToken) return told(403, 'Resource not accessible by integration')
  if (path.startsWith('/issues/'))
    return comments(method, path, url, { state, repository: repository.fullName, body: context.body })
  if (path === '') {
    return {
      status: 200,
      json: {
        id: repository.id,
        full_name: repository.fullName,
        private: repository.isPrivate,
        visibility: repository.isPrivate ? 'private' : 'public',
        default_branch: repository.defaultBranch
      }
    }
  }
  const own = state.artifacts
    .filter((one) => one.finalized && one.repository === repository.fullName)
    .toReversed()
  const ofRun = /^\/actions\/runs\/(\d+)(\/artifacts)?$/.exec(path)
  if (ofRun?.[2])
    return listed(
      state,
      own.filter(({ runId }) => runId === Number(ofRun[1])),
      url
    )
  if (ofRun) {
    const run = state.runs.get(Number(ofRun[1]))
    return run?.repository === repository.fullName
      ? { status: 200, json: runJson(run, state) }
      : told(404, 'Not Found')
  }
  if (path === '/actions/artifacts') return listed(state, own, url)
  const one = /^\/actions\/artifacts\/(\d+)(\/zip)?$/.exec(path)
  const artifact = own.find(({ id }) => id === Number(one?.[1]))
  if (!artifact) return told(404, 'Not Found')
  if (one?.[2]) {
    if (token === undefined) return told(401, 'Requires authentication')
    if (artifact.expired) return told(410, 'Artifact has expired')
    return { status: 302, headers: { location: context.blobUrl(artifact.blob, servedAs(artifact)) } }
  }
  if (method === 'DELETE') {
    state.artifacts.splice(state.artifacts.indexOf(artifact), 1)
    return { status: 204 }
  }
  return { status: 200, json: artifactJson(artifact, state) }
}

function listed(state: State, artifacts: readonly Artifact[], url: URL): Answer {
  const name = url.searchParams.get('name')
  const size = Number(url.searchParams.get('per_page') ?? 30)
  const page = Number(url.searchParams.get('page') ?? 1)
  const fitting = artifacts.filter((one) => name === null || one.name === name)
  const shown = fitting.slice((page - 1) * size, page * size)
  return {
    status: 200,
    json: { total_count: fitting.length, artifacts: shown.map((one) => artifactJson(one, state)) }
  }
}

function artifactJson(artifact: Artifact, state: State): object {
  const run = state.runs.get(artifact.runId)
  return {
    id: artifact.id,
    name: artifact.name,
    size_in_bytes: artifact.size,
    digest: artifact.digest,
    created_at: artifact.createdAt,
    updated_at: artifact.createdAt,
    expires_at: artifact.expiresAt,
    expired: artifact.expired,
    workflow_run: { id: artifact.runId, head_branch: run?.branch ?? null, head_sha: '0'.repeat(40) }
  }
}

function runJson(run: Run, state: State): object {
  return {
    id: run.id,
    run_attempt: run.attempt,
    event: run.event,
    path: run.workflow,
    head_branch: run.branch,
    status: 'completed',
    conclusion: 'success',
    repository: { id: state.repositories.get(run.repository.toLowerCase())?.id, full_name: run.repository },
    head_repository: run.headRepository === null ? null : { full_name: run.headRepository }
  }
}

function told(status: number, message: string): Answer {
  return { status, json: { message } }
}
