/* Pictures of small builds whose pixels are known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/buf.h"
#include "schematic/colour.h"
#include "schematic/thumb.h"

enum { SIZE = 128 };

static void fill(struct model *model, const char *state, const int32_t from[3], const int32_t until[3])
{
    struct model_region *region = model->regions;
    uint16_t index;
    assert_true(model_intern(model, str_of(state), &index));
    for (int32_t y = from[1]; y < until[1]; y++)
        for (int32_t z = from[2]; z < until[2]; z++)
            for (int32_t x = from[0]; x < until[0]; x++)
                region->cells[((size_t)y * (size_t)region->size[2] + (size_t)z) * (size_t)region->size[0] + (size_t)x] = index;
}

static struct model *box_of(const char *state, int32_t width, int32_t height, int32_t length)
{
    struct model *model = model_new(width, height, length);
    fill(model, state, (int32_t[]){0, 0, 0}, model->size);
    model_settle(model);
    return model;
}

static uint8_t *draw(struct model *model, enum thumb_view view)
{
    uint8_t *pixels = thumb_draw(model, view, SIZE);
    assert_non_null(pixels);
    return pixels;
}

static const uint8_t *pixel(const uint8_t *pixels, int x, int y)
{
    return pixels + 4 * (y * SIZE + x);
}

static void assert_shade(const uint8_t *seen, struct block_look look, unsigned tenths)
{
    const uint8_t colour[3] = {look.red, look.green, look.blue};
    assert_int_equal(seen[3], 255);
    for (int i = 0; i < 3; i++)
        assert_true(abs((int)seen[i] - (int)(colour[i] * tenths / 10)) <= 1);
}

static void a_cube_shows_three_faces(void **unused)
{
    (void)unused;
    struct model *model = box_of("minecraft:white_wool", 1, 1, 1);
    uint8_t *pixels = draw(model, THUMB_DIMETRIC);
    struct block_look look = block_look(STR("minecraft:white_wool"));
    assert_shade(pixel(pixels, 64, 35), look, 10);
    assert_shade(pixel(pixels, 35, 75), look, 8);
    assert_shade(pixel(pixels, 93, 75), look, 6);
    assert_int_equal(pixel(pixels, 2, 2)[3], 0);
    assert_int_equal(pixel(pixels, 125, 125)[3], 0);
    free(pixels);
    model_free(model);
}

static void assert_fitted(const uint8_t *pixels)
{
    int left = SIZE, right = -1, top = SIZE, bottom = -1;
    for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++)
            if (pixel(pixels, x, y)[3] > 0) {
                left = x < left ? x : left;
                right = x > right ? x : right;
                top = y < top ? y : top;
                bottom = y > bottom ? y : bottom;
            }
    int across = right - left + 1, down = bottom - top + 1, most = across > down ? across : down;
    assert_in_range(most, SIZE - SIZE / 10, SIZE - SIZE / 20);
    assert_true(abs(left - (SIZE - 1 - right)) <= 2);
    assert_true(abs(top - (SIZE - 1 - bottom)) <= 2);
}

static void every_size_is_fitted_and_centred(void **unused)
{
    (void)unused;
    static const int32_t sizes[][3] = {{1, 1, 1}, {2000, 1, 1}, {1, 300, 1}, {1, 1, 900}, {17, 3, 90}, {60, 60, 60}, {900, 2, 900}};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct model *model = box_of("minecraft:stone", sizes[i][0], sizes[i][1], sizes[i][2]);
        for (enum thumb_view view = THUMB_DIMETRIC; view <= THUMB_TOP; view++) {
            uint8_t *pixels = draw(model, view);
            assert_fitted(pixels);
            free(pixels);
        }
        model_free(model);
    }
}

static void empty_space_around_does_not_count(void **unused)
{
    (void)unused;
    struct model *model = model_new(90, 70, 80);
    fill(model, "minecraft:air", (int32_t[]){0, 0, 0}, model->size);
    fill(model, "minecraft:stone", (int32_t[]){61, 42, 7}, (int32_t[]){66, 47, 12});
    model_settle(model);
    struct model *bare = box_of("minecraft:stone", 5, 5, 5);
    for (enum thumb_view view = THUMB_DIMETRIC; view <= THUMB_TOP; view++) {
        uint8_t *padded = draw(model, view), *alone = draw(bare, view);
        assert_memory_equal(padded, alone, 4 * SIZE * SIZE);
        free(padded);
        free(alone);
    }
    model_free(model);
    model_free(bare);
}

static void what_lies_behind_glass_shines_through(void **unused)
{
    (void)unused;
    struct model *model = box_of("minecraft:glass", 9, 9, 9);
    fill(model, "minecraft:red_concrete", (int32_t[]){2, 2, 2}, (int32_t[]){7, 7, 7});
    model_settle(model);
    struct model *glass = box_of("minecraft:glass", 9, 9, 9);
    uint8_t *with = draw(model, THUMB_DIMETRIC), *without = draw(glass, THUMB_DIMETRIC);
    const uint8_t *seen = pixel(with, SIZE / 2, SIZE / 2 + 8), *clear = pixel(without, SIZE / 2, SIZE / 2 + 8);
    assert_int_equal(seen[3], 255);
    assert_true(seen[0] > seen[2]);
    assert_in_range(clear[3], 1, 200); /* one pane, not nine: inner faces are not seen */
    free(with);
    free(without);
    model_free(model);
    model_free(glass);
}

