/* MCEdit schematics: a byte a block, and in some files four bits more each. Tools disagree on which half of a byte belongs to
 * the even block: WorldEdit takes the low one, Schematica the high one. Whether a block is air may hang on that, so both are
 * counted. Blocks and AddBlocks may come in either order: each leaves a bit set, which are compared at the end.
 *
 * What a block is takes all its numbers, which lie far apart: they are held until all are there, for builds of up to HELD_MAX
 * blocks in the first pass, of larger ones a slice in each further pass. Blocks and data are held as runs, which mostly take
 * little memory. */
#include <string.h>

#include "schematic/format.h"
#include "schematic/legacy.h"
#include "schematic/state.h"

enum { HELD_MAX = 13 * 1024 * 1024, UPPER_MAX = 8 * 1024 * 1024 };
enum { BLOCKS_BYTES = RUNS_BYTES(HELD_MAX, false), DATA_BYTES = RUNS_BYTES(HELD_MAX, true), HELD_BYTES = BLOCKS_BYTES + DATA_BYTES + UPPER_MAX / 2 };
enum { DATA_BITS = 4, NUMBERS = PALETTE_LIMIT >> DATA_BITS };

/* How many blocks the two bit sets in the scratch can tell apart. Only files with AddBlocks are held to it. */
#define SET_BLOCKS ((int64_t)INSPECTION_SCRATCH / 2 * 8)

/* NULL after the first pass, which counted all there is to count. */
static uint64_t *set_of(struct inspection *in, size_t half)
{
    if (in->known.there)
        return NULL;
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

static uint8_t *held_upper(const struct mcedit *mcedit)
{
    return mcedit->held + BLOCKS_BYTES + DATA_BYTES;
}

/* In the first pass all of an array of COUNT blocks is held, or nothing. */
static void plan_held(struct inspection *in, int64_t count)
{
    struct mcedit *mcedit = &in->mcedit;
    if (!mcedit->held)
        mcedit->held = inspection_memory(in->pass_arena, HELD_BYTES);
    if (!in->known.there) {
        mcedit->from = 0;
        mcedit->until = count <= HELD_MAX ? HELD_MAX : 0;
    }
}

/* The part of N places from FIRST on that is in the slice: from *SKIP on, so many. */
static size_t in_slice(const struct mcedit *mcedit, int64_t first, size_t n, size_t *skip)
{
    int64_t from = first > mcedit->from ? first : mcedit->from;
    int64_t until = first + (int64_t)n < mcedit->until ? first + (int64_t)n : mcedit->until;
    *skip = until > from ? (size_t)(from - first) : 0;
    return until > from ? (size_t)(until - from) : 0;
}

static void hold_halves(uint8_t *into, int64_t at, const uint8_t *p, size_t n)
{
    size_t i = 0;
    for (; at % 2 == 0 && n - i >= 8; i += 8, at += 8) {
        uint64_t halves = nbt_load(p + i, 8) & 0x0f0f0f0f0f0f0f0f;
        if (halves == 0) /* as the memory is already; what is not written takes no pages */
            continue;
        halves = (halves | halves >> 4) & 0x00ff00ff00ff00ff;
        halves = (halves | halves >> 8) & 0x0000ffff0000ffff;
        uint32_t packed = (uint32_t)(halves | halves >> 16);
        memcpy(into + at / 2, &packed, sizeof packed);
    }
    for (; i < n; i++, at++)
        into[at / 2] = (uint8_t)(at % 2 == 0 ? p[i] & 0x0f : into[at / 2] | p[i] << 4);
}

static void hold(struct inspection *in, struct mcedit_array *array, int64_t first, const uint8_t *p, size_t n)
{
    struct mcedit *mcedit = &in->mcedit;
    size_t skip;
    n = in_slice(mcedit, first, n, &skip);
    int64_t at = first + (int64_t)skip - mcedit->from;
    if (n == 0)
        return;
    if (array->runs.bytes)
        runs_put(&array->runs, p + skip, n);
    else if (at < UPPER_MAX)
        hold_halves(held_upper(mcedit), at, p + skip, (int64_t)n < UPPER_MAX - at ? n : (size_t)(UPPER_MAX - at));
}

/* Which of N upper bytes is the first that no block number has; N where there is none. */
static size_t find_too_high(const uint8_t *p, size_t n)
{
    size_t i = 0;
    while (i < n && p[i] < NUMBERS >> 8)
        i++;
    return i;
}

/* Reads a byte array of one byte a block; answers how many are not 0, where there is a set to note them in. */
static int64_t read_numbers(struct nbt *nbt, struct inspection *in, struct mcedit_array *into, const struct nbt_array *from)
{
    struct nbt_array array = *from;
    int64_t solid = 0;
    size_t n;
    into->count = array.count;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n));) {
        int64_t first = array.count - array.left - (int64_t)n;
        size_t high = into == &in->mcedit.bytes && into->too_high == 0 ? find_too_high(p, n) : n;
        if (high < n)
            into->too_high = into->offset + (int64_t)sizeof(int32_t) + first + (int64_t)high;
        hold(in, into, first, p, n);
        solid += into->set ? mark_solid(into->set, first, p, n) : 0;
    }
    if (into->runs.bytes)
        runs_close(&into->runs);
    return solid;
}

