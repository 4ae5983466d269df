#include "market/reader.h"

#include "core/crypto.h"
#include "core/utf8.h"
#include "market/check.h"
#include "market/dom.h"
#include "market/found_field.h"
#include "market/kind_words.h"
#include "market/place.h"
#include "market/settings.h"
#include "market/times.h"
#include "market/zone.h"

enum { WHAT_BYTES = 120, SLOTS_LEAST = 64 };

struct reader_slot {
    uint64_t hash;
    uint32_t market; /* index + 1; 0: free */
};

void reader_refuse(struct reader *reader, enum market_refusal_kind kind, enum market_refusal_scope scope, struct str where, struct str what)
{
    reader->lost |= scope == MARKET_LOST_PART || scope == MARKET_LOST_ALL;
    if (reader->refusal_count == MARKET_READ_REFUSALS) {
        reader->refusals_dropped++;
        return;
    }
    struct str clean = found_clean(reader->arena, str_slice(what, 0, WHAT_BYTES * 4), true);
    reader->refusals = arena_more(reader->arena, reader->refusals, reader->refusal_count, sizeof *reader->refusals);
    reader->refusals[reader->refusal_count++] = (struct market_refusal){kind, scope, where, utf8_truncate(clean, WHAT_BYTES)};
}

struct draft draft_new(struct reader *reader, struct str where)
{
    return (struct draft){.reader = reader, .found.where = where};
}

void draft_refuse(struct draft *draft, enum market_refusal_kind kind, enum market_refusal_scope scope, struct str what)
{
    draft->refused |= scope == MARKET_LOST_MARKET;
    reader_refuse(draft->reader, kind, scope, draft->found.where, what);
}

static enum market_refusal_kind refusal_of(enum found_field field)
{
    switch (found_fields[field].as) {
    case FOUND_AS_URL: return MARKET_BAD_URL;
    case FOUND_AS_ZONE: return MARKET_BAD_ZONE;
    case FOUND_AS_TIME: return MARKET_BAD_DATE;
    case FOUND_AS_NUMBER: return MARKET_BAD_COORDINATES;
    case FOUND_AS_LINE:
    case FOUND_AS_TEXT:
    case FOUND_AS_EMAIL:
    case FOUND_AS_PHONE:
    case FOUND_AS_COUNTRY:
    case FOUND_AS_KIND:
    case FOUND_AS_SETTING:
    case FOUND_AS_ANSWER:
    case FOUND_AS_STATUS:
    case FOUND_AS_MONEY:
    case FOUND_AS_WHOLE: break;
    }
    return MARKET_BAD_VALUE;
}

void draft_set(struct draft *draft, enum found_field field, struct str text)
{
    struct arena *arena = draft->reader->arena;
    enum found_result result = found_set(arena, &draft->found, field, text, draft->reader->base);
    struct str what = STR_NULL;
    if (result != FOUND_OK)
        what = arena_printf(arena, "%s: " STR_FMT, found_field_name(field), (int)(text.n < 500 ? text.n : 500), text.p);
    if (result == FOUND_CUT)
        draft_refuse(draft, MARKET_CUT_TEXT, MARKET_LOST_NOTHING, what);
    else if (result == FOUND_REFUSED)
        draft_refuse(draft, refusal_of(field), MARKET_LOST_FIELD, what);
}

void draft_set_markup(struct draft *draft, enum found_field field, struct str text)
{
    draft_set(draft, field, dom_plain(draft->reader->arena, text));
}

bool draft_has(const struct draft *draft, enum found_field field)
{
    struct str text = found_text(draft->reader->arena, &draft->found, field);
    return text.p && text.n;
}

void draft_fill(struct draft *draft, enum found_field field, struct str text)
{
    if (text.p && !draft_has(draft, field))
        draft_set(draft, field, text);
}

