import { checkAborted } from '../abort.ts'
import { messageOf } from '../errors.ts'
import type { Check } from '../report/report.ts'
import type { Ports } from '../run-context.ts'
import { timed } from './timed.ts'

/** One thing that had to be so, told in one line. */
export interface Proof {
  readonly holds: boolean
  readonly line: string
}

export type Answer = Omit<Check, 'name' | 'id' | 'subject'>

/** The questions of the original validation script, by number, in our words. */
export const questions: readonly string[] = [
  'the backup command is there and starts',
  'the restore command is there and starts',
  'both run from another folder',
  'the help of backup lists every flag',
  'the help of restore lists every flag',
  'the plan takes the critical volumes, as their labels say',
  'a restore without "yes" changes nothing',
  'a restore over a volume in use is refused',
  'every volume says its priority and what it is',
  'the critical volumes are declared',
  'the data lies in named volumes',
  'Docker answers',
  'a backup ends well and its archives are there',
  'the manifest agrees with the archives',
  'wrong arguments are refused with a reason',
  'a missing archive is named and nothing is touched',
  'the declared volumes exist',
  'each live volume has its labels',
  'make, back up, delete, restore, compare',
  'the written procedure names every volume'
]

/** Collects the answers; a question that throws has failed. */
export class Answers {
  readonly #ports: Ports
  readonly #checks = new Map<number, Check>()

  constructor(ports: Ports) {
    this.#ports = ports
  }

  async ask(number: number, answer: () => Promise<Answer>): Promise<Check> {
    const { signal } = this.#ports
    checkAborted(signal)
    const made = await timed(this.#ports, () =>
      answer().catch((error: unknown): Answer => {
        checkAborted(signal)
        return { outcome: 'failed', looked: 1, detail: messageOf(error) }
      })
    )
    const check = { ...headOf(number), ...made }
    this.#checks.set(number, check)
    return check
  }

  /** By number; what was not asked is skipped. */
  all(reason: string): readonly Check[] {
    return questions.map(
      (_, at) =>
        this.#checks.get(at + 1) ?? { ...headOf(at + 1), outcome: 'skipped', looked: 0, detail: reason }
    )
  }
}

function headOf(number: number): Pick<Check, 'name' | 'id' | 'subject'> {
  const digits = String(number).padStart(2, '0')
  return { name: 'acceptance', id: `acceptance.${digits}`, subject: questions[number - 1] ?? digits }
}

/** Passed when all of it is so, and there is any. */
export function answerOf(proofs: readonly Proof[], detail: string): Answer {
  const wrong = proofs.filter(({ holds }) => !holds)
  return {
    outcome: wrong.length === 0 && proofs.length > 0 ? 'passed' : 'failed',
    looked: proofs.length,
    detail: wrong.length === 0 ? detail : wrong.map(({ line }) => line).join('; '),
    evidence: proofs.map(({ holds, line }) => `${holds ? 'yes' : 'NO'}: ${line}`)
  }
}

export function skipped(detail: string): Answer {
  return { outcome: 'skipped', looked: 0, detail }
}
