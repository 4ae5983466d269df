/* Litematica schematics, versions 4 to 7: regions of their own position, size (which may be negative) and palette.
 *
 * How wide an entry of BlockStates is follows from the palette, which may come later. So they are counted
 *   - at once, when the palette came before, or the size (length and volume then leave one width possible);
 *   - when the region ends, from a copy, when the array is short enough to be held;
 *   - else at every width that there is, of which the right one is taken when the region ends. */
#include <stdlib.h>
#include <string.h>

#include "schematic/format.h"
#include "schematic/packed.h"

enum { BITS_MIN = 2, WIDTHS = PALETTE_BITS - BITS_MIN + 1, HELD_MAX = 12 * 1024 * 1024 };

enum { REGION_POSITION, REGION_SIZE, REGION_PALETTE, REGION_STATES };

struct region {
    struct inspection *in;
    struct shape_seen seen;
    int32_t position[3], size[3];
    int64_t volume;
    struct states {
        int64_t offset, count; /* longs */
        uint64_t last;
        enum { STATES_COUNTED, STATES_HELD, STATES_SPREAD } how;
        struct packed widths[WIDTHS]; /* by bits - BITS_MIN; only those that how asks for are in use */
    } states;
};

static void read_vector(struct nbt *nbt, void *at)
{
    enum { X, Y, Z };
    static const struct shape_field fields[] = {
        [X] = SHAPE_FIELD("x", NBT_INT, shape_i32, 0),
        [Y] = SHAPE_FIELD("y", NBT_INT, shape_i32, sizeof(int32_t)),
        [Z] = SHAPE_FIELD("z", NBT_INT, shape_i32, 2 * sizeof(int32_t)),
    };
    static const struct shape shape = SHAPE(fields);
    struct shape_seen seen = {0};
    int64_t offset = nbt_offset(nbt);
    shape_read(nbt, &shape, &seen, at);
    shape_require(nbt, &shape, &seen, SHAPE_BIT(X) | SHAPE_BIT(Y) | SHAPE_BIT(Z), offset);
}

static void read_position(struct nbt *nbt, void *at)
{
    read_vector(nbt, ((struct region *)at)->position);
}

static void read_size(struct nbt *nbt, void *at)
{
    struct region *region = at;
    int64_t offset = nbt_offset(nbt), sides[3];
    read_vector(nbt, region->size);
    if (!verdict_stands(nbt->verdict))
        return;
    for (size_t i = 0; i < 3; i++)
        sides[i] = llabs(region->size[i]);
    region->volume = inspection_volume(region->in, sides, offset);
}

static void read_palette(struct nbt *nbt, void *at)
{
    palette_read_states(nbt, &((struct region *)at)->in->palette);
}

static struct packed *width(struct states *states, unsigned bits)
{
    return &states->widths[bits - BITS_MIN];
}

/* The width that COUNT longs must have by what is known already, 0 when nothing decides it. From 64 entries on, each width
 * takes another number of longs. */
static unsigned known_bits(const struct region *region, int64_t count)
{
    if (region->seen.fields & SHAPE_BIT(REGION_PALETTE))
        return packed_bits(region->in->palette.count);
    if (region->volume < 64)
        return 0;
    int64_t bits = count * 64 / region->volume;
    bool possible = bits >= BITS_MIN && bits <= PALETTE_BITS && packed_longs(region->volume, (unsigned)bits) == count;
    return possible ? (unsigned)bits : 0;
}

/* Decides how to count, and gives every width in use its counters: all widths together take less than 5 MiB. */
static void plan_states(struct region *region, unsigned bits, int64_t count)
{
    struct states *states = &region->states;
    struct inspection *in = region->in;
    if (bits > 0) {
        states->how = STATES_COUNTED;
        *width(states, bits) = (struct packed){.uses = in->uses, .bits = bits};
    } else if (count * 8 <= HELD_MAX) {
        states->how = STATES_HELD;
        inspection_scratch(in);
    } else {
        states->how = STATES_SPREAD;
        int64_t *uses = (int64_t *)(void *)inspection_scratch(in);
        memset(uses, 0, (size_t)PALETTE_LIMIT * 2 * sizeof *uses);
        for (bits = BITS_MIN; bits <= PALETTE_BITS; bits++)
            *width(states, bits) = (struct packed){.uses = uses + ((size_t)1 << bits), .bits = bits};
    }
}

static void take_states(struct region *region, unsigned bits, int64_t done, const uint8_t *longs, size_t n)
{
    struct states *states = &region->states;
    if (states->how == STATES_COUNTED)
        packed_count(width(states, bits), longs, n);
    else if (states->how == STATES_HELD)
        memcpy(region->in->scratch + done * 8, longs, n * 8);
    else
        for (size_t i = 0; i < WIDTHS; i++)
            packed_count(&states->widths[i], longs, n);
    states->last = nbt_u64(longs + 8 * (n - 1));
}

