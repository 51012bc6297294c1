/** Where programs of this machine are looked for: also where they are on every system, whatever a unit or cron job sets. */
export function completePath(pathVariable: string): string {
  return [...pathVariable.split(':').filter((folder) => folder !== ''), '/usr/bin', '/bin'].join(':')
}
