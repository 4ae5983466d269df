/* iCalendar (RFC 5545). A rule is a VEVENT of its own, known by when it begins; what became of its dates stands beside it under the same UID. */
#include <string.h>

#include "core/utf8.h"
#include "market/schedule_ics.h"
#include "market/write.h"

enum { FOLD = 75, LINE_MOST = 256 << 10, NAME_MOST = 64, SCRATCH_MOST = 16 << 20, DESCRIBED_MOST = 512 << 10 /* of a market with many dates only the first ones are described */ };

/* A line never ends within a character. */
static void put_folded(struct buf *out, struct str line)
{
    size_t room = FOLD;
    while (line.n > 0) {
        const struct str part = line.n > room ? utf8_truncate(line, room) : line;
        buf_add(out, part.n > 0 ? part : line);
        buf_add(out, STR("\r\n"));
        line = part.n > 0 ? str_slice(line, part.n, line.n) : STR("");
        if (line.n > 0)
            buf_add_char(out, ' ');
        room = FOLD - 1;
    }
}

static void put_escaped(struct buf *line, struct str value)
{
    for (size_t i = 0; i < value.n; i++) {
        const char c = value.p[i];
        if (c == '\n') {
            buf_add(line, STR("\\n"));
            continue;
        }
        if (c == '\\' || c == ';' || c == ',')
            buf_add_char(line, '\\');
        if (c != '\r')
            buf_add_char(line, c);
    }
}

void market_write_ics_text(struct buf *out, const char *name, struct str value)
{
    struct buf line;
    if (!value.p)
        return;
    buf_init(&line, LINE_MOST);
    buf_printf(&line, "%s:", name);
    put_escaped(&line, value);
    out->failed |= line.failed;
    put_folded(out, buf_str(&line));
    buf_free(&line);
}

static void put_plain(struct buf *out, struct str line)
{
    put_folded(out, line);
}

static void put_utc(struct buf *out, struct arena *arena, const char *name, struct timestamp at)
{
    char text[WALL_TEXT];
    const struct wall utc = {at.us / 1000000};
    put_plain(out, arena_printf(arena, "%s:" STR_FMT "Z", name, STR_ARG(wall_compact(utc, text))));
}

/* X-CURIO-STALL-PRICE and so on, whatever of it other properties say as well. */
static void put_own_fields(struct buf *out, struct arena *arena, const struct market_found *found)
{
    char name[NAME_MOST];
    for (enum found_field field = 0; field < FOUND_FIELD_COUNT; field++) {
        size_t n = 0;
        for (const char *c = found_field_name(field); *c && n + 1 < sizeof name; c++)
            name[n++] = *c == '_' ? '-' : (char)(*c >= 'a' && *c <= 'z' ? *c - 'a' + 'A' : *c);
        name[n] = '\0';
        market_write_ics_text(out, arena_printf(arena, "X-CURIO-%s", name).p, found_text(arena, found, field));
    }
}

static struct str address_of(struct arena *arena, const struct market_found *found)
{
    const struct str parts[] = {found->place, found->street, found->postcode, found->town};
    struct str text = STR("");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].n > 0)
            text = arena_printf(arena, STR_FMT "%s" STR_FMT, STR_ARG(text),
                                text.n == 0                       ? ""
                                : i == 3 && found->postcode.n > 0 ? " "
                                                                  : ", ",
                                STR_ARG(parts[i]));
    return text;
}

struct event {
    struct buf *out;
    struct arena *arena;
    const struct market_written *market;
    struct str uid;
    struct arena *scratch; /* of one expansion: a market may need tens of thousands */
    bool spoken; /* an event of the market stands already */
};

