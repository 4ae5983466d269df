#include "schematic/losses.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/json_write.h"
#include "core/memory.h"
#include "core/text.h"
#include "core/utf8.h"
#include "schematic/state.h"

struct saying {
    const char *name;
    bool harmless;
    const char *says;
};

static const struct saying sayings[] = {
    [LOSS_BLOCK_UNKNOWN] = {"block-unknown", false, N_("The format has no number for these blocks. Air stands in their place.")},
    [LOSS_BLOCK_OVERLAPPED] = {"block-overlapped", false, N_("Regions overlap. Where they do, only the last one's blocks are kept.")},
    [LOSS_BEDROCK_STATES] = {"bedrock-states", false, N_("Blocks are named as Bedrock Edition names them. Java Edition does not know some of them.")},
    [LOSS_SECOND_LAYER] = {"second-layer", false, N_("Bedrock Edition's second layer of blocks, such as water around a fence, is left out.")},
    [LOSS_STATE_SIMPLIFIED] = {"state-simplified", false, N_("The format can't hold every property of these blocks. The game works out some of them anew.")},
    [LOSS_ABSENT_AS_AIR] = {"absent-as-air", false, N_("The build leaves places alone. The format can't, and puts air there.")},
    [LOSS_BLOCK_ENTITIES] = {"block-entities", false, N_("The contents of some chests, signs and the like are left out.")},
    [LOSS_BLOCK_ENTITY_FIELDS] = {"block-entity-fields", false, N_("Contents of chests, signs and the like have fields whose names the format needs itself. They are left out.")},
    [LOSS_BLOCK_ENTITY_ERA] = {"block-entity-era", false, N_("The contents of chests, signs and the like are written as they were. A game of another age may not understand them.")},
    [LOSS_ENTITIES] = {"entities", false, N_("Some entities are left out.")},
    [LOSS_ENTITY_FIELDS] = {"entity-fields", false, N_("Entities have fields whose names the format needs itself. They are left out.")},
    [LOSS_ENTITY_ERA] = {"entity-era", false, N_("Entities are written as they were. A game of another age may not understand them.")},
    [LOSS_PALETTES] = {"palettes", false, N_("The build has variants. Only the first is kept.")},
    [LOSS_BIOMES] = {"biomes", false, N_("Biomes are left out.")},
    [LOSS_PENDING_TICKS] = {"pending-ticks", false, N_("What was about to happen, such as water that flows, is left out.")},
    [LOSS_OFFSET] = {"offset", false, N_("Where the build lies, seen from whoever pastes it, is left out.")},
    [LOSS_DATA_VERSION] = {"data-version", true, N_("The format does not say which release of the game the build is for.")},
    [LOSS_DATA_VERSION_ASSUMED] = {"data-version-assumed", true, N_("The build does not say which release of the game it is for, which the format demands. Release 1.13 is written.")},
    [LOSS_REGIONS_MERGED] = {"regions-merged", true, N_("The format has one region. All regions become one.")},
    [LOSS_REGION_NAMES] = {"region-names", true, N_("The names of regions are left out.")},
    [LOSS_METADATA] = {"metadata", true, N_("Name, author or description are left out of the file.")},
    [LOSS_OTHER_FIELDS] = {"other-fields", true, N_("Notes that programs left in the file for themselves are left out.")},
    [LOSS_ABSENT_AS_VOID] = {"absent-as-structure-void", true, N_("The build leaves places alone. They are written as structure void, which means the same.")},
    [LOSS_LARGER_THAN_48] = {"larger-than-48", true, N_("The build is larger than a structure block can load by itself. Commands and data packs can.")},
};
static_assert(sizeof sayings / sizeof sayings[0] == LOSS_COUNT, "a text for every kind of loss");

const char *convert_loss_says(const char *kind)
{
    for (size_t i = 0; i < LOSS_COUNT; i++)
        if (strcmp(sayings[i].name, kind) == 0)
            return _(sayings[i].says);
    return NULL;
}

void losses_add(struct losses *losses, enum loss kind, int64_t count, struct str detail)
{
    if (count == 0)
        return;
    if (losses->count == losses->capacity) {
        losses->capacity = losses->capacity ? losses->capacity * 2 : 16;
        losses->rows = memory_grow(losses->rows, memory_product(losses->capacity, sizeof *losses->rows));
    }
    losses->rows[losses->count++] = (struct loss_row){kind, count, detail};
}

static int by_kind_and_detail(const void *a, const void *b)
{
    const struct loss_row *x = a, *y = b;
    return x->kind != y->kind ? (x->kind > y->kind) - (x->kind < y->kind) : state_order(x->detail, y->detail);
}

static int by_kind_and_count(const void *a, const void *b)
{
    const struct loss_row *x = a, *y = b;
    if (x->kind != y->kind || x->count == y->count)
        return by_kind_and_detail(a, b);
    return x->count < y->count ? 1 : -1;
}

/* Rows of one kind and detail become one. */
static void add_up(struct losses *losses)
{
    size_t kept = 0;
    qsort(losses->rows, losses->count, sizeof *losses->rows, by_kind_and_detail);
    for (size_t i = 0; i < losses->count; i++)
        if (kept > 0 && by_kind_and_detail(&losses->rows[kept - 1], &losses->rows[i]) == 0)
            losses->rows[kept - 1].count += losses->rows[i].count;
        else
            losses->rows[kept++] = losses->rows[i];
    losses->count = kept;
    qsort(losses->rows, losses->count, sizeof *losses->rows, by_kind_and_count);
}

/* As text that JSON can hold: names of fields come from files as they are. */
static struct str readable(struct arena *arena, struct str detail)
{
    return !detail.p || utf8_valid(detail) ? arena_str(arena, detail) : STR_NULL;
}

void losses_report(struct losses *losses, struct arena *arena, struct convert_report *report)
{
    int64_t further[LOSS_COUNT] = {0};
    if (losses->count > 0)
        add_up(losses);
    size_t room = losses->count <= CONVERT_LOSSES_MAX ? losses->count : (size_t)CONVERT_LOSSES_MAX - LOSS_COUNT;
    *report = (struct convert_report){.losses = arena_array(arena, CONVERT_LOSSES_MAX, sizeof *report->losses)};
    for (size_t i = 0; i < losses->count; i++) {
        const struct loss_row *row = &losses->rows[i];
        if (i >= room)
            further[row->kind] += row->count;
        else
            report->losses[report->count++] =
                (struct convert_loss){sayings[row->kind].name, row->count, readable(arena, row->detail), sayings[row->kind].harmless};
    }
    for (size_t kind = 0; kind < LOSS_COUNT; kind++)
        if (further[kind] > 0)
            report->losses[report->count++] = (struct convert_loss){sayings[kind].name, further[kind], STR_NULL, sayings[kind].harmless};
    free(losses->rows);
    *losses = (struct losses){0};
}

void convert_report_json(const struct convert_report *report, struct buf *out)
{
    struct json json;
    json_begin(&json, out);
    json_array_open(&json);
    for (size_t i = 0; i < report->count; i++) {
        const struct convert_loss *loss = &report->losses[i];
        json_object_open(&json);
        json_key(&json, STR("kind"));
        json_text(&json, str_of(loss->kind));
        json_key(&json, STR("count"));
        json_int64(&json, loss->count);
        json_key(&json, STR("detail"));
        json_text(&json, loss->detail);
        json_key(&json, STR("harmless"));
        json_bool(&json, loss->harmless);
        json_object_close(&json);
    }
    json_array_close(&json);
    if (!json_end(&json))
        out->failed = true;
}
