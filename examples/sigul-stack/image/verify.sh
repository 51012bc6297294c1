#!/bin/sh
# Checks the volumes that are mounted here, each alone and against each other: do they work, and do
# they come from the same moment? One line for each check; exit 1 when one fails or there was none.
# Nobody may write meanwhile: the stack is stopped or paused, or these are restored copies.
set -eu
umask 077

data=/var/lib/sigul
server=/etc/pki/sigul/server
bridge=/etc/pki/sigul/bridge

copy=$(mktemp -d)
export GNUPGHOME="$copy$data/gnupg"
trap 'gpgconf --kill gpg-agent; rm -rf "$copy"' EXIT
checks=0
failures=0

main() {
  for directory in "$data" "$server" "$bridge"; do
    ! grep -q " $directory " /proc/self/mounts || copy_volume "$directory"
  done

  [ ! -d "$copy$data" ] || verify_data
  [ ! -d "$copy$server" ] || verify_certificates server
  [ ! -d "$copy$bridge" ] || verify_certificates bridge
  if [ -d "$copy$server" ]; then
    check 'server: has no key of the authority' lacks_key server sigul-ca
  fi
  [ ! -d "$copy$bridge" ] || check 'bridge: password opens the key of the authority' has_key bridge sigul-ca
  if [ -d "$copy$server" ] && [ -d "$copy$bridge" ]; then
    check 'server and bridge trust the same authority' same_authority
  fi

  echo "$checks checks, $failures failed"
  [ "$checks" -gt 0 ] && [ "$failures" = 0 ]
}

# A database with a journal is rolled back when it is opened, which a read-only mount forbids.
# Directories and files only: the sockets of the GnuPG home are not data.
copy_volume() {
  mkdir -p "$copy$1"
  cd "$1"
  find . -type d -exec mkdir -p "$copy$1/{}" \; -o -type f -exec cp {} "$copy$1/{}" \;
  cd "$copy"
}

# check TITLE COMMAND...
check() {
  title=$1
  shift
  checks=$((checks + 1))
  if "$@" >"$copy/output" 2>&1; then
    echo "ok    $title"
    return
  fi
  failures=$((failures + 1))
  echo "FAIL  $title"
  sed 's/^/      /' "$copy/output"
}

verify_data() {
  database=$copy$data/server.sqlite
  check 'data: database is intact' is_intact "$database"
  check 'data: database has no broken references' has_no_broken_references
  check 'data: database names signing keys' fingerprints
  check 'data: each user has one access, none is lost' users_fit_accesses
  for fingerprint in $(fingerprints 2>/dev/null); do
    check "data: key $fingerprint has its secret part" gpg --batch --list-secret-keys "$fingerprint"
    check "data: key $fingerprint signs and verifies" signs_and_verifies "$fingerprint"
  done
}

verify_certificates() {
  check "$1: certificate database is intact" is_intact "$copy/etc/pki/sigul/$1/cert9.db"
  check "$1: key database is intact" is_intact "$copy/etc/pki/sigul/$1/key4.db"
  check "$1: certificate is valid" certutil -V -d "sql:$copy/etc/pki/sigul/$1" -n "sigul-$1-cert" -u V
  check "$1: password opens the key of the certificate" has_key "$1" "sigul-$1-cert"
}

# SQLite takes a missing file for an empty database, which is intact.
is_intact() {
  [ -s "$1" ] || { echo 'missing or empty'; return 1; }
  result=$(sqlite3 "$1" 'PRAGMA integrity_check' 2>&1) || true
  echo "$result"
  [ "$result" = ok ]
}

has_no_broken_references() {
  broken=$(sqlite3 "$database" 'SELECT * FROM users, keys, key_accesses LIMIT 0; PRAGMA foreign_key_check' 2>&1) || true
  echo "$broken"
  [ -z "$broken" ]
}

# The server adds each user together with its access, both of the same id, and drops them from the oldest on but for the
# administrator: a gap, or nobody beside the administrator, means that rows are lost, as in a database made anew.
users_fit_accesses() {
  result=$(sqlite3 -separator ' ' "$database" "
    SELECT count(*), min(id), count(*) FILTER (WHERE id > 1), max(id) - min(id) FILTER (WHERE id > 1) + 1
      FROM users WHERE id = (SELECT user_id FROM key_accesses WHERE id = users.id);
    SELECT count(*), (SELECT count(*) FROM key_accesses) FROM users;" 2>&1) || true
  echo "users with their access, first id, others, ids of others; users, accesses:"
  echo "$result"
  # shellcheck disable=SC2086
  set -- $result
  [ $# = 6 ] && [ "$1" = "$5" ] && [ "$1" = "$6" ] && [ "$2" = 1 ] && [ "$3" -gt 0 ] && [ "$3" = "$4" ]
}

fingerprints() {
  sqlite3 "$database" "SELECT fingerprint FROM keys WHERE keytype = 'gnupg'" | grep .
}

signs_and_verifies() {
  echo 'a text' >"$copy/text"
  gpg --batch --yes --local-user "$1" --output "$copy/signature" --detach-sign "$copy/text" \
    && gpg --batch --verify "$copy/signature" "$copy/text"
}

has_key() {
  names=$(keys "$1") || return 1
  echo "$names"
  echo "$names" | grep -qx "$2"
}

lacks_key() {
  names=$(keys "$1") || return 1
  echo "$names"
  ! echo "$names" | grep -qx "$2"
}

# Names of the certificates of which the key is there.
keys() {
  certutil -K -d "sql:$copy/etc/pki/sigul/$1" -f "$copy/etc/pki/sigul/$1/.nss-password" >"$copy/keys" || return 1
  sed -n 's/^<.*[ :]\(sigul-[^ ]*\) *$/\1/p' "$copy/keys"
}

same_authority() {
  certutil -L -d "sql:$copy$server" -n sigul-ca -a >"$copy/server.crt" \
    && certutil -L -d "sql:$copy$bridge" -n sigul-ca -a >"$copy/bridge.crt" \
    && cmp "$copy/server.crt" "$copy/bridge.crt"
}

main
