import { BackupError } from '../errors.ts'
import type { Priority } from '../inputs/settings.ts'
import type { LeftOutVolume } from './model.ts'

/** Says what was looked at, so that the mistake shows. */
export function nothingChosen(
  wanted: readonly Priority[],
  project: string | undefined,
  leftOut: readonly LeftOutVolume[]
): BackupError {
  const seen = leftOut.map(({ key, reason }) => `${shortName(key)} (${reason})`).join(', ')
  const where = project === undefined ? '' : ` in project ${project}`
  return new BackupError(
    'nothing-selected',
    `no volume${where} is chosen; looked at ${leftOut.length}${seen === '' ? '' : `: ${seen}`}`,
    {
      hint: `chosen are priorities ${wanted.join(', ')}: label the volumes, or use --all, --priority or --volumes (inputs priority and volumes)`
    }
  )
}

/** Anonymous volumes have 64 digits for a name. */
export function shortName(name: string): string {
  return /^[0-9a-f]{64}$/.test(name) ? `${name.slice(0, 12)}…` : name
}
