#include "handlers/moderation/hints.h"

#include "core/json_read.h"
#include "queries/moderation.h"

enum { DEPTH = 4, HUNDRED = 100 };

static struct moderation_hint_row hint_of(const struct json_value *value)
{
    struct moderation_hint_row hint = {.kind = STR(""), .state = STR("")};
    double likeness = 0;
    if (!json_as_text(json_member(value, STR("kind")), &hint.kind))
        hint.kind = STR("");
    if (!json_as_text(json_member(value, STR("state")), &hint.state))
        hint.state = STR("");
    if (!json_as_int64(json_member(value, STR("count")), &hint.count))
        hint.count = 0;
    if (json_as_double(json_member(value, STR("likeness")), &likeness))
        hint.percent = (int64_t)(likeness * HUNDRED + 0.5);
    return hint;
}

struct rows hints_in(struct arena *arena, struct str json)
{
    struct json_value *all;
    struct json_error error;
    if (json_parse(arena, json, DEPTH, false, &all, &error) != JSON_OK || json_kind(all) != JSON_ARRAY)
        return (struct rows){"", 0};
    size_t count = json_length(all);
    struct moderation_hint_row *hints = arena_array(arena, count + 1, sizeof *hints);
    for (size_t i = 0; i < count; i++)
        hints[i] = hint_of(json_at(all, i));
    return (struct rows){hints, count};
}
