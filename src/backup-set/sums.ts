/** Reads what `sha256sum` writes: file name to digest. Lines of another form say nothing. */
export function parseSums(text: string): ReadonlyMap<string, string> {
  const lines = [...text.matchAll(/^([0-9a-f]{64}) [ *](.+)$/gm)]
  return new Map(lines.map(([, digest = '', name = '']) => [name, digest]))
}
