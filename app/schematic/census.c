#include "schematic/census.h"

#include <stdlib.h>

#include "core/json_read.h"
#include "core/json_write.h"
#include "schematic/state.h"

static int compare_entries(const void *a, const void *b)
{
    return state_order(((const struct census_entry *)a)->state, ((const struct census_entry *)b)->state);
}

static bool counts(const struct census_entry *entry)
{
    return entry->count > 0 && !state_is_air(entry->state) && !state_is_absent(entry->state);
}

void census_settle(struct census *census)
{
    size_t kept = 0;
    if (census->count > 1)
        qsort(census->entries, census->count, sizeof *census->entries, compare_entries);
    for (size_t i = 0; i < census->count; i++) {
        struct census_entry entry = census->entries[i];
        if (!counts(&entry))
            continue;
        if (kept > 0 && str_eq(census->entries[kept - 1].state, entry.state))
            census->entries[kept - 1].count += entry.count;
        else
            census->entries[kept++] = entry;
    }
    census->count = kept;
}

int64_t census_blocks(const struct census *census)
{
    int64_t blocks = 0;
    for (size_t i = 0; i < census->count; i++)
        blocks += census->entries[i].count;
    return blocks;
}

/* The first entry that is not before STATE. */
static size_t lower_bound(const struct census *census, struct str state)
{
    size_t from = 0, until = census->count;
    while (from < until) {
        size_t middle = from + (until - from) / 2;
        if (state_order(census->entries[middle].state, state) < 0)
            from = middle + 1;
        else
            until = middle;
    }
    return from;
}

bool census_has(const struct census *census, struct str name)
{
    /* Other names may stand between a kind alone and the kind with properties: '[' comes after '.', digits and capitals. */
    size_t alone = lower_bound(census, name);
    if (alone < census->count && str_eq(census->entries[alone].state, name))
        return true;
    char text[STATE_MAX + 1];
    if (name.n == 0 || name.n >= STATE_MAX)
        return false;
    memcpy(text, name.p, name.n);
    text[name.n] = '[';
    struct str opened = {text, name.n + 1};
    size_t with_properties = lower_bound(census, opened);
    return with_properties < census->count && str_starts_with(census->entries[with_properties].state, opened);
}

void census_json(const struct census *census, struct buf *out)
{
    struct json json;
    json_begin(&json, out);
    json_object_open(&json);
    for (size_t i = 0; i < census->count; i++) {
        json_key(&json, census->entries[i].state);
        json_int64(&json, census->entries[i].count);
    }
    json_object_close(&json);
    if (!json_end(&json))
        out->failed = true;
}

struct reading {
    struct arena *arena;
    struct census *census;
    struct buf spelled;
    int64_t blocks;
    bool good;
};

static void count_member(void *with, struct str name, struct json_value *value)
{
    (void)name;
    (void)value;
    ++*(size_t *)with;
}

static void read_member(void *with, struct str name, struct json_value *value)
{
    struct reading *reading = with;
    struct census_entry entry = {.state = arena_str(reading->arena, name)};
    buf_clear(&reading->spelled);
    if (!state_canonical(name, &reading->spelled) || !str_eq(name, buf_str(&reading->spelled)) || !json_as_int64(value, &entry.count) ||
        !counts(&entry) || __builtin_add_overflow(reading->blocks, entry.count, &reading->blocks))
        reading->good = false;
    else
        reading->census->entries[reading->census->count++] = entry;
}

bool census_read(struct arena *arena, struct str json, struct census *out)
{
    struct json_value *value;
    struct json_error error;
    size_t members = 0;
    *out = (struct census){0};
    if (json_parse(arena, json, 2, true, &value, &error) != JSON_OK || json_kind(value) != JSON_OBJECT)
        return false;
    json_each(value, count_member, &members);
    out->entries = arena_array(arena, members, sizeof *out->entries);
    struct reading reading = {.arena = arena, .census = out, .good = true};
    buf_init(&reading.spelled, STATE_MAX);
    json_each(value, read_member, &reading);
    buf_free(&reading.spelled);
    census_settle(out);
    return reading.good;
}

static int compare_names(const void *a, const void *b)
{
    return state_order(*(const struct str *)a, *(const struct str *)b);
}

/* Sorts, and leaves one of each. */
static size_t distinct(struct str *names, size_t count)
{
    size_t kept = 0;
    if (count > 1)
        qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || !str_eq(names[kept - 1], names[i]))
            names[kept++] = names[i];
    return kept;
}

struct str *census_names(struct arena *arena, const struct census *census, size_t *count)
{
    struct str *names = arena_array(arena, census->count, sizeof *names);
    for (size_t i = 0; i < census->count; i++)
        names[i] = state_name(census->entries[i].state);
    *count = distinct(names, census->count);
    return names;
}

struct str *census_mods(struct arena *arena, const struct census *census, size_t *count)
{
    struct str *mods = arena_array(arena, census->count, sizeof *mods);
    size_t found = 0;
    for (size_t i = 0; i < census->count; i++) {
        struct str space = state_space(census->entries[i].state);
        if (!str_eq(space, STR("minecraft")) && !str_eq(space, STR("legacy")))
            mods[found++] = space;
    }
    *count = distinct(mods, found);
    return mods;
}
