/** The candidates that a mistyped word may have meant, nearest first; at most three. */
export function nearestNames(word: string, candidates: readonly string[]): readonly string[] {
  return candidates.filter((c) => c.includes(word) || word.includes(c)).slice(0, 3)
}
