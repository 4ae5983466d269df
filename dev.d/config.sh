# The copy's configuration: curio.conf, its certificate, nginx's and clamd's files. Sourced by ./dev.
# shellcheck shell=bash disable=SC2154

conf_get() {
    [ ! -f "$conf" ] || sed -n "s/^$1 *= *//p" "$conf" | tail -n 1
}

# conf_set KEY VALUE: replaces the key's line, or adds it.
conf_set() {
    local temporary=$conf.new
    if [ "$(conf_get "$1")" = "$2" ] && [ -n "$2" ]; then
        return
    fi
    { grep -v "^$1 *=" "$conf" || true; printf '%s = %s\n' "$1" "$2"; } >"$temporary"
    mv "$temporary" "$conf"
}

conf_default() {
    [ -n "$(conf_get "$1")" ] || conf_set "$1" "$2"
}

# The port asked for, else the one this copy had, else 8443.
site_port() {
    local had
    had=$(conf_get listen_port)
    echo "${wanted_port:-${had:-8443}}"
}

site_address() {
    echo "https://localhost:$(site_port)"
}

# What another copy or program took in the meantime is chosen anew.
metrics_port() {
    local had
    had=$(conf_get metrics_port)
    if [ -z "$had" ] || { ! service_alive nginx && port_taken "$had"; }; then
        had=$(free_port)
    fi
    echo "$had"
}

# Made once and then the operator's, save for the lines that say where this copy's own files and sockets are.
config_write() {
    mkdir -p "$var" "$root/build"
    chmod go+x,go-rw "$var"
    umask 077
    mkdir -p "$logs" "$var/pid" "$var/blobs/tmp" "$var/images" "$var/nginx.d" "$var/tls"
    run_folder_make
    if [ ! -f "$conf" ]; then
        echo "# This copy of Curio. What can be set, and what it means, is printed by: ./dev exec curio config" >"$conf"
    fi
    conf_default token_secret "$(random_secret)"
    conf_set listen_port "$(site_port)"
    conf_set metrics_port "$(metrics_port)"
    conf_set site_url "$(site_address)"
    conf_default blob_dir "$var/blobs"
    conf_set spool_dir "$var/blobs/tmp"
    conf_set static_dir "$build_dir/static"
    conf_set locale_dir "$build_dir/locale"
    conf_set run_dir "$run"
    conf_set database_url "host=$run/postgres dbname=curio user=curio"
    conf_set redis_socket "$run/redis.sock"
    conf_set clamd_socket "$run/clamd.sock"
    conf_set web_socket "$run/web.sock"
    conf_set auth_socket "$run/auth.sock"
    conf_set image_socket "$run/image.sock"
    conf_default image_dir "$var/images"
}

# A folder in /tmp could have been put there by someone else.
run_folder_make() {
    mkdir -p "$run"
    if [ ! -O "$run" ] || [ -L "$run" ]; then
        fail "$run is not ours"
    fi
    chmod 711 "$run"
}

certificate_make() {
    local key=$var/tls/key.pem certificate=$var/tls/certificate.pem
    [ ! -f "$certificate" ] || return 0
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -subj /CN=localhost \
        -addext 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1' -keyout "$key" -out "$certificate.new" \
        >"$logs/certificate.log" 2>&1 || fail "no certificate could be made" "$logs/certificate.log"
    mv "$certificate.new" "$certificate"
}

nginx_config_write() {
    certificate_make
    cp "$root/nginx/headers.conf" "$var/nginx.d/headers.conf"
    cat >"$var/nginx.d/http-host.conf" <<TEXT
ssl_certificate $var/tls/certificate.pem;
ssl_certificate_key $var/tls/key.pem;
access_log $logs/access.log curio_json buffer=32k flush=1s;
TEXT
    "$bin/curio" nginx "$root/nginx/nginx.conf.in" >"$var/nginx.conf" 2>"$logs/nginx.log" ||
        fail "nginx's configuration could not be rendered" "$logs/nginx.log"
}

# Signatures of our own where freshclam has brought none (or a test wants to start quickly): the EICAR test string anywhere in a
# file, and one harmless file by its digest.
signatures_make() {
    local file eicar='58354f2150254041505b345c505a58353428505e2937434329377d244549434152'
    eicar+='2d5354414e444152442d414e544956495255532d544553542d46494c452124482b482a'
    mkdir -p "$var/clamav"
    printf 'Curio.Test.Eicar:0:*:%s\n' "$eicar" >"$var/clamav/curio.ndb.new"
    printf '%s:%s:Curio.Test.File\n' "$(printf 'This file counts as infected.\n' | md5sum | cut -d' ' -f1)" 30 \
        >"$var/clamav/curio.hdb.new"
    for file in curio.ndb curio.hdb; do mv "$var/clamav/$file.new" "$var/clamav/$file"; done # never half there for who reads them
}

# scanner: 1 takes the system's signatures where there are any, "own" always ours.
signatures_folder() {
    if [ "$scanner" != own ] && compgen -G '/var/lib/clamav/main.c?d' >/dev/null; then
        echo /var/lib/clamav
    else
        signatures_make
        echo "$var/clamav"
    fi
}

# Builds are compressed, up to 1 : 1000: MaxFileSize and MaxScanSize count what they unpack to. docs/scanning.md says why so much.
clamd_config_write() {
    local stream file=268435456
    stream=$("$bin/curio" config | sed -n 's/^scan_bytes_max *= *\([0-9A-Z]*\).*/\1/p' | numfmt --from=iec)
    [ "$stream" -lt "$file" ] || file=$stream
    cat >"$var/clamd.conf" <<TEXT
Foreground yes
LocalSocket $run/clamd.sock
LocalSocketMode 600
FixStaleSocket yes
DatabaseDirectory $(signatures_folder)
TemporaryDirectory $var
StreamMaxLength $stream
MaxFileSize $file
MaxScanSize $((file * 2))
MaxScanTime 100000
AlertExceedsMax yes
MaxThreads 2
ConcurrentDatabaseReload no
LogTime yes
TEXT
}
