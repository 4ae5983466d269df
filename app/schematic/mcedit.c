/* MCEdit schematics: a byte a block, and in some files four bits more each. Tools disagree on which half of a byte belongs to
 * the even block: WorldEdit takes the low one, Schematica the high one. Whether a block is air may hang on that, so both are
 * counted. Blocks and AddBlocks may come in either order: each leaves a bit set, which are compared at the end. */
#include <string.h>

#include "schematic/format.h"

/* How many blocks the two bit sets in the scratch can tell apart. Only files with AddBlocks are held to it. */
#define SET_BLOCKS ((int64_t)INSPECTION_SCRATCH / 2 * 8)

static uint64_t *set_of(struct inspection *in, size_t half)
{
    return (uint64_t *)(void *)(inspection_scratch(in) + half * (INSPECTION_SCRATCH / 2));
}

/* 0x01 for each of 8 bytes that is not 0, first byte lowest. */
static inline uint64_t solid_bytes(const uint8_t *p)
{
    const uint64_t sevens = 0x7f7f7f7f7f7f7f7f;
    uint64_t word;
    memcpy(&word, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return (((word & sevens) + sevens) | word) >> 7 & 0x0101010101010101;
}

static void put_bit(uint64_t *set, int64_t i, uint64_t bit)
{
    if (i < SET_BLOCKS)
        set[i / 64] |= bit << i % 64;
}

/* Marks the blocks from FIRST on; answers how many of the N are not 0. */
static int64_t mark_solid(uint64_t *set, int64_t first, const uint8_t *p, size_t n)
{
    int64_t solid = 0;
    size_t i = 0;
    for (; i < n && (first + (int64_t)i) % 8 != 0; i++) {
        put_bit(set, first + (int64_t)i, p[i] != 0);
        solid += p[i] != 0;
    }
    for (; n - i >= 8; i += 8) {
        uint64_t bytes = solid_bytes(p + i);
        if (bytes == 0)
            continue;
        put_bit(set, first + (int64_t)i, bytes * 0x0102040810204080 >> 56); /* the eight lowest bits, side by side */
        solid += (int64_t)(bytes * 0x0101010101010101 >> 56);               /* and their sum */
    }
    for (; i < n; i++) {
        put_bit(set, first + (int64_t)i, p[i] != 0);
        solid += p[i] != 0;
    }
    return solid;
}

/* Reads a byte array of one byte a block; answers how many are not 0. */
static int64_t read_numbers(struct nbt *nbt, struct mcedit_array *into)
{
    struct nbt_array array;
    int64_t solid = 0;
    into->offset = nbt_offset(nbt);
    if (!nbt_array(nbt, NBT_BYTE_ARRAY, &array))
        return 0;
    into->count = array.count;
    size_t n;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n));)
        solid += mark_solid(into->set, array.count - array.left - (int64_t)n, p, n);
    return solid;
}

void mcedit_read_blocks(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    in->mcedit.blocks.set = set_of(in, 0);
    in->mcedit.solid = read_numbers(nbt, &in->mcedit.blocks);
}

/* The upper byte of each block, as early Schematica wrote it. */
void mcedit_read_bytes(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    in->mcedit.bytes.set = set_of(in, 1);
    read_numbers(nbt, &in->mcedit.bytes);
}

void mcedit_read_nibbles(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct mcedit_array *into = &in->mcedit.nibbles;
    struct nbt_array array;
    into->set = set_of(in, 1);
    into->offset = nbt_offset(nbt);
    if (!nbt_array(nbt, NBT_BYTE_ARRAY, &array))
        return;
    into->count = array.count;
    size_t n;
    int64_t block = 0;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n));)
        for (size_t i = 0; i < n; i++, block += 2)
            put_bit(into->set, block, (uint64_t)((p[i] & 0x0f) != 0) | (uint64_t)((p[i] & 0xf0) != 0) << 1);
}

