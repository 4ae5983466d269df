/* For attack.mjs: what an attacker sees of faces. Arguments: policy folder, versions of each face. Standard input: lines
 * `file x y w h`, a face each. For each face and version, shifted, scaled, lit and noised by chance, a line a treatment:
 * `face version treatment` and the pixels of its box, grown 1.3 times, as FEATURE x FEATURE colours in hexadecimal. */
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "image/descriptor.h"
#include "image/magick.h"
#include "image/obscure.h"

enum { SIDE = 160, FACE = 64, FEATURE = 12, SEEN = 82 /* 1.3 x FACE and no pixel more */ };
enum treatment { CLEAR, BLUR, MOSAIC_8, OURS, SOLID, TREATMENTS };
static const char *const names[] = {"clear", "gaussian 0.3", "mosaic 8x8", "ours", "solid"};
static const struct face_box box = {(SIDE - FACE) / 2, (SIDE - FACE) / 2, FACE, FACE, 1};

static uint64_t state = 42; /* the same versions each time; what ours adds is by chance all the same */
static double even(double from, double to)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return from + (to - from) * (double)(state >> 11) / 9007199254740992.;
}

static double at(const struct image_pixels *p, double x, double y, int c)
{
    const double left = fmin(fmax(x, 0), p->width - 1.001), top = fmin(fmax(y, 0), p->height - 1.001);
    const int32_t i = p->width > 1 ? (int32_t)left : 0, j = p->height > 1 ? (int32_t)top : 0;
    const uint8_t *q = p->rgb + ((int64_t)j * p->width + i) * 3 + c;
    const int64_t row = (int64_t)p->width * 3;
    return (q[0] * (1 - left + i) + q[3] * (left - i)) * (1 - top + j) + (q[row] * (1 - left + i) + q[row + 3] * (left - i)) * (top - j);
}

/* The face in the middle of SIDE x SIDE, its box FACE wide, both not quite. */
static void vary(const struct image_pixels *from, const double face[4], uint8_t out[SIDE * SIDE * 3])
{
    const double scale = fmax(face[2], face[3]) / FACE * even(0.9, 1.1), light = even(0.85, 1.15);
    const double x = face[0] + face[2] / 2 + face[2] * even(-0.06, 0.06), y = face[1] + face[3] / 2 + face[3] * even(-0.06, 0.06);
    for (int i = 0; i < SIDE * SIDE * 3; i++) {
        double sum = 0; /* of a few places within the pixel, so that large faces are no noise */
        for (int k = 0; k < 4; k++)
            sum += at(from, x + (i / 3 % SIDE - SIDE / 2 + k % 2 * 0.5) * scale, y + (i / 3 / SIDE - SIDE / 2 + k / 2 * 0.5) * scale, i % 3);
        out[i] = (uint8_t)fmin(255, fmax(0, sum / 4 * light + even(-8, 8)));
    }
}

static void blur(uint8_t *rgb)
{
    static double rows[SIDE * SIDE * 3];
    const double sigma = 0.3 * FACE;
    for (int pass = 0; pass < 2; pass++)
        for (int i = 0; i < SIDE * SIDE * 3; i++) {
            double sum = 0, weights = 0;
            const int place = pass ? i / 3 / SIDE : i / 3 % SIDE, step = pass ? SIDE * 3 : 3;
            for (int d = -50; d <= 50; d++) {
                if (place + d < 0 || place + d >= SIDE)
                    continue;
                const double weight = exp(-d * d / (2 * sigma * sigma));
                sum += weight * (pass ? rows[i + d * step] : rgb[i + d * step]);
                weights += weight;
            }
            if (pass)
                rgb[i] = (uint8_t)(sum / weights);
            else
                rows[i] = sum / weights;
        }
}

static double mean(const uint8_t *rgb, int left, int top, int right, int bottom, int c)
{
    double sum = 0;
    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++)
            sum += rgb[(y * SIDE + x) * 3 + c];
    return sum / ((right - left) * (bottom - top));
}

