#!/bin/sh
# Stands in for the bridge: a heartbeat and a log line each second.
set -eu

state=/var/lib/sigul/bridge/state
log=/var/log/sigul/bridge/sigul_bridge.log

trap 'exit 0' TERM INT

while :; do
  date -u +%FT%TZ >"$state.new"
  mv "$state.new" "$state"
  echo "$(cat "$state") heartbeat" >>"$log"
  sleep 1
done
