import { describe, expect, it } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import type { z } from 'zod'
import { formatJson } from '../../src/report/json.ts'
import type { Report } from '../../src/report/report.ts'
import { type reportSchema, schemaFiles } from '../../src/report/schema.ts'
import { demoReport, failedReport, hostileReport, plainReport } from '../support/reports.ts'

/** What is left of a type in JSON: no readonly, and a member that may be undefined may be missing. */
type Json<T> = T extends readonly (infer Item)[]
  ? Json<Item>[]
  : T extends object
    ? Flat<
        { -readonly [Key in keyof T as undefined extends T[Key] ? never : Key]: Json<T[Key]> } & {
          -readonly [Key in keyof T as undefined extends T[Key] ? Key : never]?: Json<
            Exclude<T[Key], undefined>
          >
        }
      >
    : T
type Flat<T> = { [Key in keyof T]: T[Key] }
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

// The compiler fails here when the schema and the type part.
const inStep: Same<Json<Report>, Flat<z.infer<typeof reportSchema>>> = true

const files = schemaFiles()
const schema: object = JSON.parse(files['report.schema.json'] ?? '')
const validate = new Ajv2020({ strict: true, formats: { 'date-time': isTime } }).compile(schema)

function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text)
}

describe('the published schema of the report', () => {
  it('is in step with the type', () => {
    expect(inStep).toBe(true)
  })

  it('names its draft, itself and what it is for', () => {
    expect(schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $id: 'dist/schema/report.schema.json',
      title: expect.any(String),
      description: expect.any(String)
    })
  })

  it.each([
    ['plain', plainReport()],
    ['rich', demoReport()],
    ['failed', failedReport()],
    ['hostile', hostileReport()]
  ])('takes a %s report', (_name, report) => {
    expect([validate(JSON.parse(formatJson(report))), validate.errors]).toEqual([true, null])
  })

  it.each([
    ['an unknown member', { extra: 1 }],
    ['another version', { reportVersion: '2.0' }],
    ['a result of its own', { result: 'fine' }],
    ['a time without zone', { startedAt: '2026-01-01 00:00' }],
    ['a negative duration', { durationMs: -1 }],
    [
      'a check that was not counted',
      { checks: [{ name: 'a', id: 'a.b', subject: 's', outcome: 'passed', detail: '' }] }
    ]
  ])('refuses %s', (_name, more) => {
    expect(validate({ ...JSON.parse(formatJson(plainReport())), ...more })).toBe(false)
  })
})

describe('the published schema of the manifest', () => {
  it('refuses what is no manifest and takes members that it does not know', () => {
    const manifest: { required: string[]; additionalProperties: object } = JSON.parse(
      files['manifest.schema.json'] ?? ''
    )
    const check = new Ajv2020({ strict: true }).compile(manifest)
    expect(check({ formatVersion: '1.0' })).toBe(false)
    expect(manifest.required).toEqual(expect.arrayContaining(['formatVersion', 'backupId', 'volumes']))
    expect(manifest.additionalProperties).toEqual({})
  })
})
