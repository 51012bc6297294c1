/** Foreign text in Markdown: no markup, no HTML, no mention, no line break. */
export function escapeMarkdown(text: string): string {
  return (
    text
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, ' ')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      // Inside of a word an underscore means nothing.
      .replace(/[\\`*{}[\]#+!|~@]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])/g, (mark) => `&#${mark.charCodeAt(0)};`)
  )
}

/** The cells are Markdown already. */
export function markdownTable(
  columns: readonly string[],
  rows: readonly (readonly string[])[]
): readonly string[] {
  if (rows.length === 0) return []
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  // Columns of figures stand to the right; their titles end in a colon.
  const rules = columns.map((title) => (title.endsWith(':') ? '---:' : '---'))
  return [line(columns.map((title) => title.replace(/:$/, ''))), line(rules), ...rows.map(line), '']
}

export function foldedMarkdown(title: string, lines: readonly string[], open = false): readonly string[] {
  if (lines.length === 0) return []
  return [
    '',
    `<details${open ? ' open' : ''}><summary>${title}</summary>`,
    '',
    ...lines,
    '',
    '</details>',
    ''
  ]
}

/** What fits into so many bytes, and how many lines do not. */
export function cappedMarkdown(lines: readonly string[], maxBytes: number, reason: string): string {
  let size = 0
  const kept: string[] = []
  for (const line of lines) {
    size += Buffer.byteLength(line) + 1
    if (size > maxBytes) {
      kept.push(
        '',
        `_${lines.length - kept.length} more lines are left out: ${reason}. The JSON report has them all._`
      )
      break
    }
    kept.push(line)
  }
  return `${kept.join('\n')}\n`
}

export const resultMarks = { success: '✅', partial: '⚠️', failed: '❌' } as const
