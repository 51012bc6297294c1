import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import zlib, { gunzipSync, gzipSync } from 'node:zlib'
import { describe, expect, it, jest } from '@jest/globals'
import type { Entry } from '../../src/archive/entry.ts'
import { canonicalLines } from '../../src/archive/index-lines.ts'
import { verifyArchive } from '../../src/archive/open.ts'
import { type Sealed, type SealRequest, seal } from '../../src/archive/seal.ts'
import { formatEntry } from '../../src/backup-set/index.ts'

const signal = new AbortController().signal

/** A tar as the helper makes it, of files of these sizes. */
function tarOf(...sizes: readonly number[]): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'vbtest-tar-'))
  try {
    mkdirSync(join(folder, 'volume'))
    chmodSync(join(folder, 'volume'), 0o755)
    for (const [number, size] of sizes.entries()) {
      writeFileSync(
        join(folder, 'volume', `f${number}`),
        number % 2 === 0 ? randomBytes(size) : Buffer.alloc(size, 'text\n')
      )
    }
    const words = [
      '-c',
      '-C',
      folder,
      '--format=posix',
      '--sort=name',
      '--pax-option=delete=atime,delete=ctime',
      '--numeric-owner',
      'volume'
    ]
    return execFileSync('tar', words, { maxBuffer: 64 * 1024 * 1024 })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function sealed(
  source: AsyncIterable<Buffer>,
  other: Partial<SealRequest> = {}
): Promise<{ archive: Buffer; result: Sealed; lines: string[] }> {
  const stored: Buffer[] = []
  const lines: string[] = []
  const result = await seal({
    source,
    compression: 'gzip',
    level: 4,
    store: async (piece) => void stored.push(piece),
    onEntries: async (entries) => void lines.push(...entries.map(formatEntry)),
    onProgress: () => undefined,
    signal,
    ...other
  })
  return { archive: Buffer.concat(stored), result, lines }
}

const mebibyte = 1024 * 1024

describe('sealing an archive', () => {
  it.each([[0], [1], [mebibyte - 1], [mebibyte], [mebibyte + 1, 5 * mebibyte, 3]])(
    'stores what every gzip decodes to the same tar: sizes %p',
    async (...sizes) => {
      const tar = tarOf(...sizes)
      const { archive, result, lines } = await sealed(pieces(tar, 65_536))
      expect(gunzipSync(archive).equals(tar)).toBe(true)
      expect(execFileSync('gzip', ['-dc'], { input: archive, maxBuffer: 64 * mebibyte }).equals(tar)).toBe(
        true
      )
      expect(result).toEqual({
        sizeBytes: archive.length,
        sha256: createHash('sha256').update(archive).digest('hex'),
        tarBytes: tar.length,
        tarSha256: createHash('sha256').update(tar).digest('hex'),
        entries: sizes.length + 1
      })
      expect(lines).toHaveLength(sizes.length + 1)
    }
  )

  it('stores what does not get smaller, in members of which the same makers make one after the other', async () => {
    // Random and text in turns, each of several members, in pieces that never end where a member does.
    const tar = tarOf(9 * mebibyte, 5 * mebibyte, 2 * mebibyte, 9 * mebibyte)
    const { archive, result } = await sealed(pieces(tar, 300_000))
    expect(gunzipSync(archive).equals(tar)).toBe(true)
    expect(result.tarSha256).toBe(createHash('sha256').update(tar).digest('hex'))
    expect(archive.length).toBeGreaterThan(11 * mebibyte)
    expect(archive.length).toBeLessThan(11.5 * mebibyte)
  })

  describe('with members at work', () => {
    const text = (): AsyncIterable<Buffer> => pieces(tarOf(1, 20 * mebibyte), 65_536)

    it('fails with the error of its source', async () => {
      async function* broken(): AsyncGenerator<Buffer> {
        yield* text()
        throw new Error('the helper went away')
      }
      await expect(sealed(broken())).rejects.toThrow('the helper went away')
    })

    it('fails with the error of what stores it', async () => {
      const store = async (): Promise<void> => {
        throw new Error('the disk is full')
      }
      await expect(sealed(text(), { store })).rejects.toThrow('the disk is full')
    })

    it('ends when it is asked to', async () => {
      const abort = new AbortController()
      const store = async (): Promise<void> => abort.abort()
      await expect(sealed(text(), { store, signal: abort.signal })).rejects.toMatchObject({
        name: 'AbortError'
      })
    })

    it('fails with the error of a compressor, which nothing but its stream tells', async () => {
      const failure = Object.assign(new Error('out of memory'), { code: 'Z_MEM_ERROR' })
      const compress = zlib.Gzip.prototype._transform
      let writes = 0
      const broken = jest.spyOn(zlib.Gzip.prototype, '_transform').mockImplementation(function (
        this: zlib.Gzip,
        ...words
      ) {
        if (++writes === 3) this.destroy(failure)
        else compress.apply(this, words)
      })
      await expect(sealed(text())).rejects.toBe(failure)
      broken.mockRestore()
    })
  })

  it('fails for bytes in their final form that do not decode', async () => {
    const bytes = gzipSync(tarOf(10))
    for (const compression of ['zstd', 'none'] as const)
      await expect(sealed(pieces(bytes, 512), { compression })).rejects.toMatchObject({
        code: 'archive-refused'
      })
  })

  it('fails for a source that ends too early, wherever it ends', async () => {
    const tar = tarOf(3000, 10)
    for (let end = 0; end < 6 * 1024; end += 512)
      await expect(sealed(pieces(tar.subarray(0, end), 512))).rejects.toMatchObject({
        code: 'archive-refused'
      })
  })
})

describe('verifying an archive', () => {
  it('notices every single flipped bit and every cut', async () => {
    const { archive, result } = await sealed(pieces(tarOf(200, 700, 0), 65_536))
    const verify = (bytes: Buffer): Promise<unknown> =>
      verifyArchive({
        name: 'x.tar.gz',
        bytes: pieces(bytes, 4096),
        compression: 'gzip',
        dialect: 'own',
        depth: 'content',
        expected: {
          sizeBytes: result.sizeBytes,
          sha256: result.sha256,
          tarBytes: result.tarBytes,
          tarSha256: result.tarSha256
        },
        onProgress: () => undefined,
        signal
      })
    await expect(verify(archive)).resolves.toMatchObject({ layout: 'volume' })
    for (let at = 0; at < archive.length; at++) {
      const damaged = Buffer.from(archive)
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8))
      await expect(verify(damaged)).rejects.toMatchObject({
        code: expect.stringMatching(/backup-damaged|archive-refused/)
      })
    }
    for (let end = 0; end < archive.length; end += 7)
      await expect(verify(archive.subarray(0, end))).rejects.toMatchObject({
        code: expect.stringMatching(/backup-damaged|archive-refused/)
      })
  })
})

