import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import type Docker from 'dockerode'
import { BackupError, messageOf } from '../errors.ts'
import { call, isConflict, isMissing, unlessMissing, withTimeout } from './docker-calls.ts'
import type { HelperContainer, HelperProcess, HelperSpec } from './engine.ts'
import { demultiplex, Messages } from './frames.ts'
import { ownerLabel } from './labels.ts'
import { roomIn } from './share.ts'

function helperOptions(spec: HelperSpec): Docker.ContainerCreateOptions {
  return {
    ...(spec.name === undefined ? {} : { name: spec.name }),
    Image: spec.image,
    Cmd: [...spec.command],
    Env: Object.entries(spec.environment).map(([name, value]) => `${name}=${value}`),
    Labels: { ...spec.labels },
    // A daemon that stops need not wait for it: what it does is undone or done again.
    StopTimeout: 1,
    OpenStdin: true,
    // The daemon closes the input when this process goes away, however it ends: the helper then ends itself.
    StdinOnce: true,
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: {
      AutoRemove: true,
      NetworkMode: 'none',
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      CapAdd: [...spec.capabilities],
      SecurityOpt: ['no-new-privileges'],
      LogConfig: { Type: 'none', Config: {} },
      Mounts: [
        ...spec.mounts.map((mount) => ({
          Type: 'volume' as const,
          Source: mount.volume,
          Target: mount.target,
          ReadOnly: !mount.writable,
          VolumeOptions: { NoCopy: true, Labels: {}, DriverConfig: { Name: '', Options: {} } }
        })),
        ...(spec.share
          ? [{ Type: 'bind' as const, Source: spec.share.folder, Target: spec.share.target, ReadOnly: false }]
          : [])
      ]
    }
  }
}

/** @throws BackupError `in-use` when a container of that name runs already */
export async function startHelper(client: Docker, spec: HelperSpec): Promise<HelperContainer> {
  const container = await createHelper(client, spec)
  try {
    const connection = await container.attach({
      stream: true,
      stdin: true,
      stdout: true,
      stderr: true,
      hijack: true
    })
    const gone = container.wait({ condition: 'removed' })
    gone.catch(() => undefined)
    await call('start the helper container', () => container.start())
    return new DockerHelper(container, connection as Duplex, gone)
  } catch (error) {
    await container.remove({ force: true }).catch(() => undefined)
    throw error
  }
}

async function createHelper(client: Docker, spec: HelperSpec): Promise<Docker.Container> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call('create the helper container', () => client.createContainer(helperOptions(spec)))
    } catch (error) {
      if (spec.name === undefined || !isConflict(error)) throw error
      const other = client.getContainer(spec.name)
      const found = await unlessMissing('look at the other container', () => other.inspect())
      const age = found ? Date.now() - Date.parse(found.Created) : 0
      const starting = found?.State.Status === 'created' && age < startPatienceMs
      if (found?.State.Running || starting || attempt === 3)
        throw new BackupError('in-use', `a container named ${spec.name} is at work already`, { cause: error })
      if (found && found.Config.Labels[ownerLabel] === undefined)
        throw new BackupError(
          'docker-failed',
          `a container named ${spec.name} is there, and not of this program`,
          {
            hint: `give it another name: docker rename ${spec.name} NAME`,
            cause: error
          }
        )
      // It is about to go; one that was never started, or that the daemon forgot to remove, would stay forever.
      if (found?.State.Status !== 'created' && attempt === 1) await delay(1000)
      else await other.remove().catch(() => undefined)
    }
  }
}

/** On a machine at its limit a container takes its time to start. */
const startPatienceMs = 60_000

class DockerHelper implements HelperContainer {
  readonly #container: Docker.Container
  readonly #connection: Duplex
  readonly #gone: Promise<unknown>
  readonly output: AsyncIterable<Buffer>

  constructor(container: Docker.Container, connection: Duplex, gone: Promise<unknown>) {
    this.#container = container
    this.#connection = connection
    this.#gone = gone
    // A helper that goes away shows on its output, and a lost connection in what is asked next.
    connection.on('error', () => undefined)
    // One stream of lines for both: the helper writes everything to its standard output.
    this.output = demultiplex(connection, () => undefined)
  }

  get id(): string {
    return this.#container.id
  }

  get input(): NodeJS.WritableStream {
    return this.#connection
  }

  async run(command: readonly string[], input: AsyncIterable<Buffer> | undefined): Promise<HelperProcess> {
    const exec = await call('start a process in the helper', () =>
      this.#container.exec({
        Cmd: [...command],
        AttachStdin: input !== undefined,
        AttachStdout: true,
        AttachStderr: true
      })
    )
    const stream = await call('start a process in the helper', () =>
      exec.start({ hijack: true, stdin: input !== undefined })
    )
    const stderr = new Messages()
    const feeding = input ? feed(stream, input) : Promise.resolve()
    feeding.catch((error: Error) => stream.destroy(error))
    return {
      stdout: demultiplex(stream, (piece) => stderr.add(piece)),
      finished: async () => {
        await feeding
        const { ExitCode, Running } = await call('ask for the end of a process in the helper', () =>
          exec.inspect()
        )
        return { exitCode: Running || ExitCode === null ? 137 : ExitCode, stderr: stderr.text() }
      }
    }
  }

  async remove(force: boolean): Promise<void> {
    this.#connection.end()
    if (!(await this.#goneWithin(force ? 50 : 5_000))) await removeForGood(this.#container)
    this.#connection.destroy()
  }

  async #goneWithin(milliseconds: number): Promise<boolean> {
    return withTimeout(this.#gone, milliseconds).then(
      () => true,
      () => false
    )
  }
}

/** Its volumes can be removed only once it is gone, whoever removes it; the daemon may be away for a moment. */
export async function removeForGood(container: Docker.Container): Promise<void> {
  const deadline = performance.now() + 20_000
  for (;;) {
    const failure = await container.remove({ force: true, v: true }).then(() => undefined, reasonToStay)
    if (failure === '') return
    if (performance.now() > deadline)
      throw new BackupError(
        'helper-failed',
        `the helper container does not go away (${failure ?? 'no reason is given'}): docker rm --force ${container.id}`
      )
    await delay(100)
  }
}

/** Empty when it is gone already. */
function reasonToStay(error: unknown): string {
  return isMissing(error) ? '' : messageOf(error)
}

async function feed(stream: Duplex, input: AsyncIterable<Buffer>): Promise<void> {
  const room = roomIn(stream)
  for await (const piece of input) {
    if (!stream.write(piece)) await room()
    if (stream.destroyed)
      throw new BackupError('write-failed', 'the helper went away while it was written to')
  }
  stream.end()
}
