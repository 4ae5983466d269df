#include "market/schedule_words.h"

#include "core/text.h"
#include "market/schedule_choices.h"
#include "market/words.h"

enum { MONTH_LAST = 1, DAY_MINUTES = 24 * 60 };

#define PAIRS(...) ((struct words_pair[]){__VA_ARGS__, {NULL, STR_NULL}})

static struct str number(struct arena *arena, int n)
{
    return arena_printf(arena, "%d", n);
}

static struct str weekly(struct arena *arena, const struct schedule_choices *c, uint8_t weekdays)
{
    struct str days = words_weekdays(arena, weekdays);
    if (c->interval == 1)
        return words_every(arena, weekdays, 0, 0);
    if (c->interval == 2)
        return words_fill(arena, _("Every second week on {weekdays}"), PAIRS({"weekdays", days}));
    return words_fill(arena, ngettext_("Every {n} week on {weekdays}", "Every {n} weeks on {weekdays}", c->interval),
                      PAIRS({"n", number(arena, c->interval)}, {"weekdays", days}));
}

static struct str monthly(struct arena *arena, const struct schedule_choices *c)
{
    uint8_t nths = c->nths & 0x3e, from_end = c->nths & 1 ? 1u << MONTH_LAST : 0;
    struct str days = words_weekdays(arena, c->weekdays);
    if (c->interval == 1)
        return words_every(arena, c->weekdays, nths, from_end);
    if (c->interval == 2)
        return words_fill(arena, _("The {nths} {weekdays} of every second month"),
                          PAIRS({"nths", words_nths(arena, nths, from_end)}, {"weekdays", days}));
    return words_fill(arena, ngettext_("The {nths} {weekdays} of every {n} month", "The {nths} {weekdays} every {n} months", c->interval),
                      PAIRS({"nths", words_nths(arena, nths, from_end)}, {"weekdays", days}, {"n", number(arena, c->interval)}));
}

static struct str yearly(struct arena *arena, const struct schedule_choices *c, struct wall starts)
{
    struct wall_parts p = wall_parts(starts);
    struct str day = words_day(arena, p.day, p.month);
    if (c->interval == 1)
        return words_fill(arena, _("Every year on {day}"), PAIRS({"day", day}));
    return words_fill(arena, ngettext_("Every {n} year on {day}", "Every {n} years on {day}", c->interval),
                      PAIRS({"n", number(arena, c->interval)}, {"day", day}));
}

static struct str days_of(struct arena *arena, const struct schedule_rule *rule, const struct schedule_choices *c)
{
    switch (c->repeat) {
    case SCHEDULE_ONCE: return words_date(arena, rule->starts);
    case SCHEDULE_WEEKLY: return weekly(arena, c, (uint8_t)(c->weekdays ? c->weekdays : 1u << (unsigned)wall_weekday(rule->starts)));
    case SCHEDULE_MONTHLY: return monthly(arena, c);
    case SCHEDULE_YEARLY: return yearly(arena, c, rule->starts);
    case SCHEDULE_SPECIAL:
    case SCHEDULE_REPEAT_COUNT: break;
    }
    return str_of(_("By a special rule"));
}

static struct str times_of(struct arena *arena, const struct schedule_rule *rule)
{
    int from = (int)((rule->starts.s - wall_day(rule->starts) * WALL_DAY) / 60), days = (int)(rule->minutes / DAY_MINUTES);
    if (from == 0 && rule->minutes == DAY_MINUTES)
        return str_of(_("all day"));
    if (days == 0 || rule->minutes == DAY_MINUTES)
        return words_clock_range(arena, from, from + (int)rule->minutes);
    return words_fill(arena, ngettext_("from {time} for {n} day", "from {time} for {n} days", days + (rule->minutes % DAY_MINUTES > 0)),
                      PAIRS({"time", words_clock(arena, from)}, {"n", number(arena, days + (rule->minutes % DAY_MINUTES > 0))}));
}

static void say_next(struct buf *out, struct str text)
{
    if (text.n == 0)
        return;
    buf_add(out, STR(", "));
    buf_add(out, text);
}

static void say_extras(struct arena *arena, const struct schedule_rule *rule, struct buf *out)
{
    if (rule->exdate_count)
        say_next(out, words_fill(arena, ngettext_("except on {n} date", "except on {n} dates", rule->exdate_count),
                                 PAIRS({"n", number(arena, (int)rule->exdate_count)})));
    if (rule->rdate_count)
        say_next(out, words_fill(arena, ngettext_("and on {n} more date", "and on {n} more dates", rule->rdate_count),
                                 PAIRS({"n", number(arena, (int)rule->rdate_count)})));
}

static void describe(struct arena *arena, struct str zone, const struct schedule_rule *rule, enum schedule_length length, struct buf *out)
{
    struct schedule_choices choices;
    schedule_choices_in(arena, zone, rule, &choices);
    buf_add(out, days_of(arena, rule, &choices));
    say_next(out, times_of(arena, rule));
    if (length == SCHEDULE_SHORT)
        return;
    if (choices.months)
        say_next(out, words_season(arena, choices.months));
    if (choices.has_until)
        say_next(out, words_fill(arena, _("until {date}"), PAIRS({"date", words_date(arena, choices.until)})));
    say_extras(arena, rule, out);
}

void schedule_describe_rule(struct arena *arena, const struct schedule_rule *rule, enum schedule_length length, struct buf *out)
{
    describe(arena, STR_NULL, rule, length, out);
}

void schedule_describe(struct arena *arena, const struct schedule *schedule, enum schedule_length length, struct buf *out)
{
    for (size_t i = 0; i < schedule->rule_count; i++) {
        if (i)
            buf_add_char(out, '\n');
        describe(arena, schedule->zone, &schedule->rules[i], length, out);
    }
    if (schedule->opening_hours.n && schedule->rule_count)
        buf_add_char(out, '\n');
    if (schedule->opening_hours.n)
        schedule_describe_hours(arena, schedule->opening_hours, length, out);
}
