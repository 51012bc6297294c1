import type { ChildProcess } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { docker, fillWithNoise, Room, stateOf } from '../support/docker.ts'
import { ActionStep, type Ended, startCli, until } from '../support/doors.ts'

/** How the runner ends the step of a cancelled job. */
async function cancel(child: ChildProcess, ended: Promise<Ended>): Promise<Ended> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 7500],
    ['SIGTERM', 2500],
    ['SIGKILL', 0]
  ] as const) {
    child.kill(signal)
    await Promise.race([ended, delay(patienceMs, undefined, { ref: false })])
    if (child.exitCode !== null || child.signalCode !== null) break
  }
  return ended
}

const unwilling = "trap '' TERM; while true; do sleep 1; done"
const unlessStopped = ['--restart', 'unless-stopped']

async function stopAsked(container: string): Promise<boolean> {
  const soFar = ['--since', '60s', '--until', '0s', '--filter', `container=${container}`]
  return (await docker('events', ...soFar)).includes('signal=15')
}

async function howIs(container: string): Promise<string> {
  return docker('inspect', '--format', '{{.State.Status}} {{.State.ExitCode}}', container)
}

describe('a job that is cancelled', () => {
  it('while services are paused leaves them running, with nothing half-made', async () => {
    await using room = new Room()
    const volume = await room.volume()
    await fillWithNoise(volume, 400 * 1024 * 1024)
    const container = await room.container(volume, 'while true; do sleep 1; done', unlessStopped)
    using step = new ActionStep({ mode: 'backup', 'backup-dir': room.backups, volumes: volume })
    const { child, ended } = step.start('action')
    await until('the service is paused', async () => (await stateOf(container)) === 'paused')
    const { code, stdout } = await cancel(child, ended)
    expect([code, stdout]).toEqual([1, expect.stringContaining('(interrupted)')])
    const post = await step.post()
    expect([post.code, post.stdout]).toEqual([0, ''])
    expect(await howIs(container)).toBe('running 0')
    expect(existsSync(room.backups) ? readdirSync(room.backups) : []).toEqual([])
  })

  it('while a service is being stopped leaves it running, also when its time to stop is over', async () => {
    await using room = new Room()
    const volume = await room.volume()
    const container = await room.container(volume, unwilling, unlessStopped)
    const first = await docker('inspect', '--format', '{{.State.StartedAt}}', container)
    using step = new ActionStep({
      mode: 'backup',
      'backup-dir': room.backups,
      volumes: volume,
      'allow-empty': 'true',
      quiesce: 'stop',
      'stop-timeout': '30'
    })
    const { child, ended } = step.start('action')
    await until('the stop is asked for', () => stopAsked(container))
    await delay(1000)
    expect((await cancel(child, ended)).code).toBe(137)
    expect(await howIs(container)).toBe('running 0')
    const post = await step.post()
    expect([post.code, post.stdout]).toEqual([0, expect.stringContaining('is still being stopped')])
    expect(post.stdout).toContain('running again')
    expect(await howIs(container)).toBe('running 0')
    expect(await docker('inspect', '--format', '{{.State.StartedAt}}', container)).not.toBe(first)
    // Well past the end of the time-out.
    await delay(10_000)
    expect(await howIs(container)).toBe('running 0')
  })

  it('on a terminal, while a service is being stopped, has started it again when it ends', async () => {
    await using room = new Room()
    const volume = await room.volume()
    const container = await room.container(volume, unwilling, unlessStopped)
    const words = ['--volumes', volume, '--quiesce', 'stop', '--stop-timeout', '5', '--allow-empty', 'true']
    const { child, ended } = startCli(['backup', '--backup-dir', room.backups, ...words])
    await until('the stop is asked for', () => stopAsked(container))
    child.kill('SIGINT')
    expect((await ended).code).toBe(130)
    expect(await howIs(container)).toBe('running 0')
  })
})
