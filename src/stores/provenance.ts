import { isOwnEvent } from '../own-event.ts'
import type { RunFacts } from './github-api.ts'

export interface Expectation {
  /** `owner/name` that the artifacts have to come from. */
  readonly repository: string
  /** File name or path of a workflow; `undefined`: any. */
  readonly workflow: string | undefined
  /** `undefined`: any. */
  readonly branch: string | undefined
}

/**
 * Says why the artifacts of a run must not be restored. The artifacts of pull requests from forks lie in the list of the
 * base repository, so their names prove nothing.
 */
export function distrust(run: RunFacts, expected: Expectation): string | undefined {
  if (!same(run.repository, expected.repository)) return `run ${run.id} is one of ${run.repository}`
  if (run.headRepository === undefined || !same(run.headRepository, run.repository))
    return `run ${run.id} ran the code of ${run.headRepository ?? 'a repository that is gone'}, a fork`
  if (!isOwnEvent(run.event)) return `run ${run.id} was started by ${run.event}, which strangers may do`
  if (expected.workflow !== undefined && !isWorkflow(run.workflow, expected.workflow))
    return `run ${run.id} is one of workflow ${run.workflow}, not of ${expected.workflow}`
  if (expected.branch !== undefined && run.branch !== expected.branch)
    return `run ${run.id} is one of branch ${run.branch ?? '(none)'}, not of ${expected.branch}`
  return undefined
}

function isWorkflow(path: string, wanted: string): boolean {
  return path === wanted || path === `.github/workflows/${wanted}`
}

/** GitHub does not tell case apart in names of owners and repositories. */
function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
