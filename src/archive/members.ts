import { createHash, type Hash, hash as hashOnce } from 'node:crypto'
import type { Entry } from './entry.ts'
import { SparseContent } from './sparse.ts'

/** Takes the bytes of one member; gives the finished entry, or nothing for a header that only describes the next one. */
export interface Sink {
  push(piece: Buffer): void
  finish(): Entry | undefined
}

export class Collected implements Sink {
  readonly #pieces: Buffer[] = []
  readonly #done: (body: Buffer) => void

  constructor(done: (body: Buffer) => void) {
    this.#done = done
  }

  push(piece: Buffer): void {
    this.#pieces.push(Buffer.from(piece))
  }

  finish(): undefined {
    this.#done(Buffer.concat(this.#pieces))
  }
}

export class PlainEntry implements Sink {
  readonly #entry: Omit<Entry, 'digest'>

  constructor(entry: Omit<Entry, 'digest'>) {
    this.#entry = entry
  }

  push(): void {}

  finish(): Entry {
    return this.#entry
  }
}

export class DenseFile implements Sink {
  readonly #entry: Omit<Entry, 'digest'>
  readonly #size: number
  #hash: Hash | undefined
  #hex: string | undefined

  constructor(entry: Omit<Entry, 'digest'>, size: number) {
    this.#entry = entry
    this.#size = size
  }

  push(piece: Buffer): void {
    if (piece.length === this.#size) {
      this.#hex = hashOnce('sha256', piece)
      return
    }
    this.#hash ??= createHash('sha256')
    this.#hash.update(piece)
  }

  finish(): Entry {
    const hex = this.#hex ?? this.#hash?.digest('hex') ?? emptySha256
    return { ...this.#entry, size: this.#size, digest: { kind: 'sha256', hex } }
  }
}

const emptySha256 = hashOnce('sha256', '')

export class SparseFile implements Sink {
  readonly #entry: Omit<Entry, 'digest'>
  readonly #realSize: number
  readonly #content: SparseContent

  constructor(entry: Omit<Entry, 'digest'>, realSize: number, stored: number) {
    this.#entry = entry
    this.#realSize = realSize
    this.#content = new SparseContent(realSize, stored)
  }

  push(piece: Buffer): void {
    this.#content.push(piece)
  }

  finish(): Entry {
    return { ...this.#entry, size: this.#realSize, digest: this.#content.finish() }
  }
}
