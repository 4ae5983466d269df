/* Structures as the game's own structure blocks save them: a sparse list of blocks, each {pos, state}. What is absent is left
 * as it is when the structure is placed, and not counted. */
#include "schematic/format.h"

/* A bit a block finds places that are given twice: by the size where that came first, else by this cube. */
enum { CUBE_SIDE = 512 };
#define SET_BLOCKS ((int64_t)INSPECTION_SCRATCH * 8)
_Static_assert((int64_t)CUBE_SIDE * CUBE_SIDE * CUBE_SIDE == SET_BLOCKS, "the cube fills the scratch");

struct block {
    struct inspection *in;
    int64_t pos[3], pos_offset;
    int64_t state, state_offset;
};

void structure_read_size(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    in->structure.size_offset = nbt_offset(nbt);
    inspection_vector(nbt, in->structure.size);
    if (verdict_stands(nbt->verdict))
        in->structure.volume = inspection_volume(in, in->structure.size, in->structure.size_offset);
}

void structure_read_palette(struct nbt *nbt, void *at)
{
    palette_read_states(nbt, &((struct inspection *)at)->palette);
}

static void compare_palettes(struct inspection *in, const struct palette *other, int64_t offset)
{
    if (other->count != in->palette.count)
        verdict_refuse(&in->verdict, REASON_BAD_PALETTE, offset, "A palette of %u entries beside one of %u.", other->count, in->palette.count);
    for (uint32_t i = 0; i < other->end; i++)
        if (palette_is_air(other, i) != palette_is_air(&in->palette, i))
            verdict_warn(&in->verdict, WARNING_PALETTES_DIFFER);
}

/* Variants of one build, of which the game picks one: the first is counted. */
void structure_read_palettes(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct nbt_list list;
    struct palette other;
    int64_t offset = nbt_offset(nbt);
    palette_open(&other, in->pass_arena, &in->states);
    if (!nbt_list(nbt, &list))
        return;
    if (list.element != NBT_LIST)
        verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, offset, "The palettes are a list of %s; lists are expected.", nbt_tag_name(list.element));
    for (bool first = true; nbt_element(nbt, &list); first = false) {
        offset = nbt_offset(nbt);
        palette_clear(&other);
        palette_read_states(nbt, first ? &in->palette : &other);
        if (!first)
            compare_palettes(in, &other, offset);
    }
}

static void read_pos(struct nbt *nbt, void *at)
{
    struct block *block = at;
    block->pos_offset = nbt_offset(nbt);
    inspection_vector(nbt, block->pos);
}

static void read_nbt(struct nbt *nbt, void *at)
{
    collect_scan(nbt, ((struct block *)at)->in);
}

static void read_state(struct nbt *nbt, void *at)
{
    struct block *block = at;
    block->state_offset = nbt_offset(nbt);
    block->state = nbt_integer(nbt, NBT_INT);
}

/* Where the block's bit is; -1 when it is refused. */
static int64_t place(struct inspection *in, const struct block *block)
{
    const struct structure *structure = &in->structure;
    bool sized = structure->volume > 0;
    int64_t index = 0;
    for (size_t i = 3; i-- > 0;) {
        int64_t side = sized ? structure->size[i] : CUBE_SIDE;
        if (block->pos[i] < 0 || (sized && block->pos[i] >= side)) {
            verdict_refuse(&in->verdict, REASON_BLOCK_OUTSIDE, block->pos_offset, "A block at %lld on an axis.", (long long)block->pos[i]);
            return -1;
        }
        if (block->pos[i] >= side) {
            verdict_refuse(&in->verdict, REASON_UNSUPPORTED_ORDER, block->pos_offset, "Past block %d, size must come before blocks.", CUBE_SIDE);
            return -1;
        }
        index = index * side + block->pos[i];
    }
    return index;
}

static void note_furthest(struct structure *structure, const struct block *block)
{
    for (size_t i = 0; i < 3; i++)
        if (block->pos[i] > structure->furthest[i]) {
            structure->furthest[i] = block->pos[i];
            structure->furthest_offset[i] = block->pos_offset;
        }
}

