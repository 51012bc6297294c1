import { describe, expect, it } from '@jest/globals'
import { parseHeader } from '../../src/archive/header.ts'

/** A header of a plain file whose size field holds these bytes. */
function header(size: string): Buffer {
  const block = Buffer.alloc(512)
  block.write('volume/file', 0)
  for (const [at, number] of [
    [100, '0000644'],
    [108, '0000000'],
    [116, '0000000'],
    [136, '00000000000']
  ] as const)
    block.write(number, at, 'latin1')
  block.write(size, 124, 12, 'latin1')
  block.write('0', 156, 'latin1')
  block.write('ustar\x0000', 257, 'latin1')
  block.fill(' ', 148, 156)
  const sum = block.reduce((all, byte) => all + byte)
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1')
  return block
}

describe('a number of a header', () => {
  it.each([
    ['00000001750\0', 1000],
    ['777777777777', 8 ** 12 - 1],
    ['   1750     ', 1000],
    ['1750\0 \0     ', 1000],
    ['            ', 0],
    ['', 0]
  ])('is read: %j', (size, value) => {
    expect(parseHeader(header(size)).size).toBe(value)
  })

  it.each(['00000001758\0', '17 50', '\x0017', '0x17', '-1', '+1', '1750\0 1', '1,5', '१'])(
    'is refused: %j',
    (size) => {
      expect(() => parseHeader(header(size))).toThrow('malformed number (size)')
    }
  )
})
