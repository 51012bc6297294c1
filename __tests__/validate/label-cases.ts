import { type Case, container, good, goodLabels, liveLow, one, volume } from '../support/label-stacks.ts'

const words: readonly Case[] = [
  {
    wrong: 'no priority',
    rule: 'priority',
    yaml: one('{x-backup: {description: Rows}}'),
    expected: [['error pg', 'volume pg has no priority']],
    twin: { yaml: one(good) }
  },
  {
    wrong: 'no word about its backup at all',
    rule: 'priority',
    yaml: one(''),
    expected: [
      ['error pg', 'volume pg has no priority'],
      ['error pg', 'no description']
    ],
    twin: { yaml: one(goodLabels) }
  },
  {
    wrong: 'a mistyped priority in a label',
    rule: 'priority',
    yaml: one('{labels: {backup: critcal, description: Rows}}'),
    expected: [
      [
        'error pg',
        'label backup: unknown priority "critcal", did you mean critical?',
        'legal: critical, high, medium, low, none'
      ]
    ],
    twin: { yaml: one('{labels: {backup: critical, description: Rows}}') }
  },
  {
    wrong: 'an unknown priority in x-backup',
    rule: 'priority',
    yaml: one('{x-backup: {priority: [daily], description: Rows}}'),
    expected: [['error pg', 'x-backup: priority is ["daily"]', 'legal: critical']],
    twin: { yaml: one(good) }
  },
  ...(
    [
      ['required', 'high'],
      ['optional', 'low'],
      ['no', 'none']
    ] as const
  ).map(
    ([word, taken]): Case => ({
      wrong: `the word ${word}`,
      rule: 'priority',
      yaml: one(`{labels: {backup: "${word}", description: Rows}}`),
      expected: [['warning pg', `"${word}" is taken for ${taken}`]],
      twin: { yaml: one(`{labels: {backup: ${taken}, description: Rows}}`) }
    })
  ),
  {
    wrong: 'no description',
    rule: 'description',
    yaml: one('{x-backup: high}'),
    expected: [['error pg', 'volume pg has no description']],
    twin: { yaml: one('{x-backup: high, labels: {description: Rows}}') }
  },
  {
    wrong: 'a description of blanks',
    rule: 'description',
    yaml: one('{labels: {backup: high, description: "  "}}'),
    expected: [['error pg', 'volume pg has no description']],
    twin: { yaml: one(goodLabels) }
  },
  {
    wrong: 'a mistyped key in x-backup of a volume',
    rule: 'words',
    yaml: one('{x-backup: {priority: high, description: Rows, path: [/data]}}'),
    expected: [['error pg', 'volume pg: x-backup: unknown key "path", did you mean paths?']],
    twin: { yaml: one('{x-backup: {priority: high, description: Rows, paths: [/data]}}') }
  },
  {
    wrong: 'a description that is a number',
    rule: 'words',
    yaml: one('{x-backup: {priority: high, description: 7}}'),
    expected: [['error pg', 'description is 7, which is no text']],
    twin: { yaml: one('{x-backup: {priority: high, description: "7"}}') }
  },
  {
    wrong: 'a relative path under a volume',
    rule: 'words',
    yaml: one('{x-backup: {priority: high, description: Rows, paths: [data]}}'),
    expected: [['error pg', 'volume pg: x-backup: paths is no list of absolute paths']],
    twin: { yaml: one('{x-backup: {priority: high, description: Rows, paths: /data}}') }
  },
  {
    wrong: 'a mistyped key in x-backup of a service',
    rule: 'words',
    yaml: one(good, 'volumes: [pg:/data]\nx-backup: {path: [/data]}'),
    expected: [['error db', 'service db: x-backup: unknown key "path", did you mean paths?']],
    twin: { yaml: one(good, 'volumes: [pg:/data]\nx-backup: {paths: [/data], verify: [pg_isready]}') }
  },
  {
    wrong: 'a path that climbs, under a service',
    rule: 'words',
    yaml: one(good, 'volumes: [pg:/data]\nx-backup: {paths: [/data/../etc]}'),
    expected: [['error db', 'service db: x-backup: paths is no list of absolute paths']],
    twin: { yaml: one(good, 'volumes: [pg:/data]\nx-backup: {paths: [/data//./x/]}') }
  },
  {
    wrong: 'a verify of a volume that is no command',
    rule: 'words',
    yaml: one('{x-backup: {priority: high, description: Rows, verify: 7}}'),
    expected: [['error pg', 'the x-backup of volume pg has a verify that is not understood']],
    twin: { yaml: one('{x-backup: {priority: high, description: Rows, verify: pg_isready}}') }
  },
  {
    wrong: 'a verify of a service with a mistyped key',
    rule: 'words',
    yaml: one(
      good,
      'volumes: [pg:/data]\nx-backup: {paths: [/data], verify: {service: db, cmd: pg_isready}}'
    ),
    expected: [['error db', 'the x-backup of service db has a verify that is not understood']],
    twin: {
      yaml: one(
        good,
        'volumes: [pg:/data]\nx-backup: {paths: [/data], verify: {service: db, command: pg_isready}}'
      )
    }
  },
  {
    wrong: 'a mistyped key at the top of the file',
    rule: 'words',
    yaml: `${one(good)}\nx-backup: {verfy: [{service: db, command: pg_isready}]}`,
    expected: [['error the Compose file', 'unknown key "verfy", did you mean verify?']],
    twin: { yaml: `${one(good)}\nx-backup: {verify: [{service: db, command: pg_isready}]}` }
  },
  {
    wrong: 'a list at the top of the file',
    rule: 'words',
    yaml: `${one(good)}\nx-backup: [pg_isready]`,
    expected: [['error the Compose file', 'the x-backup of the Compose file is ["pg_isready"]']],
    twin: { yaml: one(good) }
  },
  {
    wrong: 'a verify in a service that is not there',
    rule: 'words',
    yaml: `${one(good)}\nx-backup: {verify: {service: dbs, command: pg_isready}}`,
    expected: [['error the Compose file', 'is for service dbs, which the Compose file does not have']],
    twin: { yaml: `${one(good)}\nx-backup: {verify: {service: db, command: pg_isready}}` }
  },
  {
    wrong: 'a verify that is for nobody',
    rule: 'words',
    yaml: `${one(good)}\nx-backup: {verify: pg_isready}`,
    expected: [['error the Compose file', 'does not say in which service it is to run']],
    twin: { yaml: one('{x-backup: {priority: high, description: Rows, verify: pg_isready}}') }
  },
  {
    wrong: 'a priority under a service',
    rule: 'words',
    yaml: one(good, 'volumes: [pg:/data]\nx-backup: high'),
    expected: [['error db', 'service db: x-backup is "high"', 'a mapping']],
    twin: { yaml: one(good) }
  }
]

