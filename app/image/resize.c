#include "image/resize.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LOBES = 3, BITS = 14, ONE = 1 << BITS, HALF = ONE / 2, CHANNELS = 3 };

/* For each target line: where its sources begin and their weights, which add up to ONE. */
struct plan {
    int32_t taps;
    int32_t *from;
    int16_t *weights; /* TAPS each */
};

static double lanczos(double x)
{
    const double pi = 3.14159265358979323846;
    if (fabs(x) < 1e-9)
        return 1;
    return fabs(x) >= LOBES ? 0 : LOBES * sin(pi * x) * sin(pi * x / LOBES) / (pi * pi * x * x);
}

/* What rounding lost goes to the heaviest. */
static void weigh(int16_t *weights, int32_t taps, double first, double centre, double scale)
{
    double sum = 0;
    int32_t left = ONE, heaviest = 0;
    for (int32_t i = 0; i < taps; i++)
        sum += lanczos((first + i + 0.5 - centre) / scale);
    for (int32_t i = 0; i < taps; i++) {
        weights[i] = (int16_t)lround(lanczos((first + i + 0.5 - centre) / scale) / sum * ONE);
        left -= weights[i];
        if (weights[i] > weights[heaviest])
            heaviest = i;
    }
    weights[heaviest] = (int16_t)(weights[heaviest] + left);
}

static bool make_plan(struct plan *plan, int32_t source, int32_t target)
{
    const double ratio = (double)source / target, scale = ratio > 1 ? ratio : 1;
    int32_t taps = (int32_t)ceil(LOBES * scale) * 2 + 1;
    plan->taps = taps < source ? taps : source;
    plan->from = calloc((size_t)target, sizeof *plan->from);
    plan->weights = calloc((size_t)target * (size_t)plan->taps, sizeof *plan->weights);
    if (!plan->from || !plan->weights)
        return false;
    for (int32_t i = 0; i < target; i++) {
        const double centre = (i + 0.5) * ratio;
        int32_t from = (int32_t)floor(centre - LOBES * scale);
        from = from < 0 ? 0 : from > source - plan->taps ? source - plan->taps : from;
        plan->from[i] = from;
        weigh(plan->weights + (size_t)i * (size_t)plan->taps, plan->taps, from, centre, scale);
    }
    return true;
}

static void free_plan(struct plan *plan)
{
    free(plan->from);
    free(plan->weights);
}

static uint8_t clamp(int32_t sum)
{
    const int32_t value = sum >> BITS;
    return (uint8_t)(value < 0 ? 0 : value > 255 ? 255 : value);
}

/* One line from TAPS lines, each as long as ROW. */
static void down_line(const uint8_t *restrict source, size_t row, const int16_t *weights, int32_t taps, int32_t *restrict sums, uint8_t *restrict out)
{
    for (size_t x = 0; x < row; x++)
        sums[x] = HALF;
    for (int32_t t = 0; t < taps; t++) {
        const uint8_t *restrict line = source + (size_t)t * row;
        const int32_t weight = weights[t];
        for (size_t x = 0; x < row; x++)
            sums[x] += weight * line[x];
    }
    for (size_t x = 0; x < row; x++)
        out[x] = clamp(sums[x]);
}

static void across_line(const uint8_t *restrict source, const struct plan *plan, int32_t target, uint8_t *restrict out)
{
    for (int32_t x = 0; x < target; x++) {
        const uint8_t *at = source + (size_t)plan->from[x] * CHANNELS;
        const int16_t *weights = plan->weights + (size_t)x * (size_t)plan->taps;
        int32_t red = HALF, green = HALF, blue = HALF;
        for (int32_t t = 0; t < plan->taps; t++, at += CHANNELS) {
            red += weights[t] * at[0];
            green += weights[t] * at[1];
            blue += weights[t] * at[2];
        }
        out[CHANNELS * x] = clamp(red);
        out[CHANNELS * x + 1] = clamp(green);
        out[CHANNELS * x + 2] = clamp(blue);
    }
}

/* Down first, as a line at a time: what is in between is one line. */
static void both(const struct image_pixels *from, const struct plan *down, const struct plan *across, int32_t *sums, uint8_t *line, struct image_pixels *out)
{
    const size_t row = (size_t)from->width * CHANNELS;
    for (int32_t y = 0; y < out->height; y++) {
        down_line(from->rgb + (size_t)down->from[y] * row, row, down->weights + (size_t)y * (size_t)down->taps, down->taps, sums, line);
        across_line(line, across, out->width, out->rgb + (size_t)y * (size_t)out->width * CHANNELS);
    }
}

bool image_resize(const struct image_pixels *from, int32_t width, int32_t height, struct image_pixels *out)
{
    struct plan down = {0}, across = {0};
    const size_t row = (size_t)from->width * CHANNELS;
    int32_t *sums = calloc(row, sizeof *sums);
    uint8_t *line = calloc(row, 1);
    *out = (struct image_pixels){malloc((size_t)width * (size_t)height * CHANNELS), width, height};
    const bool ready = sums && line && out->rgb && make_plan(&down, from->height, height) && make_plan(&across, from->width, width);
    if (ready)
        both(from, &down, &across, sums, line, out);
    free_plan(&down);
    free_plan(&across);
    free(sums);
    free(line);
    return ready;
}

static int32_t part(int32_t side, int32_t of, int32_t most)
{
    const int32_t made = (int32_t)(((int64_t)side * most + of / 2) / of);
    return made > 0 ? made : 1;
}

void image_sides_within(const struct image_pixels *pixels, int32_t most, bool longer, int32_t *width, int32_t *height)
{
    const int32_t of = longer && pixels->height > pixels->width ? pixels->height : pixels->width;
    *width = of <= most ? pixels->width : part(pixels->width, of, most);
    *height = of <= most ? pixels->height : part(pixels->height, of, most);
}

/* Where the pixel of the upright picture at X, Y lies in what was read; W and H are those of what was read. */
static size_t source_of(int orientation, int32_t x, int32_t y, int32_t w, int32_t h)
{
    const int32_t u = orientation >= 5 ? y : x, v = orientation >= 5 ? x : y;
    const bool right = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
    const bool bottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
    return (size_t)(bottom ? h - 1 - v : v) * (size_t)w + (size_t)(right ? w - 1 - u : u);
}

bool image_turn(const struct image_pixels *from, int orientation, struct image_pixels *out)
{
    const bool swapped = orientation >= 5;
    *out = (struct image_pixels){malloc((size_t)from->width * (size_t)from->height * CHANNELS), swapped ? from->height : from->width,
                                 swapped ? from->width : from->height};
    if (!out->rgb)
        return false;
    uint8_t *into = out->rgb;
    for (int32_t y = 0; y < out->height; y++)
        for (int32_t x = 0; x < out->width; x++, into += CHANNELS)
            memcpy(into, from->rgb + source_of(orientation, x, y, from->width, from->height) * CHANNELS, CHANNELS);
    return true;
}
