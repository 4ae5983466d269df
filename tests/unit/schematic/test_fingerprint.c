/* Copies are recognised: moved, turned, changed a little; and what only looks alike is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "schematic/canvas.h"
#include "schematic/demo.h"
#include "schematic/fingerprint.h"
#include "schematic/sketch.h"

enum { DEMOS = 10 };

/* A build as numbers of kinds, 0 for air, which is easier to turn and change than a model. */
struct grid {
    int32_t width, height, length;
    uint8_t *cells;
};

static struct grid grid_new(int32_t width, int32_t height, int32_t length)
{
    struct grid grid = {width, height, length, calloc((size_t)width * (size_t)height * (size_t)length, 1)};
    assert_non_null(grid.cells);
    return grid;
}

static uint8_t *cell(const struct grid *grid, int32_t x, int32_t y, int32_t z)
{
    return &grid->cells[x + grid->width * (z + grid->length * y)];
}

static struct grid grid_of_demo(size_t i)
{
    const struct schematic_demo *demo = schematic_demo(i);
    struct canvas canvas;
    canvas_open(&canvas, demo->width, demo->height, demo->length);
    demo->build(&canvas);
    struct grid grid = grid_new(demo->width, demo->height, demo->length);
    for (int32_t y = 0; y < grid.height; y++)
        for (int32_t z = 0; z < grid.length; z++)
            for (int32_t x = 0; x < grid.width; x++)
                *cell(&grid, x, y, z) = (uint8_t)canvas_at(&canvas, x, y, z);
    canvas_close(&canvas);
    return grid;
}

static struct grid turned(const struct grid *from)
{
    struct grid grid = grid_new(from->length, from->height, from->width);
    for (int32_t y = 0; y < from->height; y++)
        for (int32_t z = 0; z < from->length; z++)
            for (int32_t x = 0; x < from->width; x++)
                *cell(&grid, from->length - 1 - z, y, x) = *cell(from, x, y, z);
    return grid;
}

/* About PERCENT of the blocks become another kind that the build has; a fixed sequence decides which. */
static struct grid changed(const struct grid *from, unsigned percent)
{
    struct grid grid = grid_new(from->width, from->height, from->length);
    size_t volume = (size_t)from->width * (size_t)from->height * (size_t)from->length;
    uint8_t other = 0;
    uint64_t seed = percent;
    memcpy(grid.cells, from->cells, volume);
    for (size_t i = 0; i < volume; i++) {
        seed = seed * 6364136223846793005 + 1442695040888963407;
        if (from->cells[i] == 0)
            continue;
        if (sketch_mix(seed) % 100 < percent)
            grid.cells[i] = other != from->cells[i] ? other : 0;
        if (sketch_mix(seed) % 7 == 0)
            other = from->cells[i];
    }
    return grid;
}

/* As a model with AROUND cells of air on every side. FACING turns the states' properties, as turning a build does. */
static struct model *model_of(const struct grid *grid, int32_t around, const char *facing)
{
    struct model *model = model_new(grid->width + 2 * around, grid->height + 2 * around, grid->length + 2 * around);
    struct model_region *region = &model->regions[0];
    uint16_t indices[256] = {0};
    for (int kind = 0; kind < 256; kind++) {
        char name[64];
        int n = kind == 0 ? snprintf(name, sizeof name, "minecraft:air") : snprintf(name, sizeof name, "test:kind_%d[facing=%s]", kind, facing);
        assert_true(model_intern(model, (struct str){name, (size_t)n}, &indices[kind]));
    }
    for (int32_t y = 0; y < grid->height; y++)
        for (int32_t z = 0; z < grid->length; z++)
            for (int32_t x = 0; x < grid->width; x++)
                region->cells[x + around + region->size[0] * (z + around + region->size[2] * (y + around))] = indices[*cell(grid, x, y, z)];
    model_settle(model);
    return model;
}

static struct fingerprint print_of(const struct grid *grid, int32_t around, const char *facing)
{
    struct fingerprint print;
    struct model *model = model_of(grid, around, facing);
    assert_true(fingerprint_of(model, &print));
    model_free(model);
    return print;
}

static bool share_a_band(const struct fingerprint *a, const struct fingerprint *b)
{
    for (int i = 0; i < FINGERPRINT_BANDS; i++)
        if (a->bands[i] == b->bands[i])
            return true;
    return false;
}

static void assert_same(const struct fingerprint *a, const struct fingerprint *b)
{
    assert_memory_equal(a->shape, b->shape, sizeof a->shape);
    assert_memory_equal(a->sketch, b->sketch, sizeof a->sketch);
    assert_memory_equal(a->bands, b->bands, sizeof a->bands);
}

static void test_moved(void **state)
{
    (void)state;
    struct grid grid = grid_of_demo(2);
    struct fingerprint once = print_of(&grid, 0, "east"), moved = print_of(&grid, 5, "east");
    assert_same(&once, &moved);
    free(grid.cells);
}

static void test_turned(void **state)
{
    (void)state;
    static const char *const facings[] = {"east", "south", "west", "north"};
    for (size_t i = 0; i < DEMOS; i++) {
        struct grid grid = grid_of_demo(i);
        struct fingerprint once = print_of(&grid, 0, facings[0]);
        for (int turn = 1; turn < 4; turn++) {
            struct grid next = turned(&grid);
            struct fingerprint after = print_of(&next, turn, facings[turn]);
            assert_same(&once, &after);
            free(grid.cells);
            grid = next;
        }
        free(grid.cells);
    }
}

