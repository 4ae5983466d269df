/* Block states as text, and what counts them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "schematic/census.h"
#include "schematic/state.h"
#include "lib/arena.h"

static struct str text_of(const struct buf *buf)
{
    return arena_str(arena, buf_str(buf));
}

static void assert_canonical(const char *written, const char *expected)
{
    struct buf out;
    buf_init(&out, STATE_MAX);
    assert_true(state_canonical(str_of(written), &out));
    assert_string_equal(text_of(&out).p, expected);
    buf_clear(&out);
    assert_true(state_canonical(str_of(expected), &out)); /* and it stays so */
    assert_string_equal(text_of(&out).p, expected);
    buf_free(&out);
}

static void assert_none(struct str written)
{
    struct buf out;
    buf_init(&out, STATE_MAX);
    assert_false(state_canonical(written, &out));
    assert_int_equal(out.n, 0);
    buf_free(&out);
}

static void test_one_spelling(void **state)
{
    (void)state;
    assert_canonical("minecraft:stone", "minecraft:stone");
    assert_canonical("stone", "minecraft:stone");
    assert_canonical(":stone", "minecraft:stone");
    assert_canonical(" stone[] ", "minecraft:stone");
    assert_canonical("oak_log[axis=y]", "minecraft:oak_log[axis=y]");
    assert_canonical("oak_stairs[shape=straight, half = top,facing=east,waterlogged=false]",
                     "minecraft:oak_stairs[facing=east,half=top,shape=straight,waterlogged=false]");
    assert_canonical("Mod|Core:tile.My Block[a_b=1,a=2]", "Mod|Core:tile.My Block[a=2,a_b=1]");
    assert_canonical("create:belt/x.y-z", "create:belt/x.y-z");
    assert_canonical("caf\xc3\xa9:stone", "caf\xc3\xa9:stone");
}

static void test_what_is_no_state(void **state)
{
    (void)state;
    static const char *const none[] = {
        "",          " ",         ":",          "minecraft:",   "[a=b]",          "minecraft:[a=b]", "stone[",      "stone]",
        "stone[a=b", "stone[a]",  "stone[a=]",  "stone[=b]",    "stone[a=b]x",    "stone[a=b][c=d]", "stone[[a=b]]", "sto]ne[a=b]",
        "stone[,]",  "stone[a=b,]", "stone[,a=b]", "stone[a=b,a=b]", "stone[a=b,c=d,a=c]", "st\none", "stone\x7f", "stone[a=\x01]",
        "st\xffone", "st\xc0\x80one",
    };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_none(str_of(none[i]));
    assert_none(STR_NULL);
    assert_none(STR("stone\0"));
}

static void test_length(void **state)
{
    (void)state;
    char long_name[STATE_MAX + 2];
    struct buf out;
    memset(long_name, 'a', sizeof long_name);
    long_name[1] = ':';
    buf_init(&out, SIZE_MAX / 2);
    assert_true(state_canonical((struct str){long_name, STATE_MAX}, &out));
    assert_int_equal(out.n, STATE_MAX);
    assert_none((struct str){long_name, STATE_MAX + 1});
    assert_none((struct str){long_name + 2, STATE_MAX - 1}); /* too long once the name space stands before it */
    buf_free(&out);
}

static void test_as_many_properties_as_fit(void **state)
{
    (void)state;
    struct buf written, out;
    buf_init(&written, STATE_MAX);
    buf_init(&out, STATE_MAX);
    buf_add(&written, STR("a:b["));
    for (int i = 300; i > 0; i--)
        buf_printf(&written, "%s%03x=1", i == 300 ? "" : ",", (unsigned)i);
    buf_add_char(&written, ']');
    assert_true(state_canonical(buf_str(&written), &out));
    assert_int_equal(out.n, written.n);
    assert_true(str_starts_with(buf_str(&out), STR("a:b[001=1,002=1,003=1,")));
    buf_free(&written);
    buf_free(&out);
}

static void assert_text(struct str text, const char *expected)
{
    assert_true(str_eq(text, str_of(expected)));
}

static void test_parts(void **state)
{
    (void)state;
    struct str stairs = STR("minecraft:oak_stairs[facing=east,half=top]"), stone = STR("mod:stone"), key, value;
    size_t at = 0;
    assert_text(state_name(stairs), "minecraft:oak_stairs");
    assert_text(state_space(stairs), "minecraft");
    assert_text(state_id(stairs), "oak_stairs");
    assert_text(state_property(stairs, "half"), "top");
    assert_text(state_property(stairs, "facing"), "east");
    assert_null(state_property(stairs, "fac").p);
    assert_null(state_property(stone, "half").p);
    assert_text(state_name(stone), "mod:stone");
    assert_true(state_next_property(stairs, &at, &key, &value));
    assert_text(key, "facing");
    assert_text(value, "east");
    assert_true(state_next_property(stairs, &at, &key, &value));
    assert_text(key, "half");
    assert_text(value, "top");
    assert_false(state_next_property(stairs, &at, &key, &value));
    at = 0;
    assert_false(state_next_property(stone, &at, &key, &value));
}

