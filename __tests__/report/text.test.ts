import { describe, expect, it } from '@jest/globals'
import { formatProblem, formatText } from '../../src/report/text.ts'
import { failedReport, hostileReport } from '../support/reports.ts'

describe('the report on a terminal', () => {
  it('shows what was found below its check, with what to do', () => {
    expect(formatText(failedReport())).toContain(
      [
        ' 10 failed  acceptance: verify: the command ended with status 1',
        '            error: verify: "./verify.sh" ended with status 1',
        '            hint: run the same command in the drill yourself: docker compose run --rm verify'
      ].join('\n')
    )
  })

  it('never cuts a command that is there to be copied', () => {
    const hint = `docker volume rm ${'x'.repeat(5000)}\nthen: docker start ${'y'.repeat(5000)}`
    expect(formatProblem({ code: 'in-use', message: 'half done', hint })).toBe(
      `error (in-use): half done\nhint: ${hint}\n`
    )
  })

  it('lets no finding control the terminal or the runner', () => {
    const findings = formatText({ ...hostileReport(), guidance: [], volumes: [] })
    expect(findings).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e\u2066]|::error::|##\[/)
  })
})
