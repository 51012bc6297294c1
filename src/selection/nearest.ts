/**
 * The candidates that a mistyped word may have meant, nearest first, at most three: those that contain it or are
 * contained in it (a name without its project prefix), and those few edits away.
 */
export function nearestNames(word: string, candidates: readonly string[]): readonly string[] {
  const scored = candidates.map((candidate) => ({
    candidate,
    score: distance(word.toLowerCase(), candidate.toLowerCase())
  }))
  // Of a short word a few edits leave nothing.
  const limit = Math.max(1, Math.floor(word.length / 3))
  return scored
    .filter(({ candidate, score }) => score <= limit || isPartOf(word, candidate))
    .sort(
      (a, b) => Number(isPartOf(word, b.candidate)) - Number(isPartOf(word, a.candidate)) || a.score - b.score
    )
    .slice(0, 3)
    .map(({ candidate }) => candidate)
}

/** `, did you mean pgdata?`; empty when nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = nearestNames(word, candidates)[0]
  return near === undefined ? '' : `, did you mean ${near}?`
}

function isPartOf(word: string, candidate: string): boolean {
  return word.length >= 3 && (candidate.includes(word) || (candidate.length >= 3 && word.includes(candidate)))
}

/** Levenshtein: insertions, deletions and exchanges of one character. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const exchange = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, exchange))
    }
    row = next
  }
  return row[b.length] ?? 0
}
