#include "schematic/load.h"

#include <stdlib.h>
#include <string.h>

#include "core/memory.h"
#include "core/utf8.h"
#include "schematic/axiom_chunk.h"

/* The row for a field; COUNT where there is none. */
static size_t find(const struct shape *shape, const struct nbt_field *field)
{
    size_t i = 0;
    while (i < shape->count && (shape->fields[i].tag != field->tag || !str_eq(field->name, (struct str){shape->fields[i].name, shape->fields[i].name_length})))
        i++;
    return i;
}

void load_fields(struct loading *load, const struct shape *shape, void *at)
{
    struct nbt_field field;
    if (!nbt_compound(&load->nbt))
        return;
    while (nbt_field(&load->nbt, &field)) {
        size_t i = find(shape, &field);
        if (i < shape->count && shape->fields[i].read) {
            shape->fields[i].read(&load->nbt, (char *)at + shape->fields[i].into);
            continue;
        }
        load->model->left_out[MODEL_LEFT_FIELDS] += i == shape->count;
        nbt_skip(&load->nbt, field.tag);
    }
}

void load_each(struct loading *load, void (*read)(struct loading *))
{
    struct nbt_list list;
    if (!nbt_list(&load->nbt, &list))
        return;
    while (nbt_element(&load->nbt, &list))
        if (list.element == NBT_COMPOUND)
            read(load);
        else
            nbt_skip(&load->nbt, list.element);
}

struct model_region *load_region(struct loading *load, const int32_t size[3])
{
    int64_t volume = 1;
    for (size_t i = 0; i < 3; i++)
        if (size[i] <= 0 || __builtin_mul_overflow(volume, size[i], &volume) || volume > load->blocks_max - load->volume) {
            verdict_refuse(&load->verdict, REASON_TOO_MANY_BLOCKS, nbt_offset(&load->nbt), "More than %lld blocks, air included.", (long long)load->blocks_max);
            return NULL;
        }
    if (!verdict_stands(&load->verdict))
        return NULL;
    load->volume += volume;
    return model_add_region(load->model, size);
}

struct model_region *load_only_region(struct loading *load)
{
    if (!verdict_stands(&load->verdict))
        return NULL;
    return load->model->region_count > 0 ? load->model->regions : load_region(load, load->model->size);
}

void load_map_palette(struct loading *load, struct model_region *region, uint32_t first)
{
    enum { CELL_VALUES = MODEL_PALETTE_MAX + 1 };
    uint16_t *map = memory_new(CELL_VALUES * sizeof *map);
    bool *used = memory_new(CELL_VALUES * sizeof *used);
    int64_t volume = model_volume(region);
    for (int64_t i = 0; i < volume; i++)
        used[region->cells[i]] = true;
    for (uint32_t i = first; i < CELL_VALUES && verdict_stands(&load->verdict); i++) {
        uint32_t entry = i - first;
        if (!used[i])
            continue;
        if (entry >= load->palette.end || load->palette.named[entry] == 0)
            verdict_refuse(&load->verdict, REASON_PALETTE_INDEX, nbt_offset(&load->nbt), "Index %u is used; the palette lacks it.", entry);
        else if (!model_intern(load->model, states_text(&load->states, load->palette.named[entry] - 1), &map[i]))
            verdict_refuse(&load->verdict, REASON_PALETTE_TOO_LONG, nbt_offset(&load->nbt), "More than %d block states.", MODEL_PALETTE_MAX);
    }
    if (verdict_stands(&load->verdict))
        model_map_cells(region, map);
    free(used);
    free(map);
}

void load_take_block_entities(struct loading *load, struct model_region *region)
{
    size_t kept = 0;
    for (size_t i = 0; i < load->block_entity_count; i++) {
        const int32_t *at = load->block_entities[i].at;
        bool inside = at[0] >= 0 && at[1] >= 0 && at[2] >= 0 && at[0] < region->size[0] && at[1] < region->size[1] && at[2] < region->size[2];
        if (inside)
            load->block_entities[kept++] = load->block_entities[i];
        else
            load->model->left_out[MODEL_LEFT_BLOCK_ENTITIES]++;
    }
    if (kept > 0) {
        region->block_entities = model_memory(load->model, kept * sizeof *region->block_entities);
        memcpy(region->block_entities, load->block_entities, kept * sizeof *region->block_entities);
        region->block_entity_count = kept;
    }
    load->block_entity_count = 0;
}

