#include "market/write.h"

static struct found_time wall_time(struct wall wall)
{
    return (struct found_time){.form = FOUND_WALL, .wall = wall};
}

static const struct found_time *wall_times(struct arena *arena, const struct wall *walls, size_t count)
{
    struct found_time *times = arena_array(arena, count + 1, sizeof *times);
    for (size_t i = 0; i < count; i++)
        times[i] = wall_time(walls[i]);
    return times;
}

static struct found_rule rule_of(struct arena *arena, const struct schedule_rule *rule)
{
    return (struct found_rule){.starts = wall_time(rule->starts),
                               .minutes = {true, rule->minutes},
                               .rrule = rule->rrule,
                               .exdates = wall_times(arena, rule->exdates, rule->exdate_count),
                               .exdate_count = rule->exdate_count,
                               .rdates = wall_times(arena, rule->rdates, rule->rdate_count),
                               .rdate_count = rule->rdate_count};
}

static struct found_date date_of(const struct schedule_override *override)
{
    static const enum found_status statuses[] = {
        [SCHEDULE_SCHEDULED] = FOUND_SCHEDULED, [SCHEDULE_CANCELLED] = FOUND_CANCELLED, [SCHEDULE_MOVED] = FOUND_MOVED};
    struct found_date date = {.replaces = wall_time(override->key),
                              .starts = wall_time(override->key),
                              .status = statuses[override->status],
                              .reason = override->reason};
    if (override->timed) {
        date.starts = wall_time(override->starts);
        date.ends = wall_time(override->ends);
    }
    return date;
}

void market_write_times(struct arena *arena, const struct schedule *schedule, struct market_found *found)
{
    struct found_rule *rules = arena_array(arena, schedule->rule_count + 1, sizeof *rules);
    struct found_date *dates = arena_array(arena, schedule->override_count + 1, sizeof *dates);
    for (size_t i = 0; i < schedule->rule_count; i++)
        rules[i] = rule_of(arena, &schedule->rules[i]);
    for (size_t i = 0; i < schedule->override_count; i++)
        dates[i] = date_of(&schedule->overrides[i]);
    found->rules = rules;
    found->rule_count = schedule->rule_count;
    found->dates = dates;
    found->date_count = schedule->override_count;
    found->opening_hours = schedule->opening_hours.n > 0 ? schedule->opening_hours : STR_NULL;
}
