/* The arena of a test, made before and freed after it: cmocka_unit_test_setup_teardown(…, arena_setup, arena_teardown), or of a group. */
#ifndef CURIO_TESTS_LIB_ARENA_H
#define CURIO_TESTS_LIB_ARENA_H

#include "core/arena.h"

static struct arena *arena;

static inline int arena_setup(void **state)
{
    *state = NULL;
    arena = arena_new(64 << 20);
    return 0;
}

static inline int arena_teardown(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

#endif
