import { lstat, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '../engine/engine.ts'
import { messageOf } from '../errors.ts'
import type { Ports } from '../run-context.ts'
import { finishDeadRuns, noteRun, readNote } from './dead-runs.ts'

/**
 * Makes a private folder for copies of volumes, in the folder for temporary files. It says whose it is, so that the next
 * run removes it should this one be killed.
 */
export async function makeScratch(
  engine: Engine,
  ports: Ports,
  purpose: 'restore' | 'cycle' | 'drill' | 'acceptance' | 'space'
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `volume-backup-${purpose}-`))
  ports.host.remember('draft', folder)
  await noteRun(folder, engine, ports, [])
  return folder
}

const nameOfScratch = /^volume-backup-(restore|cycle|drill|acceptance|space)-[a-zA-Z0-9]{6}$/

/** Removes the folders of runs that were killed, and lets the containers run that those were holding still. */
export async function sweepScratch(engine: Engine, ports: Ports): Promise<void> {
  const { host, hostName, runId, openStore } = ports
  const names = (await readdir(tmpdir())).filter((name) => nameOfScratch.test(name))
  for (const folder of names.map((name) => join(tmpdir(), name))) {
    if (!(await isOurs(folder))) continue
    const note = await readNote(folder)
    if (note?.host !== hostName || note.engine !== engine.info.address || note.runId === runId) continue
    try {
      if ((await engine.activeRuns()).has(note.runId)) continue
      for (const warning of await finishDeadRuns(engine, { ...ports, store: openStore(folder) }))
        host.warn(warning)
      await rm(folder, { recursive: true, force: true })
      host.warn(`removed ${folder} of run ${note.runId}, which was killed`)
    } catch (error) {
      host.warn(`${folder} is left of run ${note.runId}, which was killed: ${messageOf(error)}`)
    }
  }
}

/** Anybody may make a folder there, or a link to one; what stands in a stranger's is not believed. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await lstat(folder).catch(() => undefined)
  return found?.isDirectory() === true && found.uid === process.getuid?.() && (found.mode & 0o777) === 0o700
}
