/* The single fields: what texts they take, what they refuse, and that what they say comes back in. */
#include "reading.h"

#include "market/charset.h"
#include "market/found_field.h"
#include "market/times.h"

static const struct {
    enum found_field field;
    const char *text, *want; /* want: null: refused */
} values[] = {
    {FOUND_NAME, "  Loppemarked \t i\n Ry ", "Loppemarked i Ry"},
    {FOUND_NAME, "a\x01\x7F\xE2\x80\xAE" "b", "ab"},
    {FOUND_NAME, "\xC3\x28", "\xEF\xBF\xBD("},
    {FOUND_NAME, "", ""},
    {FOUND_DESCRIPTION, "a\r\nb\r\rc", "a\nb\n\nc"},
    {FOUND_KIND, "car_boot", "car_boot"}, {FOUND_KIND, "Flea", "flea"}, {FOUND_KIND, "loppemarked", NULL},
    {FOUND_URL, "/a b?c=æ", "https://example.org/a%20b?c=%C3%A6"},
    {FOUND_URL, "www.ry.dk", "https://www.ry.dk"},
    {FOUND_URL, "x.html#top", "https://example.org/list/x.html#top"},
    {FOUND_URL, "HTTP://a.dk/", "HTTP://a.dk/"},
    {FOUND_URL, "javascript:alert(1)", NULL}, {FOUND_URL, "data:text/html,x", NULL}, {FOUND_URL, "ftp://a.dk/", NULL},
    {FOUND_URL, "https://user:secret@a.dk/", NULL}, {FOUND_URL, "http:///x", NULL}, {FOUND_URL, "//a.dk/x", "https://a.dk/x"},
    {FOUND_ORGANISER_EMAIL, "mailto:a@b.dk?subject=x", "a@b.dk"}, {FOUND_ORGANISER_EMAIL, "a at b", NULL},
    {FOUND_ORGANISER_PHONE, "tel:+45 12 34", "+45 12 34"}, {FOUND_ORGANISER_PHONE, "ring", NULL},
    {FOUND_COUNTRY, "dk", "DK"}, {FOUND_COUNTRY, "Danmark", "DK"}, {FOUND_COUNTRY, "Österreich", "AT"}, {FOUND_COUNTRY, "Atlantis", NULL},
    {FOUND_ZONE, "Europe/Copenhagen", "Europe/Copenhagen"}, {FOUND_ZONE, "W. Europe Standard Time", "Europe/Berlin"}, {FOUND_ZONE, "Mars/Olympus", NULL},
    {FOUND_ZONE, "../../etc/passwd", NULL},
    {FOUND_ENTRANCE_FEE, "25.00 DKK", "25 DKK"}, {FOUND_ENTRANCE_FEE, "€ 2,50", "2.50 EUR"}, {FOUND_ENTRANCE_FEE, "kr. 25,-", "25"},
    {FOUND_ENTRANCE_FEE, "Gratis", "0"}, {FOUND_ENTRANCE_FEE, "1.000 DKK", "1000 DKK"}, {FOUND_ENTRANCE_FEE, "1.234,50 EUR", "1234.50 EUR"},
    {FOUND_ENTRANCE_FEE, "100 JPY", "100 JPY"}, {FOUND_ENTRANCE_FEE, "1.5 JPY", NULL}, {FOUND_ENTRANCE_FEE, "20-40 kr", NULL},
    {FOUND_ENTRANCE_FEE, "-5 DKK", NULL}, {FOUND_ENTRANCE_FEE, "1.005 KWD", "1.005 KWD"}, {FOUND_ENTRANCE_FEE, "99999999999 DKK", NULL},
    {FOUND_LATITUDE, "56.25", "56.25"}, {FOUND_LATITUDE, "90.1", NULL}, {FOUND_LATITUDE, "-0", "0"}, {FOUND_LATITUDE, "1e999", NULL}, {FOUND_LATITUDE, "nan", NULL},
    {FOUND_LONGITUDE, "-180", "-180"}, {FOUND_LONGITUDE, "181", NULL},
    {FOUND_DOGS, "yes", "yes"}, {FOUND_DOGS, "False", "no"}, {FOUND_DOGS, "", "unknown"}, {FOUND_DOGS, "perhaps", NULL},
    {FOUND_SETTING, "both", "both"}, {FOUND_STATUS, "ended", "ended"}, {FOUND_STATUS, "gone", NULL},
    {FOUND_SEQUENCE, "3", "3"}, {FOUND_SEQUENCE, "-3", NULL},
    {FOUND_MODIFIED, "2026-05-03T09:00:00+02:00", "2026-05-03T09:00+02:00"}, {FOUND_MODIFIED, "2026-02-30", NULL},
};

static void test_values(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct arena *arena = arena_new(1 << 22);
        struct market_found market = {0}, again = {0};
        enum found_field field = values[i].field;
        bool ok = found_set(arena, &market, field, str_of(values[i].text), STR("https://example.org/list/")) == FOUND_OK;
        struct str got = found_text(arena, &market, field);
        if (ok != (values[i].want != NULL) || (ok && !str_eq(got, str_of(values[i].want))))
            fail_msg("%s %s: %s %.*s", found_field_name(field), values[i].text, ok ? "is" : "refused", STR_ARG(ok ? got : STR("")));
        if (ok) { /* and it says the same when it comes back */
            assert_int_equal(found_set(arena, &again, field, got, STR_NULL), FOUND_OK);
            assert_true(str_eq(found_text(arena, &again, field), got));
        } else {
            assert_null(got.p);
        }
        arena_free(arena);
    }
}

