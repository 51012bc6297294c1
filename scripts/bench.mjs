// How fast, side by side in one run on the same volumes: ours, the shell's ways, and what the machine can do.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism, constants, release, tmpdir, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const usage = `usage: npm run bench -- [--rounds N] [--scale F] [--only NAME[,NAME]] [--memory]
  --rounds N   how often each one runs, in turns (default 3)
  --scale F    how much of the data (default 1; 0.1 for a quick trial)
  --only LIST  beginnings of names, as in backup-small,restore-mixed/ours
  --memory     also ours with 1 GiB and 8 GiB: memory, and scratch space against the size of the archive
Needs root or sudo, Docker on this machine, GNU tar, gzip, zstd, python3, dist/ (npm run build).
Works in BENCH_DIR, else in the system's temporary folder. Removes all it made but our helper image.`

const wanted = [
  ['backup-mixed', 'seed', 'ours-gzip', 'gzip, times as fast as the seed (wanted: 3.0 or more)'],
  ['backup-mixed', 'ours-zstd', 'shell-verified', 'zstd, to the shell, verified (wanted: 0.65 or less)'],
  ['backup-small', 'ours-zstd', 'shell', 'zstd, small files, to the shell (wanted: 1.3 or less)'],
  ['restore-mixed', 'ours-new', 'shell', 'restore into a new volume, to the shell (wanted: 1.2 or less)'],
  ['restore-small', 'ours-new', 'shell', 'the same, small files (wanted: 1.2 or less)'],
  ['restore-mixed', 'ours-existing', 'shell', 'restore into an existing volume, to the shell'],
  ['restore-small', 'ours-existing', 'shell', 'the same, small files']
]

const project = dirname(dirname(fileURLToPath(import.meta.url)))
const runId = `volume-backup-bench-${randomBytes(4).toString('hex')}`
/** Containers get them from the image, a restored volume from its backup. */
const labels = ['org.volume-backup.purpose=bench', `org.volume-backup.bench-run=${runId}`]
const asRoot = process.getuid() === 0 ? [] : ['sudo', '-n']
const [mebibyte, gibibyte] = [2 ** 20, 2 ** 30]
const container = 'docker run --rm --log-driver none --network none'
const scripts = {
  image: `tools="/bin/sh $(type -P tar gzip zstd cat sha256sum)"
    libraries=$(ldd $tools | sed -nE 's,.*[[:space:]](/[^ ]+) \\(0x.*,\\1,p' | sort -u)
    tar -C / --owner=0 --group=0 -chf - $tools $libraries | docker import --change "LABEL $2" - "$1"`,
  seed: `for volume in "\${@:3}"; do
    docker run --rm -v "$volume:/data:ro" -v "$2:/backup" "$1" tar czf "/backup/$volume.tgz" -C /data .
  done`,
  shell: `${container} -v "$3:/data:ro" "$1" tar -C /data -c -f - . | zstd -3 -T0 -q > "$2"`,
  verify: 'zstd -dc "$2" | sha256sum',
  host: 'tar -C "$1" -c -f - . | zstd -3 -T0 -q > "$2"',
  restore: `zstd -dc "$2" | ${container} -i -v "$3:/data" "$1" tar -x -C /data -f -`,
  stop: `kill -- "-$2"
    docker ps -aq --filter label="$1" | xargs -r docker rm -f`,
  cleanUp: `docker ps -aq --filter label="$1" | xargs -r docker rm -f
    docker volume ls -q --filter label="$1" | xargs -r docker volume rm -f
    docker image ls -q --filter label="$1" | xargs -r docker image rm -f`
}
const bash = (script, ...words) => ['bash', '-o', 'pipefail', '-c', script, 'bash', ...words]
const ours = (...words) => [process.execPath, join(project, 'dist/cli/index.js'), ...words, '--quiet']
const capture = (command, ...words) => execFileSync(command, words, { encoding: 'utf8' }).trim()
const isOurs = ({ name }) => name.includes('/ours-')
const mountpoints = new Map()
let work, running, stopped

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
try {
  await main()
} catch (error) {
  console.error(`bench: ${stopped ? `ended by ${stopped}` : error.message}`)
  process.exitCode = stopped ? 128 + constants.signals[stopped] : 1
} finally {
  if (work) cleanUp()
}

