/* A market's rules one by one, and what becomes of single dates. */
#include "core/text.h"
#include "handlers/market/edit_handlers.h"
#include "handlers/market/edit_save.h"

static enum status save(struct request *rq, struct response *rs, const struct market_change_row *change, const struct schedule *schedule, const char *toast)
{
    if (!market_schedule_right(rq, schedule))
        return response_invalid(rs, rq);
    const enum db_result result = market_save_schedule(rq, change, schedule);
    return result == DB_OK ? market_edit_answer(rq, rs, OK, change->id, "/schedule", toast) : response_db(rs, result);
}

static bool take(struct request *rq, struct response *rs, struct market_change_row *change, struct schedule *schedule)
{
    return market_take(rq, rs, change) && market_schedule_of(rq, rs, change, schedule);
}

enum status market_schedule_show(struct request *rq, struct response *rs)
{
    struct market_change_row change;
    return market_take(rq, rs, &change) ? market_edit_answer(rq, rs, OK, change.id, "/schedule", NULL) : rs->status;
}

enum status market_rule_add(struct request *rq, struct response *rs)
{
    const struct market_rule_form *form = rq->form;
    struct market_change_row change;
    struct schedule schedule;
    if (!take(rq, rs, &change, &schedule))
        return rs->status;
    struct schedule_rule *rules = arena_array(rq->arena, schedule.rule_count + 1, sizeof *rules);
    for (size_t i = 0; i < schedule.rule_count; i++)
        rules[i] = schedule.rules[i];
    if (!market_when_rule(rq, &form->when, &rules[schedule.rule_count]))
        return response_invalid(rs, rq);
    schedule.rules = rules;
    schedule.rule_count++;
    return save(rq, rs, &change, &schedule, _("Added."));
}

enum status market_rule_remove(struct request *rq, struct response *rs)
{
    const struct market_rule_number_form *form = rq->form;
    const size_t gone = (size_t)form->number.v - 1;
    struct market_change_row change;
    struct schedule schedule;
    if (!take(rq, rs, &change, &schedule))
        return rs->status;
    if (gone >= schedule.rule_count)
        return response_problem(rs, NOT_FOUND, NULL, _("There is no such rule."));
    struct schedule_rule *rules = arena_array(rq->arena, schedule.rule_count, sizeof *rules);
    for (size_t i = 0; i < schedule.rule_count; i++)
        rules[i - (i > gone)] = schedule.rules[i]; /* the one that goes is written over, or last and not counted */
    schedule.rules = rules;
    schedule.rule_count--;
    return save(rq, rs, &change, &schedule, _("Taken away."));
}

static bool override_of(struct request *rq, const struct market_date_form *form, struct schedule_override *out)
{
    *out = (struct schedule_override){.reason = form->reason};
    if (!wall_parse(form->key, &out->key))
        return market_wrong(rq, "key", _("A date's key is its start by the rule, as 2026-05-03T09:00."));
    out->status = str_eq(form->status, STR("cancelled")) ? SCHEDULE_CANCELLED : str_eq(form->status, STR("moved")) ? SCHEDULE_MOVED : SCHEDULE_SCHEDULED;
    out->timed = out->status == SCHEDULE_MOVED;
    if (!out->timed)
        return true;
    if (!market_when_wall(rq->arena, form->date, form->from, &out->starts))
        return market_wrong(rq, "date", _("Please give the new day and the time that it opens."));
    if (!market_when_wall(rq->arena, form->date, form->to, &out->ends))
        return market_wrong(rq, "to", _("Please give the time that it closes, as 15:00."));
    if (out->ends.s <= out->starts.s)
        out->ends.s += WALL_DAY;
    return true;
}

static bool has_key(const struct schedule_dates *dates, struct wall key)
{
    for (size_t i = 0; i < dates->count; i++)
        if (dates->items[i].key.s == key.s)
            return true;
    return false;
}

/* A date of the schedule, wherever it is now: what never was one cannot be cancelled. */
static bool is_date(struct request *rq, const struct schedule *schedule, struct wall key)
{
    static const int64_t day_us = INT64_C(86400) * 1000000;
    struct schedule bare = *schedule;
    struct schedule_dates dates;
    bare.override_count = 0;
    for (size_t i = 0; i < schedule->override_count; i++)
        if (schedule->overrides[i].key.s == key.s)
            return true;
    return schedule_expand(rq->arena, &bare, (struct timestamp){key.s * 1000000 - 2 * day_us}, (struct timestamp){key.s * 1000000 + 2 * day_us}, &dates, NULL) &&
           has_key(&dates, key);
}

static void put_override(struct request *rq, struct schedule *schedule, const struct schedule_override *said)
{
    struct schedule_override *overrides = arena_array(rq->arena, schedule->override_count + 1, sizeof *overrides);
    size_t n = 0;
    for (size_t i = 0; i < schedule->override_count; i++)
        if (schedule->overrides[i].key.s != said->key.s)
            overrides[n++] = schedule->overrides[i];
    if (said->status != SCHEDULE_SCHEDULED)
        overrides[n++] = *said;
    schedule->overrides = overrides;
    schedule->override_count = n;
}

enum status market_date_say(struct request *rq, struct response *rs)
{
    struct market_change_row change;
    struct schedule schedule;
    struct schedule_override said;
    if (!override_of(rq, rq->form, &said))
        return response_invalid(rs, rq);
    if (!take(rq, rs, &change, &schedule))
        return rs->status;
    if (!is_date(rq, &schedule, said.key))
        return response_problem(rs, NOT_FOUND, NULL, _("The market has no such date."));
    put_override(rq, &schedule, &said);
    return save(rq, rs, &change, &schedule,
                said.status == SCHEDULE_CANCELLED ? _("The date is cancelled.") : said.status == SCHEDULE_MOVED ? _("The date is moved.") : _("The date is held as planned."));
}
