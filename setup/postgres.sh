#!/usr/bin/env bash
# postgres.sh start: print the address of a PostgreSQL server on which the tests may make databases and roles.
# postgres.sh stop:  stop the throw-away server, if start made one, and throw it away.
#
# A throw-away server is made, also beside one that runs already: it listens on no port, only on a socket in a folder that
# nobody else may enter, and it promises nothing about a power cut, so it waits for no disk, which halves the tests' time
# there. Where its programs are missing, a server that answers is taken as it is; else they are installed.
. "$(dirname "$0")/lib.sh"

# PostgreSQL refuses to run as root; then its own account runs it, which may not be able to enter the checkout.
name=portal-test-postgres-$(printf '%s' "$PWD" | cksum | cut -d' ' -f1)
disk=$PWD/var/postgres
[ "$(id -u)" != 0 ] || disk=/var/tmp/$name
memory=$(memory_folder)
home=${memory:+$memory/$name}
home=${home:-$disk}
for running in "/dev/shm/$name" "$disk"; do
  if [ -e "$running/postmaster.pid" ]; then home=$running; fi
done
# A socket's path has to be short.
socket=${TMPDIR:-/tmp}/portal-pg-$(id -u)-$(printf '%s' "$PWD" | cksum | cut -d' ' -f1)

# Run a command as the account that owns the server.
as_owner() {
  if [ "$(id -u)" != 0 ]; then "$@"
  elif has runuser; then (cd / && runuser -u postgres -- "$@")
  else (cd / && setpriv --reuid postgres --regid postgres --clear-groups -- "$@"); fi
}

# programs: the folder of initdb and pg_ctl; Debian keeps them off the path.
programs() {
  local folder
  has initdb && has pg_ctl && { dirname "$(command -v initdb)"; return 0; }
  for folder in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) \
    /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin; do
    [ -x "$folder/initdb" ] && { printf '%s' "$folder"; return 0; }
  done
  return 1
}

# answering: the address of a server that lets us make databases and roles.
answering() {
  $PYTHON - "$@" <<'PY'
import sys
import psycopg

for address in sys.argv[1:]:
    try:
        with psycopg.connect(address.replace("+psycopg", "", 1), connect_timeout=3) as connection:
            may = connection.execute("select rolsuper from pg_roles where rolname = current_user").fetchone()
    except psycopg.Error:
        continue
    if may == (True,):
        print(address)
        raise SystemExit(0)
raise SystemExit(1)
PY
}

# may_run: whether the server's programs are there, and an account that may run them.
may_run() { programs >/dev/null && { [ "$(id -u)" != 0 ] || id postgres >/dev/null 2>&1; }; }

throw_away() {
  local bin
  if ! bin=$(programs); then
    need "PostgreSQL, on which the tests run as well as on SQLite," postgresql postgresql@17
    bin=$(programs) || die "PostgreSQL was installed, but its initdb is not found."
  fi
  local address="postgresql+psycopg://portal_test@/postgres?host=$socket"
  if [ ! -e "$home/PG_VERSION" ]; then
    say "Making a throw-away PostgreSQL in $home"
    rm -rf "$home"
    mkdir -p "$home" && chmod 700 "$home"
    [ "$(id -u)" = 0 ] && chown postgres: "$home"
    as_owner "$bin/initdb" -D "$home" -U portal_test -A trust -E UTF8 --locale=C --no-sync >/dev/null
  fi
  [ ! -L "$socket" ] || die "$socket is a link; remove it, then make again."
  mkdir -p "$socket" && chmod 700 "$socket"
  [ "$(id -u)" = 0 ] && chown postgres: "$socket"
  local hasty="-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
  [ -z "${ON_DISK:-}" ] || hasty=
  as_owner "$bin/pg_ctl" -D "$home" status >/dev/null 2>&1 ||
    as_owner "$bin/pg_ctl" -D "$home" -l "$home/log" -w -t 60 start >/dev/null -o \
      "-c listen_addresses='' -c unix_socket_directories='$socket' -c max_connections=200 \
       $hasty -c wal_level=minimal -c max_wal_senders=0 -c checkpoint_timeout=1h -c max_wal_size=1GB -c shared_buffers=256MB" ||
    die "The throw-away PostgreSQL did not start; $home/log says why."
  answering "$address"
}

case ${1:?start or stop} in
  start)
    if [ -n "${PORTAL_TEST_POSTGRES:-}" ]; then
      answering "$PORTAL_TEST_POSTGRES" || die "PORTAL_TEST_POSTGRES names a server that does not answer, or a user" \
        "that is no superuser there."
      exit 0
    fi
    (may_run && throw_away) || answering "postgresql+psycopg:///postgres" \
      "postgresql+psycopg://127.0.0.1:5432/postgres" \
      "postgresql+psycopg://postgres@127.0.0.1:5432/postgres" || throw_away ||
      die "No PostgreSQL answers, and none could be started. The tests need one: set PORTAL_TEST_POSTGRES to its address."
    ;;
  stop)
    if [ -e "$home/postmaster.pid" ] && bin=$(programs); then
      as_owner "$bin/pg_ctl" -D "$home" -m fast -w stop >/dev/null 2>&1 && rm -rf "$home"
    fi
    ;;
  *) die "postgres.sh: start or stop" ;;
esac
