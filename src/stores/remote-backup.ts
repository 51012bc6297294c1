import { type ArtifactPart, parseArtifactName } from './artifact-names.ts'
import type { ArtifactFacts } from './github-api.ts'

export interface RemotePart {
  readonly id: number
  readonly digest: string | undefined
  readonly expired: boolean
}

/** A backup that the service has, with its artifacts. */
export interface RemoteBackup {
  readonly prefix: string
  readonly backupId: string
  /** `undefined`: this very run. */
  readonly runId: number | undefined
  readonly createdAt: string
  /** Of the first of its artifacts that goes. */
  readonly expiresAt: string | undefined
  /** Whether its manifest is gone; its other parts may have expired before. */
  readonly expired: boolean
  readonly artifacts: ReadonlyMap<ArtifactPart, RemotePart>
  /** The runs that validated it; `undefined`: this very run. */
  readonly verifiedBy: readonly (number | undefined)[]
  readonly sizeBytes: number
}

/** An artifact of some run; without an id of it, of this very run. */
export type FoundPart = Omit<ArtifactFacts, 'runId'> & { readonly runId: number | undefined }

/**
 * Puts the artifacts of each backup together: those that have a manifest, newest first; trusted or not.
 * @param prefix of the names that count; `undefined`: all
 */
export function groupBackups(
  found: readonly FoundPart[],
  prefix: string | undefined
): readonly RemoteBackup[] {
  const named = found.flatMap((one) => {
    const name = parseArtifactName(one.name)
    const wanted = prefix === undefined || name?.prefix === prefix
    return name && wanted ? [{ ...one, ...name, stem: `${name.prefix} ${name.backupId}` }] : []
  })
  const groups = new Map<string, RemoteBackup>()
  for (const one of named) {
    if (one.part === 'verified') continue
    const key = `${one.stem} ${one.runId}`
    const group = groups.get(key)
    groups.set(key, {
      prefix: one.prefix,
      backupId: one.backupId,
      runId: one.runId,
      createdAt: group?.createdAt ?? one.createdAt,
      expiresAt: earlier(group?.expiresAt, one.expiresAt),
      expired: one.part === 'manifest' ? one.expired : (group?.expired ?? false),
      artifacts: new Map([...(group?.artifacts ?? []), [one.part, one]]),
      verifiedBy: named
        .filter(({ part, stem, expired }) => part === 'verified' && stem === one.stem && !expired)
        .map(({ runId }) => runId),
      sizeBytes: (group?.sizeBytes ?? 0) + one.sizeBytes
    })
  }
  return [...groups.values()]
    .filter(({ artifacts }) => artifacts.has('manifest'))
    .sort((a, b) => (a.backupId < b.backupId ? 1 : -1))
}

function earlier(one: string | undefined, other: string | undefined): string | undefined {
  return one === undefined || other === undefined ? (one ?? other) : one < other ? one : other
}
