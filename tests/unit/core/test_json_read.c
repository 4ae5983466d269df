#include "core/json_read.h"
#include "core/json_write.h"
#include "core/utf8.h"

#include <dirent.h>
#include <math.h>
#include <setjmp.h>

#include <cmocka.h>

#include "unit/core/corpora.h"
#include "lib/arena.h"

static struct json_error error;

static struct json_value *parse(const char *text)
{
    struct json_value *value;
    assert_int_equal(json_parse(arena, str_of(text), 64, true, &value, &error), JSON_OK);
    return value;
}

static void refuse(const char *text, size_t offset)
{
    struct json_value *value;
    assert_int_equal(json_parse(arena, str_of(text), 64, true, &value, &error), JSON_INVALID);
    assert_null(value);
    assert_non_null(error.reason);
    assert_int_equal(error.offset, offset);
}

/* Every file of JSONTestSuite, at each of its lengths as well: what is cut must never crash, whatever it answers. */
static void check_suite_file(const char *name, struct str text)
{
    struct json_value *value;
    enum json_result result = json_parse(arena, text, JSON_READ_DEPTH, false, &value, &error);
    if (*name == 'y' && result != JSON_OK)
        fail_msg("%s refused at %zu: %s", name, error.offset, error.reason);
    if (*name == 'n' && result != JSON_INVALID)
        fail_msg("%s accepted", name);
    if (result == JSON_INVALID)
        assert_in_range(error.offset, 0, text.n);
    for (size_t n = 0; n < text.n && n < 500; n++) {
        char *exact = malloc(n + 1); /* so that a read past the end is one past the allocation */
        memcpy(exact, text.p, n);
        if (json_parse(arena, (struct str){exact, n}, JSON_READ_DEPTH, true, &value, &error) == JSON_INVALID)
            assert_in_range(error.offset, 0, n);
        free(exact);
    }
}

static void test_json_test_suite(void **state)
{
    (void)state;
    const char *folder = corpus_path(arena, "json/parsing");
    DIR *files = opendir(folder);
    if (!files)
        skip();
    int seen = 0;
    for (struct dirent *entry; (entry = readdir(files));) {
        if (!str_ends_with(str_of(entry->d_name), STR(".json")))
            continue;
        struct arena *before = arena;
        arena = arena_new(64 << 20);
        struct str text = corpus_file(arena, arena_printf(arena, "%s/%s", folder, entry->d_name).p);
        assert_non_null(text.p);
        check_suite_file(entry->d_name, text);
        arena_free(arena);
        arena = before;
        seen++;
    }
    closedir(files);
    assert_true(seen >= 300);
}

static void test_values_come_out(void **state)
{
    (void)state;
    struct json_value *object = parse(" {\"text\":\"a\\u00e9\\ud83d\\ude00\\n\",\"int\":-7,\"half\":0.5,\"yes\":true,\"no\":null,"
                                      "\"list\":[1,[],{}]} ");
    struct str text;
    int64_t whole;
    double real;
    bool yes;
    assert_true(json_as_text(json_member(object, STR("text")), &text));
    assert_true(str_eq(text, STR("a\xC3\xA9\xF0\x9F\x98\x80\n")));
    assert_true(json_as_int64(json_member(object, STR("int")), &whole));
    assert_int_equal(whole, -7);
    assert_true(json_as_double(json_member(object, STR("half")), &real));
    assert_true(fabs(real - 0.5) < 1e-12);
    assert_true(json_as_double(json_member(object, STR("int")), &real));
    assert_true(json_as_bool(json_member(object, STR("yes")), &yes));
    assert_true(yes);
    assert_int_equal(json_kind(json_member(object, STR("no"))), JSON_NULL);
    assert_null(json_member(object, STR("tex")));
    assert_null(json_member(object, STR("texts")));
    struct json_value *list = json_member(object, STR("list"));
    assert_int_equal(json_length(list), 3);
    assert_int_equal(json_kind(json_at(list, 1)), JSON_ARRAY);
    assert_int_equal(json_kind(json_at(list, 2)), JSON_OBJECT);
    assert_null(json_at(list, 3));
    assert_null(json_at(object, 0));
    assert_null(json_member(list, STR("0")));
    assert_null(parse("null"));
}

