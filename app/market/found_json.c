#include "market/found_json.h"

static void text_member(struct json *json, const char *name, struct str text)
{
    if (!text.p)
        return;
    json_key(json, str_of(name));
    json_text(json, text);
}

static void time_member(struct json *json, struct arena *arena, const char *name, const struct found_time *time)
{
    struct str text = found_time_text(arena, time);
    text_member(json, name, text.p && time->zone.n ? arena_printf(arena, STR_FMT "[" STR_FMT "]", STR_ARG(text), STR_ARG(time->zone)) : text);
}

static void write_date(struct json *json, struct arena *arena, const struct found_date *date)
{
    json_object_open(json);
    text_member(json, "id", date->external_id);
    time_member(json, arena, "starts", &date->starts);
    time_member(json, arena, "ends", &date->ends);
    time_member(json, arena, "replaces", &date->replaces);
    time_member(json, arena, "previous_starts", &date->previous_starts);
    text_member(json, "status", str_of(found_status_name(date->status)));
    text_member(json, "reason", date->reason);
    text_member(json, "name", date->name);
    text_member(json, "url", date->url);
    json_object_close(json);
}

static void write_times(struct json *json, struct arena *arena, const char *name, const struct found_time *times, size_t count)
{
    if (!count)
        return;
    json_key(json, str_of(name));
    json_array_open(json);
    for (size_t i = 0; i < count; i++)
        json_text(json, found_time_text(arena, &times[i]));
    json_array_close(json);
}

static void write_rule(struct json *json, struct arena *arena, const struct found_rule *rule)
{
    json_object_open(json);
    time_member(json, arena, "starts", &rule->starts);
    if (rule->minutes.said) {
        json_key(json, STR("minutes"));
        json_int64(json, rule->minutes.value);
    }
    text_member(json, "rrule", rule->rrule);
    write_times(json, arena, "exdates", rule->exdates, rule->exdate_count);
    write_times(json, arena, "rdates", rule->rdates, rule->rdate_count);
    json_object_close(json);
}

void found_json_write(struct json *json, struct arena *arena, const struct market_found *market)
{
    for (enum found_field field = 0; field < FOUND_FIELD_COUNT; field++)
        text_member(json, found_field_name(field), found_text(arena, market, field));
    if (market->date_count) {
        json_key(json, STR("dates"));
        json_array_open(json);
        for (size_t i = 0; i < market->date_count; i++)
            write_date(json, arena, &market->dates[i]);
        json_array_close(json);
    }
    if (market->rule_count) {
        json_key(json, STR("rules"));
        json_array_open(json);
        for (size_t i = 0; i < market->rule_count; i++)
            write_rule(json, arena, &market->rules[i]);
        json_array_close(json);
    }
}

void found_json_refusal(struct json *json, const struct market_refusal *refusal)
{
    json_object_open(json);
    text_member(json, "kind", str_of(market_refusal_kind_name(refusal->kind)));
    text_member(json, "lost", str_of(market_refusal_scope_name(refusal->scope)));
    text_member(json, "where", refusal->where);
    text_member(json, "what", refusal->what);
    json_object_close(json);
}
