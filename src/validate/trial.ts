import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { onAbort } from '../abort.ts'
import type { Comparison } from '../archive/compare.ts'
import { makeScratch } from '../backup/scratch.ts'
import type { Manifest } from '../backup-set/manifest.ts'
import type { Engine } from '../engine/engine.ts'
import { acceptanceLabels } from '../engine/labels.ts'
import type { VolumeBytes } from '../engine/volume-bytes.ts'
import { messageOf } from '../errors.ts'
import type { CommandResult } from '../host/host.ts'
import { manifestItem } from '../restore/source.ts'
import { compareTree } from '../restore/tree.ts'
import type { Ports } from '../run-context.ts'
import type { Store } from '../stores/store.ts'
import { sampleTar } from './sample-tar.ts'

/** Two throw-away volumes and a folder to try the command line on; nothing of the user's. */
export class Trial {
  readonly engine: Engine
  readonly ports: Ports
  readonly folder: string
  /** By its name from inside of the folder, as people write it. */
  readonly backups = 'backups'
  readonly volumes: readonly [string, string]

  private constructor(engine: Engine, ports: Ports, folder: string) {
    this.engine = engine
    this.ports = ports
    this.folder = folder
    const name = `volume-backup-acceptance-${ports.runId}`
    this.volumes = [`${name}-1`, `${name}-2`]
  }

  /** @throws BackupError with nothing left */
  static async open(engine: Engine, ports: Ports): Promise<Trial> {
    const folder = await makeScratch(engine, ports, 'acceptance')
    const trial = new Trial(engine, ports, folder)
    try {
      await mkdir(join(folder, 'another folder'))
      await trial.#fill()
      return trial
    } catch (error) {
      await trial.close()
      throw error
    }
  }

  get store(): Store {
    return this.ports.openStore(join(this.folder, this.backups))
  }

  async command(...args: string[]): Promise<CommandResult> {
    return this.ports.command(args, this.folder)
  }

  async #fill(): Promise<void> {
    for (const [at, name] of this.volumes.entries())
      await this.engine.createVolume({
        name,
        driver: 'local',
        options: {},
        labels: {
          ...acceptanceLabels(this.ports.runId),
          backup: at === 0 ? 'critical' : 'high',
          description: 'throw-away data of an acceptance'
        }
      })
    await this.#reading(true, async (bytes) => {
      for (const name of this.volumes) {
        await bytes.write(name, 'volume', only(sampleTar(`this is ${name}\n`)))
        await bytes.settle()
      }
    })
  }

  /** Every entry of the volumes, as they are now, with those of a backup. */
  async compare({ volumes }: Manifest): Promise<readonly Comparison[]> {
    return this.#reading(false, async (bytes) => {
      const compared: Comparison[] = []
      for (const volume of volumes)
        compared.push(
          await compareTree({
            bytes,
            volume: volume.name,
            expected: manifestItem(volume, this.store).index(),
            onProgress: () => undefined,
            signal: this.ports.signal
          })
        )
      return compared
    })
  }

  /** The helper is gone again afterwards: no restore goes on beside it. */
  async #reading<Result>(writable: boolean, deed: (bytes: VolumeBytes) => Promise<Result>): Promise<Result> {
    const mounts = this.volumes.map((name) => ({ name, writable }))
    const bytes = await this.ports.openBytes(this.engine, mounts, this.folder)
    const forget = onAbort(this.ports.signal, () => bytes.close())
    try {
      return await deed(bytes)
    } finally {
      forget()
      await bytes.close()
    }
  }

  async close(): Promise<void> {
    for (const name of this.volumes)
      await this.engine
        .removeVolume(name)
        .catch((error: unknown) => this.ports.host.warn(`volume ${name} is left behind: ${messageOf(error)}`))
    await rm(this.folder, { recursive: true, force: true })
  }
}

async function* only(piece: Buffer): AsyncGenerator<Buffer> {
  yield piece
}
