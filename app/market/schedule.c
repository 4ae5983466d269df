#include "market/schedule.h"

#include <stdlib.h>
#include <string.h>

#include "core/text.h"
#include "market/schedule_set.h"

static const int64_t second_us = 1000000, day_us = (int64_t)WALL_DAY * 1000000;
static const int64_t longest_us = (int64_t)SCHEDULE_MINUTES_MOST * 60 * 1000000;

/* Where the rule says so, for who has to change it. */
static struct schedule_error too_often(const struct schedule_rule *rule, size_t index)
{
    const ptrdiff_t at = str_find(rule->rrule, STR("FREQ"));
    return (struct schedule_error){SCHEDULE_RRULE, index, at > 0 ? (size_t)at : 0, sizeof "FREQ" - 1,
                                   N_("A market is not held by the hour, minute or second: FREQ is DAILY, WEEKLY, MONTHLY or YEARLY.")};
}

bool schedule_check(struct arena *arena, const struct schedule *schedule, struct schedule_error *error)
{
    struct schedule_plan plan;
    if (!schedule_plan_make(arena, schedule, &plan, error))
        return false;
    for (size_t i = 0; i < schedule->rule_count; i++) {
        if (schedule->rules[i].rrule.n == 0 || plan.rules[i].freq >= RRULE_DAILY)
            continue;
        if (error)
            *error = too_often(&schedule->rules[i], i);
        return false;
    }
    return true;
}

/* Which of the two at one start is told: what takes place before what does not, what stays before what was moved there. */
static int preference(const struct schedule_date *date)
{
    return date->status == SCHEDULE_CANCELLED ? 2 : date->key.s != date->starts.s;
}

static int compare_starts(const void *a, const void *b)
{
    const struct schedule_date *x = a, *y = b;
    if (x->starts_utc.us != y->starts_utc.us)
        return x->starts_utc.us < y->starts_utc.us ? -1 : 1;
    if (preference(x) != preference(y))
        return preference(x) - preference(y);
    return (x->key.s > y->key.s) - (x->key.s < y->key.s);
}

static void settle(const struct zone *zone, struct schedule_date *date)
{
    date->starts_utc = zone_instant(zone, date->starts);
    date->ends_utc = zone_instant(zone, date->ends);
    if (date->ends_utc.us <= date->starts_utc.us) /* both in an hour that the clocks skip or repeat */
        date->ends_utc.us = date->starts_utc.us + (date->ends.s - date->starts.s) * second_us;
    date->starts = zone_local(zone, date->starts_utc);
    date->ends = zone_local(zone, date->ends_utc);
}

/* Of the set's dates those that start in the window, in order, each start once. */
static size_t choose(const struct zone *zone, struct schedule_set *set, struct timestamp from, struct timestamp until)
{
    size_t chosen = 0, kept = 0;
    for (size_t i = 0; i < set->count; i++) {
        struct schedule_date date = set->items[i];
        settle(zone, &date);
        if (date.starts_utc.us < from.us || date.starts_utc.us >= until.us)
            continue;
        set->items[chosen++] = date;
    }
    if (chosen)
        qsort(set->items, chosen, sizeof *set->items, compare_starts);
    for (size_t i = 0; i < chosen; i++)
        if (kept == 0 || set->items[kept - 1].starts_utc.us != set->items[i].starts_utc.us)
            set->items[kept++] = set->items[i];
    return kept;
}

static void expand(struct arena *arena, const struct schedule_plan *plan, struct timestamp from, struct timestamp until,
                   struct schedule_dates *out)
{
    struct schedule_set set;
    struct wall first = zone_local(plan->zone, from), last = zone_local(plan->zone, until);
    schedule_set_make(arena, plan, (struct wall){first.s - WALL_DAY}, (struct wall){last.s + WALL_DAY}, &set);
    size_t count = choose(plan->zone, &set, from, until);
    *out = (struct schedule_dates){.items = set.items, .count = count, .capped = set.capped, .orphans = set.orphan_count,
                                   .orphan_indexes = set.orphans};
    if (count > SCHEDULE_DATES_MOST) {
        out->count = SCHEDULE_DATES_MOST;
        out->capped = true;
    }
}

/* Within the years we know. */
static struct timestamp clamp(struct timestamp t)
{
    int64_t least = wall_date(WALL_YEAR_LEAST, 1, 1).s * second_us - day_us, most = wall_date(WALL_YEAR_MOST + 1, 1, 1).s * second_us + day_us;
    return (struct timestamp){t.us < least ? least : t.us > most ? most : t.us};
}

bool schedule_expand(struct arena *arena, const struct schedule *schedule, struct timestamp from, struct timestamp until,
                     struct schedule_dates *out, struct schedule_error *error)
{
    struct schedule_plan plan;
    from = clamp(from);
    until = clamp(until);
    bool cut = until.us - from.us > SCHEDULE_DAYS_MOST * day_us;
    *out = (struct schedule_dates){0};
    if (!schedule_plan_make(arena, schedule, &plan, error))
        return false;
    if (cut)
        until.us = from.us + SCHEDULE_DAYS_MOST * day_us;
    if (from.us < until.us)
        expand(arena, &plan, from, until, out);
    out->capped |= cut;
    return true;
}

bool schedule_today(struct arena *arena, const struct schedule *schedule, struct timestamp now, struct schedule_dates *out,
                    struct schedule_error *error)
{
    struct schedule_plan plan;
    *out = (struct schedule_dates){0};
    now = clamp(now);
    if (!schedule_plan_make(arena, schedule, &plan, error))
        return false;
    int64_t day = wall_day(zone_local(plan.zone, now));
    struct timestamp begin = zone_instant(plan.zone, (struct wall){day * WALL_DAY});
    struct timestamp end = zone_instant(plan.zone, (struct wall){(day + 1) * WALL_DAY});
    expand(arena, &plan, (struct timestamp){begin.us - longest_us - day_us}, end, out);
    struct schedule_date *items = arena_array(arena, out->count + 1, sizeof *items);
    size_t kept = 0;
    for (size_t i = 0; i < out->count; i++)
        if (out->items[i].starts_utc.us >= begin.us || out->items[i].ends_utc.us > now.us)
            items[kept++] = out->items[i];
    out->items = items;
    out->count = kept;
    return true;
}

bool schedule_next(struct arena *arena, const struct schedule *schedule, struct timestamp now, struct schedule_dates *out,
                   struct schedule_error *error)
{
    static const int64_t ahead[] = {62, 800, SCHEDULE_DAYS_MOST};
    struct schedule_plan plan;
    *out = (struct schedule_dates){0};
    now = clamp(now);
    if (!schedule_plan_make(arena, schedule, &plan, error))
        return false;
    for (size_t step = 0; step < sizeof ahead / sizeof *ahead; step++) {
        expand(arena, &plan, (struct timestamp){now.us - longest_us - day_us}, (struct timestamp){now.us + ahead[step] * day_us}, out);
        for (size_t i = 0; i < out->count; i++)
            if (out->items[i].status != SCHEDULE_CANCELLED && out->items[i].ends_utc.us > now.us) {
                out->items += i;
                out->count = 1;
                return true;
            }
    }
    out->count = 0;
    return true;
}
