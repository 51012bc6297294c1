import { BackupError } from '../errors.ts'
import type { HelperContainer } from './engine.ts'

export interface JobResult {
  readonly status: number
  readonly lines: readonly string[]
}

export interface Job {
  /** Settles when the helper holds its end of the pipe. */
  readonly opened: Promise<void>
  /** @throws BackupError `helper-failed` when the helper ends before the job does. */
  readonly finished: Promise<JobResult>
}

interface Running {
  readonly id: number
  readonly lines: string[]
  readonly open: () => void
  readonly done: (result: JobResult) => void
  readonly fail: (error: BackupError) => void
}

/** Gives the helper one job at a time and sorts its answers; the language is described in `helper-script.ts`. */
export class HelperJobs {
  readonly #input: NodeJS.WritableStream
  #running: Running | undefined
  #ended: BackupError | undefined
  #count = 0

  constructor(container: HelperContainer) {
    this.#input = container.input
    this.#listen(container.output).catch(() => undefined)
  }

  get busy(): boolean {
    return this.#running !== undefined
  }

  /** Words must be free of blanks and newlines. */
  start(verb: string, ...words: readonly string[]): Job {
    if (this.#running) throw new BackupError('internal', 'the helper has a job already')
    const id = ++this.#count
    let open = (): void => undefined
    const opened = new Promise<void>((resolve) => {
      open = resolve
    })
    const finished = new Promise<JobResult>((done, fail) => {
      if (this.#ended) return fail(this.#ended)
      this.#running = { id, lines: [], open, done, fail }
      this.#input.write(`${[id, verb, ...words].join(' ')}\n`)
    })
    finished.catch(() => undefined)
    return { opened, finished }
  }

  async #listen(output: AsyncIterable<Buffer>): Promise<void> {
    let rest = ''
    try {
      for await (const piece of output) {
        // latin1 keeps bytes apart from each other: tar has escaped whatever is not ASCII.
        const lines = (rest + piece.toString('latin1')).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) this.#line(line)
      }
    } finally {
      this.#ended = new BackupError('helper-failed', 'the helper container ended before its work was done', {
        hint: 'was it killed, or did the daemon stop? see "docker events" and the daemon\'s log, then run it again'
      })
      this.#running?.fail(this.#ended)
      this.#running = undefined
    }
  }

  #line(line: string): void {
    const job = this.#running
    if (!job) return
    const end = /^=(\d+) (\d+)$/.exec(line)
    if (end && Number(end[1]) === job.id) {
      this.#running = undefined
      job.done({ status: Number(end[2]), lines: job.lines })
      return
    }
    if (line === '!open') job.open()
    else job.lines.push(line)
  }
}
