// Builds dist/ from src/: `node scripts/build.mjs`, or with `--check` only compares dist/ with a fresh build.
import { execFile } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
// One folder for every build, since chunks are named after the paths of their modules.
const bundled = join(root, 'lib/bundles')
const assembled = join(root, 'lib/dist')
const published = join(root, 'dist')
const command = 'cli/index.js'

await rm(join(root, 'lib'), { recursive: true, force: true })
await runNode('node_modules/typescript/bin/tsc', '-p', 'scripts/tsconfig.build.json')
await Promise.all(['action', 'post', 'cli'].map(bundle))
await writeFile(join(assembled, 'package.json'), '{ "type": "module" }\n')
await writeFile(join(assembled, 'licenses.txt'), await licenses())
await writeSchemas(join(assembled, 'schema'))
await makeCommand(join(assembled, command))

if (process.argv.includes('--check')) await compare()
else await publish()

/** Keeps the script alone: the schema files and programs that come along are for parts nobody calls here. */
async function bundle(door) {
  const folder = join(bundled, door)
  const options = ['--minify', '--no-cache', '--quiet']
  await runNode(
    'node_modules/@vercel/ncc/dist/ncc/cli.js',
    'build',
    `lib/js/${door}.js`,
    '-o',
    folder,
    ...options
  )
  await mkdir(join(assembled, door), { recursive: true })
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.js')) continue
    const script = await readFile(join(folder, name), 'utf8')
    if (script.includes(root)) throw new Error(`${door}/${name} names the folder it was built in`)
    await writeFile(join(assembled, door, name), script)
  }
}

async function writeSchemas(folder) {
  const { schemaFiles } = await import(join(root, 'lib/js/report/schema.js'))
  await mkdir(folder)
  for (const [name, text] of Object.entries(schemaFiles())) await writeFile(join(folder, name), text)
}

async function makeCommand(file) {
  await writeFile(file, `#!/usr/bin/env node\n${await readFile(file, 'utf8')}`)
  await chmod(file, 0o755)
}

/** The terms of every package that may be in a bundle. The bundler's own list leaves some out. */
async function licenses() {
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'))
  const sections = []
  for (const [path, { dev, optional }] of Object.entries(packages)) {
    if (path === '' || dev || optional || path.includes('node_modules/@types/')) continue
    const folder = join(root, path)
    const {
      name,
      version,
      license = 'see below'
    } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
    const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).sort()
    const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))
    const lines = texts.map((text) => text.replaceAll('\r\n', '\n').trim())
    sections.push([`${name} ${version}`, `License: ${license}`, ...lines].join('\n\n'))
  }
  return `${[...new Set(sections)].sort().join(`\n\n${'-'.repeat(80)}\n\n`)}\n`
}

async function publish() {
  await rm(published, { recursive: true, force: true })
  await rename(assembled, published)
}

async function compare() {
  const [fresh, present] = await Promise.all([listFiles(assembled), listFiles(published)])
  const differing = []
  for (const name of new Set([...fresh, ...present])) {
    const contents = [assembled, published].map((folder) =>
      readFile(join(folder, name)).catch(() => undefined)
    )
    const [made, found] = await Promise.all(contents)
    if (made === undefined || found === undefined || !made.equals(found)) differing.push(name)
  }
  const executable = await stat(join(published, command))
    .then(({ mode }) => (mode & 0o111) !== 0)
    .catch(() => false)
  if (!executable) differing.push(`${command} (not executable)`)
  if (differing.length === 0) return console.log(`dist equals a fresh build: ${fresh.length} files`)
  console.error(`dist differs from a fresh build in: ${differing.join(', ')}\nrun: npm run build`)
  process.exitCode = 1
}

async function listFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

async function runNode(script, ...words) {
  try {
    await promisify(execFile)(process.execPath, [join(root, script), ...words], {
      cwd: root,
      maxBuffer: 2 ** 26
    })
  } catch ({ stdout, stderr, message }) {
    console.error(`${stdout ?? ''}${stderr ?? ''}` || message)
    process.exit(1)
  }
}
