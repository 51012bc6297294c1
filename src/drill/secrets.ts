import { asRecord } from '../record.ts'

const secretName = /pass|pwd|secret|token|key|credential/i

/** What a program may print of the secrets that the Compose file gives it, longest first. */
export function secretsOf(resolved: Readonly<Record<string, unknown>>): readonly string[] {
  const environments = Object.values(asRecord(resolved.services)).map((service) =>
    asRecord(asRecord(service).environment)
  )
  const values = environments.flatMap((environment) =>
    Object.entries(environment).flatMap(([name, value]) =>
      secretName.test(name) && value !== null ? [String(value).replaceAll('$$', '$')] : []
    )
  )
  const contents = ['secrets', 'configs'].flatMap((part) =>
    Object.values(asRecord(resolved[part])).flatMap((one) => {
      const { content } = asRecord(one)
      return typeof content === 'string' ? content.split('\n') : []
    })
  )
  // A short one is most often a word such as yes, and would hide half of what is said.
  return [...new Set([...values, ...contents].map((text) => text.trim()))]
    .filter(({ length }) => length >= 5)
    .sort((a, b) => b.length - a.length)
}

export function masked(text: string, secrets: readonly string[]): string {
  let clean = text
  for (const secret of secrets) clean = clean.replaceAll(secret, '***')
  return clean.replace(/(-----BEGIN [^-]*PRIVATE KEY-----)[\s\S]*?(-----END|$)/g, '$1***$2')
}
