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
  restore: `zstd -dc "$2" | ${container} -i -v "$3:/data" "$1" tar -x -C /data -f -`
}
const mountpoints = new Map()
const results = new Map()
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
  if (!Number.isInteger(rounds) || !(rounds > 0 && scale > 0))
    throw new Error('--rounds, --scale: not above 0')
  work = mkdtempSync(join(resolve(process.env.BENCH_DIR ?? tmpdir()), `${runId}-`))
  const chosen = choose(allContenders(scale), only.split(',').filter(Boolean), memory)
  await run(bash(scripts.image, runId, labels.join(' ')))
  // Where our helper image is missing, the first backup makes it: no part of a backup's time.
  if (chosen.some(({ ours }) => ours))
    await measure([{ name: 'warm-up', ...ourBackup('gzip', [few('first')]) }], 1)
  for (const group of Map.groupBy(chosen, ({ scenario }) => scenario).values()) await measure(group, rounds)
  console.log([describeRun(rounds, scale), '', ...table(chosen), '', ...comparisons()].join('\n'))
}

function allContenders(scale) {
  const mixed = data('mixed', 'mixed', '--bytes', Math.ceil(gibibyte * scale))
  const large = data('large', 'mixed', '--bytes', Math.ceil(8 * gibibyte * scale))
  const small = data('small', 'small', '--files', Math.ceil(100_000 * scale))
  const many = Array.from({ length: 20 }, (_, at) => few(`many-${at}`))
  const scenarios = {
    'backup-mixed': backups(mixed),
    'restore-mixed': restores(mixed),
    'backup-small': backups(small),
    'restore-small': restores(small),
    'backup-many': [ourBackup('gzip', many), seedBackup(many)],
    memory: ['gzip', 'zstd'].map((compression) => ourBackup(compression, [mixed])),
    'memory-large': ['gzip', 'zstd'].map((compression) => ourBackup(compression, [large]))
  }
  return Object.entries(scenarios).flatMap(([scenario, contenders]) =>
    contenders.map((contender) => ({ ...contender, scenario, name: `${scenario}/${contender.who}` }))
  )
}

function data(name, kind, unit, amount) {
  return { volume: `${runId}-${name}`, fill: ['--kind', kind, unit, String(amount)] }
}

function few(name) {
  return data(name, 'small', '--files', 10)
}

function choose(contenders, words, withMemory) {
  const unknown = words.filter((word) => !contenders.some(({ name }) => name.startsWith(word)))
  if (unknown.length > 0)
    throw new Error(`--only ${unknown}: not in ${contenders.map(({ name }) => name).join(' ')}`)
  const byDefault = (name) => (name.startsWith('memory') ? withMemory : words.length === 0)
  return contenders.filter(({ name }) => byDefault(name) || words.some((word) => name.startsWith(word)))
}

function backups(source) {
  const { volume } = source
  const file = (out) => join(out, 'x.tar.zst')
  const verified = `${scripts.shell} && ${scripts.verify}`
  const others = {
    shell: (out) => bash(scripts.shell, runId, file(out), volume),
    'shell-verified': (out) => bash(verified, runId, file(out), volume),
    host: (out) => [...asRoot, ...bash(scripts.host, mountpoints.get(volume), file(out))]
  }
  return [
    ...['gzip', 'zstd', 'none'].map((compression) => ourBackup(compression, [source])),
    seedBackup([source]),
    ...Object.entries(others).map(([who, command]) => ({ who, sources: [source], command }))
  ]
}

function ourBackup(compression, sources) {
  const volumes = sources.map(({ volume }) => `${volume}=high`).join(',')
  const words = ['backup', '--volumes', volumes, '--compression', compression, '--backup-dir']
  return { who: `ours-${compression}`, ours: true, sources, command: (out) => ours(...words, out) }
}

function seedBackup(sources) {
  const volumes = sources.map(({ volume }) => volume)
  return { who: 'seed', sources, command: (out) => bash(scripts.seed, runId, out, ...volumes) }
}

