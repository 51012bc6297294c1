import { checkAborted } from '../abort.ts'
import type { ComposeProject } from '../engine/compose-project.ts'
import { BackupError } from '../errors.ts'
import type { Check } from '../report/report.ts'
import { formatDuration } from '../report/units.ts'
import type { ComposeModel } from '../selection/model.ts'
import { type PlacedCommand, readVerifyOfStack, type VerifyCommand } from '../selection/verify.ts'

/**
 * What the Compose file says how to verify: in its own `x-backup`, and in that of each volume and service.
 * @param clean takes the secrets out of a title: Compose has put values in the place of variables there
 * @throws BackupError `bad-input` that names everything that is not understood
 */
export function verifyCommands(
  model: ComposeModel,
  clean: (text: string) => string
): readonly PlacedCommand[] {
  const { commands, problems } = readVerifyOfStack(model)
  if (problems.length > 0)
    throw new BackupError('bad-input', problems.map(({ problem }) => problem).join('; '), {
      hint: [...new Set(problems.map(({ hint }) => hint))].join('; ')
    })
  return commands.map((command) => ({
    ...command,
    title: clean(unescaped(command.title)),
    command: unescapedWords(command.command)
  }))
}

export interface VerifyRequest {
  readonly compose: ComposeProject
  readonly timeoutSeconds: number
  readonly now: () => Date
  readonly signal: AbortSignal
  /** Takes the secrets out of what a command says. */
  readonly clean: (text: string) => string
}

export async function runVerify(command: PlacedCommand, request: VerifyRequest): Promise<Check> {
  const { compose, timeoutSeconds, signal } = request
  const startedAt = request.now()
  const started = performance.now()
  const { exitCode, output } = await compose.run(wordsOf(command), timeoutSeconds, signal)
  checkAborted(signal)
  const durationMs = Math.round(performance.now() - started)
  const lines = request.clean(output).trimEnd().split('\n').filter(Boolean)
  const ended = exitCode === 124 ? `did not end within ${timeoutSeconds} s` : `ended with code ${exitCode}`
  return {
    name: 'drill',
    id: 'drill.verify',
    subject: command.title,
    outcome: exitCode === 0 ? 'passed' : 'failed',
    looked: 1,
    detail: `${command.way === 'run' ? 'a container of' : 'in'} ${command.service} ${exitCode === 0 ? 'says yes' : ended}, ${formatDuration(durationMs)}`,
    evidence: lines.slice(-shownLines),
    startedAt: startedAt.toISOString(),
    durationMs,
    ...(exitCode === 0
      ? {}
      : {
          findings: [
            {
              severity: 'error',
              subject: command.title,
              message: `the command ${ended}${lines.length > 0 ? `: ${lastFailure(lines)}` : ''}`,
              hint: 'the restored data is not what the application needs: look at its output in the report, then try an older backup'
            }
          ]
        })
  }
}

const shownLines = 100

/** The line that says most: one that speaks of a failure, else the last one. */
function lastFailure(lines: readonly string[]): string {
  return lines.find((line) => /\b(fail(ed)?|error|malformed|corrupt)\b/i.test(line)) ?? lines.at(-1) ?? ''
}

function wordsOf({ way, service, command }: PlacedCommand): readonly string[] {
  const words = command === undefined ? [] : typeof command === 'string' ? ['sh', '-c', command] : command
  return way === 'run'
    ? ['run', '--rm', '--no-deps', '--no-TTY', service, ...words]
    : ['exec', '--no-TTY', service, ...words]
}

/** Compose writes each dollar sign twice, so that its output can be read again. */
function unescaped(text: string): string {
  return text.replaceAll('$$', '$')
}

function unescapedWords(command: VerifyCommand['command']): VerifyCommand['command'] {
  return typeof command === 'string' ? unescaped(command) : command?.map(unescaped)
}
