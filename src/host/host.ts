/** Where a run speaks to: a GitHub job or a terminal. Texts are lower-case sentences; foreign names in them are escaped. */
export interface Host {
  info(line: string): void
  warn(line: string): void
  error(line: string): void
  debug(line: string): void
  /** A step of the run with a title; may be folded where the host can do that. */
  group<Result>(title: string, deed: () => Promise<Result>): Promise<Result>
  /** What is going on right now, rewritten or thinned out; `undefined` clears it. */
  progress(text: string | undefined): void
  /** Keeps something for the post step, before it is needed. */
  remember(key: string, value: unknown): void
  /** Asks for the word; `undefined` when there is nobody to ask. */
  ask(question: string): Promise<string | undefined>
}

/** How a program ended, and what it said. */
export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}
