#include "market/wall.h"

#include <stdio.h>

enum { ERA_DAYS = 146097, ERA_YEARS = 400 };

/* Days of the proleptic Gregorian calendar by eras of 400 years that begin on a 1 March, so that leap days come last. */
static int64_t days_of(int64_t year, int month, int64_t day)
{
    int64_t months = year * 12 + month - 1;
    year = months >= 0 ? months / 12 : (months - 11) / 12;
    month = (int)(months - year * 12) + 1;
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - (ERA_YEARS - 1)) / ERA_YEARS;
    int64_t year_of_era = year - era * ERA_YEARS;
    int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * ERA_DAYS + day_of_era - 719468; /* from 0000-03-01 to 1970-01-01 */
}

struct wall wall_of(struct wall_parts p)
{
    return (struct wall){((days_of(p.year, p.month, p.day) * 24 + p.hour) * 60 + p.minute) * 60 + p.second};
}

struct wall wall_date(int year, int month, int day)
{
    return (struct wall){days_of(year, month, day) * WALL_DAY};
}

int64_t wall_day(struct wall w)
{
    return (w.s >= 0 ? w.s : w.s - (WALL_DAY - 1)) / WALL_DAY;
}

struct wall_parts wall_parts(struct wall w)
{
    int64_t day = wall_day(w), z = day + 719468, second = w.s - day * WALL_DAY;
    int64_t era = (z >= 0 ? z : z - (ERA_DAYS - 1)) / ERA_DAYS, of_era = z - era * ERA_DAYS;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100), shifted = (5 * of_year + 2) / 153;
    int month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
    return (struct wall_parts){.year = (int)(year + era * ERA_YEARS + (month <= 2)), .month = month,
                               .day = (int)(of_year - (153 * shifted + 2) / 5 + 1), .hour = (int)(second / 3600),
                               .minute = (int)(second / 60 % 60), .second = (int)(second % 60)};
}

bool wall_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int wall_month_days(int year, int month)
{
    static const char days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && wall_leap(year));
}

int wall_weekday(struct wall w)
{
    int64_t rest = (wall_day(w) + 4) % 7; /* 1970 began on a Thursday */
    return (int)(rest < 0 ? rest + 7 : rest);
}

/* COUNT digits off the front of *s. */
static bool take_number(struct str *s, size_t count, int *out)
{
    int64_t value;
    if (s->n < count || s->p[0] == '-' || !str_to_int64(str_slice(*s, 0, count), &value))
        return false;
    *out = (int)value;
    *s = str_slice(*s, count, s->n);
    return true;
}

static bool take_char(struct str *s, char c)
{
    if (s->n == 0 || s->p[0] != c)
        return false;
    *s = str_slice(*s, 1, s->n);
    return true;
}

static bool take_date(struct str *s, struct wall_parts *p, bool *compact)
{
    if (!take_number(s, 4, &p->year))
        return false;
    *compact = !take_char(s, '-');
    if (!take_number(s, 2, &p->month) || (!*compact && !take_char(s, '-')) || !take_number(s, 2, &p->day))
        return false;
    return p->year >= WALL_YEAR_LEAST && p->year <= WALL_YEAR_MOST && p->month >= 1 && p->month <= 12 && p->day >= 1
        && p->day <= wall_month_days(p->year, p->month);
}

static bool take_time(struct str *s, struct wall_parts *p, bool compact)
{
    if (!take_char(s, 'T') && (compact || !take_char(s, ' ')))
        return false;
    if (!take_number(s, 2, &p->hour) || (!compact && !take_char(s, ':')) || !take_number(s, 2, &p->minute))
        return false;
    if (s->n > 0 && ((!compact && !take_char(s, ':')) || !take_number(s, 2, &p->second)))
        return false;
    return p->hour < 24 && p->minute < 60 && p->second < 60;
}

bool wall_parse(struct str s, struct wall *out)
{
    struct wall_parts p = {0};
    bool compact;
    if (!take_date(&s, &p, &compact) || (s.n > 0 && !take_time(&s, &p, compact)) || s.n > 0)
        return false;
    *out = wall_of(p);
    return true;
}

struct str wall_text(struct wall w, char out[WALL_TEXT])
{
    struct wall_parts p = wall_parts(w);
    int n = snprintf(out, WALL_TEXT, "%04d-%02d-%02dT%02d:%02d", p.year % 10000, p.month, p.day, p.hour, p.minute);
    if (p.second)
        n += snprintf(out + n, WALL_TEXT - (size_t)n, ":%02d", p.second);
    return (struct str){out, (size_t)n};
}

struct str wall_compact(struct wall w, char out[WALL_TEXT])
{
    struct wall_parts p = wall_parts(w);
    int n = snprintf(out, WALL_TEXT, "%04d%02d%02dT%02d%02d%02d", p.year % 10000, p.month, p.day, p.hour, p.minute, p.second);
    return (struct str){out, (size_t)n};
}
