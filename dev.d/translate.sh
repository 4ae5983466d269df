# Catalogues below po/: every visible text of the sources and templates, as the build collects them.

# translate [LANGUAGE…]: brings all catalogues up to date, and begins those that are not there yet. What is new stands empty: nothing is guessed.
dev_translate() {
    local pot=$build_dir/curio.undated.pot language po
    need_packages build
    build_in "$build_dir" "${build##*/}" pot
    grep -v '^"POT-Creation-Date' "$build_dir/curio.pot" >"$pot"
    mkdir -p "$root/po"
    for language in "$@"; do
        po=$root/po/$language.po
        [ -f "$po" ] || msginit --no-translator --locale="$language.UTF-8" --input="$pot" --output-file="$po"
    done
    for po in "$root"/po/*.po; do
        msgmerge --quiet --no-fuzzy-matching --add-location=file --width=140 --output-file="$po.new" "$po" "$pot"
        msgattrib --no-obsolete --width=140 --add-location=file --output-file="$po" "$po.new"
        rm -f "$po.new"
        printf '%s: ' "${po#"$root"/}"
        msgfmt --check --statistics --output-file=/dev/null "$po" 2>&1
    done
}
