import { describe, expect, it } from '@jest/globals'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { formatJUnit } from '../../src/report/junit.ts'
import type { Report } from '../../src/report/report.ts'
import {
  backupReport,
  demoReport,
  failedReport,
  hostileNames,
  hostileReport,
  plainReport
} from '../support/reports.ts'

interface Case {
  readonly classname: string
  readonly name: string
  readonly time: string
  readonly failure?: readonly { readonly message: string; readonly '#text'?: string }[]
  readonly error?: readonly { readonly message: string }[]
  readonly skipped?: readonly { readonly message: string }[]
  readonly 'system-out'?: readonly string[]
}

interface Suite {
  readonly name: string
  readonly tests: string
  readonly failures: string
  readonly skipped: string
  readonly properties: readonly [
    { readonly property: readonly { readonly name: string; readonly value: string }[] }
  ]
  readonly testcase: readonly Case[]
}

/** As a program that is not ours reads it. */
function read(report: Report): {
  readonly tests: string
  readonly failures: string
  readonly errors: string
  readonly testsuite?: readonly Suite[]
} {
  const xml = formatJUnit(report)
  expect(XMLValidator.validate(xml)).toBe(true)
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    parseTagValue: false,
    trimValues: false,
    isArray: (name, _path, _leaf, isAttribute) => !isAttribute && name !== 'testsuites' && name !== '#text'
  })
  return parser.parse(xml).testsuites
}

function cases(report: Report): readonly Case[] {
  return (read(report).testsuite ?? []).flatMap(({ testcase }) => testcase)
}

describe('the JUnit report', () => {
  it('has a suite for each check that was asked for and a case for each thing looked at', () => {
    const suites = read(demoReport()).testsuite ?? []
    expect(suites.map(({ name, tests }) => `${name} ${tests}`)).toEqual([
      'labels 4',
      'archives 2',
      'spot 1',
      'cycle 1',
      'drill 2',
      'acceptance 1'
    ])
    expect(suites[1]?.testcase[0]).toMatchObject({
      classname: 'archives.content',
      name: 'sigul_server_data of 20260314-023002',
      time: '6.400'
    })
    expect(suites[0]?.properties[0].property).toEqual([
      { name: 'run-id', value: 'a1b2c3d4e5f6' },
      { name: 'project', value: 'sigul-demo' },
      { name: 'backup-id', value: '20260314-023002' }
    ])
  })

  it('says what failed, what was skipped and what was only remarked', () => {
    const all = cases(failedReport())
    const cycle = all.find(({ classname }) => classname === 'cycle.equal')
    expect(cycle?.failure?.[0]?.message).toBe('3 of 1,332 entries differ after the restore')
    expect(cycle?.failure?.[0]?.['#text']).toContain('changed: server.sqlite (size, sha256)')
    const verify = all.find(({ classname }) => classname === 'acceptance.verify')
    expect(verify?.failure?.[0]?.['#text']).toContain('hint: run the same command')
    expect(verify?.['system-out']?.[0]).toContain('verify: the key 6F1A0B is missing')
    expect(all.find(({ classname }) => classname === 'labels.trap')?.skipped?.[0]?.message).toMatch(
      /^nothing to explain/
    )
    const remark = all.find(({ classname }) => classname === 'spot.growth')
    expect(remark?.failure).toBeUndefined()
    expect(remark?.['system-out']?.[0]).toMatch(/^warning\n60 % larger/)
    expect(read(failedReport())).toMatchObject({ tests: '11', failures: '2', errors: '0' })
  })

  it('is red when the run failed before any check', () => {
    const error = { code: 'docker-unavailable', message: 'no daemon', hint: 'start it' }
    const report = plainReport({ operation: 'validate', result: 'failed', error })
    expect(read(report)).toMatchObject({ tests: '1', errors: '1' })
    expect(cases(report)[0]?.error?.[0]?.message).toBe('docker-unavailable: no daemon')
  })

  it('shows the volumes of a backup as cases', () => {
    expect(cases(backupReport()).map(({ name }) => name)).toContain('sigul_server_data')
  })

  it('holds nothing that XML cannot, whatever the names are', () => {
    const xml = formatJUnit(hostileReport())
    expect(xml).not.toMatch(/[^\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u)
    expect(xml).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b\ufeff]/)
    const names = cases(hostileReport()).map(({ name }) => name)
    expect(names).toHaveLength(hostileNames.length)
    expect(names).toContain('<script>alert(1)</script>')
    expect(names).toContain('bell\\u{0007} null\\u{0000} escape\\u{001b}[31m')
  })
})
