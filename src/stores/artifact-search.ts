import { BackupError } from '../errors.ts'
import { type ArtifactPart, parseArtifactName } from './artifact-names.ts'
import type { ArtifactService } from './artifact-service.ts'
import type { ArtifactFacts, GitHubApi } from './github-api.ts'
import { distrust } from './provenance.ts'

export interface Wanted {
  /** `owner/name` */
  readonly repository: string
  /** `undefined`: this run if it has backups, else the whole repository. */
  readonly runId: number | undefined
  readonly prefix: string | undefined
  readonly workflow: string | undefined
  /** `undefined`: the default branch, in a search of the whole repository. */
  readonly branch: string | undefined
}

/** The job that runs this program; nothing is known outside of GitHub Actions. */
export interface Job {
  readonly repository: string | undefined
  readonly runId: number | undefined
}

export interface RemotePart {
  readonly id: number
  readonly digest: string | undefined
  readonly expired: boolean
}

/** A backup that the service has, with its artifacts. */
export interface RemoteBackup {
  readonly prefix: string
  readonly backupId: string
  /** `undefined`: this very run. */
  readonly runId: number | undefined
  readonly branch: string | undefined
  readonly createdAt: string
  /** Of the first of its artifacts that goes. */
  readonly expiresAt: string | undefined
  /** Whether its manifest is gone; its other parts may have expired before. */
  readonly expired: boolean
  readonly artifacts: ReadonlyMap<ArtifactPart, RemotePart>
  /** The runs that validated it; `undefined`: this very run. */
  readonly verifiedBy: readonly (number | undefined)[]
  readonly sizeBytes: number
}

/** Looks for backups among the artifacts of this run, of another one, or of a repository. */
export class ArtifactSearch {
  readonly #wanted: Wanted
  readonly #job: Job
  readonly #api: GitHubApi
  readonly #service: () => Promise<ArtifactService>

  constructor(wanted: Wanted, job: Job, api: GitHubApi, service: () => Promise<ArtifactService>) {
    this.#wanted = wanted
    this.#job = job
    this.#api = api
    this.#service = service
  }

  /** Those that have a manifest, newest first; trusted or not. */
  async all(): Promise<readonly RemoteBackup[]> {
    const own = await this.#ownRun()
    return own.length > 0 ? own : this.#elsewhere()
  }

  /**
   * @param backupId an id, `latest` or `latest-verified`
   * @param warn told of each newer backup that is passed over
   * @throws BackupError `backup-unknown`, `backup-expired`, `source-refused`, `bad-input` when two stacks may be meant
   */
  async find(backupId: string, warn: (text: string) => void): Promise<RemoteBackup> {
    const named = (await this.all()).filter(
      (one) =>
        backupId.startsWith('latest') ||
        one.backupId === backupId ||
        `${one.prefix}/${one.backupId}` === backupId
    )
    const fitting = named.filter((one) => backupId !== 'latest-verified' || one.verifiedBy.length > 0)
    const prefixes = [...new Set(fitting.map(({ prefix }) => prefix))]
    if (prefixes.length > 1)
      throw new BackupError('bad-input', `backups of several stacks are there: ${prefixes.join(', ')}`, {
        hint: 'say which one with artifact-name'
      })
    const alive = fitting.filter(({ expired }) => !expired)
    for (const one of alive) {
      const reason = await this.#reasonAgainst(one, backupId === 'latest-verified')
      if (reason === undefined) return one
      if (!backupId.startsWith('latest'))
        throw new BackupError('source-refused', `backup ${backupId} is refused: ${reason}`, {
          hint: 'name the run, workflow or branch that it is to come from: inputs run-id, workflow, branch'
        })
      warn(`backup ${one.backupId} is passed over: ${reason}`)
    }
    throw this.#nothing(backupId, named, fitting.length > 0 && alive.length === 0)
  }

