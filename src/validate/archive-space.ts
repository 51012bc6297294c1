import { rm } from 'node:fs/promises'
import { checkAborted, onAbort } from '../abort.ts'
import { makeScratch } from '../backup/scratch.ts'
import type { Manifest } from '../backup-set/manifest.ts'
import type { Engine } from '../engine/engine.ts'
import { ownVolume } from '../engine/labels.ts'
import { messageOf } from '../errors.ts'
import type { Check } from '../report/report.ts'
import { formatBytes, plural } from '../report/units.ts'
import { manifestItem } from '../restore/source.ts'
import type { Ports } from '../run-context.ts'
import type { Validation } from './validation.ts'

/**
 * Whether a restore of this backup would find enough space where the daemon keeps its volumes: for its content, and for
 * a rollback copy of what the volumes hold now.
 */
export async function checkSpace(manifest: Manifest, validation: Validation): Promise<Check> {
  const { ports } = validation
  const check = { name: 'archives', id: 'archives.space', subject: `restore of ${manifest.backupId}` }
  try {
    const engine = await validation.workplace()
    const { free, held, targets } = await measure(manifest, engine, ports)
    const content = manifest.volumes.reduce(
      (sum, volume) => sum + manifestItem(volume, ports.store).neededBytes,
      0
    )
    const needed = content + held
    if (Number.isNaN(free))
      return { ...check, outcome: 'skipped', looked: 0, detail: 'the daemon does not tell how much is free' }
    const enough = free >= needed
    return {
      ...check,
      outcome: enough ? 'passed' : 'failed',
      looked: manifest.volumes.length,
      detail: `needs ${formatBytes(needed)} (content ${formatBytes(content)}, copies of ${plural(targets, 'existing volume')} ${formatBytes(held)}), ${formatBytes(free)} are free`,
      ...(enough
        ? {}
        : {
            findings: [
              {
                severity: 'error',
                subject: manifest.backupId,
                message: `a restore would lack ${formatBytes(needed - free)} where the daemon keeps its volumes`,
                hint: 'free some space there'
              }
            ]
          })
    }
  } catch (error) {
    checkAborted(ports.signal)
    const [first = ''] = messageOf(error).split('\n')
    return { ...check, outcome: 'skipped', looked: 0, detail: `it cannot be measured here: ${first}` }
  }
}

/** By a throw-away volume of our own and the targets, which are only read. */
async function measure(
  { volumes }: Manifest,
  engine: Engine,
  ports: Ports
): Promise<{ free: number; held: number; targets: number }> {
  const live = new Set((await engine.listVolumes()).map(({ name }) => name))
  const targets = volumes.map(({ name }) => name).filter((name) => live.has(name))
  const probe = `volume-backup-space-${ports.runId}`
  const folder = await makeScratch(engine, ports, 'space')
  try {
    await engine.createVolume(ownVolume(probe, ports.runId, 'cycle'))
    const mounts = [{ name: probe, writable: true }, ...targets.map((name) => ({ name, writable: false }))]
    const bytes = await ports.openBytes(engine, mounts, folder)
    const forget = onAbort(ports.signal, () => bytes.close())
    try {
      let held = 0
      for (const name of targets) held += await bytes.usedBytes(name)
      return { free: await bytes.freeBytes(probe), held, targets: targets.length }
    } finally {
      forget()
      await bytes.close()
    }
  } finally {
    await engine
      .removeVolume(probe)
      .catch((error: unknown) => ports.host.warn(`volume ${probe} is left behind: ${messageOf(error)}`))
    await rm(folder, { recursive: true, force: true })
  }
}
