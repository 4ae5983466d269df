/* Models that are filled by hand. What is loaded from files: test_load.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "core/memory.h"
#include "schematic/model.h"
#include "schematic/model_build.h"

static uint16_t index_of(struct model *model, const char *state)
{
    uint16_t index = 9999;
    assert_true(model_intern(model, str_of(state), &index));
    return index;
}

static void put(struct model *model, size_t region, int32_t x, int32_t y, int32_t z, const char *state)
{
    struct model_region *to = &model->regions[region];
    to->cells[x + z * to->size[0] + y * to->size[0] * to->size[2]] = index_of(model, state);
}

static void assert_text(const struct model *model, uint16_t index, const char *expected)
{
    assert_true(index < model->palette_count);
    assert_true(str_eq(model->palette[index].text, str_of(expected)));
}

/* Two regions of 2 x 1 x 2 that share a corner of a box of 3 x 1 x 3. */
static struct model *two_regions(void)
{
    struct model *model = model_new(2, 1, 2);
    struct model_region *second = model_add_region(model, (const int32_t[3]){2, 1, 2});
    second->origin[0] = second->origin[2] = 1;
    model->size[0] = model->size[2] = 3;
    return model;
}

static void test_settle_sorts_counts_and_drops(void **unused)
{
    (void)unused;
    struct model *model = model_new(4, 1, 1);
    index_of(model, "minecraft:unused");
    put(model, 0, 0, 0, 0, "minecraft:stone");
    put(model, 0, 1, 0, 0, "minecraft:air");
    put(model, 0, 2, 0, 0, "minecraft:stone");
    put(model, 0, 3, 0, 0, "minecraft:structure_void");
    model_settle(model);
    assert_int_equal(model->palette_count, 3);
    assert_text(model, 1, "minecraft:air");
    assert_text(model, 2, "minecraft:stone");
    assert_true(model->palette[1].air && !model->palette[2].air);
    assert_int_equal(model->palette[0].count, 1);
    assert_int_equal(model->palette[1].count, 1);
    assert_int_equal(model->palette[2].count, 2);
    assert_int_equal(model->facts.blocks, 2);
    assert_text(model, model_at(model, 2, 0, 0), "minecraft:stone");
    assert_int_equal(model_at(model, 3, 0, 0), MODEL_ABSENT);
    assert_int_equal(model_at(model, 4, 0, 0), MODEL_ABSENT);
    assert_int_equal(model_at(model, 0, -1, 0), MODEL_ABSENT);
    assert_int_equal(index_of(model, "minecraft:stone"), 2);
    model_free(model);
}

static void test_settle_leaves_a_settled_model(void **unused)
{
    (void)unused;
    struct model *model = model_new(40, 3, 7);
    for (int32_t x = 0; x < 40; x++)
        put(model, 0, x, x % 3, x % 7, x % 2 ? "minecraft:stone" : "minecraft:dirt");
    model_settle(model);
    struct sha256_digest before = model_hash(model);
    size_t size = 40 * 3 * 7 * sizeof(uint16_t);
    uint16_t *cells = memory_new(size);
    memcpy(cells, model->regions[0].cells, size);
    model_settle(model);
    assert_memory_equal(cells, model->regions[0].cells, size);
    assert_true(sha256_eq(before, model_hash(model)));
    free(cells);
    model_free(model);
}

static void test_a_palette_is_full_at_last(void **unused)
{
    (void)unused;
    struct model *model = model_new(1, 1, 1);
    char state[40];
    uint16_t index;
    for (uint32_t i = 1; i <= MODEL_PALETTE_MAX; i++) {
        snprintf(state, sizeof state, "minecraft:b%u", i);
        assert_int_equal(index_of(model, state), i);
    }
    assert_false(model_intern(model, STR("minecraft:one_more"), &index));
    assert_true(model_intern(model, STR("minecraft:b65535"), &index));
    assert_int_equal(index, 65535);
    assert_true(model_intern(model, STR("minecraft:structure_void"), &index));
    assert_int_equal(index, MODEL_ABSENT);
    model_free(model);
}

