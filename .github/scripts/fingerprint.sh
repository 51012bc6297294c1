#!/usr/bin/env bash
# Usage: fingerprint.sh                     prints fingerprint=KEY:AUTHORITY:USERS of the demo stack that runs
#        fingerprint.sh --at-least FOUND    fails unless key and authority are the same and no user is lost
set -euo pipefail

server() { docker compose exec -T sigul-server "$@"; }
query() { server sqlite3 -cmd '.timeout 15000' /var/lib/sigul/server.sqlite "$1" | tail -n 1; }

key=$(query 'SELECT fingerprint FROM keys LIMIT 1')
authority=$(docker compose exec -T sigul-bridge certutil -L -d sql:/etc/pki/sigul/bridge -n sigul-ca -a | sha256sum | cut -c 1-16)
users=$(query 'SELECT max(id) FROM users')

if [ "${1-}" != --at-least ]; then
  echo "fingerprint=$key:$authority:$users"
  exit
fi
IFS=: read -r wanted_key wanted_authority wanted_users <<<"$2"
echo "key $key, authority $authority, users up to $users (before the backup: $wanted_users)"
[ -n "$key" ] && [ "$key" = "$wanted_key" ]
[ "$authority" = "$wanted_authority" ]
[ "$users" -ge "$wanted_users" ]
