#!/usr/bin/env bash
# The steps of a pipeline that gates strategies (docs/ci.md): starts a daemon if there is no shared one, runs `admf gate`,
# keeps its reports, and fails unless every workflow fulfils what it requires.
#
# Usage: deploy/ci/gate.sh [OPTION of admf gate...] FILE...
# Environment:
#   ADMF_SERVER      the shared daemon that the workflows run on. Without it, one is started for this job on loopback
#   ADMF_BIN         the folder of admf and admfd; default: the first in PATH
#   ADMF_DATA_ROOT   prices for the job's daemon; default: data
#   ADMF_STATE_DIR   its state; kept from job to job it spares what has not changed. Default: admf-state
#   ADMF_REPORTS     the folder for gate.xml (JUnit), gate.md, and admfd.log of the job's daemon; default: reports
#   GITHUB_STEP_SUMMARY   the summary of the job, which gate.md is added to; GitHub sets it
# The exit code is that of `admf gate`; 3 as well if the job's daemon can't be started.
set -euo pipefail

readonly REPORTS="${ADMF_REPORTS:-reports}"
readonly START_TIMEOUT_SECONDS=60

daemon_pid=
port_file=
gate_pid=
gate_code=0

die() {
  echo "gate: $*" >&2
  exit 3
}

usage_error() {
  echo "Usage: deploy/ci/gate.sh [OPTION of admf gate...] FILE...   see the comments in the script" >&2
  exit 2
}

# The program $1, where ADMF_BIN says or in PATH.
program() {
  local path="${ADMF_BIN:+$ADMF_BIN/}$1"
  command -v "$path" || die "there is no $path; name the folder of admf and admfd in ADMF_BIN"
}

start_daemon() {
  local daemon data="${ADMF_DATA_ROOT:-data}" state="${ADMF_STATE_DIR:-admf-state}" log="$REPORTS/admfd.log"
  daemon=$(program admfd)
  [[ -d "$data" ]] || die "there is no folder $data with prices; name it in ADMF_DATA_ROOT, or a daemon in ADMF_SERVER"
  mkdir -p "$state"
  port_file=$(mktemp)
  "$daemon" --listen 127.0.0.1:0 --data-root "$data" --state-dir "$state" --port-file "$port_file" \
    > "$log" 2>&1 < /dev/null &
  daemon_pid=$!
  local deadline=$((SECONDS + START_TIMEOUT_SECONDS))
  until [[ -s "$port_file" ]]; do
    if ! kill -0 "$daemon_pid" 2> /dev/null || ((SECONDS >= deadline)); then
      tail -n 15 "$log" >&2
      die "the daemon did not start; the end of $log is above"
    fi
    sleep 0.05
  done
  ADMF_SERVER="127.0.0.1:$(< "$port_file")"
  export ADMF_SERVER
}

# A daemon that drains keeps what is unfinished for the next job that has its state.
clean_up() {
  local code=$?
  trap '' INT TERM
  if [[ -n "$daemon_pid" ]]; then
    kill -TERM "$daemon_pid" 2> /dev/null || true
    wait "$daemon_pid" 2> /dev/null || true
  fi
  [[ -z "$port_file" ]] || rm -f "$port_file"
  exit "$code"
}

# In the background, so that a pipeline that is cancelled reaches it at once. Leaves its exit code in gate_code.
run_gate() {
  local client told=yes
  client=$(program admf)
  "$client" gate --junit "$REPORTS/gate.xml" --markdown "$REPORTS/gate.md" "$@" <&0 &
  gate_pid=$!
  trap 'told=yes; kill -TERM "$gate_pid" 2> /dev/null || true' INT TERM
  # A signal ends a wait with a code of its own, even if the gate has ended meanwhile; the next wait still has the gate's.
  while [[ -n "$told" ]]; do
    told=
    gate_code=0
    wait "$gate_pid" || gate_code=$?
  done
}

main() {
  (($# > 0)) || usage_error
  trap clean_up EXIT
  trap 'exit 130' INT TERM
  mkdir -p "$REPORTS"
  # Those of an earlier run would speak for this one.
  rm -f "$REPORTS/gate.xml" "$REPORTS/gate.md"
  # Not `... || start_daemon`: bash would go on after a failure inside of it.
  if [[ -z "${ADMF_SERVER:-}" ]]; then start_daemon; fi
  run_gate "$@"
  if [[ -n "${GITHUB_STEP_SUMMARY:-}" && -f "$REPORTS/gate.md" ]]; then
    cat "$REPORTS/gate.md" >> "$GITHUB_STEP_SUMMARY"
  fi
  exit "$gate_code"
}

main "$@"
