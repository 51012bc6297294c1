import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
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

/** Removes what a step that was ended has left, and says so. */
export async function removeFolders(
  paths: readonly (string | undefined)[],
  host: { info(line: string): void }
): Promise<void> {
  for (const path of new Set(paths)) {
    if (path === undefined || !existsSync(path)) continue
    await rm(path, { recursive: true, force: true })
    host.info(`removed ${path}, which the main step had left`)
  }
}
