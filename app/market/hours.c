#include "market/hours.h"

#include <stdlib.h>
#include <string.h>

#include "market/hours_rule.h"

enum { SPANS_MOST = 2 * HOURS_ITEMS_MOST, DAY_MINUTES = 24 * 60, OPEN_END_MINUTES = 6 * 60 };

/* Minutes from a day's midnight. */
struct piece {
    int from, to;
    bool open_end;
};

struct day {
    struct piece at[SPANS_MOST];
    size_t count;
};

static int minute_of(const struct hours *hours, struct wall day, struct hours_time t)
{
    if (t.event == HOURS_CLOCK)
        return t.minute;
    int sun = hours_sun(hours->place, day, t.event);
    return sun < 0 ? -1 : sun + t.minute;
}

static bool piece_of(const struct hours *hours, struct wall day, const struct hours_times *t, struct piece *out)
{
    int from = minute_of(hours, day, t->from), to = t->endless ? 0 : minute_of(hours, day, t->to);
    if (from < 0 || to < 0 || from >= DAY_MINUTES) /* in the far north the sun may set on the next day */
        return false;
    if (t->endless)
        to = from + OPEN_END_MINUTES > DAY_MINUTES && from < DAY_MINUTES - 60 ? DAY_MINUTES : from + OPEN_END_MINUTES;
    else if (to <= from)
        to += DAY_MINUTES;
    *out = (struct piece){from, to, t->open_end || t->endless};
    return true;
}

/* What the rule opens (or, being "off", closes) on a day it is about. */
static void pieces_of(const struct hours *hours, const struct hours_rule *rule, struct wall day, struct day *out)
{
    out->count = 0;
    if (rule->time_count == 0)
        out->at[out->count++] = (struct piece){0, DAY_MINUTES, false};
    for (size_t i = 0; i < rule->time_count; i++)
        if (piece_of(hours, day, &rule->times[i], &out->at[out->count]))
            out->count++;
}

static void add(struct day *day, struct piece piece)
{
    if (day->count < SPANS_MOST)
        day->at[day->count++] = piece;
}

static void cut(struct day *day, struct piece hole)
{
    struct day rest = {.count = 0};
    for (size_t i = 0; i < day->count; i++) {
        struct piece p = day->at[i];
        if (p.from < hole.from)
            add(&rest, (struct piece){p.from, p.to < hole.from ? p.to : hole.from, p.open_end && p.to <= hole.from});
        if (p.to > hole.to)
            add(&rest, (struct piece){p.from > hole.to ? p.from : hole.to, p.to, p.open_end});
    }
    *day = rest;
}

static void apply(const struct hours *hours, const struct hours_rule *rule, struct wall at, struct day *day)
{
    struct day pieces;
    pieces_of(hours, rule, at, &pieces);
    if (rule->state == HOURS_OFF) {
        for (size_t i = 0; i < pieces.count && rule->time_count; i++)
            cut(day, pieces.at[i]);
        if (rule->time_count == 0)
            day->count = 0;
        return;
    }
    if (rule->join == HOURS_INSTEAD)
        day->count = 0;
    for (size_t i = 0; i < pieces.count && rule->state == HOURS_OPEN; i++)
        add(day, pieces.at[i]);
}

static int compare_pieces(const void *a, const void *b)
{
    const struct piece *x = a, *y = b;
    return x->from != y->from ? x->from - y->from : x->to - y->to;
}

/* In order, none touching another. */
static void settle(struct day *day)
{
    size_t kept = 0;
    qsort(day->at, day->count, sizeof *day->at, compare_pieces);
    for (size_t i = 0; i < day->count; i++) {
        struct piece *last = kept ? &day->at[kept - 1] : NULL;
        if (!last || day->at[i].from > last->to) {
            day->at[kept++] = day->at[i];
        } else if (day->at[i].to >= last->to) {
            last->to = day->at[i].to;
            last->open_end = day->at[i].open_end;
        }
    }
    day->count = kept;
}

/* Rules after || speak where those before leave the doors shut, so what both open is open. */
static void open_on(const struct hours *hours, struct wall at, struct day *day)
{
    struct day group = {.count = 0};
    day->count = 0;
    for (size_t i = 0; i < hours->count; i++) {
        if (hours->rules[i]->join == HOURS_OTHERWISE) {
            for (size_t k = 0; k < group.count; k++)
                add(day, group.at[k]);
            group.count = 0;
        }
        if (hours_rule_on(hours->rules[i], hours->place, at))
            apply(hours, hours->rules[i], at, &group);
    }
    for (size_t k = 0; k < group.count; k++)
        add(day, group.at[k]);
    settle(day);
}

static void keep(struct arena *arena, struct hours_spans *spans, size_t *room, struct hours_span span)
{
    if (spans->count == *room) {
        size_t wider = *room ? *room * 4 : 64;
        struct hours_span *at = arena_array(arena, wider, sizeof *at);
        if (spans->count)
            memcpy(at, spans->at, spans->count * sizeof *at);
        spans->at = at;
        *room = wider;
    }
    spans->at[spans->count++] = span;
}

static int compare_spans(const void *a, const void *b)
{
    const struct hours_span *x = a, *y = b;
    int64_t order = x->starts.s != y->starts.s ? x->starts.s - y->starts.s : x->ends.s - y->ends.s;
    return (order > 0) - (order < 0);
}

/* In order; of two that begin together the longer. */
static void order_spans(struct hours_spans *spans)
{
    size_t kept = 0;
    if (spans->count)
        qsort(spans->at, spans->count, sizeof *spans->at, compare_spans);
    for (size_t i = 0; i < spans->count; i++) {
        kept += i > 0 && spans->at[i].starts.s != spans->at[kept].starts.s;
        spans->at[kept] = spans->at[i];
    }
    spans->count = spans->count ? kept + 1 : 0;
}

void hours_expand(struct arena *arena, const struct hours *hours, struct wall from, struct wall until, size_t most, struct hours_spans *out)
{
    struct day *day = ARENA_NEW(arena, struct day);
    size_t room = 0;
    *out = (struct hours_spans){0};
    /* What a night's hours have left of them may begin on the day after, so before what that day has itself. */
    for (struct wall at = {(wall_day(from) - 1) * WALL_DAY}; at.s < until.s && !out->capped; at.s += WALL_DAY) {
        open_on(hours, at, day);
        for (size_t i = 0; i < day->count; i++) {
            struct hours_span span = {{at.s + day->at[i].from * 60}, {at.s + day->at[i].to * 60}, day->at[i].open_end};
            if (span.starts.s < from.s || span.starts.s >= until.s)
                continue;
            if (out->count == most) {
                out->capped = true;
                break;
            }
            keep(arena, out, &room, span);
        }
    }
    order_spans(out);
}
