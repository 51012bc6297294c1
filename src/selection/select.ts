import { BackupError } from '../errors.ts'
import { type Priority, priorities, type VolumePattern } from '../inputs/settings.ts'
import { matchesGlob } from './glob.ts'
import { nothingChosen, shortName } from './messages.ts'
import { fromExtension, fromLabels, type Metadata } from './metadata.ts'
import type {
  ComposeModel,
  DeclaredVolume,
  LeftOutVolume,
  LiveVolume,
  PrioritySource,
  SelectedVolume,
  Selection
} from './model.ts'
import { nearestNames } from './nearest.ts'

export interface SelectionRequest {
  readonly patterns: readonly VolumePattern[]
  readonly priorities: readonly Priority[]
  readonly compose: ComposeModel | undefined
  readonly project: string | undefined
  readonly live: readonly LiveVolume[]
}

/** A volume that may be chosen: declared, or of the project, or named by the user. */
interface Candidate {
  readonly key: string
  readonly declared: DeclaredVolume | undefined
  readonly live: LiveVolume | undefined
}

interface Judged extends Candidate {
  readonly metadata: Metadata | undefined
  readonly source: PrioritySource | undefined
  readonly named: VolumePattern | undefined
  readonly excluded: boolean
}

const composeProject = 'com.docker.compose.project'
const composeVolume = 'com.docker.compose.volume'
const ownRun = 'org.volume-backup.run'

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
  const judged = candidates.map((candidate) => judge(candidate, request.patterns))
  requireUnderstood(judged)
  const warnings = judged.flatMap(warningsOf)
  const onlyNamed = request.patterns.some(({ exclude }) => !exclude)
  const leftOut: LeftOutVolume[] = []
  const chosen: Judged[] = []
  for (const one of judged) {
    const reason = reasonToLeaveOut(one, request.priorities, onlyNamed)
    if (reason === undefined) chosen.push(one)
    else {
      leftOut.push({
        key: one.key,
        name: one.live?.name ?? one.declared?.name,
        priority: priorityOf(one),
        reason
      })
      if (reason === 'no-priority')
        warnings.push(
          `volume ${shortName(one.key)} has no priority and is not backed up: give it x-backup or a label, or name it in volumes`
        )
      if (reason === 'not-created')
        warnings.push(`volume ${one.key} is declared but does not exist yet: skipped`)
    }
  }
  if (chosen.length === 0) throw nothingChosen(request.priorities, request.project, leftOut)
  return { volumes: inOrder(distinctKeys(chosen.map((one) => describe(one, request)))), leftOut, warnings }
}

function findCandidates({ patterns, compose, project, live }: SelectionRequest): readonly Candidate[] {
  const candidates: Candidate[] = []
  const seen = new Set<LiveVolume>()
  const others = live.filter(({ labels }) => labels[ownRun] === undefined)
  const add = (key: string, declared: DeclaredVolume | undefined, found: LiveVolume | undefined): void => {
    candidates.push({ key, declared, live: found })
    if (found) seen.add(found)
  }
  for (const declared of compose?.volumes ?? []) {
    const byLabel = others.find(
      ({ labels }) => labels[composeProject] === project && labels[composeVolume] === declared.key
    )
    add(
      declared.key,
      declared,
      (declared.external ? undefined : byLabel) ?? others.find(({ name }) => name === declared.name)
    )
  }
  for (const one of others) {
    if (!seen.has(one) && project !== undefined && one.labels[composeProject] === project)
      add(one.labels[composeVolume] ?? one.name, undefined, one)
  }
  // Outside of the project only what is named exactly; without a project, whatever a pattern fits.
  for (const one of others) {
    const named = patterns.some(
      ({ pattern, exclude }) =>
        !exclude && (pattern === one.name || (project === undefined && matchesGlob(pattern, one.name)))
    )
    if (!seen.has(one) && named) add(one.labels[composeVolume] ?? one.name, undefined, one)
  }
  return candidates
}

function namesOf({ key, declared, live }: Candidate): readonly string[] {
  return [key, ...(live ? [live.name] : []), ...(declared?.name === undefined ? [] : [declared.name])]
}

function judge(candidate: Candidate, patterns: readonly VolumePattern[]): Judged {
  const fits = ({ pattern }: VolumePattern): boolean =>
    namesOf(candidate).some((name) => matchesGlob(pattern, name))
  const naming = patterns.filter((pattern) => !pattern.exclude && fits(pattern))
  const sources: readonly (readonly [PrioritySource, Metadata | undefined])[] = [
    ['x-backup', fromExtension(candidate.declared?.xBackup)],
    ['compose-label', fromLabels(candidate.declared?.labels ?? {})],
    ['live-label', fromLabels(candidate.live?.labels ?? {})]
  ]
  const [source, metadata] = sources.find(([, found]) => found !== undefined) ?? []
  return {
    ...candidate,
    metadata,
    source,
    named: naming.find(({ priority }) => priority !== undefined) ?? naming[0],
    excluded: patterns.some((pattern) => pattern.exclude && fits(pattern))
  }
}

