#include "market/schedule_ics.h"

#include "market/rrule.h"
#include "market/zone.h"
#include "market/zone_rule.h"

enum { FOLD = 75, CHANGES_MOST = 400, LINE_MOST = 64 << 10 };

static bool is_utc(struct str zone)
{
    return str_eq(zone, STR("UTC")) || str_eq(zone, STR("Etc/UTC"));
}

/* RFC 5545, 3.1: no line past 75 octets; what stands here is ASCII. */
static void put_folded(struct str line, struct buf *out)
{
    size_t at = 0;
    do {
        size_t most = at ? FOLD - 1 : FOLD;
        struct str part = str_slice(line, at, at + most);
        if (at)
            buf_add_char(out, ' ');
        buf_add(out, part);
        buf_add(out, STR("\r\n"));
        at += part.n;
    } while (at < line.n);
}

static void put_times(struct arena *arena, struct str property, struct str zone, const struct wall times[], size_t count, struct buf *out)
{
    struct buf *line = ARENA_NEW(arena, struct buf);
    char text[WALL_TEXT];
    if (count == 0)
        return;
    buf_init_in(arena, line, LINE_MOST);
    buf_add(line, property);
    if (!is_utc(zone))
        buf_printf(line, ";TZID=" STR_FMT, STR_ARG(zone));
    for (size_t i = 0; i < count; i++)
        buf_printf(line, "%c" STR_FMT "%s", i ? ',' : ':', STR_ARG(wall_compact(times[i], text)), is_utc(zone) ? "Z" : "");
    put_folded(buf_str(line), out);
}

void schedule_ics_time(struct str property, struct str zone, struct wall time, struct buf *out)
{
    struct arena *arena = arena_new(LINE_MOST);
    put_times(arena, property, zone, &time, 1, out);
    arena_free(arena);
}

/* The rule's parts as they stand, UNTIL in UTC. */
static bool put_rrule(struct arena *arena, const struct zone *zone, struct str text, struct buf *out)
{
    struct buf *line = ARENA_NEW(arena, struct buf);
    struct rrule rule;
    struct rrule_fault fault;
    struct str part;
    char until[WALL_TEXT];
    bool any = false;
    if (!rrule_read(arena, text, &rule, &fault))
        return false;
    buf_init_in(arena, line, LINE_MOST);
    buf_add(line, STR("RRULE:"));
    for (bool more = true; more;) {
        more = str_cut(text, ';', &part, &text);
        if (part.n == 0 || str_equal_ignoring_case(str_slice(part, 0, 6), STR("UNTIL=")))
            continue;
        buf_printf(line, "%s" STR_FMT, any ? ";" : "", STR_ARG(part));
        any = true;
    }
    if (rule.until_is) {
        struct wall end = rule.until_is == RRULE_UNTIL_UTC ? rule.until : (struct wall){zone_instant(zone, rule.until).us / 1000000};
        buf_printf(line, ";UNTIL=" STR_FMT "Z", STR_ARG(wall_compact(end, until)));
    }
    put_folded(buf_str(line), out);
    return true;
}

bool schedule_ics_rule(struct arena *arena, struct str zone_name, const struct schedule_rule *rule, struct buf *out)
{
    const struct zone *zone = zone_find(zone_name);
    struct wall ends = {rule->starts.s + rule->minutes * 60};
    if (!zone)
        return false;
    put_times(arena, STR("DTSTART"), zone_name, &rule->starts, 1, out);
    put_times(arena, STR("DTEND"), zone_name, &ends, 1, out);
    if (rule->rrule.n && !put_rrule(arena, zone, rule->rrule, out))
        return false;
    put_times(arena, STR("EXDATE"), zone_name, rule->exdates, rule->exdate_count, out);
    put_times(arena, STR("RDATE"), zone_name, rule->rdates, rule->rdate_count, out);
    return true;
}

struct change {
    struct zone_time after;
    int64_t offset_before;
};

