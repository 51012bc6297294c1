/**
 * Waits for a client of GitHub's. They wait for the end of an answer even when its connection has broken; then nothing is
 * left that could happen, and Node.js would end the program without a word.
 */
export async function unbroken<Result>(deed: Promise<Result>): Promise<Result> {
  let giveUp = (): void => undefined
  const broken = new Promise<never>((_, reject) => {
    giveUp = () => reject(new Error('the answer broke off'))
    process.once('beforeExit', giveUp)
  })
  try {
    return await Promise.race([deed, broken])
  } finally {
    process.off('beforeExit', giveUp)
  }
}
