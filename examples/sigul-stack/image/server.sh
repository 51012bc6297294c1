#!/bin/sh
# Stands in for the signing server: one key, and new users with access to it until SIGTERM.
set -eu

data=/var/lib/sigul
database=$data/server.sqlite
run=/run/sigul/server
log=/var/log/sigul/server/sigul_server.log

rows=1        # new users in one transaction
keep=60000    # users; the oldest go, so that the database stays below 40 MB
pause=$WRITE_INTERVAL
if [ "$BURST" = 1 ]; then
  rows=1000
  pause=0
fi

log() {
  echo "$(date -u +%FT%TZ) $*" >>"$log"
}

create_database() {
  sqlite3 "$database" <schema.sql
  [ "$(sqlite3 "$database" 'SELECT count(*) FROM keys')" = 0 ] || return 0

  [ -d "$GNUPGHOME" ] || mkdir -m 0700 "$GNUPGHOME"
  gpg --batch --quiet --pinentry-mode loopback --passphrase '' \
    --quick-generate-key 'Sigul demo <demo@example.invalid>' rsa2048 sign never
  fingerprint=$(gpg --batch --with-colons --list-secret-keys | awk -F: '$1 == "fpr" { print $10; exit }')
  # User and access get the same id here and ever after.
  sqlite3 "$database" "
    BEGIN;
    INSERT INTO keys (name, keytype, fingerprint) VALUES ('demo', 'gnupg', '$fingerprint');
    INSERT INTO users (name, sha512_password, admin) VALUES ('admin', randomblob(64), 1);
    INSERT INTO key_accesses (key_id, user_id, encrypted_passphrase, key_admin)
      VALUES (1, 1, randomblob(300), 1);
    COMMIT;"
  log "created key $fingerprint"
}

# The small cache makes SQLite write pages to the file long before the commit, as it does in any
# transaction larger than its cache. Until then the journal beside the file is part of the database.
write_users() {
  sqlite3 -bail -cmd '.timeout 60000' "$database" "
    PRAGMA cache_size = 10;
    BEGIN IMMEDIATE;
    INSERT INTO users (name)
      SELECT 'user-' || hex(randomblob(8)) FROM generate_series(1, $rows);
    INSERT INTO key_accesses (key_id, user_id, encrypted_passphrase)
      SELECT 1, id, randomblob(300) FROM users WHERE id > (SELECT max(id) FROM key_accesses);
    UPDATE key_accesses SET encrypted_passphrase = randomblob(300)
      WHERE id % 7 = 0 AND id > (SELECT max(id) FROM key_accesses) - 7 * $rows;
    DELETE FROM key_accesses WHERE id BETWEEN 2 AND (SELECT max(id) FROM key_accesses) - $keep;
    DELETE FROM users WHERE id BETWEEN 2 AND (SELECT max(id) FROM users) - $keep;
    COMMIT;
    SELECT max(id) FROM users;"
}

# For the control socket. Perl, as no smaller tool of the image listens on one.
listen() {
  exec perl -MIO::Socket::UNIX -e '
    unlink $ARGV[0];
    my $socket = IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 4) or die "$ARGV[0]: $!\n";
    while (my $client = $socket->accept) { close $client }' "$run/control.sock"
}

stop() {
  kill "$listener" || true
  gpgconf --kill gpg-agent
  rm -f "$run/control.sock" "$run/sigul_server.pid"
  log 'stopped'
  exit 0
}

# Comes with a fresh volume: the directory under which the image has the volume of the bridge.
[ ! -d "$data/bridge" ] || rmdir "$data/bridge"

create_database
echo $$ >"$run/sigul_server.pid"
listen &
listener=$!
trap stop TERM INT
log 'started'

# A failed transaction is logged and tried again: what the damage means is the health check's to say.
while :; do
  if result=$(write_users 2>&1); then
    log "wrote up to user $result"
  else
    log "failed: $result"
  fi
  sleep "$pause"
done
