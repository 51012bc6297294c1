// Draws the pictures of the README from a made-up run of the demo stack: `node_modules/.bin/node scripts/pictures.mjs [FOLDER]`.
// Needs a `chromium`; the fonts are those of the machine.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { backupReport, demoReport, failedReport } from '../__tests__/support/reports.ts'
import { formatHtml } from '../src/report/html.ts'
import { formatText } from '../src/report/text.ts'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const target = resolve(process.argv[2] ?? join(root, '.github/images'))
const work = mkdtempSync(join(tmpdir(), 'volume-backup-pictures-'))
const largest = 150 * 1024
const unfolded = '.charts details,.wide details{display:none}'

try {
  mkdirSync(target, { recursive: true })
  picture('report-validation', formatHtml(demoReport()), { height: 985 })
  picture('report-failed-dark', formatHtml(failedReport()), { height: 905, dark: true })
  picture('report-charts', onlySections(formatHtml(backupReport()), ['Sizes over time', 'Timeline']), {
    height: 880
  })
  picture('terminal', terminal(formatText(failedReport())), { height: 590 })
} finally {
  rmSync(work, { recursive: true, force: true })
}

function picture(name, page, { height, dark = false }) {
  const [file, image] = [join(work, `${name}.html`), join(target, `${name}.png`)]
  writeFileSync(file, page)
  const options = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--hide-scrollbars',
    `--user-data-dir=${join(work, 'profile')}`,
    `--blink-settings=preferredColorScheme=${dark ? 0 : 1}`,
    `--window-size=1200,${height}`,
    `--screenshot=${image}`,
    pathToFileURL(file).href
  ]
  execFileSync('chromium', options, { stdio: 'ignore' })
  const { size } = statSync(image)
  console.log(`${image}: ${Math.ceil(size / 1024)} KiB`)
  if (size > largest) throw new Error(`${name} is too large`)
}

function onlySections(page, titles) {
  const sections = page
    .split('<section')
    .filter((text) => titles.some((title) => text.includes(`<h2>${title}</h2>`)))
    .map((text) => `<section${text.slice(0, text.indexOf('</section>'))}</section>`)
  const kept = `<main>${sections.join('')}</main></body></html>`
  return page.replace(/<header[\s\S]*$/, () => kept).replace('</style>', () => `${unfolded}</style>`)
}

function terminal(text) {
  const colors = { passed: '#8fd6a8', warned: '#f1bc62', failed: '#ff968f', skipped: '#9c9a94' }
  const lines = ['$ volume-backup validate', ...text.split('\n')].map((line) =>
    line
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replace(
        /^( *\d+ )(passed|warned|failed|skipped)/,
        (_, number, word) => `${number}<b style="color:${colors[word]}">${word}</b>`
      )
      .replace(/^( +)(error|warning|hint):/, (_, indent, word) => `${indent}<i>${word}:</i>`)
  )
  return `<!doctype html><meta charset="utf-8"><style>body{margin:0;padding:2rem;background:#131416}
pre{margin:0;padding:1.75rem 2rem;border-radius:.75rem;background:#1d1f23;color:#ecebe7;font:15px/1.65 ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre-wrap}
b{font-weight:600}i{font-style:normal;color:#aaa79f}</style><pre>${lines.join('\n')}</pre>`
}
