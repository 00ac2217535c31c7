#!/bin/sh
# What someone would write instead of a checker: build, run, ask until it answers, look, remove.
# usage: by-hand.sh CONTEXT
set -eu
image=$(docker build --quiet --label by-hand "$1")
container=$(docker run --detach --publish 127.0.0.1::5000 "$image")
address=$(docker port "$container" 5000/tcp)
until curl --fail --silent "http://$address/" >/dev/null; do sleep 0.01; done
until curl --fail --silent "http://$address/health" >/dev/null; do sleep 0.01; done
docker inspect "$container" >/dev/null
docker rm --force "$container" >/dev/null
