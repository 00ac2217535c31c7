#!/bin/sh
# Then plant what does not belong into an image, and build again.
# usage: 02-build-context.sh CONTEXT
. "$(dirname "$0")/steps.sh"
container=$(start "$(build "$1")")
ask_as_always "$container"
remove "$container"

planted=$(copy "$1")
libraries=lib/python3.13/site-packages
for folder in . tests worker; do
    mkdir -p "$planted/$folder/.git" "$planted/$folder/__pycache__" \
        "$planted/$folder/.venv/$libraries" "$planted/$folder/venv/$libraries"
    for file in .env .git/config __pycache__/app.cpython-313.pyc stale.pyc debug.log \
        ".venv/$libraries/settings.py" "venv/$libraries/settings.py"; do
        echo canary >"$planted/$folder/$file"
    done
done
mkdir -p "$planted/.git/objects/pack" "$planted/.venv/bin" "$planted/venv/bin"
for ballast in .git/objects/pack/pack-1f0c.pack .venv/bin/python3.13 venv/bin/python3.13; do
    head -c 4000000 /dev/zero >"$planted/$ballast"
done
build "$planted" >/dev/null
rm -r "$planted"
