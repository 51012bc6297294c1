import { anonymousName, type Case, container, good, one } from '../support/label-stacks.ts'

const vol = { images: { 'acme/db': ['/data'] } }
const bindTwin = { yaml: one(good, 'volumes: [pg:/data, ./conf:/conf:ro]'), world: vol }
const binds: readonly Case[] = [
  {
    wrong: 'a folder of the host where the image has its VOLUME',
    rule: 'bind',
    yaml: one(good, 'volumes: [pg:/other, /srv/pg:/data]'),
    world: vol,
    expected: [['error db', 'the folder /srv/pg of the host at /data', 'which acme/db declares as a volume']],
    twin: bindTwin
  },
  {
    wrong: 'a folder of the host above the data of a well-known database',
    rule: 'bind',
    yaml: one(good, 'volumes: [pg:/other, ./pg:/var/lib]\n').replace('acme/db', 'mariadb:11'),
    expected: [['error db', './pg', '/var/lib/mysql', 'where mariadb:11 keeps it']],
    twin: { yaml: one(good, 'volumes: [pg:/var/lib]').replace('acme/db', 'mariadb:11') }
  },
  {
    wrong: 'a folder of the host at a path of x-backup',
    rule: 'bind',
    yaml: one(good, 'volumes: [pg:/other, ./up:/srv/up]\nx-backup: {paths: [/srv/up/files]}'),
    expected: [['error db', '/srv/up/files', 'which its x-backup names']],
    twin: { yaml: one(good, 'volumes: [pg:/srv/up]\nx-backup: {paths: [/srv/up/files]}') }
  },
  {
    wrong: 'any other folder of the host that it can write to',
    rule: 'bind',
    yaml: one(good, 'volumes: [pg:/data, ./out:/out]'),
    world: vol,
    expected: [['warning db', 'mounts the folder ./out of the host at /out and can write there']],
    twin: {
      yaml: one(
        good,
        'volumes: [pg:/data, ./db.conf:/etc/db.conf, /var/run/docker.sock:/docker.sock, /srv/proxy.sock:/proxy.sock]'
      ),
      world: { ...vol, files: ['./db.conf'] }
    }
  }
]