const both = '{x-backup: {priority: high, description: Rows}, labels: {backup: low}}'
const contradictions: readonly Case[] = [
  {
    wrong: 'another priority in x-backup than in its label, before it is created',
    rule: 'contradiction',
    yaml: one(both),
    world: { live: 'none' },
    expected: [['error pg', 'x-backup says priority high, its label backup says low']],
    twin: { yaml: one(both.replace('low', 'required')), world: { live: 'none' } }
  },
  {
    wrong: 'another priority in x-backup than in the label that it was created with',
    rule: 'contradiction',
    yaml: one(both),
    expected: [['warning pg', 'x-backup says priority high, its label backup says low; x-backup counts']],
    twin: { yaml: one(both.replace('low', 'high')) }
  },
  {
    wrong: 'another priority in x-backup than on the live volume alone',
    rule: 'contradiction',
    yaml: one(good),
    // Without the hash: it was made by hand.
    world: { live: 'none', extra: [volume('pg', { backup: 'low' })] },
    expected: [['warning pg', 'x-backup says priority high, its label backup says low']],
    twin: { yaml: one(good) }
  },
  {
    wrong: 'another restore order in x-backup than in its label',
    rule: 'contradiction',
    yaml: one(
      '{x-backup: {priority: high, description: Rows, restore-order: 1}, labels: {backup.restore-order: 2}}'
    ),
    world: { live: 'none' },
    expected: [['error pg', 'restore-order 1, its label backup.restore-order says 2']],
    twin: {
      yaml: one(
        '{x-backup: {priority: high, description: Rows, restore-order: 2}, labels: {backup.restore-order: "2"}}'
      ),
      world: { live: 'none' }
    }
  }
]

