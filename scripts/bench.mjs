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
  --only LIST  beginnings of names, as in backup-small,restore-mixed/ours (default backup,restore,replace)
  --memory     also ours with 8 GiB, for memory and scratch space beside those of backup-mixed
Needs root or sudo, Docker, GNU tar, gzip, zstd, python3, dist/, some 20 GiB and a million files
where Docker keeps its volumes, and 10 GiB in BENCH_DIR or the temporary folder.`
const wanted = [
  ['gzip, times as fast as the seed (wanted: 3.0 or more)', 'backup-mixed/seed', 'backup-mixed/ours-gzip'],
  ['zstd to the shell, verified (0.65 or less)', 'backup-mixed/ours-zstd', 'backup-mixed/shell-verified'],
  ['zstd to the shell, small files (1.3 or less)', 'backup-small/ours-zstd', 'backup-small/shell'],
  ['restore into a new volume to the shell (1.2 or less)', 'restore-mixed/ours-new', 'restore-mixed/shell'],
  ['the same, small files (1.2 or less)', 'restore-small/ours-new', 'restore-small/shell'],
  [
    'restore over what is there to the shell into an empty volume, not in turns',
    'replace-mixed/ours',
    'restore-mixed/shell'
  ],
  ['the same, small files', 'replace-small/ours', 'restore-small/shell'],
  ['20 tiny volumes, seconds (under 2)', 'backup-many/ours-gzip']
]
const tableHead = `
| | median s | least s | most s | to shell or seed | written MiB | scratch MiB | memory MiB |
| --- | --: | --: | --: | --: | --: | --: | --: |`
const project = dirname(dirname(fileURLToPath(import.meta.url)))
const runId = `volume-backup-bench-${randomBytes(4).toString('hex')}`
/** Containers get them from the image, a restored volume from its backup. */
const labels = ['org.volume-backup.purpose=bench', `org.volume-backup.bench-run=${runId}`]
const asRoot = process.getuid() === 0 ? [] : ['sudo', '-n']
const container = 'docker run --rm --log-driver none --network none'
const scripts = {
  image: `tools="/bin/sh $(type -P tar gzip zstd cat sha256sum)"
    libraries=$(ldd $tools | sed -nE 's,.*[[:space:]](/[^ ]+) \\(0x.*,\\1,p' | sort -u)
    tar -C / --owner=0 --group=0 -chf - $tools $libraries | docker import --change "LABEL $2" - "$1"`,
  seed: `set -e; for volume in "\${@:3}"; do
    docker run --rm -v "$volume:/data:ro" -v "$2:/backup" "$1" tar czf "/backup/$volume.tgz" -C /data .
  done`,
  shell: `${container} -v "$3:/data:ro" "$1" tar -C /data -c -f - . | zstd -3 -T0 -q > "$2"`,
  verify: 'zstd -dc "$2" | sha256sum',
  host: 'tar -C "$1" -c -f - . | zstd -3 -T0 -q > "$2"',
  restore: `zstd -dc "$2" | ${container} -i -v "$3:/data" "$1" tar -x -C /data -f -`,
  size: 'du -sk "$1" 2> /dev/null | cut -f 1',
  aside: 'find "$1" -mindepth 1 -maxdepth 1 -exec mv -t "$2" {} +',
  // The first process of a container ignores signals.
  stop: 'kill -- "-$2" 2> /dev/null; docker ps -aq --filter label="$1" | xargs -r docker rm -f',
  cleanUp: `docker ps -aq --filter label="$1" | xargs -r docker rm -f
    docker volume ls -q --filter label="$1" | xargs -r docker volume rm -f
    docker image ls -q --filter label="$1" | xargs -r docker image rm -f`
}
const bash = (script, ...words) => ['bash', '-o', 'pipefail', '-c', script, 'bash', ...words]
const ours = (...words) => [process.execPath, join(project, 'dist/cli/index.js'), ...words, '--quiet']
const isOurs = ({ name }) => name.includes('/ours')
const data = (name, ...fill) => ({ volume: `${runId}-${name}`, fill: fill.map(String) })
const seedBackup = (all) => (out) => bash(scripts.seed, runId, out, ...all.map(({ volume }) => volume))
const capture = (command, ...words) => execFileSync(command, words, { encoding: 'utf8' }).trim()
const diskUsage = (folder) => Number(capture(...asRoot, 'bash', '-c', scripts.size, 'bash', folder)) / 1024
const peakMemory = (pid) => (/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`))?.[1] ?? 0) / 1024
/** Where a second Ctrl+C does not reach them. */
const apart = { stdio: ['ignore', 'ignore', 'inherit'], detached: true }
const runApart = (script, ...words) => spawnSync('bash', ['-c', script, 'bash', ...words], apart)
const mountpoints = new Map()
let asides = 0
let contenders, work, running, stopped

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
try {
  await main()
} catch (error) {
  console.error(`bench: ${stopped ? `ended by ${stopped}` : error.message}`)
  process.exitCode = stopped ? 128 + constants.signals[stopped] : 1
} finally {
  if (work) {
    runApart(scripts.cleanUp, labels[1])
    rmSync(work, { recursive: true, force: true })
  }
}