describe('an archive of which nothing is known', () => {
  it.each([
    // Padding that gzip allows; not every Node.js takes it.
    ['\0', /taken|backup-damaged/],
    ['\0\0', /taken|backup-damaged/],
    ['x', /backup-damaged/],
    ['\x1f\x8b', /backup-damaged/]
  ])('that goes on after its end, with %j, ends in %p', async (tail, outcome) => {
    const { archive } = await sealed(pieces(tarOf(200), 65_536))
    const verified = verifyArchive({
      name: 'x.tar.gz',
      bytes: pieces(Buffer.concat([archive, Buffer.from(tail, 'latin1')]), archive.length),
      compression: 'gzip',
      dialect: 'own',
      depth: 'content',
      expected: {},
      onProgress: () => undefined,
      signal
    })
    expect(
      await verified.then(
        () => 'taken',
        ({ code }) => code
      )
    ).toMatch(outcome)
  })
})

describe('the entries of a foreign archive', () => {
  it('are put in tree order, with the content at the first name of a group of hard links', () => {
    const entry = (path: string, rest: Partial<Entry> = {}): Entry => ({
      path: Buffer.from(path),
      type: 'file',
      mode: 0o644,
      uid: 0,
      gid: 0,
      mtimeNs: '0',
      size: 1,
      xattrs: new Map(),
      ...rest
    })
    const directory = entry('.', { type: 'directory' })
    const lines = canonicalLines([
      directory,
      entry('z', { digest: { kind: 'sha256', hex: 'ff' } }),
      entry('a', { type: 'hardlink', link: Buffer.from('z') }),
      entry('m', { type: 'hardlink', link: Buffer.from('z') })
    ])
    expect(lines.map((text) => JSON.parse(text) as unknown)).toMatchObject([
      { path: '.', type: 'directory' },
      { path: 'a', type: 'file', sha256: 'ff' },
      { path: 'm', type: 'hardlink', link: 'a' },
      { path: 'z', type: 'hardlink', link: 'a' }
    ])
  })
})
