import { BackupError } from '../errors.ts'
import { nearestNames } from '../selection/nearest.ts'

/** `unknown priority "critcal": did you mean "critical"? legal: …` */
export function unknown(what: string, word: string, legal: readonly string[]): string {
  const near = nearestNames(word, legal)[0]
  const guess = near === undefined ? ';' : `: did you mean ${JSON.stringify(near)}?`
  return `unknown ${what} ${JSON.stringify(word)}${guess} legal: ${legal.join(', ')}`
}

export function badInput(problems: readonly string[], hint: string): BackupError {
  return new BackupError(
    'bad-input',
    problems.length === 1 ? (problems[0] ?? '') : problems.map((problem) => `- ${problem}`).join('\n'),
    { hint }
  )
}