  #nothing(backupId: string, named: readonly RemoteBackup[], expired: boolean): BackupError {
    const { repository, runId } = this.#wanted
    const where = `${repository}${runId === undefined ? '' : `, run ${runId}`}`
    if (expired)
      return new BackupError('backup-expired', `backup ${backupId} of ${where} has expired`, {
        hint: 'the artifacts are deleted; a longer retention-days helps the next one'
      })
    return new BackupError(
      'backup-unknown',
      named.length > 0
        ? `no backup ${backupId} of ${where} can be used (${named
            .map((one) => one.backupId)
            .slice(0, 5)
            .join(', ')} found)`
        : `there is no backup ${backupId} among the artifacts of ${where}`,
      { hint: 'volume-backup list --store artifact --repository OWNER/NAME shows all' }
    )
  }

  async #ownRun(): Promise<readonly RemoteBackup[]> {
    const { repository, runId } = this.#wanted
    const isOwn = repository === this.#job.repository && (runId === undefined || runId === this.#job.runId)
    if (!isOwn || this.#job.runId === undefined) return []
    const found = await (await this.#service()).list()
    return this.#grouped(
      found.map((one) => ({
        ...one,
        expired: false,
        expiresAt: undefined,
        runId: undefined,
        branch: undefined
      }))
    )
  }

  async #elsewhere(): Promise<readonly RemoteBackup[]> {
    const { repository, runId } = this.#wanted
    const branch =
      runId === undefined
        ? (this.#wanted.branch ?? (await this.#api.repository(repository)).defaultBranch)
        : this.#wanted.branch
    const found: ArtifactFacts[] = []
    for await (const one of this.#api.artifacts(repository, runId))
      if (branch === undefined || one.branch === branch) found.push(one)
    return this.#grouped(found)
  }

  #grouped(
    found: readonly (Omit<ArtifactFacts, 'runId'> & { readonly runId: number | undefined })[]
  ): readonly RemoteBackup[] {
    const named = found.flatMap((one) => {
      const name = parseArtifactName(one.name)
      const wanted = this.#wanted.prefix === undefined || name?.prefix === this.#wanted.prefix
      return name && wanted ? [{ ...one, ...name, stem: `${name.prefix} ${name.backupId}` }] : []
    })
    const groups = new Map<string, RemoteBackup>()
    for (const one of named) {
      if (one.part === 'verified') continue
      const key = `${one.stem} ${one.runId}`
      const group = groups.get(key)
      groups.set(key, {
        prefix: one.prefix,
        backupId: one.backupId,
        runId: one.runId,
        branch: one.branch,
        createdAt: group?.createdAt ?? one.createdAt,
        expiresAt: earlier(group?.expiresAt, one.expiresAt),
        expired: one.part === 'manifest' ? one.expired : (group?.expired ?? false),
        artifacts: new Map([...(group?.artifacts ?? []), [one.part, one]]),
        verifiedBy: named
          .filter(({ part, stem, expired }) => part === 'verified' && stem === one.stem && !expired)
          .map(({ runId }) => runId),
        sizeBytes: (group?.sizeBytes ?? 0) + one.sizeBytes
      })
    }
    return [...groups.values()]
      .filter(({ artifacts }) => artifacts.has('manifest'))
      .sort((a, b) => (a.backupId < b.backupId ? 1 : -1))
  }

  async #reasonAgainst(backup: RemoteBackup, needsMark: boolean): Promise<string | undefined> {
    const reason = await this.#distrust(backup.runId)
    if (reason !== undefined || !needsMark) return reason
    for (const runId of backup.verifiedBy) if ((await this.#distrust(runId)) === undefined) return undefined
    return 'the runs that validated it are not to be trusted'
  }

  async #distrust(runId: number | undefined): Promise<string | undefined> {
    if (runId === undefined) return undefined
    const { repository, workflow, branch } = this.#wanted
    return distrust(await this.#api.run(repository, runId), { repository, workflow, branch })
  }
}

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || other === undefined ? (one ?? other) : one < other ? one : other
}
