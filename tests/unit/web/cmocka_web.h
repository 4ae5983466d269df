/* What every test of app/web starts with. */
#ifndef CURIO_TESTS_UNIT_WEB_CMOCKA_WEB_H
#define CURIO_TESTS_UNIT_WEB_CMOCKA_WEB_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "core/arena.h"

#define assert_str(actual, expected) assert_text((actual), (expected), __FILE__, __LINE__)

static inline void assert_text(struct str actual, const char *expected, const char *file, int line)
{
    if (str_eq(actual, str_of(expected))) return;
    print_error("\"" STR_FMT "\" is not \"%s\"\n", STR_ARG(actual), expected);
    _fail(file, line);
}

enum { TEST_MEMORY = 8 * 1024 * 1024 };

static inline int arena_setup(void **state)
{
    *state = arena_new(TEST_MEMORY);
    return 0;
}

static inline int arena_teardown(void **state)
{
    arena_free(*state);
    return 0;
}

#define WITH_ARENA(test) cmocka_unit_test_setup_teardown(test, arena_setup, arena_teardown)

#endif
