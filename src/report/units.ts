/** Binary units with one decimal; exact below 1 KiB. */
export function formatBytes(bytes: number): string {
  const units = ['KiB', 'MiB', 'GiB', 'TiB']
  if (bytes < 1024) return `${bytes} B`
  let value = bytes
  let unit = 'B'
  for (const next of units) {
    if (value < 1024) break
    value /= 1024
    unit = next
  }
  return `${value.toFixed(1)} ${unit}`
}

export function formatDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`
  const seconds = Math.round(ms / 1000)
  return seconds < 3600
    ? `${Math.floor(seconds / 60)} min ${seconds % 60} s`
    : `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`
}

export function plural(count: number, word: string, words = `${word}s`): string {
  return `${count.toLocaleString('en-US')} ${count === 1 ? word : words}`
}

/** A foreign text for one line of a log: no control characters, no workflow command, not endless. */
export function oneLine(text: string): string {
  return cleanLine(text, 500)
}

/** What this program says itself, with foreign names in it: as clean, but a command to copy must not be cut. */
export function ownLine(text: string): string {
  return cleanLine(text, 100_000)
}

function cleanLine(text: string, longest: number): string {
  const clean = text
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ')
    .replace(/::|##\[/g, (mark) => mark.split('').join('\u200b'))
  return clean.length > longest ? `${clean.slice(0, longest - 3)}...` : clean
}

/** A foreign text with all that nobody sees, or that turns a line around, written out: for pages and for XML. */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\ufffe\uffff]/gu,
    (mark) => `\\u{${mark.codePointAt(0)?.toString(16).padStart(4, '0')}}`
  )
}

/** Rows as columns of equal width, parted by two blanks. */
export function formatTable(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()
  )
}

/** The largest unit that fits: `3 days`, `5 hours`, `12 minutes`. */
export function formatAge(milliseconds: number): string {
  const minutes = Math.max(0, Math.floor(milliseconds / 60_000))
  if (minutes < 120) return plural(minutes, 'minute')
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? plural(hours, 'hour') : plural(Math.floor(hours / 24), 'day')
}
