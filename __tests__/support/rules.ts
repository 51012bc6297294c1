import type { Import, Module } from './modules.ts'

/** Says what is wrong, one line each; nothing when the rule holds. */
export type Rule = (modules: readonly Module[]) => string[]

const doors = ['action.ts', 'post.ts', 'cli.ts']
/** Of the files beside the doors; the others there are shared by all. */
const operationFiles = ['run-context.ts', 'show.ts', 'stack.ts']
const pureFolders = ['archive', 'backup-set', 'inputs', 'report', 'selection']
const adapterFolders = ['engine', 'host', 'stores']
const ports = [
  'engine/engine.ts',
  'engine/labels.ts',
  'engine/tar-messages.ts',
  'engine/volume-bytes.ts',
  'host/host.ts',
  'stores/store.ts'
]
/** The one place each of these packages is used in. */
const homes: Readonly<Record<string, string>> = {
  '@actions/artifact': 'stores/artifact.ts',
  '@actions/cache': 'stores/cache.ts',
  '@actions/core': 'host/github.ts',
  '@actions/exec': 'engine/compose.ts',
  dockerode: 'engine/docker.ts'
}
const outside =
  /^node:(child_process|cluster|dgram|dns|fs|http|http2|https|inspector|net|os|readline|repl|timers|tls|tty|worker_threads)(\/|$)/
const enginePrune =
  /\/prune|^prune$|^prune(Builder|Containers|Images|Networks|Volumes)$|\b(builder|container|image|network|system|volume) prune\b/

export const rules = {
  'imports go one way': (modules) =>
    everyImport(modules).flatMap(([from, { target, typeOnly }]) => {
      const allowed = mayImport(from.path, target, typeOnly)
      return allowed ? [] : [`${from.path} imports ${target}`]
    }),
  'there are no cycles': (modules) => {
    const cyclic = modules.filter(({ path }) => reachableFrom(path, modules).has(path))
    return cyclic.map(({ path }) => `${path} imports itself by way of others`)
  },
  'packages stay in their one place': (modules) =>
    everyImport(modules).flatMap(([{ path }, { target, typeOnly }]) => {
      const bound = target in homes || /^@actions\/|^(node:)?module$|^\(computed\)$/.test(target)
      // The types of the one who uses a package may be known beside it.
      const known = typeOnly && path.startsWith((homes[target] ?? '?').replace(/\.ts$/, '-'))
      return bound && homes[target] !== path && !known ? [`${path} imports ${target}`] : []
    }),
  'only doors and hosts read the environment': (modules) =>
    named(
      modules.filter(
        ({ path, readsEnvironment }) => readsEnvironment && !isDoor(path) && folderOf(path) !== 'host'
      )
    ),
  'pure modules touch nothing outside': (modules) =>
    everyImport(modules.filter(({ path }) => isPure(path) || isPlan(path)))
      .filter(([, { target, typeOnly }]) => !typeOnly && outside.test(target))
      .map(([{ path }, { target }]) => `${path} imports ${target}`),
  'plans neither wait nor read the clock': (modules) =>
    named(modules.filter(({ path, waits, readsClock }) => isPlan(path) && (waits || readsClock))),
  'nothing calls a prune of the engine': (modules) =>
    named(modules.filter(({ path, words }) => words.some((word) => isEnginePrune(path, word)))),
  'files keep to their budget': (modules) =>
    modules.flatMap(({ path, lines }) => {
      const budget = isDoor(path) ? 60 : 250
      return lines > budget ? [`${path} has ${lines} lines, budget ${budget}`] : []
    })
} satisfies Record<string, Rule>

function named(modules: readonly Module[]): string[] {
  return modules.map(({ path }) => path)
}

function everyImport(modules: readonly Module[]): [Module, Import][] {
  return modules.flatMap((module) => module.imports.map((one): [Module, Import] => [module, one]))
}

function mayImport(from: string, target: string, typeOnly: boolean): boolean {
  if (!target.endsWith('.ts')) return true
  if (isDoor(target) || (!isPlan(target) && levelOf(target) > levelOf(from))) return false
  if (!isAdapter(target)) return true
  if (isAdapter(from)) return folderOf(from) === folderOf(target)
  // An operation is handed its adapters; how they describe their data it may know.
  return levelOf(from) > 2 || typeOnly
}

/** Shared modules, pure modules and ports; adapters; operations; the program; doors. */
function levelOf(path: string): number {
  if (isDoor(path)) return 4
  if (path === 'run.ts' || path === 'ports.ts') return 3
  if (isOperation(path)) return 2
  return isAdapter(path) ? 1 : 0
}

function isOperation(path: string): boolean {
  const folder = folderOf(path)
  if (folder === '') return operationFiles.includes(path)
  return !adapterFolders.includes(folder) && !isPure(path)
}

function isAdapter(path: string): boolean {
  return adapterFolders.includes(folderOf(path)) && !ports.includes(path)
}

function isPure(path: string): boolean {
  return pureFolders.includes(folderOf(path))
}

/** Pure, in the folder of its operation. */
function isPlan(path: string): boolean {
  return path.endsWith('/plan.ts')
}

function isDoor(path: string): boolean {
  return doors.includes(path)
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.indexOf('/')))
}

function reachableFrom(start: string, modules: readonly Module[]): Set<string> {
  const imports = new Map(modules.map((module) => [module.path, module.imports.map(({ target }) => target)]))
  const reached = new Set<string>()
  const open = [start]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    for (const target of imports.get(path) ?? []) {
      if (reached.has(target)) continue
      reached.add(target)
      open.push(target)
    }
  }
  return reached
}

function isEnginePrune(path: string, word: string): boolean {
  return folderOf(path) === 'engine' ? /prune/i.test(word) : enginePrune.test(word)
}
