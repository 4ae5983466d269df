#include "schematic/varint.h"

#include <string.h>

static const uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;

/* Takes leading one-byte values, eight at a time; answers how many bytes that took. Builds are mostly long runs of one
 * block, which take one comparison a word. */
static size_t read_singles(struct stream *stream, const uint8_t *p, size_t n)
{
    size_t i = 0;
    for (; n - i >= 8; i += 8) {
        uint64_t word;
        memcpy(&word, p + i, 8);
        if (word & highs)
            break;
        if (stream->value < 0x80 && word == stream->value * ones) {
            stream->run += 8;
            continue;
        }
        for (unsigned byte = 0; byte < 8; byte++)
            stream_push(stream, p[i + byte], 1);
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
        if (reader->pending == 0 && p[i] < 0x80)
            i += read_singles(&reader->stream, p + i, n - i);
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
