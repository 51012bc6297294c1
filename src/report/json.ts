import type { Report } from './report.ts'

/** For machines and for the archive: two-space JSON with a final newline. */
export function formatJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
