import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { asRoot, differences, mountpoint, Room, readJson, snapshot, tree } from '../support/docker.ts'
import { cli } from '../support/doors.ts'

const ways = [
  ['gzip', 'shared-folder'],
  ['zstd', 'shared-folder'],
  ['none', 'shared-folder'],
  ['gzip', 'attach'],
  ['zstd', 'attach'],
  ['none', 'attach']
] as const

describe('everything that a volume can hold comes back', () => {
  it.each(ways)(
    'as %s over %s, into a volume that is gone and into one that holds other things',
    async (compression, transport) => {
      await using room = new Room()
      const volume = await room.volume()
      await tree('make', await mountpoint(volume), '--sockets')
      const before = await snapshot(volume)
      const env = { VOLUME_BACKUP_TRANSPORT: transport === 'attach' ? 'attach' : 'auto' }
      const flags = ['--backup-dir', room.backups, '--volumes', volume]

      const backup = await cli(['backup', ...flags, '--compression', compression, '--json'], { env })
      expect(backup.stderr).not.toContain('error:')
      expect(backup.code).toBe(0)
      const report = JSON.parse(backup.stdout) as { backupId: string; manifest: string }
      const manifest = readJson(report.manifest) as {
        volumes: { notCaptured: { path: string; reason: string }[] }[]
      }
      expect(manifest.volumes[0]?.notCaptured.length).toBeGreaterThan(0)
      expect(new Set(manifest.volumes[0]?.notCaptured.map(({ reason }) => reason))).toEqual(
        new Set(['socket'])
      )

      await asRoot('docker', 'volume', 'rm', volume)
      const restore = [
        'restore',
        '--restore-all',
        report.backupId,
        '--backup-dir',
        room.backups,
        '--force',
        '--keep-rollback',
        'false',
        '--volumes',
        volume
      ]
      room.adopt(volume)
      expect((await cli(restore, { env })).code).toBe(0)
      expect(differences(before, await snapshot(volume))).toBe('')

      await asRoot(
        'sh',
        '-c',
        'rm -rf "$1"/* && echo other > "$1/only in the old one" && chmod 700 "$1"',
        'sh',
        await mountpoint(volume)
      )
      expect((await cli(restore, { env })).code).toBe(0)
      expect(differences(before, await snapshot(volume))).toBe('')
    }
  )

  it('leaves the private files of a backup to their owner alone', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await asRoot('sh', '-c', 'echo secret > "$1/key"', 'sh', await mountpoint(volume))
    await cli(['backup', '--backup-dir', room.backups, '--volumes', volume])
    const modes = await asRoot('find', room.backups, '-printf', '%m %y\n')
    expect(new Set(modes.trim().split('\n'))).toEqual(new Set(['700 d', '600 f']))
    expect(
      (await asRoot('sh', '-c', 'cd "$1" && sha256sum -c SHA256SUMS-*', 'sh', join(room.backups))).trim()
    ).toMatch(/: OK$/m)
  })
})
