import { BackupError } from '../errors.ts'
import type { Priority, VolumePattern } from '../inputs/settings.ts'
import { matchesGlob } from './glob.ts'
import { isAnonymous, shortName } from './messages.ts'
import type { ComposeModel, DeclaredVolume, LiveVolume } from './model.ts'
import { nearestNames } from './nearest.ts'

export interface SelectionRequest {
  readonly patterns: readonly VolumePattern[]
  readonly priorities: readonly Priority[]
  readonly compose: ComposeModel | undefined
  readonly project: string | undefined
  readonly live: readonly LiveVolume[]
  /** Exclusions may mean volumes that are only in a backup. */
  readonly mayExcludeUnknown?: boolean
}

/** A volume that may be chosen: declared, or of the project, or named by the user. */
export interface Candidate {
  readonly key: string
  readonly declared: DeclaredVolume | undefined
  readonly live: LiveVolume | undefined
  /** Whether it is of the stack: only then its key means it. */
  readonly inStack: boolean
}

export const composeProject = 'com.docker.compose.project'
export const composeVolume = 'com.docker.compose.volume'
const ownRun = 'org.volume-backup.run'

/** Real names come from the engine's labels, never from a guessed prefix. */
export function findCandidates(request: SelectionRequest): readonly Candidate[] {
  const { patterns, compose, project } = request
  const live = strangers(request)
  const declared = (compose?.volumes ?? []).map(
    (volume): Candidate => ({
      key: volume.key,
      declared: volume,
      live: liveOf(volume, project, live),
      inStack: true
    })
  )
  const undeclared = live
    .filter((one) => project !== undefined && one.labels[composeProject] === project)
    .filter((one) => !declared.some((candidate) => candidate.live === one))
    .map((one): Candidate => ({ ...candidateOf(one), inStack: true }))
  const stack = [...declared, ...undeclared]
  const wanted = patterns.filter(
    (pattern) => !pattern.exclude && !stack.some((candidate) => fits(pattern, candidate))
  )
  const others = live
    .filter((one) => !stack.some((candidate) => candidate.live === one))
    .map(candidateOf)
    .filter((candidate) => wanted.some((pattern) => mayMean(pattern, candidate, project)))
  return [...stack, ...others]
}

/** Whether a pattern means a candidate. Globs stay within the project, if there is one. */
export function mayMean(pattern: VolumePattern, candidate: Candidate, project: string | undefined): boolean {
  return fits(pattern, candidate) && (candidate.inStack || project === undefined || !isGlob(pattern))
}

export function isGlob({ pattern }: VolumePattern): boolean {
  return /[*?]/.test(pattern)
}

/** @throws BackupError `volume-unknown` that lists every pattern that means nothing, with the nearest names */
export function requireKnown(request: SelectionRequest, candidates: readonly Candidate[]): void {
  const { patterns, project } = request
  const live = strangers(request)
  const unknown = patterns.filter(
    (pattern) =>
      !candidates.some((candidate) => mayMean(pattern, candidate, project)) &&
      // What is not of the stack is left out already.
      !(
        pattern.exclude &&
        (request.mayExcludeUnknown || live.some((one) => mayMean(pattern, candidateOf(one), project)))
      )
  )
  if (unknown.length === 0) return
  const names = [...new Set([...candidates.flatMap(namesOf), ...live.map(({ name }) => name)])].filter(
    (name) => !isAnonymous(name)
  )
  const told = unknown.map(({ pattern }) => {
    const near = nearestNames(pattern, names)
    return `${JSON.stringify(pattern)}${near.length === 0 ? '' : ` (did you mean ${near.join(' or ')}?)`}`
  })
  throw new BackupError('volume-unknown', `there is no volume ${told.join(', ')}; nothing was created`, {
    hint: `volumes of this stack: ${candidates.map(({ key }) => shortName(key)).join(', ') || 'none'}; all of the engine: docker volume ls`
  })
}

/** A volume of the declared name that is not the one with the labels: perhaps the containers use that one. */
export function rivalOf(candidate: Candidate, request: SelectionRequest): LiveVolume | undefined {
  const name = candidate.declared?.name
  if (candidate.live === undefined || name === candidate.live.name) return undefined
  return strangers(request).find((one) => one.name === name)
}

/** All but what this program made itself. */
function strangers({ live }: SelectionRequest): readonly LiveVolume[] {
  return live.filter(({ labels }) => labels[ownRun] === undefined)
}

/** The volume of the engine that a declared one means: its labels count before its name, unless it is external. */
export function liveOf(
  { key, name, external }: Pick<DeclaredVolume, 'key' | 'name' | 'external'>,
  project: string | undefined,
  live: readonly LiveVolume[]
): LiveVolume | undefined {
  const named = live.find((one) => one.name === (name ?? (external ? key : undefined)))
  if (external) return named
  const labelled = live.filter(
    ({ labels }) =>
      project !== undefined && labels[composeProject] === project && labels[composeVolume] === key
  )
  return labelled.find((one) => one === named) ?? labelled[0] ?? named
}

function candidateOf(live: LiveVolume): Candidate {
  return { key: live.labels[composeVolume] ?? live.name, declared: undefined, live, inStack: false }
}

function fits({ pattern }: VolumePattern, candidate: Candidate): boolean {
  return namesOf(candidate).some((name) => matchesGlob(pattern, name))
}

function namesOf({ key, declared, live, inStack }: Candidate): readonly string[] {
  return [
    ...(inStack ? [key] : []),
    ...(live ? [live.name] : []),
    ...(declared?.name === undefined ? [] : [declared.name])
  ]
}
