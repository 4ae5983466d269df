#include "schematic/inspect.h"

#include <assert.h>

#include "schematic/axiom_chunk.h"
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
    ROOT_BEDROCK_STRUCTURE,
    ROOT_BEDROCK_VERSION,
    ROOT_BEDROCK_ORIGIN,
    ROOT_AXIOM_REGIONS,
    ROOT_OFFSET,
    ROOT_TILE_ENTITIES,
    ROOT_BLOCK_ENTITIES,
    ROOT_ENTITIES,
    ROOT_STRUCTURE_ENTITIES,
    ROOT_COUNT
};

static void read_wrapped(struct nbt *nbt, void *at);
static void read_origin(struct nbt *nbt, void *at);

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
    [ROOT_BEDROCK_STRUCTURE] = SHAPE_FIELD("structure", NBT_COMPOUND, bedrock_read_structure, 0),
    [ROOT_BEDROCK_VERSION] = SHAPE_FIELD("format_version", NBT_INT, shape_i32, INTO(format_version)),
    [ROOT_BEDROCK_ORIGIN] = SHAPE_FIELD("structure_world_origin", NBT_LIST, read_origin, 0),
    [ROOT_AXIOM_REGIONS] = SHAPE_FIELD("BlockRegion", NBT_LIST, axiom_read_regions, 0),
    [ROOT_OFFSET] = SHAPE_FIELD("Offset", NBT_INT_ARRAY, sponge_read_offset, 0),
    [ROOT_TILE_ENTITIES] = SHAPE_FIELD("TileEntities", NBT_LIST, collect_block_entities, 0),
    [ROOT_BLOCK_ENTITIES] = SHAPE_FIELD("BlockEntities", NBT_LIST, collect_block_entities, 0),
    [ROOT_ENTITIES] = SHAPE_FIELD("Entities", NBT_LIST, collect_entities, 0),
    [ROOT_STRUCTURE_ENTITIES] = SHAPE_FIELD("entities", NBT_LIST, collect_entities, 0),
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
    {SCHEMATIC_AXIOM, BIT(AXIOM_REGIONS), 0, 0, 0, ROOT_DATA_VERSION, axiom_settle},
    {SCHEMATIC_BEDROCK, BIT(BEDROCK_STRUCTURE), BIT(BEDROCK_VERSION) | BIT(STRUCTURE_SIZE), 1, 1, NO_FIELD, bedrock_settle},
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

struct schematic_budget schematic_budget_of(const struct schematic_budget *asked)
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
        in->scratch = inspection_memory(in->pass_arena, INSPECTION_SCRATCH);
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

void box_extend(struct box *box, const int64_t low[3], const int64_t high[3])
{
    for (size_t i = 0; i < 3; i++) {
        box->low[i] = !box->any || low[i] < box->low[i] ? low[i] : box->low[i];
        box->high[i] = !box->any || high[i] > box->high[i] ? high[i] : box->high[i];
    }
    box->any = true;
}

void inspection_take_box(struct inspection *in)
{
    const struct box *box = &in->box;
    for (size_t i = 0; i < 3; i++)
        if (box->high[i] - box->low[i] > in->budget.axis)
            verdict_refuse(&in->verdict, REASON_AXIS_TOO_LONG, in->root_offset, "All regions together are %lld long; at most %lld.",
                           (long long)(box->high[i] - box->low[i]), (long long)in->budget.axis);
    in->width = box->high[AXIS_X] - box->low[AXIS_X];
    in->height = box->high[AXIS_Y] - box->low[AXIS_Y];
    in->length = box->high[AXIS_Z] - box->low[AXIS_Z];
}

void inspection_vector(struct nbt *nbt, int64_t into[3])
{
    struct nbt_list list;
    int64_t offset = nbt_offset(nbt);
    if (!nbt_list(nbt, &list))
        return;
    if (list.element != NBT_INT || list.count != 3)
        verdict_refuse(nbt->verdict, REASON_WRONG_TYPE, offset, "A list of %d %s; three ints are expected.", list.count, nbt_tag_name(list.element));
    for (size_t i = 0; nbt_element(nbt, &list); i++)
        into[i] = nbt_integer(nbt, NBT_INT);
}

/* Where in its world a Bedrock structure was. */
static void read_origin(struct nbt *nbt, void *at)
{
    inspection_vector(nbt, ((struct inspection *)at)->sponge.offset);
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
    if (in->nbt.little_endian && (!found || found->format != SCHEMATIC_BEDROCK))
        verdict_refuse(&in->verdict, REASON_BEDROCK, 0, "The lengths are little-endian, but there is no structure.");
    bool misplaced = found && ((in->wrapped && found->format != SCHEMATIC_SPONGE) || (found->format == SCHEMATIC_AXIOM) != in->nbt.source.axiom ||
                               (found->format == SCHEMATIC_BEDROCK) != in->nbt.little_endian);
    if (!found || misplaced)
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
    if (layout->format == SCHEMATIC_BEDROCK)
        in->version = in->format_version;
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
    collect_conclude(in, in->box.low);
}

/* Blocks of every state but air. */
static void count_blocks(struct inspection *in)
{
    int64_t blocks = 0;
    bool any = false;
    for (uint32_t i = 0; i < in->states.count; i++) {
        const struct states_entry *entry = &in->states.entries[i];
        any = any || entry->tally.count > 0;
        blocks += entry->air ? 0 : entry->tally.count;
    }
    if (any) /* else a large MCEdit file, whose blocks are counted but not told apart yet */
        in->facts->blocks = blocks;
}