/* The sides are those of the file's size, whichever pass found it. */
static void count_at(struct inspection *in, const struct block *block)
{
    struct tally *tally = &in->tallies[block->state];
    const int64_t *sides = in->structure.volume > 0 ? in->structure.size : in->known.sides;
    if (in->structure.volume > 0 || in->known.there) {
        struct tally_walk walk = tally_walk_from(block->pos[AXIS_X] + (block->pos[AXIS_Z] + block->pos[AXIS_Y] * sides[AXIS_Z]) * sides[AXIS_X]);
        tally_run(&walk, tally, 1);
    } else {
        tally->count++;
        in->placed = false;
    }
}

static void count_block(struct inspection *in, const struct block *block)
{
    struct structure *structure = &in->structure;
    int64_t index = place(in, block);
    if (index < 0)
        return;
    uint8_t *byte = &in->scratch[index / 8], bit = (uint8_t)(1 << index % 8);
    if (*byte & bit)
        verdict_refuse(&in->verdict, REASON_DUPLICATE_BLOCK, block->pos_offset, "A second block at %lld %lld %lld.", (long long)block->pos[0],
                       (long long)block->pos[1], (long long)block->pos[2]);
    *byte |= bit;
    note_furthest(structure, block);
    if (block->state < 0 || block->state >= PALETTE_SPARSE) {
        verdict_refuse(&in->verdict, REASON_PALETTE_INDEX, block->state_offset, "A block has state %lld.", (long long)block->state);
        return;
    }
    count_at(in, block);
    if (block->state >= structure->end)
        structure->end = (uint32_t)block->state + 1;
}

static void read_block(struct nbt *nbt, struct inspection *in)
{
    enum { POS, STATE, BLOCK_ENTITY };
    static const struct shape_field fields[] = {
        [POS] = SHAPE_FIELD("pos", NBT_LIST, read_pos, 0),
        [STATE] = SHAPE_FIELD("state", NBT_INT, read_state, 0),
        [BLOCK_ENTITY] = SHAPE_FIELD("nbt", NBT_COMPOUND, read_nbt, 0),
    };
    static const struct shape shape = SHAPE(fields);
    struct shape_seen seen = {0};
    struct block block = {.in = in};
    int64_t offset = nbt_offset(nbt);
    shape_read(nbt, &shape, &seen, &block);
    if (shape_require(nbt, &shape, &seen, SHAPE_BIT(POS) | SHAPE_BIT(STATE), offset))
        count_block(in, &block);
    if (seen.fields & SHAPE_BIT(BLOCK_ENTITY))
        collect_block_entity(in, block.pos);
}

void structure_read_blocks(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    struct nbt_list list;
    int64_t offset = nbt_offset(nbt);
    in->structure.blocks_offset = offset;
    inspection_scratch(in);
    if (in->structure.volume > SET_BLOCKS)
        verdict_refuse(nbt->verdict, REASON_TOO_MANY_BLOCKS, offset, "A structure may span at most %lld blocks.", (long long)SET_BLOCKS);
    if (!nbt_list(nbt, &list))
        return;
    if (list.count > 0 && list.element != NBT_COMPOUND)
        verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, offset, "The blocks are a list of %s; compounds are expected.", nbt_tag_name(list.element));
    while (nbt_element(nbt, &list))
        read_block(nbt, in);
}

void structure_settle(struct inspection *in)
{
    struct structure *structure = &in->structure;
    for (size_t i = 0; i < 3; i++)
        if (structure->furthest[i] >= structure->size[i])
            verdict_refuse(&in->verdict, REASON_BLOCK_OUTSIDE, structure->furthest_offset[i], "A block at %lld; the side has %lld.",
                           (long long)structure->furthest[i], (long long)structure->size[i]);
    palette_settle(&in->palette, in->tallies, structure->end, &in->verdict, structure->blocks_offset);
    in->facts->regions = 1;
    in->width = structure->size[0];
    in->height = structure->size[1];
    in->length = structure->size[2];
}
