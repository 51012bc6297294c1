import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Dialect, TarReader } from '../../src/archive/entries.ts'
import { BackupError } from '../../src/errors.ts'

interface Row {
  readonly file: string
  readonly why: string
  readonly dialect: Dialect | 'any'
  readonly entries?: number
}

/**
 * Not refused, on purpose: the plain name that stands under a PAX path is cut to 100 bytes by every writer, so that an
 * honest name `..x` can look like `..`, and readers that skip PAX are not used here.
 */
const tolerated = new Set(['pax-path-hides-dotdot.tar', 'pax-path-hides-absolute.tar'])

describe('the reader of archives', () => {
  const folder = mkdtempSync(join(tmpdir(), 'vbtest-hostile-'))
  beforeAll(() => {
    execFileSync('python3', [fileURLToPath(new URL('../support/hostile.py', import.meta.url)), folder], {
      stdio: 'pipe'
    })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  function rows(index: string): readonly Row[] {
    return JSON.parse(readFileSync(join(folder, index), 'utf8')) as Row[]
  }

  function read(file: string, dialect: Dialect, pieceBytes: number): number {
    const bytes = readFileSync(join(folder, file))
    const reader = new TarReader(dialect, () => undefined)
    for (let at = 0; at < bytes.length; at += pieceBytes) reader.push(bytes.subarray(at, at + pieceBytes))
    reader.finish()
    return reader.entries
  }

  it.each([511, 512, 513, 65_536])('refuses every hostile archive, in pieces of %d bytes', (pieceBytes) => {
    const accepted: string[] = []
    const hostile = rows('index.json').filter(({ file }) => !tolerated.has(file))
    for (const { file, dialect } of hostile) {
      for (const one of dialect === 'any' ? (['own', 'foreign'] as const) : [dialect]) {
        try {
          read(file, one, pieceBytes)
          accepted.push(`${file} (${one})`)
        } catch (error) {
          expect(error).toBeInstanceOf(BackupError)
          expect(error).toMatchObject({ code: 'archive-refused' })
        }
      }
    }
    expect(accepted).toEqual([])
    expect(hostile.length).toBeGreaterThan(300)
  })

  it('accepts what is odd but legal, every entry of it', () => {
    for (const { file, dialect, entries } of rows('good/index.json')) {
      for (const one of dialect === 'any' ? (['own', 'foreign'] as const) : [dialect])
        expect({ file, entries: read(join('good', file), one, 4096) }).toEqual({ file, entries })
    }
  })
})
