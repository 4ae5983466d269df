# Tests and figures. Sourced by ./dev.
# shellcheck shell=bash disable=SC2154

node_modules() {
    local log=$root/build/npm.log
    mkdir -p "$root/build"
    if [ ! -f "$root/tests/node_modules/.package-lock.json" ] ||
        [ "$root/tests/package-lock.json" -nt "$root/tests/node_modules/.package-lock.json" ]; then
        (cd "$root/tests" && npm ci --no-audit --no-fund) >"$log" 2>&1 </dev/null || fail "npm ci failed" "$log"
    fi
}

# test_in PRESET CTEST-ARGS…
test_in() {
    local preset=$1
    shift
    say "== $preset: $*"
    ctest --test-dir "$root/build/$preset" --output-on-failure --no-tests=error "$@"
}

# wants LABEL LABELS…: whether that label is asked for; without any, all are.
wants() {
    local label=$1
    shift
    [ $# -eq 0 ] || [[ " $* " == *" $label "* ]]
}

# Everything without a label. Unit tests and the committed fuzz inputs run a second time under the sanitizers, and libFuzzer goes on
# from those inputs for a short while.
dev_test() {
    local label labels result=0
    labels=$(IFS='|'; echo "$*")
    need_packages build run test
    node_modules
    dev_build release
    # What runs real servers (some unit tests do), and stops some of them, may miss its moment on a machine that stands still for
    # seconds: such a test gets a second try, which ctest reports.
    for label in unit sql fuzz http browser fault; do
        wants $label "$@" || continue
        test_in release -L "^$label\$" --repeat until-pass:2 || result=1
    done
    if wants unit "$@" || wants fuzz "$@"; then
        dev_build asan
        test_in asan -L "^(${labels:-unit|fuzz})\$" -LE '^(sql|http|browser|fault)$' --repeat until-pass:2 || result=1
    fi
    if wants fuzz "$@"; then
        build_in "$root/build/fuzz" fuzz fuzz_targets
        test_in fuzz -L '^fuzz$' || result=1
    fi
    return $result
}

dev_bench() {
    need_packages build run test
    node_modules
    dev_build release
    exec "$root/tests/bench/run" "$@"
}
