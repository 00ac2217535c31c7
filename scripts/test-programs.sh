#!/bin/sh
# Brings the programs that the tests in *.system.test.ts drive: a browser, two shells, a validator of XML,
# a Redis, which the tests start and end themselves, and a clock to set for one program, for `pnpm faults`.
# Where all are there it asks nobody anything.
set -eu

# Each program, and the Debian package that has it.
missing=
for pair in chromium:chromium zsh:zsh fish:fish xmllint:libxml2-utils redis-server:redis-server faketime:faketime; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing="$missing ${pair#*:}"
done
[ -n "$missing" ] || exit 0

if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  echo "The system tests need programs that are not here. On Debian: sudo apt-get install$missing" >&2
  exit 2
fi

echo "Installing with apt (once):$missing" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
trap 'exit 130' INT TERM HUP

# Another apt may be at work, for example one that installs updates.
# No server that a package brings is started as a service: a made-up run level keeps Debian's scripts from it.
apt() {
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get --quiet --option DPkg::Lock::Timeout=300 "$@" >"$log" 2>&1
}

# Lists that are there may be new enough, and asking for new ones takes longer than installing.
# shellcheck disable=SC2086 # one word for each package
apt install --yes --no-install-recommends $missing ||
  { apt update && apt install --yes --no-install-recommends $missing; } ||
  {
    cat "$log" >&2
    echo "apt could not install what the system tests need:$missing. Look at its words above." >&2
    exit 2
  }
