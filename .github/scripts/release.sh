#!/usr/bin/env bash
# Makes the release of the tag that was pushed. The tag of its major version moves there only when no higher version of
# that major has a tag.
set -euo pipefail
major=${GITHUB_REF_NAME%%.*}
make_latest=false
latest() { git tag --list "$1" | grep -E '^v[0-9]+\.[0-9]+\.[0-9]+$' | sort --version-sort | tail -n 1; }

[ "$(latest 'v*')" != "$GITHUB_REF_NAME" ] || make_latest=true
gh release create "$GITHUB_REF_NAME" --verify-tag --generate-notes --latest="$make_latest"

highest=$(latest "$major.*")
if [ "$highest" != "$GITHUB_REF_NAME" ]; then
  echo "$major stays: $highest is higher than $GITHUB_REF_NAME"
  exit
fi
gh api --method PATCH "repos/$GITHUB_REPOSITORY/git/refs/tags/$major" --field sha="$GITHUB_SHA" --field force=true ||
  gh api --method POST "repos/$GITHUB_REPOSITORY/git/refs" --field ref="refs/tags/$major" --field sha="$GITHUB_SHA"
