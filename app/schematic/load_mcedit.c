/* A cell gathers block number and data, as many as 12 and 4 bits, while the arrays come in any order; a table of all of them
 * then tells the states. */
#include <stdlib.h>

#include "core/memory.h"
#include "schematic/legacy.h"
#include "schematic/load.h"
#include "schematic/state.h"

enum { DATA_BITS = 4, BYTE_BITS = 12, NUMBERS = 1 << 12 };

/* Adds the low bits of each byte to the cells. */
static void read_bytes(struct nbt *nbt, struct loading *load, unsigned mask, unsigned shift)
{
    struct model_region *region = load_only_region(load);
    struct nbt_array array;
    if (!region || !nbt_array(nbt, NBT_BYTE_ARRAY, &array))
        return;
    int64_t volume = model_volume(region), done = 0;
    size_t n;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n)); done += (int64_t)n)
        for (size_t i = 0; i < n && done + (int64_t)i < volume; i++)
            region->cells[done + (int64_t)i] |= (uint16_t)((p[i] & mask) << shift);
}

void load_mcedit_blocks(struct nbt *nbt, void *at)
{
    read_bytes(nbt, at, 0xff, DATA_BITS);
}

void load_mcedit_data(struct nbt *nbt, void *at)
{
    read_bytes(nbt, at, 0x0f, 0);
}

void load_mcedit_bytes(struct nbt *nbt, void *at)
{
    struct loading *load = at;
    if (load->nibbles) { /* they count, as in the inspection */
        nbt_skip(nbt, NBT_BYTE_ARRAY);
        return;
    }
    load->bytes = true;
    read_bytes(nbt, load, 0x0f, BYTE_BITS);
}

/* WorldEdit's way; load_mcedit_settle() turns the pairs round where it was Schematica. */
void load_mcedit_nibbles(struct nbt *nbt, void *at)
{
    struct loading *load = at;
    struct model_region *region = load_only_region(load);
    struct nbt_array array;
    if (!region || !nbt_array(nbt, NBT_BYTE_ARRAY, &array))
        return;
    load->nibbles = true;
    int64_t volume = model_volume(region), block = 0;
    for (int64_t i = 0; load->bytes && i < volume; i++)
        region->cells[i] &= (uint16_t)((1 << BYTE_BITS) - 1);
    size_t n;
    for (const uint8_t *p; (p = nbt_run(nbt, &array, &n));)
        for (size_t i = 0; i < n; i++, block += 2) {
            if (block < volume)
                region->cells[block] |= (uint16_t)((p[i] & 0x0f) << BYTE_BITS);
            if (block + 1 < volume)
                region->cells[block + 1] |= (uint16_t)(p[i] >> 4 << BYTE_BITS);
            else if (block + 1 == volume)
                load->last_half = p[i] >> 4;
        }
}

static void swap_pairs(struct model_region *region, uint8_t last_half)
{
    const uint16_t upper = 0xf000;
    int64_t volume = model_volume(region);
    for (int64_t i = 0; i + 1 < volume; i += 2) {
        uint16_t *pair = region->cells + i, difference = (uint16_t)((pair[0] ^ pair[1]) & upper);
        pair[0] ^= difference;
        pair[1] ^= difference;
    }
    if (volume % 2 != 0)
        region->cells[volume - 1] = (uint16_t)((region->cells[volume - 1] & (uint16_t)~upper) | last_half << BYTE_BITS);
}

void load_mcedit_mapping(struct nbt *nbt, void *at)
{
    struct loading *load = at;
    struct nbt_field field;
    load->by_schematica = true;
    load->names = arena_array(load->arena, NUMBERS, sizeof *load->names);
    if (!nbt_compound(nbt))
        return;
    while (nbt_field(nbt, &field)) {
        struct buf canonical;
        uint32_t index;
        buf_init(&canonical, STATE_MAX);
        bool named = state_canonical(field.name, &canonical) && states_intern(&load->states, buf_str(&canonical), &index);
        int64_t number = field.tag == NBT_SHORT ? nbt_integer(nbt, NBT_SHORT) : -1;
        if (field.tag != NBT_SHORT)
            nbt_skip(nbt, field.tag);
        if (named && number >= 0 && number < NUMBERS)
            load->names[number] = index + 1;
        buf_free(&canonical);
    }
}

void load_mcedit_settle(struct loading *load)
{
    struct model_region *region = load_only_region(load);
    if (!region)
        return;
    if (load->by_schematica && load->nibbles)
        swap_pairs(region, load->last_half);
    bool *used = memory_new(PALETTE_LIMIT * sizeof *used);
    uint16_t *map = memory_new(PALETTE_LIMIT * sizeof *map);
    struct buf state;
    buf_init(&state, 2 * STATE_MAX);
    int64_t volume = model_volume(region);
    for (int64_t i = 0; i < volume; i++)
        used[region->cells[i]] = true;
    for (unsigned i = 0; i < PALETTE_LIMIT; i++) {
        buf_clear(&state);
        if (used[i])
            legacy_put_state(&state, &load->states, load->names, i >> DATA_BITS, i & 15);
        if (used[i] && !model_intern(load->model, buf_str(&state), &map[i]))
            verdict_refuse(&load->verdict, REASON_PALETTE_TOO_LONG, 0, "More than %d block states.", MODEL_PALETTE_MAX);
    }
    model_map_cells(region, map);
    buf_free(&state);
    free(used);
    free(map);
}
