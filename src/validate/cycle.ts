import { rm } from 'node:fs/promises'
import { checkAborted, onAbort } from '../abort.ts'
import { comparisonOf } from '../archive/compare.ts'
import { makeScratch } from '../backup/scratch.ts'
import type { ManifestVolume } from '../backup-set/manifest.ts'
import type { Engine } from '../engine/engine.ts'
import { ownVolume } from '../engine/labels.ts'
import { messageOf } from '../errors.ts'
import type { Check, Phase } from '../report/report.ts'
import { formatBytes, plural } from '../report/units.ts'
import { manifestItem } from '../restore/source.ts'
import { requireSpace, stageArchive } from '../restore/stage.ts'
import type { Ports } from '../run-context.ts'
import { copyLive } from './live-copy.ts'
import { timed } from './timed.ts'
import { type Checker, noStack } from './validation.ts'

/**
 * Proves that the live volumes can be backed up and restored: archives them into a private folder, restores each into a
 * throw-away volume, compares every entry, and removes all of it. Nothing of the user's changes.
 */
export const cycleChecker: Checker = {
  reasonToSkip: noStack,
  check: async (validation) => {
    const { ports } = validation
    const stack = await validation.stack()
    const engine = await validation.workplace()
    const folder = await makeScratch(engine, ports, 'cycle')
    try {
      const { volumes, held, warnings, ...copy } = await copyLive(validation, folder)
      const checks = await restoreAside(volumes, ports, engine, copy.folder)
      return {
        checks,
        held,
        warnings: [...stack.warnings, ...warnings],
        phases: volumes.map(copying)
      }
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

async function restoreAside(
  volumes: readonly ManifestVolume[],
  ports: Ports,
  engine: Engine,
  folder: string
): Promise<readonly Check[]> {
  const { host, runId, signal } = ports
  const aside = volumes.map((_, number) => `volume-backup-cycle-${runId}-${number}`)
  const made: string[] = []
  const checks: Check[] = []
  try {
    for (const name of aside) {
      await engine.createVolume(ownVolume(name, runId, 'cycle'))
      made.push(name)
    }
    const bytes = await ports.openBytes(
      engine,
      aside.map((name) => ({ name, writable: true })),
      folder
    )
    const forget = onAbort(signal, () => bytes.close())
    try {
      await requireSpace(
        bytes,
        aside[0] ?? '',
        volumes.reduce((sum, { contentBytes, tar }) => sum + Math.min(contentBytes, tar.sizeBytes), 0),
        'the cycle'
      )
      for (const [number, volume] of volumes.entries()) {
        checkAborted(signal)
        const name = aside[number] ?? ''
        checks.push(await timed(ports, () => cycleOne(volume, ports, bytes, name, folder)))
      }
    } finally {
      forget()
      await bytes.close()
    }
  } finally {
    for (const name of made)
      await engine
        .removeVolume(name)
        .catch((error: unknown) => host.warn(`volume ${name} is left behind: ${messageOf(error)}`))
  }
  return checks
}

async function cycleOne(
  volume: ManifestVolume,
  ports: Ports,
  bytes: Parameters<typeof stageArchive>[0]['bytes'],
  name: string,
  folder: string
): Promise<Check> {
  const store = ports.openStore(folder)
  const subject = volume.name
  try {
    const entries = await stageArchive({
      item: manifestItem(volume, store),
      store,
      bytes,
      volume: name,
      host: ports.host,
      signal: ports.signal
    })
    const missing = volume.notCaptured.length
    const detail = `${plural(entries, 'entry', 'entries')}, ${formatBytes(volume.contentBytes)} backed up, restored and equal${missing > 0 ? `; not captured: ${missing}` : ''}`
    return {
      name: 'cycle',
      id: 'cycle.equal',
      subject,
      outcome: entries > 0 ? 'passed' : 'failed',
      looked: entries,
      detail
    }
  } catch (error) {
    checkAborted(ports.signal)
    const compared = comparisonOf(error)
    return {
      name: 'cycle',
      id: 'cycle.equal',
      subject,
      outcome: 'failed',
      looked: compared?.entries ?? 0,
      detail: messageOf(error),
      ...(compared ? { differences: compared.first } : {})
    }
  }
}

function copying({ key, startedAt, durationMs }: ManifestVolume): Phase {
  return { name: `copy ${key}`, startedAt, durationMs }
}
