#include "market/schedule_json.h"

#include <assert.h>

#include "core/json_write.h"

enum { DEPTH = 8 };

static const char *const status_names[] = {
    [SCHEDULE_SCHEDULED] = "scheduled", [SCHEDULE_CANCELLED] = "cancelled", [SCHEDULE_MOVED] = "moved"};
static_assert(sizeof status_names / sizeof *status_names == SCHEDULE_STATUS_COUNT, "a status has no name");

const char *schedule_status_name(enum schedule_status status)
{
    return status_names[status];
}

/* One object on its way in: members that were looked at are counted, so that a misspelt one is not passed over in silence. */
struct part {
    struct arena *arena;
    const struct json_value *object;
    struct str at; /* "rules[2]", "" at the top */
    size_t known;  /* members found under names that there are */
    struct str *where;
};

static bool wrong(const struct part *part, const char *name)
{
    *part->where = part->at.n > 0 ? arena_printf(part->arena, STR_FMT ".%s", STR_ARG(part->at), name)
                                  : arena_printf(part->arena, "%s", name);
    return false;
}

static const struct json_value *member(struct part *part, const char *name)
{
    const struct json_value *value = json_member(part->object, str_of(name));
    part->known += value != NULL;
    return value;
}

static void count_member(void *with, struct str name, struct json_value *value)
{
    size_t *count = with;
    (void)name;
    *count += json_kind(value) != JSON_NULL;
}

static bool nothing_else(const struct part *part)
{
    size_t members = 0;
    json_each(part->object, count_member, &members);
    return members == part->known || wrong(part, "?");
}

static bool read_text(struct part *part, const char *name, struct str *out)
{
    const struct json_value *value = member(part, name);
    return !value || json_as_text(value, out) || wrong(part, name);
}

/* SAID may be NULL where the time must be there. */
static bool read_wall(struct part *part, const char *name, struct wall *out, bool *said)
{
    struct str text;
    const struct json_value *value = member(part, name);
    if (said)
        *said = value != NULL;
    if (!value)
        return said != NULL || wrong(part, name);
    return (json_as_text(value, &text) && wall_parse(text, out)) || wrong(part, name);
}

static bool read_walls(struct part *part, const char *name, const struct wall **out, size_t *count)
{
    const struct json_value *list = member(part, name);
    if (!list)
        return true;
    const size_t n = json_kind(list) == JSON_ARRAY ? json_length(list) : SIZE_MAX;
    if (n > 2 * (size_t)SCHEDULE_EXTRAS_MOST)
        return wrong(part, name);
    struct wall *walls = arena_alloc(part->arena, n * sizeof *walls);
    struct str text;
    for (size_t i = 0; i < n; i++)
        if (!json_as_text(json_at(list, i), &text) || !wall_parse(text, &walls[i]))
            return wrong(part, name);
    *out = walls;
    *count = n;
    return true;
}

static bool read_rule(struct part *part, void *out)
{
    struct schedule_rule *rule = out;
    const struct json_value *minutes = member(part, "minutes");
    return read_wall(part, "starts", &rule->starts, NULL) &&
           ((minutes && json_as_int64(minutes, &rule->minutes)) || wrong(part, "minutes")) &&
           read_text(part, "rrule", &rule->rrule) && read_walls(part, "exdates", &rule->exdates, &rule->exdate_count) &&
           read_walls(part, "rdates", &rule->rdates, &rule->rdate_count) && nothing_else(part);
}

static bool read_status(struct part *part, enum schedule_status *out)
{
    struct str text = STR_NULL;
    if (!read_text(part, "status", &text))
        return false;
    for (size_t i = 0; text.p && i < SCHEDULE_STATUS_COUNT; i++)
        if (str_eq(text, str_of(status_names[i]))) {
            *out = (enum schedule_status)i;
            return true;
        }
    return !text.p || wrong(part, "status");
}

static bool read_override(struct part *part, void *out)
{
    struct schedule_override *made = out;
    bool ends = false;
    if (!read_wall(part, "key", &made->key, NULL) || !read_status(part, &made->status) ||
        !read_wall(part, "starts", &made->starts, &made->timed) || !read_wall(part, "ends", &made->ends, &ends))
        return false;
    return (made->timed == ends || wrong(part, "ends")) && read_text(part, "reason", &made->reason) &&
           read_text(part, "note", &made->note) && nothing_else(part);
}