const mongo = one(good, 'volumes: [pg:/data/db]').replace('acme/db', 'mongo:7')
const anonymous: readonly Case[] = [
  {
    wrong: 'a mount without a source',
    rule: 'anonymous',
    yaml: one(good, 'volumes: [pg:/data, /cache]'),
    expected: [['error db', 'service db mounts an anonymous volume at /cache']],
    twin: { yaml: one(good, 'volumes: [pg:/data]\ntmpfs: /cache') }
  },
  {
    wrong: 'a VOLUME of the image that no mount names',
    rule: 'anonymous',
    yaml: one(good, 'volumes: [pg:/other]'),
    world: vol,
    expected: [['error db', 'an anonymous volume at /data, which acme/db declares']],
    twin: { yaml: one(good, 'volumes: [pg:/other]\nx-backup: {paths: [/other]}'), world: vol }
  },
  {
    wrong: 'a volume at the parent of a VOLUME',
    rule: 'anonymous',
    yaml: one(good, 'volumes: [pg:/var/lib/postgresql]').replace('acme/db', 'postgres:17'),
    world: { images: { 'postgres:17': ['/var/lib/postgresql/data'] } },
    expected: [['error db', 'volume pg at /var/lib/postgresql does not help', 'on top of it']],
    twin: {
      yaml: one(good, 'volumes: [pg:/var/lib/postgresql]').replace('acme/db', 'postgres:18'),
      world: { images: { 'postgres:18': ['/var/lib/postgresql'] } }
    }
  },
  {
    wrong: 'a VOLUME that no mount names, in a service on demand',
    rule: 'anonymous',
    yaml: one(good, 'volumes: [pg:/other]\nprofiles: [tools]'),
    world: vol,
    expected: [['warning db', 'an anonymous volume at /data']],
    twin: { yaml: one(good, 'volumes: [pg:/data]\nprofiles: [tools]'), world: vol }
  },
  {
    wrong: 'a second VOLUME of a database whose data is in a named one',
    rule: 'anonymous',
    yaml: mongo,
    world: { images: { 'mongo:7': ['/data/db', '/data/configdb'] } },
    expected: [['warning db', 'an anonymous volume at /data/configdb']],
    twin: { yaml: mongo, world: { images: { 'mongo:7': ['/data/db'] } } }
  },
  {
    wrong: 'a VOLUME at a folder that its configuration may not use',
    rule: 'anonymous',
    yaml: wellKnown('hashicorp/vault', '/vault/data'),
    world: { images: { 'hashicorp/vault': ['/vault/file'] } },
    expected: [['warning db', 'an anonymous volume at /vault/file']],
    twin: {
      yaml: wellKnown('hashicorp/vault', '/vault/file'),
      world: { images: { 'hashicorp/vault': ['/vault/file'] } }
    }
  },
  {
    wrong: 'a VOLUME that the mounts of another service do not name either',
    rule: 'anonymous',
    yaml: one(good, 'volumes_from: ["store:ro"]', '  store: {image: acme/x, volumes: ["pg:/other"]}'),
    world: vol,
    expected: [['error db', 'an anonymous volume at /data']],
    twin: {
      yaml: one(good, 'volumes_from: ["store:ro"]', '  store: {image: acme/x, volumes: ["pg:/data"]}'),
      world: vol
    }
  },
  {
    wrong: 'a container with an anonymous volume of which the file knows nothing',
    rule: 'anonymous',
    yaml: one(good),
    world: { containers: [container('db', { '/data': 'app_pg', '/old': anonymousName })] },
    expected: [['error db', 'container app-db-1 has the anonymous volume 0123456789ab… at /old']],
    twin: { yaml: one(good), world: { containers: [container('db', { '/data': 'app_pg' })] } }
  }
]

