import type { Comparison } from '../archive/compare.ts'
import { describeDifferences } from '../archive/compare.ts'
import type { Manifest } from '../backup-set/manifest.ts'
import { archiveName } from '../backup-set/naming.ts'
import { proofOf } from './acceptance-commands.ts'
import { type Answer, type Answers, answerOf, type Proof } from './answers.ts'
import type { Trial } from './trial.ts'

/** Restores that must be refused, and the one that must not. */
export async function askRestores(answers: Answers, trial: Trial, manifest: Manifest): Promise<void> {
  const [first] = trial.volumes
  const set = ['restore', '--restore-all', manifest.backupId, '--backup-dir', trial.backups]
  await answers.ask(7, () => isRefused(trial, manifest, set, 5, '(not-confirmed)'))
  await answers.ask(8, async () => {
    const release = await trial.ports.occupy(trial.engine, first)
    try {
      return await isRefused(trial, manifest, [...set, '--force'], 5, '(in-use)')
    } finally {
      await release()
    }
  })
  await answers.ask(15, () => refusesArguments(trial, first))
  await answers.ask(16, () => {
    const missing = archiveName(first, '20000101-000000', 'gzip')
    const args = ['restore', first, `${trial.backups}/${missing}`, '--force']
    return isRefused(trial, manifest, args, 2, missing)
  })
  await answers.ask(19, () => fullCycle(trial, manifest, [...set, '--force']))
}

async function isRefused(
  trial: Trial,
  manifest: Manifest,
  args: readonly string[],
  code: number,
  text: string
): Promise<Answer> {
  const ended = proofOf(args, await trial.command(...args), code, text)
  const untouched = sameAs(manifest, await trial.compare(manifest), 'is as before')
  return answerOf([ended, ...untouched], `exit code ${code}, and every entry of the volumes is as before`)
}

async function refusesArguments(trial: Trial, volume: string): Promise<Answer> {
  const wrong: readonly (readonly [args: readonly string[], text: string])[] = [
    [['restore', '--backup-dir', trial.backups], '(bad-input)'],
    [['restore', volume, '--backup-dir', trial.backups], '(bad-input)'],
    [['restore', '--restore-all', '--force'], '(bad-input)'],
    [['restore', '--restore-all', '20000101-000000', '--backup-dir', trial.backups], '(backup-unknown)'],
    [['restore', '--no-such-flag'], '(bad-input)']
  ]
  const proofs: Proof[] = []
  for (const [args, text] of wrong) proofs.push(proofOf(args, await trial.command(...args), 2, text))
  return answerOf(proofs, `exit code 2 with the reason in ${proofs.length} cases`)
}

async function fullCycle(trial: Trial, manifest: Manifest, args: readonly string[]): Promise<Answer> {
  const { engine } = trial
  const proofs: Proof[] = []
  for (const { name } of manifest.volumes) {
    await engine.removeVolume(name)
    const gone = (await engine.inspectVolume(name)) === undefined
    proofs.push({ holds: gone, line: `${name} is ${gone ? 'deleted' : 'still there'}` })
  }
  const restored = proofOf(args, await trial.command(...args), 0, '')
  proofs.push(restored)
  // To look at volumes that are not there would make them.
  if (!restored.holds) return answerOf(proofs, '')
  proofs.push(...sameAs(manifest, await trial.compare(manifest), 'is what was backed up'))
  for (const { name, labels } of manifest.volumes) {
    const found = (await engine.inspectVolume(name))?.labels ?? {}
    const same = Object.entries(labels).every(([key, value]) => found[key] === value)
    proofs.push({ holds: same, line: `${name} has ${same ? '' : 'lost '}its labels` })
  }
  const entries = manifest.volumes.reduce((sum, volume) => sum + volume.entries, 0)
  return answerOf(proofs, `${entries} entries deleted, restored and equal in content, mode, owner and time`)
}

function sameAs({ volumes }: Manifest, compared: readonly Comparison[], words: string): readonly Proof[] {
  return volumes.map(({ name, entries }, at) => {
    const comparison = compared[at]
    const holds = comparison?.differences === 0 && comparison.entries === entries && entries > 1
    return {
      holds,
      line: holds
        ? `${name}: each of ${entries} entries ${words}`
        : `${name} differs: ${comparison ? describeDifferences(comparison) : 'not read'}`
    }
  })
}
