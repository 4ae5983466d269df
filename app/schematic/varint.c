#include "schematic/varint.h"

#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "two-byte values are compared as a little-endian machine loads them"
#endif

static const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;

enum { SHORT_VALUES = 1 << 14 };

/* Eight bytes of nothing but the current value, and how many times it is there. */
static inline uint64_t repeated(uint32_t value, unsigned *times)
{
    const uint64_t pairs = 0x0001000100010001;
    bool single = value < 0x80;
    *times = single ? 8 : 4;
    return single ? value * ones : ((value << 1 & 0x7f00u) | 0x80u | (value & 0x7f)) * pairs;
}

static void push_bytes(struct stream *stream, const uint8_t *p)
{
    for (unsigned byte = 0; byte < 8; byte++)
        stream_push(stream, p[byte], 1);
}

/* Takes leading values of one or two bytes; answers how many bytes that took. Builds are mostly long runs of one block, which
 * take one comparison for eight bytes. */
static size_t read_short(struct stream *stream, const uint8_t *p, size_t n)
{
    unsigned times;
    uint64_t same = repeated(stream->value, &times);
    size_t i = 0;
    while (n - i >= 8) {
        uint64_t word;
        memcpy(&word, p + i, 8);
        if (word == same && stream->value < SHORT_VALUES) {
            stream->run += times;
            i += 8;
            continue;
        }
        if (!(word & highs)) {
            push_bytes(stream, p + i);
            i += 8;
        } else if (p[i] < 0x80 || p[i + 1] < 0x80) {
            bool single = p[i] < 0x80;
            stream_push(stream, single ? p[i] : (p[i] & 0x7fu) | (uint32_t)p[i + 1] << 7, 1);
            i += single ? 1 : 2;
        } else {
            break;
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
    stream_flush(&reader->stream);
    return reader->pending == 0;
}
