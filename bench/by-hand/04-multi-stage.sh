#!/bin/sh
# Then build the single-stage image, compare the two by line, and look for compilers.
# usage: 04-multi-stage.sh CONTEXT BEFORE
. "$(dirname "$0")/steps.sh"
image=$(build "$1")
container=$(start "$image")
ask_as_always "$container"
remove "$container"

before=$(build --file "$2" "$1")
docker history --no-trunc "$before" >/dev/null
docker history --no-trunc "$image" >/dev/null
container=$(docker create "$image")
docker cp "$container:/var/lib/dpkg/status" - >/dev/null
for path in /usr/bin/gcc /usr/bin/cc /usr/bin/make /usr/include /root/.cache/pip; do
    docker cp "$container:$path" - >/dev/null 2>&1 || continue
done
remove "$container"
