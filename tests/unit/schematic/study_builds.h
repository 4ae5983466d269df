/* Builds of the formats that nbt_builder.h has not, and studying what came out. */
#ifndef CURIO_TESTS_STUDY_BUILDS_H
#define CURIO_TESTS_STUDY_BUILDS_H

#include "nbt_builder.h"

struct studied {
    struct arena *arena; /* the test's to free */
    enum schematic_result result;
    struct schematic_study study;
    struct schematic_refusal refusal;
};

__attribute__((unused)) static struct studied study_bytes(const void *p, size_t n, const struct schematic_budget *budget)
{
    struct studied studied = {.arena = arena_new(64 << 20)};
    struct schematic_input input = schematic_input_bytes(studied.arena, (struct str){p, n});
    studied.result = schematic_study(studied.arena, budget, &input, &studied.study, &studied.refusal);
    return studied;
}

__attribute__((unused)) static struct studied study_sound(const struct buf *b)
{
    struct studied studied = study_bytes(b->p, b->n, NULL);
    if (studied.result != SCHEMATIC_OK)
        fail_msg("refused: %s at %lld: %s", studied.refusal.reason, (long long)studied.refusal.offset, studied.refusal.detail);
    return studied;
}

/* Little-endian, which the builder does not write: whole fields by hand. */
__attribute__((unused)) static void little(struct buf *b, uint64_t value, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        buf_add_char(b, (char)(value >> 8 * i));
}

__attribute__((unused)) static void little_field(struct buf *b, int tag, const char *name)
{
    little(b, (uint64_t)tag, 1);
    little(b, strlen(name), 2);
    buf_add_bytes(b, name, strlen(name));
}

__attribute__((unused)) static void little_list(struct buf *b, int element, size_t count)
{
    little(b, (uint64_t)element, 1);
    little(b, count, 4);
}

__attribute__((unused)) static void little_state(struct buf *b, const char *name)
{
    little_field(b, STRING, "name");
    little(b, strlen(name), 2);
    buf_add_bytes(b, name, strlen(name));
    little_field(b, COMPOUND, "states");
    end(b);
    end(b);
}

/* COUNT blocks in Bedrock's order; -1 for none. */
__attribute__((unused)) static void bedrock_build(struct buf *b, int x, int y, int z, const int *blocks, size_t count, int second)
{
    buf_init(b, 1 << 20);
    little_field(b, COMPOUND, "");
    little_field(b, INT, "format_version");
    little(b, 1, 4);
    little_field(b, LIST, "size");
    little_list(b, INT, 3);
    little(b, (uint64_t)x, 4);
    little(b, (uint64_t)y, 4);
    little(b, (uint64_t)z, 4);
    little_field(b, COMPOUND, "structure");
    little_field(b, LIST, "block_indices");
    little_list(b, LIST, 2);
    for (int layer = 0; layer < 2; layer++) {
        little_list(b, INT, count);
        for (size_t i = 0; i < count; i++)
            little(b, (uint64_t)(layer == 0 ? blocks[i] : second), 4);
    }
    little_field(b, COMPOUND, "palette");
    little_field(b, COMPOUND, "default");
    little_field(b, LIST, "block_palette");
    little_list(b, COMPOUND, 2);
    little_state(b, "minecraft:air");
    little_state(b, "minecraft:stone");
    end(b);
    end(b);
    end(b);
    end(b);
}

__attribute__((unused)) static void small_bedrock(struct buf *b)
{
    bedrock_build(b, 3, 1, 1, (const int[]){1, 0, 1}, 3, -1);
}

/* The parts of a blueprint around what BLOCKS holds. */
__attribute__((unused)) static void axiom_wrap(struct buf *b, const struct buf *blocks)
{
    struct buf header, pressed;
    root(&header, "");
    string_field(&header, "Name", "small");
    end(&header);
    buf_init(&pressed, 1 << 20);
    compress_into(&pressed, blocks->p, blocks->n, 31);
    buf_init(b, 1 << 20);
    put(b, 0x0ae5bb36, 4);
    put(b, header.n, 4);
    buf_add_bytes(b, header.p, header.n);
    put(b, 5, 4);
    buf_add_bytes(b, "image", 5);
    put(b, pressed.n, 4);
    buf_add_bytes(b, pressed.p, pressed.n);
    buf_free(&header);
    buf_free(&pressed);
}

/* Stone, air, stone along x at 20, 35, 7, amid structure void; in entries of 4 bits. */
__attribute__((unused)) static void small_axiom(struct buf *b)
{
    struct buf blocks;
    root(&blocks, "");
    int_field(&blocks, "DataVersion", 3465);
    list_field(&blocks, "BlockRegion", COMPOUND, 1);
    int_field(&blocks, "X", 1);
    int_field(&blocks, "Y", 2);
    int_field(&blocks, "Z", 0);
    field(&blocks, COMPOUND, "BlockStates");
    field(&blocks, LONGS, "data");
    put(&blocks, 256, 4);
    for (int i = 0; i < 256; i++) /* a row of 16 each: row z + 16 * y */
        put(&blocks, i == 7 + 16 * 3 ? (uint64_t)2 << 16 | (uint64_t)1 << 20 | (uint64_t)2 << 24 : 0, 8);
    list_field(&blocks, "palette", COMPOUND, 3);
    state(&blocks, "minecraft:structure_void");
    state(&blocks, "minecraft:air");
    state(&blocks, "minecraft:stone");
    end(&blocks);
    end(&blocks);
    end(&blocks);
    axiom_wrap(b, &blocks);
    buf_free(&blocks);
}

#endif
