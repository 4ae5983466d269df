#include "schematic/inspect.h"

#include <assert.h>

#include "schematic/format.h"

enum root_field {
    ROOT_SCHEMATIC,
    ROOT_WIDTH,
    ROOT_HEIGHT,
    ROOT_LENGTH,
    ROOT_WIDTH_INT,
    ROOT_HEIGHT_INT,
    ROOT_LENGTH_INT,
    ROOT_VERSION,
    ROOT_DATA_VERSION,
    ROOT_MINECRAFT_DATA_VERSION,
    ROOT_SPONGE_PALETTE,
    ROOT_SPONGE_DATA,
    ROOT_SPONGE_BLOCKS,
    ROOT_REGIONS,
    ROOT_MCEDIT_BLOCKS,
    ROOT_MCEDIT_DATA,
    ROOT_MCEDIT_NIBBLES,
    ROOT_MCEDIT_BYTES,
    ROOT_MCEDIT_MAPPING,
    ROOT_STRUCTURE_SIZE,
    ROOT_STRUCTURE_PALETTE,
    ROOT_STRUCTURE_PALETTES,
    ROOT_STRUCTURE_BLOCKS,
    ROOT_COUNT
};

static void read_wrapped(struct nbt *nbt, void *at);

#define INTO(member) offsetof(struct inspection, member)
static const struct shape_field root_fields[] = {
    [ROOT_SCHEMATIC] = SHAPE_FIELD("Schematic", NBT_COMPOUND, read_wrapped, 0),
    [ROOT_WIDTH] = SHAPE_FIELD("Width", NBT_SHORT, shape_u16, INTO(width)),
    [ROOT_HEIGHT] = SHAPE_FIELD("Height", NBT_SHORT, shape_u16, INTO(height)),
    [ROOT_LENGTH] = SHAPE_FIELD("Length", NBT_SHORT, shape_u16, INTO(length)),
    [ROOT_WIDTH_INT] = SHAPE_FIELD("Width", NBT_INT, shape_int, INTO(width)),
    [ROOT_HEIGHT_INT] = SHAPE_FIELD("Height", NBT_INT, shape_int, INTO(height)),
    [ROOT_LENGTH_INT] = SHAPE_FIELD("Length", NBT_INT, shape_int, INTO(length)),
    [ROOT_VERSION] = SHAPE_FIELD("Version", NBT_INT, shape_i32, INTO(version)),
    [ROOT_DATA_VERSION] = SHAPE_FIELD("DataVersion", NBT_INT, shape_i32, INTO(data_version)),
    [ROOT_MINECRAFT_DATA_VERSION] = SHAPE_FIELD("MinecraftDataVersion", NBT_INT, shape_i32, INTO(minecraft_data_version)),
    [ROOT_SPONGE_PALETTE] = SHAPE_FIELD("Palette", NBT_COMPOUND, sponge_read_palette, 0),
    [ROOT_SPONGE_DATA] = SHAPE_FIELD("BlockData", NBT_BYTE_ARRAY, sponge_read_data, 0),
    [ROOT_SPONGE_BLOCKS] = SHAPE_FIELD("Blocks", NBT_COMPOUND, sponge_read_blocks, 0),
    [ROOT_REGIONS] = SHAPE_FIELD("Regions", NBT_COMPOUND, litematica_read_regions, 0),
    [ROOT_MCEDIT_BLOCKS] = SHAPE_FIELD("Blocks", NBT_BYTE_ARRAY, mcedit_read_blocks, 0),
    [ROOT_MCEDIT_DATA] = SHAPE_FIELD("Data", NBT_BYTE_ARRAY, mcedit_read_data, 0),
    [ROOT_MCEDIT_NIBBLES] = SHAPE_FIELD("AddBlocks", NBT_BYTE_ARRAY, mcedit_read_nibbles, 0),
    [ROOT_MCEDIT_BYTES] = SHAPE_FIELD("Add", NBT_BYTE_ARRAY, mcedit_read_bytes, 0),
    [ROOT_MCEDIT_MAPPING] = SHAPE_FIELD("SchematicaMapping", NBT_COMPOUND, mcedit_read_mapping, 0),
    [ROOT_STRUCTURE_SIZE] = SHAPE_FIELD("size", NBT_LIST, structure_read_size, 0),
    [ROOT_STRUCTURE_PALETTE] = SHAPE_FIELD("palette", NBT_LIST, structure_read_palette, 0),
    [ROOT_STRUCTURE_PALETTES] = SHAPE_FIELD("palettes", NBT_LIST, structure_read_palettes, 0),
    [ROOT_STRUCTURE_BLOCKS] = SHAPE_FIELD("blocks", NBT_LIST, structure_read_blocks, 0),
};
static_assert(sizeof root_fields / sizeof root_fields[0] == ROOT_COUNT, "a row for every field of the root");
static const struct shape root_shape = SHAPE(root_fields);

