#!/usr/bin/env bash
# Prints volumes=DIGEST over every byte, owner, mode and time in the volumes of the project COMPOSE_PROJECT_NAME.
set -euo pipefail
root=()
[ "$(id -u)" = 0 ] || root=(sudo -n)
mapfile -t names < <(docker volume ls --quiet --filter "label=com.docker.compose.project=$COMPOSE_PROJECT_NAME" | sort)
[ ${#names[@]} -gt 0 ]
for name in "${names[@]}"; do
  echo "$name"
  "${root[@]}" tar --create --sort=name --numeric-owner --format=posix \
    --pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime \
    --directory "$(docker volume inspect --format '{{.Mountpoint}}' "$name")" . | sha256sum
done | sha256sum | sed 's/^/volumes=/; s/ .*//'
