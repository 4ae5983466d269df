#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "schematic/legacy.h"
#include "schematic/legacy_table.h"
#include "schematic/state.h"

#define ASSERT_STATE(id, data, expected) assert_true(str_eq(legacy_state(id, data), STR(expected)))

static void assert_number(struct str state, unsigned id, unsigned data, bool exact)
{
    unsigned its_id = 9999, its_data = 9999;
    bool its_exact = !exact;
    assert_true(legacy_number(state, &its_id, &its_data, &its_exact));
    assert_int_equal(its_id, id);
    assert_int_equal(its_data, data);
    assert_int_equal(its_exact, exact);
}

static void knows_the_state_of_a_pair(void **unused)
{
    (void)unused;
    ASSERT_STATE(0, 0, "minecraft:air");
    ASSERT_STATE(17, 4, "minecraft:oak_log[axis=x]");
    ASSERT_STATE(53, 6, "minecraft:oak_stairs[facing=south,half=top,shape=straight]");
    ASSERT_STATE(64, 9, "minecraft:oak_door[facing=east,half=upper,hinge=right,open=false,powered=false]");
    ASSERT_STATE(255, 3, "minecraft:structure_block[mode=data]");
}

static void gives_the_usual_state_for_unknown_data(void **unused)
{
    (void)unused;
    ASSERT_STATE(1, 15, "minecraft:stone");
    ASSERT_STATE(54, 0, "minecraft:chest[facing=north,type=single]");
    ASSERT_STATE(50, 0, "minecraft:torch");
    ASSERT_STATE(76, 9, "minecraft:redstone_torch[lit=true]");
    assert_null(legacy_state(253, 0).p);
    assert_null(legacy_state(4095, 15).p);
}

static void every_row_is_canonical_and_comes_back(void **unused)
{
    (void)unused;
    for (unsigned pair = 0; pair < 4096; pair++) {
        struct str state = legacy_state(pair >> 4, pair & 15);
        unsigned id, data;
        bool exact;
        struct buf canonical;
        if (!state.p)
            continue;
        buf_init(&canonical, STATE_MAX);
        assert_true(state_canonical(state, &canonical));
        assert_true(str_eq(buf_str(&canonical), state));
        buf_free(&canonical);
        assert_true(legacy_number(state, &id, &data, &exact));
        assert_true(exact);
        assert_true(str_eq(legacy_state(id, data), state));
    }
}

static void the_table_is_sorted_both_ways(void **unused)
{
    (void)unused;
    bool seen[LEGACY_ROWS] = {false};
    for (size_t i = 0; i < LEGACY_ROWS; i++) {
        if (i > 0)
            assert_true(legacy_rows[i - 1].pair < legacy_rows[i].pair);
        assert_in_range(legacy_by_state[i], 0, LEGACY_ROWS - 1);
        assert_false(seen[legacy_by_state[i]]);
        seen[legacy_by_state[i]] = true;
    }
}

static void takes_the_lowest_of_several_pairs(void **unused)
{
    (void)unused;
    assert_number(STR("minecraft:water[level=0]"), 8, 0, true);
    assert_number(STR("minecraft:dead_bush"), 31, 0, true);
    assert_number(STR("minecraft:oak_leaves[distance=1,persistent=true]"), 18, 4, true);
}

static void takes_the_nearest_where_properties_were_not_stored(void **unused)
{
    (void)unused;
    assert_number(STR("minecraft:oak_stairs[facing=north,half=top,shape=inner_left,waterlogged=false]"), 53, 7, false);
    assert_number(STR("minecraft:oak_fence[east=true,north=true,south=false,waterlogged=false,west=false]"), 85, 0, false);
    assert_number(STR("minecraft:oak_door[facing=north,half=upper,hinge=right,open=false,powered=false]"), 64, 9, false);
    assert_number(STR("minecraft:oak_door[facing=north,half=lower,hinge=left,open=true,powered=true]"), 64, 7, false);
    assert_number(STR("minecraft:chest"), 54, 2, false);
}

static void knows_later_names(void **unused)
{
    (void)unused;
    assert_number(STR("minecraft:oak_wall_sign[facing=west,waterlogged=false]"), 68, 4, false);
    assert_number(STR("minecraft:short_grass"), 31, 1, false);
    assert_number(STR("minecraft:water_cauldron[level=2]"), 118, 2, false);
}

static void refuses_what_the_old_game_lacks(void **unused)
{
    (void)unused;
    unsigned id, data;
    bool exact;
    assert_false(legacy_number(STR("minecraft:cherry_log[axis=y]"), &id, &data, &exact));
    assert_false(legacy_number(STR("create:cogwheel"), &id, &data, &exact));
    assert_false(legacy_number(STR("minecraft:"), &id, &data, &exact));
    assert_false(legacy_number(STR(""), &id, &data, &exact));
    assert_false(legacy_number(STR_NULL, &id, &data, &exact));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(knows_the_state_of_a_pair),
        cmocka_unit_test(gives_the_usual_state_for_unknown_data),
        cmocka_unit_test(every_row_is_canonical_and_comes_back),
        cmocka_unit_test(the_table_is_sorted_both_ways),
        cmocka_unit_test(takes_the_lowest_of_several_pairs),
        cmocka_unit_test(takes_the_nearest_where_properties_were_not_stored),
        cmocka_unit_test(knows_later_names),
        cmocka_unit_test(refuses_what_the_old_game_lacks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
