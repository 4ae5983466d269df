/* The preview's file, read back by a small reader of its own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "core/json_read.h"
#include "schematic/model_build.h"
#include "schematic/sections.h"

enum { CELLS = SECTION_EDGE * SECTION_EDGE * SECTION_EDGE, HEAD = 16 };

static uint32_t u32(const char *p)
{
    const unsigned char *b = (const unsigned char *)p;
    return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static uint32_t varint(const uint8_t **at, const uint8_t *end)
{
    uint32_t value = 0;
    for (unsigned shift = 0; *at < end; shift += 7) {
        uint8_t byte = *(*at)++;
        value |= (uint32_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return value;
    }
    fail_msg("a varint runs past the end");
    return 0;
}

static void unpack(struct str packed, uint32_t cells[CELLS])
{
    static uint8_t runs[CELLS * 4];
    z_stream z = {0};
    assert_int_equal(inflateInit2(&z, -15), Z_OK);
    uint8_t *copy = malloc(packed.n);
    assert_non_null(copy);
    memcpy(copy, packed.p, packed.n);
    z.next_in = copy;
    z.avail_in = (uInt)packed.n;
    z.next_out = runs;
    z.avail_out = sizeof runs;
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.avail_in, 0);
    const uint8_t *at = runs, *end = runs + z.total_out;
    inflateEnd(&z);
    free(copy);
    uint32_t filled = 0;
    while (at < end) {
        uint32_t run = varint(&at, end), entry = varint(&at, end);
        assert_in_range(run, 1, CELLS - filled);
        for (; run > 0; run--)
            cells[filled++] = entry;
    }
    assert_int_equal(filled, CELLS);
}

/* The written file, taken apart. */
struct file {
    struct arena *arena;
    struct buf bytes;
    struct json_value *header;
    struct str streams;
};

static struct file written(struct model *model)
{
    struct file file = {.arena = arena_new(16 << 20)};
    buf_init(&file.bytes, 16 << 20);
    assert_true(sections_write(model, &file.bytes));
    assert_true(file.bytes.n > HEAD);
    assert_memory_equal(file.bytes.p, "CURIOSEC", 8);
    assert_int_equal(u32(file.bytes.p + 8), 1);
    struct json_error error;
    size_t header = u32(file.bytes.p + 12);
    struct str all = buf_str(&file.bytes);
    assert_int_equal(json_parse(file.arena, str_slice(all, HEAD, HEAD + header), 16, true, &file.header, &error), JSON_OK);
    file.streams = str_slice(all, HEAD + header, all.n);
    return file;
}

static void close_file(struct file *file)
{
    buf_free(&file->bytes);
    arena_free(file->arena);
}

static struct json_value *list(const struct file *file, const char *key)
{
    return json_member(file->header, str_of(key));
}

static int64_t number(const struct json_value *array, size_t index)
{
    int64_t value;
    assert_true(json_as_int64(json_at(array, index), &value));
    return value;
}

static struct str state_of(const struct file *file, uint32_t entry)
{
    struct str text;
    assert_true(entry < json_length(list(file, "palette")));
    assert_true(json_as_text(json_member(json_at(list(file, "palette"), entry), STR("state")), &text));
    return text;
}

/* What stands at a place of the box must be what the model says, air as nothing. */
static void compare(const struct file *file, const struct model *model, const struct json_value *section)
{
    static uint32_t cells[CELLS];
    size_t offset = (size_t)number(section, 3), length = (size_t)number(section, 4);
    int64_t blocks = 0;
    assert_true(offset + length <= file->streams.n);
    unpack(str_slice(file->streams, offset, offset + length), cells);
    for (int32_t i = 0; i < CELLS; i++) {
        int32_t x = (int32_t)number(section, 0) * SECTION_EDGE + i % SECTION_EDGE;
        int32_t z = (int32_t)number(section, 2) * SECTION_EDGE + i / SECTION_EDGE % SECTION_EDGE;
        int32_t y = (int32_t)number(section, 1) * SECTION_EDGE + i / SECTION_EDGE / SECTION_EDGE;
        bool within = x < model->size[0] && y < model->size[1] && z < model->size[2];
        const struct model_state *state = &model->palette[within ? model_at(model, x, y, z) : MODEL_ABSENT];
        struct str expected = state->air || !state->text.p ? STR("") : state->text;
        if (!str_eq(state_of(file, cells[i]), expected))
            fail_msg("at %d %d %d stands another block", x, y, z);
        blocks += cells[i] != 0;
    }
    assert_int_equal(blocks, number(section, 5));
    assert_true(blocks > 0);
}

