# Sourced by the scripts of this folder, with the clone's root as the working directory.
# shellcheck shell=bash

# `sudo bash deploy/...` in somebody's clone: goes on as that user, so that no file of root's is left in the clone and the
# caches. What needs root asks for it by itself. sudo keeps no variables: ADMF_HOME is handed on here, and reaches this
# place with `sudo ADMF_HOME=... bash deploy/...`.
continue_as_owner() {
  if ((EUID == 0)) && [[ -n "${SUDO_USER:-}" && "$SUDO_USER" != root && "$(stat -c %U .)" == "$SUDO_USER" ]]; then
    exec sudo -u "$SUDO_USER" -H -- env ${ADMF_HOME:+"ADMF_HOME=$ADMF_HOME"} bash "$@"
  fi
}
