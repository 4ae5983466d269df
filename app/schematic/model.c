#include "schematic/model.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "schematic/model_build.h"
#include "schematic/state.h"
#include "schematic/tally.h"

/* Texts and payloads; the loaders stop long before (load.h). */
#define MEMORY_CAP ((size_t)1 << 30)

enum { FIRST_SLOTS = 64 };

/* A model with what only this file needs. */
struct own {
    struct model model;
    struct arena *arena;
    size_t palette_room;
    uint32_t *slots; /* palette indices by the hash of their text, 0 where there is none; a power of two, at most half full */
    size_t slot_count;
    struct model_region *flat; /* all regions in one, made when asked for */
};

static struct own *own(struct model *model)
{
    return (struct own *)model;
}

static void add_state(struct own *own, struct str text)
{
    struct model *model = &own->model;
    if (model->palette_count == own->palette_room) {
        own->palette_room = own->palette_room ? own->palette_room * 2 : FIRST_SLOTS;
        model->palette = memory_grow(model->palette, memory_product(own->palette_room, sizeof *model->palette));
    }
    model->palette[model->palette_count++] = (struct model_state){.text = text, .air = state_is_air(text)};
}

struct model *model_empty(void)
{
    struct own *own = memory_new(sizeof *own);
    own->arena = arena_new(MEMORY_CAP);
    own->slot_count = FIRST_SLOTS;
    own->slots = memory_new(own->slot_count * sizeof *own->slots);
    add_state(own, STR(""));
    return &own->model;
}

int64_t model_volume(const struct model_region *region)
{
    return (int64_t)region->size[0] * region->size[1] * region->size[2];
}

struct model_region *model_add_region(struct model *model, const int32_t size[3])
{
    model->regions = memory_grow(model->regions, memory_product(model->region_count + 1, sizeof *model->regions));
    struct model_region *region = &model->regions[model->region_count++];
    *region = (struct model_region){.name = STR(""), .size = {size[0], size[1], size[2]}};
    region->cells = memory_new(memory_product((size_t)model_volume(region), sizeof *region->cells));
    return region;
}

struct model *model_new(int32_t width, int32_t height, int32_t length)
{
    assert(width > 0 && height > 0 && length > 0);
    struct model *model = model_empty();
    model_add_region(model, (const int32_t[3]){width, height, length});
    memcpy(model->size, model->regions[0].size, sizeof model->size);
    model->facts = (struct schematic_facts){.width = width, .height = height, .length = length, .regions = 1};
    return model;
}

static void free_flat(struct own *own)
{
    if (own->flat) {
        free(own->flat->cells);
        free(own->flat->block_entities);
    }
    free(own->flat);
    own->flat = NULL;
}

void model_free(struct model *model)
{
    if (!model)
        return;
    struct own *mine = own(model);
    free_flat(mine);
    for (size_t i = 0; i < model->region_count; i++)
        free(model->regions[i].cells);
    free(model->regions);
    free(model->palette);
    free(mine->slots);
    arena_free(mine->arena);
    free(mine);
}

struct str model_text(struct model *model, struct str text)
{
    return arena_str(own(model)->arena, text);
}

void *model_memory(struct model *model, size_t size)
{
    return arena_alloc(own(model)->arena, size);
}

/* FNV-1a, 64 bits. */
static uint64_t hash(struct str text)
{
    uint64_t sum = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < text.n; i++)
        sum = (sum ^ (uint8_t)text.p[i]) * UINT64_C(0x100000001b3);
    return sum;
}

/* The slot of TEXT, or the empty one that it belongs in. */
static uint32_t *slot_of(const struct own *own, struct str text)
{
    size_t mask = own->slot_count - 1, i = hash(text) & mask;
    while (own->slots[i] != 0 && !str_eq(own->model.palette[own->slots[i]].text, text))
        i = (i + 1) & mask;
    return &own->slots[i];
}

/* Fills the slots anew, at least twice as many as there are states. */
static void rebuild_slots(struct own *own)
{
    while (own->slot_count < 2 * own->model.palette_count)
        own->slot_count *= 2;
    free(own->slots);
    own->slots = memory_new(memory_product(own->slot_count, sizeof *own->slots));
    for (uint32_t i = 1; i < own->model.palette_count; i++)
        *slot_of(own, own->model.palette[i].text) = i;
}

bool model_intern(struct model *model, struct str state, uint16_t *index)
{
    struct own *mine = own(model);
    *index = MODEL_ABSENT;
    if (state.n == 0 || state_is_absent(state))
        return true;
    uint32_t *slot = slot_of(mine, state);
    if (*slot == 0) {
        if (model->palette_count > MODEL_PALETTE_MAX)
            return false;
        add_state(mine, model_text(model, state));
        *slot = (uint32_t)model->palette_count - 1;
        *index = (uint16_t)*slot;
        if (2 * model->palette_count > mine->slot_count)
            rebuild_slots(mine);
        return true;
    }
    *index = (uint16_t)*slot;
    return true;
}

