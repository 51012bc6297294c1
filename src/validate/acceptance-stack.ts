import type { Check } from '../report/report.ts'
import type { Stack } from '../stack.ts'
import { type Answer, type Answers, answerOf, type Proof, skipped } from './answers.ts'
import type { Validation } from './validation.ts'

/** What is asked of the user's own stack; it is only looked at. */
export async function askStack(answers: Answers, validation: Validation): Promise<void> {
  await answers.ask(6, async () => planTakesCritical(await validation.stack()))
  await answers.ask(9, () => fromLabels(validation, ['labels.priority', 'labels.description']))
  await answers.ask(10, async () => criticalDeclared(await validation.stack()))
  await answers.ask(11, () => fromLabels(validation, ['labels.bind', 'labels.data-path']))
  await answers.ask(17, () => fromLabels(validation, ['labels.exists']))
  await answers.ask(18, () => fromLabels(validation, ['labels.live', 'labels.drift']))
}

function planTakesCritical({ selection }: Stack): Answer {
  const taken = selection.volumes.filter(({ priority }) => priority === 'critical' || priority === 'high')
  const critical = taken.filter(({ priority }) => priority === 'critical')
  const missing = selection.leftOut.filter(({ priority }) => priority === 'critical')
  const proofs: readonly Proof[] = [
    ...taken.map(({ key, name, priority, prioritySource }) => ({
      holds: prioritySource !== 'input',
      line: `${key} (${name}) is ${priority}, from ${prioritySource}`
    })),
    ...missing.map(({ key, reason }) => ({
      holds: false,
      line: `${key} is critical and not taken: ${reason}`
    })),
    ...(critical.length + missing.length === 0
      ? [{ holds: false, line: 'no volume of the stack is critical: nothing says what must not be lost' }]
      : [])
  ]
  return answerOf(
    proofs,
    `${critical.map(({ key }) => key).join(', ')}, and ${taken.length - critical.length} of priority high`
  )
}

function criticalDeclared({ compose, selection }: Stack): Answer {
  if (!compose) return skipped('there is no Compose file that could declare them')
  const critical = [...selection.volumes, ...selection.leftOut].filter(
    ({ priority }) => priority === 'critical'
  )
  const declared = new Set(compose.volumes.map(({ key }) => key))
  const proofs = critical.map(({ key }) => ({
    holds: declared.has(key),
    line: `${key} is critical and ${declared.has(key) ? '' : 'not '}declared in the Compose file`
  }))
  if (proofs.length === 0) return answerOf([{ holds: false, line: 'no critical volume is declared' }], '')
  return answerOf(proofs, critical.map(({ key }) => key).join(', '))
}

const severity: readonly Check['outcome'][] = ['skipped', 'passed', 'warned', 'failed']

/** What the check of the labels has found out; it is made once, whoever asks. */
async function fromLabels(validation: Validation, ids: readonly string[]): Promise<Answer> {
  const { checks } = await validation.result('labels')
  const own = checks.filter(({ id }) => ids.includes(id))
  if (own.length === 0) return skipped(`the check of the labels has nothing on this: ${ids.join(', ')}`)
  const outcome = severity.findLast((one) => own.some((check) => check.outcome === one)) ?? 'skipped'
  const worst = own.filter((check) => check.outcome === outcome)
  const findings = own.flatMap((check) => check.findings ?? [])
  return {
    outcome,
    looked: own.reduce((sum, { looked }) => sum + looked, 0),
    detail: worst.map(({ subject, detail }) => `${subject}: ${detail}`).join('; '),
    evidence: own.map(({ id, subject, outcome: one, detail }) => `${one}: ${id} of ${subject}: ${detail}`),
    ...(findings.length > 0 ? { findings } : {})
  }
}
