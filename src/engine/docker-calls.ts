import { BackupError, messageOf } from '../errors.ts'

/** @throws BackupError `docker-failed` with what the daemon answered, `docker-unavailable` when it did not answer */
export async function call<Result>(what: string, ask: () => Promise<Result>, hint?: string): Promise<Result> {
  try {
    return await ask()
  } catch (cause) {
    if (cause instanceof BackupError) throw cause
    const answered = statusOf(cause) !== undefined
    throw new BackupError(
      answered ? 'docker-failed' : 'docker-unavailable',
      answered
        ? `the daemon could not ${what}: ${reasonOf(cause)}`
        : `the daemon went away while it was to ${what}: ${reasonOf(cause)}`,
      { cause, ...(hint === undefined ? {} : { hint }) }
    )
  }
}

export async function unlessMissing<Result>(
  what: string,
  ask: () => Promise<Result>
): Promise<Result | undefined> {
  return unlessStatus(404, what, ask)
}

/** Starting what runs and stopping what stands answers 304, which the library throws. */
export async function unlessUnchanged(what: string, ask: () => Promise<unknown>): Promise<void> {
  await unlessStatus(304, what, ask)
}

async function unlessStatus<Result>(
  status: number,
  what: string,
  ask: () => Promise<Result>
): Promise<Result | undefined> {
  return call(what, async () => {
    try {
      return await ask()
    } catch (error) {
      if (statusOf(error) === status) return undefined
      throw error
    }
  })
}

/** A name that is taken; the error as `call` throws it. */
export function isConflict(error: unknown): boolean {
  return error instanceof BackupError && statusOf(error.cause) === 409
}

export function isMissing(error: unknown): boolean {
  return statusOf(error) === 404
}

function statusOf(error: unknown): number | undefined {
  return typeof error === 'object' && error !== null && 'statusCode' in error
    ? Number(error.statusCode)
    : undefined
}

function reasonOf(error: unknown): string {
  const body: unknown =
    typeof error === 'object' && error !== null && 'json' in error ? error.json : undefined
  const text =
    typeof body === 'object' && body !== null && 'message' in body ? String(body.message) : messageOf(error)
  // The daemon repeats the options of a mount, passwords too.
  return text.replace(/([\w-]*(?:pass|secret|token|credential)[\w-]*\s*[=:]\s*)[^\s,;"']+/gi, '$1***')
}

export async function withTimeout<Result>(promise: Promise<Result>, milliseconds: number): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds / 1000} s`)), milliseconds)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
