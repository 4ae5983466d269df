#include "schematic/packed.h"

unsigned packed_bits(uint32_t entries)
{
    return entries <= 4 ? 2 : 32 - (unsigned)__builtin_clz(entries - 1);
}

int64_t packed_longs(int64_t volume, unsigned bits)
{
    return (volume * bits + 63) / 64;
}

static inline uint64_t low(uint64_t word, unsigned bits)
{
    return word & (((uint64_t)1 << bits) - 1);
}

/* Most of most builds is the palette's first entry, air: longs of zeros are counted together. Answers how many. */
static size_t count_zeros(struct packed *packed, const uint8_t *longs, size_t n)
{
    size_t zeros = 0;
    while (zeros < n && nbt_u64(longs + 8 * zeros) == 0)
        zeros++;
    uint64_t bits = packed->held + 64 * (uint64_t)zeros;
    packed->uses[0] += (int64_t)(bits / packed->bits);
    packed->held = (unsigned)(bits % packed->bits);
    return zeros;
}

static void count_long(struct packed *packed, uint64_t word)
{
    unsigned bits = packed->bits, take = bits - packed->held;
    packed->uses[packed->carry | low(word, take) << packed->held]++;
    word >>= take;
    unsigned left = 64 - take;
    for (; left >= bits; left -= bits) {
        packed->uses[low(word, bits)]++;
        word >>= bits;
    }
    packed->carry = word;
    packed->held = left;
}

void packed_count(struct packed *packed, const uint8_t *longs, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint64_t word = nbt_u64(longs + 8 * i);
        if (word == 0 && packed->carry == 0) {
            i += count_zeros(packed, longs + 8 * i, n - i);
        } else {
            count_long(packed, word);
            i++;
        }
    }
}

void packed_drop_filling(struct packed *packed, uint64_t last, int64_t count, int64_t volume)
{
    int64_t entries = count * 64 / packed->bits;
    for (int64_t entry = volume; entry < entries; entry++)
        packed->uses[low(last >> (entry * packed->bits - (count - 1) * 64), packed->bits)]--;
}

static inline void push(struct packed_reader *reader, uint64_t value)
{
    if (reader->left > 0) {
        reader->left--;
        stream_push(reader->stream, (uint32_t)value, 1);
    }
}

/* Longs whose entries are all the first of the palette go by together; answers how many. */
static size_t read_zeros(struct packed_reader *reader, const uint8_t *longs, size_t n)
{
    size_t zeros = 0;
    while (zeros < n && nbt_u64(longs + 8 * zeros) == 0)
        zeros++;
    uint64_t bits = reader->held + 64 * (uint64_t)zeros;
    int64_t entries = (int64_t)(bits / reader->bits);
    entries = entries < reader->left ? entries : reader->left;
    stream_push(reader->stream, 0, entries);
    reader->left -= entries;
    reader->held = (unsigned)(bits % reader->bits);
    return zeros;
}

static void read_long(struct packed_reader *reader, uint64_t word)
{
    unsigned bits = reader->bits, take = bits - reader->held;
    push(reader, reader->carry | low(word, take) << reader->held);
    word = take < 64 ? word >> take : 0;
    unsigned left = 64 - take;
    for (; left >= bits; left -= bits) {
        push(reader, low(word, bits));
        word >>= bits;
    }
    reader->carry = word;
    reader->held = left;
}

void packed_read(struct packed_reader *reader, const uint8_t *longs, size_t n)
{
    for (size_t i = 0; i < n;) {
        uint64_t word = nbt_u64(longs + 8 * i);
        if (word == 0 && reader->carry == 0) {
            i += read_zeros(reader, longs + 8 * i, n - i);
        } else {
            read_long(reader, word);
            i++;
        }
    }
}
