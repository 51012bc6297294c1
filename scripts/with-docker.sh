#!/usr/bin/env bash
# Usage: with-docker.sh [--need NAME[,NAME...]] COMMAND [ARGUMENT...]
#        with-docker.sh --check | --help
# Runs COMMAND with a working Docker engine and Compose, and returns its status. An engine that answers is used as it
# is. Else one is installed (Debian, Ubuntu; as root or with sudo), started, and stopped when its last user has ended.
#   --need   commands that must exist too; a missing one is installed from the Debian package of that name
#   --check  say what is there and who started it, change nothing; status 0 when engine and Compose can be used
set -euo pipefail

# Three locks let several runs share one engine: "gate" is held while the engine is looked for, started or left, "users"
# is shared by every run, "keeper" belongs to the process that started the engine. It stops the engine when it gets
# "users" for itself. So a run that was killed needs no care: the kernel frees its locks.
readonly locks=/tmp/volume-backup-action-docker socket=/var/run/docker.sock pid_file=/var/run/docker.pid
self=$(realpath "${BASH_SOURCE[0]}")
needed=() joined='' keeper='' child='' caught='' work=''
PATH=$PATH:/usr/sbin:/sbin # where dockerd and iptables are; a user's PATH may lack them

main() {
  trap leave EXIT
  trap 'on_signal HUP 129' HUP
  trap 'on_signal INT 130' INT
  trap 'on_signal TERM 143' TERM
  case ${1-} in
    --help) sed -n '2,/^set/s/^# //p' "$self" ;;
    --check) check ;;
    --as-root) "${@:2}" ;; # how this script calls its own functions
    *) run "$@" ;;
  esac
}

