import { execFile } from 'node:child_process'
import { onAbort } from '../abort.ts'
import { codeOf, messageOf } from '../errors.ts'
import type { Environment } from './address.ts'

export interface ComposeResult {
  /** 124: it took too long. */
  readonly exitCode: number
  /** What it said, on both of its outputs. */
  readonly output: string
}

/** A Compose project of ours, driven by its file alone. */
export interface ComposeProject {
  run(words: readonly string[], timeoutSeconds: number, signal?: AbortSignal): Promise<ComposeResult>
}

/**
 * @param address of the daemon as it was found, since the docker command looks in fewer places
 * @param folder what relative paths of the Compose file are relative to
 */
export function openComposeProject(
  request: {
    readonly file: string
    readonly project: string
    readonly folder: string
    readonly address: string
  },
  env: Environment
): ComposeProject {
  const { file, project, folder, address } = request
  const base = [
    'compose',
    '--ansi',
    'never',
    '--progress',
    'quiet',
    '-f',
    file,
    '-p',
    project,
    '--project-directory',
    folder
  ]
  const host = /^unix:\S+$/.exec(address)?.[0]
  return {
    run: (words, timeoutSeconds, signal) =>
      new Promise((resolve) => {
        const child = execFile(
          'docker',
          [...base, ...words],
          {
            cwd: folder,
            env: { ...env, ...(host === undefined ? {} : { DOCKER_HOST: host }) },
            timeout: timeoutSeconds * 1000,
            maxBuffer: 16 * 1024 * 1024
          },
          (error, stdout, stderr) => {
            forget()
            const output = `${stdout}${stderr}`
            if (!error) return resolve({ exitCode: 0, output })
            if (error.killed) return resolve({ exitCode: 124, output })
            const code = Number(codeOf(error))
            resolve(
              Number.isInteger(code)
                ? { exitCode: code, output }
                : { exitCode: 127, output: messageOf(error) }
            )
          }
        )
        // Told to end, it is waited for: what it makes meanwhile must be there to be removed.
        const forget = signal
          ? onAbort(signal, async () => {
              child.kill('SIGTERM')
              setTimeout(() => child.kill('SIGKILL'), endPatienceMs).unref()
            })
          : () => undefined
      })
  }
}

const endPatienceMs = 10_000