static void test_the_hash_knows_place_state_and_size(void **unused)
{
    (void)unused;
    struct model *a = model_new(2, 2, 2), *b = model_new(2, 2, 2), *c = model_new(2, 2, 3);
    put(a, 0, 1, 0, 0, "minecraft:stone");
    put(a, 0, 0, 1, 0, "minecraft:dirt");
    index_of(b, "minecraft:unused");
    put(b, 0, 0, 1, 0, "minecraft:dirt");
    put(b, 0, 1, 0, 0, "minecraft:stone");
    put(c, 0, 1, 0, 0, "minecraft:stone");
    assert_true(sha256_eq(model_hash(a), model_hash(b)));
    put(b, 0, 1, 0, 0, "minecraft:granite");
    assert_false(sha256_eq(model_hash(a), model_hash(b)));
    put(b, 0, 1, 0, 0, "minecraft:air");
    put(b, 0, 1, 1, 0, "minecraft:stone");
    assert_false(sha256_eq(model_hash(a), model_hash(b)));
    put(a, 0, 0, 1, 0, "minecraft:structure_void");
    assert_false(sha256_eq(model_hash(a), model_hash(c)));
    model_free(a);
    model_free(b);
    model_free(c);
}

static void test_one_region_is_flat_already(void **unused)
{
    (void)unused;
    struct model *model = model_new(2, 3, 4);
    assert_ptr_equal(model_flat(model, 24), model->regions);
    assert_null(model_flat(model, 23));
    model_free(model);
}

static void test_later_regions_cover_earlier_ones(void **unused)
{
    (void)unused;
    struct model *model = two_regions();
    put(model, 0, 0, 0, 0, "minecraft:dirt");
    put(model, 0, 1, 0, 1, "minecraft:dirt");
    put(model, 1, 0, 0, 0, "minecraft:stone");
    put(model, 1, 1, 0, 1, "minecraft:glass");
    model_settle(model);
    const struct model_region *flat = model_flat(model, 9);
    assert_non_null(flat);
    for (int32_t z = 0; z < 3; z++)
        for (int32_t x = 0; x < 3; x++)
            assert_int_equal(model_region_at(flat, x, 0, z), model_at(model, x, 0, z));
    assert_text(model, model_at(model, 1, 0, 1), "minecraft:stone");
    assert_text(model, model_at(model, 2, 0, 2), "minecraft:glass");
    assert_int_equal(model_at(model, 2, 0, 0), MODEL_ABSENT);
    put(model, 1, 0, 0, 0, "minecraft:structure_void");
    model_settle(model);
    flat = model_flat(model, 9);
    assert_text(model, model_region_at(flat, 1, 0, 1), "minecraft:dirt");
    model_free(model);
}

static void test_a_covered_block_entity_is_gone(void **unused)
{
    (void)unused;
    struct model *model = two_regions();
    struct model_block_entity first[] = {{.at = {0, 0, 0}, .id = STR("minecraft:a")}, {.at = {1, 0, 1}, .id = STR("minecraft:b")}};
    struct model_block_entity second[] = {{.at = {1, 0, 1}, .id = STR("minecraft:c")}};
    model->regions[0].block_entities = first;
    model->regions[0].block_entity_count = 2;
    model->regions[1].block_entities = second;
    model->regions[1].block_entity_count = 1;
    put(model, 0, 0, 0, 0, "minecraft:chest");
    put(model, 0, 1, 0, 1, "minecraft:chest");
    put(model, 1, 0, 0, 0, "minecraft:stone");
    put(model, 1, 1, 0, 1, "minecraft:chest");
    model_settle(model);
    const struct model_region *flat = model_flat(model, 9);
    assert_int_equal(flat->block_entity_count, 2);
    assert_true(str_eq(flat->block_entities[0].id, STR("minecraft:a")));
    assert_true(str_eq(flat->block_entities[1].id, STR("minecraft:c")));
    assert_int_equal(flat->block_entities[1].at[0], 2);
    assert_int_equal(flat->block_entities[1].at[2], 2);
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_settle_sorts_counts_and_drops),
        cmocka_unit_test(test_settle_leaves_a_settled_model),
        cmocka_unit_test(test_a_palette_is_full_at_last),
        cmocka_unit_test(test_the_hash_knows_place_state_and_size),
        cmocka_unit_test(test_one_region_is_flat_already),
        cmocka_unit_test(test_later_regions_cover_earlier_ones),
        cmocka_unit_test(test_a_covered_block_entity_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
