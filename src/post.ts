import './shim.ts'
import { rm } from 'node:fs/promises'
import { purposeLabel, runLabel } from './engine/labels.ts'
import { toBackupError } from './errors.ts'
import { fail, githubHost, recall, recallHeld } from './host/github.ts'
import { releaseContainers } from './quiesce/run.ts'
import { describeError } from './report/report.ts'

/** Finishes what a cancelled or killed main step left; does nothing when that ended well. */
async function main(): Promise<void> {
  const held = recallHeld()
  const draft = recall('draft')
  const runId = recall('run-id')
  if (runId === undefined) return
  const host = githubHost()
  const { connectDocker } = await import('./engine/docker.ts')
  const engine = await connectDocker(process.env)
  if (held.length > 0) {
    host.info(`the main step ended early; held at that time: ${held.map(({ name }) => name).join(', ')}`)
    await releaseContainers(engine, host, held)
  }
  for (const { name, labels } of await engine.listVolumes()) {
    const purpose = labels[purposeLabel]
    if (labels[runLabel] !== runId || (purpose !== 'stage' && purpose !== 'cycle')) continue
    await engine.removeVolume(name)
    host.info(`removed the staging volume ${name}`)
  }
  if (draft !== undefined) await rm(draft, { recursive: true, force: true })
}

try {
  await main()
} catch (error) {
  fail(describeError(toBackupError(error)))
}
process.exit()
