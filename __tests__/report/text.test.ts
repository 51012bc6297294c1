import { describe, expect, it } from '@jest/globals'
import { formatProblem } from '../../src/report/text.ts'

describe('a problem for a terminal', () => {
  it('has its hint behind the word', () => {
    expect(formatProblem({ code: 'in-use', message: 'no', hint: 'wait\nthen go' })).toBe(
      'error (in-use): no\nhint: wait\nthen go\n'
    )
  })

  it('has a hint that begins with an empty line below, without the word alone in a line', () => {
    expect(formatProblem({ code: 'bad-input', message: 'no', hint: '\nusage: x' })).toBe(
      'error (bad-input): no\nusage: x\n'
    )
  })
})
