import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { annotationsOf } from '../../src/host/github.ts'
import { requireReportPlaces, withDefaults, writeReports } from '../../src/host/report-file.ts'
import { demoReport, failedReport } from '../support/reports.ts'

const folder = mkdtempSync(join(tmpdir(), 'vbtest-report-'))
const none = { json: undefined, html: undefined, junit: undefined }

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the files of a report', () => {
  it('are written privately, each in its own format', async () => {
    const files = withDefaults(none, { folder, runId: 'r', checks: true })
    await requireReportPlaces(files)
    await writeReports(files, demoReport())
    const [json, html, junit] = [files.json, files.html, files.junit].map((path) =>
      readFileSync(path ?? '', 'utf8')
    )
    expect(JSON.parse(json ?? '')).toEqual(JSON.parse(JSON.stringify(demoReport())))
    expect(html).toMatch(/^<!doctype html>/)
    expect(junit).toMatch(/^<\?xml/)
    expect(statSync(files.html ?? '').mode & 0o777).toBe(0o600)
  })

  it('stand where they are wanted; without checks there is no JUnit', () => {
    expect(withDefaults({ ...none, html: '/a.html' }, { folder: '/t', runId: 'r', checks: false })).toEqual({
      json: '/t/volume-backup-report-r.json',
      html: '/a.html',
      junit: undefined
    })
  })

  it.each(['json', 'html', 'junit'] as const)(
    '%s is refused before the run where it has no place',
    async (kind) => {
      const input = { json: 'report-file', html: 'report-html', junit: 'report-junit' }[kind]
      const found = requireReportPlaces({ ...none, [kind]: join(folder, 'missing', 'x') })
      await expect(found).rejects.toMatchObject({
        code: 'bad-input',
        message: expect.stringContaining(`${input} /`)
      })
      await expect(requireReportPlaces({ ...none, [kind]: folder })).rejects.toThrow('it is a folder')
    }
  )

  it('do not overwrite each other', async () => {
    const path = join(folder, 'same')
    await expect(requireReportPlaces({ json: path, html: path, junit: undefined })).rejects.toThrow(
      'two reports'
    )
  })

  it('are written as far as possible', async () => {
    const blocked = join(folder, 'blocked')
    const junit = join(folder, 'written.xml')
    mkdirSync(blocked)
    const written = writeReports({ json: blocked, html: undefined, junit }, demoReport())
    await expect(written).rejects.toMatchObject({
      code: 'write-failed',
      message: expect.stringContaining(blocked)
    })
    expect(readFileSync(junit, 'utf8')).toContain('<testsuites')
  })
})

describe('the annotations of a failed run', () => {
  it('are one for each failed check, with what to do', () => {
    expect(annotationsOf(failedReport())).toEqual([
      'cycle of sigul-demo_sigul_server_data: 3 of 1,332 entries differ after the restore',
      'acceptance of verify: the command ended with status 1\nhint: run the same command in the drill yourself: docker compose run --rm verify'
    ])
  })

  it.each([
    [9, 9, 'labels of s8: d'],
    [10, 9, 'and 2 more checks failed: the report has them all'],
    [500, 9, 'and 492 more checks failed: the report has them all']
  ])('of %i failed checks leave room for the line of the run', (count, lines, last) => {
    const checks = Array.from({ length: count }, (_, at) => ({
      name: 'labels',
      id: 'labels.priority',
      subject: `s${at}`,
      outcome: 'failed' as const,
      looked: 1,
      detail: 'd'
    }))
    const all = annotationsOf(demoReport({ checks }))
    expect([all.length, all.at(-1)]).toEqual([lines, last])
  })
})
