/* Axiom blueprints: a magic number, then three parts, each after its length: a header as plain NBT, a picture, and the blocks
 * as gzipped NBT, in chunks of 16 x 16 x 16. The build is the box around what is not structure void. */
#include "schematic/format.h"
#include "schematic/packed.h"

enum { SIDE = 16, CELLS = SIDE * SIDE * SIDE, CHUNK_LONGS = CELLS * PALETTE_BITS / 64, PLACE_MAX = 1 << 24 };
enum { CHUNK_X, CHUNK_Y, CHUNK_Z, CHUNK_STATES };

struct chunk {
    struct inspection *in;
    int32_t at[3];
    int64_t data_offset;
    int64_t longs; /* as the file has them; at most CHUNK_LONGS are held */
    uint64_t data[CHUNK_LONGS];
};

/* A part's length. */
static int64_t read_length(struct inspection *in)
{
    int64_t offset = nbt_offset(&in->nbt), n = nbt_integer(&in->nbt, NBT_INT);
    if (n < 0)
        verdict_refuse(&in->verdict, REASON_NEGATIVE_LENGTH, offset, "A part of %lld bytes.", (long long)n);
    return verdict_stands(&in->verdict) ? n : 0;
}

static void read_header(struct inspection *in, int64_t length)
{
    int64_t offset = nbt_offset(&in->nbt);
    if (!nbt_root(&in->nbt))
        return;
    nbt_skip(&in->nbt, NBT_COMPOUND);
    if (nbt_offset(&in->nbt) - offset != length)
        verdict_refuse(&in->verdict, REASON_TRAILING_DATA, nbt_offset(&in->nbt), "The header takes %lld bytes; it says %lld.",
                       (long long)(nbt_offset(&in->nbt) - offset), (long long)length);
}

void axiom_read_head(struct inspection *in)
{
    enum { LENGTH = 4 };
    struct source *source = &in->nbt.source;
    nbt_integer(&in->nbt, NBT_INT);
    int64_t header = read_length(in);
    source_allow(source, header + LENGTH);
    read_header(in, header);
    int64_t picture = read_length(in);
    source_allow(source, picture + LENGTH);
    nbt_pass(&in->nbt, picture);
    read_length(in);
    if (verdict_stands(&in->verdict))
        source_inflate(source, in->pass_arena);
}

static void read_data(struct nbt *nbt, void *at)
{
    struct chunk *chunk = at;
    struct nbt_array array;
    size_t n;
    chunk->data_offset = nbt_offset(nbt);
    if (!nbt_array(nbt, NBT_LONG_ARRAY, &array))
        return;
    chunk->longs = array.count;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n));) {
        int64_t done = array.count - array.left - (int64_t)n;
        for (size_t i = 0; i < n && done + (int64_t)i < CHUNK_LONGS; i++)
            chunk->data[done + (int64_t)i] = nbt_u64(p + 8 * i);
    }
}

static void read_palette(struct nbt *nbt, void *at)
{
    palette_read_states(nbt, &((struct chunk *)at)->in->palette);
}

static void read_states(struct nbt *nbt, void *at)
{
    enum { PALETTE, DATA };
    static const struct shape_field fields[] = {
        [PALETTE] = SHAPE_FIELD("palette", NBT_LIST, read_palette, 0),
        [DATA] = SHAPE_FIELD("data", NBT_LONG_ARRAY, read_data, 0),
    };
    static const struct shape shape = SHAPE(fields);
    struct shape_seen seen = {0};
    int64_t offset = nbt_offset(nbt);
    ((struct chunk *)at)->data_offset = offset;
    shape_read(nbt, &shape, &seen, at);
    shape_require(nbt, &shape, &seen, SHAPE_BIT(PALETTE), offset);
}

/* As the game itself packs a chunk's blocks: none for a single state, else 4 bits or more, none across two longs. */
static unsigned chunk_bits(uint32_t entries)
{
    unsigned bits = entries > 1 ? packed_bits(entries) : 0;
    return bits > 0 && bits < 4 ? 4 : bits;
}

static int64_t chunk_longs(unsigned bits)
{
    unsigned in_long = bits > 0 ? 64 / bits : 0;
    return bits > 0 ? (CELLS + in_long - 1) / in_long : 0;
}

