#include "schematic/axiom_chunk.h"

#include "schematic/packed.h"
#include "schematic/state.h"

enum { CHUNK_X, CHUNK_Y, CHUNK_Z, CHUNK_STATES };
enum { CHUNK_LONGS = CHUNK_CELLS * PALETTE_BITS / 64, PLACE_MAX = 1 << 24 };

/* A part's length. */
static int64_t read_length(struct nbt *nbt)
{
    int64_t offset = nbt_offset(nbt), n = nbt_integer(nbt, NBT_INT);
    if (n < 0)
        verdict_refuse(nbt->verdict, REASON_NEGATIVE_LENGTH, offset, "A part of %lld bytes.", (long long)n);
    return verdict_stands(nbt->verdict) ? n : 0;
}

static void read_header(struct nbt *nbt, int64_t length, void (*header)(struct nbt *, void *at), void *at)
{
    int64_t offset = nbt_offset(nbt);
    if (!nbt_root(nbt))
        return;
    if (header)
        header(nbt, at);
    else
        nbt_skip(nbt, NBT_COMPOUND);
    if (nbt_offset(nbt) - offset != length)
        verdict_refuse(nbt->verdict, REASON_TRAILING_DATA, nbt_offset(nbt), "The header takes %lld bytes; it says %lld.",
                       (long long)(nbt_offset(nbt) - offset), (long long)length);
}

void axiom_read_head(struct nbt *nbt, struct arena *arena, void (*header)(struct nbt *, void *at), void *at)
{
    enum { LENGTH = 4 };
    struct source *source = &nbt->source;
    nbt_integer(nbt, NBT_INT);
    int64_t length = read_length(nbt);
    source_allow(source, length + LENGTH);
    read_header(nbt, length, header, at);
    int64_t picture = read_length(nbt);
    source_allow(source, picture + LENGTH);
    nbt_pass(nbt, picture);
    read_length(nbt);
    if (verdict_stands(nbt->verdict))
        source_inflate(source, arena);
}

bool axiom_says_nothing(struct str state)
{
    return state_is_absent(state) || str_eq(state, STR("minecraft:void_air"));
}

static void read_data(struct nbt *nbt, void *at)
{
    struct axiom_chunk *chunk = at;
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
    palette_read_states(nbt, ((struct axiom_chunk *)at)->palette);
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
    ((struct axiom_chunk *)at)->data_offset = offset;
    shape_read(nbt, &shape, &seen, at);
    shape_require(nbt, &shape, &seen, SHAPE_BIT(PALETTE), offset);
}

/* As the game itself packs a chunk's blocks: none for a single state, else 4 bits or more, none across two longs. */
static unsigned bits_for(uint32_t entries)
{
    unsigned bits = entries > 1 ? packed_bits(entries) : 0;
    return bits > 0 && bits < 4 ? 4 : bits;
}

static int64_t longs_for(unsigned bits)
{
    unsigned in_long = bits > 0 ? 64 / bits : 0;
    return bits > 0 ? (CHUNK_CELLS + in_long - 1) / in_long : 0;
}

static bool unpack(struct nbt *nbt, struct axiom_chunk *chunk)
{
    uint32_t entries = chunk->palette->count;
    unsigned bits = bits_for(entries), in_long = bits > 0 ? 64 / bits : CHUNK_CELLS /* of the first long, whose bits are not looked at */;
    const uint64_t mask = ((uint64_t)1 << bits) - 1;
    if (entries == 0 || chunk->longs != longs_for(bits)) {
        verdict_refuse(nbt->verdict, REASON_BLOCK_COUNT, chunk->data_offset, "A chunk of %lld longs for a palette of %u.", (long long)chunk->longs, entries);
        return false;
    }
    for (unsigned cell = 0; cell < CHUNK_CELLS; cell++) {
        uint32_t value = (uint32_t)(chunk->data[cell / in_long] >> cell % in_long * bits & mask);
        if (value >= entries) {
            verdict_refuse(nbt->verdict, REASON_PALETTE_INDEX, chunk->data_offset, "A block has index %u; the palette has %u entries.", value, entries);
            return false;
        }
        chunk->cells[cell] = (uint16_t)value;
    }
    return true;
}

bool axiom_read_chunk(struct nbt *nbt, struct palette *palette, struct axiom_chunk *chunk)
{
    static const struct shape_field fields[] = {
        [CHUNK_X] = SHAPE_FIELD("X", NBT_INT, shape_i32, offsetof(struct axiom_chunk, at[0])),
        [CHUNK_Y] = SHAPE_FIELD("Y", NBT_INT, shape_i32, offsetof(struct axiom_chunk, at[1])),
        [CHUNK_Z] = SHAPE_FIELD("Z", NBT_INT, shape_i32, offsetof(struct axiom_chunk, at[2])),
        [CHUNK_STATES] = SHAPE_FIELD("BlockStates", NBT_COMPOUND, read_states, 0),
    };
    static const struct shape shape = SHAPE(fields);
    struct shape_seen seen = {0};
    int64_t offset = nbt_offset(nbt);
    palette_clear(palette);
    chunk->palette = palette;
    chunk->longs = 0;
    chunk->data[0] = 0;
    shape_read(nbt, &shape, &seen, chunk);
    if (!shape_require(nbt, &shape, &seen, SHAPE_BIT(shape.count) - 1, offset))
        return false;
    for (size_t i = 0; i < 3; i++)
        if (chunk->at[i] > PLACE_MAX || chunk->at[i] < -PLACE_MAX) {
            verdict_refuse(nbt->verdict, REASON_BAD_SIZE, offset, "A chunk at %d.", chunk->at[i]);
            return false;
        }
    return unpack(nbt, chunk);
}
