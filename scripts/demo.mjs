// The whole promise in one run: start the demo stack, back it up while it writes, destroy it, restore it, look at it.
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stack = join(root, 'examples/sigul-stack')
const composeFile = join(stack, 'docker-compose.sigul.yml')
const project = `volume-backup-demo-${randomBytes(4).toString('hex')}`
const image = 'volume-backup-demo:latest'
const backups = mkdtempSync(join(tmpdir(), 'volume-backup-demo-'))
const bold =
  process.stdout.isTTY && !process.env.NO_COLOR ? (text) => `\x1b[1m${text}\x1b[0m` : (text) => text
const started = performance.now()
const laps = []

let failed = false
const hadHelper = helperImages().length > 0
process.on('SIGINT', () => process.exit(130))
process.on('SIGTERM', () => process.exit(143))
process.on('exit', cleanUp)

try {
  await demo()
} catch (error) {
  failed = true
  console.error(`\nthe demo failed: ${error.message}`)
  process.exitCode = 1
}

async function demo() {
  step('make the image of the demo stack', () => run('bash', [join(stack, 'image/build.sh'), image]))
  step('start the stack: certificates, a signing key, a database that is written all the time', up)
  const before = facts()
  show('what must survive', before)

  step('back up every volume but the transient one, the writers paused for the copy', () =>
    cli('backup', '--all')
  )
  const id = cliJson('list').at(0).backupId
  step('look at the backup', () => cli('show', id))
  step('destroy everything: containers and all seven volumes', () =>
    compose('down', '--volumes', '--timeout', '20')
  )
  console.log(`volumes of the project left: ${volumes().length}`)
  if (volumes().length > 0) throw new Error('the volumes were not destroyed')

  step('restore the set, in disaster order, every entry compared', () =>
    cli('restore', '--restore-all', id, '--force')
  )
  step('do the restored volumes fit together? asked of the application itself', () =>
    compose('run', '--rm', '--no-deps', 'verify')
  )
  step('start the stack on what was restored', up)
  const after = facts()
  show('what came back', after)
  compare(before, after)
  step('validate: labels, archives, and a drill that starts the stack on the backup beside this one', () =>
    cli('validate', '--checks', 'labels,archives,drill', '--backup-id', id)
  )
  console.log(`\n${bold('The stack lives on its backup.')} ${seconds(performance.now() - started)} in all:`)
  for (const [title, ms] of laps) console.log(`  ${seconds(ms).padStart(7)}  ${title}`)
}

function up() {
  compose('up', '--detach', '--wait', '--wait-timeout', '240')
}

/** Read from the running services, not from files: names that a backup has to bring back. */
function facts() {
  const server = (...command) =>
    output('docker', composeArguments('exec', '-T', 'sigul-server', ...command)).trim()
  const query = (text) =>
    server('sqlite3', '-cmd', '.timeout 15000', '/var/lib/sigul/server.sqlite', text).split('\n').at(-1)
  return {
    'signing key': query('SELECT fingerprint FROM keys LIMIT 1'),
    'users up to': Number(query('SELECT max(id) FROM users')),
    authority:
      output(
        'docker',
        composeArguments(
          'exec',
          '-T',
          'sigul-bridge',
          'certutil',
          '-L',
          '-d',
          'sql:/etc/pki/sigul/bridge',
          '-n',
          'sigul-ca',
          '-a'
        )
      ).split('\n')[2] ?? '',
    labels: volumes()
      .map((name) =>
        output('docker', [
          'volume',
          'inspect',
          '--format',
          '{{index .Labels "com.docker.compose.volume"}}={{.Labels.backup}}',
          name
        ]).trim()
      )
      .join(' ')
  }
}

function compare(before, after) {
  const wrong = Object.keys(before).filter((name) =>
    name === 'users up to' ? after[name] < before[name] : after[name] !== before[name]
  )
  if (wrong.length > 0) throw new Error(`not as before: ${wrong.join(', ')}`)
  console.log('the same key, the same authority, the same labels, no user lost')
}

function volumes() {
  return output('docker', [
    'volume',
    'ls',
    '--quiet',
    '--filter',
    `label=com.docker.compose.project=${project}`
  ])
    .split('\n')
    .filter(Boolean)
}

function helperImages() {
  return output('docker', ['image', 'ls', '--quiet', '--filter', 'label=org.volume-backup.purpose=helper'])
    .split('\n')
    .filter(Boolean)
}

function cli(command, ...words) {
  run(process.execPath, cliArguments(command, ...words))
}

function cliJson(command) {
  return JSON.parse(output(process.execPath, cliArguments(command, '--json')))
}

function cliArguments(command, ...words) {
  const stackFlags =
    command === 'list' || command === 'show' ? [] : ['--compose-file', composeFile, '--project-name', project]
  return [join(root, 'dist/cli/index.js'), command, ...words, '--backup-dir', backups, ...stackFlags]
}

function compose(...words) {
  run('docker', composeArguments(...words))
}

function composeArguments(...words) {
  return ['compose', '--progress', 'quiet', '--file', composeFile, '--project-name', project, ...words]
}

function step(title, deed) {
  console.log(`\n${bold(`== ${title}`)}`)
  const begun = performance.now()
  deed()
  laps.push([title, performance.now() - begun])
}

function run(program, words) {
  const { status, signal, error } = spawnSync(program, words, {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: environment()
  })
  if (error) throw error
  if (status !== 0)
    throw new Error(`${[program, ...words].slice(0, 4).join(' ')} … ended with ${signal ?? status}`)
}

function output(program, words) {
  return execFileSync(program, words, {
    encoding: 'utf8',
    env: environment(),
    stdio: ['ignore', 'pipe', 'inherit']
  })
}

function environment() {
  return { ...process.env, DEMO_IMAGE: image }
}

function show(title, values) {
  console.log(`${title}:`)
  for (const [name, value] of Object.entries(values)) console.log(`  ${name}: ${value}`)
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1)} s`
}

/** Only what this run made: its project, its folder, and the helper image if it was not there before. */
function cleanUp() {
  if (failed)
    spawnSync('docker', composeArguments('logs', '--tail', '20'), { stdio: 'inherit', env: environment() })
  spawnSync('docker', composeArguments('down', '--volumes', '--timeout', '5'), {
    stdio: 'ignore',
    env: environment()
  })
  rmSync(backups, { recursive: true, force: true })
  if (!hadHelper)
    for (const id of helperImages()) spawnSync('docker', ['image', 'rm', id], { stdio: 'ignore' })
}
