#!/usr/bin/env bash
# Runs a command with a Docker engine and Compose 2 or newer, and stops afterwards what it started.
#
# Three locks let several runs share one engine: "gate" is held while the engine is looked for, started or left, "users"
# is shared by every run, "keeper" belongs to the process that started the engine. It stops the engine when it gets
# "users" for itself. So a run that was killed needs no care: the kernel frees its locks.
set -euo pipefail

readonly locks=/tmp/volume-backup-action-docker socket=/var/run/docker.sock pid_file=/var/run/docker.pid
self=$(realpath "${BASH_SOURCE[0]}")
work=$(mktemp -d)
needed=() joined='' keeper='' child='' caught=''
PATH=$PATH:/usr/sbin:/sbin # where dockerd and iptables are; a user's PATH may lack them

usage() {
  cat <<'TEXT'
usage: with-docker.sh [--need NAME[,NAME...]] COMMAND [ARGUMENT...]
       with-docker.sh --check | --help

Runs COMMAND with a working Docker engine and Compose, and returns its status. An engine that answers is used as it is.
Otherwise one is installed (Debian, Ubuntu; as root or with sudo), started, and stopped when its last user has ended.
  --need   commands that must exist too; a missing one is installed from the Debian package of that name
  --check  say what is there and who started it, change nothing; status 0 when engine and Compose can be used
TEXT
}

main() {
  trap leave EXIT
  trap 'on_signal HUP 129' HUP
  trap 'on_signal INT 130' INT
  trap 'on_signal TERM 143' TERM
  case ${1-} in
    --help) usage ;;
    --check) check ;;
    --as-root) "${@:2}" ;; # how this script calls its own functions, see as_root and start_engine
    *) run "$@" ;;
  esac
}

run() {
  local status=0 again
  while [[ ${1-} == --need ]]; do
    read_needed "${2-}"
    shift 2
  done
  [[ ${1-} != -* && ${1-} ]] || fail 'no command to run, see --help' 64
  # Without a keeper's lock file no engine was ever started here, so the one that answers is not ours to look after.
  if [[ -e $locks.keeper ]] || ! everything_there; then
    join
    provide
    flock -u 9
  fi
  # In the background, because bash runs no trap while it waits for a command in the foreground.
  (trap - INT QUIT && exec "$@") <&0 7<&- 8<&- 9<&- &
  child=$!
  wait "$child" || status=$?
  while [[ $caught ]]; do
    caught='' again=0
    wait "$child" || again=$?
    ((again == 127)) || status=$again # 127: it had ended, the status is known
  done
  exit "$status"
}

on_signal() { # NAME STATUS
  local stat
  [[ $child ]] || exit "$2"
  caught=yes
  # The terminal sent Ctrl-C to the command as well; a second one could break off its clean-up.
  read -ra stat <<<"$(sed 's/.*) //' "/proc/$$/stat")"
  [[ $1 == INT && ${stat[2]} == "${stat[5]}" ]] || kill -s "$1" "$child" 2>/dev/null || true
}

say() { printf 'docker: %s\n' "$1" >&2; }
fail() { say "$1" && exit "${2-69}"; }
have() { command -v "$1" >/dev/null; }

# quietly WHAT COMMAND...
quietly() {
  say "$1"
  "${@:2}" >>"$work/log" 2>&1 </dev/null 7<&- 8<&- 9<&- && return
  tail -n 15 "$work/log" >&2
  return 1
}

read_needed() {
  local name names
  IFS=, read -ra names <<<"$1"
  for name in "${names[@]:-}"; do
    [[ $name =~ ^[a-zA-Z0-9][a-zA-Z0-9._+-]*$ ]] || fail "--need: '$name' is not the name of a package" 64
    needed+=("$name")
  done
}

missing() {
  local name
  for name in "${needed[@]}"; do have "$name" || printf '%s\n' "$name"; done
}

check() {
  local status=0 owner='not started by this script'
  if find_engine; then
    [[ ! -e $locks.keeper ]] || flock -sn "$locks.keeper" true || owner='started by this script'
    docker version --format "engine {{.Server.Version}}, API {{.Server.APIVersion}}, $owner"
  else
    status=1
    echo 'no engine that answers'
  fi
  if have_compose; then
    echo "compose $(docker compose version --short)"
  else
    status=1
    echo 'no compose, or one older than 2'
  fi
  return "$status"
}

everything_there() { [[ -z $(missing) ]] && find_engine && have_compose; }

