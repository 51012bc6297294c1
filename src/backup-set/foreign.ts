import { parseArchiveName } from './naming.ts'

/** Archives of the original script by their stamp: no manifest of ours ever named them, and no index lies beside them. */
export function foreignSets(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const sets = new Map<string, string[]>()
  for (const name of names) {
    const id = parseArchiveName(name)?.backupId
    if (id !== undefined) sets.set(id, [...(sets.get(id) ?? []), name])
  }
  for (const id of sets.keys()) {
    const ours = names.some(
      (name) => name.includes(id) && !name.endsWith('.tar.gz') && name !== `backup-manifest-${id}.txt`
    )
    if (ours) sets.delete(id)
  }
  return sets
}
