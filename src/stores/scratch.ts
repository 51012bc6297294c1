import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

/** Where a runner keeps what does not outlive the job. */
export function temporaryFolder(env: Environment): string {
  return env.RUNNER_TEMP || tmpdir()
}

/** Private to a run: its files on their way to or from artifacts. */
export function scratchFolder(env: Environment, runId: string): string {
  return join(temporaryFolder(env), `volume-backup-${runId}`)
}
