#!/usr/bin/env bash
# Jest on the Node.js that the action runs on, whatever the machine has.
set -euo pipefail
cd "$(dirname "$0")/.."
exec node_modules/.bin/node --experimental-vm-modules --disable-warning=ExperimentalWarning \
  node_modules/jest/bin/jest.js "$@"
