#include <stdlib.h>

#include "core/text.h"
#include "market/hours_read.h"

static enum hours_read refuse(struct hours_scan *s, const char *message)
{
    (void)hours_scan_refuse(s, message);
    return HOURS_REFUSED;
}

int hours_read_offset(struct hours_scan *s)
{
    size_t began = s->at;
    int days, sign = hours_scan_char(s, '+') ? 1 : hours_scan_char(s, '-') ? -1 : 0;
    if (sign && hours_scan_number(s, 3, &days) && (hours_scan_text(s, "days") || hours_scan_text(s, "day")))
        return sign * days;
    s->at = began;
    return 0;
}

static bool scan_year(struct hours_scan *s, int *year)
{
    size_t began = s->at;
    int next;
    if (hours_scan_number(s, 4, year) && *year >= WALL_YEAR_LEAST && *year <= WALL_YEAR_MOST) {
        size_t after = s->at;
        if (!(hours_scan_char(s, ':') && hours_scan_number(s, 2, &next))) {
            s->at = after;
            return true;
        }
    }
    s->at = began;
    return false;
}

static bool date_follows(struct hours_scan *s)
{
    size_t began = s->at;
    int month;
    bool follows = hours_scan_month(s, &month) || hours_scan_text(s, "easter");
    s->at = began;
    return follows;
}

/* "/2". */
static bool scan_step(struct hours_scan *s, int *step)
{
    *step = 1;
    return !hours_scan_char(s, '/') || (hours_scan_number(s, 2, step) && *step > 0);
}

enum hours_read hours_read_years(struct hours_scan *s, struct hours_rule *rule)
{
    size_t began = s->at;
    int year;
    if (!scan_year(s, &year))
        return HOURS_NOT_THERE;
    if (date_follows(s)) { /* the year of that date */
        s->at = began;
        return HOURS_NOT_THERE;
    }
    for (bool more = true; more;) {
        struct hours_numbers *years = &rule->years[rule->year_count++];
        *years = (struct hours_numbers){year, year, 1};
        if (hours_scan_dash(s) && !scan_year(s, &years->to))
            return refuse(s, N_("A year is missing here."));
        if (hours_scan_char(s, '+'))
            years->to = WALL_YEAR_MOST;
        if (years->to < years->from || !scan_step(s, &years->step))
            return refuse(s, N_("These years are not understood."));
        size_t comma = s->at;
        more = hours_scan_char(s, ',') && scan_year(s, &year);
        if (!more)
            s->at = comma;
        else if (rule->year_count == HOURS_ITEMS_MOST)
            return refuse(s, N_("This list is too long."));
    }
    return HOURS_READ;
}

/* A day's number, which no colon makes a time. */
static bool scan_day(struct hours_scan *s, int *day)
{
    size_t began = s->at;
    if (hours_scan_number(s, 2, day) && *day >= 1 && *day <= 31) {
        size_t after = s->at;
        if (!(hours_scan_char(s, ':') && hours_scan_digit_follows(s))) {
            s->at = after;
            return true;
        }
    }
    s->at = began;
    return false;
}

/* "Su[-1]" as part of a date: only where a range of dates goes on after it, for elsewhere it is a weekday of its own. */
static bool scan_nth_weekday(struct hours_scan *s, struct hours_date *date, bool ends_range)
{
    size_t began = s->at;
    int sign = 1;
    if (hours_scan_weekday(s, &date->weekday) && hours_scan_char(s, '[')) {
        sign = hours_scan_char(s, '-') ? -1 : 1;
        if (hours_scan_number(s, 1, &date->nth) && date->nth >= 1 && date->nth <= 5 && hours_scan_char(s, ']')) {
            date->nth *= sign;
            date->offset = hours_read_offset(s);
            size_t after = s->at;
            bool goes_on = ends_range || (hours_scan_dash(s) && date_follows(s));
            s->at = after;
            if (goes_on) {
                date->is = HOURS_NTH_WEEKDAY;
                return true;
            }
        }
    }
    s->at = began;
    return false;
}