/* Texts for people, as UTF-8. */
static void read_text(struct nbt *nbt, struct loading *load, struct str *into)
{
    enum { TEXT_MAX = 3 * 65535 }; /* a byte that is no character becomes three */
    struct str text = nbt_text(nbt);
    struct buf utf8;
    if (into->p) {
        load->model->left_out[MODEL_LEFT_FIELDS]++;
        return;
    }
    buf_init(&utf8, TEXT_MAX);
    for (size_t at = 0; at < text.n;) {
        char encoded[4];
        size_t n = utf8_encode(nbt_text_next(text, &at), encoded);
        buf_add_bytes(&utf8, encoded, n);
    }
    *into = model_text(load->model, buf_str(&utf8));
    buf_free(&utf8);
}

static void read_name(struct nbt *nbt, void *at)
{
    struct loading *load = at;
    read_text(nbt, load, &load->model->name);
}

static void read_author(struct nbt *nbt, void *at)
{
    struct loading *load = at;
    read_text(nbt, load, &load->model->author);
}

static void read_description(struct nbt *nbt, void *at)
{
    struct loading *load = at;
    read_text(nbt, load, &load->model->description);
}

static void read_metadata(struct nbt *nbt, void *at)
{
    static const struct shape_field fields[] = {
        SHAPE_FIELD("Name", NBT_STRING, read_name, 0),
        SHAPE_FIELD("Author", NBT_STRING, read_author, 0),
        SHAPE_FIELD("Description", NBT_STRING, read_description, 0),
        SHAPE_FIELD("WEOffsetX", NBT_INT, shape_int, offsetof(struct loading, pasted[0])),
        SHAPE_FIELD("WEOffsetY", NBT_INT, shape_int, offsetof(struct loading, pasted[1])),
        SHAPE_FIELD("WEOffsetZ", NBT_INT, shape_int, offsetof(struct loading, pasted[2])),
        /* said again by what is counted */
        SHAPE_FIELD("EnclosingSize", NBT_COMPOUND, NULL, 0),
        SHAPE_FIELD("RegionCount", NBT_INT, NULL, 0),
        SHAPE_FIELD("TotalBlocks", NBT_INT, NULL, 0),
        SHAPE_FIELD("TotalVolume", NBT_INT, NULL, 0),
    };
    static const struct shape shape = SHAPE(fields);
    (void)nbt;
    load_fields(at, &shape, at);
}

/* Of an Axiom blueprint. */
static void read_header(struct nbt *nbt, void *at)
{
    static const struct shape_field fields[] = {
        SHAPE_FIELD("Name", NBT_STRING, read_name, 0),
        SHAPE_FIELD("Author", NBT_STRING, read_author, 0),
        /* of the picture and the format itself, or counted again */
        SHAPE_FIELD("Version", NBT_LONG, NULL, 0),
        SHAPE_FIELD("ThumbnailYaw", NBT_FLOAT, NULL, 0),
        SHAPE_FIELD("ThumbnailPitch", NBT_FLOAT, NULL, 0),
        SHAPE_FIELD("LockedThumbnail", NBT_BYTE, NULL, 0),
        SHAPE_FIELD("BlockCount", NBT_INT, NULL, 0),
        SHAPE_FIELD("ContainsAir", NBT_BYTE, NULL, 0),
    };
    static const struct shape shape = SHAPE(fields);
    (void)nbt;
    load_fields(at, &shape, at);
}

static void read_offset_list(struct nbt *nbt, void *at)
{
    load_vector(nbt, NBT_LIST, ((struct loading *)at)->offset);
}

static void read_offset(struct nbt *nbt, void *at)
{
    load_vector(nbt, NBT_INT_ARRAY, ((struct loading *)at)->offset);
}

static void count_biomes(struct nbt *nbt, void *at)
{
    struct nbt_array array;
    size_t n;
    if (!nbt_array(nbt, NBT_BYTE_ARRAY, &array))
        return;
    ((struct loading *)at)->model->left_out[MODEL_LEFT_BIOMES] += array.count;
    while (nbt_run(nbt, &array, &n))
        continue;
}

static void read_biomes(struct nbt *nbt, void *at)
{
    static const struct shape_field fields[] = {
        SHAPE_FIELD("Palette", NBT_COMPOUND, NULL, 0),
        SHAPE_FIELD("Data", NBT_BYTE_ARRAY, count_biomes, 0),
    };
    static const struct shape shape = SHAPE(fields);
    (void)nbt;
    load_fields(at, &shape, at);
}

static void read_root(struct nbt *nbt, void *at);

