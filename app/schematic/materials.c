#include "schematic/materials.h"

#include <stdlib.h>

#include "schematic/material_rules.h"
#include "schematic/state.h"

enum { HALVES = MATERIAL_FAR + 1, SHULKER_BOX = 27 };

struct tally {
    struct str item;
    int64_t halves[HALVES]; /* items, by enum material_half */
    int64_t blocks[HALVES]; /* blocks whose first part this is */
};

static int64_t plus(int64_t a, int64_t b)
{
    int64_t sum;
    return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

static int64_t times(int64_t a, int64_t b)
{
    int64_t product;
    return __builtin_mul_overflow(a, b, &product) ? INT64_MAX : product;
}

static int64_t larger(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static int by_item(const void *a, const void *b)
{
    return state_order(((const struct tally *)a)->item, ((const struct tally *)b)->item);
}

static int by_need(const void *a, const void *b)
{
    const struct material *left = a, *right = b;
    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    return state_order(left->item, right->item);
}

/* A tally for every part of every state; *NONE counts blocks without any. */
static size_t tally_states(struct arena *arena, const struct census *census, struct tally *tallies, int64_t *none)
{
    size_t count = 0;
    for (size_t i = 0; i < census->count; i++) {
        struct material_part parts[MATERIAL_PARTS];
        int64_t blocks = census->entries[i].count;
        size_t n = material_parts(arena, census->entries[i].state, parts);
        if (n == 0)
            *none = plus(*none, blocks);
        for (size_t k = 0; k < n; k++) {
            struct tally *tally = &tallies[count++];
            *tally = (struct tally){.item = parts[k].item};
            tally->halves[parts[k].half] = times(blocks, parts[k].times);
            if (k == 0)
                tally->blocks[parts[k].half] = blocks;
        }
    }
    return count;
}

/* Sorts, and adds up those of the same item. */
static size_t merge(struct tally *tallies, size_t count)
{
    size_t kept = 0;
    if (count > 1)
        qsort(tallies, count, sizeof *tallies, by_item);
    for (size_t i = 0; i < count; i++) {
        if (kept == 0 || !str_eq(tallies[kept - 1].item, tallies[i].item)) {
            tallies[kept++] = tallies[i];
            continue;
        }
        for (int half = 0; half < HALVES; half++) {
            tallies[kept - 1].halves[half] = plus(tallies[kept - 1].halves[half], tallies[i].halves[half]);
            tallies[kept - 1].blocks[half] = plus(tallies[kept - 1].blocks[half], tallies[i].blocks[half]);
        }
    }
    return kept;
}

static struct material material_of(const struct tally *tally)
{
    int32_t size = material_stack_size(tally->item);
    int64_t count = plus(tally->halves[MATERIAL_WHOLE], larger(tally->halves[MATERIAL_NEAR], tally->halves[MATERIAL_FAR]));
    int64_t box = (int64_t)size * SHULKER_BOX;
    int64_t hundredths = (count % box * 100 + box - 1) / box;
    return (struct material){.item = tally->item,
                             .count = count,
                             .stacks = count / size,
                             .rest = count % size,
                             .shulker_boxes = (double)(count / box) + (double)hundredths / 100,
                             .stack_size = size};
}

void materials_of(struct arena *arena, const struct census *census, struct materials *out)
{
    *out = (struct materials){0};
    struct tally *tallies = arena_array(arena, census->count, MATERIAL_PARTS * sizeof *tallies);
    size_t count = merge(tallies, tally_states(arena, census, tallies, &out->without_item));
    out->items = arena_array(arena, count, sizeof *out->items);
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        int64_t near = tallies[i].blocks[MATERIAL_NEAR], far = tallies[i].blocks[MATERIAL_FAR];
        out->items[i] = material_of(&tallies[i]);
        out->without_item = plus(out->without_item, near < far ? near : far);
    }
    for (size_t i = 0; i < census->count; i++)
        out->blocks = plus(out->blocks, census->entries[i].count);
    if (count > 1)
        qsort(out->items, count, sizeof *out->items, by_need);
}