const drift: readonly Case[] = [
  {
    wrong: 'another priority in the file than on the live volume',
    rule: 'drift',
    yaml: one(goodLabels),
    world: { live: { pg: liveLow } },
    expected: [['error pg', 'the Compose file says backup=high, the live volume backup=low']],
    twin: { yaml: one(goodLabels), world: { live: { pg: { backup: 'high', description: 'Rows' } } } }
  },
  {
    wrong: 'labels in the file that the live volume does not have',
    rule: 'drift',
    yaml: one(goodLabels),
    world: { live: { pg: {} } },
    expected: [['error pg', 'has no label backup, has no label description']],
    twin: { yaml: one(good), world: { live: { pg: {} } } }
  },
  {
    wrong: 'lost a label in the file that it was created with',
    rule: 'drift',
    yaml: one(good),
    world: { live: { pg: { description: 'Rows' } } },
    expected: [['error pg', 'not those it was created with (description)', 'deletes its data']],
    // Compose has not made this one and never compares it.
    twin: { yaml: one(good), world: { live: 'none', extra: [volume('pg', { description: 'Rows' })] } }
  },
  {
    wrong: 'a changed label of another kind',
    rule: 'drift',
    yaml: one('{x-backup: {priority: high, description: Rows}, labels: [team=b]}'),
    world: { live: { pg: { team: 'a' } } },
    expected: [['error pg', 'not those it was created with (team)']],
    twin: {
      yaml: one('{x-backup: {priority: high, description: Rows}, labels: ["team=$TEAM"]}'),
      world: { live: { pg: { team: 'a' } } }
    }
  }
]

