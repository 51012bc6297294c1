import { BackupError } from './errors.ts'

/**
 * What may start a run that touches backups: events that need write access, or whose run has no more rights than the
 * code that it runs. Every other one, also those that there will be, lets strangers start a run with the rights of the
 * repository, or hands on a run of theirs (`workflow_run`).
 */
const ownEvents: readonly string[] = [
  'schedule',
  'workflow_dispatch',
  'repository_dispatch',
  'push',
  'pull_request',
  'merge_group',
  'release'
]

export function isOwnEvent(event: string): boolean {
  return ownEvents.includes(event)
}

/**
 * @param event of this very run; `undefined` outside of GitHub Actions
 * @throws BackupError `source-refused` when it lets strangers choose what happens in the run
 */
export function requireOwnEvent(event: string | undefined): void {
  if (!event || isOwnEvent(event)) return
  throw new BackupError(
    'source-refused',
    `backups are not touched in a run that was started by ${event}: it may have the rights of this repository although strangers start it`,
    { hint: `use one of ${ownEvents.join(', ')}; a workflow that is called has the event of its caller` }
  )
}
