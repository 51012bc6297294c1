import { readFile } from 'node:fs/promises'
import { asRecord } from '../record.ts'

const secretName =
  /pass(word|wd|phrase|code)?(_|$)|pw(d)?(_|$)|secret|token|credential|(^|_|api|private|public|access|signing)key(s)?(_|$)|(^|_)(auth|jwt|salt|dsn|pin|licen[cs]e|encryption|private)(_|$)/i
/** So short or so common that masking them would hide half of what is said. */
const isWord =
  /^.{0,3}$|^\d{1,5}$|^(true|false|none|null|auto|default|(dis|en)abled?|admin|trust|root|error|warn(ing)?|info|debug|trace)$/i
/** Lines of files are often no secrets: braces, headings. */
const shortestLine = 8
const passwordOfUrl = /(?<=[a-z][a-z0-9+.-]*:\/\/[^\s:/@]*:)[^\s@/]+(?=@)/gi

/**
 * What a program may print of the secrets that the Compose file gives it, longest first.
 * @param environment of this process: Compose takes secrets from there, too
 */
export async function secretsOf(
  resolved: Readonly<Record<string, unknown>>,
  environment: Readonly<Record<string, string | undefined>>
): Promise<readonly string[]> {
  const values = Object.values(asRecord(resolved.services)).flatMap((service) =>
    Object.entries(asRecord(asRecord(service).environment)).flatMap(([name, value]) => {
      const text = value === null ? '' : String(value).replaceAll('$$', '$')
      return [...(secretName.test(name) ? linesOf(text, 4) : []), ...(text.match(passwordOfUrl) ?? [])]
    })
  )
  const contents: string[] = []
  for (const part of ['secrets', 'configs']) {
    for (const one of Object.values(asRecord(resolved[part]))) {
      const { content, file, environment: variable } = asRecord(one)
      if (typeof content === 'string') contents.push(...linesOf(content, shortestLine))
      if (typeof variable === 'string') contents.push(...linesOf(environment[variable] ?? '', 4))
      if (typeof file === 'string' && part === 'secrets')
        contents.push(...linesOf(await readFile(file, 'utf8').catch(() => ''), shortestLine))
    }
  }
  return [...new Set([...values, ...contents])]
    .filter((text) => !isWord.test(text))
    .sort((a, b) => b.length - a.length)
}

/** A text as a whole, and each of its lines that is no word of its own. */
function linesOf(text: string, shortest: number): readonly string[] {
  const lines = text.split('\n').map((line) => line.trim())
  return lines.length === 1 ? lines : [text.trim(), ...lines.filter(({ length }) => length >= shortest)]
}

export function masked(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) clean = clean.replaceAll(secret, '***')
  return clean
    .replace(passwordOfUrl, '***')
    .replace(/(-----BEGIN [^-]*PRIVATE KEY-----)[\s\S]*?(-----END|$)/g, '$1***$2')
}