async function main() {
  const [flag, text] = [{ type: 'boolean' }, (fallback) => ({ type: 'string', default: fallback })]
  const options = { rounds: text('3'), scale: text('1'), only: text(''), memory: flag, help: flag }
  const { only, memory, help, ...numbers } = parseArgs({ options }).values
  if (help) return console.log(usage)
  const [rounds, scale] = [Number(numbers.rounds), Number(numbers.scale)]
  if (!Number.isInteger(rounds) || !(rounds > 0 && scale > 0)) throw new Error('bad --rounds or --scale')
  work = mkdtempSync(join(resolve(process.env.BENCH_DIR ?? tmpdir()), `${runId}-`))
  const chosen = choose(allContenders(scale), only.split(',').filter(Boolean), memory)
  await run(bash(scripts.image, runId, labels.join(' ')))
  if (chosen.some(isOurs)) {
    // Where our helper image is missing, the first backup makes it: no part of a backup's time.
    const first = data('first', 'small', '--files', 1)
    await fillVolume(first)
    await run(ourBackup('gzip', first)(join(work, 'first')))
  }
  for (const group of Map.groupBy(chosen, ({ scenario }) => scenario).values()) await measure(group, rounds)
  console.log([describeRun(rounds, scale), '', ...table(chosen), '', ...comparisons(chosen)].join('\n'))
}

function allContenders(scale) {
  const mixed = data('mixed', 'mixed', '--bytes', Math.ceil(gibibyte * scale))
  const large = data('large', 'mixed', '--bytes', Math.ceil(8 * gibibyte * scale))
  const small = data('small', 'small', '--files', Math.ceil(100_000 * scale))
  const many = Array.from({ length: 20 }, (_, at) => data(`many-${at}`, 'small', '--files', 10))
  const ours = (source) => ({ 'ours-gzip': ourBackup('gzip', source), 'ours-zstd': ourBackup('zstd', source) })
  const contenders = (scenario, ways, ...sources) =>
    Object.entries(ways).map(([who, prepare]) => {
      return { name: `${scenario}/${who}`, scenario, sources, prepare, samples: [] }
    })
  return [
    ...contenders('backup-mixed', backups(mixed), mixed),
    ...contenders('restore-mixed', restores(mixed), mixed),
    ...contenders('backup-small', backups(small), small),
    ...contenders('restore-small', restores(small), small),
    ...contenders('backup-many', { 'ours-gzip': ourBackup('gzip', ...many), seed: seedBackup(...many) }, ...many),
    ...contenders('memory', ours(mixed), mixed),
    ...contenders('memory-large', ours(large), large)
  ]
}

function data(name, kind, unit, amount) {
  return { volume: `${runId}-${name}`, fill: ['--kind', kind, unit, String(amount)] }
}

function choose(contenders, words, withMemory) {
  const unknown = words.filter((word) => !contenders.some(({ name }) => name.startsWith(word)))
  if (unknown.length > 0) throw new Error(`--only ${unknown}: of ${contenders.map(({ name }) => name)}`)
  const byDefault = (name) => (name.startsWith('memory') ? withMemory : words.length === 0)
  return contenders.filter(({ name }) => byDefault(name) || words.some((word) => name.startsWith(word)))
}

/** Each way prepares, untimed, what it needs, and returns the command that writes into the given folder. */
function backups(source) {
  const file = (out) => join(out, 'x.tar.zst')
  const shell = (script) => (out) => bash(script, runId, file(out), source.volume)
  return {
    'ours-gzip': ourBackup('gzip', source),
    'ours-zstd': ourBackup('zstd', source),
    'ours-none': ourBackup('none', source),
    seed: seedBackup(source),
    shell: shell(scripts.shell),
    'shell-verified': shell(`${scripts.shell} && ${scripts.verify}`),
    host: (out) => [...asRoot, ...bash(scripts.host, mountpoints.get(source.volume), file(out))]
  }
}

function ourBackup(compression, ...sources) {
  const volumes = sources.map(({ volume }) => `${volume}=high`).join(',')
  return (out) => ours('backup', '--volumes', volumes, '--compression', compression, '--backup-dir', out)
}

function seedBackup(...sources) {
  return (out) => bash(scripts.seed, runId, out, ...sources.map(({ volume }) => volume))
}

/** All restore into the volume that was backed up: ours takes its archive for no other. */
function restores(source) {
  const { volume } = source
  const [folder, file] = [join(work, volume), join(work, `${volume}.tar.zst`)]
  const ourRestore = async () => {
    if (!existsSync(folder)) await run(ourBackup('zstd', source)(folder))
    const archive = readdirSync(folder).find((name) => name.endsWith('.tar.zst'))
    return ours('restore', volume, join(folder, archive), '--force', '--keep-rollback', 'false')
  }
  return {
    'ours-new': async () => {
      const command = await ourRestore()
      capture('docker', 'volume', 'rm', volume)
      return command
    },
    'ours-existing': ourRestore,
    shell: async () => {
      if (!existsSync(file)) await run(bash(scripts.shell, runId, file, volume))
      createVolume(volume)
      return bash(scripts.restore, runId, file, volume)
    }
  }
}

