/* MCEdit schematics: a byte a block, and in some files four bits more each. Tools disagree on which half of a byte belongs to
 * the even block: WorldEdit takes the low one, Schematica the high one. Whether a block is air may hang on that, so both are
 * counted. Blocks and AddBlocks may come in either order: each leaves a bit set, which are compared at the end.
 *
 * What a block is takes all its numbers, which lie far apart: they are held until all are there, for builds of up to HELD_MAX
 * blocks in the first pass, of larger ones a slice in each further pass. Blocks and data are held by pages, of which most are
 * alike throughout: those take a mark and no memory. */
#include <string.h>

#include "schematic/format.h"
#include "schematic/legacy.h"
#include "schematic/state.h"

/* Held are a byte a block, half a byte of data, and of at most UPPER_MAX half a byte of upper bits. */
enum { HELD_MAX = 13 * 1024 * 1024, UPPER_MAX = 8 * 1024 * 1024, HELD_BYTES = HELD_MAX + HELD_MAX / 2 + UPPER_MAX / 2 };
enum { PAGE = 4096, PAGES = HELD_MAX / PAGE, MARKS_BYTES = 2 * PAGES * sizeof(uint16_t) };
enum { PAGE_ALIKE = 1 << 8 /* with the number that all blocks of the page have; else the page lies in memory */ };
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

/* The same for a page of N blocks from FIRST on that are all like the first. */
static int64_t mark_alike(uint64_t *set, int64_t first, uint8_t number, size_t n)
{
    if (number == 0)
        return 0;
    for (size_t i = 0; i < n; i += 8)
        put_bit(set, first + (int64_t)i, 0xff);
    return (int64_t)n;
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

/* Where the held numbers of a kind start. */
static uint8_t *held_data(const struct mcedit *mcedit)
{
    return mcedit->held + HELD_MAX;
}

static uint8_t *held_upper(const struct mcedit *mcedit)
{
    return mcedit->held + HELD_MAX + HELD_MAX / 2;
}

/* One mark a page, of blocks or of data. */
static uint16_t *marks_of(const struct mcedit *mcedit, bool data)
{
    return (uint16_t *)(void *)(mcedit->held + HELD_BYTES) + (data ? PAGES : 0);
}

/* In the first pass all of an array of COUNT blocks is held, or nothing. */
static void plan_held(struct inspection *in, int64_t count)
{
    struct mcedit *mcedit = &in->mcedit;
    if (!mcedit->held)
        mcedit->held = inspection_memory(in->pass_arena, HELD_BYTES + MARKS_BYTES);
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

/* Puts the first N blocks of the page at AT into memory, as its mark has them. */
static void spread_mark(struct mcedit *mcedit, bool data, int64_t at, size_t n)
{
    uint8_t number = (uint8_t)marks_of(mcedit, data)[at / PAGE];
    if (!data) {
        memset(mcedit->held + at, number, n);
        return;
    }
    uint8_t *halves = held_data(mcedit) + at / 2;
    memset(halves, (number & 0x0f) * 0x11, n / 2);
    if (n % 2 != 0)
        halves[n / 2] = number & 0x0f;
}

/* N blocks of one page. */
static void hold_paged(struct mcedit *mcedit, bool data, int64_t at, const uint8_t *p, size_t n, bool alike)
{
    uint16_t *mark = &marks_of(mcedit, data)[at / PAGE];
    size_t before = (size_t)(at % PAGE);
    if (alike && (before == 0 || *mark == (PAGE_ALIKE | p[0]))) {
        *mark = PAGE_ALIKE | p[0];
        return;
    }
    if (before > 0 && *mark != 0)
        spread_mark(mcedit, data, at - (int64_t)before, before);
    *mark = 0;
    if (data)
        hold_halves(held_data(mcedit), at, p, n);
    else
        memcpy(mcedit->held + at, p, n);
}

static void hold(struct inspection *in, const struct mcedit_array *array, int64_t first, const uint8_t *p, size_t n, bool alike)
{
    struct mcedit *mcedit = &in->mcedit;
    size_t skip;
    n = in_slice(mcedit, first, n, &skip);
    int64_t at = first + (int64_t)skip - mcedit->from;
    if (n == 0)
        return;
    if (array != &mcedit->bytes)
        hold_paged(mcedit, array == &mcedit->data, at, p + skip, n, alike);
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

/* N numbers of one page, from place FIRST on; answers how many are not 0, where there is a set to note them in. */
static int64_t take_numbers(struct inspection *in, struct mcedit_array *into, int64_t first, const uint8_t *p, size_t n)
{
    bool alike = memcmp(p, p + 1, n - 1) == 0;
    size_t high = into == &in->mcedit.bytes && into->too_high == 0 ? find_too_high(p, alike ? 1 : n) : n;
    if (high < (alike ? 1 : n))
        into->too_high = into->offset + (int64_t)sizeof(int32_t) + first + (int64_t)high;
    hold(in, into, first, p, n, alike);
    if (!into->set)
        return 0;
    return alike && n == PAGE ? mark_alike(into->set, first, p[0], n) : mark_solid(into->set, first, p, n);
}

/* Reads a byte array of one byte a block; answers how many are not 0, where there is a set to note them in. */
static int64_t read_numbers(struct nbt *nbt, struct inspection *in, struct mcedit_array *into)
{
    struct nbt_array array;
    int64_t solid = 0;
    into->offset = nbt_offset(nbt);
    if (!nbt_array(nbt, NBT_BYTE_ARRAY, &array))
        return 0;
    plan_held(in, array.count);
    into->count = array.count;
    size_t n;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n));) {
        int64_t first = array.count - array.left - (int64_t)n;
        for (size_t done = 0, part; done < n; done += part) {
            size_t room = PAGE - (size_t)(first + (int64_t)done) % PAGE;
            part = n - done < room ? n - done : room;
            solid += take_numbers(in, into, first + (int64_t)done, p + done, part);
        }
    }
    return solid;
}

