#include "schematic/load.h"

void load_structure_palette(struct nbt *nbt, void *at)
{
    palette_read_states(nbt, &((struct loading *)at)->palette);
}

/* The first counts. */
void load_structure_palettes(struct nbt *nbt, void *at)
{
    struct loading *load = at;
    struct nbt_list list;
    if (!nbt_list(nbt, &list))
        return;
    for (bool first = true; nbt_element(nbt, &list); first = false)
        if (first && list.element == NBT_LIST)
            palette_read_states(nbt, &load->palette);
        else
            nbt_skip(nbt, list.element);
    load->model->left_out[MODEL_LEFT_PALETTES] += list.count > 1 ? list.count - 1 : 0;
}

struct block {
    struct loading *load;
    int32_t pos[3];
    int64_t state;
    bool has_contents;
    size_t contents; /* the block entity's index in the loading's list */
};

static void read_pos(struct nbt *nbt, void *at)
{
    struct block *block = at;
    double pos[3] = {0};
    bool there = load_vector(nbt, NBT_LIST, pos);
    for (size_t i = 0; i < 3; i++)
        block->pos[i] = there ? (int32_t)pos[i] : -1;
}

/* Where it lies may come later. */
static void read_contents(struct nbt *nbt, void *at)
{
    struct block *block = at;
    (void)nbt;
    block->contents = block->load->block_entity_count;
    load_block_entity_at(block->load, (const int32_t[3]){0});
    block->has_contents = block->load->block_entity_count > block->contents;
}

static void read_block(struct loading *load)
{
    static const struct shape_field fields[] = {
        SHAPE_FIELD("pos", NBT_LIST, read_pos, 0),
        SHAPE_FIELD("state", NBT_INT, shape_int, offsetof(struct block, state)),
        SHAPE_FIELD("nbt", NBT_COMPOUND, read_contents, 0),
    };
    static const struct shape shape = SHAPE(fields);
    struct block block = {.load = load, .pos = {-1, -1, -1}, .state = -1};
    struct model_region *region = load_only_region(load);
    load_fields(load, &shape, &block);
    if (!region || !verdict_stands(&load->verdict))
        return;
    for (size_t i = 0; i < 3; i++)
        if (block.pos[i] < 0 || block.pos[i] >= region->size[i]) {
            verdict_refuse(&load->verdict, REASON_BLOCK_OUTSIDE, nbt_offset(&load->nbt), "A block at %d on an axis.", block.pos[i]);
            return;
        }
    if (block.state < 0 || block.state >= MODEL_PALETTE_MAX) {
        verdict_refuse(&load->verdict, REASON_PALETTE_TOO_LONG, nbt_offset(&load->nbt), "A block has state %lld.", (long long)block.state);
        return;
    }
    size_t width = (size_t)region->size[0], length = (size_t)region->size[2];
    region->cells[(size_t)block.pos[0] + ((size_t)block.pos[2] + (size_t)block.pos[1] * length) * width] = (uint16_t)(block.state + 1);
    for (size_t i = 0; block.has_contents && i < 3; i++)
        load->block_entities[block.contents].at[i] = block.pos[i];
}

void load_structure_blocks(struct nbt *nbt, void *at)
{
    (void)nbt;
    load_each(at, read_block);
}
