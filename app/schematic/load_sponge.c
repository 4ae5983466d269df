#include "schematic/load.h"

void load_sponge_palette(struct nbt *nbt, void *at)
{
    palette_read_names(nbt, &((struct loading *)at)->palette);
}

struct varints {
    uint16_t *cells;
    int64_t done, volume;
    uint32_t value;
    unsigned shift;
};

/* Eight one-byte numbers at a time, of which runs of one block are most; answers how many bytes. */
static size_t take_singles(struct varints *to, const uint8_t *p, size_t n)
{
    size_t i = 0;
    for (; n - i >= 8 && to->volume - to->done >= 8; i += 8, to->done += 8) {
        uint64_t word = nbt_load(p + i, 8);
        if (word & UINT64_C(0x8080808080808080))
            break;
        for (size_t j = 0; j < 8; j++)
            to->cells[to->done + (int64_t)j] = p[i + j];
    }
    return i;
}

static void take(struct varints *to, const uint8_t *p, size_t n)
{
    enum { SHIFT_MAX = 28 };
    for (size_t i = 0; i < n && to->done < to->volume;) {
        if (to->shift == 0 && p[i] < 0x80) {
            size_t singles = take_singles(to, p + i, n - i);
            i += singles;
            if (singles > 0)
                continue;
        }
        to->value |= (uint32_t)(p[i] & 0x7f) << to->shift;
        to->shift = to->shift < SHIFT_MAX ? to->shift + 7 : to->shift;
        if (p[i++] & 0x80)
            continue;
        to->cells[to->done++] = (uint16_t)to->value;
        to->value = 0;
        to->shift = 0;
    }
}

void load_sponge_data(struct nbt *nbt, void *at)
{
    struct model_region *region = load_only_region(at);
    struct nbt_array array;
    if (!region || !nbt_array(nbt, NBT_BYTE_ARRAY, &array))
        return;
    struct varints to = {.cells = region->cells, .volume = model_volume(region)};
    size_t n;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n));)
        take(&to, p, n);
}

void load_sponge_blocks(struct nbt *nbt, void *at)
{
    static const struct shape_field fields[] = {
        SHAPE_FIELD("Palette", NBT_COMPOUND, load_sponge_palette, 0),
        SHAPE_FIELD("Data", NBT_BYTE_ARRAY, load_sponge_data, 0),
        SHAPE_FIELD("BlockEntities", NBT_LIST, load_block_entities, 0),
    };
    static const struct shape shape = SHAPE(fields);
    (void)nbt;
    ((struct loading *)at)->nested = true;
    load_fields(at, &shape, at);
}
