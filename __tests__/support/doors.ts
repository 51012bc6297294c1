import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository } from './docker.ts'

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** The command line as users have it: the committed bundle. */
export function startCli(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {}
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, [join(repository, 'dist/cli/index.js'), ...args], {
    cwd: options.cwd ?? tmpdir(),
    env: { ...process.env, NO_COLOR: '1', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  return { child, ended: ending(child) }
}

export async function cli(
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string> } = {}
): Promise<Ended> {
  return startCli(args, options).ended
}

/** The command line on a terminal, where somebody types one answer when asked. Both streams come as one. */
export async function onTerminal(
  args: readonly string[],
  answer: string,
  cwd = tmpdir()
): Promise<{ code: number | null; said: string }> {
  const words = [process.execPath, join(repository, 'dist/cli/index.js'), ...args]
  const line = words.map((word) => `'${word}'`).join(' ')
  const child = spawn('script', ['--quiet', '--return', '--command', line, '/dev/null'], {
    cwd,
    stdio: ['pipe', 'pipe', 'inherit']
  })
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (!said.includes('Type yes') && (said + text).includes('Type yes')) child.stdin.write(answer)
    said += text
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, said }
}

/** The places where texts stand in a longer one, each searched behind the one before it; -1 for one that is not there. */
export function placesOf(text: string, parts: readonly string[]): readonly number[] {
  let from = 0
  return parts.map((part) => {
    const at = text.indexOf(part, from)
    if (at >= 0) from = at + part.length
    return at
  })
}

export interface ActionRun {
  readonly ended: Ended
  readonly outputs: Readonly<Record<string, string>>
  readonly summary: string
  /** What the main step left for the post step. */
  readonly state: Readonly<Record<string, string>>
}

/** A job step around the committed bundle, with the files and variables that the runner gives it. */
export class ActionStep implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'vbtest-action-'))
  readonly #env: Record<string, string>

  constructor(inputs: Record<string, string>, env: Record<string, string> = {}) {
    for (const name of ['output', 'state', 'summary']) writeFileSync(join(this.folder, name), '')
    this.#env = {
      ...Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])
      ),
      GITHUB_OUTPUT: join(this.folder, 'output'),
      GITHUB_STATE: join(this.folder, 'state'),
      GITHUB_STEP_SUMMARY: join(this.folder, 'summary'),
      GITHUB_WORKSPACE: this.folder,
      RUNNER_TEMP: this.folder,
      ...env
    }
  }

  start(
    bundle: 'action' | 'post',
    env: Record<string, string> = {}
  ): { child: ChildProcess; ended: Promise<Ended> } {
    const child = spawn(process.execPath, [join(repository, `dist/${bundle}/index.js`)], {
      cwd: this.folder,
      env: { ...process.env, ...this.#env, ...env },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    return { child, ended: ending(child) }
  }

  async run(): Promise<ActionRun> {
    return this.collect(await this.start('action').ended)
  }

  /** Also the most memory that it had, from the kernel's own account. */
  async measure(): Promise<{ result: ActionRun; peakMiB: number }> {
    const { child, ended } = this.start('action')
    let peakKiB = 0
    const watch = setInterval(() => {
      try {
        const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
        peakKiB = Math.max(peakKiB, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0))
      } catch {
        // It has ended.
      }
    }, 50)
    const result = this.collect(await ended)
    clearInterval(watch)
    return { result, peakMiB: peakKiB / 1024 }
  }

  /** The post step, with the state that the main step has noted. */
  async post(): Promise<Ended> {
    const state = parseCommandFile(readFileSync(join(this.folder, 'state'), 'utf8'))
    return this.start(
      'post',
      Object.fromEntries(Object.entries(state).map(([name, value]) => [`STATE_${name}`, value]))
    ).ended
  }

  collect(ended: Ended): ActionRun {
    return {
      ended,
      outputs: parseCommandFile(readFileSync(join(this.folder, 'output'), 'utf8')),
      summary: readFileSync(join(this.folder, 'summary'), 'utf8'),
      state: parseCommandFile(readFileSync(join(this.folder, 'state'), 'utf8'))
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** `name<<delimiter`, value, delimiter: the later of two values counts, as for the runner. */
function parseCommandFile(text: string): Record<string, string> {
  const values: Record<string, string> = {}
  for (const match of text.matchAll(/^([^\n]+?)<<(\S+)\n([\s\S]*?)\n?\2$/gm))
    values[match[1] ?? ''] = match[3] ?? ''
  return values
}

export async function ending(child: ChildProcess): Promise<Ended> {
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const code = await new Promise<number>((resolve) =>
    child.once('close', (status, signal) => resolve(status ?? (signal === 'SIGKILL' ? 137 : 128)))
  )
  return { code, stdout, stderr }
}

/** Waits until something is so, or fails after a generous time. */
export async function until(
  what: string,
  holds: () => Promise<boolean> | boolean,
  seconds = 60
): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`gave up waiting: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
