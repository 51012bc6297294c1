import { drillChecker } from '../drill/run.ts'
import type { CheckName } from '../inputs/settings.ts'
import { acceptanceChecker } from './acceptance.ts'
import { archivesChecker } from './archives.ts'
import { cycleChecker } from './cycle.ts'
import { labelsChecker } from './labels.ts'
import { spotChecker } from './spot.ts'
import type { Checker } from './validation.ts'

/** Every check by its name. */
export const checkers: Readonly<Record<CheckName, Checker>> = {
  labels: labelsChecker,
  archives: archivesChecker,
  spot: spotChecker,
  cycle: cycleChecker,
  drill: drillChecker,
  acceptance: acceptanceChecker
}
