#include "schematic/varint.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "words are read as a little-endian machine loads them"
#endif

static const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;

enum { WORD = 8, SHORT_VALUES = 1 << 14, BATCH = 512 };

/* A word of nothing but VALUE, and how many times it is there. */
static inline uint64_t repeated(uint32_t value, unsigned *times)
{
    const uint64_t pairs = 0x0001000100010001;
    bool single = value < 0x80;
    *times = single ? WORD : WORD / 2;
    return single ? value * ones : ((value << 1 & 0x7f00u) | 0x80u | (value & 0x7f)) * pairs;
}

/* Values of one or two bytes that start in the word at P. Without a branch for each, for the lengths of neighbours are hard to
 * foretell: where a byte ends no value, the next one overwrites what was put down. */
static inline size_t read_pairs(const uint8_t *p, uint16_t *values)
{
    size_t count = 0;
    unsigned before = 0, shift = 0;
    for (size_t i = 0; i < WORD; i++) {
        unsigned more = p[i] >> 7, low = p[i] & 0x7fu;
        values[count] = (uint16_t)(before | low << shift);
        count += 1 - more;
        before = low & (0u - more);
        shift = 7 * more;
    }
    return count;
}

static inline size_t read_singles(const uint8_t *p, uint16_t *values)
{
    for (size_t i = 0; i < WORD; i++)
        values[i] = p[i];
    return WORD;
}

/* The values at P, all of one or two bytes, as many as a batch holds. Stops at a word that repeats the last of them (SAME), at one
 * with a longer value, and where less than a word is left. Answers how many there are; *TAKEN bytes they take. */
static size_t read_batch(const uint8_t *p, size_t n, uint64_t same, uint16_t values[BATCH], size_t *taken)
{
    size_t count = 0, i = 0;
    while (n - i >= WORD && count <= BATCH - WORD) {
        uint64_t word = nbt_load(p + i, WORD), more = word & highs;
        unsigned times;
        if (word == same || (more & more << 8))
            break;
        count += more ? read_pairs(p + i, values + count) : read_singles(p + i, values + count);
        i += WORD - (more >> 63); /* a value that the word's last byte starts is left for the next */
        same = repeated(values[count - 1], &times);
    }
    *taken = i;
    return count;
}

/* How many bytes from P on are words of SAME. */
static inline size_t pass_same(const uint8_t *p, size_t n, uint64_t same)
{
    size_t i = 0;
    while (n - i >= WORD && nbt_load(p + i, WORD) == same)
        i += WORD;
    return i;
}

/* Takes leading values of one or two bytes; answers how many bytes that took. Builds are mostly long runs of one block, which
 * take one comparison a word. */
static size_t read_short(struct stream *stream, const uint8_t *p, size_t n)
{
    uint16_t values[BATCH];
    size_t i = 0, taken, count;
    do {
        unsigned times;
        uint64_t same = repeated(stream->value, &times);
        size_t run = stream->value < SHORT_VALUES ? pass_same(p + i, n - i, same) : 0;
        stream->run += (int64_t)(run / WORD * times);
        i += run;
        count = read_batch(p + i, n - i, same, values, &taken);
        i += taken;
        if (count > 0)
            stream_values(stream, values, count);
    } while (count > 0);
    return i;
}

/* One byte of a varint. */
static inline enum varint_result step(struct varint_reader *reader, uint8_t byte)
{
    enum { BYTES_MAX = 5 };
    if (reader->pending == BYTES_MAX - 1 && byte > 0x0f)
        return VARINT_TOO_LONG;
    reader->value |= (uint32_t)(byte & 0x7f) << 7 * reader->pending;
    reader->pending++;
    if (byte & 0x80)
        return VARINT_OK;
    if (reader->value >= PALETTE_LIMIT)
        return VARINT_TOO_LARGE;
    stream_push(&reader->stream, reader->value, 1);
    reader->value = 0;
    reader->pending = 0;
    return VARINT_OK;
}

enum varint_result varint_read(struct varint_reader *reader, const uint8_t *p, size_t n, size_t *bad)
{
    size_t i = 0;
    while (i < n) {
        if (reader->pending == 0)
            i += read_short(&reader->stream, p + i, n - i);
        enum varint_result result = VARINT_OK;
        for (size_t until = i + 8 < n ? i + 8 : n; i < until && result == VARINT_OK; i++)
            result = step(reader, p[i]);
        if (result != VARINT_OK) {
            *bad = i - 1;
            return result;
        }
    }
    return VARINT_OK;
}

bool varint_finish(struct varint_reader *reader)
{
    stream_close(&reader->stream);
    return reader->pending == 0;
}