async function main() {
  const [flag, text] = [{ type: 'boolean' }, (fallback) => ({ type: 'string', default: fallback })]
  const options = { rounds: text('3'), scale: text('1'), only: text(''), memory: flag, help: flag }
  const { values } = parseArgs({ options })
  if (values.help) return console.log(usage)
  const [rounds, scale] = [Number(values.rounds), Number(values.scale)]
  if (!Number.isInteger(rounds) || !(rounds > 0 && scale > 0)) throw new Error('bad --rounds or --scale')
  work = mkdtempSync(join(resolve(process.env.BENCH_DIR ?? tmpdir()), `${runId}-`))
  const words = [
    ...(values.only || 'backup,restore,replace').split(','),
    ...(values.memory ? ['memory'] : [])
  ]
  const all = allContenders(scale)
  const unknown = words.filter((word) => !word || !all.some(({ name }) => name.startsWith(word)))
  if (unknown.length > 0) throw new Error(`--only ${unknown}: of ${all.map(({ name }) => name).join(' ')}`)
  contenders = all.filter(({ name }) => words.some((word) => name.startsWith(word)))
  await run(bash(scripts.image, runId, labels.join(' ')))
  const groups = Map.groupBy(contenders, ({ name }) => dirname(name))
  for (const group of groups.values()) await measure(group, rounds)
  console.log([describeRun(rounds, scale), tableHead, ...rows(), '', ...comparisons()].join('\n'))
}

function allContenders(scale) {
  const mixed = data('mixed', '--kind', 'mixed', '--bytes', Math.ceil(2 ** 30 * scale))
  const large = data('large', '--kind', 'mixed', '--bytes', Math.ceil(2 ** 33 * scale))
  const small = data('small', '--kind', 'small', '--files', Math.ceil(100_000 * scale))
  const many = Array.from({ length: 20 }, (_, at) => data(`many-${at}`, '--kind', 'small', '--files', 10))
  const groups = {
    'backup-mixed': [backups(mixed), mixed],
    'restore-mixed': [restores(mixed), mixed],
    'backup-small': [backups(small), small],
    'restore-small': [restores(small), small],
    // By themselves, since they delete: see `setAside`.
    'replace-mixed': [{ ours: ourRestore(mixed) }, mixed],
    'replace-small': [{ ours: ourRestore(small) }, small],
    'backup-many': [{ 'ours-gzip': ourBackup('gzip', ...many), seed: seedBackup(many) }, ...many],
    memory: [{ 'ours-gzip': ourBackup('gzip', large), 'ours-zstd': ourBackup('zstd', large) }, large]
  }
  return Object.entries(groups).flatMap(([group, [ways, ...sources]]) =>
    Object.entries(ways).map(([who, prepare]) => ({ name: `${group}/${who}`, sources, prepare, samples: [] }))
  )
}

/** Each way prepares, untimed, what it needs, and returns the command that writes into the given folder. */
function backups(source) {
  const file = (out) => join(out, 'x.tar.zst')
  const shell = (script) => (out) => bash(script, runId, file(out), source.volume)
  return {
    'ours-gzip': ourBackup('gzip', source),
    'ours-zstd': ourBackup('zstd', source),
    'ours-none': ourBackup('none', source),
    seed: seedBackup([source]),
    shell: shell(scripts.shell),
    'shell-verified': shell(`${scripts.shell} && ${scripts.verify}`),
    host: (out) => [...asRoot, ...bash(scripts.host, mountpoints.get(source.volume), file(out))]
  }
}

function ourBackup(compression, ...sources) {
  const volumes = sources.map(({ volume }) => `${volume}=high`).join(',')
  return (out) => ours('backup', '--volumes', volumes, '--compression', compression, '--backup-dir', out)
}

/** All restore into the volume that was backed up: ours takes its archive for no other. */
function restores(source) {
  const { volume } = source
  const file = join(work, `${volume}.tar.zst`)
  const shellRestore = async () => {
    if (!existsSync(file)) await run(bash(scripts.shell, runId, file, volume))
    setAside(source)
    createVolume(volume)
    return bash(scripts.restore, runId, file, volume)
  }
  return { 'ours-new': ourRestore(source, true), shell: shellRestore }
}

function ourRestore(source, isNew) {
  const { volume } = source
  const folder = join(work, volume)
  return async () => {
    if (!existsSync(folder)) await run(ourBackup('zstd', source)(folder))
    if (isNew) {
      setAside(source)
      capture('docker', 'volume', 'rm', volume)
    }
    const archive = readdirSync(folder).find((name) => name.endsWith('.tar.zst'))
    return ours('restore', volume, join(folder, archive), '--force', '--keep-rollback', 'false')
  }
}

