#include "schematic/convert.h"

#include <assert.h>
#include <string.h>

#include "schematic/write_formats.h"

enum {
    OLD_GAME_LAST = 1343,       /* the data version of 1.12.2 */
    DATA_VERSION_ASSUMED = 1519 /* of 1.13, the first with block states as they are written here; later games bring them up to date */
};
#define VOLUME_MAX ((int64_t)1 << 30)  /* what schematic_inspect() takes unless told otherwise */
#define LOOKS_MAX ((int64_t)1 << 31)   /* regions looked at over all rows of the box, while they become one */
enum { REGIONS_MAX = 4096 };

static const struct target {
    const char *name, *extension;
    const struct format_writer *writer;
} targets[] = {
    [CONVERT_SPONGE_2] = {"sponge2", ".schem", &write_sponge2},
    [CONVERT_SPONGE_3] = {"sponge3", ".schem", &write_sponge3},
    [CONVERT_LITEMATICA] = {"litematica", ".litematic", &write_litematica},
    [CONVERT_MCEDIT] = {"mcedit", ".schematic", &write_mcedit},
    [CONVERT_STRUCTURE] = {"structure", ".nbt", &write_structure},
};
static_assert(sizeof targets / sizeof targets[0] == CONVERT_TARGET_COUNT, "a row for every target");

const char *convert_target_name(enum convert_target target)
{
    return targets[target].name;
}

const char *convert_target_extension(enum convert_target target)
{
    return targets[target].extension;
}

bool convert_target_named(struct str name, enum convert_target *out)
{
    for (size_t i = 0; i < CONVERT_TARGET_COUNT; i++)
        if (str_eq(name, str_of(targets[i].name))) {
            *out = (enum convert_target)i;
            return true;
        }
    return false;
}

static void check_sides(const struct model *model, const struct format_writer *writer, struct verdict *verdict)
{
    for (size_t i = 0; i < 3; i++)
        if (model->size[i] > writer->side_max)
            verdict_refuse(verdict, REASON_AXIS_TOO_LONG, 0, "A side of %d; the format has at most %lld.", model->size[i], (long long)writer->side_max);
}

/* Regions that lie far apart make a large box of little. */
static void check_box(const struct model *model, const struct format_writer *writer, struct verdict *verdict)
{
    int64_t rows = (int64_t)model->size[1] * model->size[2], volume = 0;
    if (model->region_count > REGIONS_MAX)
        verdict_refuse(verdict, REASON_TOO_MANY_NODES, 0, "%zu regions; at most %d.", model->region_count, REGIONS_MAX);
    if (writer->many_regions)
        return;
    if (__builtin_mul_overflow(rows, model->size[0], &volume) || volume > VOLUME_MAX)
        verdict_refuse(verdict, REASON_TOO_MANY_BLOCKS, 0, "The box around all regions has more than %lld blocks.", (long long)VOLUME_MAX);
    else if (model->region_count > 1 && rows > LOOKS_MAX / (int64_t)model->region_count)
        verdict_refuse(verdict, REASON_TOO_MANY_BLOCKS, 0, "%zu regions in a box of %lld rows.", model->region_count, (long long)rows);
}

static void note_left_out(struct losses *losses, const struct model *model)
{
    static const struct {
        enum loss kind;
        struct str detail;
    } kinds[] = {
        [MODEL_LEFT_BIOMES] = {LOSS_BIOMES, STR_NULL},
        [MODEL_LEFT_TICKS] = {LOSS_PENDING_TICKS, STR_NULL},
        [MODEL_LEFT_PALETTES] = {LOSS_PALETTES, STR_NULL},
        [MODEL_LEFT_LAYER] = {LOSS_SECOND_LAYER, STR_NULL},
        [MODEL_LEFT_BLOCK_ENTITIES] = {LOSS_BLOCK_ENTITIES, STR("unreadable")},
        [MODEL_LEFT_ENTITIES] = {LOSS_ENTITIES, STR("unreadable")},
        [MODEL_LEFT_FIELDS] = {LOSS_OTHER_FIELDS, STR_NULL},
    };
    static_assert(sizeof kinds / sizeof kinds[0] == MODEL_LEFT_OUT_COUNT, "a loss for everything that is left out");
    for (size_t i = 0; i < MODEL_LEFT_OUT_COUNT; i++)
        losses_add(losses, kinds[i].kind, model->left_out[i], kinds[i].detail);
}