void draft_coordinates(struct draft *draft, struct str latitude, struct str longitude)
{
    struct market_found both = {0};
    struct arena *arena = draft->reader->arena;
    if (!latitude.n && !longitude.n)
        return;
    bool ok = latitude.n && longitude.n && found_set(arena, &both, FOUND_LATITUDE, latitude, STR_NULL) == FOUND_OK &&
              found_set(arena, &both, FOUND_LONGITUDE, longitude, STR_NULL) == FOUND_OK;
    /* 0, 0 is where a program that knows no place puts things; no market is held on a buoy. */
    if (!ok || (both.latitude.value == 0 && both.longitude.value == 0)) {
        draft_refuse(draft, MARKET_BAD_COORDINATES, MARKET_LOST_FIELD, arena_printf(arena, STR_FMT " " STR_FMT, STR_ARG(str_slice(latitude, 0, 40)), STR_ARG(str_slice(longitude, 0, 40))));
        return;
    }
    draft->found.latitude = both.latitude;
    draft->found.longitude = both.longitude;
}

bool draft_time(struct draft *draft, struct str text, enum market_refusal_scope scope, struct found_time *time)
{
    *time = (struct found_time){0};
    if (!str_trim(text).n)
        return false;
    if (times_read(draft->reader->arena, text, time))
        return true;
    draft_refuse(draft, MARKET_BAD_DATE, scope, text);
    return false;
}

size_t draft_times(struct draft *draft, struct str text, const struct found_time **out)
{
    struct found_time *times = NULL, time;
    struct str one;
    size_t count = 0;
    while (text.n) {
        str_cut(text, ',', &one, &text);
        if (!draft_time(draft, one, MARKET_LOST_DATE, &time))
            continue;
        if (count == MARKET_READ_DATES) {
            draft_refuse(draft, MARKET_TOO_MANY, MARKET_LOST_DATE, STR("dates of a rule"));
            break;
        }
        times = arena_more(draft->reader->arena, times, count, sizeof *times);
        times[count++] = time;
    }
    *out = times;
    return count;
}

/* Comparable only where both are of one form. */
static bool ends_before(const struct found_date *date)
{
    if (date->starts.form == FOUND_TIME_ABSENT || date->ends.form == FOUND_TIME_ABSENT)
        return false;
    if (date->starts.form == FOUND_INSTANT && date->ends.form == FOUND_INSTANT)
        return date->ends.utc.us < date->starts.utc.us;
    if (date->starts.form == FOUND_DAY || date->ends.form == FOUND_DAY)
        return wall_day(date->ends.wall) < wall_day(date->starts.wall);
    return date->starts.form == date->ends.form && date->ends.wall.s < date->starts.wall.s;
}

void draft_date(struct draft *draft, struct found_date date)
{
    struct reader *reader = draft->reader;
    if (draft->found.date_count >= MARKET_READ_DATES || reader->date_count >= READER_DATES) {
        if (!draft->full)
            draft_refuse(draft, MARKET_TOO_MANY, MARKET_LOST_PART, STR("dates"));
        draft->full = true;
        return;
    }
    if (!date.where.p)
        date.where = draft->found.where;
    if (ends_before(&date)) {
        reader_refuse(reader, MARKET_BAD_DATE, MARKET_LOST_FIELD, date.where, STR("it ends before it starts"));
        date.ends = (struct found_time){0};
    }
    draft->dates = arena_more(reader->arena, draft->dates, draft->found.date_count, sizeof date);
    draft->dates[draft->found.date_count++] = date;
    draft->found.dates = draft->dates;
    reader->date_count++;
}

/* What is left out or added as a day alone is meant at the hour of the rule; an instant, as the clock of the rule shows it then. */
static const struct found_time *by_the_rule(struct draft *draft, const struct found_rule *rule, const struct found_time *times, size_t count)
{
    struct str name = rule->starts.zone.n ? rule->starts.zone : draft->found.zone;
    const struct zone *zone = name.n ? zone_find(name) : NULL;
    struct found_time *out = arena_array(draft->reader->arena, count + 1, sizeof *out);
    for (size_t i = 0; i < count; i++) {
        out[i] = times[i];
        if (rule->starts.form != FOUND_WALL)
            continue;
        if (times[i].form == FOUND_DAY)
            out[i] = (struct found_time){.form = FOUND_WALL, .wall = {times[i].wall.s + rule->starts.wall.s - wall_day(rule->starts.wall) * WALL_DAY}, .zone = rule->starts.zone};
        else if (times[i].form == FOUND_INSTANT && zone)
            out[i] = (struct found_time){.form = FOUND_WALL, .wall = zone_local(zone, times[i].utc), .zone = rule->starts.zone};
    }
    return out;
}

