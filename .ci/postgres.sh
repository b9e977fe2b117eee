#!/bin/sh
# Installs Debian's PostgreSQL where it is missing, starts it, makes a role and a database for the tests, and prints
# the URL for PASSERELLE_TEST_POSTGRES. Works in a container without systemd; may be run any number of times.
# Where that cannot be done it prints nothing, says why on stderr and exits 0: the tests then skip and say so.
set -u

NAME=passerelle_test # role, password and database: a throw-away that listens on the loopback only
STARTED_WITHIN_S=30

give_up() {
    echo "postgres.sh: no PostgreSQL for the tests: $*" >&2
    exit 0
}

as_postgres() {
    su postgres -s /bin/sh -c "cd / && psql -p $port -d $1 -v ON_ERROR_STOP=1 -qAt" >&2
}

[ "$(id -u)" = 0 ] || give_up "installing and starting it needs root"

if ! command -v pg_lsclusters >/dev/null 2>&1; then
    command -v apt-get >/dev/null 2>&1 || give_up "this is not Debian (no apt-get)"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -qq && apt-get install -y -qq --no-install-recommends postgresql; } >&2 ||
        give_up "apt-get could not install it"
fi

if [ -z "$(pg_lsclusters -h)" ]; then
    version=$(find /usr/lib/postgresql -mindepth 1 -maxdepth 1 -printf '%f\n' 2>/dev/null | sort -V | tail -n 1)
    [ -n "$version" ] || give_up "the package brought no server"
    pg_createcluster "$version" main >&2 || give_up "no cluster could be made"
fi
read -r version cluster port status _ <<EOF
$(pg_lsclusters -h | head -n 1)
EOF
[ "$status" = online ] || pg_ctlcluster "$version" "$cluster" start >&2 || give_up "cluster $version/$cluster does not start"

waited=0
until pg_isready -q -p "$port"; do
    [ "$waited" -lt "$STARTED_WITHIN_S" ] || give_up "it does not answer on port $port"
    sleep 1
    waited=$((waited + 1))
done

as_postgres postgres <<EOF || give_up "role and database could not be made"
DO \$\$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$NAME') THEN CREATE ROLE $NAME LOGIN; END IF;
END \$\$;
ALTER ROLE $NAME PASSWORD '$NAME';
SELECT 'CREATE DATABASE $NAME OWNER $NAME ENCODING ''UTF8'' LC_COLLATE ''C'' LC_CTYPE ''C'' TEMPLATE template0'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '$NAME') \\gexec
EOF

PGPASSWORD=$NAME psql -h 127.0.0.1 -p "$port" -U "$NAME" -d "$NAME" -qAt -c 'SELECT 1' >/dev/null ||
    give_up "the role made for the tests cannot log in"
echo "postgresql://$NAME:$NAME@127.0.0.1:$port/$NAME"