static bool open_numbers(struct nbt *nbt, struct inspection *in, struct mcedit_array *into, struct nbt_array *array)
{
    into->offset = nbt_offset(nbt);
    if (!nbt_array(nbt, NBT_BYTE_ARRAY, array))
        return false;
    plan_held(in, array->count);
    return true;
}

void mcedit_read_blocks(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct mcedit *mcedit = &in->mcedit;
    struct mcedit_array *into = &mcedit->blocks;
    struct nbt_array array;
    if (!open_numbers(nbt, in, into, &array))
        return;
    runs_open(&into->runs, mcedit->held, false);
    into->set = array.count > HELD_MAX ? set_of(in, 0) : NULL;
    mcedit->solid = read_numbers(nbt, in, into, &array);
}

/* The upper byte of each block, as early Schematica wrote it. */
void mcedit_read_bytes(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct nbt_array array;
    if (in->mcedit.nibbles.offset > 0) {
        nbt_skip(nbt, NBT_BYTE_ARRAY);
        return;
    }
    in->mcedit.bytes.set = set_of(in, 1);
    if (open_numbers(nbt, in, &in->mcedit.bytes, &array))
        read_numbers(nbt, in, &in->mcedit.bytes, &array);
}

/* AddBlocks counts where both are there, as in Schematica itself. */
static void forget_bytes(struct mcedit *mcedit)
{
    if (mcedit->bytes.offset == 0)
        return;
    if (mcedit->bytes.set)
        memset(mcedit->bytes.set, 0, INSPECTION_SCRATCH / 2);
    memset(held_upper(mcedit), 0, UPPER_MAX / 2);
    mcedit->bytes = (struct mcedit_array){0};
}

/* Two blocks a byte: the set and what is held are as WorldEdit pairs them. */
void mcedit_read_nibbles(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct mcedit_array *into = &in->mcedit.nibbles;
    struct nbt_array array;
    into->set = set_of(in, 1);
    into->offset = nbt_offset(nbt);
    if (!nbt_array(nbt, NBT_BYTE_ARRAY, &array))
        return;
    plan_held(in, 2 * array.count - 1);
    forget_bytes(&in->mcedit);
    into->count = array.count;
    size_t n, skip;
    int64_t block = 0;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n));) {
        size_t kept = in_slice(&in->mcedit, block, 2 * n, &skip);
        int64_t held = block + (int64_t)skip - in->mcedit.from;
        for (size_t i = 0; i < kept && held + (int64_t)i < UPPER_MAX; i += 2) /* slices start at even blocks */
            held_upper(&in->mcedit)[(held + (int64_t)i) / 2] = p[(skip + i) / 2];
        for (size_t i = 0; i < n; i++, block += 2)
            if (into->set)
                put_bit(into->set, block, (uint64_t)((p[i] & 0x0f) != 0) | (uint64_t)((p[i] & 0xf0) != 0) << 1);
    }
}

void mcedit_read_data(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct mcedit_array *into = &in->mcedit.data;
    struct nbt_array array;
    if (!open_numbers(nbt, in, into, &array))
        return;
    runs_open(&into->runs, in->mcedit.held + BLOCKS_BYTES, true);
    read_numbers(nbt, in, into, &array);
}

/* A block alone, for data is made a property of it. */
static bool may_take_data(struct str state)
{
    return str_eq(state_name(state), state) && state.n + sizeof "[data=15]" <= STATE_MAX;
}

static void name_number(struct inspection *in, int64_t offset, struct str written, int64_t number)
{
    struct buf canonical;
    uint32_t index;
    buf_init(&canonical, STATE_MAX);
    if (number < 0 || number >= NUMBERS)
        verdict_refuse(&in->verdict, REASON_BAD_PALETTE, offset, "Block number %lld; at most %d.", (long long)number, NUMBERS - 1);
    else if (!state_canonical(written, &canonical) || !may_take_data(buf_str(&canonical)))
        verdict_refuse(&in->verdict, REASON_BAD_PALETTE, offset, "The name of number %lld is not a block.", (long long)number);
    else if (state_is_air(buf_str(&canonical)) != (number == 0))
        verdict_refuse(&in->verdict, REASON_BAD_PALETTE, offset, "Air has a number other than 0, or another block has 0.");
    else if (!states_intern(&in->states, buf_str(&canonical), &index))
        verdict_refuse(&in->verdict, REASON_PALETTE_TOO_LONG, offset, "The names are too long.");
    else
        in->mcedit.names[number] = index + 1;
    buf_free(&canonical);
}