async function measure(contenders, rounds) {
  const [{ scenario, sources }] = contenders
  for (const source of sources) await fillVolume(source)
  for (let round = 1; round <= rounds; round++) {
    for (const { name, prepare, samples } of contenders) {
      const out = mkdtempSync(join(work, 'out-'))
      const command = await prepare(out)
      await run(['sync'])
      const sample = await run(command, out)
      const target = scenario.startsWith('restore') ? mountpoints.get(sources[0].volume) : out
      samples.push({ ...sample, written: diskUsage(target) })
      rmSync(out, { recursive: true })
      console.error(`${name} ${round}/${rounds}: ${sample.seconds.toFixed(2)} s`)
    }
  }
}

function table(contenders) {
  const head = ['', 'median s', 'range s', 'to shell or seed', 'written MiB', 'scratch MiB', 'memory MiB']
  const line = head.map((_, at) => (at > 0 ? '--:' : '---'))
  const rows = contenders.map((one) => {
    const { name, scenario, samples } = one
    const base = ['shell', 'seed'].map((who) => median(contenders, `${scenario}/${who}`)).find((value) => value > 0)
    const most = (field) => Math.max(...samples.map((sample) => sample[field])) / mebibyte
    const least = Math.min(...samples.map(({ seconds }) => seconds))
  })
  return [head, line, ...rows].map((cells) => `| ${cells.join(' | ')} |`)
}

function describeRun(rounds, scale) {
  const version = (tool) => /\d+\.[\d.]*\d/.exec(capture(tool, '--version'))?.[0]
  const engine = capture('docker', 'version', '--format', '{{.Server.Version}}')
  const machine = `${availableParallelism()} cores, ${Math.round(totalmem() / gibibyte)} GiB, Linux ${release()}`
  const tools = `Docker ${engine}, Node.js ${process.version}, tar ${version('tar')}, zstd ${version('zstd')}`
  return `${machine}, ${tools}; rounds: ${rounds}, scale: ${scale}`
}

async function fillVolume({ volume, fill }) {
  if (mountpoints.has(volume)) return
  createVolume(volume)
  const folder = mountpoints.get(volume)
  await run([...asRoot, 'python3', join(project, '__tests__/support/tree.py'), 'fill', folder, ...fill])
  await run([...asRoot, ...bash(scripts.host, folder, '/dev/null')])
}

/** A new one, in place of an old one. */
function createVolume(name) {
  capture('docker', 'volume', 'rm', '--force', name)
  capture('docker', 'volume', 'create', ...labels.flatMap((label) => ['--label', label]), name)
  mountpoints.set(name, capture('docker', 'volume', 'inspect', '--format', '{{.Mountpoint}}', name))
}

/** Runs a command to its end and measures its time, its own memory, and the space that it takes in a folder. */
async function run([command, ...words], folder) {
  if (stopped) throw new Error('stopped')
  const env = { ...process.env, TMPDIR: work, COMPOSE_FILE: undefined, COMPOSE_PROJECT_NAME: undefined }
  const begun = performance.now()
  // In a process group of its own, so that a pipeline can be ended as a whole.
  running = spawn(command, words, { cwd: work, env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  const { pid, stderr } = running
  let [memory, scratch, said] = [0, 0, '']
  stderr.setEncoding('utf8').on('data', (text) => (said = (said + text).slice(-4000)))
  const lookAtMemory = setInterval(() => (memory = Math.max(memory, peakMemory(pid))), 100)
  const lookAtFolder = setInterval(() => (scratch = Math.max(scratch, folder ? diskUsage(folder) : 0)), 500)
  try {
    const [code, signal] = await once(running, 'close')
    const seconds = (performance.now() - begun) / 1000
    if (code !== 0) throw new Error(`${command} ended with ${signal ?? code}: ${said.trim()}`)
    return { seconds, memory, scratch }
  } finally {
    running = undefined
    clearInterval(lookAtMemory)
    clearInterval(lookAtFolder)
  }
}

function peakMemory(pid) {
  const status = existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, 'utf8') : ''
  return 1024 * Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0)
}

/** Of files that come and go meanwhile, those that du could see. */
function diskUsage(folder) {
  const [command, ...words] = [...asRoot, 'du', '-s', '--block-size=1', folder]
  return Number.parseInt(spawnSync(command, words, { encoding: 'utf8' }).stdout, 10) || 0
}

function stop(signal) {
  stopped = signal
  // The first process of a container ignores signals.
  runDetached(scripts.stop, labels[1], running?.pid)
}
