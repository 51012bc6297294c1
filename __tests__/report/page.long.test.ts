import { describe, expect, it } from '@jest/globals'
import { formatHtml } from '../../src/report/html.ts'
import { lookAt, print } from '../support/browser.ts'
import { backupReport, demoReport, failedReport, hostileReport, plainReport } from '../support/reports.ts'

const pages = {
  plain: formatHtml(plainReport()),
  backup: formatHtml(backupReport()),
  validation: formatHtml(demoReport()),
  failed: formatHtml(failedReport()),
  hostile: formatHtml(hostileReport())
}

describe.each(Object.entries(pages))('the page of a %s report', (_name, page) => {
  it.each(['light', 'dark'] as const)('is accessible and whole in %s', async (scheme) => {
    const seen = await lookAt(page, { scheme, width: 1100 })
    expect(seen).toMatchObject({ isDark: scheme === 'dark', violations: [], beyond: [] })
  })

  it('is whole on a narrow screen', async () => {
    expect((await lookAt(page, { scheme: 'light', width: 500 })).beyond).toEqual([])
  })

  it('fits on A4 with nothing cut off and nothing folded', async () => {
    // 182 mm between the margins.
    expect(await lookAt(page, { scheme: 'light', width: 688, paper: true })).toMatchObject({
      beyond: [],
      folded: 0
    })
    expect((await print(page)).sizes).toEqual(['0 0 595 842'])
  })
})

describe('the examination', () => {
  it('finds what is wrong', async () => {
    const broken = pages.validation
      .replace('<main>', '<main><p style="color:#999;background:#fff">faint</p><img src="data:,">')
      .replace('<section>', '<section><div style="width:3000px">wide</div>')
    const seen = await lookAt(broken, { scheme: 'light', width: 1100 })
    expect(seen.violations.join()).toMatch(/color-contrast[\s\S]*image-alt/)
    expect(seen.beyond.join()).toContain('wide')
    expect(seen.folded).toBeGreaterThan(0)
  })
})
