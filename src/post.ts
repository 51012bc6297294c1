import './shim.ts'
import { BackupError, toBackupError } from './errors.ts'
import { fail, githubHost, recall, recallArtifacts, recallHeld } from './host/github.ts'
import { releaseContainers } from './quiesce/run.ts'
import { describeError } from './report/report.ts'
import { creatingMarkOf } from './restore/earlier-runs.ts'
import { describe, leftoversOf } from './restore/leftovers.ts'
import { removeFolders, scratchFolder } from './stores/scratch.ts'
import { takeBack } from './stores/take-back.ts'

/** Finishes what a cancelled or killed main step left; does nothing when that ended well. */
async function main(): Promise<void> {
  const held = recallHeld()
  const draft = recall('draft')
  const runId = recall('run-id')
  if (runId === undefined) return
  const host = githubHost()
  const { connectDocker } = await import('./engine/docker.ts')
  // Archives must not lie around, least of all where the daemon is down; the second is where they lay on their way.
  await removeFolders([draft, scratchFolder(process.env, runId)], host)
  const engine = await connectDocker(process.env)
  // A helper in the middle of a long job has not noticed yet.
  for (const name of await engine.removeContainersOf(runId))
    host.info(`removed container ${name}, which the main step had left`)
  await engine.removeNetworksOf(runId)
  const left = leftoversOf(await engine.listVolumes(), runId)
  if (left.exchanging)
    throw new BackupError('rollback-failed', describe(left), {
      hint: `services were not started on such volumes: ${held.map(({ name }) => name).join(', ') || 'none was stopped'}`
    })
  if (held.length > 0) {
    host.info(`the main step ended early; held at that time: ${held.map(({ name }) => name).join(', ')}`)
    await releaseContainers(engine, host, held)
  }
  // With nothing staged the restore was done, and its copies are to be kept.
  const partial = left.others.length > 0 ? left.rollbacks.map(({ name }) => name) : []
  // New volumes that were being filled may have been used since: they are for the user to remove, and stay marked.
  const mark = left.created.length > 0 ? creatingMarkOf(runId) : undefined
  for (const name of [...left.others, ...partial].filter((one) => one !== mark)) {
    await engine.removeVolume(name)
    host.info(`removed ${name}, which the main step had left`)
  }
  if (mark) throw new BackupError('rollback-failed', describe(left))
}

// Asked to end, it goes on: nobody comes after it, and the runner ends it for good when its patience is over.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)
try {
  await main()
} catch (error) {
  fail(describeError(toBackupError(error)))
}
// Last: whoever was stopped does not wait for a service that may be down.
const names = recallArtifacts()
if (names.length > 0) {
  const { GitHubArtifacts } = await import('./stores/artifact.ts')
  await takeBack(names, new GitHubArtifacts(), githubHost())
}
process.exit()