/** Moves many files elsewhere: where they were just deleted, ext4 takes ten times as long to make new ones. */
function setAside({ volume, fill }) {
  if (!fill.includes('small')) return
  const other = `${volume}-aside-${asides++}`
  const from = mountpoints.get(volume)
  createVolume(other)
  capture(...asRoot, ...bash(scripts.aside, from, mountpoints.get(other)))
}

async function measure(group, rounds) {
  for (const source of group[0].sources) await fillVolume(source)
  // Untimed: it brings the data into the page cache, and makes our helper image where that is missing.
  await sampleOf(group[0])
  for (let round = 1; round <= rounds; round++) {
    for (const contender of group) {
      const sample = await sampleOf(contender)
      contender.samples.push(sample)
      console.error(`${contender.name} ${round}/${rounds}: ${sample.seconds.toFixed(2)} s`)
    }
  }
}

async function sampleOf({ name, sources, prepare }) {
  const out = mkdtempSync(join(work, 'out-'))
  const command = await prepare(out)
  await run(['sync'])
  const sample = await run(command, isOurs({ name }) ? out : undefined)
  const written = diskUsage(/^(restore|replace)-/.test(name) ? mountpoints.get(sources[0].volume) : out)
  rmSync(out, { recursive: true })
  return { ...sample, written }
}

function rows() {
  return contenders.map(({ name, samples }) => {
    const base = median(`${dirname(name)}/shell`) || median(`${dirname(name)}/seed`)
    const least = Math.min(...samples.map(({ seconds }) => seconds))
    const most = (field) => Math.max(...samples.map((sample) => sample[field]))
    const [largest, ...sizes] = ['seconds', 'written', 'scratch', 'memory'].map(most)
    const cells = [median(name), least, largest, median(name) / base, ...sizes]
    return `| ${name} | ${cells.map((cell) => (cell >= 0.005 ? cell.toFixed(2) : '–')).join(' | ')} |`
  })
}

/** What was measured beside what is wanted; the judgement is the reader's. */
function comparisons() {
  const values = wanted.map(([words, one, other]) => [words, median(one) / (other ? median(other) : 1)])
  const memory = contenders.flatMap(({ samples }) => samples.map((sample) => sample.memory))
  values.push(['memory of ours at most, MiB (under 256)', Math.max(...memory)])
  return values.filter(([, value]) => value > 0).map(([words, value]) => `- ${words}: ${value.toFixed(2)}`)
}

function median(name) {
  const samples = contenders.find((contender) => contender.name === name)?.samples ?? []
  const sorted = samples.map(({ seconds }) => seconds).sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2
}

function describeRun(rounds, scale) {
  const version = (tool) => /\d+\.[\d.]*\d/.exec(capture(tool, '--version'))?.[0]
  const engine = capture('docker', 'version', '--format', '{{.Server.Version}}')
  const base = `${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}`
  const tools = `Docker ${engine}, Node.js ${process.version}, tar ${version('tar')}, zstd ${version('zstd')}`
  return `${base}, ${tools}; rounds: ${rounds}, scale: ${scale}`
}

async function fillVolume({ volume, fill }) {
  if (mountpoints.has(volume)) return
  createVolume(volume)
  const words = [join(project, '__tests__/support/tree.py'), 'fill', mountpoints.get(volume), ...fill]
  await run([...asRoot, 'python3', ...words])
}

function createVolume(name) {
  capture('docker', 'volume', 'rm', '--force', name)
  capture('docker', 'volume', 'create', ...labels.flatMap((label) => ['--label', label]), name)
  mountpoints.set(name, capture('docker', 'volume', 'inspect', '--format', '{{.Mountpoint}}', name))
}

/** Runs a command to its end. Of ours also the memory and the space taken in its folder at most, in MiB. */
async function run([command, ...words], folder) {
  if (stopped) throw new Error('stopped')
  const env = { ...process.env, TMPDIR: work, COMPOSE_FILE: undefined, COMPOSE_PROJECT_NAME: undefined }
  const begun = performance.now()
  // In a process group of its own, so that a pipeline can be ended as a whole.
  const child = spawn(command, words, { cwd: work, env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  running = child.pid
  let [memory, scratch, said] = [0, 0, '']
  const lookAtMemory = () => (memory = Math.max(memory, peakMemory(child.pid)))
  const lookAtFolder = () => (scratch = Math.max(scratch, diskUsage(folder)))
  const timers = folder ? [setInterval(lookAtMemory, 100), setInterval(lookAtFolder, 500)] : []
  child.once('exit', () => timers.map(clearInterval))
  child.stderr.on('data', (bytes) => (said = `${said}${bytes}`.slice(-4000)))
  const [code, signal] = await once(child, 'close')
  const seconds = (performance.now() - begun) / 1000
  running = undefined
  if (code !== 0) throw new Error(`${command} ended with ${signal ?? code}: ${said.trim()}`)
  if (folder) lookAtFolder()
  return { seconds, memory, scratch }
}

function stop(signal) {
  stopped = signal
  runApart(scripts.stop, labels[1], String(running))
}