static const struct shape_field root_fields[] = {
    SHAPE_FIELD("Schematic", NBT_COMPOUND, read_root, 0),
    SHAPE_FIELD("Width", NBT_SHORT, NULL, 0),
    SHAPE_FIELD("Height", NBT_SHORT, NULL, 0),
    SHAPE_FIELD("Length", NBT_SHORT, NULL, 0),
    SHAPE_FIELD("Width", NBT_INT, NULL, 0),
    SHAPE_FIELD("Height", NBT_INT, NULL, 0),
    SHAPE_FIELD("Length", NBT_INT, NULL, 0),
    SHAPE_FIELD("Version", NBT_INT, NULL, 0),
    SHAPE_FIELD("SubVersion", NBT_INT, NULL, 0),
    SHAPE_FIELD("DataVersion", NBT_INT, NULL, 0),
    SHAPE_FIELD("MinecraftDataVersion", NBT_INT, NULL, 0),
    SHAPE_FIELD("Metadata", NBT_COMPOUND, read_metadata, 0),
    SHAPE_FIELD("Offset", NBT_INT_ARRAY, read_offset, 0),
    SHAPE_FIELD("WEOffsetX", NBT_INT, shape_int, offsetof(struct loading, pasted[0])),
    SHAPE_FIELD("WEOffsetY", NBT_INT, shape_int, offsetof(struct loading, pasted[1])),
    SHAPE_FIELD("WEOffsetZ", NBT_INT, shape_int, offsetof(struct loading, pasted[2])),
    SHAPE_FIELD("Palette", NBT_COMPOUND, load_sponge_palette, 0),
    SHAPE_FIELD("PaletteMax", NBT_INT, NULL, 0),
    SHAPE_FIELD("BlockData", NBT_BYTE_ARRAY, load_sponge_data, 0),
    SHAPE_FIELD("Blocks", NBT_COMPOUND, load_sponge_blocks, 0),
    SHAPE_FIELD("BiomePalette", NBT_COMPOUND, NULL, 0),
    SHAPE_FIELD("BiomePaletteMax", NBT_INT, NULL, 0),
    SHAPE_FIELD("BiomeData", NBT_BYTE_ARRAY, count_biomes, 0),
    SHAPE_FIELD("Biomes", NBT_COMPOUND, read_biomes, 0),
    SHAPE_FIELD("Biomes", NBT_BYTE_ARRAY, count_biomes, 0),
    SHAPE_FIELD("Regions", NBT_COMPOUND, load_litematica_regions, 0),
    SHAPE_FIELD("Blocks", NBT_BYTE_ARRAY, load_mcedit_blocks, 0),
    SHAPE_FIELD("Data", NBT_BYTE_ARRAY, load_mcedit_data, 0),
    SHAPE_FIELD("AddBlocks", NBT_BYTE_ARRAY, load_mcedit_nibbles, 0),
    SHAPE_FIELD("Add", NBT_BYTE_ARRAY, load_mcedit_bytes, 0),
    SHAPE_FIELD("SchematicaMapping", NBT_COMPOUND, load_mcedit_mapping, 0),
    SHAPE_FIELD("Materials", NBT_STRING, NULL, 0),
    SHAPE_FIELD("author", NBT_STRING, read_author, 0),
    SHAPE_FIELD("size", NBT_LIST, NULL, 0),
    SHAPE_FIELD("palette", NBT_LIST, load_structure_palette, 0),
    SHAPE_FIELD("palettes", NBT_LIST, load_structure_palettes, 0),
    SHAPE_FIELD("blocks", NBT_LIST, load_structure_blocks, 0),
    SHAPE_FIELD("structure", NBT_COMPOUND, load_bedrock_structure, 0),
    SHAPE_FIELD("format_version", NBT_INT, NULL, 0),
    SHAPE_FIELD("structure_world_origin", NBT_LIST, read_offset_list, 0),
    SHAPE_FIELD("BlockRegion", NBT_LIST, load_axiom_regions, 0),
    SHAPE_FIELD("TileEntities", NBT_LIST, load_block_entities, 0),
    SHAPE_FIELD("BlockEntities", NBT_LIST, load_block_entities, 0),
    SHAPE_FIELD("Entities", NBT_LIST, load_entities, 0),
    SHAPE_FIELD("entities", NBT_LIST, load_structure_entities, 0),
};

static void read_root(struct nbt *nbt, void *at)
{
    static const struct shape shape = SHAPE(root_fields);
    struct loading *load = at;
    (void)nbt;
    load->nested = load->model->facts.format == SCHEMATIC_SPONGE && load->model->facts.version >= 3;
    load_fields(load, &shape, load);
}

/* Where Sponge 1 and 2, and Bedrock, have positions in the world. */
static void settle_offset(struct loading *load)
{
    struct model *model = load->model;
    bool sponge = model->facts.format == SCHEMATIC_SPONGE;
    bool world = model->facts.format == SCHEMATIC_BEDROCK || (sponge && model->facts.version < 3);
    bool pasted = load->pasted[0] != 0 || load->pasted[1] != 0 || load->pasted[2] != 0;
    for (size_t axis = 0; axis < 3; axis++) {
        if (pasted)
            model->offset[axis] = (int32_t)load->pasted[axis];
        else if (sponge)
            model->offset[axis] = (int32_t)load->offset[axis];
        for (size_t i = 0; world && i < load->entity_count; i++)
            load->entities[i].at[axis] -= load->offset[axis];
    }
}

