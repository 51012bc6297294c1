/** Every way in which a run can fail, with the exit code the doors end with (see the README, "Exit codes"). */
const exitCodes = {
  'bad-input': 2,
  'volume-unknown': 2,
  'nothing-selected': 2,
  'backup-unknown': 2,
  'docker-unavailable': 1,
  'docker-failed': 1,
  'compose-failed': 1,
  'artifact-exists': 1,
  'store-quota': 1,
  'store-forbidden': 1,
  'store-unavailable': 1,
  'backup-expired': 1,
  'helper-failed': 1,
  'not-supported': 1,
  'folder-unusable': 1,
  'no-space': 1,
  'volume-missing': 1,
  'volume-empty': 1,
  'volume-shrunk': 1,
  'not-captured': 1,
  'source-changed': 1,
  'read-failed': 1,
  'write-failed': 1,
  'restart-failed': 1,
  'rollback-failed': 1,
  'check-failed': 4,
  'backup-damaged': 4,
  'archive-refused': 4,
  'verify-failed': 4,
  'upload-refused': 5,
  'source-refused': 5,
  'in-use': 5,
  'not-confirmed': 5,
  interrupted: 130,
  terminated: 143,
  internal: 1
} as const

export type ErrorCode = keyof typeof exitCodes

export interface ErrorDetails {
  /** What the user can do next. */
  readonly hint?: string
  readonly cause?: unknown
}

/**
 * The one error class of the program. `message` says what failed and on which thing, in lower case; `hint` what to do
 * next; `code` is the closed word that scripts may rely on.
 */
export class BackupError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'BackupError'
    this.code = code
    this.hint = details.hint
  }
}

export function exitCodeOf(code: ErrorCode): number {
  return exitCodes[code]
}

/** Any thrown value as a BackupError; what nobody foresaw becomes `internal`. */
export function toBackupError(thrown: unknown): BackupError {
  if (thrown instanceof BackupError) return thrown
  if (codeOf(thrown) === 'ENOSPC' || codeOf(thrown) === 'EDQUOT') {
    const path =
      typeof thrown === 'object' && thrown !== null && 'path' in thrown ? ` for ${thrown.path}` : ''
    return new BackupError('no-space', `no space is left${path}`, {
      hint: 'free some space or choose another backup-dir; nothing half-written was kept',
      cause: thrown
    })
  }
  return new BackupError('internal', messageOf(thrown), { cause: thrown })
}

/** A store that could not give the bytes says nothing about them. */
export function isOfStore(error: unknown): boolean {
  return error instanceof BackupError && /^(store-|backup-expired$)/.test(error.code)
}

export function messageOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'message' in thrown
    ? String(thrown.message)
    : String(thrown)
}

/** The `code` of an error of Node.js; empty for anything else. */
export function codeOf(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'code' in thrown ? String(thrown.code) : ''
}
