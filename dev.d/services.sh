# Starting, watching and stopping each part of a copy. Every part leads a session of its own, so that Ctrl-C in the front does
# not reach it and nothing of it is left over. Sourced by ./dev.
# shellcheck shell=bash disable=SC2154

# A process and its start, so that a number used again by another process is not taken for ours.
process_start() {
    local stat
    { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
    stat=${stat##*) }
    # shellcheck disable=SC2086 # fields are words; the 22nd of the whole line is the 20th of these
    set -- $stat
    [ "$1" != Z ] && echo "${20}"
}

service_pid() {
    local pid start
    { read -r pid start <"$var/pid/$1"; } 2>/dev/null || return 1
    [ "$(process_start "$pid")" = "$start" ] && echo "$pid"
}

service_alive() {
    service_pid "$1" >/dev/null
}

# launch NAME COMMAND…
launch() {
    local name=$1 pid
    shift
    setsid "$@" >>"$logs/$name.log" 2>&1 </dev/null 9>&- &
    pid=$!
    printf '%s %s\n' "$pid" "$(process_start "$pid")" >"$var/pid/$name"
    disown "$pid"
}

# True when COMMAND is; fails at once when the part has died meanwhile.
service_ready() {
    local name=$1 seconds=$2
    shift 2
    wait_for "$seconds" service_ready_or_dead "$name" "$@"
    service_alive "$name" && "$@" >/dev/null 2>&1
}

service_ready_or_dead() {
    local name=$1
    shift
    "$@" || ! service_alive "$name"
}

# service_stop NAME SIGNAL SECONDS
service_stop() {
    local pid
    if pid=$(service_pid "$1"); then
        kill "-$2" "$pid" 2>/dev/null || true
        if ! wait_for "$3" service_gone "$1"; then
            say "$1 did not stop within $3 seconds and was killed"
            kill -KILL -- "-$pid" 2>/dev/null || true
        fi
    fi
    rm -f "$var/pid/$1"
}

service_gone() {
    ! service_alive "$1"
}

# --- PostgreSQL, which refuses to run as root: then it is the postgres user of its package. Where that user can't reach the
# copy's folder (a clone below /root), it keeps the one capability that lets it pass.

postgres_bin() {
    local newest
    newest=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
    [ -x "$newest/postgres" ] || fail "PostgreSQL is not installed"
    echo "$newest"
}

# postgres_prefix FOLDER: the words that make the command after them the postgres user's, who is to work in FOLDER.
postgres_prefix() {
    is_root || return 0
    local drop=(setpriv --reuid=postgres --regid=postgres --init-groups)
    if ! "${drop[@]}" test -x "$1"; then
        drop+=(--inh-caps=+dac_override --ambient-caps=+dac_override)
    fi
    printf '%s\n' "${drop[@]}"
}

# as_postgres FOLDER COMMAND…
as_postgres() {
    local prefix
    mapfile -t prefix < <(postgres_prefix "$1")
    shift
    "${prefix[@]}" "$@"
}

own_by_postgres() {
    ! is_root || chown -R postgres:postgres "$@"
}

# An empty cluster with its database, made once a PostgreSQL version and copied for every copy: initdb takes seconds.
postgres_template() {
    local pg=$1 template=$2 log=$logs/initdb.log
    [ ! -d "$template" ] || return 0
    rm -rf "$template.new"
    mkdir -p "$template.new"
    own_by_postgres "$template.new"
    as_postgres "$template.new" "$pg/initdb" -D "$template.new" -U curio -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$log" 2>&1 ||
        fail "initdb failed" "$log"
    as_postgres "$template.new" "$pg/postgres" --single -D "$template.new" postgres <<<'CREATE DATABASE curio;' >>"$log" 2>&1 ||
        fail "the database could not be made" "$log"
    mv "$template.new" "$template"
}

postgres_data_make() {
    local pg=$1 template
    [ ! -f "$var/postgres/PG_VERSION" ] || return 0
    template=$root/build/postgres-$("$pg/postgres" --version | sed 's/.* \([0-9.]*\).*/\1/')
    lock "$root/build/.postgres.lock"
    postgres_template "$pg" "$template"
    lock "$var/.lock"
    rm -rf "$var/postgres.new"
    cp -a "$template" "$var/postgres.new"
    mv "$var/postgres.new" "$var/postgres"
}

postgres_options() {
    local options=(listen_addresses= "unix_socket_directories=$run/postgres" unix_socket_permissions=0700
        shared_buffers=64MB max_connections=100 "log_line_prefix=%m [%p] " cluster_name=curio)
    [ "$durable" != 0 ] || options+=(fsync=off full_page_writes=off)
    printf '%s\n' "${options[@]}"
}

start_postgres() {
    local pg prefix options
    pg=$(postgres_bin)
    postgres_data_make "$pg"
    mkdir -p "$run/postgres"
    chmod 700 "$run/postgres"
    own_by_postgres "$run/postgres"
    mapfile -t prefix < <(postgres_prefix "$var/postgres")
    mapfile -t options < <(postgres_options)
    launch postgres "${prefix[@]}" "$pg/postgres" -D "$var/postgres" "${options[@]/#/--}"
}

await_postgres() {
    service_ready postgres 30 "$(postgres_bin)/pg_isready" -q -h "$run/postgres" -U curio -d curio
}

# --- Redis holds nothing that can't be lost.

start_redis() {
    launch redis redis-server --port 0 --unixsocket "$run/redis.sock" --unixsocketperm 600 --save '' --appendonly no \
        --maxmemory 64mb --maxmemory-policy allkeys-lru --daemonize no --dir "$var" --logfile ''
}

await_redis() {
    service_ready redis 10 redis-cli -s "$run/redis.sock" ping
}

# --- clamd, bounded: with the official signatures it takes 1.3 GB.

start_clamd() {
    clamd_config_write
    launch clamd prlimit --as=4294967296 clamd --config-file="$var/clamd.conf"
}

# Loading the official signatures takes a minute: nothing waits for it, the site says "degraded" until then.
await_clamd() {
    [ "$(signatures_folder)" = /var/lib/clamav ] || service_ready clamd 20 test -S "$run/clamd.sock"
}

# --- The pools: systemd/pool holds the workers, here as in the package.

# An orphan of a pool that was killed may still answer on the old socket, which spawn-fcgi takes for "already in use".
start_web() {
    rm -f "$run/web.sock"
    launch web spawn-fcgi -s "$run/web.sock" -M 0600 -n -- "$root/systemd/pool" web_workers "$bin/curio-web"
}

start_auth() {
    rm -f "$run/auth.sock"
    launch auth spawn-fcgi -s "$run/auth.sock" -M 0600 -n -- "$root/systemd/pool" auth_workers "$bin/curio-web" --pool auth
}

# It knows no more of the configuration than what it works with: no secret but the key of its receipts, no address of anything.
start_image() {
    rm -f "$run/image.sock"
    "$bin/curio" image-config >"$run/image.conf" 2>"$logs/image.log" || fail "the image pool has no configuration" "$logs/image.log"
    launch image env -i PATH="$PATH" CURIO_CONFIG="$run/image.conf" spawn-fcgi -s "$run/image.sock" -M 0600 -n -- \
        "$root/systemd/pool" image_workers "$bin/curio-image" --pool
}

start_jobs() {
    launch jobs "$root/systemd/pool" job_workers "$bin/curio-jobs"
}

await_web() {
    service_ready web 10 test -S "$run/web.sock"
}

await_auth() {
    service_ready auth 10 test -S "$run/auth.sock"
}

await_image() {
    service_ready image 10 test -S "$run/image.sock"
}

await_jobs() {
    service_alive jobs
}

# --- nginx, as the user the workers are.

start_nginx() {
    local port user=
    port=$(site_port)
    ! port_taken "$port" || fail "port $port is in use by something else; choose another with CURIO_PORT"
    nginx_config_write
    ! is_root || user='user root; '
    launch nginx nginx -e stderr -c "$var/nginx.conf" -g "${user}daemon off;"
}

nginx_answers() {
    curl -fks -o /dev/null --max-time 5 "$(site_address)/api/v1/health/liveness"
}

await_nginx() {
    service_ready nginx 15 nginx_answers
}

# --- By name.

service_start() {
    service_alive "$1" || "start_$1"
}

service_await() {
    "await_$1" || fail "$1 did not start" "$logs/$1.log"
}

service_end() {
    case $1 in
        postgres) service_stop postgres INT 15 ;;
        redis) service_stop redis TERM 5 ;;
        web | auth | image | jobs) service_stop "$1" TERM 35 ;;
        *) service_stop "$1" TERM 5 ;;
    esac
}