static void test_mirrored_is_another_shape(void **state)
{
    (void)state;
    struct grid grid = grid_new(3, 1, 2), mirror = grid_new(3, 1, 2);
    *cell(&grid, 0, 0, 0) = *cell(&grid, 1, 0, 0) = *cell(&grid, 2, 0, 0) = *cell(&grid, 0, 0, 1) = 1;
    *cell(&mirror, 0, 0, 0) = *cell(&mirror, 1, 0, 0) = *cell(&mirror, 2, 0, 0) = *cell(&mirror, 2, 0, 1) = 1;
    struct fingerprint a = print_of(&grid, 0, "east"), b = print_of(&mirror, 0, "east");
    assert_memory_not_equal(a.shape, b.shape, sizeof a.shape);
    free(grid.cells);
    free(mirror.cells);
}

static void test_every_block_is_in_the_shape(void **state)
{
    (void)state;
    struct grid grid = grid_of_demo(2);
    struct fingerprint once = print_of(&grid, 0, "east");
    size_t volume = (size_t)grid.width * (size_t)grid.height * (size_t)grid.length;
    for (size_t i = 0; i < volume; i += 97) {
        uint8_t was = grid.cells[i];
        grid.cells[i] = was ? 0 : 1;
        struct fingerprint other = print_of(&grid, 0, "east");
        assert_memory_not_equal(once.shape, other.shape, sizeof once.shape);
        grid.cells[i] = was;
    }
    free(grid.cells);
}

static double likeness_after(size_t demo, unsigned percent, bool *found)
{
    struct grid grid = grid_of_demo(demo), other = changed(&grid, percent);
    struct fingerprint a = print_of(&grid, 0, "east"), b = print_of(&other, 1, "east");
    assert_memory_not_equal(a.shape, b.shape, sizeof a.shape);
    *found = share_a_band(&a, &b);
    free(grid.cells);
    free(other.cells);
    return fingerprint_likeness(a.sketch, b.sketch);
}

static void test_changed_a_little(void **state)
{
    (void)state;
    for (size_t i = 0; i < DEMOS; i++) {
        bool found;
        double one = likeness_after(i, 1, &found);
        assert_true(found);
        double five = likeness_after(i, 5, &found);
        assert_true(found);
        double twenty = likeness_after(i, 20, &found);
        if (one < 0.8 || five < 0.6 || twenty >= five)
            fail_msg("build %zu: %.2f, %.2f and %.2f", i, one, five, twenty);
    }
}

/* Two of them are both of stone bricks on grass, and have walls in common: that much is no error. */
static void test_others_are_not_alike(void **state)
{
    (void)state;
    struct fingerprint prints[DEMOS];
    double sum = 0;
    for (size_t i = 0; i < DEMOS; i++) {
        struct grid grid = grid_of_demo(i);
        prints[i] = print_of(&grid, 0, "east");
        free(grid.cells);
        for (size_t k = 0; k < i; k++) {
            double likeness = fingerprint_likeness(prints[i].sketch, prints[k].sketch);
            sum += likeness;
            if (likeness > 0.2)
                fail_msg("builds %zu and %zu: %.2f", i, k, likeness);
        }
    }
    assert_true(sum / (DEMOS * (DEMOS - 1) / 2) < 0.03);
}

static void test_small_builds(void **state)
{
    (void)state;
    struct grid one = grid_new(1, 1, 1), two = grid_new(1, 2, 1), nothing = grid_new(2, 2, 2);
    struct fingerprint print;
    struct model *model = model_of(&nothing, 0, "east");
    assert_false(fingerprint_of(model, &print));
    model_free(model);
    *cell(&one, 0, 0, 0) = 1;
    *cell(&two, 0, 0, 0) = *cell(&two, 0, 1, 0) = 1;
    struct fingerprint a = print_of(&one, 0, "east"), again = print_of(&one, 3, "west"), b = print_of(&two, 0, "east");
    assert_same(&a, &again);
    assert_memory_not_equal(a.shape, b.shape, sizeof a.shape);
    assert_true(fingerprint_likeness(a.sketch, again.sketch) == 1);
    assert_true(fingerprint_likeness(a.sketch, b.sketch) < 0.5);
    free(one.cells);
    free(two.cells);
    free(nothing.cells);
}

/* More different surroundings than are kept: the lowest are, and a copy with few changes keeps nearly the same. */
static void test_more_surroundings_than_are_kept(void **state)
{
    (void)state;
    struct grid noise = grid_new(40, 40, 40), unlike = grid_new(40, 40, 40);
    for (size_t i = 0; i < 40 * 40 * 40; i++) {
        noise.cells[i] = (uint8_t)(1 + sketch_mix(i) % 200);
        unlike.cells[i] = (uint8_t)(1 + sketch_mix(i + 1000000) % 200);
    }
    struct grid near = changed(&noise, 1), turn = turned(&noise);
    struct fingerprint a = print_of(&noise, 0, "east"), b = print_of(&near, 0, "east"), c = print_of(&unlike, 0, "east");
    struct fingerprint d = print_of(&turn, 2, "north");
    assert_same(&a, &d);
    assert_true(fingerprint_likeness(a.sketch, b.sketch) > 0.8);
    assert_true(fingerprint_likeness(a.sketch, c.sketch) < 0.1);
    free(noise.cells);
    free(unlike.cells);
    free(near.cells);
    free(turn.cells);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moved),
        cmocka_unit_test(test_turned),
        cmocka_unit_test(test_mirrored_is_another_shape),
        cmocka_unit_test(test_every_block_is_in_the_shape),
        cmocka_unit_test(test_changed_a_little),
        cmocka_unit_test(test_others_are_not_alike),
        cmocka_unit_test(test_small_builds),
        cmocka_unit_test(test_more_surroundings_than_are_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
