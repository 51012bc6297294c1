import { visible } from './units.ts'

/** Finished markup; everything else is foreign text and escaped. */
export interface Markup {
  readonly markup: string
}

export type Content = Markup | string | number | undefined | readonly Content[]

/** Lists of a page end here: a page that no browser opens helps nobody. */
const mostItems = 1000

/** Markup with texts in it; whatever is not markup itself is escaped. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return { markup: parts.map((part, at) => `${at === 0 ? '' : render(values[at - 1])}${part}`).join('') }
}

export function raw(markup: string): Markup {
  return { markup }
}

function render(content: Content): string {
  if (content === undefined) return ''
  if (typeof content === 'string') return escapeHtml(content)
  if (typeof content === 'number') return String(content)
  return 'markup' in content ? content.markup : content.map(render).join('')
}

/** What nobody sees is written out, so that no name looks like another. */
function escapeHtml(text: string): string {
  return visible(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** A foreign text of several lines. */
export function lines(text: string): Content {
  return text.split('\n').map((line, at) => (at === 0 ? line : html`<br>${line}`))
}

/** The first of them, and how many there are besides. */
export function listed<Item>(items: readonly Item[], show: (item: Item, at: number) => Content): Content {
  return items.slice(0, mostItems).map(show)
}

export function rest(count: number): Content {
  return count > mostItems
    ? html`<p class="rest">and ${(count - mostItems).toLocaleString('en-US')} more: the JSON report has them all</p>`
    : undefined
}

export function section(title: string, ...content: readonly Content[]): Markup {
  return html`<section><h2>${title}</h2>${content}</section>\n`
}

export interface Column<Row> {
  readonly title: string
  readonly cell: (row: Row) => Content
  readonly kind?: 'number' | 'name'
}

/** The first column names the row. It scrolls by itself where it is too wide, so it can be reached by keyboard. */
export function table<Row>(caption: string, columns: readonly Column<Row>[], rows: readonly Row[]): Markup {
  const mark = ({ kind }: Column<Row>): Content => (kind ? html` class="${kind}"` : undefined)
  const line = (row: Row): Content =>
    html`<tr>${columns.map((column, at) =>
      at === 0
        ? html`<th scope="row"${mark(column)}>${column.cell(row) || '–'}</th>`
        : html`<td${mark(column)}>${column.cell(row)}</td>`
    )}</tr>\n`
  return html`<div class="scroll" role="region" aria-label="${caption}" tabindex="0"><table>
<caption>${caption}</caption>
<thead><tr>${columns.map((column) => html`<th scope="col"${mark(column)}>${column.title}</th>`)}</tr></thead>
<tbody>
${listed(rows, line)}</tbody></table></div>${rest(rows.length)}`
}

export function folded(title: string, content: Content, open = false): Markup {
  return html`<details${open ? raw(' open') : undefined}><summary>${title}</summary><div class="inside">${content}</div></details>\n`
}

/** Pairs of a name and what it is; those without a value are left out. */
export function facts(className: string, pairs: readonly (readonly [string, Content])[]): Markup {
  const known = pairs.filter(([, value]) => value !== undefined)
  return html`<dl class="${className}">${known.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`
  )}</dl>\n`
}

export type Tone = 'good' | 'warn' | 'bad' | 'skip'

const shapes = {
  good: 'M4.2 8.4 7 11.2 12 5.4',
  warn: 'M8 4.2v4.6M8 11.6v.2',
  bad: 'M5 5l6 6M11 5l-6 6',
  skip: 'M4.8 8h6.4'
} as const satisfies Record<Tone, string>

/** Beside a word, never instead of one. */
export function icon(tone: Tone): Markup {
  return raw(
    `<svg class="icon ${tone}" viewBox="0 0 16 16" aria-hidden="true" focusable="false"><circle cx="8" cy="8" r="8"/><path d="${shapes[tone]}"/></svg>`
  )
}

/** `2026-03-14 02:30:00 UTC` */
export function formatTime(iso: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(iso) ? `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC` : iso
}
