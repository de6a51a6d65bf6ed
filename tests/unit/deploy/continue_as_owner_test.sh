#!/usr/bin/env bash
# continue_as_owner of deploy/common.sh hands ADMF_HOME on to the owner of the clone.
set -euo pipefail

if ((EUID != 0)); then
  echo "SKIPPED: only root continues as somebody else"
  exit 0
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '#!/usr/bin/env bash\nprintf "<%%s>" "$@"\n' > "$work/sudo"
chmod +x "$work/sudo"

# What sudo is asked for when alice, who owns the clone, has called it.
asked_for() {
  (
    stat() { echo alice; }
    # shellcheck source=deploy/common.sh
    source deploy/common.sh
    PATH="$work:$PATH" SUDO_USER=alice continue_as_owner deploy/quickstart.sh --no-wait
  )
}

expect() {
  [[ "$1" == "$2" ]] || {
    printf 'FAILED: %s\nand not  %s\n' "$1" "$2" >&2
    exit 1
  }
}

expect "$(ADMF_HOME='/srv/a b' asked_for)" \
  '<-u><alice><-H><--><env><ADMF_HOME=/srv/a b><bash><deploy/quickstart.sh><--no-wait>'
expect "$(ADMF_HOME='' asked_for)" '<-u><alice><-H><--><env><bash><deploy/quickstart.sh><--no-wait>'
