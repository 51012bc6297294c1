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
  /** Every byte that counts was decoded again and compared. */
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
  readonly drill?: DrillReport
  /** Oldest first. */
  readonly history?: readonly HistoryPoint[]
  readonly phases?: readonly Phase[]
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
  readonly outcome: 'archived' | 'restored' | 'planned'
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

/**
 * A numbered check of a validation. `looked` counts what it looked at; a check that looked at nothing never passes.
 * `warned`: nothing that fails it, but something that a person should know.
 */
export interface Check {
  /** The check that was asked for: `labels`, `archives` … */
  readonly name: string
  /** What exactly, for machines: `labels.priority`, `drill.health`; stable between releases. */
  readonly id: string
  /** The volume, backup, service or stack that was looked at. */
  readonly subject: string
  readonly outcome: 'passed' | 'warned' | 'failed' | 'skipped'
  readonly looked: number
  /** For `skipped`: why. */
  readonly detail: string
  readonly findings?: readonly Finding[]
  /** What a program said that proves it, line by line; secrets masked. */
  readonly evidence?: readonly string[]
  readonly differences?: Comparison['first']
  readonly startedAt?: string
  readonly durationMs?: number
}

/** One thing that is not as it should be, and what to do about it. */
export interface Finding {
  readonly severity: 'error' | 'warning'
  readonly subject: string
  readonly message: string
  readonly hint: string
}

/** A start of the stack on copies of its volumes. */
export interface DrillReport {
  readonly source: 'backup' | 'live'
  readonly backupId?: string
  /** How old the data was when the drill began: what would have been lost. */
  readonly recoveryPointMs?: number
  /** From the first byte restored until every service was healthy; missing when that was never so. */
  readonly recoveryTimeMs?: number
  readonly services: readonly {
    readonly name: string
    readonly image: string
    readonly state: string
    readonly health: string
    /** When it was healthy, counted from the start of the services. */
    readonly readyMs?: number
  }[]
}

/** A backup of the past, for the sizes over time. */
export interface HistoryPoint {
  readonly backupId: string
  readonly createdAt: string
  readonly volumes: readonly {
    readonly key: string
    readonly entries: number
    readonly contentBytes: number
    readonly archiveBytes: number
  }[]
}

/** A step of the run for the timeline. */
export interface Phase {
  readonly name: string
  readonly startedAt: string
  readonly durationMs: number
}

/** `3 checks: 3 passed, 0 failed, 0 skipped`; warned ones stand there where there are any. */
export function countChecks(checks: readonly Check[]): string {
  const count = (outcome: Check['outcome']): number =>
    checks.filter((check) => check.outcome === outcome).length
  const warned = count('warned') > 0 ? `, ${count('warned')} warned` : ''
  return `${checks.length} ${checks.length === 1 ? 'check' : 'checks'}: ${count('passed')} passed${warned}, ${count('failed')} failed, ${count('skipped')} skipped`
}

export function describeError(error: BackupError): NonNullable<Report['error']> {
  return {
    code: error.code,
    message: error.message,
    ...(error.hint === undefined ? {} : { hint: error.hint })
  }
}
