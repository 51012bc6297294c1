import type { Engine } from '../engine/engine.ts'
import { countChecks } from '../report/report.ts'
import { askCommands } from './acceptance-commands.ts'
import { askRestores } from './acceptance-restores.ts'
import { askStack } from './acceptance-stack.ts'
import { Answers, answerOf } from './answers.ts'
import { Trial } from './trial.ts'
import { type Checker, noStack, type Validation } from './validation.ts'

/**
 * The twenty checks of the original validation script, each with the meaning that its title promises. What changes
 * something is tried by the real command line on throw-away volumes.
 */
export const acceptanceChecker: Checker = {
  reasonToSkip: noStack,
  check: async (validation) => {
    const { ports } = validation
    const answers = new Answers(ports)
    const engine = await askEngine(answers, validation)
    if (!engine) return { checks: answers.all('no Docker daemon answers, see 12') }
    await askStack(answers, validation)
    const trial = await Trial.open(engine, ports)
    try {
      const manifest = await askCommands(answers, trial)
      if (manifest) await askRestores(answers, trial, manifest)
    } finally {
      await trial.close()
    }
    const checks = answers.all('the trial has no backup to go on with, see 13 and 14')
    ports.host.info(`acceptance: ${countChecks(checks)}`)
    return { checks }
  }
}

async function askEngine(answers: Answers, validation: Validation): Promise<Engine | undefined> {
  let found: Engine | undefined
  await answers.ask(12, async () => {
    found = await validation.workplace()
    const { address, version, apiVersion, os, architecture } = found.info
    const line = `Docker ${version}, API ${apiVersion}, ${os}/${architecture}`
    return answerOf([{ holds: version !== '' && apiVersion !== '', line: `${line}, at ${address}` }], line)
  })
  return found
}
