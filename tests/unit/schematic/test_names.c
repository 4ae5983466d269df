/* What a download is called, whatever its file was called, and a title made of that name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/utf8.h"
#include "handlers/schematic/disposition.h"
#include "handlers/schematic/title.h"
#include "lib/arena.h"

static void assert_disposition(const char *name, const char *format, const char *plain, const char *extended)
{
    struct str value = disposition_of(arena, str_of(name), str_of(format));
    struct str expected = arena_printf(arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s", plain, extended);
    assert_string_equal(value.p, expected.p);
}

static void test_plain_names(void **state)
{
    (void)state;
    assert_disposition("castle.schem", "sponge", "castle.schem", "castle.schem");
    assert_disposition("castle v2.schem", "sponge", "castle v2.schem", "castle%20v2.schem");
    assert_disposition("CASTLE.SCHEM", "sponge", "CASTLE.schem", "CASTLE.schem");
}

static void test_the_ending_follows_the_content(void **state)
{
    (void)state;
    assert_disposition("castle.schem", "litematica", "castle.litematic", "castle.litematic");
    assert_disposition("castle.schematic", "sponge", "castle.schem", "castle.schem");
    assert_disposition("castle", "mcedit", "castle.schematic", "castle.schematic");
    assert_disposition("castle.v2", "structure", "castle.v2.nbt", "castle.v2.nbt");
    assert_disposition("castle.exe", "sponge", "castle.exe.schem", "castle.exe.schem");
    assert_disposition(".schem", "sponge", "schem.schem", "schem.schem");
}

static void test_names_with_a_will_of_their_own(void **state)
{
    (void)state;
    assert_disposition("a\"b.schem", "sponge", "a_b.schem", "a_b.schem");
    assert_disposition("a\r\nSet-Cookie: x.schem", "sponge", "a__Set-Cookie_ x.schem", "a__Set-Cookie_%20x.schem");
    assert_disposition("../../etc/passwd", "sponge", "_.._etc_passwd.schem", "_.._etc_passwd.schem");
    assert_disposition("a\\b.schem", "sponge", "a_b.schem", "a_b.schem");
    assert_disposition("100%41.schem", "sponge", "100_41.schem", "100%2541.schem");
    assert_disposition("a'(b)*;.schem", "sponge", "a'(b)_;.schem", "a%27%28b%29_%3B.schem");
    assert_disposition("\xe2\x80\xaegnp.schem", "sponge", "_gnp.schem", "_gnp.schem");
    assert_disposition("", "sponge", "build.schem", "build.schem");
    assert_disposition("...", "sponge", "build.schem", "build.schem");
}

static void test_names_beyond_ascii(void **state)
{
    (void)state;
    assert_disposition("k\xc3\xa6mpe \xf0\x9f\x8f\xb0.schem", "sponge", "k_mpe _.schem",
                       "k%C3%A6mpe%20%F0%9F%8F%B0.schem");
    assert_disposition("bad\xff.schem", "sponge", "bad_.schem", "bad_.schem");
}

static void test_long_names_are_cut_between_code_points(void **state)
{
    (void)state;
    char name[1001];
    for (size_t i = 0; i < 1000; i += 4)
        memcpy(name + i, "\xf0\x9f\x8f\xb0", 4);
    name[1000] = '\0';
    struct str value = disposition_of(arena, str_of(name), STR("sponge"));
    assert_true(value.n < 1000);
    assert_true(str_ends_with(value, STR("%F0%9F%8F%B0.schem")));
}

static void assert_title(const char *name, const char *title)
{
    struct str made = title_from_file_name(arena, str_of(name));
    if (!title)
        assert_null(made.p);
    else
        assert_true(str_eq(made, str_of(title)));
}

static void test_titles(void **state)
{
    (void)state;
    assert_title("my_old-castle.schem", "my old castle");
    assert_title("castle.v2.schem", "castle.v2");
    assert_title("__north  wing__-_gate-.schem", "north wing gate");
    assert_title("castle", "castle");
    assert_title(".schem", ".schem");
    assert_title("__-.schem", NULL);
    assert_title("", NULL);
    struct str absent = title_from_file_name(arena, STR_NULL);
    assert_null(absent.p);
}

static void test_long_titles_are_cut(void **state)
{
    (void)state;
    char name[501];
    for (size_t i = 0; i < 500; i += 2)
        memcpy(name + i, "\xc3\xa6", 2);
    name[500] = '\0';
    struct str title = title_from_file_name(arena, str_of(name));
    assert_int_equal(utf8_length(title), 120);
    assert_true(utf8_valid(title));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_names),
        cmocka_unit_test(test_the_ending_follows_the_content),
        cmocka_unit_test(test_names_with_a_will_of_their_own),
        cmocka_unit_test(test_names_beyond_ascii),
        cmocka_unit_test(test_long_names_are_cut_between_code_points),
        cmocka_unit_test(test_titles),
        cmocka_unit_test(test_long_titles_are_cut),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
