import { constants, lstat, mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

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

/** Whether every user of this machine can reach what is in a folder. @param folder its real path */
export async function isOpenToAll(folder: string): Promise<boolean> {
  const { mode } = await stat(folder)
  if ((mode & constants.S_IXOTH) === 0) return false
  return dirname(folder) === folder || isOpenToAll(dirname(folder))
}
