import { type Content, html, type Markup } from './html-parts.ts'
import { visible } from './units.ts'

/** A drawing that says in words what it shows. */
export function drawing(
  id: string,
  size: { readonly width: number; readonly height: number },
  words: { readonly title: string; readonly description: string },
  content: Content
): Markup {
  return html`<svg class="chart" role="img" aria-labelledby="${id}-title ${id}-desc" viewBox="0 0 ${size.width} ${size.height}">
<title id="${id}-title">${words.title}</title><desc id="${id}-desc">${words.description}</desc>
${content}</svg>\n`
}

interface Bar {
  readonly label: string
  /** Behind the bar. */
  readonly note: string
  readonly parts: readonly { readonly start: number; readonly length: number; readonly look: string }[]
  /** Opens a group of bars. */
  readonly group?: string | undefined
}

const width = 760
const labelWidth = 214
const rowHeight = 24
const groupHeight = 32
const room = width - labelWidth

/** Bars on a common scale, one below the other, with their labels at the left. */
export function bars(
  id: string,
  words: { readonly title: string; readonly description: string },
  rows: readonly Bar[],
  axis: { readonly most: number; readonly format: (value: number) => string }
): Markup {
  const ticks = niceTicks(axis.most)
  const most = ticks.at(-1) ?? 1
  // A note stands behind its bar, also behind the longest one.
  const noteWidth = Math.min(room / 2, 16 + Math.max(...rows.map(({ note }) => note.length)) * 7)
  const scale = (value: number): number => labelWidth + (value / most) * (room - noteWidth)
  let top = 26
  const drawn = rows.map((row) => {
    const head = row.group
      ? html`<text class="group" x="0" y="${fixed(top + 21)}">${row.group}</text>\n`
      : undefined
    top += row.group ? groupHeight : 0
    const line = barLine(row, top, scale)
    top += rowHeight
    return [head, line]
  })
  const grid = ticks.map(
    (tick) =>
      html`<line class="grid" x1="${fixed(scale(tick))}" x2="${fixed(scale(tick))}" y1="20" y2="${top + 4}"/><text class="tick" x="${fixed(scale(tick))}" y="12" text-anchor="middle">${axis.format(tick)}</text>\n`
  )
  return drawing(id, { width, height: top + 6 }, words, [patterns(id), grid, drawn])
}

function barLine({ label, note, parts }: Bar, top: number, scale: (value: number) => number): Markup {
  const end = Math.max(...parts.map(({ start, length }) => scale(start + length)), scale(0))
  const middle = top + rowHeight / 2
  return html`<text class="label" x="${labelWidth - 12}" y="${fixed(middle + 4)}" text-anchor="end">${shortened(label, 25)}</text>${parts.map(
    ({ start, length, look }) =>
      html`<rect class="${look}" x="${fixed(scale(start))}" y="${fixed(top + 4)}" width="${fixed(Math.max(2.5, scale(start + length) - scale(start)))}" height="${rowHeight - 8}" rx="3"/>`
  )}<text class="note" x="${fixed(end + 8)}" y="${fixed(middle + 4)}">${note}</text>\n`
}

/** So that bars can be told apart without their colours. */
function patterns(id: string): Markup {
  return html`<defs><pattern id="${id}-stripes" class="stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6"/><line x1="0" x2="0" y1="0" y2="6"/></pattern></defs>`
}

/** Round numbers from zero to at least the most; for times in steps that people count in. */
function niceTicks(most: number): readonly number[] {
  if (!(most > 0)) return [0, 1]
  const rough = most / 5
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough) ?? rough
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, at) => at * step)
}

/** By the room that it takes in most fonts, in widths of a common letter. */
function shortened(text: string, most: number): string {
  const letters = [...visible(text)]
  let used = 0
  for (const [at, letter] of letters.entries()) {
    used += widthOf(letter)
    if (used > most) return `${letters.slice(0, Math.max(0, at - 1)).join('')}…`
  }
  return letters.join('')
}

function widthOf(letter: string): number {
  if (/[\u1100-\uffff\u{10000}-\u{10ffff}]/u.test(letter)) return 2
  if (/[mwMW@%]/.test(letter)) return 1.5
  if (/[A-Z]/.test(letter)) return 1.2
  return /[ijl.,:;'| ]/.test(letter) ? 0.6 : 1
}

export function fixed(value: number): string {
  return String(Math.round(value * 10) / 10)
}
