import { describe, expect, it } from '@jest/globals'
import { artifactPrefix, formatArtifactName, parseArtifactName } from '../../src/stores/artifact-names.ts'

describe('the prefix of artifacts', () => {
  it.each(['app', 'My.App_2-x', '0'])('is %s itself', (words) => {
    expect(artifactPrefix(words)).toBe(words)
  })

  it.each([...'":<>|*?\\/ ü\r\n'])('holds no %j, and others for other words', (character) => {
    const words = [`a${character}b`, `a${character}${character}b`, 'a-b', `a${character}c`]
    const prefixes = words.map(artifactPrefix)
    expect(prefixes[0]).toMatch(/^a-b-[0-9a-f]{8}$/)
    expect(new Set(prefixes).size).toBe(4)
  })

  it('is another one for a:b than for a/b, and for one with a dash at its end', () => {
    expect(new Set(['a:b', 'a/b', 'a-b', 'a-b-', '.a-b'].map(artifactPrefix)).size).toBe(5)
  })

  it.each(['', ':', '...', 'a'.repeat(101)])('cannot be made of %j', (words) => {
    expect(() => artifactPrefix(words)).toThrow(/gives no name of an artifact/)
  })

  it('is read back from the name of an artifact', () => {
    const name = { prefix: 'a-b-12345678', backupId: '20260101-020000', part: 'high' } as const
    expect(parseArtifactName(formatArtifactName(name))).toEqual(name)
    expect(parseArtifactName('coverage')).toBeUndefined()
  })
})
