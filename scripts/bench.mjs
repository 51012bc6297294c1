// How fast, side by side in one run on the same volumes: ours, the ways of the shell, and what the machine can do.
import { execFile, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, constants, release, tmpdir, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs, promisify } from 'node:util'

const usage = `usage: npm run bench -- [--rounds N] [--scale F] [--only NAME[,NAME]] [--memory]

  --rounds N   how often each contender runs, in turns (default 3)
  --scale F    how much of the data (default 1; 0.1 for a quick trial)
  --only LIST  of backup-mixed backup-small backup-many restore-mixed restore-small memory,
               and of the contenders in them: ours-gzip ours-zstd ours-none seed shell shell-verified host
               ours-new ours-existing
  --memory     also memory and scratch space of ours with 1 GiB and 8 GiB (scenario memory)

Needs root or sudo, a Docker engine on this machine, GNU tar, gzip, zstd, python3, and dist/ (npm run build).
Works in BENCH_DIR, else in the system's temporary folder.`

const project = dirname(dirname(fileURLToPath(import.meta.url)))
const program = join(project, 'dist/cli/index.js')
const tree = join(project, '__tests__/support/tree.py')
const prefix = `volume-backup-bench-${randomBytes(4).toString('hex')}`
const image = `${prefix}:latest`
/** Containers inherit them from the image, restored volumes from the manifest. */
const labels = ['org.volume-backup.purpose=bench', `org.volume-backup.bench-run=${prefix}`]
const asRoot = process.getuid() === 0 ? [] : ['sudo', '-n']
const mebibyte = 2 ** 20
const gibibyte = 2 ** 30
const quickContainer = 'docker run --rm --log-driver none --network none'
const scripts = {
  image: `tar -C "$1" --owner=0 --group=0 -c -f - . | docker import --change "LABEL $3" - "$2"`,
  warm: 'tar -C "$1" -c -f - . | cat > /dev/null',
  seed: `for volume in "\${@:3}"; do
    docker run --rm -v "$volume:/data:ro" -v "$2:/backup" "$1" tar czf "/backup/$volume.tgz" -C /data .
  done`,
  shell: `${quickContainer} -v "$2:/data:ro" "$1" tar -C /data -c -f - . | zstd -3 -T0 -q > "$3"`,
  verify: 'zstd -dc "$3" | sha256sum',
  host: 'tar -C "$1" -c -f - . | zstd -3 -T0 -q > "$2"',
  restore: `zstd -dc "$3" | ${quickContainer} -i -v "$2:/data" "$1" tar -x -C /data -f -`
}

const results = []
let work
let running
let stopped

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
try {
  await main()
} catch (error) {
  console.error(`bench: ${stopped ? `ended by ${stopped}` : error.message}`)
  process.exitCode = stopped ? 128 + constants.signals[stopped] : 1
} finally {
  cleanUp()
}

