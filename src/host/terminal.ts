import { createInterface } from 'node:readline/promises'
import { BackupError, codeOf, messageOf } from '../errors.ts'
import { oneLine, ownLine } from '../report/units.ts'
import type { Host } from './host.ts'

/**
 * Writes to standard output. That nobody reads it any more is fine.
 * @throws BackupError `write-failed`, on a full disk for example
 */
export async function writeResult(text: string): Promise<void> {
  const error = await new Promise<unknown>((resolve) => process.stdout.write(text, resolve))
  if (!error || codeOf(error) === 'EPIPE') return
  throw new BackupError('write-failed', `standard output cannot be written: ${messageOf(error)}`, {
    hint: 'what was to be done is done; only its result could not be shown',
    cause: error
  })
}

/** Speaks on standard error, so that standard output holds results alone. */
export function terminalHost(
  options: { readonly quiet: boolean },
  env: Readonly<Record<string, string | undefined>>
): Host {
  const color = process.stderr.isTTY === true && !env.NO_COLOR
  const rewrites = process.stderr.isTTY === true && !options.quiet
  let shown = false
  let lastLine = performance.now()
  const clear = (): void => {
    if (shown) process.stderr.write('\r\x1b[K')
    shown = false
  }
  const say = (tag: string, shade: string, text: string): void => {
    clear()
    const mark = color && tag !== '' ? `\x1b[${shade}m${tag}\x1b[0m` : tag
    for (const line of text.split('\n')) process.stderr.write(`${mark}${ownLine(line)}\n`)
  }
  const host: Host = {
    info: (line) => {
      if (!options.quiet) say('', '', line)
    },
    warn: (line) => say('warning: ', '33', line),
    error: (line) => say('error: ', '31', line),
    debug: (line) => {
      if (env.VOLUME_BACKUP_DEBUG === '1') say('debug: ', '2', line)
    },
    group: async (title, deed) => {
      host.info(title)
      return deed()
    },
    progress: (text) => {
      if (rewrites) {
        clear()
        if (text === undefined || performance.now() - lastLine < 100) return
        process.stderr.write(oneLine(text).slice(0, (process.stderr.columns ?? 80) - 1))
        shown = true
        return
      }
      // Without a terminal a line now and then shows that it is alive.
      if (text === undefined || options.quiet || performance.now() - lastLine < 10_000) return
      lastLine = performance.now()
      say('', '', text)
    },
    remember: () => undefined,
    ask: async (question) => {
      if (!process.stdin.isTTY) return undefined
      clear()
      const lines = createInterface({ input: process.stdin, output: process.stderr })
      try {
        return await Promise.race([
          lines.question(question),
          new Promise<string>((resolve) => lines.once('close', () => resolve('')))
        ])
      } finally {
        lines.close()
      }
    }
  }
  return host
}
