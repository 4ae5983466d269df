# Debian packages: named in packages.txt, installed where missing. Sourced by ./dev.
# shellcheck shell=bash disable=SC2154

# package_lines SECTION…: the lines of those sections.
package_lines() {
    awk -v want=" $* " '
        /^\[/ { gsub(/[][]/, ""); on = index(want, " " $0 " "); next }
        on && NF && !/^#/' "$root/packages.txt"
}

# packages_missing SECTION…: the names of each line that has none of them installed, and none of its commands.
packages_missing() {
    local installed line names name command
    installed=" $(dpkg-query -W -f '${db:Status-Status}=${Package}\n' | sed -n 's/^installed=//p' | tr '\n' ' ')"
    while read -r line; do
        command=
        [[ ! $line =~ \((.*)\) ]] || command=${BASH_REMATCH[1]}
        [ -z "$command" ] || ! command -v "$command" >/dev/null || continue
        read -ra names <<<"${line//[|]/ }"
        for name in "${names[@]}"; do
            [[ $installed != *" $name "* ]] || continue 2
        done
        echo "${names[@]/(*)/}"
    done < <(package_lines "$@")
}

# The first of the names that apt knows.
package_choose() {
    local name
    for name in "$@"; do
        if [ -n "$(apt-cache policy "$name" 2>/dev/null | awk '/Candidate:/ && $2 != "(none)"')" ]; then
            echo "$name"
            return
        fi
    done
    fail "apt knows none of: $*"
}

as_root() {
    if is_root; then
        "$@"
    else
        command -v sudo >/dev/null || fail "packages are missing and there is no sudo; as root, run: ./dev install"
        sudo "$@"
    fi
}

# packages_install LOG PACKAGE…
# Debian starts a server as soon as its package is there. Ours are private to the copy, so the system's stay off for now.
packages_install() {
    local log=$1 policy=/usr/sbin/policy-rc.d made='' result=0
    shift
    if [ ! -e $policy ]; then
        printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
        as_root chmod 755 $policy
        made=yes
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >>"$log" 2>&1 || result=1
    [ -z "$made" ] || as_root rm -f $policy
    return $result
}

# need_packages SECTION…
need_packages() {
    command -v dpkg-query >/dev/null || return 0
    local missing names=() line log
    missing=$(packages_missing "$@")
    [ -n "$missing" ] || return 0
    log=$(mktemp /tmp/curio-install.XXXXXX)
    as_root apt-get update >"$log" 2>&1 || fail "apt-get update failed" "$log"
    while read -r line; do
        # shellcheck disable=SC2086 # names are words
        names+=("$(package_choose $line)")
    done <<<"$missing"
    say "Installing ${names[*]}"
    packages_install "$log" "${names[@]}" || fail "apt-get install failed" "$log"
    rm -f "$log"
}

dev_install() {
    need_packages build run test
    say "All packages are there."
}
