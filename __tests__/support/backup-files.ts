import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Gives a backup another id in its files' names, its manifest and its checksums, as if it had been made then. */
export function backdate(folder: string, from: string, to: string): void {
  for (const name of readdirSync(folder).filter((one) => one.includes(from)))
    renameSync(join(folder, name), join(folder, name.replace(from, to)))
  for (const suffix of ['json', 'txt'])
    edit(join(folder, `backup-manifest-${to}.${suffix}`), (text) => text.replaceAll(from, to))
  renewSums(folder, to)
}

/** Writes the checksums anew, as somebody would who hides what was changed. */
export function renewSums(folder: string, id: string): void {
  edit(join(folder, `SHA256SUMS-${id}`), (text) =>
    text.replace(/^\S+ {2}(.+)$/gm, (_, name: string) => {
      const file = name.replace(/\d{8}-\d{6}/, id)
      return `${createHash('sha256')
        .update(readFileSync(join(folder, file)))
        .digest('hex')}  ${file}`
    })
  )
}

/** Does something while the manifest of a backup says something else, and its checksums vouch for that. */
export async function withManifest(
  folder: string,
  id: string,
  change: (manifest: EditableManifest) => EditableManifest,
  deed: () => Promise<void>
): Promise<void> {
  const paths = [`backup-manifest-${id}.json`, `SHA256SUMS-${id}`].map((name) => join(folder, name))
  const sound = paths.map((path) => readFileSync(path))
  edit(paths[0] ?? '', (text) => JSON.stringify(change(JSON.parse(text) as EditableManifest)))
  renewSums(folder, id)
  try {
    await deed()
  } finally {
    paths.forEach((path, index) => {
      writeFileSync(path, sound[index] ?? '')
    })
  }
}

export interface EditableManifest {
  readonly volumes: readonly EditableVolume[]
}

export interface EditableVolume {
  readonly name: string
  readonly index: object
}

export function edit(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')))
}

/** Changes one bit in the middle of a file. */
export function flip(path: string): void {
  const bytes = readFileSync(path)
  const at = Math.floor(bytes.length / 2)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