#define BIT(field) SHAPE_BIT(ROOT_##field)
enum { NO_FIELD = -1 };

/* How builds are laid out, each given away by one field. */
struct layout {
    enum schematic_format format;
    uint64_t key;
    uint64_t required;
    int32_t version_from, version_to; /* 0: the format has no version */
    int data_version;                 /* the field that should say it, or NO_FIELD */
    void (*settle)(struct inspection *);
};

static const struct layout layouts[] = {
    {SCHEMATIC_SPONGE, BIT(SPONGE_DATA), BIT(WIDTH) | BIT(HEIGHT) | BIT(LENGTH) | BIT(VERSION) | BIT(SPONGE_PALETTE), 1, 2,
     ROOT_DATA_VERSION, sponge_settle},
    {SCHEMATIC_SPONGE, BIT(SPONGE_BLOCKS), BIT(WIDTH) | BIT(HEIGHT) | BIT(LENGTH) | BIT(VERSION), 3, 3, ROOT_DATA_VERSION, sponge_settle},
    {SCHEMATIC_LITEMATICA, BIT(REGIONS), BIT(VERSION), 4, 7, ROOT_MINECRAFT_DATA_VERSION, litematica_settle},
    {SCHEMATIC_MCEDIT, BIT(MCEDIT_BLOCKS), BIT(WIDTH) | BIT(HEIGHT) | BIT(LENGTH) | BIT(MCEDIT_DATA), 0, 0, NO_FIELD, mcedit_settle},
    {SCHEMATIC_STRUCTURE, BIT(STRUCTURE_BLOCKS), BIT(STRUCTURE_SIZE), 0, 0, ROOT_DATA_VERSION, structure_settle},
};
enum { LAYOUT_COUNT = sizeof layouts / sizeof layouts[0] };

static const char *const format_names[] = {
    [SCHEMATIC_UNKNOWN] = "unknown",
    [SCHEMATIC_SPONGE] = "sponge",
    [SCHEMATIC_LITEMATICA] = "litematica",
    [SCHEMATIC_MCEDIT] = "mcedit",
    [SCHEMATIC_STRUCTURE] = "structure",
    [SCHEMATIC_AXIOM] = "axiom",
    [SCHEMATIC_BEDROCK] = "bedrock",
};
static_assert(sizeof format_names / sizeof format_names[0] == SCHEMATIC_FORMAT_COUNT, "a name for every format");

const char *schematic_format_name(enum schematic_format format)
{
    return format_names[format];
}

struct schematic_budget schematic_budget_default(void)
{
    return (struct schematic_budget){
        .bytes = (int64_t)1 << 30,
        .nodes = (int64_t)1 << 25,
        .depth = NBT_DEPTH_MAX,
        .blocks = (int64_t)1 << 30,
        .axis = 16384,
    };
}

static struct schematic_budget budget_or_default(const struct schematic_budget *asked)
{
    struct schematic_budget budget = schematic_budget_default();
    if (asked) {
        budget.bytes = asked->bytes > 0 ? asked->bytes : budget.bytes;
        budget.nodes = asked->nodes > 0 ? asked->nodes : budget.nodes;
        budget.depth = asked->depth > 0 ? asked->depth : budget.depth;
        budget.blocks = asked->blocks > 0 ? asked->blocks : budget.blocks;
        budget.axis = asked->axis > 0 ? asked->axis : budget.axis;
    }
    return budget;
}

uint8_t *inspection_scratch(struct inspection *in)
{
    if (!in->scratch)
        in->scratch = inspection_memory(in->arena, INSPECTION_SCRATCH);
    return in->scratch;
}

int64_t inspection_volume(struct inspection *in, const int64_t sides[3], int64_t offset)
{
    int64_t volume = 1;
    for (size_t i = 0; i < 3; i++) {
        if (sides[i] < 0)
            verdict_refuse(&in->verdict, REASON_BAD_SIZE, offset, "A side of %lld.", (long long)sides[i]);
        else if (sides[i] == 0)
            verdict_refuse(&in->verdict, REASON_EMPTY, offset, "A side of 0.");
        else if (sides[i] > in->budget.axis)
            verdict_refuse(&in->verdict, REASON_AXIS_TOO_LONG, offset, "A side of %lld; at most %lld.", (long long)sides[i], (long long)in->budget.axis);
        else if (__builtin_mul_overflow(volume, sides[i], &volume) || volume > in->budget.blocks)
            verdict_refuse(&in->verdict, REASON_TOO_MANY_BLOCKS, offset, "More than %lld blocks, air included.", (long long)in->budget.blocks);
    }
    return verdict_stands(&in->verdict) ? volume : 0;
}

/* Sponge 3 wraps its fields in one compound; a second one, or fields on both levels, are duplicates. */
static void read_wrapped(struct nbt *nbt, void *at)
{
    struct inspection *in = at;
    in->wrapped = true;
    in->root_offset = nbt_offset(nbt);
    shape_read(nbt, &root_shape, &in->seen, in);
}

