#!/bin/sh
# With a database beside it: visit twice, count the rows, take the database away and see /health say so; then compare
# with the single-stage image and look for compilers, as lab 04's script does.
# usage: 07-native-dependency.sh CONTEXT BEFORE
. "$(dirname "$0")/steps.sh"
network=by-hand-$$
password=$(od -An -N8 -tx1 /dev/urandom | tr -d ' \n')
docker network create "$network" >/dev/null
database=$(docker run --detach --network "$network" --network-alias database \
    --env MARIADB_ROOT_PASSWORD="$password" mariadb:11.8)
image=$(build "$1")
sql() {
    docker exec --env MYSQL_PWD="$password" "$database" mariadb --user=root --execute "$1"
}
until sql "CREATE DATABASE app; CREATE USER app IDENTIFIED BY '$password'; GRANT ALL ON app.* TO app" 2>/dev/null; do
    sleep 0.05
done
container=$(start "$image" --network "$network" --env DATABASE_HOST=database --env DATABASE_PORT=3306 \
    --env DATABASE_NAME=app --env DATABASE_USER=app --env DATABASE_PASSWORD="$password")
ask_as_always "$container"
ask "$container" /visits >/dev/null
ask "$container" /visits >/dev/null
sql "SELECT COUNT(*) FROM app.visits" >/dev/null
sql "ALTER USER app ACCOUNT LOCK; KILL USER app"
if curl --fail --silent "http://$(docker port "$container" 5000/tcp)/health" >/dev/null; then exit 1; fi
remove "$container"

before=$(build --file "$2" "$1")
docker history --no-trunc "$before" >/dev/null
docker history --no-trunc "$image" >/dev/null
container=$(docker create "$image")
docker cp "$container:/var/lib/dpkg/status" - >/dev/null
for path in /usr/bin/gcc /usr/bin/cc /usr/bin/make /usr/include /root/.cache/pip; do
    docker cp "$container:$path" - >/dev/null 2>&1 || continue
done
remove "$container" "$database"
docker network rm "$network" >/dev/null
