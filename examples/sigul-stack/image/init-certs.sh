#!/bin/sh
# Makes the certificates, once. The bridge keeps the authority and all keys; the server gets its own
# key and the authority's certificate, never the authority's key.
set -eu
umask 077

bridge=/etc/pki/sigul/bridge
server=/etc/pki/sigul/server

if [ -e "$bridge/cert9.db" ] && [ -e "$server/cert9.db" ]; then
  echo 'certificates exist already'
  exit 0
fi
# A new authority would not fit the certificates that are left.
if [ -e "$bridge/cert9.db" ] || [ -e "$server/cert9.db" ]; then
  echo 'one certificate database is missing: restore both from the same backup' >&2
  exit 1
fi

password=$bridge/.nss-password
head -c 1024 /dev/urandom >/tmp/noise

# certificate SUBJECT OPTION...: the key pair and its certificate, in the database of the bridge
certificate() {
  subject=$1
  shift
  certutil -S -d "sql:$bridge" -f "$password" -z /tmp/noise -s "CN=$subject" -v 120 "$@"
}

for directory in "$bridge" "$server"; do
  printf '%s\n' "$NSS_PASSWORD" >"$directory/.nss-password"
  certutil -N -d "sql:$directory" -f "$directory/.nss-password"
done

# certutil asks for the basic constraints: an authority, no limit of the path, not critical.
printf 'y\n-1\nn\n' | certificate 'Sigul demo authority' -n sigul-ca -x -2 -t CT,C,C -m 1
certificate sigul-bridge -n sigul-bridge-cert -c sigul-ca -t u,u,u -m 2
certificate sigul-server -n sigul-server-cert -c sigul-ca -t u,u,u -m 3

mkdir -m 0755 "$bridge/ca-export"
certutil -L -d "sql:$bridge" -n sigul-ca -a >"$bridge/ca-export/ca.crt"
chmod 0644 "$bridge/ca-export/ca.crt"

pk12util -o /tmp/server.p12 -n sigul-server-cert -d "sql:$bridge" -k "$password" -w "$password"
pk12util -i /tmp/server.p12 -d "sql:$server" -k "$server/.nss-password" -w "$password"
certutil -A -d "sql:$server" -f "$server/.nss-password" -n sigul-ca -t CT,C,C -i "$bridge/ca-export/ca.crt"
