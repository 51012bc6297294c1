#!/usr/bin/env bash
# Everything that needs no Docker engine: runs all of it, then fails if any part did.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
failed=()

step() { # step TITLE COMMAND...
  local title=$1 start=$SECONDS
  shift
  printf '\n== %s\n' "$title"
  "$@" || failed+=("$title")
  printf -- '-- %s: %d s\n' "$title" $((SECONDS - start))
}

step 'format and lint' node_modules/.bin/biome check --error-on-warnings
step 'types' node_modules/.bin/tsc
step 'architecture' bash scripts/jest.sh --selectProjects unit --ci architecture
step 'dist equals a fresh build' node scripts/build.mjs --check
step 'workflows and scripts' bash scripts/lint-workflows.sh

if [ ${#failed[@]} -gt 0 ]; then
  printf '\ncheck failed in: %s\n' "$(IFS=,; echo "${failed[*]}")"
  exit 1
fi
printf '\ncheck passed\n'
