import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { docker, repository } from './docker.ts'

const run = promisify(execFile)
const folder = join(repository, 'examples/sigul-stack')
export const composeFile = join(folder, 'docker-compose.sigul.yml')
export const demoImage = 'volume-backup-demo:latest'

/** The seven volumes of the demo stack with their priorities. */
export const declared: Readonly<Record<string, string>> = {
  sigul_server_data: 'critical',
  sigul_server_nss: 'high',
  sigul_bridge_nss: 'high',
  sigul_server_logs: 'medium',
  sigul_bridge_logs: 'low',
  sigul_bridge_data: 'low',
  sigul_server_run: 'none'
}

/** The demo stack under a project name of its own, removed with its volumes when it is disposed of. */
export class DemoStack implements AsyncDisposable {
  readonly project = `vbtest-${randomBytes(4).toString('hex')}`
  readonly folder = mkdtempSync(join(tmpdir(), 'vbtest-stack-'))
  readonly #env: Record<string, string>

  constructor(env: Record<string, string> = {}) {
    this.#env = { ...env, DEMO_IMAGE: demoImage }
  }

  get backups(): string {
    return join(this.folder, 'my backups')
  }

  /** Flags that name this stack to the command line. */
  get flags(): readonly string[] {
    return ['--compose-file', composeFile, '--project-name', this.project, '--backup-dir', this.backups]
  }

  static async image(): Promise<void> {
    await run('bash', [join(folder, 'image/build.sh'), demoImage], { maxBuffer: 64 * 1024 * 1024 })
  }

  async up(): Promise<void> {
    await DemoStack.image()
    await this.compose('up', '--detach', '--wait', '--wait-timeout', '240')
  }

  async compose(...words: string[]): Promise<string> {
    const { stdout, stderr } = await run(
      'docker',
      ['compose', '--progress', 'plain', '--file', composeFile, '--project-name', this.project, ...words],
      {
        env: { ...process.env, ...this.#env },
        maxBuffer: 64 * 1024 * 1024
      }
    )
    return stdout + stderr
  }

  /** What the stack's own check says of the volumes, whether it is content or not. Nobody may write meanwhile. */
  async verify(): Promise<string> {
    return this.compose('run', '--rm', '--no-deps', 'verify').catch((error: { stdout?: string }) => {
      if (!error.stdout) throw error
      return error.stdout
    })
  }

  /** Numbers that tell one state of the database from another, without a service: it may not run. */
  async rows(): Promise<string> {
    return this.#sqlite(
      'SELECT count(*), max(id) FROM users; SELECT count(*), max(id), sum(length(encrypted_passphrase)) FROM key_accesses; SELECT name, fingerprint FROM keys'
    )
  }

  /** What nobody wants: only the administrator is left, in a database that is intact. */
  async loseRows(): Promise<void> {
    await this.#sqlite('DELETE FROM key_accesses WHERE id > 1; DELETE FROM users WHERE id > 1')
  }

  async #sqlite(sql: string): Promise<string> {
    const words = ['run', '--rm', '--network', 'none', '--volume', `${this.volume('sigul_server_data')}:/d`]
    return docker(...words, demoImage, 'sqlite3', '/d/server.sqlite', sql)
  }

  async exec(service: string, ...command: string[]): Promise<string> {
    return docker('exec', `${this.project}-${service}-1`, ...command)
  }

  async query(sql: string): Promise<string> {
    return (
      (
        await this.exec(
          'sigul-server',
          'sqlite3',
          '-cmd',
          '.timeout 20000',
          '/var/lib/sigul/server.sqlite',
          sql
        )
      )
        .split('\n')
        .at(-1) ?? ''
    )
  }

  volume(key: string): string {
    return `${this.project}_${key}`
  }

  async volumes(): Promise<readonly string[]> {
    const names = await docker(
      'volume',
      'ls',
      '--quiet',
      '--filter',
      `label=com.docker.compose.project=${this.project}`
    )
    return names.split('\n').filter(Boolean).sort()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.compose('unpause').catch(() => undefined)
    await this.compose('down', '--volumes', '--timeout', '5')
    const kept = await docker(
      'volume',
      'ls',
      '--format',
      '{{.Name}} {{.Label "org.volume-backup.rollback-of"}}',
      '--filter',
      'label=org.volume-backup.purpose=rollback'
    )
    for (const line of kept.split('\n').filter((text) => text.includes(this.project)))
      await docker('volume', 'rm', line.split(' ')[0] ?? '')
    rmSync(this.folder, { recursive: true, force: true })
  }
}
