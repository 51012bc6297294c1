import { createReadStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { checkAborted, onAbort } from '../abort.ts'
import { indexLines } from '../archive/index-lines.ts'
import { IndexWriter } from '../backup/index-writer.ts'
import { copyBackCommand } from '../backup-set/readable.ts'
import type { VolumeBytes } from '../engine/volume-bytes.ts'
import { BackupError, messageOf, toBackupError } from '../errors.ts'
import type { Host } from '../host/host.ts'
import { formatDuration } from '../report/units.ts'
import type { RestoreTarget } from './plan.ts'
import { requireSpace } from './stage.ts'
import { compareTree, verifyTree } from './tree.ts'

/** An existing volume whose content is to be exchanged: all three names are volumes that exist. */
export interface SwapStep {
  readonly target: RestoreTarget
  readonly stage: string
  readonly rollback: string
}

export interface SwapRequest {
  readonly steps: readonly SwapStep[]
  /** Opens the way to all volumes of the steps; a second time if the first one was lost. */
  openBytes(): Promise<VolumeBytes>
  /** Notes where a kill is seen that volumes are about to be neither old nor new. */
  mark(): Promise<void>
  /** Takes the note away once all volumes have their old content again. Does not fail. */
  unmark(): Promise<void>
  readonly host: Host
  /** A private folder for what has to be remembered meanwhile. */
  readonly folder: string
  readonly signal: AbortSignal
}

interface Kept {
  readonly step: SwapStep
  /** On disk. */
  readonly oldBytes: number
  /** The entries of the old content. */
  old(): AsyncIterable<readonly string[]>
}

/**
 * Exchanges the content of volumes for their staged content, in order. First every old content is copied and the copy
 * compared; then each volume is emptied, refilled and compared. If anything fails on the way, all volumes touched so far
 * get their old content back. The volumes themselves stay: labels, options and containers keep their references. After
 * an exchange that went well the mark stays too: it is for the caller to take away, once nothing staged is left.
 *
 * @throws BackupError with the cause, everything as before; `rollback-failed` when a volume could not be brought back,
 * naming it and the copy that holds its content
 */
export async function swapVolumes(request: SwapRequest): Promise<void> {
  const { steps, host, signal } = request
  const notes = await mkdtemp(join(request.folder, 'old-'))
  const bytes = await request.openBytes()
  // What stays of a helper must not keep anybody from bringing the old content back.
  let closing: Promise<void> | undefined
  const close = (): Promise<void> => {
    closing ??= bytes.close().catch((error: unknown) => host.warn(messageOf(error)))
    return closing
  }
  const touched: Kept[] = []
  let marked = false
  // Nothing of the user's has changed yet: a request to end need not wait for a long copy.
  const forget = onAbort(signal, async () => marked || close())
  try {
    const kept: Kept[] = []
    for (const [number, step] of steps.entries()) {
      checkAborted(signal)
      kept.push(await keepOld(step, bytes, host, join(notes, String(number)), signal))
    }
    await requireRoom(kept, bytes)
    checkAborted(signal)
    marked = true
    await request.mark()
    for (const one of kept) {
      touched.push(one)
      await exchange(one.step, bytes, host)
      // From the first delete on, a request to end is answered by bringing the old content back.
      checkAborted(signal)
    }
  } catch (error) {
    await close()
    if (touched.length > 0) {
      host.warn(`the exchange failed, the old content is brought back: ${messageOf(error)}`)
      await rollBack(touched, request, error)
    }
    if (marked) await request.unmark()
    throw touched.length > 0 ? undone(error) : error
  } finally {
    forget()
    await close()
    await rm(notes, { recursive: true, force: true }).catch((error: unknown) => host.warn(messageOf(error)))
  }
}

async function keepOld(
  step: SwapStep,
  bytes: VolumeBytes,
  host: Host,
  notes: string,
  signal: AbortSignal
): Promise<Kept> {
  const { target, rollback } = step
  const started = performance.now()
  host.progress(`${target.item.key}: keeping the old content`)
  const oldBytes = await bytes.usedBytes(target.name)
  await requireSpace(bytes, rollback, oldBytes, `the copy of the old content of ${target.name}`)
  await bytes.copy(target.name, rollback)
  const writer = new IndexWriter(notes)
  await compareTree({
    bytes,
    volume: target.name,
    expected: undefined,
    onLines: (lines) => writer.addLines(lines),
    onProgress: () => undefined,
    signal
  }).catch((error: unknown) => {
    writer.abandon()
    throw error
  })
  const { sha256 } = await writer.finish()
  const old = (): AsyncIterable<readonly string[]> =>
    indexLines('of the old content', createReadStream(notes), sha256)
  await verifyTree(
    { bytes, volume: rollback, expected: old(), onProgress: () => undefined, signal },
    `the copy of the old content of ${target.name}`
  )
  await bytes.settle()
  host.progress(undefined)
  host.info(
    `${target.item.key}: the old content is kept in volume ${rollback}, ${formatDuration(performance.now() - started)}`
  )
  return { step, oldBytes, old }
}

/** Each volume is emptied before it is refilled: it needs room for what the new content is larger. */
async function requireRoom(kept: readonly Kept[], bytes: VolumeBytes): Promise<void> {
  let growth = 0
  for (const { step, oldBytes } of kept) {
    const { target, stage } = step
    growth += (await bytes.usedBytes(stage)) - oldBytes
    await requireSpace(bytes, target.name, growth, `the new content of ${target.name}`)
  }
}

async function exchange({ target, stage }: SwapStep, bytes: VolumeBytes, host: Host): Promise<void> {
  const started = performance.now()
  host.progress(`${target.item.key}: exchanging`)
  await bytes.wipe(target.name)
  await bytes.copy(stage, target.name)
  await verifyTree(
    { bytes, volume: target.name, expected: target.item.index(), onProgress: () => undefined },
    `the restored volume ${target.name}`
  )
  await bytes.settle()
  host.progress(undefined)
  host.info(`${target.item.key}: exchanged and compared, ${formatDuration(performance.now() - started)}`)
}

function undone(error: unknown): BackupError {
  const { code, message, hint } = toBackupError(error)
  return new BackupError(code, `${message}; the old content is back in every volume`, {
    ...(hint === undefined ? {} : { hint }),
    cause: error
  })
}

/** With a helper of its own: the first one may be what failed. */
async function rollBack(
  touched: readonly Kept[],
  { openBytes, host }: SwapRequest,
  cause: unknown
): Promise<void> {
  const failures: string[] = []
  const commands: string[] = []
  const bytes = await openBytes().catch((error: unknown) => messageOf(error))
  for (const { step, old } of [...touched].reverse()) {
    try {
      if (typeof bytes === 'string') throw new Error(bytes)
      // What cannot be removed or written may be as it was: the comparison decides.
      const note = (error: unknown): void => host.warn(messageOf(error))
      await bytes.wipe(step.target.name).catch(note)
      await bytes.copy(step.rollback, step.target.name).catch(note)
      await verifyTree(
        { bytes, volume: step.target.name, expected: old(), onProgress: () => undefined },
        `the rolled-back volume ${step.target.name}`
      )
      await bytes.settle()
      host.info(`${step.target.item.key}: the old content is back`)
    } catch (error) {
      failures.push(
        `${step.target.name} (its old content is in volume ${step.rollback}): ${messageOf(error)}`
      )
      commands.push(copyBackCommand(step.rollback, step.target.name))
    }
  }
  if (typeof bytes !== 'string') await bytes.close().catch((error: unknown) => host.warn(messageOf(error)))
  if (failures.length === 0) return
  throw new BackupError(
    'rollback-failed',
    `the restore failed (${messageOf(cause)}) and so did bringing back the old content of ${failures.join('; ')}`,
    {
      hint: `do not start the services; copy the old content back, IMAGE being any image with GNU tar (debian:stable-slim):\n${commands.join('\n')}`,
      cause
    }
  )
}
