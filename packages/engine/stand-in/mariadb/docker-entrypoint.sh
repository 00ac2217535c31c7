#!/bin/sh
# Starts the server as the official image's script of this name does, as far as Shipshape asks it to: options may
# stand in place of the command, and MARIADB_ROOT_PASSWORD is the password of root, who comes from within only.
set -eu
umask 077

case "${1:-}" in -*) set -- mariadbd "$@" ;; esac
if [ "$1" != mariadbd ]; then exec "$@"; fi

if [ -z "${MARIADB_ROOT_PASSWORD:-}" ]; then
    echo "MARIADB_ROOT_PASSWORD has to be set." >&2
    exit 1
fi

data=/var/lib/mysql
if [ ! -d "$data/mysql" ]; then
    cp --archive --sparse=always --no-target-directory /usr/local/share/mariadb-data "$data"
fi

# Passwords go through pipes and files, never through arguments, which every user of the host sees.
password=$(printf '%s' "$MARIADB_ROOT_PASSWORD" | sed "s/[\\\\']/\\\\&/g")
printf "ALTER USER root@localhost IDENTIFIED BY '%s';\n" "$password" > /run/mysqld/init.sql
unset MARIADB_ROOT_PASSWORD password

# The server would make itself an RSA key at each start, which takes it a second; without any it refuses clients
# that ask for encryption, as newer ones do.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -days 3650 -subj /CN=mariadb \
    -keyout /run/mysqld/key.pem -out /run/mysqld/certificate.pem 2> /dev/null

chown -R mysql:mysql "$data" /run/mysqld
exec setpriv --reuid=mysql --regid=mysql --clear-groups -- "$@" \
    --datadir="$data" --socket=/run/mysqld/mysqld.sock --init-file=/run/mysqld/init.sql \
    --ssl-cert=/run/mysqld/certificate.pem --ssl-key=/run/mysqld/key.pem
