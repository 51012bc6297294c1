import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { asRoot, docker, mountpoint } from '../support/docker.ts'
import { cli } from '../support/doors.ts'
import { DemoStack, demoImage } from '../support/stack.ts'

interface Check {
  readonly id: string
  readonly outcome: string
  readonly evidence?: readonly string[]
  readonly findings?: readonly { readonly message: string; readonly hint: string }[]
}

const nss = '/etc/pki/sigul'
const database = '/var/lib/sigul/server.sqlite'
/** Every byte of these would pass a comparison of archives: only the application knows that they are wrong. */
const faults: readonly (readonly [title: string, script: string, evidence: string])[] = [
  ['a database that is empty', `: > ${database}`, 'FAIL  data: database is intact'],
  [
    'a database that the service has made anew',
    `rm -f ${database}*; sqlite3 ${database} <schema.sql`,
    'FAIL  data: database names signing keys'
  ],
  [
    'a database cut in half',
    `truncate_to=$(($(stat -c %s ${database}) / 2)); dd if=${database} of=/tmp/half bs=4096 count=$((truncate_to / 4096)) 2>/dev/null; cat /tmp/half > ${database}`,
    'FAIL  data: database is intact'
  ],
  [
    'two pages of the database overwritten',
    `dd if=/dev/urandom of=${database} bs=4096 seek=3 count=2 conv=notrunc 2>/dev/null`,
    'FAIL  data: database is intact'
  ],
  [
    'a write-ahead log of an earlier moment beside the database',
    // What it holds of the pages is older than what the file holds of them.
    `sqlite3 ${database} >/dev/null <<'SQL'
PRAGMA journal_mode = wal;
PRAGMA wal_autocheckpoint = 0;
INSERT INTO users (name) SELECT 'old-' || value FROM generate_series(1, 300);
INSERT INTO key_accesses (key_id, user_id, encrypted_passphrase) SELECT 1, id, randomblob(300) FROM users WHERE name LIKE 'old-%';
.shell cp ${database}-wal /tmp/wal
SQL
sqlite3 ${database} "DELETE FROM key_accesses WHERE user_id IN (SELECT id FROM users WHERE name LIKE 'old-%'); DELETE FROM users WHERE name LIKE 'old-%'; VACUUM; PRAGMA wal_checkpoint(TRUNCATE);" >/dev/null
rm -f ${database}-shm; cp /tmp/wal ${database}-wal`,
    'FAIL  data:'
  ],
  [
    'rows without their other half',
    `sqlite3 ${database} 'DELETE FROM users WHERE id = (SELECT max(id) - 2 FROM users)'`,
    'FAIL  data: database has no broken references'
  ],
  [
    'a signing key without its secret part',
    'rm -f /var/lib/sigul/gnupg/private-keys-v1.d/*.key',
    'has its secret part'
  ],
  [
    'the certificate databases of server and bridge exchanged',
    `mkdir /tmp/s; cp -a ${nss}/server/. /tmp/s; cp -a ${nss}/bridge/cert9.db ${nss}/bridge/key4.db ${nss}/server/; cp -a /tmp/s/cert9.db /tmp/s/key4.db ${nss}/bridge/`,
    'FAIL  server: has no key of the authority'
  ],
  [
    'a password that does not open the keys',
    `echo wrong > ${nss}/server/.nss-password`,
    'FAIL  server: password opens the key of the certificate'
  ],
  [
    'a certificate that is out of date',
    `head -c 1024 /dev/urandom >/tmp/noise
certutil -D -d sql:${nss}/server -n sigul-server-cert
certutil -S -d sql:${nss}/bridge -f ${nss}/bridge/.nss-password -z /tmp/noise -s CN=old -n old -c sigul-ca -t u,u,u -m 9 -w -24 -v 12
pk12util -o /tmp/o.p12 -n old -d sql:${nss}/bridge -k ${nss}/bridge/.nss-password -w ${nss}/bridge/.nss-password
pk12util -i /tmp/o.p12 -d sql:${nss}/server -k ${nss}/server/.nss-password -w ${nss}/bridge/.nss-password
certutil --rename -d sql:${nss}/server -n old --new-n sigul-server-cert`,
    'FAIL  server: certificate is valid'
  ],
  [
    'an authority made anew for the bridge',
    `rm -rf ${nss}/bridge/* ${nss}/bridge/.nss-password ${nss}/server.kept; mv ${nss}/server/cert9.db /tmp/; NSS_PASSWORD=demo-only-not-a-secret ./init-certs.sh >/dev/null 2>&1; cp /tmp/cert9.db ${nss}/server/`,
    'FAIL  server'
  ],
  [
    'a certificate database that is missing',
    `rm ${nss}/bridge/cert9.db`,
    'FAIL  bridge: certificate database is intact'
  ]
]

describe('data that is whole but wrong', () => {
  const stack = new DemoStack()
  const keys = ['sigul_server_data', 'sigul_server_nss', 'sigul_bridge_nss']
  const places = ['/var/lib/sigul', `${nss}/server`, `${nss}/bridge`]
  const kept = `${stack.folder}/kept`

  beforeAll(async () => {
    await stack.up()
    await stack.compose('stop', '--timeout', '20')
    for (const key of keys)
      await asRoot(
        'sh',
        '-c',
        'mkdir -p "$2" && cp -a "$1/." "$2/"',
        'sh',
        await mountpoint(stack.volume(key)),
        `${kept}/${key}`
      )
  })
  afterAll(async () => {
    await asRoot('rm', '-rf', kept)
    await stack[Symbol.asyncDispose]()
  })

  const reset = async (): Promise<void> => {
    for (const key of keys)
      await asRoot(
        'sh',
        '-c',
        'find "$1" -mindepth 1 -delete && cp -a "$2/." "$1/"',
        'sh',
        await mountpoint(stack.volume(key)),
        `${kept}/${key}`
      )
  }
  const drill = async (): Promise<{ code: number; checks: readonly Check[] }> => {
    const { code, stdout, stderr } = await cli(
      ['validate', '--checks', 'drill', '--drill-source', 'live', '--json', ...stack.flags],
      { env: { DEMO_IMAGE: demoImage } }
    )
    if (stdout === '') throw new Error(stderr)
    return { code, checks: (JSON.parse(stdout) as { checks: Check[] }).checks }
  }

  it.each(faults)('is found by the drill: %s', async (_title, script, evidence) => {
    await reset()
    const mounts = keys.flatMap((key, at) => ['--volume', `${stack.volume(key)}:${places[at]}`])
    await docker(
      'run',
      '--rm',
      '--network',
      'none',
      '--user',
      '0',
      '--label',
      `org.volume-backup.test=${stack.project}`,
      ...mounts,
      demoImage,
      'sh',
      '-c',
      script
    )
    const { code, checks } = await drill()
    expect(code).toBe(4)
    const verified = checks.find(({ id }) => id === 'drill.verify')
    expect(verified?.outcome).toBe('failed')
    expect(verified?.evidence?.join('\n')).toContain(evidence)
    expect(verified?.findings?.[0]?.hint).toContain('older backup')
    // The archives are as whole as ever: this is what no comparison can find.
    expect(checks.find(({ id }) => id === 'drill.restore')?.outcome).toBe('passed')
  })

  it('is not seen where there is none', async () => {
    await reset()
    const { code, checks } = await drill()
    expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([])
    expect(code).toBe(0)
  })
})
