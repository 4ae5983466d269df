#include "core/str.h"
#include "core/utf8.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>

#include <cmocka.h>

#define assert_str(actual, expected) assert_true(str_eq((actual), STR(expected)))

static void test_absent_is_not_empty(void **state)
{
    (void)state;
    assert_null(str_of(NULL).p);
    assert_non_null(str_of("").p);
    assert_true(str_eq(STR_NULL, STR("")));
    assert_null(str_slice(STR_NULL, 0, 5).p);
    assert_int_equal(str_find(STR_NULL, STR("a")), -1);
}

static void test_comparing(void **state)
{
    (void)state;
    assert_true(str_eq(STR("abc"), STR("abc")));
    assert_false(str_eq(STR("abc"), STR("abd")));
    assert_false(str_eq(STR("abc"), STR("ab")));
    assert_false(str_eq(STR("a\0b"), STR("a\0c")));
    assert_true(str_equal_ignoring_case(STR("CoNtEnT-TyPe"), STR("content-type")));
    assert_false(str_equal_ignoring_case(STR("["), STR("{"))); /* 32 apart, and no letters */
    assert_false(str_equal_ignoring_case(STR("\xC3\x84"), STR("\xC3\xA4"))); /* Ä and ä: ASCII only */
    assert_true(str_starts_with(STR("abc"), STR("")));
    assert_true(str_starts_with(STR("abc"), STR("abc")));
    assert_false(str_starts_with(STR("ab"), STR("abc")));
    assert_true(str_ends_with(STR("abc"), STR("bc")));
    assert_false(str_ends_with(STR("bc"), STR("abc")));
}

static void test_cutting(void **state)
{
    struct str head, tail;
    (void)state;
    assert_true(str_cut(STR("key=value=more"), '=', &head, &tail));
    assert_str(head, "key");
    assert_str(tail, "value=more");
    assert_true(str_cut(STR("="), '=', &head, &tail));
    assert_int_equal(head.n + tail.n, 0);
    assert_false(str_cut(STR("none"), '=', &head, &tail));
    assert_str(head, "none");
    assert_int_equal(tail.n, 0);
    assert_non_null(tail.p);
    assert_false(str_cut(STR_NULL, '=', &head, &tail));
    assert_str(str_trim(STR(" \t\r\n a b \f\v")), "a b");
    assert_str(str_trim(STR("   ")), "");
    assert_str(str_slice(STR("abcdef"), 2, 4), "cd");
    assert_str(str_slice(STR("abc"), 2, 99), "c");
    assert_str(str_slice(STR("abc"), 9, 1), "");
    assert_int_equal(str_find(STR("abcabc"), STR("ca")), 2);
    assert_int_equal(str_find(STR("abc"), STR("")), 0);
    assert_int_equal(str_find(STR("abc"), STR("abcd")), -1);
}

static void test_whole_numbers_are_exact(void **state)
{
    static const struct { const char *text; int64_t value; } good[] = {
        {"0", 0}, {"-0", 0}, {"007", 7}, {"9223372036854775807", INT64_MAX}, {"-9223372036854775808", INT64_MIN}};
    static const char *const bad[] = {"", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "9223372036854775808", "--1",
                                      "-9223372036854775809", "99999999999999999999999", "1\n", "\xD9\xA1"};
    int64_t value;
    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(str_to_int64(str_of(good[i].text), &value));
        assert_int_equal(value, good[i].value);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        value = 42;
        assert_false(str_to_int64(str_of(bad[i]), &value));
        assert_int_equal(value, 42);
    }
    assert_false(str_to_int64((struct str){"12\0", 3}, &value));
    assert_false(str_to_int64(STR_NULL, &value));
}

static void check_double(double value)
{
    char text[STR_DOUBLE];
    double again;
    assert_true(str_to_double(str_from_double(value, text), &again));
    assert_memory_equal(&again, &value, sizeof value);
}

static void test_doubles_survive_the_round_trip(void **state)
{
    static const char *const bad[] = {"", ".5", "1.", "01", "+1", "1e", "1e+", "nan", "inf", "0x1p3", "1,5", " 1", "1e999"};
    double value;
    char text[STR_DOUBLE];
    (void)state;
    check_double(0.1);
    check_double(-0.0);
    check_double(1.0 / 3);
    check_double(5e-324);
    check_double(1.7976931348623157e308);
    check_double(9007199254740993.0);
    assert_str(str_from_double(0.1, text), "0.1");
    assert_str(str_from_double(100, text), "100");
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(str_to_double(str_of(bad[i]), &value));
}

