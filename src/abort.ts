import { BackupError } from './errors.ts'

/** @throws the signal's reason, a BackupError `interrupted` or `terminated`, when the run was told to end. */
export function checkAborted(signal: AbortSignal): void {
  if (!signal.aborted) return
  throw signal.reason instanceof BackupError
    ? signal.reason
    : new BackupError('interrupted', 'the run was interrupted')
}

/**
 * Breaks off what does not look at the signal itself.
 * @param deed its failure shows where the broken work is awaited
 * @returns what forgets the deed again
 */
export function onAbort(signal: AbortSignal, deed: () => Promise<unknown>): () => void {
  const listener = (): void => {
    deed().catch(() => undefined)
  }
  signal.addEventListener('abort', listener, { once: true })
  return () => signal.removeEventListener('abort', listener)
}
