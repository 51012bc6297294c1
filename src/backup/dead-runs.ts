import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { unpublished } from '../backup-set/naming.ts'
import type { Engine } from '../engine/engine.ts'
import { messageOf } from '../errors.ts'
import type { HoldStep } from '../quiesce/plan.ts'
import { releaseContainers } from '../quiesce/run.ts'
import type { Ports } from '../run-context.ts'

/** In the draft's folder: who makes it, and whom it holds still meanwhile. */
const fileName = 'run.json'

const noteSchema = z.object({
  runId: z.string(),
  host: z.string(),
  /** Runs of another daemon cannot be seen from here. */
  engine: z.string(),
  held: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      deed: z.enum(['pause', 'stop']),
      timeoutSeconds: z.number()
    })
  )
})

/** Notes before the deed what the next backup has to undo, should this run be killed. */
export async function noteRun(
  folder: string,
  engine: Engine,
  { runId, hostName }: Pick<Ports, 'runId' | 'hostName'>,
  held: readonly HoldStep[]
): Promise<void> {
  const text = JSON.stringify({ runId, host: hostName, engine: engine.info.address, held })
  await writeFile(join(folder, `${fileName}.new`), text, { mode: 0o600 })
  await rename(join(folder, `${fileName}.new`), join(folder, fileName))
}

/**
 * Lets the containers run that killed backups have left standing still, and removes what they have left in the store.
 * @returns warnings about what may be of a run that nobody here can see
 */
export async function finishDeadRuns(engine: Engine, ports: Ports): Promise<readonly string[]> {
  const { host, hostName, store, now } = ports
  const old = await store.unfinished(now())
  const all = await store.unfinished(endOfTime)
  // In this order: whoever has a folder is seen at work.
  const active = await engine.activeRuns()
  const warnings: string[] = []
  for (const path of all) {
    const note = await readNote(path)
    const seen = note?.host === hostName && note.engine === engine.info.address
    if (!note || !seen) {
      if (old.includes(path))
        warnings.push(`${path} is left of a backup that was killed; remove it: rm -r ${path}`)
      continue
    }
    // Before a backup holds anybody it may have no helper yet.
    const dead = !active.has(note.runId) && (note.held.length > 0 || old.includes(path))
    if (!dead) continue
    host.info(`${path} is left of a backup that was killed: undoing what it has left`)
    await releaseContainers(engine, host, note.held).catch((error: unknown) => {
      warnings.push(`a killed backup had held them: ${messageOf(error)}`)
    })
    // Killed while it published, it has moved files to their place; without a manifest they are no backup.
    const names = await readdir(dirname(path))
    for (const name of unpublished(names, basename(path)))
      await rm(join(dirname(path), name), { force: true })
    await rm(path, { recursive: true, force: true })
    host.info(`removed ${path}`)
  }
  return warnings
}

/** The latest that a date can be: whatever there is is older. */
const endOfTime = new Date(8.64e15)

/** What a folder says of the run that made it; `undefined` when that is nothing. */
export async function readNote(folder: string): Promise<z.infer<typeof noteSchema> | undefined> {
  const path = join(folder, fileName)
  if (!(await stat(path).catch(() => undefined))?.isFile()) return undefined
  try {
    return noteSchema.parse(JSON.parse(await readFile(path, 'utf8')))
  } catch {
    return undefined
  }
}
