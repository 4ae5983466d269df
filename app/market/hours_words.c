#include "core/text.h"
#include "market/hours_rule.h"
#include "market/schedule_words.h"
#include "market/words.h"

#define PAIRS(...) ((struct words_pair[]){__VA_ARGS__, {NULL, STR_NULL}})

/* What no words here can say: shifted days and the like. The text of the hours themselves is shown then. */
static bool sayable(const struct hours_rule *rule)
{
    for (size_t i = 0; i < rule->weekday_count; i++)
        if (rule->weekdays[i].offset)
            return false;
    for (size_t i = 0; i < rule->date_count; i++)
        if (rule->dates[i].from.offset || rule->dates[i].to.offset || rule->dates[i].open)
            return false;
    for (size_t i = 0; i < rule->time_count; i++)
        if ((rule->times[i].from.event && rule->times[i].from.minute) || (rule->times[i].to.event && rule->times[i].to.minute))
            return false;
    return rule->holiday_offset == 0 && (!rule->holidays || rule->weekday_count == 0 || rule->holidays_also);
}

static uint8_t bits_of(const struct hours_weekdays *w)
{
    unsigned bits = 0;
    for (int day = w->from;; day = (day + 1) % 7) {
        bits |= 1u << day;
        if (day == w->to)
            return (uint8_t)bits;
    }
}

/* Weekdays that share their numbers are said together. */
static void say_weekdays(struct arena *arena, const struct hours_rule *rule, struct words_list *list)
{
    bool said[HOURS_ITEMS_MOST] = {false};
    for (size_t i = 0; i < rule->weekday_count; i++) {
        const struct hours_weekdays *w = &rule->weekdays[i];
        unsigned bits = 0;
        for (size_t k = i; k < rule->weekday_count && !said[i]; k++)
            if (rule->weekdays[k].nths == w->nths && rule->weekdays[k].from_end == w->from_end) {
                bits |= bits_of(&rule->weekdays[k]);
                said[k] = k > i;
            }
        if (!said[i])
            words_list_add(list, words_every(arena, (uint8_t)bits, w->nths, w->from_end));
    }
    if (rule->holidays)
        words_list_add(list, str_of(_("On public holidays")));
}

static uint8_t nth_bit(int nth)
{
    return (uint8_t)(nth > 0 ? 1u << (unsigned)nth : 0);
}

static struct str point(struct arena *arena, const struct hours_date *d)
{
    struct str day = d->is == HOURS_EASTER ? str_of(_("Easter"))
        : d->is == HOURS_WHOLE_MONTH       ? words_season(arena, (uint16_t)(1u << d->month))
        : d->is == HOURS_DAY               ? words_day(arena, d->day, d->month)
                                           : STR("");
    if (d->is == HOURS_NTH_WEEKDAY)
        day = words_fill(arena, _("the {nth} {weekday} in {month}"),
                         PAIRS({"nth", words_nths(arena, nth_bit(d->nth), nth_bit(-d->nth))},
                               {"weekday", words_weekdays(arena, (uint8_t)(1u << d->weekday))},
                               {"month", words_season(arena, (uint16_t)(1u << d->month))}));
    if (!d->year)
        return day;
    return words_fill(arena, context_("day or month of a year", "{day} {year}"), PAIRS({"day", day}, {"year", arena_printf(arena, "%d", d->year)}));
}

/* The months of a rule whose dates are whole months of every year; 0 for any other. */
static uint16_t months_of(const struct hours_rule *rule)
{
    unsigned months = 0;
    for (size_t i = 0; i < rule->date_count; i++) {
        const struct hours_dates *d = &rule->dates[i];
        const struct hours_date *to = d->ranged ? &d->to : &d->from;
        if (d->from.is != HOURS_WHOLE_MONTH || to->is != HOURS_WHOLE_MONTH || d->from.year || to->year)
            return 0;
        for (int month = d->from.month;; month = month % 12 + 1) {
            months |= 1u << month;
            if (month == to->month)
                break;
        }
    }
    return (uint16_t)months;
}

static void say_dates(struct arena *arena, const struct hours_rule *rule, struct words_list *parts)
{
    struct words_list list = {.count = 0};
    if (months_of(rule)) {
        words_list_add(parts, words_season(arena, months_of(rule)));
        return;
    }
    for (size_t i = 0; i < rule->date_count; i++) {
        const struct hours_dates *d = &rule->dates[i];
        struct str from = point(arena, &d->from);
        words_list_add(&list, d->ranged ? words_range(arena, from, point(arena, &d->to)) : from);
    }
    if (rule->date_count)
        words_list_add(parts, words_list_text(arena, &list));
}

