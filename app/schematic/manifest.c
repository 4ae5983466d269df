#include "schematic/manifest.h"

#include <assert.h>

#include "core/json_write.h"
#include "core/text.h"

static const struct {
    const char *name, *says;
    bool risky;
} kinds[] = {
    [MANIFEST_COMMAND_BLOCK] = {"command-block", N_("Command blocks"), true},
    [MANIFEST_SPAWNER] = {"spawner", N_("Spawners"), true},
    [MANIFEST_SIGN_COMMAND] = {"sign-command", N_("Signs that run a command when clicked"), true},
    [MANIFEST_BOOK_COMMAND] = {"book-command", N_("Books that run a command when clicked"), true},
    [MANIFEST_STRUCTURE] = {"structure", N_("Structure and jigsaw blocks"), false},
    [MANIFEST_CONTAINER] = {"container", N_("Containers with something in them"), false},
    [MANIFEST_PLAYER_HEAD] = {"player-head", N_("Player heads"), false},
    [MANIFEST_ENTITY] = {"entity", N_("Entities"), false},
};
static_assert(sizeof kinds / sizeof kinds[0] == MANIFEST_KIND_COUNT, "a row for every kind");

const char *manifest_kind_name(enum manifest_kind kind)
{
    return kinds[kind].name;
}

const char *manifest_kind_says(enum manifest_kind kind)
{
    return _(kinds[kind].says);
}

bool manifest_is_risky(const struct manifest *manifest)
{
    for (size_t kind = 0; kind < MANIFEST_KIND_COUNT; kind++)
        if (kinds[kind].risky && manifest->groups[kind].count > 0)
            return true;
    return false;
}

static void write_find(struct json *json, const struct manifest_find *find)
{
    json_object_open(json);
    json_key(json, STR("at"));
    json_array_open(json);
    for (size_t i = 0; i < 3; i++)
        json_int64(json, find->at[i]);
    json_array_close(json);
    json_key(json, STR("text"));
    json_text(json, find->text.p ? find->text : STR(""));
    json_object_close(json);
}

static void write_group(struct json *json, const struct manifest_group *group)
{
    json_object_open(json);
    json_key(json, STR("count"));
    json_int64(json, group->count);
    json_key(json, STR("finds"));
    json_array_open(json);
    for (size_t i = 0; i < group->shown; i++)
        write_find(json, &group->finds[i]);
    json_array_close(json);
    json_object_close(json);
}

void manifest_json(const struct manifest *manifest, struct buf *out)
{
    struct json json;
    json_begin(&json, out);
    json_object_open(&json);
    json_key(&json, STR("block_entities"));
    json_int64(&json, manifest->block_entities);
    for (size_t kind = 0; kind < MANIFEST_KIND_COUNT; kind++)
        if (manifest->groups[kind].count > 0) {
            json_key(&json, str_of(kinds[kind].name));
            write_group(&json, &manifest->groups[kind]);
        }
    json_object_close(&json);
    if (!json_end(&json))
        out->failed = true;
}
