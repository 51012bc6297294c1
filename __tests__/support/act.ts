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

/** The one that the workflows name. */
const checkoutCommit = '3d3c42e5aac5ba805825da76410c181273ba90b1'

/**
 * Runs workflows on this machine, by nektos/act in host mode: those of this repository, or those of one that uses it. What
 * it sees is what a clone would have, where `$/`, which it does not know, names this project like any other action.
 */
export class Act implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'vbtest-act-'))
  readonly #program: string
  readonly #project = join(this.#folder, 'project')
  readonly #checkout = join(this.#folder, 'checkout')
  readonly workspace: string

  /** @param caller files of a repository that uses this one, by their paths; without it this one itself is run */
  constructor(caller?: Readonly<Record<string, string>>) {
    this.#program = execFileSync('bash', [join(repository, 'scripts/workflow-tool.sh'), 'act'], {
      encoding: 'utf8'
    }).trim()
    mkdirSync(this.#project)
    // What is changed but not committed counts; what nobody has added does not.
    const state = git(repository, 'stash', 'create') || 'HEAD'
    git(repository, 'archive', '--format=tar', `--output=${join(this.#folder, 'files.tar')}`, state)
    execFileSync('tar', ['-xf', join(this.#folder, 'files.tar'), '-C', this.#project])
    const workflows = join(this.#project, '.github/workflows')
    for (const name of readdirSync(workflows)) {
      const path = join(workflows, name)
      const text = readFileSync(path, 'utf8')
      const named = text.replace(
        /uses: \$\/(\S*)/g,
        (_, inner: string) => `uses: ${join(project, inner)}@test`
      )
      writeFileSync(path, named)
    }
    this.workspace = caller ? join(this.#folder, 'workspace') : this.#project
    for (const [path, text] of Object.entries(caller ?? {})) {
      mkdirSync(dirname(join(this.workspace, path)), { recursive: true })
      const named = text.replaceAll('OWNER/volume-backup-action', project).replaceAll('@COMMIT', '@test')
      writeFileSync(join(this.workspace, path), named)
    }
    mkdirSync(this.#checkout)
    writeFileSync(join(this.#checkout, 'action.yml'), checkoutAction(this.workspace))
    for (const folder of new Set([this.#project, this.workspace, this.#checkout])) {
      git(folder, 'init', '--quiet', '--initial-branch=main')
      git(folder, 'remote', 'add', 'origin', 'https://github.com/owner/stack')
      commitAll(folder)
    }
    // Actions run on the node of the PATH, scripts on the docker of the PATH.
    mkdirSync(join(this.#folder, 'bin'))
    symlinkSync(process.execPath, join(this.#folder, 'bin/node'))
  }

  /** Commits files on a branch that leaves from here, and stays there. @returns the commit that was left */
  branch(name: string, files: Readonly<Record<string, string>>): string {
    const base = git(this.workspace, 'rev-parse', 'HEAD')
    git(this.workspace, 'checkout', '--quiet', '-b', name)
    for (const [path, text] of Object.entries(files)) writeFileSync(join(this.workspace, path), text)
    commitAll(this.workspace)
    return base
  }

  /** @param options payload: the event, for workflows that read it */
  async run(
    workflow: string,
    github: GitHubStandIn,
    run: Run,
    options: { readonly event?: string; readonly args?: readonly string[]; readonly payload?: object } = {}
  ): Promise<Ended> {
    const env = github.env(run)
    const event = join(this.#folder, 'event.json')
    if (options.payload) writeFileSync(event, JSON.stringify(options.payload))
    const words = [
      options.event ?? 'push',
      ...['--workflows', `.github/workflows/${workflow}`],
      ...['--platform', 'ubuntu-latest=-self-hosted', '--platform', 'self-hosted=-self-hosted'],
      ...(options.payload ? ['--eventpath', event] : []),
      ...['--secret', `GITHUB_TOKEN=${github.token}`, '--no-recurse', '--concurrent-jobs', '1'],
      ...Object.entries(env).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
      ...['--local-repository', `${project}@test=${this.#project}`],
      ...['--local-repository', `actions/checkout@${checkoutCommit}=${this.#checkout}`],
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
  git(folder, 'add', '--all')
  git(folder, 'commit', '--quiet', '--allow-empty', '-m', 'copy')
}

function git(folder: string, ...words: readonly string[]): string {
  const author = ['-c', 'user.name=test', '-c', 'user.email=test@localhost']
  return execFileSync('git', [...author, ...words], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit']
  }).trim()
}

/** For what the program does not do by itself: another commit into another folder. */
function checkoutAction(source: string): string {
  return `name: Checkout
inputs:
  ref: {default: HEAD}
  path: {required: true}
  persist-credentials: {default: 'true'}
runs:
  using: composite
  steps:
    - shell: bash
      env: {REF: '\${{ inputs.ref }}', TARGET: '\${{ github.workspace }}/\${{ inputs.path }}'}
      run: git clone --quiet '${source}' "$TARGET" && git -C "$TARGET" checkout --quiet "$REF"
`
}