/* What waits for all fields to be read. */
static void settle(struct loading *load)
{
    struct model *model = load->model;
    struct model_region *region = load_only_region(load);
    enum schematic_format format = model->facts.format;
    if (!region)
        return;
    if (format == SCHEMATIC_MCEDIT)
        load_mcedit_settle(load);
    else if (format == SCHEMATIC_SPONGE)
        load_map_palette(load, region, 0);
    else if (format == SCHEMATIC_STRUCTURE || format == SCHEMATIC_BEDROCK)
        load_map_palette(load, region, 1);
    else if (format == SCHEMATIC_AXIOM)
        load_axiom_settle(load);
    if (format != SCHEMATIC_LITEMATICA)
        load_take_block_entities(load, region);
    settle_offset(load);
    if (load->entity_count > 0) {
        model->entities = model_memory(model, load->entity_count * sizeof *model->entities);
        memcpy(model->entities, load->entities, load->entity_count * sizeof *model->entities);
        model->entity_count = load->entity_count;
    }
}

/* Regions lie where the box says, or the input is not what was inspected. */
static void check_regions(struct loading *load)
{
    const struct model *model = load->model;
    for (size_t i = 0; i < model->region_count; i++)
        for (size_t axis = 0; axis < 3; axis++)
            if (model->regions[i].origin[axis] < 0 || (int64_t)model->regions[i].origin[axis] + model->regions[i].size[axis] > model->size[axis])
                verdict_refuse(&load->verdict, REASON_BAD_SIZE, 0, "A region lies outside the build.");
}

static void load_all(struct loading *load, const struct schematic_budget *asked, const struct schematic_input *input)
{
    struct schematic_budget budget = schematic_budget_of(asked);
    states_open(&load->states, load->arena);
    palette_open(&load->palette, load->arena, &load->states);
    nbt_open(&load->nbt, load->arena, &budget, input->read, input->with, &load->verdict);
    if (load->nbt.source.axiom)
        axiom_read_head(&load->nbt, load->arena, read_header, load);
    if (nbt_root(&load->nbt))
        read_root(&load->nbt, load);
    settle(load);
    check_regions(load);
    free(load->block_entities);
    free(load->entities);
    free(load->chunks);
}

static enum schematic_result result_of(const struct verdict *verdict)
{
    return verdict->read_failed ? SCHEMATIC_READ_FAILED : verdict->refused ? SCHEMATIC_REFUSED : SCHEMATIC_OK;
}

/* The second reading, of a file that is known to be sound. */
static enum schematic_result load_sound(const struct schematic_budget *budget, int64_t blocks_max, const struct schematic_input *input,
                                        const struct schematic_facts *facts, struct model **out, struct schematic_refusal *refusal)
{
    enum { READING_MEMORY = 1 << 20 };
    struct schematic_facts warned = *facts;
    struct arena *arena = arena_new(READING_MEMORY);
    struct loading *load = ARENA_NEW(arena, struct loading);
    struct model *model = model_empty();
    model->facts = *facts;
    model->size[0] = (int32_t)facts->width;
    model->size[1] = (int32_t)facts->height;
    model->size[2] = (int32_t)facts->length;
    load->arena = arena;
    load->model = model;
    load->blocks_max = blocks_max;
    load->verdict = (struct verdict){.facts = &warned, .refusal = refusal};
    load_all(load, budget, input);
    enum schematic_result result = result_of(&load->verdict);
    arena_free(arena);
    if (result == SCHEMATIC_OK) {
        model_settle(model);
        model->facts = *facts;
        *out = model;
    } else {
        model_free(model);
    }
    return result;
}

enum schematic_result model_load(const struct schematic_budget *budget, int64_t blocks_max, const struct schematic_input *input,
                                 struct model **out, struct schematic_refusal *refusal)
{
    enum { INSPECTION_MEMORY = 1 << 20 };
    struct schematic_facts facts;
    struct arena *inspection = arena_new(INSPECTION_MEMORY);
    *out = NULL;
    *refusal = (struct schematic_refusal){0};
    enum schematic_result result = input->rewind(input->with) ? SCHEMATIC_OK : SCHEMATIC_READ_FAILED;
    if (result == SCHEMATIC_OK)
        result = schematic_inspect(inspection, budget, input->read, input->with, &facts, refusal);
    arena_free(inspection);
    if (result == SCHEMATIC_OK && !input->rewind(input->with))
        result = SCHEMATIC_READ_FAILED;
    return result == SCHEMATIC_OK ? load_sound(budget, blocks_max, input, &facts, out, refusal) : result;
}