static const struct layout *recognise(struct inspection *in)
{
    const struct layout *found = NULL;
    for (size_t i = 0; i < LAYOUT_COUNT; i++) {
        if (!(in->seen.fields & layouts[i].key))
            continue;
        if (found)
            verdict_refuse(&in->verdict, REASON_AMBIGUOUS_FORMAT, in->root_offset, "Fields of %s stand beside fields of %s.",
                           format_names[found->format], format_names[layouts[i].format]);
        found = &layouts[i];
    }
    if (!found || (in->wrapped && found->format != SCHEMATIC_SPONGE))
        verdict_refuse(&in->verdict, REASON_NO_SCHEMATIC, 0, "No blocks in a place where a known format keeps them.");
    return verdict_stands(&in->verdict) ? found : NULL;
}

/* MCEdit itself reads its sizes as ints too, and wrote a few files that way. */
static void allow_int_sizes(struct inspection *in, const struct layout *layout)
{
    for (unsigned side = 0; layout->format == SCHEMATIC_MCEDIT && side < 3; side++)
        if (in->seen.fields & SHAPE_BIT(ROOT_WIDTH_INT + side)) {
            in->seen.fields |= SHAPE_BIT(ROOT_WIDTH + side);
            verdict_warn(&in->verdict, WARNING_SIZE_TYPE);
        }
}

static void check_version(struct inspection *in, const struct layout *layout)
{
    if (layout->version_to > 0 && (in->version < layout->version_from || in->version > layout->version_to))
        verdict_refuse(&in->verdict, REASON_UNKNOWN_VERSION, in->root_offset, "Version %d of %s; from %d to %d with this layout.", in->version,
                       format_names[layout->format], layout->version_from, layout->version_to);
    in->facts->version = layout->version_to > 0 ? in->version : 0;
}

static void note_data_version(struct inspection *in, const struct layout *layout)
{
    bool sponge1 = layout->format == SCHEMATIC_SPONGE && in->version == 1;
    bool said = layout->data_version != NO_FIELD && (in->seen.fields & SHAPE_BIT(layout->data_version));
    if (layout->data_version != NO_FIELD && !said && !sponge1)
        verdict_warn(&in->verdict, WARNING_MISSING_DATA_VERSION);
    in->facts->has_data_version = said;
    if (said)
        in->facts->data_version = layout->data_version == ROOT_DATA_VERSION ? in->data_version : in->minecraft_data_version;
}

/* Exactly one of the two, except that other formats have neither. */
static void check_structure_palette(struct inspection *in)
{
    uint64_t both = BIT(STRUCTURE_PALETTE) | BIT(STRUCTURE_PALETTES);
    if ((in->seen.fields & both) == both)
        verdict_refuse(&in->verdict, REASON_DUPLICATE_FIELD, in->root_offset, "Both palette and palettes.");
    else if (!(in->seen.fields & both))
        shape_require(&in->nbt, &root_shape, &in->seen, BIT(STRUCTURE_PALETTE), in->root_offset);
}

static void conclude(struct inspection *in)
{
    const struct layout *layout = recognise(in);
    if (!layout)
        return;
    allow_int_sizes(in, layout);
    if (!shape_require(&in->nbt, &root_shape, &in->seen, layout->required, in->root_offset))
        return;
    check_version(in, layout);
    if (layout->format == SCHEMATIC_STRUCTURE)
        check_structure_palette(in);
    if (!verdict_stands(&in->verdict))
        return;
    layout->settle(in);
    note_data_version(in, layout);
    in->facts->format = layout->format;
    in->facts->width = in->width;
    in->facts->height = in->height;
    in->facts->length = in->length;
}

enum schematic_result schematic_inspect(struct arena *arena, const struct schematic_budget *budget, schematic_read_fn *read, void *with,
                                        struct schematic_facts *facts, struct schematic_refusal *refusal)
{
    *facts = (struct schematic_facts){0};
    *refusal = (struct schematic_refusal){0};
    struct inspection *in = inspection_memory(arena, sizeof *in);
    *in = (struct inspection){.arena = arena, .budget = budget_or_default(budget), .facts = facts, .verdict = {.facts = facts, .refusal = refusal}};
    palette_open(&in->palette, arena);
    in->uses = inspection_memory(arena, PALETTE_LIMIT * sizeof *in->uses);
    if (nbt_open(&in->nbt, arena, &in->budget, read, with, &in->verdict)) {
        in->root_offset = nbt_offset(&in->nbt);
        shape_read(&in->nbt, &root_shape, &in->seen, in);
        if (verdict_stands(&in->verdict))
            source_close(&in->nbt.source);
    }
    facts->inflated = in->nbt.source.inflated;
    if (verdict_stands(&in->verdict))
        conclude(in);
    return in->verdict.read_failed ? SCHEMATIC_READ_FAILED : in->verdict.refused ? SCHEMATIC_REFUSED : SCHEMATIC_OK;
}
