import type { Check, HistoryPoint, Report, VolumeReport } from '../../src/report/report.ts'

const began = Date.parse('2026-03-14T02:30:00.000Z')
const at = (seconds: number): string => new Date(began + seconds * 1000).toISOString()
const mebibyte = 1024 * 1024

/** A report with nothing in it. */
export function plainReport(more: Partial<Report> = {}): Report {
  return {
    reportVersion: '1.0',
    operation: 'backup',
    result: 'success',
    dryRun: false,
    runId: 'a1b2c3d4e5f6',
    startedAt: at(0),
    durationMs: 1500,
    verified: true,
    volumes: [],
    leftOut: [],
    checks: [],
    warnings: [],
    guidance: [],
    ...more
  }
}

const volumes: readonly { key: string; priority: string; description: string; sizes: readonly number[] }[] = [
  {
    key: 'sigul_server_data',
    priority: 'critical',
    description: 'Signing database and GnuPG keys',
    sizes: [118.2, 121.9, 126.4, 129.8, 138.1, 143.6]
  },
  {
    key: 'sigul_server_nss',
    priority: 'high',
    description: 'Certificate database of the server',
    sizes: [0.31, 0.31, 0.31, 0.34, 0.34, 0.34]
  },
  {
    key: 'sigul_bridge_nss',
    priority: 'high',
    description: "Certificate database of the bridge, with the authority's key",
    sizes: [0.42, 0.42, 0.42, 0.42, 0.45, 0.45]
  },
  {
    key: 'sigul_server_logs',
    priority: 'medium',
    description: 'Logs of the server',
    sizes: [41.2, 48.8, 55.1, 62.7, 12.4, 19.9]
  },
  {
    key: 'sigul_bridge_logs',
    priority: 'low',
    description: 'Logs of the bridge',
    sizes: [9.1, 10.4, 11.2, 12.6, 13.3, 14.8]
  },
  {
    key: 'sigul_bridge_data',
    priority: 'low',
    description: 'Runtime data of the bridge',
    sizes: [2.2, 2.2, 2.3, 2.3, 2.2, 2.4]
  }
]

const ids = [
  '20260309-023004',
  '20260310-023003',
  '20260311-023005',
  '20260312-023003',
  '20260313-023004',
  '20260314-023002'
]

export function demoHistory(): readonly HistoryPoint[] {
  return ids.map((backupId, day) => ({
    backupId,
    createdAt: new Date(began - (5 - day) * 86_400_000 + 4000).toISOString(),
    volumes: volumes.map(({ key, sizes }) => {
      const contentBytes = Math.round((sizes[day] ?? 0) * mebibyte)
      return {
        key,
        entries: 40 + Math.round((sizes[day] ?? 0) * 9),
        contentBytes,
        archiveBytes: Math.round(contentBytes * 0.36)
      }
    })
  }))
}

/** A backup of the demo stack on its sixth day. */
export function backupReport(): Report {
  const history = demoHistory()
  const now = history.at(-1)
  const last = history.at(-2)
  return plainReport({
    backupId: now?.backupId ?? '',
    project: 'sigul-demo',
    location: './backups',
    durationMs: 9400,
    held: { mode: 'pause', startedAt: at(1.2), ms: 4100, containers: ['sigul-server', 'sigul-bridge'] },
    history: history.slice(0, -1),
    volumes: volumes.map(({ key, priority, description }, number): VolumeReport => {
      const size = now?.volumes[number]
      const before = last?.volumes[number]
      return {
        key,
        name: `sigul-demo_${key}`,
        priority,
        description,
        outcome: 'archived',
        entries: size?.entries ?? 0,
        contentBytes: size?.contentBytes ?? 0,
        archiveFile: `${key}-${now?.backupId}.tar.gz`,
        archiveBytes: size?.archiveBytes ?? 0,
        consistency: 'paused',
        startedAt: at(1.3 + number * 0.6),
        durationMs: [3300, 210, 240, 1500, 620, 300][number] ?? 0,
        before: { backupId: last?.backupId ?? '', contentBytes: before?.contentBytes ?? 0 },
        notes: []
      }
    }),
    leftOut: [
      {
        key: 'sigul_server_run',
        name: 'sigul-demo_sigul_server_run',
        priority: 'none',
        reason: 'priority-none'
      }
    ]
  })
}

