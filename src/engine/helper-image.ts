import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { copyFile, mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { BackupError } from '../errors.ts'
import type { Engine } from './engine.ts'
import { ownerLabel, purposeLabel } from './labels.ts'
import { completePath } from './programs.ts'

const run = promisify(execFile)

export interface HelperImage {
  readonly tag: string
  readonly hasZstd: boolean
}

const neededTools = ['sh', 'tar', 'find', 'cp', 'cat', 'df', 'du', 'sync'] as const
const machineOf: Readonly<Record<string, string>> = {
  x64: 'amd64',
  arm64: 'arm64',
  arm: 'arm',
  ia32: '386',
  ppc64: 'ppc64le',
  s390x: 's390x',
  riscv64: 'riscv64'
}

/**
 * Makes sure that the daemon has the helper image: this machine's own tar, its few companions and their libraries,
 * imported without a registry, tagged by content. It has no passwd file, so that archives hold numbers, not names.
 * It stays for the next run; images of other content are removed.
 *
 * @throws BackupError `not-supported` when this machine cannot provide it, `docker-failed` when the import fails.
 */
export async function ensureHelperImage(engine: Engine, pathVariable: string): Promise<HelperImage> {
  if (
    engine.info.os !== 'linux' ||
    process.platform !== 'linux' ||
    machineOf[process.arch] !== engine.info.architecture
  ) {
    throw new BackupError(
      'not-supported',
      `the daemon runs on ${engine.info.os}/${engine.info.architecture}, this program on ${process.platform}/${process.arch}`,
      { hint: 'run on a Linux machine of the same architecture as the daemon' }
    )
  }
  const path = completePath(pathVariable)
  const tools = await findTools(path)
  const files = await withLibraries(tools, path)
  const tag = `volume-backup-helper:${await contentHash(files)}`
  if (!(await engine.hasImage(tag))) {
    await importFiles(engine, tag, files, path)
    await engine.removeImages(`${purposeLabel}=helper`, tag)
  }
  return { tag, hasZstd: tools.has('zstd') }
}

async function findTools(path: string): Promise<ReadonlyMap<string, string>> {
  const tools = new Map<string, string>()
  for (const name of [...neededTools, 'zstd']) {
    const found = await findInPath(name, path)
    if (found) tools.set(name, found)
  }
  const missing = neededTools.filter((name) => !tools.has(name))
  const version = missing.length > 0 ? '' : (await run(tools.get('tar') ?? 'tar', ['--version'])).stdout
  if (missing.length > 0 || !version.includes('GNU tar')) {
    const what = missing.length > 0 ? `lacks ${missing.join(', ')}` : 'has a tar that is not GNU tar'
    throw new BackupError('not-supported', `this machine ${what}`, {
      hint: 'install the packages tar, findutils and coreutils'
    })
  }
  return tools
}

async function findInPath(name: string, path: string): Promise<string | undefined> {
  for (const folder of path.split(':')) {
    const found = folder.startsWith('/')
      ? await realpath(join(folder, name)).catch(() => undefined)
      : undefined
    if (found) return found
  }
  return undefined
}

/** Path in the image to path on this machine. */
async function withLibraries(
  tools: ReadonlyMap<string, string>,
  path: string
): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  for (const [name, file] of tools) files.set(`/bin/${name}`, file)
  // ldd exits 1 for a static program; what it printed is then empty of paths.
  const listed = await run('ldd', [...tools.values()], { env: { PATH: path } }).catch(
    (error: { stdout?: string }) => ({
      stdout: error.stdout ?? ''
    })
  )
  for (const line of listed.stdout.split('\n')) {
    const library = /(?:=> |^\s+)(\/\S+) \(0x/.exec(line)?.[1]
    if (library) files.set(library, library)
  }
  return files
}

async function contentHash(files: ReadonlyMap<string, string>): Promise<string> {
  const hash = createHash('sha256')
  for (const [target, source] of [...files].sort()) hash.update(`${target}\0`).update(await readFile(source))
  return hash.digest('hex').slice(0, 16)
}

async function importFiles(
  engine: Engine,
  tag: string,
  files: ReadonlyMap<string, string>,
  path: string
): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'volume-backup-image-'))
  try {
    for (const [target, source] of files) {
      await mkdir(join(root, dirname(target)), { recursive: true })
      await copyFile(source, join(root, target))
    }
    // Mount points have to exist, the root is read-only.
    for (const folder of ['share', 'v', 'proc', 'dev', 'sys', 'etc'])
      await mkdir(join(root, folder), { recursive: true })
    const tar = spawn('tar', ['-C', root, '--owner=0', '--group=0', '--numeric-owner', '-c', '.'], {
      env: { PATH: path },
      stdio: ['ignore', 'pipe', 'inherit']
    })
    const ended = new Promise<void>((resolve, reject) => {
      tar.once('error', reject)
      tar.once('close', (code) =>
        code === 0 ? resolve() : reject(new Error(`tar ended with status ${code}`))
      )
    })
    await Promise.all([
      engine.importImage(tag, tar.stdout, { [ownerLabel]: 'true', [purposeLabel]: 'helper' }),
      ended
    ])
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}
