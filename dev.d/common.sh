# Folders, names and small helpers that every other part uses. Sourced by ./dev.
# shellcheck shell=bash disable=SC2034,SC2154

PATH=$PATH:/usr/sbin:/sbin # nginx, clamd: not on the path of an ordinary user
readonly services=(postgres redis clamd web auth image jobs nginx)

# What steers this script is taken out of the environment: the programs read CURIO_KEY as configuration and refuse unknown keys.
var=$(realpath -m "${CURIO_VAR:-$root/var}")
wanted_port=${CURIO_PORT:-}
build=${CURIO_BUILD:-release}
demo=${CURIO_DEMO:-1}
scanner=${CURIO_SCANNER:-1}
durable=${CURIO_DURABLE:-1}
unset CURIO_VAR CURIO_PORT CURIO_BUILD CURIO_DEMO CURIO_SCANNER CURIO_DURABLE
case $build in
    */*) build_dir=$(realpath -m "$build") ;;
    *) build_dir=$root/build/$build ;;
esac
bin=$build_dir/bin
conf=$var/curio.conf
logs=$var/log
export CURIO_CONFIG=$conf

# A Unix socket's path holds 107 bytes: a copy that lies deep has its sockets in /tmp, under a name made from its folder's.
run=$var/run
if [ ${#run} -gt 75 ]; then
    run=/tmp/curio-$(printf '%s' "$var" | sha256sum | cut -c1-16)
fi

say() {
    printf '%s\n' "$*"
}

# fail MESSAGE [LOG]: one line, and the end of the log that knows more.
fail() {
    printf 'dev: %s\n' "$1" >&2
    if [ -n "${2:-}" ] && [ -s "$2" ]; then
        printf '%s\n' "--- $2" >&2
        tail -n 15 "$2" >&2
    fi
    exit 1
}

is_root() {
    [ "$(id -u)" -eq 0 ]
}

# wait_for SECONDS COMMAND…: true as soon as the command is.
wait_for() {
    local end=$((SECONDS + $1 + 1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.05
    done
}

port_taken() {
    (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null
}

# Below the ports that the kernel hands out for outgoing connections.
free_port() {
    local port
    while port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000)); do
        port_taken "$port" || break
    done
    echo "$port"
}

random_secret() {
    head -c 48 /dev/urandom | base64 -w 0 | tr '+/' '-_'
}

# One ./dev at a time changes a copy, or a build folder. What is started must not inherit the lock: see launch.
lock() {
    mkdir -p "$(dirname "$1")"
    exec 9>"$1"
    flock -w 600 9 || fail "another ./dev holds $1"
}

unlock() {
    exec 9>&-
}
