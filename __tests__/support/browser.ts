import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface Look {
  readonly scheme: 'light' | 'dark'
  readonly width: number
  /** As on paper: the rules for printing apply. */
  readonly paper?: boolean
}

export interface Seen {
  readonly isDark: boolean
  /** Rules of accessibility that are broken, and where. */
  readonly violations: readonly string[]
  /** What reaches beyond the page, or a label beyond its chart. */
  readonly beyond: readonly string[]
  /** Contents of folded parts that cannot be seen. */
  readonly folded: number
}

/** A real browser, driven by its own command line. */
export async function lookAt(page: string, { scheme, width, paper = false }: Look): Promise<Seen> {
  // The page forbids scripts, so a copy of it without that rule is examined.
  const open = page
    .replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace('@media print{', paper ? '@media all{' : '@media print{')
    .replace('</body>', () => `<script>${axe}</script><script>(${examine.toString()})()</script></body>`)
  const dom = await inBrowser(open, (file) => [
    `--blink-settings=preferredColorScheme=${scheme === 'dark' ? 0 : 1}`,
    `--window-size=${width},1000`,
    '--virtual-time-budget=60000',
    '--dump-dom',
    file
  ])
  const result = /<template id="seen">([\s\S]*?)<\/template>/.exec(dom)?.[1]
  if (result === undefined) throw new Error('the page was not examined')
  return JSON.parse(decodeURIComponent(result))
}

/** The pages of the paper, as the browser lays them out. */
export async function print(
  page: string
): Promise<{ readonly sizes: readonly string[]; readonly pages: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'vbtest-print-'))
  try {
    const path = join(folder, 'page.pdf')
    await inBrowser(page, (file) => ['--no-pdf-header-footer', `--print-to-pdf=${path}`, file])
    const boxes = [...readFileSync(path, 'latin1').matchAll(/\/MediaBox \[([^\]]*)\]/g)].map(([, box = '']) =>
      box
        .trim()
        .split(/\s+/)
        .map((number) => Math.round(Number(number)))
        .join(' ')
    )
    return { sizes: [...new Set(boxes)], pages: boxes.length }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function inBrowser(page: string, options: (address: string) => readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'vbtest-browser-'))
  try {
    const file = join(folder, 'page.html')
    writeFileSync(file, page)
    const common = [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      `--user-data-dir=${folder}/profile`
    ]
    const { stdout } = await promisify(execFile)(
      'chromium',
      [...common, ...options(pathToFileURL(file).href)],
      { maxBuffer: 2 ** 27, timeout: 120_000 }
    )
    return stdout
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Runs in the browser, so it may use nothing from here. */
function examine(): void {
  const { axe: checker, document: page } = globalThis as unknown as {
    axe: {
      run(options: object): Promise<{
        violations: readonly { id: string; nodes: readonly { target: unknown; failureSummary: string }[] }[]
      }>
    }
    document: BrowserDocument
  }
  interface Box {
    left: number
    right: number
    top: number
    bottom: number
    width: number
    height: number
  }
  interface BrowserElement {
    tagName: string
    className: unknown
    textContent: string
    id: string
    innerHTML: string
    getBoundingClientRect(): Box
    closest(selector: string): BrowserElement | null
    querySelectorAll(selector: string): Iterable<BrowserElement>
    append(child: BrowserElement): void
    checkVisibility(): boolean
  }
  interface BrowserDocument {
    documentElement: { clientWidth: number }
    body: BrowserElement
    querySelectorAll(selector: string): Iterable<BrowserElement>
    createElement(name: string): BrowserElement
  }
  const name = (element: BrowserElement): string => `${element.tagName} ${element.textContent.slice(0, 60)}`
  const right = page.documentElement.clientWidth + 1
  const beyond: string[] = []
  for (const element of page.querySelectorAll('body *:not(script):not(caption)')) {
    if (element.closest('svg, .scroll > *, script') && !element.closest('.chart')) continue
    const box = element.getBoundingClientRect()
    const chart =
      element.tagName === 'text' ? element.closest('svg.chart')?.getBoundingClientRect() : undefined
    if (chart && (box.left < chart.left - 1 || box.right > chart.right + 1)) beyond.push(name(element))
    if (!element.closest('.scroll') && box.right > right) beyond.push(name(element))
  }
  // On paper nothing can be scrolled.
  for (const element of page.querySelectorAll('.scroll > table')) {
    const overflow = globalThis as unknown as { getComputedStyle(one: unknown): { overflowX: string } }
    const scrolls = overflow.getComputedStyle(element.closest('.scroll')).overflowX === 'auto'
    if (!scrolls && element.getBoundingClientRect().right > right) beyond.push(name(element))
  }
  const folded = [...page.querySelectorAll('details > .inside')].filter(
    (one) => !one.checkVisibility()
  ).length
  const media = globalThis as unknown as { matchMedia(query: string): { matches: boolean } }
  const isDark = media.matchMedia('(prefers-color-scheme: dark)').matches
  void checker.run({ resultTypes: ['violations'] }).then(({ violations }) => {
    const told = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target}: ${failureSummary}`)
    )
    const out = page.createElement('template')
    out.id = 'seen'
    out.innerHTML = encodeURIComponent(JSON.stringify({ isDark, violations: told, beyond, folded }))
    page.body.append(out)
  })
}
