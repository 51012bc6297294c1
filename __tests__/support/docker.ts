import { execFile, execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
export const repository = fileURLToPath(new URL('../..', import.meta.url))

/** Everything that tests make in Docker carries this label with a value of their own. */
const testLabel = 'org.volume-backup.test'
const isRoot = process.getuid?.() === 0

export async function docker(...args: string[]): Promise<string> {
  return (await run('docker', args, { maxBuffer: 64 * 1024 * 1024 })).stdout.trim()
}

/** Runs a program as root: volumes belong to whom they belong. */
export async function asRoot(program: string, ...args: string[]): Promise<string> {
  const [file, words] = isRoot ? [program, args] : ['sudo', ['-n', program, ...args]]
  return (await run(file ?? program, words, { maxBuffer: 256 * 1024 * 1024 })).stdout
}

/** A room of its own for a test: names, volumes, containers and a folder, all removed when it is disposed of. */
export class Room implements AsyncDisposable {
  readonly name = `vbtest-${randomBytes(5).toString('hex')}`
  readonly folder = mkdtempSync(join(tmpdir(), `${this.name}-`))
  readonly #extra: string[] = []

  get backups(): string {
    return join(this.folder, 'backups')
  }

  volumeName(word = 'data'): string {
    return `${this.name}-${word}`
  }

  async volume(word = 'data', labels: Record<string, string> = {}): Promise<string> {
    const name = this.volumeName(word)
    const words = Object.entries({ [testLabel]: this.name, ...labels }).flatMap(([key, value]) => [
      '--label',
      `${key}=${value}`
    ])
    return docker('volume', 'create', ...words, name)
  }

  /** A container of the helper's image or another one that runs a shell line. Needs no registry. */
  async container(volume: string, script: string, options: string[] = [], image?: string): Promise<string> {
    return docker(
      'run',
      '--detach',
      '--network',
      'none',
      '--init',
      '--label',
      `${testLabel}=${this.name}`,
      '--volume',
      `${volume}:/data`,
      ...options,
      image ?? (await shellImage()),
      '/bin/sh',
      '-c',
      script
    )
  }

  /** A volume that the test did not make itself but has to go with it. */
  adopt(volume: string): string {
    this.#extra.push(volume)
    return volume
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const containers = await docker('ps', '--all', '--quiet', '--filter', `label=${testLabel}=${this.name}`)
    for (const id of containers.split('\n').filter(Boolean)) {
      await docker('unpause', id).catch(() => undefined)
      await docker('rm', '--force', id)
    }
    const volumes = await docker('volume', 'ls', '--quiet', '--filter', `label=${testLabel}=${this.name}`)
    const kept = await docker(
      'volume',
      'ls',
      '--format',
      '{{.Name}} {{.Label "org.volume-backup.rollback-of"}}',
      '--filter',
      'label=org.volume-backup.purpose=rollback'
    )
    const rollbacks = kept
      .split('\n')
      .filter((line) => line.includes(this.name))
      .map((line) => line.split(' ')[0] ?? '')
    for (const name of [...volumes.split('\n').filter(Boolean), ...rollbacks, ...this.#extra])
      await docker('volume', 'rm', name).catch(() => undefined)
    rmSync(this.folder, { recursive: true, force: true })
  }
}

let image: Promise<string> | undefined

/** An image with a shell and small tools, made from this machine's own programs: there may be no registry. */
export function shellImage(): Promise<string> {
  image ??= (async () => {
    const tag = `vbtest-tools:${process.env.VBTEST_RUN}`
    const script = `set -eu
      root=$(mktemp -d)
      trap 'rm -rf "$root"' EXIT
      mkdir "$root/bin" "$root/data" "$root/tmp"
      for tool in sh tar gzip cat sleep rm mkdir ls find chmod sha256sum; do cp -L "$(command -v "$tool")" "$root/bin/$tool"; done
      ldd "$root"/bin/* | grep -o '/[^ ]*[.]so[^ :]*' | sort -u | while read -r library; do cp -L --parents "$library" "$root"; done
      tar -C "$root" -c . | docker import --change 'LABEL ${testLabel}=image-${process.env.VBTEST_RUN}' --change 'ENV PATH=/bin' - "$1"`
    await run('bash', ['-c', script, 'bash', tag])
    return tag
  })()
  return image
}

export async function mountpoint(volume: string): Promise<string> {
  return docker('volume', 'inspect', '--format', '{{.Mountpoint}}', volume)
}

export async function volumeExists(name: string): Promise<boolean> {
  return docker('volume', 'inspect', name).then(
    () => true,
    () => false
  )
}

export async function allVolumes(): Promise<readonly string[]> {
  return (await docker('volume', 'ls', '--quiet')).split('\n').filter(Boolean).sort()
}

export async function stateOf(container: string): Promise<string> {
  return docker('inspect', '--format', '{{.State.Status}}', container)
}

const treeProgram = fileURLToPath(new URL('./tree.py', import.meta.url))

/** The independent witness: see tree.py. */
export async function tree(...args: string[]): Promise<string> {
  return asRoot('python3', treeProgram, ...args)
}

/** Everything that can be seen of a volume, as JSON. */
export async function snapshot(volume: string): Promise<string> {
  return tree('snapshot', await mountpoint(volume))
}

/** The differences between two snapshots; empty when they are identical. */
export function differences(before: string, after: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'vbtest-compare-'))
  try {
    writeFileSync(join(folder, 'before.json'), before)
    writeFileSync(join(folder, 'after.json'), after)
    execFileSync(
      'python3',
      [treeProgram, 'compare', join(folder, 'before.json'), join(folder, 'after.json')],
      { encoding: 'utf8', stdio: 'pipe' }
    )
    return ''
  } catch (error) {
    return error instanceof Error && 'stdout' in error ? String(error.stdout) || error.message : String(error)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Files of a volume written as root: path to content. */
export async function fill(volume: string, files: Record<string, string>): Promise<void> {
  const root = await mountpoint(volume)
  for (const [path, content] of Object.entries(files)) {
    await asRoot(
      'sh',
      '-c',
      'mkdir -p "$(dirname "$1")" && printf %s "$2" > "$1"',
      'sh',
      join(root, path),
      content
    )
  }
}

/** A file that no compression makes smaller. */
export async function fillWithNoise(volume: string, bytes: number): Promise<void> {
  const path = join(await mountpoint(volume), 'noise')
  await asRoot('sh', '-c', 'head -c "$2" /dev/urandom > "$1"', 'sh', path, String(bytes))
}

export async function contentOf(volume: string, path: string): Promise<string> {
  return asRoot('cat', join(await mountpoint(volume), path))
}

export function readJson(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>
}