/* How many of the cells from P on, N at most, are like the first; builds are mostly long runs of one block. */
static inline size_t run_length(const uint16_t *p, size_t n)
{
    size_t i = 1;
    uint64_t four = p[0] * UINT64_C(0x0001000100010001), next;
    for (; n - i >= 4; i += 4) {
        memcpy(&next, p + i, sizeof next);
        if (next != four)
            break;
    }
    while (i < n && p[i] == p[0])
        i++;
    return i;
}

static inline void fill(uint16_t *p, size_t n, uint16_t value)
{
    for (size_t i = 0; i < n; i++)
        p[i] = value;
}

void model_map_cells(struct model_region *region, const uint16_t *map)
{
    uint16_t *p = region->cells;
    for (size_t left = (size_t)model_volume(region), n; left > 0; left -= n, p += n) {
        n = run_length(p, left);
        if (map[*p] != *p)
            fill(p, n, map[*p]);
    }
}

static void count_cells(struct model *model)
{
    for (size_t i = 0; i < model->palette_count; i++)
        model->palette[i].count = 0;
    for (size_t i = 0; i < model->region_count; i++) {
        const uint16_t *p = model->regions[i].cells;
        for (size_t left = (size_t)model_volume(&model->regions[i]), n; left > 0; left -= n, p += n) {
            n = run_length(p, left);
            assert(*p < model->palette_count);
            model->palette[*p].count += (int64_t)n;
        }
    }
}

struct place {
    struct model_state state;
    uint16_t was;
};

static int by_text(const void *a, const void *b)
{
    return state_order(((const struct place *)a)->state.text, ((const struct place *)b)->state.text);
}

/* Puts the used states of the palette into their order; MAP answers where each went. */
static void sort_palette(struct model *model, uint16_t *map)
{
    struct place *places = memory_new(memory_product(model->palette_count, sizeof *places));
    size_t used = 0;
    for (size_t i = 1; i < model->palette_count; i++)
        if (model->palette[i].count > 0)
            places[used++] = (struct place){model->palette[i], (uint16_t)i};
    if (used > 1)
        qsort(places, used, sizeof *places, by_text);
    for (size_t i = 0; i < used; i++) {
        model->palette[i + 1] = places[i].state;
        map[places[i].was] = (uint16_t)(i + 1);
    }
    model->palette_count = used + 1;
    free(places);
}

void model_settle(struct model *model)
{
    struct own *mine = own(model);
    uint16_t *map = memory_new((MODEL_PALETTE_MAX + 1) * sizeof *map);
    free_flat(mine);
    count_cells(model);
    sort_palette(model, map);
    for (size_t i = 0; i < model->region_count; i++)
        model_map_cells(&model->regions[i], map);
    free(map);
    rebuild_slots(mine);
    model->facts.blocks = 0;
    for (size_t i = 1; i < model->palette_count; i++)
        model->facts.blocks += model->palette[i].air ? 0 : model->palette[i].count;
}

uint16_t model_at(const struct model *model, int32_t x, int32_t y, int32_t z)
{
    const int64_t at[3] = {x, y, z};
    for (size_t i = model->region_count; i-- > 0;) {
        const struct model_region *region = &model->regions[i];
        int64_t in[3];
        bool inside = true;
        for (size_t axis = 0; axis < 3; axis++) {
            in[axis] = at[axis] - region->origin[axis];
            inside = inside && in[axis] >= 0 && in[axis] < region->size[axis];
        }
        uint16_t cell = inside ? model_region_at(region, (int32_t)in[0], (int32_t)in[1], (int32_t)in[2]) : MODEL_ABSENT;
        if (cell != MODEL_ABSENT)
            return cell;
    }
    return MODEL_ABSENT;
}

/* Where a region's row starts in the box. */
static size_t place_of(const struct model *model, const struct model_region *region, int32_t y, int32_t z)
{
    size_t width = (size_t)model->size[0], length = (size_t)model->size[2];
    return (size_t)region->origin[0] + (size_t)(region->origin[2] + z) * width + (size_t)(region->origin[1] + y) * width * length;
}

static void copy_region(const struct model *model, const struct model_region *region, uint16_t *cells)
{
    const uint16_t *from = region->cells;
    for (int32_t y = 0; y < region->size[1]; y++)
        for (int32_t z = 0; z < region->size[2]; z++, from += region->size[0]) {
            uint16_t *to = cells + place_of(model, region, y, z);
            for (int32_t x = 0; x < region->size[0]; x++)
                to[x] = from[x] != MODEL_ABSENT ? from[x] : to[x];
        }
}

