#!/usr/bin/env bash
# deploy/quickstart.sh says how it is used before it touches anything.
set -euo pipefail

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

[[ "$(bash deploy/quickstart.sh --help)" == "Usage: deploy/quickstart.sh [--no-wait]" ]] || fail "--help"
for arguments in --nowait extra "--no-wait extra"; do
  code=0
  # shellcheck disable=SC2086
  said=$(bash deploy/quickstart.sh $arguments 2>&1) || code=$?
  [[ $code == 2 && "$said" == Usage:* ]] || fail "'$arguments' gave $code: $said"
done
