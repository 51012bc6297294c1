import { execFile } from 'node:child_process'
import { realpath } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { checkAborted, onAbort } from '../abort.ts'
import { BackupError } from '../errors.ts'
import type { CommandResult } from './host.ts'

interface CommandRequest {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly signal: AbortSignal
}

/**
 * Runs the command line that lies beside the running bundle. Told to end, it is told so too, and waited for: it cleans up.
 * @throws BackupError `internal` when it cannot be started
 */
export async function runOwnCommand(
  args: readonly string[],
  { cwd, env, signal }: CommandRequest
): Promise<CommandResult> {
  checkAborted(signal)
  const script = join(dirname(await realpath(process.argv[1] ?? '.')), '../cli/index.js')
  // What the caller's stack is named by would be looked for in the other folder, too.
  const others = Object.entries(env).filter(([name]) => !name.startsWith('COMPOSE_'))
  const options = {
    cwd,
    env: { ...Object.fromEntries(others), NO_COLOR: '1' },
    maxBuffer: 64 * 1024 * 1024
  }
  const result = await new Promise<CommandResult>((resolve, reject) => {
    const child = execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) => {
      forget()
      if (error && typeof error.code !== 'number' && !error.signal)
        return reject(
          new BackupError('internal', `${script} cannot be run: ${error.message}`, { cause: error })
        )
      const code = typeof error?.code === 'number' ? error.code : error ? 128 : 0
      resolve({ code, stdout, stderr })
    })
    // Nobody is there to be asked.
    child.stdin?.end()
    const forget = onAbort(signal, async () => child.kill('SIGTERM'))
  })
  checkAborted(signal)
  return result
}
