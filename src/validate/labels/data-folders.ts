import { cleanPath } from '../../selection/paths.ts'

/**
 * Where well-known images keep their data, from the VOLUME lines of their Dockerfiles and their documentation. Needed
 * where the engine does not have the image, and for images that declare no VOLUME. Paths that are parted by `|` are
 * alternatives.
 */
interface Row {
  /** Last part of the image's name, words parted by blanks. */
  readonly names: string
  readonly paths: string
  /** The alternatives are up to the configuration, not to the release: what the image declares decides nothing. */
  readonly configured?: true
  /** Variable that moves the data. */
  readonly variable?: string
  /** What in the command moves the data; the first group is the path. */
  readonly flag?: RegExp
  /** When a variable or the command says so, it keeps nothing, or cannot be told where. */
  readonly unless?: RegExp
}

const rows: readonly Row[] = [
  // 18 and newer keep it in /var/lib/postgresql/18/docker: a mount of the parent is right for all of them.
  { names: 'postgres postgis pgvector timescaledb', paths: '/var/lib/postgresql/data', variable: 'PGDATA' },
  { names: 'timescaledb-ha', paths: '/home/postgres/pgdata', variable: 'PGDATA' },
  {
    names: 'mysql mysql-server mariadb percona percona-server',
    paths: '/var/lib/mysql',
    flag: flag('--datadir')
  },
  {
    names: 'mongo mongodb-community-server percona-server-mongodb',
    paths: '/data/db',
    flag: flag('--dbpath')
  },
  { names: 'redis redis-stack redis-stack-server valkey keydb', paths: '/data', flag: flag('--dir') },
  { names: 'elasticsearch', paths: '/usr/share/elasticsearch/data' },
  { names: 'opensearch', paths: '/usr/share/opensearch/data' },
  { names: 'influxdb', paths: '/var/lib/influxdb2|/var/lib/influxdb|/var/lib/influxdb3' },
  { names: 'grafana grafana-oss grafana-enterprise', paths: '/var/lib/grafana', variable: 'GF_PATHS_DATA' },
  { names: 'prometheus', paths: '/prometheus', flag: flag('--storage.tsdb.path') },
  { names: 'loki', paths: '/loki' },
  { names: 'rabbitmq', paths: '/var/lib/rabbitmq', variable: 'RABBITMQ_MNESIA_BASE' },
  { names: 'vault', paths: '/vault/file|/vault/data|/vault/raft', configured: true, unless: /(^| )-dev\b/ },
  { names: 'openbao', paths: '/openbao/file|/openbao/data', configured: true, unless: /(^| )-dev\b/ },
  { names: 'consul', paths: '/consul/data', flag: flag('-data-dir') },
  {
    names: 'etcd',
    paths: '/etcd-data|/etcd_data|/var/lib/etcd',
    configured: true,
    variable: 'ETCD_DATA_DIR',
    flag: flag('--data-dir')
  },
  {
    names: 'minio',
    paths: '/data|/export|/mnt/data',
    configured: true,
    flag: /\bserver (?:-\S+ )*(\/\S+)/,
    unless: /\{\d/
  },
  { names: 'gitea forgejo', paths: '/data|/var/lib/gitea' },
  { names: 'nextcloud wordpress', paths: '/var/www/html' },
  { names: 'keycloak', paths: '/opt/keycloak/data', unless: /(--db|KC_DB)[= ](?!dev)/ },
  { names: 'clickhouse-server', paths: '/var/lib/clickhouse' },
  { names: 'cassandra', paths: '/var/lib/cassandra' },
  { names: 'couchdb', paths: '/opt/couchdb/data' },
  { names: 'neo4j', paths: '/data' },
  { names: 'cockroach', paths: '/cockroach/cockroach-data', flag: flag('--store') },
  { names: 'jenkins', paths: '/var/jenkins_home' },
  { names: 'nexus3', paths: '/nexus-data' },
  { names: 'registry', paths: '/var/lib/registry' },
  { names: 'gitlab-ce gitlab-ee', paths: '/var/opt/gitlab' },
  { names: 'ghost', paths: '/var/lib/ghost/content' }
]

/** What a service may say about where its data lies. */
export interface DataFolderRequest {
  readonly image: string
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
}

export interface DataFolders {
  /** Alternatives. */
  readonly paths: readonly string[]
  /** Whether the image's own VOLUMEs tell which of them it is. */
  readonly byRelease: boolean
}

/** Where a well-known image keeps its data; `undefined` for any other image. */
export function dataFolders({ image, command, environment }: DataFolderRequest): DataFolders | undefined {
  const name = imageName(image)
  const row = rows.find(({ names }) => names.split(' ').includes(name))
  if (row === undefined || isRepackaged(image)) return undefined
  const line = command.join(' ')
  const variables = Object.entries(environment).map(([key, value]) => `${key}=${value}`)
  if (row.unless?.test([...variables, line].join('\n'))) return undefined
  const moved =
    row.flag?.exec(line)?.[1] ?? (row.variable === undefined ? undefined : environment[row.variable])
  return { paths: (moved ?? row.paths).split('|').map(cleanPath), byRelease: !row.configured }
}

/** `db.example:5000/library/postgres:17@sha256:…` is `postgres`. */
function imageName(image: string): string {
  const path = image.replace(/@.*$/, '')
  return (path.split('/').at(-1) ?? '').replace(/:.*$/, '')
}

/** Publishers that put the data of the same programs elsewhere. */
function isRepackaged(image: string): boolean {
  return /(^|\/)(bitnami|bitnamilegacy|linuxserver)\//.test(image)
}

function flag(name: string): RegExp {
  return new RegExp(`(?:^| )${name.replaceAll('.', '\\.')}(?:=| )(/\\S+)`)
}
