/* Patterns find what they should, and end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "market/pattern.h"

static void assert_finds(const char *pattern, const char *text, const char *found)
{
    struct arena *arena = arena_new(1 << 20);
    struct pattern *made = pattern_new(arena, str_of(pattern));
    assert_non_null(made);
    struct str got = pattern_match(arena, made, str_of(text));
    if (found)
        assert_string_equal(got.p, found);
    else
        assert_null(got.p);
    arena_free(arena);
}

static void assert_refused(const char *pattern)
{
    struct arena *arena = arena_new(1 << 20);
    assert_null(pattern_new(arena, str_of(pattern)));
    arena_free(arena);
}

static void test_a_group_or_the_whole_is_found(void **state)
{
    (void)state;
    assert_finds("entré: *([0-9]+)", "Pris: ENTRÉ: 25 kr", "25");
    assert_finds("[0-9]+", "i 2026", "2026");
    assert_finds("a(b)?", "xa", "a");
    assert_finds("a(b*)", "xa", "");
    assert_finds("", "", "");
    assert_finds("\\w+", "ærø", "ærø");
    assert_finds("b", "a", NULL);
    assert_finds("a", "\xC3(a", NULL);
}

static void test_what_is_no_pattern_is_refused(void **state)
{
    char deep[81] = "", wide[302] = "";
    (void)state;
    memset(deep, '(', 40);
    memset(deep + 40, ')', 40);
    memset(wide, 'a', 301);
    assert_refused("(");
    assert_refused("[a");
    assert_refused("((((a{900}){900}){900}){900})");
    assert_refused(deep);
    assert_refused(wide);
    wide[300] = '\0';
    assert_finds(wide, "a", NULL);
}

/* What takes a processor's day by itself is given up after some steps. */
static void test_a_search_is_bounded(void **state)
{
    char text[4001] = "", repeats[101] = "a";
    (void)state;
    memset(text, 'a', 4000);
    assert_finds("(a+)+$", text, text);
    text[3999] = 'b';
    assert_finds("(a+)+c", text, NULL);
    assert_finds("(a*)*(b|a*)*c", text, NULL);
    assert_finds("(.*)\\1c", text, NULL);
    memset(repeats + 1, '+', 60);
    assert_refused(repeats);
    for (size_t i = 0; i < 20; i++)
        memcpy(repeats + 5 * i, "(a+)*", 5);
    assert_finds(repeats, "b", "b" + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_group_or_the_whole_is_found), cmocka_unit_test(test_what_is_no_pattern_is_refused), cmocka_unit_test(test_a_search_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
