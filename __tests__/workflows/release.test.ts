import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { repository } from '../support/docker.ts'

describe('the tag of a major version', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vbtest-release-'))
    git('init', '--quiet')
    git('commit', '--quiet', '--allow-empty', '-m', 'one')
    // Notes what it is asked for; knows no tag but v1.
    const gh = `#!/bin/sh\necho "$*" >> '${folder}/asked'\ncase $* in *PATCH*tags/v1\\ *) ;; *PATCH*) exit 1 ;; esac\n`
    writeFileSync(join(folder, 'gh'), gh)
    chmodSync(join(folder, 'gh'), 0o755)
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  function git(...words: readonly string[]): void {
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...words], { cwd: folder })
  }

  /** @returns what GitHub was asked for */
  function release(tag: string, others: readonly string[]): readonly string[] {
    for (const one of [tag, ...others]) git('tag', one)
    execFileSync('bash', [join(repository, '.github/scripts/release.sh')], {
      cwd: folder,
      env: {
        ...process.env,
        PATH: `${folder}:${process.env.PATH}`,
        GITHUB_REF_NAME: tag,
        GITHUB_REPOSITORY: 'owner/it',
        GITHUB_SHA: 'abc'
      },
      stdio: 'pipe'
    })
    return readFileSync(join(folder, 'asked'), 'utf8').trim().split('\n')
  }

  it('moves to a release that is the highest of that major', () => {
    expect(release('v1.10.0', ['v1.9.1', 'v1.2.0', 'v2.0.0', 'v1', 'v1.99.0-beta'])).toEqual([
      'release create v1.10.0 --verify-tag --generate-notes --latest=false',
      'api --method PATCH repos/owner/it/git/refs/tags/v1 --field sha=abc --field force=true'
    ])
  })

  it('stays where it is for a late correction of an older one', () => {
    expect(release('v1.1.9', ['v1.1.8', 'v1.2.0', 'v1'])).toEqual([
      'release create v1.1.9 --verify-tag --generate-notes --latest=false'
    ])
  })

  it('is made for the first release of a major, which is also the latest one', () => {
    expect(release('v2.0.0', ['v1.1.8', 'v1'])).toEqual([
      'release create v2.0.0 --verify-tag --generate-notes --latest=true',
      'api --method PATCH repos/owner/it/git/refs/tags/v2 --field sha=abc --field force=true',
      'api --method POST repos/owner/it/git/refs --field ref=refs/tags/v2 --field sha=abc'
    ])
  })
})
