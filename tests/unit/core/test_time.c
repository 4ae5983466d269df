#include "core/timestamp.h"
#include "core/uuid.h"

#include <setjmp.h>

#include <cmocka.h>

static void check_time(const char *text, int64_t us, const char *canonical)
{
    struct timestamp t;
    char out[TIMESTAMP_TEXT];
    assert_true(timestamp_parse_rfc3339(str_of(text), &t));
    assert_int_equal(t.us, us);
    assert_true(str_eq(timestamp_rfc3339(t, out), str_of(canonical)));
}

static void test_times_are_read_and_written(void **state)
{
    (void)state;
    check_time("1970-01-01T00:00:00Z", 0, "1970-01-01T00:00:00.000Z");
    check_time("2026-11-21T02:11:00.123Z", INT64_C(1795227060123000), "2026-11-21T02:11:00.123Z");
    check_time("2026-11-21t03:11:00.123456789+01:00", INT64_C(1795227060123456), "2026-11-21T02:11:00.123Z");
    check_time("2026-11-20T20:41:00.1-05:30", INT64_C(1795227060100000), "2026-11-21T02:11:00.100Z");
    check_time("1969-12-31T23:59:59.999Z", -1000, "1969-12-31T23:59:59.999Z");
    check_time("2024-02-29T12:00:00Z", INT64_C(1709208000000000), "2024-02-29T12:00:00.000Z");
    check_time("2016-12-31T23:59:60Z", INT64_C(1483228800000000), "2017-01-01T00:00:00.000Z");
    check_time("0000-01-01T00:00:00Z", INT64_C(-62167219200000000), "0000-01-01T00:00:00.000Z");
    check_time("9999-12-31T23:59:59.999999Z", INT64_C(253402300799999999), "9999-12-31T23:59:59.999Z");
}

static void test_bad_times_are_refused(void **state)
{
    static const char *const bad[] = {
        "", "2026-11-21", "2026-11-21T02:11:00", "2026-11-21 02:11:00Z", "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z",
        "2026-02-29T00:00:00Z", "1900-02-29T00:00:00Z", "2026-11-31T00:00:00Z", "2026-11-21T24:00:00Z", "2026-11-21T02:60:00Z",
        "2026-11-21T02:11:60Z", "2026-11-21T02:11:00.Z", "2026-11-21T02:11:00+24:00", "2026-11-21T02:11:00+0100",
        "2026-11-21T02:11:00Zx", "26-11-21T02:11:00Z", "2026-1-21T02:11:00Z", "+026-11-21T02:11:00Z", "2026-11-21T02:11:00,5Z"};
    struct timestamp t;
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(timestamp_parse_rfc3339(str_of(bad[i]), &t));
    struct str good = STR("2026-11-21T02:11:00.123+01:00");
    for (size_t n = 0; n < good.n; n++)
        assert_false(timestamp_parse_rfc3339(str_slice(good, 0, n), &t));
}

static void test_times_past_the_calendar_are_clamped(void **state)
{
    char out[TIMESTAMP_TEXT];
    (void)state;
    assert_true(str_eq(timestamp_rfc3339((struct timestamp){INT64_MAX}, out), STR("9999-12-31T23:59:59.999Z")));
    assert_true(str_eq(timestamp_rfc3339((struct timestamp){INT64_MIN}, out), STR("0000-01-01T00:00:00.000Z")));
}

static void test_http_dates(void **state)
{
    char out[TIMESTAMP_TEXT];
    (void)state;
    assert_true(str_eq(timestamp_http((struct timestamp){INT64_C(784111777000000)}, out), STR("Sun, 06 Nov 1994 08:49:37 GMT")));
    assert_true(str_eq(timestamp_http((struct timestamp){INT64_C(1795227060123000)}, out), STR("Sat, 21 Nov 2026 02:11:00 GMT")));
}

static void test_clocks_go(void **state)
{
    (void)state;
    int64_t before = monotonic_us();
    assert_true(monotonic_us() >= before);
    assert_true(timestamp_now().us > INT64_C(1700000000000000));
}

static void test_uuids_ascend_and_say_their_version(void **state)
{
    (void)state;
    struct uuid last = uuid_new();
    for (int i = 0; i < 20000; i++) {
        struct uuid next = uuid_new();
        assert_int_equal(next.b[6] >> 4, 7);
        assert_int_equal(next.b[8] >> 6, 2);
        assert_true(memcmp(last.b, next.b, sizeof next.b) < 0);
        last = next;
    }
    uint64_t ms = 0;
    for (int i = 0; i < 6; i++)
        ms = ms << 8 | last.b[i];
    assert_in_range(ms, (uint64_t)timestamp_now().us / 1000 - 60000, (uint64_t)timestamp_now().us / 1000 + 1000);
}

static void test_uuid_texts(void **state)
{
    static const char *const bad[] = {"", "019a", "019a-b3f00d7c7f3e8a12-0123456789abcdef0", "019ab3f0-0d7c-7f3e-8a12-0123456789a",
                                      "019ab3f0-0d7c-7f3e-8a12-0123456789ab0", "019ab3f0x0d7c-7f3e-8a12-0123456789ab",
                                      "019ab3g0-0d7c-7f3e-8a12-0123456789ab", "{19ab3f0-0d7c-7f3e-8a12-0123456789a}",
                                      "019ab3f00-d7c-7f3e-8a12-0123456789ab"};
    struct uuid u, again;
    char text[UUID_TEXT];
    (void)state;
    assert_true(uuid_parse(STR("019AB3F0-0d7C-7f3e-8a12-0123456789ab"), &u));
    assert_true(str_eq(uuid_text(u, text), STR("019ab3f0-0d7c-7f3e-8a12-0123456789ab")));
    assert_string_equal(text, "019ab3f0-0d7c-7f3e-8a12-0123456789ab");
    assert_true(uuid_parse(str_of(text), &again));
    assert_true(uuid_eq(u, again));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(uuid_parse(str_of(bad[i]), &u));
    assert_true(uuid_eq(u, again)); /* untouched */
    assert_true(uuid_parse(STR("00000000-0000-0000-0000-000000000000"), &u));
    assert_true(uuid_eq(u, (struct uuid){{0}}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_times_are_read_and_written),
        cmocka_unit_test(test_bad_times_are_refused),
        cmocka_unit_test(test_times_past_the_calendar_are_clamped),
        cmocka_unit_test(test_http_dates),
        cmocka_unit_test(test_clocks_go),
        cmocka_unit_test(test_uuids_ascend_and_say_their_version),
        cmocka_unit_test(test_uuid_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