void draft_rule(struct draft *draft, struct found_rule rule)
{
    rule.exdates = by_the_rule(draft, &rule, rule.exdates, rule.exdate_count);
    rule.rdates = by_the_rule(draft, &rule, rule.rdates, rule.rdate_count);
    if (draft->found.rule_count == MARKET_READ_RULES) {
        draft_refuse(draft, MARKET_TOO_MANY, MARKET_LOST_PART, STR("rules"));
        return;
    }
    if (!rule.where.p)
        rule.where = draft->found.where;
    draft->rules = arena_more(draft->reader->arena, draft->rules, draft->found.rule_count, sizeof rule);
    draft->rules[draft->found.rule_count++] = rule;
    draft->found.rules = draft->rules;
}

bool reader_has_room(struct reader *reader)
{
    if (reader->market_count < MARKET_READ_MARKETS && !arena_full(reader->arena))
        return true;
    reader_refuse(reader, MARKET_TOO_MANY, MARKET_LOST_PART, STR_NULL, STR("markets"));
    return false;
}

static struct str present(struct str text)
{
    return text.p ? text : STR("");
}

/* What a market without an id of its own is known by: what seldom changes. */
static struct str made_id(struct draft *draft)
{
    const struct market_found *found = &draft->found;
    struct arena *arena = draft->reader->arena;
    struct str place = found->place.n ? found->place : found->address.n ? found->address : present(found->street), town = present(found->town);
    if (!place.n && !town.n && found->latitude.said)
        place = arena_printf(arena, "%.3f %.3f", found->latitude.value, found->longitude.value);
    struct str id = fold_words(arena, arena_printf(arena, STR_FMT " @ " STR_FMT " " STR_FMT, STR_ARG(found->name), STR_ARG(place), STR_ARG(town)));
    struct sha256_digest digest = sha256_of(id);
    return id.n <= 200 ? found_clean(arena, id, true) : hex_encode(arena, digest.b, sizeof digest.b);
}

static void take_defaults(struct draft *draft, const struct market_settings *settings)
{
    for (enum found_field field = 0; field < FOUND_FIELD_COUNT; field++) {
        struct str value = found_text(draft->reader->arena, &settings->defaults, field);
        if (value.n && !found_text(draft->reader->arena, &draft->found, field).p)
            draft_set(draft, field, value);
    }
}

static void take_currency(struct found_money *money, const char *currency)
{
    if (money->said && !*money->currency)
        memcpy(money->currency, currency, sizeof money->currency);
}

static bool wanted(struct draft *draft)
{
    const struct market_settings *settings = draft->reader->input->settings;
    struct arena *arena = draft->reader->arena;
    if (!settings)
        return true;
    struct str name = draft->found.name;
    return (!settings->only || pattern_match(arena, settings->only, name).p) && (!settings->skip || !pattern_match(arena, settings->skip, name).p);
}

static void complete(struct draft *draft)
{
    const struct market_settings *settings = draft->reader->input->settings;
    struct market_found *found = &draft->found;
    place_complete(draft);
    if (!found->external_id.n)
        found->external_id = made_id(draft); /* of what the source says: other settings make no other market */
    if (settings) {
        take_currency(&found->entrance_fee, settings->currency);
        take_currency(&found->stall_price, settings->currency);
        take_defaults(draft, settings);
    }
    if (found->kind == FOUND_KIND_ABSENT) {
        found->kind = kind_of_words(draft->reader->arena, found->name);
        found->kind_guessed = found->kind != FOUND_KIND_ABSENT;
    }
    check_schedule(draft);
}

static uint64_t hash_of(struct str text)
{
    struct sha256_digest digest = sha256_of(text); /* whoever writes a source must not be able to make the table slow */
    uint64_t hash;
    memcpy(&hash, digest.b, sizeof hash);
    return hash;
}

static struct reader_slot *slot_of(struct reader_slot *slots, size_t count, const struct market_found *markets, uint64_t hash, struct str id)
{
    size_t at = hash & (count - 1);
    while (slots[at].market && (slots[at].hash != hash || (id.p && !str_eq(markets[slots[at].market - 1].external_id, id))))
        at = (at + 1) & (count - 1);
    return &slots[at];
}

