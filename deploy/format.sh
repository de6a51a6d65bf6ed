#!/usr/bin/env bash
# Formats the C++ files of the project: `bazel run //:format`, or `deploy/format.sh --check` to list what is unformatted.
set -euo pipefail

main() {
  # `bazel run` starts it elsewhere and says where the workspace is.
  cd "${BUILD_WORKSPACE_DIRECTORY:-$(dirname "${BASH_SOURCE[0]}")/..}"
  local mode=(-i)
  case "${1:-}" in
    "") ;;
    --check) mode=(--dry-run --Werror) ;;
    *)
      echo "Usage: deploy/format.sh [--check]" >&2
      exit 2
      ;;
  esac
  command -v clang-format-14 > /dev/null || {
    echo "clang-format-14 is missing: bash deploy/install_dependencies.sh" >&2
    exit 1
  }
  git ls-files -z --cached --others --exclude-standard -- '*.h' '*.cc' |
    while IFS= read -r -d '' file; do [[ ! -f "$file" ]] || printf '%s\0' "$file"; done |
    xargs -0 -r -P "$(nproc)" -n 32 clang-format-14 --style=file "${mode[@]}"
}

main "$@"
