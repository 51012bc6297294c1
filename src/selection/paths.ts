import { didYouMean } from './nearest.ts'

/** What `x-backup` of a service says. */
export interface ServiceExtension {
  /** Where the service keeps its data; `undefined` when it does not say, empty when it keeps none. */
  readonly paths: readonly string[] | undefined
  readonly problems: readonly string[]
}

export const pathProblem = 'x-backup: paths is no list of absolute paths without ".."'
const serviceKeys = ['paths', 'verify']

/** Of a service only `paths` is read here; `verify` has a reader of its own. */
export function readServiceExtension(value: unknown): ServiceExtension {
  if (value === undefined) return { paths: undefined, problems: [] }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return {
      paths: undefined,
      problems: [`x-backup is ${JSON.stringify(value)}: legal under a service is a mapping`]
    }
  const given: unknown = 'paths' in value ? value.paths : undefined
  const paths = readPaths(given)
  const unknown = Object.keys(value)
    .filter((key) => !serviceKeys.includes(key))
    .map(
      (key) =>
        `x-backup: unknown key ${JSON.stringify(key)}${didYouMean(key, serviceKeys)}; legal under a service: ${serviceKeys.join(', ')}`
    )
  return {
    paths: given === undefined ? undefined : paths,
    problems: [...unknown, ...(paths === undefined ? [pathProblem] : [])]
  }
}

/** A path, or a list of them, without the ends that do not count; `undefined` for anything else. */
export function readPaths(value: unknown): readonly string[] | undefined {
  if (value === undefined) return []
  const list: readonly unknown[] = Array.isArray(value) ? value : [value]
  const paths = list.filter((one): one is string => typeof one === 'string' && isAbsolutePath(one))
  return paths.length === list.length ? paths.map(cleanPath) : undefined
}

/** `/a//b/./c/` as `/a/b/c`. */
export function cleanPath(path: string): string {
  return `/${path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/')}`
}

/** Where a machine shows its devices, its state, and the sockets of what runs on it. */
export const systemFolders = ['/dev', '/proc', '/run', '/sys', '/var/run']

export function isOfSystem(path: string): boolean {
  return systemFolders.some((folder) => isWithin(path, folder))
}

/** Whether a path is a folder or something below it; both clean. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

function isAbsolutePath(text: string): boolean {
  return text.startsWith('/') && !text.split('/').includes('..') && !/[\n\0]/.test(text)
}
