/* Writes NBT by hand for the tests, right or wrong, and inspects what came out. */
#ifndef CURIO_TESTS_NBT_BUILDER_H
#define CURIO_TESTS_NBT_BUILDER_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#include "core/buf.h"
#include "schematic/inspect.h"

enum { END, BYTE, SHORT, INT, LONG, FLOAT, DOUBLE, BYTES, STRING, LIST, COMPOUND, INTS, LONGS };

__attribute__((unused)) static void put(struct buf *b, uint64_t value, size_t bytes)
{
    for (size_t i = bytes; i-- > 0;)
        buf_add_char(b, (char)(value >> 8 * i));
}

__attribute__((unused)) static void text(struct buf *b, const char *s)
{
    put(b, strlen(s), 2);
    buf_add_bytes(b, s, strlen(s));
}

__attribute__((unused)) static void field(struct buf *b, int tag, const char *name)
{
    put(b, (uint64_t)tag, 1);
    text(b, name);
}

__attribute__((unused)) static void root(struct buf *b, const char *name)
{
    buf_init(b, (size_t)1 << 30);
    field(b, COMPOUND, name);
}

__attribute__((unused)) static void end(struct buf *b)
{
    put(b, END, 1);
}

__attribute__((unused)) static void int_field(struct buf *b, const char *name, int64_t value)
{
    field(b, INT, name);
    put(b, (uint64_t)value, 4);
}

__attribute__((unused)) static void short_field(struct buf *b, const char *name, int value)
{
    field(b, SHORT, name);
    put(b, (uint64_t)value, 2);
}

__attribute__((unused)) static void string_field(struct buf *b, const char *name, const char *value)
{
    field(b, STRING, name);
    text(b, value);
}

__attribute__((unused)) static void bytes_field(struct buf *b, const char *name, const void *bytes, size_t n)
{
    field(b, BYTES, name);
    put(b, n, 4);
    buf_add_bytes(b, bytes, n);
}

__attribute__((unused)) static void list(struct buf *b, int element, int64_t count)
{
    put(b, (uint64_t)element, 1);
    put(b, (uint64_t)count, 4);
}

__attribute__((unused)) static void list_field(struct buf *b, const char *name, int element, int64_t count)
{
    field(b, LIST, name);
    list(b, element, count);
}

__attribute__((unused)) static void ints_list(struct buf *b, const char *name, int x, int y, int z)
{
    list_field(b, name, INT, 3);
    put(b, (uint64_t)x, 4);
    put(b, (uint64_t)y, 4);
    put(b, (uint64_t)z, 4);
}

__attribute__((unused)) static void vector(struct buf *b, const char *name, int x, int y, int z)
{
    field(b, COMPOUND, name);
    int_field(b, "x", x);
    int_field(b, "y", y);
    int_field(b, "z", z);
    end(b);
}

/* Inspecting from memory, at most STEP bytes a read. FAIL_AFTER: the read fails once so many bytes were given. */
struct input {
    const char *p;
    size_t n, at, step, fail_after;
};

__attribute__((unused)) static ptrdiff_t read_input(void *with, void *into, size_t size)
{
    struct input *input = with;
    if (input->fail_after > 0 && input->at >= input->fail_after)
        return -1;
    size_t n = input->n - input->at;
    n = n < size ? n : size;
    n = input->step > 0 && n > input->step ? input->step : n;
    if (n > 0)
        memcpy(into, input->p + input->at, n);
    input->at += n;
    return (ptrdiff_t)n;
}

struct outcome {
    enum schematic_result result;
    struct schematic_facts facts;
    struct schematic_refusal refusal;
    size_t read;
};

__attribute__((unused)) static struct outcome inspect_bytes(const void *p, size_t n, size_t step, const struct schematic_budget *budget)
{
    struct outcome outcome;
    struct input input = {.p = p, .n = n, .step = step};
    struct arena *arena = arena_new(1 << 20);
    outcome.result = schematic_inspect(arena, budget, read_input, &input, &outcome.facts, &outcome.refusal);
    outcome.read = input.at;
    arena_free(arena);
    return outcome;
}

__attribute__((unused)) static struct outcome inspect_buf(const struct buf *b)
{
    return inspect_bytes(b->p, b->n, 0, NULL);
}

__attribute__((unused)) static void assert_accepted(const struct buf *b, enum schematic_format format, int64_t width, int64_t height,
                                                    int64_t length, int64_t blocks)
{
    struct outcome outcome = inspect_buf(b);
    if (outcome.result != SCHEMATIC_OK)
        fail_msg("refused: %s at %lld: %s", outcome.refusal.reason, (long long)outcome.refusal.offset, outcome.refusal.detail);
    assert_int_equal(outcome.facts.format, format);
    assert_int_equal(outcome.facts.width, width);
    assert_int_equal(outcome.facts.height, height);
    assert_int_equal(outcome.facts.length, length);
    assert_int_equal(outcome.facts.blocks, blocks);
}

