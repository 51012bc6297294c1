import { BackupError } from '../errors.ts'
import type { CheckName } from '../inputs/settings.ts'
import { didYouMean } from '../selection/nearest.ts'
import type { Validation } from './validation.ts'

/**
 * Looks, before anything is done, whether there is what the inputs name. Whatever else is wrong is for the checks to tell.
 * @throws BackupError `backup-unknown`, `volume-unknown`, `bad-input`
 */
export async function requireKnownInputs(
  validation: Validation,
  checks: readonly CheckName[]
): Promise<void> {
  const { backupId, volumes, drill } = validation.settings
  const some = (...names: CheckName[]): boolean => names.some((name) => checks.includes(name))
  if (some('archives', 'spot', 'drill') && /^\d{8}-/.test(backupId))
    await validation.readBackup(backupId).catch(only('backup-unknown'))
  if (some('labels', 'cycle', 'acceptance') && volumes.length > 0)
    await validation.stack().catch(only('volume-unknown'))
  if (some('drill')) await requireServices([...drill.images.keys()], validation)
}

async function requireServices(named: readonly string[], validation: Validation): Promise<void> {
  if (named.length === 0) return
  const model = (await validation.reading())?.model
  const known = model?.services.map(({ name }) => name) ?? []
  const unknown = named.filter((name) => !known.includes(name))
  if (unknown.length > 0)
    throw new BackupError(
      'bad-input',
      `drill-images: the Compose file has no service ${unknown.map((name) => `${name}${didYouMean(name, known)}`).join(', ')}`,
      { hint: `it has ${known.join(', ') || 'none'}` }
    )
}

function only(code: BackupError['code']): (error: unknown) => void {
  return (error) => {
    if (error instanceof BackupError && error.code === code) throw error
  }
}
