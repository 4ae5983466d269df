#include "schematic/varint.h"

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "two-byte values are compared as a little-endian machine loads them"
#endif

static const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;

enum { SHORT_VALUES = 1 << 14, READ_AHEAD = 9 /* bytes: a value of two may start in the eighth */ };

/* Eight bytes of nothing but the current value, and how many times it is there. */
static inline uint64_t repeated(uint32_t value, unsigned *times)
{
    const uint64_t pairs = 0x0001000100010001;
    bool single = value < 0x80;
    *times = single ? 8 : 4;
    return single ? value * ones : ((value << 1 & 0x7f00u) | 0x80u | (value & 0x7f)) * pairs;
}

/* Values that start in the next eight bytes, each of one or two. Without a branch for each, for the lengths of neighbours are hard to
 * foretell. Takes as many bytes as it answers, fewer than eight where a longer value comes: none, when that is the first. */
static size_t read_pairs(struct stream *stream, const uint8_t *p)
{
    uint16_t values[8];
    size_t count = 0, i = 0;
    while (i < 8) {
        unsigned more = p[i] >> 7;
        if (more & p[i + 1] >> 7)
            break;
        values[count++] = (uint16_t)((p[i] & 0x7fu) | (p[i + 1] & (0u - more) & 0x7fu) << 7);
        i += 1 + more;
    }
    if (count > 0)
        stream_values(stream, values, count);
    return i;
}

static void read_singles(struct stream *stream, const uint8_t *p)
{
    uint16_t values[8];
    for (size_t i = 0; i < 8; i++)
        values[i] = p[i];
    stream_values(stream, values, 8);
}

/* Takes leading values of one or two bytes; answers how many bytes that took. Builds are mostly long runs of one block, which
 * take one comparison for eight bytes. */
static size_t read_short(struct stream *stream, const uint8_t *p, size_t n)
{
    unsigned times;
    uint64_t same = repeated(stream->value, &times);
    size_t i = 0;
    while (n - i >= READ_AHEAD) {
        uint64_t word = nbt_load(p + i, 8);
        if (word == same && stream->value < SHORT_VALUES) {
            stream->run += times;
            i += 8;
            continue;
        }
        if (!(word & highs)) {
            read_singles(stream, p + i);
            i += 8;
        } else {
            size_t taken = read_pairs(stream, p + i);
            if (taken == 0)
                break;
            i += taken;
        }
        same = repeated(stream->value, &times);
    }
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
