import { realpath, stat } from 'node:fs/promises'
import { asRecord } from '../record.ts'
import { isOfSystem, isWithin, systemFolders } from '../selection/paths.ts'
import type { PathKind } from './model.ts'

/**
 * What the bind mounts of all services point to.
 * @param address of the daemon
 */
export async function pathKinds(
  resolved: Readonly<Record<string, unknown>>,
  address: string
): Promise<ReadonlyMap<string, PathKind>> {
  const mounts = Object.values(asRecord(resolved.services)).flatMap((service) => {
    const { volumes } = asRecord(service)
    return Array.isArray(volumes) ? volumes.map(asRecord) : []
  })
  const kinds = new Map<string, PathKind>()
  for (const { type, source } of mounts) {
    if (type !== 'bind' || typeof source !== 'string') continue
    kinds.set(source, await pathKind(source, address.replace(/^unix:\/\//, '')))
  }
  return kinds
}

/** @param socket of the daemon, wherever that is */
export async function pathKind(path: string, socket: string): Promise<PathKind> {
  const real = await realpath(path).catch(() => undefined)
  const found = real === undefined ? undefined : await stat(real).catch(() => undefined)
  if (real === undefined || !found) return 'missing'
  if (found.isFile()) return 'file'
  if (found.isSocket()) return 'socket'
  if (!found.isDirectory()) return 'other'
  const open = [...systemFolders, socket, await realpath(socket).catch(() => socket)]
  return isOfSystem(real) || open.some((one) => isWithin(one, real === '/' ? '' : real))
    ? 'machine'
    : 'folder'
}
