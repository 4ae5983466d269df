/* Blueprints: chunks are held until all are there, for where the box starts that they make up is known only then. */
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "schematic/axiom_chunk.h"
#include "schematic/load.h"

struct load_chunk {
    int32_t at[3];                /* of the lowest corner, in blocks */
    uint16_t cells[CHUNK_CELLS]; /* the model's palette indices */
};

static bool intern(struct loading *load, const struct axiom_chunk *chunk, uint16_t cell, uint16_t *index)
{
    struct str state = states_text(&load->states, load->palette.named[cell] - 1);
    if (model_intern(load->model, axiom_says_nothing(state) ? STR("") : state, index))
        return true;
    verdict_refuse(&load->verdict, REASON_PALETTE_TOO_LONG, chunk->data_offset, "More than %d block states.", MODEL_PALETTE_MAX);
    return false;
}

/* Palette indices become the model's. Answers whether anything is there. */
static bool take_cells(struct loading *load, const struct axiom_chunk *chunk, struct load_chunk *into)
{
    bool any = false;
    uint16_t index = MODEL_ABSENT;
    for (unsigned cell = 0; cell < CHUNK_CELLS; cell++) {
        bool again = cell > 0 && chunk->cells[cell] == chunk->cells[cell - 1];
        if (!again && !intern(load, chunk, chunk->cells[cell], &index))
            return false;
        into->cells[cell] = index;
        any = any || index != MODEL_ABSENT;
    }
    for (size_t i = 0; i < 3; i++)
        into->at[i] = chunk->at[i] * CHUNK_SIDE;
    return any;
}

static void read_chunk(struct loading *load)
{
    struct axiom_chunk chunk;
    if (!axiom_read_chunk(&load->nbt, &load->palette, &chunk))
        return;
    if (load->chunk_count == load->chunk_room) {
        load->chunk_room = load->chunk_room ? 2 * load->chunk_room : 8;
        load->chunks = memory_grow(load->chunks, memory_product(load->chunk_room, sizeof *load->chunks));
    }
    if (!take_cells(load, &chunk, &load->chunks[load->chunk_count]))
        return;
    load->chunk_count++;
    if ((int64_t)load->chunk_count * CHUNK_CELLS > load->blocks_max)
        verdict_refuse(&load->verdict, REASON_TOO_MANY_BLOCKS, chunk.data_offset, "The chunks hold more than %lld blocks.", (long long)load->blocks_max);
}

void load_axiom_regions(struct nbt *nbt, void *at)
{
    (void)nbt;
    load_each(at, read_chunk);
}

/* Where CELL of a chunk is. */
static void place_of(const struct load_chunk *chunk, unsigned cell, int32_t place[3])
{
    place[0] = chunk->at[0] + (int32_t)(cell % CHUNK_SIDE);
    place[1] = chunk->at[1] + (int32_t)(cell / (CHUNK_SIDE * CHUNK_SIDE));
    place[2] = chunk->at[2] + (int32_t)(cell / CHUNK_SIDE % CHUNK_SIDE);
}

static void find_low(const struct loading *load, int32_t low[3])
{
    int32_t place[3];
    low[0] = low[1] = low[2] = INT32_MAX;
    for (size_t i = 0; i < load->chunk_count; i++)
        for (unsigned cell = 0; cell < CHUNK_CELLS; cell++) {
            if (load->chunks[i].cells[cell] == MODEL_ABSENT)
                continue;
            place_of(&load->chunks[i], cell, place);
            for (size_t axis = 0; axis < 3; axis++)
                low[axis] = place[axis] < low[axis] ? place[axis] : low[axis];
        }
}

static void put_chunk(struct loading *load, const struct load_chunk *chunk, const int32_t low[3], struct model_region *region)
{
    int32_t place[3];
    for (unsigned cell = 0; cell < CHUNK_CELLS; cell++) {
        if (chunk->cells[cell] == MODEL_ABSENT)
            continue;
        place_of(chunk, cell, place);
        for (size_t axis = 0; axis < 3; axis++) {
            place[axis] -= low[axis];
            if (place[axis] >= region->size[axis]) {
                verdict_refuse(&load->verdict, REASON_BAD_SIZE, 0, "A chunk lies outside the build.");
                return;
            }
        }
        region->cells[(size_t)place[0] + ((size_t)place[2] + (size_t)place[1] * (size_t)region->size[2]) * (size_t)region->size[0]] = chunk->cells[cell];
    }
}

void load_axiom_settle(struct loading *load)
{
    struct model_region *region = load_only_region(load);
    int32_t low[3];
    if (!region || load->chunk_count == 0)
        return;
    find_low(load, low);
    for (size_t i = 0; i < load->chunk_count && verdict_stands(&load->verdict); i++)
        put_chunk(load, &load->chunks[i], low, region);
    for (size_t axis = 0; axis < 3; axis++) {
        for (size_t i = 0; i < load->block_entity_count; i++)
            if (__builtin_sub_overflow(load->block_entities[i].at[axis], low[axis], &load->block_entities[i].at[axis]))
                load->block_entities[i].at[axis] = -1; /* outside in any case */
        for (size_t i = 0; i < load->entity_count; i++)
            load->entities[i].at[axis] -= low[axis];
    }
}
