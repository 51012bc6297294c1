import { execFileSync, spawn } from 'node:child_process'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { repository } from './docker.ts'
import { type Ended, ending } from './doors.ts'
import type { Run } from './github/model.ts'
import type { GitHubStandIn } from './github/service.ts'

/**
 * Runs workflows of this repository on this machine, by nektos/act in host mode. What it sees is a copy: `$/`, which it
 * does not know, is written `./` there, and actions of others are stubs, since nothing can be fetched.
 */
export class Act implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'vbtest-act-'))
  readonly #program: string
  readonly workspace = join(this.#folder, 'workspace')

  constructor(extra: Readonly<Record<string, string>> = {}) {
    this.#program = execFileSync('bash', [join(repository, 'scripts/workflow-tool.sh'), 'act'], {
      encoding: 'utf8'
    }).trim()
    mkdirSync(this.workspace)
    const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: repository,
      encoding: 'utf8'
    })
    execFileSync('tar', ['--null', '--no-recursion', '-T', '-', '-cf', join(this.#folder, 'files.tar')], {
      cwd: repository,
      input: files
    })
    execFileSync('tar', ['-xf', join(this.#folder, 'files.tar'), '-C', this.workspace])
    const workflows = join(this.workspace, '.github/workflows')
    for (const name of readdirSync(workflows)) {
      const path = join(workflows, name)
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('uses: $/', 'uses: ./'))
    }
    for (const [path, text] of Object.entries(extra)) writeFileSync(join(this.workspace, path), text)
    this.#git('init', '--quiet', '--initial-branch=main')
    this.#git('remote', 'add', 'origin', 'https://github.com/owner/stack')
    this.#git('add', '--all')
    this.#git('-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '-m', 'copy')
    // Actions run on the node of the PATH, scripts on the docker of the PATH.
    mkdirSync(join(this.#folder, 'bin'))
    symlinkSync(process.execPath, join(this.#folder, 'bin/node'))
  }

  /** @param event its JSON, for workflows that read it */
  async run(
    workflow: string,
    github: GitHubStandIn,
    run: Run,
    options: { readonly event?: string; readonly args?: readonly string[] } = {}
  ): Promise<Ended> {
    const env = github.env(run)
    const words = [
      options.event ?? 'push',
      ...['--workflows', `.github/workflows/${workflow}`, '--platform', 'ubuntu-latest=-self-hosted'],
      ...['--secret', `GITHUB_TOKEN=${github.token}`, '--no-recurse', '--concurrent-jobs', '1'],
      ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...(options.args ?? [])
    ]
    const child = spawn(this.#program, words, {
      cwd: this.workspace,
      env: {
        ...process.env,
        PATH: `${join(this.#folder, 'bin')}:${process.env.PATH}`,
        XDG_CACHE_HOME: join(this.#folder, 'cache'),
        ACT_DISABLE_VERSION_CHECK: '1'
      },
      stdio: ['ignore', 'pipe', 'pipe']
    })
    return ending(child)
  }

  [Symbol.dispose](): void {
    chmodSync(this.#folder, 0o700)
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #git(...words: string[]): void {
    execFileSync('git', words, { cwd: this.workspace, stdio: ['ignore', 'ignore', 'inherit'] })
  }
}
