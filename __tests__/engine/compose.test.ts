import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from '@jest/globals'
import { readCompose } from '../../src/engine/compose.ts'
import { BackupError } from '../../src/errors.ts'

const folder = mkdtempSync(join(tmpdir(), 'vbtest-compose-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** A docker program that says what the script makes it say. */
function docker(script: string): string {
  const bin = mkdtempSync(join(folder, 'bin-'))
  writeFileSync(join(bin, 'docker'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(bin, 'docker'), 0o755)
  return bin
}

function stack(name: string): string {
  const where = join(folder, name)
  mkdirSync(where)
  writeFileSync(join(where, 'compose.yml'), 'name: app\nservices: {}\nvolumes: {data: {}}\n')
  return where
}

describe('a docker without the Compose plugin', () => {
  it.each([
    ['20.10', "unknown shorthand flag: 'f' in -f"],
    ['without -f', "unknown flag: --profile\nSee 'docker --help'."],
    ['of later days', "Run 'docker COMMAND --help' for more information on a command."]
  ])('is no hindrance, whatever it says: %s', async (name, text) => {
    const bin = docker(`echo "${text}" >&2; exit 125`)
    const read = await readCompose(
      { composeFiles: [], projectName: undefined, workingDirectory: stack(name) },
      { PATH: `/root/no-such:${bin}` }
    )
    expect(read?.model).toMatchObject({ project: 'app', volumes: [{ key: 'data' }] })
    expect(read?.warnings).toEqual([expect.stringContaining('docker has no Compose plugin')])
  })
})

it('names the file that Compose cannot read, with the command that shows it', async () => {
  const bin = docker('[ "$2" = version ] && exit 0; echo broken >&2; exit 15')
  const where = stack('broken')
  const reading = readCompose(
    { composeFiles: ['compose.yml'], projectName: undefined, workingDirectory: where },
    { PATH: bin }
  )
  await expect(reading).rejects.toBeInstanceOf(BackupError)
  await expect(reading).rejects.toMatchObject({
    code: 'compose-failed',
    hint: expect.stringContaining(`docker compose -f ${where}/compose.yml config`)
  })
})

it('looks into PATH without a word on standard output', () => {
  const module = fileURLToPath(new URL('../../src/engine/compose.ts', import.meta.url))
  const unreadable = join(folder, 'x'.repeat(250), 'y'.repeat(255), 'z'.repeat(300))
  const script = `const { readCompose } = await import(${JSON.stringify(module)})
    await readCompose(${JSON.stringify({ composeFiles: [], workingDirectory: stack('silent') })}, process.env)`
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { PATH: `${unreadable}:${docker('exit 1')}` },
    stdio: ['ignore', 'pipe', 'ignore']
  })
  expect(said).toBe('')
})