/* A date or a month; MONTH_LIKE names the month of a day said alone ("Jan 5-10"). */
static bool scan_date(struct hours_scan *s, const struct hours_date *month_like, struct hours_date *date)
{
    *date = (struct hours_date){.year = 0};
    size_t began = s->at;
    if (!scan_year(s, &date->year))
        date->year = 0;
    if (hours_scan_text(s, "easter")) {
        date->is = HOURS_EASTER;
        date->offset = hours_read_offset(s);
        return true;
    }
    if (hours_scan_month(s, &date->month)) {
        if (scan_day(s, &date->day)) {
            date->is = HOURS_DAY;
            date->offset = hours_read_offset(s);
        } else if (!scan_nth_weekday(s, date, month_like && month_like->is == HOURS_NTH_WEEKDAY)) {
            date->is = HOURS_WHOLE_MONTH;
        }
        return true;
    }
    s->at = began;
    if (!month_like || month_like->is != HOURS_DAY || !scan_day(s, &date->day))
        return false;
    date->is = HOURS_DAY;
    date->year = 0;
    date->month = month_like->month;
    return true;
}

static bool impossible(const struct hours_date *d)
{
    return d->is == HOURS_DAY && d->day > wall_month_days(d->year ? d->year : 2000, d->month);
}

static enum hours_read read_range(struct hours_scan *s, struct hours_dates *range)
{
    size_t before = s->at;
    if (impossible(&range->from))
        return refuse(s, N_("This month has no such day."));
    if (hours_scan_dash(s)) {
        range->ranged = scan_date(s, &range->from, &range->to);
        if (!range->ranged && range->from.is == HOURS_EASTER)
            return refuse(s, N_("A date is missing here."));
        if (!range->ranged) {
            s->at = before;
            return refuse(s, N_("A date is missing after the dash."));
        }
        if (impossible(&range->to))
            return refuse(s, N_("This month has no such day."));
        if (range->to.year && (!range->from.year || range->to.year < range->from.year))
            return refuse(s, N_("These years are not understood."));
    } else if (hours_scan_char(s, '+')) {
        range->open = true;
    }
    return HOURS_READ;
}

/* After a comma: another date, or a day of the month before ("Jan 5,12"), but no time. */
static bool next_date(struct hours_scan *s, const struct hours_date *before, struct hours_date *date)
{
    size_t comma = s->at;
    if (hours_scan_char(s, ',') && scan_date(s, before, date)) {
        if (before->is == HOURS_DAY && date->year == 0 && before->year && date->month == before->month)
            date->year = before->year;
        return true;
    }
    s->at = comma;
    return false;
}

enum hours_read hours_read_dates(struct hours_scan *s, struct hours_rule *rule)
{
    struct hours_date date;
    if (!scan_date(s, NULL, &date))
        return HOURS_NOT_THERE;
    for (bool more = true; more;) {
        struct hours_dates *range = &rule->dates[rule->date_count++];
        *range = (struct hours_dates){.from = date};
        if (read_range(s, range) == HOURS_REFUSED)
            return HOURS_REFUSED;
        more = next_date(s, range->ranged ? &range->to : &range->from, &date);
        if (more && rule->date_count == HOURS_ITEMS_MOST)
            return refuse(s, N_("This list is too long."));
    }
    (void)hours_scan_char(s, ':');
    return HOURS_READ;
}

enum hours_read hours_read_weeks(struct hours_scan *s, struct hours_rule *rule)
{
    if (!hours_scan_text(s, "weeks") && !hours_scan_text(s, "week"))
        return HOURS_NOT_THERE;
    for (bool more = true; more;) {
        struct hours_numbers *weeks = &rule->weeks[rule->week_count++];
        if (!hours_scan_number(s, 2, &weeks->from))
            return refuse(s, N_("A week is a number from 1 to 53."));
        weeks->to = weeks->from;
        if (hours_scan_dash(s) && !hours_scan_number(s, 2, &weeks->to))
            return refuse(s, N_("A week is a number from 1 to 53."));
        if (weeks->from < 1 || weeks->to > 53 || weeks->to < weeks->from || !scan_step(s, &weeks->step))
            return refuse(s, N_("A week is a number from 1 to 53."));
        size_t comma = s->at;
        more = hours_scan_char(s, ',') && hours_scan_digit_follows(s);
        if (!more)
            s->at = comma;
        else if (rule->week_count == HOURS_ITEMS_MOST)
            return refuse(s, N_("This list is too long."));
    }
    (void)hours_scan_char(s, ':');
    return HOURS_READ;
}
