/* Dates, numbers and money as English writes them; other languages are held to ICU in tests/unit/locale.test.mjs. */
#include <setjmp.h>
#include <stdarg.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/locale.h"

#define assert_text(actual, expected)                                                                                                 \
    do {                                                                                                                              \
        struct str said = (actual);                                                                                                   \
        assert_string_equal(said.p, (expected));                                                                                      \
        assert_int_equal(said.n, strlen(expected));                                                                                   \
    } while (0)

static char out[LOCALE_TEXT];

static void numbers_are_grouped_and_rounded(void **state)
{
    (void)state;
    assert_text(locale_number(out, INT64_MIN), "-9,223,372,036,854,775,808");
    assert_text(locale_number(out, 1000), "1,000");
    assert_text(locale_decimal(out, 1234.56, 1), "1,234.6");
    assert_text(locale_decimal(out, -0.01, 1), "0.0");
    assert_text(locale_decimal(out, 4.25, 0), "4");
    assert_text(locale_decimal(out, -1e29, 6), "-99,999,999,999,999,991,433,150,857,216.000000");
    assert_text(locale_percent(out, 0.425, 1), "42.5%");
    assert_int_equal(locale_decimal(out, (double)INFINITY, 1).n, 0);
    assert_int_equal(locale_decimal(out, 1, 7).n, 0);
}

