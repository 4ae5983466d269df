#include "handlers/schematic/seen.h"

#include "queries/schematic.h"
#include "schematic/manifest.h"

enum { FINDS_SHOWN = 12 };

/* What manifest_is_risky() goes by. */
static bool runs(enum manifest_kind kind)
{
    return kind == MANIFEST_COMMAND_BLOCK || kind == MANIFEST_SPAWNER || kind == MANIFEST_SIGN_COMMAND || kind == MANIFEST_BOOK_COMMAND;
}

static struct list finds_of(struct arena *arena, const struct manifest_group *group)
{
    size_t count = group->shown < FINDS_SHOWN ? group->shown : FINDS_SHOWN;
    struct schematic_find_row *rows = arena_array(arena, count + 1, sizeof *rows);
    for (size_t i = 0; i < count; i++) {
        const struct manifest_find *find = &group->finds[i];
        rows[i] = (struct schematic_find_row){
            .x = find->at[0], .y = find->at[1], .z = find->at[2], .text = find->text.p ? find->text : STR("")};
    }
    return (struct list){rows, count};
}

struct list seen_in(struct arena *arena, struct str json)
{
    struct manifest manifest;
    struct schematic_seen_row *rows = arena_array(arena, MANIFEST_KIND_COUNT, sizeof *rows);
    size_t count = 0;
    if (!json.p || !manifest_read(arena, json, &manifest))
        return (struct list){"", 0};
    for (int kind = 0; kind < MANIFEST_KIND_COUNT; kind++) {
        const struct manifest_group *group = &manifest.groups[kind];
        if (group->count == 0)
            continue;
        struct schematic_seen_row *row = &rows[count++];
        row->kind = str_of(manifest_kind_name((enum manifest_kind)kind));
        row->says = str_of(manifest_kind_says((enum manifest_kind)kind));
        row->count = group->count;
        row->finds = finds_of(arena, group);
        row->more = group->count - (int64_t)row->finds.count;
        row->runs = runs((enum manifest_kind)kind);
    }
    return (struct list){rows, count};
}
