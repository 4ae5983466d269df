/* What a player has to gather: which items place a block, how many, and the lists made of that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>

#include "schematic/materials.h"
#include "lib/arena.h"

enum { STATES = 16 };

/* States and counts in pairs, a state of NULL at the end. */
static struct materials materials_for(const struct census_entry *entries)
{
    struct census census = {arena_array(arena, STATES, sizeof *entries), 0};
    struct materials materials;
    while (entries[census.count].state.p) {
        census.entries[census.count] = entries[census.count];
        census.count++;
    }
    census_settle(&census);
    materials_of(arena, &census, &materials);
    assert_int_equal(materials.blocks, census_blocks(&census));
    return materials;
}
#define MATERIALS(...) materials_for((const struct census_entry[STATES]){__VA_ARGS__})

static const struct material *find(const struct materials *materials, const char *item)
{
    for (size_t i = 0; i < materials->count; i++)
        if (str_eq(materials->items[i].item, str_of(item)))
            return &materials->items[i];
    return NULL;
}

static void assert_needs(const struct materials *materials, const char *item, int64_t count)
{
    const struct material *found = find(materials, item);
    if (!found)
        fail_msg("%s is not listed", item);
    assert_int_equal(found->count, count);
}

/* One block of STATE takes exactly these items, written "2 oak_slab+1 water_bucket". */
static void assert_takes(const char *state, const char *items)
{
    struct materials materials = MATERIALS({str_of(state), 1});
    struct str one, times, id, rest = str_of(items);
    size_t parts = 0;
    while (rest.n) {
        int64_t count = 0;
        str_cut(rest, '+', &one, &rest);
        assert_true(str_cut(one, ' ', &times, &id) && str_to_int64(times, &count));
        struct str item = str_find(id, STR(":")) >= 0 ? id : arena_printf(arena, "minecraft:" STR_FMT, STR_ARG(id));
        assert_needs(&materials, arena_str(arena, item).p, count);
        parts++;
    }
    assert_int_equal(materials.count, parts);
    assert_int_equal(materials.without_item, parts == 0);
}

static void test_plain_blocks(void **state)
{
    (void)state;
    assert_takes("minecraft:stone", "1 stone");
    assert_takes("minecraft:oak_stairs[facing=east,half=top,shape=straight,waterlogged=false]", "1 oak_stairs");
    assert_takes("minecraft:spawner", "1 spawner");
    assert_takes("minecraft:cobblestone_wall[up=true]", "1 cobblestone_wall");
    assert_takes("minecraft:infested_stone", "1 infested_stone");
    assert_takes("mod:gear[facing=up]", "1 mod:gear");
    assert_takes("legacy:block_300_4", "1 legacy:block_300_4");
}

static void test_blocks_of_several(void **state)
{
    (void)state;
    assert_takes("minecraft:oak_slab[type=double,waterlogged=false]", "2 oak_slab");
    assert_takes("minecraft:oak_slab[type=top,waterlogged=false]", "1 oak_slab");
    assert_takes("mod:marble_slab[type=double]", "2 mod:marble_slab");
    assert_takes("minecraft:candle[candles=3,lit=true]", "3 candle");
    assert_takes("minecraft:red_candle[candles=4]", "4 red_candle");
    assert_takes("minecraft:sea_pickle[pickles=2,waterlogged=true]", "2 sea_pickle+1 water_bucket");
    assert_takes("minecraft:turtle_egg[eggs=4,hatch=0]", "4 turtle_egg");
    assert_takes("minecraft:snow[layers=8]", "8 snow");
    assert_takes("minecraft:snow[layers=9]", "1 snow");
    assert_takes("minecraft:snow", "1 snow");
    assert_takes("minecraft:pink_petals[facing=east,flower_amount=3]", "3 pink_petals");
    assert_takes("minecraft:wildflowers[flower_amount=2]", "2 wildflowers");
    assert_takes("minecraft:leaf_litter[segment_amount=4]", "4 leaf_litter");
    assert_takes("minecraft:vine[east=true,north=false,south=true,up=true,west=false]", "3 vine");
    assert_takes("minecraft:glow_lichen[down=true,east=true,waterlogged=true]", "2 glow_lichen+1 water_bucket");
    assert_takes("minecraft:vine", "1 vine");
    assert_takes("minecraft:double_stone_slab", "2 stone_slab");
    assert_takes("minecraft:purpur_double_slab", "2 purpur_slab");
}

