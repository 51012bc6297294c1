/** For machines and for the archive: two-space JSON with a final newline. */
export function formatJson(report: object): string {
  return `${JSON.stringify(report, null, 2)}\n`
}
