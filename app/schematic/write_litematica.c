/* Litematica schematics, version 6, or 7 from 1.20.5 on, whose items the mod's older versions do not know. Each region has its own
 * palette, which begins with air, as the mod's own. */
#include "schematic/write_formats.h"

#include "schematic/packed.h"

#include <stdlib.h>

enum { SUB_VERSION = 1, OLD_VERSION = 6, NEW_VERSION = 7, NEW_SINCE = 3837 /* the data version of 1.20.5 */ };

static bool is_taken(const struct conversion *c, const struct str *names, size_t region, struct str name)
{
    for (size_t i = 0; i < c->model->region_count; i++)
        if (i != region && str_eq(i < region ? names[i] : c->model->regions[i].name, name))
            return true;
    return false;
}

/* Names are keys of one compound, so each has to be another one; the mod shows them, so none is empty. */
static struct str *name_regions(struct conversion *c)
{
    const struct model *model = c->model;
    struct str *names = arena_array(c->arena, model->region_count, sizeof *names);
    for (size_t i = 0; i < model->region_count; i++) {
        names[i] = model->regions[i].name.n > 0 ? model->regions[i].name : STR("Main");
        for (size_t n = i + 1; is_taken(c, names, i, names[i]); n++)
            names[i] = arena_printf(c->arena, "Region %zu", n);
    }
    return names;
}

/* Positions are ints: an offset so large that one would not fit is left out. */
static void fit_offset(struct conversion *c)
{
    bool fits = true;
    for (size_t i = 0; i < 3; i++)
        fits = fits && c->model->offset[i] <= INT32_MAX - c->model->size[i];
    for (size_t i = 0; i < 3; i++)
        c->offset[i] = fits ? c->model->offset[i] : 0;
    losses_add(&c->losses, LOSS_OFFSET, !fits, STR_NULL);
}

static void fit(struct conversion *c, struct verdict *verdict)
{
    fit_offset(c);
    for (size_t i = 0; i < c->model->region_count; i++) {
        conversion_narrow(c, &c->model->regions[i]);
        conversion_note_absent(c, LOSS_ABSENT_AS_VOID);
    }
    (void)verdict;
}

static void put_vector(struct conversion *c, const char *name, const int32_t vector[3])
{
    nbt_put_field(c->nbt, NBT_COMPOUND, str_of(name));
    conversion_put_place(c, vector);
    nbt_put_end(c->nbt);
}

static int32_t clamped(int64_t number)
{
    return number > INT32_MAX ? INT32_MAX : (int32_t)number;
}

/* Times are 0: the same build makes the same bytes. */
static void put_metadata(struct conversion *c)
{
    const struct model *model = c->model;
    int64_t blocks = 0, volume = 0;
    for (size_t i = 1; i < model->palette_count; i++)
        blocks += model->palette[i].air ? 0 : model->palette[i].count;
    for (size_t i = 0; i < model->region_count; i++)
        volume += (int64_t)model->regions[i].size[0] * model->regions[i].size[1] * model->regions[i].size[2];
    nbt_put_field(c->nbt, NBT_COMPOUND, STR("Metadata"));
    nbt_put_text(c->nbt, STR("Name"), model->name);
    nbt_put_text(c->nbt, STR("Author"), model->author);
    nbt_put_text(c->nbt, STR("Description"), model->description);
    nbt_put_int(c->nbt, STR("RegionCount"), (int32_t)model->region_count);
    nbt_put_int(c->nbt, STR("TotalBlocks"), clamped(blocks));
    nbt_put_int(c->nbt, STR("TotalVolume"), clamped(volume));
    nbt_put_long(c->nbt, STR("TimeCreated"), 0);
    nbt_put_long(c->nbt, STR("TimeModified"), 0);
    put_vector(c, "EnclosingSize", model->size);
    nbt_put_end(c->nbt);
}

