import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { makePipe, readPipe } from '../../src/engine/share.ts'

describe('reading a pipe', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vbtest-share-'))
  const content = randomBytes(24 * 1024 * 1024 + 7)
  const file = join(folder, 'content')
  let path: string
  beforeAll(async () => {
    writeFileSync(file, content)
    path = await makePipe(join(folder, 'pipe'), '')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function begin(): { bytes: AsyncIterable<Buffer>; writer: ChildProcess } {
    const pipe = readPipe(path)
    const writer = spawn('sh', ['-c', 'exec 5> "$1"; echo open; cat "$2" >&5', 'sh', path, file], {
      stdio: ['ignore', 'pipe', 'inherit']
    })
    writer.stdout.once('data', pipe.release)
    return { bytes: pipe.bytes, writer }
  }

  it.each([
    ['at once', async () => undefined],
    ['slowly, so that the writer has to wait', async () => delay(Math.random() < 0.1 ? 3 : 0)]
  ])('gives every byte in order to who takes them %s', async (_, take) => {
    const hash = createHash('sha256')
    for await (const piece of begin().bytes) {
      await take()
      hash.update(piece)
    }
    expect(hash.digest('hex')).toBe(createHash('sha256').update(content).digest('hex'))
  })

  it('lets the writer go when nobody reads on', async () => {
    const { bytes, writer } = begin()
    const gone = once(writer, 'close')
    for await (const piece of bytes) {
      expect(content.subarray(0, piece.length).equals(piece)).toBe(true)
      break
    }
    expect(await gone).not.toEqual([0, null])
  })
})