const two = `
services:
  db: {image: acme/db, volumes: ["pg:/data", "more:/more"]}
volumes:
  pg: ${good}
  more: ${good}
`
const existence: readonly Case[] = [
  {
    wrong: 'a declared volume that does not exist though another one does',
    rule: 'exists',
    yaml: two,
    world: { live: { more: undefined } },
    expected: [['error more', 'volume more is declared but does not exist yet']],
    twin: { yaml: two }
  },
  {
    wrong: 'no volume though it has containers',
    rule: 'exists',
    yaml: one(good),
    world: { live: 'none', containers: [container('db', {})] },
    expected: [['error pg', 'volume pg is declared but does not exist yet']],
    twin: { yaml: one(good), world: { live: 'none' } }
  },
  {
    wrong: 'a missing volume that no service mounts',
    rule: 'exists',
    yaml: two.replace(', "more:/more"', ''),
    world: { live: { more: undefined } },
    expected: [['warning more', 'no service mounts it']],
    twin: { yaml: two.replace(', "more:/more"', '') }
  },
  {
    wrong: 'a missing volume of a service on demand',
    rule: 'exists',
    yaml: `${one(good)}  more: ${good}\nx: 0`.replace(
      'services:',
      'services:\n  tool: {image: acme/t, profiles: [t], volumes: ["more:/more"]}'
    ),
    world: { live: { more: undefined } },
    expected: [['warning more', 'only services on demand mount it']],
    twin: {
      yaml: two.replaceAll(`more: ${good}`, 'more: {x-backup: {priority: none, description: Locks}}'),
      world: { live: { more: undefined } }
    }
  },
  {
    wrong: 'a volume with its labels beside the one that the file means',
    rule: 'exists',
    yaml: one('{name: app_pg, x-backup: {priority: high, description: Rows}}'),
    world: {
      live: 'none',
      extra: [volume('pg', {}, { name: 'renamed' }), volume('pg', {}, { labels: {} })]
    },
    expected: [['warning pg', 'renamed has its labels', 'app_pg']],
    twin: {
      yaml: one('{name: app_pg, x-backup: {priority: high, description: Rows}}'),
      world: { live: 'none', extra: [volume('pg')] }
    }
  },
  {
    wrong: 'a volume of the project that the file does not declare',
    rule: 'undeclared',
    yaml: one(good),
    world: { extra: [volume('old', { backup: 'high' })] },
    expected: [['error old', 'volume app_old is of project app but declared nowhere']],
    twin: { yaml: one(good), world: { extra: [volume('old', { backup: 'none' })] } }
  },
  {
    wrong: 'a volume that was renamed in the file',
    rule: 'undeclared',
    yaml: two.replaceAll('more', 'uploads'),
    world: { live: { uploads: undefined }, extra: [volume('upload')] },
    expected: [
      ['error uploads', 'does not exist yet'],
      ['error upload', 'was it renamed to uploads?']
    ],
    twin: { yaml: two.replaceAll('more', 'uploads') }
  },
  {
    wrong: 'an external volume that does not exist',
    rule: 'external',
    yaml: one('{external: true, name: shared, x-backup: {priority: high, description: Rows}}'),
    world: { live: 'none' },
    expected: [['error pg', 'external volume shared does not exist']],
    twin: { yaml: one('{external: true, name: shared, x-backup: {priority: high, description: Rows}}') }
  },
  {
    wrong: 'an external volume without a word about its backup',
    rule: 'external',
    yaml: one('{external: true}'),
    expected: [
      ['error pg', 'no priority'],
      ['error pg', 'no description'],
      ['warning pg', 'external volume pg is not managed by Compose']
    ],
    twin: { yaml: one('{external: true}'), world: { live: { pg: { backup: 'high', description: 'Rows' } } } }
  }
]

function kind(config: string, priority = 'high'): string {
  return one(`{x-backup: {priority: ${priority}, description: Rows}, ${config}}`)
}
const kinds: readonly Case[] = [
  {
    wrong: 'a plugin for a driver',
    rule: 'kind',
    yaml: kind('driver: rexray'),
    expected: [['warning pg', 'driver rexray']],
    twin: { yaml: kind('driver: local') }
  },
  {
    wrong: 'a volume in memory',
    rule: 'kind',
    yaml: kind('driver_opts: {type: tmpfs, device: tmpfs}'),
    expected: [['error pg', 'volume pg is in memory']],
    twin: { yaml: kind('driver_opts: {type: tmpfs, device: tmpfs}', 'none') }
  },
  {
    wrong: 'a folder of the host in disguise',
    rule: 'kind',
    yaml: kind('driver_opts: {type: none, o: "rw,bind", device: /srv/pg}'),
    expected: [['warning pg', 'the folder /srv/pg of the host in disguise']],
    twin: { yaml: kind('driver_opts: {type: ext4, o: "rw,nobinding", device: /dev/sdz}') }
  },
  {
    wrong: 'a share of another machine',
    rule: 'kind',
    yaml: kind('driver_opts: {type: nfs, o: "addr=10.0.0.1", device: ":/pg"}'),
    expected: [['warning pg', 'a share of another machine (nfs)']],
    twin: { yaml: kind('driver_opts: {type: btrfs, device: /dev/sdz}') }
  }
]

export const volumeCases = [...words, ...contradictions, ...drift, ...existence, ...kinds]
