import type { VolumeUser } from '../../engine/engine.ts'
import type { VolumePattern } from '../../inputs/settings.ts'
import type { Finding } from '../../report/report.ts'
import type { Candidate } from '../../selection/candidates.ts'
import { isAnonymous } from '../../selection/messages.ts'
import type { ComposeModel, LiveVolume } from '../../selection/model.ts'
import type { ServiceFacts } from './services.ts'

/** What was found out about a stack, before anything is judged. */
export interface StackFacts {
  readonly project: string | undefined
  /** `undefined`: there is no Compose file, only volumes. */
  readonly compose: ComposeModel | undefined
  readonly patterns: readonly VolumePattern[]
  readonly live: readonly LiveVolume[]
  /** Every container of the project. */
  readonly containers: readonly VolumeUser[]
  /** By service: the paths that its image declares as volumes; no entry when the engine does not have the image. */
  readonly imageVolumes: ReadonlyMap<string, readonly string[]>
  /** Sources of binds that are no folders on this machine. */
  readonly hostFiles: ReadonlySet<string>
}

export interface Subjects extends StackFacts {
  /** Declared ones, those of the project, those named; without the ones left out by name. */
  readonly volumes: readonly Candidate[]
  readonly services: readonly ServiceFacts[]
}

/** What a rule has looked at and what it has found. */
export interface Found {
  readonly looked: number
  /** One of the things looked at, and several: `volume`, `volumes`. */
  readonly noun: readonly [string, string]
  readonly findings: readonly Finding[]
  /** Why there was nothing to look at. */
  readonly nothing: string
  readonly note?: string
}

export type Rule = (subjects: Subjects) => Found

export function error(subject: string, message: string, hint: string): Finding {
  return { severity: 'error', subject, message, hint }
}

export function warning(subject: string, message: string, hint: string): Finding {
  return { severity: 'warning', subject, message, hint }
}

/** Looks at each of some volumes. */
export function eachVolume(
  volumes: readonly Candidate[],
  nothing: string,
  look: (volume: Candidate) => readonly (Finding | undefined)[]
): Found {
  const findings = volumes.flatMap(look).filter((finding) => finding !== undefined)
  return { looked: volumes.length, noun: ['volume', 'volumes'], findings, nothing }
}

/** Without a Compose file whatever the project has; else what the file declares: the rest has a rule of its own. */
export function ownVolumes({ compose, volumes }: Subjects): readonly Candidate[] {
  return volumes.filter(({ declared, live }) => (compose ? declared : live && !isAnonymous(live.name)))
}

export const noVolumes = 'there are no volumes: the Compose file declares none'
