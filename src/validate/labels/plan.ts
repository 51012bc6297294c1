import type { Check } from '../../report/report.ts'
import { plural } from '../../report/units.ts'
import { findCandidates, mayMean, requireKnown, type SelectionRequest } from '../../selection/candidates.ts'
import { checkExists, checkExternal, checkKind, checkUndeclared } from './existence.ts'
import { checkAnonymous, checkBinds, checkDataPaths } from './mounts.ts'
import type { Found, Rule, StackFacts } from './rule.ts'
import { describeServices } from './services.ts'
import { checkContradictions, checkDescriptions, checkDrift, checkPriorities, checkWords } from './words.ts'

const rules: readonly { readonly id: string; readonly title: string; readonly rule: Rule }[] = [
  { id: 'labels.priority', title: 'volumes have a known priority', rule: checkPriorities },
  { id: 'labels.description', title: 'volumes have a description', rule: checkDescriptions },
  { id: 'labels.words', title: 'what is said about backups is understood', rule: checkWords },
  { id: 'labels.contradiction', title: 'x-backup and labels agree', rule: checkContradictions },
  { id: 'labels.drift', title: 'declared and live labels agree', rule: checkDrift },
  { id: 'labels.exists', title: 'declared volumes exist', rule: checkExists },
  { id: 'labels.undeclared', title: 'volumes of the project are declared', rule: checkUndeclared },
  { id: 'labels.external', title: 'external volumes exist', rule: checkExternal },
  { id: 'labels.kind', title: 'volumes are plain ones', rule: checkKind },
  { id: 'labels.bind', title: 'no folder of the host stands for a volume', rule: checkBinds },
  { id: 'labels.anonymous', title: 'volumes have a name', rule: checkAnonymous },
  { id: 'labels.data-path', title: 'data lies in volumes', rule: checkDataPaths }
]

/**
 * What a stack says about its volumes, and whether it is true: one check for each rule.
 * @throws BackupError `volume-unknown` for a name in `volumes` that fits nothing
 */
export function planLabelChecks(facts: StackFacts): readonly Check[] {
  const { patterns, compose, project, live } = facts
  const request: SelectionRequest = {
    patterns,
    compose,
    project,
    live,
    priorities: [],
    mayExcludeUnknown: true
  }
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
  return rules.map(({ id, title, rule }) => judge(id, project ?? 'volumes', title, rule(subjects)))
}

function judge(id: string, subject: string, title: string, found: Found): Check {
  const { looked, noun, findings, nothing, note } = found
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const warnings = findings.length - errors
  const check = { name: 'labels', id, subject, looked, findings }
  if (looked === 0 && findings.length === 0)
    return { ...check, outcome: 'skipped', detail: `${title}: ${nothing}` }
  const counts = [
    ...(errors > 0 ? [plural(errors, 'error')] : []),
    ...(warnings > 0 ? [plural(warnings, 'warning')] : []),
    ...(findings.length === 0 ? ['nothing found'] : [])
  ]
  const detail = `${title}: looked at ${plural(looked, ...noun)}, ${counts.join(', ')}${note === undefined ? '' : `; ${note}`}`
  return { ...check, outcome: outcomeOf(errors, warnings), detail }
}

function outcomeOf(errors: number, warnings: number): Check['outcome'] {
  if (errors > 0) return 'failed'
  return warnings > 0 ? 'warned' : 'passed'
}
