#include "schematic/sketch.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"

/* KEPT different surroundings at most, those with the lowest hashes: copies that differ a little keep nearly the same ones,
 * however many there are, and memory does not grow with the build. */
enum { KEPT = 4096, SLOTS = 8 * KEPT, FILL = 2 * KEPT };

struct slot {
    uint64_t hash; /* 0: free */
    int64_t count;
};

struct sketch {
    struct slot slots[SLOTS];
    size_t used;
    uint64_t below; /* hashes from here on are not kept */
};

struct sketch *sketch_new(void)
{
    struct sketch *sketch = memory_new(sizeof *sketch);
    sketch->below = UINT64_MAX;
    return sketch;
}

static struct slot *slot_of(struct sketch *sketch, uint64_t hash)
{
    size_t at = hash % SLOTS; /* low bits: the high ones are alike once BELOW is low */
    while (sketch->slots[at].hash != 0 && sketch->slots[at].hash != hash)
        at = (at + 1) % SLOTS;
    return &sketch->slots[at];
}

static int by_hash(const void *a, const void *b)
{
    uint64_t left = ((const struct slot *)a)->hash, right = ((const struct slot *)b)->hash;
    return (left > right) - (left < right);
}

/* Those in use, lowest hash first: owned by the caller. */
static struct slot *sorted(const struct sketch *sketch)
{
    struct slot *slots = memory_new(memory_product(sketch->used, sizeof *slots));
    size_t count = 0;
    for (size_t i = 0; i < SLOTS; i++)
        if (sketch->slots[i].hash != 0)
            slots[count++] = sketch->slots[i];
    qsort(slots, count, sizeof *slots, by_hash);
    return slots;
}

/* Leaves the KEPT lowest. What is dropped was complete until now and never comes back, so counts stay exact. */
static void thin(struct sketch *sketch)
{
    struct slot *slots = sorted(sketch);
    sketch->below = slots[KEPT].hash;
    memset(sketch->slots, 0, sizeof sketch->slots);
    for (size_t i = 0; i < KEPT; i++)
        *slot_of(sketch, slots[i].hash) = slots[i];
    sketch->used = KEPT;
    free(slots);
}

static inline void count_one(struct sketch *sketch, uint64_t hash)
{
    hash |= hash == 0;
    if (hash >= sketch->below)
        return;
    struct slot *slot = slot_of(sketch, hash);
    if (slot->hash == 0) {
        slot->hash = hash;
        if (++sketch->used >= FILL) {
            slot->count = 1;
            thin(sketch);
            return;
        }
    }
    slot->count++;
}

struct walk {
    const struct model_region *region;
    const uint64_t *kinds;
    size_t row, layer; /* cells from one row and layer to the next */
};

/* The kind at a cell that lies STEP further, where there is one. */
static inline uint64_t beside(const struct walk *walk, const uint16_t *cell, bool inside, ptrdiff_t step)
{
    return inside ? walk->kinds[cell[step]] : 0;
}

/* Two surroundings a block: with what lies above and below it and the pair along x, and the same along z. A sum says nothing of
 * which of a pair comes first, and turning by a quarter swaps the two. Fewer blocks in each than all six, so that one changed
 * block spoils fewer. */
static inline void add_block(struct sketch *sketch, const struct walk *walk, const uint16_t *cell, int32_t x, int32_t y, int32_t z)
{
    const int32_t *size = walk->region->size;
    ptrdiff_t row = (ptrdiff_t)walk->row, layer = (ptrdiff_t)walk->layer;
    uint64_t kind = walk->kinds[*cell];
    if (kind == 0)
        return;
    uint64_t column = kind * 0x9e3779b97f4a7c15 + beside(walk, cell, y > 0, -layer) * 0xc2b2ae3d27d4eb4f +
                      beside(walk, cell, y + 1 < size[1], layer) * 0x165667b19e3779f9;
    uint64_t along_x = beside(walk, cell, x > 0, -1) + beside(walk, cell, x + 1 < size[0], 1);
    uint64_t along_z = beside(walk, cell, z > 0, -row) + beside(walk, cell, z + 1 < size[2], row);
    count_one(sketch, sketch_mix(column + along_x * 0x27d4eb2f165667c5));
    count_one(sketch, sketch_mix(column + along_z * 0x27d4eb2f165667c5));
}

void sketch_add_region(struct sketch *sketch, const struct model_region *region, const uint64_t *kinds)
{
    struct walk walk = {region, kinds, (size_t)region->size[0], (size_t)region->size[0] * (size_t)region->size[2]};
    const uint16_t *cell = region->cells;
    for (int32_t y = 0; y < region->size[1]; y++)
        for (int32_t z = 0; z < region->size[2]; z++)
            for (int32_t x = 0; x < region->size[0]; x++, cell++)
                add_block(sketch, &walk, cell, x, y, z);
}

/* One permutation, a bin a number (Li, Owen, Zhang 2012): every occurrence falls into one bin, each bin keeps its lowest. */
static void fill_bins(const struct slot *slots, size_t count, uint64_t bins[FINGERPRINT_SKETCH])
{
    for (size_t i = 0; i < FINGERPRINT_SKETCH; i++)
        bins[i] = UINT64_MAX;
    for (size_t i = 0; i < count; i++)
        for (int64_t n = 0; n < slots[i].count; n++) {
            uint64_t value = sketch_mix(slots[i].hash + (uint64_t)n * 0x9e3779b97f4a7c15), bin = value % FINGERPRINT_SKETCH;
            if (value < bins[bin])
                bins[bin] = value;
        }
}

/* A bin that nothing fell into borrows from one that another build would borrow from as well (Shrivastava 2017). */
static uint64_t borrowed(const uint64_t bins[FINGERPRINT_SKETCH], size_t bin)
{
    uint64_t from = bin;
    for (uint64_t attempt = 1; bins[from] == UINT64_MAX; attempt++)
        from = sketch_mix(bin << 32 | attempt) % FINGERPRINT_SKETCH;
    return bins[from];
}

void sketch_finish(struct sketch *sketch, int32_t out[FINGERPRINT_SKETCH])
{
    uint64_t bins[FINGERPRINT_SKETCH];
    struct slot *slots = sorted(sketch);
    fill_bins(slots, sketch->used < KEPT ? sketch->used : KEPT, bins);
    for (size_t i = 0; i < FINGERPRINT_SKETCH; i++)
        out[i] = (int32_t)(uint32_t)sketch_mix(borrowed(bins, i));
    free(slots);
    free(sketch);
}

void sketch_bands(const int32_t sketch[FINGERPRINT_SKETCH], int32_t out[FINGERPRINT_BANDS])
{
    enum { ROWS = FINGERPRINT_SKETCH / FINGERPRINT_BANDS };
    for (size_t band = 0; band < FINGERPRINT_BANDS; band++) {
        uint64_t hash = band + 1;
        for (size_t row = 0; row < ROWS; row++)
            hash = sketch_mix(hash * 0x9e3779b97f4a7c15 + (uint32_t)sketch[band * ROWS + row]);
        out[band] = (int32_t)(uint32_t)(hash >> 32);
    }
}