async function main() {
  const { values } = parseArgs({
    options: {
      rounds: { type: 'string', default: '3' },
      scale: { type: 'string', default: '1' },
      only: { type: 'string', default: '' },
      memory: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false }
    }
  })
  if (values.help) return console.log(usage)
  const [rounds, scale] = [Number(values.rounds), Number(values.scale)]
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds ${values.rounds}: a whole number from 1`)
  if (!(scale > 0 && scale <= 100)) throw new Error(`--scale ${values.scale}: a number above 0, 100 at most`)
  work = mkdtempSync(join(resolve(process.env.BENCH_DIR ?? tmpdir()), `${prefix}-`))
  for (const name of ['empty', 'archives']) mkdirSync(join(work, name))
  const scenarios = choose(allScenarios(scale), values.only.split(',').filter(Boolean), values.memory)
  if (!existsSync(program) && scenarios.some(({ contenders }) => contenders.some(({ ours }) => ours))) {
    throw new Error('dist/cli/index.js is missing: npm run build')
  }
  await makeImage()
  const about = await describeMachine()
  for (const scenario of scenarios) await measure(scenario, rounds)
  console.log([about, '', ...table(), '', ...comparisons()].join('\n'))
}

function allScenarios(scale) {
  const mixed = mixedData('mixed', scale)
  const files = Math.max(1, Math.round(100_000 * scale))
  const small = {
    name: `${prefix}-small`,
    title: `${files.toLocaleString('en')} small files`,
    fill: ['--kind', 'small', '--files', String(files)]
  }
  const many = Array.from({ length: 20 }, (_, at) => ({
    name: `${prefix}-many-${at}`,
    fill: ['--kind', 'small', '--files', '10', '--seed', String(at)]
  }))
  const large = mixedData('large', 8 * scale)
  const memory = [mixed, large].flatMap((data) =>
    ['gzip', 'zstd'].map((compression) => ({ ...ourBackup(compression, [data]), note: ` of ${data.title}` }))
  )
  return [
    { name: 'backup-mixed', title: `backup, ${mixed.title}`, data: [mixed], contenders: backups(mixed) },
    { name: 'restore-mixed', title: `restore, ${mixed.title}`, data: [mixed], contenders: restores(mixed) },
    { name: 'backup-small', title: `backup, ${small.title}`, data: [small], contenders: backups(small) },
    { name: 'restore-small', title: `restore, ${small.title}`, data: [small], contenders: restores(small) },
    { name: 'backup-many', title: 'backup, 20 volumes of ten files', data: many, contenders: backupsOfMany(many) },
    { name: 'memory', title: 'memory', data: [mixed, large], contenders: memory }
  ]
}

function mixedData(name, gibibytes) {
  const bytes = Math.round(gibibytes * gibibyte)
  return {
    name: `${prefix}-${name}`,
    title: `${rounded(gibibytes)} GiB mixed`,
    fill: ['--kind', 'mixed', '--bytes', String(bytes)]
  }
}

function choose(scenarios, words, withMemory) {
  const isScenario = (word) => scenarios.some(({ name }) => name === word)
  const isContender = (word) => scenarios.some(({ contenders }) => contenders.some(({ name }) => name === word))
  const unknown = words.filter((word) => !isScenario(word) && !isContender(word))
  if (unknown.length > 0) throw new Error(`--only ${unknown.join(',')}: see --help for the names`)
  const wanted = words.filter(isScenario)
  const wantedContenders = words.filter(isContender)
  return scenarios
    .filter(({ name }) => (name === 'memory' && withMemory) || (wanted.length > 0 ? wanted.includes(name) : name !== 'memory'))
    .map((scenario) => ({
      ...scenario,
      contenders: scenario.contenders.filter(({ name }) => wantedContenders.length === 0 || wantedContenders.includes(name))
    }))
    .filter(({ contenders }) => contenders.length > 0)
}

function backups(data) {
  const file = 'x.tar.zst'
  return [
    ...['gzip', 'zstd', 'none'].map((compression) => ourBackup(compression, [data])),
    seedBackup([data]),
    contender('shell', (out) => bash('shell', image, data.name, join(out, file))),
    contender('shell-verified', (out) => bash(['shell', 'verify'], image, data.name, join(out, file))),
    contender('host', (out) => [...asRoot, ...bash('host', mountpointOf(data.name), join(out, file))])
  ]
}

function backupsOfMany(many) {
  return [ourBackup('gzip', many), seedBackup(many)]
}

function restores(data) {
  const own = join(work, 'archives', data.name)
  const shells = `${own}.tar.zst`
  const fresh = `${data.name}-fresh`
  const restore = () => {
    const archive = readdirSync(own).find((name) => name.endsWith('.tar.zst'))
    return ours('restore', data.name, join(own, archive), '--force', '--keep-rollback', 'false')
  }
  const makeOwn = async () => {
    if (!existsSync(own)) await run(ours('backup', ...backupWords('zstd', [data], own)))
  }
  return [
    {
      ...contender('ours-new', restore, () => mountpointOf(data.name)),
      ours: true,
      prepare: makeOwn,
      before: () => docker('volume', 'rm', data.name)
    },
    { ...contender('ours-existing', restore, () => mountpointOf(data.name)), ours: true, prepare: makeOwn },
    {
      ...contender('shell', () => bash('restore', image, fresh, shells), () => mountpointOf(fresh)),
      prepare: () => run(bash('shell', image, data.name, shells)),
      before: async () => {
        await docker('volume', 'rm', '--force', fresh)
        await createVolume(fresh)
      }
    }
  ]
}

function ourBackup(compression, data) {
  const command = (out) => ours('backup', ...backupWords(compression, data, out))
  return { ...contender(`ours-${compression}`, command), ours: true }
}

function seedBackup(data) {
  return contender('seed', (out) => bash('seed', image, out, ...data.map(({ name }) => name)))
}

/** @param written where to look for what was written; both get the folder for the output, empty at first */
function contender(name, command, written = (out) => out) {
  return { name, command, written, ours: false, prepare: () => undefined, before: () => undefined }
}

function ours(...words) {
  return [process.execPath, program, ...words, '--quiet']
}

function backupWords(compression, data, folder) {
  const names = data.map(({ name }) => `${name}=high`).join(',')
  return ['--volumes', names, '--backup-dir', folder, '--compression', compression]
}

function bash(names, ...words) {
  const script = [names].flat().map((name) => scripts[name]).join(' && ')
  return ['bash', '-e', '-o', 'pipefail', '-c', script, 'bash', ...words]
}

async function measure({ name, data, contenders, title }, rounds) {
  for (const volume of data) await fillVolume(volume)
  for (const { prepare } of contenders) await prepare()
  const samples = contenders.map(() => [])
  for (let round = 1; round <= rounds; round++) {
    for (const [at, contender] of contenders.entries()) {
      const out = emptyFolder('out')
      await contender.before()
      await run(['sync'])
      const sample = await run(contender.command(out), contender.ours ? out : undefined)
      samples[at].push({ ...sample, written: await diskUsage(contender.written(out)) })
      const seconds = sample.seconds.toFixed(2)
      console.error(`${name}, round ${round} of ${rounds}: ${contender.name}${contender.note} ${seconds} s`)
    }
  }
  for (const [at, contender] of contenders.entries()) results.push(summarize(name, title, contender, samples[at]))
}

function summarize(scenario, title, { name, note, ours }, samples) {
  const seconds = samples.map((sample) => sample.seconds).sort((a, b) => a - b)
  const most = (field) => Math.max(...samples.map((sample) => sample[field]))
  const middle = (seconds[Math.floor((seconds.length - 1) / 2)] + seconds[Math.floor(seconds.length / 2)]) / 2
  const range = `${seconds[0].toFixed(2)}–${seconds.at(-1).toFixed(2)}`
  const [written, peak, scratch] = [most('written'), most('peak'), most('scratch')]
  return { scenario, title, name, note, ours, median: middle, range, written, peak, scratch }
}

function table() {
  const rows = results.map((result) => {
    const base = find(result.scenario, 'shell') ?? find(result.scenario, 'seed')
    const isBackup = !result.scenario.startsWith('restore')
    return [
      result.title,
      result.name + result.note,
      result.median.toFixed(2),
      result.range,
      base ? `${(result.median / base.median).toFixed(2)}×` : '',
      mebibytes(result.written),
      result.ours && isBackup ? mebibytes(Math.max(result.scratch, result.written)) : '',
      result.ours ? mebibytes(result.peak) : ''
    ]
  })
  const columns = ['', 'who', 'median s', 'range s', 'to shell', 'written MiB', 'scratch MiB', 'memory MiB']
  const alignment = columns.map((_, at) => (at < 2 ? '---' : '--:'))
  return [columns, alignment, ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}

/** What is promised, beside what was measured; whether it is good enough is for the reader to say. */
function comparisons() {
  const memory = results.filter(({ ours }) => ours).map(({ peak }) => peak)
  const many = find('backup-many', 'ours-gzip')
  return [
    ratio('gzip', 'backup-mixed', 'seed', 'ours-gzip', 'times as fast as the seed (wanted: at least 3.0)'),
    ratio('zstd', 'backup-mixed', 'ours-zstd', 'shell-verified', '× the time of the shell, verified (wanted: at most 0.65)'),
    ratio('zstd, small files', 'backup-small', 'ours-zstd', 'shell', '× the time of the shell (wanted: at most 1.3)'),
    many && `20 tiny volumes: ${many.median.toFixed(2)} s (wanted: under 2)`,
    ...['mixed', 'small'].flatMap((data) => [
      ratio(`restore, ${data}, new volume`, `restore-${data}`, 'ours-new', 'shell', '× the time of the shell (wanted: at most 1.2)'),
      ratio(`restore, ${data}, existing volume`, `restore-${data}`, 'ours-existing', 'shell', '× the time of the shell')
    ]),
    memory.length > 0 && `peak memory of ours: ${mebibytes(Math.max(...memory))} MiB (wanted: under 256)`
  ].filter(Boolean).map((line) => `- ${line}`)
}

function ratio(what, scenario, name, other, words) {
  const [one, two] = [find(scenario, name), find(scenario, other)]
  return one && two && `${what}: ${(one.median / two.median).toFixed(2)} ${words}`
}

function find(scenario, name) {
  return results.find((result) => result.scenario === scenario && result.name === name)
}

async function describeMachine() {
  const engine = await output('docker', 'version', '--format', '{{.Server.Version}}')
  const tar = (await output('tar', '--version')).split('\n')[0].split(' ').at(-1)
  const zstd = /v(\d[\d.]*)/.exec(await output('zstd', '--version'))?.[1]
  const size = `${availableParallelism()} cores, ${Math.round(totalmem() / gibibyte)} GiB of memory`
  return `${size}, Linux ${release()}, Docker ${engine}, Node.js ${process.version}, tar ${tar}, zstd ${zstd}`
}

/** This machine's own tools in an image, so that no registry is needed and all run the same programs. */
async function makeImage() {
  const root = emptyFolder('image')
  const tools = ['tar', 'gzip', 'zstd', 'sh', 'cat', 'sha256sum']
  const paths = (await output('bash', '-c', 'type -P "$@"', 'bash', ...tools)).split('\n')
  const files = new Map(tools.map((name, at) => [`/bin/${name}`, paths[at]]))
  for (const [, library] of (await output('ldd', ...paths)).matchAll(/(?:=> |^\s+)(\/\S+) \(0x/gm)) files.set(library, library)
  for (const [target, source] of files) {
    mkdirSync(join(root, dirname(target)), { recursive: true })
    copyFileSync(source, join(root, target))
  }
  await run(bash('image', root, image, labels.join(' ')))
}

async function fillVolume({ name, fill }) {
  if (mountpoints.has(name)) return
  await createVolume(name)
  await run([...asRoot, 'python3', tree, 'fill', mountpoints.get(name), ...fill])
  await run([...asRoot, ...bash('warm', mountpoints.get(name))])
}

async function createVolume(name) {
  await output('docker', 'volume', 'create', ...labels.flatMap((label) => ['--label', label]), name)
  mountpoints.set(name, await output('docker', 'volume', 'inspect', '--format', '{{.Mountpoint}}', name))
}

function emptyFolder(name) {
  const folder = join(work, name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { mode: 0o700 })
  return folder
}

/** Runs a command to its end and measures it: its time, its own memory, and the space that it takes in a folder. */
async function run([command, ...words], folder) {
  if (stopped) throw new Error('stopped')
  const env = { ...process.env, TMPDIR: work, COMPOSE_FILE: undefined, COMPOSE_PROJECT_NAME: undefined }
  const begun = performance.now()
  // A process group of its own, so that a pipeline ends as a whole.
  const child = spawn(command, words, { cwd: join(work, 'empty'), env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  running = child
  let [peak, scratch, said] = [0, 0, '']
  child.stderr.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(-4000)))
  const timers = [
    setInterval(() => (peak = Math.max(peak, peakMemory(child.pid))), 100),
    setInterval(async () => folder && (scratch = Math.max(scratch, await diskUsage(folder))), 500)
  ]
  try {
    const [code, signal] = await once(child, 'close')
    const seconds = (performance.now() - begun) / 1000
    if (code !== 0) throw new Error(`${command} ${words[0] ?? ''} … ended with ${signal ?? code}\n${said.trim()}`)
    return { seconds, peak, scratch }
  } finally {
    running = undefined
    for (const timer of timers) clearInterval(timer)
  }
}
