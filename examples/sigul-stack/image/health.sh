#!/bin/sh
# health.sh server|bridge: fails when the data is damaged, not only when the process is gone.
set -eu

fail() {
  echo "$*"
  exit 1
}

certificate_is_valid() {
  certutil -V -d "sql:/etc/pki/sigul/$1" -n "sigul-$1-cert" -u V
}

server() {
  # An empty database is intact as well. The writer may hold the lock for a whole large transaction.
  result=$(sqlite3 -readonly -cmd '.timeout 15000' /var/lib/sigul/server.sqlite "
    BEGIN;
    PRAGMA integrity_check;
    SELECT 'no keys' WHERE NOT EXISTS (SELECT * FROM keys);" 2>&1) || true
  [ "$result" = ok ] || fail "database: $result"
  gpg --batch --with-colons --list-secret-keys | grep -q '^sec' || fail 'no secret key'
  certificate_is_valid server
  perl -MIO::Socket::UNIX -e 'IO::Socket::UNIX->new(Peer => $ARGV[0]) or die "$ARGV[0]: $!\n"' \
    /run/sigul/server/control.sock
}

bridge() {
  certutil -L -d sql:/etc/pki/sigul/bridge -n sigul-ca >/dev/null
  certificate_is_valid bridge
  [ -s /var/lib/sigul/bridge/state ] || fail 'no heartbeat'
}

"$1"
