/* curio-image as it is asked: pictures made here, and what is no picture, go in; what comes out is decoded and looked at. The program
 * under test is the built one, with all that shuts it in. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>
#include <lcms2.h>
#include <webp/decode.h>

#if __has_include(<MagickWand/MagickWand.h>)
#include <MagickWand/MagickWand.h>
#else
#include <wand/MagickWand.h>
#endif

#include "core/log.h"
#include "image/child.h"
#include "image/kind.h"
#include "lib/arena.h"

enum { WIDTH = 48, HEIGHT = 32, SECONDS = 30, NEAR = 26 /* of 255: what JPEG and WebP do to a colour */ };

static const uint8_t quarters[4][3] = {{200, 40, 40}, {40, 170, 60}, {40, 60, 200}, {235, 235, 235}};
static char program[1024];
static struct buf frame;
static struct image_answer made;
static enum image_result why;

static int prepare(void **state)
{
    (void)state;
    const char *build = getenv("CURIO_BUILD");
    snprintf(program, sizeof program, "%s/bin/curio-image", build ? build : "build/release");
    if (access(program, X_OK) != 0)
        return -1;
    MagickWandGenesis();
    return 0;
}

static int start(void **state)
{
    buf_init(&frame, IMAGE_ANSWER_MAX);
    return arena_setup(state);
}

static int end(void **state)
{
    buf_free(&frame);
    return arena_teardown(state);
}

static enum child_result ask_for(const char *path, int seconds, struct str bytes)
{
    int descriptor = memfd_create("picture", MFD_CLOEXEC);
    assert_int_equal(write(descriptor, bytes.p, bytes.n), bytes.n);
    assert_int_equal(lseek(descriptor, 0, SEEK_SET), 0);
    buf_clear(&frame);
    const struct child child = {.program = path, .seconds = seconds};
    enum child_result result = child_ask(&child, descriptor, &frame, &made, &why);
    close(descriptor);
    return result;
}

static enum child_result ask(struct str bytes)
{
    return ask_for(program, SECONDS, bytes);
}

static void assert_refused(struct str bytes, enum image_result reason)
{
    assert_int_equal(ask(bytes), CHILD_REFUSED);
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

/* The quarter that each corner of FILE shows is that of WANTED: left and right above, left and right below. */
static void assert_corners(struct str file, const int wanted[4])
{
    int width, height;
    uint8_t *rgb = WebPDecodeRGB((const uint8_t *)file.p, file.n, &width, &height);
    assert_non_null(rgb);
    for (int corner = 0; corner < 4; corner++) {
        const int x = corner % 2 ? width - 4 : 3, y = corner / 2 ? height - 4 : 3;
        const uint8_t *pixel = rgb + 3 * (y * width + x);
        for (int k = 0; k < 3; k++)
            if (abs(pixel[k] - quarters[wanted[corner]][k]) > NEAR)
                fail_msg("corner %d is %d %d %d", corner, pixel[0], pixel[1], pixel[2]);
    }
    WebPFree(rgb);
}

static const int upright[4] = {0, 1, 2, 3};

static void assert_made(struct str bytes, int width, int height, const int corners[4])
{
    assert_int_equal(ask(bytes), CHILD_MADE);
    assert_int_equal(made.width, width);
    assert_int_equal(made.height, height);
    assert_corners(made.large, corners);
    assert_corners(made.small, corners);
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
    assert_int_equal(ask(written(wand, "JPEG")), CHILD_MADE);
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
    assert_int_equal(ask(written(wand, "PNG")), CHILD_MADE);
    DestroyMagickWand(wand);
    int width, height;
    uint8_t *rgb = WebPDecodeRGB((const uint8_t *)made.large.p, made.large.n, &width, &height);
    const uint8_t *green = rgb + 3 * (3 * width + width - 4); /* 40 170 60 there has less red than sRGB can say */
    assert_true(green[0] < 20);
    assert_true(abs(green[1] - 170) < NEAR);
    WebPFree(rgb);
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
        assert_int_equal(ask(file), CHILD_MADE);
        for (size_t k = 0; k < 3; k++)
            assert_true(str_find(buf_str(&frame), str_of(marks[k])) < 0);
    }
}

