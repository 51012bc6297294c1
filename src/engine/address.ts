import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { BackupError } from '../errors.ts'

const run = promisify(execFile)

export type Environment = Readonly<Record<string, string | undefined>>

/** How to reach a daemon, for the client library; `display` is for people. */
export interface EngineAddress {
  readonly display: string
  readonly socketPath?: string
  readonly host?: string
  readonly port?: number
  readonly tls?: { readonly ca: Buffer; readonly cert: Buffer; readonly key: Buffer }
}

/**
 * Every place where a daemon may listen, in the docker client's own order: DOCKER_HOST, the chosen context, the default
 * socket, then the sockets of a rootless engine and of Docker Desktop. When the user chose one, only that is tried.
 *
 * @throws BackupError `docker-unavailable` for an address that cannot be used.
 */
export async function findAddresses(env: Environment): Promise<readonly EngineAddress[]> {
  if (env.DOCKER_HOST) return [await parseAddress(env.DOCKER_HOST, env, 'DOCKER_HOST')]
  const context = await chosenContext(env)
  if (context) return [await parseAddress(context.host, env, `context ${context.name}`)]
  const sockets = [
    '/var/run/docker.sock',
    ...(env.XDG_RUNTIME_DIR ? [join(env.XDG_RUNTIME_DIR, 'docker.sock')] : []),
    ...(env.HOME
      ? [join(env.HOME, '.docker/run/docker.sock'), join(env.HOME, '.docker/desktop/docker.sock')]
      : [])
  ]
  return sockets.map((socketPath) => ({ display: `unix://${socketPath}`, socketPath }))
}

/** Whether there is a socket file at all: tells "no daemon" from "a daemon that does not answer". */
export async function hasSocket(address: EngineAddress): Promise<boolean> {
  if (!address.socketPath) return true
  return stat(address.socketPath).then(
    (found) => found.isSocket(),
    () => false
  )
}

async function chosenContext(env: Environment): Promise<{ name: string; host: string } | undefined> {
  const name = env.DOCKER_CONTEXT ?? (await configuredContext(env))
  if (!name || name === 'default') return undefined
  try {
    const { stdout } = await run('docker', [
      'context',
      'inspect',
      name,
      '--format',
      '{{.Endpoints.docker.Host}}'
    ])
    return { name, host: stdout.trim() }
  } catch (cause) {
    throw new BackupError('docker-unavailable', `the docker context ${JSON.stringify(name)} cannot be read`, {
      hint: `see "docker context ls", or set DOCKER_HOST`,
      cause
    })
  }
}

async function configuredContext(env: Environment): Promise<string | undefined> {
  const folder = env.DOCKER_CONFIG ?? (env.HOME ? join(env.HOME, '.docker') : undefined)
  if (!folder) return undefined
  try {
    const config: unknown = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8'))
    const name =
      typeof config === 'object' && config !== null && 'currentContext' in config
        ? config.currentContext
        : undefined
    return typeof name === 'string' ? name : undefined
  } catch {
    return undefined
  }
}

async function parseAddress(text: string, env: Environment, origin: string): Promise<EngineAddress> {
  const display = `${text.replace(/\/\/[^/@]*@/, '//')} (${origin})`
  const [scheme, rest = ''] = text.includes('://') ? text.split('://', 2) : ['tcp', text]
  if (scheme === 'unix' && rest.startsWith('/')) return { display, socketPath: rest }
  if (scheme === 'tcp' || scheme === 'http' || scheme === 'https') {
    const url = URL.canParse(`http://${rest}`) ? new URL(`http://${rest}`) : undefined
    const secure = scheme === 'https' || env.DOCKER_TLS_VERIFY === '1' || url?.port === '2376'
    if (url?.hostname) {
      return {
        display,
        host: url.hostname,
        port: Number(url.port || (secure ? 2376 : 2375)),
        ...(secure ? { tls: await readCertificates(env) } : {})
      }
    }
  }
  throw new BackupError('docker-unavailable', `the address ${display} is not one this program can use`, {
    hint: 'unix:///path and tcp://host:port work; for an ssh host forward its socket: ssh -nNT -L /tmp/docker.sock:/var/run/docker.sock HOST, then DOCKER_HOST=unix:///tmp/docker.sock'
  })
}

async function readCertificates(env: Environment): Promise<{ ca: Buffer; cert: Buffer; key: Buffer }> {
  const folder = env.DOCKER_CERT_PATH ?? join(env.HOME ?? '/', '.docker')
  try {
    const [ca, cert, key] = await Promise.all(
      ['ca.pem', 'cert.pem', 'key.pem'].map((name) => readFile(join(folder, name)))
    )
    if (ca && cert && key) return { ca, cert, key }
    throw new Error('a certificate is missing')
  } catch (cause) {
    throw new BackupError(
      'docker-unavailable',
      `the certificates for the daemon cannot be read from ${folder}`,
      {
        hint: 'set DOCKER_CERT_PATH to the folder of ca.pem, cert.pem and key.pem',
        cause
      }
    )
  }
}
