import type { Check } from '../report/report.ts'
import { findCandidates } from '../selection/candidates.ts'
import { readMetadata } from '../selection/metadata.ts'
import type { Stack } from '../stack.ts'
import { type Answer, type Answers, answerOf, type Proof, skipped } from './answers.ts'
import type { Validation } from './validation.ts'

/** What is asked of the user's own stack; it is only looked at. */
export async function askStack(answers: Answers, validation: Validation): Promise<void> {
  await answers.ask(6, async () => planTakesCritical(await validation.stack()))
  await answers.ask(9, () => fromLabels(validation, ['labels.priority', 'labels.description']))
  await answers.ask(10, () => criticalDeclared(validation))
  await answers.ask(11, () => fromLabels(validation, ['labels.data-path', 'labels.bind', 'labels.anonymous']))
  await answers.ask(17, () => fromLabels(validation, ['labels.exists', 'labels.external']))
  await answers.ask(18, () => fromLabels(validation, ['labels.drift']))
}

function planTakesCritical({ selection }: Stack): Answer {
  const taken = selection.volumes.filter(({ priority }) => priority === 'critical' || priority === 'high')
  const critical = taken.filter(({ priority }) => priority === 'critical')
  const missing = selection.leftOut.filter(({ priority }) => priority === 'critical')
  if (critical.length + missing.length === 0 && taken.length > 0) return noneCritical(taken.length)
  const proofs: readonly Proof[] = [
    ...taken.map(({ key, name, priority, prioritySource }) => ({
      holds: true,
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

/** It may be right: then nothing of the stack is as dear as that. */
function noneCritical(looked: number): Answer {
  const detail = 'no volume of the stack is critical: nothing says what must not be lost'
  const hint = 'give what cannot be made again the priority critical: signing keys, databases'
  return {
    outcome: 'warned',
    looked,
    detail,
    findings: [{ severity: 'warning', subject: 'the stack', message: detail, hint }]
  }
}

/** Whether they exist is another question. */
async function criticalDeclared(validation: Validation): Promise<Answer> {
  const compose = (await validation.reading())?.model
  if (!compose) return skipped('there is no Compose file that could declare them')
  const live = await (await validation.engine()).listVolumes()
  const candidates = findCandidates({ patterns: [], priorities: [], compose, project: compose.project, live })
  const critical = candidates.filter(
    (candidate) => readMetadata(candidate.declared, candidate.live).priority === 'critical'
  )
  const proofs = critical.map(({ key, declared }) => ({
    holds: declared !== undefined,
    line: `${key} is critical and ${declared ? '' : 'not '}declared in the Compose file`
  }))
  if (proofs.length === 0) {
    const someHigh = candidates.some(
      ({ declared, live: found }) => readMetadata(declared, found).priority === 'high'
    )
    if (someHigh) return skipped('no volume is critical, see 6')
    return answerOf([{ holds: false, line: 'no critical volume is declared' }], '')
  }
  return answerOf(proofs, critical.map(({ key }) => key).join(', '))
}

const severity: readonly Check['outcome'][] = ['skipped', 'passed', 'warned', 'failed']

/**
 * What the check of the labels has found out; it is made once, whoever asks.
 * @param ids the first is what the question is about: where that had nothing to look at, the others do not answer it
 */
async function fromLabels(validation: Validation, ids: readonly string[]): Promise<Answer> {
  const { checks } = await validation.result('labels')
  const own = checks.filter(({ id }) => ids.includes(id))
  if (own.length === 0) return skipped(`the check of the labels has nothing on this: ${ids.join(', ')}`)
  const main = own.find(({ id }) => id === ids[0])
  if (main?.outcome === 'skipped' && !own.some(({ outcome }) => outcome === 'failed' || outcome === 'warned'))
    return skipped(main.detail)
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