static bool fills_box(const struct model *model)
{
    const struct model_region *only = model->regions;
    return model->region_count == 1 && memcmp(only->size, model->size, sizeof model->size) == 0 && only->origin[0] == 0 &&
           only->origin[1] == 0 && only->origin[2] == 0;
}

/* Block entities by place, those of later regions first. */
struct lying {
    struct model_block_entity what;
    size_t place, region;
};

static int by_place(const void *a, const void *b)
{
    const struct lying *left = a, *right = b;
    if (left->place != right->place)
        return left->place < right->place ? -1 : 1;
    return (left->region < right->region) - (left->region > right->region);
}

/* The region's block entities whose blocks no later region has covered; answers how many. */
static size_t list_lying(const struct model *model, size_t i, const uint16_t *flat, struct lying *into)
{
    const struct model_region *region = &model->regions[i];
    size_t count = 0;
    for (size_t j = 0; j < region->block_entity_count; j++) {
        struct model_block_entity what = region->block_entities[j];
        size_t place = place_of(model, region, what.at[1], what.at[2]) + (size_t)what.at[0];
        if (flat[place] != model_region_at(region, what.at[0], what.at[1], what.at[2]))
            continue;
        for (size_t axis = 0; axis < 3; axis++)
            what.at[axis] += region->origin[axis];
        into[count++] = (struct lying){what, place, i};
    }
    return count;
}

static void gather_block_entities(struct model *model, struct model_region *flat)
{
    size_t most = 0, count = 0;
    for (size_t i = 0; i < model->region_count; i++)
        most += model->regions[i].block_entity_count;
    if (most == 0)
        return;
    struct lying *all = memory_new(memory_product(most, sizeof *all));
    for (size_t i = 0; i < model->region_count; i++)
        count += list_lying(model, i, flat->cells, all + count);
    qsort(all, count, sizeof *all, by_place);
    flat->block_entities = memory_new(memory_product(most, sizeof *flat->block_entities));
    for (size_t i = 0; i < count; i++)
        if (i == 0 || all[i].place != all[i - 1].place || all[i].region == all[i - 1].region)
            flat->block_entities[flat->block_entity_count++] = all[i].what;
    free(all);
}

const struct model_region *model_flat(struct model *model, int64_t blocks_max)
{
    struct own *mine = own(model);
    if ((int64_t)model->size[0] * model->size[1] * model->size[2] > blocks_max)
        return NULL;
    if (fills_box(model))
        return model->regions;
    if (mine->flat)
        return mine->flat;
    struct model_region *flat = mine->flat = memory_new(sizeof *flat);
    flat->name = STR("");
    memcpy(flat->size, model->size, sizeof flat->size);
    flat->cells = memory_new(memory_product((size_t)model_volume(flat), sizeof *flat->cells));
    for (size_t i = 0; i < model->region_count; i++)
        copy_region(model, &model->regions[i], flat->cells);
    gather_block_entities(model, flat);
    return flat;
}

/* Adds the blocks of N neighbouring places. */
static void tally_row(struct tally_walk *walk, const uint16_t *p, size_t left, struct tally_state *states)
{
    for (size_t n; left > 0; left -= n, p += n) {
        n = run_length(p, left);
        tally_run(walk, &states[*p].tally, (int64_t)n);
    }
}

static void tally_region(const struct model *model, const struct model_region *region, struct tally_state *states)
{
    const uint16_t *p = region->cells;
    struct tally_walk walk = tally_walk_from((int64_t)place_of(model, region, 0, 0));
    if (fills_box(model)) {
        tally_row(&walk, p, (size_t)model_volume(region), states);
        return;
    }
    for (int32_t y = 0; y < region->size[1]; y++)
        for (int32_t z = 0; z < region->size[2]; z++, p += region->size[0]) {
            tally_skip(&walk, (int64_t)place_of(model, region, y, z) - walk.place);
            tally_row(&walk, p, (size_t)region->size[0], states);
        }
}

struct sha256_digest model_hash(const struct model *model)
{
    struct tally_state *states = memory_new(memory_product(model->palette_count, sizeof *states));
    for (size_t i = 0; i < model->palette_count; i++)
        states[i].text = model->palette[i].text;
    for (size_t i = 0; i < model->region_count; i++)
        tally_region(model, &model->regions[i], states);
    struct sha256_digest digest = tally_hash(model->size[0], model->size[1], model->size[2], states, model->palette_count);
    free(states);
    return digest;
}
