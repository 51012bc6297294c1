import { constants, lstat, mkdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, sep } from 'node:path'
import type { LiveVolume } from '../selection/model.ts'

/** Not by Node's own `recursive`, which never ends where a folder cannot be made, as under /proc. */
export async function makeFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) return
  if (dirname(path) !== path) await makeFolder(dirname(path))
  await mkdir(path, { mode: 0o700 }).catch(async (error: unknown) => {
    if (!(await stat(path).catch(() => undefined))?.isDirectory()) throw error
  })
}

/** @returns whether it was not there before */
export async function claim(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { mode: 0o700 })
    return true
  } catch (error) {
    if (await lstat(folder).catch(() => undefined)) return false
    throw error
  }
}

/** The first of the volumes that a folder of this machine lies in. */
export async function volumeAround(
  folder: string,
  volumes: readonly LiveVolume[]
): Promise<string | undefined> {
  const path = `${await realPath(folder)}${sep}`
  for (const { name, mountpoint, options } of volumes)
    for (const root of [mountpoint, options.device])
      if (root?.startsWith(sep) && path.startsWith(`${await realPath(root)}${sep}`)) return name
  return undefined
}

/** Also of what does not exist yet. */
async function realPath(path: string): Promise<string> {
  return realpath(path).catch(async () =>
    dirname(path) === path ? path : join(await realPath(dirname(path)), basename(path))
  )
}

/** Whether every user of this machine can reach what is in a folder. @param folder its real path */
export async function isOpenToAll(folder: string): Promise<boolean> {
  const { mode } = await stat(folder)
  if ((mode & constants.S_IXOTH) === 0) return false
  return dirname(folder) === folder || isOpenToAll(dirname(folder))
}