run() {
  local status=0 again name
  if [[ ${1-} == --need ]]; then
    IFS=, read -ra needed <<<"${2-}"
    for name in "${needed[@]:-}"; do
      [[ $name =~ ^[a-zA-Z0-9][a-zA-Z0-9._+-]*$ ]] || fail "--need: '$name' is not the name of a package" 64
    done
    shift 2
  fi
  [[ ${1-} && $1 != -* ]] || fail 'no command to run, see --help' 64
  # Without a keeper's lock file no engine was ever started here, so the one that answers is not ours to look after.
  if ! everything_there || [[ -e $locks.keeper ]]; then
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
    ((again == 127)) || status=$again # 127: it had ended before, the status is known
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

quietly() { # WHAT COMMAND...
  say "$1"
  "${@:2}" >"$work/log" 2>&1 </dev/null 7<&- 8<&- 9<&- && return
  tail -n 15 "$work/log" >&2
  return 1
}

missing() {
  local name
  for name in "${needed[@]}"; do have "$name" || printf '%s\n' "$name"; done
}

everything_there() { [[ -z $(missing) ]] && find_engine && have_compose; }

check() {
  local status=0 owner='not started by this script'
  [[ ! -e $locks.keeper ]] || flock -sn "$locks.keeper" true || owner='started by this script'
  { find_engine && docker version --format "engine {{.Server.Version}}, API {{.Server.APIVersion}}, $owner"; } ||
    { status=1 && echo 'no engine answers'; }
  { have_compose && echo "compose $(docker compose version --short)"; } ||
    { status=1 && echo 'no Compose, or one older than 2'; }
  return "$status"
}

join() {
  local name
  for name in gate users keeper; do
    # noclobber: follows no link that somebody else put there. 022: every user must be able to open and so lock it.
    [[ -e $locks.$name ]] || (umask 022 && set -o noclobber && : >"$locks.$name") 2>/dev/null || true
  done
  work=$(mktemp -d)
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
  have dockerd || find_engine || packages+=(docker.io)
  ((${#packages[@]} == 0)) || as_root install_packages "${packages[@]}"
  # Newer releases have the client in a package of its own.
  have docker || as_root install_packages docker-cli
  needed+=(docker)
  [[ -z $(missing) ]] || fail "still missing after the installation: $(missing | paste -s)"
  if ! find_engine; then
    [[ -w $socket ]] || ! grep -q "${socket#/var}\$" /proc/net/unix ||
      fail "an engine listens, but $(id -un) may not use it: join the group of $socket, or run this as root"
    as_root start_engine "$(id -g)"
    find_engine || fail "the engine was started, but $(id -un) cannot use it"
  fi
  have_compose || fetch_compose
}

# Sets DOCKER_HOST only when the engine is not where the docker command looks by itself.
find_engine() {
  local path
  have docker || return
  ! answers || return 0
  for path in "$socket" "${XDG_RUNTIME_DIR:-/run/user/$UID}/docker.sock"; do
    if [[ -S $path ]] && answers --host "unix://$path"; then
      say "using the engine at $path"
      export DOCKER_HOST="unix://$path"
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

as_root() { # FUNCTION [ARGUMENT...]
  local -r remedy='install docker.io and what --need names, start the engine, or run this as root'
  ((EUID != 0)) || { "$@"; return; }
  have sudo || fail "not root and no sudo: $remedy"
  sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; } || fail "sudo needs a password: $remedy"
  sudo bash "$self" --as-root "$@"
}

install_packages() {
  local unit units=()
  have apt-get || fail "neither Debian nor Ubuntu: install the equivalent of $* yourself and start the engine"
  [[ $work ]] || work=$(mktemp -d)
  for unit in docker.socket docker.service containerd.service; do
    systemctl is-active --quiet "$unit" 2>/dev/null || units+=("$unit")
  done
  # A source that cannot be reached need not matter: the installation tells.
  quietly 'reading the package lists' apt_get update || true
  quietly "installing $*" apt_get install --yes --no-install-recommends --no-remove "$@" || fail "cannot install $*"
  # The package starts its services. Stopped, so that the engine has one owner, who stops it at the end.
  [[ $* != *docker.io* ]] || systemctl stop "${units[@]}" 2>/dev/null || /etc/init.d/docker stop >/dev/null 2>&1 || true
}

apt_get() {
  DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=1 \
    -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20 "$@"
}

start_engine() { # GROUP-ID: who else may use its socket
  local limit=$((SECONDS + 60))
  until answers --host "unix://$socket"; do
    if ((SECONDS > limit)) || [[ $keeper && ! -e /proc/$keeper ]]; then
      [[ ! $keeper ]] || tail -n 20 "$work/engine.log" >&2
      fail "the engine does not answer at $socket"
    fi
    # Another one may be on its way up or down.
    [[ $keeper ]] || is_running "$pid_file" dockerd || launch_keeper "$1"
    sleep 0.3
  done
}

launch_keeper() {
  say 'starting the engine'
  [[ $work ]] || work=$(mktemp -d)
  # A session of its own, so that no Ctrl-C ends the engine before the command has cleaned up.
  setsid bash "$self" --as-root keep_engine "$1" </dev/null >"$work/engine.log" 2>&1 7<&- 8<&- 9<&- &
  keeper=$!
}

keep_engine() {
  local engine waiting mounted='' options=()
  exec 7<"$locks.keeper" 8<"$locks.users"
  flock 7
  trap : HUP INT TERM # only end the wait below
  cd /
  remove_stale_files
  [[ $1 == 0 ]] || options+=(--group "$1") # root needs no group
  grep -q ' cgroup2\? ' /proc/mounts || { mount -t cgroup2 cgroup2 /sys/fs/cgroup && mounted=yes; }
  iptables -t nat -S >/dev/null 2>&1 || options+=(--iptables=false --ip6tables=false)
  setpriv --pdeathsig TERM dockerd --host "unix://$socket" "${options[@]}" 7<&- 8<&- &
  engine=$!
  flock 8 7<&- &
  waiting=$!
  wait -n || true # the engine ended by itself, or nobody uses it any more
  kill "$engine" 2>/dev/null || true
  # shellcheck disable=SC2046 # a word for each child; containerd is one
  timeout 20 tail --pid="$engine" -s 0.1 -f /dev/null ||
    kill -KILL "$engine" $(cat "/proc/$engine"/task/*/children) || true
  kill "$waiting" 2>/dev/null || true
  # With another number in it, the file belongs to an engine that somebody else started meanwhile.
  [[ -e $pid_file && $(<"$pid_file") != "$engine" ]] || rm -f "$pid_file" "$socket"
  [[ ! $mounted ]] || umount /sys/fs/cgroup
}

# An engine that was killed leaves files that the next one takes for signs of life.
remove_stale_files() {
  local -r managed=/var/run/docker/containerd/containerd.pid shared=/run/containerd/containerd.sock
  rm -f "$pid_file"
  is_running "$managed" containerd || rm -f "$managed"
  grep -q "$shared\$" /proc/net/unix || rm -f "$shared" "$shared.ttrpc"
}

# is_running PID-FILE PROGRAM: the number in the file may by now be that of another program.
is_running() { [[ -e $1 && $(readlink "/proc/$(<"$1")/exe") =~ /"$2"(\ \(deleted\))?$ ]]; }

# Debian 12 has no Compose 2. The plugin of a newer release runs there, too; apt fetches it without the machine's state.
fetch_compose() ( # a subshell, because the release file sets variables
  ID='' VERSION_CODENAME='' plugin=${DOCKER_CONFIG:-$HOME/.docker}/cli-plugins/docker-compose
  # shellcheck source=/dev/null
  . /etc/os-release
  case $ID in
    debian) suites=(trixie sid) components=main package=docker-compose ;;
    ubuntu) suites=("$VERSION_CODENAME" "$VERSION_CODENAME-updates") components=universe package=docker-compose-v2 ;;
    *) fail "neither Debian nor Ubuntu: put the Compose plugin, version 2 or newer, at $plugin" ;;
  esac
  mirror=$(own_mirror "$VERSION_CODENAME")
  [[ $mirror ]] || fail "apt knows no mirror of $ID: put the Compose plugin, version 2 or newer, at $plugin"
  for suite in "${suites[@]}"; do
    source="deb [signed-by=/usr/share/keyrings/$ID-archive-keyring.gpg] $mirror $suite $components"
    quietly "fetching Compose from $ID $suite" unpack_package "$work/$suite" "$source" "$package" || continue
    file=$(find "$work/$suite/root" -name docker-compose -type f -perm -u+x -print -quit)
    install -D -m 0755 "$file" "$plugin" || continue
    ! have_compose || exit 0
    rm "$plugin"
  done
  fail "no Compose in the packages of $ID: put the plugin, version 2 or newer, at $plugin"
)

# The mirror that has this release's updates, too: other vendors call their own packages by the name of the release.
own_mirror() {
  # shellcheck disable=SC2016 # apt fills these in
  apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' | sort -ur |
    awk -v own="^($1|stable|testing|unstable|sid)" \
      '$1 ~ own "-updates$" || ($1 ~ own "$" && !uri) { uri = $2 } END { print uri }'
}

# unpack_package FOLDER SOURCE PACKAGE, by an apt whose whole state is in FOLDER
unpack_package() (
  mkdir -p "$1"/{etc/apt,var/lib/apt,var/lib/dpkg,var/cache/apt} && cd "$1" || return
  : >var/lib/dpkg/status
  echo "$2" >etc/apt/sources.list
  private=(-o Dir="$1" -o Dir::State::status="$1/var/lib/dpkg/status" -o APT::Default-Release= -o APT::Sandbox::User=)
  apt_get "${private[@]}" update && apt_get "${private[@]}" download "$3" && dpkg-deb --extract ./"$3"_*.deb root
)

main "$@"
