#!/usr/bin/env bash
# Puts generated documents into the tree: `bazel run //docs:update`.
set -euo pipefail

for generated in "$@"; do
  cp --no-preserve=mode "$generated" "$BUILD_WORKSPACE_DIRECTORY/docs/$(basename "$generated")"
done
