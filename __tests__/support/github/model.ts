/** What the stand-in knows; plain data. */

export interface Repository {
  readonly id: number
  readonly fullName: string
  readonly isPrivate: boolean
  readonly defaultBranch: string
}

export interface Run {
  readonly id: number
  readonly attempt: number
  readonly repository: string
  /** Where its code came from: another one for a pull request from a fork. */
  readonly headRepository: string | null
  readonly event: string
  readonly branch: string
  /** `.github/workflows/x.yml` */
  readonly workflow: string
}

export interface Artifact {
  readonly id: number
  readonly name: string
  readonly runId: number
  readonly attempt: number
  readonly repository: string
  readonly createdAt: string
  expiresAt: string
  expired: boolean
  /** Its blob. */
  readonly blob: string
  readonly mimeType: string
  size: number
  /** `sha256:…`, as the client told it. */
  digest: string
  finalized: boolean
}

export interface CacheEntry {
  readonly id: number
  readonly key: string
  readonly version: string
  readonly blob: string
  finalized: boolean
}

/** On an issue or a pull request. */
export interface IssueComment {
  readonly id: number
  readonly repository: string
  readonly issue: number
  body: string
}

export interface State {
  readonly repositories: Map<string, Repository>
  readonly runs: Map<number, Run>
  readonly artifacts: Artifact[]
  readonly caches: CacheEntry[]
  readonly comments: IssueComment[]
  nextId: number
}

export interface Answer {
  readonly status: number
  readonly json?: object
  readonly headers?: Readonly<Record<string, string>>
}

export function newId(state: State): number {
  state.nextId += 1
  return state.nextId
}
