import { createHash } from 'node:crypto'
import { checksumLines } from '../backup/volume.ts'
import { commandLine } from '../backup-set/commands.ts'
import type { Manifest } from '../backup-set/manifest.ts'
import { manifestName, readableManifestName, sumsName, verifiedName } from '../backup-set/naming.ts'
import { BackupError, messageOf } from '../errors.ts'
import type { Check, Finding } from '../report/report.ts'
import { plural } from '../report/units.ts'
import type { Store } from '../stores/store.ts'
import { outcomeOf } from './findings.ts'

/**
 * Whether the set is complete: every file of the manifest is there with its size, the checksums name the same files with
 * the same digests, no file of the set is a stranger, and no volume was left out without a reason.
 */
export async function checkComplete(manifest: Manifest, store: Store): Promise<Check> {
  const { backupId, volumes } = manifest
  const findings = [
    ...(await missingFiles(manifest, store)),
    ...(await compareSums(manifest, store)),
    ...(await strangers(manifest, store)),
    ...(await exposedFiles(manifest, store)),
    ...unexplained(manifest)
  ]
  const looked = volumes.length * 2 + 3
  return {
    name: 'archives',
    id: 'archives.complete',
    subject: `backup ${backupId}`,
    outcome: outcomeOf(looked, findings),
    looked,
    detail:
      findings.length === 0
        ? `${plural(looked, 'file')} there, with the sizes and digests of the manifest and of ${sumsName(backupId)}`
        : `${findings
            .map(({ message }) => message)
            .slice(0, 3)
            .join('; ')}${findings.length > 3 ? `; and ${findings.length - 3} more` : ''}`,
    ...(findings.length > 0 ? { findings } : {})
  }
}

const useAnother = 'use another backup, or bring back the files as the backup wrote them'

function wrong(subject: string, message: string): Finding {
  return { severity: 'error', subject, message, hint: useAnother }
}

async function missingFiles({ volumes }: Manifest, store: Store): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const { file, sizeBytes } of volumes.flatMap(({ archive, index }) => [archive, index])) {
    const found = await store.sizeBytes(file).catch(ifDamaged)
    if (found === undefined) findings.push(wrong(file, `${file} is missing`))
    else if (found !== sizeBytes)
      findings.push(wrong(file, `${file} has ${found} bytes, the manifest says ${sizeBytes}`))
  }
  return findings
}

/** The manifest's own digests were compared with the files' bytes; here the checksums are compared with the manifest. */
async function compareSums(manifest: Manifest, store: Store): Promise<readonly Finding[]> {
  const { backupId, volumes } = manifest
  const sums = sumsName(backupId)
  const text = await textOf(sums, store)
  if (text === undefined) return [wrong(sums, `${sums} is missing`)]
  const expected = new Map(checksumLines(volumes).map(parseLine))
  for (const name of [manifestName(backupId), readableManifestName(backupId)]) {
    const found = await textOf(name, store)
    expected.set(name, found === undefined ? '' : createHash('sha256').update(found).digest('hex'))
  }
  const listed = new Map(text.split('\n').filter(Boolean).map(parseLine))
  const findings = [...expected].flatMap(([name, digest]) => {
    if (digest === '') return [wrong(name, `${name} is missing`)]
    if (listed.get(name) === digest) return []
    return [
      wrong(
        name,
        listed.has(name) ? `${sums} has another digest for ${name}` : `${sums} does not list ${name}`
      )
    ]
  })
  const unknown = [...listed.keys()].filter((name) => !expected.has(name))
  return [
    ...findings,
    ...unknown.map((name) => wrong(name, `${sums} lists ${name}, which the manifest does not name`))
  ]
}

function parseLine(line: string): [name: string, digest: string] {
  return [line.slice(66), line.slice(0, 64)]
}

async function strangers({ backupId, volumes }: Manifest, store: Store): Promise<readonly Finding[]> {
  const known = new Set([
    ...volumes.flatMap(({ archive, index }) => [archive.file, index.file]),
    manifestName(backupId),
    readableManifestName(backupId),
    sumsName(backupId),
    verifiedName(backupId)
  ])
  const own = (await store.fileNames()).filter((name) => name.includes(backupId) && !name.startsWith('.'))
  return own
    .filter((name) => !known.has(name))
    .map((name) => wrong(name, `${name} bears the id of the backup, but the manifest does not name it`))
}

async function exposedFiles({ backupId, volumes }: Manifest, store: Store): Promise<readonly Finding[]> {
  const files = [
    ...volumes.flatMap(({ archive, index }) => [archive.file, index.file]),
    manifestName(backupId)
  ]
  const exposed = (await store.exposed?.(files)) ?? []
  const [first] = exposed
  if (first === undefined) return []
  return [
    {
      severity: 'warning',
      subject: `backup ${backupId}`,
      message: `every user of this machine can read or replace ${exposed.length === 1 ? first : `${exposed.length} files of the backup, such as ${first}`}`,
      hint: `were they copied? close the folder, ${commandLine(['chmod', '700', store.location])}, or the files, chmod 600`
    }
  ]
}

function unexplained({ leftOut }: Manifest): readonly Finding[] {
  return leftOut.flatMap(({ key, reason }): Finding[] => {
    if (reason === 'no-priority')
      return [
        {
          severity: 'warning',
          subject: key,
          message: `volume ${key} is not in the backup, and nobody has said that it need not be`,
          hint: 'give it a priority: x-backup or label backup, none if nothing in it counts'
        }
      ]
    if (reason === 'not-created')
      return [
        {
          severity: 'warning',
          subject: key,
          message: `volume ${key} is not in the backup: it was declared, but did not exist`,
          hint: 'start the stack once and back it up again, or remove the declaration'
        }
      ]
    return []
  })
}

async function textOf(name: string, store: Store): Promise<string | undefined> {
  const pieces: Buffer[] = []
  try {
    for await (const piece of store.bytes(name)) pieces.push(piece)
  } catch (error) {
    return ifDamaged(error)
  }
  return Buffer.concat(pieces).toString('utf8')
}

/** Not there is a finding; a store that does not answer is none. */
function ifDamaged(error: unknown): undefined {
  if (error instanceof BackupError && error.code === 'backup-damaged') return undefined
  throw error instanceof Error ? error : new Error(messageOf(error))
}
