#include "schematic/conversion.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "schematic/nbt_raw.h"
#include "schematic/state.h"

/* The region that an entity is written with: the first that it is in, else the first of all. */
static const struct model_region *home_of(const struct model *model, const struct model_entity *entity)
{
    for (size_t r = 0; r < model->region_count; r++) {
        const struct model_region *region = &model->regions[r];
        bool in = true;
        for (size_t i = 0; i < 3; i++)
            in = in && entity->at[i] >= region->origin[i] && entity->at[i] < (double)region->origin[i] + region->size[i];
        if (in)
            return region;
    }
    return model->regions;
}

void conversion_open(struct conversion *c)
{
    size_t states = c->model->palette_count + 2; /* air and structure void, used or not */
    c->uses = memory_new(memory_product(states, sizeof *c->uses));
    c->numbers = memory_new(memory_product(states, sizeof *c->numbers));
    c->states = memory_new(memory_product(states, sizeof *c->states));
    c->row = memory_new(memory_product((size_t)c->model->size[0], sizeof *c->row));
    c->homes = memory_new(memory_product(c->model->entity_count + 1, sizeof *c->homes));
    for (size_t i = 0; i < c->model->entity_count; i++)
        c->homes[i] = home_of(c->model, &c->model->entities[i]);
}

void conversion_close(struct conversion *c)
{
    free(c->uses);
    free(c->numbers);
    free(c->states);
    free(c->row);
    free(c->block_entities);
    free(c->entities);
    free(c->homes);
}

/* The part of a region's row that is at Y and Z of the box; NULL where it has none. */
static const uint16_t *row_of(const struct model_region *region, int32_t y, int32_t z)
{
    int64_t down = (int64_t)y - region->origin[1], along = (int64_t)z - region->origin[2];
    if (down < 0 || down >= region->size[1] || along < 0 || along >= region->size[2])
        return NULL;
    return region->cells + ((size_t)down * (size_t)region->size[2] + (size_t)along) * (size_t)region->size[0];
}

static void merge_row(struct conversion *c, const struct model_region *region, const uint16_t *cells)
{
    uint16_t *into = c->row + region->origin[0];
    for (int32_t x = 0; x < region->size[0]; x++)
        if (cells[x] != MODEL_ABSENT) {
            c->overlapped += into[x] != MODEL_ABSENT;
            into[x] = cells[x];
        }
}

const uint16_t *conversion_row(struct conversion *c, int32_t y, int32_t z)
{
    const struct model *model = c->model;
    if (c->only)
        return c->only->cells + ((size_t)y * (size_t)c->size[2] + (size_t)z) * (size_t)c->size[0];
    memset(c->row, 0, (size_t)c->size[0] * sizeof *c->row);
    for (size_t i = 0; i < model->region_count; i++) {
        const uint16_t *cells = row_of(&model->regions[i], y, z);
        if (cells)
            merge_row(c, &model->regions[i], cells);
    }
    return c->row;
}

static void survey(struct conversion *c)
{
    memset(c->uses, 0, c->model->palette_count * sizeof *c->uses);
    c->overlapped = 0;
    for (int32_t y = 0; y < c->size[1]; y++)
        for (int32_t z = 0; z < c->size[2]; z++) {
            const uint16_t *row = conversion_row(c, y, z);
            for (int32_t x = 0; x < c->size[0]; x++)
                c->uses[row[x]]++;
        }
    losses_add(&c->losses, LOSS_BLOCK_OVERLAPPED, c->overlapped, STR_NULL);
}

static bool inside(const int32_t at[3], const int32_t size[3])
{
    for (size_t i = 0; i < 3; i++)
        if (at[i] < 0 || at[i] >= size[i])
            return false;
    return true;
}

/* Whether a region after REGION says something of the place AT in it. */
static bool covered(const struct model *model, const struct model_region *region, const int32_t at[3])
{
    for (const struct model_region *later = region + 1; later < model->regions + model->region_count; later++) {
        int32_t there[3];
        for (size_t i = 0; i < 3; i++)
            there[i] = at[i] + region->origin[i] - later->origin[i];
        if (inside(there, later->size) && model_region_at(later, there[0], there[1], there[2]) != MODEL_ABSENT)
            return true;
    }
    return false;
}

static bool is_own(const struct str own[], struct str name)
{
    for (; own->p; own++)
        if (str_eq(*own, name))
            return true;
    return false;
}

/* Whether the format can hold a payload. Fields that have to go are noted as FIELDS, a whole payload as ALL. */
static bool holds_payload(struct conversion *c, struct str payload, const struct str own[], enum loss all, enum loss fields)
{
    unsigned depth;
    struct str name, whole;
    bool sound = nbt_raw_check(payload, &depth);
    if (!sound || depth + c->holds->depth > NBT_DEPTH_MAX) {
        losses_add(&c->losses, all, 1, sound ? STR("too-deep") : STR("malformed"));
        return false;
    }
    for (size_t at = 0; nbt_raw_field(payload, &at, &name, &whole);)
        if (is_own(own, name))
            losses_add(&c->losses, fields, 1, name);
    return true;
}

/* Where a block entity stands in what is written; false when it can't be. */
static bool place(struct conversion *c, const struct model_region *region, const struct model_block_entity *from, int32_t at[3])
{
    struct str why = STR_NULL;
    for (size_t i = 0; i < 3; i++)
        if (__builtin_add_overflow(from->at[i], c->only ? 0 : region->origin[i], &at[i]))
            why = STR("outside");
    if (inside(from->at, region->size)) {
        if (!c->only && covered(c->model, region, from->at))
            why = STR("overlapped");
    } else if (c->holds->once) {
        why = STR("outside");
    }
    losses_add(&c->losses, LOSS_BLOCK_ENTITIES, why.p != NULL, why);
    return !why.p;
}