static void put_offset(struct buf *out, const char *property, int64_t offset)
{
    int64_t seconds = offset < 0 ? -offset : offset;
    buf_printf(out, "%s:%c%02d%02d", property, offset < 0 ? '-' : '+', (int)(seconds / 3600), (int)(seconds / 60 % 60));
    if (seconds % 60)
        buf_printf(out, "%02d", (int)(seconds % 60));
    buf_add(out, STR("\r\n"));
}

/* One observance, for ever again each year where the zone's last RULE goes on. */
static void put_change(const struct change *c, const struct zone_change *rule, struct buf *out)
{
    static const char *const days[] = {"SU", "MO", "TU", "WE", "TH", "FR", "SA"};
    const char *kind = c->after.summer ? "DAYLIGHT" : "STANDARD";
    char text[WALL_TEXT];
    struct wall begins = {c->after.since == INT64_MIN ? 0 : c->after.since + c->offset_before};
    buf_printf(out, "BEGIN:%s\r\nDTSTART:" STR_FMT "\r\n", kind, STR_ARG(wall_compact(begins, text)));
    if (rule)
        buf_printf(out, "RRULE:FREQ=YEARLY;BYMONTH=%d;BYDAY=%d%s\r\n", rule->month, rule->week == 5 ? -1 : rule->week, days[rule->day]);
    put_offset(out, "TZOFFSETFROM", c->offset_before);
    put_offset(out, "TZOFFSETTO", c->after.offset);
    buf_printf(out, "TZNAME:%s\r\nEND:%s\r\n", c->after.name, kind);
}

/* The time in force at FROM and the changes until UNTIL. */
static size_t changes_between(const struct zone *zone, int64_t from, int64_t until, struct change out[CHANGES_MOST])
{
    size_t count = 0;
    struct zone_time t = zone_at(zone, from);
    int64_t before = t.since == INT64_MIN ? t.offset : zone_at(zone, t.since - 1).offset;
    for (;;) {
        out[count++] = (struct change){t, before};
        if (t.until > until || count == CHANGES_MOST)
            return count;
        before = t.offset;
        t = zone_at(zone, t.until);
    }
}

/* An RRULE can say it: a weekday of a month, within the day. */
static bool sayable(const struct zone_change *c)
{
    return c->form == 'M' && c->second >= 0 && c->second < WALL_DAY;
}

static bool follows(const struct zone_rule *rule, const struct change *c)
{
    struct zone_time said = zone_rule_at(rule, c->after.since == INT64_MIN ? 0 : c->after.since);
    return said.since == c->after.since && said.offset == c->after.offset && said.summer == c->after.summer;
}

/* From which of the changes on the zone's last rule says them all; COUNT when none, or when only part of a year is left to say it by. */
static size_t ruled_from(const struct zone_rule *rule, const struct change changes[], size_t count)
{
    size_t from = count;
    if (!rule || !sayable(&rule->begins) || !sayable(&rule->ends))
        return count;
    while (from > 0 && follows(rule, &changes[from - 1]))
        from--;
    return count - from < 2 ? count : from;
}

bool schedule_ics_zone(struct arena *arena, struct str zone_name, struct wall from, struct wall until, struct buf *out)
{
    const struct zone *zone = zone_find(zone_name);
    if (!zone || is_utc(zone_name))
        return zone != NULL;
    const struct zone_rule *rule = zone_last_rule(zone);
    struct change *changes = arena_array(arena, CHANGES_MOST, sizeof *changes);
    size_t count = changes_between(zone, from.s - WALL_DAY, until.s + 366LL * WALL_DAY, changes), ruled = ruled_from(rule, changes, count);
    buf_printf(out, "BEGIN:VTIMEZONE\r\nTZID:" STR_FMT "\r\n", STR_ARG(zone_name));
    for (size_t i = 0; i < ruled; i++)
        put_change(&changes[i], NULL, out);
    for (size_t i = ruled; i < count && i < ruled + 2; i++)
        put_change(&changes[i], changes[i].after.summer ? &rule->begins : &rule->ends, out);
    buf_add(out, STR("END:VTIMEZONE\r\n"));
    return true;
}
