/* Litematica's blocks are held as they are packed until the region ends, when size and palette are known. Its block entities lie
 * in the region from its lowest corner, its entities from its position, which a negative size makes another corner. */
#include <stdlib.h>

#include "core/memory.h"
#include "schematic/load.h"
#include "schematic/packed.h"

struct region {
    struct loading *load;
    struct str name;
    int32_t position[3], size[3];
    uint64_t *longs;
    int64_t count;
    size_t entities_from; /* the first entity of this region */
};

static void read_corner(struct nbt *nbt, int32_t into[3])
{
    static const struct shape_field fields[] = {
        SHAPE_FIELD("x", NBT_INT, shape_i32, 0),
        SHAPE_FIELD("y", NBT_INT, shape_i32, sizeof(int32_t)),
        SHAPE_FIELD("z", NBT_INT, shape_i32, 2 * sizeof(int32_t)),
    };
    static const struct shape shape = SHAPE(fields);
    struct shape_seen seen = {0};
    shape_read(nbt, &shape, &seen, into);
}

static void read_position(struct nbt *nbt, void *at)
{
    read_corner(nbt, ((struct region *)at)->position);
}

static void read_size(struct nbt *nbt, void *at)
{
    read_corner(nbt, ((struct region *)at)->size);
}

static void read_palette(struct nbt *nbt, void *at)
{
    palette_read_states(nbt, &((struct region *)at)->load->palette);
}

static void read_states(struct nbt *nbt, void *at)
{
    struct region *region = at;
    struct nbt_array array;
    if (!nbt_array(nbt, NBT_LONG_ARRAY, &array))
        return;
    if (array.count > packed_longs(region->load->blocks_max, PALETTE_BITS)) {
        verdict_refuse(nbt->verdict, REASON_TOO_MANY_BLOCKS, nbt_offset(nbt), "%lld longs of blocks.", (long long)array.count);
        return;
    }
    region->longs = memory_grow(region->longs, memory_product((size_t)array.count + 1, sizeof *region->longs));
    region->count = 0;
    size_t n;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n));)
        for (size_t i = 0; i < n; i++)
            region->longs[region->count++] = nbt_u64(p + 8 * i);
    region->longs[region->count] = 0;
}

static void read_block_entities(struct nbt *nbt, void *at)
{
    load_block_entities(nbt, ((struct region *)at)->load);
}

static void read_entities(struct nbt *nbt, void *at)
{
    load_entities(nbt, ((struct region *)at)->load);
}

static void count_ticks(struct nbt *nbt, void *at)
{
    struct nbt_list list;
    if (!nbt_list(nbt, &list))
        return;
    ((struct region *)at)->load->model->left_out[MODEL_LEFT_TICKS] += list.count;
    while (nbt_element(nbt, &list))
        nbt_skip(nbt, list.element);
}

static void unpack(const struct region *region, unsigned bits, struct model_region *into)
{
    const uint64_t mask = ((uint64_t)1 << bits) - 1;
    uint64_t bit = 0;
    size_t volume = (size_t)model_volume(into);
    for (size_t i = 0; i < volume; i++, bit += bits) {
        size_t at = bit / 64;
        unsigned shift = bit % 64;
        uint64_t value = region->longs[at] >> shift;
        if (shift + bits > 64)
            value |= region->longs[at + 1] << (64 - shift);
        into->cells[i] = (uint16_t)(value & mask);
    }
}

/* Position plus the distance to the lowest corner, before it is known where the box starts. */
static void place(const struct region *region, struct model_region *into)
{
    for (size_t i = 0; i < 3; i++)
        into->origin[i] = (int32_t)((int64_t)region->position[i] + (region->size[i] < 0 ? (int64_t)region->size[i] + 1 : 0));
    for (size_t i = region->entities_from; i < region->load->entity_count; i++)
        for (size_t axis = 0; axis < 3; axis++)
            region->load->entities[i].at[axis] += region->position[axis];
}

static void settle(struct region *region)
{
    struct loading *load = region->load;
    int32_t size[3];
    unsigned bits = packed_bits(load->palette.count);
    for (size_t i = 0; i < 3; i++)
        size[i] = (int32_t)llabs(region->size[i]);
    struct model_region *into = load_region(load, size);
    if (!into)
        return;
    if (bits > PALETTE_BITS || region->count != packed_longs(model_volume(into), bits)) {
        verdict_refuse(&load->verdict, REASON_BLOCK_COUNT, nbt_offset(&load->nbt), "%lld longs of blocks.", (long long)region->count);
        return;
    }
    into->name = region->name;
    unpack(region, bits, into);
    load_map_palette(load, into, 0);
    load_take_block_entities(load, into);
    place(region, into);
}

static void read_region(struct loading *load, struct str name)
{
    static const struct shape_field fields[] = {
        SHAPE_FIELD("Position", NBT_COMPOUND, read_position, 0),
        SHAPE_FIELD("Size", NBT_COMPOUND, read_size, 0),
        SHAPE_FIELD("BlockStatePalette", NBT_LIST, read_palette, 0),
        SHAPE_FIELD("BlockStates", NBT_LONG_ARRAY, read_states, 0),
        SHAPE_FIELD("TileEntities", NBT_LIST, read_block_entities, 0),
        SHAPE_FIELD("Entities", NBT_LIST, read_entities, 0),
        SHAPE_FIELD("PendingBlockTicks", NBT_LIST, count_ticks, 0),
        SHAPE_FIELD("PendingFluidTicks", NBT_LIST, count_ticks, 0),
    };
    static const struct shape shape = SHAPE(fields);
    struct region region = {.load = load, .name = name, .entities_from = load->entity_count};
    palette_clear(&load->palette);
    load_fields(load, &shape, &region);
    if (verdict_stands(&load->verdict))
        settle(&region);
    free(region.longs);
}

/* The lowest corners become places in the box. */
static void settle_box(struct loading *load)
{
    struct model *model = load->model;
    for (size_t axis = 0; axis < 3; axis++) {
        int32_t low = model->regions[0].origin[axis];
        for (size_t i = 1; i < model->region_count; i++)
            low = model->regions[i].origin[axis] < low ? model->regions[i].origin[axis] : low;
        for (size_t i = 0; i < model->region_count; i++)
            model->regions[i].origin[axis] -= low;
        for (size_t i = 0; i < load->entity_count; i++)
            load->entities[i].at[axis] -= low;
        model->offset[axis] = low;
    }
}

void load_litematica_regions(struct nbt *nbt, void *at)
{
    struct loading *load = at;
    struct nbt_field field;
    if (!nbt_compound(nbt))
        return;
    while (nbt_field(nbt, &field)) {
        struct str name = model_text(load->model, field.name);
        load->held += name.n;
        if (field.tag == NBT_COMPOUND)
            read_region(load, name);
        else
            nbt_skip(nbt, field.tag);
    }
    if (verdict_stands(nbt->verdict) && load->model->region_count > 0)
        settle_box(load);
}
