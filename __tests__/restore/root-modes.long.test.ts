import { describe, expect, it } from '@jest/globals'
import {
  allVolumes,
  asRoot,
  contentOf,
  differences,
  docker,
  fill,
  mountpoint,
  Room,
  shellImage,
  snapshot
} from '../support/docker.ts'
import { cli } from '../support/doors.ts'

const makeContent =
  'cd "$1" && mkdir plain shared && chmod 0755 plain && chmod 2750 shared && echo x > plain/f'

// By hand, because setfacl is not on every machine: version 2, then tag, permissions and id of each entry
// (include/uapi/linux/posix_acl_xattr.h): owner rwx, user 1234 rwx, group r-x, mask rwx, others r-x.
const giveDefaultAcl = `python3 -c '
import os, struct, sys
entries = [(1, 7, -1), (2, 7, 1234), (4, 5, -1), (16, 7, -1), (32, 5, -1)]
acl = struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *entry) for entry in entries)
os.setxattr(sys.argv[1], "system.posix_acl_default", acl)' "$1"`

async function shell(volume: string, script: string): Promise<void> {
  await asRoot('sh', '-c', script, 'sh', await mountpoint(volume))
}

async function backUp(room: Room, volumes: string): Promise<void> {
  expect((await cli(['backup', '--volumes', volumes, '--backup-dir', room.backups])).code).toBe(0)
}

function restore(room: Room): ReturnType<typeof cli> {
  return cli(['restore', '--restore-all', 'latest', '--backup-dir', room.backups, '--force'])
}

describe('new entries take nothing from the root of the volume that they come into', () => {
  it.each([
    ['is 2775', 'chmod 2775 "$1"', 'true'],
    ['has a default ACL', giveDefaultAcl, 'true'],
    ['is 2775, and was 0755 in the backup', 'chmod 0755 "$1"', 'chmod 2775 "$1"'],
    ['has a default ACL, and had none in the backup', 'chmod 0755 "$1"', giveDefaultAcl]
  ])('when it %s', async (_, before, after) => {
    await using room = new Room()
    const volume = await room.volume()
    // What is inside comes first: it must not have the root's modes.
    await shell(volume, `${makeContent} && ${before}`)
    const backedUp = await snapshot(volume)
    await backUp(room, volume)
    await shell(volume, `${after}; rm -r "$1/plain"; umask 022; echo later > "$1/later"`)
    const { code, stderr } = await restore(room)
    expect(stderr).not.toContain('error')
    expect(code).toBe(0)
    expect(differences(backedUp, await snapshot(volume))).toBe('')
  })

  it.each([
    ['2775', 'chmod 2775 "$1"'],
    ['a default ACL', giveDefaultAcl]
  ])('when a failed exchange is undone: %s', async (_, rootModes) => {
    await using room = new Room()
    const [first, second] = [await room.volume('1'), await room.volume('2')]
    await shell(first, makeContent)
    await fill(second, { stuck: 'x' })
    await backUp(room, `${first},${second}`)
    await shell(first, `mkdir "$1/later" && ${rootModes} && touch "$1"`)
    await shell(second, 'echo newer > "$1/stuck" && chattr +i "$1/stuck"')
    const before = [await snapshot(first), await snapshot(second)]
    try {
      const { code, stderr } = await restore(room)
      expect(stderr).toContain('the old content is brought back')
      expect(stderr).toMatch(
        /error \(helper-failed\): the helper could not empty \S+-2: .*stuck.*; the old content is back in every volume\nhint: is that file immutable\? .*chattr -i/
      )
      expect(code).toBe(1)
      expect(differences(before[0] ?? '', await snapshot(first))).toBe('')
      expect(differences(before[1] ?? '', await snapshot(second))).toBe('')
      expect((await allVolumes()).filter((name) => name.startsWith('volume-backup-'))).toEqual([])
    } finally {
      await shell(second, 'chattr -i "$1/stuck"')
    }
    expect(await contentOf(second, 'stuck')).toBe('newer\n')
  })
})

describe('a roll-back that fails', () => {
  it('names commands that bring the old content back', async () => {
    await using room = new Room()
    const [first, second] = [await room.volume('1'), await room.volume('2')]
    // An attribute of the root is the one thing that cannot be taken away again.
    await asRoot(
      'python3',
      '-c',
      'import os, sys; os.setxattr(sys.argv[1], "user.of", b"backup")',
      await mountpoint(first)
    )
    await fill(first, { file: 'of the backup' })
    await fill(second, { stuck: 'x' })
    await backUp(room, `${first},${second}`)
    const root = await mountpoint(first)
    await asRoot('python3', '-c', 'import os, sys; os.removexattr(sys.argv[1], "user.of")', root)
    await shell(first, `rm "$1/file"; ${makeContent}; chmod 2775 "$1"`)
    await shell(second, 'echo newer > "$1/stuck" && chattr +i "$1/stuck"')
    const before = await snapshot(first)
    const { code, stderr } = await restore(room)
    await shell(second, 'chattr -i "$1/stuck"')
    expect(stderr).toContain('error (rollback-failed)')
    expect(code).toBe(1)
    const command = stderr.split('\n').find((line) => line.startsWith('docker run')) ?? ''
    await shell(first, 'rm -r "$1/plain"; chmod 2777 "$1"; echo broken > "$1/rest"')
    await asRoot('sh', '-c', command.replace(' IMAGE ', ` ${await shellImage()} `))
    await asRoot('python3', '-c', 'import os, sys; os.removexattr(sys.argv[1], "user.of")', root)
    expect(differences(before, await snapshot(first))).toBe('')
    const rollback = /volume (volume-backup-rollback-\S+)\)/.exec(stderr)?.[1] ?? ''
    expect(await contentOf(rollback, 'plain/f')).toBe('x\n')
    for (const name of await allVolumes())
      if (name.startsWith('volume-backup-exchange-')) await docker('volume', 'rm', name)
  })
})
