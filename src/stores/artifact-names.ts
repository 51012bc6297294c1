import { createHash } from 'node:crypto'
import { BackupError } from '../errors.ts'

/**
 * A backup is one artifact for each priority, since each has its own retention, and one for the manifest, the last.
 * `verified` is the mark that a validation leaves.
 */
export const artifactParts = ['critical', 'high', 'medium', 'low', 'manifest', 'verified'] as const
export type ArtifactPart = (typeof artifactParts)[number]

export interface ArtifactName {
  readonly prefix: string
  readonly backupId: string
  readonly part: ArtifactPart
}

export function formatArtifactName({ prefix, backupId, part }: ArtifactName): string {
  return `${prefix}-${backupId}-${part}`
}

/**
 * The names that an artifact may have, in the order in which they are tried: a name whose upload broke off stays taken,
 * and what it was taken for is listed nowhere.
 */
export function formatArtifactNames(name: ArtifactName): readonly [string, string] {
  return [formatArtifactName(name), `${formatArtifactName(name)}-2`]
}

/** First word of the names of what a stack keeps. */
export function prefixOf(artifactName: string | undefined, project: string | undefined): string {
  return artifactPrefix(artifactName ?? project ?? 'volumes')
}

/** `undefined` for artifacts that are not of a backup. */
export function parseArtifactName(name: string): ArtifactName | undefined {
  const match = /^(.+)-(\d{8}-\d{6})-([a-z]+)(?:-2)?$/.exec(name)
  const part = artifactParts.find((one) => one === match?.[3])
  if (!match?.[1] || !match[2] || !part) return undefined
  return { prefix: match[1], backupId: match[2], part }
}

/**
 * Makes a prefix of any words; artifact names may not hold `" : < > | * ? \ /`, CR and LF. Words that differ give
 * prefixes that differ: where something had to go, a digest of the whole stands at the end.
 * @throws BackupError `bad-input` when nothing is left
 */
export function artifactPrefix(words: string): string {
  const plain = words.replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '')
  const prefix =
    plain === '' || plain === words
      ? plain
      : `${plain}-${createHash('sha256').update(words).digest('hex').slice(0, 8)}`
  if (prefix === '' || prefix.length > 100)
    throw new BackupError(
      'bad-input',
      `artifact-name ${JSON.stringify(words)} gives no name of an artifact`,
      {
        hint: 'use letters, digits, dots and dashes, 100 at most'
      }
    )
  return prefix
}
