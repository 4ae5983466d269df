/* MCEdit schematics: the block numbers of Minecraft up to 1.12. AddBlocks, where a number is above 255, has the even block in the
 * low half of a byte, as WorldEdit has it. Entities' places are seen from the lowest corner, which WEOrigin puts at 0. */
#include "schematic/write_formats.h"

#include <stdio.h>
#include <string.h>

#include "schematic/legacy.h"
#include "schematic/state.h"

enum { ID_MAX = 4095, DATA_MAX = 15, LOW_ID_MAX = 255 };

/* "legacy:block_N[data=D]", as the reader of MCEdit files calls a pair that the game has no name for; a pair that has one would be
 * read as that block. */
static bool unnamed_number(struct str state, unsigned *id, unsigned *data)
{
    int64_t n, d;
    struct str name = state_name(state), written = state_property(state, "data");
    if (!str_starts_with(name, STR("legacy:block_")) || !str_to_int64(str_slice(name, sizeof "legacy:block_" - 1, name.n), &n))
        return false;
    if (n < 0 || n > ID_MAX || !written.p || !str_to_int64(written, &d) || d < 0 || d > DATA_MAX)
        return false;
    char text[sizeof "legacy:block_4095[data=15]"];
    snprintf(text, sizeof text, "legacy:block_%u[data=%u]", (unsigned)n, (unsigned)d);
    *id = (unsigned)n;
    *data = (unsigned)d;
    return str_eq(state, str_of(text)) && !legacy_state(*id, *data).p;
}

/* Number and data in one, 0 (air) where there is none. */
static uint32_t pair_of(struct conversion *c, struct str state, int64_t count)
{
    unsigned id = 0, data = 0;
    bool exact = true;
    if (unnamed_number(state, &id, &data))
        return id << 4 | data;
    if (legacy_number(state, &id, &data, &exact)) {
        losses_add(&c->losses, LOSS_STATE_SIMPLIFIED, exact ? 0 : count, state);
        return id << 4 | data;
    }
    losses_add(&c->losses, state_is_air(state) ? LOSS_STATE_SIMPLIFIED : LOSS_BLOCK_UNKNOWN, count, state);
    return 0;
}

static void fit(struct conversion *c, struct verdict *verdict)
{
    (void)verdict;
    conversion_narrow(c, NULL);
    conversion_note_absent(c, LOSS_ABSENT_AS_AIR);
    c->numbers[MODEL_ABSENT] = 0;
    for (size_t i = MODEL_ABSENT + 1; i < c->model->palette_count; i++)
        if (c->uses[i] > 0)
            c->numbers[i] = pair_of(c, c->model->palette[i].text, c->uses[i]);
}

/* A byte a block: the pair, SHIFT bits down. */
static void put_bytes(struct conversion *c, const char *name, unsigned shift, uint32_t mask)
{
    nbt_put_array(c->nbt, NBT_BYTE_ARRAY, str_of(name), (size_t)conversion_volume(c));
    for (int32_t y = 0; y < c->size[1]; y++)
        for (int32_t z = 0; z < c->size[2] && !nbt_writer_failed(c->nbt); z++) {
            const uint16_t *row = conversion_row(c, y, z);
            for (int32_t x = 0; x < c->size[0]; x++)
                nbt_put_byte(c->nbt, (uint8_t)(c->numbers[row[x]] >> shift & mask));
        }
}

/* Half a byte a block: the upper four bits of its number. */
static void put_upper(struct conversion *c)
{
    int64_t volume = conversion_volume(c), block = 0;
    uint8_t pair = 0;
    nbt_put_array(c->nbt, NBT_BYTE_ARRAY, STR("AddBlocks"), (size_t)(volume + 1) / 2);
    for (int32_t y = 0; y < c->size[1]; y++)
        for (int32_t z = 0; z < c->size[2] && !nbt_writer_failed(c->nbt); z++) {
            const uint16_t *row = conversion_row(c, y, z);
            for (int32_t x = 0; x < c->size[0]; x++, block++) {
                uint32_t upper = c->numbers[row[x]] >> 12;
                pair = (uint8_t)(block % 2 == 0 ? upper : pair | upper << 4);
                if (block % 2 == 1 || block + 1 == volume)
                    nbt_put_byte(c->nbt, pair);
            }
        }
}

static bool has_upper(const struct conversion *c)
{
    for (size_t i = 0; i < c->model->palette_count; i++)
        if (c->uses[i] > 0 && c->numbers[i] >> 4 > LOW_ID_MAX)
            return true;
    return false;
}

static void put_blocks(struct conversion *c)
{
    put_bytes(c, "Blocks", 4, 0xff);
    put_bytes(c, "Data", 0, 0x0f);
    if (has_upper(c))
        put_upper(c);
}

static void put_entities(struct conversion *c)
{
    nbt_put_list(c->nbt, STR("Entities"), NBT_COMPOUND, c->entity_count);
    for (size_t i = 0; i < c->entity_count; i++) {
        const struct model_entity *entity = c->entities[i];
        conversion_put_id(c, "id", entity->id);
        nbt_put_double_list3(c->nbt, STR("Pos"), entity->at);
        conversion_put_fields(c, entity->nbt, c->holds->of_entities);
        nbt_put_end(c->nbt);
    }
}

static void put(struct conversion *c)
{
    static const char *const sides[] = {"Width", "Height", "Length"};
    static const char *const origins[] = {"WEOriginX", "WEOriginY", "WEOriginZ"};
    static const char *const offsets[] = {"WEOffsetX", "WEOffsetY", "WEOffsetZ"};
    for (size_t i = 0; i < 3; i++) {
        nbt_put_short(c->nbt, str_of(sides[i]), (uint16_t)c->size[i]);
        nbt_put_int(c->nbt, str_of(origins[i]), 0);
        nbt_put_int(c->nbt, str_of(offsets[i]), c->model->offset[i]);
    }
    nbt_put_text(c->nbt, STR("Materials"), STR("Alpha"));
    put_blocks(c);
    conversion_put_tile_entities(c);
    put_entities(c);
    nbt_put_end(c->nbt);
}

const struct format_writer write_mcedit = {
    .root = STR("Schematic"),
    .holds = {.depth = 2, .of_block_entities = {STR("id"), STR("x"), STR("y"), STR("z")}, .of_entities = {STR("id"), STR("Pos")}},
    .old_game = true,
    .offset = true,
    .side_max = INT16_MAX,
    .fit = fit,
    .put = put,
};
