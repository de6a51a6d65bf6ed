#!/usr/bin/env bash
# Installs what the build, the tests and the quickstart need and this machine lacks: packages of Debian 12, and DuckDB from
# npm, checked against known sums, into ${XDG_CACHE_HOME:-~/.cache}/admf. Does nothing, quickly, when all is there.
#
# Usage: deploy/install_dependencies.sh [--build-only]
#   --build-only   only what building and running the daemon takes, not what the tests take
set -euo pipefail

readonly BUILD_PACKAGES=(
  bazel-bootstrap bazel-rules-java ca-certificates g++ pkg-config python3 tzdata
  libabsl-dev libbenchmark-dev libboost-math-dev libboost1.74-dev libcli11-dev libgmock-dev libgrpc++-dev libgtest-dev libhwy-dev libprotobuf-dev librapidcheck-dev
  libspdlog-dev libsqlite3-dev libsqlitecpp-dev libssl-dev libxxhash-dev libyaml-cpp-dev nlohmann-json3-dev zlib1g-dev protobuf-compiler protobuf-compiler-grpc
  python-matplotlib-data
)
readonly TEST_PACKAGES=(
  clang-14 clang-format-14 clang-tidy-14 git libclang-rt-14-dev lld-14 llvm-14 python3-grpcio python3-protobuf python3-yaml
)

# npm package, file that `npm pack` makes of it, and its SHA-256.
readonly DUCKDB_VERSION=1.4.4
readonly DUCKDB_HEADER=(
  duckdb@1.4.4 duckdb-1.4.4.tgz
  5bb967dcbcd517670ba5f169f238fb9d6787e53752c60ebe24386169d76941ed
)
readonly DUCKDB_LIBRARY=(
  @duckdb/node-bindings-linux-x64@1.4.4-r.1 duckdb-node-bindings-linux-x64-1.4.4-r.1.tgz
  8ac460b152cd05a95065a414879bb09e40534b1fb7a80a7afe6969b6ce039029
)
readonly DUCKDB_FOLDER="${XDG_CACHE_HOME:-$HOME/.cache}/admf/duckdb-$DUCKDB_VERSION"
readonly TRIES=4

say() { echo "install_dependencies: $*" >&2; }

die() {
  say "$*"
  exit 1
}

# Runs a command that uses the network until it succeeds, at most TRIES times.
retry() {
  local try
  for ((try = 1; try <= TRIES; ++try)); do
    "$@" && return 0
    ((try < TRIES)) || break
    say "'$1 ${2:-}' failed; another try in $((try * 10)) seconds"
    sleep $((try * 10))
  done
  return 1
}

missing_packages() {
  local package
  local -A installed=()
  while read -r package; do
    installed["$package"]=1
  done < <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "$@" 2> /dev/null | sed -n 's/^ii *//p')
  for package in "$@"; do
    [[ -n "${installed[$package]:-}" ]] || echo "$package"
  done
}

is_debian_12() {
  [[ -r /etc/os-release && "$(uname -m)" == x86_64 ]] || return 1
  # shellcheck source=/dev/null
  (. /etc/os-release && [[ "${ID:-}" == debian && "${VERSION_ID:-}" == 12 ]])
}

as_root() {
  if ((EUID == 0)); then
    "$@"
  else
    sudo "$@"
  fi
}

apt_get() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 "$@"
}

install_packages() {
  if ((EUID != 0)) && ! command -v sudo > /dev/null; then
    die "these packages are missing, and there is no sudo; as root: apt-get install --no-install-recommends $*"
  fi
  say "installing $# packages: $*"
  retry apt_get update || die "apt-get update failed: check the network and /etc/apt/sources.list"
  retry apt_get install --no-install-recommends "$@" || die "apt-get install failed: see the messages above"
}

# npm brings certificates of its own; this adds those that the machine's administrator trusts.
export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-/etc/ssl/certs/ca-certificates.crt}"

# Downloads one npm package into the folder $1 and checks its sum.
npm_pack() {
  local folder=$1 package=$2 file=$3 sum=$4
  (cd "$folder" && retry npm pack --loglevel=error "$package" > /dev/null) ||
    die "npm could not download $package: check the network and 'npm config get registry'"
  echo "$sum  $folder/$file" | sha256sum --check --status ||
    die "$file has an unexpected SHA-256: $(sha256sum "$folder/$file"); not used"
}

install_duckdb() {
  local work
  say "downloading DuckDB $DUCKDB_VERSION into $DUCKDB_FOLDER"
  mkdir -p "$(dirname "$DUCKDB_FOLDER")"
  work=$(mktemp -d "$DUCKDB_FOLDER.XXXXXX")
  # shellcheck disable=SC2064 # $work is meant to be expanded now.
  trap "rm -rf '$work'" EXIT
  npm_pack "$work" "${DUCKDB_HEADER[@]}"
  npm_pack "$work" "${DUCKDB_LIBRARY[@]}"
  mkdir -p "$work/duckdb/include"
  tar -xzf "$work/${DUCKDB_HEADER[1]}" -C "$work/duckdb/include" --strip-components=5 package/src/duckdb/src/include/duckdb.h
  tar -xzf "$work/${DUCKDB_LIBRARY[1]}" -C "$work/duckdb" --strip-components=1 package/libduckdb.so package/LICENSE
  # Another call may have been quicker: then the folder is there and complete.
  mv -T "$work/duckdb" "$DUCKDB_FOLDER" 2> /dev/null || has_duckdb || die "could not write $DUCKDB_FOLDER"
}

has_duckdb() { [[ -f "$DUCKDB_FOLDER/libduckdb.so" && -f "$DUCKDB_FOLDER/include/duckdb.h" ]]; }

main() {
  local packages=("${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}") missing
  case "${1:-}" in
    "") ;;
    --build-only) packages=("${BUILD_PACKAGES[@]}") ;;
    *) die "unknown option '$1'; usage: deploy/install_dependencies.sh [--build-only]" ;;
  esac
  is_debian_12 || die "this needs Debian 12 on x86-64 (in a container: docker run -it debian:12), with the packages:
  ${packages[*]} npm"
  # Any npm will do: Debian's brings some hundred packages along.
  has_duckdb || command -v npm > /dev/null || packages+=(npm)

  mapfile -t missing < <(missing_packages "${packages[@]}")
  ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
  has_duckdb || install_duckdb
}

main "$@"