static struct str numbers(struct arena *arena, const struct hours_numbers *all, size_t count)
{
    struct words_list list = {.count = 0};
    for (size_t i = 0; i < count; i++) {
        struct str from = arena_printf(arena, "%d", all[i].from), to = arena_printf(arena, "%d", all[i].to);
        words_list_add(&list, all[i].from == all[i].to ? from : words_range(arena, from, to));
    }
    return words_list_text(arena, &list);
}

static void say_weeks_and_years(struct arena *arena, const struct hours_rule *rule, struct words_list *parts)
{
    const struct hours_numbers *w = rule->weeks;
    if (rule->week_count == 1 && w->step == 2 && w->to >= 52 && w->from <= 2)
        words_list_add(parts, str_of(w->from == 1 ? _("in odd weeks") : _("in even weeks")));
    else if (rule->week_count)
        words_list_add(parts, words_fill(arena, ngettext_("in week {weeks}", "in weeks {weeks}", rule->week_count + (w->to > w->from)),
                                         PAIRS({"weeks", numbers(arena, w, rule->week_count)})));
    if (rule->year_count)
        words_list_add(parts, numbers(arena, rule->years, rule->year_count));
}

static struct str moment(struct arena *arena, struct hours_time t)
{
    switch (t.event) {
    case HOURS_DAWN: return str_of(_("dawn"));
    case HOURS_SUNRISE: return str_of(_("sunrise"));
    case HOURS_SUNSET: return str_of(_("sunset"));
    case HOURS_DUSK: return str_of(_("dusk"));
    case HOURS_CLOCK: break;
    }
    return words_clock(arena, t.minute);
}

static void say_times(struct arena *arena, const struct hours_rule *rule, struct words_list *parts)
{
    struct words_list list = {.count = 0};
    for (size_t i = 0; i < rule->time_count; i++) {
        const struct hours_times *t = &rule->times[i];
        if (t->endless || t->open_end)
            words_list_add(&list, words_fill(arena, _("from {time}"), PAIRS({"time", moment(arena, t->from)})));
        else if (t->from.event || t->to.event)
            words_list_add(&list, words_range(arena, moment(arena, t->from), moment(arena, t->to)));
        else
            words_list_add(&list, words_clock_range(arena, t->from.minute, t->to.minute));
    }
    if (rule->time_count)
        words_list_add(parts, words_list_text(arena, &list));
}

static struct str rule_text(struct arena *arena, const struct hours_rule *rule, bool season)
{
    struct words_list days = {.count = 0}, parts = {.count = 0};
    struct buf *out = ARENA_NEW(arena, struct buf);
    buf_init_in(arena, out, WORDS_MOST);
    if (rule->always)
        return str_of(_("Always open"));
    say_weekdays(arena, rule, &days);
    if (days.count)
        words_list_add(&parts, words_list_text(arena, &days));
    else if (rule->date_count == 0 && rule->week_count == 0 && rule->year_count == 0)
        words_list_add(&parts, str_of(_("Every day")));
    say_times(arena, rule, &parts);
    if (season || days.count == 0) {
        say_dates(arena, rule, &parts);
        say_weeks_and_years(arena, rule, &parts);
    }
    for (size_t i = 0; i < parts.count; i++) {
        buf_add(out, i ? STR(", ") : STR(""));
        buf_add(out, parts.at[i]);
    }
    return buf_str(out);
}

static void say_rule(struct arena *arena, const struct hours_rule *rule, enum schedule_length length, struct words_list *lines)
{
    if (rule->state == HOURS_OPEN)
        words_list_add(lines, rule_text(arena, rule, length == SCHEDULE_LONG));
    else if (rule->state == HOURS_OFF && length == SCHEDULE_LONG)
        words_list_add(lines, words_fill(arena, _("Closed: {when}"), PAIRS({"when", rule_text(arena, rule, true)})));
}

/* Public holidays are spoken of whether or not we know them, and the sun without a place. */
static bool read_anywhere(struct arena *arena, struct str text, struct hours **hours)
{
    struct hours_place *place = ARENA_NEW(arena, struct hours_place);
    struct hours_fault fault;
    place->holidays = holiday_calendar_of(STR("DE"), &place->region);
    place->located = true;
    return hours_read(arena, text, place, hours, &fault);
}

void schedule_describe_hours(struct arena *arena, struct str text, enum schedule_length length, struct buf *out)
{
    struct hours *hours;
    struct words_list lines = {.count = 0};
    bool said = read_anywhere(arena, text, &hours);
    for (size_t i = 0; said && i < hours->count; i++)
        said = sayable(hours->rules[i]);
    if (!said) {
        buf_add(out, text);
        return;
    }
    for (size_t i = 0; i < hours->count; i++)
        say_rule(arena, hours->rules[i], length, &lines);
    for (size_t i = 0; i < lines.count; i++) {
        buf_add(out, i ? STR("\n") : STR(""));
        buf_add(out, lines.at[i]);
    }
}
