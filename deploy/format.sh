#!/usr/bin/env bash
# Formats the C++ files of the project: `bazel run //:format`, or `deploy/format.sh --check` to list what is unformatted.
set -euo pipefail

readonly FORMATTER=clang-format-14

# Project files, NUL-separated; those that Git knows but somebody has just deleted are left out.
list_files() {
  git ls-files -z --cached --others --exclude-standard -- '*.h' '*.cc' |
    while IFS= read -r -d '' file; do [[ ! -f "$file" ]] || printf '%s\0' "$file"; done
}

# Lists the files that are not formatted; fails when there is one.
check() {
  local unformatted
  unformatted=$(list_files | xargs -0 -r -P "$(nproc)" -n 32 "$FORMATTER" --style=file --dry-run 2>&1 |
    sed -n 's/^\([^:]*\):[0-9]*:[0-9]*: warning: code should be clang-formatted.*/\1/p' | sort -u)
  [[ -z "$unformatted" ]] || {
    echo "$unformatted"
    return 1
  }
}

main() {
  # `bazel run` starts it elsewhere and says where the workspace is.
  cd "${BUILD_WORKSPACE_DIRECTORY:-$(dirname "${BASH_SOURCE[0]}")/..}"
  command -v "$FORMATTER" > /dev/null || {
    echo "$FORMATTER is missing: bash deploy/install_dependencies.sh" >&2
    exit 1
  }
  case "${1:-}" in
    "") list_files | xargs -0 -r -P "$(nproc)" -n 32 "$FORMATTER" --style=file -i ;;
    --check) check ;;
    *)
      echo "Usage: deploy/format.sh [--check]" >&2
      exit 2
      ;;
  esac
}

main "$@"
