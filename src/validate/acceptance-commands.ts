import { commandLine } from '../backup-set/commands.ts'
import type { Manifest } from '../backup-set/manifest.ts'
import { parseArchiveName, readableManifestName } from '../backup-set/naming.ts'
import type { CommandResult } from '../host/host.ts'
import { fields } from '../inputs/fields.ts'
import { plural } from '../report/units.ts'
import { type Answer, type Answers, answerOf, type Proof } from './answers.ts'
import { checkContent } from './archive-content.ts'
import { checkComplete } from './archive-set.ts'
import type { Trial } from './trial.ts'

/**
 * What the commands say and make: help, plans, a backup and its manifest.
 * @returns the backup's manifest, if there is one
 */
export async function askCommands(answers: Answers, trial: Trial): Promise<Manifest | undefined> {
  const backup = ['backup', '--volumes', trial.volumes.join(','), '--backup-dir']
  const dryRun = ['--dry-run', 'true']
  await answers.ask(1, () => succeeds(trial, [...backup, trial.backups, ...dryRun], 'would archive'))
  await answers.ask(4, () => helps(trial, 'backup'))
  await answers.ask(5, () => helps(trial, 'restore'))
  let manifest: Manifest | undefined
  await answers.ask(13, async () => {
    const args = [...backup, trial.backups]
    const ended = proofOf(args, await trial.command(...args), 0, '')
    const archives = (await trial.store.fileNames()).filter((name) => parseArchiveName(name))
    const proofs: Proof[] = [
      ended,
      {
        holds: archives.length === trial.volumes.length,
        line: `${plural(archives.length, 'archive')} for ${plural(trial.volumes.length, 'volume')}`
      }
    ]
    for (const name of archives) {
      const bytes = await trial.store.sizeBytes(name)
      proofs.push({ holds: bytes > 0, line: `${name} has ${bytes} bytes` })
    }
    return answerOf(proofs, `exit code 0, ${plural(archives.length, 'archive')}`)
  })
  await answers.ask(14, async () => {
    const found = await trial.store.read('latest')
    manifest = found
    return manifestAgrees(trial, found)
  })
  if (!manifest) return undefined
  const found = manifest
  const restore = ['restore', '--restore-all', found.backupId, '--backup-dir']
  await answers.ask(2, () => succeeds(trial, [...restore, trial.backups, ...dryRun], 'would be REPLACED'))
  await answers.ask(3, async () => {
    const proofs: Proof[] = []
    for (const [words, text] of [
      [backup, 'would archive'],
      [restore, 'would be REPLACED']
    ] as const) {
      const args = [...words, `../${trial.backups}`, ...dryRun]
      proofs.push(proofOf(args, await trial.ports.command(args, `${trial.folder}/another folder`), 0, text))
    }
    return answerOf(proofs, 'both end with exit code 0')
  })
  await answers.ask(20, () => procedureNames(trial, found))
  return manifest
}

async function succeeds(trial: Trial, args: readonly string[], text: string): Promise<Answer> {
  return answerOf([proofOf(args, await trial.command(...args), 0, text)], 'ends with exit code 0')
}

/** Whether a command ended with this code and said this. */
export function proofOf(
  args: readonly string[],
  { code, stdout, stderr }: CommandResult,
  wanted: number,
  text: string
): Proof {
  const holds = code === wanted && (stdout + stderr).includes(text)
  const shown = commandLine(['volume-backup', ...args])
  if (holds) return { holds, line: `${shown}: exit code ${code}${text === '' ? '' : `, says "${text}"`}` }
  const [said = 'nothing'] = `${stderr}\n${stdout}`.split('\n').filter((line) => /error|hint/.test(line))
  const missing = code === wanted ? `does not say "${text}"` : `exit code ${code} instead of ${wanted}`
  return { holds, line: `${shown}: ${missing}; it says: ${said}` }
}

async function helps(trial: Trial, operation: 'backup' | 'restore'): Promise<Answer> {
  const args = [operation, '--help']
  const ended = await trial.command(...args)
  const flags = fields
    .filter(({ operations, actionOnly }) => operations.includes(operation) && !actionOnly)
    .map(({ name }) => `--${name}`)
  const listed = new Set(ended.stdout.match(/^ {2}--[\w-]+/gm)?.map((flag) => flag.trim()))
  const missing = flags.filter((flag) => !listed.has(flag))
  return answerOf(
    [
      proofOf(args, ended, 0, 'usage:'),
      {
        holds: missing.length === 0 && flags.length > 0,
        line: missing.length === 0 ? `lists all ${flags.length} flags` : `does not list ${missing.join(', ')}`
      }
    ],
    `exit code 0, all ${flags.length} flags`
  )
}

async function manifestAgrees(trial: Trial, manifest: Manifest): Promise<Answer> {
  const checks = [await checkComplete(manifest, trial.store)]
  for (const volume of manifest.volumes)
    checks.push(await checkContent(volume, manifest.backupId, trial.store, trial.ports))
  const named = trial.volumes.every((name) => manifest.volumes.some((volume) => volume.name === name))
  return answerOf(
    [
      { holds: named, line: `the manifest ${named ? 'names' : 'does not name'} ${trial.volumes.join(', ')}` },
      ...checks.map(({ subject, outcome, detail }) => ({
        holds: outcome === 'passed',
        line: `${subject}: ${detail}`
      }))
    ],
    `${plural(manifest.volumes.length, 'archive')} read to the end and equal to the manifest`
  )
}

async function procedureNames(trial: Trial, { backupId, volumes }: Manifest): Promise<Answer> {
  const name = readableManifestName(backupId)
  const pieces: Buffer[] = []
  for await (const piece of trial.store.bytes(name)) pieces.push(piece)
  const text = Buffer.concat(pieces).toString('utf8')
  const wanted = [
    `restore --restore-all ${backupId}`,
    ...volumes.flatMap(({ key, archive }) => [`restore ${key} `, archive.file])
  ]
  const proofs = wanted.map((words) => ({
    holds: text.includes(words),
    line: `${name} ${text.includes(words) ? 'says' : 'does not say'} "${words.trim()}"`
  }))
  return answerOf(proofs, `${name} says how to restore each of ${plural(volumes.length, 'volume')}`)
}
