import { BackupError } from '../errors.ts'

/** Something of a volume that is not in its archive. The path is as tar escapes it. */
export interface NotCaptured {
  readonly path: string
  readonly reason: string
}

/** What tar said about a volume that was read to its end. */
export interface TarOutcome {
  readonly notCaptured: readonly NotCaptured[]
  /** Files that changed or vanished while they were read: possible only when their writers were not held. */
  readonly changed: readonly string[]
  readonly warnings: readonly string[]
}

const notCapturedPatterns: readonly (readonly [RegExp, string])[] = [
  [/^tar: volume\/(.*): socket ignored$/, 'socket'],
  [/^tar: volume\/(.*): door ignored$/, 'door'],
  [/^tar: volume\/(.*): Unknown file type; file ignored$/, 'unknown file type']
]
const changedPattern = /^tar: volume\/?(.*): (?:file changed as we read it|File removed before we read it)$/
const lossPattern = /^tar: (volume.*): (File shrank by .*|Cannot .*|Read error.*)$/
const noise = /^tar: Exiting with failure status|^tar: Total bytes/

/**
 * Reads the messages and exit statuses of the tools that made an archive.
 *
 * GNU tar exits 0 when all is well, 1 when files changed while they were read, 2 on fatal errors. A file that shrank is
 * padded with zeros and exits 1: the archive is whole but holds invented bytes, so it is treated as fatal here.
 *
 * @throws BackupError `read-failed` when the archive is not a true copy.
 */
export function judgeTar(volume: string, lines: readonly string[]): TarOutcome {
  const notCaptured: NotCaptured[] = []
  const changed: string[] = []
  const warnings: string[] = []
  const losses: string[] = []
  let failed = true
  for (const line of lines) {
    const exit = /^!exit (\w+) (\d+)$/.exec(line)
    if (exit) {
      const tolerable = exit[1] === 'tar' ? 1 : 0
      failed = exit[1] === 'tar' ? Number(exit[2]) > tolerable : failed || Number(exit[2]) > tolerable
      continue
    }
    const known = notCapturedPatterns.find(([pattern]) => pattern.test(line))
    if (known) notCaptured.push({ path: known[0].exec(line)?.[1] ?? '', reason: known[1] })
    else if (changedPattern.test(line)) changed.push(changedPattern.exec(line)?.[1] || '.')
    else if (lossPattern.test(line)) losses.push(line.slice('tar: '.length))
    else if (line !== '' && !noise.test(line)) warnings.push(line)
  }
  if (failed || losses.length > 0) throw lossError(volume, losses.length > 0 ? losses : warnings)
  return { notCaptured, changed, warnings }
}

function lossError(volume: string, reasons: readonly string[]): BackupError {
  const shown = reasons.slice(0, 5).join('; ') || 'the helper ended early'
  if (reasons.some((line) => /No space left|Disk quota exceeded|Wrote only \d+ of/.test(line)))
    return new BackupError('no-space', `no space is left for the archive of volume ${volume}: ${shown}`, {
      hint: 'free some space or choose another backup-dir; nothing half-written was kept'
    })
  const more = reasons.length > 5 ? ` (and ${reasons.length - 5} more)` : ''
  return new BackupError('read-failed', `volume ${volume} could not be read whole: ${shown}${more}`, {
    hint: 'nothing was kept of this backup; with quiesce pause or stop files cannot change while they are read'
  })
}

/** @throws BackupError `write-failed`, `no-space` unless the tar that extracts ended well */
export function judgeUnpack(volume: string, status: number, lines: readonly string[]): void {
  const tarStatus = lines
    .map((line) => /^!exit tar (\d+)$/.exec(line)?.[1])
    .find((found) => found !== undefined)
  if (status === 0 && tarStatus === '0') return
  const said = lines.filter(
    (line) => line !== '' && !line.startsWith('!') && !/^tar: Exiting with failure/.test(line)
  )
  const noSpace = said.some((line) => /No space left/.test(line))
  throw new BackupError(
    noSpace ? 'no-space' : 'write-failed',
    `volume ${volume} could not be filled: ${said.slice(0, 5).join('; ') || 'the helper ended early'}`,
    {
      hint: noSpace ? 'free space where the daemon keeps its volumes' : 'the volume of yours was not touched'
    }
  )
}