static void put(struct model *model, const char *state, int32_t x, int32_t y, int32_t z)
{
    struct model_region *region = model->regions;
    uint16_t index;
    assert_true(model_intern(model, str_of(state), &index));
    region->cells[((size_t)y * (size_t)region->size[2] + (size_t)z) * (size_t)region->size[0] + (size_t)x] = index;
}

static void every_block_is_where_it_was(void **unused)
{
    (void)unused;
    static const char *const states[] = {"minecraft:air", "minecraft:stone", "minecraft:oak_log[axis=y]", "minecraft:glass", "a:b"};
    struct model *model = model_new(70, 37, 33);
    uint32_t seed = 7;
    for (int i = 0; i < 6000; i++) {
        seed = seed * 1664525u + 1013904223u;
        put(model, states[seed >> 8 & 3], (int32_t)((seed >> 10) % 70), (int32_t)((seed >> 4) % 37), (int32_t)((seed >> 16) % 33));
    }
    put(model, states[4], 69, 36, 32);
    model_settle(model);
    struct file file = written(model);
    const struct json_value *sections = list(&file, "sections");
    int64_t blocks = 0, expected;
    assert_true(json_length(sections) > 4);
    for (size_t i = 0; i < json_length(sections); i++) {
        compare(&file, model, json_at(sections, i));
        blocks += number(json_at(sections, i), 5);
    }
    assert_true(json_as_int64(list(&file, "blocks"), &expected));
    assert_int_equal(blocks, expected);
    close_file(&file);
    model_free(model);
}

static void later_regions_lie_over_earlier_ones(void **unused)
{
    (void)unused;
    struct model *model = model_new(40, 3, 3);
    model->size[0] = 90;
    for (int32_t x = 0; x < 40; x++)
        put(model, "minecraft:stone", x, 1, 1);
    uint16_t glass;
    assert_true(model_intern(model, STR("minecraft:glass"), &glass));
    struct model_region *over = model_add_region(model, (int32_t[]){60, 1, 1});
    over->origin[0] = 30;
    over->origin[1] = over->origin[2] = 1;
    for (int32_t x = 0; x < 60; x += 2) /* every other place says nothing */
        over->cells[x] = glass;
    model_settle(model);
    struct file file = written(model);
    const struct json_value *sections = list(&file, "sections");
    assert_int_equal(json_length(sections), 3);
    assert_int_equal(json_length(list(&file, "regions")), 2);
    for (size_t i = 0; i < 3; i++)
        compare(&file, model, json_at(sections, i));
    close_file(&file);
    model_free(model);
}

static void nothing_takes_no_section(void **unused)
{
    (void)unused;
    struct model *model = model_new(100, 100, 100);
    put(model, "minecraft:air", 50, 50, 50);
    put(model, "minecraft:stone", 99, 0, 40);
    model_settle(model);
    struct file file = written(model);
    const struct json_value *sections = list(&file, "sections");
    assert_int_equal(json_length(sections), 1);
    assert_int_equal(number(json_at(sections, 0), 0), 3);
    assert_int_equal(number(json_at(sections, 0), 1), 0);
    assert_int_equal(number(json_at(sections, 0), 2), 1);
    assert_int_equal(json_length(list(&file, "palette")), 2); /* air is nothing */
    close_file(&file);
    model_free(model);
}

static void the_middle_comes_first(void **unused)
{
    (void)unused;
    struct model *model = model_new(160, 32, 32);
    for (int32_t x = 0; x < 160; x += 32)
        put(model, "minecraft:stone", x, 0, 0);
    model_settle(model);
    struct file file = written(model);
    const struct json_value *sections = list(&file, "sections");
    static const int expected[] = {2, 1, 3, 0, 4};
    assert_int_equal(json_length(sections), 5);
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(number(json_at(sections, i), 0), expected[i]);
    close_file(&file);
    model_free(model);
}

static void says_when_there_is_no_room(void **unused)
{
    (void)unused;
    struct model *model = model_new(3, 3, 3);
    put(model, "minecraft:stone", 1, 1, 1);
    model_settle(model);
    struct buf small;
    buf_init(&small, 60);
    assert_false(sections_write(model, &small));
    buf_free(&small);
    model_free(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_block_is_where_it_was),
        cmocka_unit_test(later_regions_lie_over_earlier_ones),
        cmocka_unit_test(nothing_takes_no_section),
        cmocka_unit_test(the_middle_comes_first),
        cmocka_unit_test(says_when_there_is_no_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