/* Memory for all passes; each pass has an arena of its own besides. */
static struct inspection *open_inspection(struct arena *arena, const struct schematic_budget *budget, struct schematic_facts *facts,
                                          struct schematic_refusal *refusal)
{
    struct inspection *in = inspection_memory(arena, sizeof *in);
    *facts = (struct schematic_facts){0};
    *refusal = (struct schematic_refusal){0};
    in->arena = arena;
    in->budget = schematic_budget_of(budget);
    in->facts = facts;
    in->verdict = (struct verdict){.facts = facts, .refusal = refusal};
    in->tallies = inspection_memory(arena, PALETTE_LIMIT * sizeof *in->tallies);
    states_open(&in->states, arena);
    palette_open(&in->palette, arena, &in->states);
    return in;
}

/* Reads the whole file once. */
static void run_pass(struct inspection *in, schematic_read_fn *read, void *with)
{
    enum { PASS_MEMORY = 1 << 20 };
    in->pass_arena = arena_new(PASS_MEMORY);
    in->placed = true;
    nbt_open(&in->nbt, in->pass_arena, &in->budget, read, with, &in->verdict);
    if (in->nbt.source.axiom)
        axiom_read_head(&in->nbt, in->pass_arena, NULL, NULL);
    if (nbt_root(&in->nbt)) {
        in->root_offset = nbt_offset(&in->nbt);
        shape_read(&in->nbt, &root_shape, &in->seen, in);
        if (verdict_stands(&in->verdict))
            source_close(&in->nbt.source);
    }
    in->facts->inflated = in->nbt.source.inflated;
    if (verdict_stands(&in->verdict))
        conclude(in);
    if (verdict_stands(&in->verdict))
        count_blocks(in);
    in->scratch = NULL;
    arena_free(in->pass_arena);
}

static enum schematic_result result_of(const struct inspection *in)
{
    return in->verdict.read_failed ? SCHEMATIC_READ_FAILED : in->verdict.refused ? SCHEMATIC_REFUSED : SCHEMATIC_OK;
}

enum schematic_result schematic_inspect(struct arena *arena, const struct schematic_budget *budget, schematic_read_fn *read, void *with,
                                        struct schematic_facts *facts, struct schematic_refusal *refusal)
{
    struct inspection *in = open_inspection(arena, budget, facts, refusal);
    run_pass(in, read, with);
    return result_of(in);
}

/* Starts over, with what the first pass found out. KEEP: states go on adding up, for each pass takes other blocks. */
static void prepare_pass(struct inspection *in, bool keep)
{
    in->known = (struct known){.there = true,
                               .low = {in->box.low[0], in->box.low[1], in->box.low[2]},
                               .sides = {in->facts->width, in->facts->height, in->facts->length},
                               .regions = in->known.there ? in->known.regions : in->facts->regions};
    in->facts->regions = 0;
    in->facts->blocks = 0;
    in->seen = (struct shape_seen){0};
    in->wrapped = false;
    in->box = (struct box){0};
    in->litematica.volume = 0;
    in->mcedit = (struct mcedit){0};
    in->structure = (struct structure){0};
    in->bedrock = (struct bedrock){0};
    palette_clear(&in->palette);
    if (!keep)
        states_clear(&in->states);
}

/* Reads again what one reading could not place. */
static void place_all(struct inspection *in, const struct schematic_input *input)
{
    bool slices = in->facts->format == SCHEMATIC_MCEDIT, more = true;
    in->collect = NULL;
    for (int64_t from = 0; more && verdict_stands(&in->verdict); from = in->mcedit.until) {
        prepare_pass(in, slices && from > 0);
        more = !slices || mcedit_next_slice(in, from);
        if (!more)
            break;
        if (!input->rewind(input->with))
            in->verdict.read_failed = true;
        else
            run_pass(in, input->read, input->with);
        more = slices;
    }
    count_blocks(in);
}

static struct sha256_digest hash_of(const struct inspection *in, struct arena *arena)
{
    struct tally_state *states = inspection_memory(arena, (in->states.count + 1) * sizeof *states);
    for (uint32_t i = 0; i < in->states.count; i++)
        states[i] = (struct tally_state){states_text(&in->states, i), in->states.entries[i].tally};
    return tally_hash(in->facts->width, in->facts->height, in->facts->length, states, in->states.count);
}

static struct census census_of(const struct inspection *in, struct arena *arena)
{
    struct census census = {.entries = arena_array(arena, in->states.count + 1, sizeof *census.entries)};
    for (uint32_t i = 0; i < in->states.count; i++) {
        const struct states_entry *entry = &in->states.entries[i];
        if (entry->tally.count > 0 && !entry->air && !entry->absent)
            census.entries[census.count++] = (struct census_entry){arena_str(arena, states_text(&in->states, i)), entry->tally.count};
    }
    census_settle(&census);
    return census;
}

enum schematic_result schematic_study(struct arena *arena, const struct schematic_budget *budget, const struct schematic_input *input,
                                      struct schematic_study *out, struct schematic_refusal *refusal)
{
    enum { WORK_MEMORY = 1 << 20 };
    struct arena *work = arena_new(WORK_MEMORY);
    *out = (struct schematic_study){0};
    struct inspection *in = open_inspection(work, budget, &out->facts, refusal);
    in->collect = inspection_memory(work, sizeof *in->collect);
    in->collect->arena = arena;
    in->collect->manifest = &out->manifest;
    if (!input->rewind(input->with))
        in->verdict.read_failed = true;
    else
        run_pass(in, input->read, input->with);
    if (verdict_stands(&in->verdict) && !in->placed)
        place_all(in, input);
    if (verdict_stands(&in->verdict)) {
        out->hash = hash_of(in, work);
        out->census = census_of(in, arena);
        out->voids = out->facts.blocks - census_blocks(&out->census);
    }
    enum schematic_result result = result_of(in);
    arena_free(work);
    return result;
}
