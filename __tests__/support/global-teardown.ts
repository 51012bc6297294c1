import { execFileSync } from 'node:child_process'

/** Images that tests, and the product under test, have made: removed by their labels. */
export default function removeImages(): void {
  for (const label of [
    `org.volume-backup.test=image-${process.env.VBTEST_RUN}`,
    'org.volume-backup.purpose=helper'
  ]) {
    const ids = execFileSync('docker', ['image', 'ls', '--quiet', '--filter', `label=${label}`], {
      encoding: 'utf8'
    })
      .split('\n')
      .filter(Boolean)
    for (const id of new Set(ids)) {
      try {
        execFileSync('docker', ['image', 'rm', id], { stdio: 'ignore' })
      } catch {
        // In use by somebody beside us: theirs to remove.
      }
    }
  }
}
