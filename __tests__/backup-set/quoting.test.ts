import { execFileSync } from 'node:child_process'
import { expect, it } from '@jest/globals'
import { commandLine, composeCommand } from '../../src/backup-set/commands.ts'

it.each([
  [{}, 'docker compose'],
  [{ workingDirectory: '/else where' }, "docker compose --project-directory '/else where'"],
  [{ composeFiles: ['a.yml', '/b.yml'], projectName: 'p' }, 'docker compose -f /here/a.yml -f /b.yml -p p']
])('Compose is called so that it means the stack: %j', (given, command) => {
  const stack = { composeFiles: [], projectName: undefined, workingDirectory: '/here', ...given }
  expect(composeCommand(stack, '/here')).toBe(command)
})

it.each([
  ['plain'],
  ['two words'],
  ["it's"],
  ['a\nb'],
  ["it's\n\\n\ta"],
  ['\u001b[31m\u0085\u2028$x`y`"'],
  ['']
])('is taken apart by a shell as it was: %j', (word) => {
  const line = commandLine(['printf', '%s', word])
  expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028]/)
  expect(
    execFileSync('bash', ['-c', line], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C.UTF-8' } })
  ).toBe(word)
})
