#include "schematic/sections.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "core/json_write.h"
#include "core/memory.h"
#include "schematic/colour.h"
#include "schematic/scan.h"

enum { X, Y, Z, EDGE = SECTION_EDGE, CELLS = EDGE * EDGE * EDGE, LAYOUT_VERSION = 1 };

/* A region's part of a section. */
struct part {
    int32_t at[3]; /* in sections */
    size_t region;
    int64_t away; /* from the build's middle, squared, in half blocks */
};

struct section {
    const struct part *part; /* the first of it */
    size_t offset, length;
    int32_t blocks;
};

struct writer {
    const struct model *model;
    uint32_t *entries; /* palette index → entry of the file's palette; 0: nothing to see */
    struct part *parts;
    size_t part_count;
    struct section *sections;
    size_t section_count;
    struct buf streams;
    z_stream z;
    uint32_t cells[CELLS];
    uint8_t runs[CELLS * 4]; /* a run of one takes a byte and at most three of entry */
};

static void number_entries(struct writer *writer)
{
    const struct model *model = writer->model;
    uint32_t next = 1;
    writer->entries = memory_new(memory_product(model->palette_count, sizeof *writer->entries));
    for (size_t i = 1; i < model->palette_count; i++)
        if (!model->palette[i].air)
            writer->entries[i] = next++;
}

static int64_t away(const struct model *model, const int32_t at[3])
{
    int64_t sum = 0;
    for (int axis = 0; axis < 3; axis++) {
        int64_t off = 2 * (int64_t)at[axis] * EDGE + EDGE - model->size[axis];
        sum += off * off;
    }
    return sum;
}

/* Middle first; parts of one section stand together, in the order of their regions. */
static int compare(const void *one, const void *other)
{
    const struct part *a = one, *b = other;
    if (a->away != b->away)
        return a->away < b->away ? -1 : 1;
    for (int axis = 0; axis < 3; axis++)
        if (a->at[axis] != b->at[axis])
            return a->at[axis] < b->at[axis] ? -1 : 1;
    return (a->region > b->region) - (a->region < b->region);
}

static int32_t last_section(const struct model_region *region, int axis)
{
    return (region->origin[axis] + region->size[axis] - 1) / EDGE;
}

static size_t count_parts(const struct model_region *region)
{
    size_t count = 1;
    for (int axis = 0; axis < 3; axis++)
        count *= (size_t)(last_section(region, axis) - region->origin[axis] / EDGE + 1);
    return count;
}

static void add_parts(struct writer *writer, size_t region_index)
{
    const struct model_region *region = &writer->model->regions[region_index];
    for (int32_t y = region->origin[Y] / EDGE; y <= last_section(region, Y); y++)
        for (int32_t z = region->origin[Z] / EDGE; z <= last_section(region, Z); z++)
            for (int32_t x = region->origin[X] / EDGE; x <= last_section(region, X); x++) {
                struct part *part = &writer->parts[writer->part_count++];
                *part = (struct part){.at = {x, y, z}, .region = region_index};
                part->away = away(writer->model, part->at);
            }
}

static void list_parts(struct writer *writer)
{
    size_t count = 0;
    for (size_t i = 0; i < writer->model->region_count; i++)
        count += count_parts(&writer->model->regions[i]);
    writer->parts = memory_new(memory_product(count + 1, sizeof *writer->parts));
    writer->sections = memory_new(memory_product(count + 1, sizeof *writer->sections));
    for (size_t i = 0; i < writer->model->region_count; i++)
        add_parts(writer, i);
    if (writer->part_count > 0)
        qsort(writer->parts, writer->part_count, sizeof *writer->parts, compare);
}