/** A validation of the demo stack in which all is well but for one remark. */
export function demoReport(more: Partial<Report> = {}): Report {
  const check = (
    id: string,
    subject: string,
    looked: number,
    detail: string,
    extra: Partial<Check> = {}
  ): Check => ({
    name: id.split('.')[0] ?? id,
    id,
    subject,
    outcome: 'passed',
    looked,
    detail,
    ...extra
  })
  return plainReport({
    operation: 'validate',
    project: 'sigul-demo',
    backupId: ids.at(-1) ?? '',
    location: './backups',
    durationMs: 64_300,
    history: demoHistory(),
    held: { mode: 'pause', startedAt: at(13.1), ms: 3900, containers: ['sigul-server', 'sigul-bridge'] },
    phases: [
      { name: 'restore copies', startedAt: at(27), durationMs: 8200 },
      { name: 'start services', startedAt: at(35.2), durationMs: 21_400 },
      { name: 'ask the application', startedAt: at(56.6), durationMs: 5100 }
    ],
    checks: [
      check('labels.priority', '7 volumes', 7, 'every volume has a priority', {
        startedAt: at(0.2),
        durationMs: 180
      }),
      check('labels.description', '7 volumes', 7, 'every volume says what it holds', {
        startedAt: at(0.4),
        durationMs: 20
      }),
      check('labels.mounts', 'sigul-server', 4, 'data lies in named volumes', {
        startedAt: at(0.5),
        durationMs: 340
      }),
      check(
        'archives.content',
        `sigul_server_data of ${ids.at(-1)}`,
        1332,
        '1,332 entries decoded and equal to the index, 51.7 MiB read',
        { startedAt: at(1), durationMs: 6400 }
      ),
      check(
        'archives.content',
        `sigul_server_nss of ${ids.at(-1)}`,
        43,
        '43 entries decoded and equal to the index, 125.3 KiB read',
        { startedAt: at(7.4), durationMs: 400 }
      ),
      check('spot.growth', 'sigul_server_logs', 6, '60 % larger than its last backup', {
        outcome: 'warned',
        startedAt: at(8),
        durationMs: 900,
        findings: [
          {
            severity: 'warning',
            subject: 'sigul_server_logs',
            message: 'grew by 60 % since 20260313-023004, after it had shrunk by 80 %',
            hint: 'look whether the logs are rotated as you mean them to be'
          }
        ]
      }),
      check(
        'cycle.equal',
        'sigul-demo_sigul_server_data',
        1332,
        '1,332 entries, 143.6 MiB backed up, restored and equal',
        { startedAt: at(13), durationMs: 13_700 }
      ),
      check('drill.health', 'sigul-server', 1, 'healthy after 19.8 s', {
        startedAt: at(35.2),
        durationMs: 19_800
      }),
      check('drill.health', 'sigul-bridge', 1, 'healthy after 7.3 s', {
        startedAt: at(35.2),
        durationMs: 7300
      }),
      check('acceptance.verify', 'verify', 3, 'every command ended with status 0', {
        startedAt: at(56.6),
        durationMs: 5100,
        evidence: [
          '$ ./verify.sh',
          'database: integrity ok, 4182 signatures',
          'keys: 2 of 2 can sign',
          'certificates: both chains are complete'
        ]
      }),
      check(
        'labels.trap',
        'the check itself',
        0,
        'nothing to explain: the labels of the live volumes are those of the file',
        {
          outcome: 'skipped'
        }
      )
    ],
    drill: {
      source: 'backup',
      backupId: ids.at(-1) ?? '',
      recoveryPointMs: 7_440_000,
      recoveryTimeMs: 31_500,
      services: [
        {
          name: 'cert-init',
          image: 'volume-backup-demo:latest',
          state: 'exited (0)',
          health: 'none',
          readyMs: 1900
        },
        {
          name: 'sigul-bridge',
          image: 'volume-backup-demo:latest',
          state: 'running',
          health: 'healthy',
          readyMs: 7300
        },
        {
          name: 'sigul-server',
          image: 'volume-backup-demo:latest',
          state: 'running',
          health: 'healthy',
          readyMs: 19_800
        }
      ]
    },
    ...more
  })
}

