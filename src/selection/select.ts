import { BackupError } from '../errors.ts'
import { type Priority, priorities, type VolumePattern } from '../inputs/settings.ts'
import {
  type Candidate,
  composeProject,
  findCandidates,
  isGlob,
  mayMean,
  requireKnown,
  rivalOf,
  type SelectionRequest
} from './candidates.ts'
import {
  driftWarning,
  noPriorityWarning,
  notCreatedWarning,
  nothingChosen,
  rivalWarning,
  shortName,
  synonymWarning
} from './messages.ts'
import { type Metadata, readMetadata } from './metadata.ts'
import type { LeftOutVolume, LiveVolume, SelectedVolume, Selection } from './model.ts'

export type { SelectionRequest } from './candidates.ts'

interface Judged extends Candidate {
  readonly metadata: Metadata
  /** The pattern that names it. */
  readonly named: VolumePattern | undefined
  /** Left out by a pattern: nothing else about it matters. */
  readonly excluded: boolean
  readonly priority: Priority | undefined
}

interface Chosen extends Judged {
  readonly live: LiveVolume
}

/**
 * Chooses the volumes of a run and says of every other one why not. Real names come from the engine's labels, never from
 * a guessed prefix.
 *
 * @throws BackupError `bad-input` for unknown words (all at once), `volume-unknown` for names that fit nothing,
 * `nothing-selected`
 */
export function selectVolumes(request: SelectionRequest): Selection {
  const candidates = findCandidates(request)
  requireKnown(request, candidates)
  const judged = candidates.map((candidate) => judge(candidate, request))
  requireUnderstood(judged)
  const decided = judged.map((one) => ({ one, reason: reasonToLeaveOut(one, request) }))
  const chosen = inOrder(
    decided.flatMap(({ one, reason }) =>
      reason === undefined && one.live ? [{ ...one, live: one.live }] : []
    )
  )
  const doubles = chosen.filter((one, at) => chosen.findIndex(({ live }) => live === one.live) < at)
  const leftOut = [
    ...decided.flatMap(({ one, reason }) => (reason === undefined ? [] : [leaveOut(one, reason)])),
    ...doubles.map((one) => leaveOut(one, 'excluded'))
  ]
  if (chosen.length === 0)
    throw nothingChosen(
      request,
      leftOut,
      judged.length > 0 && judged.every(({ declared }) => declared?.external)
    )
  const volumes = chosen.filter((one) => !doubles.includes(one)).map((one) => describe(one, request))
  return {
    volumes: inOrder(distinctKeys(volumes, candidates)),
    leftOut,
    warnings: [
      ...decided.flatMap(({ one, reason }) => warningsOf(one, reason, request)),
      ...doubles.map((one) => doubleWarning(one, chosen))
    ]
  }
}

function judge(candidate: Candidate, { patterns, project }: SelectionRequest): Judged {
  const meaning = patterns.filter((pattern) => mayMean(pattern, candidate, project))
  const naming = meaning.filter(({ exclude }) => !exclude)
  // An exact name says more than a glob, and a priority more than none.
  const inWeight = [...naming.filter((one) => !isGlob(one)), ...naming.filter(isGlob)]
  const named = inWeight.find(({ priority }) => priority !== undefined) ?? inWeight[0]
  const metadata = readMetadata(candidate.declared, candidate.live)
  return {
    ...candidate,
    metadata,
    named,
    excluded: meaning.some(({ exclude }) => exclude),
    priority: named?.priority ?? metadata.priority
  }
}

function requireUnderstood(judged: readonly Judged[]): void {
  const problems = judged
    .filter(({ excluded }) => !excluded)
    .flatMap(({ key, metadata, named }) =>
      [...(named?.priority === undefined ? metadata.priorityProblems : []), ...metadata.problems].map(
        (problem) => `- volume ${shortName(key)}: ${problem}`
      )
    )
  if (problems.length === 0) return
  throw new BackupError(
    'bad-input',
    `what is said about volumes is not understood:\n${problems.join('\n')}`,
    { hint: 'see "Which volumes" in the README' }
  )
}

function reasonToLeaveOut(
  { excluded, named, priority, live }: Judged,
  request: SelectionRequest
): LeftOutVolume['reason'] | undefined {
  if (excluded) return 'excluded'
  if (priority === 'none') return 'priority-none'
  if (!named) {
    if (priority === undefined) return 'no-priority'
    if (request.patterns.some(({ exclude }) => !exclude)) return 'excluded'
    if (!request.priorities.includes(priority)) return 'priority-not-chosen'
  }
  return live ? undefined : 'not-created'
}

function leaveOut(one: Judged, reason: LeftOutVolume['reason']): LeftOutVolume {
  return { key: one.key, name: one.live?.name ?? one.declared?.name, priority: one.priority, reason }
}

function warningsOf(
  one: Judged,
  reason: LeftOutVolume['reason'] | undefined,
  request: SelectionRequest
): readonly string[] {
  const { key, declared, live, metadata, named, priority, excluded, inStack } = one
  if (excluded) return []
  const rival = rivalOf(one, request)
  return [
    named?.priority === undefined ? synonymWarning(key, metadata) : undefined,
    declared && live ? driftWarning(declared, live) : undefined,
    live && rival ? rivalWarning(key, live, rival) : undefined,
    inStack && priority === undefined ? noPriorityWarning(key, named !== undefined) : undefined,
    reason === 'not-created' ? notCreatedWarning(key, declared?.external === true) : undefined
  ].filter((warning) => warning !== undefined)
}

function doubleWarning(one: Chosen, chosen: readonly Chosen[]): string {
  const first = chosen.find(({ live }) => live === one.live)
  return `volume ${one.key} is the same as ${first?.key}: both are ${shortName(one.live.name)}, taken once`
}

function describe(
  { key, live, named, metadata, inStack }: Chosen,
  request: SelectionRequest
): SelectedVolume {
  const given = named?.priority
  return {
    key,
    name: live.name,
    project: live.labels[composeProject] ?? (inStack ? request.project : undefined),
    // Named by hand and labelled nowhere: whoever names it wants it kept.
    priority: given ?? metadata.priority ?? 'high',
    prioritySource: given === undefined ? (metadata.source ?? 'input') : 'input',
    description: metadata.description,
    restoreOrder: metadata.restoreOrder,
    retentionDays: metadata.retentionDays,
    quiesce: metadata.quiesce,
    exclude: metadata.exclude,
    live
  }
}

/** Keys name files: where two volumes have the same one, the engine's name stands for the one outside of the stack. */
function distinctKeys(
  volumes: readonly SelectedVolume[],
  candidates: readonly Candidate[]
): readonly SelectedVolume[] {
  const place = ({ live }: SelectedVolume): number => candidates.findIndex((one) => one.live === live)
  const used = new Set<string>()
  return [...volumes]
    .sort((a, b) => place(a) - place(b))
    .map((volume) => {
      const choices = [volume.key, volume.name, `${volume.name}.${volume.key}`]
      const key = choices.find((one) => !used.has(one)) ?? volume.name
      used.add(key)
      return { ...volume, key }
    })
}

function inOrder<T extends { readonly priority: Priority | undefined; readonly key: string }>(
  volumes: readonly T[]
): readonly T[] {
  const rank = ({ priority }: T): number => priorities.indexOf(priority ?? 'high')
  return [...volumes].sort((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1))
}
