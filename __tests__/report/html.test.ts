import { describe, expect, it } from '@jest/globals'
import { formatHtml } from '../../src/report/html.ts'
import { backupReport, demoReport, failedReport, hostileReport, plainReport } from '../support/reports.ts'

const pages = {
  plain: plainReport(),
  backup: backupReport(),
  validation: demoReport(),
  failed: failedReport(),
  hostile: hostileReport()
}

/** Our own tags; everything foreign is text. */
const known = new Set(
  'html head meta title style body header main footer section h1 h2 h3 p span strong small code pre br dl dt dd div ul ol li details summary table caption thead tbody tr th td figure figcaption svg desc defs pattern rect line circle path polygon polyline text'.split(
    ' '
  )
)

describe.each(Object.entries(pages))('the page of a %s report', (_name, report) => {
  const page = formatHtml(report)

  it('loads nothing, runs nothing, and forbids both', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`)
    const tags =
      page
        .replaceAll(/"[^"]*"/g, '""')
        .match(/<[^>]*>/g)
        ?.join('\n') ?? ''
    expect(tags).not.toMatch(/<(script|link|img|iframe|object|embed|form|base|use|image)\b|@import|\son\w+=/i)
    expect(page).not.toMatch(/(?:href|src|srcset|action)="|url\((?!#)/i)
  })

  it('is made of our own tags, all of them closed', () => {
    const open: string[] = []
    for (const [, end, tag = '', rest = ''] of page.matchAll(/<(\/?)([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/gi)) {
      expect(known).toContain(tag)
      if (end) expect(open.pop()).toBe(tag)
      else if (!/^(meta|br)$/.test(tag) && !rest.endsWith('/')) open.push(tag)
    }
    expect(open).toEqual([])
  })

  it('has one title of first order, and skips no order', () => {
    const orders = [...page.matchAll(/<h([1-6])/g)].map((match) => Number(match[1]))
    expect(orders.filter((order) => order === 1)).toHaveLength(1)
    expect(orders.every((order, at) => order <= (orders[at - 1] ?? 0) + 1)).toBe(true)
  })

  it('uses each id once', () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1])
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('shows what nobody sees', () => {
    expect(page).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/
    )
    expect(page).not.toMatch(/\p{Cs}/u)
  })
})

describe('the page', () => {
  it('says the verdict, what failed and what to do', () => {
    const page = formatHtml(failedReport())
    for (const text of [
      'The validation failed',
      '2 of 11 checks failed.',
      'read what the checks say below',
      'verify: the key 6F1A0B is missing',
      'gnupg/private-keys-v1.d/6F1A0B.key',
      '1 missing, 1 extra, 1 changed',
      'never healthy'
    ])
      expect(page).toContain(text)
  })

  it('says in words what each chart shows', () => {
    const page = formatHtml(demoReport())
    expect(page.match(/<svg class="chart" role="img" aria-labelledby/g)).toHaveLength(8)
    expect(page.match(/<title id=/g)).toHaveLength(8)
    expect(page).toContain('2 held for 3.9 s')
    expect(page).toContain('sigul-bridge after 7.3 s, sigul-server after 19.8 s')
  })

  it('shows hostile names as text', () => {
    expect(formatHtml(hostileReport())).toContain('right\\u{202e}ot-tfel')
    expect(formatHtml(hostileReport())).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
  })

  it('cuts endless lists and says so', () => {
    const warnings = Array.from({ length: 5000 }, (_, at) => `warning ${at}`)
    const volumes = warnings.map((key) => ({ key, name: key, outcome: 'archived' as const, notes: [] }))
    const page = formatHtml(plainReport({ warnings, volumes }))
    expect(page.match(/and 4,000 more: the JSON report has them all/g)).toHaveLength(2)
    expect(page).not.toContain('warning 1000')
  })
})
