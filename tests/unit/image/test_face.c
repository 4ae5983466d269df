/* Joining what detectors saw, and the detectors themselves on made pictures; on a real face where the corpora are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "image/boxes.h"
#include "image/descriptor.h"
#include "image/magick.h"

static struct face_hits hits;
static struct face_list faces;

static void hit(double x, double y, double evidence, enum face_witness by)
{
    hits.at[hits.n++] = (struct face_hit){x, y, 40, 50, evidence, by};
}

static bool join(double enough)
{
    const bool joined = boxes_join(&hits, enough, &(struct image_pixels){NULL, 2000, 2000}, &faces);
    hits.n = 0;
    return joined;
}

static void test_weak_hits_count_together(void **state)
{
    (void)state;
    hit(100, 100, 0.6, FACE_BY_HAAR);
    hit(104, 103, 0.5, FACE_BY_HOG);
    hit(300, 100, 0.6, FACE_BY_HAAR); /* one witness alone, however often */
    hit(302, 101, 0.6, FACE_BY_HAAR);
    hit(500, 100, 0.6, FACE_BY_HAAR); /* not in the same place */
    hit(530, 130, 0.6, FACE_BY_HOG);
    hit(700, 700, 2, FACE_BY_NET);
    assert_true(join(1));
    assert_int_equal(faces.n, 2);
    assert_int_equal(faces.at[0].x, 700); /* the likeliest first */
    assert_int_equal(faces.at[1].x, 100);
    assert_true(faces.at[0].score > faces.at[1].score && faces.at[0].score < 1 && faces.at[1].score > 0);
}

static void test_more_evidence_may_be_asked_for(void **state)
{
    (void)state;
    hit(100, 100, FACE_NET_SURE - 0.4, FACE_BY_HAAR);
    hit(300, 100, FACE_NET_SURE - 0.4, FACE_BY_HAAR);
    hit(300, 100, 0.5, FACE_BY_NET);
    assert_true(join(FACE_NET_SURE));
    assert_int_equal(faces.n, 1);
    assert_int_equal(faces.at[0].x, 300);
}

static void test_boxes_end_with_the_picture(void **state)
{
    (void)state;
    hit(-20.5, -10.2, 1, FACE_BY_HOG);
    hit(1990, 1970, 1, FACE_BY_HOG);
    hit(-100, 500, 1, FACE_BY_HOG);
    hit(500, 2000, 1, FACE_BY_HOG);
    assert_true(join(1));
    assert_int_equal(faces.n, 2);
    for (size_t i = 0; i < faces.n; i++) {
        const struct face_box *b = &faces.at[i];
        assert_true(b->x >= 0 && b->y >= 0 && b->width > 0 && b->height > 0 && b->x + b->width <= 2000 && b->y + b->height <= 2000);
    }
}

static void test_too_many_faces_are_not_cut_short(void **state)
{
    (void)state;
    for (int i = 0; i < FACES_MAX; i++)
        hit(i % 40 * 45, i / 40 * 60, 1, FACE_BY_HOG);
    assert_true(join(1));
    assert_int_equal(faces.n, FACES_MAX);
    for (int i = 0; i < FACES_MAX + 1; i++)
        hit(i % 40 * 45, i / 40 * 60, 1, FACE_BY_HOG);
    assert_false(join(1));
}

static void test_what_is_missing_is_said(void **state)
{
    (void)state;
    assert_false(face_prepare(&(struct face_setup){"/nowhere", NULL}));
    assert_false(face_prepare(&(struct face_setup){NULL, "/nowhere/model.onnx"}));
    assert_false(face_prepare(&(struct face_setup){NULL, "packages.txt"}));
    assert_true(face_prepare(&(struct face_setup){"", ""}));
}

/* WIDTH x HEIGHT of noise, or of one grey; whatever is taken for a face lies inside. */
static void check_made(int32_t width, int32_t height, bool noise)
{
    const size_t bytes = (size_t)width * (size_t)height * 3;
    struct image_pixels picture = {malloc(bytes), width, height};
    uint32_t random = 7;
    for (size_t i = 0; i < bytes; i++) {
        random = random * 1664525 + 1013904223;
        picture.rgb[i] = noise ? (uint8_t)(random >> 24) : 90;
    }
    assert_int_equal(face_find(&picture, &faces), FACE_OK);
    for (size_t i = 0; i < faces.n; i++)
        assert_true(faces.at[i].x >= 0 && faces.at[i].y >= 0 && faces.at[i].x + faces.at[i].width <= width &&
                    faces.at[i].y + faces.at[i].height <= height);
    if (!noise)
        assert_int_equal(faces.n, 0);
    free(picture.rgb);
}

