import type { Comparison } from '../archive/compare.ts'
import type { BackupError } from '../errors.ts'
import type { LeftOutVolume } from '../selection/model.ts'

export type Result = 'success' | 'partial' | 'failed'

/** All that happened in a run, in plain data: log, summary, outputs and the JSON report are made from it. */
export interface Report {
  readonly reportVersion: '1.0'
  readonly operation: 'backup' | 'restore' | 'validate'
  readonly result: Result
  readonly dryRun: boolean
  readonly runId: string
  readonly startedAt: string
  readonly durationMs: number
  readonly project?: string
  readonly backupId?: string
  readonly location?: string
  /** Path of the manifest that was written or read. */
  readonly manifest?: string
  /** What was uploaded, the manifest last. */
  readonly artifacts?: readonly {
    readonly name: string
    readonly id: number
    readonly sizeBytes: number
    readonly digest: string
  }[]
  /** Every byte that counts was read back and compared. */
  readonly verified: boolean
  readonly volumes: readonly VolumeReport[]
  readonly leftOut: readonly LeftOutVolume[]
  readonly held?: {
    readonly mode: string
    /** When the first one stood still; missing when none did. */
    readonly startedAt?: string
    readonly ms: number
    readonly containers: readonly string[]
  }
  readonly checks: readonly Check[]
  readonly warnings: readonly string[]
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string }
  /** What to do next, line by line. */
  readonly guidance: readonly string[]
}

/** A report before the clock has stopped. */
export type Outcome = Omit<Report, 'startedAt' | 'durationMs'>

export interface VolumeReport {
  readonly key: string
  readonly name: string
  readonly priority?: string
  readonly description?: string
  readonly outcome: 'archived' | 'restored' | 'compared' | 'planned' | 'rolled-back'
  readonly entries?: number
  readonly contentBytes?: number
  readonly archiveFile?: string
  readonly archiveBytes?: number
  readonly consistency?: string
  readonly startedAt?: string
  readonly durationMs?: number
  /** What its last backup held. */
  readonly before?: { readonly backupId: string; readonly contentBytes: number }
  /** The volume that holds the old content. */
  readonly rollbackCopy?: string
  readonly notes: readonly string[]
}

/** A numbered check of a validation. `looked` counts what it looked at; a check that looked at nothing never passes. */
export interface Check {
  readonly name: string
  readonly subject: string
  readonly outcome: 'passed' | 'failed' | 'skipped'
  readonly looked: number
  readonly detail: string
  readonly differences?: Comparison['first']
}

export function describeError(error: BackupError): NonNullable<Report['error']> {
  return {
    code: error.code,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint })
  }
}
