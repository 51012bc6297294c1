import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import zlib from 'node:zlib'
import { afterAll, describe, expect, it, jest } from '@jest/globals'
import { IndexWriter } from '../../src/backup/index-writer.ts'

describe('an index that is not finished', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vbtest-index-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is closed when it is given up', async () => {
    const path = join(folder, 'given-up')
    const writer = new IndexWriter(path)
    await writer.addLines(['{}'])
    for (let tries = 0; !isOpen(path); tries++) {
      expect(tries).toBeLessThan(100)
      await delay(10)
    }
    writer.abandon()
    for (let tries = 0; isOpen(path); tries++) {
      expect(tries).toBeLessThan(100)
      await delay(10)
    }
  })

  it('fails with the error of its compressor', async () => {
    const failure = Object.assign(new Error('out of memory'), { code: 'Z_MEM_ERROR' })
    const broken = jest.spyOn(zlib.Gzip.prototype, '_transform').mockImplementation(function (
      this: zlib.Gzip
    ) {
      this.destroy(failure)
    })
    const writer = new IndexWriter(join(folder, 'failed'))
    const written = writer.addLines(['{}']).then(() => writer.finish())
    await expect(written).rejects.toBe(failure)
    await expect(writer.finish()).rejects.toBe(failure)
    broken.mockRestore()
  })
})

function isOpen(path: string): boolean {
  return readdirSync('/proc/self/fd').some((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`) === path
    } catch {
      return false
    }
  })
}