static void begin(const struct event *event)
{
    const struct market_found *found = event->market->found;
    buf_add(event->out, STR("BEGIN:VEVENT\r\n"));
    market_write_ics_text(event->out, "UID", event->uid);
    put_utc(event->out, event->arena, "DTSTAMP", event->market->changed);
    put_utc(event->out, event->arena, "LAST-MODIFIED", event->market->changed);
    put_plain(event->out, arena_printf(event->arena, "SEQUENCE:%lld", (long long)found->sequence.value));
    market_write_ics_text(event->out, "SUMMARY", found->name);
    market_write_ics_text(event->out, "X-CURIO-EXTERNAL-ID", found->external_id);
}

/* What only our own properties say stands in the market's first event alone. */
static void put_market(struct event *event)
{
    const struct market_found *found = event->market->found;
    const struct str address = address_of(event->arena, found);
    if (found->description.n > 0 && event->out->n < DESCRIBED_MOST)
        market_write_ics_text(event->out, "DESCRIPTION", found->description);
    if (address.n > 0)
        market_write_ics_text(event->out, "LOCATION", address);
    if (found->latitude.said && found->longitude.said)
        put_plain(event->out,
                  arena_printf(event->arena, "GEO:%.6f;%.6f", found->latitude.value, found->longitude.value));
    put_plain(event->out, arena_printf(event->arena, "URL:" STR_FMT, STR_ARG(event->market->page)));
    if (!event->spoken)
        put_own_fields(event->out, event->arena, found);
    event->spoken = true;
}

static void end(const struct event *event)
{
    buf_add(event->out, STR("END:VEVENT\r\n"));
}

static void put_override(struct event *event, const struct schedule_override *override)
{
    const struct schedule *schedule = event->market->schedule;
    static const char *const statuses[] = {
        [SCHEDULE_SCHEDULED] = "CONFIRMED", [SCHEDULE_CANCELLED] = "CANCELLED", [SCHEDULE_MOVED] = "CONFIRMED"};
    begin(event);
    put_market(event);
    schedule_ics_time(STR("RECURRENCE-ID"), schedule->zone, override->key, event->out);
    schedule_ics_time(STR("DTSTART"), schedule->zone, override->timed ? override->starts : override->key, event->out);
    if (override->timed)
        schedule_ics_time(STR("DTEND"), schedule->zone, override->ends, event->out);
    put_plain(event->out, arena_printf(event->arena, "STATUS:%s", statuses[override->status]));
    if (override->status == SCHEDULE_MOVED)
        market_write_ics_text(event->out, "X-CURIO-DATE-STATUS", STR("moved"));
    if (override->reason.n > 0)
        market_write_ics_text(event->out, "X-CURIO-DATE-REASON", override->reason);
    end(event);
}

/* The dates that the rule alone makes from a day before FIRST to a day after LAST. */
static bool expand_alone(struct arena *scratch, const struct schedule *schedule, const struct schedule_rule *rule, struct wall first,
                         struct wall last, struct schedule_dates *dates)
{
    static const int64_t day_us = INT64_C(86400) * 1000000;
    const struct schedule one = {.zone = schedule->zone, .rules = rule, .rule_count = 1};
    const struct timestamp from = {first.s * 1000000 - day_us}, until = {last.s * 1000000 + day_us};
    arena_reset(scratch);
    return schedule_expand(scratch, &one, from, until, dates, NULL);
}

static bool has_key(const struct schedule_dates *dates, struct wall key)
{
    for (size_t i = 0; i < dates->count; i++)
        if (dates->items[i].key.s == key.s)
            return true;
    return false;
}

/* Of which overrides the rule alone makes a date: one walk of the rule serves all of them, unless they are years apart. */
static void mark_made(struct arena *scratch, const struct schedule *schedule, const struct schedule_rule *rule, bool *made)
{
    const struct schedule_override *overrides = schedule->overrides;
    const size_t count = schedule->override_count;
    struct schedule_dates dates;
    struct wall first = count > 0 ? overrides[0].key : (struct wall){0}, last = first;
    for (size_t i = 0; i < count; i++) {
        first = overrides[i].key.s < first.s ? overrides[i].key : first;
        last = overrides[i].key.s > last.s ? overrides[i].key : last;
    }
    const bool whole = count > 0 && expand_alone(scratch, schedule, rule, first, last, &dates) && !dates.capped;
    for (size_t i = 0; i < count; i++)
        made[i] = (whole || expand_alone(scratch, schedule, rule, overrides[i].key, overrides[i].key, &dates)) && has_key(&dates, overrides[i].key);
}

