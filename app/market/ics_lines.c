#include "market/ics_lines.h"

#include "core/buf.h"
#include "market/found_field.h"
#include "market/settings.h"

struct scan {
    struct ics *ics;
    struct str text;
    size_t at, line;           /* of what comes next */
    struct buf block;
    size_t block_line, block_lines;
    unsigned depth;            /* of BEGIN in the file */
    unsigned event_depth;      /* where the event began; 0: in none */
    bool is_override, in_zone, began, ended;
    struct ics_zone_name zone; /* of the VTIMEZONE */
    struct ics_clock clock;
};

static void refuse(struct scan *scan, enum market_refusal_kind kind, enum market_refusal_scope scope, size_t line, struct str what)
{
    reader_refuse(scan->ics->reader, kind, scope, arena_printf(scan->ics->reader->arena, "line %zu", line), what);
}

static struct str physical_line(struct scan *scan)
{
    const char *from = scan->text.p + scan->at, *end = memchr(from, '\n', scan->text.n - scan->at);
    size_t n = end ? (size_t)(end - from) : scan->text.n - scan->at;
    scan->at += n + (end != NULL);
    scan->line++;
    if (n && from[n - 1] == '\r')
        n--;
    return (struct str){from, n};
}

static bool is_folded(const struct scan *scan)
{
    return scan->at < scan->text.n && (scan->text.p[scan->at] == ' ' || scan->text.p[scan->at] == '\t');
}

/* One logical line into OUT; false at the end. One that is too long is left out and told. */
static bool next_line(struct scan *scan, struct buf *out, size_t *line)
{
    if (scan->at >= scan->text.n)
        return false;
    buf_clear(out);
    *line = scan->line;
    buf_add(out, physical_line(scan));
    while (is_folded(scan))
        buf_add(out, str_slice(physical_line(scan), 1, SIZE_MAX));
    if (out->failed) {
        refuse(scan, MARKET_TOO_LARGE, MARKET_LOST_FIELD, *line, str_slice(buf_str(out), 0, 60));
        buf_clear(out);
    }
    return true;
}

/* The name before ';' or ':', ignoring case. */
static bool is_property(struct str line, const char *name)
{
    size_t n = strlen(name);
    return line.n > n && (line.p[n] == ':' || line.p[n] == ';') && str_equal_ignoring_case(str_slice(line, 0, n), str_of(name));
}

static struct str value_of(struct str line)
{
    struct str name, value;
    str_cut(line, ':', &name, &value);
    return str_trim(value);
}

static void end_event(struct scan *scan)
{
    struct ics *ics = scan->ics;
    struct arena *arena = ics->reader->arena;
    if (ics->count >= MARKET_READ_MARKETS * 4) {
        if (ics->count == MARKET_READ_MARKETS * 4)
            refuse(scan, MARKET_TOO_MANY, MARKET_LOST_PART, scan->block_line, STR("events"));
        ics->count = MARKET_READ_MARKETS * 4;
        return;
    }
    if (scan->block.failed || scan->block_lines > ICS_BLOCK_LINES) {
        refuse(scan, MARKET_TOO_LARGE, MARKET_LOST_PART, scan->block_line, STR("VEVENT"));
        return;
    }
    ics->blocks = arena_more(arena, ics->blocks, ics->count, sizeof *ics->blocks);
    ics->blocks[ics->count++] = (struct ics_block){arena_str(arena, buf_str(&scan->block)), scan->block_line, scan->is_override};
}

static void end_zone(struct scan *scan)
{
    struct ics *ics = scan->ics;
    scan->in_zone = false;
    if (!scan->zone.id.n || ics->zone_count == ICS_ZONES)
        return;
    scan->zone.clock = ARENA_NEW(ics->reader->arena, struct ics_clock);
    *scan->zone.clock = scan->clock;
    ics->zones = arena_more(ics->reader->arena, ics->zones, ics->zone_count, sizeof *ics->zones);
    ics->zones[ics->zone_count++] = scan->zone;
}

static void begin(struct scan *scan, struct str what, size_t line)
{
    scan->depth++;
    if (str_equal_ignoring_case(what, STR("VCALENDAR"))) {
        scan->began = true;
        scan->ended = false;
    } else if (!scan->event_depth && str_equal_ignoring_case(what, STR("VEVENT"))) {
        scan->event_depth = scan->depth;
        scan->is_override = false;
        scan->block_line = line;
        scan->block_lines = 0;
        buf_clear(&scan->block);
        buf_add(&scan->block, STR("BEGIN:VEVENT\r\n"));
    } else if (str_equal_ignoring_case(what, STR("VTIMEZONE"))) {
        scan->in_zone = true;
        scan->zone = (struct ics_zone_name){0};
        scan->clock.count = 0;
    } else if (scan->in_zone) {
        ics_clock_begin(&scan->clock);
    }
}

static void end(struct scan *scan, struct str what)
{
    if (scan->event_depth && scan->depth == scan->event_depth) {
        buf_add(&scan->block, STR("END:VEVENT\r\n"));
        end_event(scan);
        scan->event_depth = 0;
    } else if (str_equal_ignoring_case(what, STR("VTIMEZONE"))) {
        end_zone(scan);
    } else if (str_equal_ignoring_case(what, STR("VCALENDAR"))) {
        scan->ended = true;
    }
    if (scan->depth)
        scan->depth--;
}

