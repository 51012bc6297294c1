import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import { readModule, readModules } from './support/modules.ts'
import { type Rule, rules } from './support/rules.ts'

const modules = readModules(fileURLToPath(new URL('../src', import.meta.url)))
const paths = modules.map(({ path }) => path)

test('looks at all modules, the three doors among them', () => {
  expect(modules.length).toBeGreaterThan(50)
  expect(paths).toEqual(expect.arrayContaining(['action.ts', 'post.ts', 'cli.ts', 'engine/docker.ts']))
})

test('finds every sibling that a module imports', () => {
  const missing = modules.flatMap(({ imports }) =>
    imports.map(({ target }) => target).filter((target) => target.endsWith('.ts') && !paths.includes(target))
  )
  expect(missing).toEqual([])
})

test.each(Object.entries<Rule>(rules))('%s', (_title, rule) => {
  expect(rule(modules)).toEqual([])
})

type Sources = Readonly<Record<string, string>>

/** For each rule, sources that break it and one that does not. */
const samples: Readonly<
  Record<keyof typeof rules, { readonly bad: readonly Sources[]; readonly good: Sources }>
> = {
  'imports go one way': {
    bad: [
      { 'engine/docker.ts': "import { backUp } from '../backup/run.ts'" },
      { 'engine/docker.ts': "import type { Outcome } from '../backup/run.ts'" },
      { 'stores/local.ts': "import { connectDocker } from '../engine/docker.ts'" },
      { 'backup/run.ts': "import { LocalStore } from '../stores/local.ts'" },
      { 'restore/run.ts': "const { connectDocker } = await import('../engine/docker.ts')" },
      { 'backup/run.ts': "import { run } from '../run.ts'" },
      { 'run.ts': "export * from './cli.ts'" },
      { 'action.ts': "import './post.ts'" },
      { 'archive/open.ts': "import { readVolume } from '../engine/tar-helper.ts'" },
      { 'stores/store.ts': "import { LocalStore } from './local.ts'" },
      { 'errors.ts': "import { stack } from './stack.ts'" },
      { 'report/text.ts': "type Context = import('../run-context.ts').RunContext" }
    ],
    good: {
      'action.ts': "import { githubHost } from './host/github.ts'\nimport { run } from './run.ts'",
      'ports.ts': "import { LocalStore } from './stores/local.ts'",
      'run.ts': "import { backUp } from './backup/run.ts'",
      'backup/run.ts':
        "import type { Engine } from '../engine/engine.ts'\nimport { planBackup } from './plan.ts'",
      'stores/local.ts':
        "import { nearest } from '../selection/nearest.ts'\nimport { Store } from './store.ts'",
      'host/github.ts': "import type { Held } from '../quiesce/plan.ts'"
    }
  },
  'there are no cycles': {
    bad: [
      { 'a.ts': "import './b.ts'", 'b.ts': "import './c/d.ts'", 'c/d.ts': "export { a } from '../a.ts'" },
      { 'a.ts': "import type { B } from './b.ts'", 'b.ts': "const a = await import('./a.ts')" },
      { 'a.ts': "import './a.ts'" }
    ],
    good: { 'a.ts': "import './b.ts'\nimport './c.ts'", 'b.ts': "import './c.ts'", 'c.ts': '' }
  },
  'packages stay in their one place': {
    bad: [
      { 'backup/run.ts': "import { info } from '@actions/core'" },
      { 'host/github.ts': "import { exec } from '@actions/exec'" },
      { 'engine/compose.ts': "import { warning } from '@actions/core'" },
      { 'engine/docker.ts': "import { create } from '@actions/glob'" },
      { 'engine/tar-helper.ts': "import type Docker from 'dockerode'" },
      { 'engine/tar-helper.ts': "const { default: Docker } = await import('dockerode')" },
      { 'engine/tar-helper.ts': 'const name = "dockerode"; const docker = await import(name)' },
      { 'engine/tar-helper.ts': "import { createRequire } from 'node:module'" }
    ],
    good: {
      'host/github.ts': "import * as core from '@actions/core'",
      'engine/compose.ts': "const { getExecOutput } = await import('@actions/exec')",
      'engine/docker.ts': "import type Docker from 'dockerode'",
      'backup-set/manifest.ts': "import { z } from 'zod'"
    }
  },
  'only doors and hosts read the environment': {
    bad: [
      { 'engine/docker.ts': 'const host = process.env.DOCKER_HOST' },
      { 'ports.ts': "const host = process['env']['DOCKER_HOST']" },
      { 'run.ts': 'const { env } = process' },
      { 'run.ts': 'const host = globalThis.process.env.DOCKER_HOST' },
      { 'run.ts': 'const host = process?.env?.DOCKER_HOST' },
      { 'run.ts': "import { env } from 'node:process'" }
    ],
    good: {
      'cli.ts': 'const { env } = process',
      'host/terminal.ts': 'const color = process.env.NO_COLOR',
      'run.ts': '// process.env is for the doors\nconst { version } = settings.env\nprocess.version'
    }
  },
  'pure modules touch nothing outside': {
    bad: [
      { 'archive/seal.ts': "import { open } from 'node:fs/promises'" },
      { 'inputs/parse.ts': "import { existsSync } from 'node:fs'" },
      { 'report/html.ts': "const { get } = await import('node:https')" },
      { 'restore/plan.ts': "import { spawn } from 'node:child_process'" }
    ],
    good: {
      'archive/seal.ts':
        "import { createHash } from 'node:crypto'\nimport { pipeline } from 'node:stream/promises'",
      'archive/open.ts': "import type { FileHandle } from 'node:fs/promises'",
      'backup/run.ts': "import { open } from 'node:fs/promises'"
    }
  },
  'plans neither wait nor read the clock': {
    bad: [
      { 'backup/plan.ts': 'export async function planBackup() {}' },
      { 'backup/plan.ts': 'await Promise.resolve()' },
      { 'quiesce/plan.ts': 'const now = Date.now()' },
      { 'quiesce/plan.ts': 'const now = new Date()' },
      { 'restore/plan.ts': 'const now = performance.now()' },
      { 'restore/plan.ts': 'const now = process.hrtime.bigint()' }
    ],
    good: {
      'backup/plan.ts': 'export const planBackup = (now: number) => new Date(now).toISOString()',
      'backup/run.ts': 'const now = Date.now()\nawait Promise.resolve()'
    }
  },
  'nothing calls a prune of the engine': {
    bad: [
      { 'engine/docker.ts': 'await docker.pruneVolumes()' },
      { 'engine/helper-image.ts': 'const words = ["image", "prune"]' },
      { 'engine/address.ts': 'const pruneAll = true' },
      { 'backup/run.ts': "await exec('docker', ['volume', 'prune', '--force'])" },
      { 'backup/run.ts': 'await exec(`docker volume prune --force`)' },
      { 'post.ts': "await request('POST', '/volumes/prune')" },
      { 'post.ts': "await docker['pruneImages']()" }
    ],
    good: {
      'engine/docker.ts': '// never a prune',
      'backup-set/retention.ts': 'export function pruneBackups() { return "nothing was pruned" }'
    }
  },
  'files keep to their budget': {
    bad: [
      { 'backup/run.ts': 'x()\n'.repeat(251) },
      { 'backup/run.ts': `${'x()\n'.repeat(250)}x()` },
      { 'cli.ts': 'x()\n'.repeat(61) }
    ],
    good: { 'backup/run.ts': 'x()\n'.repeat(250), 'cli.ts': 'x()\n'.repeat(60) }
  }
}

function read(sources: Sources) {
  return Object.entries(sources).map(([path, source]) => readModule(path, source))
}

describe.each(Object.entries<Rule>(rules))('the rule "%s"', (title, rule) => {
  const { bad, good } = samples[title as keyof typeof rules]

  test.each(bad)('refuses %j', (sources) => {
    expect(rule(read(sources))).not.toEqual([])
  })

  test('takes what it allows', () => {
    expect(rule(read(good))).toEqual([])
  })
})
