/* A drawing process as the pool's workers ask it: pictures made here, and what is no picture, go in; the master that comes out is decoded and looked
 * at. Each is forked off with all that shuts it in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <cmocka.h>
#include <lcms2.h>

#if __has_include(<MagickWand/MagickWand.h>)
#include <MagickWand/MagickWand.h>
#else
#include <wand/MagickWand.h>
#endif

#include "core/log.h"
#include "image/cell.h"
#include "image/draw.h"
#include "image/heif.h"
#include "image/jpeg.h"
#include "image/magick.h"
#include "lib/arena.h"

enum { WIDTH = 48, HEIGHT = 32, SECONDS = 30, NEAR = 26 /* of 255: what JPEG does to a colour */ };

static const uint8_t quarters[4][3] = {{200, 40, 40}, {40, 170, 60}, {40, 60, 200}, {235, 235, 235}};
static struct cell cell = {.seconds = SECONDS};
static struct buf frame;
static struct drawn made;
static enum image_result why;

static int prepare(void **state)
{
    (void)state;
    char policy[1024];
    const char *build = getenv("CURIO_BUILD");
    snprintf(policy, sizeof policy, "%s/share/curio/magick", build ? build : "build/release");
    cell.nowhere = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (cell.nowhere < 0 || !magick_prepare(policy))
        return -1;
    cell_prepare();
    return 0;
}

static int start(void **state)
{
    buf_init(&frame, IMAGE_FRAME_MAX);
    return arena_setup(state);
}

static int end(void **state)
{
    buf_free(&frame);
    return arena_teardown(state);
}

static enum image_result master(void *with, int descriptor)
{
    return draw_master(*(const struct str *)with, false, descriptor);
}

static enum cell_end ask(struct str bytes)
{
    buf_clear(&frame);
    const enum cell_end ended = cell_run(&cell, master, &bytes, &frame, &why);
    if (ended == CELL_DONE)
        assert_true(frame_read(buf_str(&frame), &made) && made.whole);
    return ended;
}

static void assert_refused(struct str bytes, enum image_result reason)
{
    assert_int_equal(ask(bytes), CELL_REFUSED);
    assert_int_equal(why, reason);
}

/* Four quarters of one colour each, 16 bits deep. */
static MagickWand *quartered(void)
{
    static uint16_t pixels[HEIGHT][WIDTH][3];
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            for (int k = 0; k < 3; k++)
                pixels[y][x][k] = (uint16_t)(quarters[(y >= HEIGHT / 2) * 2 + (x >= WIDTH / 2)][k] * 257);
    MagickWand *wand = NewMagickWand();
    assert_true(MagickConstituteImage(wand, WIDTH, HEIGHT, "RGB", ShortPixel, pixels));
    return wand;
}

static struct str written(MagickWand *wand, const char *format)
{
    size_t n;
    assert_true(MagickSetImageFormat(wand, format) && MagickSetImageCompressionQuality(wand, 95));
    MagickResetIterator(wand);
    unsigned char *bytes = MagickGetImagesBlob(wand, &n);
    assert_non_null(bytes);
    struct str copy = {memcpy(arena_alloc(arena, n), bytes, n), n};
    MagickRelinquishMemory(bytes);
    return copy;
}

/* The quarter that each corner of the master shows is that of WANTED: left and right above, left and right below. */
static void assert_corners(const int wanted[4])
{
    struct image_pixels pixels;
    assert_true(jpeg_bare(made.master));
    assert_int_equal(jpeg_read(made.master, 0, &pixels), IMAGE_OK);
    for (int corner = 0; corner < 4; corner++) {
        const int x = corner % 2 ? pixels.width - 4 : 3, y = corner / 2 ? pixels.height - 4 : 3;
        const uint8_t *pixel = pixels.rgb + 3 * (y * pixels.width + x);
        for (int k = 0; k < 3; k++)
            if (abs(pixel[k] - quarters[wanted[corner]][k]) > NEAR)
                fail_msg("corner %d is %d %d %d", corner, pixel[0], pixel[1], pixel[2]);
    }
    free(pixels.rgb);
}

