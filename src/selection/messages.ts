import { BackupError } from '../errors.ts'
import type { Priority } from '../inputs/settings.ts'
import { labelNames, type Metadata } from './metadata.ts'
import type { DeclaredVolume, LeftOutVolume, LiveVolume } from './model.ts'
import { nearestNames } from './nearest.ts'

interface Sought {
  readonly priorities: readonly Priority[]
  readonly project: string | undefined
  readonly live: readonly LiveVolume[]
}

/** Says what was looked at, so that the mistake shows. */
export function nothingChosen(
  { priorities: wanted, project, live }: Sought,
  leftOut: readonly LeftOutVolume[],
  allExternal: boolean
): BackupError {
  const absent = leftOut.length > 0 && leftOut.every(({ reason }) => reason === 'not-created')
  const seen = leftOut.map(({ key, reason }) => `${shortName(key)} (${reason})`).join(', ')
  const where = project === undefined ? '' : ` in project ${project}`
  return new BackupError(
    'nothing-selected',
    `no volume${where} is chosen; looked at ${leftOut.length}${seen === '' ? '' : `: ${seen}`}`,
    {
      hint: absent
        ? allExternal
          ? 'all are declared as external: make them (docker volume create NAME), or look at "docker volume ls" for their right names'
          : 'the volumes do not exist yet: start the stack once (docker compose up --detach)'
        : leftOut.length === 0 && project !== undefined
          ? projectHint(project, live)
          : `chosen are priorities ${wanted.join(', ')}: label the volumes, or use --all, --priority or --volumes (inputs priority and volumes)`
    }
  )
}

function projectHint(project: string, live: readonly LiveVolume[]): string {
  const projects = [
    ...new Set(live.flatMap(({ labels }) => labels['com.docker.compose.project'] ?? []))
  ].sort()
  const near = nearestNames(project, projects)
  if (near.length > 0) return `did you mean project ${near.join(' or ')}?`
  return projects.length === 0
    ? 'no volume of this engine is of a Compose project: name the volumes with --volumes (input volumes)'
    : `projects with volumes on this engine: ${projects.join(', ')}`
}

export function synonymWarning(key: string, { source, word, priority }: Metadata): string | undefined {
  return word === undefined
    ? undefined
    : `volume ${shortName(key)}: ${source} ${JSON.stringify(word)} is taken for ${priority}`
}

export function noPriorityWarning(key: string, chosen: boolean): string {
  const consequence = chosen ? 'backed up as high because it is named' : 'not backed up'
  return `volume ${shortName(key)} has no priority and is ${consequence}: give it x-backup or a label, or name it in volumes`
}

export function notCreatedWarning(key: string, external: boolean): string {
  return external
    ? `volume ${key} is declared as external but does not exist: skipped`
    : `volume ${key} is declared but does not exist yet: skipped`
}

export function rivalWarning(key: string, live: LiveVolume, rival: LiveVolume): string {
  return `volume ${key}: ${shortName(live.name)} has its labels and is taken, but the Compose file means ${shortName(rival.name)}: if the containers use that one, name it in volumes`
}

/** Labels of a volume that exists cannot change, and the way that Compose offers loses data. */
export function driftWarning(declared: DeclaredVolume, live: LiveVolume): string | undefined {
  const differing = labelNames.filter(
    (name) => declared.labels[name] !== undefined && declared.labels[name] !== live.labels[name]
  )
  if (differing.length === 0) return undefined
  const wanted = differing.map((name) => `${name}=${oneLine(declared.labels[name])}`)
  const found = differing.map((name) =>
    live.labels[name] === undefined ? `has no label ${name}` : `${name}=${oneLine(live.labels[name])}`
  )
  return `volume ${declared.key}: the Compose file says ${wanted.join(', ')}, the live volume ${found.join(', ')}; the Compose file counts. Labels of a volume that exists cannot change: do not let Compose recreate it, that deletes its data`
}

/** Anonymous volumes have 64 digits for a name. */
export function shortName(name: string): string {
  return isAnonymous(name) ? `${name.slice(0, 12)}…` : name
}

export function isAnonymous(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name)
}

function oneLine(text: string | undefined): string {
  return JSON.stringify(text ?? '').slice(1, -1)
}
