/* What each format says in its own way, in the model that is made of it. */
#include "study_builds.h"

#include <math.h>

#include "schematic/model.h"

#define BLOCKS_MAX ((int64_t)1 << 22)

static struct model *load(const struct buf *b)
{
    struct arena *arena = arena_new(1 << 20);
    struct schematic_input input = schematic_input_bytes(arena, (struct str){b->p, b->n});
    struct schematic_refusal refusal;
    struct model *model;
    if (model_load(NULL, BLOCKS_MAX, &input, &model, &refusal) != SCHEMATIC_OK)
        fail_msg("refused: %s at %lld: %s", refusal.reason, (long long)refusal.offset, refusal.detail);
    arena_free(arena);
    return model;
}

/* The model, which has the hash that is worked out as the build streams by. */
static struct model *load_as_it_streams(struct buf *b)
{
    struct studied studied = study_sound(b);
    struct model *model = load(b);
    assert_true(sha256_eq(model_hash(model), studied.study.hash));
    assert_int_equal(model->facts.blocks, studied.study.facts.blocks);
    arena_free(studied.arena);
    buf_free(b);
    return model;
}

static void assert_state(const struct model *model, int x, int y, int z, const char *state)
{
    assert_true(str_eq(model->palette[model_at(model, x, y, z)].text, str_of(state)));
}

static void doubles_list(struct buf *b, const char *name, double x, double y, double z)
{
    const double values[] = {x, y, z};
    list_field(b, name, DOUBLE, 3);
    for (size_t i = 0; i < 3; i++) {
        uint64_t bits;
        memcpy(&bits, &values[i], sizeof bits);
        put(b, bits, 8);
    }
}

static void every_format_is_as_it_streams(void **unused)
{
    (void)unused;
    void (*const make[])(struct buf *) = {small_sponge, small_litematica, small_mcedit, small_structure, small_bedrock, small_axiom};
    struct sha256_digest first;
    for (size_t i = 0; i < sizeof make / sizeof make[0]; i++) {
        struct buf b;
        make[i](&b);
        struct model *model = load_as_it_streams(&b);
        assert_int_equal(model->size[0], 3);
        assert_state(model, 0, 0, 0, "minecraft:stone");
        assert_state(model, 1, 0, 0, "minecraft:air");
        assert_state(model, 2, 0, 0, "minecraft:stone");
        first = i == 0 ? model_hash(model) : first;
        assert_true(sha256_eq(model_hash(model), first));
        model_free(model);
    }
}

/* One chunk at CHUNK of 16 bits and less: bedrock at its lowest corner, all else structure void. */
static void axiom_corner(struct buf *b, int chunk)
{
    int_field(b, "X", chunk);
    int_field(b, "Y", chunk);
    int_field(b, "Z", chunk);
    field(b, COMPOUND, "BlockStates");
    list_field(b, "palette", COMPOUND, 2);
    state(b, "minecraft:structure_void");
    state(b, "minecraft:bedrock");
    field(b, LONGS, "data");
    put(b, 256, 4);
    for (int i = 0; i < 256; i++)
        put(b, i == 0, 8);
    end(b);
    end(b);
}

/* Corners at -16 and 16, so that the box is 33 a side; a chest and a cow at the second one. */
static void axiom_two_chunks(struct buf *b)
{
    struct buf blocks;
    root(&blocks, "");
    list_field(&blocks, "BlockEntities", COMPOUND, 2);
    for (int at = 16; at <= 4096; at += 4080) { /* the second lies outside */
        int_field(&blocks, "x", at);
        int_field(&blocks, "y", at);
        int_field(&blocks, "z", at);
        string_field(&blocks, "id", "minecraft:chest");
        end(&blocks);
    }
    list_field(&blocks, "BlockRegion", COMPOUND, 2);
    axiom_corner(&blocks, -1);
    axiom_corner(&blocks, 1);
    list_field(&blocks, "Entities", COMPOUND, 1);
    string_field(&blocks, "id", "minecraft:cow");
    doubles_list(&blocks, "Pos", 16.5, 16, 16.5);
    end(&blocks);
    int_field(&blocks, "DataVersion", 3465);
    end(&blocks);
    axiom_wrap(b, &blocks);
    buf_free(&blocks);
}

