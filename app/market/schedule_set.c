#include "market/schedule_set.h"

#include <stdlib.h>
#include <string.h>

/* Keys of one set: of a window of ten years and of all overrides. */
enum { KEYS_MOST = 4 * SCHEDULE_DATES_MOST };

static void add(struct arena *arena, struct schedule_set *set, struct schedule_date date)
{
    if (set->count == KEYS_MOST) {
        set->capped = true;
        return;
    }
    if (set->count == set->room) {
        size_t room = set->room ? set->room * 4 : 32;
        struct schedule_date *wider = arena_array(arena, room, sizeof *wider);
        if (set->count)
            memcpy(wider, set->items, set->count * sizeof *wider);
        set->items = wider;
        set->room = room;
    }
    set->items[set->count++] = date;
}

static void add_key(struct arena *arena, struct schedule_set *set, struct wall key, int64_t minutes, int rule)
{
    add(arena, set, (struct schedule_date){.key = key, .starts = key, .ends = {key.s + minutes * 60}, .rule = rule});
}

static void add_rule(struct arena *arena, const struct schedule_plan *plan, size_t index, struct wall from, struct wall until,
                     struct schedule_set *set)
{
    const struct schedule_rule *rule = &plan->schedule->rules[index];
    struct rrule_moments moments = {0};
    if (rule->rrule.n)
        rrule_expand(arena, &plan->rules[index], rule->starts, from, until, KEYS_MOST, &moments);
    else if (rule->starts.s >= from.s && rule->starts.s < until.s)
        add_key(arena, set, rule->starts, rule->minutes, (int)index);
    for (size_t i = 0; i < moments.count; i++)
        add_key(arena, set, moments.at[i], rule->minutes, (int)index);
    for (size_t i = 0; i < rule->rdate_count; i++)
        if (rule->rdates[i].s >= from.s && rule->rdates[i].s < until.s)
            add_key(arena, set, rule->rdates[i], rule->minutes, (int)index);
    set->capped |= moments.capped;
}

static void add_hours(struct arena *arena, const struct schedule_plan *plan, struct wall from, struct wall until, struct schedule_set *set)
{
    struct hours_spans spans;
    if (!plan->hours)
        return;
    hours_expand(arena, plan->hours, from, until, KEYS_MOST, &spans);
    for (size_t i = 0; i < spans.count; i++)
        add(arena, set, (struct schedule_date){.key = spans.at[i].starts, .starts = spans.at[i].starts, .ends = spans.at[i].ends,
                                               .rule = SCHEDULE_FROM_HOURS, .open_end = spans.at[i].open_end});
    set->capped |= spans.capped;
}

/* By key; of one key the first rule's first, the opening hours' last. */
static int compare_keys(const void *a, const void *b)
{
    const struct schedule_date *x = a, *y = b;
    if (x->key.s != y->key.s)
        return x->key.s < y->key.s ? -1 : 1;
    unsigned rule_x = (unsigned)x->rule, rule_y = (unsigned)y->rule;
    return (rule_x > rule_y) - (rule_x < rule_y);
}

static int compare_walls(const void *a, const void *b)
{
    const struct wall *x = a, *y = b;
    return (x->s > y->s) - (x->s < y->s);
}

/* Some calendars leave out days where the rule makes times: an EXDATE at midnight of a rule that makes one date a day, later in it. */
static bool means_days(const struct schedule_plan *plan, size_t index)
{
    const struct schedule_rule *rule = &plan->schedule->rules[index];
    bool one_a_day = rule->rrule.n == 0 || (plan->rules[index].freq >= RRULE_DAILY && plan->rules[index].lists[RRULE_BYHOUR].count == 0);
    return one_a_day && rule->starts.s % WALL_DAY != 0;
}

static bool names_key(const struct wall sorted[], size_t count, struct wall key, bool or_its_day)
{
    struct wall day = {wall_day(key) * WALL_DAY};
    return bsearch(&key, sorted, count, sizeof key, compare_walls) || (or_its_day && bsearch(&day, sorted, count, sizeof day, compare_walls));
}

/* Which keys EXDATEs of the rule itself name: a date that two rules make is out only when each of them leaves it out. */
static void mark_left_out(struct arena *arena, const struct schedule_plan *plan, struct schedule_set *set)
{
    const struct schedule *schedule = plan->schedule;
    set->left_out = arena_array(arena, set->count + 1, sizeof *set->left_out);
    for (size_t r = 0; r < schedule->rule_count; r++) {
        const struct schedule_rule *rule = &schedule->rules[r];
        if (rule->exdate_count == 0)
            continue;
        struct wall *sorted = arena_array(arena, rule->exdate_count, sizeof *sorted);
        memcpy(sorted, rule->exdates, rule->exdate_count * sizeof *sorted);
        qsort(sorted, rule->exdate_count, sizeof *sorted, compare_walls);
        for (size_t i = 0; i < set->count; i++)
            if (set->items[i].rule == (int)r && names_key(sorted, rule->exdate_count, set->items[i].key, means_days(plan, r)))
                set->left_out[i] = true;
    }
}

