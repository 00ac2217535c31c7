#!/bin/sh
# Build, run, ask until it answers, look, remove.
# usage: any-lab.sh CONTEXT
. "$(dirname "$0")/steps.sh"
container=$(start "$(build "$1")")
ask_as_always "$container"
remove "$container"