/** Ours goes into the volume that was backed up: it takes an archive for no other. */
function restores(source) {
  const { volume } = source
  const [folder, file, fresh] = [join(work, volume), join(work, `${volume}.tar.zst`), `${volume}-fresh`]
  const restore = () => {
    const archive = readdirSync(folder).find((name) => name.endsWith('.tar.zst'))
    return ours('restore', volume, join(folder, archive), '--force', '--keep-rollback', 'false')
  }
  const own = {
    ours: true,
    target: volume,
    prepare: ourBackup('zstd', [source]).command(folder),
    command: restore
  }
  const byShell = { target: fresh, prepare: bash(scripts.shell, runId, file, volume) }
  return [
    { ...own, who: 'ours-new', before: () => capture('docker', 'volume', 'rm', volume) },
    { ...own, who: 'ours-existing' },
    {
      ...byShell,
      who: 'shell',
      before: () => createVolume(fresh),
      command: () => bash(scripts.restore, runId, file, fresh)
    }
  ].map((contender) => ({ ...contender, sources: [source] }))
}

function ours(...words) {
  return [process.execPath, join(project, 'dist/cli/index.js'), ...words, '--quiet']
}

function bash(script, ...words) {
  return ['bash', '-e', '-o', 'pipefail', '-c', script, 'bash', ...words]
}

async function measure(contenders, rounds) {
  for (const { sources, prepare } of contenders) {
    for (const source of sources) await fillVolume(source)
    if (prepare) await run(prepare)
  }
  const samples = contenders.map(() => [])
  for (let round = 1; round <= rounds; round++) {
    for (const [at, { name, command, target, before }] of contenders.entries()) {
      const out = mkdtempSync(join(work, 'out-'))
      before?.()
      await run(['sync'])
      const sample = await run(command(out), out)
      samples[at].push({ ...sample, written: diskUsage(target ? mountpoints.get(target) : out) })
      rmSync(out, { recursive: true })
      console.error(`${name} ${round}/${rounds}: ${sample.seconds.toFixed(2)} s`)
    }
  }
  for (const [at, { name }] of contenders.entries()) {
    const seconds = samples[at].map((sample) => sample.seconds).sort((a, b) => a - b)
    const median = (seconds[(rounds - 1) >> 1] + seconds[rounds >> 1]) / 2
    const most = (field) => Math.max(...samples[at].map((sample) => sample[field])) / mebibyte
    results.set(name, {
      seconds,
      median,
      written: most('written'),
      scratch: most('scratch'),
      memory: most('memory')
    })
  }
}

