import { afterAll, expect, it } from '@jest/globals'
import { asRoot, docker, mountpoint, Room } from '../support/docker.ts'
import { ActionStep } from '../support/doors.ts'
import { GitHubStandIn } from '../support/github/service.ts'

const room = new Room()
afterAll(() => room[Symbol.asyncDispose]())

it('600 volumes are one backup of few artifacts, and come back', async () => {
  const repository = 'owner/stack'
  const names = Array.from({ length: 600 }, (_, at) => room.volumeName(`v${at}`))
  const label = ['--label', `org.volume-backup.test=${room.name}`]
  for (const name of names) await docker('volume', 'create', ...label, name)
  const folder = (await mountpoint(names[0] ?? '')).replace(/\/[^/]+\/_data$/, '')
  const script = 'for name; do echo "content of $name" > "$0/$name/_data/file"; done'
  await asRoot('sh', '-c', script, folder, ...names)

  await using github = await GitHubStandIn.start()
  github.addRepository(repository)
  const act = async (id: number, inputs: Record<string, string>): Promise<Record<string, string>> => {
    const run = github.addRun({ id, repository })
    using step = new ActionStep({ 'github-token': github.token, ...inputs }, github.env(run))
    const { ended, outputs, summary } = await step.run()
    expect(ended.code === 0 ? '' : ended.stdout.slice(-2000)).toBe('')
    expect(Buffer.byteLength(summary)).toBeLessThan(900 * 1024)
    return outputs
  }
  const volumes = `${room.name}-v*=high`
  await act(1, { mode: 'backup', volumes, 'artifact-name': 'many' })
  expect(github.state.artifacts.map(({ name }) => name.replace(/\d{8}-\d{6}/, 'ID'))).toEqual([
    'many-ID-high',
    'many-ID-manifest'
  ])
  await asRoot('sh', '-c', 'for name; do echo damaged > "$0/$name/_data/file"; done', folder, ...names)
  const { volumes: restored } = await act(2, { mode: 'restore', confirm: 'yes', 'keep-rollback': 'false' })
  expect(JSON.parse(restored ?? '')).toHaveLength(600)
  const wrong = await asRoot(
    'sh',
    '-c',
    'for name; do [ "$(cat "$0/$name/_data/file")" = "content of $name" ] || echo "$name"; done',
    folder,
    ...names
  )
  expect(wrong).toBe('')
})

it('250 volumes of 4 MB are backed up in less than 400 MiB of memory', async () => {
  const repository = 'owner/stack'
  const names = Array.from({ length: 250 }, (_, at) => room.volumeName(`m${at}`))
  const label = ['--label', `org.volume-backup.test=${room.name}`]
  for (const name of names) await docker('volume', 'create', ...label, name)
  const folder = (await mountpoint(names[0] ?? '')).replace(/\/[^/]+\/_data$/, '')
  const script = 'for name; do head -c 4000000 /dev/urandom > "$0/$name/_data/file"; done'
  await asRoot('sh', '-c', script, folder, ...names)
  await using github = await GitHubStandIn.start()
  github.addRepository(repository)
  const run = github.addRun({ id: 1, repository })
  using step = new ActionStep(
    {
      'github-token': github.token,
      mode: 'backup',
      volumes: `${room.name}-m*=high`,
      'artifact-name': 'many'
    },
    github.env(run)
  )
  const { result, peakMiB } = await step.measure()
  expect(result.outputs).toMatchObject({ result: 'success' })
  process.stdout.write(`peak memory: ${Math.round(peakMiB)} MiB\n`)
  expect(peakMiB).toBeLessThan(400)
})