static void note_metadata(struct losses *losses, const struct model *model, const struct format_writer *writer)
{
    losses_add(losses, LOSS_METADATA, model->name.n > 0 && !writer->name, STR("name"));
    losses_add(losses, LOSS_METADATA, model->author.n > 0 && !writer->author, STR("author"));
    losses_add(losses, LOSS_METADATA, model->description.n > 0 && !writer->description, STR("description"));
    bool offset = model->offset[0] || model->offset[1] || model->offset[2];
    losses_add(losses, LOSS_OFFSET, offset && !writer->offset, STR_NULL);
}

static void note_regions(struct losses *losses, const struct model *model, const struct format_writer *writer)
{
    int64_t named = 0;
    for (size_t i = 0; i < model->region_count; i++)
        named += model->regions[i].name.n > 0;
    if (writer->many_regions)
        return;
    losses_add(losses, LOSS_REGIONS_MERGED, model->region_count > 1 ? (int64_t)model->region_count : 0, STR_NULL);
    losses_add(losses, LOSS_REGION_NAMES, named, STR_NULL);
}

static bool of_old_game(const struct schematic_facts *facts)
{
    return facts->format == SCHEMATIC_MCEDIT || (facts->has_data_version && facts->data_version <= OLD_GAME_LAST);
}

/* Block states are translated from and to the old game's numbers; what block entities and entities hold is not. */
static void note_age(struct losses *losses, const struct model *model, const struct format_writer *writer)
{
    const struct schematic_facts *facts = &model->facts;
    int64_t block_entities = 0;
    for (size_t i = 0; i < model->region_count; i++)
        block_entities += (int64_t)model->regions[i].block_entity_count;
    bool other_age = of_old_game(facts) != writer->old_game;
    losses_add(losses, LOSS_BLOCK_ENTITY_ERA, other_age ? block_entities : 0, STR_NULL);
    losses_add(losses, LOSS_ENTITY_ERA, other_age ? (int64_t)model->entity_count : 0, STR_NULL);
    if (writer->old_game)
        losses_add(losses, LOSS_DATA_VERSION, facts->has_data_version, STR_NULL);
    else
        losses_add(losses, LOSS_DATA_VERSION_ASSUMED, !facts->has_data_version, STR_NULL);
    losses_add(losses, LOSS_BEDROCK_STATES, facts->format == SCHEMATIC_BEDROCK ? facts->blocks : 0, STR_NULL);
}

static bool write_all(struct conversion *c, const struct format_writer *writer, schematic_write_fn *write, void *with)
{
    c->nbt = nbt_writer_open(write, with);
    nbt_put_field(c->nbt, NBT_COMPOUND, writer->root);
    writer->put(c);
    return nbt_writer_close(c->nbt);
}

enum convert_result schematic_convert(struct arena *arena, struct model *model, enum convert_target target, schematic_write_fn *write, void *with,
                                      struct convert_report *report, struct schematic_refusal *why)
{
    const struct format_writer *writer = targets[target].writer;
    const struct schematic_facts *facts = &model->facts;
    struct verdict verdict = {.refusal = why};
    struct conversion c = {.arena = arena, .model = model, .holds = &writer->holds,
                           .data_version = facts->has_data_version ? facts->data_version : DATA_VERSION_ASSUMED};
    bool written = false;
    *why = (struct schematic_refusal){0};
    check_sides(model, writer, &verdict);
    check_box(model, writer, &verdict);
    conversion_open(&c);
    if (!verdict.refused)
        writer->fit(&c, &verdict);
    note_left_out(&c.losses, model);
    note_metadata(&c.losses, model, writer);
    note_regions(&c.losses, model, writer);
    note_age(&c.losses, model, writer);
    if (!verdict.refused)
        written = write_all(&c, writer, write, with);
    losses_report(&c.losses, arena, report);
    conversion_close(&c);
    return verdict.refused ? CONVERT_IMPOSSIBLE : written ? CONVERT_OK : CONVERT_WRITE_FAILED;
}
