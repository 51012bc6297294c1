import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { asRoot, docker, shellImage, tree } from '../support/docker.ts'
import { startCli, until } from '../support/doors.ts'

/** An engine of our own, beside the one that everybody uses: in a network of its own, listening on a socket only. */
class PrivateEngine {
  readonly folder = mkdtempSync(join(tmpdir(), 'vbtest-engine-'))
  readonly host = `unix://${join(this.folder, 'docker.sock')}`
  #process: ChildProcess | undefined

  async start(): Promise<void> {
    const words = [
      'unshare',
      '--net',
      'dockerd',
      '--host',
      this.host,
      '--data-root',
      join(this.folder, 'data'),
      '--exec-root',
      join(this.folder, 'exec'),
      '--pidfile',
      this.#pidFile,
      '--bridge',
      'none',
      '--iptables=false',
      '--ip6tables=false',
      '--group',
      String(process.getgid?.() ?? 0)
    ]
    const [program = '', ...args] = process.getuid?.() === 0 ? words : ['sudo', '-n', ...words]
    // An engine that was killed leaves the number of its containerd, and waits for that one in vain.
    await asRoot('rm', '--force', join(this.folder, 'exec/containerd/containerd.pid'))
    this.#process = spawn(program, args, { stdio: 'ignore' })
    await until('the private engine answers', () =>
      this.docker('version').then(
        () => true,
        () => false
      )
    )
  }

  get #pidFile(): string {
    return join(this.folder, 'engine.pid')
  }

  async docker(...args: string[]): Promise<string> {
    return docker('--host', this.host, ...args)
  }

  async stop(signal: 'TERM' | 'KILL' = 'TERM'): Promise<void> {
    const child = this.#process
    if (!child || child.exitCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    await asRoot('kill', `-${signal}`, readFileSync(this.#pidFile, 'utf8').trim())
    await ended
  }

  /** Mounts of an engine that was killed outlive it. */
  async clean(): Promise<void> {
    const mounts = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .flatMap((line) => line.split(' ')[1] ?? [])
      .filter((mount) => mount.startsWith(`${this.folder}/`))
    for (const mount of mounts.reverse()) await asRoot('umount', '--lazy', mount)
    await asRoot('rm', '-rf', this.folder)
  }
}

describe('a daemon that stops in mid-stream', () => {
  const engine = new PrivateEngine()
  beforeAll(async () => {
    await engine.start()
    const image = execFileSync('docker', ['save', await shellImage()], { maxBuffer: 256 * 1024 * 1024 })
    execFileSync('docker', ['--host', engine.host, 'load'], {
      input: image,
      stdio: ['pipe', 'ignore', 'inherit']
    })
  })
  afterAll(async () => {
    await engine.docker('rm', '--force', 'service').catch(() => undefined)
    await engine.stop()
    await engine.clean()
  })

  it.each(['TERM', 'KILL'] as const)(
    'by %s never leaves a backup; once it is back the services run',
    async (signal) => {
      const name = `data-${signal.toLowerCase()}`
      await engine.docker('volume', 'create', name)
      await tree(
        'fill',
        await engine.docker('volume', 'inspect', '--format', '{{.Mountpoint}}', name),
        '--kind',
        'mixed',
        '--bytes',
        String(512 * 1024 * 1024)
      )
      await engine.docker(
        'run',
        '--detach',
        '--name',
        'service',
        '--restart',
        'always',
        '--stop-timeout',
        '1',
        '--network',
        'none',
        '--volume',
        `${name}:/data`,
        await shellImage(),
        '/bin/sh',
        '-c',
        'while true; do sleep 1; done'
      )
      const backups = join(engine.folder, `backups-${signal}`)
      const { ended } = startCli(['backup', '--volumes', name, '--backup-dir', backups], {
        env: { DOCKER_HOST: engine.host }
      })
      const state = () => engine.docker('inspect', '--format', '{{.State.Status}}', 'service').catch(() => '')
      await until('the service is paused', async () => (await state()) === 'paused')
      await engine.stop(signal)
      await engine.start()
      const { code, stderr } = await ended
      expect(code).toBe(1)
      expect(stderr).toMatch(
        /error \((helper-failed|read-failed|docker-unavailable|docker-failed|restart-failed)\)/
      )
      expect(existsSync(backups) ? readdirSync(backups) : []).toEqual([])
      await until('the service runs', async () => (await state()) === 'running')
      await engine.docker('rm', '--force', 'service')
    },
    180_000
  )
})
