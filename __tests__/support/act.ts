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
import { dirname, join } from 'node:path'
import { repository } from './docker.ts'
import { type Ended, ending } from './doors.ts'
import type { Run } from './github/model.ts'
import type { GitHubStandIn } from './github/service.ts'

/** What the copies of workflows say for this project, as a repository that uses it would. */
const project = 'project/volume-backup-action'

/**
 * Runs workflows on this machine, by nektos/act in host mode: those of this repository, or those of one that uses it. What
 * it sees is a copy, where `$/`, which it does not know, names this project like any other action.
 */
export class Act implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'vbtest-act-'))
  readonly #program: string
  readonly #project = join(this.#folder, 'project')
  readonly workspace: string

  /** @param caller files of a repository that uses this one, by their paths; without it this one itself is run */
  constructor(caller?: Readonly<Record<string, string>>) {
    this.#program = execFileSync('bash', [join(repository, 'scripts/workflow-tool.sh'), 'act'], {
      encoding: 'utf8'
    }).trim()
    mkdirSync(this.#project)
    const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: repository,
      encoding: 'utf8'
    })
    execFileSync('tar', ['--null', '--no-recursion', '-T', '-', '-cf', join(this.#folder, 'files.tar')], {
      cwd: repository,
      input: files
    })
    execFileSync('tar', ['-xf', join(this.#folder, 'files.tar'), '-C', this.#project])
    const workflows = join(this.#project, '.github/workflows')
    for (const name of readdirSync(workflows)) {
      const path = join(workflows, name)
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('uses: $/', `uses: ${project}@test`))
    }
    this.workspace = caller ? join(this.#folder, 'workspace') : this.#project
    for (const [path, text] of Object.entries(caller ?? {})) {
      mkdirSync(dirname(join(this.workspace, path)), { recursive: true })
      const named = text.replaceAll('OWNER/volume-backup-action', project).replaceAll('@COMMIT', '@test')
      writeFileSync(join(this.workspace, path), named)
    }
    for (const folder of new Set([this.#project, this.workspace])) commitAll(folder)
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
      ...['--local-repository', `${project}@test=${this.#project}`],
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
}

function commitAll(folder: string): void {
  for (const words of [
    ['init', '--quiet', '--initial-branch=main'],
    ['remote', 'add', 'origin', 'https://github.com/owner/stack'],
    ['add', '--all'],
    ['-c', 'user.name=test', '-c', 'user.email=test@localhost', 'commit', '--quiet', '-m', 'copy']
  ])
    execFileSync('git', words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
}
