#include "schematic/shelf/study.h"

enum { JSON_MAX = 8 << 20 };

/* Absent where it would be longer than JSON_MAX. */
static struct str text_of(const struct buf *out)
{
    return out->failed ? STR_NULL : buf_str(out);
}

static struct list list_of(const struct str *names, size_t count)
{
    return (struct list){count > 0 ? (const void *)names : "", count};
}

static void keep(struct arena *arena, const struct schematic_study *from, struct study *out)
{
    struct buf *states = ARENA_NEW(arena, struct buf), *manifest = ARENA_NEW(arena, struct buf);
    size_t mods, names;
    buf_init_in(arena, states, JSON_MAX);
    buf_init_in(arena, manifest, JSON_MAX);
    census_json(&from->census, states);
    manifest_json(&from->manifest, manifest);
    out->facts = from->facts;
    out->hash = from->hash;
    out->states = text_of(states);
    out->manifest = text_of(manifest);
    const struct str *found = census_mods(arena, &from->census, &mods);
    out->mods = list_of(found, mods);
    const struct str *kinds = census_names(arena, &from->census, &names);
    out->block_names = list_of(kinds, names);
}

enum schematic_result study_read(struct arena *arena, const struct schematic_budget *budget, const struct schematic_input *input,
                                 struct study *out, struct schematic_refusal *refusal)
{
    struct schematic_study study;
    *out = (struct study){.mods = {"", 0}, .block_names = {"", 0}};
    enum schematic_result result = schematic_study(arena, budget, input, &study, refusal);
    if (result == SCHEMATIC_OK)
        keep(arena, &study, out);
    return result;
}
