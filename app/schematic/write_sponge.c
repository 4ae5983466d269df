/* Sponge schematics, versions 2 and 3: https://github.com/SpongePowered/Schematic-Specification
 *
 * In version 2, WorldEdit takes Offset for the place in the world that the build was cut from, and WEOffset for where it lies seen
 * from whoever pastes; entities' places are those of the world. Both offsets are written alike, as though it had been cut with the
 * player at 0. Version 3 has the one Offset, and places seen from the lowest corner. */
#include "schematic/write_formats.h"

/* Palette indices take one byte up to 127, two up to 16,383. */
static size_t varint_size(uint32_t number)
{
    return number < 0x80 ? 1 : number < 0x4000 ? 2 : 3;
}

static int64_t data_size(const struct conversion *c)
{
    int64_t bytes = 0;
    for (size_t i = 0; i < c->model->palette_count; i++)
        bytes += c->uses[i] * (int64_t)varint_size(c->numbers[i]);
    return bytes;
}

static void fit(struct conversion *c, struct verdict *verdict)
{
    conversion_narrow(c, NULL);
    conversion_number(c, false);
    conversion_note_absent(c, LOSS_ABSENT_AS_VOID);
    if (data_size(c) > INT32_MAX)
        verdict_refuse(verdict, REASON_TOO_MANY_BLOCKS, 0, "The block data would take %lld bytes; an array has at most %d.",
                       (long long)data_size(c), INT32_MAX);
}

static void put_size(struct conversion *c, int32_t version)
{
    static const char *const names[] = {"Width", "Height", "Length"};
    nbt_put_int(c->nbt, STR("Version"), version);
    nbt_put_int(c->nbt, STR("DataVersion"), c->data_version);
    for (size_t i = 0; i < 3; i++)
        nbt_put_short(c->nbt, str_of(names[i]), (uint16_t)c->size[i]);
    nbt_put_int_array3(c->nbt, STR("Offset"), c->model->offset);
}

static void put_text(struct conversion *c, const char *name, struct str text)
{
    if (text.p)
        nbt_put_text(c->nbt, str_of(name), text);
}

static void put_metadata(struct conversion *c, bool offset)
{
    const struct model *model = c->model;
    nbt_put_field(c->nbt, NBT_COMPOUND, STR("Metadata"));
    put_text(c, "Name", model->name);
    put_text(c, "Author", model->author);
    put_text(c, "Description", model->description);
    if (offset) {
        nbt_put_int(c->nbt, STR("WEOffsetX"), model->offset[0]);
        nbt_put_int(c->nbt, STR("WEOffsetY"), model->offset[1]);
        nbt_put_int(c->nbt, STR("WEOffsetZ"), model->offset[2]);
    }
    nbt_put_end(c->nbt);
}

static void put_palette(struct conversion *c)
{
    nbt_put_field(c->nbt, NBT_COMPOUND, STR("Palette"));
    for (uint32_t i = 0; i < c->state_count; i++)
        nbt_put_int(c->nbt, c->states[i], (int32_t)i);
    nbt_put_end(c->nbt);
}

static void put_number(struct conversion *c, uint32_t number)
{
    for (; number >= 0x80; number >>= 7)
        nbt_put_byte(c->nbt, (uint8_t)(number | 0x80));
    nbt_put_byte(c->nbt, (uint8_t)number);
}

static void put_data(struct conversion *c, const char *name)
{
    nbt_put_array(c->nbt, NBT_BYTE_ARRAY, str_of(name), (size_t)data_size(c));
    for (int32_t y = 0; y < c->size[1]; y++)
        for (int32_t z = 0; z < c->size[2] && !nbt_writer_failed(c->nbt); z++) {
            const uint16_t *row = conversion_row(c, y, z);
            for (int32_t x = 0; x < c->size[0]; x++)
                put_number(c, c->numbers[row[x]]);
        }
}

/* Version 3 keeps the fields of block entities and entities in a compound of their own. */
static void put_fields(struct conversion *c, struct str payload, const struct str own[], bool within)
{
    if (within)
        nbt_put_field(c->nbt, NBT_COMPOUND, STR("Data"));
    conversion_put_fields(c, payload, own);
    if (within)
        nbt_put_end(c->nbt);
    nbt_put_end(c->nbt);
}

static void put_block_entities(struct conversion *c, bool within)
{
    nbt_put_list(c->nbt, STR("BlockEntities"), NBT_COMPOUND, c->block_entity_count);
    for (size_t i = 0; i < c->block_entity_count; i++) {
        const struct placed_block_entity *placed = &c->block_entities[i];
        nbt_put_int_array3(c->nbt, STR("Pos"), placed->at);
        conversion_put_id(c, "Id", placed->from->id);
        put_fields(c, placed->from->nbt, c->holds->of_block_entities, within);
    }
}

static void put_entities(struct conversion *c, bool within)
{
    nbt_put_list(c->nbt, STR("Entities"), NBT_COMPOUND, c->entity_count);
    for (size_t i = 0; i < c->entity_count; i++) {
        const struct model_entity *entity = c->entities[i];
        double at[3];
        for (size_t axis = 0; axis < 3; axis++)
            at[axis] = entity->at[axis] + (within ? 0 : c->model->offset[axis]);
        nbt_put_double_list3(c->nbt, STR("Pos"), at);
        conversion_put_id(c, "Id", entity->id);
        put_fields(c, entity->nbt, c->holds->of_entities, within);
    }
}

static void put_version2(struct conversion *c)
{
    put_size(c, 2);
    put_metadata(c, true);
    nbt_put_int(c->nbt, STR("PaletteMax"), (int32_t)c->state_count);
    put_palette(c);
    put_data(c, "BlockData");
    put_block_entities(c, false);
    put_entities(c, false);
    nbt_put_end(c->nbt);
}

static void put_version3(struct conversion *c)
{
    nbt_put_field(c->nbt, NBT_COMPOUND, STR("Schematic"));
    put_size(c, 3);
    put_metadata(c, false);
    nbt_put_field(c->nbt, NBT_COMPOUND, STR("Blocks"));
    put_palette(c);
    put_data(c, "Data");
    put_block_entities(c, true);
    nbt_put_end(c->nbt);
    put_entities(c, true);
    nbt_put_end(c->nbt);
    nbt_put_end(c->nbt);
}

const struct format_writer write_sponge2 = {
    .root = STR("Schematic"),
    .holds = {.depth = 2, .of_block_entities = {STR("Id"), STR("Pos")}, .of_entities = {STR("Id"), STR("Pos")}},
    .offset = true,
    .name = true,
    .author = true,
    .description = true,
    .side_max = UINT16_MAX,
    .fit = fit,
    .put = put_version2,
};

const struct format_writer write_sponge3 = {
    .root = STR(""),
    .holds = {.depth = 5},
    .offset = true,
    .name = true,
    .author = true,
    .description = true,
    .side_max = UINT16_MAX,
    .fit = fit,
    .put = put_version3,
};