static void money_has_its_currencys_decimals(void **state)
{
    (void)state;
    static const struct { int64_t minor; const char *currency, *text; } cases[] = {
        {15000, "DKK", "DKK\u00a0150"}, {15050, "DKK", "DKK\u00a0150.50"}, {1250, "EUR", "€12.50"}, {123400, "EUR", "€1,234"}, {5, "EUR", "€0.05"},
        {0, "GBP", "£0"}, {-300, "GBP", "-£3"}, {1234, "JPY", "JP¥1,234"}, {1500, "KWD", "KWD\u00a01.500"}, {100, "XTS", "XTS\u00a01"},
        {INT64_MIN, "USD", "-US$92,233,720,368,547,758.08"}, {12, "$", "$0.12"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(locale_money(out, cases[i].minor, str_of(cases[i].currency)), cases[i].text);
}

static void lengths_are_as_fine_as_they_are_near(void **state)
{
    (void)state;
    static const struct { double metres; const char *text; } cases[] = {
        {0, "0 m"}, {4, "0 m"}, {448, "450 m"}, {990, "990 m"}, {996, "1.0 km"}, {1249, "1.2 km"}, {9940, "9.9 km"}, {9960, "10 km"}, {1234567, "1,235 km"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(locale_distance(out, cases[i].metres), cases[i].text);
    assert_int_equal(locale_distance(out, -1).n, 0);
}

static void local_times_are_read(void **state)
{
    (void)state;
    struct locale_time time;
    assert_true(locale_parse_time(STR("2026-11-21"), &time));
    assert_int_equal(time.year * 10000 + time.month * 100 + time.day, 20261121);
    assert_true(locale_parse_time(STR("2026-11-21 14:05:59"), &time) && time.hour == 14 && time.minute == 5 && time.day == 21);
    assert_true(locale_parse_time(STR("14:05"), &time) && time.year == 0 && time.hour == 14);
    static const char *const wrong[] = {"", "2026", "2026-13-01", "2026-00-01", "2026-01-00", "2026-11-21X14:05", "2026-11-21T14", "2026-11-21T14:65",
                                        "2026-11-21T", "25:00", "1:00", "-026-11-21", "2026-1-211", "2026-11-2", "14:05:"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(locale_parse_time(str_of(wrong[i]), &time));
}

static void dates_are_told_in_each_style(void **state)
{
    (void)state;
    const struct locale_time day = {2026, 11, 21, 14, 5};
    static const char *const texts[] = {"21/11/2026", "21 Nov 2026", "21 November 2026", "Saturday, 21 November 2026", "Saturday 21 November",
                                        "Sat 21 Nov", "November 2026"};
    static const char *const names[] = {"short", "medium", "long", "full", "weekday", "brief", "month"};
    for (size_t i = 0; i < LOCALE_STYLE_COUNT; i++) {
        assert_text(locale_date(out, &day, locale_style_named(str_of(names[i]))), texts[i]);
        assert_int_equal(locale_style_named(str_of(names[i])), i);
    }
    assert_int_equal(locale_style_named(STR("other")), LOCALE_LONG);
    assert_text(locale_clock(out, &day), "14:05");
    assert_text(locale_date_clock(out, &day, LOCALE_MEDIUM), "21 Nov 2026 at 14:05");
    assert_int_equal(locale_date(out, &(struct locale_time){2026, 13, 1, 0, 0}, LOCALE_LONG).n, 0);
}

static void ranges_say_once_what_is_common(void **state)
{
    (void)state;
    const struct locale_time day = {2026, 11, 21, 9, 0}, next = {2026, 11, 22, 15, 30}, later = {2026, 12, 2, 0, 0}, year = {2027, 1, 2, 0, 0};
    assert_text(locale_date_range(out, &day, &day, LOCALE_LONG), "21 November 2026");
    assert_text(locale_date_range(out, &day, &next, LOCALE_LONG), "21–22 November 2026");
    assert_text(locale_date_range(out, &day, &later, LOCALE_MEDIUM), "21 Nov – 2 Dec 2026");
    assert_text(locale_date_range(out, &day, &year, LOCALE_LONG), "21 November 2026 – 2 January 2027");
    assert_text(locale_date_range(out, &day, &next, LOCALE_BRIEF), "Sat 21 – Sun 22 Nov");
    assert_text(locale_date_range(out, &day, &next, LOCALE_MONTH), "November 2026");
    assert_text(locale_date_range(out, &day, &later, LOCALE_MONTH), "November – December 2026");
    assert_text(locale_clock_range(out, &day, &next), "09:00–15:30");
}

static void days_are_told_from_today(void **state)
{
    (void)state;
    const struct locale_time today = {2026, 12, 31, 0, 0};
    static const struct { struct locale_time day; const char *text; } cases[] = {
        {{2026, 12, 31, 0, 0}, "today"}, {{2027, 1, 1, 0, 0}, "tomorrow"}, {{2026, 12, 30, 0, 0}, "yesterday"}, {{2027, 1, 6, 0, 0}, "in 6 days"},
        {{2026, 12, 25, 0, 0}, "6 days ago"}, {{2027, 1, 7, 0, 0}, "Thursday, 7 January 2027"}, {{2026, 12, 24, 0, 0}, "Thursday 24 December"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(locale_day_relative(out, &cases[i].day, &today), cases[i].text);
}

static void times_are_told_from_now(void **state)
{
    (void)state;
    static const struct { int64_t seconds; const char *text; } cases[] = {
        {0, "just now"}, {59, "just now"}, {-59, "just now"}, {60, "in 1 minute"}, {-7200, "2 hours ago"}, {3 * 86400, "in 3 days"},
        {-31 * 86400, "21 October 2026"}, {31 * 86400, "22 December 2026"},
    };
    const struct timestamp now = {INT64_C(1795226460123000)}; /* 2026-11-21T02:01:00.123Z */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_text(locale_relative(out, (struct timestamp){now.us + cases[i].seconds * 1000000}, now), cases[i].text);
    struct locale_time before = locale_utc((struct timestamp){-1});
    assert_true(before.year == 1969 && before.month == 12 && before.day == 31 && before.hour == 23 && before.minute == 59);
}

static void weekdays_are_counted_from_sunday(void **state)
{
    (void)state;
    assert_int_equal(locale_weekday_of(&(struct locale_time){2000, 1, 1, 0, 0}), 6);
    assert_int_equal(locale_weekday_of(&(struct locale_time){2024, 2, 29, 0, 0}), 4);
    assert_string_equal(locale_weekday(0), "Sunday");
    assert_string_equal(locale_weekday_brief(6), "Sat");
    assert_string_equal(locale_weekday(7), "");
    assert_string_equal(locale_month(0), "");
    assert_int_equal(locale_first_weekday(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_grouped_and_rounded), cmocka_unit_test(money_has_its_currencys_decimals),
        cmocka_unit_test(lengths_are_as_fine_as_they_are_near), cmocka_unit_test(local_times_are_read),
        cmocka_unit_test(dates_are_told_in_each_style), cmocka_unit_test(ranges_say_once_what_is_common),
        cmocka_unit_test(days_are_told_from_today), cmocka_unit_test(times_are_told_from_now),
        cmocka_unit_test(weekdays_are_counted_from_sunday),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
