import { z } from 'zod'
import { BackupError } from '../errors.ts'
import { compressions, priorities } from '../inputs/settings.ts'
import { backupIdPattern } from './naming.ts'

/** Raised in its first part when an older program could misread the file. */
export const formatVersion = '1.0'

const sha256 = z.string().regex(/^sha256:[0-9a-f]{64}$/)
const fileName = z.string().regex(/^(?!\.\.?$)[a-zA-Z0-9_.][a-zA-Z0-9_.-]*$/)
const count = z.number().int().nonnegative()
/** As the daemon takes them (Docker Engine API, names of volumes). */
const volumeName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]*$/)
/** As Compose takes them (Compose specification, `volumes`); a leading dash would look like an option. */
const volumeKey = z
  .string()
  .regex(/^[a-zA-Z0-9._][a-zA-Z0-9._-]*$/)
  .refine((key) => key !== '.' && key !== '..')
const textMap = z.record(z.string(), z.string())

const volumeSchema = z.looseObject({
  key: volumeKey,
  name: volumeName,
  priority: z.enum(priorities),
  prioritySource: z.string(),
  description: z.string().optional(),
  restoreOrder: z.number().optional(),
  retentionDays: z.number().optional(),
  driver: z.string(),
  options: textMap,
  /** Options whose values were left out because they are secrets: the volume cannot be created again from here. */
  redactedOptions: z.array(z.string()),
  labels: textMap,
  users: z.array(
    z.looseObject({
      container: z.string(),
      service: z.string().optional(),
      image: z.string(),
      imageId: z.string(),
      user: z.string()
    })
  ),
  consistency: z.enum(['stopped', 'paused', 'live']),
  entries: count,
  contentBytes: count,
  archive: z.looseObject({
    file: fileName,
    sizeBytes: count,
    sha256,
    compression: z.enum(compressions),
    level: count
  }),
  tar: z.looseObject({ sizeBytes: count, sha256 }),
  index: z.looseObject({ file: fileName, sizeBytes: count, sha256 }),
  treeSha256: sha256,
  notCaptured: z.array(z.looseObject({ path: z.string(), reason: z.string() })),
  excluded: z.array(z.string()),
  changedWhileRead: z.array(z.string()),
  warnings: z.array(z.string()),
  startedAt: z.string(),
  durationMs: count
})

export const manifestSchema = z
  .looseObject({
    formatVersion: z.string(),
    generator: z.looseObject({ name: z.string(), version: z.string() }),
    backupId: z.string().regex(backupIdPattern),
    createdAt: z.string(),
    project: z.string().optional(),
    host: z.string(),
    engine: z.looseObject({
      version: z.string(),
      apiVersion: z.string(),
      os: z.string(),
      architecture: z.string()
    }),
    quiesce: z.looseObject({ mode: z.string(), heldMs: count, containers: z.array(z.string()) }),
    volumes: z.array(volumeSchema).min(1),
    leftOut: z.array(z.looseObject({ key: z.string(), reason: z.string() })),
    warnings: z.array(z.string())
  })
  .meta({
    title: 'Manifest of volume-backup-action',
    description: 'What a backup holds: its volumes, their archives and indexes with sizes and digests.'
  })

export type Manifest = z.infer<typeof manifestSchema>
export type ManifestVolume = z.infer<typeof volumeSchema>

export function formatManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/**
 * Reads a manifest; unknown members of the same major version are kept.
 * @throws BackupError `backup-damaged` when it is not one, or was made by a newer program.
 */
export function parseManifest(text: string, origin: string): Manifest {
  const content = parseJson(text, origin)
  const version =
    typeof content === 'object' && content !== null && 'formatVersion' in content
      ? String(content.formatVersion)
      : ''
  if (/^\d+\.\d+$/.test(version) && version.split('.')[0] !== formatVersion.split('.')[0]) {
    throw new BackupError(
      'backup-damaged',
      `${origin} has format version ${version}, this program reads ${formatVersion}`,
      {
        hint: 'use the release of this program that made it'
      }
    )
  }
  const parsed = manifestSchema.safeParse(content)
  if (!parsed.success) {
    throw new BackupError(
      'backup-damaged',
      `${origin} is not a sound manifest: ${describeIssues(parsed.error)}`,
      { hint: 'use another backup' }
    )
  }
  requireDistinct(parsed.data, origin)
  return parsed.data
}

function describeIssues({ issues }: z.ZodError): string {
  const shown = issues.slice(0, 3).map(({ path, message }) => `${path.join('.')}: ${message}`)
  return `${shown.join('; ')}${issues.length > 3 ? `; and ${issues.length - 3} more` : ''}`
}

function parseJson(text: string, origin: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new BackupError('backup-damaged', `${origin} is not JSON`, { hint: 'use another backup', cause })
  }
}

function requireDistinct(manifest: Manifest, origin: string): void {
  const used = manifest.volumes.flatMap(({ key, name, archive, index }) => [
    `key ${key}`,
    `name ${name}`,
    `file ${archive.file}`,
    `file ${index.file}`
  ])
  const doubled = used.find((word, at) => used.indexOf(word) !== at)
  if (doubled)
    throw new BackupError('backup-damaged', `${origin} names the ${doubled} twice`, {
      hint: 'use another backup'
    })
}

export function prefixed(hex: string): string {
  return `sha256:${hex}`
}

export function bareHex(digest: string): string {
  return digest.replace(/^sha256:/, '')
}

const secretOption = /((?:^|,)\s*[^,=]*(?:pass|secret|token|credential)[^,=]*=)[^,]*/gi

/** Driver options without the values of secrets (as in `o=username=a,password=b` of a CIFS mount). */
export function redactOptions(options: Readonly<Record<string, string>>): {
  options: Record<string, string>
  redacted: string[]
} {
  const redacted: string[] = []
  const entries = Object.entries(options).map(([name, value]): [string, string] => {
    const shown = /pass|secret|token|credential/i.test(name) ? '***' : value.replace(secretOption, '$1***')
    if (shown !== value) redacted.push(name)
    return [name, shown]
  })
  return { options: Object.fromEntries(entries), redacted }
}
