import type { Check } from '../../report/report.ts'
import { plural } from '../../report/units.ts'
import { findCandidates, mayMean, requireKnown, type SelectionRequest } from '../../selection/candidates.ts'
import { checkExists, checkExternal, checkKind, checkUndeclared } from './existence.ts'
import { checkAnonymous, checkBinds, checkDataPaths } from './mounts.ts'
import type { Found, Rule, StackFacts } from './rule.ts'
import { describeServices } from './services.ts'
import { checkContradictions, checkDescriptions, checkDrift, checkPriorities, checkWords } from './words.ts'

const rules: Readonly<Record<string, Rule>> = {
  'labels.priority': checkPriorities,
  'labels.description': checkDescriptions,
  'labels.words': checkWords,
  'labels.contradiction': checkContradictions,
  'labels.drift': checkDrift,
  'labels.exists': checkExists,
  'labels.undeclared': checkUndeclared,
  'labels.external': checkExternal,
  'labels.kind': checkKind,
  'labels.bind': checkBinds,
  'labels.anonymous': checkAnonymous,
  'labels.data-path': checkDataPaths
}

/**
 * What a stack says about its volumes, and whether it is true: one check for each rule.
 * @throws BackupError `volume-unknown` for a name in `volumes` that fits nothing
 */
export function planLabelChecks(facts: StackFacts): readonly Check[] {
  const { patterns, compose, project, live } = facts
  const request: SelectionRequest = { patterns, compose, project, live, priorities: [] }
  const candidates = findCandidates(request)
  requireKnown(request, candidates)
  const excluding = patterns.filter(({ exclude }) => exclude)
  const volumes = candidates.filter(
    (candidate) => !excluding.some((pattern) => mayMean(pattern, candidate, project))
  )
  const subjects = {
    ...facts,
    volumes,
    services: describeServices(compose?.services ?? [], facts.imageVolumes)
  }
  return Object.entries(rules).map(([id, rule]) => judge(id, project ?? 'volumes', rule(subjects)))
}

function judge(id: string, subject: string, { looked, noun, findings, nothing, note }: Found): Check {
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const warnings = findings.length - errors
  const check = { name: 'labels', id, subject, looked, findings }
  if (looked === 0 && findings.length === 0) return { ...check, outcome: 'skipped', detail: nothing }
  const counts = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(findings.length === 0 ? ['nothing found'] : [])
  ]
  const detail = `looked at ${plural(looked, ...noun)}: ${counts.join(', ')}${note === undefined ? '' : `; ${note}`}`
  return { ...check, outcome: outcomeOf(errors, warnings), detail }
}

function outcomeOf(errors: number, warnings: number): Check['outcome'] {
  if (errors > 0) return 'failed'
  return warnings > 0 ? 'warned' : 'passed'
}
