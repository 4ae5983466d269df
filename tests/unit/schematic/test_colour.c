/* What blocks look like. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "schematic/block_box.h"
#include "schematic/colour.h"

#define LOOK(state) block_look(STR("minecraft:" state))

static void nothing_is_seen_of_air(void **unused)
{
    (void)unused;
    assert_int_equal(block_look(STR("")).alpha, 0);
    assert_int_equal(LOOK("air").alpha, 0);
    assert_int_equal(LOOK("cave_air").alpha, 0);
    assert_int_equal(LOOK("structure_void").alpha, 0);
    assert_int_equal(LOOK("barrier").alpha, 0);
    assert_int_equal(LOOK("light[level=15]").alpha, 0);
    assert_int_equal(block_look(STR("lamps:light")).alpha, 255);
}

static void families_have_their_colours(void **unused)
{
    (void)unused;
    struct block_look red = LOOK("red_wool"), blue = LOOK("light_blue_concrete"), grass = LOOK("grass_block[snowy=false]");
    assert_true(red.red > 2 * red.green && red.red > 2 * red.blue);
    assert_true(blue.blue > blue.green && blue.green > blue.red);
    assert_true(grass.green > grass.red && grass.green > grass.blue);
    assert_true(LOOK("oak_planks").red > LOOK("dark_oak_planks").red);
    assert_int_equal(LOOK("stripped_oak_log[axis=y]").red, LOOK("oak_planks").red);
    assert_true(LOOK("oxidized_cut_copper").green > LOOK("cut_copper").green);
    assert_int_equal(LOOK("waxed_exposed_copper").red, LOOK("exposed_copper").red);
    assert_in_range(LOOK("glass").alpha, 1, 200);
    assert_in_range(LOOK("red_stained_glass_pane").alpha, 1, 200);
    assert_in_range(LOOK("water[level=0]").alpha, 1, 200);
}

static void vanilla_is_known(void **unused)
{
    (void)unused;
    static const char *const states[] = {
        "minecraft:stone",          "minecraft:deepslate_tile_wall", "minecraft:crimson_hyphae",    "minecraft:waxed_copper_bulb",
        "minecraft:bamboo_mosaic",  "minecraft:potted_oak_sapling",  "minecraft:sculk_catalyst",    "minecraft:pearlescent_froglight",
        "minecraft:cherry_leaves",  "minecraft:purpur_slab",         "minecraft:dead_fire_coral",   "minecraft:redstone_wire",
        "minecraft:resin_bricks",   "minecraft:creaking_heart",      "minecraft:polished_tuff",     "minecraft:smithing_table",
        "minecraft:mud_brick_wall", "minecraft:big_dripleaf",        "minecraft:tall_seagrass",     "minecraft:light_gray_banner",
    };
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        if (!block_look(str_of(states[i])).known)
            fail_msg("%s has no colour of its own", states[i]);
}

static void unknown_names_have_stable_pleasant_colours(void **unused)
{
    (void)unused;
    struct block_look one = block_look(STR("amod:frobnicator[lit=true]")), same = block_look(STR("amod:frobnicator")),
                      other = block_look(STR("bmod:frobnicator"));
    assert_false(one.known);
    assert_int_equal(one.alpha, 255);
    assert_memory_equal(&one, &same, 3);
    assert_memory_not_equal(&one, &other, 3);
    char name[] = "amod:thing_00";
    for (int i = 0; i < 100; i++) {
        name[sizeof name - 3] = (char)('0' + i / 10);
        name[sizeof name - 2] = (char)('0' + i % 10);
        struct block_look look = block_look(str_of(name));
        unsigned most = look.red > look.green ? look.red : look.green, least = look.red < look.green ? look.red : look.green;
        most = look.blue > most ? look.blue : most;
        least = look.blue < least ? look.blue : least;
        assert_in_range(most + least, 200, 330); /* neither dark nor pale */
        assert_in_range(most - least, 40, 130);  /* neither grey nor shrill */
    }
}

static void shapes_follow_the_state(void **unused)
{
    (void)unused;
    assert_int_equal(LOOK("stone").shape, SHAPE_CUBE);
    assert_int_equal(LOOK("stone_slab[type=bottom]").shape, SHAPE_SLAB_BOTTOM);
    assert_int_equal(LOOK("stone_slab[type=top]").shape, SHAPE_SLAB_TOP);
    assert_int_equal(LOOK("stone_slab[type=double]").shape, SHAPE_CUBE);
    assert_int_equal(LOOK("oak_stairs[facing=east,half=top]").shape, SHAPE_STAIRS);
    assert_int_equal(LOOK("white_carpet").shape, SHAPE_CARPET);
    assert_int_equal(LOOK("snow[layers=1]").shape, SHAPE_CARPET);
    assert_int_equal(LOOK("snow[layers=8]").shape, SHAPE_CUBE);
    assert_int_equal(LOOK("snow_block").shape, SHAPE_CUBE);
    assert_int_equal(LOOK("oak_fence").shape, SHAPE_POST);
    assert_int_equal(LOOK("iron_bars").shape, SHAPE_PANE);
    assert_int_equal(LOOK("oak_door[half=lower]").shape, SHAPE_PANE);
    assert_int_equal(LOOK("poppy").shape, SHAPE_CROSS);
    assert_int_equal(LOOK("wall_torch[facing=north]").shape, SHAPE_SMALL);
    assert_int_equal(LOOK("water").shape, SHAPE_FLUID);
    assert_int_equal(LOOK("sea_lantern").shape, SHAPE_CUBE);
    assert_string_equal(block_shape_name(SHAPE_SLAB_BOTTOM), "slab-bottom");
}

static void boxes_lie_within_the_cube(void **unused)
{
    (void)unused;
    static const char *const states[] = {"minecraft:oak_fence[east=true,north=true]", "minecraft:oak_stairs[facing=west,half=top]",
                                         "minecraft:ladder[facing=north]", "minecraft:vine[south=true]", "minecraft:end_rod[facing=up]",
                                         "minecraft:chain[axis=x]", "minecraft:oak_fence_gate[facing=east]", "x:stairs[facing=sideways]"};
    for (size_t i = 0; i < sizeof states / sizeof *states; i++)
        for (enum block_shape shape = 0; shape < SHAPE_COUNT; shape++) {
            struct block_box boxes[BLOCK_BOXES];
            size_t count = block_boxes(str_of(states[i]), shape, boxes);
            assert_in_range(count, 1, BLOCK_BOXES);
            for (size_t b = 0; b < count; b++)
                for (int axis = 0; axis < 3; axis++) {
                    assert_true(boxes[b].low[axis] < boxes[b].high[axis]);
                    assert_true(boxes[b].high[axis] <= BLOCK_UNITS);
                }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_seen_of_air),  cmocka_unit_test(families_have_their_colours),
        cmocka_unit_test(vanilla_is_known),        cmocka_unit_test(unknown_names_have_stable_pleasant_colours),
        cmocka_unit_test(shapes_follow_the_state), cmocka_unit_test(boxes_lie_within_the_cube),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