static void read_states(struct nbt *nbt, void *at)
{
    struct region *region = at;
    struct nbt_array array;
    region->states.offset = nbt_offset(nbt);
    if (!nbt_array(nbt, NBT_LONG_ARRAY, &array))
        return;
    region->states.count = array.count;
    unsigned bits = known_bits(region, array.count);
    plan_states(region, bits, array.count);
    size_t n;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n));)
        take_states(region, bits, array.count - array.left - (int64_t)n, p, n);
}

/* The counters for BITS, now that they are known to be right; NULL when another width was counted. */
static struct packed *counted_at(struct region *region, unsigned bits)
{
    struct states *states = &region->states;
    struct packed *packed = width(states, bits);
    if (states->how == STATES_HELD) {
        *packed = (struct packed){.uses = region->in->uses, .bits = bits};
        packed_count(packed, region->in->scratch, (size_t)states->count);
    }
    return packed->uses ? packed : NULL;
}

static void settle_states(struct region *region)
{
    struct inspection *in = region->in;
    const struct states *states = &region->states;
    unsigned bits = packed_bits(in->palette.count);
    int64_t needed = packed_longs(region->volume, bits);
    struct packed *packed = states->count == needed ? counted_at(region, bits) : NULL;
    if (!packed) {
        verdict_refuse(&in->verdict, REASON_BLOCK_COUNT, states->offset, "BlockStates has %lld longs; %lld blocks of %u bits take %lld.",
                       (long long)states->count, (long long)region->volume, bits, (long long)needed);
        return;
    }
    packed_drop_filling(packed, states->last, states->count, region->volume);
    palette_settle(&in->palette, packed->uses, 1u << bits, &in->verdict, states->offset, &in->facts->blocks);
    memset(packed->uses, 0, sizeof *packed->uses << bits);
}

static void extend_box(struct region *region)
{
    struct inspection *in = region->in;
    struct litematica_box *box = &in->box;
    for (size_t i = 0; i < 3; i++) {
        int64_t low = (int64_t)region->position[i] + (region->size[i] < 0 ? (int64_t)region->size[i] + 1 : 0);
        int64_t high = low + llabs(region->size[i]);
        bool first = in->facts->regions == 0;
        box->low[i] = first || low < box->low[i] ? low : box->low[i];
        box->high[i] = first || high > box->high[i] ? high : box->high[i];
    }
    box->volume += region->volume;
    in->facts->regions++;
    if (box->volume > in->budget.blocks)
        verdict_refuse(&in->verdict, REASON_TOO_MANY_BLOCKS, region->states.offset, "The regions hold more than %lld blocks.",
                       (long long)in->budget.blocks);
}

static void read_region(struct inspection *in)
{
    static const struct shape_field fields[] = {
        [REGION_POSITION] = SHAPE_FIELD("Position", NBT_COMPOUND, read_position, 0),
        [REGION_SIZE] = SHAPE_FIELD("Size", NBT_COMPOUND, read_size, 0),
        [REGION_PALETTE] = SHAPE_FIELD("BlockStatePalette", NBT_LIST, read_palette, 0),
        [REGION_STATES] = SHAPE_FIELD("BlockStates", NBT_LONG_ARRAY, read_states, 0),
    };
    static const struct shape shape = SHAPE(fields);
    struct region region = {.in = in};
    int64_t offset = nbt_offset(&in->nbt);
    palette_clear(&in->palette);
    shape_read(&in->nbt, &shape, &region.seen, &region);
    if (!shape_require(&in->nbt, &shape, &region.seen, SHAPE_BIT(shape.count) - 1, offset))
        return;
    settle_states(&region);
    extend_box(&region);
}

void litematica_read_regions(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct nbt_field field;
    int64_t offset = nbt_offset(nbt);
    if (!nbt_compound(nbt))
        return;
    while (nbt_field(nbt, &field)) {
        if (field.tag == NBT_COMPOUND)
            read_region(in);
        else
            verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, field.offset, "A region is of type %s; compound is expected.", nbt_tag_name(field.tag));
    }
    if (in->facts->regions == 0)
        verdict_refuse(nbt->verdict, REASON_EMPTY, offset, "There is no region.");
}

void litematica_settle(struct inspection *in)
{
    const struct litematica_box *box = &in->box;
    for (size_t i = 0; i < 3; i++)
        if (box->high[i] - box->low[i] > in->budget.axis)
            verdict_refuse(&in->verdict, REASON_AXIS_TOO_LONG, in->root_offset, "All regions together are %lld long; at most %lld.",
                           (long long)(box->high[i] - box->low[i]), (long long)in->budget.axis);
    in->width = box->high[0] - box->low[0];
    in->height = box->high[1] - box->low[1];
    in->length = box->high[2] - box->low[2];
}