/** The same, where a restored volume differs and a service does not start. */
export function failedReport(more: Partial<Report> = {}): Report {
  const good = demoReport()
  const failed: Readonly<Record<string, Partial<Check>>> = {
    'cycle.equal': {
      outcome: 'failed',
      detail: '3 of 1,332 entries differ after the restore',
      differences: [
        { path: 'server.sqlite', kind: 'changed', fields: ['size', 'sha256'] },
        { path: 'gnupg/private-keys-v1.d/6F1A0B.key', kind: 'missing', fields: [] },
        { path: 'server.sqlite-journal', kind: 'extra', fields: [] }
      ]
    },
    'acceptance.verify': {
      outcome: 'failed',
      detail: 'the command ended with status 1',
      findings: [
        {
          severity: 'error',
          subject: 'verify',
          message: '"./verify.sh" ended with status 1',
          hint: 'run the same command in the drill yourself: docker compose run --rm verify'
        }
      ],
      evidence: [
        '$ ./verify.sh',
        'database: integrity ok, 4182 signatures',
        'keys: 1 of 2 can sign',
        'verify: the key 6F1A0B is missing'
      ]
    }
  }
  return {
    ...good,
    result: 'failed',
    verified: false,
    checks: good.checks.map((check) => ({ ...check, ...failed[check.id] })),
    drill: {
      source: 'backup',
      backupId: good.backupId ?? '',
      recoveryPointMs: 7_440_000,
      services: [
        ...(good.drill?.services.slice(0, 2) ?? []),
        {
          name: 'sigul-server',
          image: 'volume-backup-demo:latest',
          state: 'restarting (1)',
          health: 'unhealthy'
        }
      ]
    },
    warnings: ['sigul_server_run has no description'],
    error: {
      code: 'check-failed',
      message:
        '2 of 11 checks failed: cycle.equal of sigul-demo_sigul_server_data, acceptance.verify of verify',
      hint: 'read what the checks say below; the live volumes were not touched'
    },
    guidance: ['keep the backup 20260313-023004: it is the newest that passed every check'],
    ...more
  }
}

/** Names that try to be more than text. */
export const hostileNames = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; DROP TABLE volumes; --",
  ']]><x>&amp;&#0;',
  '[a](http://b) ![i](u) @team `x` a|b **b** ~~s~~',
  'bell\u0007 null\u0000 escape\u001b[31m',
  'right\u202eot-tfel \u2066isolate\u2069 zero\u200bwidth \ufeffbom',
  'lone \ud800 and \uffff',
  'line\nbreak\r\nand\ttab',
  '{{ secrets.TOKEN }} ::error::x ##[error]y',
  'x'.repeat(300),
  'データベース データ 🗄️',
  ''
] as const

/** Every foreign text of a failed report is hostile. */
export function hostileReport(): Report {
  const name = (number: number): string => hostileNames[number % hostileNames.length] ?? ''
  const report = failedReport()
  return {
    ...report,
    project: name(0),
    location: name(1),
    volumes: hostileNames.map((key, number) => ({
      key,
      name: key,
      priority: 'high',
      description: name(number + 1),
      outcome: 'archived',
      entries: number,
      contentBytes: 1000 * number,
      archiveBytes: 10 * number,
      startedAt: at(number),
      durationMs: 500,
      before: { backupId: name(2), contentBytes: number },
      notes: [name(number + 2)]
    })),
    leftOut: hostileNames.map((key) => ({
      key,
      name: key,
      priority: undefined,
      reason: 'no-priority' as const
    })),
    history: demoHistory().map((point) => ({
      ...point,
      volumes: hostileNames.map((key, number) => ({
        key,
        entries: 1,
        contentBytes: number * 10,
        archiveBytes: number
      }))
    })),
    phases: hostileNames.map((one, number) => ({ name: one, startedAt: at(number), durationMs: 700 })),
    checks: hostileNames.map((subject, number) => ({
      name: 'labels',
      id: 'labels.priority',
      subject,
      outcome: 'failed' as const,
      looked: 1,
      detail: name(number + 3),
      findings: [{ severity: 'error' as const, subject, message: name(number + 4), hint: name(number + 5) }],
      evidence: [name(number + 6)],
      differences: [{ path: name(number + 7), kind: 'changed' as const, fields: [name(number + 8)] }],
      startedAt: at(number),
      durationMs: 100
    })),
    drill: {
      source: 'backup',
      services: hostileNames.map((one, number) => ({
        name: one,
        image: name(number + 1),
        state: name(number + 2),
        health: name(number + 3),
        readyMs: 10
      }))
    },
    warnings: [...hostileNames],
    error: { code: 'check-failed', message: hostileNames.join('\n'), hint: name(1) },
    guidance: [...hostileNames]
  }
}
