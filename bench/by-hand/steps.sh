# What the scripts of this folder share: plain docker commands, as someone would write them who has no checker.
set -eu

# An image from a context.
build() {
    docker build --quiet --label by-hand "$@"
}

# A running container of an image; further words are options of docker run.
start() {
    image=$1
    shift
    docker run --detach --publish 127.0.0.1::5000 "$@" "$image"
}

# What a container answers on a page, as soon as it does.
ask() {
    address=$(docker port "$1" 5000/tcp)
    until curl --fail --silent "http://$address$2"; do sleep 0.01; done
}

# The questions that every lab asks.
ask_as_always() {
    ask "$1" / >/dev/null
    ask "$1" /health >/dev/null
    docker inspect "$1" >/dev/null
}

remove() {
    docker rm --force "$@" >/dev/null
}

# A copy of a context, to be changed.
copy() {
    folder=$(mktemp -d)
    cp -R "$1/." "$folder"
    echo "$folder"
}