__attribute__((unused)) static void assert_refused_with(const struct buf *b, const struct schematic_budget *budget, const char *reason, size_t offset)
{
    struct outcome outcome = inspect_bytes(b->p, b->n, 0, budget);
    assert_int_equal(outcome.result, SCHEMATIC_REFUSED);
    assert_string_equal(outcome.refusal.reason, reason);
    assert_int_equal(outcome.refusal.offset, offset);
    assert_true(strlen(outcome.refusal.detail) > 0);
    assert_non_null(schematic_reason_says(reason));
}

/* Also frees B: each test builds anew. */
__attribute__((unused)) static void assert_refused(struct buf *b, const char *reason, size_t offset)
{
    assert_refused_with(b, NULL, reason, offset);
    buf_free(b);
}

/* WINDOW as zlib wants it: 15 zlib, 31 gzip. Adds to OUT, which may hold another member already. */
__attribute__((unused)) static void compress_into(struct buf *out, const void *p, size_t n, int window)
{
    static uint8_t pressed[1 << 16];
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY), Z_OK);
    uint8_t *copy = malloc(n ? n : 1);
    assert_non_null(copy);
    memcpy(copy, p, n);
    z.next_in = copy;
    z.avail_in = (uInt)n;
    do {
        z.next_out = pressed;
        z.avail_out = sizeof pressed;
        deflate(&z, Z_FINISH);
        buf_add_bytes(out, pressed, sizeof pressed - z.avail_out);
    } while (z.avail_out == 0);
    deflateEnd(&z);
    free(copy);
}

/* Small builds of every format, all with the same three blocks of which one is air. */
__attribute__((unused)) static void small_sponge(struct buf *b)
{
    root(b, "Schematic");
    int_field(b, "Version", 2);
    int_field(b, "DataVersion", 3465);
    short_field(b, "Width", 3);
    short_field(b, "Height", 1);
    short_field(b, "Length", 1);
    field(b, COMPOUND, "Palette");
    int_field(b, "minecraft:air", 0);
    int_field(b, "minecraft:stone", 1);
    end(b);
    bytes_field(b, "BlockData", "\1\0\1", 3);
    list_field(b, "BlockEntities", COMPOUND, 0);
    end(b);
}

__attribute__((unused)) static void state(struct buf *b, const char *name)
{
    string_field(b, "Name", name);
    end(b);
}

__attribute__((unused)) static void states(struct buf *b, const char *field_name)
{
    list_field(b, field_name, COMPOUND, 2);
    state(b, "minecraft:air");
    state(b, "minecraft:stone");
}

__attribute__((unused)) static void small_litematica(struct buf *b)
{
    root(b, "");
    int_field(b, "Version", 6);
    int_field(b, "MinecraftDataVersion", 3465);
    field(b, COMPOUND, "Regions");
    field(b, COMPOUND, "one");
    vector(b, "Position", 0, 0, 0);
    vector(b, "Size", 3, 1, 1);
    states(b, "BlockStatePalette");
    field(b, LONGS, "BlockStates");
    put(b, 1, 4);
    put(b, 1 | 0 << 2 | 1 << 4, 8);
    end(b);
    end(b);
    end(b);
}

__attribute__((unused)) static void small_mcedit(struct buf *b)
{
    root(b, "Schematic");
    short_field(b, "Width", 3);
    short_field(b, "Height", 1);
    short_field(b, "Length", 1);
    string_field(b, "Materials", "Alpha");
    bytes_field(b, "Blocks", "\1\0\1", 3);
    bytes_field(b, "Data", "\0\0\0", 3);
    end(b);
}

__attribute__((unused)) static void placed(struct buf *b, int x, int y, int z, int index)
{
    ints_list(b, "pos", x, y, z);
    int_field(b, "state", index);
    end(b);
}

__attribute__((unused)) static void small_structure(struct buf *b)
{
    root(b, "");
    int_field(b, "DataVersion", 3465);
    ints_list(b, "size", 3, 1, 1);
    list_field(b, "entities", END, 0);
    list_field(b, "blocks", COMPOUND, 3);
    placed(b, 0, 0, 0, 1);
    placed(b, 1, 0, 0, 0);
    placed(b, 2, 0, 0, 1);
    states(b, "palette");
    end(b);
}

#endif
