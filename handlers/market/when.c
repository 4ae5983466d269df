#include "handlers/market/when.h"

#include "core/text.h"
#include "market/schedule_choices.h"

enum { DAY_TEXT = sizeof "2026-05-03" - 1, CLOCK_TEXT = sizeof "09:00" - 1, DAY_MINUTES = 24 * 60, NTH_LAST = 0, NTHS = 5, MONTHS = 12 };

const char *const market_repeats[] = {"once", "weekly", "monthly", "yearly", NULL};

static const char *const weekday_names[] = {"su", "mo", "tu", "we", "th", "fr", "sa"};
enum { WEEKDAYS = sizeof weekday_names / sizeof *weekday_names };

bool market_wrong(struct request *rq, const char *field, const char *message)
{
    form_fail(rq->arena, rq->form_state, field, "wrong", message);
    return false;
}

bool market_when_said(const struct market_when *when)
{
    return when->date.n > 0 || when->from.n > 0 || when->to.n > 0;
}

bool market_when_wall(struct arena *arena, struct str day, struct str clock, struct wall *out)
{
    return day.n == DAY_TEXT && clock.n == CLOCK_TEXT && wall_parse(arena_printf(arena, STR_FMT "T" STR_FMT, STR_ARG(day), STR_ARG(clock)), out);
}

static bool day_of(struct request *rq, const char *field, struct str text, struct wall *out)
{
    return (text.n == DAY_TEXT && wall_parse(text, out)) || market_wrong(rq, field, _("Please give a day that there is, as 2026-05-03."));
}

/* Which of NAMES each text is, as a bit; false at one that is none of them. */
static bool bits_of(const struct list *texts, bool (*bit_of)(struct str, int *bit), unsigned *bits)
{
    const struct str *text = texts->at;
    *bits = 0;
    for (size_t i = 0; i < texts->count; i++) {
        int bit;
        if (!bit_of(text[i], &bit))
            return false;
        *bits |= 1u << bit;
    }
    return true;
}

static bool weekday_bit(struct str text, int *bit)
{
    for (*bit = 0; *bit < WEEKDAYS; ++*bit)
        if (str_eq(text, str_of(weekday_names[*bit])))
            return true;
    return false;
}

static bool number_bit(struct str text, int most, int *bit)
{
    int64_t number;
    if (!str_to_int64(text, &number) || number < 1 || number > most)
        return false;
    *bit = (int)number;
    return true;
}

static bool nth_bit(struct str text, int *bit)
{
    *bit = NTH_LAST;
    return str_eq(text, STR("last")) || number_bit(text, NTHS, bit);
}

static bool month_bit(struct str text, int *bit)
{
    return number_bit(text, MONTHS, bit);
}

static enum schedule_repeat repeat_of(struct str name)
{
    for (int i = 0; market_repeats[i]; i++)
        if (str_eq(name, str_of(market_repeats[i])))
            return (enum schedule_repeat)i; /* in the order of the enum */
    return SCHEDULE_ONCE;
}

static bool choices_of(struct request *rq, const struct market_when *when, struct schedule_choices *out)
{
    unsigned weekdays, nths, months;
    *out = (struct schedule_choices){.repeat = repeat_of(when->repeat), .interval = when->interval.set ? (int)when->interval.v : 1};
    if (!bits_of(&when->weekdays, weekday_bit, &weekdays))
        return market_wrong(rq, "weekdays", _("Please choose from the weekdays."));
    if (!bits_of(&when->nths, nth_bit, &nths))
        return market_wrong(rq, "nths", _("Please choose the first to the fifth, or the last."));
    if (!bits_of(&when->months, month_bit, &months))
        return market_wrong(rq, "months", _("Please choose from the twelve months."));
    if (out->repeat == SCHEDULE_MONTHLY && nths == 0)
        return market_wrong(rq, "nths", _("Please choose at least one: the first, the second, …, the last."));
    out->weekdays = (uint8_t)weekdays;
    out->nths = (uint8_t)nths;
    out->months = (uint16_t)months;
    out->has_until = when->until.n > 0;
    return !out->has_until || day_of(rq, "until", when->until, &out->until);
}

static bool clocks_of(struct request *rq, const struct market_when *when, struct schedule_rule *rule)
{
    struct wall opens, closes, day;
    if (!day_of(rq, "date", when->date, &day))
        return false;
    if (!market_when_wall(rq->arena, when->date, when->from, &opens))
        return market_wrong(rq, "from", _("Please give the time that it opens, as 09:00."));
    if (!market_when_wall(rq->arena, when->date, when->to, &closes))
        return market_wrong(rq, "to", _("Please give the time that it closes, as 15:00."));
    rule->starts = opens;
    rule->minutes = (closes.s - opens.s) / 60;
    if (rule->minutes <= 0)
        rule->minutes += DAY_MINUTES;
    return true;
}

/* A single date may go on for some days, each with the same hours. */
static bool several_days(struct request *rq, const struct market_when *when, struct schedule_rule *rule)
{
    struct wall first, last;
    if (when->last_date.n == 0)
        return true;
    if (!day_of(rq, "date", when->date, &first) || !day_of(rq, "last_date", when->last_date, &last))
        return false;
    const int64_t days = wall_day(last) - wall_day(first) + 1;
    if (days < 1 || days > 31)
        return market_wrong(rq, "last_date", _("The last day comes after the first, within a month."));
    if (days > 1)
        rule->rrule = arena_printf(rq->arena, "FREQ=DAILY;COUNT=%d", (int)days);
    return true;
}

static bool repeated(struct request *rq, const struct schedule_choices *choices, struct schedule_rule *rule)
{
    struct buf *text = ARENA_NEW(rq->arena, struct buf);
    buf_init_in(rq->arena, text, SCHEDULE_TEXT_MOST);
    if (!schedule_choices_first(rq->arena, choices, rule->starts, &rule->starts) || !schedule_choices_rrule(choices, text))
        return market_wrong(rq, "repeat", _("These choices never give a date."));
    rule->rrule = buf_str(text);
    return true;
}

bool market_when_rule(struct request *rq, const struct market_when *when, struct schedule_rule *out)
{
    struct schedule_choices choices;
    *out = (struct schedule_rule){0};
    if (!clocks_of(rq, when, out) || !choices_of(rq, when, &choices))
        return false;
    return choices.repeat == SCHEDULE_ONCE ? several_days(rq, when, out) : repeated(rq, &choices, out);
}