function table(contenders) {
  const head = ['', 'median s', 'range s', 'to shell or seed', 'written MiB', 'scratch MiB', 'memory MiB']
  const rows = contenders.map(({ name, scenario, ours, target }) => {
    const { seconds, median, written, scratch, memory } = results.get(name)
    const base = results.get(`${scenario}/shell`) ?? results.get(`${scenario}/seed`)
    const own = [ours && !target && Math.max(written, scratch), ours && memory]
    const cells = [
      median,
      `${seconds[0].toFixed(2)}–${seconds.at(-1).toFixed(2)}`,
      median / base?.median,
      written,
      ...own
    ]
    return [name, ...cells.map((cell) => (cell > 0 ? cell.toFixed(2) : cell || ''))]
  })
  return [head, head.map((_, at) => (at > 0 ? '--:' : '---')), ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`
  )
}

/** What was measured beside what is wanted; the judgement is the reader's. */
function comparisons() {
  const median = (name) => results.get(name)?.median
  const ratio = (scenario, one, other) => median(`${scenario}/${one}`) / median(`${scenario}/${other}`)
  const memory = Math.max(
    0,
    ...[...results].filter(([name]) => name.includes('/ours-')).map(([, { memory }]) => memory)
  )
  return [
    [ratio('backup-mixed', 'seed', 'ours-gzip'), '× as fast as the seed: gzip (wanted: at least 3.0)'],
    [
      ratio('backup-mixed', 'ours-zstd', 'shell-verified'),
      '× the time of the shell, verified: zstd (wanted: at most 0.65)'
    ],
    [
      ratio('backup-small', 'ours-zstd', 'shell'),
      '× the time of the shell: zstd, small files (wanted: at most 1.3)'
    ],
    [median('backup-many/ours-gzip'), ' s: 20 tiny volumes (wanted: under 2)'],
    ...['restore-mixed', 'restore-small'].flatMap((scenario) => [
      [
        ratio(scenario, 'ours-new', 'shell'),
        `× the time of the shell: ${scenario}, new volume (wanted: at most 1.2)`
      ],
      [ratio(scenario, 'ours-existing', 'shell'), `× the time of the shell: ${scenario}, existing volume`]
    ]),
    [memory, ' MiB: peak memory of ours (wanted: under 256)']
  ]
    .filter(([value]) => value > 0)
    .map(([value, words]) => `- ${value.toFixed(2)}${words}`)
}

function describeRun(rounds, scale) {
  const version = (tool) => /\d+\.[\d.]*\d/.exec(capture(tool, '--version'))?.[0]
  const engine = capture('docker', 'version', '--format', '{{.Server.Version}}')
  const machine = `${availableParallelism()} cores, ${(totalmem() / gibibyte).toFixed(1)} GiB, Linux ${release()}`
  const tools = `Docker ${engine}, Node.js ${process.version}, tar ${version('tar')}, zstd ${version('zstd')}`
  return `${machine}, ${tools}; rounds: ${rounds}, scale: ${scale}`
}

async function fillVolume({ volume, fill }) {
  if (mountpoints.has(volume)) return
  const folder = createVolume(volume)
  await run([...asRoot, 'python3', join(project, '__tests__/support/tree.py'), 'fill', folder, ...fill])
  await run([...asRoot, ...bash(scripts.host, folder, '/dev/null')])
}

function createVolume(name) {
  capture('docker', 'volume', 'rm', '--force', name)
  capture('docker', 'volume', 'create', ...labels.flatMap((label) => ['--label', label]), name)
  mountpoints.set(name, capture('docker', 'volume', 'inspect', '--format', '{{.Mountpoint}}', name))
  return mountpoints.get(name)
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
  const memoryTimer = setInterval(() => (memory = Math.max(memory, peakMemory(pid))), 100)
  const scratchTimer = setInterval(() => (scratch = Math.max(scratch, folder ? diskUsage(folder) : 0)), 500)
  try {
    const [code, signal] = await once(running, 'close')
    const seconds = (performance.now() - begun) / 1000
    if (code !== 0)
      throw new Error(`${command} ${words[0] ?? ''} ended with ${signal ?? code}: ${said.trim()}`)
    return { seconds, memory, scratch }
  } finally {
    running = undefined
    clearInterval(memoryTimer)
    clearInterval(scratchTimer)
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

function capture(command, ...words) {
  return execFileSync(command, words, { encoding: 'utf8' }).trim()
}

function stop(signal) {
  if (running && !stopped) process.kill(-running.pid)
  stopped = signal
  // The first process of a container ignores signals.
  removeOwn(['ps', '--all'], ['rm'])
}

/** Only what carries the label of this run. */
function cleanUp() {
  removeOwn(['ps', '--all'], ['rm'])
  removeOwn(['volume', 'ls'], ['volume', 'rm'])
  removeOwn(['image', 'ls'], ['image', 'rm'])
  rmSync(work, { recursive: true, force: true })
}

/** Beyond the terminal's reach (detached), so that a second Ctrl+C does not stop it. */
function removeOwn(list, remove) {
  const words = [...list, '--quiet', '--filter', `label=${labels[1]}`]
  const ids = spawnSync('docker', words, { encoding: 'utf8', detached: true })
    .stdout.split('\n')
    .filter(Boolean)
  const options = { stdio: ['ignore', 'ignore', 'inherit'], detached: true }
  if (ids.length > 0) spawnSync('docker', [...remove, '--force', ...ids], options)
}
