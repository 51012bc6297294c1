import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { ClientRequest, IncomingMessage } from 'node:http'

/** Node.js tells here of each answer whose head has come (diagnostics_channel, "HTTP"). */
const answers = 'http.client.response.finish'

/**
 * Waits for a client of GitHub's. They wait for the end of an answer even when its connection has broken, which then
 * never comes: the calls of the service are watched for that. Downloads and uploads of blobs they look after themselves.
 */
export async function unbroken<Result>(deed: Promise<Result>): Promise<Result> {
  let giveUp = (): void => undefined
  const broken = new Promise<never>((_, reject) => {
    giveUp = () => reject(new Error('the answer broke off'))
  })
  const watch = (message: unknown): void => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage }
    if (!request.path.startsWith('/twirp/')) return
    response.once('close', () => {
      if (!response.complete) giveUp()
    })
  }
  subscribe(answers, watch)
  process.once('beforeExit', giveUp)
  try {
    return await Promise.race([deed, broken])
  } finally {
    unsubscribe(answers, watch)
    process.off('beforeExit', giveUp)
  }
}