function wellKnown(image: string, target: string, rest = ''): string {
  return one(good, `volumes: [pg:${target}]\n${rest}`).replace('acme/db', image)
}
const dataPaths: readonly Case[] = [
  {
    wrong: 'a database beside the volume that is meant for it (W2)',
    rule: 'data-path',
    yaml: one(
      good,
      'volumes: [pg:/var/lib/sigul/server]\nx-backup: {paths: [/var/lib/sigul/server.sqlite, /var/lib/sigul/server/gnupg]}'
    ),
    expected: [
      [
        'error db',
        '/var/lib/sigul/server.sqlite',
        'outside of every mount',
        'volume pg at /var/lib/sigul/server: below or beside',
        'gone with the container'
      ]
    ],
    twin: {
      yaml: one(
        good,
        'volumes: [pg:/var/lib/sigul]\nx-backup: {paths: [/var/lib/sigul/server.sqlite, /var/lib/sigul/server/gnupg]}'
      )
    }
  },
  {
    wrong: 'a volume below the data folder',
    rule: 'data-path',
    yaml: wellKnown('grafana/grafana:11.0.0', '/var/lib/grafana/plugins'),
    expected: [['error db', '/var/lib/grafana, where', 'volume pg at /var/lib/grafana/plugins']],
    twin: { yaml: wellKnown('grafana/grafana:11.0.0', '/var/lib/grafana') }
  },
  {
    wrong: 'data in a volume that is in no backup',
    rule: 'data-path',
    yaml: one(
      '{x-backup: {priority: none, description: Rows}}',
      'volumes: [pg:/data]\nx-backup: {paths: [/data/db]}'
    ),
    expected: [['error db', '/data/db', 'lies in volume pg of priority none: it is in no backup']],
    // Nobody says that it has to be kept.
    twin: { yaml: one('{x-backup: {priority: none, description: Rows}}').replace('acme/db', 'redis:8') }
  },
  {
    wrong: 'a folder that only begins like the mount',
    rule: 'data-path',
    yaml: one(good, 'volumes: [pg:/data]\nx-backup: {paths: [/database]}'),
    expected: [['error db', '/database', 'outside of every mount']],
    twin: { yaml: one(good, 'volumes: [pg:/data]\nx-backup: {paths: [/data/base]}') }
  },
  {
    wrong: 'a data folder in memory',
    rule: 'data-path',
    yaml: one(good, 'volumes: [pg:/other]\ntmpfs: [/data]').replace('acme/db', 'valkey/valkey:8'),
    expected: [['error db', '/data', 'in memory (tmpfs at /data)', 'gone with the container']],
    twin: {
      yaml: one(good, 'volumes: [pg:/other]\ntmpfs: [/data]\nx-backup: {paths: []}').replace(
        'acme/db',
        'valkey/valkey:8'
      )
    }
  },
  {
    wrong: 'memory on top of the volume',
    rule: 'data-path',
    yaml: one(good, 'volumes: [pg:/data]\ntmpfs: [/data/live]\nx-backup: {paths: [/data/live/x]}'),
    expected: [['error db', 'in memory (tmpfs at /data/live)']],
    twin: { yaml: one(good, 'volumes: [pg:/data]\ntmpfs: [/tmp]\nx-backup: {paths: [/data/live/x]}') }
  },
  {
    wrong: 'a data folder that a variable has moved',
    rule: 'data-path',
    yaml: wellKnown('postgres:16', '/var/lib/postgresql/data', 'environment: {PGDATA: /pgdata}'),
    expected: [['error db', '/pgdata, where postgres:16 keeps it', 'outside of every mount']],
    twin: { yaml: wellKnown('postgres:16', '/pgdata', 'environment: [PGDATA=/pgdata/16]') }
  },
  {
    wrong: 'a data folder that the command has moved',
    rule: 'data-path',
    yaml: wellKnown(
      'docker.io/prom/prometheus@sha256:00',
      '/prometheus',
      'command: [--storage.tsdb.path=/tsdb]'
    ),
    expected: [['error db', '/tsdb']],
    twin: {
      yaml: wellKnown('docker.io/prom/prometheus@sha256:00', '/tsdb', 'command: [--storage.tsdb.path=/tsdb]')
    }
  },
  {
    wrong: 'the data folder of this release in memory, and that of another one in the volume',
    rule: 'data-path',
    yaml: wellKnown('influxdb:2', '/var/lib/influxdb', 'tmpfs: [/var/lib/influxdb2]'),
    world: { images: { 'influxdb:2': ['/var/lib/influxdb2'] } },
    expected: [['error db', '/var/lib/influxdb2, where influxdb:2 keeps it', 'in memory']],
    twin: {
      yaml: wellKnown('influxdb:2', '/var/lib/influxdb2'),
      world: { images: { 'influxdb:2': ['/var/lib/influxdb2'] } }
    }
  },
  {
    wrong: 'a volume that does not hold the path it says',
    rule: 'data-path',
    yaml: one('{x-backup: {priority: high, description: Rows, paths: [/srv/x]}}'),
    expected: [['error pg', 'volume pg does not hold /srv/x', 'mounted at /data of db']],
    twin: { yaml: one('{x-backup: {priority: high, description: Rows, paths: [/data/x]}}') }
  },
  {
    wrong: 'a path in a volume that no service mounts',
    rule: 'data-path',
    yaml: one('{x-backup: {priority: high, description: Rows, paths: [/data]}}', 'command: [x]'),
    expected: [['error pg', 'volume pg does not hold /data', 'no service mounts it']],
    twin: {
      yaml: one(
        '{x-backup: {priority: high, description: Rows, paths: [/data]}}',
        'volumes_from: [other]',
        '  other: {image: acme/x, volumes: ["pg:/data"]}'
      )
    }
  }
]

export const mountCases = [...binds, ...anonymous, ...dataPaths]