/* dlib's templates take minutes for a megapixel when each access is checked: small pictures go the same ways. */
#ifdef __SANITIZE_ADDRESS__
enum { SMALL_ONLY = true };
#else
enum { SMALL_ONLY = false };
#endif

static void test_pictures_of_every_size(void **state)
{
    (void)state;
    static const int32_t sides[][2] = {{1, 1}, {1, 700}, {700, 1}, {2, 3}, {19, 19}, {20, 20}, {21, 90}, {320, 240}, {16384, 8}, {8, 16384}};
    assert_true(face_prepare(&(struct face_setup){0}));
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        if (SMALL_ONLY && sides[i][0] * sides[i][1] > 10000)
            continue;
        check_made(sides[i][0], sides[i][1], false);
        check_made(sides[i][0], sides[i][1], true);
    }
    if (!SMALL_ONLY)
        check_made(2600, 2000, false); /* more than is looked at */
}

/* A real face's pixels, SIDE x SIDE; false where the corpora are not. */
enum { SIDE = 64 };
static bool read_face(uint8_t out[SIDE][SIDE][3])
{
    char path[PATH_MAX], policy[PATH_MAX];
    const char *corpora = getenv("CURIO_CORPORA"), *build = getenv("CURIO_BUILD");
    struct buf bytes;
    struct image_pixels picture;
    snprintf(path, sizeof path, "%s/faces/sk_astronaut.png", corpora ? corpora : "../shared/corpora");
    snprintf(policy, sizeof policy, "%s/share/curio/magick", build ? build : "build/release");
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    buf_init(&bytes, 1 << 22);
    assert_true(descriptor_read(file, &bytes));
    close(file);
    assert_true(magick_prepare(policy));
    assert_int_equal(magick_pixels(buf_str(&bytes), KIND_PNG, &picture), IMAGE_OK);
    assert_int_equal(picture.width, 512);
    for (int y = 0; y < SIDE; y++) /* 160 pixels around the face, two and a half of them for one here */
        for (int x = 0; x < SIDE; x++)
            memcpy(out[y][x], picture.rgb + ((40 + y * 5 / 2) * 512 + 150 + x * 5 / 2) * 3, 3);
    free(picture.rgb);
    buf_free(&bytes);
    return true;
}

/* COLUMNS x ROWS of the same face, beginning LEFT pixels inside it. */
static enum face_result find_tiles(uint8_t face[SIDE][SIDE][3], int columns, int rows, int left)
{
    const int width = columns * SIDE - left;
    struct image_pixels picture = {malloc((size_t)(width * rows * SIDE * 3)), width, rows * SIDE};
    for (int y = 0; y < picture.height; y++)
        for (int x = 0; x < width; x++)
            memcpy(picture.rgb + (y * width + x) * 3, face[y % SIDE][(x + left) % SIDE], 3);
    const enum face_result result = face_find(&picture, &faces);
    free(picture.rgb);
    return result;
}

static void test_a_real_face(void **state)
{
    (void)state;
    static uint8_t face[SIDE][SIDE][3];
    if (!read_face(face)) {
        puts("skipped: there are no corpora");
        skip();
    }
    assert_true(face_prepare(&(struct face_setup){0}));
    assert_int_equal(find_tiles(face, 1, 1, 0), FACE_OK);
    assert_int_equal(faces.n, 1);
    assert_true(abs(faces.at[0].x + faces.at[0].width / 2 - SIDE / 2) < SIDE / 4);
    if (SMALL_ONLY)
        return;
    assert_int_equal(find_tiles(face, 3, 2, 12), FACE_OK); /* two at the edge, beginning where the face does */
    assert_int_equal(faces.n, 6);
    assert_int_equal(find_tiles(face, 20, 10, 0), FACE_OK);
    assert_int_equal(faces.n, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_weak_hits_count_together),   cmocka_unit_test(test_more_evidence_may_be_asked_for),
        cmocka_unit_test(test_boxes_end_with_the_picture), cmocka_unit_test(test_too_many_faces_are_not_cut_short),
        cmocka_unit_test(test_what_is_missing_is_said),    cmocka_unit_test(test_pictures_of_every_size),
        cmocka_unit_test(test_a_real_face),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
