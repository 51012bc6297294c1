#!/usr/bin/env bash
# Makes the image of the demo stack: build.sh [IMAGE]
# On Debian from the registry when it can be had quickly, else on a base made from packages.
set -euo pipefail
export LC_ALL=C

cd "$(dirname "${BASH_SOURCE[0]}")"
image=${1:-volume-backup-demo:latest}
registry_base=debian:bookworm-slim
content_label=org.volume-backup.content
content=$(sha256sum -- * | sha256sum | cut -c 1-12)

main() {
  if [[ $(label_of "$image") == "$content" ]]; then
    echo "$image is up to date"
    return
  fi
  if have_registry_base && build "$registry_base" 1; then
    return
  fi
  local base
  base=$(./base-offline.sh)
  build "$base" 0 --network none
}

label_of() {
  docker image inspect --format "{{index .Config.Labels \"$content_label\"}}" "$1" 2>/dev/null || true
}

have_registry_base() {
  docker image inspect "$registry_base" >/dev/null 2>&1 \
    || timeout 15 docker pull --quiet "$registry_base" >/dev/null 2>&1
}

# build BASE INSTALL OPTION...
build() {
  docker build --force-rm --build-arg BASE_IMAGE="$1" --build-arg INSTALL="$2" "${@:3}" \
    --label "$content_label=$content" --tag "$image" .
}

main
