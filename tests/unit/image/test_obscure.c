/* What is painted over: where, how, and that nothing of what stood there can be told from it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "image/obscure.h"

enum { WIDTH = 240, HEIGHT = 200, BYTES = WIDTH * HEIGHT * 3 };

static uint8_t before[BYTES], after[BYTES];

/* Every pixel another than its neighbours, without the colour that solid patches have. */
static void fill(uint8_t *rgb)
{
    for (uint32_t i = 0; i < BYTES; i++)
        rgb[i] = (uint8_t)(((i * 2654435761u) >> 24) | 1);
}

static struct image_pixels made(void)
{
    fill(before);
    memcpy(after, before, BYTES);
    return (struct image_pixels){after, WIDTH, HEIGHT};
}

static bool same(int x, int y)
{
    return memcmp(before + (y * WIDTH + x) * 3, after + (y * WIDTH + x) * 3, 3) == 0;
}

static bool in(const struct face_box *b, double grown, double x, double y)
{
    const double beside = b->width * (grown - 1) / 2, above = b->height * (grown - 1) / 2;
    return x >= b->x - beside && x < (double)b->x + b->width + beside && y >= b->y - above && y < (double)b->y + b->height + above;
}

static bool in_any(const struct face_box *boxes, size_t n, double grown, int x, int y)
{
    for (size_t i = 0; i < n; i++)
        if (in(&boxes[i], grown, x + 0.5, y + 0.5))
            return true;
    return false;
}

/* Nothing changes beyond 1.4 times the boxes and a pixel for rounding; with solid patches nothing stays inside them. */
static void check(const struct face_box *boxes, size_t n)
{
    struct face_box wider[8];
    for (enum obscure_manner manner = OBSCURE_MOSAIC; manner <= OBSCURE_SOLID; manner++) {
        struct image_pixels picture = made();
        assert_true(obscure(&picture, boxes, n, manner));
        for (size_t i = 0; i < n; i++)
            wider[i] = boxes[i].width > 0 && boxes[i].height > 0 && boxes[i].x < WIDTH && boxes[i].y < HEIGHT
                           ? (struct face_box){boxes[i].x - 1, boxes[i].y - 1, boxes[i].width + 2, boxes[i].height + 2, 1}
                           : (struct face_box){0};
        for (int y = 0; y < HEIGHT; y++)
            for (int x = 0; x < WIDTH; x++) {
                if (!in_any(wider, n, 1.4, x, y))
                    assert_true(same(x, y));
                if (manner == OBSCURE_SOLID && in_any(boxes, n, 1, x, y))
                    assert_int_equal(after[(y * WIDTH + x) * 3], 0x80);
            }
    }
}

static void test_only_the_boxes_change(void **state)
{
    (void)state;
    check(NULL, 0);
    check((const struct face_box[]){{60, 50, 80, 100, 1}}, 1);
    check((const struct face_box[]){{20, 20, 60, 60, 1}, {60, 50, 70, 60, 1}, {25, 25, 50, 50, 1}}, 3); /* one over another */
    check((const struct face_box[]){{0, 0, 30, 30, 1}, {WIDTH - 20, HEIGHT - 40, 20, 40, 1}}, 2);       /* at the edge */
    check((const struct face_box[]){{-30, -30, 50, 60, 1}, {WIDTH - 10, 90, 400, 40, 1}}, 2);           /* beyond it */
    check((const struct face_box[]){{10, 10, 1, 1, 1}, {40, 40, 2, 3, 1}, {80, 80, 5, 5, 1}}, 3);       /* tiny */
    check((const struct face_box[]){{10, 10, 0, 40, 1}, {10, 10, 40, -3, 1}, {4000, 10, 40, 40, 1}}, 3); /* none at all */
    check((const struct face_box[]){{0, 0, WIDTH, HEIGHT, 1}}, 1);
    check((const struct face_box[]){{0, 0, 1 << 30, 1 << 30, 1}}, 1);
}

static void test_boxes_far_away_are_no_boxes(void **state)
{
    (void)state;
    struct image_pixels picture = made();
    const struct face_box far[] = {{INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX, 1}, {INT32_MIN, INT32_MIN, 5, 5, 1}};
    assert_true(obscure(&picture, far, 2, OBSCURE_MOSAIC));
    assert_memory_equal(before, after, BYTES);
}

static void test_pictures_of_one_pixel(void **state)
{
    (void)state;
    for (enum obscure_manner manner = OBSCURE_MOSAIC; manner <= OBSCURE_SOLID; manner++) {
        uint8_t *pixel = malloc(3); /* so that a byte beyond is noticed */
        memset(pixel, 7, 3);
        assert_true(obscure(&(struct image_pixels){pixel, 1, 1}, &(struct face_box){0, 0, 1, 1, 1}, 1, manner));
        if (manner == OBSCURE_SOLID)
            assert_int_equal(pixel[0], 0x80);
        free(pixel);
    }
}