static void test_blocks_of_two_items(void **state)
{
    (void)state;
    assert_takes("minecraft:potted_red_tulip", "1 flower_pot+1 red_tulip");
    assert_takes("minecraft:potted_azalea_bush", "1 flower_pot+1 azalea");
    assert_takes("minecraft:flower_pot", "1 flower_pot");
    assert_takes("minecraft:candle_cake[lit=true]", "1 cake+1 candle");
    assert_takes("minecraft:red_candle_cake", "1 cake+1 red_candle");
    assert_takes("minecraft:water_cauldron[level=3]", "1 cauldron+1 water_bucket");
    assert_takes("minecraft:lava_cauldron", "1 cauldron+1 lava_bucket");
    assert_takes("minecraft:powder_snow_cauldron[level=1]", "1 cauldron+1 powder_snow_bucket");
    assert_takes("minecraft:cauldron[level=2]", "1 cauldron+1 water_bucket");
    assert_takes("minecraft:cauldron[level=0]", "1 cauldron");
}

static void test_water_and_lava(void **state)
{
    (void)state;
    assert_takes("minecraft:water[level=0]", "1 water_bucket");
    assert_takes("minecraft:water", "1 water_bucket");
    assert_takes("minecraft:water[level=3]", "");
    assert_takes("minecraft:lava[level=0]", "1 lava_bucket");
    assert_takes("minecraft:flowing_lava[level=8]", "");
    assert_takes("minecraft:bubble_column[drag=true]", "1 water_bucket");
    assert_takes("minecraft:oak_fence[waterlogged=true]", "1 oak_fence+1 water_bucket");
    assert_takes("minecraft:kelp_plant", "1 kelp+1 water_bucket");
    assert_takes("mod:fence[waterlogged=true]", "1 mod:fence+1 water_bucket");
    assert_takes("minecraft:powder_snow", "1 powder_snow_bucket");
    struct materials pond = MATERIALS({STR("minecraft:tall_seagrass[half=lower]"), 3}, {STR("minecraft:tall_seagrass[half=upper]"), 3});
    assert_needs(&pond, "minecraft:seagrass", 3);
    assert_needs(&pond, "minecraft:bone_meal", 3);
    assert_needs(&pond, "minecraft:water_bucket", 6);
    assert_int_equal(pond.without_item, 3);
}

