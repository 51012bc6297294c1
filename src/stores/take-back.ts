import { messageOf } from '../errors.ts'
import type { ArtifactService } from './artifact-service.ts'

/**
 * Removes artifacts that belong to no whole backup.
 * @param names of those that may be there
 * @returns those that are left, each with a warning
 */
export async function takeBack(
  names: Iterable<string>,
  service: ArtifactService,
  say: { info(text: string): void; warn(text: string): void }
): Promise<readonly string[]> {
  const left: string[] = []
  for (const name of names) {
    try {
      if (await service.remove(name)) say.info(`removed artifact ${name}, which belongs to no whole backup`)
    } catch (error) {
      left.push(name)
      say.warn(`artifact ${name} is left behind: ${messageOf(error)}`)
    }
  }
  return left
}
