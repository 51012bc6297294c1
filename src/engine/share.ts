import { execFile } from 'node:child_process'
import { closeSync, constants, openSync } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { Socket } from 'node:net'
import type { Writable } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import type { Job } from './helper-jobs.ts'
import { completePath } from './programs.ts'

const run = promisify(execFile)
const readBytes = 1024 * 1024

/** Makes a named pipe that only its owner (and the helper) can open. */
export async function makePipe(path: string, pathVariable: string): Promise<string> {
  await run('mkfifo', ['-m', '600', path], { env: { PATH: completePath(pathVariable) } })
  return path
}

/**
 * Opens a pipe for reading without waiting for a writer. Until `release` is called a write end of our own is held, so
 * that the time before the helper opens its end does not look like the end of the stream. A piece is valid until the
 * next one is asked for; the pipe is closed once they have been.
 */
export function readPipe(path: string): { bytes: AsyncIterable<Buffer>; release: () => void } {
  const readEnd = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  let writeEnd: number | undefined = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
  return {
    bytes: piecesOf(readEnd),
    release: () => {
      if (writeEnd !== undefined) closeSync(writeEnd)
      writeEnd = undefined
    }
  }
}

/** What a pipe of Linux holds. */
const pipeBytes = 64 * 1024
/** One in the hands of the reader, one waiting, one being filled. */
const slots = 3

/** Reads into the same memory again and again: new memory for each piece makes the collector the most expensive part. */
async function* piecesOf(fd: number): AsyncGenerator<Buffer> {
  const memory = Buffer.allocUnsafe(slots * pipeBytes)
  const waiting: Buffer[] = []
  let slot = 0
  let wake = (): void => undefined
  const pipe = new Socket({
    fd,
    readable: true,
    writable: false,
    onread: {
      buffer: () => {
        slot = (slot + 1) % slots
        return memory.subarray(slot * pipeBytes, (slot + 1) * pipeBytes)
      },
      callback: (length, { buffer, byteOffset }) => {
        waiting.push(Buffer.from(buffer, byteOffset, length))
        wake()
        return waiting.length < slots - 1
      }
    }
  })
  // Thrown below, behind the pieces that came before it.
  pipe.on('error', () => undefined)
  pipe.on('close', () => wake())
  try {
    for (;;) {
      const piece = waiting.shift()
      if (piece) yield piece
      else if (pipe.destroyed) break
      else {
        pipe.resume()
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    }
    if (pipe.errored) throw pipe.errored
  } finally {
    pipe.destroy()
  }
}

/**
 * Writes a stream into a pipe that a job of the helper reads.
 * @param bothEnds the pipe opened for reading and writing, so that the helper's open does not wait; closed here.
 */
export async function writePipe(
  path: string,
  bothEnds: number,
  bytes: AsyncIterable<Buffer>,
  job: Job
): Promise<void> {
  const ended = job.finished.then(
    () => 'ended' as const,
    () => 'ended' as const
  )
  let pipe: Socket
  try {
    if ((await Promise.race([job.opened, ended])) === 'ended') return
    pipe = new Socket({
      fd: openSync(path, constants.O_WRONLY | constants.O_NONBLOCK),
      readable: false,
      writable: true
    })
  } finally {
    closeSync(bothEnds)
  }
  // A reader that went away is told by the job's own end, with its reasons.
  pipe.on('error', () => undefined)
  ended.then(
    () => pipe.destroy(),
    () => undefined
  )
  const room = roomIn(pipe)
  try {
    for await (const piece of bytes) {
      if (pipe.destroyed) return
      if (!pipe.write(piece)) await room()
    }
    if (pipe.destroyed) return
    await new Promise<void>((resolve) => pipe.once('close', resolve).end(() => pipe.destroy()))
  } finally {
    pipe.destroy()
  }
}

/** Waits until a stream takes more, or is closed. One listener for the life of the stream, however often it is asked. */
export function roomIn(stream: Writable): () => Promise<void> {
  let wake = (): void => undefined
  stream.on('drain', () => wake())
  stream.on('close', () => wake())
  return async () => {
    if (stream.destroyed || !stream.writableNeedDrain) return
    await new Promise<void>((resolve) => {
      wake = resolve
    })
  }
}

/** Reads a file that grows until `writer` settles, then to its end. Closes the file. */
export async function* tailFile(file: FileHandle, writer: Promise<unknown>): AsyncGenerator<Buffer> {
  let writing = true
  const stop = (): void => {
    writing = false
  }
  const stopped = writer.then(stop, stop)
  try {
    for (;;) {
      const wasWriting = writing
      const buffer = Buffer.allocUnsafe(readBytes)
      const { bytesRead } = await file.read(buffer, 0, readBytes, null)
      if (bytesRead > 0) yield buffer.subarray(0, bytesRead)
      else if (!wasWriting) return
      else await Promise.race([delay(5), stopped])
    }
  } finally {
    await file.close()
  }
}
