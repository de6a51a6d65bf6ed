#!/usr/bin/env bash
# Installs what is missing and runs every test in every lane; the last line is `N passed, N failed[, N skipped]`.
#
# Usage: deploy/test.sh [--lane gcc|clang-strict|asan|tsan|format]...
#   --lane   only this lane (may be repeated)
# Tests against reference data run when ../shared/data stands next to the clone; they are skipped otherwise.
set -euo pipefail

cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=deploy/common.sh
source deploy/common.sh

readonly LANES=(gcc clang-strict asan tsan format)
readonly REFERENCE_DATA=../shared/data
readonly DISK_CACHE="$HOME/.cache/admf/bazel" # As in .bazelrc.
# What has threads of its own. Tests over gRPC are left out: messages pass through its libraries, which aren't
# instrumented, so that ThreadSanitizer takes every one of them for a race.
readonly CONCURRENT=(
  //tests/unit/containers/... //tests/unit/coordinator/... //tests/unit/server/...
  //tests/unit/engine/data
)
# What handles memory and bytes of others: everything but the texts that the command line prints.
readonly MEMORY=(
  //tests/e2e //tests/fuzz/... //tests/reference/... //tests/unit/client:all //tests/unit/containers/...
  //tests/unit/coordinator/... //tests/unit/engine/... //tests/unit/managers/... //tests/unit/server/...
)
readonly BAZEL_OPTIONS=(--keep_going --curses=no --show_progress_rate_limit=30 --noshow_loading_progress)

passed=0 failed=0 skipped=0
work=

is_lane() {
  local lane
  for lane in "${LANES[@]}"; do
    [[ "$lane" != "$1" ]] || return 0
  done
  return 1
}

usage_error() {
  echo "deploy/test.sh: $*" >&2
  echo "Usage: deploy/test.sh [--lane ${LANES[*]// /|}]..." >&2
  exit 2
}

# The Bazel command of a lane; Bazel writes what happened to the file $2.
run_bazel() {
  local lane=$1 options=("${BAZEL_OPTIONS[@]}" "--build_event_json_file=$2")
  if [[ -d "$REFERENCE_DATA" ]]; then
    options+=("--test_env=ADMF_REFERENCE_DATA=$(realpath "$REFERENCE_DATA")")
  fi
  case "$lane" in
    gcc) deploy/lane gcc test "${options[@]}" //... ;;
    clang-strict) deploy/lane clang-strict build --config=clang-tidy "${options[@]}" //... ;;
    # The sanitizers have no use for what no test runs.
    asan) deploy/lane asan test --build_tests_only "${options[@]}" "${MEMORY[@]}" ;;
    tsan) deploy/lane tsan test --build_tests_only "${options[@]}" "${CONCURRENT[@]}" ;;
  esac
}

run_bazel_lane() {
  local lane=$1 code=0 counts lane_passed lane_failed lane_skipped
  run_bazel "$lane" "$work/$lane.json" >&2 || code=$?
  counts=$(/usr/bin/python3 deploy/test_summary.py "$lane" "$work/$lane.json" "$code" 2>> "$work/report")
  read -r lane_passed lane_failed lane_skipped <<< "$counts"
  passed=$((passed + lane_passed)) failed=$((failed + lane_failed)) skipped=$((skipped + lane_skipped))
}

run_format_lane() {
  local unformatted
  if unformatted=$(deploy/format.sh --check 2>&1); then
    passed=$((passed + 1))
    echo "format: 1 passed, 0 failed, 0 skipped" >> "$work/report"
  else
    failed=$((failed + 1))
    echo "format: 0 passed, 1 failed, 0 skipped" >> "$work/report"
    printf '  FAILED: not formatted (bazel run //:format mends it): %s\n' "$unformatted" >> "$work/report"
  fi
}

run_lane() {
  local lane=$1 start=$SECONDS
  echo "=== $lane" >&2
  if [[ "$lane" == format ]]; then
    run_format_lane
  else
    run_bazel_lane "$lane"
  fi
  echo "=== $lane took $((SECONDS - start)) s" >&2
}

# Bazel 4 never removes anything from its disk cache.
prune_disk_cache() {
  [[ ! -d "$DISK_CACHE" ]] || find "$DISK_CACHE" -type f -atime +14 -delete
}

main() {
  local lanes=() lane
  continue_as_owner deploy/test.sh "$@"
  while (($# > 0)); do
    [[ "$1" == --lane ]] || usage_error "unknown option '$1'"
    is_lane "${2:-}" || usage_error "there is no lane '${2:-}'"
    lanes+=("$2")
    shift 2
  done
  ((${#lanes[@]} > 0)) || lanes=("${LANES[@]}")

  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  bash deploy/install_dependencies.sh
  [[ -d "$REFERENCE_DATA" ]] || echo "$REFERENCE_DATA is not there: tests against reference data are skipped" >&2
  for lane in "${lanes[@]}"; do
    run_lane "$lane"
  done
  prune_disk_cache

  echo "=== what the lanes found" >&2
  cat "$work/report" >&2
  local line="$passed passed, $failed failed"
  ((skipped == 0)) || line+=", $skipped skipped"
  echo "$line"
  ((failed == 0))
}

main "$@"