static const struct face_box middle = {60, 50, 100, 100, 1};

static void test_solid_says_nothing(void **state)
{
    (void)state;
    static uint8_t first[BYTES];
    struct image_pixels picture = made();
    assert_true(obscure(&picture, &middle, 1, OBSCURE_SOLID));
    memcpy(first, after, BYTES);
    memset(after, 3, BYTES);
    assert_true(obscure(&picture, &middle, 1, OBSCURE_SOLID));
    for (int y = 50; y < 150; y++)
        assert_memory_equal(first + (y * WIDTH + 60) * 3, after + (y * WIDTH + 60) * 3, 100 * 3);
}

static void test_each_time_is_another(void **state)
{
    (void)state;
    static uint8_t first[BYTES];
    struct image_pixels picture = made();
    assert_true(obscure(&picture, &middle, 1, OBSCURE_MOSAIC));
    memcpy(first, after, BYTES);
    memcpy(after, before, BYTES);
    assert_true(obscure(&picture, &middle, 1, OBSCURE_MOSAIC));
    int equal = 0;
    for (int y = 50; y < 150; y++)
        for (int x = 60; x < 160; x++)
            equal += memcmp(first + (y * WIDTH + x) * 3, after + (y * WIDTH + x) * 3, 3) == 0;
    assert_true(equal < 100 * 100 / 4);
}

static void stripes(uint8_t *rgb, int across, int down)
{
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            memset(rgb + (y * WIDTH + x) * 3, (x / across + y / down) % 2 ? 168 : 88, 3);
}

/* Means of what comes out at places inside the box, over many times. The noise of a mean is 38 / sqrt(TIMES), about 2. */
enum { TIMES = 300, PLACES = 9 };
static void means(int across, int down, double out[PLACES])
{
    memset(out, 0, PLACES * sizeof *out);
    for (int time = 0; time < TIMES; time++) {
        struct image_pixels picture = {after, WIDTH, HEIGHT};
        stripes(after, across, down);
        assert_true(obscure(&picture, &middle, 1, OBSCURE_MOSAIC));
        for (int i = 0; i < PLACES; i++)
            out[i] += after[((70 + i / 3 * 30) * WIDTH + 80 + i % 3 * 30) * 3] / (double)TIMES;
    }
}

/* Fine stripes and fine squares have the same averages in every cell: what comes out is alike. */
static void test_only_averages_survive(void **state)
{
    (void)state;
    double one[PLACES], other[PLACES];
    means(1, HEIGHT, one);
    means(WIDTH, 1, other);
    for (int i = 0; i < PLACES; i++)
        assert_true(one[i] - other[i] < 18 && other[i] - one[i] < 18);
}

/* Black and white are as far apart as faces can be; the means of what comes out are less so than chance brings about in a single one, whose
 * standard deviation is 34. The noise of the means' difference is 3. */
static void test_little_of_the_averages_stays(void **state)
{
    (void)state;
    double mean[2] = {0};
    for (int time = 0; time < 2 * TIMES; time++) {
        struct image_pixels picture = {after, WIDTH, HEIGHT};
        memset(after, time % 2 ? 255 : 0, BYTES);
        assert_true(obscure(&picture, &middle, 1, OBSCURE_MOSAIC));
        for (int i = 0; i < PLACES; i++)
            mean[time % 2] += after[((70 + i / 3 * 30) * WIDTH + 80 + i % 3 * 30) * 3] / (double)(TIMES * PLACES);
    }
    assert_true(mean[1] - mean[0] < 34 && mean[1] - mean[0] > -34);
}

static void test_patches_are_soft(void **state)
{
    (void)state;
    struct image_pixels picture = {after, WIDTH, HEIGHT};
    memset(after, 120, BYTES);
    assert_true(obscure(&picture, &middle, 1, OBSCURE_MOSAIC));
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 1; x < WIDTH; x++)
            assert_true(abs(after[(y * WIDTH + x) * 3] - after[(y * WIDTH + x - 1) * 3]) < 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_only_the_boxes_change), cmocka_unit_test(test_boxes_far_away_are_no_boxes),
        cmocka_unit_test(test_pictures_of_one_pixel), cmocka_unit_test(test_solid_says_nothing),
        cmocka_unit_test(test_each_time_is_another),  cmocka_unit_test(test_only_averages_survive),
        cmocka_unit_test(test_patches_are_soft),      cmocka_unit_test(test_little_of_the_averages_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
