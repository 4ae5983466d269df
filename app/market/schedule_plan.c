#include "core/text.h"
#include "market/schedule_set.h"

/* A rule that makes more than this within its first day is no market's. */
enum { DAY_MOST = 100 };

struct checking {
    struct arena *arena;
    const struct schedule *schedule;
    struct schedule_plan *plan;
    struct schedule_error *error;
};

static bool refuse(struct checking *c, enum schedule_field field, size_t index, const char *message)
{
    *c->error = (struct schedule_error){.field = field, .index = index, .message = message};
    return false;
}

static bool known_year(struct wall w)
{
    return w.s >= wall_date(WALL_YEAR_LEAST, 1, 1).s && w.s < wall_date(WALL_YEAR_MOST + 1, 1, 1).s;
}

static bool floods(struct checking *c, const struct rrule *rrule, struct wall starts)
{
    struct rrule_moments moments;
    rrule_expand(c->arena, rrule, starts, starts, (struct wall){starts.s + WALL_DAY}, DAY_MOST, &moments);
    return moments.capped;
}

static bool read_rrule(struct checking *c, size_t index)
{
    const struct schedule_rule *rule = &c->schedule->rules[index];
    struct rrule *rrule = &c->plan->rules[index];
    struct rrule_fault fault;
    if (rule->rrule.n == 0)
        return true;
    if (rule->rrule.n > SCHEDULE_TEXT_MOST)
        return refuse(c, SCHEDULE_RRULE, index, N_("This is too long."));
    if (!rrule_read(c->arena, rule->rrule, rrule, &fault)) {
        *c->error = (struct schedule_error){SCHEDULE_RRULE, index, fault.at, fault.length, fault.message};
        return false;
    }
    rrule_settle_until(rrule, zone_local(c->plan->zone, (struct timestamp){rrule->until.s * 1000000}));
    if (floods(c, rrule, rule->starts))
        return refuse(c, SCHEDULE_RRULE, index, N_("This rule makes more than 100 dates on one day."));
    return true;
}

static bool check_rule(struct checking *c, size_t index)
{
    const struct schedule_rule *rule = &c->schedule->rules[index];
    if (!known_year(rule->starts))
        return refuse(c, SCHEDULE_STARTS, index, N_("The year is from 1970 to 2100."));
    if (rule->minutes < 1 || rule->minutes > SCHEDULE_MINUTES_MOST)
        return refuse(c, SCHEDULE_MINUTES, index, N_("A date lasts a minute at least and 31 days at most."));
    if (rule->exdate_count > SCHEDULE_EXTRAS_MOST)
        return refuse(c, SCHEDULE_EXDATES, index, N_("There are too many dates."));
    if (rule->rdate_count > SCHEDULE_EXTRAS_MOST)
        return refuse(c, SCHEDULE_RDATES, index, N_("There are too many dates."));
    for (size_t i = 0; i < rule->rdate_count; i++)
        if (!known_year(rule->rdates[i]))
            return refuse(c, SCHEDULE_RDATES, index, N_("The year is from 1970 to 2100."));
    return read_rrule(c, index);
}

static bool check_override(struct checking *c, size_t index)
{
    const struct schedule_override *o = &c->schedule->overrides[index];
    if (!known_year(o->key) || (o->timed && !known_year(o->starts)))
        return refuse(c, SCHEDULE_OVERRIDES, index, N_("The year is from 1970 to 2100."));
    if (o->timed && (o->ends.s <= o->starts.s || o->ends.s - o->starts.s > (int64_t)SCHEDULE_MINUTES_MOST * 60))
        return refuse(c, SCHEDULE_OVERRIDES, index, N_("A date ends after it starts, within 31 days."));
    if (o->status == SCHEDULE_MOVED && !o->timed)
        return refuse(c, SCHEDULE_OVERRIDES, index, N_("A date that was moved says when it is."));
    return true;
}

static int64_t offset_at(const void *zone, int64_t unix_seconds)
{
    return zone_at(zone, unix_seconds).offset;
}

static bool read_hours(struct checking *c)
{
    const struct schedule *s = c->schedule;
    struct schedule_plan *plan = c->plan;
    struct hours_fault fault;
    if (s->opening_hours.n == 0)
        return true;
    if (s->opening_hours.n > SCHEDULE_TEXT_MOST)
        return refuse(c, SCHEDULE_HOURS, 0, N_("This is too long."));
    struct str place = s->place.n ? s->place : zone_country(s->zone);
    plan->place = (struct hours_place){.located = s->located, .latitude = s->latitude, .longitude = s->longitude,
                                       .offset = offset_at, .with = plan->zone};
    plan->place.holidays = holiday_calendar_of(place, &plan->place.region);
    if (hours_read(c->arena, s->opening_hours, &plan->place, &plan->hours, &fault))
        return true;
    *c->error = (struct schedule_error){SCHEDULE_HOURS, 0, fault.at, fault.length, fault.message};
    return false;
}

static bool check_all(struct checking *c)
{
    const struct schedule *s = c->schedule;
    if (!c->plan->zone)
        return refuse(c, SCHEDULE_ZONE, 0, N_("No time zone has this name."));
    if (s->rule_count > SCHEDULE_RULES_MOST)
        return refuse(c, SCHEDULE_RULES, 0, N_("There are too many rules."));
    if (s->override_count > 2 * (size_t)SCHEDULE_EXTRAS_MOST)
        return refuse(c, SCHEDULE_OVERRIDES, 0, N_("There are too many dates."));
    for (size_t i = 0; i < s->rule_count; i++)
        if (!check_rule(c, i))
            return false;
    for (size_t i = 0; i < s->override_count; i++)
        if (!check_override(c, i))
            return false;
    return read_hours(c);
}

bool schedule_plan_make(struct arena *arena, const struct schedule *schedule, struct schedule_plan *plan, struct schedule_error *error)
{
    struct schedule_error unheard;
    struct checking c = {arena, schedule, plan, error ? error : &unheard};
    *plan = (struct schedule_plan){.schedule = schedule, .zone = zone_find(schedule->zone)};
    if (schedule->rule_count && schedule->rule_count <= SCHEDULE_RULES_MOST)
        plan->rules = arena_array(arena, schedule->rule_count, sizeof *plan->rules);
    return check_all(&c);
}