static const int upright[4] = {0, 1, 2, 3};

static void assert_made(struct str bytes, int width, int height, const int corners[4])
{
    assert_int_equal(ask(bytes), CELL_DONE);
    assert_int_equal(made.width, width);
    assert_int_equal(made.height, height);
    assert_corners(corners);
}

static void test_each_format(void **state)
{
    (void)state;
    static const char *const formats[] = {"JPEG", "PNG", "WEBP", "GIF"};
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
        MagickWand *wand = quartered();
        assert_made(written(wand, formats[i]), WIDTH, HEIGHT, upright);
        DestroyMagickWand(wand);
    }
}

/* EXIF's only entry: the orientation, before the rest of a JPEG file. */
static struct str turned(struct str jpeg, char orientation)
{
    const char exif[] = {'\xff', '\xe1', 0, 34, 'E', 'x', 'i', 'f', 0, 0, 'M', 'M', 0, '*', 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0};
    const struct str parts[] = {str_slice(jpeg, 0, 2), {exif, sizeof exif}, str_slice(jpeg, 2, jpeg.n)};
    return arena_join(arena, 3, parts);
}

static void test_orientation(void **state)
{
    (void)state;
    static const int shown[9][4] = {{0}, {0, 1, 2, 3}, {1, 0, 3, 2}, {3, 2, 1, 0}, {2, 3, 0, 1}, {0, 2, 1, 3}, {2, 0, 3, 1}, {3, 1, 2, 0}, {1, 3, 0, 2}};
    MagickWand *wand = quartered();
    const struct str jpeg = written(wand, "JPEG");
    for (int way = 1; way <= 8; way++)
        assert_made(turned(jpeg, (char)way), way > 4 ? HEIGHT : WIDTH, way > 4 ? WIDTH : HEIGHT, shown[way]);
    DestroyMagickWand(wand);
}

static void test_other_colour_spaces(void **state)
{
    (void)state;
    MagickWand *wand = quartered();
    assert_true(MagickTransformImageColorspace(wand, CMYKColorspace));
    assert_made(written(wand, "JPEG"), WIDTH, HEIGHT, upright);
    DestroyMagickWand(wand);
    wand = quartered();
    assert_true(MagickTransformImageColorspace(wand, GRAYColorspace));
    assert_int_equal(ask(written(wand, "JPEG")), CELL_DONE);
    DestroyMagickWand(wand);
}

/* A profile with wider primaries than sRGB's: the same numbers mean stronger colours, and whoever leaves it out shows them pale. */
static struct str wide_profile(void)
{
    const cmsCIExyY white = {0.3127, 0.3290, 1};
    const cmsCIExyYTRIPLE primaries = {{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}};
    cmsToneCurve *gamma = cmsBuildGamma(NULL, 2.2), *curves[3] = {gamma, gamma, gamma};
    cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
    cmsUInt32Number n = 0;
    assert_true(cmsSaveProfileToMem(profile, NULL, &n));
    char *bytes = arena_alloc(arena, n);
    assert_true(cmsSaveProfileToMem(profile, bytes, &n));
    cmsCloseProfile(profile);
    cmsFreeToneCurve(gamma);
    return (struct str){bytes, n};
}

static void test_wide_gamut_is_converted(void **state)
{
    (void)state;
    const struct str profile = wide_profile();
    MagickWand *wand = quartered();
    assert_true(MagickProfileImage(wand, "icc", profile.p, profile.n));
    assert_int_equal(ask(written(wand, "PNG")), CELL_DONE);
    DestroyMagickWand(wand);
    struct image_pixels pixels;
    assert_int_equal(jpeg_read(made.master, 0, &pixels), IMAGE_OK);
    const uint8_t *green = pixels.rgb + 3 * (3 * pixels.width + pixels.width - 4); /* 40 170 60 there has less red than sRGB can say */
    assert_true(green[0] < NEAR);
    assert_true(abs(green[1] - 170) < NEAR);
    free(pixels.rgb);
}

