import { BackupError } from './errors.ts'

/** @throws the signal's reason, a BackupError `interrupted` or `terminated`, when the run was told to end. */
export function checkAborted(signal: AbortSignal): void {
  if (!signal.aborted) return
  throw signal.reason instanceof BackupError
    ? signal.reason
    : new BackupError('interrupted', 'the run was interrupted')
}
