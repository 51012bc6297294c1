import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { parseSync } from '@swc/core'

export interface Import {
  /** A path under src for a sibling, else the name of the package or the built-in module. */
  readonly target: string
  /** Erased by the compiler. */
  readonly typeOnly: boolean
}

export interface Module {
  /** Under src, with forward slashes. */
  readonly path: string
  readonly lines: number
  readonly imports: readonly Import[]
  readonly readsEnvironment: boolean
  readonly readsClock: boolean
  readonly waits: boolean
  /** Every name and text in the code, without the comments. */
  readonly words: readonly string[]
}

type Node = Readonly<Record<string, unknown>>

export function readModules(folder: string): Module[] {
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts')
  )
  return paths.map((path) => readModule(path.replaceAll('\\', '/'), readFileSync(join(folder, path), 'utf8')))
}

export function readModule(path: string, source: string): Module {
  const nodes = [...everyNode(parseSync(source, { syntax: 'typescript', target: 'es2023' }))]
  const imports = nodes.flatMap((node) => importOf(node) ?? [])
  return {
    path,
    lines: source.split('\n').length - (source.endsWith('\n') ? 1 : 0),
    imports: imports.map(({ target, typeOnly }) => ({ target: resolve(path, target), typeOnly })),
    readsEnvironment:
      nodes.some(isEnvironment) || imports.some(({ target }) => /^(node:)?process$/.test(target)),
    readsClock: nodes.some(isClock) || imports.some(({ target }) => target === 'node:perf_hooks'),
    waits: nodes.some(({ type, async }) => type === 'AwaitExpression' || async === true),
    words: nodes.flatMap((node) => wordOf(node) ?? [])
  }
}

function* everyNode(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* everyNode(item)
  } else if (isNode(value)) {
    yield value
    for (const child of Object.values(value)) yield* everyNode(child)
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function importOf(node: Node): Import | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
      return {
        target: textOf(node.source),
        typeOnly: node.typeOnly === true || namesTypesOnly(node.specifiers)
      }
    case 'ExportNamedDeclaration':
      return isNode(node.source)
        ? { target: textOf(node.source), typeOnly: node.typeOnly === true }
        : undefined
    case 'ExportAllDeclaration':
      return { target: textOf(node.source), typeOnly: false }
    case 'TsImportType':
      return { target: textOf(node.argument), typeOnly: true }
    case 'CallExpression':
      return isNode(node.callee) && node.callee.type === 'Import'
        ? { target: textOf(firstArgument(node)), typeOnly: false }
        : undefined
    default:
      return undefined
  }
}

function namesTypesOnly(specifiers: unknown): boolean {
  return (
    Array.isArray(specifiers) &&
    specifiers.length > 0 &&
    specifiers.every(({ isTypeOnly }: Node) => isTypeOnly)
  )
}

function firstArgument(call: Node): unknown {
  const [first] = Array.isArray(call.arguments) ? call.arguments : []
  return isNode(first) ? first.expression : undefined
}

/** What cannot be read here belongs to no module, so every rule on packages refuses it. */
function textOf(node: unknown): string {
  return isNode(node) && node.type === 'StringLiteral' ? String(node.value) : '(computed)'
}

function resolve(from: string, target: string): string {
  return target.startsWith('.') ? posix.normalize(posix.join(posix.dirname(from), target)) : target
}

function isEnvironment(node: Node): boolean {
  if (node.type === 'VariableDeclarator') return isGlobal(node.init, 'process')
  return (
    node.type === 'MemberExpression' && isGlobal(node.object, 'process') && nameOf(node.property) === 'env'
  )
}

function isClock(node: Node): boolean {
  if (node.type === 'NewExpression') {
    return isGlobal(node.callee, 'Date') && !(Array.isArray(node.arguments) && node.arguments.length > 0)
  }
  if (node.type !== 'MemberExpression') return false
  const name = nameOf(node.property)
  return (
    ((isGlobal(node.object, 'Date') || isGlobal(node.object, 'performance')) && name === 'now') ||
    name === 'hrtime'
  )
}

function isGlobal(node: unknown, name: string): boolean {
  if (!isNode(node)) return false
  return node.type === 'MemberExpression' ? nameOf(node.property) === name : nameOf(node) === name
}

function nameOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Identifier') return String(node.value)
  return node.type === 'Computed' ? textOf(node.expression) : undefined
}

function wordOf(node: Node): string | undefined {
  if (node.type === 'Identifier' || node.type === 'StringLiteral') return String(node.value)
  return node.type === 'TemplateElement' ? String(node.raw) : undefined
}
