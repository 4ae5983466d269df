#include "schematic/fingerprint.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "schematic/sketch.h"
#include "schematic/state.h"

enum { TURNS = 4 };

/* The regions to look at, and what each palette entry is: 0 for air and what is not there. */
struct view {
    const struct model_region *regions;
    size_t count;
    uint64_t *kinds;
    int64_t low[3], high[3]; /* the tightest box around what is not air, both ends in it */
    int64_t blocks;
};

static uint64_t kind_of(struct str state)
{
    uint64_t hash = 0xcbf29ce484222325; /* FNV-1a */
    struct str name = state_name(state);
    if (state_is_air(state) || state_is_absent(state))
        return 0;
    for (size_t i = 0; i < name.n; i++)
        hash = (hash ^ (unsigned char)name.p[i]) * 0x100000001b3;
    return sketch_mix(hash) | 1;
}

static uint64_t *kinds_of(const struct model *model)
{
    uint64_t *kinds = memory_new(memory_product(model->palette_count, sizeof *kinds));
    for (size_t i = 1; i < model->palette_count; i++)
        kinds[i] = kind_of(model->palette[i].text);
    return kinds;
}

static void widen(struct view *view, int axis, int64_t at)
{
    if (at < view->low[axis])
        view->low[axis] = at;
    if (at > view->high[axis])
        view->high[axis] = at;
}

/* One row along x: its ends widen the box. */
static void measure_row(struct view *view, const struct model_region *region, const uint16_t *row, int32_t y, int32_t z)
{
    int32_t first = -1, last = -1;
    for (int32_t x = 0; x < region->size[0]; x++) {
        if (view->kinds[row[x]] == 0)
            continue;
        first = first < 0 ? x : first;
        last = x;
        view->blocks++;
    }
    if (first < 0)
        return;
    widen(view, 0, region->origin[0] + (int64_t)first);
    widen(view, 0, region->origin[0] + (int64_t)last);
    widen(view, 1, region->origin[1] + (int64_t)y);
    widen(view, 2, region->origin[2] + (int64_t)z);
}

static void measure(struct view *view)
{
    for (int axis = 0; axis < 3; axis++) {
        view->low[axis] = INT64_MAX;
        view->high[axis] = INT64_MIN;
    }
    for (size_t i = 0; i < view->count; i++) {
        const struct model_region *region = &view->regions[i];
        const uint16_t *row = region->cells;
        for (int32_t y = 0; y < region->size[1]; y++)
            for (int32_t z = 0; z < region->size[2]; z++, row += region->size[0])
                measure_row(view, region, row, y, z);
    }
}

/* A sum over all blocks, so that their order does not matter: of kind times place, each well mixed. */
struct sums {
    unsigned __int128 turned[TURNS];
};

static void sum_row(const struct view *view, const struct model_region *region, const uint16_t *row, int64_t y, int64_t z, struct sums *sums)
{
    uint64_t right = (uint64_t)(view->high[0] - view->low[0]), back = (uint64_t)(view->high[2] - view->low[2]);
    uint64_t up = (uint64_t)(y - view->low[1]) << 42, v = (uint64_t)(z - view->low[2]);
    for (int32_t x = 0; x < region->size[0]; x++) {
        uint64_t kind = view->kinds[row[x]];
        if (kind == 0)
            continue;
        uint64_t u = (uint64_t)(region->origin[0] + (int64_t)x - view->low[0]);
        const uint64_t places[TURNS] = {u | v << 21, (back - v) | u << 21, (right - u) | (back - v) << 21, v | (right - u) << 21};
        for (int turn = 0; turn < TURNS; turn++)
            sums->turned[turn] += (unsigned __int128)kind * sketch_mix(up | places[turn]);
    }
}

static void sum_places(const struct view *view, struct sums *sums)
{
    for (size_t i = 0; i < view->count; i++) {
        const struct model_region *region = &view->regions[i];
        const uint16_t *row = region->cells;
        for (int32_t y = 0; y < region->size[1]; y++)
            for (int32_t z = 0; z < region->size[2]; z++, row += region->size[0])
                sum_row(view, region, row, region->origin[1] + (int64_t)y, region->origin[2] + (int64_t)z, sums);
    }
}

/* Sides as they are after TURN quarter turns, the number of blocks, and the sum: low bytes first on every machine. */
static struct sha256_digest digest_of(const struct view *view, const struct sums *sums, int turn)
{
    uint64_t width = (uint64_t)(view->high[0] - view->low[0]), length = (uint64_t)(view->high[2] - view->low[2]);
    const uint64_t words[] = {turn % 2 ? length : width,
                              (uint64_t)(view->high[1] - view->low[1]),
                              turn % 2 ? width : length,
                              (uint64_t)view->blocks,
                              (uint64_t)sums->turned[turn],
                              (uint64_t)(sums->turned[turn] >> 64)};
    char bytes[sizeof words];
    for (size_t i = 0; i < sizeof words; i++)
        bytes[i] = (char)(unsigned char)(words[i / 8] >> i % 8 * 8);
    return sha256_of((struct str){bytes, sizeof bytes});
}

static void shape_of(const struct view *view, uint8_t shape[32])
{
    struct sums sums = {0};
    sum_places(view, &sums);
    for (int turn = 0; turn < TURNS; turn++) {
        struct sha256_digest digest = digest_of(view, &sums, turn);
        if (turn == 0 || memcmp(digest.b, shape, sizeof digest.b) < 0)
            memcpy(shape, digest.b, sizeof digest.b);
    }
}

bool fingerprint_of(struct model *model, struct fingerprint *out)
{
    const struct model_region *flat = model_flat(model, FINGERPRINT_BLOCKS);
    struct view view = {.regions = flat ? flat : model->regions, .count = flat ? 1 : model->region_count, .kinds = kinds_of(model)};
    *out = (struct fingerprint){0};
    measure(&view);
    if (view.blocks > 0) {
        struct sketch *sketch = sketch_new();
        shape_of(&view, out->shape);
        for (size_t i = 0; i < view.count; i++)
            sketch_add_region(sketch, &view.regions[i], view.kinds);
        sketch_finish(sketch, out->sketch);
        sketch_bands(out->sketch, out->bands);
    }
    free(view.kinds);
    return view.blocks > 0;
}

double fingerprint_likeness(const int32_t a[FINGERPRINT_SKETCH], const int32_t b[FINGERPRINT_SKETCH])
{
    int equal = 0;
    for (int i = 0; i < FINGERPRINT_SKETCH; i++)
        equal += a[i] == b[i];
    return (double)equal / FINGERPRINT_SKETCH;
}
