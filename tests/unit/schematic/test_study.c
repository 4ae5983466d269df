/* What one study tells: the same hash whatever the format, a census, a manifest; and what it refuses. */
#include "schematic/tally.h"
#include "study_builds.h"

static void (*const small[])(struct buf *) = {small_sponge, small_litematica, small_structure, small_bedrock, small_axiom};
enum { SMALL_COUNT = sizeof small / sizeof small[0] };

/* By hand: places 0 and 2 are stone, place 1 is air, in a box of 3 x 1 x 1. */
static struct sha256_digest hash_by_hand(void)
{
    struct tally stone = {0}, air = {0};
    struct tally_walk walk = tally_walk_from(0);
    tally_run(&walk, &stone, 1);
    tally_run(&walk, &air, 1);
    tally_run(&walk, &stone, 1);
    struct tally_state states[] = {{STR("minecraft:stone"), stone}, {STR("minecraft:air"), air}};
    return tally_hash(3, 1, 1, states, 2);
}

static void one_build_has_one_hash_in_all_formats(void **unused)
{
    (void)unused;
    const struct sha256_digest expected = hash_by_hand();
    for (size_t i = 0; i < SMALL_COUNT; i++) {
        struct buf b;
        small[i](&b);
        struct studied studied = study_sound(&b);
        assert_int_equal(studied.study.facts.width, 3);
        assert_int_equal(studied.study.facts.blocks, 2);
        assert_int_equal(studied.study.voids, 0);
        assert_memory_equal(studied.study.hash.b, expected.b, sizeof expected.b);
        assert_int_equal(studied.study.census.count, 1);
        assert_true(str_eq(studied.study.census.entries[0].state, STR("minecraft:stone")));
        assert_int_equal(studied.study.census.entries[0].count, 2);
        arena_free(studied.arena);
        buf_free(&b);
    }
}

/* The definition itself: 1 + r^2 and r, multiplied out one by one. */
static void sums_are_those_of_powers(void **unused)
{
    (void)unused;
    const int64_t places[] = {0, 1, 2, 1023, 1024, 1025, 1 << 20, (1 << 20) + 5, (1 << 30) - 1};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        struct tally_walk at_once = tally_walk_from(places[i]), stepwise = tally_walk_from(0);
        for (int64_t left = places[i]; left > 0;) {
            int64_t step = left < 4097 ? left : 4097;
            tally_skip(&stepwise, step);
            left -= step;
        }
        assert_memory_equal(at_once.powers, stepwise.powers, sizeof at_once.powers);
    }
    struct tally whole = {0}, parts = {0};
    struct tally_walk one = tally_walk_from(5), other = tally_walk_from(5);
    tally_run(&one, &whole, 5000);
    for (int i = 0; i < 5000; i++)
        tally_run(&other, &parts, 1);
    assert_memory_equal(&whole, &parts, sizeof whole);
}

static void two_by_two_region(struct buf *b, const char *name, int x, const char *order)
{
    field(b, COMPOUND, name);
    for (; *order; order++) {
        if (*order == 'p')
            vector(b, "Position", x, 0, 0);
        else if (*order == 's')
            vector(b, "Size", 1, 2, 2);
        else if (*order == 'n')
            states(b, "BlockStatePalette");
        else {
            field(b, LONGS, "BlockStates");
            put(b, 1, 4);
            put(b, 1 | 0 << 2 | 1 << 4 | 1 << 6, 8);
        }
    }
    end(b);
}

static void regions_are_placed_in_the_box_around_them(void **unused)
{
    (void)unused;
    const char *const orders[] = {"psnd", "dnsp", "nspd", "sdpn"};
    struct tally stone = {0}, air = {0};
    struct tally_walk walk = tally_walk_from(0);
    const int row[] = {1, 1, 0, 0, 1, 1, 1, 1}; /* x 0 and 1 alike: (y0 z0) stone, (y0 z1) air, (y1 z0) and (y1 z1) stone */
    for (size_t i = 0; i < 8; i++)
        tally_run(&walk, row[i] ? &stone : &air, 1);
    struct tally_state states[] = {{STR("minecraft:stone"), stone}, {STR("minecraft:air"), air}};
    const struct sha256_digest expected = tally_hash(2, 2, 2, states, 2);
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++) {
        struct buf b;
        root(&b, "");
        int_field(&b, "Version", 6);
        field(&b, COMPOUND, "Regions");
        two_by_two_region(&b, "east", -3, orders[i]);
        two_by_two_region(&b, "west", -4, orders[i]);
        end(&b);
        end(&b);
        struct studied studied = study_sound(&b);
        assert_memory_equal(studied.study.hash.b, expected.b, sizeof expected.b);
        arena_free(studied.arena);
        buf_free(&b);
    }
}

