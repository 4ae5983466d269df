#include "schematic/nbt_write.h"

#include <stdlib.h>
#include <zlib.h>

#include "core/memory.h"

enum { CHUNK = 32 * 1024, TEXT_MAX = 65535 };

struct nbt_writer {
    z_stream z;
    nbt_write_fn *write;
    void *with;
    bool failed;
    size_t used; /* of the chunk, which deflate has not seen yet */
    uint8_t chunk[CHUNK];
};

static void press(struct nbt_writer *writer, int flush)
{
    uint8_t pressed[16 * 1024];
    writer->z.next_in = writer->chunk;
    writer->z.avail_in = (uInt)writer->used;
    writer->used = 0;
    do {
        writer->z.next_out = pressed;
        writer->z.avail_out = sizeof pressed;
        deflate(&writer->z, flush);
        size_t n = sizeof pressed - writer->z.avail_out;
        if (n > 0 && !writer->failed)
            writer->failed = !writer->write(writer->with, pressed, n);
    } while (writer->z.avail_out == 0 && !writer->failed);
}

struct nbt_writer *nbt_writer_open(nbt_write_fn *write, void *with)
{
    enum { GZIP_WINDOW = 15 + 16, MEMORY_LEVEL = 8 };
    struct nbt_writer *writer = memory_new(sizeof *writer);
    writer->write = write;
    writer->with = with;
    if (deflateInit2(&writer->z, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        memory_end("out of memory");
    return writer;
}

bool nbt_writer_failed(const struct nbt_writer *writer)
{
    return writer->failed;
}

bool nbt_writer_close(struct nbt_writer *writer)
{
    if (!writer->failed)
        press(writer, Z_FINISH);
    bool written = !writer->failed;
    deflateEnd(&writer->z);
    free(writer);
    return written;
}

void nbt_put_raw(struct nbt_writer *writer, const void *bytes, size_t n)
{
    const uint8_t *p = bytes;
    while (n > 0 && !writer->failed) {
        size_t part = CHUNK - writer->used < n ? CHUNK - writer->used : n;
        memcpy(writer->chunk + writer->used, p, part);
        writer->used += part;
        p += part;
        n -= part;
        if (writer->used == CHUNK)
            press(writer, Z_NO_FLUSH);
    }
}

/* The lowest BYTES of NUMBER. */
static void put_number(struct nbt_writer *writer, uint64_t number, size_t bytes)
{
    uint8_t big_endian[8];
    for (size_t i = 0; i < bytes; i++)
        big_endian[i] = (uint8_t)(number >> 8 * (bytes - 1 - i));
    nbt_put_raw(writer, big_endian, bytes);
}

/* The next character of S from AT on, as modified UTF-8 has it; answers how many bytes that takes. Only characters past the
 * basic plane differ: they become two surrogates of three bytes each. */
static size_t encode(struct str s, size_t *at, uint8_t out[6])
{
    const uint8_t *p = (const uint8_t *)s.p + *at;
    size_t left = s.n - *at;
    size_t n = p[0] < 0xc0 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    n = n < left ? n : left;
    *at += n;
    if (n < 4) {
        memcpy(out, p, n);
        return n;
    }
    uint32_t code = ((uint32_t)(p[0] & 7) << 18 | (uint32_t)(p[1] & 0x3f) << 12 | (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f)) - 0x10000;
    const uint32_t halves[2] = {0xd800 | (code >> 10 & 0x3ff), 0xdc00 | (code & 0x3ff)};
    for (size_t i = 0; i < 2; i++) {
        out[3 * i] = (uint8_t)(0xe0 | halves[i] >> 12);
        out[3 * i + 1] = (uint8_t)(0x80 | (halves[i] >> 6 & 0x3f));
        out[3 * i + 2] = (uint8_t)(0x80 | (halves[i] & 0x3f));
    }
    return 6;
}

static void put_text(struct nbt_writer *writer, struct str s)
{
    uint8_t bytes[6];
    if (s.n <= TEXT_MAX && nbt_text_is_ascii(s)) {
        put_number(writer, s.n, 2);
        nbt_put_raw(writer, s.p, s.n);
        return;
    }
    size_t total = 0, until = 0;
    for (size_t at = 0; at < s.n;) {
        size_t n = encode(s, &at, bytes);
        if (total + n > TEXT_MAX)
            break;
        total += n;
        until = at;
    }
    put_number(writer, total, 2);
    for (size_t at = 0; at < until;)
        nbt_put_raw(writer, bytes, encode(s, &at, bytes));
}

void nbt_put_field(struct nbt_writer *writer, enum nbt_tag tag, struct str name)
{
    put_number(writer, tag, 1);
    put_text(writer, name);
}

void nbt_put_end(struct nbt_writer *writer)
{
    put_number(writer, NBT_END, 1);
}

void nbt_put_short(struct nbt_writer *writer, struct str name, uint16_t value)
{
    nbt_put_field(writer, NBT_SHORT, name);
    put_number(writer, value, 2);
}

void nbt_put_int(struct nbt_writer *writer, struct str name, int32_t value)
{
    nbt_put_field(writer, NBT_INT, name);
    put_number(writer, (uint32_t)value, 4);
}

void nbt_put_long(struct nbt_writer *writer, struct str name, int64_t value)
{
    nbt_put_field(writer, NBT_LONG, name);
    put_number(writer, (uint64_t)value, 8);
}

void nbt_put_text(struct nbt_writer *writer, struct str name, struct str text)
{
    nbt_put_field(writer, NBT_STRING, name);
    put_text(writer, text);
}

void nbt_put_list(struct nbt_writer *writer, struct str name, enum nbt_tag element, size_t count)
{
    nbt_put_field(writer, NBT_LIST, name);
    put_number(writer, element, 1);
    put_number(writer, count, 4);
}

void nbt_put_array(struct nbt_writer *writer, enum nbt_tag tag, struct str name, size_t count)
{
    nbt_put_field(writer, tag, name);
    put_number(writer, count, 4);
}

void nbt_put_int_list3(struct nbt_writer *writer, struct str name, const int32_t numbers[3])
{
    nbt_put_list(writer, name, NBT_INT, 3);
    for (size_t i = 0; i < 3; i++)
        put_number(writer, (uint32_t)numbers[i], 4);
}

void nbt_put_int_array3(struct nbt_writer *writer, struct str name, const int32_t numbers[3])
{
    nbt_put_array(writer, NBT_INT_ARRAY, name, 3);
    for (size_t i = 0; i < 3; i++)
        put_number(writer, (uint32_t)numbers[i], 4);
}

void nbt_put_double_list3(struct nbt_writer *writer, struct str name, const double numbers[3])
{
    nbt_put_list(writer, name, NBT_DOUBLE, 3);
    for (size_t i = 0; i < 3; i++) {
        uint64_t bits;
        memcpy(&bits, &numbers[i], sizeof bits);
        put_number(writer, bits, 8);
    }
}

void nbt_put_byte(struct nbt_writer *writer, uint8_t byte)
{
    nbt_put_raw(writer, &byte, 1);
}

void nbt_put_u64(struct nbt_writer *writer, uint64_t number)
{
    put_number(writer, number, 8);
}
