import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Engine, HelperContainer } from './engine.ts'
import { ensureHelperImage } from './helper-image.ts'
import { HelperJobs } from './helper-jobs.ts'
import { helperScript } from './helper-script.ts'
import { ownLabels } from './labels.ts'
import { TarHelper, type TarHelperRequest } from './tar-helper.ts'
import type { VolumeBytes } from './volume-bytes.ts'

/**
 * Starts one helper container for a set of volumes and proves whether it sees the shared folder: a random file is
 * written there, and the helper has to copy it. If it does, bytes go through that folder, else over the daemon's
 * connection.
 *
 * @throws BackupError `not-supported`, `helper-failed`, `docker-failed`
 */
export async function openTarHelper(engine: Engine, request: TarHelperRequest): Promise<VolumeBytes> {
  const image = await ensureHelperImage(engine, request.pathVariable)
  if (request.shareMode === 'auto') {
    const shared = await startHelper(engine, image.tag, request, request.shareFolder).catch(() => undefined)
    if (shared) {
      const jobs = new HelperJobs(shared)
      if (await seesFolder(jobs, request.shareFolder))
        return new TarHelper(shared, jobs, request, image.hasZstd, true)
      await shared.remove(true)
    }
  }
  const plain = await startHelper(engine, image.tag, request, undefined)
  return new TarHelper(plain, new HelperJobs(plain), request, image.hasZstd, false)
}

async function startHelper(
  engine: Engine,
  image: string,
  request: TarHelperRequest,
  folder: string | undefined
): Promise<HelperContainer> {
  const writes = request.volumes.some((volume) => volume.writable)
  return engine.startHelper({
    image,
    command: ['/bin/sh', '-c', helperScript, 'volume-helper', 'serve'],
    environment: Object.fromEntries(
      request.volumes.flatMap(({ exclude }, number) =>
        exclude?.length ? [[`EXCLUDE_${number}`, excludeText(exclude)]] : []
      )
    ),
    labels: ownLabels(request.runId, 'helper'),
    capabilities: writes
      ? ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'MKNOD', 'SETFCAP']
      : ['DAC_OVERRIDE'],
    mounts: request.volumes.map(({ name, writable }, number) => ({
      volume: name,
      target: `/v/${number}/volume`,
      writable
    })),
    share: folder === undefined ? undefined : { folder, target: '/share' }
  })
}

function excludeText(patterns: readonly string[]): string {
  return patterns.map((pattern) => `volume/${pattern.replace(/^\/+/, '')}\n`).join('')
}

async function seesFolder(jobs: HelperJobs, folder: string): Promise<boolean> {
  const secret = randomBytes(32).toString('hex')
  const [probe, echo] = [join(folder, 'probe'), join(folder, 'echo')]
  try {
    await writeFile(probe, secret, { mode: 0o600 })
    await writeFile(echo, '', { mode: 0o600 })
    await jobs.start('probe').finished
    return (await readFile(echo, 'utf8')) === secret
  } catch {
    return false
  } finally {
    await Promise.all([rm(probe, { force: true }), rm(echo, { force: true })])
  }
}
