import { type Answer, newId, type State } from './model.ts'

export interface TwirpContext {
  readonly state: State
  /** From the scope of the token: which run and attempt speaks. */
  readonly runId: number
  readonly attempt: number
  readonly blobUrl: (blob: string, query: Readonly<Record<string, string>>) => string
  readonly newBlob: () => string
  /** More than this many bytes of artifacts are refused. */
  readonly quota: number
}

type Fields = Readonly<Record<string, unknown>>

/** The calls of the artifact and cache services, JSON with snake_case members. */
export function twirp(method: string, body: Fields, context: TwirpContext): Answer {
  const deed = methods[method]
  return deed ? deed(body, context) : error(404, 'bad_route', `no method ${method}`)
}

const methods: Readonly<Record<string, (body: Fields, context: TwirpContext) => Answer>> = {
  CreateArtifact(body, { state, runId, attempt, blobUrl, newBlob, quota }) {
    const name = text(body.name)
    if (name === '' || /["<>|*?\r\n\\/:]/.test(name)) return error(400, 'invalid_argument', `name ${name}`)
    const used = state.artifacts.reduce((sum, { size }) => sum + size, 0)
    if (used >= quota)
      return error(
        403,
        'permission_denied',
        'Artifact storage quota has been hit. Unable to upload any new artifacts.'
      )
    if (ofAttempt(state, runId, attempt).some((one) => one.name === name))
      return error(409, 'already_exists', 'an artifact with this name already exists on the workflow run')
    const repository = state.runs.get(runId)?.repository ?? ''
    const blob = newBlob()
    state.artifacts.push({
      id: newId(state),
      name,
      runId,
      attempt,
      repository,
      createdAt: new Date().toISOString(),
      expiresAt: text(body.expires_at) || new Date(Date.now() + 90 * 86_400_000).toISOString(),
      expired: false,
      blob,
      mimeType: text(body.mime_type) || 'application/zip',
      size: 0,
      digest: '',
      finalized: false
    })
    return { status: 200, json: { ok: true, signed_upload_url: blobUrl(blob, {}) } }
  },

  FinalizeArtifact(body, { state, runId, attempt }) {
    const artifact = ofAttempt(state, runId, attempt).find((one) => one.name === body.name)
    if (!artifact) return error(404, 'not_found', 'no such artifact')
    artifact.size = Number(body.size)
    artifact.digest = text(body.hash)
    artifact.finalized = true
    return { status: 200, json: { ok: true, artifact_id: String(artifact.id) } }
  },

  ListArtifacts(body, { state, runId }) {
    const artifacts = state.artifacts
      .filter((one) => one.runId === runId && one.finalized && !one.expired)
      .filter((one) => !body.name_filter || one.name === body.name_filter)
      .filter((one) => !body.id_filter || String(one.id) === text(body.id_filter))
      .map((one) => ({
        workflow_run_backend_id: String(one.runId),
        workflow_job_run_backend_id: String(one.attempt),
        database_id: String(one.id),
        name: one.name,
        size: String(one.size),
        created_at: one.createdAt,
        digest: one.digest
      }))
    return { status: 200, json: { artifacts } }
  },

  GetSignedArtifactURL(body, { state, runId, blobUrl }) {
    const artifact = state.artifacts.findLast(
      (one) => one.runId === runId && one.name === body.name && one.finalized && !one.expired
    )
    if (!artifact) return error(404, 'not_found', 'no such artifact')
    return { status: 200, json: { signed_url: blobUrl(artifact.blob, servedAs(artifact)) } }
  },

  DeleteArtifact(body, { state, runId }) {
    const at = state.artifacts.findIndex((one) => one.runId === runId && one.name === body.name)
    const [artifact] = at < 0 ? [] : state.artifacts.splice(at, 1)
    if (!artifact) return error(404, 'not_found', 'no such artifact')
    return { status: 200, json: { ok: true, artifact_id: String(artifact.id) } }
  },

  CreateCacheEntry(body, { state, blobUrl, newBlob }) {
    const [key, version] = [text(body.key), text(body.version)]
    if (state.caches.some((one) => one.key === key && one.version === version))
      return { status: 200, json: { ok: false, message: 'cache entry exists' } }
    const blob = newBlob()
    state.caches.push({ id: newId(state), key, version, blob, finalized: false })
    return { status: 200, json: { ok: true, signed_upload_url: blobUrl(blob, {}) } }
  },

  FinalizeCacheEntryUpload(body, { state }) {
    const entry = state.caches.find((one) => one.key === body.key && one.version === body.version)
    if (!entry) return error(404, 'not_found', 'no such entry')
    entry.finalized = true
    return { status: 200, json: { ok: true, entry_id: String(entry.id) } }
  },

  GetCacheEntryDownloadURL(body, { state, blobUrl }) {
    const own = state.caches.filter((one) => one.finalized && one.version === body.version)
    const prefixes = Array.isArray(body.restore_keys) ? body.restore_keys.map(text) : []
    const found =
      own.find(({ key }) => key === body.key) ??
      prefixes.map((prefix) => own.findLast(({ key }) => key.startsWith(prefix))).find(Boolean)
    if (!found) return { status: 200, json: { ok: false } }
    return {
      status: 200,
      json: { ok: true, signed_download_url: blobUrl(found.blob, {}), matched_key: found.key }
    }
  }
}

/** How the storage describes the blob of an artifact to a client. */
export function servedAs(artifact: {
  readonly name: string
  readonly mimeType: string
}): Record<string, string> {
  const name = artifact.mimeType === 'application/zip' ? `${artifact.name}.zip` : artifact.name
  return { type: artifact.mimeType, name }
}

function ofAttempt(state: State, runId: number, attempt: number): State['artifacts'] {
  return state.artifacts.filter((one) => one.runId === runId && one.attempt === attempt)
}

function error(status: number, code: string, msg: string): Answer {
  return { status, json: { code, msg } }
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
