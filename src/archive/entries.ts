import type { Entry, EntryType } from './entry.ts'
import { blockSize, type Header, isZeroBlock, parseHeader, refuse } from './header.ts'
import { Collected, DenseFile, PlainEntry, type Sink, SparseFile } from './members.ts'
import { foreignRules, ownRules, type PathRules } from './paths.ts'
import { maxPaxBytes, nanoseconds, type PaxRecords, parsePax } from './pax.ts'

/**
 * `own`: PAX tars as the helper writes them, everything under `volume/`, in tar's sorted order, so that memory stays
 * constant. `foreign`: archives of the original backup script and other tars of `.`; every path is remembered.
 */
export type Dialect = 'own' | 'foreign'

/**
 * A push parser that reads a whole tar, digests every file and refuses what must not be extracted: whatever a second
 * parser (the tar that extracts) could read differently. After `finish` the archive is known to be complete.
 *
 * Largest buffer: one extended header (1 MiB) or one sparse map (16 MiB); chunks of any size are welcome.
 */
export class TarReader {
  readonly #onEntry: (entry: Entry) => void
  readonly #rules: PathRules
  readonly #digested: boolean
  #state: 'header' | 'body' | 'zero' | 'end' = 'header'
  #block: Buffer = Buffer.alloc(0)
  #left = 0
  #padding = 0
  #pax: PaxRecords | undefined
  #gnuName: Buffer | undefined
  #gnuLink: Buffer | undefined
  #sink: Sink | undefined
  #entries = 0
  #bytes = 0

  /** @param content whether files are digested; without, the structure alone is read, at a fraction of the cost */
  constructor(
    dialect: Dialect,
    onEntry: (entry: Entry) => void,
    content: 'digested' | 'skipped' = 'digested'
  ) {
    this.#onEntry = onEntry
    this.#digested = content === 'digested'
    this.#rules = dialect === 'own' ? ownRules() : foreignRules()
  }

  /** Entries read so far, the root included. */
  get entries(): number {
    return this.#entries
  }

  /** Bytes of tar read so far. */
  get bytes(): number {
    return this.#bytes
  }

  /** How names are written: under `volume/`, or relative to `.`; known after the first entry. */
  get layout(): 'volume' | 'dot' {
    return this.#rules.layout()
  }

  push(chunk: Buffer): void {
    this.#bytes += chunk.length
    let at = 0
    while (at < chunk.length) {
      if (this.#state === 'body') {
        at = this.#body(chunk, at)
        continue
      }
      const wanted = blockSize - this.#block.length
      const piece = chunk.subarray(at, at + wanted)
      at += piece.length
      const block = this.#block.length === 0 ? piece : Buffer.concat([this.#block, piece])
      if (block.length < blockSize) {
        this.#block = Buffer.from(block)
        return
      }
      this.#block = Buffer.alloc(0)
      this.#header(block)
    }
  }

  /** @throws BackupError `archive-refused` unless the end-of-archive mark was read and at least the root entry with it. */
  finish(): void {
    if (this.#state !== 'end' || this.#block.length > 0) refuse('it is cut short (no end-of-archive mark)')
    if (this.#entries === 0) refuse('it holds no entry, not even the root of a volume')
  }

  #header(block: Buffer): void {
    const zero = isZeroBlock(block)
    if (this.#state === 'end') {
      if (!zero) refuse('there is data behind its end')
      return
    }
    if (this.#state === 'zero') {
      if (!zero) refuse('it goes on after a single zero block')
      this.#state = 'end'
      return
    }
    if (zero) {
      if (this.#pax || this.#gnuName || this.#gnuLink) refuse('an extended header has no entry')
      this.#state = 'zero'
      return
    }
    this.#open(parseHeader(block))
    this.#padding = (blockSize - (this.#left % blockSize)) % blockSize
    this.#state = 'body'
    if (this.#left === 0) this.#close()
  }

  #open(header: Header): void {
    if (header.typeflag === 'x') this.#openPax(header)
    else if (header.typeflag === 'L' || header.typeflag === 'K') this.#openGnuName(header)
    else this.#openEntry(header)
  }

  #openEntry(header: Header): void {
    const entry = this.#describe(header)
    const stored = this.#storedSize(header)
    if (entry.type !== 'file' && stored !== 0) refuse(`an entry of type ${entry.type} has data`)
    const sparse = this.#pax?.sparse
    this.#pax = undefined
    this.#gnuName = undefined
    this.#gnuLink = undefined
    this.#left = stored
    this.#sink =
      entry.type !== 'file'
        ? new PlainEntry(entry)
        : sparse
          ? new SparseFile(entry, sparse.realSize, stored)
          : this.#digested
            ? new DenseFile(entry, stored)
            : new PlainEntry({ ...entry, size: stored })
  }

  /** Readers differ on which of two sizes counts: one may only stand where the other cannot. */
  #storedSize(header: Header): number {
    const size = this.#pax?.size
    if (size === undefined) return header.size
    if (size <= maxHeaderSize || (header.size !== 0 && header.size !== size)) refuse('an entry has two sizes')
    return size
  }

