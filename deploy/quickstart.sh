#!/usr/bin/env bash
# From a fresh clone to a first result: installs what is missing, builds, starts the daemon on loopback, and runs
# examples/goog_sma_crossover.yaml on real GOOG prices. The daemon runs until Ctrl-C.
#
# Usage: deploy/quickstart.sh [--no-wait]
#   --no-wait   stop the daemon and end as soon as the result is there
# ADMF_HOME (default: var/ in the clone) holds the data folder, the state and the log.
set -euo pipefail

# A relative ADMF_HOME is the caller's, not the clone's.
ADMF_HOME="${ADMF_HOME:+$(realpath -m -- "$ADMF_HOME")}"
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# shellcheck source=deploy/common.sh
source deploy/common.sh

readonly HOME_FOLDER="${ADMF_HOME:-$PWD/var}"
readonly DATA="$HOME_FOLDER/data" STATE="$HOME_FOLDER/state" LOG="$HOME_FOLDER/admfd.log"
readonly EXAMPLE=examples/goog_sma_crossover.yaml
readonly DAEMON=bazel-bin/server/admfd CLIENT=bazel-bin/client/admf
readonly START_TIMEOUT_SECONDS=30

daemon_pid=
port_file=

step() { printf '\n== %s\n' "$*"; }

die() {
  echo "quickstart: $*" >&2
  exit 1
}

usage() { echo "Usage: deploy/quickstart.sh [--no-wait]"; }

build() {
  bazel build //server:admfd //client:admf ||
    die "the build failed: see the messages above"
}

prepare_data() {
  mkdir -p "$DATA" "$STATE"
  [[ -f "$DATA/GOOG.csv" ]] || deploy/goog_to_csv.py "$DATA/GOOG.csv"
}

# A daemon that could not start has said why in its log.
die_with_log() {
  tail -n 15 "$LOG" >&2
  die "$1; the end of $LOG is above"
}

# In a session of its own: Ctrl-C reaches this script only, which then asks the daemon to drain, once.
start_daemon() {
  port_file="$HOME_FOLDER/port.$$"
  setsid "$DAEMON" --listen 127.0.0.1:0 --data-root "$DATA" --state-dir "$STATE" --port-file "$port_file" \
    >> "$LOG" 2>&1 < /dev/null &
  daemon_pid=$!
  local deadline=$((SECONDS + START_TIMEOUT_SECONDS))
  until [[ -s "$port_file" ]]; do
    kill -0 "$daemon_pid" 2> /dev/null || die_with_log "the daemon did not start (does another one use $STATE?)"
    ((SECONDS < deadline)) || die_with_log "the daemon did not start within $START_TIMEOUT_SECONDS seconds"
    sleep 0.05
  done
  ADMF_SERVER="127.0.0.1:$(< "$port_file")"
  export ADMF_SERVER
}

stop_daemon() {
  [[ -n "$daemon_pid" ]] || return 0
  kill -TERM "$daemon_pid" 2> /dev/null || true
  wait "$daemon_pid" 2> /dev/null || true
  daemon_pid=
  rm -f "$port_file"
}

clean_up() {
  local code=$?
  trap '' INT TERM
  stop_daemon
  exit "$code"
}

show_how_to_go_on() {
  cat << EOF
  data    $DATA  (put your own CSV or Parquet files there)
  state   $STATE
  log     $LOG
  example $EXAMPLE  (copy it and change the strategy; docs/ has all settings)
EOF
}

wait_for_interrupt() {
  cat << EOF

The daemon listens on $ADMF_SERVER until you press Ctrl-C. In another terminal:
  cd $PWD && export ADMF_SERVER=$ADMF_SERVER
  $CLIENT catalog                # strategies and indicators with their parameters
  $CLIENT run $EXAMPLE
  $CLIENT list
EOF
  trap 'echo; echo "Stopping the daemon"; exit 0' INT TERM
  wait "$daemon_pid" || die_with_log "the daemon ended with exit code $?"
  die_with_log "the daemon ended"
}

main() {
  local wait=true
  case "$*" in
    "") ;;
    --no-wait) wait=false ;;
    -h | --help)
      usage
      exit 0
      ;;
    *)
      usage >&2
      exit 2
      ;;
  esac
  continue_as_owner deploy/quickstart.sh "$@"
  trap clean_up EXIT
  trap 'exit 130' INT TERM

  step "Installing what is missing"
  bash deploy/install_dependencies.sh --build-only
  step "Building (some minutes the first time, a second later on)"
  build
  step "Starting the daemon"
  prepare_data
  start_daemon
  echo "The daemon listens on $ADMF_SERVER"
  step "Running $EXAMPLE"
  "$CLIENT" run "$EXAMPLE" || die "the workflow did not succeed (exit code $?); the daemon's log is $LOG"
  step "Where everything is"
  show_how_to_go_on
  if $wait; then
    wait_for_interrupt
  fi
}

main "$@"
