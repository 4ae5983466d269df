/* Blueprints as they stream by: the build is the box around the places of which something is said. */
#include "schematic/axiom_chunk.h"
#include "schematic/format.h"

/* A run along x, of one state, which starts at CELL. */
static void take_run(struct inspection *in, const struct axiom_chunk *chunk, unsigned cell, unsigned n)
{
    uint32_t state = in->palette.named[chunk->cells[cell]] - 1;
    struct states_entry *entry = &in->states.entries[state];
    if (axiom_says_nothing(states_text(&in->states, state)))
        return;
    int64_t low[3] = {(int64_t)chunk->at[0] * CHUNK_SIDE + cell % CHUNK_SIDE, (int64_t)chunk->at[1] * CHUNK_SIDE + cell / (CHUNK_SIDE * CHUNK_SIDE),
                      (int64_t)chunk->at[2] * CHUNK_SIDE + cell / CHUNK_SIDE % CHUNK_SIDE};
    if (in->known.there) {
        const int64_t *sides = in->known.sides, *from = in->known.low;
        struct tally_walk walk = tally_walk_from(low[0] - from[0] + (low[2] - from[2] + (low[1] - from[1]) * sides[AXIS_Z]) * sides[AXIS_X]);
        tally_run(&walk, &entry->tally, n);
    } else {
        entry->tally.count += n;
        in->placed = false;
    }
    box_extend(&in->box, low, (const int64_t[3]){low[0] + n, low[1] + 1, low[2] + 1});
}

static void take_chunk(struct inspection *in, const struct axiom_chunk *chunk)
{
    unsigned start = 0;
    for (unsigned cell = 1; cell <= CHUNK_CELLS; cell++)
        if (cell % CHUNK_SIDE == 0 || chunk->cells[cell] != chunk->cells[start]) {
            take_run(in, chunk, start, cell - start);
            start = cell;
        }
}

static void read_chunk(struct inspection *in)
{
    struct axiom_chunk chunk;
    int64_t offset = nbt_offset(&in->nbt);
    in->litematica.volume += CHUNK_CELLS;
    if (!axiom_read_chunk(&in->nbt, &in->palette, &chunk))
        return;
    if (in->litematica.volume > in->budget.blocks)
        verdict_refuse(&in->verdict, REASON_TOO_MANY_BLOCKS, offset, "The chunks hold more than %lld blocks.", (long long)in->budget.blocks);
    else
        take_chunk(in, &chunk);
}

void axiom_read_regions(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct nbt_list list;
    int64_t offset = nbt_offset(nbt);
    if (!nbt_list(nbt, &list))
        return;
    if (list.count > 0 && list.element != NBT_COMPOUND)
        verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, offset, "The chunks are a list of %s; compounds are expected.", nbt_tag_name(list.element));
    while (nbt_element(nbt, &list))
        read_chunk(in);
}

void axiom_settle(struct inspection *in)
{
    if (!in->box.any) {
        verdict_refuse(&in->verdict, REASON_EMPTY, in->root_offset, "No chunk holds a block.");
        return;
    }
    inspection_take_box(in);
    const int64_t sides[3] = {in->width, in->height, in->length};
    inspection_volume(in, sides, in->root_offset);
    in->facts->regions = 1;
}
