#include "market/hours_rule.h"

static struct wall plus_days(struct wall w, int days)
{
    return (struct wall){w.s + days * (int64_t)WALL_DAY};
}

/* The nth weekday of a month; a fifth that is not there is no day (before all others). */
static struct wall nth_weekday(int year, int month, int weekday, int nth)
{
    int days = wall_month_days(year, month), first = 1 + (weekday - wall_weekday(wall_date(year, month, 1)) + 7) % 7;
    int last = first + (days - first) / 7 * 7, day = nth > 0 ? first + (nth - 1) * 7 : last + (nth + 1) * 7;
    return day < 1 || day > days ? (struct wall){INT64_MIN / 2} : wall_date(year, month, day);
}

/* Which day D is in YEAR: the first or the last of those it can mean. */
static struct wall day_in(const struct hours_date *d, int year, bool last)
{
    switch (d->is) {
    case HOURS_EASTER: return plus_days(easter_sunday(year), d->offset);
    case HOURS_NTH_WEEKDAY: return plus_days(nth_weekday(year, d->month, d->weekday, d->nth), d->offset);
    case HOURS_WHOLE_MONTH: return wall_date(year, d->month, last ? wall_month_days(year, d->month) : 1);
    case HOURS_DAY: break;
    }
    int most = wall_month_days(year, d->month);
    return plus_days(wall_date(year, d->month, last && d->day > most ? most : d->day), d->offset);
}

/* 29 February in a year without one, alone. */
static bool impossible(const struct hours_date *d, int year)
{
    return d->is == HOURS_DAY && d->day > wall_month_days(year, d->month);
}

static bool within_years(const struct hours_dates *r, struct wall day)
{
    struct wall begin = day_in(&r->from, r->from.year, false);
    if (r->open)
        return day.s >= begin.s;
    const struct hours_date *to = r->ranged ? &r->to : &r->from;
    struct wall end = day_in(to, to->year ? to->year : r->from.year, true);
    if (end.s < begin.s && !to->year)
        end = day_in(&r->to, r->from.year + 1, true);
    return day.s >= begin.s && day.s <= end.s;
}

static bool within(const struct hours_dates *r, struct wall day)
{
    int year = wall_parts(day).year;
    if (!r->ranged && !r->open && impossible(&r->from, r->from.year ? r->from.year : year))
        return false;
    if (r->from.year)
        return within_years(r, day);
    struct wall begin = day_in(&r->from, year, false), end = day_in(r->ranged ? &r->to : &r->from, year, true);
    if (r->open)
        return day.s >= begin.s;
    return begin.s <= end.s ? day.s >= begin.s && day.s <= end.s : day.s >= begin.s || day.s <= end.s;
}

static bool date_fits(const struct hours_rule *rule, struct wall day)
{
    for (size_t i = 0; i < rule->date_count; i++)
        if (within(&rule->dates[i], day))
            return true;
    return rule->date_count == 0;
}

static bool number_fits(const struct hours_numbers *list, size_t count, int number)
{
    for (size_t i = 0; i < count; i++)
        if (number >= list[i].from && number <= list[i].to && (number - list[i].from) % list[i].step == 0)
            return true;
    return count == 0;
}

/* ISO 8601: the week of the year that has its Thursday. */
static int week_number(struct wall day)
{
    struct wall thursday = plus_days(day, 4 - (wall_weekday(day) + 6) % 7 - 1);
    struct wall begin = wall_date(wall_parts(thursday).year, 1, 1);
    return (int)((wall_day(thursday) - wall_day(begin)) / 7) + 1;
}

static bool weekday_item_fits(const struct hours_weekdays *w, struct wall day)
{
    day = plus_days(day, -w->offset);
    int weekday = wall_weekday(day);
    if (w->from <= w->to ? weekday < w->from || weekday > w->to : weekday < w->from && weekday > w->to)
        return false;
    if (!w->nths && !w->from_end)
        return true;
    struct wall_parts p = wall_parts(day);
    int nth = (p.day - 1) / 7 + 1, from_end = (wall_month_days(p.year, p.month) - p.day) / 7 + 1;
    return (w->nths & 1u << nth) || (w->from_end & 1u << from_end);
}

static bool weekday_fits(const struct hours_rule *rule, const struct hours_place *place, struct wall day)
{
    bool any = false;
    for (size_t i = 0; i < rule->weekday_count && !any; i++)
        any = weekday_item_fits(&rule->weekdays[i], day);
    if (!rule->holidays)
        return any || rule->weekday_count == 0;
    bool holiday = holiday_is(place->holidays, place->region, plus_days(day, -rule->holiday_offset));
    return rule->weekday_count == 0 ? holiday : rule->holidays_also ? any || holiday : any && holiday;
}

bool hours_rule_on(const struct hours_rule *rule, const struct hours_place *place, struct wall day)
{
    return number_fits(rule->years, rule->year_count, wall_parts(day).year) && date_fits(rule, day)
        && number_fits(rule->weeks, rule->week_count, week_number(day)) && weekday_fits(rule, place, day);
}
