/* Litematica schematics, versions 4 to 7: regions of their own position, size (which may be negative) and palette.
 *
 * How wide an entry of BlockStates is follows from the palette, which may come later. So they are counted
 *   - at once, when the size came before, and the palette too or else length and volume leave one width possible; or when the
 *     file was read once already;
 *   - when the region ends, from a copy, when the array is short enough to be held;
 *   - else at every width that there is, of which the right one is taken when the region ends. What is where is then found out
 *     by reading the file once more, as it is when there are several regions: the box around them is only known at the end. */
#include <stdlib.h>
#include <string.h>

#include "schematic/format.h"
#include "schematic/packed.h"

enum { BITS_MIN = 2, WIDTHS = PALETTE_BITS - BITS_MIN + 1, HELD_MAX = 12 * 1024 * 1024 };

enum { REGION_POSITION, REGION_SIZE, REGION_PALETTE, REGION_STATES, REGION_BLOCK_ENTITIES, REGION_ENTITIES };

struct region {
    struct inspection *in;
    struct shape_seen seen;
    int32_t position[3], size[3];
    int64_t volume;
    struct states_read {
        int64_t offset, count; /* longs */
        uint64_t last;
        enum { STATES_COUNTED, STATES_HELD, STATES_SPREAD } how;
        unsigned bits; /* as it was counted */
        struct stream stream;
        struct packed_reader reader;
        struct packed widths[WIDTHS]; /* by bits - BITS_MIN; of those that were all counted */
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

/* What was found out about this region when the file was read before; NULL in the first pass. */
static const struct litematica_region *known_region(const struct inspection *in)
{
    return in->known.there && in->facts->regions < in->known.regions ? &in->litematica.regions[in->facts->regions] : NULL;
}

/* The width that COUNT longs must have by what is known already, 0 when nothing decides it. From 64 entries on, each width
 * takes another number of longs. */
static unsigned known_bits(const struct region *region, int64_t count)
{
    const struct litematica_region *known = known_region(region->in);
    if (known)
        return known->bits;
    if (region->volume == 0)
        return 0;
    if (region->seen.fields & SHAPE_BIT(REGION_PALETTE))
        return packed_bits(region->in->palette.count);
    if (region->volume < 64)
        return 0;
    int64_t bits = count * 64 / region->volume;
    bool possible = bits >= BITS_MIN && bits <= PALETTE_BITS && packed_longs(region->volume, (unsigned)bits) == count;
    return possible ? (unsigned)bits : 0;
}

/* In the first pass, a region is taken for the only one. */
static void start_reading(struct region *region, unsigned bits)
{
    struct inspection *in = region->in;
    struct states_read *states = &region->states;
    const struct litematica_region *known = known_region(in);
    int64_t volume = region->volume;
    if (known) {
        const int64_t origin[3] = {known->low[0] - in->known.low[0], known->low[1] - in->known.low[1], known->low[2] - in->known.low[2]};
        const int64_t size[3] = {known->size[0], known->size[1], known->size[2]};
        stream_open_within(&states->stream, in->tallies, in->known.sides, origin, size);
        volume = size[0] * size[1] * size[2];
    } else {
        stream_open(&states->stream, in->tallies);
    }
    states->reader = (struct packed_reader){.stream = &states->stream, .left = volume, .bits = bits};
}

/* Decides how to count, and gives every width in use its counters: all widths together take 1 MiB. */
static void plan_states(struct region *region, unsigned bits, int64_t count)
{
    struct states_read *states = &region->states;
    struct inspection *in = region->in;
    if (bits > 0) {
        states->how = STATES_COUNTED;
        states->bits = bits;
        start_reading(region, bits);
    } else if (count * 8 <= HELD_MAX) {
        states->how = STATES_HELD;
        inspection_scratch(in);
    } else {
        states->how = STATES_SPREAD;
        int64_t *uses = (int64_t *)(void *)inspection_scratch(in);
        memset(uses, 0, (size_t)PALETTE_LIMIT * 2 * sizeof *uses);
        for (bits = BITS_MIN; bits <= PALETTE_BITS; bits++)
            states->widths[bits - BITS_MIN] = (struct packed){.uses = uses + ((size_t)1 << bits), .bits = bits};
    }
}

static void take_states(struct region *region, int64_t done, const uint8_t *longs, size_t n)
{
    struct states_read *states = &region->states;
    if (states->how == STATES_COUNTED)
        packed_read(&states->reader, longs, n);
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
        take_states(region, array.count - array.left - (int64_t)n, p, n);
}

/* Counts by width know no places. */
static void settle_spread(struct region *region, unsigned bits)
{
    struct inspection *in = region->in;
    struct packed *packed = &region->states.widths[bits - BITS_MIN];
    packed_drop_filling(packed, region->states.last, region->states.count, region->volume);
    for (size_t i = 0; i < (size_t)1 << bits; i++)
        in->tallies[i].count = packed->uses[i];
    in->placed = false;
}

static void settle_states(struct region *region)
{
    struct inspection *in = region->in;
    struct states_read *states = &region->states;
    unsigned bits = packed_bits(in->palette.count);
    int64_t needed = packed_longs(region->volume, bits);
    if (states->count != needed || (states->how == STATES_COUNTED && states->bits != bits)) {
        verdict_refuse(&in->verdict, REASON_BLOCK_COUNT, states->offset, "BlockStates has %lld longs; %lld blocks of %u bits take %lld.",
                       (long long)states->count, (long long)region->volume, bits, (long long)needed);
        return;
    }
    if (states->how == STATES_SPREAD) {
        settle_spread(region, bits);
    } else if (states->how == STATES_HELD) {
        start_reading(region, bits);
        packed_read(&states->reader, in->scratch, (size_t)states->count);
    }
    if (states->how != STATES_SPREAD)
        stream_close(&states->stream);
    palette_settle(&in->palette, in->tallies, (uint32_t)1 << bits, &in->verdict, states->offset);
}

static bool overlaps(const struct inspection *in, const int64_t low[3], const int64_t high[3])
{
    enum { COMPARED = 256 }; /* a build has a handful; hostile ones are not compared each with each */
    for (int32_t r = 0; r < in->facts->regions && r < COMPARED; r++) {
        const struct litematica_region *other = &in->litematica.regions[r];
        bool apart = false;
        for (size_t i = 0; i < 3; i++)
            apart |= low[i] >= (int64_t)other->low[i] + other->size[i] || high[i] <= other->low[i];
        if (!apart)
            return true;
    }
    return false;
}

static void add_region(struct region *region)
{
    struct inspection *in = region->in;
    int64_t low[3], high[3];
    if (in->facts->regions == LITEMATICA_REGIONS_MAX) {
        verdict_refuse(&in->verdict, REASON_TOO_MANY_REGIONS, region->states.offset, "More than %d regions.", LITEMATICA_REGIONS_MAX);
        return;
    }
    struct litematica_region *added = &in->litematica.regions[in->facts->regions];
    for (size_t i = 0; i < 3; i++) {
        low[i] = (int64_t)region->position[i] + (region->size[i] < 0 ? (int64_t)region->size[i] + 1 : 0);
        high[i] = low[i] + llabs(region->size[i]);
        added->low[i] = (int32_t)low[i]; /* wraps only where the box is refused as too long, or one low corner stands for all */
        added->size[i] = (int32_t)llabs(region->size[i]);
    }
    added->bits = (uint8_t)packed_bits(in->palette.count);
    if (overlaps(in, low, high))
        verdict_warn(&in->verdict, WARNING_REGIONS_OVERLAP);
    box_extend(&in->box, low, high);
    collect_shift(in, low);
    in->litematica.volume += region->volume;
    in->facts->regions++;
    in->placed = in->placed && (in->facts->regions == 1 || in->known.there);
    if (in->litematica.volume > in->budget.blocks)
        verdict_refuse(&in->verdict, REASON_TOO_MANY_BLOCKS, region->states.offset, "The regions hold more than %lld blocks.",
                       (long long)in->budget.blocks);
}

static void read_block_entities(struct nbt *nbt, void *at)
{
    collect_block_entities(nbt, ((struct region *)at)->in);
}

static void read_entities(struct nbt *nbt, void *at)
{
    collect_entities(nbt, ((struct region *)at)->in);
}

static void read_region(struct inspection *in)
{
    static const struct shape_field fields[] = {
        [REGION_POSITION] = SHAPE_FIELD("Position", NBT_COMPOUND, read_position, 0),
        [REGION_SIZE] = SHAPE_FIELD("Size", NBT_COMPOUND, read_size, 0),
        [REGION_PALETTE] = SHAPE_FIELD("BlockStatePalette", NBT_LIST, read_palette, 0),
        [REGION_STATES] = SHAPE_FIELD("BlockStates", NBT_LONG_ARRAY, read_states, 0),
        [REGION_BLOCK_ENTITIES] = SHAPE_FIELD("TileEntities", NBT_LIST, read_block_entities, 0),
        [REGION_ENTITIES] = SHAPE_FIELD("Entities", NBT_LIST, read_entities, 0),
    };
    const uint64_t needed = SHAPE_BIT(REGION_POSITION) | SHAPE_BIT(REGION_SIZE) | SHAPE_BIT(REGION_PALETTE) | SHAPE_BIT(REGION_STATES);
    static const struct shape shape = SHAPE(fields);
    struct region region = {.in = in};
    int64_t offset = nbt_offset(&in->nbt);
    palette_clear(&in->palette);
    collect_mark(in);
    shape_read(&in->nbt, &shape, &region.seen, &region);
    if (!shape_require(&in->nbt, &shape, &region.seen, needed, offset))
        return;
    settle_states(&region);
    add_region(&region);
}

void litematica_read_regions(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct nbt_field field;
    int64_t offset = nbt_offset(nbt);
    if (!in->litematica.regions)
        in->litematica.regions = inspection_memory(in->arena, LITEMATICA_REGIONS_MAX * sizeof *in->litematica.regions);
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
    inspection_take_box(in);
}
