import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { contentOf, fill, Room, repository as root } from '../support/docker.ts'
import { type ActionRun, ActionStep } from '../support/doors.ts'
import { GitHubStandIn } from '../support/github/service.ts'

const repository = 'owner/stack'

// What the log, the summary and the readable manifest tell people to do, done word by word.
describe('the commands that a backup prints', () => {
  const room = new Room()
  const checkout = join(room.folder, 'a checkout')
  let github: GitHubStandIn
  beforeAll(async () => {
    for (const folder of ['a checkout', 'bin', 'temp']) mkdirSync(join(room.folder, folder))
    const cli = join(room.folder, 'bin/volume-backup')
    writeFileSync(cli, `#!/bin/sh\nexec '${process.execPath}' '${join(root, 'dist/cli/index.js')}' "$@"\n`)
    chmodSync(cli, 0o755)
    writeStack(checkout)
    await room.volume('data', {
      'com.docker.compose.project': room.name,
      'com.docker.compose.volume': 'data'
    })
  })
  afterAll(() => room[Symbol.asyncDispose]())
  beforeEach(async () => {
    github = await GitHubStandIn.start()
    github.addRepository(repository)
  })
  afterEach(() => github[Symbol.asyncDispose]())

  /** Its compose file, as a repository has it. */
  function writeStack(folder: string): void {
    mkdirSync(join(folder, 'my stack'), { recursive: true })
    writeFileSync(
      join(folder, 'my stack/compose.yml'),
      `services:\n  one:\n    image: none\n    volumes: ["data:/v"]\nvolumes:\n  data:\n    name: ${room.volumeName()}\n    labels: {backup: critical, description: Data}\n`
    )
  }

  async function backup(inputs: Readonly<Record<string, string>>): Promise<ActionRun> {
    const run = github.addRun({ id: 21, repository, branch: 'a-branch' })
    using step = new ActionStep(
      {
        mode: 'backup',
        'github-token': github.token,
        'compose-file': 'my stack/compose.yml',
        'project-name': room.name,
        ...inputs
      },
      { ...github.env(run), RUNNER_TEMP: join(room.folder, 'temp') }
    )
    writeStack(step.folder)
    await fill(room.volumeName(), { file: 'content' })
    const done = await step.run()
    expect(done.outputs).toMatchObject({ result: 'success' })
    expect(done.summary).toContain('bring it back')
    expect(done.summary).not.toContain(step.folder)
    await fill(room.volumeName(), { file: 'changed' })
    return done
  }

  /** As a person types it, in a checkout of the repository. */
  async function typed(line: string): Promise<string> {
    const { stdout } = await promisify(execFile)('sh', ['-c', line], {
      cwd: checkout,
      env: {
        ...process.env,
        PATH: `${join(room.folder, 'bin')}:${process.env.PATH}`,
        GITHUB_API_URL: github.env(github.addRun({ id: 22, repository })).GITHUB_API_URL,
        GITHUB_TOKEN: github.token
      }
    })
    return stdout
  }

  const lineOf = (text: string, start: string): string =>
    new RegExp(`^ *(?:${start}: +)(volume-backup .*)$`, 'm').exec(text)?.[1] ?? 'false'

  it('find a backup in artifacts of another branch, in any checkout', async () => {
    const { ended, summary } = await backup({ 'artifact-name': 'my stack', store: 'artifact' })
    expect(await typed(lineOf(ended.stdout, 'look at it'))).toContain(`project ${room.name}`)
    await typed(`${lineOf(summary, 'bring it back')} --force`)
    expect(await contentOf(room.volumeName(), 'file')).toBe('content')
  })

  it('are the same in the readable manifest, for the set and for one volume', async () => {
    const { ended } = await backup({ store: 'artifact' })
    const shown = await typed(lineOf(ended.stdout, 'look at it'))
    const [set, one] = [...shown.matchAll(/^ {2}(volume-backup restore .*)$/gm)].map(([, line]) => line)
    for (const line of [set, one]) {
      await fill(room.volumeName(), { file: 'changed' })
      await typed(`${line} --force --project-name ${room.name} --compose-file 'my stack/compose.yml'`)
      expect(await contentOf(room.volumeName(), 'file')).toBe('content')
    }
  })

  it('are a step for the cache, which only jobs can read', async () => {
    const { ended } = await backup({ store: 'cache', 'allow-critical-cache': 'true' })
    const [, lines] = ended.stdout.split('bring it back, in a job:\n')
    const [step] = parse(lines?.split(/^(?=backup )/m)[0] ?? '') as { with: Record<string, string> }[]
    using restore = new ActionStep(step?.with ?? {}, {
      ...github.env(github.addRun({ id: 23, repository })),
      RUNNER_TEMP: join(room.folder, 'temp')
    })
    writeStack(restore.folder)
    const { outputs } = await restore.run()
    expect(outputs).toMatchObject({ result: 'success' })
    expect(await contentOf(room.volumeName(), 'file')).toBe('content')
  })
})
