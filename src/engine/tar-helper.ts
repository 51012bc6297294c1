import { constants, openSync } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BackupError, messageOf } from '../errors.ts'
import type { HelperContainer } from './engine.ts'
import type { HelperJobs } from './helper-jobs.ts'
import { helperScript } from './helper-script.ts'
import { makePipe, readPipe, tailFile, writePipe } from './share.ts'
import { judgeTar, judgeUnpack } from './tar-messages.ts'
import type { ReadFormat, ShareMode, VolumeBytes, VolumeMount, VolumeRead } from './volume-bytes.ts'

export interface TarHelperRequest {
  readonly volumes: readonly VolumeMount[]
  /** A private folder of this machine, 0700, that may be shared with the helper. */
  readonly shareFolder: string
  readonly shareMode: ShareMode
  readonly runId: string
  readonly pathVariable: string
  /** Told when the helper cannot be removed: what it did is done all the same. */
  readonly warn: (text: string) => void
}

/** The helper container as the way to the bytes of its volumes; see `volume-bytes.ts` for the contract. */
export class TarHelper implements VolumeBytes {
  readonly transport: 'shared-folder' | 'attach'
  readonly hasZstd: boolean
  readonly #container: HelperContainer
  readonly #jobs: HelperJobs
  readonly #numbers: ReadonlyMap<string, number>
  readonly #folder: string
  readonly #pathVariable: string
  readonly #warn: (text: string) => void
  #pipe: string | undefined

  constructor(
    container: HelperContainer,
    jobs: HelperJobs,
    request: TarHelperRequest,
    hasZstd: boolean,
    shared: boolean
  ) {
    this.#container = container
    this.#jobs = jobs
    this.#numbers = new Map(request.volumes.map(({ name }, number) => [name, number]))
    this.#folder = request.shareFolder
    this.#pathVariable = request.pathVariable
    this.#warn = request.warn
    this.transport = shared ? 'shared-folder' : 'attach'
    this.hasZstd = hasZstd
  }

  async read(
    volume: string,
    format: ReadFormat,
    level: number,
    partFile: string | undefined
  ): Promise<VolumeRead> {
    const number = this.#number(volume)
    if (this.transport === 'attach') return this.#readAttached(volume, number, format, level)
    if (partFile !== undefined) return this.#readFile(volume, number, format, level, partFile)
    const path = await this.#sharedPipe()
    const pipe = readPipe(path)
    const job = this.#jobs.start('pack-pipe', String(number), format, String(level))
    job.opened.then(pipe.release, pipe.release)
    job.finished.then(pipe.release, pipe.release)
    return {
      bytes: pipe.bytes,
      stored: false,
      finished: async () => judgeTar(volume, (await job.finished).lines)
    }
  }

  async write(volume: string, layout: 'volume' | 'dot', tar: AsyncIterable<Buffer>): Promise<void> {
    const number = String(this.#number(volume))
    if (this.transport === 'attach') {
      const process = await this.#container.run(script('unpack', number, layout), tar)
      for await (const _ of process.stdout);
      const { exitCode, stderr } = await process.finished()
      return judgeUnpack(volume, exitCode, stderr.split('\n'))
    }
    const path = await this.#sharedPipe()
    const bothEnds = openSync(path, constants.O_RDWR | constants.O_NONBLOCK)
    const job = this.#jobs.start('unpack-pipe', number, layout)
    try {
      await writePipe(path, bothEnds, tar, job)
    } catch (error) {
      // The next job has to wait for the end of this one.
      await job.finished.catch(() => undefined)
      throw error
    }
    const { status, lines } = await job.finished
    judgeUnpack(volume, status, lines)
  }

  async copy(from: string, to: string): Promise<void> {
    await this.#expect(`copy ${from} to ${to}`, 'copy', String(this.#number(from)), String(this.#number(to)))
  }

  async settle(): Promise<void> {
    await this.#expect('flush the volumes to the disk', 'settle')
  }

  async wipe(volume: string): Promise<void> {
    await this.#expect(`empty ${volume}`, 'wipe', String(this.#number(volume)))
  }

  async freeBytes(volume: string): Promise<number> {
    const lines = await this.#expect(
      `ask for the free space of ${volume}`,
      'free',
      String(this.#number(volume))
    )
    return Number(/\s(\d+)\s+\d+%\s/.exec(lines.join('\n'))?.[1] ?? Number.NaN)
  }

  async usedBytes(volume: string): Promise<number> {
    const lines = await this.#expect(`ask for the size of ${volume}`, 'used', String(this.#number(volume)))
    return Number(/^(\d+)\s/.exec(lines.at(-1) ?? '')?.[1] ?? Number.NaN)
  }

  async close(): Promise<void> {
    await this.#container.remove(this.#jobs.busy).catch((error: unknown) => this.#warn(messageOf(error)))
    if (this.#pipe) await rm(this.#pipe, { force: true })
  }

  async #readFile(
    volume: string,
    number: number,
    format: ReadFormat,
    level: number,
    partFile: string
  ): Promise<VolumeRead> {
    // Made here, so that the file belongs to whoever runs this program and is 0600 from its first byte on.
    const file = await open(join(this.#folder, partFile), 'wx+', 0o600)
    const job = this.#jobs.start('pack-file', String(number), format, String(level), partFile)
    return {
      bytes: tailFile(file, job.finished),
      stored: true,
      finished: async () => judgeTar(volume, (await job.finished).lines)
    }
  }

  async #readAttached(
    volume: string,
    number: number,
    format: ReadFormat,
    level: number
  ): Promise<VolumeRead> {
    const process = await this.#container.run(
      script('pack', String(number), format, String(level)),
      undefined
    )
    return {
      bytes: process.stdout,
      stored: false,
      finished: async () => judgeTar(volume, (await process.finished()).stderr.split('\n'))
    }
  }

  async #sharedPipe(): Promise<string> {
    this.#pipe ??= await makePipe(join(this.#folder, 'pipe'), this.#pathVariable)
    return this.#pipe
  }

  async #expect(what: string, verb: string, ...args: readonly string[]): Promise<readonly string[]> {
    const { status, lines } = await this.#jobs.start(verb, ...args).finished
    if (status === 0) return lines
    const said = lines
      .slice(-3)
      .join('; ')
      .replaceAll(/\/v\/\d+\/volume\//g, '')
    throw new BackupError(
      lines.some((line) => /No space left/.test(line)) ? 'no-space' : 'helper-failed',
      `the helper could not ${what}: ${said}`,
      lines.some((line) => /Operation not permitted/.test(line)) ? { hint: immutableHint } : {}
    )
  }

  #number(volume: string): number {
    const number = this.#numbers.get(volume)
    if (number === undefined)
      throw new BackupError('internal', `volume ${volume} is not mounted in the helper`)
    return number
  }
}

/** The one thing that root cannot delete or write. */
const immutableHint =
  'is that file immutable? lsattr shows it, chattr -i (or -a) on the host makes it like any other; then try again'

function script(...words: readonly string[]): readonly string[] {
  return ['/bin/sh', '-c', helperScript, 'volume-helper', ...words]
}
