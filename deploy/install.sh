#!/usr/bin/env bash
# Installs what has been built, so that it works without the clone:
#   PREFIX/bin/admfd, PREFIX/bin/admf
#   PREFIX/lib/libduckdb.so, which Debian does not have; admfd looks for it beside its own folder
#   PREFIX/share/admf/admfd.service, the systemd unit for this PREFIX, and admfd.yaml, the configuration with its defaults
# The other libraries are Debian's: deploy/install_dependencies.sh installs them.
#
# Usage: deploy/install.sh PREFIX [BUILD_FOLDER]
#   PREFIX         an absolute path, such as /opt/admf
#   BUILD_FOLDER   where server/admfd and client/admf are; default: bazel-bin of the clone
set -euo pipefail

die() {
  echo "install: $*" >&2
  exit 1
}

usage_error() {
  echo "Usage: deploy/install.sh PREFIX [BUILD_FOLDER]   PREFIX is an absolute path, such as /opt/admf" >&2
  exit 2
}

# The path of libduckdb.so that the program $1 loads.
duckdb_of() { ldd "$1" | sed -n 's/^[[:space:]]*libduckdb\.so => \(\/.*\) (0x.*/\1/p'; }

main() {
  (($# == 1 || $# == 2)) && [[ "$1" == /* ]] || usage_error
  local prefix=${1%/} build program library
  build=$(realpath -m -- "${2:-$(dirname "${BASH_SOURCE[0]}")/../bazel-bin}")
  cd "$(dirname "${BASH_SOURCE[0]}")/.."

  for program in server/admfd client/admf; do
    [[ -x "$build/$program" ]] || die "$build/$program is missing; build it: bazel build //server:admfd //client:admf"
  done
  library=$(duckdb_of "$build/server/admfd")
  [[ -n "$library" ]] || die "$build/server/admfd does not find libduckdb.so: bash deploy/install_dependencies.sh"

  # A program that runs is replaced, not overwritten.
  install -D -m 755 -t "$prefix/bin" "$build/server/admfd" "$build/client/admf"
  install -D -m 644 -t "$prefix/lib" "$library"
  install -D -m 644 -t "$prefix/share/admf" examples/admfd.yaml
  sed "s|/opt/admf|$prefix|g" deploy/admfd.service | install -m 644 /dev/stdin "$prefix/share/admf/admfd.service"
  echo "installed in $prefix"
}

main "$@"
