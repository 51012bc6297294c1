import { asRecord } from '../record.ts'
import type { DrillRequest, Problem } from './model.ts'

type Service = Readonly<Record<string, unknown>>

/** What a service may say as it likes: it does that inside of the drill. */
const kept = new Set(
  [
    'attach blkio_config build cap_add cap_drop cgroup command configs cpu_count cpu_percent cpu_period cpu_quota',
    'cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset depends_on dns dns_opt dns_search domainname entrypoint',
    'environment expose extra_hosts gpus group_add healthcheck hostname image init ipc isolation links mem_limit',
    'mem_reservation mem_swappiness memswap_limit network_mode networks oom_kill_disable oom_score_adj pid pids_limit',
    'platform post_start pre_stop profiles read_only runtime secrets security_opt shm_size stdin_open stop_grace_period',
    'stop_signal storage_opt sysctls tmpfs tty ulimits user userns_mode uts volumes volumes_from working_dir'
  ].flatMap((line) => line.split(' '))
)

/** Left out: it would clash with the user's stack, speak to programs that look after it, or outlive the drill. */
const leftOut = new Set(
  [
    'annotations cgroup_parent container_name deploy develop env_file external_links label_file labels logging',
    'mac_address models ports pull_policy restart scale'
  ].flatMap((line) => line.split(' '))
)

/** Docker's own choice, and what reaches no further than the container. */
const capabilities = new Set(
  [
    'AUDIT_WRITE CHOWN DAC_OVERRIDE FOWNER FSETID IPC_LOCK KILL LEASE MKNOD NET_ADMIN NET_BIND_SERVICE NET_BROADCAST',
    'NET_RAW SETFCAP SETGID SETPCAP SETUID SYS_CHROOT SYS_NICE SYS_RESOURCE'
  ].flatMap((line) => line.split(' '))
)

/** What a build may say; the rest reaches out of it or names images of the user's. */
const keptOfBuild = new Set(
  [
    'additional_contexts args cache_from context dockerfile dockerfile_inline extra_hosts isolation network no_cache',
    'platforms pull secrets shm_size target ulimits'
  ].flatMap((line) => line.split(' '))
)

/** Whether "up" would build it: what is there is taken, unless the service says otherwise. */
export function isBuilt(
  name: string,
  { build, image, pull_policy }: Service,
  { images, localImages }: Pick<DrillRequest, 'images' | 'localImages'>
): boolean {
  if (build === undefined || images.has(name)) return false
  return pull_policy === 'build' || typeof image !== 'string' || !localImages.has(image)
}

/**
 * The service where it can do no harm.
 * @param mounts those of the drill
 * @param builtAs the drill's own name for an image that one of the services builds
 */
export function drilledService(
  name: string,
  service: Service,
  mounts: readonly unknown[],
  builtAs: ReadonlyMap<string, string>,
  request: DrillRequest
): Service {
  const { images, labels } = request
  const resources = asRecord(service.deploy).resources
  return {
    ...Object.fromEntries(
      Object.entries(service).filter(([key]) => kept.has(key) && key !== 'build' && key !== 'image')
    ),
    ...imageOf(service, images.get(name), builtAs, isBuilt(name, service, request), labels),
    ...(resources === undefined ? {} : { deploy: { resources } }),
    ...(service.networks === undefined ? {} : { networks: withoutAddresses(service.networks) }),
    volumes: mounts,
    labels: { ...labels },
    restart: 'no'
  }
}

function imageOf(
  { image, build, pull_policy }: Service,
  given: string | undefined,
  builtAs: ReadonlyMap<string, string>,
  isBuiltHere: boolean,
  labels: DrillRequest['labels']
): Service {
  const own = typeof image === 'string' && given === undefined ? builtAs.get(image) : undefined
  if (isBuiltHere) {
    const build_ = Object.entries(asRecord(build)).filter(([key]) => keptOfBuild.has(key))
    return {
      ...(own === undefined ? {} : { image: own }),
      build: { ...Object.fromEntries(build_), labels: { ...labels } },
      pull_policy: 'build'
    }
  }
  if (own !== undefined) return { image: own, pull_policy: 'never' }
  return { image: given ?? image, pull_policy: pull_policy === 'never' ? 'never' : 'missing' }
}