void mcedit_read_blocks(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    in->mcedit.blocks.set = set_of(in, 0);
    in->mcedit.solid = read_numbers(nbt, in, &in->mcedit.blocks);
}

/* The upper byte of each block, as early Schematica wrote it. */
void mcedit_read_bytes(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    if (in->mcedit.nibbles.offset > 0) {
        nbt_skip(nbt, NBT_BYTE_ARRAY);
        return;
    }
    in->mcedit.bytes.set = set_of(in, 1);
    read_numbers(nbt, in, &in->mcedit.bytes);
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
    read_numbers(nbt, in, &in->mcedit.data);
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
            verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, field.offset, "A block number is of type %s; short is expected.", nbt_tag_name(field.tag));
        else
            name_number(in, field.offset, written, nbt_integer(nbt, NBT_SHORT));
    }
}

static bool check_count(struct inspection *in, const char *name, const struct mcedit_array *array, int64_t least, int64_t most)
{
    if (array->count < least || array->count > most)
        verdict_refuse(&in->verdict, REASON_BLOCK_COUNT, array->offset, "%s has %lld bytes; %lld are expected.", name,
                       (long long)array->count, (long long)least);
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

/* Whether the eight blocks from AT on all have VALUE. */
static inline bool go_on(const struct mcedit *mcedit, int64_t at, uint32_t value)
{
    const uint64_t ones = 0x0101010101010101;
    uint64_t blocks = nbt_load(mcedit->held + at, 8), data = nbt_load(held_data(mcedit) + at / 2, 4);
    return blocks == (value >> DATA_BITS) * ones && data == (value & 0x0f) * UINT64_C(0x11111111);
}

/* How block numbers are told from what is held. */
struct pairing {
    bool upper, swapped;
};

static void push_few(const struct mcedit *mcedit, const struct pairing *pairing, struct stream *stream, int64_t at, size_t n)
{
    uint16_t values[8];
    for (size_t i = 0; i < n; i++) {
        int64_t place = at + (int64_t)i;
        unsigned high = pairing->upper ? half(held_upper(mcedit), place, pairing->swapped) : 0;
        values[i] = (uint16_t)((high << 8 | mcedit->held[place]) << DATA_BITS | half(held_data(mcedit), place, false));
    }
    stream_values(stream, values, n);
}

/* N blocks of the page at AT. */
static void settle_page(struct mcedit *mcedit, const struct pairing *pairing, struct stream *stream, int64_t at, int64_t n)
{
    unsigned block = marks_of(mcedit, false)[at / PAGE], data = marks_of(mcedit, true)[at / PAGE];
    if (!pairing->upper && block && data) {
        stream_push(stream, (block & 0xff) << DATA_BITS | (data & 0x0f), n);
        return;
    }
    if (block)
        spread_mark(mcedit, false, at, PAGE);
    if (data)
        spread_mark(mcedit, true, at, PAGE);
    for (int64_t i = at; i < at + n; i += 8) {
        if (!pairing->upper && at + n - i >= 8 && stream->value >> DATA_BITS <= 0xff && go_on(mcedit, i, stream->value))
            stream_push(stream, stream->value, 8);
        else
            push_few(mcedit, pairing, stream, i, at + n - i >= 8 ? 8 : (size_t)(at + n - i));
    }
}

static void settle_slice(struct inspection *in, int64_t volume)
{
    struct mcedit *mcedit = &in->mcedit;
    const struct pairing pairing = {has_upper(mcedit), mcedit->nibbles.offset > 0 && mcedit->by_schematica};
    int64_t n = (mcedit->until < volume ? mcedit->until : volume) - mcedit->from;
    struct stream stream;
    stream_open_from(&stream, in->tallies, mcedit->from);
    for (int64_t at = 0; at < n; at += PAGE)
        settle_page(mcedit, &pairing, &stream, at, n - at < PAGE ? n - at : PAGE);
    stream_close(&stream);
    settle_states(in, stream.end);
}

/* Counts all, unless an earlier pass did. */
static void settle_count(struct inspection *in, int64_t volume)
{
    struct mcedit *mcedit = &in->mcedit;
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
