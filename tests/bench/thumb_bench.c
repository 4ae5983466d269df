/* thumb_bench: how long pictures and sections of generated hills take, at a million blocks and at 256 cubed: a line
 * of JSON each. Best of several runs, in processor time. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "schematic/sections.h"
#include "schematic/thumb.h"

static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

enum ground { AIR, STONE, DIRT, GRASS, WATER, PLANT, GROUND_COUNT };
static const char *const states[GROUND_COUNT] = {[AIR] = "minecraft:air",           [STONE] = "minecraft:stone", [DIRT] = "minecraft:dirt",
                                                 [GRASS] = "minecraft:grass_block", [WATER] = "minecraft:water", [PLANT] = "minecraft:short_grass"};

static enum ground ground(uint32_t y, uint32_t height, uint32_t sea, uint32_t chance)
{
    if (y < height)
        return y + 4 < height ? STONE : DIRT;
    if (y == height)
        return GRASS;
    if (y < sea)
        return WATER;
    return y == height + 1 && chance % 8 == 0 ? PLANT : AIR;
}

static struct model *hills(uint32_t edge)
{
    struct model *model = model_new((int32_t)edge, (int32_t)edge, (int32_t)edge);
    uint16_t indices[GROUND_COUNT];
    for (int i = 0; i < GROUND_COUNT; i++)
        if (!model_intern(model, str_of(states[i]), &indices[i]))
            abort();
    uint16_t *cell = model->regions[0].cells;
    for (uint32_t y = 0; y < edge; y++)
        for (uint32_t z = 0; z < edge; z++)
            for (uint32_t x = 0; x < edge; x++) {
                uint32_t chance = (x * 73856093u ^ z * 83492791u) * 2246822519u >> 20;
                uint32_t height = edge / 4 + (x * (edge - x) + z * (edge - z)) / (2 * edge) + chance % 3;
                *cell++ = indices[ground(y, height, edge / 3, chance)];
            }
    model_settle(model);
    return model;
}

static double picture(struct model *model, enum thumb_view view)
{
    struct buf out;
    buf_init(&out, 16 << 20);
    double start = milliseconds();
    uint8_t *pixels = thumb_draw(model, view, THUMB_SIZE);
    if (!pixels || !thumb_webp(pixels, THUMB_SIZE, &out))
        abort();
    double took = milliseconds() - start;
    free(pixels);
    buf_free(&out);
    return took;
}

static double sections(struct model *model)
{
    struct buf out;
    buf_init(&out, 1 << 30);
    double start = milliseconds();
    if (!sections_write(model, &out))
        abort();
    double took = milliseconds() - start;
    buf_free(&out);
    return took;
}

static double least(double a, double b)
{
    return a < b ? a : b;
}

static void measure(uint32_t edge)
{
    enum { RUNS = 5 };
    struct model *model = hills(edge);
    double dimetric = 1e9, top = 1e9, preview = 1e9;
    for (int run = 0; run < RUNS; run++) {
        dimetric = least(dimetric, picture(model, THUMB_DIMETRIC));
        top = least(top, picture(model, THUMB_TOP));
        preview = least(preview, sections(model));
    }
    model_free(model);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("{\"blocks\":%u,\"picture\":%.1f,\"map\":%.1f,\"sections\":%.1f,\"peak\":%.1f}\n", edge * edge * edge, dimetric, top, preview,
           (double)usage.ru_maxrss / 1024);
}

int main(void)
{
    measure(100);
    measure(256);
    return EXIT_SUCCESS;
}