static void test_absent_is_not_empty(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 22);
    struct market_found market = {0};
    for (enum found_field field = 0; field < FOUND_FIELD_COUNT; field++) {
        enum found_field named;
        assert_null(found_text(arena, &market, field).p);
        assert_int_equal(found_set(arena, &market, field, STR_NULL, STR_NULL), FOUND_OK);
        assert_null(found_text(arena, &market, field).p);
        assert_true(found_field_of(str_of(found_field_name(field)), &named) && named == field);
    }
    assert_int_equal(found_set(arena, &market, FOUND_DESCRIPTION, STR(" \n"), STR_NULL), FOUND_OK);
    assert_non_null(market.description.p);
    assert_int_equal(market.description.n, 0);
    arena_free(arena);
}

static void test_long_texts_are_cut(void **state)
{
    (void)state;
    struct arena *arena = arena_new(1 << 24);
    struct market_found market = {0};
    char *text = arena_alloc(arena, 600);
    for (size_t i = 0; i < 600; i += 3)
        memcpy(text + i, "\xE2\x82\xAC", 3);
    assert_int_equal(found_set(arena, &market, FOUND_NAME, (struct str){text, 600}, STR_NULL), FOUND_CUT);
    assert_int_equal(market.name.n, 160 * 3); /* characters, not bytes */
    arena_free(arena);
}

static const struct {
    const char *text, *want;
} times[] = {
    {"2026-05-03", "2026-05-03"}, {"20260503", "2026-05-03"}, {"2026-123", "2026-05-03"}, {"2026-366", NULL}, {"2024-366", "2024-12-31"},
    {"2026-05-03T09:00", "2026-05-03T09:00"}, {"2026-05-03 9:00pm", "2026-05-03T21:00"}, {"2026-05-03T24:00", "2026-05-04T00:00"},
    {"2026-05-03T25:00", NULL}, {"2026-05-03T09:60", NULL}, {"2026-05-03T09:00:30.123Z", "2026-05-03T09:00:30Z"}, {"20260503T090000Z", "2026-05-03T09:00Z"},
    {"2026-05-03T09:00-0800", "2026-05-03T09:00-08:00"}, {"2026-05-03T09:00-08", "2026-05-03T09:00-08:00"}, {"2026-05-03T09:00+99:00", NULL},
    {"2026-05-03T09:00[Europe/Berlin]", "2026-05-03T09:00"}, {"2026-05-03T09:00[No/Where]", NULL}, {"2026-02-29", NULL}, {"2028-02-29", "2028-02-29"},
    {"1789-07-14", NULL}, {"2500-01-01", NULL}, {"2026-13-01", NULL}, {"2026-05-03T", NULL}, {"2026-05-03x", NULL}, {"", NULL}, {"0000-00-00", NULL},
    {"2026-05-03T13:00pm", NULL},
};

static void test_times(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
        struct arena *arena = arena_new(1 << 22);
        struct found_time time;
        bool ok = times_read(arena, str_of(times[i].text), &time);
        struct str got = found_time_text(arena, &time);
        if (ok != (times[i].want != NULL) || (ok && !str_eq(got, str_of(times[i].want))))
            fail_msg("%s: %s", times[i].text, got.p ? got.p : "refused");
        assert_true(ok || time.form == FOUND_TIME_ABSENT);
        arena_free(arena);
    }
}

static const struct {
    const char *bytes, *type, *want;
} pages[] = {
    {"K\xF8" "benhavn", "text/html; charset=ISO-8859-1", "København"},
    {"K\xF8" "benhavn", "", "København"},
    {"<meta charset=windows-1252>\x80", "", "<meta charset=windows-1252>€"},
    {"<meta http-equiv='content-type' content='text/html; charset=iso-8859-15'>\xA4", "", "<meta http-equiv='content-type' content='text/html; charset=iso-8859-15'>€"},
    {"\xEF\xBB\xBFø", "text/html; charset=iso-8859-1", "ø"}, /* the mark is stronger */
    {"\xC3\xB8\xFF", "text/html; charset=utf-8", "ø\xEF\xBF\xBD"},
    {"ø", "text/html; charset=nonsense", "ø"},
};

static void test_charsets(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct arena *arena = arena_new(1 << 22);
        struct str got = charset_decode(arena, str_of(pages[i].bytes), str_of(pages[i].type), true);
        if (!str_eq(got, str_of(pages[i].want)))
            fail_msg("%s: %.*s", pages[i].want, STR_ARG(got));
        arena_free(arena);
    }
    struct arena *arena = arena_new(1 << 22);
    assert_true(str_eq(charset_decode(arena, STR("\xFF\xFE" "R\0y\0\xF8\0"), STR_NULL, true), STR("Ryø")));
    assert_true(str_eq(charset_decode(arena, STR("\xFE\xFF" "\0R\0y"), STR_NULL, true), STR("Ry")));
    assert_true(str_eq(charset_decode(arena, STR("a\0b"), STR_NULL, true), STR("ab")));
    arena_free(arena);
}

static void test_durations(void **state)
{
    int64_t minutes;
    (void)state;
    assert_true(times_minutes(STR("PT5H30M"), &minutes) && minutes == 330);
    assert_true(times_minutes(STR("P1DT2H"), &minutes) && minutes == 1560);
    assert_true(times_minutes(STR("P2W"), &minutes) && minutes == 20160);
    assert_false(times_minutes(STR("P1M"), &minutes)); /* a month has no length */
    assert_false(times_minutes(STR("PT"), &minutes));
    assert_false(times_minutes(STR("5H"), &minutes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values), cmocka_unit_test(test_absent_is_not_empty), cmocka_unit_test(test_long_texts_are_cut),
        cmocka_unit_test(test_times), cmocka_unit_test(test_charsets), cmocka_unit_test(test_durations),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
