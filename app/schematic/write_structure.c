/* Structures as structure blocks save them. Absent places are left out; where one has a block entity all the same, structure void
 * stands there and means nothing else. */
#include "schematic/write_formats.h"

#include <math.h>
#include <string.h>

enum {
    BLOCKS_MAX = 5000000, /* each is six values; readers, this one too, bound how many a file may have */
    LOADED_AT_ONCE = 48
};

/* How many absent places have a block entity. */
static int64_t voids(struct conversion *c)
{
    int64_t count = 0;
    for (size_t i = 0; i < c->block_entity_count; i++) {
        const int32_t *at = c->block_entities[i].at;
        count += conversion_row(c, at[1], at[2])[at[0]] == MODEL_ABSENT;
    }
    return count;
}

static void fit(struct conversion *c, struct verdict *verdict)
{
    conversion_narrow(c, NULL);
    c->uses[MODEL_ABSENT] = voids(c);
    conversion_number(c, false);
    int64_t blocks = 0;
    for (size_t i = 0; i < c->model->palette_count; i++)
        blocks += c->uses[i];
    if (blocks > BLOCKS_MAX)
        verdict_refuse(verdict, REASON_TOO_MANY_BLOCKS, 0, "%lld blocks, air included; a structure lists at most %d.", (long long)blocks, BLOCKS_MAX);
    c->listed = blocks;
    bool large = c->size[0] > LOADED_AT_ONCE || c->size[1] > LOADED_AT_ONCE || c->size[2] > LOADED_AT_ONCE;
    losses_add(&c->losses, LOSS_LARGER_THAN_48, large, STR_NULL);
}

static void put_block(struct conversion *c, const int32_t at[3], uint32_t state, const struct placed_block_entity *with)
{
    nbt_put_int_list3(c->nbt, STR("pos"), at);
    nbt_put_int(c->nbt, STR("state"), (int32_t)state);
    if (with) {
        nbt_put_field(c->nbt, NBT_COMPOUND, STR("nbt"));
        conversion_put_id(c, "id", with->from->id);
        conversion_put_fields(c, with->from->nbt, c->holds->of_block_entities);
        nbt_put_end(c->nbt);
    }
    nbt_put_end(c->nbt);
}

/* Block entities are in the order of blocks, so they are met one after the other. */
static void put_blocks(struct conversion *c)
{
    const struct placed_block_entity *next = c->block_entities, *end = next + c->block_entity_count;
    int32_t at[3];
    nbt_put_list(c->nbt, STR("blocks"), NBT_COMPOUND, (size_t)c->listed);
    for (at[1] = 0; at[1] < c->size[1]; at[1]++)
        for (at[2] = 0; at[2] < c->size[2] && !nbt_writer_failed(c->nbt); at[2]++) {
            const uint16_t *row = conversion_row(c, at[1], at[2]);
            for (at[0] = 0; at[0] < c->size[0]; at[0]++) {
                bool with = next < end && memcmp(next->at, at, sizeof at) == 0;
                if (with || row[at[0]] != MODEL_ABSENT)
                    put_block(c, at, c->numbers[row[at[0]]], with ? next : NULL);
                next += with;
            }
        }
}

static int32_t block_of(double at)
{
    double block = floor(at);
    return block >= INT32_MIN && block <= INT32_MAX ? (int32_t)block : 0;
}

static void put_entities(struct conversion *c)
{
    nbt_put_list(c->nbt, STR("entities"), NBT_COMPOUND, c->entity_count);
    for (size_t i = 0; i < c->entity_count; i++) {
        const struct model_entity *entity = c->entities[i];
        const int32_t block[3] = {block_of(entity->at[0]), block_of(entity->at[1]), block_of(entity->at[2])};
        nbt_put_double_list3(c->nbt, STR("pos"), entity->at);
        nbt_put_int_list3(c->nbt, STR("blockPos"), block);
        nbt_put_field(c->nbt, NBT_COMPOUND, STR("nbt"));
        conversion_put_id(c, "id", entity->id);
        conversion_put_fields(c, entity->nbt, c->holds->of_entities);
        nbt_put_end(c->nbt);
        nbt_put_end(c->nbt);
    }
}

static void put(struct conversion *c)
{
    nbt_put_int(c->nbt, STR("DataVersion"), c->data_version);
    if (c->model->author.p)
        nbt_put_text(c->nbt, STR("author"), c->model->author);
    nbt_put_int_list3(c->nbt, STR("size"), c->size);
    nbt_put_list(c->nbt, STR("palette"), NBT_COMPOUND, c->state_count);
    for (uint32_t i = 0; i < c->state_count; i++)
        conversion_put_state(c, c->states[i]);
    put_blocks(c);
    put_entities(c);
    nbt_put_end(c->nbt);
}

const struct format_writer write_structure = {
    .root = STR(""),
    .holds = {.depth = 4, .once = true, .of_block_entities = {STR("id")}, .of_entities = {STR("id")}},
    .author = true,
    .side_max = INT32_MAX,
    .fit = fit,
    .put = put,
};
