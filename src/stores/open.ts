import { join } from 'node:path'
import { BackupError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import type { CommonSettings } from '../inputs/settings.ts'
import { artifactPrefix, prefixOf } from './artifact-names.ts'
import { ArtifactSearch, type Job } from './artifact-search.ts'
import type { ArtifactService } from './artifact-service.ts'
import { ArtifactStore } from './artifact-store.ts'
import { GitHubApi } from './github-api.ts'
import { LocalStore } from './local.ts'
import { type Environment, scratchFolder, temporaryFolder } from './scratch.ts'
import type { Store } from './store.ts'

/**
 * The store that the settings name.
 * @param runId names the folder where files lie on their way
 * @throws BackupError `bad-input`
 */
export async function openStore(
  settings: CommonSettings,
  env: Environment,
  runId: string,
  signal: AbortSignal,
  host: Pick<Host, 'info' | 'warn' | 'remember'>
): Promise<Store> {
  const { store, stack } = settings
  const warn = (text: string): void => host.warn(text)
  if (store.kind === 'local') return new LocalStore(settings.backupDir)
  const token = store.token || env.GITHUB_TOKEN || undefined
  const api = new GitHubApi(env.GITHUB_API_URL || 'https://api.github.com', token)
  const { allowUnencryptedUpload } = store
  if (store.kind === 'cache') {
    const { CacheStore } = await import('./cache.ts')
    const prefix = prefixOf(store.artifactName, stack.projectName)
    return new CacheStore({
      folder: join(temporaryFolder(env), 'volume-backup-cache', prefix),
      prefix,
      checkout: env.GITHUB_WORKSPACE,
      event: env.GITHUB_EVENT_NAME,
      allowCritical: store.allowCriticalCache,
      repository: env.GITHUB_REPOSITORY,
      api,
      allowUnencryptedUpload,
      warn
    })
  }
  const job: Job = {
    repository: env.GITHUB_REPOSITORY,
    runId: env.ACTIONS_RUNTIME_TOKEN ? Number(env.GITHUB_RUN_ID) : undefined
  }
  const repository = store.repository ?? job.repository
  if (repository === undefined || !/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw new BackupError('bad-input', 'store artifact needs a repository, as OWNER/NAME', {
      hint: 'it runs in a job of GitHub Actions, or with --repository OWNER/NAME; --store local keeps backups in a folder'
    })
  let client: Promise<ArtifactService> | undefined
  const service = (): Promise<ArtifactService> => {
    client ??= import('./artifact.ts').then(({ GitHubArtifacts }) => new GitHubArtifacts())
    return client
  }
  const { artifactName, runId: wantedRun, workflow, branch } = store
  const prefix = artifactName === undefined ? undefined : artifactPrefix(artifactName)
  return new ArtifactStore({
    folder: scratchFolder(env, runId),
    repository,
    runId: wantedRun ?? job.runId,
    checkout: env.GITHUB_WORKSPACE,
    token,
    event: env.GITHUB_EVENT_NAME,
    digest: store.artifactDigest,
    artifactName,
    retentionDays: store.retentionDays,
    retentionLimit: Number(env.GITHUB_RETENTION_DAYS) || 90,
    allowUnencryptedUpload,
    api,
    service,
    search: new ArtifactSearch(
      { repository, runId: wantedRun, prefix, workflow, branch },
      job,
      api,
      service,
      warn
    ),
    signal,
    info: (text) => host.info(text),
    warn,
    remember: (names) => host.remember('artifacts', names)
  })
}
