#!/usr/bin/env bash
# Runs a command with a Docker engine and Compose 2 or newer, and stops afterwards what it started.
#
# Three locks let several runs share one engine: "gate" is held while the engine is looked for, started or left, "users"
# is shared by every run, "keeper" belongs to the process that started the engine. It stops the engine when it gets
# "users" for itself. So a run that was killed needs no care: the kernel frees its locks.
set -euo pipefail

readonly locks=/tmp/volume-backup-action-docker socket=/var/run/docker.sock pid_file=/var/run/docker.pid
readonly containerd=run/containerd/containerd.sock containerd_pid_file=/var/run/docker/containerd/containerd.pid
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
  local action=run
  while [[ ${1-} == -* && $action == run ]]; do
    case $1 in
      --need) read_needed "${2-}" ;;
      --help) action=usage ;;
      --check) action=check ;;
      --as-root) action=$2 ;; # from as_root and start_engine
      *) fail "unknown option $1, see --help" 64 ;;
    esac
    shift && [[ $action == usage || $action == check ]] || shift
  done
  [[ $action != run ]] || set_up "$@"
  "$action" "$@"
}

set_up() {
  (($# > 0)) || fail 'no command given, see --help' 64
  # Without a keeper's lock file no engine was ever started here, so the one that answers is not ours to look after.
  [[ -e $locks.keeper ]] || ! everything_there || return 0
  join
  provide
  flock -u 9
}

say() { printf 'docker: %s\n' "$1" >&2; }
fail() { say "$1" && exit "${2-69}"; }
have() { command -v "$1" >/dev/null; }

read_needed() {
  local name names
  IFS=, read -ra names <<<"$1"
  for name in "${names[@]}"; do
    [[ $name =~ ^[a-zA-Z0-9][a-zA-Z0-9._+-]*$ ]] || fail "--need: '$name' is no name of a package" 64
    needed+=("$name")
  done
}

check() {
  local status=0 owner='not started by this script'
  if find_engine; then
    [[ ! -e $locks.keeper ]] || flock -sn "$locks.keeper" true || owner='started by this script'
    docker version --format "engine {{.Server.Version}}, API {{.Server.APIVersion}}, $owner"
  else
    echo 'no engine answers' && status=1
  fi
  if have_compose; then
    echo "compose $(docker compose version --short)"
  else
    echo 'no compose of version 2 or newer' && status=1
  fi
  exit "$status"
}

missing() {
  local name
  for name in "${needed[@]}"; do have "$name" || printf '%s\n' "$name"; done
}

everything_there() { [[ -z $(missing) ]] && find_engine && have_compose; }

provide() {
  local packages
  mapfile -t packages < <(missing)
  { have docker && { find_engine || have dockerd; }; } || packages+=(docker.io)
  ((${#packages[@]} == 0)) || as_root install_packages "${packages[@]}"
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
  local -r remedy='install docker.io, start its engine and install what --need names, or run this as root'
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
  have apt-get || fail "neither Debian nor Ubuntu: install the equivalent of $* and start the engine"
  say "installing $*"
  before=$(active_units)
  # A source that cannot be reached need not matter: the installation tells.
  apt update || true
  apt install "$@" || show_log "cannot install $*"
  # Newer releases have the client in a package of its own.
  [[ $* != *docker.io* ]] || have docker || apt install docker-cli || show_log 'cannot install docker-cli'
  [[ -z $(missing) ]] || fail "still missing after the installation: $(missing | paste -sd ' ')"
  # Packages start their services. Stopped, so that the engine has one owner, who stops it at the end.
  mapfile -t started < <(comm -13 <(echo "$before") <(active_units))
  ((${#started[@]} == 0)) || systemctl stop "${started[@]}"
  [[ $* != *docker.io* || -d /run/systemd/system ]] || /etc/init.d/docker stop >/dev/null 2>&1 || true
}