static void slabs_are_lower_than_blocks(void **unused)
{
    (void)unused;
    struct model *slab = box_of("minecraft:stone_slab[type=bottom]", 1, 1, 1), *cube = box_of("minecraft:smooth_stone", 1, 1, 1);
    uint8_t *low = draw(slab, THUMB_DIMETRIC), *high = draw(cube, THUMB_DIMETRIC);
    int filled[2] = {0};
    for (int i = 0; i < SIZE * SIZE; i++) {
        filled[0] += low[4 * i + 3] > 0;
        filled[1] += high[4 * i + 3] > 0;
    }
    assert_in_range(filled[0], filled[1] / 2, filled[1] * 4 / 5); /* two thirds */
    free(low);
    free(high);
    model_free(slab);
    model_free(cube);
}

static void nothing_gives_an_empty_picture(void **unused)
{
    (void)unused;
    struct model *model = model_new(5, 6, 7);
    model_settle(model);
    for (enum thumb_view view = THUMB_DIMETRIC; view <= THUMB_TOP; view++) {
        uint8_t *pixels = draw(model, view);
        for (int i = 0; i < 4 * SIZE * SIZE; i++)
            assert_int_equal(pixels[i], 0);
        free(pixels);
    }
    model_free(model);
}

static void the_files_are_the_same_every_time(void **unused)
{
    (void)unused;
    struct model *model = box_of("minecraft:oak_stairs[facing=south,half=bottom]", 7, 7, 7);
    struct buf webp[2], png[2], small;
    for (int i = 0; i < 2; i++) {
        uint8_t *pixels = draw(model, THUMB_DIMETRIC);
        buf_init(&webp[i], 1 << 20);
        buf_init(&png[i], 1 << 20);
        assert_true(thumb_webp(pixels, SIZE, &webp[i]));
        assert_true(thumb_png(pixels, SIZE, &png[i]));
        buf_init(&small, 20);
        assert_false(thumb_webp(pixels, SIZE, &small));
        buf_clear(&small);
        assert_false(thumb_png(pixels, SIZE, &small));
        buf_free(&small);
        free(pixels);
    }
    assert_true(str_eq(buf_str(&webp[0]), buf_str(&webp[1])));
    assert_true(str_eq(buf_str(&png[0]), buf_str(&png[1])));
    assert_memory_equal(webp[0].p, "RIFF", 4);
    assert_memory_equal(webp[0].p + 8, "WEBPVP8L", 8);
    assert_memory_equal(png[0].p, "\x89PNG", 4);
    for (int i = 0; i < 2; i++) {
        buf_free(&webp[i]);
        buf_free(&png[i]);
    }
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cube_shows_three_faces),          cmocka_unit_test(every_size_is_fitted_and_centred),
        cmocka_unit_test(empty_space_around_does_not_count), cmocka_unit_test(what_lies_behind_glass_shines_through),
        cmocka_unit_test(slabs_are_lower_than_blocks),       cmocka_unit_test(nothing_gives_an_empty_picture),
        cmocka_unit_test(the_files_are_the_same_every_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