function priorityOf({ named, metadata }: Judged): Priority | undefined {
  return named?.priority ?? metadata?.priority
}

function reasonToLeaveOut(
  one: Judged,
  chosen: readonly Priority[],
  onlyNamed: boolean
): LeftOutVolume['reason'] | undefined {
  const priority = priorityOf(one)
  if (one.excluded) return 'excluded'
  if (onlyNamed && !one.named) return 'excluded'
  if (priority === 'none') return 'priority-none'
  if (!one.named && priority === undefined) return 'no-priority'
  if (!one.named && priority !== undefined && !chosen.includes(priority)) return 'priority-not-chosen'
  return one.live ? undefined : 'not-created'
}

function requireKnown({ patterns, live }: SelectionRequest, candidates: readonly Candidate[]): void {
  const unknown = patterns.filter(
    ({ pattern }) =>
      !candidates.some((candidate) => namesOf(candidate).some((name) => matchesGlob(pattern, name)))
  )
  if (unknown.length === 0) return
  const names = [...new Set([...candidates.flatMap(namesOf), ...live.map(({ name }) => name)])]
  const told = unknown.map(({ pattern }) => {
    const near = nearestNames(pattern, names)
    return `${JSON.stringify(pattern)}${near.length === 0 ? '' : ` (did you mean ${near.join(' or ')}?)`}`
  })
  throw new BackupError('volume-unknown', `there is no volume ${told.join(', ')}; nothing was created`, {
    hint: `volumes of this stack: ${candidates.map(({ key }) => shortName(key)).join(', ') || 'none'}; all of the engine: docker volume ls`
  })
}

function requireUnderstood(judged: readonly Judged[]): void {
  const problems = judged.flatMap(({ key, metadata }) =>
    (metadata?.problems ?? []).map((problem) => `- volume ${shortName(key)}: ${problem}`)
  )
  if (problems.length > 0)
    throw new BackupError(
      'bad-input',
      `what is said about volumes is not understood:\n${problems.join('\n')}`,
      { hint: 'see "Which volumes" in the README' }
    )
}

function warningsOf({ key, metadata, source, named, declared, live }: Judged): readonly string[] {
  const warnings: string[] = []
  if (metadata?.word !== undefined && named?.priority === undefined)
    warnings.push(
      `volume ${shortName(key)}: ${source} ${JSON.stringify(metadata.word)} is taken for ${metadata.priority}`
    )
  const declaredLabel = declared?.labels.backup
  const liveLabel = live?.labels.backup
  if (declaredLabel !== undefined && liveLabel !== declaredLabel && live) {
    warnings.push(
      `volume ${key}: the Compose file says backup=${declaredLabel}, the live volume ${liveLabel === undefined ? 'has no such label' : `backup=${liveLabel}`}; the Compose file counts. Labels of a volume that exists cannot change: do not let Compose recreate it, that deletes its data`
    )
  }
  return warnings
}

function describe(one: Judged, { project }: SelectionRequest): SelectedVolume {
  const live = one.live ?? { name: one.key, driver: '', options: {}, labels: {} }
  const given = one.named?.priority
  return {
    key: one.key,
    name: live.name,
    project: live.labels[composeProject] ?? project,
    // Named by hand and labelled nowhere: whoever names it wants it kept.
    priority: given ?? one.metadata?.priority ?? 'high',
    prioritySource: given === undefined && one.source !== undefined ? one.source : 'input',
    priorityWord: given === undefined ? one.metadata?.word : undefined,
    description: one.metadata?.description ?? one.declared?.labels.description ?? live.labels.description,
    restoreOrder: one.metadata?.restoreOrder,
    retentionDays: one.metadata?.retentionDays,
    exclude: one.metadata?.exclude ?? [],
    live
  }
}

/** Keys name files: where two projects have the same one, the engine's name stands for the later volume. */
function distinctKeys(volumes: readonly SelectedVolume[]): readonly SelectedVolume[] {
  const used = new Set<string>()
  return volumes.map((volume) => {
    const key = used.has(volume.key) ? volume.name : volume.key
    used.add(key)
    return { ...volume, key }
  })
}

function inOrder(volumes: readonly SelectedVolume[]): readonly SelectedVolume[] {
  return [...volumes].sort(
    (a, b) => priorities.indexOf(a.priority) - priorities.indexOf(b.priority) || (a.key < b.key ? -1 : 1)
  )
}
