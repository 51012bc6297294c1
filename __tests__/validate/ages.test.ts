import { describe, expect, it } from '@jest/globals'
import { type Dated, judgeAges } from '../../src/validate/ages.ts'

const table = { critical: 30, high: 14, medium: 30, low: 7 }
const now = Date.parse('2026-03-31T12:00:00Z')

function backup(backupId: string, ...volumes: readonly string[]): Dated {
  return {
    backupId,
    volumes: volumes.map((word) => {
      const [key = '', priority = '', days] = word.split(':')
      return {
        key,
        name: `p_${key}`,
        priority: priority as 'critical',
        ...(days === undefined ? {} : { retentionDays: Number(days) })
      }
    })
  }
}

function findings(...backups: readonly Dated[]): readonly string[] {
  return judgeAges(backups, table, now).findings.map(({ severity, subject }) => `${severity} ${subject}`)
}

describe('the age of backups', () => {
  it.each<[string, readonly Dated[], readonly string[]]>([
    ['a young one', [backup('20260331-020000', 'a:critical')], []],
    ['one on its last day, to the second', [backup('20260301-120000', 'a:critical')], []],
    ['one a second past its days', [backup('20260301-115959', 'a:critical')], ['error a']],
    ['days by priority', [backup('20260320-120000', 'a:critical', 'b:high', 'c:low')], ['error c']],
    [
      'days of the volume before those of its priority',
      [backup('20260320-120000', 'a:critical:5', 'b:low:60')],
      ['error a']
    ],
    [
      'an old one with a newer one',
      [backup('20260331-020000', 'a:critical'), backup('20260101-020000', 'a:critical')],
      ['warning 20260101-020000']
    ],
    [
      'an old one that is the last of one volume',
      [backup('20260331-020000', 'a:critical'), backup('20260101-020000', 'a:critical', 'b:high')],
      ['error b']
    ],
    [
      'whatever order they come in',
      [backup('20260101-020000', 'a:low'), backup('20260331-020000', 'a:low')],
      ['warning 20260101-020000']
    ],
    ['an id that is no time', [backup('99999999-999999', 'a:critical')], ['error a']]
  ])('is judged for %s', (_, backups, expected) => {
    expect(findings(...backups)).toEqual(expected)
  })

  it('says how old the last copy is and how long it is kept, and counts volumes', () => {
    const { looked, findings: found } = judgeAges(
      [backup('20260101-120000', 'a:low', 'b:medium:400')],
      table,
      now
    )
    expect(looked).toBe(2)
    expect(found.map(({ message }) => message)).toEqual([
      'the newest backup of a, 20260101-120000, is 89 days old, and low backups are kept for 7 days: whoever deletes by that deletes the last copy'
    ])
  })
})
