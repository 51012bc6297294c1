import type { Finding } from '../../report/report.ts'
import { type Candidate, mayMean } from '../../selection/candidates.ts'
import { driftWarning, noPriorityWarning, shortName, synonymWarning } from '../../selection/messages.ts'
import { type Metadata, readMetadata } from '../../selection/metadata.ts'
import type { DeclaredVolume, LiveVolume } from '../../selection/model.ts'
import { readServiceExtension } from '../../selection/paths.ts'
import { readVerifyOfStack } from '../../selection/verify.ts'
import {
  eachVolume,
  error,
  type Found,
  noVolumes,
  ownVolumes,
  type Rule,
  type Subjects,
  warning
} from './rule.ts'

const configHash = 'com.docker.compose.config-hash'

export const checkPriorities: Rule = (subjects) =>
  eachVolume(ownVolumes(subjects), noVolumes, (volume) => {
    const { key, declared, live } = volume
    const naming = subjects.patterns.filter((pattern) => mayMean(pattern, volume, subjects.project))
    if (naming.some(({ priority }) => priority !== undefined)) return []
    const metadata = readMetadata(declared, live)
    const taken = metadata.priority && synonymWarning(key, metadata)
    return [
      ...metadata.priorityProblems.map((problem) =>
        error(key, `volume ${shortName(key)}: ${problem}`, 'correct the word; until then no backup is made')
      ),
      metadata.source === undefined ? lacking(volume, naming.length > 0) : undefined,
      taken === undefined
        ? undefined
        : warning(key, taken, `write ${metadata.priority} if that is what is meant`)
    ]
  })

function lacking({ key, inStack }: Candidate, named: boolean): Finding {
  const told = inStack ? error : warning
  return told(
    key,
    noPriorityWarning(shortName(key), named),
    `in the Compose file, under ${shortName(key)}: "x-backup: {priority: high, description: …}"; "none" for what need not be kept`
  )
}

export const checkDescriptions: Rule = (subjects) =>
  eachVolume(ownVolumes(subjects), noVolumes, ({ key, declared, live, inStack }) => {
    const { description, problems } = readMetadata(declared, live)
    // A description that is no text is told with the other words.
    if (description?.trim() || problems.some((problem) => problem.includes(': description is'))) return []
    const told = inStack ? error : warning
    return [
      told(
        key,
        `volume ${shortName(key)} has no description: whoever restores it has to guess what it holds`,
        'add "description" to its x-backup, or a label "description" before the volume is created'
      )
    ]
  })

/** Everything else that is said about backups, of volumes and of services. */
export const checkWords: Rule = (subjects) => {
  const { compose } = subjects
  const volumes = eachVolume(ownVolumes(subjects), noVolumes, ({ key, declared, live }) =>
    readMetadata(declared, live).problems.map((problem) =>
      error(key, `volume ${shortName(key)}: ${problem}`, 'see "Which volumes" in the README')
    )
  )
  const services = (compose?.services ?? []).filter(({ xBackup }) => xBackup !== undefined)
  const wrong = services.flatMap(({ name, xBackup }) =>
    readServiceExtension(xBackup).problems.map((problem) =>
      error(
        name,
        `service ${name}: ${problem}`,
        'under a service stands "x-backup: {paths: [/where/its/data/is]}"'
      )
    )
  )
  const verify = compose ? readVerifyOfStack(compose).problems : []
  const ofVerify = verify.map(({ subject, problem, hint }) => error(subject, problem, hint))
  return {
    ...volumes,
    looked: volumes.looked + services.length,
    noun: ['volume or service', 'volumes and services'],
    findings: [...volumes.findings, ...wrong, ...ofVerify]
  }
}

/** Two sources that say different things: the first counts, but somebody believes the other. */
export const checkContradictions: Rule = ({ volumes }) =>
  eachVolume(
    volumes.filter(({ declared }) => declared?.xBackup !== undefined),
    'no volume has x-backup: nothing can contradict it',
    ({ key, declared, live }) => (declared ? contradictions(key, declared, live) : [])
  )

function contradictions(key: string, declared: DeclaredVolume, live: LiveVolume | undefined): Finding[] {
  const extension = readMetadata({ ...declared, labels: {} }, undefined)
  const label = readMetadata({ ...declared, xBackup: undefined }, undefined)
  const found = readMetadata(undefined, live)
  return comparable.flatMap(({ item, labelName, read }) => {
    const [says, declaredSays, liveSays] = [read(extension), read(label), read(found)]
    const other = declaredSays ?? liveSays
    if (says === undefined || other === undefined || says === other) return []
    const message = `volume ${key}: x-backup says ${item} ${says}, its label ${labelName} says ${other}; x-backup counts`
    // A label that the volume was created with has to stay in the file, or Compose offers to recreate the volume.
    const stays = live?.labels[labelName] !== undefined && (declaredSays ?? liveSays) === liveSays
    return stays
      ? [
          warning(
            key,
            message,
            `the live volume has that label, and it cannot be changed: leave it as it is, or make the two agree the way labels can be changed: ${newLabels(live.name)}`
          )
        ]
      : [error(key, message, 'remove one of the two')]
  })
}

const comparable: readonly {
  readonly item: string
  readonly labelName: string
  readonly read: (metadata: Metadata) => string | number | undefined
}[] = [
  { item: 'priority', labelName: 'backup', read: ({ priority }) => priority },
  { item: 'quiesce', labelName: 'backup.quiesce', read: ({ quiesce }) => quiesce },
  { item: 'restore-order', labelName: 'backup.restore-order', read: ({ restoreOrder }) => restoreOrder },
  {
    item: 'retention-days',
    labelName: 'backup.retention-days',
    read: ({ retentionDays }) => retentionDays
  }
]

/** The trap: Compose keeps a hash of a volume's configuration, labels included, and offers to recreate what differs. */
export const checkDrift: Rule = (subjects: Subjects): Found =>
  eachVolume(
    subjects.volumes.filter(({ declared, live }) => declared && live && !declared.external),
    'no declared volume exists, so there are no live labels to compare',
    (volume) => [driftOf(volume)]
  )

function driftOf({ key, declared, live }: Candidate): Finding | undefined {
  if (!declared || !live) return undefined
  const drift = driftWarning(declared, live)
  const trapped = live.labels[configHash] === undefined ? [] : trappedLabels(declared, live)
  if (drift === undefined && trapped.length === 0) return undefined
  const message =
    drift ??
    `volume ${key}: its labels in the Compose file are not those it was created with (${trapped.join(', ')}). Labels of a volume that exists cannot change: do not let Compose recreate it, that deletes its data`
  return error(
    key,
    message,
    `"docker compose up" may offer to recreate the volume ("data will be lost"), and "docker compose up -y" does so without asking. Safe: put the labels in the file back to those of the live volume and write "x-backup: {priority: …, description: …}" under it, which Compose does not compare. Or change the labels for good: ${newLabels(live.name)}`
  )
}

function trappedLabels(declared: DeclaredVolume, live: LiveVolume): readonly string[] {
  const names = new Set([...Object.keys(declared.labels), ...Object.keys(live.labels)])
  return [...names].filter(
    (name) =>
      !name.startsWith('com.docker.') &&
      // A variable that is not resolved says nothing.
      !declared.labels[name]?.includes('$') &&
      declared.labels[name] !== live.labels[name]
  )
}

function newLabels(name: string): string {
  return `back up, docker compose down, docker volume rm ${name}, docker compose create, restore`
}
