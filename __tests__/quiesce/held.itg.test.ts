import { join } from 'node:path'
import { expect, it } from '@jest/globals'
import { asRoot, fill, Room, readJson, repository, stateOf } from '../support/docker.ts'
import { cli } from '../support/doors.ts'

const goOn = 'while true; do sleep 0.1; done'

it('refuses to stop a container that would be gone for good, and leaves it running', async () => {
  await using room = new Room()
  const volume = await room.volume()
  await fill(volume, { a: 'x' })
  const container = await room.container(volume, goOn, ['--rm'])
  const words = ['--volumes', volume, '--backup-dir', room.backups]
  const stopped = await cli(['backup', ...words, '--quiesce', 'stop'])
  expect(stopped.stderr).toMatch(/error \(in-use\): containers that would be gone for good/)
  expect(stopped.code).toBe(5)
  expect((await cli(['backup', ...words])).code).toBe(0)
  const words2 = ['--restore-all', 'latest', '--backup-dir', room.backups, '--force']
  const restored = await cli(['restore', ...words2, '--running-services', 'stop'])
  expect(restored.stderr).toMatch(/error \(in-use\): containers that would be gone for good/)
  expect(await stateOf(container)).toBe('running')
})

it('does not pause the container that it runs in', async () => {
  await using room = new Room()
  const volume = await room.volume()
  await fill(volume, { a: 'x' })
  const container = await room.container(volume, goOn)
  const bundle = join(repository, 'dist/cli/index.js')
  const words = [
    process.execPath,
    bundle,
    'backup',
    '--volumes',
    volume,
    '--backup-dir',
    room.backups,
    '--json'
  ]
  // A host name of its own is all of a container that counts here.
  const inside = ['sh', '-c', 'hostname "$1" && shift && exec "$@"', 'sh', container.slice(0, 12), ...words]
  const { backupId } = JSON.parse(await asRoot('unshare', '--uts', ...inside)) as { backupId: string }
  const manifest = readJson(join(room.backups, `backup-manifest-${backupId}.json`))
  expect(manifest).toMatchObject({
    volumes: [{ consistency: 'live' }],
    quiesce: { containers: [] },
    warnings: [
      expect.stringContaining('runs this program and cannot be held'),
      expect.stringContaining('copied while services could write to it')
    ]
  })
  expect(await stateOf(container)).toBe('running')
})