/* Lays what a region says over the section's cells. */
static void lay(struct writer *writer, const struct part *part)
{
    const struct model_region *region = &writer->model->regions[part->region];
    int32_t from[3], until[3], corner[3]; /* in the region */
    for (int axis = 0; axis < 3; axis++) {
        corner[axis] = part->at[axis] * EDGE - region->origin[axis];
        from[axis] = corner[axis] > 0 ? corner[axis] : 0;
        until[axis] = corner[axis] + EDGE < region->size[axis] ? corner[axis] + EDGE : region->size[axis];
    }
    for (int32_t y = from[Y]; y < until[Y]; y++)
        for (int32_t z = from[Z]; z < until[Z]; z++)
            for (int32_t x = from[X]; x < until[X]; x++) {
                uint16_t state = model_region_at(region, x, y, z);
                if (state != MODEL_ABSENT)
                    writer->cells[((y - corner[Y]) * EDGE + z - corner[Z]) * EDGE + x - corner[X]] = writer->entries[state];
            }
}

static size_t put_varint(uint8_t *to, uint32_t value)
{
    size_t n = 0;
    for (; value >= 0x80; value >>= 7)
        to[n++] = (uint8_t)(value | 0x80);
    to[n++] = (uint8_t)value;
    return n;
}

/* Writes the section's runs; returns their bytes. */
static size_t run_lengths(struct writer *writer, int32_t *blocks)
{
    size_t n = 0;
    *blocks = 0;
    for (uint32_t start = 0, end; start < CELLS; start = end) {
        uint32_t entry = writer->cells[start];
        for (end = start + 1; end < CELLS && writer->cells[end] == entry; end++)
            ;
        n += put_varint(writer->runs + n, end - start);
        n += put_varint(writer->runs + n, entry);
        *blocks += entry ? (int32_t)(end - start) : 0;
    }
    return n;
}

static void press(struct writer *writer, size_t n)
{
    uint8_t pressed[16 * 1024];
    deflateReset(&writer->z);
    writer->z.next_in = writer->runs;
    writer->z.avail_in = (uInt)n;
    do {
        writer->z.next_out = pressed;
        writer->z.avail_out = sizeof pressed;
        deflate(&writer->z, Z_FINISH);
        buf_add_bytes(&writer->streams, pressed, sizeof pressed - writer->z.avail_out);
    } while (writer->z.avail_out == 0);
}