static void test_only_the_first_of_many(void **state)
{
    (void)state;
    static const char *const formats[] = {"GIF", "WEBP"};
    for (size_t i = 0; i < 2; i++) {
        MagickWand *wand = quartered(), *second = quartered();
        assert_true(MagickFlopImage(second) && MagickSetImageFormat(second, formats[i]));
        assert_true(MagickAddImage(wand, second));
        MagickResetIterator(wand);
        while (MagickNextImage(wand))
            assert_true(MagickSetImageFormat(wand, formats[i]) && MagickSetImageDelay(wand, 10));
        assert_made(written(wand, formats[i]), WIDTH, HEIGHT, upright);
        DestroyMagickWand(wand);
        DestroyMagickWand(second);
    }
}

static void test_what_came_with_it_is_gone(void **state)
{
    (void)state;
    static const char secret[] = "the house at the end of the road";
    const struct str profile = wide_profile();
    static const char *const formats[] = {"JPEG", "PNG", "WEBP"}, *const marks[] = {"the house", "iCCP", "ICCP"};
    for (size_t i = 0; i < 3; i++) {
        MagickWand *wand = quartered();
        assert_true(MagickSetImageProperty(wand, "comment", secret) && MagickProfileImage(wand, "icc", profile.p, profile.n) &&
                    MagickProfileImage(wand, "xmp", secret, sizeof secret));
        const struct str file = written(wand, formats[i]);
        DestroyMagickWand(wand);
        assert_true(str_find(file, str_of(marks[i])) >= 0);
        assert_int_equal(ask(file), CELL_DONE);
        for (size_t k = 0; k < 3; k++)
            assert_true(str_find(buf_str(&frame), str_of(marks[k])) < 0);
    }
}

static void test_sizes(void **state)
{
    (void)state;
    static const int sides[][4] = {{4000, 3000, 2560, 1920}, {3000, 4000, 1920, 2560}, {5000, 3, 2560, 2}, {2560, 10, 2560, 10}, {2561, 2561, 2560, 2560}, {1, 1, 1, 1}};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        static const char *const formats[] = {"JPEG", "PNG"};
        for (size_t k = 0; k < 2; k++) {
            MagickWand *wand = quartered();
            assert_true(MagickSampleImage(wand, (size_t)sides[i][0], (size_t)sides[i][1]));
            assert_int_equal(ask(written(wand, formats[k])), CELL_DONE);
            assert_int_equal(made.width, sides[i][2]);
            assert_int_equal(made.height, sides[i][3]);
            DestroyMagickWand(wand);
        }
    }
}