static void put_palette(struct conversion *c)
{
    nbt_put_list(c->nbt, STR("BlockStatePalette"), NBT_COMPOUND, c->state_count);
    for (uint32_t i = 0; i < c->state_count; i++)
        conversion_put_state(c, c->states[i]);
}

/* Entries lie from the lowest bit of each long up, and run on into the next. */
static void put_states(struct conversion *c)
{
    unsigned bits = packed_bits(c->state_count), filled = 0;
    int64_t volume = conversion_volume(c);
    const uint16_t *cells = c->only->cells;
    uint64_t word = 0;
    nbt_put_array(c->nbt, NBT_LONG_ARRAY, STR("BlockStates"), (size_t)packed_longs(volume, bits));
    for (int64_t i = 0; i < volume && !nbt_writer_failed(c->nbt); i++) {
        uint64_t number = c->numbers[cells[i]];
        word |= number << filled;
        filled += bits;
        if (filled >= 64) {
            nbt_put_u64(c->nbt, word);
            filled -= 64;
            word = number >> (bits - filled);
        }
    }
    if (filled > 0)
        nbt_put_u64(c->nbt, word);
}

/* Their places are seen from the region. */
static void put_entities(struct conversion *c)
{
    nbt_put_list(c->nbt, STR("Entities"), NBT_COMPOUND, c->entity_count);
    for (size_t i = 0; i < c->entity_count; i++) {
        const struct model_entity *entity = c->entities[i];
        double at[3];
        for (size_t axis = 0; axis < 3; axis++)
            at[axis] = entity->at[axis] - c->only->origin[axis];
        conversion_put_id(c, "id", entity->id);
        nbt_put_double_list3(c->nbt, STR("Pos"), at);
        conversion_put_fields(c, entity->nbt, c->holds->of_entities);
        nbt_put_end(c->nbt);
    }
}

static void put_region(struct conversion *c, struct str name)
{
    const struct model_region *region = c->only;
    int32_t position[3];
    for (size_t i = 0; i < 3; i++)
        position[i] = region->origin[i] + c->offset[i];
    nbt_put_field(c->nbt, NBT_COMPOUND, name);
    put_vector(c, "Position", position);
    put_vector(c, "Size", region->size);
    put_palette(c);
    put_states(c);
    conversion_put_tile_entities(c);
    put_entities(c);
    nbt_put_list(c->nbt, STR("PendingBlockTicks"), NBT_COMPOUND, 0);
    nbt_put_list(c->nbt, STR("PendingFluidTicks"), NBT_COMPOUND, 0);
    nbt_put_end(c->nbt);
}

/* Turning to a region notes its losses again: they were noted by fit(). */
static void turn_to(struct conversion *c, const struct model_region *region)
{
    struct losses noted = c->losses;
    c->losses = (struct losses){0};
    conversion_narrow(c, region);
    conversion_number(c, true);
    free(c->losses.rows);
    c->losses = noted;
}

static void put(struct conversion *c)
{
    nbt_put_int(c->nbt, STR("MinecraftDataVersion"), c->data_version);
    nbt_put_int(c->nbt, STR("Version"), c->data_version >= NEW_SINCE ? NEW_VERSION : OLD_VERSION);
    nbt_put_int(c->nbt, STR("SubVersion"), SUB_VERSION);
    put_metadata(c);
    struct str *names = name_regions(c);
    nbt_put_field(c->nbt, NBT_COMPOUND, STR("Regions"));
    for (size_t i = 0; i < c->model->region_count; i++) {
        turn_to(c, &c->model->regions[i]);
        put_region(c, names[i]);
    }
    nbt_put_end(c->nbt);
    nbt_put_end(c->nbt);
}

const struct format_writer write_litematica = {
    .root = STR(""),
    .holds = {.depth = 5, .of_block_entities = {STR("id"), STR("x"), STR("y"), STR("z")}, .of_entities = {STR("id"), STR("Pos")}},
    .many_regions = true,
    .offset = true,
    .name = true,
    .author = true,
    .description = true,
    .side_max = INT32_MAX,
    .fit = fit,
    .put = put,
};
