#include "market/rrule.h"

#include <stdlib.h>

#include "market/rrule_ical.h"
#include "market/rrule_period.h"

/* Steps of a walk before it gives up: periods that make nothing, moments before the window. */
enum { STEPS_MOST = 2000000 };

struct walk {
    const struct rrule_plan *plan;
    struct wall from, until;
    size_t most, room;
    int64_t counted, steps;
    struct arena *arena;
    struct rrule_moments *out;
};

static void keep(struct walk *walk, struct wall at)
{
    struct rrule_moments *out = walk->out;
    if (out->count == walk->room) {
        struct wall *wider = arena_array(walk->arena, walk->room ? walk->room * 4 : 16, sizeof *wider);
        for (size_t i = 0; i < out->count; i++)
            wider[i] = out->at[i];
        walk->room = walk->room ? walk->room * 4 : 16;
        out->at = wider;
    }
    out->at[out->count++] = at;
}

/* The next moment of the rule; false when it was the last that matters. */
static bool take(struct walk *walk, struct wall at)
{
    const struct rrule *rule = &walk->plan->rule;
    if (at.s < walk->plan->starts.s)
        return true;
    if (at.s >= walk->until.s || (rule->until_is && at.s > rule->until.s))
        return false;
    if (walk->out->count == walk->most || walk->steps++ > STEPS_MOST) {
        walk->out->capped = true;
        return false;
    }
    if (at.s >= walk->from.s)
        keep(walk, at);
    return ++walk->counted != rule->count;
}

static struct wall moment_at(const struct rrule_plan *plan, const struct rrule_period *period, size_t index)
{
    return (struct wall){period->days[index / plan->time_count].s + plan->times[index % plan->time_count]};
}

static int compare_places(const void *a, const void *b)
{
    size_t x = *(const size_t *)a, y = *(const size_t *)b;
    return (x > y) - (x < y);
}

/* BYSETPOS: the places asked for, from either end, in order and each once. */
static bool take_places(struct walk *walk, const struct rrule_period *period, size_t all)
{
    struct rrule_numbers wanted = walk->plan->rule.lists[RRULE_BYSETPOS];
    size_t places[RRULE_NUMBERS_MOST], count = 0;
    for (size_t i = 0; i < wanted.count; i++) {
        int64_t place = wanted.at[i] > 0 ? wanted.at[i] - 1 : (int64_t)all + wanted.at[i];
        if (place >= 0 && place < (int64_t)all)
            places[count++] = (size_t)place;
    }
    qsort(places, count, sizeof *places, compare_places);
    for (size_t i = 0; i < count; i++)
        if ((i == 0 || places[i] != places[i - 1]) && !take(walk, moment_at(walk->plan, period, places[i])))
            return false;
    return true;
}

static bool take_period(struct walk *walk, const struct rrule_period *period)
{
    size_t all = period->day_count * walk->plan->time_count;
    if (walk->plan->rule.lists[RRULE_BYSETPOS].count)
        return take_places(walk, period, all);
    for (size_t i = 0; i < all; i++)
        if (!take(walk, moment_at(walk->plan, period, i)))
            return false;
    return true;
}

/* The period to begin with: counted rules begin at the beginning, others one before the window (a year's weeks reach back). */
static int64_t first_index(const struct walk *walk)
{
    int64_t index = walk->plan->rule.count ? 0 : rrule_period_index(walk->plan, walk->from);
    return index > 0 ? index - 1 : 0;
}

static int64_t next_index(const struct rrule_plan *plan, int64_t index, const struct rrule_period *period)
{
    if (period->day_count || period->next_worth.s == 0)
        return index + 1;
    int64_t worth = rrule_period_index(plan, (struct wall){period->next_worth.s - 1}) + 1;
    return worth > index ? worth : index + 1;
}

static void walk_periods(struct walk *walk)
{
    struct rrule_period *period = ARENA_NEW(walk->arena, struct rrule_period);
    struct wall begins;
    for (int64_t index = first_index(walk); rrule_period_begin(walk->plan, index, &begins); index = next_index(walk->plan, index, period)) {
        if (begins.s >= walk->until.s + 7 * WALL_DAY) /* a year's weeks begin before it */
            return;
        if (walk->steps++ > STEPS_MOST) {
            walk->out->capped = true;
            return;
        }
        rrule_period_fill(walk->plan, begins, period);
        if (!take_period(walk, period))
            return;
    }
}

static void walk_library(struct walk *walk)
{
    struct wall begins, at;
    if (!rrule_period_begin(walk->plan, first_index(walk), &begins))
        return;
    struct rrule_ical *ical = rrule_ical_new(walk->plan, begins);
    while (rrule_ical_next(ical, &at) && take(walk, at))
        ;
    rrule_ical_free(ical);
}

void rrule_expand(struct arena *arena, const struct rrule *rule, struct wall starts, struct wall from, struct wall until, size_t most,
                  struct rrule_moments *out)
{
    struct rrule_plan *plan = ARENA_NEW(arena, struct rrule_plan);
    struct walk walk = {.plan = plan, .from = from, .until = until, .most = most, .arena = arena, .out = out};
    *out = (struct rrule_moments){0};
    rrule_plan_make(arena, rule, starts, plan);
    if (rrule_ical_right(plan))
        walk_library(&walk);
    else
        walk_periods(&walk);
}