static void press_sections(struct writer *writer)
{
    enum { LEVEL = 6, RAW_WINDOW = -15, MEMORY_LEVEL = 8 };
    if (deflateInit2(&writer->z, LEVEL, Z_DEFLATED, RAW_WINDOW, MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        memory_end("out of memory");
    for (size_t i = 0, next; i < writer->part_count && !writer->streams.failed; i = next) {
        const struct part *first = &writer->parts[i];
        memset(writer->cells, 0, sizeof writer->cells);
        for (next = i; next < writer->part_count && memcmp(writer->parts[next].at, first->at, sizeof first->at) == 0; next++)
            lay(writer, &writer->parts[next]);
        struct section section = {.part = first, .offset = writer->streams.n};
        size_t n = run_lengths(writer, &section.blocks);
        if (section.blocks == 0)
            continue;
        press(writer, n);
        section.length = writer->streams.n - section.offset;
        writer->sections[writer->section_count++] = section;
    }
    deflateEnd(&writer->z);
}

static void put_triple(struct json *json, const char *key, const int32_t of[3])
{
    json_key(json, str_of(key));
    json_array_open(json);
    for (int axis = 0; axis < 3; axis++)
        json_int64(json, of[axis]);
    json_array_close(json);
}

static void put_entry(struct json *json, const struct model_state *state)
{
    struct block_look look = block_look(state->text);
    char colour[8];
    snprintf(colour, sizeof colour, "#%02x%02x%02x", look.red, look.green, look.blue);
    json_object_open(json);
    json_key(json, STR("state"));
    json_text(json, state->text);
    json_key(json, STR("colour"));
    json_text(json, str_of(colour));
    json_key(json, STR("alpha"));
    json_int64(json, look.alpha);
    json_key(json, STR("shape"));
    json_text(json, str_of(block_shape_name(look.shape)));
    json_key(json, STR("count"));
    json_int64(json, state->count);
    json_object_close(json);
}

static void put_palette(struct json *json, const struct writer *writer)
{
    json_key(json, STR("palette"));
    json_array_open(json);
    json_object_open(json);
    json_key(json, STR("state"));
    json_text(json, STR(""));
    json_key(json, STR("alpha"));
    json_int64(json, 0);
    json_object_close(json);
    for (size_t i = 1; i < writer->model->palette_count; i++)
        if (writer->entries[i])
            put_entry(json, &writer->model->palette[i]);
    json_array_close(json);
}

/* What a file calls a region is NBT's text, which JSON can't hold as it is. */
static void put_name(struct json *json, struct str name)
{
    enum { NAME_MOST = 512 };
    char shown[NAME_MOST];
    json_key(json, STR("name"));
    json_text(json, (struct str){shown, scan_text(shown, sizeof shown, name)});
}

static void put_regions(struct json *json, const struct model *model)
{
    json_key(json, STR("regions"));
    json_array_open(json);
    for (size_t i = 0; i < model->region_count; i++) {
        json_object_open(json);
        put_name(json, model->regions[i].name);
        put_triple(json, "origin", model->regions[i].origin);
        put_triple(json, "size", model->regions[i].size);
        json_object_close(json);
    }
    json_array_close(json);
}

static void put_sections(struct json *json, const struct writer *writer)
{
    json_key(json, STR("sections"));
    json_array_open(json);
    for (size_t i = 0; i < writer->section_count; i++) {
        const struct section *section = &writer->sections[i];
        json_array_open(json);
        for (int axis = 0; axis < 3; axis++)
            json_int64(json, section->part->at[axis]);
        json_int64(json, (int64_t)section->offset);
        json_int64(json, (int64_t)section->length);
        json_int64(json, section->blocks);
        json_array_close(json);
    }
    json_array_close(json);
}

static bool put_header(const struct writer *writer, struct buf *header)
{
    struct json json;
    int64_t blocks = 0;
    for (size_t i = 0; i < writer->section_count; i++)
        blocks += writer->sections[i].blocks;
    json_begin(&json, header);
    json_object_open(&json);
    put_triple(&json, "size", writer->model->size);
    json_key(&json, STR("edge"));
    json_int64(&json, EDGE);
    json_key(&json, STR("blocks"));
    json_int64(&json, blocks);
    put_palette(&json, writer);
    put_regions(&json, writer->model);
    put_sections(&json, writer);
    json_object_close(&json);
    return json_end(&json) && !header->failed;
}

static void add_u32(struct buf *out, uint32_t value)
{
    const uint8_t little_endian[4] = {(uint8_t)value, (uint8_t)(value >> 8), (uint8_t)(value >> 16), (uint8_t)(value >> 24)};
    buf_add_bytes(out, little_endian, sizeof little_endian);
}

bool sections_write(struct model *model, struct buf *out)
{
    struct writer *writer = memory_new(sizeof *writer);
    struct buf header;
    writer->model = model;
    buf_init(&writer->streams, out->limit);
    buf_init(&header, out->limit < UINT32_MAX ? out->limit : UINT32_MAX);
    number_entries(writer);
    list_parts(writer);
    press_sections(writer);
    bool done = !writer->streams.failed && put_header(writer, &header);
    if (done) {
        buf_add(out, STR("CURIOSEC"));
        add_u32(out, LAYOUT_VERSION);
        add_u32(out, (uint32_t)header.n);
        buf_add(out, buf_str(&header));
        buf_add(out, buf_str(&writer->streams));
    }
    buf_free(&header);
    buf_free(&writer->streams);
    free(writer->entries);
    free(writer->parts);
    free(writer->sections);
    free(writer);
    return done && !out->failed;
}
