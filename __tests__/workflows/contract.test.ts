import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { parse } from 'yaml'
import { repository } from '../support/docker.ts'

interface Step {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>
  readonly environment?: string
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean }
  readonly steps?: readonly Step[]
}
type Described = Readonly<Record<string, { readonly description?: string; readonly required?: boolean }>>
interface Workflow {
  readonly on: {
    readonly workflow_call?: {
      readonly inputs: Described
      readonly outputs: Described
      readonly secrets?: Described
    }
  }
  readonly permissions: Readonly<Record<string, string>>
  readonly jobs: Readonly<Record<string, Job>>
}

const folder = join(repository, '.github/workflows')
const names = readdirSync(folder).sort()
const textOf = (name: string): string => readFileSync(join(folder, name), 'utf8')
const workflow = (name: string): Workflow => parse(textOf(name)) as Workflow
const action = parse(readFileSync(join(repository, 'action.yml'), 'utf8')) as { inputs: Described }
const readme = readFileSync(join(repository, 'README.md'), 'utf8')

describe('the workflow', () => {
  it.each(names)('%s grants nothing but what each job says for itself', (name) => {
    const { permissions, jobs } = workflow(name)
    expect(permissions).toEqual({})
    for (const job of Object.values(jobs)) expect(Object.keys(job.permissions ?? {})).toContain('contents')
  })

  it.each(names)('%s gives the action inputs that it has, and names others by their commit', (name) => {
    const steps = Object.values(workflow(name).jobs).flatMap((job) => job.steps ?? [])
    const own = steps.filter(({ uses }) => uses === '$/')
    for (const step of own)
      expect(Object.keys(action.inputs)).toEqual(expect.arrayContaining(Object.keys(step.with ?? {})))
    for (const { uses } of steps.filter((step) => step.uses && !step.uses.startsWith('$/')))
      expect(uses).toMatch(/@[0-9a-f]{40}$/)
  })
})

const called = names.filter((name) => workflow(name).on.workflow_call)

describe('the workflow that others call,', () => {
  it('is one of these', () => {
    expect(called).toEqual(['backup.yml', 'gate.yml', 'restore.yml', 'validate.yml'])
  })

  it.each(called)('%s describes every input, secret and output, and uses each one', (name) => {
    const { inputs, outputs, secrets = {} } = workflow(name).on.workflow_call ?? { inputs: {}, outputs: {} }
    for (const one of Object.values({ ...inputs, ...outputs, ...secrets }))
      expect(one.description).toMatch(/\.$/)
    const jobs = textOf(name).split(/^jobs:/m)[1] ?? ''
    const used = new Set([...jobs.matchAll(/\b((?:inputs|secrets)\.[\w-]+)/g)].map(([word]) => word))
    expect([...used].sort()).toEqual(
      [
        ...Object.keys(inputs).map((one) => `inputs.${one}`),
        ...Object.keys(secrets).map((one) => `secrets.${one}`)
      ].sort()
    )
    expect(Object.keys(outputs)).toContain('result')
    expect(readme).toContain(`\`${name}\``)
  })

  it.each(called)('%s is never cancelled by a later run while services are held', (name) => {
    const { jobs } = workflow(name)
    const holding = name === 'backup.yml' ? { backup: jobs.backup } : jobs
    for (const job of Object.values(holding))
      expect(job?.concurrency).toMatchObject({ 'cancel-in-progress': false })
  })

  it('restore.yml waits for the reviewers of the environment that has to be named', () => {
    const { on, jobs } = workflow('restore.yml')
    expect(on.workflow_call?.inputs.environment?.required).toBe(true)
    expect(jobs.restore?.environment).toBe(`\${{ inputs.environment }}`)
  })

  it('backup, restore and validation of one stack wait for each other', () => {
    const group = (name: string, job: string): string | undefined =>
      workflow(name).jobs[job]?.concurrency?.group
    const own = `volume-backup-\${{ github.repository }}-`
    expect(group('backup.yml', 'backup')).toBe(`${own}\${{ matrix.stack.name }}`)
    expect(group('restore.yml', 'restore')).toBe(`${own}\${{ inputs.name || 'stack' }}`)
    expect(group('validate.yml', 'validate')).toBe(group('restore.yml', 'restore'))
  })
})

describe('the list of tested workflows in the README', () => {
  const text = readme.split('<!-- workflows -->')[1]?.split('<!-- /workflows -->')[0] ?? ''
  const rows = [...text.matchAll(/^\| `([\w.]+)` \| (.+) \|$/gm)].map(([, name = '', how = '']) => ({
    name,
    how
  }))

  it('has every workflow', () => {
    expect(rows.map(({ name }) => name).sort()).toEqual(names)
  })

  it.each(rows)('says how $name is tested, or why it is not run', ({ name, how }) => {
    const [file] = /__tests__\/[\w./]+/.exec(how) ?? []
    if (!how.startsWith('not run: ')) {
      expect(file).toBeDefined()
      expect(readFileSync(join(repository, file ?? ''), 'utf8')).toContain(`.run('${name}'`)
    } else if (file) expect(existsSync(join(repository, file))).toBe(true)
  })
})
