import { BackupError, messageOf } from '../errors.ts'

/** Where an artifact is found again: without `origin`, in this very run. */
export interface ArtifactOrigin {
  readonly repository: string
  readonly runId: number
  readonly token: string
}

export interface UploadedArtifact {
  readonly name: string
  readonly id: number
  readonly sizeBytes: number
  /** `sha256:…` of the artifact as it is stored. */
  readonly digest: string
}

export interface FoundArtifact {
  readonly id: number
  readonly name: string
  readonly sizeBytes: number
  readonly digest: string | undefined
  readonly createdAt: string
}

export interface DownloadRequest {
  readonly id: number
  /** For messages. */
  readonly what: string
  readonly folder: string
  /** Of the artifact, as the service or the upload told it. */
  readonly digest: string | undefined
  readonly origin: ArtifactOrigin | undefined
}

/** What the service and its client can do for a backup; see `artifact.ts` for the adapter. */
export interface ArtifactService {
  /** @throws BackupError `artifact-exists`, `store-quota`, `store-forbidden`, `store-unavailable` */
  upload(
    name: string,
    files: readonly string[],
    folder: string,
    retentionDays: number
  ): Promise<UploadedArtifact>
  /**
   * Unpacks into a folder, which is emptied first.
   * @throws BackupError `backup-damaged`, `backup-expired`, `store-forbidden`, `store-unavailable`
   */
  download(request: DownloadRequest): Promise<void>
  /** Those of this run. */
  list(): Promise<readonly FoundArtifact[]>
  /** @returns whether it was there; what never became whole is not */
  remove(name: string): Promise<boolean>
}

/** The client's errors have many shapes, and an empty message when the storage says 403. */
export function storeError(what: string, cause: unknown): BackupError {
  if (cause instanceof BackupError) return cause
  const { status, text } = describe(cause)
  if (status === 410)
    return new BackupError('backup-expired', `could not ${what}: it has expired`, {
      hint: 'the artifact is deleted; use another backup',
      cause
    })
  const say = (
    code: 'artifact-exists' | 'store-quota' | 'store-forbidden' | 'store-unavailable',
    hint: string
  ) => new BackupError(code, `could not ${what}: ${text}`, { hint, cause })
  if (status === 409 || /\(409\)|already exists|conflict/i.test(text))
    return say(
      'artifact-exists',
      'this run has an artifact of that name: give each backup its own artifact-name'
    )
  if (/quota|storage limit|billing/i.test(text))
    return say(
      'store-quota',
      'delete artifacts or shorten retention-days; GitHub counts the space anew every 6 to 12 hours'
    )
  if (
    status === 401 ||
    status === 403 ||
    /\((401|403)\)|forbidden|unauthorized|ACTIONS_RUNTIME_TOKEN/i.test(text)
  )
    return say(
      'store-forbidden',
      'artifacts can be used in a job of GitHub Actions alone; those of other runs need "permissions: actions: read"'
    )
  return say(
    'store-unavailable',
    'try again later; the services run, and nothing half-uploaded counts as a backup'
  )
}

function describe(cause: unknown): { readonly status: number | undefined; readonly text: string } {
  const facts =
    typeof cause === 'object' && cause !== null ? (cause as Readonly<Record<string, unknown>>) : {}
  // The client's own libraries do not agree on the word.
  const status = [facts.statusCode, facts.status].find((word) => typeof word === 'number')
  const words = [messageOf(cause).trim(), facts.name, facts.code, status].filter(
    (word) => word !== undefined && word !== '' && word !== 'Error'
  )
  return { status, text: words.join(', ') || 'no reason is given' }
}
