#!/usr/bin/env bash
# Fails if a document in the tree ($1) is not the one that is generated ($2).
set -euo pipefail

diff -u "$1" "$2" || {
  echo "$1 is out of date; bazel run //docs:update mends it" >&2
  exit 1
}
