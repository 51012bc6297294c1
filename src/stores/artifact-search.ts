import { BackupError } from '../errors.ts'
import { formatArtifactNames } from './artifact-names.ts'
import type { ArtifactService } from './artifact-service.ts'
import { type ArtifactFacts, type GitHubApi, mostPages } from './github-api.ts'
import { distrust } from './provenance.ts'
import { groupBackups, type RemoteBackup } from './remote-backup.ts'

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

/** Looks for backups among the artifacts of this run, of another one, or of a repository. */
export class ArtifactSearch {
  readonly #wanted: Wanted
  readonly #job: Job
  readonly #api: GitHubApi
  readonly #service: () => Promise<ArtifactService>
  readonly #warn: (text: string) => void
  readonly #doubts = new Map<number, Promise<string | undefined>>()

  constructor(
    wanted: Wanted,
    job: Job,
    api: GitHubApi,
    service: () => Promise<ArtifactService>,
    warn: (text: string) => void
  ) {
    this.#wanted = wanted
    this.#job = job
    this.#api = api
    this.#service = service
    this.#warn = warn
  }

  /** Those that have a manifest, newest first; trusted or not. */
  async all(): Promise<readonly RemoteBackup[]> {
    const own = await this.#ownRun()
    return own.length > 0 ? own : this.#elsewhere()
  }

  /** Those of one name in this run and before it, newest first, as far as they can be read and trusted. */
  async *earlier(prefix: string): AsyncGenerator<RemoteBackup> {
    const own = (await this.#ownRun()).filter((one) => one.prefix === prefix)
    const ownIds = own.map(({ backupId }) => backupId)
    const others = (await this.#elsewhere()).filter(
      (one) => one.prefix === prefix && !ownIds.includes(one.backupId)
    )
    for (const one of [...own, ...others]) {
      if (one.expired) continue
      const reason = await this.doubt(one)
      if (reason === undefined) yield one
      else this.#warn(`backup ${one.backupId} is passed over: ${reason}`)
    }
  }

  /**
   * Warns of each newer backup that is passed over.
   * @param backupId an id, with or without its prefix, `latest` or `latest-verified`
   * @throws BackupError `backup-unknown`, `backup-expired`, `source-refused`, `bad-input` when two stacks may be meant
   */
  async find(backupId: string): Promise<RemoteBackup> {
    const named = await this.#named(backupId)
    const fitting = named.filter((one) => backupId !== 'latest-verified' || one.verifiedBy.length > 0)
    const prefixes = [...new Set(fitting.map(({ prefix }) => prefix))]
    if (prefixes.length > 1)
      throw new BackupError('bad-input', `backups of several stacks are there: ${prefixes.join(', ')}`, {
        hint: 'say which one with artifact-name'
      })
    const alive = fitting.filter(({ expired }) => !expired)
    let refused: string | undefined
    for (const one of alive) {
      const unproven = backupId === 'latest-verified' && !(await this.isVerified(one))
      const reason =
        (await this.doubt(one)) ?? (unproven ? 'the runs that validated it are not to be trusted' : undefined)
      if (reason === undefined) return one
      refused ??= reason
      if (isWord(backupId)) this.#warn(`backup ${one.backupId} is passed over: ${reason}`)
    }
    if (refused !== undefined && !isWord(backupId))
      throw new BackupError('source-refused', `backup ${backupId} is refused: ${refused}`, {
        hint: 'name the run, workflow or branch that it is to come from: inputs run-id, workflow, branch'
      })
    throw this.#nothing(backupId, named, fitting.length > 0 && alive.length === 0)
  }

  /** Why a backup must not be restored; asked once for each run. */
  async doubt({ runId }: RemoteBackup): Promise<string | undefined> {
    return this.#distrust(runId)
  }

  /** Whether a run that is to be trusted found it whole. */
  async isVerified({ verifiedBy }: RemoteBackup): Promise<boolean> {
    for (const runId of verifiedBy) if ((await this.#distrust(runId)) === undefined) return true
    return false
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

  async #named(backupId: string): Promise<readonly RemoteBackup[]> {
    const isMeant = (one: RemoteBackup): boolean =>
      isWord(backupId) || [one.backupId, `${one.prefix}/${one.backupId}`].includes(backupId)
    const own = (await this.#ownRun()).filter(isMeant)
    if (own.length > 0) return own
    const [id = '', prefix = this.#wanted.prefix] = backupId.split('/').reverse()
    if (isWord(backupId) || prefix === undefined || this.#wanted.runId !== undefined)
      return (await this.#elsewhere()).filter(isMeant)
    return this.#byName(prefix, id)
  }

  /** However many artifacts lie before it. */
  async #byName(prefix: string, backupId: string): Promise<readonly RemoteBackup[]> {
    const found: ArtifactFacts[] = []
    for (const name of formatArtifactNames({ prefix, backupId, part: 'manifest' }))
      found.push(...(await this.#artifacts(undefined, name)))
    // Whoever floods the list with forged ones must not make this long.
    for (const runId of new Set(found.map((one) => one.runId)))
      if ((await this.#distrust(runId)) === undefined) found.push(...(await this.#artifacts(runId)))
    return groupBackups(found, prefix).filter((one) => one.backupId === backupId)
  }

  async #ownRun(): Promise<readonly RemoteBackup[]> {
    const { repository, runId, prefix, workflow, branch } = this.#wanted
    const isOwn = repository === this.#job.repository && (runId === undefined || runId === this.#job.runId)
    // Where somebody says what it has to come from, this run is judged as all others are.
    const isJudged = workflow !== undefined || branch !== undefined
    if (!isOwn || isJudged || this.#job.runId === undefined) return []
    const found = await (await this.#service()).list()
    const more = { expired: false, expiresAt: undefined, runId: undefined, branch: undefined }
    return groupBackups(
      found.map((one) => ({ ...one, ...more })),
      prefix
    )
  }

  async #elsewhere(): Promise<readonly RemoteBackup[]> {
    return groupBackups(await this.#artifacts(this.#wanted.runId), this.#wanted.prefix)
  }

  /** Of the wanted branch alone. */
  async #artifacts(runId: number | undefined, name?: string): Promise<readonly ArtifactFacts[]> {
    const { repository } = this.#wanted
    const branch =
      this.#wanted.branch ??
      (runId === undefined ? (await this.#api.repository(repository)).defaultBranch : undefined)
    const listing = this.#api.artifacts(repository, runId, name)
    const found: ArtifactFacts[] = []
    for (;;) {
      const step = await listing.next()
      if (!step.done) {
        if (branch === undefined || step.value.branch === branch) found.push(step.value)
        continue
      }
      if (!step.value)
        this.#warn(
          `${repository} has more artifacts than are looked at (${mostPages * 100}): name a backup by backup-id and artifact-name, or its run by run-id, to find an older one`
        )
      return found
    }
  }

  async #distrust(runId: number | undefined): Promise<string | undefined> {
    if (runId === undefined) return undefined
    const judged = this.#doubts.get(runId) ?? this.#judge(runId)
    this.#doubts.set(runId, judged)
    return judged
  }

  async #judge(runId: number): Promise<string | undefined> {
    const { repository, workflow, branch } = this.#wanted
    return distrust(await this.#api.run(repository, runId), { repository, workflow, branch })
  }
}

function isWord(backupId: string): boolean {
  return backupId.startsWith('latest')
}