void mcedit_read_data(struct nbt *nbt, void *at)
{
    struct mcedit_array *data = &((struct inspection *)at)->mcedit.data;
    struct nbt_array array;
    size_t n;
    data->offset = nbt_offset(nbt);
    if (!nbt_array(nbt, NBT_BYTE_ARRAY, &array))
        return;
    data->count = array.count;
    while (nbt_run(nbt, &array, &n))
        continue;
}

/* Schematica's own numbers by name. Air must be 0 there as everywhere, for 0 is what is counted as air. */
void mcedit_read_mapping(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct nbt_field field;
    in->mcedit.by_schematica = true;
    if (!nbt_compound(nbt))
        return;
    while (nbt_field(nbt, &field)) {
        bool air = block_is_air(field.name);
        if (field.tag != NBT_SHORT)
            verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, field.offset, "A block number is of type %s; short is expected.", nbt_tag_name(field.tag));
        else if (nbt_integer(nbt, NBT_SHORT) != 0 && air)
            verdict_refuse(nbt->verdict, REASON_BAD_PALETTE, field.offset, "Air has a number other than 0.");
    }
}

static bool check_count(struct inspection *in, const char *name, const struct mcedit_array *array, int64_t least, int64_t most)
{
    if (array->count < least || array->count > most)
        verdict_refuse(&in->verdict, REASON_BLOCK_COUNT, array->offset, "%s has %lld bytes; %lld are expected.", name,
                       (long long)array->count, (long long)least);
    return verdict_stands(&in->verdict);
}

static uint64_t swap_pairs(uint64_t bits)
{
    const uint64_t even = 0x5555555555555555;
    return (bits & even) << 1 | (bits >> 1 & even);
}

/* Blocks below VOLUME whose low byte is 0 and whose upper part is not: as WorldEdit and as Schematica pair the halves. */
static void count_upper(const struct mcedit *mcedit, const uint64_t *upper, int64_t volume, int64_t counts[2])
{
    counts[0] = counts[1] = 0;
    for (int64_t first = 0; first < volume; first += 64) {
        uint64_t inside = volume - first >= 64 ? UINT64_MAX : ((uint64_t)1 << (volume - first)) - 1;
        uint64_t zero = ~mcedit->blocks.set[first / 64] & inside;
        counts[0] += __builtin_popcountll(zero & upper[first / 64]);
        counts[1] += __builtin_popcountll(zero & swap_pairs(upper[first / 64]));
    }
}

static int64_t settle_upper(struct inspection *in, const struct mcedit_array *upper, int64_t volume)
{
    const struct mcedit *mcedit = &in->mcedit;
    int64_t counts[2];
    if (volume > SET_BLOCKS) {
        verdict_refuse(&in->verdict, REASON_TOO_MANY_BLOCKS, upper->offset, "With block numbers above 255, at most %lld blocks.",
                       (long long)SET_BLOCKS);
        return 0;
    }
    count_upper(mcedit, upper->set, volume, counts);
    if (upper == &mcedit->bytes)
        return counts[0];
    if (counts[0] != counts[1])
        verdict_warn(&in->verdict, WARNING_NIBBLE_ORDER);
    return counts[mcedit->by_schematica];
}

void mcedit_settle(struct inspection *in)
{
    struct mcedit *mcedit = &in->mcedit;
    const int64_t sides[3] = {in->width, in->height, in->length};
    int64_t volume = inspection_volume(in, sides, in->root_offset);
    if (!check_count(in, "Blocks", &mcedit->blocks, volume, volume) || !check_count(in, "Data", &mcedit->data, volume, volume))
        return;
    in->facts->blocks = mcedit->solid;
    in->facts->regions = 1;
    if (mcedit->nibbles.set && check_count(in, "AddBlocks", &mcedit->nibbles, (volume + 1) / 2, volume / 2 + 1))
        in->facts->blocks += settle_upper(in, &mcedit->nibbles, volume);
    else if (mcedit->bytes.set && check_count(in, "Add", &mcedit->bytes, volume, volume))
        in->facts->blocks += settle_upper(in, &mcedit->bytes, volume);
}