static void grow_slots(struct reader *reader)
{
    size_t count = reader->slot_count ? reader->slot_count * 2 : SLOTS_LEAST;
    struct reader_slot *slots = arena_array(reader->arena, count, sizeof *slots);
    for (size_t i = 0; i < reader->slot_count; i++)
        if (reader->slots[i].market) {
            size_t at = reader->slots[i].hash & (count - 1);
            while (slots[at].market)
                at = (at + 1) & (count - 1);
            slots[at] = reader->slots[i];
        }
    reader->slots = slots;
    reader->slot_count = count;
}

static bool same_time(const struct found_time *a, const struct found_time *b)
{
    return a->form == b->form && a->wall.s == b->wall.s && a->offset == b->offset;
}

/* The same date told twice is one; of two that replace one start, the one with the greater sequence, or the later one. */
static void join_date(struct draft *first, const struct found_date *date)
{
    for (size_t i = 0; i < first->found.date_count; i++) {
        struct found_date *there = &first->dates[i];
        bool replaced = date->replaces.form != FOUND_TIME_ABSENT && same_time(&there->replaces, &date->replaces);
        bool same_id = !date->external_id.n || !there->external_id.n || str_eq(there->external_id, date->external_id);
        bool again = !replaced && same_id && same_time(&there->starts, &date->starts) && same_time(&there->replaces, &date->replaces);
        if (replaced && date->sequence.value >= there->sequence.value)
            *there = *date;
        if (replaced || again)
            return;
    }
    first->reader->date_count -= first->reader->date_count > 0; /* it was counted when it was read */
    draft_date(first, *date);
}

/* The first speaks for the fields, what it leaves out comes from the next; all for the dates and rules. */
static void join(struct draft *first, const struct draft *next)
{
    struct arena *arena = first->reader->arena;
    bool of_one_date = next->found.date_count == 1 && next->found.dates[0].replaces.form != FOUND_TIME_ABSENT;
    for (enum found_field field = 0; field < FOUND_FIELD_COUNT && !of_one_date; field++) {
        struct str value = found_text(arena, &next->found, field);
        bool half = field == FOUND_LATITUDE || field == FOUND_LONGITUDE;
        if (!half && value.n && !found_text(arena, &first->found, field).p)
            draft_set(first, field, value);
    }
    if (!first->found.latitude.said && !of_one_date) {
        first->found.latitude = next->found.latitude;
        first->found.longitude = next->found.longitude;
    }
    for (size_t i = 0; i < next->found.date_count; i++)
        join_date(first, &next->found.dates[i]);
    for (size_t i = 0; i < next->found.rule_count; i++)
        draft_rule(first, next->found.rules[i]);
}

/* Lists grow by doubling at powers of two, so one that stands in the found market is taken up again as it is. */
static void join_with(struct reader *reader, struct market_found *first, const struct draft *next)
{
    struct draft draft = {.reader = reader, .found = *first, .dates = (struct found_date *)(uintptr_t)first->dates, .rules = (struct found_rule *)(uintptr_t)first->rules};
    join(&draft, next);
    *first = draft.found;
}

void reader_keep(struct draft *draft)
{
    struct reader *reader = draft->reader;
    if (draft->refused)
        return;
    if (!draft->found.name.n) {
        draft_refuse(draft, MARKET_NO_NAME, MARKET_LOST_MARKET, STR_NULL);
        return;
    }
    complete(draft);
    if (!wanted(draft) || !reader_has_room(reader))
        return;
    if (reader->market_count * 2 >= reader->slot_count)
        grow_slots(reader);
    uint64_t hash = hash_of(draft->found.external_id);
    struct reader_slot *slot = slot_of(reader->slots, reader->slot_count, reader->markets, hash, draft->found.external_id);
    if (slot->market) {
        join_with(reader, &reader->markets[slot->market - 1], draft);
        return;
    }
    reader->markets = arena_more(reader->arena, reader->markets, reader->market_count, sizeof *reader->markets);
    reader->markets[reader->market_count++] = draft->found;
    *slot = (struct reader_slot){hash, (uint32_t)reader->market_count};
}