static struct str uid_of(struct arena *arena, const struct market_written *market, struct wall starts, size_t number,
                         struct str host)
{
    char text[WALL_TEXT];
    const struct str at = wall_compact(starts, text);
    if (number == 0)
        return arena_printf(arena, STR_FMT "-" STR_FMT "@" STR_FMT, STR_ARG(market->found->external_id), STR_ARG(at),
                            STR_ARG(host));
    return arena_printf(arena, STR_FMT "-" STR_FMT "-%zu@" STR_FMT, STR_ARG(market->found->external_id), STR_ARG(at),
                        number, STR_ARG(host));
}

/* How many rules before this one begin at the same time. */
static size_t twins_before(const struct schedule *schedule, size_t rule)
{
    size_t twins = 0;
    for (size_t i = 0; i < rule; i++)
        twins += schedule->rules[i].starts.s == schedule->rules[rule].starts.s;
    return twins;
}

static void put_rule(struct event *event, size_t number, bool *said, struct str host)
{
    const struct schedule *schedule = event->market->schedule;
    const struct schedule_rule *rule = &schedule->rules[number];
    event->uid = uid_of(event->arena, event->market, rule->starts, twins_before(schedule, number), host);
    begin(event);
    put_market(event);
    if (!schedule_ics_rule(event->arena, schedule->zone, rule, event->out))
        event->out->failed = true;
    end(event);
    bool *made = arena_array(event->arena, schedule->override_count + 1, sizeof *made);
    mark_made(event->scratch, schedule, rule, made);
    for (size_t i = 0; i < schedule->override_count; i++)
        if (!said[i] && made[i]) {
            said[i] = true;
            put_override(event, &schedule->overrides[i]);
        }
}

/* Dates of opening hours: X-CURIO-OPENING-HOURS says them as well, and better, to whom knows it. One that was moved stands where the hours
 * have it, and its override beside it. */
static void put_hours(struct event *event, const struct schedule_dates *dates, struct str host)
{
    for (size_t i = 0; i < dates->count; i++) {
        const struct schedule_date *date = &dates->items[i];
        if (date->rule != SCHEDULE_FROM_HOURS)
            continue;
        event->uid = uid_of(event->arena, event->market, date->key, 0, host);
        begin(event);
        put_market(event);
        market_write_ics_text(event->out, "X-CURIO-DERIVED", STR("opening_hours"));
        const struct wall usual_end = {date->key.s + date->ends.s - date->starts.s};
        schedule_ics_time(STR("DTSTART"), event->market->schedule->zone, date->key, event->out);
        schedule_ics_time(STR("DTEND"), event->market->schedule->zone, usual_end, event->out);
        put_plain(event->out, date->status == SCHEDULE_CANCELLED ? STR("STATUS:CANCELLED") : STR("STATUS:CONFIRMED"));
        end(event);
    }
}

void market_write_ics(struct buf *out, struct arena *arena, const struct market_written *market, struct str host,
                      const struct schedule_dates *dates)
{
    const struct schedule *schedule = market->schedule;
    struct event event = {out, arena, market, STR_NULL, arena_new(SCRATCH_MOST), false};
    bool *said = arena_array(arena, schedule->override_count + 1, sizeof *said);
    for (size_t i = 0; i < schedule->rule_count; i++)
        put_rule(&event, i, said, host);
    if (schedule->opening_hours.n > 0)
        put_hours(&event, dates, host);
    for (size_t i = 0; i < schedule->override_count; i++)
        if (!said[i]) {
            event.uid = uid_of(arena, market, schedule->overrides[i].key, 0, host);
            put_override(&event, &schedule->overrides[i]);
        }
    arena_free(event.scratch);
}