static void calendar_line(struct scan *scan, struct str line)
{
    struct reader *reader = scan->ics->reader;
    struct market_found holder = {0};
    if (is_property(line, "X-WR-CALNAME"))
        reader->title = found_clean(reader->arena, str_slice(value_of(line), 0, 300), true);
    else if (is_property(line, "METHOD"))
        scan->ics->cancels = str_equal_ignoring_case(value_of(line), STR("CANCEL"));
    else if (is_property(line, "X-WR-TIMEZONE") && found_set(reader->arena, &holder, FOUND_ZONE, value_of(line), STR_NULL) == FOUND_OK)
        scan->ics->zone = holder.zone;
}

static void zone_line(struct scan *scan, struct str line)
{
    struct str name, rest;
    if (is_property(line, "TZID"))
        scan->zone.id = arena_str(scan->ics->reader->arena, value_of(line));
    else if (is_property(line, "X-LIC-LOCATION"))
        scan->zone.zone = arena_str(scan->ics->reader->arena, value_of(line));
    str_cut(line, ':', &name, &rest);
    str_cut(name, ';', &name, &rest);
    ics_clock_line(scan->ics->reader->arena, &scan->clock, name, value_of(line));
}

/* A line of the event itself; those of its alarms are of no interest. */
static void event_line(struct scan *scan, struct str line)
{
    if (scan->depth != scan->event_depth || ++scan->block_lines > ICS_BLOCK_LINES)
        return;
    scan->is_override |= is_property(line, "RECURRENCE-ID");
    if (is_property(line, "IMAGE")) { /* RFC 7986, which libical 3 does not know */
        buf_add(&scan->block, STR("ATTACH"));
        line = str_slice(line, strlen("IMAGE"), line.n);
    }
    buf_add(&scan->block, line);
    buf_add(&scan->block, STR("\r\n"));
}

static void take_line(struct scan *scan, struct str line, size_t number)
{
    if (!str_trim(line).n)
        return;
    if (is_property(line, "BEGIN") && scan->depth < ICS_DEPTH)
        begin(scan, value_of(line), number);
    else if (is_property(line, "BEGIN"))
        refuse(scan, MARKET_TOO_DEEP, MARKET_LOST_PART, number, line);
    else if (is_property(line, "END"))
        end(scan, value_of(line));
    else if (scan->event_depth)
        event_line(scan, line);
    else if (scan->in_zone)
        zone_line(scan, line);
    else
        calendar_line(scan, line);
}

void ics_lines(struct reader *reader, struct ics *ics)
{
    struct scan scan = {.ics = ics, .text = reader->text, .line = 1};
    struct buf line;
    size_t number = 1;
    *ics = (struct ics){.reader = reader};
    buf_init(&line, ICS_LINE);
    buf_init(&scan.block, ICS_LINE * 4);
    while (next_line(&scan, &line, &number))
        take_line(&scan, buf_str(&line), number);
    if (!scan.began)
        reader_refuse(reader, MARKET_NOT_THIS_KIND, MARKET_LOST_ALL, STR("line 1"), STR("no VCALENDAR"));
    else if (scan.event_depth || !scan.ended)
        refuse(&scan, MARKET_SYNTAX, MARKET_LOST_PART, number, STR("it ends before END:VCALENDAR"));
    buf_free(&line);
    buf_free(&scan.block);
}

/* "/mozilla.org/20050126_1/Europe/Copenhagen": the last parts, from the longest. */
static bool end_of_path(struct arena *arena, struct str id, struct str *zone)
{
    struct market_found holder = {0};
    struct str head;
    while (id.n) {
        if (id.p[0] != '/' && found_set(arena, &holder, FOUND_ZONE, id, STR_NULL) == FOUND_OK && holder.zone.n) {
            *zone = holder.zone;
            return true;
        }
        if (!str_cut(id, '/', &head, &id))
            break;
    }
    return false;
}

/* By its clocks: the zone of the calendar, of the source, or another. */
static struct str zone_by_clock(struct ics *ics, const struct ics_clock *clock)
{
    const struct market_input *input = ics->reader->input;
    struct str preferred[] = {ics->zone, input->settings ? input->settings->defaults.zone : STR_NULL};
    return ics_clock_zone(ics->reader->arena, clock, preferred, sizeof preferred / sizeof *preferred, wall_parts(input->today).year);
}

struct str ics_zone(struct ics *ics, struct draft *draft, struct str id)
{
    struct arena *arena = ics->reader->arena;
    struct str zone = STR_NULL;
    struct ics_zone_name *named = NULL;
    for (size_t i = 0; i < ics->zone_count && !named; i++)
        if (str_eq(ics->zones[i].id, id))
            named = &ics->zones[i];
    if ((named && end_of_path(arena, named->zone, &zone)) || end_of_path(arena, id, &zone))
        return zone;
    if (named && named->clock) {
        named->zone = zone_by_clock(ics, named->clock);
        named->clock = NULL;
        if (named->zone.n)
            return named->zone;
    }
    draft_refuse(draft, MARKET_BAD_ZONE, ics->zone.n ? MARKET_LOST_NOTHING : MARKET_LOST_FIELD, id);
    return ics->zone;
}