static void count_member(void *with, struct str name, struct json_value *value)
{
    size_t *count = with;
    int64_t whole;
    assert_int_equal(name.n, 1);
    assert_true(json_as_int64(value, &whole));
    assert_int_equal(whole, (int64_t)(*count)++);
}

static void test_each_in_order(void **state)
{
    (void)state;
    size_t count = 0;
    json_each(parse("{\"z\":0,\"a\":1,\"m\":2}"), count_member, &count);
    assert_int_equal(count, 3);
    json_each(parse("[1]"), count_member, &count);
    assert_int_equal(count, 3);
}

static void test_kinds_are_not_mixed(void **state)
{
    struct str text;
    int64_t whole = 42;
    double real;
    bool yes;
    (void)state;
    assert_false(json_as_text(parse("1"), &text));
    assert_false(json_as_int64(parse("\"1\""), &whole));
    assert_false(json_as_int64(parse("1.0"), &whole));
    assert_false(json_as_int64(parse("1e3"), &whole));
    assert_false(json_as_int64(parse("true"), &whole));
    assert_false(json_as_bool(parse("1"), &yes));
    assert_false(json_as_bool(NULL, &yes));
    assert_false(json_as_double(parse("\"0.5\""), &real));
    assert_false(json_as_double(parse("1e999"), &real));
    assert_int_equal(whole, 42);
}

static void test_integers_are_exact(void **state)
{
    int64_t whole;
    (void)state;
    assert_true(json_as_int64(parse("9223372036854775807"), &whole));
    assert_int_equal(whole, INT64_MAX);
    assert_true(json_as_int64(parse("-9223372036854775808"), &whole));
    assert_int_equal(whole, INT64_MIN);
    assert_true(json_as_int64(parse("9007199254740993"), &whole));
    assert_int_equal(whole, INT64_C(9007199254740993));
    refuse("9223372036854775808", 0);
    refuse("[1, -9223372036854775809]", 4);
    refuse("[18446744073709551616]", 1);
}

static void test_errors_say_where(void **state)
{
    (void)state;
    refuse("", 0);
    refuse("  ", 2);
    refuse("[1,]", 3);
    refuse("{\"a\":1,}", 7);
    refuse("{\"a\" 1}", 5);
    refuse("[1 2]", 3);
    refuse("\"abc", 0);
    refuse("\"a\tb\"", 2);
    refuse("\"a\\x\"", 2);
    refuse("[\"\\ud800\"]", 2);
    refuse("[\"\\ud800\\u0041\"]", 2);
    refuse("[\"\\udc00\\ud800\"]", 2);
    refuse("\"a\xFF\"", 2);
    refuse("nul", 0);
    refuse("[01]", 1);
    refuse("NaN", 0);
    refuse("'a'", 0);
    refuse("1 2", 2);
    refuse("\xEF\xBB\xBF{}", 0);
    refuse("{\"a\":/* no */1}", 5);
}

static void test_duplicate_names(void **state)
{
    struct json_value *value;
    int64_t whole;
    (void)state;
    refuse("{\"a\":1,\"b\":2,\"a\":3}", 13);
    refuse("{\"a\":1,\"\\u0061\":2}", 7);
    refuse("{\"\\n\":1,\"\\u000a\":2}", 8);
    refuse("{\"\\ud83d\\ude00\":1,\"\xF0\x9F\x98\x80\":2}", 18);
    refuse("{\"o\":{\"x\":1,\"x\":2}}", 12);
    refuse("{\"\":1,\"\":2}", 6);
    parse("{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":1}}");
    parse("[{\"a\":1},{\"a\":1}]");
    parse("{\"a\":1,\"A\":2,\"a \":3,\"ab\":4}");
    assert_int_equal(json_parse(arena, STR("{\"a\":1,\"a\":2}"), 9, false, &value, &error), JSON_OK);
    assert_true(json_as_int64(json_member(value, STR("a")), &whole));
    assert_int_equal(whole, 2);
}

