/* Numbers held as runs: what was put in comes back, in no more memory than was said. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "schematic/runs.h"

enum { COUNT = 5000, SHAPES = 8 };

static uint32_t random_state = 1;

static uint32_t random_below(uint32_t n)
{
    random_state = random_state * 1664525 + 1013904223;
    return (random_state >> 8) % n;
}

/* Pieces that repeat: of single numbers, of patterns shorter and longer than a unit; or all noise. */
static void fill(uint8_t *numbers, size_t count, unsigned shape)
{
    static const size_t pattern[SHAPES] = {1, 1, 2, 8, RUNS_UNIT, RUNS_UNIT, 2 * RUNS_UNIT, COUNT};
    static const uint32_t times[SHAPES] = {COUNT, 40, 20, 6, 4, 2, 5, 1};
    for (size_t at = 0; at < count;) {
        size_t start = at, n = pattern[shape] * (1 + random_below(times[shape]));
        for (; at < count && at - start < n; at++)
            numbers[at] = at - start < pattern[shape] ? (uint8_t)random_below(shape % 2 ? 256 : 3) : numbers[at - pattern[shape]];
    }
}

static void check_unit(const struct runs_reader *reader, const uint8_t *numbers, size_t n, bool halved)
{
    for (size_t i = 0; i < RUNS_UNIT; i++) {
        uint8_t expected = i < n ? numbers[i] : 0;
        if (halved)
            assert_int_equal(reader->unit[i / 2] >> (i % 2 ? 4 : 0) & 0x0f, expected & 0x0f);
        else
            assert_int_equal(reader->unit[i], expected);
    }
}

static void check(const uint8_t *numbers, size_t count, size_t step, bool halved)
{
    size_t most = RUNS_BYTES(count, halved), at = 0;
    uint8_t *bytes = malloc(most); /* of just that size, for sanitizers to see what is written past it */
    struct runs runs;
    assert_non_null(bytes);
    runs_open(&runs, bytes, halved);
    for (size_t i = 0, n; i < count; i += n) {
        n = count - i < step ? count - i : step;
        runs_put(&runs, numbers + i, n);
    }
    runs_close(&runs);
    assert_true(runs.used <= most);
    struct runs_reader reader = runs_read(&runs);
    for (; reader.left > 0; runs_pass(&reader, 1), at += RUNS_UNIT)
        check_unit(&reader, numbers + at, count - at, halved);
    assert_true(at >= count && at < count + RUNS_UNIT);
    free(bytes);
}

static void gives_back_what_was_put(void **unused)
{
    (void)unused;
    static const size_t counts[] = {0, 1, 15, 16, 17, 31, 32, 33, 48, 64, 1000, COUNT}, steps[] = {1, 7, 16, 17, 64, 100, COUNT};
    uint8_t numbers[COUNT];
    for (unsigned shape = 0; shape < SHAPES; shape++)
        for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
            fill(numbers, counts[i], shape);
            for (size_t k = 0; k < sizeof steps / sizeof steps[0]; k++) {
                check(numbers, counts[i], steps[k], false);
                check(numbers, counts[i], steps[k], true);
            }
        }
}

/* One unit that differs, two that are equal, and again: what saves least. */
static void takes_no_more_than_said(void **unused)
{
    (void)unused;
    uint8_t numbers[COUNT];
    for (size_t i = 0; i < COUNT; i++)
        numbers[i] = (uint8_t)(i / RUNS_UNIT % 3 == 0 ? 1 : 2 + i / RUNS_UNIT / 3 % 2);
    check(numbers, COUNT, COUNT, false);
    check(numbers, COUNT, COUNT, true);
}

static void equal_numbers_take_one_unit(void **unused)
{
    (void)unused;
    static const uint8_t numbers[COUNT];
    uint8_t bytes[RUNS_BYTES(COUNT, false)];
    struct runs runs;
    runs_open(&runs, bytes, false);
    runs_put(&runs, numbers, COUNT);
    runs_close(&runs);
    struct runs_reader reader = runs_read(&runs);
    assert_true(reader.same);
    assert_int_equal(reader.left, (COUNT + RUNS_UNIT - 1) / RUNS_UNIT);
    runs_pass(&reader, reader.left);
    assert_int_equal(reader.left, 0);
    assert_true(runs.used < 2 * RUNS_UNIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_back_what_was_put),
        cmocka_unit_test(takes_no_more_than_said),
        cmocka_unit_test(equal_numbers_take_one_unit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
