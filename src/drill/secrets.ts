import { readFile } from 'node:fs/promises'
import { asRecord } from '../record.ts'

const secretName =
  /pass|pwd|pw(_|$)|secret|token|key|credential|auth|jwt|salt|dsn|(^|_)pin(_|$)|licen[cs]e|encrypt|private/i
/** So short or so common that masking them would hide half of what is said. */
const isWord = /^.{0,3}$|^(true|false|none|null|auto|default|disabled?|enabled?)$/i
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
      return secretName.test(name) ? [text] : (text.match(passwordOfUrl) ?? [])
    })
  )
  const contents: string[] = []
  for (const part of ['secrets', 'configs']) {
    for (const one of Object.values(asRecord(resolved[part]))) {
      const { content, file, environment: variable } = asRecord(one)
      if (typeof content === 'string') contents.push(content)
      if (typeof variable === 'string') contents.push(environment[variable] ?? '')
      if (typeof file === 'string' && part === 'secrets')
        contents.push(await readFile(file, 'utf8').catch(() => ''))
    }
  }
  return [...new Set([...values, ...contents].flatMap((text) => [text, ...text.split('\n')]))]
    .map((text) => text.trim())
    .filter((text) => !isWord.test(text))
    .sort((a, b) => b.length - a.length)
}

export function masked(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) clean = clean.replaceAll(secret, '***')
  return clean
    .replace(passwordOfUrl, '***')
    .replace(/(-----BEGIN [^-]*PRIVATE KEY-----)[\s\S]*?(-----END|$)/g, '$1***$2')
}
