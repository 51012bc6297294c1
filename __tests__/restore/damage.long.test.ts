import {
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { allVolumes, differences, mountpoint, Room, snapshot, tree } from '../support/docker.ts'
import { cli, startCli } from '../support/doors.ts'

const flips = 200
const cuts = 50

/** A small generator with a seed (mulberry32), so that a find can be repeated. */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

describe('a damaged backup', () => {
  it(`is refused before the volume is touched: ${flips} flipped bits, ${cuts} cuts, over all its files`, async () => {
    await using room = new Room()
    const volume = await room.volume()
    await tree('fill', await mountpoint(volume), '--kind', 'small', '--files', '60')
    const made = await cli(['backup', '--backup-dir', room.backups, '--volumes', volume, '--json'])
    const { backupId } = JSON.parse(made.stdout) as { backupId: string }
    const files = readdirSync(room.backups).filter((name) => /\.tar\.gz$|\.index\.ndjson\.gz$/.test(name))
    await tree('fill', await mountpoint(await room.volume('other')), '--kind', 'small', '--files', '3')
    const before = await snapshot(volume)
    const volumesBefore = await allVolumes()

    const random = generator(20260101)
    const survivors: string[] = []
    for (let round = 0; round < flips + cuts; round++) {
      const folder = join(room.folder, 'damaged')
      mkdirSync(folder)
      for (const name of readdirSync(room.backups)) copyFileSync(join(room.backups, name), join(folder, name))
      const name = files[Math.floor(random() * files.length)] ?? ''
      const at = Math.floor(random() * statSync(join(folder, name)).size)
      if (round < flips) {
        const bytes = readFileSync(join(folder, name))
        bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))
        writeFileSync(join(folder, name), bytes)
      } else truncateSync(join(folder, name), at)
      const { code } = await cli(['restore', '--restore-all', backupId, '--backup-dir', folder, '--force'])
      if (code !== 4) survivors.push(`${round < flips ? 'flip' : 'cut'} at ${at} of ${name}: exit ${code}`)
      rmSync(folder, { recursive: true })
    }
    expect(survivors).toEqual([])
    expect(differences(before, await snapshot(volume))).toBe('')
    expect(await allVolumes()).toEqual(volumesBefore)
  }, 900_000)
})

describe('memory', () => {
  it.each(['gzip', 'zstd'])(
    'stays under 256 MiB for a volume of 2 GiB as %s, backup and restore',
    async (compression) => {
      await using room = new Room()
      const volume = await room.volume()
      await tree('fill', await mountpoint(volume), '--kind', 'mixed', '--bytes', String(2 * 1024 ** 3))
      const peakOf = async (...args: string[]): Promise<number> => {
        const { child, ended } = startCli(args)
        let peak = 0
        const timer = setInterval(() => {
          try {
            peak = Math.max(
              peak,
              Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0)
            )
          } catch {
            // It has ended.
          }
        }, 50)
        const { code, stdout } = await ended
        clearInterval(timer)
        expect(stdout).toContain('success')
        expect(code).toBe(0)
        return peak / 1024
      }
      expect(
        await peakOf(
          'backup',
          '--backup-dir',
          room.backups,
          '--volumes',
          volume,
          '--compression',
          compression
        )
      ).toBeLessThan(256)
      expect(
        await peakOf(
          'restore',
          '--restore-all',
          'latest',
          '--backup-dir',
          room.backups,
          '--force',
          '--keep-rollback',
          'false'
        )
      ).toBeLessThan(256)
    },
    600_000
  )
})