static void a_blueprint_is_placed_in_its_box(void **unused)
{
    (void)unused;
    struct buf b;
    axiom_two_chunks(&b);
    struct model *model = load_as_it_streams(&b);
    assert_int_equal(model->size[1], 33);
    assert_int_equal(model->facts.blocks, 2);
    assert_state(model, 0, 0, 0, "minecraft:bedrock");
    assert_state(model, 32, 32, 32, "minecraft:bedrock");
    assert_int_equal(model_at(model, 16, 16, 16), MODEL_ABSENT);
    assert_true(str_eq(model->name, STR("small")));
    assert_int_equal(model->regions[0].block_entity_count, 1);
    assert_int_equal(model->regions[0].block_entities[0].at[2], 32);
    assert_int_equal(model->left_out[MODEL_LEFT_BLOCK_ENTITIES], 1);
    assert_int_equal(model->entity_count, 1);
    assert_float_equal(model->entities[0].at[0], 32.5, 0);
    model_free(model);
}

static void blueprints_have_a_limit_too(void **unused)
{
    (void)unused;
    struct buf b;
    axiom_two_chunks(&b);
    struct arena *arena = arena_new(1 << 20);
    struct schematic_input input = schematic_input_bytes(arena, buf_str(&b));
    struct schematic_refusal refusal;
    struct model *model;
    assert_int_equal(model_load(NULL, 4096, &input, &model, &refusal), SCHEMATIC_REFUSED);
    assert_string_equal(refusal.reason, "too-many-blocks");
    arena_free(arena);
    buf_free(&b);
}

/* Number 1 everywhere; in the upper half: AddBlocks says 0x21, then 3; Add says 5 everywhere. */
static void mcedit_upper(struct buf *b, bool add, bool add_first, bool nibbles, bool schematica)
{
    root(b, "Schematic");
    if (add && add_first)
        bytes_field(b, "Add", "\5\5\5", 3);
    if (nibbles)
        bytes_field(b, "AddBlocks", "\x21\3", 2);
    if (add && !add_first)
        bytes_field(b, "Add", "\5\5\5", 3);
    short_field(b, "Width", 3);
    short_field(b, "Height", 1);
    short_field(b, "Length", 1);
    bytes_field(b, "Blocks", "\1\1\1", 3);
    bytes_field(b, "Data", "\0\1\2", 3);
    if (schematica) {
        field(b, COMPOUND, "SchematicaMapping");
        short_field(b, "minecraft:air", 0);
        short_field(b, "mod:low", 1 + 256);
        short_field(b, "mod:high", 1 + 512);
        end(b);
    }
    end(b);
}

static void numbers_above_255_count_alike(void **unused)
{
    (void)unused;
    struct buf b;
    for (int way = 0; way < 3; way++) { /* AddBlocks counts, whatever Add says and where it stands */
        mcedit_upper(&b, way > 0, way == 2, true, false);
        struct model *model = load_as_it_streams(&b);
        assert_state(model, 0, 0, 0, "legacy:block_257[data=0]");
        assert_state(model, 1, 0, 0, "legacy:block_513[data=1]");
        assert_state(model, 2, 0, 0, "legacy:block_769[data=2]");
        model_free(model);
    }
    mcedit_upper(&b, true, true, false, false);
    struct model *model = load_as_it_streams(&b);
    assert_state(model, 0, 0, 0, "legacy:block_1281[data=0]");
    model_free(model);
}

static void schematica_pairs_the_other_way(void **unused)
{
    (void)unused;
    struct buf b;
    for (int way = 0; way < 3; way++) {
        mcedit_upper(&b, way > 0, way == 2, true, true);
        struct model *model = load_as_it_streams(&b);
        assert_state(model, 0, 0, 0, "mod:high");
        assert_state(model, 1, 0, 0, "mod:low[data=1]");
        assert_state(model, 2, 0, 0, "legacy:block_1[data=2]");
        model_free(model);
    }
}

