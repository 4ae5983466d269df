#include "schematic/write_sponge.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "core/memory.h"
#include "schematic/nbt.h"

enum { VARINT_MAX = 5 };

/* NBT on its way into gzip, a chunk at a time. */
struct writer {
    z_stream z;
    struct buf *out;
    size_t used;
    uint8_t chunk[32 * 1024];
};

static void press(struct writer *writer, int flush)
{
    uint8_t pressed[16 * 1024];
    writer->z.next_in = writer->chunk;
    writer->z.avail_in = (uInt)writer->used;
    do {
        writer->z.next_out = pressed;
        writer->z.avail_out = sizeof pressed;
        deflate(&writer->z, flush);
        buf_add_bytes(writer->out, pressed, sizeof pressed - writer->z.avail_out);
    } while (writer->z.avail_out == 0);
    writer->used = 0;
}

static void put(struct writer *writer, const void *bytes, size_t n)
{
    if (writer->used + n > sizeof writer->chunk)
        press(writer, Z_NO_FLUSH);
    assert(n <= sizeof writer->chunk);
    memcpy(writer->chunk + writer->used, bytes, n);
    writer->used += n;
}

static void put_number(struct writer *writer, uint32_t number, size_t bytes)
{
    uint8_t big_endian[4] = {(uint8_t)(number >> 24), (uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number};
    put(writer, big_endian + sizeof big_endian - bytes, bytes);
}

static void put_field(struct writer *writer, enum nbt_tag tag, const char *name)
{
    put_number(writer, tag, 1);
    put_number(writer, (uint32_t)strlen(name), 2);
    put(writer, name, strlen(name));
}

static void put_int(struct writer *writer, const char *name, int32_t value)
{
    put_field(writer, NBT_INT, name);
    put_number(writer, (uint32_t)value, 4);
}

static void put_short(struct writer *writer, const char *name, uint16_t value)
{
    put_field(writer, NBT_SHORT, name);
    put_number(writer, value, 2);
}

static size_t varint(uint32_t value, uint8_t bytes[VARINT_MAX])
{
    size_t n = 0;
    for (; value >= 0x80; value >>= 7)
        bytes[n++] = (uint8_t)(value | 0x80);
    bytes[n++] = (uint8_t)value;
    return n;
}

/* Visits every block in the order of the format. PUTTING false only adds up the bytes that they take. */
static size_t walk(struct writer *writer, const struct sponge_build *build, bool putting)
{
    uint8_t bytes[VARINT_MAX];
    size_t total = 0;
    for (unsigned y = 0; y < build->height; y++)
        for (unsigned z = 0; z < build->length; z++)
            for (unsigned x = 0; x < build->width; x++) {
                uint32_t index = build->block(build->with, x, y, z);
                assert(index < build->palette_count);
                size_t n = varint(index, bytes);
                total += n;
                if (putting)
                    put(writer, bytes, n);
            }
    return total;
}

static void put_palette(struct writer *writer, const struct sponge_build *build)
{
    put_int(writer, "PaletteMax", (int32_t)build->palette_count);
    put_field(writer, NBT_COMPOUND, "Palette");
    for (size_t i = 0; i < build->palette_count; i++)
        put_int(writer, build->palette[i], (int32_t)i);
    put_number(writer, NBT_END, 1);
}

static void put_build(struct writer *writer, const struct sponge_build *build)
{
    put_field(writer, NBT_COMPOUND, "Schematic");
    put_int(writer, "Version", 2);
    put_int(writer, "DataVersion", build->data_version);
    put_short(writer, "Width", build->width);
    put_short(writer, "Height", build->height);
    put_short(writer, "Length", build->length);
    put_palette(writer, build);
    put_field(writer, NBT_BYTE_ARRAY, "BlockData");
    put_number(writer, (uint32_t)walk(writer, build, false), 4);
    walk(writer, build, true);
    put_field(writer, NBT_LIST, "BlockEntities");
    put_number(writer, NBT_COMPOUND, 1);
    put_number(writer, 0, 4);
    put_number(writer, NBT_END, 1);
}

bool schematic_write_sponge(const struct sponge_build *build, struct buf *out)
{
    enum { GZIP_WINDOW = 15 + 16, MEMORY_LEVEL = 8 };
    struct writer *writer = memory_new(sizeof *writer);
    writer->out = out;
    if (deflateInit2(&writer->z, Z_BEST_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        memory_end("out of memory");
    put_build(writer, build);
    press(writer, Z_FINISH);
    deflateEnd(&writer->z);
    free(writer);
    return !out->failed;
}
