#!/bin/sh
# Then break a test, build, and see it fail; the same with a line that the linter refuses; look for test tools.
# usage: 06-test-stage.sh CONTEXT
. "$(dirname "$0")/steps.sh"
image=$(build "$1")
container=$(start "$image")
ask_as_always "$container"
remove "$container"

broken=$(copy "$1")
sed -i "s/text\/plain/text\/$(date +%s%N)/" "$broken/tests/test_app.py"
if build "$broken" >/dev/null 2>&1; then exit 1; fi
unclean=$(copy "$1")
sed -i "1a import json as unused$(date +%s%N)" "$unclean/app.py"
if build "$unclean" >/dev/null 2>&1; then exit 1; fi
rm -r "$broken" "$unclean"

container=$(docker create "$image")
for path in /app/tests /app/requirements.dev.txt /usr/local/bin/pytest /usr/local/bin/flake8; do
    docker cp "$container:$path" - >/dev/null 2>&1 || continue
done
remove "$container"