/* A run along x, of one state, which starts at CELL. */
static void take_run(struct chunk *chunk, uint32_t value, unsigned cell, unsigned n)
{
    struct inspection *in = chunk->in;
    struct states_entry *entry = &in->states.entries[in->palette.named[value] - 1];
    if (entry->absent)
        return;
    int64_t low[3] = {(int64_t)chunk->at[0] * SIDE + cell % SIDE, (int64_t)chunk->at[1] * SIDE + cell / (SIDE * SIDE),
                      (int64_t)chunk->at[2] * SIDE + cell / SIDE % SIDE};
    if (in->known.there) {
        const int64_t *sides = in->known.sides, *from = in->known.low;
        struct tally_walk walk = tally_walk_from(low[0] - from[0] + (low[2] - from[2] + (low[1] - from[1]) * sides[AXIS_Z]) * sides[AXIS_X]);
        tally_run(&walk, &entry->tally, n);
    } else {
        entry->tally.count += n;
        in->placed = false;
    }
    box_extend(&in->box, low, (const int64_t[3]){low[0] + n, low[1] + 1, low[2] + 1});
}

static void settle_chunk(struct chunk *chunk)
{
    struct inspection *in = chunk->in;
    unsigned bits = chunk_bits(in->palette.count), in_long = bits > 0 ? 64 / bits : 1, start = 0;
    uint32_t last = 0;
    if (in->palette.count == 0 || chunk->longs != chunk_longs(bits)) {
        verdict_refuse(&in->verdict, REASON_BLOCK_COUNT, chunk->data_offset, "A chunk of %lld longs for a palette of %u.", (long long)chunk->longs,
                       in->palette.count);
        return;
    }
    for (unsigned cell = 0; cell < CELLS; cell++) {
        uint32_t value = bits > 0 ? (uint32_t)(chunk->data[cell / in_long] >> cell % in_long * bits & (((uint64_t)1 << bits) - 1)) : 0;
        if (value >= in->palette.count) {
            verdict_refuse(&in->verdict, REASON_PALETTE_INDEX, chunk->data_offset, "A block has index %u; the palette has %u entries.", value,
                           in->palette.count);
            return;
        }
        if (cell > 0 && (value != last || cell % SIDE == 0)) {
            take_run(chunk, last, start, cell - start);
            start = cell;
        }
        last = value;
    }
    take_run(chunk, last, start, CELLS - start);
}

static void read_chunk(struct inspection *in)
{
    static const struct shape_field fields[] = {
        [CHUNK_X] = SHAPE_FIELD("X", NBT_INT, shape_i32, offsetof(struct chunk, at[0])),
        [CHUNK_Y] = SHAPE_FIELD("Y", NBT_INT, shape_i32, offsetof(struct chunk, at[1])),
        [CHUNK_Z] = SHAPE_FIELD("Z", NBT_INT, shape_i32, offsetof(struct chunk, at[2])),
        [CHUNK_STATES] = SHAPE_FIELD("BlockStates", NBT_COMPOUND, read_states, 0),
    };
    static const struct shape shape = SHAPE(fields);
    struct shape_seen seen = {0};
    struct chunk chunk = {.in = in};
    int64_t offset = nbt_offset(&in->nbt);
    palette_clear(&in->palette);
    shape_read(&in->nbt, &shape, &seen, &chunk);
    if (!shape_require(&in->nbt, &shape, &seen, SHAPE_BIT(shape.count) - 1, offset))
        return;
    for (size_t i = 0; i < 3; i++)
        if (chunk.at[i] > PLACE_MAX || chunk.at[i] < -PLACE_MAX) {
            verdict_refuse(&in->verdict, REASON_BAD_SIZE, offset, "A chunk at %d.", chunk.at[i]);
            return;
        }
    in->litematica.volume += CELLS;
    if (in->litematica.volume > in->budget.blocks)
        verdict_refuse(&in->verdict, REASON_TOO_MANY_BLOCKS, offset, "The chunks hold more than %lld blocks.", (long long)in->budget.blocks);
    else
        settle_chunk(&chunk);
}

void axiom_read_regions(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct nbt_list list;
    int64_t offset = nbt_offset(nbt);
    if (!nbt_list(nbt, &list))
        return;
    if (list.count > 0 && list.element != NBT_COMPOUND)
        verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, offset, "The chunks are a list of %s; compounds are expected.", nbt_tag_name(list.element));
    while (nbt_element(nbt, &list))
        read_chunk(in);
}

void axiom_settle(struct inspection *in)
{
    if (!in->box.any) {
        verdict_refuse(&in->verdict, REASON_EMPTY, in->root_offset, "No chunk holds a block.");
        return;
    }
    inspection_take_box(in);
    const int64_t sides[3] = {in->width, in->height, in->length};
    inspection_volume(in, sides, in->root_offset);
    in->facts->regions = 1;
}
