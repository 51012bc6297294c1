import { checkAborted, onAbort } from '../abort.ts'
import type { Engine } from '../engine/engine.ts'
import { ownVolume } from '../engine/labels.ts'
import { messageOf } from '../errors.ts'
import type { Check, Finding } from '../report/report.ts'
import { plural } from '../report/units.ts'
import { requireSpace, stageArchive } from '../restore/stage.ts'
import type { Ports } from '../run-context.ts'
import type { DrillData } from './data.ts'
import type { Layout } from './layout.ts'

export interface RestoreAsideRequest {
  readonly ports: Ports
  readonly engine: Engine
  readonly data: DrillData
  readonly layout: Layout
}

/** Makes the drill's volumes and fills them; every entry is compared with its index. */
export async function restoreAside(request: RestoreAsideRequest): Promise<readonly Check[]> {
  const { ports, engine, layout } = request
  for (const name of layout.volumes.keys()) {
    checkAborted(ports.signal)
    await engine.createVolume(ownVolume(name, ports.runId, 'drill'))
  }
  const startedAt = ports.now().toISOString()
  const begun = performance.now()
  const findings: Finding[] = []
  const entries = await fill(request, findings)
  if (entries === 0 && findings.length === 0)
    findings.push({
      severity: 'error',
      subject: 'the volumes',
      message: 'there is nothing in it for the volumes of the Compose file',
      hint: 'is it the backup of this stack? "volume-backup show ID" tells what is in it'
    })
  const failed = findings.length > 0
  return [
    {
      name: 'drill',
      id: 'drill.restore',
      subject: request.data.source === 'live' ? 'the live volumes' : `backup ${request.data.backupId}`,
      outcome: failed ? 'failed' : 'passed',
      looked: entries,
      detail: failed
        ? findings.map(({ message }) => message).join('; ')
        : `${plural(entries, 'entry', 'entries')} restored into throw-away volumes and compared`,
      startedAt,
      durationMs: Math.round(performance.now() - begun),
      ...(failed ? { findings } : {})
    }
  ]
}

async function fill(
  { ports, data, layout, engine }: RestoreAsideRequest,
  findings: Finding[]
): Promise<number> {
  const { host, signal } = ports
  const filled = [...layout.volumes].flatMap(([name, item]) => (item ? [{ name, item }] : []))
  const [first] = filled
  if (!first) return 0
  const bytes = await ports.openBytes(
    engine,
    filled.map(({ name }) => ({ name, writable: true })),
    layout.folder
  )
  const forget = onAbort(signal, () => bytes.close())
  let entries = 0
  try {
    const needed = filled.reduce((sum, { item }) => sum + item.neededBytes, 0)
    await requireSpace(bytes, first.name, needed, 'the drill')
    for (const { name, item } of filled) {
      checkAborted(signal)
      try {
        entries += await stageArchive({ item, store: data.store, bytes, volume: name, host, signal })
      } catch (error) {
        checkAborted(signal)
        findings.push({
          severity: 'error',
          subject: item.key,
          message: `${item.key}: ${messageOf(error)}`,
          hint: 'this backup does not restore: validate an older one with backup-id, and find out what damaged this one'
        })
        break
      }
    }
  } finally {
    forget()
    await bytes.close()
  }
  return entries
}
