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
# It does not know yet that $/ is the repository of the workflow itself.
"$actionlint" -shellcheck "$shellcheck" -ignore 'specifying action "\$/"' "${workflows[@]}"
echo "actionlint: ${#workflows[@]} workflows"

audited=("${workflows[@]}")
[ ! -f action.yml ] || audited+=(action.yml)
"$zizmor" --offline --no-progress "${audited[@]}"
