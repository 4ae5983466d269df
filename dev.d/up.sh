# Bringing a copy up and down, and looking at it. Sourced by ./dev.
# shellcheck shell=bash disable=SC2154

wanted_services() {
    local name
    for name in "${services[@]}"; do
        [ "$name" = clamd ] && [ "$scanner" = 0 ] || echo "$name"
    done
}

all_alive() {
    local name
    for name in $(wanted_services); do
        service_alive "$name" || return 1
    done
}

# What fails on the way up leaves nothing running behind.
up_failed() {
    local status=$?
    [ "$status" -eq 0 ] || down_services
    exit "$status"
}

up_services() {
    service_start postgres
    service_start redis
    [ "$scanner" = 0 ] || service_start clamd
    service_await postgres
    service_await redis
    run_once migrate "the database could not be brought up to date"
    seed
    service_start web
    service_start auth
    service_start image
    service_start jobs
    service_await web
    service_await auth
    service_await image
    service_start nginx
    service_await nginx
    [ "$scanner" = 0 ] || service_await clamd
}

# run_once SUBCOMMAND MESSAGE
run_once() {
    "$bin/curio" "$1" >"$logs/$1.log" 2>&1 9>&- </dev/null || fail "$2" "$logs/$1.log"
}

seed() {
    if [ "$demo" != 0 ] && [ ! -f "$var/.seeded" ]; then
        run_once seed "the demo content could not be made"
        touch "$var/.seeded"
    fi
}

dev_up() {
    local detach='' compile=yes
    while [ $# -gt 0 ]; do
        case $1 in
            --detach | -d) detach=yes ;;
            --no-demo) demo=0 ;;
            --no-build) compile= ;;
            *) fail "up knows --detach, --no-demo and --no-build, not $1" ;;
        esac
        shift
    done
    if [ -f "$conf" ] && all_alive; then
        say "Curio runs already at $(site_address)"
        return
    fi
    up_prepare "$compile"
    up_locked
    say "Curio runs at $(site_address)"
    [ -n "$detach" ] || follow
}

up_prepare() {
    if [ -n "$1" ]; then
        need_packages build run
        build_programs
    fi
    [ -x "$bin/curio" ] || fail "nothing is built in $build_dir; run ./dev build"
}

up_locked() {
    lock "$var/.lock"
    config_write
    [ "$demo" = 0 ] || conf_default rooms "schematic market"
    trap up_failed EXIT
    trap 'exit 130' INT TERM
    up_services
    trap - EXIT INT TERM
    unlock
}

# One merged log in front, until Ctrl-C; a part that ends is told.
follow() {
    local name dead=' '
    tail_logs 0 "${services[@]}" access > >(name_lines) &
    local follower=$!
    trap 'exit 0' INT TERM HUP
    trap 'kill "$follower" 2>/dev/null || true; say "Stopping"; dev_down' EXIT
    while sleep 1; do
        for name in $(wanted_services); do
            if ! service_alive "$name" && [[ $dead != *" $name "* ]]; then
                say "$name has ended; its log is $logs/$name.log"
                dead+="$name "
            fi
        done
    done
}

# tail_logs LINES NAME…
tail_logs() {
    local files=("${@:2}")
    files=("${files[@]/#/$logs/}")
    files=("${files[@]/%/.log}")
    touch "${files[@]}"
    exec tail -n "$1" -F "${files[@]}" 2>/dev/null
}

# Turns tail's headings into a name before every line.
name_lines() {
    local line name=''
    while IFS= read -r line; do
        case $line in
            '==> '*' <==') name=$(basename "${line:4:-4}" .log) ;;
            ?*) printf '%-8s %s\n' "$name" "$line" ;;
        esac
    done
}

dev_logs() {
    [ -d "$logs" ] || fail "no copy has run in $var"
    [ $# -gt 0 ] || set -- "${services[@]}" access
    tail_logs 20 "$@" | name_lines
}

down_services() {
    local i
    for ((i = ${#services[@]} - 1; i >= 0; i--)); do
        service_end "${services[i]}"
    done
    rm -rf "$run"
}

dev_down() {
    [ -d "$var" ] || fail "no copy has run in $var"
    lock "$var/.lock"
    down_services
    unlock
    if [ "${1:-}" = --purge ]; then
        [ -f "$conf" ] || fail "$var does not look like a copy of Curio"
        rm -rf "$var"
    fi
}

dev_status() {
    [ -f "$conf" ] || fail "no copy has run in $var"
    local name pid failed=0
    for name in "${services[@]}"; do
        if pid=$(service_pid "$name"); then
            printf '%-9s runs, pid %s\n' "$name" "$pid"
        else
            printf '%-9s is not running\n' "$name"
            failed=1
        fi
    done
    printf '%-9s %s\n' address "$(site_address)" folder "$var"
    return $failed
}

one_of_ours() {
    [[ " ${services[*]} " == *" $1 "* ]] || fail "there is no part called $1 (${services[*]})"
}

dev_stop() {
    one_of_ours "${1:-}"
    service_end "$1"
}

dev_start() {
    one_of_ours "${1:-}"
    service_start "$1"
    service_await "$1"
}

dev_psql() {
    [ -f "$conf" ] || fail "no copy has run in $var"
    exec "$(postgres_bin)/psql" "$(conf_get database_url)" "$@"
}

dev_exec() {
    local program=${1:-}
    [ -n "$program" ] || fail "exec needs a program: curio, curio-web or curio-jobs"
    shift
    [ -x "$bin/$program" ] || { need_packages build && build_programs >&2; }
    [ -x "$bin/$program" ] || fail "there is no program called $program"
    exec "$bin/$program" "$@"
}