static void old_numbers_get_names(void **unused)
{
    (void)unused;
    struct buf b;
    root(&b, "Schematic");
    short_field(&b, "Width", 3);
    short_field(&b, "Height", 1);
    short_field(&b, "Length", 1);
    bytes_field(&b, "Data", "\0\1\0", 3);
    bytes_field(&b, "Blocks", "\1\1\xfe", 3);
    end(&b);
    struct studied studied = study_sound(&b);
    const struct census *census = &studied.study.census;
    assert_int_equal(census->count, 3);
    assert_true(str_starts_with(census->entries[0].state, STR("legacy:block_254[data=0]")));
    assert_true(str_eq(census->entries[1].state, STR("minecraft:granite")));
    assert_true(str_eq(census->entries[2].state, STR("minecraft:stone")));
    arena_free(studied.arena);
    buf_free(&b);
}

static void a_second_layer_is_a_warning(void **unused)
{
    (void)unused;
    struct buf b;
    bedrock_build(&b, 1, 2, 2, (const int[]){1, -1, 0, 1}, 4, 1);
    struct studied studied = study_sound(&b);
    assert_int_equal(studied.study.facts.format, SCHEMATIC_BEDROCK);
    assert_false(studied.study.facts.has_data_version);
    assert_int_equal(studied.study.facts.warning_count, 1);
    assert_string_equal(studied.study.facts.warnings[0], "second-layer");
    assert_int_equal(studied.study.facts.blocks, 2);
    arena_free(studied.arena);
    buf_free(&b);
}

static void blueprints_end_where_they_say(void **unused)
{
    (void)unused;
    struct buf b;
    small_axiom(&b);
    for (size_t n = 0; n < b.n; n++) {
        struct studied studied = study_bytes(b.p, n, NULL);
        assert_int_equal(studied.result, SCHEMATIC_REFUSED);
        arena_free(studied.arena);
    }
    buf_free(&b);
}

static void sponge_with_block_entities(struct buf *b)
{
    small_sponge(b);
    b->n -= 1 + 5 + 3 + strlen("BlockEntities"); /* the empty list and the end */
    list_field(b, "BlockEntities", COMPOUND, 4);
    string_field(b, "Id", "minecraft:command_block");
    field(b, INTS, "Pos");
    put(b, 3, 4);
    put(b, 2, 4);
    put(b, 0, 4);
    put(b, 0, 4);
    string_field(b, "Command", "/say hi");
    end(b);
    string_field(b, "Id", "minecraft:sign");
    string_field(b, "Text1", "{\"text\":\"x\",\"clickEvent\":{\"action\":\"run_command\",\"value\":\"/op me\"}}");
    end(b);
    string_field(b, "Id", "minecraft:chest");
    list_field(b, "Items", COMPOUND, 1);
    string_field(b, "id", "minecraft:written_book");
    field(b, COMPOUND, "tag");
    list_field(b, "pages", STRING, 1);
    text(b, "{\"clickEvent\":{\"value\":\"/kill\",\"action\":\"run_command\"}}");
    end(b);
    end(b);
    end(b);
    string_field(b, "Id", "minecraft:mob_spawner");
    field(b, COMPOUND, "SpawnData");
    field(b, COMPOUND, "entity");
    string_field(b, "id", "minecraft:creeper");
    end(b);
    end(b);
    end(b);
    end(b);
}

static void assert_find(const struct manifest *manifest, enum manifest_kind kind, const char *expected)
{
    const struct manifest_group *group = &manifest->groups[kind];
    assert_int_equal(group->count, 1);
    assert_int_equal(group->shown, 1);
    assert_true(str_eq(group->finds[0].text, str_of(expected)));
}

static void the_manifest_tells_what_runs(void **unused)
{
    (void)unused;
    struct buf b, json;
    struct manifest again;
    sponge_with_block_entities(&b);
    struct studied studied = study_sound(&b);
    const struct manifest *manifest = &studied.study.manifest;
    assert_int_equal(manifest->block_entities, 4);
    assert_find(manifest, MANIFEST_COMMAND_BLOCK, "/say hi");
    assert_int_equal(manifest->groups[MANIFEST_COMMAND_BLOCK].finds[0].at[0], 2);
    assert_find(manifest, MANIFEST_SIGN_COMMAND, "/op me");
    assert_find(manifest, MANIFEST_BOOK_COMMAND, "/kill");
    assert_find(manifest, MANIFEST_CONTAINER, "1");
    assert_find(manifest, MANIFEST_SPAWNER, "minecraft:creeper");
    assert_true(manifest_is_risky(manifest));
    buf_init(&json, 1 << 20);
    manifest_json(manifest, &json);
    assert_false(json.failed);
    assert_true(manifest_read(studied.arena, buf_str(&json), &again));
    assert_find(&again, MANIFEST_SIGN_COMMAND, "/op me");
    assert_false(manifest_read(studied.arena, STR("{\"block_entities\": -1}"), &again));
    arena_free(studied.arena);
    buf_free(&json);
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_build_has_one_hash_in_all_formats), cmocka_unit_test(sums_are_those_of_powers),
        cmocka_unit_test(regions_are_placed_in_the_box_around_them), cmocka_unit_test(old_numbers_get_names),
        cmocka_unit_test(a_second_layer_is_a_warning), cmocka_unit_test(blueprints_end_where_they_say),
        cmocka_unit_test(the_manifest_tells_what_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
