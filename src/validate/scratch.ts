import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finishDeadRuns, noteRun, readNote } from '../backup/dead-runs.ts'
import type { Engine } from '../engine/engine.ts'
import type { Ports } from '../run-context.ts'

/**
 * Makes a private folder for copies of volumes, in the folder for temporary files. It says whose it is, so that the next
 * validation removes it should this one be killed.
 */
export async function makeScratch(
  engine: Engine,
  ports: Ports,
  purpose: 'cycle' | 'drill' | 'acceptance' | 'space'
): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `volume-backup-${purpose}-`))
  ports.host.remember('draft', folder)
  await noteRun(folder, engine, ports, [])
  return folder
}

const nameOfScratch = /^volume-backup-(cycle|drill|acceptance|space)-[a-zA-Z0-9]{6}$/

/** Removes the folders of validations that were killed, and lets the containers run that those were holding still. */
export async function sweepScratch(engine: Engine, ports: Ports): Promise<void> {
  const { host, hostName, runId, openStore } = ports
  const names = (await readdir(tmpdir())).filter((name) => nameOfScratch.test(name))
  for (const folder of names.map((name) => join(tmpdir(), name))) {
    // Anybody may make a folder there; what stands in a stranger's is not believed.
    if ((await stat(folder).catch(() => undefined))?.uid !== process.getuid?.()) continue
    const note = await readNote(folder)
    if (note?.host !== hostName || note.engine !== engine.info.address || note.runId === runId) continue
    if ((await engine.activeRuns()).has(note.runId)) continue
    for (const warning of await finishDeadRuns(engine, { ...ports, store: openStore(folder) }))
      host.warn(warning)
    await rm(folder, { recursive: true, force: true })
    host.warn(`removed ${folder} of validation ${note.runId}, which was killed`)
  }
}
