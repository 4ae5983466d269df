#include "core/json_write.h"

#include <math.h>
#include <setjmp.h>

#include <cmocka.h>

static struct buf out;
static struct json json;

static int begin(void **state)
{
    *state = NULL;
    buf_init(&out, 1 << 20);
    json_begin(&json, &out);
    return 0;
}

static int end(void **state)
{
    (void)state;
    buf_free(&out);
    return 0;
}

static void expect(const char *text)
{
    assert_true(json_end(&json));
    assert_true(str_eq(buf_str(&out), str_of(text)));
}

static void test_commas_are_its_business(void **state)
{
    (void)state;
    json_object_open(&json);
    json_key(&json, STR("a"));
    json_array_open(&json);
    json_int64(&json, 1);
    json_array_open(&json);
    json_array_close(&json);
    json_object_open(&json);
    json_object_close(&json);
    json_bool(&json, false);
    json_array_close(&json);
    json_key(&json, STR("b"));
    json_null(&json);
    json_key(&json, STR("c"));
    json_raw(&json, STR("{\"x\":[]}"));
    json_object_close(&json);
    expect("{\"a\":[1,[],{},false],\"b\":null,\"c\":{\"x\":[]}}");
}

static void test_numbers_are_exact(void **state)
{
    (void)state;
    json_array_open(&json);
    json_int64(&json, INT64_MIN);
    json_double(&json, 0.1);
    json_double(&json, 1e21);
    json_double(&json, -0.0);
    json_double(&json, (double)NAN);
    json_double(&json, (double)-INFINITY);
    json_array_close(&json);
    expect("[-9223372036854775808,0.1,1e+21,-0.0,null,null]");
}

static void test_typed_values(void **state)
{
    (void)state;
    struct uuid id;
    assert_true(uuid_parse(STR("019ab3f0-0d7c-7f3e-8a12-0123456789ab"), &id));
    json_array_open(&json);
    json_uuid(&json, id);
    json_timestamp(&json, (struct timestamp){0});
    json_base64(&json, STR("\xfb\xff"));
    json_base64(&json, STR(""));
    json_base64(&json, STR_NULL);
    json_text(&json, STR_NULL);
    json_text(&json, STR(""));
    json_array_close(&json);
    expect("[\"019ab3f0-0d7c-7f3e-8a12-0123456789ab\",\"1970-01-01T00:00:00.000Z\",\"+/8=\",\"\",null,null,\"\"]");
}

static void test_long_base64_has_no_seams(void **state)
{
    char bytes[1000];
    (void)state;
    memset(bytes, 0, sizeof bytes);
    json_base64(&json, (struct str){bytes, sizeof bytes});
    assert_true(json_end(&json));
    assert_int_equal(out.n, 1336 + 2);
    for (size_t i = 1; i < 1334; i++)
        assert_int_equal(out.p[i], 'A');
    assert_memory_equal(out.p + 1334, "A==\"", 4);
}

static void test_text_is_escaped(void **state)
{
    (void)state;
    json_text(&json, (struct str){"\"\\/\b\f\n\r\t\x01\x1f\x7f\0\xC3\xA9\xF0\x9F\x98\x80\xEF\xBF\xBD", 21});
    expect("\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0001\\u001f\x7f\\u0000\xC3\xA9\xF0\x9F\x98\x80\xEF\xBF\xBD\"");
}

static void test_malformed_text_fails_the_writer(void **state)
{
    static const char *const bad[] = {"a\xFFz", "\xC3", "\xED\xA0\x80", "\xF0\x9F\x98", "\xC0\xAF"};
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        buf_clear(&out);
        json_begin(&json, &out);
        json_text(&json, str_of(bad[i]));
        assert_false(json_end(&json));
        assert_true(str_find(buf_str(&out), STR("\xEF\xBF\xBD")) >= 0);
    }
    buf_clear(&out);
    json_begin(&json, &out);
    json_object_open(&json);
    json_key(&json, STR("\xFF"));
    json_null(&json);
    json_object_close(&json);
    assert_false(json_end(&json));
}

static void test_what_is_not_closed_or_paired_fails(void **state)
{
    (void)state;
    json_array_open(&json);
    assert_false(json_end(&json));
    json_array_close(&json);
    assert_true(json_end(&json));
    json_array_close(&json);
    assert_false(json_end(&json));
    json_begin(&json, &out);
    json_object_open(&json);
    json_key(&json, STR("a"));
    json_object_close(&json); /* a key without its value */
    assert_false(json_end(&json));
    json_begin(&json, &out);
    json_key(&json, STR("a"));
    json_null(&json);
    assert_false(json_end(&json));
}

static void test_depth_is_bounded(void **state)
{
    (void)state;
    for (int i = 0; i < JSON_WRITE_DEPTH; i++)
        json_array_open(&json);
    for (int i = 0; i < JSON_WRITE_DEPTH; i++)
        json_array_close(&json);
    assert_true(json_end(&json));
    json_begin(&json, &out);
    for (int i = 0; i < 500; i++)
        json_array_open(&json);
    for (int i = 0; i < 500; i++)
        json_array_close(&json);
    assert_false(json_end(&json));
}

static void test_a_full_buffer_fails_the_writer(void **state)
{
    struct buf small;
    (void)state;
    buf_init(&small, 8);
    json_begin(&json, &small);
    json_text(&json, STR("123456"));
    assert_true(json_end(&json));
    json_text(&json, STR(""));
    assert_false(json_end(&json));
    buf_free(&small);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_commas_are_its_business),
        TEST(test_numbers_are_exact),
        TEST(test_typed_values),
        TEST(test_long_base64_has_no_seams),
        TEST(test_text_is_escaped),
        TEST(test_malformed_text_fails_the_writer),
        TEST(test_what_is_not_closed_or_paired_fails),
        TEST(test_depth_is_bounded),
        TEST(test_a_full_buffer_fails_the_writer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