static void keep_each_key_once(struct schedule_set *set)
{
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++) {
        if (kept && set->items[kept - 1].key.s == set->items[i].key.s) {
            if (set->left_out[kept - 1] && !set->left_out[i]) {
                set->items[kept - 1] = set->items[i];
                set->left_out[kept - 1] = false;
            }
            continue;
        }
        set->items[kept] = set->items[i];
        set->left_out[kept++] = set->left_out[i];
    }
    set->count = kept;
}

/* How long a date lasts of which only the key is known: as the first rule's. */
static int64_t usual_minutes(const struct schedule *schedule)
{
    return schedule->rule_count ? schedule->rules[0].minutes : 60;
}

static void apply(struct schedule_date *date, const struct schedule_override *o)
{
    date->status = o->status;
    date->reason = o->reason;
    date->note = o->note;
    if (o->timed) {
        date->starts = o->starts;
        date->ends = o->ends;
        date->open_end = false;
    }
}

/* The override of a key that nothing makes: as a date of its own. */
static void add_orphan(struct arena *arena, const struct schedule *schedule, size_t index, struct schedule_set *set)
{
    const struct schedule_override *o = &schedule->overrides[index];
    set->orphans[set->orphan_count++] = index;
    struct schedule_date date = {.key = o->key, .starts = o->key, .ends = {o->key.s + usual_minutes(schedule) * 60}, .rule = SCHEDULE_FROM_OVERRIDE};
    apply(&date, o);
    add(arena, set, date);
}

static bool is_superseded(const struct schedule *schedule, size_t index)
{
    for (size_t later = index + 1; later < schedule->override_count; later++)
        if (schedule->overrides[later].key.s == schedule->overrides[index].key.s)
            return true;
    return false;
}

/* Of the first COUNT, which are by key, the first with no lesser key. */
static size_t place_of(const struct schedule_set *set, size_t count, struct wall key)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (set->items[middle].key.s < key.s)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void apply_overrides(struct arena *arena, const struct schedule *schedule, struct wall from, struct wall until, struct schedule_set *set)
{
    size_t made = set->count;
    set->orphans = arena_array(arena, schedule->override_count + 1, sizeof *set->orphans);
    for (size_t i = 0; i < schedule->override_count; i++) {
        struct wall key = schedule->overrides[i].key;
        if (key.s < from.s || key.s >= until.s || is_superseded(schedule, i))
            continue;
        size_t low = place_of(set, made, key);
        if (low < made && set->items[low].key.s == key.s) {
            apply(&set->items[low], &schedule->overrides[i]);
            set->left_out[low] = false;
        } else {
            add_orphan(arena, schedule, i, set);
        }
    }
    for (size_t i = 0; i < made; i++)
        if (set->left_out[i])
            set->items[i].rule = INT32_MIN;
}

static void drop_left_out(struct schedule_set *set)
{
    size_t kept = 0;
    for (size_t i = 0; i < set->count; i++)
        if (set->items[i].rule != INT32_MIN)
            set->items[kept++] = set->items[i];
    set->count = kept;
    set->left_out = NULL;
}

/* To the keys of the overrides, as far as they are within reach: a date is not moved by ten years. */
static void widen(const struct schedule *schedule, struct wall *from, struct wall *until)
{
    const int64_t reach = (int64_t)SCHEDULE_DAYS_MOST * WALL_DAY, least = from->s - reach, most = until->s + reach;
    for (size_t i = 0; i < schedule->override_count; i++) {
        struct wall key = schedule->overrides[i].key;
        if (key.s < least || key.s >= most)
            continue;
        from->s = key.s < from->s ? key.s : from->s;
        until->s = key.s >= until->s ? key.s + 1 : until->s;
    }
}

void schedule_set_make(struct arena *arena, const struct schedule_plan *plan, struct wall from, struct wall until, struct schedule_set *set)
{
    const struct schedule *schedule = plan->schedule;
    *set = (struct schedule_set){0};
    widen(schedule, &from, &until);
    for (size_t i = 0; i < schedule->rule_count; i++)
        add_rule(arena, plan, i, from, until, set);
    add_hours(arena, plan, from, until, set);
    if (set->count)
        qsort(set->items, set->count, sizeof *set->items, compare_keys);
    mark_left_out(arena, plan, set);
    keep_each_key_once(set);
    apply_overrides(arena, schedule, from, until, set);
    drop_left_out(set);
}