static void mosaic(uint8_t *rgb)
{
    const int first = (SIDE - SEEN) / 2;
    for (int cell = 0; cell < 64 * 3; cell++) {
        const int x = cell / 3 % 8, y = cell / 24, left = first + x * SEEN / 8, right = first + (x + 1) * SEEN / 8;
        const int top = first + y * SEEN / 8, bottom = first + (y + 1) * SEEN / 8;
        const uint8_t colour = (uint8_t)mean(rgb, left, top, right, bottom, cell % 3);
        for (int v = top; v < bottom; v++)
            for (int u = left; u < right; u++)
                rgb[(v * SIDE + u) * 3 + cell % 3] = colour;
    }
}

static bool treat(uint8_t *rgb, enum treatment treatment)
{
    struct image_pixels picture = {rgb, SIDE, SIDE};
    if (treatment == BLUR)
        blur(rgb);
    else if (treatment == MOSAIC_8)
        mosaic(rgb);
    else if (treatment == OURS || treatment == SOLID)
        return obscure(&picture, &box, 1, treatment == OURS ? OBSCURE_MOSAIC : OBSCURE_SOLID);
    return true;
}

static void print(long face, long version, enum treatment treatment, const uint8_t *rgb)
{
    const int first = (SIDE - SEEN) / 2;
    printf("%ld %ld %s\t", face, version, names[treatment]);
    for (int i = 0; i < FEATURE * FEATURE * 3; i++) {
        const int x = i / 3 % FEATURE, y = i / 3 / FEATURE;
        printf("%02x", (unsigned)mean(rgb, first + x * SEEN / FEATURE, first + y * SEEN / FEATURE, first + (x + 1) * SEEN / FEATURE,
                                      first + (y + 1) * SEEN / FEATURE, i % 3));
    }
    putchar('\n');
}

static bool show(long face, long versions, const struct image_pixels *picture, const double where[4])
{
    static uint8_t varied[SIDE * SIDE * 3], treated[SIDE * SIDE * 3];
    for (long version = 0; version < versions; version++) {
        vary(picture, where, varied);
        for (enum treatment treatment = CLEAR; treatment < TREATMENTS; treatment++) {
            memcpy(treated, varied, sizeof treated);
            if (!treat(treated, treatment))
                return false;
            print(face, version, treatment, treated);
        }
    }
    return true;
}

static bool load(struct str path, struct image_pixels *out)
{
    char name[PATH_MAX];
    struct buf bytes;
    enum image_kind kind;
    snprintf(name, sizeof name, STR_FMT, STR_ARG(path));
    const int file = open(name, O_RDONLY | O_CLOEXEC);
    buf_init(&bytes, 1 << 28);
    const bool read = file >= 0 && descriptor_read(file, &bytes) && image_kind(buf_str(&bytes), &kind) == IMAGE_OK &&
                      magick_pixels(buf_str(&bytes), kind, out) == IMAGE_OK;
    close(file);
    buf_free(&bytes);
    return read;
}

/* `file x y w h`, numbers last. */
static bool parse(struct str line, struct str *file, double where[4])
{
    for (int i = 3; i >= 0; i--) {
        size_t space = line.n;
        while (space > 0 && line.p[space - 1] != ' ')
            space--;
        if (space == 0 || !str_to_double(str_slice(line, space, line.n), &where[i]))
            return false;
        line = str_slice(line, 0, space - 1);
    }
    *file = line;
    return true;
}

int main(int argc, char **argv)
{
    int64_t versions;
    char *line = NULL;
    size_t room = 0;
    ssize_t n;
    if (argc != 3 || !str_to_int64(str_of(argv[2]), &versions) || !magick_prepare(argv[1]))
        return EXIT_FAILURE;
    for (long face = 0; (n = getline(&line, &room, stdin)) > 1; face++) {
        struct str file;
        double where[4];
        struct image_pixels picture;
        if (!parse((struct str){line, (size_t)n - 1}, &file, where) || !load(file, &picture) || !show(face, (long)versions, &picture, where))
            return EXIT_FAILURE;
        free(picture.rgb);
    }
    free(line);
    return EXIT_SUCCESS;
}
