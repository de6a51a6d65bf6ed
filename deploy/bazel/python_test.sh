#!/usr/bin/env bash
# Starts a Python test in its runfiles; see python.bzl. Other interpreters in PATH lack Debian's modules.
set -euo pipefail
export PYTHONPATH="$PWD/proto:$PWD" PYTHONDONTWRITEBYTECODE=1
exec /usr/bin/python3 "$@"
