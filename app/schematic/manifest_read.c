#include "core/json_read.h"
#include "schematic/manifest.h"

static bool read_count(const struct json_value *object, struct str name, int64_t *out)
{
    return json_as_int64(json_member(object, name), out) && *out >= 0;
}

static bool read_find(const struct json_value *value, struct manifest_find *find)
{
    const struct json_value *at = json_member(value, STR("at"));
    if (json_kind(value) != JSON_OBJECT || json_kind(at) != JSON_ARRAY || json_length(at) != 3)
        return false;
    for (size_t i = 0; i < 3; i++)
        if (!json_as_int64(json_at(at, i), &find->at[i]))
            return false;
    return json_as_text(json_member(value, STR("text")), &find->text) && find->text.n <= MANIFEST_TEXT;
}

static bool read_group(struct arena *arena, const struct json_value *value, struct manifest_group *group)
{
    const struct json_value *finds = json_kind(value) == JSON_OBJECT ? json_member(value, STR("finds")) : NULL;
    if (json_kind(finds) != JSON_ARRAY || json_length(finds) > MANIFEST_SHOWN || !read_count(value, STR("count"), &group->count))
        return false;
    group->shown = json_length(finds);
    group->finds = arena_array(arena, MANIFEST_SHOWN, sizeof *group->finds);
    for (size_t i = 0; i < group->shown; i++)
        if (!read_find(json_at(finds, i), &group->finds[i]))
            return false;
    return (int64_t)group->shown <= group->count;
}

bool manifest_read(struct arena *arena, struct str json, struct manifest *out)
{
    enum { DEPTH = 8 };
    struct json_value *root;
    struct json_error error;
    *out = (struct manifest){0};
    if (json_parse(arena, json, DEPTH, true, &root, &error) != JSON_OK || json_kind(root) != JSON_OBJECT ||
        !read_count(root, STR("block_entities"), &out->block_entities))
        return false;
    for (enum manifest_kind kind = 0; kind < MANIFEST_KIND_COUNT; kind++) {
        const struct json_value *group = json_member(root, str_of(manifest_kind_name(kind)));
        if (group && !read_group(arena, group, &out->groups[kind]))
            return false;
    }
    return true;
}