/* Two stones 3 apart along every axis, of regions whose sizes are negative; a chest and a cow in the first. */
static void litematica_backwards(struct buf *b)
{
    root(b, "");
    int_field(b, "Version", 6);
    int_field(b, "MinecraftDataVersion", 3465);
    field(b, COMPOUND, "Metadata");
    string_field(b, "Name", "caf\xc3\xa9 \xed\xa0\xbc\xed\xbf\xa0"); /* U+1F3E0 in two surrogates */
    string_field(b, "Author", "\xed\xa0\xbc");
    end(b);
    field(b, COMPOUND, "Regions");
    for (int region = 0; region < 2; region++) {
        field(b, COMPOUND, region == 0 ? "high" : "low");
        int corner = region == 0 ? 5 : 1;
        vector(b, "Position", corner, corner, corner);
        vector(b, "Size", -2, -2, -2); /* from 4 to 5, and from 0 to 1 */
        list_field(b, "TileEntities", COMPOUND, region == 0);
        if (region == 0) {
            int_field(b, "x", 1);
            int_field(b, "y", 0);
            int_field(b, "z", 1);
            string_field(b, "id", "minecraft:chest");
            end(b);
        }
        list_field(b, "Entities", COMPOUND, region == 0);
        if (region == 0) {
            string_field(b, "id", "minecraft:cow");
            doubles_list(b, "Pos", -0.5, 0, 0.25);
            end(b);
        }
        states(b, "BlockStatePalette");
        field(b, LONGS, "BlockStates");
        put(b, 1, 4);
        put(b, (uint64_t)1 << (region == 0 ? 2 * 7 : 0), 8); /* the highest corner; the lowest one */
        end(b);
    }
    end(b);
    end(b);
}

/* As the mod writes them: block entities count from the lowest corner, entities from the region's position. */
static void regions_of_negative_size_are_placed(void **unused)
{
    (void)unused;
    struct buf b;
    litematica_backwards(&b);
    struct model *model = load_as_it_streams(&b);
    assert_int_equal(model->size[0], 6);
    assert_state(model, 5, 5, 5, "minecraft:stone");
    assert_state(model, 0, 0, 0, "minecraft:stone");
    assert_int_equal(model->regions[0].origin[0], 4);
    assert_int_equal(model->regions[0].block_entities[0].at[0], 1);
    assert_int_equal(model->regions[0].block_entities[0].at[1], 0);
    assert_float_equal(model->entities[0].at[0], 4.5, 0);
    assert_float_equal(model->entities[0].at[2], 5.25, 0);
    model_free(model);
}

static void texts_become_utf8(void **unused)
{
    (void)unused;
    struct buf b;
    litematica_backwards(&b);
    struct model *model = load_as_it_streams(&b);
    assert_true(str_eq(model->name, STR("café \xf0\x9f\x8f\xa0")));
    assert_true(str_eq(model->author, STR("\xef\xbf\xbd")));
    assert_int_equal(model->left_out[MODEL_LEFT_FIELDS], 0);
    model_free(model);
}

static void sponge_with_a_cow(struct buf *b, int version, bool pasted, double x)
{
    root(b, version == 3 ? "" : "Schematic");
    if (version == 3)
        field(b, COMPOUND, "Schematic");
    int_field(b, "Version", version);
    int_field(b, "DataVersion", 3465);
    field(b, INTS, "Offset");
    put(b, 3, 4);
    for (int i = 0; i < 3; i++)
        put(b, 100, 4);
    if (pasted) {
        field(b, COMPOUND, "Metadata");
        int_field(b, "WEOffsetX", -7);
        int_field(b, "WEOffsetY", -8);
        int_field(b, "WEOffsetZ", -9);
        end(b);
    }
    for (int i = 0; i < 3; i++)
        short_field(b, (const char *const[]){"Width", "Height", "Length"}[i], 1);
    if (version == 3)
        field(b, COMPOUND, "Blocks");
    field(b, COMPOUND, "Palette");
    int_field(b, "minecraft:stone", 0);
    end(b);
    bytes_field(b, version == 3 ? "Data" : "BlockData", "\0", 1);
    if (version == 3)
        end(b);
    list_field(b, "Entities", COMPOUND, 1);
    string_field(b, "Id", "minecraft:cow");
    doubles_list(b, "Pos", x, 100.5, 100.5);
    end(b);
    end(b);
    if (version == 3)
        end(b);
}

