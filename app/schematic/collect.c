#include "schematic/collect.h"

#include <string.h>

#include "schematic/format.h"

static void add(struct collector *collector, enum manifest_kind kind, int64_t count, const int64_t at[3], struct str text, bool entity)
{
    struct manifest_group *group = &collector->manifest->groups[kind];
    group->count += count;
    if (group->shown == MANIFEST_SHOWN)
        return;
    if (!group->finds)
        group->finds = arena_array(collector->arena, MANIFEST_SHOWN, sizeof *group->finds);
    collector->entity[kind][group->shown] = entity;
    group->finds[group->shown++] = (struct manifest_find){{at[0], at[1], at[2]}, arena_str(collector->arena, text)};
}

/* PART starts with a small letter. */
static bool names(struct str id, struct str part)
{
    for (size_t i = 0; i + part.n <= id.n; i++)
        if ((id.p[i] | 0x20) == part.p[0] && str_equal_ignoring_case((struct str){id.p + i, part.n}, part))
            return true;
    return false;
}

/* Block entities of one kind come in masses. */
static const struct collector_kind *kind_of(struct collector *collector, struct str id)
{
    struct collector_kind *kind = &collector->kind;
    if (kind->known && str_eq(id, (struct str){kind->id, kind->id_length}))
        return kind;
    *kind = (struct collector_kind){.known = true, .id_length = id.n, .spawner = names(id, STR("spawner"))};
    kind->structure = names(id, STR("structure")) || names(id, STR("jigsaw"));
    if (id.n > 0)
        memcpy(kind->id, id.p, id.n);
    return kind;
}

static void add_stacks(struct collector *collector, const int64_t at[3], int64_t stacks, bool entity)
{
    bool shown = collector->manifest->groups[MANIFEST_CONTAINER].shown < MANIFEST_SHOWN;
    const char *text = shown ? arena_printf(collector->arena, "%lld", (long long)stacks).p : "";
    add(collector, MANIFEST_CONTAINER, 1, at, str_of(text), entity);
}

/* What one scan found, of a block entity or an entity at AT. */
static void conclude_scan(struct collector *collector, const int64_t at[3], bool entity)
{
    struct scan *scan = &collector->scan;
    struct str id = {scan->id, scan->id_length};
    int64_t told[MANIFEST_KIND_COUNT] = {0};
    const struct collector_kind *of = kind_of(collector, id);
    if (entity)
        add(collector, MANIFEST_ENTITY, 1, at, id, true);
    else
        collector->manifest->block_entities++;
    for (size_t i = 0; i < scan->find_count; i++) {
        add(collector, scan->finds[i].kind, 1, at, (struct str){scan->finds[i].text, scan->finds[i].n}, entity);
        told[scan->finds[i].kind]++;
    }
    for (size_t kind = 0; kind < MANIFEST_KIND_COUNT; kind++)
        collector->manifest->groups[kind].count += scan->counts[kind] - told[kind];
    if (of->spawner)
        add(collector, MANIFEST_SPAWNER, 1, at, (struct str){scan->spawns, scan->spawns_length}, entity);
    if (!entity && of->structure)
        add(collector, MANIFEST_STRUCTURE, 1, at, STR(""), false);
    if (scan->stacks > 0)
        add_stacks(collector, at, scan->stacks, entity);
}

static void read_list(struct nbt *nbt, struct inspection *in, bool entities)
{
    struct nbt_list list;
    if (!in->collect) {
        nbt_skip(nbt, NBT_LIST);
        return;
    }
    if (!nbt_list(nbt, &list))
        return;
    while (nbt_element(nbt, &list)) {
        if (list.element != NBT_COMPOUND) {
            nbt_skip(nbt, list.element);
            continue;
        }
        collect_scan(nbt, in);
        if (verdict_stands(nbt->verdict))
            conclude_scan(in->collect, in->collect->scan.at, entities);
    }
}

void collect_block_entities(struct nbt *nbt, void *at)
{
    read_list(nbt, at, false);
}

void collect_entities(struct nbt *nbt, void *at)
{
    read_list(nbt, at, true);
}

void collect_scan(struct nbt *nbt, struct inspection *in)
{
    if (!in->collect) {
        nbt_skip(nbt, NBT_COMPOUND);
        return;
    }
    scan_open(&in->collect->scan);
    scan_compound(nbt, &in->collect->scan);
}

void collect_block_entity(struct inspection *in, const int64_t at[3])
{
    if (in->collect && verdict_stands(&in->verdict))
        conclude_scan(in->collect, at, false);
}

static void read_block_entity(struct nbt *nbt, void *at)
{
    collect_scan(nbt, at);
}

void collect_bedrock_place(struct nbt *nbt, struct inspection *in, int64_t place)
{
    static const struct shape_field fields[] = {SHAPE_FIELD("block_entity_data", NBT_COMPOUND, read_block_entity, 0)};
    static const struct shape shape = SHAPE(fields);
    const int64_t *size = in->structure.size;
    struct shape_seen seen = {0};
    int64_t at[3] = {-1, -1, -1};
    shape_read(nbt, &shape, &seen, in);
    if (place >= 0 && in->structure.volume > 0) {
        at[AXIS_X] = place / (size[AXIS_Y] * size[AXIS_Z]);
        at[AXIS_Y] = place / size[AXIS_Z] % size[AXIS_Y];
        at[AXIS_Z] = place % size[AXIS_Z];
    }
    if (seen.fields)
        collect_block_entity(in, at);
}

void collect_mark(struct inspection *in)
{
    for (size_t kind = 0; in->collect && kind < MANIFEST_KIND_COUNT; kind++)
        in->collect->marks[kind] = in->collect->manifest->groups[kind].shown;
}

static void shift(struct manifest_find *find, const int64_t by[3], int64_t sign)
{
    for (size_t i = 0; i < 3; i++)
        find->at[i] += sign * by[i];
}

void collect_shift(struct inspection *in, const int64_t low[3])
{
    for (size_t kind = 0; in->collect && kind < MANIFEST_KIND_COUNT; kind++) {
        struct manifest_group *group = &in->collect->manifest->groups[kind];
        for (size_t i = in->collect->marks[kind]; i < group->shown; i++)
            shift(&group->finds[i], low, 1);
    }
}

void collect_move_entities(struct inspection *in, const int64_t origin[3])
{
    for (size_t kind = 0; in->collect && kind < MANIFEST_KIND_COUNT; kind++) {
        struct manifest_group *group = &in->collect->manifest->groups[kind];
        for (size_t i = 0; i < group->shown; i++)
            if (in->collect->entity[kind][i])
                shift(&group->finds[i], origin, -1);
    }
}

void collect_conclude(struct inspection *in, const int64_t low[3])
{
    for (size_t kind = 0; in->collect && kind < MANIFEST_KIND_COUNT; kind++) {
        struct manifest_group *group = &in->collect->manifest->groups[kind];
        for (size_t i = 0; i < group->shown; i++)
            shift(&group->finds[i], low, -1);
    }
}