static void test_refusals(void **state)
{
    (void)state;
    static const struct {
        struct str bytes;
        enum image_result reason;
    } wrong[] = {
        {STR(""), IMAGE_NOT_A_PICTURE},
        {STR("push graphic-context\nimage over 0,0 0,0 'https://example.org/x'"), IMAGE_NOT_A_PICTURE},
        {STR("text:/etc/passwd"), IMAGE_NOT_A_PICTURE},
        {STR("<svg xmlns='http://www.w3.org/2000/svg'/>"), IMAGE_UNSUPPORTED_FORMAT},
        {STR("<?xml version='1.0'?><svg/>"), IMAGE_UNSUPPORTED_FORMAT},
        {STR("%PDF-1.7"), IMAGE_UNSUPPORTED_FORMAT},
        {STR("%!PS"), IMAGE_UNSUPPORTED_FORMAT},
        {STR("\xff\xd8\xff\xe0<svg/>"), IMAGE_BROKEN},
        {STR("GIF89a\1\0\1\0\0\0\0"), IMAGE_BROKEN},
        {STR("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x40\1\0\0\0\1"), IMAGE_TOO_LARGE},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_refused(wrong[i].bytes, wrong[i].reason);
}

static void test_every_cut_and_many_changes_are_borne(void **state)
{
    (void)state;
    static const char *const formats[] = {"JPEG", "PNG", "WEBP", "GIF"};
    uint32_t chance = 1;
    for (size_t i = 0; i < 4; i++) {
        MagickWand *wand = quartered();
        const struct str file = written(wand, formats[i]);
        DestroyMagickWand(wand);
        for (int round = 0; round < 12; round++) {
            chance = chance * 1664525 + 1013904223;
            char *copy = memcpy(arena_alloc(arena, file.n), file.p, file.n);
            copy[chance % file.n] = (char)(chance >> 24);
            const struct str bytes = {copy, round % 2 ? file.n : chance % file.n};
            const enum cell_end result = ask(bytes);
            assert_true(result == CELL_DONE || result == CELL_REFUSED);
        }
    }
}

/* A process that was taken over by its picture. */
static enum image_result kills_itself(void *with, int descriptor)
{
    (void)with, (void)descriptor;
    raise(SIGKILL);
    return IMAGE_OK;
}

static enum image_result says_what_is_no_result(void *with, int descriptor)
{
    (void)with, (void)descriptor;
    return (enum image_result)99;
}

static enum image_result sleeps(void *with, int descriptor)
{
    (void)with, (void)descriptor;
    while (clock_nanosleep(CLOCK_MONOTONIC, 0, &(struct timespec){.tv_sec = 1000}, NULL) == 0)
        ;
    return IMAGE_OK;
}

static enum image_result closes_and_sleeps(void *with, int descriptor)
{
    close(descriptor);
    return sleeps(with, descriptor);
}

static enum image_result talks_on(void *with, int descriptor)
{
    static const char zeros[65536];
    (void)with;
    while (write(descriptor, zeros, sizeof zeros) > 0)
        ;
    return IMAGE_OK;
}

static enum image_result opens_a_file(void *with, int descriptor)
{
    (void)with, (void)descriptor;
    (void)!open("/tmp/curio-image-wrote", O_WRONLY | O_CREAT, 0600);
    return IMAGE_OK;
}

static void test_what_answers_wrongly(void **state)
{
    (void)state;
    static const struct {
        cell_work *work;
        enum cell_end ends;
    } wrong[] = {{kills_itself, CELL_DIED}, {says_what_is_no_result, CELL_DIED}, {sleeps, CELL_LATE}, {closes_and_sleeps, CELL_DIED}, {talks_on, CELL_DIED}, {opens_a_file, CELL_DIED}};
    const struct cell brief = {.nowhere = cell.nowhere, .seconds = 2};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        const bool late = wrong[i].work == sleeps || wrong[i].work == closes_and_sleeps;
        buf_clear(&frame);
        assert_int_equal(cell_run(late ? &brief : &cell, wrong[i].work, NULL, &frame, &why), wrong[i].ends);
    }
    assert_int_not_equal(access("/tmp/curio-image-wrote", F_OK), 0);
}

static void test_an_answer_is_believed_when_it_is_whole(void **state)
{
    (void)state;
    static struct drawn read;
    MagickWand *wand = quartered();
    assert_int_equal(ask(written(wand, "PNG")), CELL_DONE);
    DestroyMagickWand(wand);
    const struct str whole = buf_str(&frame);
    for (size_t n = 0; n < whole.n; n++)
        assert_false(frame_read(str_slice(whole, 0, n), &read) && read.whole);
    assert_true(frame_read(whole, &read) && read.whole);
}

int main(void)
{
#define CASE(test) cmocka_unit_test_setup_teardown(test, start, end)
    const struct CMUnitTest tests[] = {
        CASE(test_each_format),
        CASE(test_orientation),
        CASE(test_other_colour_spaces),
        CASE(test_wide_gamut_is_converted),
        CASE(test_only_the_first_of_many),
        CASE(test_what_came_with_it_is_gone),
        CASE(test_sizes),
        CASE(test_refusals),
        CASE(test_every_cut_and_many_changes_are_borne),
        CASE(test_what_answers_wrongly),
        CASE(test_an_answer_is_believed_when_it_is_whole),
    };
    return cmocka_run_group_tests(tests, prepare, NULL);
}
