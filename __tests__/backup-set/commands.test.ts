import { describe, expect, it } from '@jest/globals'
import {
  type RemotePlace,
  restoreOneCommand,
  restoreSetCommand,
  showCommand
} from '../../src/backup-set/commands.ts'

const stack = {
  composeFiles: ['my stack/compose.yml', '/elsewhere/more.yml'],
  projectName: 'shop',
  workingDirectory: '/job/checkout'
}
const artifact: RemotePlace = {
  kind: 'artifact',
  repository: 'owner/stack',
  runId: 7,
  artifactName: 'shop',
  checkout: '/job/checkout'
}
const id = '20260101-000000'

describe('commands that bring a backup back', () => {
  it('name a folder of this machine in full', () => {
    expect(restoreSetCommand(id, { folder: '/mnt/my backups', stack })).toBe(
      `volume-backup restore --restore-all ${id} --backup-dir '/mnt/my backups' --compose-file '/job/checkout/my stack/compose.yml,/elsewhere/more.yml' --project-name shop`
    )
    expect(restoreOneCommand(id, 'data', 'data.tar.gz', { folder: '/mnt', stack: undefined })).toBe(
      'volume-backup restore data /mnt/data.tar.gz'
    )
  })

  it('name the run and the artifacts, and paths from the checkout on', () => {
    const where = { folder: 'artifacts of owner/stack', remote: artifact, stack }
    const store = '--store artifact --repository owner/stack --run-id 7 --artifact-name shop'
    const files = "--compose-file 'my stack/compose.yml,/elsewhere/more.yml' --project-name shop"
    expect(showCommand(id, where)).toBe(`volume-backup show ${id} ${store}`)
    expect(restoreSetCommand(id, where)).toBe(`volume-backup restore --restore-all ${id} ${store} ${files}`)
    expect(restoreOneCommand(id, 'data', 'data.tar.gz', where)).toBe(
      `volume-backup restore --restore-all ${id} --volumes data ${store} ${files}`
    )
  })

  it('leave out the folder when it is the checkout itself', () => {
    const where = { folder: '', remote: artifact, stack: { ...stack, composeFiles: [] } }
    expect(restoreSetCommand(id, where)).not.toContain('--working-directory')
    const below = { ...where, stack: { ...where.stack, workingDirectory: '/job/checkout/shop' } }
    expect(restoreSetCommand(id, below)).toContain('--working-directory shop')
  })

  it('are a step where only a job can read', () => {
    const where = { folder: '', remote: { ...artifact, kind: 'cache', artifactName: 'shop' } as const, stack }
    expect(showCommand(id, where)).toBeUndefined()
    expect(restoreSetCommand(id, where).split('\n')).toEqual(
      expect.arrayContaining(['    store: "cache"', `    backup-id: "${id}"`, '    confirm: "yes"'])
    )
  })
})