/* Schematica's own numbers by name. Air must be 0 there as everywhere, for 0 is what is counted as air. */
void mcedit_read_mapping(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct nbt_field field;
    in->mcedit.by_schematica = true;
    in->mcedit.names = arena_array(in->pass_arena, NUMBERS, sizeof *in->mcedit.names);
    if (!nbt_compound(nbt))
        return;
    while (nbt_field(nbt, &field)) {
        char name[STATE_MAX];
        struct str written = {name, field.name.n < STATE_MAX ? field.name.n : 0};
        memcpy(name, field.name.p, written.n);
        if (field.tag != NBT_SHORT)
            verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, field.offset, "A block number is of type %s; short is expected.",
                           nbt_tag_name(field.tag));
        else
            name_number(in, field.offset, written, nbt_integer(nbt, NBT_SHORT));
    }
}

static bool check_count(struct inspection *in, const char *name, const struct mcedit_array *array, int64_t least, int64_t most)
{
    if (array->count < least || array->count > most)
        verdict_refuse(&in->verdict, REASON_BLOCK_COUNT, array->offset, "%s has %lld bytes; %lld are expected.", name, (long long)array->count,
                       (long long)least);
    return verdict_stands(&in->verdict);
}

static bool check_bytes(struct inspection *in)
{
    if (in->mcedit.bytes.too_high > 0)
        verdict_refuse(&in->verdict, REASON_PALETTE_INDEX, in->mcedit.bytes.too_high, "A block's number is above %d.", NUMBERS - 1);
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

static void settle_states(struct inspection *in, uint32_t end)
{
    struct buf state;
    uint32_t index;
    buf_init(&state, 2 * STATE_MAX);
    for (uint32_t i = 0; i < end; i++) {
        if (in->tallies[i].count == 0)
            continue;
        buf_clear(&state);
        legacy_put_state(&state, &in->states, in->mcedit.names, i >> DATA_BITS, i % (1 << DATA_BITS));
        if (!states_intern(&in->states, buf_str(&state), &index))
            verdict_refuse(&in->verdict, REASON_PALETTE_TOO_LONG, in->mcedit.blocks.offset, "The names are too long.");
        else
            tally_join(&in->states.entries[index].tally, &in->tallies[i]);
        in->tallies[i] = (struct tally){0};
    }
    buf_free(&state);
}

/* No field stands at the very start of a file. */
static bool has_upper(const struct mcedit *mcedit)
{
    return mcedit->nibbles.offset > 0 || mcedit->bytes.offset > 0;
}

/* Half a byte; SWAPPED as Schematica pairs them. */
static inline unsigned half(const uint8_t *halves, int64_t i, bool swapped)
{
    return (unsigned)halves[i / 2] >> ((i % 2 != 0) != swapped ? 4 : 0) & 0x0fu;
}

/* Where blocks are read back: all that is known of the unit at PLACE. */
struct unit {
    const uint8_t *blocks, *data;
    const uint8_t *upper; /* of all blocks; NULL: of none */
    bool swapped;
    int64_t place;
};

/* Whether all blocks of eight, half a unit from AT on, have VALUE. */
static inline bool go_on(const struct unit *unit, size_t at, uint32_t value)
{
    const uint64_t ones = 0x0101010101010101;
    return nbt_load(unit->blocks + at, 8) == (value >> DATA_BITS) * ones && nbt_load(unit->data + at / 2, 4) == (value & 0x0f) * UINT64_C(0x11111111);
}

/* N blocks of half a unit from AT on. */
static void push_few(const struct unit *unit, struct stream *stream, size_t at, size_t n)
{
    uint16_t values[RUNS_UNIT / 2];
    const uint8_t *blocks = unit->blocks + at, *data = unit->data + at / 2;
    for (size_t i = 0; i < RUNS_UNIT / 4; i++) {
        values[2 * i] = (uint16_t)(blocks[2 * i] << DATA_BITS | (data[i] & 0x0f));
        values[2 * i + 1] = (uint16_t)(blocks[2 * i + 1] << DATA_BITS | data[i] >> 4);
    }
    for (size_t i = 0; unit->upper && i < n; i++)
        values[i] = (uint16_t)(values[i] | half(unit->upper, unit->place + (int64_t)(at + i), unit->swapped) << (8 + DATA_BITS));
    stream_values(stream, values, n);
}

/* N blocks, at most a unit. */
static void push_unit(const struct unit *unit, struct stream *stream, size_t n)
{
    enum { EIGHT = RUNS_UNIT / 2 };
    for (size_t at = 0; at < n; at += EIGHT) {
        if (!unit->upper && n - at >= EIGHT && stream->value >> DATA_BITS <= 0xff && go_on(unit, at, stream->value))
            stream_push(stream, stream->value, EIGHT);
        else
            push_few(unit, stream, at, n - at >= EIGHT ? EIGHT : n - at);
    }
}

/* Whether the unit is of one kind of block throughout, and its upper bits are none. */
static bool is_alike(const struct unit *unit, uint32_t *value)
{
    *value = (uint32_t)(unit->blocks[0] << DATA_BITS | (unit->data[0] & 0x0f));
    return !unit->upper && go_on(unit, 0, *value) && go_on(unit, RUNS_UNIT / 2, *value);
}

/* N blocks from the readers' runs on, which have as many. */
static void push_runs(struct unit *unit, struct stream *stream, const struct runs *blocks, const struct runs *data, int64_t n)
{
    struct runs_reader block = runs_read(blocks), datum = runs_read(data);
    uint32_t value;
    for (size_t units; unit->place < n; unit->place += (int64_t)units * RUNS_UNIT, runs_pass(&block, units), runs_pass(&datum, units)) {
        int64_t left = n - unit->place;
        unit->blocks = block.unit;
        unit->data = datum.unit;
        units = 1;
        if (!block.same || !datum.same || !is_alike(unit, &value)) {
            push_unit(unit, stream, left < RUNS_UNIT ? (size_t)left : RUNS_UNIT);
            continue;
        }
        units = block.left < datum.left ? block.left : datum.left;
        stream_push(stream, value, (int64_t)units * RUNS_UNIT < left ? (int64_t)units * RUNS_UNIT : left);
    }
}

static void settle_slice(struct inspection *in, int64_t volume)
{
    struct mcedit *mcedit = &in->mcedit;
    struct unit unit = {.upper = has_upper(mcedit) ? held_upper(mcedit) : NULL, .swapped = mcedit->nibbles.offset > 0 && mcedit->by_schematica};
    int64_t n = (mcedit->until < volume ? mcedit->until : volume) - mcedit->from;
    struct stream stream;
    stream_open_from(&stream, in->tallies, mcedit->from);
    push_runs(&unit, &stream, &mcedit->blocks.runs, &mcedit->data.runs, n);
    stream_close(&stream);
    settle_states(in, stream.end);
}

/* What is held throughout is marked only for upper bits to be compared with; without these, all of it is about to be told apart. */
static void mark_held(struct inspection *in)
{
    struct mcedit *mcedit = &in->mcedit;
    struct runs_reader reader = runs_read(&mcedit->blocks.runs);
    mcedit->blocks.set = set_of(in, 0);
    for (int64_t first = 0; reader.left > 0; runs_pass(&reader, 1), first += RUNS_UNIT)
        mcedit->solid += mark_solid(mcedit->blocks.set, first, reader.unit, RUNS_UNIT);
}

/* Counts all, unless an earlier pass did. */
static void settle_count(struct inspection *in, int64_t volume)
{
    struct mcedit *mcedit = &in->mcedit;
    if (has_upper(mcedit) && !mcedit->blocks.set)
        mark_held(in);
    in->facts->blocks = mcedit->solid;
    if (mcedit->nibbles.set && check_count(in, "AddBlocks", &mcedit->nibbles, (volume + 1) / 2, volume / 2 + 1))
        in->facts->blocks += settle_upper(in, &mcedit->nibbles, volume);
    else if (mcedit->bytes.set && check_count(in, "Add", &mcedit->bytes, volume, volume) && check_bytes(in))
        in->facts->blocks += settle_upper(in, &mcedit->bytes, volume);
}

void mcedit_settle(struct inspection *in)
{
    struct mcedit *mcedit = &in->mcedit;
    const int64_t sides[3] = {in->width, in->height, in->length};
    int64_t volume = inspection_volume(in, sides, in->root_offset);
    if (!check_count(in, "Blocks", &mcedit->blocks, volume, volume) || !check_count(in, "Data", &mcedit->data, volume, volume))
        return;
    in->facts->regions = 1;
    if (!in->known.there)
        settle_count(in, volume);
    if (!verdict_stands(&in->verdict))
        return;
    bool upper = has_upper(mcedit);
    if (in->known.there || volume <= (upper ? UPPER_MAX : HELD_MAX))
        settle_slice(in, volume);
    else
        in->placed = false;
}

bool mcedit_next_slice(struct inspection *in, int64_t from)
{
    struct mcedit *mcedit = &in->mcedit;
    mcedit->from = from;
    mcedit->until = from + UPPER_MAX;
    return from < in->known.sides[0] * in->known.sides[1] * in->known.sides[2];
}