/* The objects of list NAME, SIZE bytes each, at most MOST; NULL where one is refused. */
static void *read_list(struct part *top, const char *name, size_t size, size_t most,
                       bool (*read)(struct part *, void *), size_t *count)
{
    const struct json_value *list = member(top, name);
    const size_t n = !list ? 0 : json_kind(list) == JSON_ARRAY ? json_length(list) : SIZE_MAX;
    if (n > most) {
        wrong(top, name);
        return NULL;
    }
    char *items = arena_alloc(top->arena, (n + 1) * size);
    for (size_t i = 0; i < n; i++) {
        struct part part = {top->arena, json_at(list, i), arena_printf(top->arena, "%s[%zu]", name, i), 0, top->where};
        if (json_kind(part.object) != JSON_OBJECT) {
            *top->where = part.at;
            return NULL;
        }
        if (!read(&part, items + i * size))
            return NULL;
    }
    *count = n;
    return items;
}

bool schedule_json_read(struct arena *arena, const struct json_value *value, struct schedule *out, struct str *where)
{
    struct part top = {arena, value, STR(""), 0, where};
    if (json_kind(value) != JSON_OBJECT) {
        *where = STR("schedule");
        return false;
    }
    out->opening_hours = STR_NULL;
    out->rules = read_list(&top, "rules", sizeof *out->rules, SCHEDULE_RULES_MOST, read_rule, &out->rule_count);
    if (!out->rules || !read_text(&top, "opening_hours", &out->opening_hours))
        return false;
    out->overrides = read_list(&top, "overrides", sizeof *out->overrides, 2 * (size_t)SCHEDULE_EXTRAS_MOST,
                               read_override, &out->override_count);
    return out->overrides && nothing_else(&top);
}

bool schedule_json_parse(struct arena *arena, struct str text, struct schedule *out, struct str *where)
{
    struct json_value *value;
    struct json_error error;
    *where = STR("schedule");
    return json_parse(arena, text.n > 0 ? text : STR("{}"), DEPTH, true, &value, &error) == JSON_OK &&
           schedule_json_read(arena, value, out, where);
}

static void write_text(struct json *json, const char *name, struct str text)
{
    if (text.n > 0) {
        json_key(json, str_of(name));
        json_text(json, text);
    }
}

static void write_wall(struct json *json, const char *name, struct wall wall)
{
    char text[WALL_TEXT];
    write_text(json, name, wall_text(wall, text));
}

static void write_walls(struct json *json, const char *name, const struct wall *walls, size_t count)
{
    char text[WALL_TEXT];
    if (count == 0)
        return;
    json_key(json, str_of(name));
    json_array_open(json);
    for (size_t i = 0; i < count; i++)
        json_text(json, wall_text(walls[i], text));
    json_array_close(json);
}

static void write_rule(struct json *json, const struct schedule_rule *rule)
{
    json_object_open(json);
    write_wall(json, "starts", rule->starts);
    json_key(json, STR("minutes"));
    json_int64(json, rule->minutes);
    write_text(json, "rrule", rule->rrule);
    write_walls(json, "exdates", rule->exdates, rule->exdate_count);
    write_walls(json, "rdates", rule->rdates, rule->rdate_count);
    json_object_close(json);
}

static void write_override(struct json *json, const struct schedule_override *override)
{
    json_object_open(json);
    write_wall(json, "key", override->key);
    write_text(json, "status", str_of(status_names[override->status]));
    if (override->timed) {
        write_wall(json, "starts", override->starts);
        write_wall(json, "ends", override->ends);
    }
    write_text(json, "reason", override->reason);
    write_text(json, "note", override->note);
    json_object_close(json);
}

static void write_rules(struct json *json, const struct schedule *schedule)
{
    json_key(json, STR("rules"));
    json_array_open(json);
    for (size_t i = 0; i < schedule->rule_count; i++)
        write_rule(json, &schedule->rules[i]);
    json_array_close(json);
}

static void write_overrides(struct json *json, const struct schedule *schedule)
{
    json_key(json, STR("overrides"));
    json_array_open(json);
    for (size_t i = 0; i < schedule->override_count; i++)
        write_override(json, &schedule->overrides[i]);
    json_array_close(json);
}

void schedule_json_write(struct buf *out, const struct schedule *schedule)
{
    struct json json;
    json_begin(&json, out);
    json_object_open(&json);
    if (schedule->rule_count > 0)
        write_rules(&json, schedule);
    write_text(&json, "opening_hours", schedule->opening_hours);
    if (schedule->override_count > 0)
        write_overrides(&json, schedule);
    json_object_close(&json);
    if (!json_end(&json))
        out->failed = true;
}
