#!/bin/sh
# Then plant what does not belong into an image, and build again.
# usage: 02-build-context.sh CONTEXT
. "$(dirname "$0")/steps.sh"
container=$(start "$(build "$1")")
ask_as_always "$container"
remove "$container"

planted=$(copy "$1")
for folder in . docs; do
    mkdir -p "$planted/$folder/.git/objects/pack" "$planted/$folder/.venv/lib" "$planted/$folder/__pycache__"
    for file in .env .git/config .venv/lib/secret.py __pycache__/app.cpython-313.pyc stale.pyc debug.log; do
        echo canary >"$planted/$folder/$file"
    done
done
head -c 8000000 /dev/urandom >"$planted/.git/objects/pack/pack-1.pack"
head -c 8000000 /dev/urandom >"$planted/.venv/lib/large.so"
build "$planted" >/dev/null
rm -r "$planted"