join() {
  local name
  for name in gate users keeper; do
    # noclobber: follows no link that somebody else put there. 022: every user must be able to open and so lock it.
    [[ -e $locks.$name ]] || (umask 022 && set -o noclobber && : >"$locks.$name") 2>/dev/null || true
  done
  exec 7<"$locks.keeper" 8<"$locks.users" 9<"$locks.gate"
  flock -n 9 || { say 'waiting for another run that sets the engine up or leaves it' && flock 9; }
  flock -s 8
  joined=yes
}

leave() {
  local status=$?
  trap '' HUP INT TERM
  if [[ $joined ]]; then
    flock 9 # nobody joins while the engine goes
    # The change of a lock is not atomic: when the keeper comes between, the second test sees that it has begun to stop.
    if flock -xn 8 || ! flock -sn 8; then
      flock -u 8
      flock -s -w 60 7 || say 'the engine does not stop'
      [[ ! $keeper ]] || wait "$keeper" || true
    fi
  fi
  rm -rf "$work"
  exit "$status"
}

provide() {
  local packages
  mapfile -t packages < <(missing)
  { have docker && { find_engine || have dockerd; }; } || packages+=(docker.io)
  ((${#packages[@]} == 0)) || as_root install_packages "${packages[@]}"
  [[ -z $(missing) ]] || fail "still missing after the installation: $(missing | paste -s)"
  find_engine || as_root start_engine "$(id -g)"
  find_engine || fail "an engine runs, but $(id -un) may not use it: join the group of $socket, or run this as root"
  have_compose || fetch_compose
}

# Sets DOCKER_HOST only when the engine is not where the docker command looks by itself.
find_engine() {
  local candidate
  have docker || return
  ! answers || return 0
  for candidate in "$socket" "${XDG_RUNTIME_DIR:-/run/user/$UID}/docker.sock"; do
    if [[ -S $candidate ]] && answers --host "unix://$candidate"; then
      say "using the engine at $candidate"
      export DOCKER_HOST="unix://$candidate"
      return
    fi
  done
  return 1
}

answers() { timeout 10 docker "$@" version --format '{{.Server.Version}}' >/dev/null 2>&1; }

have_compose() {
  local version
  version=$(timeout 10 docker compose version --short 2>/dev/null) || return
  [[ $version =~ ^v?([0-9]+)\. ]] && ((BASH_REMATCH[1] >= 2))
}

# as_root FUNCTION [ARGUMENT...]
as_root() {
  local -r remedy='install docker.io and what --need names, start the engine, or run this as root'
  if ((EUID == 0)); then
    "$@"
    return
  fi
  have sudo || fail "not root and no sudo: $remedy"
  sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; } || fail "sudo needs a password: $remedy"
  sudo bash "$self" --as-root "$@"
}

install_packages() {
  local before started
  have apt-get || fail "neither Debian nor Ubuntu: install the equivalent of $* yourself and start the engine"
  before=$(active_units)
  # A source that cannot be reached need not matter: the installation tells.
  quietly 'reading the package lists' apt_get update || true
  quietly "installing $*" apt_get install --yes --no-install-recommends --no-remove "$@" || fail "cannot install $*"
  # Newer releases have the client in a package of its own.
  [[ $* != *docker.io* ]] || have docker || install_packages docker-cli
  # Packages start their services. Stopped, so that the engine has one owner, who stops it at the end.
  mapfile -t started < <(comm -13 <(echo "$before") <(active_units))
  ((${#started[@]} == 0)) || systemctl stop "${started[@]}"
  [[ $* != *docker.io* || -d /run/systemd/system ]] || /etc/init.d/docker stop >/dev/null 2>&1 || true
}

apt_get() {
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2 \
    -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 "$@"
}

active_units() {
  [[ ! -d /run/systemd/system ]] ||
    systemctl list-units --state=active --plain --no-legend 'docker.s*' containerd.service | cut -d ' ' -f 1 | sort
}

# start_engine GROUP-ID: who may use its socket
start_engine() {
  local limit=$((SECONDS + 60))
  if is_running "$pid_file" dockerd; then
    say 'waiting for the engine that was started by somebody else'
  else
    say 'starting the engine'
    remove_stale_files
    : >"$work/engine.log"
    setsid bash "$self" --as-root keep_engine "$1" </dev/null >"$work/engine.log" 2>&1 7<&- 8<&- 9<&- &
    keeper=$!
  fi
  until answers --host "unix://$socket"; do
    if ((SECONDS > limit)) || [[ $keeper && ! -e /proc/$keeper ]]; then
      [[ ! $keeper ]] || tail -n 20 "$work/engine.log" >&2
      fail "the engine does not answer at $socket"
    fi
    sleep 0.3
  done
}

# is_running PID-FILE PROGRAM: the number in the file may by now be that of another program.
is_running() { [[ -e $1 && $(readlink "/proc/$(<"$1")/exe") =~ /"$2"(\ \(deleted\))?$ ]]; }

# An engine that was killed leaves files that the next one takes for signs of life.
remove_stale_files() {
  local -r managed=/var/run/docker/containerd/containerd.pid shared=/run/containerd/containerd.sock
  rm -f "$pid_file"
  is_running "$managed" containerd || rm -f "$managed"
  grep -q "$shared\$" /proc/net/unix || rm -f "$shared" "$shared.ttrpc"
}

# The engine's parent, in a session of its own, so that no Ctrl-C ends it before the last user is gone.
keep_engine() {
  local engine waiting mounted='' options=()
  exec 7<"$locks.keeper" 8<"$locks.users"
  flock 7
  trap : TERM # ends the wait below
  cd /
  # Group 0 is root, whom the engine serves anyhow; so its default group is kept.
  [[ $1 == 0 ]] || options+=(--group "$1")
  grep -q ' cgroup2\? ' /proc/mounts || { mount -t cgroup2 cgroup2 /sys/fs/cgroup && mounted=yes; }
  iptables -t nat -S >/dev/null 2>&1 || options+=(--iptables=false --ip6tables=false)
  setpriv --pdeathsig TERM dockerd --host "unix://$socket" "${options[@]}" 7<&- 8<&- &
  engine=$!
  flock 8 7<&- &
  waiting=$!
  wait -n || true # the engine ended by itself, or nobody uses it any more
  kill "$engine" 2>/dev/null || true
  # shellcheck disable=SC2046 # a word for each child; containerd is one
  timeout 20 tail --pid="$engine" -s 0.1 -f /dev/null || kill -KILL "$engine" $(cat "/proc/$engine"/task/*/children) || true
  kill "$waiting" 2>/dev/null || true
  # With another number in it, the file belongs to an engine that somebody else started meanwhile.
  [[ -e $pid_file && $(<"$pid_file") != "$engine" ]] || rm -f "$pid_file" "$socket"
  [[ ! $mounted ]] || umount /sys/fs/cgroup
}

# Debian 12 has no such package: it is taken from a newer release with an apt that knows nothing of the machine's state.
fetch_compose() ( # a subshell: the file of the release sets variables
  ID='' VERSION_CODENAME='' components=main
  plugin=${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins/docker-compose
  # shellcheck source=/dev/null
  . /etc/os-release
  case $ID in
    debian) attempts=(trixie sid) package=docker-compose ;;
    ubuntu) attempts=("$VERSION_CODENAME $VERSION_CODENAME-updates") package=docker-compose-v2 components='main universe' ;;
    *) fail "neither Debian nor Ubuntu: put the Compose plugin, version 2 or newer, at $plugin" ;;
  esac
  mirror=$(own_mirror "$VERSION_CODENAME")
  [[ $mirror ]] || fail "the sources of apt name no mirror of $ID $VERSION_CODENAME: put the Compose plugin at $plugin"
  for suites in "${attempts[@]}"; do
    rm -rf "$work/apt" && mkdir -p "$work"/apt/{lists,archives}/partial && : >"$work/apt/status"
    for suite in $suites; do
      echo "deb [signed-by=/usr/share/keyrings/$ID-archive-keyring.gpg] $mirror $suite $components"
    done >"$work/apt/sources.list"
    if quietly "fetching Compose from $ID ${suites%% *}" unpack_compose "$package"; then
      install -D -m 0755 "$(find "$work/apt/root" -name docker-compose -type f -perm -u+x -print -quit)" "$plugin"
      ! have_compose || return 0
      rm -f "$plugin"
    fi
  done
  fail "no Compose to be had from the mirror of $ID: put the plugin, version 2 or newer, at $plugin"
)

# The mirror that has the updates of this release, too: other vendors use its name for their own packages.
own_mirror() {
  apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' 'Component: main' | sort -r |
    awk -v release="$1" '$1 == release "-updates" || ($1 == release && !uri) { uri = $2 } END { print uri }'
}

unpack_compose() {
  local -r private=(-o "Dir::State=$work/apt" -o "Dir::State::status=$work/apt/status" -o "Dir::Cache=$work/apt"
    -o "Dir::Etc::SourceList=$work/apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o Dir::Etc::Preferences=/dev/null
    -o Dir::Etc::PreferencesParts=/dev/null -o APT::Default-Release= -o APT::Sandbox::User= -o Acquire::Languages=none)
  cd "$work/apt" && apt_get update "${private[@]}" && apt_get download "${private[@]}" "$1" &&
    dpkg-deb --extract "$1"_*.deb root
}

main "$@"