static void sift_block_entities(struct conversion *c, const struct model_region *region)
{
    c->block_entities = memory_grow(c->block_entities, memory_product(c->block_entity_count + region->block_entity_count + 1, sizeof *c->block_entities));
    for (size_t i = 0; i < region->block_entity_count; i++) {
        struct placed_block_entity placed = {.from = &region->block_entities[i]};
        if (place(c, region, placed.from, placed.at) &&
            holds_payload(c, placed.from->nbt, c->holds->of_block_entities, LOSS_BLOCK_ENTITIES, LOSS_BLOCK_ENTITY_FIELDS))
            c->block_entities[c->block_entity_count++] = placed;
    }
}

/* In the order of blocks; at one place, as the file has them. */
static int by_place(const void *a, const void *b)
{
    const struct placed_block_entity *p = a, *q = b;
    for (size_t i = 0; i < 3; i++) {
        size_t axis = (size_t[]){1, 2, 0}[i];
        if (p->at[axis] != q->at[axis])
            return p->at[axis] < q->at[axis] ? -1 : 1;
    }
    return (p->from > q->from) - (p->from < q->from);
}

static bool same_place(const struct placed_block_entity *a, const struct placed_block_entity *b)
{
    return memcmp(a->at, b->at, sizeof a->at) == 0;
}

static void drop_doubles(struct conversion *c)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->block_entity_count; i++)
        if (kept > 0 && same_place(&c->block_entities[kept - 1], &c->block_entities[i]))
            losses_add(&c->losses, LOSS_BLOCK_ENTITIES, 1, STR("twice"));
        else
            c->block_entities[kept++] = c->block_entities[i];
    c->block_entity_count = kept;
}

static void sift_entities(struct conversion *c)
{
    const struct model *model = c->model;
    c->entities = memory_grow(c->entities, memory_product(model->entity_count + 1, sizeof *c->entities));
    c->entity_count = 0;
    for (size_t i = 0; i < model->entity_count; i++) {
        const struct model_entity *entity = &model->entities[i];
        if ((!c->only || c->homes[i] == c->only) && holds_payload(c, entity->nbt, c->holds->of_entities, LOSS_ENTITIES, LOSS_ENTITY_FIELDS))
            c->entities[c->entity_count++] = entity;
    }
}

void conversion_narrow(struct conversion *c, const struct model_region *region)
{
    const struct model *model = c->model;
    c->only = region;
    memcpy(c->size, region ? region->size : model->size, sizeof c->size);
    survey(c);
    c->block_entity_count = 0;
    for (const struct model_region *from = model->regions; from < model->regions + model->region_count; from++)
        if (!region || from == region)
            sift_block_entities(c, from);
    qsort(c->block_entities, c->block_entity_count, sizeof *c->block_entities, by_place);
    if (c->holds->once)
        drop_doubles(c);
    sift_entities(c);
}

void conversion_number(struct conversion *c, bool air_first)
{
    const struct model *model = c->model;
    static const struct str air = STR("minecraft:air"), void_state = STR("minecraft:structure_void");
    uint32_t count = 0;
    if (air_first)
        c->states[count++] = air;
    if (c->uses[MODEL_ABSENT] > 0) {
        c->numbers[MODEL_ABSENT] = count;
        c->states[count++] = void_state;
    }
    for (size_t i = MODEL_ABSENT + 1; i < model->palette_count; i++) {
        struct str text = model->palette[i].text;
        if (c->uses[i] == 0)
            continue;
        c->numbers[i] = air_first && str_eq(text, air) ? 0 : count;
        if (c->numbers[i] == count)
            c->states[count++] = text;
    }
    c->state_count = count;
}

void conversion_note_absent(struct conversion *c, enum loss kind)
{
    losses_add(&c->losses, kind, c->uses[MODEL_ABSENT], STR_NULL);
}

void conversion_put_state(struct conversion *c, struct str state)
{
    struct str key, value;
    size_t at = 0;
    bool any = false;
    nbt_put_text(c->nbt, STR("Name"), state_name(state));
    while (state_next_property(state, &at, &key, &value)) {
        if (!any)
            nbt_put_field(c->nbt, NBT_COMPOUND, STR("Properties"));
        any = true;
        nbt_put_text(c->nbt, key, value);
    }
    if (any)
        nbt_put_end(c->nbt);
    nbt_put_end(c->nbt);
}

void conversion_put_id(struct conversion *c, const char *name, struct str id)
{
    if (id.p)
        nbt_put_text(c->nbt, str_of(name), id);
}

void conversion_put_place(struct conversion *c, const int32_t at[3])
{
    nbt_put_int(c->nbt, STR("x"), at[0]);
    nbt_put_int(c->nbt, STR("y"), at[1]);
    nbt_put_int(c->nbt, STR("z"), at[2]);
}

void conversion_put_fields(struct conversion *c, struct str payload, const struct str own[])
{
    struct str name, whole;
    for (size_t at = 0; nbt_raw_field(payload, &at, &name, &whole);)
        if (!is_own(own, name))
            nbt_put_raw(c->nbt, whole.p, whole.n);
}

void conversion_put_tile_entities(struct conversion *c)
{
    nbt_put_list(c->nbt, STR("TileEntities"), NBT_COMPOUND, c->block_entity_count);
    for (size_t i = 0; i < c->block_entity_count; i++) {
        const struct placed_block_entity *placed = &c->block_entities[i];
        conversion_put_id(c, "id", placed->from->id);
        conversion_put_place(c, placed->at);
        conversion_put_fields(c, placed->from->nbt, c->holds->of_block_entities);
        nbt_put_end(c->nbt);
    }
}
