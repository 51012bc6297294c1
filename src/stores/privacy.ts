import { BackupError } from '../errors.ts'
import type { GitHubApi } from './github-api.ts'
import type { Upload } from './store.ts'

export interface Privacy {
  /** `owner/name`; `undefined` where nobody says it. */
  readonly repository: string | undefined
  readonly api: GitHubApi
  readonly allowUnencryptedUpload: boolean
  readonly warn: (text: string) => void
}

/**
 * What GitHub keeps is as private as the repository.
 * @throws BackupError `upload-refused` for critical and high volumes of one that is, or may be, public
 */
export async function requirePrivate({ volumes }: Upload, privacy: Privacy): Promise<void> {
  const { repository, api, allowUnencryptedUpload, warn } = privacy
  const sensitive = volumes.filter(({ priority }) => priority === 'critical' || priority === 'high')
  if (sensitive.length === 0) return
  const visibility =
    repository === undefined
      ? 'unknown'
      : await api.repository(repository).then(
          ({ isPrivate }) => (isPrivate ? 'private' : 'public'),
          () => 'unknown'
        )
  if (visibility === 'private') return
  const who =
    visibility === 'public'
      ? `${repository} is public: whoever is signed in to GitHub could download them`
      : `it cannot be learned whether ${repository ?? 'the repository'} is private: perhaps everybody could download them`
  const what = `${sensitive.map(({ key }) => key).join(', ')} would be uploaded unencrypted, and ${who}`
  if (allowUnencryptedUpload) return warn(what)
  throw new BackupError('upload-refused', what, {
    hint: 'keep the backups elsewhere (store: local), leave those volumes out, or, if nothing in them is secret, set allow-unencrypted-upload: true; a token with "contents: read" shows that a repository is private'
  })
}
