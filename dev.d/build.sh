# Building and formatting. Sourced by ./dev.
# shellcheck shell=bash disable=SC2154

# build_in FOLDER [PRESET] [TARGET…]: configures once, then builds. Quiet unless it fails.
build_in() {
    local dir=$1 preset=$2 log=$1/build.log
    shift 2
    mkdir -p "$dir"
    lock "$dir/.lock"
    if [ ! -f "$dir/build.ninja" ]; then
        cmake -S "$root" --preset "$preset" -B "$dir" >"$log" 2>&1 || fail "CMake could not configure $dir" "$log"
    fi
    nice -n 5 cmake --build "$dir" ${1:+--target "$@"} 9>&- >"$log" 2>&1 || fail "the build failed" "$log"
    unlock
}

build_programs() {
    say "Building in ${build_dir#"$root"/}"
    build_in "$build_dir" "${build##*/}" curio-web curio-jobs curio-image curio curio_assets curio_translations curio_pages
}

dev_build() {
    local preset=${1:-release}
    need_packages build
    build_in "$root/build/$preset" "$preset"
    say "Built build/$preset."
}

dev_fmt() {
    need_packages test
    if [ $# -eq 0 ]; then
        local files
        mapfile -t files < <(git -C "$root" ls-files -co --exclude-standard 'app/*.[ch]' 'handlers/*.[ch]' 'tests/*.[ch]')
        set -- "${files[@]/#/$root/}"
    fi
    clang-format -i "$@"
}
