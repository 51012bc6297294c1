import { z } from 'zod'
import { manifestSchema } from '../backup-set/manifest.ts'
import { priorities } from '../inputs/settings.ts'

const count = z.number().int().nonnegative()
const milliseconds = z.number().nonnegative()
const time = z.string().meta({ format: 'date-time' })
const texts = z.array(z.string())

const finding = z
  .strictObject({
    severity: z.enum(['error', 'warning']),
    subject: z.string(),
    message: z.string(),
    hint: z.string().describe('What to do about it.')
  })
  .describe('One thing that is not as it should be.')

const difference = z
  .strictObject({
    path: z.string().describe('Escaped for people.'),
    kind: z.enum(['missing', 'extra', 'changed']),
    fields: texts.describe('For changed: which members of the entry differ.')
  })
  .describe('An entry of a volume that is not as its index says.')

const check = z
  .strictObject({
    name: z.string().describe('The check that was asked for.'),
    id: z.string().describe('What exactly, for machines; stable between releases.'),
    subject: z.string().describe('The volume, backup, service or stack that was looked at.'),
    outcome: z.enum(['passed', 'warned', 'failed', 'skipped']),
    looked: count.describe('How many things it looked at; none at all never passes.'),
    detail: z.string(),
    findings: z.array(finding).exactOptional(),
    evidence: texts.describe('What a program said that proves it, line by line.').exactOptional(),
    differences: z.array(difference).exactOptional(),
    startedAt: time.exactOptional(),
    durationMs: milliseconds.exactOptional()
  })
  .describe('A numbered check of a validation.')

const volume = z.strictObject({
  key: z.string().describe('The name in the Compose file, where there is one.'),
  name: z.string().describe("The engine's name."),
  priority: z.string().exactOptional(),
  description: z.string().exactOptional(),
  outcome: z.enum(['archived', 'restored', 'planned']),
  entries: count.exactOptional(),
  contentBytes: count.exactOptional(),
  archiveFile: z.string().exactOptional(),
  archiveBytes: count.exactOptional(),
  consistency: z.string().exactOptional(),
  startedAt: time.exactOptional(),
  durationMs: milliseconds.exactOptional(),
  before: z
    .strictObject({ backupId: z.string(), contentBytes: count })
    .describe('What its last backup held.')
    .exactOptional(),
  rollbackCopy: z.string().describe('The volume that holds the old content.').exactOptional(),
  notes: texts
})

const drill = z
  .strictObject({
    source: z.enum(['backup', 'live']),
    backupId: z.string().exactOptional(),
    recoveryPointMs: milliseconds
      .describe('How old the data was: what would have been lost.')
      .exactOptional(),
    recoveryTimeMs: milliseconds
      .describe('From the first byte restored until every service was healthy.')
      .exactOptional(),
    services: z.array(
      z.strictObject({
        name: z.string(),
        image: z.string(),
        state: z.string(),
        health: z.string(),
        readyMs: milliseconds.exactOptional()
      })
    )
  })
  .describe('A start of the stack on copies of its volumes.')

const historyPoint = z.strictObject({
  backupId: z.string(),
  createdAt: time,
  volumes: z.array(
    z.strictObject({ key: z.string(), entries: count, contentBytes: count, archiveBytes: count })
  )
})

/** The report as JSON; a type test holds it equal to `Report`. The build publishes it, no run loads it. */
export const reportSchema = z
  .strictObject({
    reportVersion: z.literal('1.0'),
    operation: z.enum(['backup', 'restore', 'validate']),
    result: z.enum(['success', 'partial', 'failed']),
    dryRun: z.boolean(),
    runId: z.string(),
    startedAt: time,
    durationMs: milliseconds,
    project: z.string().exactOptional(),
    backupId: z.string().exactOptional(),
    location: z.string().describe('The store.').exactOptional(),
    manifest: z.string().describe('Path of the manifest that was written or read.').exactOptional(),
    artifacts: z
      .array(z.strictObject({ name: z.string(), id: count, sizeBytes: count, digest: z.string() }))
      .describe('What was uploaded, the manifest last.')
      .exactOptional(),
    verified: z.boolean().describe('Every byte that counts was decoded again and compared.'),
    volumes: z.array(volume),
    leftOut: z.array(
      z.strictObject({
        key: z.string(),
        name: z.string().exactOptional(),
        priority: z.enum(priorities).exactOptional(),
        reason: z.enum(['priority-none', 'priority-not-chosen', 'excluded', 'no-priority', 'not-created'])
      })
    ),
    held: z
      .strictObject({
        mode: z.string(),
        startedAt: time.exactOptional(),
        ms: milliseconds,
        containers: texts
      })
      .describe('Services that stood still, and for how long.')
      .exactOptional(),
    checks: z.array(check),
    drill: drill.exactOptional(),
    history: z.array(historyPoint).describe('Backups of the past, oldest first.').exactOptional(),
    phases: z
      .array(z.strictObject({ name: z.string(), startedAt: time, durationMs: milliseconds }))
      .describe('Steps of the run.')
      .exactOptional(),
    warnings: texts,
    error: z
      .strictObject({ code: z.string(), message: z.string(), hint: z.string().exactOptional() })
      .exactOptional(),
    guidance: texts.describe('What to do next, line by line.')
  })
  .meta({
    title: 'Report of volume-backup-action',
    description: 'All that happened in a run: a backup, a restore or a validation.'
  })

/** The files of `dist/schema/`, by name: JSON Schema, draft 2020-12. */
export function schemaFiles(): Readonly<Record<string, string>> {
  return {
    'report.schema.json': formatSchema('report', reportSchema),
    'manifest.schema.json': formatSchema('manifest', manifestSchema)
  }
}

function formatSchema(name: string, schema: z.ZodType): string {
  const { $schema, title, description, ...rest } = z.toJSONSchema(schema, { target: 'draft-2020-12' })
  // Relative: whoever keeps a copy of the repository has the schema at the same place.
  const head = { $schema, $id: `dist/schema/${name}.schema.json`, title, description }
  return `${JSON.stringify({ ...head, ...rest }, null, 2)}\n`
}
