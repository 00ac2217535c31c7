#!/bin/sh
# Then build without a way out, unchanged and with an edit; change a pin, build, run, and ask for the version.
# usage: 03-layer-cache.sh CONTEXT
. "$(dirname "$0")/steps.sh"
container=$(start "$(build "$1")")
ask_as_always "$container"
remove "$container"

nowhere="--build-arg HTTP_PROXY=http://127.0.0.1:9 --build-arg HTTPS_PROXY=http://127.0.0.1:9"
build $nowhere "$1" >/dev/null
edited=$(copy "$1")
echo "# edited $(date +%s%N)" >>"$edited/app.py"
build $nowhere "$edited" >/dev/null

pinned=$(copy "$1")
sed -i s/Flask==3.1.2/Flask==3.1.1/ "$pinned"/requirements*.txt
container=$(start "$(build "$pinned")")
ask "$container" / >/dev/null
docker exec "$container" python -c 'from importlib.metadata import version; assert version("flask") == "3.1.1"'
remove "$container"
rm -r "$edited" "$pinned"
