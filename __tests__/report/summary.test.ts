import { describe, expect, it } from '@jest/globals'
import type { Report, VolumeReport } from '../../src/report/report.ts'
import { formatSummary } from '../../src/report/summary.ts'
import { backupReport, demoHistory, demoReport, failedReport, hostileReport } from '../support/reports.ts'

function volume(key: string, more: Partial<VolumeReport> = {}): VolumeReport {
  return { key, name: key, outcome: 'archived', notes: [], ...more }
}

function report(more: Partial<Report> = {}): Report {
  return {
    reportVersion: '1.0',
    operation: 'backup',
    result: 'success',
    dryRun: false,
    runId: 'r',
    startedAt: '2026-01-01T00:00:00.000Z',
    durationMs: 1500,
    verified: true,
    volumes: [],
    leftOut: [],
    checks: [],
    warnings: [],
    guidance: [],
    ...more
  }
}

describe('the job summary', () => {
  it('shows each size beside that of the last backup', () => {
    const before = { backupId: '20251231-000000', contentBytes: 1000 }
    const text = formatSummary(
      report({
        volumes: [
          volume('a', { contentBytes: 1500, before }),
          volume('b', { contentBytes: 400, before }),
          volume('c', { contentBytes: 1000, before }),
          volume('d', { contentBytes: 10 })
        ]
      })
    )
    for (const cell of ['1.5 KiB (+50 %)', '400 B (−60 %)', '1000 B (same size)', '| 10 B |'])
      expect(text).toContain(cell)
  })

  it('draws when services stood still and what took how long', () => {
    const text = formatSummary(
      report({
        held: { mode: 'pause', startedAt: '2026-01-01T00:00:01.000Z', ms: 700, containers: ['app', 'db'] },
        volumes: [volume('data: "x"', { startedAt: '2026-01-01T00:00:01.100Z', durationMs: 500 })]
      })
    )
    expect(text).toContain('  2 held 700 ms :crit, 0, 700\n')
    expect(text).toContain('  data   x  500 ms :100, 600\n')
  })

  it('lets no name be anything but text', () => {
    const names = [
      '<img src=x>',
      '[a](http://b)',
      '@team',
      '`x`',
      'a|b',
      '**b**',
      '#1',
      'a\nb',
      '![i](u)',
      '~~s~~'
    ]
    for (const name of names) {
      const text = formatSummary(report({ volumes: [volume(name)], warnings: [name] }))
      const shown = text.split('```mermaid')[0] ?? ''
      expect(shown).not.toMatch(/<img|\]\(|@team|`x`|a\|b|\*\*b|\s#1\b|!\[|~~/)
      expect(text.split('\n').filter((line) => line.startsWith('| ') && !line.includes('---'))).toHaveLength(
        2
      )
    }
  })

  it('keeps names with underscores readable', () => {
    expect(formatSummary(report({ volumes: [volume('app_pg_data')] }))).toContain('| app_pg_data |')
  })

  it('stays below what GitHub drops as a whole, and says what is missing', () => {
    const volumes = Array.from({ length: 600 }, (_, at) => volume(`volume-${at}`))
    const warnings = Array.from({ length: 5000 }, (_, at) => `${at} ${'é'.repeat(300)}`)
    const text = formatSummary(report({ volumes, warnings }))
    expect(Buffer.byteLength(text)).toBeLessThan(900 * 1024)
    expect(text).toMatch(/more lines are left out/)
    expect(text).toContain('| volume-599 |')
  })

  it('shows findings with what to do about them, and the drill', () => {
    const text = formatSummary(failedReport())
    expect(text).toContain('<details open><summary>2 findings</summary>')
    expect(text).toContain(
      '| ❌ error | acceptance.verify | verify | "./verify.sh" ended with status 1 | run the same command in the drill yourself: docker compose run --rm verify |'
    )
    expect(text).toContain('recovery time: **never healthy** · age of the data: **2 hours**')
    expect(text).toContain('| sigul-bridge | volume-backup-demo:latest | running | healthy | 7.3 s |')
  })

  it('draws the sizes of the last backups, and tells the figures', () => {
    const text = formatSummary(backupReport())
    expect(text).toContain('  x-axis ["03-09", "03-10", "03-11", "03-12", "03-13", "03-14"]')
    expect(text).toContain('  line [118.20, 121.90, 126.40, 129.80, 138.10, 143.60]')
    expect(text).toContain('| sigul_server_data | 118.2 MiB | 143.6 MiB |')
    expect(formatSummary(report({ history: demoHistory().slice(0, 1) }))).not.toContain('xychart')
  })

  it('draws the steps of the run', () => {
    expect(formatSummary(demoReport())).toContain('  section Steps\n  restore copies 8.2 s :26800, 35000\n')
  })

  it('keeps every hostile name out of the marks of its charts', () => {
    for (const [, chart = ''] of formatSummary(hostileReport()).matchAll(/```mermaid\n([\s\S]*?)```/g))
      expect(chart.replaceAll('-->', '')).not.toMatch(/[<>&@|;#{}]/)
  })
})
