import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { asRoot, docker, readJson } from '../support/docker.ts'
import { cli } from '../support/doors.ts'
import { DemoStack, demoImage } from '../support/stack.ts'

const rounds = 20

/** What SQLite says of the database in an archive, opened as after a restore: with its journal beside it. */
async function integrityOf(archive: string, folder: string): Promise<string> {
  const target = join(folder, 'unpacked')
  await asRoot('sh', '-c', 'rm -rf "$2" && mkdir "$2" && tar -x -C "$2" -f "$1"', 'sh', archive, target)
  return docker(
    'run',
    '--rm',
    '--network',
    'none',
    '--volume',
    `${join(target, 'volume')}:/restored`,
    '--user',
    '0',
    '--entrypoint',
    '/usr/bin/sqlite3',
    demoImage,
    '/restored/server.sqlite',
    'PRAGMA integrity_check'
  ).catch((error: unknown) => String(error))
}

describe('a database under heavy writing', () => {
  it(`is whole in ${rounds} of ${rounds} paused backups, and damaged at least once without the pause`, async () => {
    await using stack = new DemoStack({ BURST: '1' })
    await stack.up()
    const archiveOf = async (...flags: string[]): Promise<string> => {
      const { code, stdout, stderr } = await cli([
        'backup',
        ...stack.flags,
        '--volumes',
        'sigul_server_data',
        '--json',
        ...flags
      ])
      if (code !== 0) throw new Error(stdout + stderr)
      const { manifest } = JSON.parse(stdout) as { manifest: string }
      const { volumes } = readJson(manifest) as { volumes: { archive: { file: string } }[] }
      return join(stack.backups, volumes[0]?.archive.file ?? '')
    }
    const paused: string[] = []
    for (let round = 0; round < rounds; round++)
      paused.push(await integrityOf(await archiveOf(), stack.folder))
    expect(paused).toEqual(Array.from({ length: rounds }, () => 'ok'))

    const control: string[] = []
    for (let round = 0; round < rounds && !control.some((said) => said !== 'ok'); round++) {
      const archive = await archiveOf('--quiesce', 'none').catch((error: unknown) => String(error))
      control.push(archive.endsWith('.tar.gz') ? await integrityOf(archive, stack.folder) : archive)
    }
    expect(control.filter((said) => said !== 'ok').length).toBeGreaterThan(0)
  }, 900_000)
})