static void test_nul_does_not_enter(void **state)
{
    struct str text;
    (void)state;
    refuse("{\"a\\u0000b\":1}", 1); /* would be "a" */
    assert_false(json_as_text(parse("\"a\\u0000b\""), &text));
    struct json_value *value;
    assert_int_equal(json_parse(arena, (struct str){"[1]\0", 4}, 9, true, &value, &error), JSON_INVALID);
}

static struct str repeated(const char *what, size_t times)
{
    size_t n = strlen(what);
    char *text = arena_alloc(arena, n * times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * n, what, n);
    return (struct str){text, n * times};
}

static void test_depth_is_bounded(void **state)
{
    struct json_value *value;
    (void)state;
    for (unsigned depth = 0; depth < 5; depth++) {
        struct str parts[] = {repeated("[", depth), STR("1"), repeated("]", depth)};
        struct str text = arena_join(arena, 3, parts);
        for (unsigned allowed = 0; allowed < 5; allowed++)
            assert_int_equal(json_parse(arena, text, allowed, true, &value, &error) == JSON_OK, depth <= allowed);
    }
    struct str deepest[] = {repeated("[", JSON_READ_DEPTH), repeated("]", JSON_READ_DEPTH)};
    assert_int_equal(json_parse(arena, arena_join(arena, 2, deepest), JSON_READ_DEPTH, true, &value, &error), JSON_OK);
    assert_int_equal(json_parse(arena, repeated("[", 100000), 1000000, true, &value, &error), JSON_INVALID);
    assert_int_equal(error.offset, JSON_READ_DEPTH);
    assert_int_equal(json_parse(arena, repeated("{\"a\":", 100000), 1000000, true, &value, &error), JSON_INVALID);
}

static void test_how_many_values_is_bounded(void **state)
{
    struct json_value *value;
    (void)state;
    struct str fits[] = {STR("[0"), repeated(",0", JSON_READ_VALUES - 2), STR("]")};
    struct str exceeds[] = {STR("[0"), repeated(",0", JSON_READ_VALUES - 1), STR("]")};
    assert_int_equal(json_parse(arena, arena_join(arena, 3, fits), 1, true, &value, &error), JSON_OK);
    assert_int_equal(json_parse(arena, arena_join(arena, 3, exceeds), 1, true, &value, &error), JSON_INVALID);
}

/* Each naughty string, as the corpus has it, is written and read back unchanged. */
static void test_naughty_strings_survive(void **state)
{
    struct json_value *list;
    (void)state;
    struct str text = corpus_file(arena, corpus_path(arena, "strings/blns.json"));
    if (!text.p)
        skip();
    assert_int_equal(json_parse(arena, text, 2, true, &list, &error), JSON_OK);
    assert_true(json_length(list) > 500);
    for (size_t i = 0; i < json_length(list); i++) {
        struct str naughty, again;
        struct json_value *value;
        struct buf out;
        struct json json;
        assert_true(json_as_text(json_at(list, i), &naughty));
        assert_true(utf8_valid(naughty));
        buf_init(&out, 1 << 20);
        json_begin(&json, &out);
        json_text(&json, naughty);
        assert_true(json_end(&json));
        assert_int_equal(json_parse(arena, buf_str(&out), 0, true, &value, &error), JSON_OK);
        assert_true(json_as_text(value, &again));
        assert_true(str_eq(naughty, again));
        buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_test_suite),
        cmocka_unit_test(test_values_come_out),
        cmocka_unit_test(test_each_in_order),
        cmocka_unit_test(test_kinds_are_not_mixed),
        cmocka_unit_test(test_integers_are_exact),
        cmocka_unit_test(test_errors_say_where),
        cmocka_unit_test(test_duplicate_names),
        cmocka_unit_test(test_nul_does_not_enter),
        cmocka_unit_test(test_depth_is_bounded),
        cmocka_unit_test(test_how_many_values_is_bounded),
        cmocka_unit_test(test_naughty_strings_survive),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