/* Versions 1 and 2 have entities in a world in which the build lies at Offset; 3 has them in the build. */
static void offsets_are_those_of_the_version(void **unused)
{
    (void)unused;
    for (int version = 2; version <= 3; version++)
        for (int pasted = 0; pasted < 2; pasted++) {
            struct buf b;
            sponge_with_a_cow(&b, version, pasted, 100.5);
            struct model *model = load_as_it_streams(&b);
            assert_int_equal(model->offset[0], pasted ? -7 : 100);
            assert_int_equal(model->offset[2], pasted ? -9 : 100);
            assert_float_equal(model->entities[0].at[0], version == 3 ? 100.5 : 0.5, 0);
            model_free(model);
        }
}

static void what_is_nowhere_is_left_out(void **unused)
{
    (void)unused;
    const double nowhere[] = {(double)NAN, (double)INFINITY};
    for (size_t i = 0; i < sizeof nowhere / sizeof nowhere[0]; i++) {
        struct buf b;
        sponge_with_a_cow(&b, 2, false, nowhere[i]);
        struct model *model = load_as_it_streams(&b);
        assert_int_equal(model->entity_count, 0);
        assert_int_equal(model->left_out[MODEL_LEFT_ENTITIES], 1);
        model_free(model);
    }
}

/* A painting at POS that hangs on the block at BLOCK. */
static void structure_with_a_painting(struct buf *b, double pos, int block)
{
    root(b, "");
    int_field(b, "DataVersion", 3465);
    ints_list(b, "size", 1, 1, 1);
    list_field(b, "entities", COMPOUND, 1);
    doubles_list(b, "pos", pos, pos, pos);
    ints_list(b, "blockPos", block, block, block);
    field(b, COMPOUND, "nbt");
    string_field(b, "id", "minecraft:painting");
    doubles_list(b, "Pos", 900, 900, 900);
    end(b);
    end(b);
    list_field(b, "blocks", COMPOUND, 1);
    placed(b, 0, 0, 0, 1);
    states(b, "palette");
    end(b);
}

static void a_structure_s_entities_are_where_pos_says(void **unused)
{
    (void)unused;
    struct buf b;
    structure_with_a_painting(&b, 0.5, 0);
    struct model *model = load_as_it_streams(&b);
    assert_float_equal(model->entities[0].at[1], 0.5, 0);
    assert_int_equal(model->left_out[MODEL_LEFT_FIELDS], 0);
    model_free(model);
    structure_with_a_painting(&b, 1.03125, 0); /* the block is another: it is left out */
    model = load_as_it_streams(&b);
    assert_int_equal(model->left_out[MODEL_LEFT_FIELDS], 1);
    model_free(model);
}

/* A palette of COUNT states and one block, of the last. */
static void structure_of_many_states(struct buf *b, int count)
{
    char name[32];
    root(b, "");
    int_field(b, "DataVersion", 3465);
    ints_list(b, "size", 1, 1, 1);
    list_field(b, "blocks", COMPOUND, 1);
    placed(b, 0, 0, 0, count - 1);
    list_field(b, "palette", COMPOUND, count);
    for (int i = 0; i < count; i++) {
        snprintf(name, sizeof name, "mod:block_%d", i);
        state(b, name);
    }
    end(b);
}

static void the_last_index_is_the_same_for_reader_and_loader(void **unused)
{
    (void)unused;
    struct buf b;
    structure_of_many_states(&b, 65535);
    struct model *model = load_as_it_streams(&b);
    assert_state(model, 0, 0, 0, "mod:block_65534");
    model_free(model);
    structure_of_many_states(&b, 65536);
    struct outcome outcome = inspect_buf(&b);
    assert_int_equal(outcome.result, SCHEMATIC_REFUSED);
    assert_string_equal(outcome.refusal.reason, "palette-index");
    buf_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_is_as_it_streams),
        cmocka_unit_test(a_blueprint_is_placed_in_its_box),
        cmocka_unit_test(blueprints_have_a_limit_too),
        cmocka_unit_test(numbers_above_255_count_alike),
        cmocka_unit_test(schematica_pairs_the_other_way),
        cmocka_unit_test(regions_of_negative_size_are_placed),
        cmocka_unit_test(texts_become_utf8),
        cmocka_unit_test(offsets_are_those_of_the_version),
        cmocka_unit_test(what_is_nowhere_is_left_out),
        cmocka_unit_test(a_structure_s_entities_are_where_pos_says),
        cmocka_unit_test(the_last_index_is_the_same_for_reader_and_loader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
