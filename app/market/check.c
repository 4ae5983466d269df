#include "market/check.h"

#include "market/schedule.h"

enum { GUESSED_MINUTES = 60 };

static struct schedule schedule_of(const struct draft *draft)
{
    struct str zone = draft->found.zone;
    return (struct schedule){.zone = zone.n ? zone : STR("Europe/Copenhagen")};
}

static struct str explained(struct draft *draft, struct str text, const struct schedule_error *error)
{
    return arena_printf(draft->reader->arena, STR_FMT " (%s)", STR_ARG(str_slice(text, 0, 80)), error->message ? error->message : "");
}

static void check_hours(struct draft *draft)
{
    struct market_found *found = &draft->found;
    struct schedule schedule = schedule_of(draft);
    struct schedule_error error = {0};
    schedule.opening_hours = found->opening_hours;
    if (!found->opening_hours.n || schedule_check(draft->reader->arena, &schedule, &error))
        return;
    draft_refuse(draft, MARKET_BAD_HOURS, MARKET_LOST_FIELD, explained(draft, found->opening_hours, &error));
    if (!found->opening_words.n)
        found->opening_words = found->opening_hours;
    found->opening_hours = STR_NULL;
}

static const struct wall *walls(struct arena *arena, const struct found_time *times, size_t count)
{
    struct wall *out = arena_array(arena, count + 1, sizeof *out);
    for (size_t i = 0; i < count; i++)
        out[i] = times[i].wall;
    return out;
}

static bool is_sound(struct draft *draft, const struct found_rule *rule, struct schedule_error *error)
{
    struct arena *arena = draft->reader->arena;
    struct schedule schedule = schedule_of(draft);
    struct schedule_rule asked = {
        .starts = rule->starts.wall, .minutes = rule->minutes.said && rule->minutes.value > 0 ? rule->minutes.value : GUESSED_MINUTES, .rrule = rule->rrule,
        .exdates = walls(arena, rule->exdates, rule->exdate_count), .rdates = walls(arena, rule->rdates, rule->rdate_count),
        .exdate_count = rule->exdate_count, .rdate_count = rule->rdate_count,
    };
    schedule.rules = &asked;
    schedule.rule_count = 1;
    return schedule_check(arena, &schedule, error);
}

static void check_rules(struct draft *draft)
{
    size_t kept = 0;
    for (size_t i = 0; i < draft->found.rule_count; i++) {
        struct schedule_error error = {0};
        if (is_sound(draft, &draft->rules[i], &error))
            draft->rules[kept++] = draft->rules[i];
        else
            reader_refuse(draft->reader, MARKET_BAD_RULE, MARKET_LOST_DATE, draft->rules[i].where, explained(draft, draft->rules[i].rrule, &error));
    }
    draft->found.rule_count = kept;
}

void check_schedule(struct draft *draft)
{
    check_hours(draft);
    check_rules(draft);
}