/** In the place of one that nobody starts: it stays in the file, for others may depend on it. */
export function idleService({ image, profiles }: Service): Service {
  return {
    image: typeof image === 'string' ? image : 'none',
    pull_policy: 'never',
    scale: 0,
    ...(profiles === undefined ? {} : { profiles })
  }
}

function withoutAddresses(networks: unknown): Service {
  return Object.fromEntries(
    Object.entries(asRecord(networks)).map(([name, value]) => {
      const { aliases } = asRecord(value)
      return [name, aliases === undefined ? {} : { aliases }]
    })
  )
}

/** Whether any container of it is to run. */
export function wantsToRun(service: Service): boolean {
  return service.scale !== 0 && asRecord(service.deploy).replicas !== 0
}

/** Whether it is meant to run for good: then an end with 0 is none that it came to by itself. */
export function isLasting({ restart }: Service): boolean {
  return restart === 'always' || restart === 'unless-stopped'
}

/** A service that may change this machine, or speak to what runs on it, is not started from a backup or a pull request. */
export function dangersOf(name: string, service: Service): readonly Problem[] {
  const reasons = [
    ...(service.privileged === true ? ['runs privileged'] : []),
    ...(asList(service.post_start).some((hook) => asRecord(hook).privileged === true)
      ? ['has a privileged post_start']
      : []),
    ...dangersOfBuild(asRecord(service.build)),
    ...['pid', 'ipc', 'uts', 'userns_mode', 'cgroup', 'network_mode']
      .filter((key) => !isClosed(key, service[key]))
      .map((key) => `has ${key}: ${service[key]}`),
    ...(asList(service.devices).length > 0 ? ['uses devices of the host'] : []),
    ...(asList(service.device_cgroup_rules).length > 0 ? ['uses devices of the host'] : []),
    ...asList(service.cap_add)
      .filter((one) => !capabilities.has(String(one).toUpperCase().replace(/^CAP_/, '')))
      .map((one) => `has capability ${one}`),
    ...asList(service.security_opt)
      .filter((one) => /^systempaths[=:]unconfined$/.test(String(one)))
      .map((one) => `has security_opt ${one}`),
    ...asList(service.volumes_from)
      .map(String)
      .filter((one) => one.startsWith('container:'))
      .map((one) => `takes volumes from another ${one.replace(':', ' ')}`),
    ...(service.use_api_socket === true ? ['speaks to the daemon (use_api_socket)'] : []),
    ...unknownKeys(service).map((key) => `has ${key}, of which a drill does not know what it does outside`)
  ]
  return [...new Set(reasons)].map((reason) => ({
    subject: name,
    message: `service ${name} ${reason}: a drill could change this machine or the running stack`,
    hint: 'give the drill a second Compose file that overrides it: compose-file, a list'
  }))
}

function dangersOfBuild({ privileged, entitlements, network }: Service): readonly string[] {
  return [
    ...(privileged === true || asList(entitlements).length > 0 ? ['is built privileged'] : []),
    ...(network === 'host' ? ['is built in the network of the host'] : [])
  ]
}

/** Of networks "bridge" and names of others are open, too. */
function isClosed(key: string, value: unknown): boolean {
  const text = typeof value === 'string' ? value : ''
  return key === 'network_mode' ? /^(none|service:.*|)$/.test(text) : !/^(host$|container:)/.test(text)
}

const judged = ['cap_add', 'device_cgroup_rules', 'devices', 'privileged', 'use_api_socket']

function unknownKeys(service: Service): readonly string[] {
  return Object.entries(service)
    .filter(([, value]) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0))
    .map(([key]) => key)
    .filter((key) => !kept.has(key) && !leftOut.has(key) && !judged.includes(key) && !key.startsWith('x-'))
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