static void test_sizes(void **state)
{
    (void)state;
    static const int sides[][4] = {{4000, 3000, 1920, 1440}, {3000, 4000, 1440, 1920}, {5000, 3, 1920, 1}, {1920, 10, 1920, 10}, {1921, 1921, 1920, 1920}, {1, 1, 1, 1}};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        static const char *const formats[] = {"JPEG", "PNG"};
        for (size_t k = 0; k < 2; k++) {
            MagickWand *wand = quartered();
            assert_true(MagickSampleImage(wand, (size_t)sides[i][0], (size_t)sides[i][1]));
            assert_int_equal(ask(written(wand, formats[k])), CHILD_MADE);
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
            const enum child_result result = ask(bytes);
            assert_true(result == CHILD_MADE || result == CHILD_REFUSED);
        }
    }
}

/* The picture of a program that was taken over, or is none at all. */
static enum child_result say(const char *script, int seconds)
{
    char path[] = "/tmp/curio-image-XXXXXX";
    int descriptor = mkstemp(path);
    assert_int_equal(write(descriptor, script, strlen(script)), strlen(script));
    assert_int_equal(fchmod(descriptor, 0700), 0);
    close(descriptor);
    const enum child_result result = ask_for(path, seconds, STR("x"));
    unlink(path);
    return result;
}

static void test_what_answers_wrongly(void **state)
{
    (void)state;
    assert_int_equal(ask_for("/nowhere/curio-image", SECONDS, STR("x")), CHILD_FAILED);
    assert_int_equal(say("#!/bin/sh\nexit 2\n", SECONDS), CHILD_FAILED);
    assert_int_equal(say("#!/bin/sh\nkill -9 $$\n", SECONDS), CHILD_DIED);
    assert_int_equal(say("#!/bin/sh\nexit 0\n", SECONDS), CHILD_DIED);
    assert_int_equal(say("#!/bin/sh\nexit 99\n", SECONDS), CHILD_DIED);
    assert_int_equal(say("#!/bin/sh\necho CURIOPIC and more words than that\n", SECONDS), CHILD_DIED);
    assert_int_equal(say("#!/bin/sh\nexec sleep 1000\n", 2), CHILD_DIED);
    assert_int_equal(say("#!/bin/sh\nexec 1>&-\nexec sleep 1000\n", 2), CHILD_DIED);
    assert_int_equal(say("#!/bin/sh\nexec cat /dev/zero\n", SECONDS), CHILD_DIED);
    assert_int_equal(say("#!/bin/sh\nexit 13\n", SECONDS), CHILD_REFUSED);
    assert_int_equal(why, IMAGE_BROKEN);
    assert_int_equal(say("#!/bin/sh\necho x >/tmp/curio-image-wrote\nexit 13\n", SECONDS), CHILD_DIED); /* nothing is written to files */
    unlink("/tmp/curio-image-wrote");
}

static void test_an_answer_is_believed_when_it_is_whole(void **state)
{
    (void)state;
    MagickWand *wand = quartered();
    assert_int_equal(ask(written(wand, "PNG")), CHILD_MADE);
    DestroyMagickWand(wand);
    const struct str whole = buf_str(&frame);
    struct image_answer read;
    assert_true(image_answer_read(whole, &read));
    for (size_t n = 0; n < whole.n; n++)
        assert_false(image_answer_read(str_slice(whole, 0, n), &read));
    static const struct {
        size_t at;
        char byte;
    } wrong[] = {{0, 'X'}, {8, 1}, {10, 127}, {12, 1}, {16, 1}, {19, 0}, {23, 0}, {24, 'X'}, {28, 0}, {36, 'X'}, {38, 'X'}};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char *copy = memcpy(arena_alloc(arena, whole.n), whole.p, whole.n);
        copy[wrong[i].at] = wrong[i].byte;
        if (image_answer_read((struct str){copy, whole.n}, &read))
            fail_msg("byte %zu", wrong[i].at);
    }
    assert_false(image_webp_bare(STR("RIFF\x16\0\0\0WEBPVP8 \2\0\0\0abEXIF\0\0\0\0")));
    assert_false(image_webp_bare(STR("RIFF\x0e\0\0\0WEBPVP8 \xff\xff\xff\xff" "ab")));
    assert_true(image_webp_bare(STR("RIFF\x0e\0\0\0WEBPVP8 \2\0\0\0ab")));
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