static void test_doubles_know_no_locale(void **state)
{
    char text[STR_DOUBLE];
    double value;
    (void)state;
    if (!setlocale(LC_ALL, "de_DE.UTF-8"))
        skip();
    assert_str(str_from_double(1.5, text), "1.5");
    assert_true(str_to_double(STR("1.5"), &value));
    assert_true(fabs(value - 1.5) < 1e-12);
    setlocale(LC_ALL, "C");
}

/* Table 3-7 of the Unicode Standard, from the text: which bytes may follow which. */
static bool well_formed(const unsigned char *b, size_t n)
{
    static const struct { unsigned char from, to, second_from, second_to; size_t n; } rows[] = {
        {0x00, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
        {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4},
        {0xF4, 0xF4, 0x80, 0x8F, 4}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (b[0] < rows[i].from || b[0] > rows[i].to || n != rows[i].n)
            continue;
        bool good = n == 1 || (b[1] >= rows[i].second_from && b[1] <= rows[i].second_to);
        for (size_t j = 2; j < n; j++)
            good = good && b[j] >= 0x80 && b[j] <= 0xBF;
        if (good)
            return true;
    }
    return false;
}

static bool reference_valid(const unsigned char *b, size_t n)
{
    for (size_t at = 0, length; at < n; at += length) {
        length = 1;
        while (length <= 4 && (at + length > n || !well_formed(b + at, length)))
            length++;
        if (length > 4)
            return false;
    }
    return true;
}

/* Every first byte with every second one, and the edges of what may come third and fourth. */
static void test_utf8_sequences_one_by_one(void **state)
{
    static const unsigned char tails[] = {0x7F, 0x80, 0xBF, 0xC0};
    (void)state;
    for (unsigned i = 0; i < 65536 * 16; i++) {
        unsigned char b[4] = {(unsigned char)(i & 255), (unsigned char)(i >> 8 & 255), tails[(i >> 16) % 4], tails[(i >> 16) / 4]};
        for (size_t n = 1; n <= 4; n++)
            assert_int_equal(utf8_valid((struct str){(const char *)b, n}), reference_valid(b, n));
    }
}

static void test_utf8_every_code_point(void **state)
{
    char bytes[4];
    (void)state;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        size_t at = 0, n = utf8_encode(code, bytes);
        struct str s = {bytes, n};
        bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        assert_int_equal(utf8_valid(s), !surrogate);
        if (surrogate)
            continue;
        assert_int_equal(utf8_next(s, &at), code);
        assert_int_equal(at, n);
        assert_int_equal(utf8_length(s), 1);
    }
}

static void test_utf8_malformed(void **state)
{
    (void)state;
    size_t at = 0;
    struct str cut = STR("\xF0\x9F\x98"), mixed = STR("\xE2\x82" "A");
    assert_int_equal(utf8_next(cut, &at), 0xFFFD);
    assert_int_equal(at, 3);
    at = 0;
    assert_int_equal(utf8_next(mixed, &at), 0xFFFD);
    assert_int_equal(utf8_next(mixed, &at), 'A');
    assert_true(utf8_valid(STR("\xEF\xBF\xBD"))); /* U+FFFD written out */
    assert_int_equal(utf8_valid_prefix(STR("0123456789\xC3\xA9\xFF")), 12);
    assert_int_equal(utf8_valid_prefix(STR("01234567\x80")), 8);
    assert_false(utf8_valid(STR("\xC0\x80")));
    assert_false(utf8_valid(STR("\xED\xA0\xBD\xED\xB8\x80"))); /* CESU-8 */
    assert_true(utf8_valid(STR_NULL));
}

static void test_utf8_truncate(void **state)
{
    (void)state;
    struct str s = STR("a\xC3\xA9\xF0\x9F\x98\x80z");
    static const size_t expected[] = {0, 1, 1, 3, 3, 3, 3, 7, 8, 8};
    for (size_t bytes = 0; bytes < 10; bytes++)
        assert_int_equal(utf8_truncate(s, bytes).n, expected[bytes]);
    assert_int_equal(utf8_length(s), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_absent_is_not_empty),
        cmocka_unit_test(test_comparing),
        cmocka_unit_test(test_cutting),
        cmocka_unit_test(test_whole_numbers_are_exact),
        cmocka_unit_test(test_doubles_survive_the_round_trip),
        cmocka_unit_test(test_doubles_know_no_locale),
        cmocka_unit_test(test_utf8_sequences_one_by_one),
        cmocka_unit_test(test_utf8_every_code_point),
        cmocka_unit_test(test_utf8_malformed),
        cmocka_unit_test(test_utf8_truncate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
