/* Thousands of damaged copies of sound builds: each is accepted or refused with a reason, and the sanitizers stay silent. */
#include "damage.h"
#include "study_builds.h"

enum { COPIES = 10000 };

static void no_damage_is_too_much(void **unused)
{
    (void)unused;
    void (*const make[])(struct buf *) = {small_sponge, small_litematica, small_mcedit, small_structure, small_bedrock, small_axiom};
    const size_t count = sizeof make / sizeof make[0];
    const struct schematic_budget budget = {.bytes = 1 << 20, .nodes = 1 << 16, .blocks = 1 << 24};
    uint64_t seed = 88172645463325252u;
    size_t refused = 0;
    for (size_t i = 0; i < COPIES; i++) {
        struct buf b, pressed;
        make[i % count](&b);
        buf_init(&pressed, 1 << 20);
        bool compressed = i % 17 >= 13 && make[i % count] != small_axiom;
        if (compressed)
            compress_into(&pressed, b.p, b.n, 31);
        struct buf *file = compressed ? &pressed : &b;
        uint8_t *exact = malloc(file->n); /* its own allocation: reading past it shows */
        assert_non_null(exact);
        memcpy(exact, file->p, file->n);
        size_t n = file->n;
        damage(exact, &n, &seed);
        struct outcome outcome = inspect_bytes(exact, n, i % 3, &budget);
        assert_true(outcome.result == SCHEMATIC_OK || outcome.result == SCHEMATIC_REFUSED);
        struct studied studied = study_bytes(exact, n, &budget);
        assert_int_equal(studied.result, outcome.result);
        if (studied.result == SCHEMATIC_OK)
            assert_in_range(census_blocks(&studied.study.census), 0, studied.study.facts.blocks);
        arena_free(studied.arena);
        if (outcome.result == SCHEMATIC_REFUSED) {
            refused++;
            assert_non_null(schematic_reason_says(outcome.refusal.reason));
            assert_true(outcome.refusal.offset >= 0);
        }
        free(exact);
        buf_free(&b);
        buf_free(&pressed);
    }
    assert_true(refused > COPIES / 2 && refused < COPIES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_damage_is_too_much)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
