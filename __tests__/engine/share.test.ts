import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { makePipe, readPipe } from '../../src/engine/share.ts'
import { until } from '../support/doors.ts'

describe('reading a pipe', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vbtest-share-'))
  const content = randomBytes(24 * 1024 * 1024 + 7)
  const file = join(folder, 'content')
  let path: string
  beforeAll(async () => {
    path = await makePipe(join(folder, 'pipe'), '')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** How often this process holds the pipe. */
  function openEnds(): number {
    return readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`) === path
      } catch {
        return false
      }
    }).length
  }

  function begin(): { bytes: AsyncIterable<Buffer>; writer: ChildProcess } {
    const pipe = readPipe(path)
    const writer = spawn('sh', ['-c', 'exec 5> "$1"; echo open; cat "$2" >&5', 'sh', path, file], {
      stdio: ['ignore', 'pipe', 'inherit']
    })
    writer.stdout.once('data', pipe.release)
    return { bytes: pipe.bytes, writer }
  }

  it.each<[string, Buffer, (count: number) => Promise<unknown>]>([
    ['at once', content, async () => undefined],
    ['slowly, so that the writer has to wait', content, (count) => delay(count % 10 === 0 ? 3 : 0)],
    ['and there are few', content.subarray(0, 5), async () => undefined],
    ['and there are none', Buffer.alloc(0), async () => undefined]
  ])('gives every byte in order to who takes them %s', async (_, written, take) => {
    writeFileSync(file, written)
    const hash = createHash('sha256')
    let count = 0
    for await (const piece of begin().bytes) {
      await take(count++)
      hash.update(piece)
    }
    expect(hash.digest('hex')).toBe(createHash('sha256').update(written).digest('hex'))
    await until('the pipe is closed', () => openEnds() === 0)
  })

  it('lets the writer go when nobody reads on', async () => {
    writeFileSync(file, content)
    const { bytes, writer } = begin()
    const gone = once(writer, 'close')
    for await (const piece of bytes) {
      expect(content.subarray(0, piece.length).equals(piece)).toBe(true)
      break
    }
    expect(await gone).not.toEqual([0, null])
    expect(openEnds()).toBe(0)
  })
})
