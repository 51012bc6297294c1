#!/usr/bin/env bash
# Lints the workflows, the action and the shell scripts.
set -euo pipefail
cd "$(dirname "$0")/.."

tool() { bash scripts/workflow-tool.sh "$1"; }
shellcheck=$(tool shellcheck) actionlint=$(tool actionlint) zizmor=$(tool zizmor)

mapfile -t scripts < <(git grep --untracked -nIE '^#!.*[/ ](ba)?sh( |$)' -- ':!dist' | sed -n 's/:1:.*//p')
[ ${#scripts[@]} -gt 0 ]
"$shellcheck" "${scripts[@]}"
echo "shellcheck: ${#scripts[@]} scripts"

workflows=(.github/workflows/*.yml)
# actionlint does not know yet that $/ is the repository of the workflow itself: it looks at a copy that says ./
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
git -C "$copy" init --quiet
cp -r .github action.yml dist "$copy"
sed -i 's,uses: \$/,uses: ./,' "$copy"/.github/workflows/*.yml
(cd "$copy" && "$actionlint" -shellcheck "$shellcheck" "${workflows[@]}")
echo "actionlint: ${#workflows[@]} workflows"

audited=("${workflows[@]}")
[ ! -f action.yml ] || audited+=(action.yml)
"$zizmor" --offline --no-progress "${audited[@]}"