static void test_blocks_placed_by_something_else(void **state)
{
    (void)state;
    static const char *const pairs[][2] = {
        {"wall_torch[facing=east]", "1 torch"}, {"redstone_wall_torch", "1 redstone_torch"}, {"soul_wall_torch", "1 soul_torch"},
        {"oak_wall_sign[facing=east]", "1 oak_sign"}, {"pale_oak_wall_hanging_sign", "1 pale_oak_hanging_sign"},
        {"red_wall_banner", "1 red_banner"}, {"creeper_wall_head", "1 creeper_head"}, {"wither_skeleton_wall_skull", "1 wither_skeleton_skull"},
        {"dead_tube_coral_wall_fan", "1 dead_tube_coral_fan"}, {"redstone_wire[power=3]", "1 redstone"}, {"tripwire", "1 string"},
        {"wheat[age=7]", "1 wheat_seeds"}, {"cocoa[age=1]", "1 cocoa_beans"}, {"attached_melon_stem", "1 melon_seeds"},
        {"cave_vines_plant[berries=true]", "1 glow_berries"}, {"big_dripleaf_stem", "1 big_dripleaf"}, {"farmland", "1 dirt"},
        {"dirt_path", "1 dirt"}, {"frosted_ice", "1 ice"}, {"grass[snowy=false]", "1 grass_block"}, {"grass", "1 short_grass"},
        {"standing_sign[rotation=3]", "1 oak_sign"}, {"lit_furnace", "1 furnace"},
        {"fire", ""}, {"nether_portal", ""}, {"piston_head[type=normal]", ""}, {"moving_piston", ""}, {"end_gateway", ""},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_takes(arena_printf(arena, "minecraft:%s", pairs[i][0]).p, pairs[i][1]);
}

static void test_two_halves_are_one_item(void **state)
{
    (void)state;
    struct materials house = MATERIALS({STR("minecraft:oak_door[facing=east,half=lower]"), 4}, {STR("minecraft:oak_door[facing=east,half=upper]"), 4},
                                       {STR("minecraft:red_bed[part=foot]"), 2}, {STR("minecraft:red_bed[part=head]"), 2},
                                       {STR("minecraft:sunflower[half=lower]"), 5}, {STR("minecraft:sunflower[half=upper]"), 5},
                                       {STR("mod:iron_gate[half=lower]"), 1}, {STR("mod:iron_gate[half=upper]"), 1},
                                       {STR("minecraft:stone"), 1});
    assert_needs(&house, "minecraft:oak_door", 4);
    assert_needs(&house, "minecraft:red_bed", 2);
    assert_needs(&house, "minecraft:sunflower", 5);
    assert_needs(&house, "mod:iron_gate", 1);
    assert_int_equal(house.without_item, 12);
    assert_int_equal(house.blocks, 25);
}

static void test_a_build_cut_through_its_doors_is_not_short(void **state)
{
    (void)state;
    struct materials upper = MATERIALS({STR("minecraft:oak_door[half=lower]"), 1}, {STR("minecraft:oak_door[half=upper]"), 3});
    assert_needs(&upper, "minecraft:oak_door", 3);
    assert_int_equal(upper.without_item, 1);
    struct materials lower = MATERIALS({STR("minecraft:oak_door[half=lower]"), 3});
    assert_needs(&lower, "minecraft:oak_door", 3);
    assert_int_equal(lower.without_item, 0);
}

static void test_stacks_and_boxes(void **state)
{
    (void)state;
    struct materials materials = MATERIALS({STR("minecraft:stone"), 1729}, {STR("minecraft:oak_sign"), 33}, {STR("minecraft:cake"), 28},
                                           {STR("minecraft:shulker_box"), 1}, {STR("minecraft:oak_wall_sign"), 2});
    const struct material *stone = find(&materials, "minecraft:stone"), *sign = find(&materials, "minecraft:oak_sign");
    const struct material *cake = find(&materials, "minecraft:cake"), *box = find(&materials, "minecraft:shulker_box");
    assert_true(stone == &materials.items[0]);
    assert_int_equal(stone->stacks, 27);
    assert_int_equal(stone->rest, 1);
    assert_int_equal(stone->stack_size, 64);
    assert_true(stone->shulker_boxes == 1.01);
    assert_int_equal(sign->count, 35);
    assert_int_equal(sign->stack_size, 16);
    assert_int_equal(sign->stacks, 2);
    assert_int_equal(cake->stack_size, 1);
    assert_true(cake->shulker_boxes == 1.04);
    assert_int_equal(box->stack_size, 1);
    static const struct {
        const char *state;
        int32_t size;
    } sizes[] = {{"minecraft:red_bed[part=foot]", 1},   {"minecraft:lava", 1},  {"minecraft:red_wall_banner", 16},
                 {"minecraft:oak_door[half=lower]", 64}, {"mod:oak_sign", 64}, {"minecraft:turtle_egg", 64}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct materials one = MATERIALS({str_of(sizes[i].state), 1});
        assert_int_equal(one.items[0].stack_size, sizes[i].size);
    }
}

static void test_counts_beyond_measure(void **state)
{
    (void)state;
    struct materials materials = MATERIALS({STR("minecraft:snow[layers=8]"), INT64_MAX});
    assert_int_equal(materials.items[0].count, INT64_MAX);
    assert_int_equal(materials.blocks, INT64_MAX);
}

static struct str written(void (*write)(const struct materials *, struct buf *), const struct materials *materials)
{
    struct buf out;
    buf_init(&out, 1 << 16);
    write(materials, &out);
    assert_false(out.failed);
    struct str text = arena_str(arena, buf_str(&out));
    buf_free(&out);
    return text;
}

static void test_csv(void **state)
{
    (void)state;
    struct materials materials =
        MATERIALS({STR("minecraft:stone"), 864}, {STR("=cmd:a\"b,c"), 2}, {STR("@sum:a"), 1}, {STR("mod:a,b"), 1});
    struct str csv = written(materials_csv, &materials);
    assert_string_equal(csv.p, "item,count,stacks,rest,stack_size,shulker_boxes\r\n"
                               "minecraft:stone,864,13,32,64,0.5\r\n"
                               "\"'=cmd:a\"\"b,c\",2,0,2,64,0.01\r\n"
                               "'@sum:a,1,0,1,64,0.01\r\n"
                               "\"mod:a,b\",1,0,1,64,0.01\r\n");
}

static void test_json(void **state)
{
    (void)state;
    struct materials materials = MATERIALS({STR("minecraft:fire"), 2}, {STR("minecraft:stone"), 65});
    struct str json = written(materials_json, &materials);
    assert_string_equal(json.p, "{\"blocks\":67,\"items\":[{\"item\":\"minecraft:stone\",\"count\":65,\"stacks\":1,\"rest\":1,"
                                "\"stack_size\":64,\"shulker_boxes\":0.04}],\"without_item\":2}");
}

static void assert_table(const struct materials *materials, const char *title, const char *expected)
{
    struct buf out;
    buf_init(&out, 1 << 16);
    materials_text(materials, str_of(title), &out);
    assert_string_equal(arena_str(arena, buf_str(&out)).p, expected);
    buf_free(&out);
}

static void test_text_as_the_mod_writes_it(void **state)
{
    (void)state;
    struct materials materials =
        MATERIALS({STR("minecraft:redstone_wire"), 1234567}, {STR("minecraft:lily_of_the_valley"), 20}, {STR("mod:b\xc3\xa4r|x"), 1});
    assert_table(&materials, "hut",
                 "+--------------------+---------+---------+-----------+\n"
                 "| Material List for schematic 'hut' (1 of 1 regions) |\n"
                 "+--------------------+---------+---------+-----------+\n"
                 "| Item               |   Total | Missing | Available |\n"
                 "+--------------------+---------+---------+-----------+\n"
                 "| Redstone Dust      | 1234567 | 1234567 |         0 |\n"
                 "| Lily of the Valley |      20 |      20 |         0 |\n"
                 "| mod:b\xc3\xa4r/x          |       1 |       1 |         0 |\n"
                 "+--------------------+---------+---------+-----------+\n"
                 "| Item               |   Total | Missing | Available |\n"
                 "+--------------------+---------+---------+-----------+\n");
}

static void test_a_title_longer_than_the_table(void **state)
{
    (void)state;
    struct materials materials = MATERIALS({STR("minecraft:tnt"), 1});
    assert_table(&materials, "a house",
                 "+------+-------+---------+-------------------------------+\n"
                 "| Material List for schematic 'a house' (1 of 1 regions) |\n"
                 "+------+-------+---------+-------------------------------+\n"
                 "| Item | Total | Missing |                     Available |\n"
                 "+------+-------+---------+-------------------------------+\n"
                 "| TNT  |     1 |       1 |                             0 |\n"
                 "+------+-------+---------+-------------------------------+\n"
                 "| Item | Total | Missing |                     Available |\n"
                 "+------+-------+---------+-------------------------------+\n");
}

static void test_nothing(void **state)
{
    (void)state;
    struct materials materials = MATERIALS({STR_NULL, 0});
    assert_int_equal(materials.count, 0);
    struct str json = written(materials_json, &materials), csv = written(materials_csv, &materials);
    assert_string_equal(json.p, "{\"blocks\":0,\"items\":[],\"without_item\":0}");
    assert_string_equal(csv.p, "item,count,stacks,rest,stack_size,shulker_boxes\r\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain_blocks),
        cmocka_unit_test(test_blocks_of_several),
        cmocka_unit_test(test_blocks_of_two_items),
        cmocka_unit_test(test_water_and_lava),
        cmocka_unit_test(test_blocks_placed_by_something_else),
        cmocka_unit_test(test_two_halves_are_one_item),
        cmocka_unit_test(test_a_build_cut_through_its_doors_is_not_short),
        cmocka_unit_test(test_stacks_and_boxes),
        cmocka_unit_test(test_counts_beyond_measure),
        cmocka_unit_test(test_csv),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_text_as_the_mod_writes_it),
        cmocka_unit_test(test_a_title_longer_than_the_table),
        cmocka_unit_test(test_nothing),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
