import { access, constants, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { commandLine } from '../backup-set/commands.ts'
import { BackupError, messageOf } from '../errors.ts'
import type { StackSettings } from '../inputs/settings.ts'
import { asRecord } from '../record.ts'
import type { ComposeModel } from '../selection/model.ts'
import type { Environment } from './address.ts'
import { composeModel } from './compose-model.ts'

export interface ComposeReading {
  readonly model: ComposeModel
  /** The whole of it as Compose resolves it; `undefined` where that needs what is not here. May hold secrets. */
  readonly resolved: Readonly<Record<string, unknown>> | undefined
  readonly warnings: readonly string[]
}

/**
 * What the Compose file declares, as Compose itself resolves it. The YAML output is read, because the JSON output drops
 * every `x-` field (facts of Compose 2.40 and 5.0). Its text is never logged: it may hold secrets.
 *
 * @returns `undefined` when no file was named and none is found
 * @throws BackupError `bad-input` for a named file that is not there, `compose-failed` with what Compose said
 */
export async function readCompose(
  stack: StackSettings,
  env: Environment
): Promise<ComposeReading | undefined> {
  const files = await composeFiles(stack, env)
  if (files === undefined) return undefined
  const names = files.flatMap((file) => ['-f', file])
  const project = stack.projectName ? ['-p', stack.projectName] : []
  const base = ['compose', ...names, ...project, '--profile', '*', 'config']
  const docker = (args: readonly string[]): Promise<Said> => runDocker(args, stack.workingDirectory, env)
  const first = await docker(base)
  if (first.exitCode === 0) {
    const content = await parseYaml(first.stdout)
    return {
      model: await withUnused(composeModel(content, ''), stack, files, env),
      resolved: asRecord(content),
      warnings: []
    }
  }
  // What docker says to a word that it does not know differs from release to release.
  if ((await docker(['compose', 'version'])).exitCode !== 0) return readWithoutCompose(stack, files, env)
  // Variables that only a deployment sets must not stop a backup: names and labels seldom depend on them.
  const second = await docker([...base, '--no-interpolate'])
  if (second.exitCode === 0) {
    return {
      model: composeModel(await parseYaml(second.stdout), ''),
      resolved: undefined,
      warnings: ['the Compose file was read without its variables: some are not set here']
    }
  }
  throw new BackupError(
    'compose-failed',
    `Compose cannot read ${files.join(', ') || 'its file'}: ${lastLines(first.stderr)}`,
    {
      hint: `see "docker compose ${commandLine([...names, 'config'])}" in ${stack.workingDirectory}`
    }
  )
}

/** `undefined`: there is none; empty: Compose finds it by itself. */
async function composeFiles(stack: StackSettings, env: Environment): Promise<readonly string[] | undefined> {
  const named = stack.composeFiles.map((file) => resolve(stack.workingDirectory, file))
  const missing: string[] = []
  for (const file of named) if (!(await stat(file).catch(() => undefined))?.isFile()) missing.push(file)
  if (missing.length > 0) {
    throw new BackupError('bad-input', `there is no Compose file ${missing.join(', ')}`, {
      hint: 'name it with --compose-file (input compose-file)'
    })
  }
  if (named.length > 0) return named
  if (env.COMPOSE_FILE) return []
  const present = await readdir(stack.workingDirectory).catch((cause: unknown) => {
    throw new BackupError(
      'bad-input',
      `the working directory ${stack.workingDirectory} cannot be read: ${messageOf(cause)}`,
      { cause }
    )
  })
  if (present.some((name) => /^(docker-)?compose\.ya?ml$/.test(name))) return []
  const others = present.filter(
    (name) => /^(docker-)?compose\.[^.]+\.ya?ml$/.test(name) && !/override/.test(name)
  )
  return others.length === 1 ? others.map((name) => resolve(stack.workingDirectory, name)) : undefined
}

interface Said {
  readonly exitCode: number
  readonly stdout: string
  readonly stderr: string
}

async function runDocker(args: readonly string[], cwd: string, env: Environment): Promise<Said> {
  const { getExecOutput } = await import('@actions/exec')
  try {
    const docker = await findDocker(env)
    return await getExecOutput(docker, [...args], { cwd, silent: true, ignoreReturnCode: true })
  } catch (error) {
    return { exitCode: 127, stdout: '', stderr: `ENOENT ${messageOf(error)}` }
  }
}

/** The library finds it too, but tells standard output of every folder of PATH that it may not look into. */
async function findDocker({ PATH }: Environment): Promise<string> {
  for (const folder of (PATH ?? '').split(':')) {
    const path = join(folder || '.', 'docker')
    const usable = await access(path, constants.X_OK).then(
      async () => (await stat(path)).isFile(),
      () => false
    )
    if (usable) return resolve(path)
  }
  throw new Error('there is no docker program')
}

/** Compose leaves out the volumes that no service uses; one that has data is backed up all the same. */
async function withUnused(
  model: ComposeModel,
  stack: StackSettings,
  files: readonly string[],
  env: Environment
): Promise<ComposeModel> {
  const found = new Map(model.volumes.map((volume) => [volume.key, volume]))
  for (const file of files.length > 0 ? files : defaultFiles(stack, env)) {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text === undefined) continue
    for (const volume of composeModel(await parseYaml(text), '').volumes)
      if (!found.has(volume.key)) found.set(volume.key, volume)
  }
  return { ...model, volumes: [...found.values()] }
}

/** Where Compose looks by itself, in its order. */
function defaultFiles(stack: StackSettings, env: Environment): readonly string[] {
  const names = env.COMPOSE_FILE
    ? env.COMPOSE_FILE.split(env.COMPOSE_PATH_SEPARATOR || ':')
    : ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']
  return names.map((name) => resolve(stack.workingDirectory, name))
}

async function parseYaml(text: string): Promise<unknown> {
  const { parse } = await import('yaml')
  return parse(text, { merge: true, logLevel: 'silent' })
}

/** Without the plugin: one file, as it stands. Compose's own rules for its name and the project's are kept. */
async function readWithoutCompose(
  stack: StackSettings,
  files: readonly string[],
  env: Environment
): Promise<ComposeReading> {
  for (const file of files.length > 0 ? files : defaultFiles(stack, env)) {
    const text = await readFile(file, 'utf8').catch(() => undefined)
    if (text === undefined) continue
    const chosen = stack.projectName ?? env.COMPOSE_PROJECT_NAME
    const model = composeModel(await parseYaml(text), normalize(basename(resolve(file, '..'))))
    return {
      // The name that was asked for counts before the one in the file, as for Compose.
      model: { ...model, project: chosen ?? model.project },
      resolved: undefined,
      warnings: [
        'docker has no Compose plugin: the file was read without it (no variables, no extends, no second file)'
      ]
    }
  }
  throw new BackupError(
    'compose-failed',
    'docker has no Compose plugin and the Compose file cannot be read',
    {
      hint: 'install Compose v2, or choose volumes by name with --volumes (input volumes)'
    }
  )
}

function normalize(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9_-]/g, '')
    .replace(/^[_-]+/, '')
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join('; ')
}
