import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Blobs, textOf } from './blobs.ts'
import { type FaultKind, type FaultPlan, faults } from './faults.ts'
import type { Answer, Artifact, Repository, Run, State } from './model.ts'
import { rest } from './rest.ts'
import { twirp } from './twirp.ts'

export interface StandInOptions {
  readonly faults?: FaultPlan
  readonly stallMs?: number
  readonly quota?: number
  /** Changes a byte of every artifact whose name ends so, once it is complete or has been read for the first time. */
  readonly tamper?: { readonly artifact: string; readonly when: 'complete' | 'read' }
}

/**
 * GitHub's artifact and cache services and the REST calls that go with them, in process, on loopback. It follows the wire
 * contract of the official clients (Twirp over JSON, signed addresses of block storage); the files lie in a folder of
 * its own.
 */
export class GitHubStandIn implements AsyncDisposable {
  readonly state: State = {
    repositories: new Map(),
    runs: new Map(),
    artifacts: [],
    caches: [],
    comments: [],
    nextId: 100
  }
  readonly token = 'stand-in-token'
  /** As a pull request from a fork gets it. */
  readonly readToken = 'stand-in-read-token'
  /** Method, path and answer of every request. */
  readonly log: string[] = []
  faultsMet = 0
  readonly #options: StandInOptions
  readonly #folder = mkdtempSync(join(tmpdir(), 'vbtest-github-'))
  readonly blobs = new Blobs(join(this.#folder, 'blobs'))
  readonly #fault: (method: string, path: string) => FaultKind | undefined
  readonly #server: Server
  readonly #tampered = new Set<string>()
  #base = ''

  private constructor(options: StandInOptions) {
    this.#options = options
    this.#fault = faults(options.faults)
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(() => response.destroy())
    })
  }

  static async start(options: StandInOptions = {}): Promise<GitHubStandIn> {
    const service = new GitHubStandIn(options)
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve))
    service.#base = `http://127.0.0.1:${(service.#server.address() as AddressInfo).port}`
    return service
  }

  addRepository(fullName: string, more: Partial<Repository> = {}): Repository {
    const repository = { id: 1, fullName, isPrivate: true, defaultBranch: 'main', ...more }
    this.state.repositories.set(fullName.toLowerCase(), repository)
    return repository
  }

  addRun(run: Partial<Run> & Pick<Run, 'id' | 'repository'>): Run {
    const whole = {
      attempt: 1,
      headRepository: run.repository,
      event: 'push',
      branch: 'main',
      workflow: '.github/workflows/backup.yml',
      ...run
    }
    this.state.runs.set(whole.id, whole)
    return whole
  }

  /** What the runner gives to an action in a run. */
  env(run: Run): Record<string, string> {
    const claims = { scp: `Actions.Results:${run.id}:${run.attempt}`, exp: 4_102_444_800 }
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
    return {
      ACTIONS_RESULTS_URL: `${this.#base}/`,
      ACTIONS_RUNTIME_TOKEN: `${part({ alg: 'none' })}.${part(claims)}.x`,
      ACTIONS_CACHE_SERVICE_V2: 'true',
      GITHUB_API_URL: this.#base,
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: run.repository,
      GITHUB_RUN_ID: String(run.id),
      GITHUB_RUN_ATTEMPT: String(run.attempt),
      GITHUB_EVENT_NAME: run.event,
      GITHUB_REF_NAME: run.branch
    }
  }

  artifact(name: string | RegExp): Artifact {
    const found = this.state.artifacts.findLast((one) =>
      typeof name === 'string' ? one.name === name : name.test(one.name)
    )
    if (!found) throw new Error(`no artifact ${name}`)
    return found
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = request.method ?? 'GET'
    const url = new URL(request.url ?? '/', this.#base)
    response.once('close', () => this.log.push(`${method} ${url.pathname} ${response.statusCode}`))
    const fault = this.#fault(method, url.pathname)
    if (fault !== undefined) this.faultsMet += 1
    if (await this.#fail(fault, request, response)) return
    const blob = /^\/blob\/([0-9a-f]+)$/.exec(url.pathname)?.[1]
    if (blob !== undefined) {
      if (method !== 'PUT') {
        const damage = { kind: fault, stallMs: this.#options.stallMs ?? 100 }
        await this.blobs.get(blob, url, request, response, damage)
        await this.#tamper('read', blob)
        return
      }
      const status = await this.blobs.put(blob, url, request)
      response.writeHead(status, { etag: '"0x1"', 'x-ms-request-id': '1' }).end()
      return
    }
    await this.#answer(await this.#call(method, url, request), response)
  }

  async #call(method: string, url: URL, request: IncomingMessage): Promise<Answer> {
    const words = /^\/twirp\/[\w.]+\/(\w+)$/.exec(url.pathname)
    const credential = /^(?:Bearer|token) (.+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const blobUrl = (id: string, query: Readonly<Record<string, string>>): string =>
      `${this.#base}/blob/${id}?${new URLSearchParams({ ...query, sig: 'signed' })}`
    const body = JSON.parse((await textOf(request)) || '{}') as Record<string, unknown>
    if (!words?.[1])
      return rest(method, url, {
        state: this.state,
        token: credential,
        goodToken: this.token,
        readToken: this.readToken,
        body,
        blobUrl
      })
    const claims = JSON.parse(
      Buffer.from(credential?.split('.')[1] ?? '', 'base64url').toString() || '{}'
    ) as { scp?: string }
    const [, runId, attempt] = /Actions\.Results:(\d+):(\d+)/.exec(claims.scp ?? '') ?? []
    if (runId === undefined) return { status: 401, json: { code: 'unauthenticated', msg: 'no scope' } }
    const answer = twirp(words[1], body, {
      state: this.state,
      runId: Number(runId),
      attempt: Number(attempt),
      blobUrl,
      newBlob: () => this.blobs.create(),
      quota: this.#options.quota ?? Number.POSITIVE_INFINITY
    })
    if (words[1] === 'FinalizeArtifact' && answer.status === 200)
      await this.#tamper('complete', this.artifact(String(body.name)).blob)
    return answer
  }

  async #tamper(when: 'complete' | 'read', blob: string): Promise<void> {
    const { tamper } = this.#options
    const artifact = this.state.artifacts.find((one) => one.blob === blob)
    if (tamper?.when !== when || !artifact?.name.endsWith(tamper.artifact) || this.#tampered.has(blob)) return
    this.#tampered.add(blob)
    await this.blobs.flip(blob)
  }

  /** @returns whether that was the whole answer */
  async #fail(
    kind: FaultKind | undefined,
    request: IncomingMessage,
    response: ServerResponse
  ): Promise<boolean> {
    if (kind === 'stall') await delay(this.#options.stallMs ?? 100, undefined, { ref: false })
    if (kind === 'reset') {
      request.socket.resetAndDestroy()
      return true
    }
    if (kind !== '500' && kind !== '503' && kind !== '429' && kind !== '403') return false
    request.resume()
    response.writeHead(Number(kind), { 'content-type': 'application/json', 'retry-after': '1' })
    response.end(kind === '403' ? '' : JSON.stringify({ code: 'unavailable', msg: 'told to fail' }))
    return true
  }

  async #answer({ status, json, headers }: Answer, response: ServerResponse): Promise<void> {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(json === undefined ? undefined : JSON.stringify(json))
  }
}