  #openPax(header: Header): void {
    if (this.#pax || this.#gnuName || this.#gnuLink) refuse('two extended headers follow each other')
    if (header.size > maxPaxBytes) refuse('an extended header is larger than 1 MiB')
    this.#left = header.size
    this.#sink = new Collected((body) => {
      this.#pax = parsePax(body)
    })
  }

  #openGnuName(header: Header): void {
    if (!this.#rules.allowsGnuNames || !header.gnu)
      refuse(`an entry has the unknown type ${JSON.stringify(header.typeflag)}`)
    if (this.#pax || (header.typeflag === 'L' ? this.#gnuName : this.#gnuLink))
      refuse('two extended headers follow each other')
    if (header.size > 64 * 1024) refuse('a long name is longer than 64 KiB')
    this.#left = header.size
    this.#sink = new Collected((body) => {
      const name = body.at(-1) === 0 ? body.subarray(0, -1) : body
      if (header.typeflag === 'L') this.#gnuName = name
      else this.#gnuLink = name
    })
  }

  #describe(header: Header): Omit<Entry, 'digest'> {
    const type =
      entryTypes[header.typeflag] ??
      refuse(`an entry has the unknown type ${JSON.stringify(header.typeflag)}`)
    const pax = this.#pax
    if (pax?.sparse && type !== 'file') refuse('an entry that is no file claims to be sparse')
    this.#rules.acceptRaw(header.name)
    // GNU tar gives a sparse file a second name, which readers that do not know its format would take.
    if (pax?.sparse && pax.path) this.#rules.acceptRaw(pax.path)
    if (pax?.sparse && pax.path && /(^|\/)\.\.(\/|$)/.test(pax.path.toString('latin1')))
      refuse('a sparse file has a second name outside the volume')
    const name = pax?.sparse?.name ?? pax?.path ?? this.#gnuName ?? header.name
    const linkname = pax?.linkpath ?? this.#gnuLink ?? header.linkname
    const path = this.#rules.accept(name, type)
    return {
      path,
      type,
      mode: header.mode,
      uid: checkedId(pax?.uid ?? header.uid),
      gid: checkedId(pax?.gid ?? header.gid),
      mtimeNs: pax?.mtimeNs ?? nanoseconds(String(header.mtime)),
      ...(type === 'symlink' ? { link: checkedTarget(linkname) } : {}),
      ...(type === 'hardlink' ? { link: this.#rules.acceptTarget(linkname, path) } : {}),
      ...(type === 'character' || type === 'block' ? { device: checkedDevice(header.device) } : {}),
      xattrs: pax?.xattrs ?? noXattrs
    }
  }

  #body(chunk: Buffer, start: number): number {
    let at = start
    if (this.#left > 0) {
      const piece = chunk.subarray(at, at + this.#left)
      this.#sink?.push(piece)
      this.#left -= piece.length
      at += piece.length
      if (this.#left === 0) this.#close()
      return at
    }
    const skipped = Math.min(this.#padding, chunk.length - at)
    this.#padding -= skipped
    if (this.#padding === 0) this.#state = 'header'
    return at + skipped
  }

  #close(): void {
    const entry = this.#sink?.finish()
    this.#sink = undefined
    if (this.#padding === 0) this.#state = 'header'
    if (!entry) return
    this.#entries++
    this.#onEntry(entry)
  }
}

/** What eleven octal digits can say. */
const maxHeaderSize = 8 * 1024 ** 3 - 1

const noXattrs: ReadonlyMap<string, Buffer> = new Map()

const entryTypes: Readonly<Record<string, EntryType>> = {
  '0': 'file',
  '1': 'hardlink',
  '2': 'symlink',
  '3': 'character',
  '4': 'block',
  '5': 'directory',
  '6': 'fifo',
  '7': 'file'
}

/** 4294967295 is no id: chown takes it for "leave as it is". */
function checkedId(id: number): number {
  return id < 2 ** 32 - 1 ? id : refuse(`an owner or group has the impossible number ${id}`)
}

function checkedDevice(device: Header['device']): Header['device'] {
  const [major, minor] = device
  return major < 2 ** 12 && minor < 2 ** 20 ? device : refuse('a device has an impossible number')
}

function checkedTarget(text: Buffer): Buffer {
  if (text.length === 0 || text.length > 4096)
    refuse('a symlink has an empty target or one longer than 4096 bytes')
  return text
}