static void test_air_and_absent(void **state)
{
    (void)state;
    assert_true(state_is_air(STR("minecraft:air")));
    assert_true(state_is_air(STR("minecraft:cave_air")));
    assert_true(state_is_air(STR("minecraft:void_air[a=b]")));
    assert_false(state_is_air(STR("mod:air")));
    assert_false(state_is_air(STR("minecraft:structure_void")));
    assert_true(state_is_absent(STR("minecraft:structure_void")));
    assert_false(state_is_absent(STR("minecraft:air")));
}

static void test_settling(void **state)
{
    (void)state;
    struct census_entry entries[] = {
        {STR("minecraft:stone"), 3}, {STR("minecraft:air"), 90},           {STR("mod:b"), 1}, {STR("minecraft:structure_void"), 5},
        {STR("mod:a[x=1]"), 2},      {STR("minecraft:stone"), 4},          {STR("mod:c"), 0}, {STR("legacy:block_300_0"), 1},
        {STR("mod:a"), 1},           {STR("other:b[y=1]"), 1},             {STR("mod:a.b"), 1},
    };
    struct census census = {entries, sizeof entries / sizeof *entries};
    size_t count;
    census_settle(&census);
    assert_int_equal(census.count, 7);
    assert_int_equal(census_blocks(&census), 14);
    assert_text(entries[1].state, "minecraft:stone");
    assert_int_equal(entries[1].count, 7);
    struct str *names = census_names(arena, &census, &count);
    assert_int_equal(count, 6);
    assert_text(names[0], "legacy:block_300_0");
    assert_text(names[2], "mod:a");
    assert_text(names[3], "mod:a.b");
    struct str *mods = census_mods(arena, &census, &count);
    assert_int_equal(count, 2);
    assert_text(mods[0], "mod");
    assert_text(mods[1], "other");
    assert_true(census_has(&census, STR("mod:a")));
    assert_true(census_has(&census, STR("mod:b")));
    assert_true(census_has(&census, STR("other:b")));
    assert_false(census_has(&census, STR("other:b[y=1")));
    assert_false(census_has(&census, STR("other")));
    assert_false(census_has(&census, STR("")));
    assert_false(census_has(&census, STR("zzz:z")));
    census = (struct census){0};
    census_settle(&census);
    assert_int_equal(census.count, 0);
    assert_false(census_has(&census, STR("mod:a")));
    census_names(arena, &census, &count);
    assert_int_equal(count, 0);
}

static void test_json_and_back(void **state)
{
    (void)state;
    struct census_entry entries[] = {{STR("a:\"b"), INT64_MAX - 5}, {STR("minecraft:oak_log[axis=y]"), 5}};
    struct census census = {entries, 2}, again;
    struct buf out;
    buf_init(&out, 1 << 16);
    census_json(&census, &out);
    assert_text(buf_str(&out), "{\"a:\\\"b\":9223372036854775802,\"minecraft:oak_log[axis=y]\":5}");
    assert_true(census_read(arena, buf_str(&out), &again));
    assert_int_equal(again.count, 2);
    assert_text(again.entries[0].state, "a:\"b");
    assert_int_equal(again.entries[0].count, INT64_MAX - 5);
    buf_free(&out);
    assert_true(census_read(arena, STR(" {\"b:c\": 1, \"a:b\": 2}\n"), &again));
    assert_text(again.entries[0].state, "a:b");
    assert_true(census_read(arena, STR("{}"), &again));
    assert_int_equal(again.count, 0);
}

static void test_what_is_no_census(void **state)
{
    (void)state;
    static const char *const none[] = {
        "", "[]", "null", "1", "{", "{\"stone\": 1}", "{\"a:b\": 0}", "{\"a:b\": -1}", "{\"a:b\": 1.5}", "{\"a:b\": \"1\"}", "{\"a:b\": {}}",
        "{\"a:b\": 1, \"a:b\": 1}", "{\"a:b[d=1,c=1]\": 1}", "{\"minecraft:air\": 1}", "{\"minecraft:structure_void\": 1}",
        "{\"a:b\": 9223372036854775807, \"a:c\": 1}",
    };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        struct census census;
        assert_false(census_read(arena, str_of(none[i]), &census));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_spelling),
        cmocka_unit_test(test_what_is_no_state),
        cmocka_unit_test(test_length),
        cmocka_unit_test(test_as_many_properties_as_fit),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_air_and_absent),
        cmocka_unit_test(test_settling),
        cmocka_unit_test(test_json_and_back),
        cmocka_unit_test(test_what_is_no_census),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
